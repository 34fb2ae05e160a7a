"""The Data page: corrections, findings and their rows, reading again, and dropping a workbook."""

from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from gtm_desktop.core.findings import Finding, Severity
from gtm_desktop.planning.dataset import Dataset, Source, SourceColumn
from gtm_desktop.planning.evaluate import Memo, evaluate
from gtm_desktop.planning.settings import InsideRules
from gtm_desktop.project.state import new_project
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.pages.data.found import NOT_PLACED
from gtm_desktop.ui.pages.data.page import create_page
from gtm_desktop.ui.pages.data.sheet_dialog import SheetDialog
from gtm_desktop.ui.pages.data.view import KEPT
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.workbook.choices import ImportChoices, ReadRequest, TableChoices
from gtm_desktop.workbook.importing import ReadTable
from gtm_desktop.workbook.sheets import TableKind
from gtm_desktop.workspace import rule_edits
from gtm_desktop.workspace.recording import Recording

LIST = Path("list.xlsx")


def _dataset():
    table = columns.account_table(
        pd.DataFrame(
            {
                columns.ACCOUNT_ID: ["A0", "A1"],
                columns.NAME: ["Bolt Works", "Anvil Supply"],
                columns.GROSS_MARGIN: [100_000, 200_000],
                columns.LAT: [42.9, float("nan")],
                columns.LON: [-85.6, float("nan")],
                columns.SOURCE_ROW: [2, 3],
            }
        )
    )
    people = rep_columns.rep_table(pd.DataFrame({rep_columns.REP_ID: ["R1"], rep_columns.ROLE: [Role.OUTSIDE.value]}))
    mapped = (
        SourceColumn("Cust #", "A", columns.ACCOUNT_ID, 1.0, "A0", 1.0),
        SourceColumn("GP", "B", columns.GROSS_MARGIN, 0.9, "1000", 1.0),
        SourceColumn("Other $", "C", KEPT, 0.0, "3", 0.5),
    )
    finding = Finding(
        Severity.NOTE, "unreadable", "1 cell of GP cannot be read.", "Kept as missing.", "List", (3,), "B"
    )
    return Dataset(
        table, people, (finding,), (), Source("list.xlsx", "List", 1, 2, mapped),
        Source("reps.xlsx", "Reps", 1, 1, (SourceColumn("Code", "A", rep_columns.REP_ID, 1.0, "R1", 1.0),)),
    )  # fmt: skip


class _Shell:
    """What the page asks of the shell."""

    def __init__(self):
        self.request = ReadRequest(LIST)
        self.read, self.run = [], []

    def context(self, bridge):
        return PageContext(
            bridge,
            lambda _id: None,
            lambda _step, _subject: None,
            self.run.append,
            lambda _dataset: self.request,
            self.read.append,
        )


@pytest.fixture
def shell():
    return _Shell()


@pytest.fixture
def bridge(qapp):
    make_application()
    made = WorkspaceBridge(partial(evaluate, memo=Memo()), Recording())
    yield made
    made.workspace.close()
    made.close()


@pytest.fixture
def opened(qtbot, bridge, shell):
    """Return a function that opens the plan and shows the page."""

    def open_():
        with qtbot.waitSignal(bridge.result_changed):
            bridge.workspace.open(new_project(_dataset(), scenario="Plan"), None)
        page = create_page(shell.context(bridge))
        qtbot.addWidget(page)
        page.resize(1250, 640)
        page.show()
        return page

    return open_


def test_without_a_plan_the_page_offers_to_open_a_workbook(qtbot, bridge, shell):
    page = create_page(shell.context(bridge))
    qtbot.addWidget(page)
    page.show()
    assert page.face.empty.isVisible()
    page.face.empty.action_chosen.emit()
    assert shell.run == ["file.open_workbook"]


