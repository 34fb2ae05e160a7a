"""Locks: which window has a plan open, so that a second one goes there instead of writing over it.

A lock is a small file in the user's data folder, never beside the plan: see decision 17. It is there whole or not
at all.
"""

import contextlib
import hashlib
import json
import logging
import os
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from gtm_desktop.core import owners
from gtm_desktop.core.owners import Owner
from gtm_desktop.core.paths import user_data_folder, whole

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Holder:
    """A window that has a plan open.

    Attributes:
        owner: its process.
        path: the plan's file.
        since: when it opened it, in UTC.
        listens_at: the name under which it can be spoken to.
    """

    owner: Owner
    path: Path
    since: datetime
    listens_at: str


@dataclass(frozen=True)
class Taken:
    """What came of asking for a plan's lock.

    Attributes:
        holder: whose it is; None where it is this process's now, or where locks cannot be kept at all.
        is_cleared: there was one of a process that has ended without giving it back.
    """

    holder: Holder | None = None
    is_cleared: bool = False


def take(path: Path, listens_at: str, *, in_spite_of: Holder | None = None, now: datetime | None = None) -> Taken:
    """Take a plan's lock for this process, unless another has it; one of a process that is gone is cleared.

    Args:
        path: the plan's file.
        listens_at: the name under which this process can be spoken to.
        in_spite_of: a holder whose lock is taken away all the same, because the user said so.
        now: the time, in UTC.
    """
    me = Holder(owners.me(), whole(path), now or datetime.now(UTC), listens_at)
    lock = _lock_of(path)
    is_cleared = False
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        while not _put(lock, me):
            holder = _read(lock)
            if holder is not None and holder.owner == me.owner:
                return Taken()
            if holder is not None and not holder.owner.is_gone and holder != in_spite_of:
                return Taken(holder, is_cleared)
            _clear(lock, holder)
            is_cleared = True
    except OSError as error:
        _logger.warning("a plan's lock could not be taken: %s", error.strerror)
    return Taken(is_cleared=is_cleared)


def holder_of(path: Path) -> Holder | None:
    """Return which other process has a plan open; None if none that still runs is known to."""
    holder = _read(_lock_of(path))
    return None if holder is None or holder.owner == owners.me() or holder.owner.is_gone else holder


def give_back(path: Path) -> None:
    """Give a plan's lock back; one that is another's stays."""
    lock = _lock_of(path)
    holder = _read(lock)
    if holder is not None and holder.owner == owners.me():
        with contextlib.suppress(OSError):
            lock.unlink(missing_ok=True)


def sweep(*, but: Path | None = None) -> None:
    """Delete the locks of processes that have ended without giving them back, `but` that of the plan opened next."""
    with contextlib.suppress(OSError):
        for lock in _folder().glob("*.json"):
            holder = _read(lock)
            if holder is not None and holder.owner.is_gone and (but is None or lock != _lock_of(but)):
                _clear(lock, holder)


def _put(lock: Path, holder: Holder) -> bool:
    """Put a lock in its place unless there is one."""
    said = {**asdict(holder), "path": str(holder.path), "since": holder.since.isoformat()}
    written = lock.with_name(f".{lock.stem}-{uuid.uuid4().hex[:8]}-{owners.tag()}.tmp")
    written.write_text(json.dumps(said), encoding="utf-8")
    try:
        os.link(written, lock)
    except FileExistsError:
        return False
    finally:
        written.unlink(missing_ok=True)
    return True


def _read(lock: Path) -> Holder | None:
    """Return whose a lock is; None where there is none or it cannot be read."""
    try:
        said = json.loads(lock.read_bytes())
        since = datetime.fromisoformat(said["since"])
        return Holder(Owner(**said["owner"]), Path(said["path"]), since, str(said["listens_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _clear(lock: Path, judged: Holder | None) -> None:
    """Take a lock away, unless it has become another's since it was judged."""
    aside = lock.with_name(f".{lock.stem}-{uuid.uuid4().hex[:8]}-{owners.tag()}.tmp")
    with contextlib.suppress(FileNotFoundError):  # somebody else has just cleared it
        lock.rename(aside)
        if _read(aside) != judged:
            with contextlib.suppress(FileExistsError):
                os.link(aside, lock)
        aside.unlink(missing_ok=True)


def _folder() -> Path:
    return user_data_folder() / "locks"


def _lock_of(path: Path) -> Path:
    name = os.path.normcase(whole(path))
    return _folder() / f"{hashlib.blake2b(name.encode('utf-8', 'surrogatepass'), digest_size=12).hexdigest()}.json"
