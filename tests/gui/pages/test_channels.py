"""The channels page, driven as a planner does."""

from collections.abc import Iterator

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.project.state import new_project
from gtm_desktop.tables.accounts import (
    ACCOUNT_ID,
    GROSS_MARGIN,
    NAME,
    REVENUE_ECOMMERCE,
    REVENUE_OUTSIDE,
    TODAY_CHANNEL,
    account_table,
)
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import PeopleMode, WorkspaceBridge
from gtm_desktop.ui.pages.channels.page import ChannelsPage
from gtm_desktop.ui.pages.channels.table import Show
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.workspace.recording import Recording


@pytest.fixture(scope="session")
def qapp():
    return make_application()


def _dataset() -> Dataset:
    rows = 40
    frame = pd.DataFrame({ACCOUNT_ID: [f"A{row:02d}" for row in range(rows)]})
    frame[NAME] = [f"Account {row}" for row in range(rows)]
    frame[GROSS_MARGIN] = [None, *(100_000 * (row + 1) for row in range(rows - 1))]
    frame[REVENUE_OUTSIDE] = 100
    frame[REVENUE_ECOMMERCE] = [80 if row % 3 == 0 else 0 for row in range(rows)]
    frame[TODAY_CHANNEL] = [Channel.ALL[row % 3] for row in range(rows)]
    return Dataset(account_table(frame))


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[tuple[ChannelsPage, WorkspaceBridge]]:
    recording = Recording()
    bridge = WorkspaceBridge(evaluate, recording)
    page = ChannelsPage(PageContext(bridge, lambda _: None, lambda *_: None, lambda _: None))
    qtbot.addWidget(page)
    page.resize(1232, 824)
    page.show()
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.open(new_project(_dataset(), scenario="A"), None)
    yield page, bridge
    bridge.close()
    recording.close()


