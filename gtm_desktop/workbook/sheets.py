"""Finding the tables of a workbook: in which sheet, below which header row, and what they list."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gtm_desktop.tables import accounts, reps
from gtm_desktop.workbook import mapping
from gtm_desktop.workbook.choices import TableChoices
from gtm_desktop.workbook.mapping import MappedColumn
from gtm_desktop.workbook.read import Cell, SheetCells

_LOOKED_AT_ROWS = 60
_LONGEST_HEADER = 80
_ACCOUNT_KEYS = frozenset((accounts.ACCOUNT_ID, accounts.NAME))
_REP_KEYS = frozenset((reps.REP_ID, reps.NAME))


class TableKind(StrEnum):
    """What a table lists."""

    ACCOUNTS = "accounts"
    REPS = "reps"
    ORDERS = "orders"
    OTHER = "other"


@dataclass(frozen=True)
class FoundTable:
    """A table in a sheet.

    Attributes:
        sheet: the sheet's cells.
        kind: what it lists.
        header_row: as the spreadsheet numbers it.
        columns: left to right; columns without a header and without cells are left out.
        score: how much of it was understood; for comparing tables of one kind.
    """

    sheet: SheetCells
    kind: TableKind
    header_row: int
    columns: tuple[MappedColumn, ...]
    score: float = 0.0

    @property
    def rows(self) -> Sequence[Sequence[Cell]]:
        """All rows below the header; the first is row `header_row` + 1 of the spreadsheet."""
        return self.sheet.rows[self.header_row :]

    @property
    def rows_with_cells(self) -> int:
        """How many rows below the header hold anything."""
        return sum(1 for row in self.rows if any(not _is_blank(cell) for cell in row))


def find_table(sheet: SheetCells) -> FoundTable:
    """Return the table of a sheet: the row whose cells are best understood as headers; the upper one on a tie."""
    best = FoundTable(sheet, TableKind.OTHER, _first_full_row(sheet), ())
    for row, cells in enumerate(sheet.rows[:_LOOKED_AT_ROWS], start=1):
        headers = header_texts(cells)
        if sum(1 for header in headers if header) < 2:
            continue
        kind, columns, score = _understand(headers)
        if score > best.score:
            best = FoundTable(sheet, kind, row, _with_cells(sheet, row, columns), score)
    if not best.columns:
        columns = mapping.map_accounts(header_texts(sheet.rows[best.header_row - 1]))
        return FoundTable(sheet, TableKind.OTHER, best.header_row, _with_cells(sheet, best.header_row, columns))
    return best


def chosen_table(sheet: SheetCells, kind: TableKind, choices: TableChoices) -> FoundTable:
    """Return the table of a sheet as the planner chose to read it; what was not chosen is guessed."""
    guess = find_table(sheet)
    row = min(choices.header_row or guess.header_row, len(sheet.rows))
    headers = header_texts(sheet.rows[row - 1])
    map_headers = mapping.map_reps if kind is TableKind.REPS else mapping.map_accounts
    columns = map_headers(headers, choices.fields)
    return FoundTable(sheet, kind, row, _with_cells(sheet, row, columns), guess.score)


def header_texts(cells: Sequence[Cell]) -> list[str]:
    """Return the cells of a row as headers: long texts and what is no text or number are none."""
    return [_header(cell) for cell in cells]


def _header(cell: Cell) -> str:
    if isinstance(cell, str):
        text = " ".join(cell.split())
        return text if len(text) <= _LONGEST_HEADER else ""
    if isinstance(cell, float) and cell.is_integer() and 1990 <= cell <= 2100:
        return str(int(cell))
    return ""


def _understand(headers: Sequence[str]) -> tuple[TableKind, list[MappedColumn], float]:
    as_accounts, as_reps = mapping.map_accounts(headers), mapping.map_reps(headers)
    account_fields = {column.field for column in as_accounts if column.field}
    rep_fields = {column.field for column in as_reps if column.field}
    orders = {column.field for column in mapping.map_orders(headers) if column.field}
    account_score = sum(column.sure for column in as_accounts) if account_fields & _ACCOUNT_KEYS else 0.0
    rep_score = sum(column.sure for column in as_reps) if rep_fields & _REP_KEYS else 0.0
    if max(account_score, rep_score) < 1.5 or max(len(account_fields), len(rep_fields)) < 2:
        return TableKind.OTHER, as_accounts, 0.0
    if len(orders) == 2 and account_fields:
        return TableKind.ORDERS, as_accounts, account_score
    if rep_score > account_score:
        return TableKind.REPS, as_reps, rep_score
    return TableKind.ACCOUNTS, as_accounts, account_score


def _with_cells(sheet: SheetCells, header_row: int, columns: Sequence[MappedColumn]) -> tuple[MappedColumn, ...]:
    """Keep the columns that have a header or any cell below it."""
    below = sheet.rows[header_row:]
    return tuple(
        column for column in columns if column.header or any(not _is_blank(row[column.position]) for row in below)
    )


def _first_full_row(sheet: SheetCells) -> int:
    """Return the first row that holds two texts or more, else the first row that holds anything."""
    with_texts = [sum(1 for header in header_texts(cells) if header) for cells in sheet.rows[:_LOOKED_AT_ROWS]]
    for row, texts in enumerate(with_texts, start=1):
        if texts >= 2:
            return row
    return 1


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()
