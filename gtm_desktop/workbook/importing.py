"""Import: an account list and a rep roster become a dataset. The reading happens in a child process."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import psutil

from gtm_desktop.core.child_ends import ChildFailed, ChildLimitPassed
from gtm_desktop.core.children import ChildLimits, run_child
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.findings import Finding, Question
from gtm_desktop.core.progress import Progress
from gtm_desktop.core.words import joined, ntr, tr
from gtm_desktop.planning.dataset import Dataset, Source
from gtm_desktop.tables.accounts import ACCOUNT_ID, COUNTRY, AccountTable
from gtm_desktop.tables.accounts import account_table as account_frame
from gtm_desktop.tables.buffers import read_frame, write_frame
from gtm_desktop.tables.left_out import LeftOutTable, nothing_left_out
from gtm_desktop.tables.reps import RepTable, no_reps
from gtm_desktop.workbook.choices import ImportChoices, TableChoices
from gtm_desktop.workbook.cleaning.account_list import read_accounts
from gtm_desktop.workbook.cleaning.choose_tables import account_table, no_data_rows, rep_roster, visible_sheets
from gtm_desktop.workbook.cleaning.order_lines import added_up
from gtm_desktop.workbook.cleaning.place_countries import only_country_abroad
from gtm_desktop.workbook.cleaning.rep_list import read_reps
from gtm_desktop.workbook.cleaning.rep_names import match_reps
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.reading import reading_child
from gtm_desktop.workbook.reading.file_check import check_file, not_read, too_large
from gtm_desktop.workbook.reading.import_progress import EstimatedProgress
from gtm_desktop.workbook.reading.read import FileCells, read_file
from gtm_desktop.workbook.reading.sheets import FoundTable, TableKind, find_tables, is_blank

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


@dataclass(frozen=True, eq=False)
class ReadAnswer:
    """What a child process says of the files it read; the tables lie in its folder unless there is a refusal.

    Attributes:
        refusal: why there is no account list; None where there is one.
        tables: what was found in the account workbook.
        answered: questions that an answer of the choices closed, with that answer.
        findings, questions, accounts_source, reps_source, left_out, offers: as in a dataset.
    """

    refusal: UserError | None
    tables: tuple[ReadTable, ...]
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: tuple[tuple[Question, str], ...] = ()
    accounts_source: Source = field(default_factory=Source)
    reps_source: Source = field(default_factory=Source)
    left_out: LeftOutTable = field(default_factory=nothing_left_out)
    offers: tuple[Question, ...] = ()

    def dataset(self, accounts: AccountTable, reps: RepTable) -> Dataset:
        """Return the dataset of the two tables and what was said of them."""
        return Dataset(
            accounts=accounts,
            reps=reps,
            findings=self.findings,
            questions=self.questions,
            accounts_source=self.accounts_source,
            reps_source=self.reps_source,
            answered=self.answered,
            left_out=self.left_out,
            offers=self.offers,
        )


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
    choices = choices or ImportChoices()
    for path, file in zip(paths, (choices.accounts_file, choices.reps_file), strict=False):
        check_file(path, password=file.password)
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-") as name:
        folder = Path(name)
        answer = _run_child(paths, choices, folder, progress)
        if answer.refusal is not None:
            return answer, None
        accounts, reps = AccountTable(read_frame(folder / _ACCOUNTS_FILE)), RepTable(read_frame(folder / _REPS_FILE))
        return answer, answer.dataset(accounts, reps)


def _run_child(paths: Sequence[Path], choices: ImportChoices, folder: Path, progress: Progress) -> ReadAnswer:
    target = f"{reading_child.__name__}:{reading_child.read_and_store.__name__}"
    answer: ReadAnswer = run_reader(target, paths, choices, folder, progress=EstimatedProgress(progress).progress)
    return answer


def run_reader(target: str, paths: Sequence[Path], /, *args: Any, progress: Progress) -> Any:
    """Run ``"package.module:function"`` with the paths of files and more in a child process with limits.

    Raises:
        UserError: a file cannot be read: the function raised it, or reading it ended the child.
        Cancelled: `progress` said so.
    """
    limits = ChildLimits(memory_mb=_memory_mb(), seconds=_SECONDS)
    named = Path(joined([path.name for path in paths]))
    try:
        return run_child(target, paths, *args, progress=progress, limits=limits, called=tr("the reading process"))
    except ChildLimitPassed as error:
        raise too_large(named) from error
    except ChildFailed as error:
        if error.code == "child_failed":
            raise
        raise not_read(named, error) from error


def _memory_mb() -> int:
    """Return what reading may use: three quarters of the machine's memory, between 2 and 8 GB."""
    return int(min(max(psutil.virtual_memory().total * 0.75 / _MEGABYTE, _LEAST_MB), _MOST_MB))


def store_tables(
    content: FileCells, paths: Sequence[Path], choices: ImportChoices, folder: Path, *, progress: Progress
) -> ReadAnswer:
    """Understand the cells of the account workbook and leave the tables in `folder`.

    Raises:
        UserError: the roster's file cannot be read at all.
        Cancelled: `progress` said so.
    """
    answer, accounts, reps = understood(content, paths, choices, progress=progress)
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
    content = read_file(paths[0], progress=progress, choices=choices.accounts_file)
    return understood(content, paths, choices, progress=progress)