def _type(qtbot: QtBot, field, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_preset_moves_its_line(opened, qtbot: QtBot) -> None:
    page, bridge = opened
    with qtbot.waitSignal(bridge.result_changed):
        page.face.thresholds_card.outside_chips._chips["5000000"].click()
    assert bridge.workspace.plan.settings.channels.outside_above == 5_000_000
    assert page.face.thresholds_card.outside_above.text() == "$50,000"


def test_no_preset_is_chosen_while_the_line_lies_elsewhere(opened, qtbot: QtBot) -> None:
    page, bridge = opened
    with qtbot.waitSignal(bridge.result_changed):
        _type(qtbot, page.face.thresholds_card.outside_above, "21K")
    assert bridge.workspace.plan.settings.channels.outside_above == 2_100_000
    assert not any(chip.isChecked() for chip in page.face.thresholds_card.outside_chips._chips.values())


def test_a_self_serve_line_over_the_outside_line_is_refused_in_words(opened, qtbot: QtBot) -> None:
    page, bridge = opened
    with qtbot.waitSignal(bridge.failed) as failed:
        page.face.thresholds_card.self_serve_chips._chips["2500000"].click()
    assert "would lie over the outside line" in failed.args[0].message
    assert bridge.workspace.plan.settings.channels.self_serve_below == 500_000
    assert page.face.thresholds_card.self_serve_chips._chips["500000"].isChecked()


def test_the_web_switch_is_an_edit_and_showing_it_is_none(opened, qtbot: QtBot) -> None:
    page, bridge = opened
    with qtbot.waitSignal(bridge.result_changed):
        page.face.thresholds_card.web.click()
    assert bridge.workspace.plan.settings.channels.leave_out_web_and_counter
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.undo()
    assert not page.face.thresholds_card.web.isChecked()
    assert bridge.workspace.undo_label == ""


def test_a_typed_capacity_drives_what_an_account_must_add(opened, qtbot: QtBot) -> None:
    page, bridge = opened
    row = page.face.costs_card.roles[Channel.OUTSIDE]
    with qtbot.waitSignal(bridge.result_changed):
        _type(qtbot, row.planned, "100")
    assert bridge.workspace.plan.settings.economics.outside.planned == 100
    assert row._added.text() == "$2K"


def test_the_assumed_lift_is_empty_at_first_and_can_be_emptied_again(opened, qtbot: QtBot) -> None:
    page, bridge = opened
    field = page.face.costs_card.roles[Channel.OUTSIDE].lift
    assert field.text() == ""
    _type(qtbot, field, "9%")
    assert bridge.workspace.plan.settings.economics.outside.assumed_lift == 0.09
    field.setFocus()
    field.clear()
    field.setModified(True)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert bridge.workspace.plan.settings.economics.outside.assumed_lift is None


def test_a_typed_self_serve_cost_counts_as_coverage(opened, qtbot: QtBot) -> None:
    page, bridge = opened
    _type(qtbot, page.face.costs_card.self_serve_cost, "50K")
    assert bridge.workspace.plan.settings.economics.self_serve_cost == 5_000_000


def test_a_figure_of_the_matrix_shows_its_accounts(opened, qtbot: QtBot) -> None:
    page, _ = opened
    page.face.matrix.pair_chosen.emit(Channel.OUTSIDE, Channel.SELF_SERVE)
    shown = page.face.table.model().rowCount()
    text = next(
        cell.text
        for _, cells in page.face.matrix._table.rows
        for cell in cells
        if cell.pair == (Channel.OUTSIDE, Channel.SELF_SERVE)
    )
    assert text == str(shown)


def test_the_matrix_is_reached_by_keys(opened, qtbot: QtBot) -> None:
    page, _ = opened
    page.face.matrix.setFocus()
    qtbot.keyClick(page.face.matrix, Qt.Key.Key_Right)
    with qtbot.waitSignal(page.face.matrix.pair_chosen) as chosen:
        qtbot.keyClick(page.face.matrix, Qt.Key.Key_Return)
    assert chosen.args == [Channel.OUTSIDE, Channel.INSIDE]


def test_an_empty_set_says_so(opened, qtbot: QtBot) -> None:
    page, _ = opened
    page.face.show_chosen.emit(Show.BY_HAND)
    assert page.face.table.isHidden()
    assert page.face._nothing.isVisible()
    page.face.show_chosen.emit(Show.TO_BE_CHECKED)
    assert page.face.table.model().rowCount() == 1


def test_accounts_set_by_hand_follow_the_rules_again_when_freed(opened, qtbot: QtBot) -> None:
    page, bridge = opened
    page.face.channel_requested.emit(["A05", "A06"])
    dialog = page.controller.dialog
    dialog.choose(Channel.OUTSIDE)
    dialog.reason.setText("new plant")
    dialog._on_accepted()
    assert set(bridge.workspace.plan.pins.channel) == {"A05", "A06"}
    page.face.free_requested.emit(["A05", "A06"])
    assert not bridge.workspace.plan.pins.channel


def test_the_chart_reads_other_places_of_the_line(opened, qtbot: QtBot) -> None:
    page, _ = opened
    assert page.face.chart.reading_at(1_000_000).startswith("$")
    assert page.face.chart.reading_at(1_000_000) != page.face.chart.reading_at(4_000_000)


def test_the_bridge_is_one_chip_away(opened, qtbot: QtBot) -> None:
    page, _ = opened
    page.face.views._chips["bridge"].click()
    assert page.face.bridge.isVisible()
    assert not page.face.matrix.isVisible()


def test_in_a_workshop_loaded_cost_is_hidden_and_comes_back_in_full_view(
    qtbot: QtBot, opened: tuple[ChannelsPage, WorkspaceBridge]
) -> None:
    page, bridge = opened
    row = page.face.costs_card.roles[Channel.OUTSIDE]
    assert row.cost.isVisible()
    bridge.set_people(PeopleMode.WORKSHOP)
    assert not row.cost.isVisible()
    assert row.planned.isVisible()
    bridge.set_people(PeopleMode.FULL)
    assert row.cost.isVisible()
