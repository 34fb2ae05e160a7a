"""A workbook is written whole or not at all, and what stands in the way is said in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gtm_desktop.core import files
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr


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
    try:
        with files.replacing(path) as file:
            yield file
    except PermissionError as error:
        raise UserError(
            tr("{file} is open in Excel or protected.", file=path.name),
            tr("Close it there and export again, or choose another name."),
            code="target_in_use",
        ) from error
    except OSError as error:
        raise UserError(
            tr("{file} cannot be written: {reason}.", file=path.name, reason=error.strerror or type(error).__name__),
            tr("Check the space and the rights of {folder}, or choose another folder.", folder=path.parent),
            code="not_writable",
        ) from error
