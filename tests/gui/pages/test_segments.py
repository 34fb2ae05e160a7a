"""The segments page, driven as a planner does."""

from collections.abc import Iterator

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.settings import Dimension
from gtm_desktop.project.state import new_project
from gtm_desktop.tables.accounts import ACCOUNT_ID, GROSS_MARGIN, NAME, REVENUE, WALLET, account_table
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.pages.segments.page import SegmentsPage
from gtm_desktop.ui.pages.segments.view import Measure
from gtm_desktop.workspace.recording import Recording


@pytest.fixture(scope="session")
def qapp():
    return make_application()


def _dataset() -> Dataset:
    rows = 40
    frame = pd.DataFrame({ACCOUNT_ID: [f"A{row:02d}" for row in range(rows)]})
    frame[NAME] = [f"Account {row}" for row in range(rows)]
    frame[GROSS_MARGIN] = [None, -5_000, 0] + [100_000 * (row + 1) for row in range(rows - 3)]
    frame[REVENUE] = 1_000_000
    frame[WALLET] = [None if row % 5 == 0 else 1_500_000 * (1 + row % 9) for row in range(rows)]
    return Dataset(account_table(frame))


class _Shell:
    def __init__(self) -> None:
        self.why: list[str] = []


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[tuple[SegmentsPage, WorkspaceBridge, _Shell]]:
    recording = Recording()
    bridge = WorkspaceBridge(evaluate, recording)
    shell = _Shell()
    page = SegmentsPage(PageContext(bridge, shell.why.append, lambda *_: None, lambda _: None))
    qtbot.addWidget(page)
    page.resize(1232, 824)
    page.show()
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.open(new_project(_dataset(), scenario="A"), None)
    yield page, bridge, shell
    bridge.close()
    recording.close()


def _rows(page: SegmentsPage) -> int:
    return page.face.table.model().rowCount()


def test_all_accounts_are_shown_until_a_cell_is_chosen(opened, qtbot: QtBot) -> None:
    page, bridge, _ = opened
    assert _rows(page) == 40
    cell = next(cell for cell in bridge.result.cells if cell.accounts)
    page.face.grid.cell_selected.emit(cell.row, cell.column)
    assert _rows(page) == cell.accounts


def test_all_drags_of_one_line_make_one_undo_step(opened, qtbot: QtBot) -> None:
    page, bridge, _ = opened
    before = bridge.workspace.plan.settings.size.a_above
    card = page.face.size_card
    for cents in (2_600_000, 2_700_000, 2_800_000):
        card.histogram.line_edited.emit("a_above", cents)
    card.histogram.line_released.emit("a_above", 2_800_000)
    assert bridge.workspace.plan.settings.size.a_above == 2_800_000
    bridge.workspace.undo()
    assert bridge.workspace.plan.settings.size.a_above == before
    assert bridge.workspace.undo_label == ""


def test_a_line_typed_over_the_other_is_refused_in_words_and_nothing_is_lost(opened, qtbot: QtBot) -> None:
    page, bridge, _ = opened
    field = page.face.size_card.c_below
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "30K")
    with qtbot.waitSignal(bridge.failed) as failed:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "would lie over the A line" in failed.args[0].message
    assert bridge.workspace.plan.settings.size.c_below == 500_000
    assert field.text() == "$5,000"


def test_text_that_is_no_amount_is_refused_in_words(opened, qtbot: QtBot) -> None:
    page, bridge, _ = opened
    field = page.face.size_card.a_above
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "many")
    with qtbot.waitSignal(bridge.failed) as failed:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "many" in failed.args[0].message
    assert field.text() == "$25,000"


def test_a_typed_wallet_line_becomes_a_rule(opened, qtbot: QtBot) -> None:
    page, bridge, _ = opened
    field = page.face.wallet_card.low
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "15")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert bridge.workspace.plan.settings.wallet.acquire_below == 0.15


