"""The histogram: lines are shown, dragged and nudged; their labels never overlap."""

import pytest
from PySide6.QtCore import Qt

from gtm_desktop.ui.widgets.histogram import HistogramLines, HistogramView, LineView, nice_cents

EDGES = tuple(100.0 * 10 ** (step / 10) for step in range(61))


def _view(low=500_000, high=2_500_000):
    lines = (LineView("c_below", low, "C"), LineView("a_above", high, "A"))
    return HistogramView(EDGES, tuple(range(60)), lines, ("#009E73", "#E69F00", "#0072B2"))


@pytest.fixture
def histogram(qtbot):
    made = HistogramLines()
    qtbot.addWidget(made)
    made.resize(360, 170)
    made.show()
    made.show_histogram(_view())
    return made


def test_showing_lines_is_not_editing_them(qtbot, histogram):
    with qtbot.assertNotEmitted(histogram.line_edited):
        histogram.show_histogram(_view(600_000, 900_000))
    assert histogram.positions() == [600_000, 900_000]


def test_a_line_that_is_shown_exactly_is_not_rounded_by_an_arrow_key_on_the_other(qtbot, histogram):
    histogram.show_histogram(_view(500_000, 2_500_000))
    qtbot.keyClick(histogram, Qt.Key.Key_Right)
    assert histogram.positions() == [510_000, 2_500_000]


def test_an_arrow_key_moves_the_chosen_line_and_says_so_once(qtbot, histogram):
    with qtbot.waitSignal(histogram.line_released) as told:
        qtbot.keyClick(histogram, Qt.Key.Key_Left)
    assert told.args == ["c_below", 490_000]


def test_the_up_key_chooses_the_next_line(qtbot, histogram):
    qtbot.keyClick(histogram, Qt.Key.Key_Up)
    with qtbot.waitSignal(histogram.line_released) as told:
        qtbot.keyClick(histogram, Qt.Key.Key_Right)
    assert told.args == ["a_above", 2_600_000]


def test_a_line_cannot_pass_its_neighbour(qtbot, histogram):
    for _ in range(60):
        qtbot.keyClick(histogram, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    low, high = histogram.positions()
    assert low <= high


@pytest.mark.parametrize("high", [500_000, 510_000, 600_000, 2_500_000])
def test_labels_never_overlap_and_stay_inside(qtbot, histogram, high):
    histogram.show_histogram(_view(500_000, high))
    (first, _), (second, _) = histogram.labels()
    assert first.right() < second.left()
    assert first.left() >= 0
    assert second.right() <= histogram.width()


@pytest.mark.parametrize(
    ("cents", "nice"), [(501_234, 500_000), (2_537_000, 2_550_000), (20_000_00, 20_000_00), (12_34, 12_00)]
)
def test_a_dragged_line_stops_at_amounts_a_planner_would_type(cents, nice):
    assert nice_cents(cents) == nice
