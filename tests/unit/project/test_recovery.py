"""Recovery: what was not saved comes back as far as its records are whole."""

import hashlib
import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.project import recovery, sessions
from gtm_desktop.project.records import Move
from gtm_desktop.project.recovery import RecoveryLog
from gtm_desktop.project.save import save_project
from gtm_desktop.project.state import ProjectState
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, rule_edits, scenarios
from gtm_desktop.workspace.recording import replayed
from gtm_desktop.workspace.workspace import Workspace
from tests.unit.workspace import builders


class Records:
    """Writes records at once, on the caller's thread."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.log: RecoveryLog | None = None

    def begin(self, project: ProjectState, path: Path | None, *, has_unsaved: bool = False) -> None:
        self.log = RecoveryLog(project, path, self._root, has_unsaved=has_unsaved)

    def add(self, *what: object) -> None:
        self.log.add(*what)

    def saved(self, path: Path, *, is_all: bool = True) -> None:
        self.log.saved(path, is_all=is_all)

    def end(self) -> None:
        if self.log is not None:
            self.log.drop()


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path)


@pytest.fixture
def workspace(records: Records) -> Workspace:
    made = Workspace(builders.Asked(), records)
    made.open(builders.new_project(builders.dataset(), scenario="Plan"), None)
    return made


def work(workspace: Workspace) -> None:
    """Steps of every kind: a drag, answers, scenarios, undo and redo."""
    for cents in (2_600_000, 2_700_000):
        workspace.apply(rule_edits.set_size_line(rule_edits.SizeLine.A_ABOVE, cents, merge_key="drag"))
    workspace.apply(decisions.accept_build(builders.accepted()))
    workspace.apply(rule_edits.name_cell("A", "acquire", name="Größe"))
    workspace.change_scenarios(scenarios.copy_scenario("Lean"))
    workspace.apply(decisions.pin_channel(["A1", "A2"], Channel.OUTSIDE, reason="asked"))
    workspace.apply(decisions.free_channel(["A1"]))
    workspace.undo()
    workspace.undo()
    workspace.redo()


def test_every_step_comes_back_with_undo_history_and_journal(workspace: Workspace, records: Records) -> None:
    work(workspace)
    recovered = recovery.recover(records.log.folder)
    project = replayed(recovered)
    assert project.fingerprint == workspace.project.fingerprint
    assert project.dataset.dataset_id == workspace.dataset.dataset_id
    assert [move.move for move in recovered.moves[-3:]] == [Move.UNDO, Move.UNDO, Move.REDO]
    assert recovered.steps == len(recovered.moves)
    assert (recovered.path, recovered.saved) == (None, 0)


def test_an_answer_is_recorded_once(workspace: Workspace, records: Records) -> None:
    workspace.apply(decisions.accept_build(builders.accepted()))
    workspace.undo()
    workspace.redo()
    lines = (records.log.folder / "records.log").read_text().splitlines()
    assert ["int64" in line for line in lines] == [True, False, False]


@pytest.mark.parametrize("damage", ["torn", "flipped"])
def test_a_damaged_record_and_what_follows_are_left_out(workspace: Workspace, records: Records, damage: str) -> None:
    workspace.apply(decisions.pin_channel(["A1"], Channel.OUTSIDE, reason="asked"))
    whole = workspace.project
    workspace.apply(decisions.pin_channel(["A2"], Channel.OUTSIDE, reason="asked"))
    file = records.log.folder / "records.log"
    data = bytearray(file.read_bytes())
    if damage == "torn":
        del data[-20:]
    else:
        data[-20] ^= 1
    file.write_bytes(data)
    recovered = recovery.recover(records.log.folder)
    assert (len(recovered.moves), recovered.steps) == (1, 2)
    assert replayed(recovered).fingerprint == whole.fingerprint


def test_what_was_saved_is_not_unsaved(workspace: Workspace, records: Records, tmp_path: Path) -> None:
    path = tmp_path / "plan.gtmplan"
    work(workspace)
    workspace.mark_saved(workspace.project, path)
    recovered = recovery.recover(records.log.folder)
    assert recovered.saved == recovered.steps > 0
    workspace.undo()
    recovered = recovery.recover(records.log.folder)
    assert (recovered.steps - recovered.saved, recovered.path) == (1, path.resolve())


def test_a_session_that_still_runs_is_not_offered(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.is_open
    assert sessions.unfinished(tmp_path) == ()


@pytest.fixture
def _all_processes_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_is_running", lambda *_: False)
    monkeypatch.setattr(sessions.owners, "tag_is_of_the_living", lambda _tag: False)
    monkeypatch.setattr(sessions.owners, "tag_is_of_the_gone", lambda _tag: True)


@pytest.mark.usefixtures("_all_processes_gone")
def test_a_session_whose_process_is_gone_is_offered(workspace: Workspace, records: Records, tmp_path: Path) -> None:
    work(workspace)
    (offered,) = sessions.unfinished(tmp_path)
    assert (offered.folder, offered.path) == (records.log.folder, None)


@pytest.mark.usefixtures("_all_processes_gone")
def test_a_list_that_was_only_imported_is_offered(workspace: Workspace, records: Records, tmp_path: Path) -> None:
    assert workspace.is_open
    assert [each.folder for each in sessions.unfinished(tmp_path)] == [records.log.folder]


@pytest.mark.usefixtures("_all_processes_gone")
def test_a_session_is_offered_under_the_name_it_was_saved_by_last(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("first.gtmplan", "second.gtmplan"):
        workspace.mark_saved(workspace.project, tmp_path / name)
    work(workspace)
    (offered,) = sessions.unfinished(tmp_path)
    assert offered.path == (tmp_path / "second.gtmplan").resolve()


@pytest.mark.usefixtures("_all_processes_gone")
def test_a_session_that_holds_nothing_unsaved_is_not_offered(workspace: Workspace, tmp_path: Path) -> None:
    work(workspace)
    workspace.mark_saved(workspace.project, tmp_path / "plan.gtmplan")
    RecoveryLog(workspace.project, tmp_path / "plan.gtmplan", tmp_path)
    assert sessions.unfinished(tmp_path) == ()
    sessions.sweep(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("_all_processes_gone")
def test_recovered_work_that_was_never_saved_survives_a_second_crash(
    workspace: Workspace, records: Records, tmp_path: Path
) -> None:
    path = tmp_path / "plan.gtmplan"
    work(workspace)
    recovered = replayed(recovery.recover(records.log.folder))
    workspace.open(recovered, path, has_unsaved=True)
    (offered,) = sessions.unfinished(tmp_path)
    assert offered.path == path.resolve()
    again = recovery.recover(offered.folder)
    assert (replayed(again).fingerprint, again.path) == (recovered.fingerprint, path.resolve())


@pytest.mark.usefixtures("_all_processes_gone")
def test_sweeping_keeps_unsaved_work(workspace: Workspace, records: Records, tmp_path: Path) -> None:
    work(workspace)
    sessions.sweep(tmp_path)
    assert records.log.folder.exists()


@pytest.mark.usefixtures("_all_processes_gone")
def test_a_folder_without_a_base_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "half").mkdir()
    assert sessions.unfinished(tmp_path) == ()


def test_closing_on_purpose_leaves_nothing_to_recover(workspace: Workspace, records: Records) -> None:
    workspace.close()
    assert not records.log.folder.exists()


def test_without_its_base_a_record_cannot_be_recovered_and_says_so(workspace: Workspace, records: Records) -> None:
    base = records.log.folder / "base.gtmplan"
    base.write_bytes(base.read_bytes()[:-1])
    with pytest.raises(UserError, match="cannot be recovered") as refusal:
        recovery.recover(records.log.folder)
    assert refusal.value.remedy
    assert workspace.is_open


def test_no_folder_means_nothing_to_recover(tmp_path: Path) -> None:
    assert sessions.unfinished(tmp_path / "nothing") == ()


@pytest.mark.usefixtures("_all_processes_gone")
def test_work_after_saving_under_another_name_is_offered_under_that_name(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "plan.gtmplan"
    save_project(workspace.project, path)
    workspace.mark_saved(workspace.project, path)
    assert sessions.unfinished(tmp_path) == ()
    workspace.apply(decisions.pin_channel(["A1"], Channel.OUTSIDE, reason="asked"))
    (offered,) = sessions.unfinished(tmp_path)
    assert (offered.path, offered.changed_at) == (path.resolve(), None)


@pytest.mark.usefixtures("_all_processes_gone")
def test_steps_made_while_a_first_save_was_written_are_offered_under_its_name(
    workspace: Workspace, records: Records, tmp_path: Path
) -> None:
    path, written = tmp_path / "plan.gtmplan", workspace.project
    workspace.apply(decisions.pin_channel(["A1"], Channel.OUTSIDE, reason="asked"))
    workspace.mark_saved(written, path)
    (offered,) = sessions.unfinished(tmp_path)
    recovered = recovery.recover(records.log.folder)
    assert offered.path == recovered.path == path.resolve()
    assert replayed(recovered).fingerprint == workspace.project.fingerprint


@pytest.mark.usefixtures("_all_processes_gone")
def test_a_file_that_somebody_else_saved_since_is_noticed(
    workspace: Workspace, records: Records, tmp_path: Path
) -> None:
    path = tmp_path / "plan.gtmplan"
    save_project(workspace.project, path)
    workspace.mark_saved(workspace.project, path)
    work(workspace)
    os.utime(path, (2_000_000_000, 2_000_000_000))
    (offered,) = sessions.unfinished(tmp_path)
    at = datetime.fromtimestamp(2_000_000_000, UTC)
    assert offered.changed_at == recovery.recover(records.log.folder).changed_at == at


@pytest.mark.usefixtures("_all_processes_gone")
def test_finding_unsaved_work_reads_no_records(
    workspace: Workspace, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(workspace)
    monkeypatch.setattr(recovery, "read_records", None)
    assert [each.folder for each in sessions.unfinished(tmp_path)] == [records.log.folder]


def pins(workspace: Workspace, number: int) -> None:
    for step in range(number):
        channel = (Channel.OUTSIDE, Channel.INSIDE)[step // 8 % 2]
        workspace.apply(decisions.pin_channel([f"A{step % 8}"], channel, reason="asked"))


def flip(file: Path, line: int) -> None:
    """Turn one bit in the middle of a line."""
    lines = file.read_bytes().split(b"\n")
    damaged = bytearray(lines[line - 1])
    damaged[len(damaged) // 2] ^= 1
    file.write_bytes(b"\n".join([*lines[: line - 1], bytes(damaged), *lines[line:]]))


def test_one_bit_flipped_at_step_10_of_100_brings_9_back_and_says_that_there_were_100(
    workspace: Workspace, records: Records
) -> None:
    pins(workspace, 100)
    flip(records.log.folder / "records.log", 10)
    recovered = recovery.recover(records.log.folder)
    assert (len(recovered.moves), recovered.steps) == (9, 100)
    assert recovery.steps_since_save(records.log.folder) == 100


@pytest.mark.parametrize("gone", ["line", "end of line"])
def test_a_step_that_is_not_there_is_known_by_the_number_of_the_next(
    workspace: Workspace, records: Records, gone: str
) -> None:
    pins(workspace, 20)
    file = records.log.folder / "records.log"
    lines = file.read_bytes().splitlines(keepends=True)
    lines[4] = b"" if gone == "line" else lines[4][:-1]
    file.write_bytes(b"".join(lines))
    recovered = recovery.recover(records.log.folder)
    assert (len(recovered.moves), recovered.steps) == (4, 20)


def test_records_without_numbers_are_read_too(workspace: Workspace, records: Records) -> None:
    pins(workspace, 3)
    file = records.log.folder / "records.log"
    old = []
    for line in file.read_bytes().splitlines():
        text = re.sub(rb'"number":\d+,', b"", line.partition(b" ")[2])
        old.append(hashlib.blake2b(text, digest_size=16).hexdigest().encode() + b" " + text + b"\n")
    file.write_bytes(b"".join(old))
    recovered = recovery.recover(records.log.folder)
    assert (len(recovered.moves), recovered.steps) == (3, 3)


def test_a_torn_note_of_a_save_is_no_lost_step(workspace: Workspace, records: Records, tmp_path: Path) -> None:
    pins(workspace, 2)
    workspace.mark_saved(workspace.project, tmp_path / "plan.gtmplan")
    file = records.log.folder / "records.log"
    file.write_bytes(file.read_bytes()[:-5])
    recovered = recovery.recover(records.log.folder)
    assert (len(recovered.moves), recovered.steps) == (2, 2)


@pytest.mark.usefixtures("_all_processes_gone")
@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe", b'{"pid": 1}'])
def test_a_damaged_note_about_a_session_does_not_hide_its_work(
    workspace: Workspace, records: Records, tmp_path: Path, damage: bytes
) -> None:
    work(workspace)
    (records.log.folder / "session.json").write_bytes(damage)
    (offered,) = sessions.unfinished(tmp_path)
    assert (offered.folder, offered.path, offered.is_known) == (records.log.folder, None, False)
    sessions.sweep(tmp_path)
    recovered = recovery.recover(offered.folder)
    assert replayed(recovered).fingerprint == workspace.project.fingerprint


def test_a_record_that_cannot_be_recovered_says_where_it_is_kept(workspace: Workspace, records: Records) -> None:
    (records.log.folder / "base.gtmplan").unlink()
    with pytest.raises(UserError) as refusal:
        recovery.recover(records.log.folder)
    assert str(records.log.folder) in refusal.value.remedy
    assert workspace.is_open


@pytest.mark.usefixtures("_all_processes_gone")
def test_a_session_killed_while_its_next_record_took_over_is_offered_once(
    workspace: Workspace, records: Records, tmp_path: Path
) -> None:
    work(workspace)
    earlier = records.log.folder
    later = RecoveryLog(workspace.project, None, tmp_path, replaces=[earlier])
    assert [each.folder for each in sessions.unfinished(tmp_path)] == [later.folder]
    sessions.sweep(tmp_path)
    assert [later.folder.exists(), earlier.exists()] == [True, False]


def test_a_record_kept_for_later_has_the_name_of_its_plan_and_its_time(tmp_path: Path) -> None:
    log = RecoveryLog(builders.built_project(), None, tmp_path)
    os.utime(log.folder, (2_000_000_000, 2_000_000_000))
    target = sessions.aside(log.folder, tmp_path / "north.gtmplan")
    sessions.set_aside(log.folder, target)
    assert target.name.startswith("north 2033-05-1")
    assert (target / "base.gtmplan").exists()
    assert sessions.unfinished(tmp_path) == ()


@pytest.mark.usefixtures("_all_processes_gone")
@pytest.mark.parametrize("left", [[], ["base.gtmplan"], [".base-1234.tmp"], ["session.json"]])
def test_a_folder_whose_session_was_killed_before_its_record_began_is_swept(tmp_path: Path, left: list[str]) -> None:
    folder = sessions.new_folder(tmp_path)
    folder.mkdir()
    for name in left:
        (folder / name).write_text("{}")
    assert sessions.unfinished(tmp_path) == ()
    sessions.sweep(tmp_path)
    assert not folder.exists()


def test_a_folder_whose_session_is_just_beginning_is_left_alone(tmp_path: Path) -> None:
    folder = sessions.new_folder(tmp_path)
    folder.mkdir()
    sessions.sweep(tmp_path)
    assert folder.exists()


def test_an_empty_folder_of_an_earlier_program_is_swept_when_it_is_old(tmp_path: Path) -> None:
    folder = tmp_path / ("0" * 32)
    folder.mkdir()
    made = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    sessions.sweep(tmp_path, now=made + timedelta(minutes=1))
    assert folder.exists()
    sessions.sweep(tmp_path, now=made + timedelta(hours=2))
    assert not folder.exists()


def test_what_is_no_sessions_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    sessions.sweep(tmp_path, now=datetime(2100, 1, 1, tzinfo=UTC))
    assert (tmp_path / "mine").exists()


def test_a_session_of_an_earlier_program_is_told_by_its_number_and_start(tmp_path: Path) -> None:
    log = RecoveryLog(builders.built_project(), None, tmp_path)
    old = tmp_path / ("a" * 32)
    log.folder.rename(old)
    assert sessions.unfinished(tmp_path) == ()
    note = json.loads((old / "session.json").read_bytes())
    (old / "session.json").write_text(json.dumps({**note, "started": note["started"] - 60}))
    assert [each.folder for each in sessions.unfinished(tmp_path)] == [old]
