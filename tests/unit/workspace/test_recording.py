"""Recording: beside the window, in order, and said where it cannot go on."""

import errno
import os
import re
from pathlib import Path

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.project import record_file, recovery, sessions
from gtm_desktop.project.state import ProjectState
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, rule_edits
from gtm_desktop.workspace.recording import Recording, replayed
from gtm_desktop.workspace.rule_edits import SizeLine
from gtm_desktop.workspace.workspace import Workspace
from tests.unit.workspace import builders


@pytest.fixture
def _all_processes_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_is_running", lambda *_: False)


def session_of(root: Path) -> Path:
    (folder,) = root.iterdir()
    return folder


def test_what_was_recorded_is_what_happened(tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    workspace = Workspace(builders.Asked(), recording)
    workspace.open(builders.built_project(), None)
    for number in range(4):
        workspace.apply(decisions.pin_channel([f"A{number}"], Channel.OUTSIDE, reason=""))
    workspace.undo()
    recording.close()
    assert replayed(recovery.recover(session_of(tmp_path))).fingerprint == workspace.project.fingerprint


def test_a_line_dragged_away_and_back_comes_back_as_no_decision(tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    workspace = Workspace(builders.Asked(), recording)
    workspace.open(builders.built_project(), None)
    workspace.apply(decisions.pin_channel(["A1"], Channel.OUTSIDE, reason="asked"))
    line = workspace.plan.settings.size.a_above
    for cents in (3_000_000, line):
        workspace.apply(rule_edits.set_size_line(SizeLine.A_ABOVE, cents, merge_key="drag"))
    recording.close()
    back = replayed(recovery.recover(session_of(tmp_path)))
    assert [entry.reason for entry in back.journal] == ["asked"]
    assert back.fingerprint == workspace.project.fingerprint


def test_opening_another_project_drops_the_record_of_the_one_before(tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    workspace = Workspace(builders.Asked(), recording)
    workspace.open(builders.built_project(), None)
    workspace.open(builders.built_project(6), None)
    recording.close()
    base = recovery.recover(session_of(tmp_path)).base
    assert base.dataset.dataset_id == workspace.dataset.dataset_id


def test_an_earlier_sessions_record_is_dropped_only_when_the_new_one_is_safe(tmp_path: Path) -> None:
    earlier = recovery.RecoveryLog(builders.built_project(), None, tmp_path / "earlier").folder
    without = Recording(tmp_path / "new")
    without.take_over(earlier)
    without.end()
    without.close()
    assert earlier.exists()
    safe = Recording(tmp_path / "new")
    safe.take_over(earlier)
    safe.begin(builders.built_project(), None)
    safe.close()
    assert not earlier.exists()


def test_a_record_not_all_of_which_could_be_read_is_kept_under_a_name(tmp_path: Path) -> None:
    earlier = recovery.RecoveryLog(builders.built_project(), None, tmp_path / "earlier").folder
    recording = Recording(tmp_path / "new")
    recording.take_over(earlier, keep_as=tmp_path / "kept" / "north")
    recording.begin(builders.built_project(), None)
    recording.close()
    assert (tmp_path / "kept" / "north" / "base.gtmplan").exists()
    assert not earlier.exists()


class FullDisk:
    """A disk without room for records until `room` is set; what is already there can be read and deleted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
        self.room = True
        write, write_whole = record_file.RecordFile.write, recovery.write_whole

        def refuse() -> None:
            if not self.room:
                raise OSError(error, os.strerror(error))

        def torn(file: record_file.RecordFile) -> None:
            if not self.room:
                with file._path.open("ab") as out:
                    out.write(b"half a rec")
            refuse()
            write(file)

        def refused(*args: object) -> None:
            refuse()
            write_whole(*args)

        monkeypatch.setattr(record_file.RecordFile, "write", torn)
        monkeypatch.setattr(recovery, "write_whole", refused)


@pytest.fixture(params=[errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    return FullDisk(monkeypatch, request.param)


class Session:
    """A workspace whose recording tells what it does; each call waits until all is recorded."""

    def __init__(self, root: Path) -> None:
        self.told: list[str] = []
        self.errors: list[UserError] = []
        self.root = root
        self.recording = Recording(root, on_failed=self.failed, on_back=lambda: self.told.append("back"))
        self.workspace = Workspace(builders.Asked(), self.recording)
        self.workspace.open(builders.built_project(), None)
        self.settle()

    def failed(self, error: UserError) -> None:
        self.errors.append(error)
        self.told.append("off")

    def settle(self) -> None:
        self.recording._thread.submit(lambda: None).result()

    def pin(self, *numbers: int) -> None:
        for number in numbers:
            self.workspace.apply(decisions.pin_channel([f"A{number}"], Channel.OUTSIDE, reason=""))
        self.settle()

    def recovered(self) -> ProjectState:
        return replayed(recovery.recover(session_of(self.root)))


def test_recording_comes_back_with_the_next_step_and_holds_all(tmp_path: Path, disk: FullDisk) -> None:
    session = Session(tmp_path)
    session.pin(0)
    disk.room = False
    session.pin(1, 2, 3)
    assert session.told == ["off"]
    disk.room = True
    session.pin(4)
    assert session.told == ["off", "back"]
    assert session.recovered().fingerprint == session.workspace.project.fingerprint
    session.recording.close()


def test_recording_comes_back_when_it_is_told_to_try_again(tmp_path: Path, disk: FullDisk) -> None:
    session = Session(tmp_path)
    disk.room = False
    session.pin(1, 2)
    session.recording.try_again()
    session.settle()
    assert session.told == ["off"]
    disk.room = True
    session.recording.try_again()
    session.recording.try_again()
    session.settle()
    assert session.told == ["off", "back"]
    assert session.recovered().fingerprint == session.workspace.project.fingerprint
    session.recording.close()


def test_recording_that_never_began_begins_when_there_is_room(tmp_path: Path, disk: FullDisk) -> None:
    disk.room = False
    session = Session(tmp_path)
    session.pin(1)
    assert session.told == ["off"]
    assert list(tmp_path.iterdir()) == []
    disk.room = True
    session.pin(2)
    assert session.recovered().fingerprint == session.workspace.project.fingerprint
    session.recording.close()


@pytest.mark.usefixtures("_all_processes_gone")
def test_a_plan_saved_while_recording_is_off_is_not_offered_as_unsaved(tmp_path: Path, disk: FullDisk) -> None:
    session = Session(tmp_path / "recovery")
    disk.room = False
    session.pin(1)
    session.workspace.mark_saved(session.workspace.project, tmp_path / "north.gtmplan")
    session.settle()
    assert sessions.unfinished(tmp_path / "recovery") == ()
    disk.room = True
    session.pin(2)
    assert session.recovered().fingerprint == session.workspace.project.fingerprint
    session.recording.close()


def test_a_plan_closed_while_recording_is_off_leaves_nothing(tmp_path: Path, disk: FullDisk) -> None:
    session = Session(tmp_path)
    disk.room = False
    session.pin(1)
    session.workspace.close()
    session.recording.close()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_with_its_drive_its_folder_and_the_room_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(monkeypatch, errno.ENOSPC)
    session = Session(tmp_path)
    disk.room = False
    session.pin(1)
    (error,) = session.errors
    words = error.message.replace("\u202f", " ")
    assert re.search(r"drive (/\S*|[A-Z]:) is full \([\d.]+ (KB|bytes) needed in ", words)
    assert str(tmp_path) in words
    session.recording.close()


def test_a_disk_that_refuses_is_told_once_and_stops_nobody(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.write_text("a file where the folder should be")
    told: list[UserError] = []
    recording = Recording(root, on_failed=told.append)
    workspace = Workspace(builders.Asked(), recording)
    workspace.open(builders.built_project(), None)
    workspace.apply(decisions.pin_channel(["A1"], Channel.OUTSIDE, reason=""))
    recording.close()
    assert len(told) == 1
    assert told[0].remedy
    assert workspace.undo_label


@pytest.mark.logs_errors("a defect is logged with its trace")
def test_a_defect_in_recording_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(recovery.RecoveryLog, "add", broken)
    told: list[UserError] = []
    recording = Recording(tmp_path, on_failed=told.append)
    workspace = Workspace(builders.Asked(), recording)
    workspace.open(builders.built_project(), None)
    workspace.apply(decisions.pin_channel(["A1"], Channel.OUTSIDE, reason=""))
    recording.close()
    assert [error.code for error in told] == ["defect"]
