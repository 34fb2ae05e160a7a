"""What a process leaves when it dies in a library: where it was, without values, in a file of its own.

Python cannot catch a fault of native code such as the web engine's. `faulthandler` writes where each thread was into a
file that is opened at the start and stays open, so that even a fault on the way out is traced. The file of a process
that ended well is empty; the next start takes it away, and the window offers what others left.
"""

import faulthandler
import logging
import os
from datetime import UTC, datetime
from pathlib import Path

from gtm_desktop.core import owners, paths

_FOLDER = "crashes"
_PREFIX, _SUFFIX, _TOLD = "crash-", ".txt", ".told.txt"
_KEPT = 10
_logger = logging.getLogger(__name__)


def leave_traces() -> None:
    """From now on write where every thread is if this process dies in native code; not where no file can be made."""
    try:
        folder = paths.user_log_folder() / _FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        path = folder / f"{_PREFIX}{owners.tag()}-{stamp}{_SUFFIX}"
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # no object: it stays open to the very end
    except OSError as error:
        _logger.warning("no file for traces of crashes: %s", error.strerror)
        return
    faulthandler.enable(file)


def untold_traces() -> list[Path]:
    """Return what processes that are gone have left and nobody was told of, the latest first, and mark it as told."""
    found = []
    for path in _of_the_gone(paths.user_log_folder() / _FOLDER):
        try:
            if path.stat().st_size:
                found.append(path.rename(path.with_name(path.name.removesuffix(_SUFFIX) + _TOLD)))
        except OSError as error:
            _logger.warning("a trace of a crash cannot be looked at: %s", error.strerror)
    return found


def _sweep(folder: Path) -> None:
    """Delete the empty files of processes that are gone, and all but the latest traces that were told of."""
    for path in _of_the_gone(folder):
        if not path.stat().st_size:
            path.unlink(missing_ok=True)
    for path in sorted(folder.glob(f"{_PREFIX}*{_TOLD}"), key=_stamp, reverse=True)[_KEPT:]:
        path.unlink(missing_ok=True)


def _of_the_gone(folder: Path) -> list[Path]:
    """Return the files of processes that are gone and that nobody was told of, the latest first."""
    untold = [path for path in folder.glob(f"{_PREFIX}*{_SUFFIX}") if not path.name.endswith(_TOLD)]
    return sorted((path for path in untold if owners.tag_is_of_the_gone(_tag(path))), key=_stamp, reverse=True)


def _tag(path: Path) -> str:
    return path.name.removeprefix(_PREFIX).rsplit("-", 2)[0]


def _stamp(path: Path) -> str:
    return "-".join(path.name.removesuffix(_TOLD).removesuffix(_SUFFIX).rsplit("-", 2)[1:])
