"""A button that gives way: short words are shown whole, long ones end in an ellipsis and never touch the arrow."""

import pytest
from PySide6.QtWidgets import QMenu

from gtm_desktop.ui.elided_button import ElidedButton


@pytest.mark.parametrize("has_menu", [False, True])
@pytest.mark.parametrize(("words", "is_whole"), [("Plan", True), ("Leaner outside team with more inside reps", False)])
def test_only_words_that_do_not_fit_are_shortened(qtbot, has_menu, words, is_whole):
    button = ElidedButton(words, widest=160)
    qtbot.addWidget(button)
    if has_menu:
        button.setProperty("has_menu", True)
        button.setMenu(QMenu(button))
    button.resize(button.sizeHint())
    assert button.width() <= 160
    assert (button.shown_text() == words) is is_whole
    assert button.shown_text()[:4] == words[:4]


def test_a_button_without_a_limit_is_as_wide_as_its_words(qtbot):
    button = ElidedButton("Leaner outside team with more inside reps")
    qtbot.addWidget(button)
    assert button.minimumSizeHint().width() >= button.fontMetrics().horizontalAdvance(button.text())
