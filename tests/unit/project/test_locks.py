"""Locks: one window a plan; those of processes that are gone are cleared, those of other computers are respected."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gtm_desktop.core import owners
from gtm_desktop.core.paths import user_data_folder
from gtm_desktop.project import locks

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOLD = """
import sys
from pathlib import Path
from gtm_desktop.project import locks
print(locks.take(Path(sys.argv[1]), "there").holder is None, flush=True)
input()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "north.gtmplan"


def another_window(path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "True"
    return process


def end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def left() -> list[str]:
    return [each.name for each in (user_data_folder() / "locks").iterdir()]


def as_another_computers(path: Path) -> None:
    locks.take(path, "there", now=NOON)
    (lock,) = (user_data_folder() / "locks").iterdir()
    said = json.loads(lock.read_text())
    said["owner"] = {"host": "OFFICE-2", "pid": 1, "started": 1}
    lock.write_text(json.dumps(said))


def test_who_opens_a_plan_first_has_it_and_can_be_found(path: Path) -> None:
    process = another_window(path)
    try:
        holder = locks.take(path, "here").holder
        assert holder is not None
        assert holder == locks.holder_of(path)
        assert holder.owner.pid == process.pid
        assert holder.listens_at == "there"
        assert holder.path == path
    finally:
        end(process)


def test_a_window_that_takes_its_own_plan_again_has_it(path: Path) -> None:
    assert locks.take(path, "here") == locks.take(path, "here") == locks.Taken()
    assert locks.holder_of(path) is None


def test_a_lock_that_is_given_back_leaves_nothing(path: Path) -> None:
    locks.take(path, "here")
    locks.give_back(path)
    assert left() == []


def test_a_killed_windows_lock_is_cleared_and_said(path: Path) -> None:
    end(another_window(path))
    assert locks.holder_of(path) is None
    assert locks.take(path, "here") == locks.Taken(is_cleared=True)
    assert len(left()) == 1


def test_locks_of_killed_windows_are_swept(path: Path) -> None:
    end(another_window(path))
    locks.sweep()
    assert left() == []


def test_a_lock_of_another_computer_is_respected_until_the_user_says_otherwise(path: Path) -> None:
    as_another_computers(path)
    holder = locks.take(path, "here").holder
    assert holder is not None
    assert (holder.owner.host, holder.since) == ("OFFICE-2", NOON)
    locks.sweep()
    locks.give_back(path)
    assert locks.holder_of(path) == holder
    assert locks.take(path, "here", in_spite_of=holder).holder is None
    assert locks.holder_of(path) is None


def test_a_lock_that_cannot_be_read_holds_nobody_up(path: Path) -> None:
    locks.take(path, "here")
    (lock,) = (user_data_folder() / "locks").iterdir()
    lock.write_text("half a lo")
    assert locks.take(path, "here").holder is None
    assert locks.take(path, "here") == locks.Taken()


def test_where_locks_cannot_be_kept_plans_open_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert locks.take(path, "here") == locks.Taken()


def test_a_lock_that_became_anothers_while_it_was_judged_is_not_cleared(path: Path) -> None:
    locks.take(path, "here")
    (lock,) = (user_data_folder() / "locks").iterdir()
    judged = locks.Holder(owners.Owner("elsewhere", 1, 1), path, NOON, "")
    locks._clear(lock, judged)
    assert locks._read(lock) is not None
    assert left() == [lock.name]
