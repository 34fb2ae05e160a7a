"""The Data page reads real files: protected ones ask for their password, unreadable ones leave the plan as it was."""

import os
from functools import partial

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from gtm_desktop.core.progress import SILENT
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo
from gtm_desktop.project.state import new_project
from gtm_desktop.tables.accounts import LAT, LON, PLACE_MATCH
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.pages.data.face import rows_table
from gtm_desktop.ui.pages.data.found import NOT_PLACED
from gtm_desktop.ui.pages.data.page import create_page
from gtm_desktop.ui.pages.data.place_dialog import PlaceDialog
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.shell.dialogs import PasswordDialog
from gtm_desktop.workbook.choices import FileChoices, ImportChoices, ReadRequest
from gtm_desktop.workspace.reading import read_dataset
from gtm_desktop.workspace.recording import Recording
from tests.corpus.formats import PASSWORD
from tests.corpus.generate import write_case
from tests.unit.workbook.books import accounts_book, row

JOB_MS = 60_000


@pytest.fixture
def bridge(qapp):
    make_application()
    made = WorkspaceBridge(partial(evaluate, memo=Memo()), Recording())
    yield made
    made.workspace.close()
    made.close()


@pytest.fixture
def page(qtbot, bridge, tmp_path):
    """The page over a list of three accounts of which two have no place."""
    path = accounts_book(tmp_path, [row("C1"), row("C2", zip=None, city=None), row("C3", zip=None, city=None)])
    request = ReadRequest(path)
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.open(new_project(read_dataset(request, progress=SILENT), scenario="Plan"), None)
    context = PageContext(
        bridge, lambda _id: None, lambda _step, _subject: None, lambda _action: None, lambda _dataset: request
    )
    made = create_page(context)
    qtbot.addWidget(made)
    made.resize(1250, 640)
    made.show()
    return made


def _type_password(qtbot, page, password):
    def dialogs():
        return [each for each in page.window().findChildren(PasswordDialog) if each.isVisible()]

    qtbot.waitUntil(lambda: len(dialogs()) == 1, timeout=JOB_MS)
    (dialog,) = dialogs()
    dialog.findChild(QLineEdit).setText(password)
    with qtbot.waitSignal(dialog.destroyed):
        dialog._on_accepted()


def _unplaced(page):
    return next(each for each in page.bridge.workspace.dataset.questions if each.code == "missing_place")


def test_newer_data_under_a_password_asks_for_it_until_it_opens(qtbot, bridge, page, tmp_path):
    page.controller.read_next(write_case("encrypted.xlsx", tmp_path))
    _type_password(qtbot, page, "wrong")
    _type_password(qtbot, page, PASSWORD)
    qtbot.waitUntil(lambda: len(bridge.workspace.dataset.accounts) == 4, timeout=JOB_MS)
    assert bridge.workspace.undo_label == "New data: encrypted.xlsx"


def test_a_roster_under_a_password_asks_for_it(qtbot, page, tmp_path):
    page.controller.read_roster(write_case("encrypted.xlsx", tmp_path))
    failed = []
    page.bridge.failed.connect(failed.append)
    _type_password(qtbot, page, PASSWORD)
    qtbot.waitUntil(lambda: bool(failed), timeout=JOB_MS)
    assert failed[0].code == "no_rep_roster"


def test_the_sheets_of_a_protected_workbook_show_without_asking_again(qtbot, bridge, page, tmp_path):
    path = write_case("encrypted.xlsx", tmp_path)
    request = ReadRequest(path, choices=ImportChoices(accounts_file=FileChoices(password=PASSWORD)))
    page.controller.rereading.request_of = lambda _dataset: request
    asked = []
    page.controller._ask_for_sheet = lambda _request, tables, *, of_reps: asked.append(tables)
    page.controller._on_sheet_requested()
    qtbot.waitUntil(lambda: bool(asked), timeout=JOB_MS)
    assert [table.sheet for table in asked[0]] == ["Accounts"]


def _refusals(path):
    pipe = path / "pipe.xlsx"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    (path / "folder.xlsx").mkdir()
    (path / "picture.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    return {
        "gone.xlsx": "no_such_file",
        "folder.xlsx": "not_a_file",
        "picture.xlsx": "not_a_workbook",
        **({"pipe.xlsx": "not_a_file"} if pipe.exists() else {}),
    }


@pytest.mark.parametrize("how", ["read_next", "read_roster"])
def test_what_is_no_workbook_is_refused_in_one_sentence_and_the_plan_stays(qtbot, bridge, page, tmp_path, how):
    before = bridge.workspace.project
    for name, code in _refusals(tmp_path).items():
        with qtbot.waitSignal(bridge.failed, timeout=JOB_MS) as failed:
            getattr(page.controller, how)(tmp_path / name)
        (refusal,) = failed.args
        assert refusal.code == code
        assert name in refusal.message
        assert refusal.remedy
    assert bridge.workspace.project is before


def test_a_file_that_is_gone_half_way_is_said_to_be_gone(qtbot, bridge, page, tmp_path, monkeypatch):
    before = bridge.workspace.project
    path = accounts_book(tmp_path / "..", [row("C9")])
    monkeypatch.setattr("gtm_desktop.workbook.importing.check_file", lambda path, *, password: path.unlink())
    with qtbot.waitSignal(bridge.failed, timeout=JOB_MS) as failed:
        page.controller.read_next(path)
    assert failed.args[0].code == "no_such_file"
    assert bridge.workspace.project is before


