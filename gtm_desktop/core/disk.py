"""What a disk refuses, in words: which drive and which folder, how much room is needed and how much there is."""

import errno
import os
import shutil
import sys
import tempfile
from pathlib import Path

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import count, decimal, tr

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_KILO = 1000


def is_full(error: OSError) -> bool:
    """Tell whether an error says that there is no room left."""
    return error.errno in _FULL


def refusal(error: OSError, folder: Path, *, needed: int | None = None) -> str:
    """Say why nothing could be written to a folder, as a part of a sentence.

    Args:
        error: what the system said.
        folder: where it was to be written.
        needed: how many bytes; None where that is not known.
    """
    if not is_full(error):
        return tr("{reason} ({folder})", reason=error.strerror or type(error).__name__, folder=folder)
    drive, free = drive_of(folder), _free(folder)
    if needed is None:
        return tr("drive {drive} is full ({free} free in {folder})", drive=drive, free=free, folder=folder)
    return tr(
        "drive {drive} is full ({needed} needed in {folder}, {free} free)",
        drive=drive,
        needed=size(needed),
        folder=folder,
        free=free,
    )


def system_refusal(error: OSError) -> UserError:
    """Return what to show where the system refused something that nobody foresaw; it is no defect of ours."""
    name = error.filename if isinstance(error.filename, str) else ""
    if is_full(error):
        folder = Path(name).parent if name else Path(tempfile.gettempdir())
        message = tr("There is no room: {reason}.", reason=refusal(error, folder))
        return UserError(message, tr("Make room there and try again. Nothing was changed."), code="no_room")
    said = error.strerror or type(error).__name__
    message = (
        tr("The system refused {file}: {reason}.", file=name, reason=said)
        if name
        else tr("The system refused: {reason}.", reason=said)
    )
    return UserError(message, tr("Check that file, its folder and its drive, and try again."), code="system_refused")


def fullest(*folders: Path) -> Path:
    """Return the folder that has the least room."""

    def free(folder: Path) -> int:
        try:
            return shutil.disk_usage(folder).free
        except OSError:
            return sys.maxsize

    return min(folders, key=free)


def drive_of(folder: Path) -> str:
    """Return the drive on which a folder lies, as its planner knows it: a letter, or where it is mounted."""
    whole = Path(os.path.realpath(folder))
    mounted = next((each for each in (whole, *whole.parents) if os.path.ismount(each)), whole)
    return whole.drive or str(mounted)


def size(number: int) -> str:
    """Return a number of bytes in words, such as ``1.2 MB``; rounded up, for who needs room needs all of it."""
    if number < _KILO:
        return tr("{n} bytes", n=count(number))
    if number < _KILO**2:
        return tr("{n} KB", n=count(-(-number // _KILO)))
    return tr("{n} MB", n=decimal(-(-number // (_KILO**2 // 10)) / 10))


def _free(folder: Path) -> str:
    try:
        return size(shutil.disk_usage(folder).free)
    except OSError:
        return tr("nobody knows how much")