def test_a_corrected_meaning_is_read_with_the_corrections_made_before(opened, shell):
    shell.request = ReadRequest(LIST, None, ImportChoices(accounts=TableChoices(fields={"A": columns.ACCOUNT_ID})))
    page = opened()
    card = page.face.match_card
    assert not card.read_button.isVisible()
    card.grid(of_reps=False).choose("C", columns.REVENUE)
    assert card.read_button.text() == "Read again with 1 correction"
    card.read_button.click()
    assert shell.read[0].choices.accounts.fields == {"A": columns.ACCOUNT_ID, "C": columns.REVENUE}


def test_a_meaning_moves_from_the_column_that_had_it(opened):
    page = opened()
    grid = page.face.match_card.grid(of_reps=False)
    grid.choose("C", columns.GROSS_MARGIN)
    assert grid.corrections() == {"B": KEPT, "C": columns.GROSS_MARGIN}


def test_discarded_corrections_are_gone(opened):
    page = opened()
    page.face.match_card.grid(of_reps=False).choose("C", columns.REVENUE)
    page.face.match_card.drop_button.click()
    assert page.face.match_card.corrections() == ({}, {})
    assert not page.face.match_card.read_button.isVisible()


def test_corrections_survive_a_change_of_the_plan(qtbot, opened, bridge):
    page = opened()
    page.face.match_card.grid(of_reps=False).choose("C", columns.REVENUE)
    with qtbot.waitSignal(bridge.result_changed):
        bridge.apply(rule_edits.set_inside_rules(InsideRules(1, 0, 0)))
    assert page.face.match_card.corrections()[0] == {"C": columns.REVENUE}


def test_a_plan_opened_from_its_file_shows_meanings_that_cannot_be_changed_and_says_why(opened, shell):
    shell.request = None
    page = opened()
    box = page.face.match_card.grid(of_reps=False)._boxes["B"]
    assert not box.isEnabled()
    assert "again" in box.toolTip()
    assert not page.face.match_card.sheet_button.isEnabled()
    assert "again" in page.face.match_card.sheet_button.toolTip()


def test_choosing_a_finding_shows_its_rows_with_their_source_row(opened):
    page = opened()
    page.face.findings.chosen.emit("finding:0")
    model = page.face.rows_table.model()
    texts = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert texts == ["3", "A1", "Anvil Supply", "$2K", "in the plan"]


def test_accounts_that_are_not_placed_can_be_listed(opened):
    page = opened()
    assert page.face.missing_button.isVisible()
    assert not page.face.approximate_button.isVisible()
    page.face.missing_button.click()
    assert page.face.rows_table.model().rowCount() == 1
    assert page.controller._key == NOT_PLACED


def test_a_workbook_dropped_on_the_page_is_read_and_other_files_are_not(opened, shell):
    page = opened()
    for name in ("notes.docx", "new.xlsx"):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(f"/somewhere/{name}")])
        page.face.dropEvent(
            QDropEvent(
                QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )  # fmt: skip
    assert [request.accounts.name for request in shell.read] == ["new.xlsx"]


def test_another_roster_is_read_beside_the_same_account_list(opened, shell):
    page = opened()
    page.controller.read_roster(Path("people.xlsx"))
    assert shell.read == [ReadRequest(LIST, Path("people.xlsx"))]


def test_another_sheet_begins_with_its_header_row_to_be_found(qtbot, opened):
    page = opened()
    tables = [ReadTable(name, TableKind.ACCOUNTS, 1, 5, {}) for name in ("List", "Second")]
    dialog = SheetDialog(page, tables, "List", 4)
    assert dialog.header_row.value() == 4
    dialog.sheets.setCurrentIndex(1)
    dialog.sheets.activated.emit(1)
    with qtbot.waitSignal(dialog.sheet_chosen) as chosen:
        dialog._on_accepted()
    assert chosen.args == ["Second", 0]


def test_the_roster_has_columns_of_its_own(opened):
    page = opened()
    card = page.face.match_card
    card._tabs.setCurrentIndex(1)
    assert card.is_reps
    assert card.grid(of_reps=True).isVisible()
    assert not card.grid(of_reps=False).isVisible()
