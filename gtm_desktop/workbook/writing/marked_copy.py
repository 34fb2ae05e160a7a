"""A copy of the planner's workbooks in which what was found, asked and decided is coloured and remarked upon."""

import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import joined, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.workbook.atomic_file import refuse_overwriting, replacing
from gtm_desktop.workbook.choices import FileChoices, ImportChoices, ReadRequest, TableChoices
from gtm_desktop.workbook.cleaning.choose_tables import visible_sheets
from gtm_desktop.workbook.importing import run_reader
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.reading.decrypt import decrypted
from gtm_desktop.workbook.reading.file_check import FileFormat, check_file, format_of
from gtm_desktop.workbook.reading.read import SheetCells, read_file
from gtm_desktop.workbook.reading.sheets import FoundTable, chosen_table, find_tables
from gtm_desktop.workbook.writing.marked_sheets import (
    CopiedSheet,
    list_title,
    tab_names,
    without_room,
    write_copy,
    write_list,
)
from gtm_desktop.workbook.writing.remarks import Remark, Told, remarks_on
from gtm_desktop.workbook.writing.sheet_looks import SheetLook, sheet_looks
from gtm_desktop.workbook.writing.sheet_writer import RosterBook

_ENDING = ".xlsx"
_COPY = "copy.xlsx"
_MOST_FROZEN = 20
_NONE_CHOSEN = TableChoices()


def write_marked_copy(request: ReadRequest, dataset: Dataset, target: Path, *, progress: Progress = SILENT) -> None:
    """Write a copy of the workbooks that were read, with findings, questions and decisions coloured and remarked upon.

    The copy holds the values of every sheet that was read, number formats and column widths (of .xlsx), and a first
    sheet that lists the remarks with links. Texts stay texts. Formulas, pictures and charts are not in it.

    Args:
        request: which workbooks were read, and how.
        dataset: what they became.
        target: the .xlsx file to make or replace; never one of the workbooks themselves.
        progress: reports and cancels.

    Raises:
        UserError: the target is one of the workbooks, is no .xlsx or cannot be written; or a workbook is gone.
        Cancelled: nothing is written then.
    """
    paths = [request.accounts] if request.reps is None else [request.accounts, request.reps]
    refuse_originals(target, paths)
    for path, file in zip(paths, (request.choices.accounts_file, request.choices.reps_file), strict=False):
        check_file(path, password=file.password)
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-") as name:
        copy = Path(name) / _COPY
        child = f"{__name__}:{copy_and_mark.__name__}"
        told = Told(dataset.findings, dataset.questions, dataset.answered)
        run_reader(child, paths, request.choices, told, copy, progress=progress)
        progress.check()
        with replacing(target) as there, copy.open("rb") as here:
            shutil.copyfileobj(here, there)


def refuse_originals(target: Path, originals: Sequence[Path]) -> None:
    """Refuse to write a marked copy over a workbook that was read, whatever it is called there, or as another format.

    Raises:
        UserError: with the codes would_overwrite or not_a_workbook_name.
    """
    if target.suffix.lower() != _ENDING:
        message = tr("A marked copy is an Excel workbook, and {file} is not called like one.", file=target.name)
        raise UserError(message, tr("Give it a name that ends in .xlsx."), code="not_a_workbook_name")
    refuse_overwriting(target, originals)


def copy_and_mark(
    paths: Sequence[Path],
    choices: ImportChoices,
    told: Told,
    target: Path,
    *,
    progress: Progress,
) -> None:
    """Read the workbooks again and write the copy. This is what the child process runs.

    Raises:
        UserError: a file cannot be read.
    """
    sheets: list[tuple[str, SheetCells, list[FoundTable], SheetLook]] = []
    hidden: list[str] = []
    of_tables = (choices.accounts, choices.reps)
    of_files = (choices.accounts_file, choices.reps_file)
    for path, chosen, opened in zip(paths, of_tables, of_files, strict=False):
        content = read_file(path, progress=progress, choices=opened)
        shown = visible_sheets(content.sheets, Notes())
        hidden += sorted({sheet.name for sheet in content.sheets} - {sheet.name for sheet in shown})
        looks = _looks(path, opened, shown)
        sheets += [(path.name, each, _tables(each, chosen), looks.get(each.name, SheetLook())) for each in shown]
    names = tab_names([sheet.name for _, sheet, _, _ in sheets], taken=[list_title()])
    copied = [
        CopiedSheet(file, sheet.name, tab, sheet, look, _frozen(tables))
        for (file, sheet, tables, look), tab in zip(sheets, names, strict=True)
    ]
    by_sheet = {(file, sheet.name): tables for file, sheet, tables, _ in sheets}
    remarks = remarks_on(told, by_sheet)
    _write(target, copied, remarks, about=_about(paths, hidden, remarks), progress=progress)


def _write(
    target: Path, copied: Sequence[CopiedSheet], remarks: Sequence[Remark], *, about: Sequence[str], progress: Progress
) -> None:
    tabs = {(each.file, each.name): each.tab for each in copied}
    rows = sum(len(each.sheet.rows) for each in copied)
    with target.open("wb") as file:
        book = RosterBook(file, title=tr("Marked copy"), rows=rows, progress=progress)
        write_list(book, remarks, tabs, about)
        for each in copied:
            here = [remark for remark in remarks if (remark.file, remark.sheet) == (each.file, each.name)]
            write_copy(book, each, here)
        book.close()


def _tables(sheet: SheetCells, chosen: TableChoices) -> list[FoundTable]:
    """Return the tables of a sheet, the one that the planner corrected as it was corrected."""
    found = find_tables(sheet)
    if chosen == _NONE_CHOSEN or chosen.sheet not in (None, sheet.name) or len(found) > 1:
        return found
    return [chosen_table(sheet, found[0].kind, chosen)]


def _frozen(tables: Sequence[FoundTable]) -> int:
    """Return how many rows stay in view: those down to the header."""
    row = tables[0].header_row if tables and not tables[0].is_turned else 0
    return row if row <= _MOST_FROZEN else 0


def _looks(path: Path, opened: FileChoices, shown: Sequence[SheetCells]) -> dict[str, SheetLook]:
    """Return how the sheets of an .xlsx workbook look; nothing is known of other formats."""
    sizes = {sheet.name: (len(sheet.rows), len(sheet.rows[0])) for sheet in shown}
    with path.open("rb") as file:
        content: IO[bytes] = file
        kind = check_file(path, password=opened.password)
        if kind is FileFormat.ENCRYPTED:
            content = decrypted(file, path, opened.password or "")
            kind = format_of(content, path)
        if kind is not FileFormat.XLSX:
            return {}
        with zipfile.ZipFile(content) as archive:
            return sheet_looks(archive, sizes)


def _about(paths: Sequence[Path], hidden: Sequence[str], remarks: Sequence[Remark]) -> list[str]:
    files = joined([path.name for path in paths])
    said = [
        tr("A copy of the values of {files}, which was not changed itself.", files=files),
        tr("Formulas, pictures, charts and merged cells are not in it. Correct the workbook, then read it again."),
    ]
    if hidden:
        said.append(tr("Hidden sheets were not read and are not in it: {names}.", names=joined(list(hidden))))
    left = without_room(remarks)
    if left:
        said.append(tr("{n} coloured cells have no remark of their own: see the list below.", n=left))
    return said
