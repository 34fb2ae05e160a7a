"""Unsaved work of a session that ended: when it is offered, and what bringing it back can never replace."""

import errno
import importlib.util
import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox

from gtm_desktop.core.errors import UserError
from gtm_desktop.project import record_file, recovery, sessions
from gtm_desktop.project.recovery import RecoveryLog
from gtm_desktop.project.save import save_project
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.session import Session
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.workspace import decisions
from gtm_desktop.workspace.workspace import Workspace

_spec = importlib.util.spec_from_file_location("shell_plans", Path(__file__).with_name("plans.py"))
plans = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(plans)


class _NoEvaluator:
    def ask(self, request):
        pass


class _AtOnce:
    """Records written at once, by a session that is then left as a crash leaves it."""

    log = None

    def begin(self, project, path, *, has_unsaved=False):
        self.log = RecoveryLog(project, path, has_unsaved=has_unsaved)

    def add(self, move, step, entry):
        self.log.add(move, step, entry)

    def saved(self, path, *, is_all=True):
        self.log.saved(path, is_all=is_all)

    def end(self):
        pass


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    """A data folder for one test alone; of the sessions in it, those that left it are gone."""
    monkeypatch.setattr(sessions, "recovery_folder", lambda: tmp_path / "recovery")
    monkeypatch.setattr(sessions, "_is_running", lambda *_: False)


@pytest.fixture
def killed(tmp_path):
    """A plan that was saved as north.gtmplan and changed afterwards, before its session was killed."""
    records = _AtOnce()
    workspace = Workspace(_NoEvaluator(), records)
    workspace.open(plans.small_project(), None)
    path = tmp_path / "north.gtmplan"
    save_project(workspace.project, path)
    workspace.mark_saved(workspace.project, path)
    workspace.apply(decisions.pin_channel(["A-3"], Channel.OUTSIDE, reason="new plant"))
    return workspace, path, records.log.folder


@pytest.fixture
def session(qtbot):
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    made = Session(window, Remembered(window))
    yield made
    made.bridge.workspace.close()
    made.close()
    window.close_now()


def asked(session):
    """The question on the screen, or None."""
    shown = [box for box in session.controller.parent().findChildren(QMessageBox) if box.isVisible()]
    return shown[-1] if shown else None


def press(session, text):
    box = asked(session)
    next(button for button in box.buttons() if button.text() == text).click()


def opened(qtbot, session, do):
    with qtbot.waitSignal(session.controller.files.opened, timeout=20_000):
        do()


@pytest.mark.parametrize("is_with_file", [True, False])
def test_unsaved_work_is_offered_at_a_start_with_or_without_its_file(session, killed, is_with_file):
    session.begin(killed[1] if is_with_file else None)
    assert "Unsaved work in north was found" in asked(session).text()
    assert not session.bridge.workspace.is_open


def test_what_is_brought_back_is_the_plan_with_its_path_and_is_not_offered_again(qtbot, session, killed):
    workspace, path, folder = killed
    session.begin(path)
    opened(qtbot, session, lambda: press(session, "Bring it back"))
    assert session.bridge.workspace.project.fingerprint == workspace.project.fingerprint
    assert session.bridge.workspace.path == path.resolve()
    assert not session.bridge.workspace.is_saved
    qtbot.waitUntil(lambda: not folder.exists())


def test_work_put_off_is_offered_again_before_its_plan_is_opened(qtbot, session, killed):
    _, path, folder = killed
    session.begin(None)
    press(session, "Ask me later")
    session.controller.open_file(path)
    opened(qtbot, session, lambda: press(session, "Open the saved file"))
    assert session.bridge.workspace.is_saved
    assert folder.exists()


def test_another_file_is_opened_once_unsaved_work_was_dealt_with(qtbot, session, killed, tmp_path):
    other = tmp_path / "south.gtmplan"
    save_project(plans.small_project(), other)
    session.begin(other)
    assert "south.gtmplan is opened unless you bring it back" in asked(session).informativeText()
    opened(qtbot, session, lambda: press(session, "Give it up"))
    assert session.bridge.workspace.path == other
    assert not killed[2].exists()


def test_back_on_the_start_page_unsaved_work_is_offered(qtbot, session, killed, tmp_path):
    other = tmp_path / "south.gtmplan"
    save_project(plans.small_project(), other)
    opened(qtbot, session, lambda: session.controller.open_file(other))
    session.bridge.workspace.close()
    qtbot.waitUntil(lambda: asked(session) is not None)
    assert "north" in asked(session).text()
    assert killed[2].exists()


def test_a_file_saved_since_is_said_and_the_work_comes_back_without_a_path(qtbot, session, killed):
    workspace, path, _ = killed
    os.utime(path, (2_000_000_000, 2_000_000_000))
    session.begin(path)
    assert "north.gtmplan was saved outside that session" in asked(session).informativeText()
    assert "2033" in asked(session).informativeText()
    opened(qtbot, session, lambda: press(session, "Bring it back"))
    assert session.bridge.workspace.path is None
    assert session.bridge.workspace.project.fingerprint == workspace.project.fingerprint
    assert not session.bridge.workspace.is_saved


