"""The Data page: corrections, findings and their rows, reading again, and dropping a workbook."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from gtm_desktop.core.findings import Finding, Option, Question, Severity
from gtm_desktop.planning.dataset import Dataset, Source, SourceColumn
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.settings import InsideRules
from gtm_desktop.project.state import new_project
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.pages.data import news
from gtm_desktop.ui.pages.data.found import NOT_PLACED, Weight
from gtm_desktop.ui.pages.data.page import create_page
from gtm_desktop.ui.pages.data.rereading import Rereading
from gtm_desktop.ui.pages.data.sheet_dialog import SheetDialog
from gtm_desktop.ui.pages.data.view import KEPT
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.workbook.choices import FileChoices, ImportChoices, ReadRequest, TableChoices
from gtm_desktop.workbook.importing import ReadTable
from gtm_desktop.workbook.reading.sheets import TableKind
from gtm_desktop.workbook.remembered import Remembered, remember
from gtm_desktop.workbook.synonyms import plain
from gtm_desktop.workspace import decisions, rule_edits
from gtm_desktop.workspace.new_data import carried_scenarios, put_newer
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
    keep, add = Option("accept", "Keep both."), Option("add_up", "Add them up.")
    question = Question("duplicate_ids", "Which?", "Keep both.", (2, 3), "List", "", (keep, add))
    return Dataset(
        table, people, (finding,), (question,), Source("list.xlsx", "List", 1, 2, mapped),
        Source("reps.xlsx", "Reps", 1, 1, (SourceColumn("Code", "A", rep_columns.REP_ID, 1.0, "R1", 1.0),)),
    )  # fmt: skip


class _Shell:
    """What the page asks of the shell."""

    def __init__(self):
        self.request = ReadRequest(LIST)
        self.read, self.read_next, self.run = [], [], []

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
        page.controller.rereading.read = shell.read.append
        page.controller.rereading.read_next = shell.read_next.append
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


def test_the_same_columns_can_be_corrected_once_their_workbook_is_at_hand(qtbot, opened, bridge, shell):
    shell.request = None
    page = opened()
    shell.request = ReadRequest(LIST)
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.open(new_project(_dataset(), scenario="Plan"), None)
    box = page.face.match_card.grid(of_reps=False)._boxes["B"]
    assert box.isEnabled()
    assert box.toolTip() == ""


def test_choosing_a_finding_shows_its_rows_with_their_source_row(opened):
    page = opened()
    page.face.findings.chosen.emit("finding:0")
    model = page.face.rows_table.model()
    texts = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert texts == ["3", "A1", "Anvil Supply", "$2K"]
    assert page.controller._rows().summary == "1 row · in the plan"


def test_accounts_that_are_not_placed_can_be_listed(opened):
    page = opened()
    assert page.face.missing_button.isVisible()
    assert not page.face.approximate_button.isVisible()
    page.face.missing_button.click()
    assert page.face.rows_table.model().rowCount() == 1
    assert page.controller._key == NOT_PLACED


def test_answers_are_collected_and_read_with_the_corrections_made_before(opened, shell):
    page = opened()
    assert [option.isChecked() for option in page.face.answers.options] == [False, False]
    page.face.answers.options[1].click()
    assert page.face.match_card.read_button.text() == "Read again with 1 correction"
    page.face.match_card.grid(of_reps=False).choose("C", columns.REVENUE)
    assert page.face.match_card.read_button.text() == "Read again with 2 corrections"
    page.face.match_card.read_button.click()
    assert shell.read[0].choices.answers == {"duplicate_ids": "add_up"}
    assert shell.read[0].choices.accounts.fields == {"C": columns.REVENUE}


def test_all_suggestions_are_taken_at_once_without_reading_again(qtbot, opened, bridge, shell):
    page = opened()
    page.face.suggest_button.click()
    assert not page.face.suggest_button.isVisible()
    with qtbot.waitSignal(bridge.result_changed):
        page.face.match_card.read_button.click()
    assert shell.read == []
    assert bridge.workspace.dataset.questions == ()
    assert [answer for _, answer in bridge.workspace.dataset.answered] == ["accept"]
    assert page.face.findings._shown[-1].remedy == "Keep both."


def test_an_answer_can_be_taken_back_before_it_is_read(opened):
    page = opened()
    page.face.answers.options[0].click()
    page.face.match_card.drop_button.click()
    assert not page.face.match_card.read_button.isVisible()
    assert page.face.suggest_button.isVisible()


def test_without_the_workbook_only_suggestions_can_be_taken_and_it_says_why(opened, shell):
    shell.request = None
    page = opened()
    first, second = page.face.answers.options
    assert first.isEnabled()
    assert not second.isEnabled()
    assert "Open the workbook again" in second.toolTip()


def test_accounts_are_placed_by_hand_and_keep_what_was_decided_about_them(qtbot, opened, bridge, shell):
    page = opened()
    bridge.apply(decisions.pin_channel(["A0"], Channel.INSIDE, reason=""))
    page.face.missing_button.click()
    page.face.rows_table.selectAll()
    page.face.repair.line.setText("Nowhere at all")
    page.face.repair.button.click()
    assert not page.face.match_card.read_button.isVisible()
    page.face.repair.line.setText("48104")
    page.face.repair.button.click()
    assert page.face.match_card.read_button.text() == "Read again with 1 correction"
    with qtbot.waitSignals([bridge.project_changed, bridge.result_changed]):
        page.face.match_card.read_button.click()
    assert bridge.workspace.dataset.accounts[columns.LAT].notna().all()
    assert "A0" in bridge.workspace.plan.pins.channel
    assert page.controller.rereading.request_of(bridge.workspace.dataset).choices.answers == {"place:A1": "48104"}
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.undo()
    assert page.face.missing_button.isVisible()


def test_newer_data_is_read_with_the_same_answers_and_roster_and_its_own_columns(opened, shell):
    choices = ImportChoices(accounts=TableChoices(fields={"A": columns.ACCOUNT_ID}), answers={"levels": "sites"})
    shell.request = ReadRequest(LIST, Path("people.xlsx"), choices)
    page = opened()
    page.controller.read_next(Path("december.xlsx"))
    assert shell.read_next == [
        ReadRequest(Path("december.xlsx"), Path("people.xlsx"), replace(choices, accounts=TableChoices()))
    ]


def test_newer_data_shows_what_it_brought_and_what_the_rules_would_move(qtbot, opened, bridge):
    page = opened()
    data = bridge.workspace.dataset
    table = data.accounts.assign(
        **{columns.ACCOUNT_ID: ["A0", "N1"], columns.GROSS_MARGIN: pd.array([9_000_000, 200_000], "Int64")}
    )
    newer = replace(data, accounts=columns.account_table(table))
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.put_data(
            carried_scenarios(bridge.workspace.project, newer), partial(put_newer, file="december.xlsx")
        )
    shown = {each.key: each.number for each in page.face.findings._shown if each.weight is Weight.NEWS}
    assert shown == {news.CAME: "1", news.WENT: "1", news.MARGIN: "1", news.HELD: "1"}
    page.face.findings.chosen.emit(news.HELD)
    with qtbot.waitSignal(bridge.result_changed):
        page.face.do_button.click()
    assert "A0" not in bridge.workspace.plan.pins.channel
    assert news.HELD not in [each.key for each in page.face.findings._shown]


def test_what_was_decided_about_a_list_with_these_headers_is_offered(opened, shell):
    answers = {"duplicate_ids": "add_up"}
    remember(["Cust #", "GP", "Other $"], Remembered({plain("Other $"): columns.REVENUE}, answers))
    page = opened()
    assert page.face.match_card.offer_button.isVisible()
    page.face.match_card.offer_button.click()
    assert not page.face.match_card.offer_button.isVisible()
    assert page.face.match_card.read_button.text() == "Read again with 2 corrections"


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


def test_of_tables_below_each_other_the_header_row_tells_which_is_read(qtbot, opened):
    page = opened()
    tables = [ReadTable("List", TableKind.ACCOUNTS, 1, 5, {}), ReadTable("List", TableKind.ACCOUNTS, 20, 7, {})]
    dialog = SheetDialog(page, tables, "List", 20)
    assert dialog.sheets.currentText() == "List, from row 20 (7 rows)"
    dialog.sheets.activated.emit(0)
    assert dialog.header_row.value() == 1


def test_a_list_in_text_form_may_be_read_in_another_encoding_and_with_another_separator(qtbot, opened):
    page = opened()
    dialog = SheetDialog(page, [ReadTable("List", TableKind.ACCOUNTS, 1, 5, {})], "List", 1, text=FileChoices())
    assert dialog.file_choices(FileChoices(password="p")) == FileChoices(password="p")
    dialog.encoding.setCurrentIndex(dialog.encoding.findData("cp850"))
    dialog.separator.setCurrentIndex(dialog.separator.findData(";"))
    assert dialog.file_choices(FileChoices()) == FileChoices(encoding="cp850", separator=";")


def test_next_months_workbook_is_read_into_the_open_plan(qtbot, opened, bridge, tmp_path):
    page = opened()
    page.controller.rereading.read_next = partial(Rereading.read_next, page.controller.rereading)
    newer = tmp_path / "december.csv"
    newer.write_text("Cust #,Name,GP,ZIP\nA0,Bolt Works,1500,48104\nN1,Newcomer,2000,48104\n")
    bridge.apply(decisions.pin_channel(["A1"], Channel.INSIDE, reason=""))
    with qtbot.waitSignal(bridge.project_changed, timeout=60_000):
        page.controller.read_next(newer)
    qtbot.waitUntil(lambda: bridge.workspace.is_result_current)
    keys = [each.key for each in page.face.findings._shown]
    assert {news.CAME, news.WENT, news.MARGIN, news.VANISHED} <= set(keys)
    assert bridge.workspace.undo_label == "New data: december.csv"
    assert len(bridge.workspace.dataset.reps) == 1
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.undo()
    assert not any(each.weight is Weight.NEWS for each in page.face.findings._shown)


def test_the_roster_has_columns_of_its_own(opened):
    page = opened()
    card = page.face.match_card
    card._tabs.setCurrentIndex(1)
    assert card.is_reps
    assert card.grid(of_reps=True).isVisible()
    assert not card.grid(of_reps=False).isVisible()
