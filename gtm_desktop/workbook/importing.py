"""Import: an account list and a rep roster become a dataset. The reading happens in a child process."""

import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import psutil

from gtm_desktop.core.children import ChildFailed, ChildLimitPassed, ChildLimits, run_child
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.findings import Finding, Question
from gtm_desktop.core.progress import Progress
from gtm_desktop.core.words import joined, tr
from gtm_desktop.planning.dataset import Dataset, Source
from gtm_desktop.tables.accounts import ACCOUNT_ID, AccountTable, account_table
from gtm_desktop.tables.buffers import read_frame, write_frame
from gtm_desktop.tables.reps import RepTable, no_reps
from gtm_desktop.workbook.account_list import no_data_rows, read_accounts
from gtm_desktop.workbook.choices import ImportChoices, TableChoices
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.read import SheetCells, check_file, damaged, read_workbook, too_large
from gtm_desktop.workbook.rep_list import read_reps
from gtm_desktop.workbook.rep_names import match_reps
from gtm_desktop.workbook.sheets import FoundTable, TableKind, chosen_table, find_table

_SECONDS = 900.0
_MEGABYTE = 1024 * 1024
_LEAST_MB, _MOST_MB = 2048, 8192
_ACCOUNTS_FILE, _REPS_FILE = "accounts.columns", "reps.columns"


@dataclass(frozen=True)
class ReadTable:
    """One table of a workbook as it was found.

    Attributes:
        sheet, kind, header_row: where it is and what it lists.
        rows: rows with cells below the header.
        fields: header, letter and how sure, by table column.
    """

    sheet: str
    kind: TableKind
    header_row: int
    rows: int
    fields: dict[str, tuple[str, str, float]]


@dataclass(frozen=True)
class ReadAnswer:
    """What a child process says of the files it read; the tables lie in its folder unless there is a refusal.

    Attributes:
        refusal: why there is no account list; None where there is one.
        tables: what was found in the account workbook.
        findings, questions, accounts_source, reps_source: as in a dataset.
    """

    refusal: UserError | None
    tables: tuple[ReadTable, ...]
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    accounts_source: Source = field(default_factory=Source)
    reps_source: Source = field(default_factory=Source)


def import_workbook(
    accounts_path: Path, reps_path: Path | None, *, progress: Progress, choices: ImportChoices | None = None
) -> Dataset:
    """Read an account list and a rep roster from workbooks, as if every suggestion were taken.

    Args:
        accounts_path: the workbook with the account list; it may hold the roster in another sheet.
        reps_path: the workbook with the roster; None: look in the first one.
        progress: reports and cancels; a cancelled child is killed at once.
        choices: corrections of what would be guessed.

    Returns:
        a dataset whose findings name every row that became no account and whose questions are still open.

    Raises:
        UserError: no account list can be read: damaged, encrypted, not a workbook, no rows, too large.
        Cancelled: `progress` said so.
    """
    answer, dataset = read_in_child(accounts_path, reps_path, progress=progress, choices=choices)
    if dataset is None:
        raise answer.refusal or no_data_rows(accounts_path.name)
    return dataset


def read_in_child(
    accounts_path: Path, reps_path: Path | None, *, progress: Progress, choices: ImportChoices | None = None
) -> tuple[ReadAnswer, Dataset | None]:
    """Return what a child process says of the files, and the dataset; None where there is a refusal.

    Raises:
        UserError: a file cannot be read at all.
        Cancelled: `progress` said so.
    """
    paths = [accounts_path] if reps_path is None else [accounts_path, reps_path]
    for path in paths:
        check_file(path)
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-") as name:
        folder = Path(name)
        answer = _run_child(paths, choices or ImportChoices(), folder, progress)
        if answer.refusal is not None:
            return answer, None
        return answer, Dataset(
            accounts=AccountTable(read_frame(folder / _ACCOUNTS_FILE)),
            reps=RepTable(read_frame(folder / _REPS_FILE)),
            findings=answer.findings,
            questions=answer.questions,
            accounts_source=answer.accounts_source,
            reps_source=answer.reps_source,
        )