def test_taking_only_suggestions_is_a_step_that_can_be_undone(qtbot, bridge, page):
    asked = bridge.workspace.dataset.questions
    page.face.suggest_button.click()
    page.face.match_card.read_button.click()
    qtbot.waitUntil(lambda: bridge.workspace.undo_label == "Decide about the list", timeout=JOB_MS)
    assert bridge.workspace.dataset.questions == ()
    bridge.workspace.undo()
    assert bridge.workspace.dataset.questions == asked
    bridge.workspace.redo()
    assert bridge.workspace.dataset.questions == ()


def test_a_place_by_hand_is_its_own_step_and_the_question_counts_those_left(qtbot, bridge, page):
    assert _unplaced(page).message == "2 accounts could not be placed."
    page.controller._places = {"C2": "48104"}
    page.controller._on_read_again_requested({}, {})
    qtbot.waitUntil(lambda: bridge.workspace.undo_label == "Place 1 account by hand", timeout=JOB_MS)
    assert _unplaced(page).message == "1 account could not be placed."
    assert _unplaced(page).rows == (4,)
    assert bridge.workspace.dataset.accounts[PLACE_MATCH].tolist()[1] == "exact_postal"
    bridge.workspace.undo()
    assert _unplaced(page).message == "2 accounts could not be placed."


def test_a_marked_copy_is_saved_beside_the_workbook_and_said(qtbot, bridge, page, tmp_path):
    assert page.face.marked_button.isEnabled()
    target = tmp_path / "copy.xlsx"
    with qtbot.waitSignal(bridge.noted, timeout=JOB_MS) as noted:
        page.controller.marking.write(page.controller._request(), target)
    assert noted.args == [f"Marked copy saved: {target}"]
    assert openpyxl.load_workbook(target).sheetnames == ["What was found", "Accounts"]


def test_a_marked_copy_over_the_workbook_itself_is_refused(qtbot, bridge, page):
    request = page.controller._request()
    before = request.accounts.read_bytes()
    with qtbot.waitSignal(bridge.failed, timeout=JOB_MS) as failed:
        page.controller.marking.write(request, request.accounts)
    assert failed.args[0].code == "would_overwrite"
    assert request.accounts.read_bytes() == before


def _pick(qtbot, page, lat, lon):
    """Choose the rows without a place, ask for the map and click it."""
    key = next(each.key for each in page.face.findings._shown if each.text.endswith("could not be placed."))
    page.controller._on_finding_chosen(key)
    page.face.rows_table.select_ids(["C2"])
    page.face.repair.map_button.click()
    qtbot.waitUntil(lambda: bool(page.window().findChildren(PlaceDialog)), timeout=JOB_MS)
    (dialog,) = page.window().findChildren(PlaceDialog)
    assert not dialog.place_button.isEnabled()
    dialog.view.bridge.on_place_clicked(lat, lon)
    dialog.place_button.click()


def test_a_place_picked_on_the_map_is_kept_and_can_be_undone(qtbot, bridge, page):
    _pick(qtbot, page, 42.96123, -85.65571)
    assert page.face.match_card.read_button.text() == "Read again with 1 correction"
    page.face.match_card.read_button.click()
    qtbot.waitUntil(lambda: bridge.workspace.undo_label == "Place 1 account by hand", timeout=JOB_MS)
    table = bridge.workspace.dataset.accounts
    assert (table[LAT].iloc[1], table[LON].iloc[1]) == (42.96123, -85.65571)
    assert any(each.code == "placed_by_hand" for each in bridge.workspace.dataset.findings)
    bridge.workspace.undo()
    assert bridge.workspace.dataset.accounts[LAT].isna().tolist() == [False, True, True]


def test_picking_on_the_map_needs_chosen_accounts(page):
    page.controller._on_finding_chosen(NOT_PLACED)
    page.face.rows_table.clearSelection()
    page.face.repair.map_button.click()
    assert page.window().findChildren(PlaceDialog) == []


def test_the_only_answer_of_a_question_is_a_framed_row_that_says_what_pressing_it_does(page):
    key = next(each.key for each in page.face.findings._shown if each.text.endswith("could not be placed."))
    page.controller._on_finding_chosen(key)
    (option,) = page.face.answers.options
    assert option.objectName() == "optionRow"
    assert not option.isChecked()
    assert "Press it to agree; “Read again” takes it over." in [
        each.text() for each in page.face.answers.findChildren(QLabel)
    ]
    option.click()
    assert page.face.answers.options[0].isChecked()


def test_what_became_of_all_rows_is_said_once_and_not_in_a_column(page):
    page.controller._on_finding_chosen(NOT_PLACED)
    rows = page.controller._rows()
    assert rows.summary == "2 rows"
    question = next(each.key for each in page.face.findings._shown if each.text.endswith("could not be placed."))
    page.controller._on_finding_chosen(question)
    assert page.controller._rows().summary == "2 rows · in the plan"
    assert "became" not in [column.key for column in rows_table(page.controller._rows()).columns]
