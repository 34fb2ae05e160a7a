"""Cells of a workbook with their addresses, nothing interpreted; and what is refused before anything is read.

`read_workbook` belongs in a child process: a hostile file can end the process that parses it.
"""

import stat
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import Progress
from gtm_desktop.core.words import tr

Cell = str | float | int | bool | date | datetime | time | timedelta

_INFLATED_BYTES = 4_000_000_000
_SUSPECT_BYTES = 200_000_000
_SUSPECT_RATIO = 300
_ENTRIES = 20_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN_PART = "xl/workbook.xml"


@dataclass(frozen=True)
class SheetCells:
    """One worksheet.

    Attributes:
        name: as its tab says.
        is_visible: whether its tab shows.
        rows: cells from A1 on, every row equally long; an empty cell is "". Row i is row i + 1 of the spreadsheet.
    """

    name: str
    is_visible: bool
    rows: Sequence[Sequence[Cell]]


def check_file(path: Path) -> None:
    """Refuse, without reading its content, what cannot be a workbook or would not fit.

    Raises:
        UserError: with the codes no_such_file, not_a_file, no_permission, empty_file, lock_file, encrypted, old_format,
            not_a_workbook, damaged or too_large.
    """
    name = path.name
    try:
        mode, size = path.stat().st_mode, path.stat().st_size
    except FileNotFoundError:
        raise _refusal("no_such_file", tr("There is no file {file}.", file=path), _LOOK) from None
    except OSError as error:
        raise _refusal("no_permission", tr("{file} cannot be opened.", file=name), _ASK_FOR_ACCESS) from error
    if stat.S_ISDIR(mode):
        raise _refusal("not_a_file", tr("{file} is a folder, not a workbook.", file=name), _CHOOSE_XLSX)
    if not stat.S_ISREG(mode):
        raise _refusal("not_a_file", tr("{file} is not an ordinary file.", file=name), _CHOOSE_XLSX)
    if name.startswith("~$"):
        raise _refusal("lock_file", tr("{file} is a mark that Excel leaves beside an open file.", file=name), _LOOK)
    if size == 0:
        raise _refusal("empty_file", tr("{file} is empty.", file=name), _CHOOSE_ANOTHER)
    try:
        _check_content(path)
    except OSError as error:
        raise _refusal("no_permission", tr("{file} cannot be opened.", file=name), _ASK_FOR_ACCESS) from error


def read_workbook(path: Path, *, progress: Progress) -> list[SheetCells]:
    """Return the worksheets that hold cells, in the order of their tabs. Run this in a child process.

    Raises:
        UserError: with the codes encrypted, damaged or too_large.
    """
    sheets = []
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            worksheets = [each for each in book.sheets_metadata if each.typ is python_calamine.SheetTypeEnum.WorkSheet]
            for position, each in enumerate(worksheets):
                progress.report(tr("Reading {sheet}", sheet=each.name), position, len(worksheets))
                cells = book.get_sheet_by_name(each.name)
                rows = cells.to_python(skip_empty_area=False) if cells.start is not None else []
                if rows:
                    is_visible = each.visible is python_calamine.SheetVisibleEnum.Visible
                    sheets.append(SheetCells(each.name, is_visible, rows))
    except python_calamine.PasswordError as error:
        raise _encrypted(path) from error
    except MemoryError as error:
        raise too_large(path) from error
    except (python_calamine.CalamineError, OSError) as error:
        raise damaged(path) from error
    return sheets


def damaged(path: Path) -> UserError:
    """Return the refusal of a file that cannot be parsed."""
    return _refusal("damaged", tr("{file} is damaged and cannot be read.", file=path.name), _SAVE_AGAIN)


def too_large(path: Path) -> UserError:
    """Return the refusal of a file that would need more memory or time than reading may take."""
    message = tr("{file} holds more than this program reads at once.", file=path.name)
    return _refusal("too_large", message, _SAVE_SMALLER)


def _check_content(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(8)
        if start == _OLE:
            is_encrypted = _ENCRYPTED in file.read(4_000_000)
            raise _encrypted(path) if is_encrypted else _old_format(path)
    if not start.startswith(b"PK"):
        message = tr("{file} is not an Excel workbook.", file=path.name)
        raise _refusal("not_a_workbook", message, _SAVE_AS_XLSX)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise damaged(path) from error
    _check_entries(path, entries)


def _check_entries(path: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Look at the zip directory before anything is inflated."""
    names = {entry.filename.lstrip("/").lower() for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise _encrypted(path)
    if _MAIN_PART not in names:
        raise _old_format(path) if names & {"xl/workbook.bin", "content.xml"} else _not_excel(path)
    inflated = sum(entry.file_size for entry in entries)
    is_bomb = any(
        entry.file_size > _SUSPECT_BYTES and entry.file_size > _SUSPECT_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if is_bomb or inflated > _INFLATED_BYTES or len(entries) > _ENTRIES:
        raise too_large(path)


def _encrypted(path: Path) -> UserError:
    message = tr("{file} is protected by a password.", file=path.name)
    return _refusal("encrypted", message, _REMOVE_PASSWORD)


def _old_format(path: Path) -> UserError:
    return _refusal("old_format", tr("{file} is not saved as .xlsx.", file=path.name), _SAVE_AS_XLSX)


def _not_excel(path: Path) -> UserError:
    return _refusal("not_a_workbook", tr("{file} is not an Excel workbook.", file=path.name), _SAVE_AS_XLSX)


def _refusal(code: str, message: str, remedy: str) -> UserError:
    return UserError(message, tr(remedy), code=code)


_LOOK = "Look where the workbook lies and choose it again."
_CHOOSE_ANOTHER = "Choose the workbook that holds the account list."
_CHOOSE_XLSX = "Choose an .xlsx file."
_ASK_FOR_ACCESS = "Close it elsewhere or ask for access, and try again."
_SAVE_AGAIN = "Open it in Excel, save it again as .xlsx and choose the new file."
_SAVE_AS_XLSX = "Open it in Excel or another spreadsheet program and save it as .xlsx."
_SAVE_SMALLER = "Delete unused sheets, rows and columns in Excel, and save it again."
_REMOVE_PASSWORD = "Open it in Excel, remove the password and save it again."