def test_renaming_and_routing_a_cell_are_decisions_of_the_plan(opened, qtbot: QtBot) -> None:
    page, bridge, _ = opened
    page.face.grid.cell_renamed.emit("A", "retain", "Defend key")
    page.face.cell_channel_chosen.emit("A", "retain", Channel.KEY_ACCOUNT)
    rule = bridge.workspace.plan.settings.grid.cells["A", "retain"]
    assert (rule.name, rule.channel) == ("Defend key", Channel.KEY_ACCOUNT)
    page.face.cell_channel_chosen.emit("A", "retain", None)
    assert bridge.workspace.plan.settings.grid.cells["A", "retain"].channel is None


def test_the_menu_of_a_cell_offers_to_follow_the_lines(opened, qtbot: QtBot) -> None:
    page, _, _ = opened
    page.face.grid.select_cell("A", "retain")
    texts = [action.text() for action in page.face.cell_menu(page.face.grid.selected_cell()).actions()]
    assert "Follow the lines" in texts
    assert "Send all to self-serve" in texts


def test_choosing_the_columns_dimension_for_the_rows_swaps_them(opened, qtbot: QtBot) -> None:
    page, bridge, _ = opened
    page.face.rows_chosen.emit(Dimension.WALLET)
    grid = bridge.workspace.plan.settings.grid
    assert (grid.rows, grid.columns) == (Dimension.WALLET, Dimension.SIZE)


def test_another_dimension_says_that_cell_decisions_are_dropped(opened, qtbot: QtBot) -> None:
    page, bridge, _ = opened
    page.face.grid.cell_renamed.emit("A", "retain", "Defend key")
    with qtbot.waitSignal(bridge.noted) as noted:
        page.face.columns_chosen.emit(Dimension.MIX)
    assert "Undo" in noted.args[0]
    bridge.workspace.undo()
    assert bridge.workspace.plan.settings.grid.cells["A", "retain"].name == "Defend key"


def test_the_tiles_show_the_measure_that_was_chosen(opened, qtbot: QtBot) -> None:
    page, bridge, _ = opened
    page.face.measure_chosen.emit(Measure.ACCOUNTS)
    page.face.grid.select_cell("A", "retain")
    cell = page.face.grid.selected_cell()
    total = next(each for each in bridge.result.cells if (each.row, each.column) == ("A", "retain"))
    assert cell.figure == str(total.accounts)


def test_a_channel_is_set_by_hand_only_with_a_reason(opened, qtbot: QtBot) -> None:
    page, bridge, _ = opened
    page.face.table.selectRow(0)
    chosen = page.face.table.selected_ids()
    page.face.channel_requested.emit(chosen)
    dialog = page.controller.dialog
    dialog.choose(Channel.OUTSIDE)
    accept = dialog.findChildren(type(dialog.reason))  # the reason is the only line
    assert len(accept) == 1
    ok = next(button for button in dialog._buttons.buttons() if button.text() == "Set channel")
    assert not ok.isEnabled()
    assert "reason" in ok.toolTip()
    dialog.reason.setText("new plant")
    ok.click()
    pin = bridge.workspace.plan.pins.channel[chosen[0]]
    assert (pin.value, pin.reason) == (Channel.OUTSIDE, "new plant")


def test_opening_a_row_asks_for_its_why_card(opened, qtbot: QtBot) -> None:
    page, _, shell = opened
    page.face.table.row_opened.emit("A07")
    assert shell.why == ["A07"]


def test_a_subject_is_selected_among_all_accounts(opened, qtbot: QtBot) -> None:
    page, bridge, _ = opened
    cell = next(cell for cell in bridge.result.cells if cell.accounts)
    page.face.grid.cell_selected.emit(cell.row, cell.column)
    page.show_subject("A20")
    assert page.face.table.selected_ids() == ["A20"]
    assert _rows(page) == 40


def test_setting_a_channel_says_why_it_cannot_be_done_without_a_selection(opened) -> None:
    page, _, _ = opened
    assert not page.face._set.isEnabled()
    assert "select accounts" in page.face._set.toolTip()
