"""Saving from the window: in order, never over somebody else's work, and "saved" only of what lies on disk."""

import importlib.util
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from gtm_desktop.project import backups
from gtm_desktop.project.load import open_project
from gtm_desktop.project.save import project_bytes, save_project
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.session import Session
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.workspace import decisions, tasks
from gtm_desktop.workspace.scenarios import renamed

_spec = importlib.util.spec_from_file_location("shell_plans", Path(__file__).with_name("plans.py"))
plans = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(plans)


@pytest.fixture
def window(qtbot):
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def session(window):
    made = Session(window, Remembered(window))
    yield made
    made.bridge.workspace.close()
    made.close()
    window.close_now()


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "north.gtmplan"
    save_project(plans.small_project(), made)
    return made


@pytest.fixture
def plan(qtbot, session, path):
    """A session with north.gtmplan open and its result there."""
    with qtbot.waitSignal(session.bridge.result_changed, timeout=20_000):
        session.controller.files.open_file(path)
    return session


class Gate:
    """Holds saves up until they are let go, and remembers how many have begun."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = threading.Semaphore(0)
        self.count = 0
        self.go_on = threading.Event()
        monkeypatch.setattr(tasks, "save_project", self._save)

    def _save(self, project, path, *, expected=None):
        self.count += 1
        self.begun.release()
        assert self.go_on.wait(60)
        return save_project(project, path, expected=expected)


def edit(plan, account="A-1", channel=Channel.INSIDE):
    plan.bridge.workspace.apply(decisions.pin_channel([account], channel, reason=""))


def save(window):
    window.commands[ActionId.SAVE].trigger()


def stored(path):
    return open_project(path).scenarios.fingerprint


def now(plan):
    return plan.bridge.workspace.project.scenarios.fingerprint


def idle(qtbot, plan):
    qtbot.waitUntil(lambda: not plan.bridge.is_busy and not plan.controller.files._queue.is_busy, timeout=20_000)


def asked(window):
    return window.findChild(QMessageBox)


def press(qtbot, window, text):
    box = asked(window)
    next(button for button in box.buttons() if button.text() == text).click()
    qtbot.waitUntil(lambda: asked(window) is not box, timeout=20_000)


def changed_by_somebody(path):
    project = plans.small_project()
    other = project_bytes(replace(project, scenarios=renamed(project.scenarios, "Somebody else's")))
    path.write_bytes(other)
    return other


def test_saves_in_quick_succession_are_written_one_after_the_other(qtbot, window, plan, path, monkeypatch):
    gate = Gate(monkeypatch)
    for account in ("A-1", "A-2", "A-3"):
        edit(plan, account)
        save(window)
    assert gate.begun.acquire(timeout=20)
    assert gate.count == 1
    gate.go_on.set()
    idle(qtbot, plan)
    assert gate.count == 2
    assert stored(path) == now(plan)
    assert plan.bridge.workspace.is_saved


def test_what_was_decided_while_a_save_ran_is_not_called_saved(qtbot, window, plan, path, monkeypatch):
    gate = Gate(monkeypatch)
    edit(plan, "A-1")
    written = now(plan)
    save(window)
    assert gate.begun.acquire(timeout=20)
    edit(plan, "A-2")
    gate.go_on.set()
    idle(qtbot, plan)
    assert stored(path) == written
    assert not plan.bridge.workspace.is_saved
    assert window.isWindowModified()


def test_a_save_right_after_save_as_goes_to_the_new_file(qtbot, window, plan, path, tmp_path, monkeypatch):
    gate, other = Gate(monkeypatch), tmp_path / "south.gtmplan"
    before = stored(path)
    edit(plan, "A-1")
    plan.controller.files.saving.save_to(other)
    edit(plan, "A-2")
    save(window)
    gate.go_on.set()
    idle(qtbot, plan)
    assert stored(other) == now(plan)
    assert stored(path) == before
    assert plan.bridge.workspace.path == other


def test_an_older_save_to_another_file_that_ends_last_does_not_move_the_plan_there(
    qtbot, window, plan, path, tmp_path, monkeypatch
):
    gates = {"north.gtmplan": threading.Event(), "south.gtmplan": threading.Event()}

    def held(project, where, *, expected=None):
        assert gates[where.name].wait(60)
        return save_project(project, where, expected=expected)

    monkeypatch.setattr(tasks, "save_project", held)
    other = tmp_path / "south.gtmplan"
    edit(plan, "A-1")
    save(window)
    plan.controller.files.saving.save_to(other)
    with qtbot.waitSignal(plan.bridge.file_changed, timeout=20_000):
        gates["south.gtmplan"].set()
    gates["north.gtmplan"].set()
    idle(qtbot, plan)
    assert plan.bridge.workspace.path == other
    assert plan.bridge.workspace.is_saved


def test_closing_waits_for_the_save_that_is_running(qtbot, window, plan, path, monkeypatch):
    gate = Gate(monkeypatch)
    edit(plan)
    save(window)
    assert gate.begun.acquire(timeout=20)
    window.close()
    assert window.isVisible()
    assert asked(window) is None
    gate.go_on.set()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert path.exists()


def test_a_file_that_somebody_else_changed_is_not_replaced_but_asked_about(qtbot, window, plan, path):
    edit(plan)
    other = changed_by_somebody(path)
    save(window)
    idle(qtbot, plan)
    assert "north.gtmplan was changed by somebody else" in asked(window).text()
    assert path.read_bytes() == other
    assert not plan.bridge.workspace.is_saved
    press(qtbot, window, "Cancel")
    assert path.read_bytes() == other
    assert other in [copy.read_bytes() for copy in backups.copies_of(path)]


def test_a_plan_whose_file_is_somebody_elses_now_is_not_called_saved(qtbot, window, plan, path):
    assert plan.bridge.workspace.is_saved
    changed_by_somebody(path)
    save(window)
    idle(qtbot, plan)
    press(qtbot, window, "Cancel")
    assert not plan.bridge.workspace.is_saved
    assert "Not saved yet" in window.status_bar._saved.text()


def test_both_versions_can_be_kept(qtbot, window, plan, path):
    edit(plan)
    other = changed_by_somebody(path)
    save(window)
    idle(qtbot, plan)
    press(qtbot, window, "Keep both")
    idle(qtbot, plan)
    mine = path.with_name("north (2).gtmplan")
    assert path.read_bytes() == other
    assert stored(mine) == now(plan)
    assert plan.bridge.workspace.path == mine
    assert plan.bridge.workspace.is_saved


def test_theirs_can_be_opened_and_mine_is_among_the_backups(qtbot, window, plan, path):
    edit(plan)
    mine = now(plan)
    changed_by_somebody(path)
    save(window)
    idle(qtbot, plan)
    with qtbot.waitSignal(plan.bridge.project_changed, timeout=20_000):
        press(qtbot, window, "Open theirs")
    assert now(plan) == stored(path)
    assert plan.bridge.workspace.is_saved
    assert mine in [stored(copy) for copy in backups.copies_of(path)]


def test_theirs_can_be_replaced_and_is_among_the_backups(qtbot, window, plan, path):
    edit(plan)
    other = changed_by_somebody(path)
    save(window)
    idle(qtbot, plan)
    press(qtbot, window, "Replace theirs")
    idle(qtbot, plan)
    assert stored(path) == now(plan)
    assert plan.bridge.workspace.is_saved
    assert other in [copy.read_bytes() for copy in backups.copies_of(path)]


def test_an_answer_that_comes_after_another_plan_was_opened_writes_nothing(qtbot, window, plan, path):
    edit(plan)
    other = changed_by_somebody(path)
    save(window)
    idle(qtbot, plan)
    plan.bridge.workspace.open(plan.bridge.workspace.project, None)
    press(qtbot, window, "Replace theirs")
    idle(qtbot, plan)
    assert path.read_bytes() == other
    assert plan.bridge.workspace.path is None


def test_a_second_change_while_it_is_asked_is_asked_about_again(qtbot, window, plan, path):
    edit(plan)
    changed_by_somebody(path)
    save(window)
    idle(qtbot, plan)
    path.write_bytes(b"a third one's")
    press(qtbot, window, "Replace theirs")
    idle(qtbot, plan)
    assert path.read_bytes() == b"a third one's"
    assert asked(window) is not None
    press(qtbot, window, "Cancel")


def test_a_deleted_file_is_made_again_only_where_that_is_wanted(qtbot, window, plan, path):
    edit(plan)
    path.unlink()
    save(window)
    idle(qtbot, plan)
    assert "north.gtmplan is no longer there" in asked(window).text()
    assert not path.exists()
    press(qtbot, window, "Save it there again")
    idle(qtbot, plan)
    assert stored(path) == now(plan)


def test_for_a_deleted_file_another_name_can_be_chosen(qtbot, window, plan, path):
    edit(plan)
    path.unlink()
    save(window)
    idle(qtbot, plan)
    press(qtbot, window, "Save under another name…")
    assert window.findChild(QFileDialog) is not None
    window.findChild(QFileDialog).reject()


def test_closing_after_a_conflict_goes_on_once_it_is_settled(qtbot, window, plan, path):
    edit(plan)
    changed_by_somebody(path)
    window.close()
    press(qtbot, window, "Save")
    qtbot.waitUntil(lambda: asked(window) is not None and "somebody else" in asked(window).text(), timeout=20_000)
    assert window.isVisible()
    press(qtbot, window, "Keep both")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert path.with_name("north (2).gtmplan").exists()
