"""Write a file beside its target and put it there in one step, so that a reader sees the old one or the new one."""

import os
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr

_PATIENCE_S = 5.0
_PAUSE_S = 0.1


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that takes the place of `path` when the block ends well; else `path` stays as it was.

    Raises:
        UserError: the folder is missing or may not be written, the disk is full, or the target is open elsewhere.
    """
    if not path.parent.is_dir():
        raise UserError(
            tr("There is no folder {folder}.", folder=path.parent),
            tr("Choose a folder that exists."),
            code="no_folder",
        )
    beside = path.with_name(f".{path.stem[:40]}-{uuid.uuid4().hex[:8]}.tmp")
    try:
        try:
            with beside.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _not_writable(path, error) from error
        _put(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _put(made: Path, path: Path) -> None:
    """Move the finished file to its place; on Windows a virus scanner's short hold on it is waited out."""
    until = time.monotonic() + (_PATIENCE_S if sys.platform == "win32" else 0.0)
    while True:
        try:
            made.replace(path)
        except PermissionError as error:
            if time.monotonic() >= until:
                raise UserError(
                    tr("{file} is open in Excel or protected.", file=path.name),
                    tr("Close it there and export again, or choose another name."),
                    code="target_in_use",
                ) from error
            time.sleep(_PAUSE_S)
        except OSError as error:
            raise _not_writable(path, error) from error
        else:
            return


def _not_writable(path: Path, error: OSError) -> UserError:
    return UserError(
        tr("{file} cannot be written: {reason}.", file=path.name, reason=error.strerror or type(error).__name__),
        tr("Check the space and the rights of {folder}, or choose another folder.", folder=path.parent),
        code="not_writable",
    )
