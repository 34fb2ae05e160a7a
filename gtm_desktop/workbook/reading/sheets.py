"""Finding the tables of a sheet: below which header row, beside each other, on their side, or without a header."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from gtm_desktop.tables import accounts, reps
from gtm_desktop.workbook import mapping
from gtm_desktop.workbook.choices import TableChoices
from gtm_desktop.workbook.mapping import MappedColumn
from gtm_desktop.workbook.origins import Origins
from gtm_desktop.workbook.reading.header_rows import header_texts, joined_headers
from gtm_desktop.workbook.reading.read import Cell, SheetCells
from gtm_desktop.workbook.reading.sections import Section, sections
from gtm_desktop.workbook.reading.value_guess import guess_columns, refined

_LOOKED_AT_ROWS = 60
_LOOKED_AT_SIDE = 400
_SIDEWAYS_COLUMNS = 6
_BETTER = 0.25
_ACCOUNT_KEYS = frozenset((accounts.ACCOUNT_ID, accounts.NAME))
_FIELDS_OF_DIGITS = frozenset((accounts.ACCOUNT_ID, accounts.POSTAL_CODE, accounts.GROSS_MARGIN, accounts.REVENUE))
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
        sheet: the sheet's cells; turned, where the table lies on its side.
        kind: what it lists.
        header_row: as the spreadsheet numbers it; the lower one of two; 0 where there is none.
        columns: left to right; columns without a header and without cells are left out.
        score: how much of it was understood; for comparing tables of one kind.
        is_turned: whether its fields stand in a column, so that rows here are columns of the spreadsheet.
    """

    sheet: SheetCells
    kind: TableKind
    header_row: int
    columns: tuple[MappedColumn, ...]
    score: float = 0.0
    is_turned: bool = False

    @property
    def rows(self) -> Sequence[Sequence[Cell]]:
        """All rows below the header; the first is row `header_row` + 1 of the spreadsheet."""
        return self.sheet.rows[self.header_row :]

    @cached_property
    def rows_with_cells(self) -> int:
        """How many rows below the header hold anything."""
        positions = [column.position for column in self.columns]
        if not positions:
            return sum(1 for row in self.rows if any(not is_blank(cell) for cell in row))
        first = positions[0]  # mostly filled, which spares a look at the others
        return sum(1 for row in self.rows if not is_blank(row[first]) or any(not is_blank(row[at]) for at in positions))


def find_tables(sheet: SheetCells) -> list[FoundTable]:
    """Return the tables of a sheet, left to right or top to bottom.

    Several only where blank columns part tables of their own, or blank rows above headers of their own.
    """
    parts = _side_by_side(sheet)
    return parts if len(parts) > 1 else _below_each_other(sheet) or [find_table(sheet)]


def find_table(sheet: SheetCells) -> FoundTable:
    """Return the table of a sheet: the row whose cells are best understood as headers; the upper one on a tie."""
    best = _upright(sheet)
    turned = _on_its_side(sheet, best.score)
    if turned is not None:
        return turned
    if best.score > 0:
        return best
    below = _below_unknown_headers(sheet)
    if below is not None:
        return below
    guessed = guess_columns(sheet.rows)
    if guessed:
        return FoundTable(sheet, TableKind.ACCOUNTS, 0, _with_cells(sheet, 0, guessed), 0.1)
    columns = mapping.map_accounts(header_texts(sheet.rows[best.header_row - 1]))
    return replace(best, columns=_with_cells(sheet, best.header_row, columns))


def _below_unknown_headers(sheet: SheetCells) -> FoundTable | None:
    """Return the account list below a row of texts that are no values of its columns, though no word is known."""
    row = _first_full_row(sheet)
    guessed = guess_columns(sheet.rows[row:])
    headers = header_texts(sheet.rows[row - 1]) if sheet.rows else []
    of_digits = [text for column in guessed if column.field in _FIELDS_OF_DIGITS and (text := headers[column.position])]
    with_digits = sum(1 for text in of_digits if any(map(str.isdigit, text)))
    if 2 * with_digits >= len(of_digits):
        return None
    columns = [replace(column, header=headers[column.position]) for column in guessed]
    return FoundTable(sheet, TableKind.ACCOUNTS, row, _with_cells(sheet, row, columns), 0.1)


