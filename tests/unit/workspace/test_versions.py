"""Earlier versions: what is in one is said before it is opened, and bringing one back loses nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.project import backups
from gtm_desktop.project.load import open_project
from gtm_desktop.project.save import save_project
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, versions
from tests.unit.workspace import builders

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "user_data_folder", lambda: tmp_path / "data")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A plan saved three times, a pin more each time."""
    workspace, path, digest = builders.workspace(), tmp_path / "north.gtmplan", None
    for number in range(3):
        workspace.apply(decisions.pin_channel([f"A{number}"], Channel.OUTSIDE, reason=""))
        digest = save_project(workspace.project, path, expected=digest)
    return path


def test_every_save_is_a_version_and_the_newest_comes_first(saved: Path) -> None:
    found = versions.versions_of(saved)
    assert [each.number for each in found] == [3, 2, 1]
    assert found[0].size == saved.stat().st_size
    assert [each.path for each in versions.kept_plans()] == [saved]


def test_a_preview_says_what_is_in_a_version(saved: Path) -> None:
    project = open_project(versions.versions_of(saved)[1].copy)
    preview = versions.preview_of(project)
    assert (preview.accounts, preview.steps) == (len(project.dataset.accounts), 2)
    assert [entry.label for entry in preview.decisions] == [entry.label for entry in reversed(project.journal)]
    words = versions.preview_words(preview)
    for part in (str(preview.accounts), "Plan", preview.decisions[0].who, preview.decisions[0].label):
        assert part in words


def test_only_the_last_decisions_are_shown(tmp_path: Path) -> None:
    workspace = builders.workspace()
    for number in range(8):
        workspace.apply(decisions.pin_channel([f"A{number}"], Channel.OUTSIDE, reason=""))
    shown = versions.preview_of(workspace.project).decisions
    assert shown == tuple(reversed(workspace.project.journal))[: versions.DECISIONS_SHOWN]
    assert not list(tmp_path.iterdir())


def test_restoring_writes_that_version_and_keeps_what_was_there(saved: Path) -> None:
    first, present = versions.versions_of(saved)[-1].copy.read_bytes(), saved.read_bytes() + b" of somebody else"
    saved.write_bytes(present)
    versions.restore(saved, 1, saved)
    assert saved.read_bytes() == first
    assert versions.versions_of(saved)[0].copy.read_bytes() == present


def test_a_version_is_restored_though_its_plan_is_gone(saved: Path, tmp_path: Path) -> None:
    saved.unlink()
    versions.restore(saved, 2, tmp_path / "again.gtmplan")
    assert len(open_project(tmp_path / "again.gtmplan").history.done) == 2


@pytest.mark.parametrize(("number", "out", "code"), [(9, "a.gtmplan", "no_version"), (1, "a.xlsx", "wrong_extension")])
def test_what_cannot_be_restored_is_refused(saved: Path, tmp_path: Path, number: int, out: str, code: str) -> None:
    with pytest.raises(UserError) as refusal:
        versions.restore(saved, number, tmp_path / out)
    assert refusal.value.code == code
    assert not (tmp_path / out).exists()


def test_a_damaged_version_replaces_nothing(saved: Path) -> None:
    copy, present = versions.versions_of(saved)[-1].copy, saved.read_bytes()
    copy.write_bytes(copy.read_bytes()[:-10])
    with pytest.raises(UserError):
        versions.restore(saved, 1, saved)
    assert saved.read_bytes() == present


def test_a_version_says_when_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "plan.gtmplan"
    backups.keep(path, b"x" * 2000, now=NOON + timedelta(minutes=7))
    (version,) = versions.versions_of(path)
    assert version.when == NOON + timedelta(minutes=7)
    assert "2 KB" in versions.version_words(version)
