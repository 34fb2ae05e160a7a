"""A file is written whole or not at all, never over one that was read, and what stands in the way is said in words."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gtm_desktop.core import disk, files
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.paths import whole
from gtm_desktop.core.words import tr


def refuse_overwriting(target: Path, originals: Sequence[Path]) -> None:
    """Refuse to write over a workbook that was read, whatever it is called there.

    Raises:
        UserError: with the code would_overwrite.
    """
    for original in originals:
        is_same = whole(target) == whole(original) or (
            target.exists() and original.exists() and target.samefile(original)
        )
        if is_same:
            message = tr("{file} is the workbook itself.", file=target.name)
            remedy = tr("Give the copy another name: your workbook is never written over.")
            raise UserError(message, remedy, code="would_overwrite")


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that takes the place of `path` when the block ends well; else `path` stays as it was.

    Raises:
        UserError: the folder is missing or may not be written, the disk is full, or the target is no file or in use.
    """
    if path.exists() and not path.is_file():
        message = tr("{file} is a folder or a device, not a file.", file=path)
        raise UserError(message, tr("Choose another name."), code="not_a_file")
    if not path.parent.is_dir():
        raise UserError(
            tr("There is no folder {folder}.", folder=path.parent),
            tr("Choose a folder that exists."),
            code="no_folder",
        )
    with _in_words(path):
        with files.replacing(path) as file:
            yield file
        files.sweep_beside(path)


@contextmanager
def kept_aside(path: Path) -> Iterator[Callable[[], None]]:
    """Keep what a file is now for as long as the block lasts; call what is given to put that back.

    Raises:
        UserError: the folder may not be written, the disk is full, or the file is in use.
    """
    with _in_words(path), files.kept_aside(path) as put_back:
        yield put_back


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise UserError(
            tr("{file} is open in Excel or protected.", file=path.name),
            tr("Close it there and export again, or choose another name."),
            code="target_in_use",
        ) from error
    except OSError as error:
        folder = path.parent
        if disk.is_full(error):  # what is on the way to the file lies in the temporary folder
            folder = disk.fullest(folder, Path(tempfile.gettempdir()))
        raise UserError(
            tr("{file} cannot be written: {reason}.", file=path.name, reason=disk.refusal(error, folder)),
            tr("Check the space and the rights of {folder}, or choose another folder.", folder=folder),
            code="not_writable",
        ) from error
