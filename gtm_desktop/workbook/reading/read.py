"""Cells of a file with their addresses, nothing interpreted, and what it says beside its values.

`read_file` belongs in a child process: a hostile file can end the process that parses it.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import IO

import python_calamine

from gtm_desktop.core.child_ends import is_out_of_memory
from gtm_desktop.core.progress import Progress
from gtm_desktop.core.words import tr
from gtm_desktop.workbook.choices import FileChoices
from gtm_desktop.workbook.origins import Origins
from gtm_desktop.workbook.reading.decrypt import decrypted
from gtm_desktop.workbook.reading.file_check import (
    FileFormat,
    check_file,
    damaged,
    encrypted,
    format_of,
    no_permission,
    no_such_file,
    too_large,
    unsafe,
)
from gtm_desktop.workbook.reading.ods_scan import scan_ods
from gtm_desktop.workbook.reading.record_scan import scan_xls, scan_xlsb
from gtm_desktop.workbook.reading.sheet_pieces import LARGE, MOST_CELLS, CutSheet, TooManyCellsError, read_in_pieces
from gtm_desktop.workbook.reading.sheet_scan import (
    SheetFacts,
    has_document_type,
    scan_workbook,
    sheet_parts,
    special_styles,
)
from gtm_desktop.workbook.reading.text_file import read_text

Cell = str | float | int | bool | date | datetime | time | timedelta

_DAMAGES = (
    python_calamine.CalamineError, zipfile.BadZipFile, zlib.error, struct.error,
    OSError, EOFError, ValueError, KeyError, IndexError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What readers raise of a file whose parts are cut, overwritten, missing or packed in a way of their own."""
_PANIC = "PanicException"
"""What a reader in Rust raises when it meets what it never thought of; it is no Exception and cannot be imported."""
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_XML_HEAD = b"<\0?\0", b"\0<\0?"


@dataclass(frozen=True)
class SheetCells:
    """One worksheet.

    Attributes:
        name: as its tab says.
        is_visible: whether its tab shows.
        rows: cells from A1 on, every row equally long; an empty cell is "". Row i is row i + 1 of the spreadsheet.
        facts: what it says beside its values.
        origins: where the rows lie, if the sheet was put together; None where they lie as numbered.
    """

    name: str
    is_visible: bool
    rows: Sequence[Sequence[Cell]]
    facts: SheetFacts = field(default_factory=SheetFacts)
    origins: Origins | None = None


@dataclass(frozen=True)
class FileCells:
    """A file as it was read.

    Attributes:
        format: what it holds.
        sheets: the worksheets that hold cells, in the order of their tabs.
        encoding, separator: of a list in text form; else "".
    """

    format: FileFormat
    sheets: list[SheetCells]
    encoding: str = ""
    separator: str = ""


def read_file(path: Path, *, progress: Progress, choices: FileChoices | None = None) -> FileCells:
    """Return the cells of a workbook or list. Run this in a child process.

    Raises:
        UserError: with the codes encrypted, wrong_password, damaged, unsafe, too_large or not_a_workbook.
        MemoryError: there was no memory left, which says nothing of the file.
    """
    choices = choices or FileChoices()
    try:
        found = check_file(path, password=choices.password)
        if found is FileFormat.TEXT:
            progress.report(tr("Reading {sheet}", sheet=path.name))
            text = read_text(path, encoding=choices.encoding, separator=choices.separator)
            sheets = [SheetCells(path.stem, is_visible=True, rows=text.rows)] if text.rows else []
            return FileCells(found, sheets, text.encoding, text.separator)
        with path.open("rb") as file:
            content: IO[bytes] = file
            if found is FileFormat.ENCRYPTED:
                content = decrypted(file, path, choices.password or "")
                found = format_of(content, path)
            return FileCells(found, _read_book(content, found, path, progress))
    except python_calamine.PasswordError as error:
        raise encrypted(path) from error
    except TooManyCellsError as error:
        raise too_large(path) from error
    except PermissionError as error:
        raise no_permission(path) from error
    except FileNotFoundError as error:
        raise no_such_file(path) from error
    except _DAMAGES as error:
        if is_out_of_memory(error):
            raise MemoryError from error
        raise damaged(path) from error
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise damaged(path) from error
        raise