def test_decisions_made_while_another_plan_loads_are_asked_about_before_they_are_gone(qtbot, session, tmp_path):
    path = tmp_path / "south.gtmplan"
    save_project(plans.small_project(), path)
    opened(qtbot, session, lambda: session.controller.open_file(path))
    with qtbot.waitSignal(session.bridge.job_ended, timeout=20_000):
        session.controller.files.open_file(path)
        session.bridge.apply(decisions.pin_channel(["A-1"], Channel.INSIDE, reason="asked"))
    assert "Save the changes to south?" in asked(session).text()
    assert "A-1" in session.bridge.workspace.plan.pins.channel
    asked(session).reject()


def test_decisions_made_while_a_plan_is_saved_keep_it_from_closing(qtbot, session, tmp_path):
    path, closed = tmp_path / "south.gtmplan", []
    save_project(plans.small_project(), path)
    opened(qtbot, session, lambda: session.controller.open_file(path))
    session.bridge.apply(decisions.pin_channel(["A-1"], Channel.INSIDE, reason="asked"))
    session.controller.files.saving.unless_unsaved(lambda: closed.append(True))
    with qtbot.waitSignal(session.bridge.file_changed, timeout=20_000):
        asked(session).button(QMessageBox.StandardButton.Save).click()
        session.bridge.apply(decisions.pin_channel(["A-2"], Channel.INSIDE, reason="asked"))
    qtbot.waitUntil(lambda: asked(session) is not None)
    assert not closed
    asked(session).reject()


def test_how_many_steps_came_back_is_said_and_what_could_not_be_read_is_kept(qtbot, session, killed, tmp_path):
    workspace, path, folder = killed
    for number in range(8):
        workspace.apply(
            decisions.pin_channel([f"A-{number % 4}"], (Channel.INSIDE, Channel.OUTSIDE)[number // 4], reason="")
        )
    steps = recovery.recover(folder).steps
    file = folder / "records.log"
    lines = file.read_bytes().splitlines(keepends=True)
    lines[-3] = lines[-3].replace(b"A-", b"B-")
    file.write_bytes(b"".join(lines))
    session.begin(path)
    assert f"{steps} steps since it was saved" in asked(session).informativeText()
    opened(qtbot, session, lambda: press(session, "Bring it back"))
    notice = session.controller.parent().notice_panel
    assert notice.isVisible()
    texts = " ".join(each.text() for each in notice.findChildren(QLabel))
    assert f"{steps - 3} of {steps} steps came back" in texts
    kept = tmp_path / "recovery" / "not brought back"
    qtbot.waitUntil(lambda: not folder.exists())
    (name,) = kept.iterdir()
    assert name.name.startswith("north ")
    assert (name / "records.log").read_bytes() == b"".join(lines)


def test_what_came_back_never_replaces_a_file_that_holds_more(qtbot, session, killed):
    workspace, path, folder = killed
    workspace.apply(decisions.pin_channel(["A-1"], Channel.INSIDE, reason=""))
    save_project(workspace.project, path)
    workspace.mark_saved(workspace.project, path)
    workspace.apply(decisions.pin_channel(["A-2"], Channel.INSIDE, reason=""))
    file = folder / "records.log"
    file.write_bytes(file.read_bytes().replace(b"A-1", b"B-1", 1))
    session.begin(path)
    opened(qtbot, session, lambda: press(session, "Bring it back"))
    assert session.bridge.workspace.path is None
    assert "1 of 3 steps came back" in words_of(session.controller.parent().notice_panel)
    assert "north.gtmplan holds more" in words_of(session.controller.parent().notice_panel)


def test_a_session_with_a_damaged_note_is_offered_and_comes_back_without_a_file(qtbot, session, killed):
    workspace, _, folder = killed
    (folder / "session.json").write_bytes(b"{")
    session.begin(None)
    assert "a plan whose name cannot be read" in asked(session).text()
    opened(qtbot, session, lambda: press(session, "Bring it back"))
    assert session.bridge.workspace.path is None
    assert session.bridge.workspace.project.fingerprint == workspace.project.fingerprint


def test_a_disk_that_is_full_is_said_until_there_is_room_again(qtbot, session, killed, monkeypatch):
    window = session.controller.parent()
    session.begin(killed[1])
    opened(qtbot, session, lambda: press(session, "Open the saved file"))
    write, is_full = record_file.RecordFile.write, [True]

    def refuse(file):
        if is_full[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(file)

    monkeypatch.setattr(record_file.RecordFile, "write", refuse)
    session.bridge.apply(decisions.pin_channel(["A-1"], Channel.INSIDE, reason="asked"))
    qtbot.waitUntil(window.error_panel.isVisible)
    assert "Not kept for recovery" in words_of(window.status_bar)
    is_full[0] = False
    session._retry.timeout.emit()
    qtbot.waitUntil(lambda: "Not kept for recovery" not in words_of(window.status_bar))
    assert not window.error_panel.isVisible()
    assert "kept for recovery, all of it" in words_of(window.status_bar)


def words_of(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel))


def test_what_cannot_be_kept_is_said_at_once_and_as_long_as_it_lasts(qtbot, session, killed):
    window = session.controller.parent()
    session.say_unkept(UserError("GTM Desktop cannot keep backups.", "The system says: no."))
    assert window.error_panel.isVisible()
    session.begin(killed[1])
    opened(qtbot, session, lambda: press(session, "Open the saved file"))
    session.bridge.apply(decisions.pin_channel(["A-1"], Channel.INSIDE, reason="asked"))
    assert "Not everything is kept" in words_of(window.status_bar)
