"""Victims: processes that write on and on and are killed at a random moment, and what the next start then finds.

A victim is a fork of a process that has everything loaded, so that hundreds can be killed in a minute. It has folders
of its own, and tells over a pipe what has been kept once that call has returned.
"""

import gc
import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from gtm_desktop.core.log import start_logging
from gtm_desktop.core.temporary import own_temporary_folder, sweep
from gtm_desktop.project import sessions
from gtm_desktop.workspace import tasks

Say = Callable[[int], None]
_HOMES = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")


@dataclass(frozen=True)
class Ground:
    """Folders for one victim.

    Attributes:
        folder: where its plan or roster lies, beside nothing else.
        temporary: the system's temporary folder as it sees it.
        home: the user's folders.
    """

    folder: Path
    temporary: Path
    home: Path

    @property
    def beside(self) -> list[str]:
        """The names of what lies where the plan or the roster lies, that one among them."""
        return sorted(each.name for each in self.folder.iterdir())

    @property
    def left(self) -> list[str]:
        """What lies about that nobody needs: temporary files and folders, locks, recovery records."""
        found = [*self.temporary.iterdir(), *self.folder.glob(".*"), *self.home.rglob("*.tmp")]
        found += [*self.home.glob("*/*/locks/*"), *self.home.glob("*/*/recovery/*")]
        return sorted(str(each) for each in found)


@contextmanager
def ground(root: Path) -> Iterator[Ground]:
    """Make empty folders for one victim, and let the program take them for the user's."""
    made = Ground(root / "plans", root / "tmp", root / "home")
    for each in (made.folder, made.temporary, made.home):
        each.mkdir(parents=True)
    before = {name: os.environ.get(name) for name in (*_HOMES, "TMPDIR")}
    os.environ.update({name: str(made.home / name.lower()) for name in _HOMES})
    os.environ["TMPDIR"] = str(made.temporary)
    try:
        yield made
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value
        shutil.rmtree(root)


def killed(work: Callable[[Say], None], chance: random.Random) -> list[int]:
    """Run `work` in a process of its own, kill it at a random moment, and return what it said.

    The time between the first two things that it says is one round of its work, however busy the machine is. It is
    killed within the next round and a half.
    """
    reading, writing = os.pipe()
    gc.freeze()  # what is loaded is not walked through, and so not copied, in each fork
    pid = os.fork()
    if pid == 0:
        _be_victim(work, writing)
    os.close(writing)
    try:
        heard = b""
        times = []
        while len(times) < 2:
            heard += _heard(reading)
            times += [time.monotonic()] * (heard.count(b"\n") - len(times))
        until = times[1] + chance.uniform(0, 1.5) * (times[1] - times[0])
        while (left := until - time.monotonic()) > 0:
            if select.select([reading], [], [], left)[0]:
                heard += _heard(reading)
        children = psutil.Process(pid).children(recursive=True)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        while piece := os.read(reading, 65536):
            heard += piece
        gone = psutil.wait_procs(children, timeout=60)[1]
        assert not gone, f"children of a killed program live on: {gone}"
        return [int(line) for line in heard.split(b"\n")[:-1]]
    finally:
        os.close(reading)


def _heard(reading: int) -> bytes:
    piece = os.read(reading, 65536)
    assert piece, "the victim ended by itself: see what it wrote to standard error"
    return piece


def _be_victim(work: Callable[[Say], None], writing: int) -> None:
    os.set_inheritable(writing, False)
    try:
        start_logging()
        import tempfile

        tempfile.tempdir = None  # it follows TMPDIR, as in a program that has just started
        with own_temporary_folder():
            work(lambda number: _tell(writing, number))
    except BaseException:  # noqa: BLE001 - the victim's top level
        import traceback

        traceback.print_exc(file=sys.stderr)
    os._exit(3)


def _tell(writing: int, number: int) -> None:
    os.write(writing, f"{number}\n".encode())


def next_start(ground: Ground, path: Path | None) -> tasks.RecoveredProject | None:
    """Do what the next start does: sweep, and bring back unsaved work, of which there may be one piece at most."""
    sweep(ground.temporary)
    tasks.sweep_leftovers(None, [] if path is None else [path])
    sessions.sweep()
    found = sessions.unfinished()
    assert len(found) <= 1, f"{len(found)} sessions are offered"
    if not found:
        return None
    recovered = tasks.recover(found[0].folder)
    assert recovered.steps - recovered.back <= 1, f"{recovered.back} of {recovered.steps} steps came back"
    sessions.drop(found[0].folder)
    return recovered


def opened(path: Path) -> tasks.ProjectState:
    """Open a plan as the next start does, its folder swept."""
    return tasks.open_plan(path)[0]
