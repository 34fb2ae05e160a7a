"""Owners: which process a file or folder belongs to, and whether that process is gone.

A process is told by its computer, its number and when it started: numbers are given again. On Linux the start is
counted from the start of the computer, so that a clock that is put right does not make a process another one.
"""

import hashlib
import os
import platform
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil

_TAG = re.compile(r"([0-9a-f]{8})-([0-9]{1,10})-([0-9]{1,20})")
_STARTED_FIELD = 19
"""Of those behind the process's name in ``/proc/…/stat``."""
_ENDED = {"Z", "X"}
"""A process that was killed and whose parent has not asked after it yet."""


@dataclass(frozen=True)
class Owner:
    """A process on a computer.

    Attributes:
        host: the computer's name.
        pid: the process's number.
        started: when it started, in units and from a moment that only this computer knows.
    """

    host: str
    pid: int
    started: int

    @property
    def is_here(self) -> bool:
        """Whether it is, or was, on this computer."""
        return self.host == _host()

    @property
    def is_gone(self) -> bool:
        """Whether it certainly runs no more; of another computer's nothing is certain."""
        return self.is_here and _started(self.pid) != self.started


def me() -> Owner:
    """Return this process."""
    return _me(os.getpid())


def tag() -> str:
    """Return this process as a part of a file's name."""
    owner = me()
    return f"{_digest(owner.host)}-{owner.pid}-{owner.started}"


def tag_is_of_the_gone(text: str) -> bool:
    """Tell whether a name's part is the tag of a process of this computer that runs no more."""
    found = _TAG.fullmatch(text)
    if found is None or found[1] != _digest(_host()):
        return False
    return Owner(_host(), int(found[2]), int(found[3])).is_gone


def tag_is_of_the_living(text: str) -> bool:
    """Tell whether a name's part is the tag of a process that runs on this computer."""
    found = _TAG.fullmatch(text)
    return found is not None and found[1] == _digest(_host()) and not tag_is_of_the_gone(text)


@cache
def _me(pid: int) -> Owner:
    started = _started(pid)
    return Owner(_host(), pid, -1 if started is None else started)


def _host() -> str:
    return platform.node()


def _digest(host: str) -> str:
    return hashlib.blake2b(host.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _started(pid: int) -> int | None:
    """Return when the process of this number started; None if none that still runs has it."""
    if sys.platform == "linux":
        try:
            said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
        fields = said.rpartition(")")[2].split()
        return None if fields[0] in _ENDED else int(fields[_STARTED_FIELD])
    try:
        return round(psutil.Process(pid).create_time())
    except psutil.Error:
        return None