def _read_book(content: IO[bytes], found: FileFormat, path: Path, progress: Progress) -> list[SheetCells]:
    content.seek(0)
    data = content.read()
    if found in (FileFormat.XLSX, FileFormat.XLSB, FileFormat.ODS):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if has_document_type(archive):
                raise unsafe(path)
            if found is FileFormat.XLSX:
                data = _as_utf8(archive, data)
    if found is not FileFormat.XLSX:
        sheets, facts = _cells(data, progress, {}), _other_facts(data, found)
        return [replace(sheet, facts=facts.get(sheet.name, sheet.facts)) for sheet in sheets]
    cut = _large_sheets(data, progress)
    with ThreadPoolExecutor(1) as beside:  # the cell reader leaves the interpreter free while it parses
        scan = beside.submit(_facts, data, cut)
        sheets = _cells(data, progress, cut)
        facts = scan.result()
    if any(each.area > MOST_CELLS for each in facts.values()):
        raise too_large(path)
    return [replace(sheet, facts=facts.get(sheet.name, sheet.facts)) for sheet in sheets]


def _other_facts(data: bytes, found: FileFormat) -> dict[str, SheetFacts]:
    if found is FileFormat.XLS:
        return scan_xls(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return scan_xlsb(archive) if found is FileFormat.XLSB else scan_ods(archive)


def _large_sheets(data: bytes, progress: Progress) -> dict[str, CutSheet]:
    """Return the large sheets that can be read in pieces, by name."""
    cut = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, part in sheet_parts(archive).items():
            if archive.getinfo(part).file_size >= LARGE:
                tell = partial(_tell_part, progress, name)
                sheet = read_in_pieces(archive, part, special_styles(archive), tell=tell)
                if sheet is not None:
                    cut[name] = sheet
    return cut


def _tell_part(progress: Progress, sheet: str, part: float) -> None:
    progress.report(tr("Reading {sheet}", sheet=sheet), round(100 * part), 100)


def _facts(data: bytes, cut: Mapping[str, CutSheet]) -> dict[str, SheetFacts]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        known = {name: sheet.facts for name, sheet in cut.items()}
        return scan_workbook(archive, passing_over=known) | known


def _cells(data: bytes, progress: Progress, cut: Mapping[str, CutSheet]) -> list[SheetCells]:
    """Return the worksheets that hold more than blanks; those that were read in pieces are not read again."""
    sheets = []
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        worksheets = [each for each in book.sheets_metadata if each.typ is python_calamine.SheetTypeEnum.WorkSheet]
        for position, each in enumerate(worksheets):
            if each.name in cut:
                rows = cut[each.name].rows
            else:
                progress.report(tr("Reading {sheet}", sheet=each.name), position, len(worksheets))
                cells = book.get_sheet_by_name(each.name)
                rows = cells.to_python(skip_empty_area=False) if cells.start is not None else []
            if any(cell != "" and not (isinstance(cell, str) and cell.isspace()) for row in rows for cell in row):
                is_visible = each.visible is python_calamine.SheetVisibleEnum.Visible
                sheets.append(SheetCells(each.name, is_visible, rows))
    return sheets


def _as_utf8(archive: zipfile.ZipFile, data: bytes) -> bytes:
    """Return the workbook with its UTF-16 sheets as UTF-8, which the cell reader would pass over in silence."""
    odd = set()
    for part in sheet_parts(archive).values():
        with archive.open(part) as file:
            if file.read(4).startswith((*_UTF16_MARKS, *_XML_HEAD)):
                odd.add(part)
    if not odd:
        return data
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as target:
        for entry in archive.infolist():
            part_data = archive.read(entry)
            if entry.filename in odd:
                without_mark = "utf-16-le" if part_data[1:2] == b"\0" else "utf-16-be"
                name = "utf-16" if part_data.startswith(_UTF16_MARKS) else without_mark
                part_data = part_data.decode(name).replace("UTF-16", "UTF-8", 1).replace("utf-16", "utf-8", 1).encode()
            target.writestr(entry.filename, part_data)
    return copy.getvalue()
