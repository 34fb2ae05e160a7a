"""Folders that cannot be written: the program starts, and says what it cannot keep and where."""

import errno
import logging
import os
from pathlib import Path

import pytest

from gtm_desktop.core import disk, log, paths, temporary
from gtm_desktop.core.keeping import what_cannot_be_kept


def in_the_way(folder: Path, kind: str) -> Path:
    """Put something in the place of a folder in which nobody, root included, can write."""
    if kind == "file":
        folder.write_text("a file where the folder should be")
    elif kind == "loop":
        folder.symlink_to(folder)
    else:
        folder.symlink_to("/proc")
    return folder


@pytest.fixture(params=["file", "loop", "proc"])
def unwritable(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "proc" and not Path("/proc").is_dir():
        pytest.skip("there is no /proc here")
    folder = in_the_way(tmp_path / "home", request.param)
    monkeypatch.setattr(paths, "user_data_folder", lambda: folder / "data")
    monkeypatch.setattr(paths, "user_log_folder", lambda: folder / "log")
    return folder


def test_what_cannot_be_kept_is_said_with_its_folder(unwritable: Path) -> None:
    refusal = what_cannot_be_kept(has_window=True)
    assert refusal is not None
    for what in ("recovery", "backups", "settings", "log"):
        assert what in refusal.message
    assert str(unwritable) in refusal.remedy


def test_without_a_window_only_backups_and_the_log_matter(unwritable: Path) -> None:
    refusal = what_cannot_be_kept(has_window=False)
    assert refusal is not None
    assert "recovery" not in refusal.message
    assert unwritable.name == "home"


def test_folders_that_can_be_written_are_made_and_nothing_is_left_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(paths, "user_log_folder", lambda: tmp_path / "log")
    assert what_cannot_be_kept(has_window=True) is None
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_a_log_that_cannot_be_written_stops_nobody_and_is_said(
    unwritable: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    logger = logging.getLogger("gtm_desktop")
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "propagate", logger.propagate)
    monkeypatch.setattr(logger, "level", logger.level)
    log.start_logging()
    logger.warning("something happened")
    assert "no file" in log.log_place()
    assert capsys.readouterr().err == ""
    assert unwritable.name == "home"


def test_without_a_home_nothing_is_written_where_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(paths.platformdirs, "user_data_path", lambda *_, **__: Path("~/.local/share/GTM Desktop"))
    monkeypatch.setattr(paths.platformdirs, "user_log_path", lambda *_, **__: Path("~/.local/state/GTM Desktop/log"))
    assert what_cannot_be_kept(has_window=True) is not None
    assert list(tmp_path.iterdir()) == []


def test_without_any_temporary_folder_the_program_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_usable() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(temporary.tempfile, "gettempdir", none_usable)
    with temporary.own_temporary_folder():
        pass


def test_a_path_that_leads_in_a_circle_stays_as_it_is(tmp_path: Path) -> None:
    loop = in_the_way(tmp_path / "loop", "loop")
    assert paths.whole(loop / "plan.gtmplan") == loop / "plan.gtmplan"


@pytest.mark.parametrize("code", [errno.ELOOP, errno.EIO, errno.EROFS, errno.ENAMETOOLONG])
def test_a_refusal_names_the_folder_and_what_the_system_said(tmp_path: Path, code: int) -> None:
    words = disk.refusal(OSError(code, os.strerror(code)), tmp_path)
    assert os.strerror(code) in words
    assert str(tmp_path) in words


def test_a_full_drive_is_told_with_the_room_that_is_needed(tmp_path: Path) -> None:
    words = disk.refusal(OSError(errno.ENOSPC, "x"), tmp_path, needed=1_234_567)
    assert "1.3 MB needed" in words
    assert str(tmp_path) in words


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1001, "2 KB"), (999_001, "1,000 KB"), (1_000_000, "1.0 MB")],
)
def test_room_is_rounded_up(number: int, words: str) -> None:
    assert disk.size(number) == words
