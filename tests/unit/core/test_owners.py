"""What belongs to a process that is gone is told by its name, and swept; what may still be written is left alone."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gtm_desktop.core import files, owners, temporary
from gtm_desktop.core.owners import Owner

SAY_TAG = "from gtm_desktop.core import owners; print(owners.tag(), flush=True); input()"


@contextmanager
def another_process() -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    with subprocess.Popen(
        [sys.executable, "-c", SAY_TAG], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process
        process.kill()


def tag_of_the_killed() -> str:
    with another_process() as (tag, _):
        pass
    return tag


def test_a_process_that_runs_is_not_gone_and_one_that_was_killed_is() -> None:
    assert not owners.me().is_gone
    with another_process() as (tag, process):
        assert not owners.tag_is_of_the_gone(tag)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and nobody has asked after it yet
        assert owners.tag_is_of_the_gone(tag)
    assert owners.tag_is_of_the_gone(tag)


def test_another_process_of_the_same_number_is_not_the_owner() -> None:
    me = owners.me()
    assert Owner(me.host, me.pid, me.started - 1).is_gone


def test_of_another_computers_process_nothing_is_certain() -> None:
    assert not Owner("another-computer", 1, 1).is_gone
    assert not owners.tag_is_of_the_gone("00000000-1-1")
    assert not owners.tag_is_of_the_gone("not a tag")


def test_a_killed_process_s_unfinished_files_are_swept_and_no_others(tmp_path: Path) -> None:
    killed = tmp_path / f".plan-0123abcd-{tag_of_the_killed()}.tmp"
    running = tmp_path / f".plan-0123abcd-{owners.tag()}.tmp"
    others = [tmp_path / ".somebody's.tmp", tmp_path / ".plan-0123abcd.tmp", tmp_path / "plan.gtmplan"]
    for each in (killed, running, *others):
        each.touch()
    files.sweep_beside(tmp_path / "plan.gtmplan")
    assert set(tmp_path.iterdir()) == {running, *others}


def test_a_file_that_is_being_written_says_whose_it_is(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    with files.replacing(path):
        (name,) = [each.name for each in tmp_path.iterdir()]
        assert owners.tag() in name


def test_all_temporary_files_lie_in_one_folder_that_goes_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with temporary.own_temporary_folder():
        (folder,) = tmp_path.iterdir()
        handle, name = tempfile.mkstemp()
        assert Path(name).parent == folder
        open(handle, "wb").close()  # noqa: PTH123 - a handle, not a path
    assert list(tmp_path.iterdir()) == []
    assert tempfile.gettempdir() == str(tmp_path)


def test_temporary_folders_of_killed_processes_are_swept_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed = tmp_path / f"gtm-desktop-{tag_of_the_killed()}-x1y2z3"
    other = tmp_path / "gtm-desktop-notes"
    running = tmp_path / f"gtm-desktop-{owners.tag()}-x1y2z3"
    for each in (killed, other, running):
        each.mkdir()
        (each / "file").touch()
    with temporary.own_temporary_folder():
        assert not killed.exists()
    assert set(tmp_path.iterdir()) == {other, running}


def test_without_room_for_a_temporary_folder_the_program_starts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    before = tempfile.tempdir
    with temporary.own_temporary_folder():
        assert tempfile.tempdir == before
