"""Recording: beside the window, in order, and said where it cannot go on."""

from pathlib import Path

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.project import recovery
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, rule_edits
from gtm_desktop.workspace.recording import Recording, replayed
from gtm_desktop.workspace.rule_edits import SizeLine
from gtm_desktop.workspace.workspace import Workspace
from tests.unit.workspace import builders


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
    without.forget(earlier)
    without.close()
    assert earlier.exists()
    safe = Recording(tmp_path / "new")
    safe.begin(builders.built_project(), None)
    safe.forget(earlier)
    safe.close()
    assert not earlier.exists()


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