def understood(
    content: FileCells, paths: Sequence[Path], choices: ImportChoices, *, progress: Progress
) -> tuple[ReadAnswer, AccountTable, RepTable]:
    """Return the same as `read_tables`, of an account workbook whose cells have been read.

    Raises:
        UserError: there is a roster file without a roster, or it cannot be read.
        Cancelled: `progress` said so.
    """
    file = paths[0].name
    notes = Notes(file=file, answers=choices.answers)
    _tell_text(content, file, notes)
    sheets = visible_sheets(content.sheets, notes)
    progress.report(tr("Finding the tables"))
    found = [table for sheet in sheets for table in find_tables(sheet)]
    try:
        table = account_table(file, sheets, found, choices.accounts, notes)
        notes.sheet = table.sheet.name
        _tell_layout(file, table, choices.accounts, notes)
        if content.encoding:
            _ask_about_more_cells(table, notes)
        progress.report(tr("Understanding the accounts"))
        if table.kind is TableKind.ORDERS:
            table = added_up(file, table, notes)
        notes.origins = table.sheet.origins
        accounts, left_out, accounts_source = read_accounts(file, table, notes)
    except UserError as refusal:
        tables = tuple(_read_table(each) for each in found)
        return ReadAnswer(refusal, tables), account_table_of_nothing(), no_reps()
    notes.origins = None
    accounts_in = only_country_abroad(accounts[COUNTRY])
    reps, reps_source, rep_notes = _reps_of(paths, found, choices, progress, accounts_in=accounts_in)
    accounts = match_reps(accounts, reps, notes)
    answer = ReadAnswer(
        None,
        tuple(_read_table(each) for each in found),
        (*notes.findings, *rep_notes.findings),
        (*notes.questions, *rep_notes.questions),
        (*notes.answered, *rep_notes.answered),
        accounts_source,
        reps_source,
        left_out,
        (*notes.offers, *rep_notes.offers),
    )
    return answer, accounts, reps


def account_table_of_nothing() -> AccountTable:
    """Return an account table without rows."""
    return account_frame(pd.DataFrame({ACCOUNT_ID: []}))


def _tell_text(content: FileCells, file: str, notes: Notes) -> None:
    """Say in which encoding and with which separator a list in text form was read."""
    if not content.encoding:
        return
    separator = {"\t": tr("tabs"), ",": tr("commas"), ";": tr("semicolons"), "|": tr("bars")}
    message = tr(
        "{file} was read as text in {encoding}, cells parted by {separator}.",
        file=file,
        encoding=content.encoding.removesuffix("-sig").upper(),
        separator=separator.get(content.separator, content.separator),
    )
    notes.note("text_read_as", message, tr("Choose another encoding or separator if names look wrong."))


def _tell_layout(file: str, table: FoundTable, choices: TableChoices, notes: Notes) -> None:
    """Ask about a list without headers and about one that lies on its side."""
    if table.header_row == 0 and choices.header_row is None:
        message = tr("{file} has no row of headers that can be understood.", file=file)
        notes.ask("no_header", message, tr("Take every row for an account and guess the columns by their values."))
    if table.is_turned:
        message = tr("The list in {sheet} lies on its side: each account is a column.", sheet=table.sheet.name)
        notes.ask("turned_table", message, tr("Turn it, so that each column becomes an account."))


def _ask_about_more_cells(table: FoundTable, notes: Notes) -> None:
    """Ask about lines of a text that have more cells than there are headers: a separator within an amount cuts it."""
    headed = [column.position for column in table.columns if column.header]
    beyond = [
        column.position for column in table.columns if not column.header and column.position > max(headed, default=0)
    ]
    if not headed or not beyond:
        return
    numbered = enumerate(table.rows, start=table.header_row + 1)
    rows = [number for number, row in numbered if any(not is_blank(row[position]) for position in beyond)]
    message = ntr(
        "{n} row has more cells than there are headers: a separator may stand within an amount or a name.",
        "{n} rows have more cells than there are headers: separators may stand within amounts or names.",
        len(rows),
    )
    notes.ask("more_cells_than_headers", message, tr("Read them as they stand."), rows=rows)


def _reps_of(
    paths: Sequence[Path], found: Sequence[FoundTable], choices: ImportChoices, progress: Progress, *, accounts_in: str
) -> tuple[RepTable, Source, Notes]:
    """Return the roster: of its own file, else of another sheet of the account workbook, else none.

    `accounts_in` is the country of all accounts, where that is abroad.

    Raises:
        UserError: the roster's file cannot be read or holds no roster.
    """
    file = paths[-1].name
    notes = Notes(file=file, answers=choices.answers)
    if len(paths) > 1:
        content = read_file(paths[-1], progress=progress, choices=choices.reps_file)
        sheets = visible_sheets(content.sheets, notes)
        found = [table for sheet in sheets for table in find_tables(sheet)]
        table = rep_roster(file, sheets, found, choices.reps, notes)
    else:
        rosters = [table for table in found if table.kind is TableKind.REPS]
        if not rosters:
            return no_reps(), Source(), notes
        table = max(rosters, key=lambda each: each.rows_with_cells)
    notes.sheet = table.sheet.name
    notes.origins = table.sheet.origins
    progress.report(tr("Understanding the roster"))
    reps, source = read_reps(file, table, notes, accounts_in=accounts_in)
    return reps, source, notes


def _read_table(table: FoundTable) -> ReadTable:
    fields = {column.field: (column.header, column.letter, column.sure) for column in table.columns if column.field}
    fields = fields if table.kind is not TableKind.OTHER else {}
    return ReadTable(table.sheet.name, table.kind, table.header_row, table.rows_with_cells, fields)