def _run_child(paths: Sequence[Path], choices: ImportChoices, folder: Path, progress: Progress) -> ReadAnswer:
    limits = ChildLimits(memory_mb=_memory_mb(), seconds=_SECONDS)
    target = f"{__name__}:{read_and_store.__name__}"
    named = Path(joined([path.name for path in paths]))
    try:
        answer: ReadAnswer = run_child(target, paths, choices, folder, progress=progress, limits=limits)
    except ChildLimitPassed as error:
        raise too_large(named) from error
    except ChildFailed as error:
        if error.exit_code == -signal.SIGABRT:  # a parser that could not get memory
            raise too_large(named) from error
        if error.exit_code:
            raise damaged(named) from error
        raise
    return answer


def _memory_mb() -> int:
    """Return what reading may use: three quarters of the machine's memory, between 2 and 8 GB."""
    return int(min(max(psutil.virtual_memory().total * 0.75 / _MEGABYTE, _LEAST_MB), _MOST_MB))


def read_and_store(paths: Sequence[Path], choices: ImportChoices, folder: Path, *, progress: Progress) -> ReadAnswer:
    """Read the files and leave the tables in `folder`. This is what the child process runs.

    Raises:
        UserError: a file cannot be read at all.
        Cancelled: `progress` said so.
    """
    answer, accounts, reps = read_tables(paths, choices, progress=progress)
    if answer.refusal is None:
        progress.report(tr("Handing over"))
        write_frame(folder / _ACCOUNTS_FILE, accounts)
        write_frame(folder / _REPS_FILE, reps)
    return answer


def read_tables(
    paths: Sequence[Path], choices: ImportChoices, *, progress: Progress
) -> tuple[ReadAnswer, AccountTable, RepTable]:
    """Return what was found in the account workbook and, where there is one, the roster's; and both tables.

    Raises:
        UserError: a file cannot be read at all, or there is a roster file without a roster.
        Cancelled: `progress` said so.
    """
    accounts_path = paths[0]
    notes = Notes()
    sheets = _visible(read_workbook(accounts_path, progress=progress), notes)
    progress.report(tr("Finding the tables"))
    found = [find_table(sheet) for sheet in sheets]
    try:
        table = _account_table(accounts_path.name, sheets, found, choices.accounts, notes)
        notes.sheet = table.sheet.name
        progress.report(tr("Understanding the accounts"))
        accounts, accounts_source = read_accounts(accounts_path.name, table, notes)
    except UserError as refusal:
        answer = ReadAnswer(refusal, tuple(_read_table(each) for each in found))
        return answer, account_table(pd.DataFrame({ACCOUNT_ID: []})), no_reps()
    reps, reps_source, rep_notes = _reps_of(paths, found, choices, progress)
    accounts = match_reps(accounts, reps, notes)
    answer = ReadAnswer(
        refusal=None,
        tables=tuple(_read_table(table if each.sheet is table.sheet else each) for each in found),
        findings=(*notes.findings, *rep_notes.findings),
        questions=(*notes.questions, *rep_notes.questions),
        accounts_source=accounts_source,
        reps_source=reps_source,
    )
    return answer, accounts, reps


def _visible(sheets: Sequence[SheetCells], notes: Notes) -> list[SheetCells]:
    """Return the sheets whose tabs show, all of them where none does; name the hidden ones."""
    visible = [sheet for sheet in sheets if sheet.is_visible]
    hidden = [sheet.name for sheet in sheets if not sheet.is_visible]
    if visible and hidden:
        message = tr("Hidden sheets were not read: {names}.", names=joined(hidden))
        notes.note("hidden_sheets", message, tr("Unhide a sheet in Excel if its rows belong to the list."))
    return visible or list(sheets)