def chosen_table(sheet: SheetCells, kind: TableKind, choices: TableChoices) -> FoundTable:
    """Return the table of a sheet as the planner chose to read it; what was not chosen is guessed."""
    guess = _guess(sheet, kind, choices.header_row)
    sheet = sheet if guess.is_turned else guess.sheet
    if guess.is_turned and choices.header_row is None:
        return replace(guess, kind=kind)
    row = min(guess.header_row if choices.header_row is None else choices.header_row, len(sheet.rows))
    if row == guess.header_row and guess.columns:
        width = len(sheet.rows[0])
        by_position = {column.position: column.header for column in guess.columns}
        headers = [by_position.get(position, "") for position in range(width)]
    else:
        headers = header_texts(sheet.rows[row - 1]) if row else [""] * len(sheet.rows[0])
    map_headers = mapping.map_reps if kind is TableKind.REPS else mapping.map_accounts
    columns = map_headers(headers, choices.fields)
    if row == 0 and kind is not TableKind.REPS:
        columns = guess_columns(sheet.rows, choices.fields) or columns
    elif kind is not TableKind.REPS:
        columns = refined(columns, sheet.rows[row:], choices.fields)
    return FoundTable(sheet, kind, row, _with_cells(sheet, row, columns), guess.score)


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing but blanks."""
    return isinstance(cell, str) and not cell.strip()


def _upright(sheet: SheetCells) -> FoundTable:
    """Return the table below the best header row; kind OTHER with score 0 where no row is understood."""
    best = FoundTable(sheet, TableKind.OTHER, _first_full_row(sheet), ())
    texts = [header_texts(cells) for cells in sheet.rows[:_LOOKED_AT_ROWS]]
    for row, headers in enumerate(texts, start=1):
        if sum(1 for header in headers if header) >= 2:
            best = _better(best, sheet, row, headers, 0.0)
    for row, (upper, lower) in enumerate(pairwise(texts), start=2):
        both = joined_headers(upper, lower)
        if both is not None:
            best = _better(best, sheet, row, both, _BETTER)
    return best


def _better(best: FoundTable, sheet: SheetCells, row: int, headers: Sequence[str], by: float) -> FoundTable:
    kind, columns, score = _understand(headers)
    if score <= best.score + by:
        return best
    if kind is TableKind.ACCOUNTS:
        columns = refined(columns, sheet.rows[row:])
    return FoundTable(sheet, kind, row, _with_cells(sheet, row, columns), score)


def _on_its_side(sheet: SheetCells, upright_score: float) -> FoundTable | None:
    """Return the table whose fields stand in a column, if that is understood better than any row."""
    if len(sheet.rows) > _LOOKED_AT_SIDE or len(sheet.rows) < 3:
        return None
    columns = list(zip(*sheet.rows, strict=True))
    best, score = 0, upright_score + 2 * _BETTER
    for position, cells in enumerate(columns[:_SIDEWAYS_COLUMNS]):
        kind, _, found = _understand(header_texts(cells))
        if found > score and kind in (TableKind.ACCOUNTS, TableKind.REPS) and position + 1 < len(columns):
            best, score = position + 1, found
    if not best:
        return None
    origins = Origins([sheet.name] * len(columns), list(range(1, len(columns) + 1)))
    turned = SheetCells(sheet.name, sheet.is_visible, columns, origins=origins)
    kind, mapped, score = _understand(header_texts(columns[best - 1]))
    return FoundTable(turned, kind, best, _with_cells(turned, best, mapped), score, is_turned=True)


def _side_by_side(sheet: SheetCells) -> list[FoundTable]:
    """Return the tables that blank columns part, if each has ids or names of its own; else fewer than two."""
    blocks = _blocks(sheet.rows[: 5 * _LOOKED_AT_ROWS])
    if len(blocks) < 2:
        return []
    heads = [_only(sheet, block, 5 * _LOOKED_AT_ROWS) for block in blocks]
    understood = [find for head in heads if (find := _upright(head)).score > 0]
    if len(understood) < 2 or len(_blocks(sheet.rows)) != len(blocks):
        return []
    whole = _upright(sheet)
    if whole.score > 1.5 * max(table.score for table in understood):
        return []
    return [find_table(_only(sheet, block, len(sheet.rows))) for block in blocks]


def _below_each_other(sheet: SheetCells) -> list[FoundTable]:
    """Return the tables that blank rows part, top to bottom; none where there are fewer than two."""
    parts = sections(sheet.rows, lambda texts: _understand(texts)[2] > 0)
    return [_in_rows(sheet, part) for part in parts]


def _in_rows(sheet: SheetCells, part: Section) -> FoundTable:
    """Return the table of some rows; the rows above are blank, so that addresses stay."""
    found = _upright(replace(sheet, rows=sheet.rows[part.start : part.stop]))
    above = [[""] * len(sheet.rows[0])] * part.start
    whole = replace(sheet, rows=[*above, *sheet.rows[part.start : part.stop]])
    return replace(found, sheet=whole, header_row=found.header_row + part.start)


def _guess(sheet: SheetCells, kind: TableKind, header_row: int | None) -> FoundTable:
    """Return the table of a sheet that is meant: of several below each other that of the header row, or of the kind."""
    parts = _below_each_other(sheet)
    if not parts or header_row == 0:
        return find_table(sheet)
    if header_row is not None:
        return max(
            (part for part in parts if part.header_row <= header_row),
            key=lambda part: part.header_row,
            default=parts[0],
        )
    return next((part for part in parts if part.kind is kind), parts[0])


def _blocks(rows: Sequence[Sequence[Cell]]) -> list[range]:
    """Return the runs of columns that hold cells."""
    width = len(rows[0]) if rows else 0
    blank = set(range(width))
    for row in rows:
        blank -= {position for position in blank if not is_blank(row[position])}
        if not blank:
            break
    found, start = [], None
    for position in range(width + 1):
        if position < width and position not in blank:
            start = position if start is None else start
        elif start is not None:
            found.append(range(start, position))
            start = None
    return found


def _only(sheet: SheetCells, block: range, rows: int) -> SheetCells:
    """Return a sheet with the cells of some columns and blanks elsewhere, so that addresses stay."""
    before, after = [""] * block.start, [""] * (len(sheet.rows[0]) - block.stop)
    cut = [[*before, *row[block.start : block.stop], *after] for row in sheet.rows[:rows]]
    return replace(sheet, rows=cut)


def _understand(headers: Sequence[str]) -> tuple[TableKind, list[MappedColumn], float]:
    as_accounts, as_reps = mapping.map_accounts(headers), mapping.map_reps(headers)
    account_fields = {column.field for column in as_accounts if column.field}
    rep_fields = {column.field for column in as_reps if column.field}
    orders = {column.field for column in mapping.map_orders(headers) if column.field}
    account_score = sum(column.sure for column in as_accounts) if account_fields & _ACCOUNT_KEYS else 0.0
    rep_score = sum(column.sure for column in as_reps) if rep_fields & _REP_KEYS else 0.0
    if max(account_score, rep_score) < 1.5 or max(len(account_fields), len(rep_fields)) < 2:
        return TableKind.OTHER, as_accounts, 0.0
    if mapping.are_order_lines(orders) and account_fields & _ACCOUNT_KEYS:
        return TableKind.ORDERS, as_accounts, account_score
    if rep_score > account_score:
        return TableKind.REPS, as_reps, rep_score
    return TableKind.ACCOUNTS, as_accounts, account_score


def _with_cells(sheet: SheetCells, header_row: int, columns: Sequence[MappedColumn]) -> tuple[MappedColumn, ...]:
    """Keep the columns that have a header or any cell below it."""
    below = sheet.rows[header_row:]
    return tuple(
        column for column in columns if column.header or any(not is_blank(row[column.position]) for row in below)
    )


def _first_full_row(sheet: SheetCells) -> int:
    """Return the first row that holds two texts or more, else the first row that holds anything."""
    with_texts = [sum(1 for header in header_texts(cells) if header) for cells in sheet.rows[:_LOOKED_AT_ROWS]]
    for row, texts in enumerate(with_texts, start=1):
        if texts >= 2:
            return row
    return 1
