"""Files written whole or not at all: planners keep them on shares and in synchronised folders."""

import contextlib
import ctypes
import hashlib
import os
import re
import shutil
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gtm_desktop.core import owners
from gtm_desktop.core.paths import whole

RETRY_SECONDS = 5.0
_PAUSE_SECONDS = 0.1
_TEMPORARY = re.compile(r"\..*-[0-9a-f]{8}-([0-9a-f]{8}-[0-9]+-[0-9]+)\.tmp", re.DOTALL)
_SHARING_ERRORS = {5, 32, 33, 1175}
"""Windows: access denied, sharing violation, lock violation, unable to remove the replaced file."""


def digest_of(data: bytes) -> str:
    """Return the digest by which a file's content is told from another's: 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def free_name(path: Path) -> Path:
    """Return the name beside a file's that nothing has yet: ``plan (2).gtmplan``, or ``plan (3).gtmplan``, and on."""
    number = 2
    while (other := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return other


def write_whole(path: Path, data: bytes, *, may_replace: Callable[[], None] = lambda: None) -> None:
    """Put these bytes in the target's place in one step; see `replacing`.

    Raises:
        OSError: they could not be written; nothing is left behind.
    """
    with replacing(path, may_replace=may_replace) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, *, may_replace: Callable[[], None] = lambda: None) -> Iterator[IO[bytes]]:
    """Open a new file beside the target that takes its place in one step, flushed to disk, when the block ends well.

    Whatever happens on the way, the target holds either all of the old bytes or all of the new ones. A link is
    followed; the old file's permissions are kept. `may_replace` is called last of all before the new file takes its
    place; where it raises, the target stays as it is.

    Raises:
        OSError: it could not be written; nothing is left behind.
    """
    target = whole(path)
    temporary = _temporary_beside(target)
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            with contextlib.suppress(OSError):  # a share without permissions of its own
                shutil.copymode(target, temporary)
        may_replace()
        replace_patiently(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


@contextmanager
def kept_aside(path: Path) -> Iterator[Callable[[], None]]:
    """Keep what a file is now beside it for as long as the block lasts; call what is given to put that back.

    Where there is no file, putting back deletes the one that came. No room on the disk is needed for it.

    Raises:
        OSError: it could not be kept, or not be put back.
    """
    target = whole(path)
    aside = _temporary_beside(target)
    is_there = target.exists()
    if is_there:
        try:
            os.link(target, aside)
        except OSError:  # a file system without links
            shutil.copy2(target, aside)

    def put_back() -> None:
        if is_there:
            replace_patiently(aside, target)
        else:
            target.unlink(missing_ok=True)

    try:
        yield put_back
    finally:
        aside.unlink(missing_ok=True)


def sweep_beside(path: Path) -> None:
    """Delete the unfinished files that killed processes of this computer left in the folder of `path`."""
    with contextlib.suppress(OSError):  # a folder that cannot be listed now can be another time
        for each in whole(path).parent.glob(".*.tmp"):
            found = _TEMPORARY.fullmatch(each.name)
            if found is not None and owners.tag_is_of_the_gone(found[1]):
                with contextlib.suppress(OSError):
                    each.unlink()


def replace_patiently(
    source: Path,
    target: Path,
    *,
    replace: Callable[[Path, Path], None] | None = None,
    pause: Callable[[float], object] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Put `source` in place of `target`, trying again for `RETRY_SECONDS` while Windows says that somebody has it open.

    Raises:
        OSError: it could not be done.
    """
    replace = replace or _replace
    pause = pause or threading.Event().wait
    started = clock()
    while True:
        try:
            replace(source, target)
        except OSError as error:
            is_busy = getattr(error, "winerror", None) in _SHARING_ERRORS
            if not is_busy or clock() - started >= RETRY_SECONDS:
                raise
            pause(_PAUSE_SECONDS)
        else:
            return


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk, where the system and the share know how; Windows has nothing of the kind."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # the file is in place already
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _temporary_beside(target: Path) -> Path:
    return target.with_name(f".{target.stem[:40]}-{uuid.uuid4().hex[:8]}-{owners.tag()}.tmp")


def _replace(source: Path, target: Path) -> None:
    if sys.platform == "win32" and target.exists():
        if not ctypes.windll.kernel32.ReplaceFileW(str(target), str(source), None, 0, None, None):
            raise ctypes.WinError()
    else:
        source.replace(target)