def _account_table(
    file: str, sheets: Sequence[SheetCells], found: Sequence[FoundTable], choices: TableChoices, notes: Notes
) -> FoundTable:
    """Return the table with the accounts: the chosen one, else the longest account list.

    Raises:
        UserError: there is none.
    """
    if not sheets:
        raise no_data_rows(file)
    lists = [table for table in found if table.kind is TableKind.ACCOUNTS]
    if choices.sheet is None and not lists and choices == TableChoices():
        raise _no_account_list(file, found)
    if choices.sheet is not None:
        sheet = _sheet_called(choices.sheet, file, sheets)
        return chosen_table(sheet, TableKind.ACCOUNTS, choices)
    best = max(lists or found, key=lambda table: table.rows_with_cells)
    kinds = sorted(table.kind for table in found)
    if len(found) > 1 and kinds != [TableKind.ACCOUNTS, TableKind.REPS]:
        names = joined([sheet.name for sheet in sheets])
        message = tr("{file} has more than one sheet with cells: {names}.", file=file, names=names)
        notes.ask("which_sheet", message, tr("Take {sheet} for the account list.", sheet=best.sheet.name))
    return best if choices == TableChoices() else chosen_table(best.sheet, TableKind.ACCOUNTS, choices)


def _sheet_called(name: str, file: str, sheets: Sequence[SheetCells]) -> SheetCells:
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    message = tr("{file} has no sheet {sheet} with cells.", file=file, sheet=name)
    raise UserError(message, tr("Choose another sheet."), code="no_such_sheet")


def _no_account_list(file: str, found: Sequence[FoundTable]) -> UserError:
    kinds = {table.kind for table in found}
    if not any(table.rows_with_cells for table in found):
        return no_data_rows(file)
    if TableKind.ORDERS in kinds:
        message = tr("{file} lists orders or invoices, not accounts.", file=file)
        return UserError(message, tr("Add them up to one row an account and choose that list."), code="order_lines")
    if TableKind.REPS in kinds:
        message = tr("{file} lists reps, not accounts.", file=file)
        return UserError(message, tr("Choose it as the rep roster, beside an account list."), code="only_reps")
    message = tr("{file} has no sheet that looks like an account list.", file=file)
    remedy = tr("Give it a header row with at least a customer number or name, a gross margin and a ZIP code.")
    return UserError(message, remedy, code="no_account_list")


def _reps_of(
    paths: Sequence[Path], found: Sequence[FoundTable], choices: ImportChoices, progress: Progress
) -> tuple[RepTable, Source, Notes]:
    """Return the roster: of its own file, else of another sheet of the account workbook, else none.

    Raises:
        UserError: the roster's file cannot be read or holds no roster.
    """
    file, notes = paths[-1].name, Notes()
    if len(paths) > 1:
        sheets = _visible(read_workbook(paths[-1], progress=progress), notes)
        found = [find_table(sheet) for sheet in sheets]
        rosters = [table for table in found if table.kind is TableKind.REPS]
        if choices.reps != TableChoices() and sheets:
            name = choices.reps.sheet or (rosters or found)[0].sheet.name
            rosters = [chosen_table(_sheet_called(name, file, sheets), TableKind.REPS, choices.reps)]
        if not rosters:
            message = tr("{file} has no sheet that looks like a rep roster.", file=file)
            remedy = tr("Give it a header row with at least a rep code or name, a role and a home ZIP code.")
            raise UserError(message, remedy, code="no_rep_roster")
        if len(found) > 1 and choices.reps.sheet is None:
            message = tr("{file} has more than one sheet with cells.", file=file)
            sheet = max(rosters, key=lambda table: table.rows_with_cells).sheet.name
            notes.ask("which_rep_sheet", message, tr("Take {sheet} for the rep roster.", sheet=sheet))
    else:
        rosters = [table for table in found if table.kind is TableKind.REPS]
    if not rosters:
        return no_reps(), Source(), notes
    table = max(rosters, key=lambda each: each.rows_with_cells)
    notes.sheet = table.sheet.name
    progress.report(tr("Understanding the roster"))
    reps, source = read_reps(file, table, notes)
    return reps, source, notes


def _read_table(table: FoundTable) -> ReadTable:
    fields = {column.field: (column.header, column.letter, column.sure) for column in table.columns if column.field}
    fields = fields if table.kind is not TableKind.OTHER else {}
    return ReadTable(table.sheet.name, table.kind, table.header_row, table.rows_with_cells, fields)
