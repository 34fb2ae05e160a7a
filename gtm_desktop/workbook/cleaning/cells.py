"""A column's cells as numbers of distinct values, so that every value is interpreted once."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.workbook.mapping import MappedColumn
from gtm_desktop.workbook.reading.read import Cell
from gtm_desktop.workbook.reading.sheets import FoundTable

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Objects = NDArray[np.object_]

_ROWS_AT_ONCE = 1024


@dataclass(frozen=True)
class ColumnCells:
    """The cells of one column.

    Attributes:
        codes: n numbers into `distinct`; -1 where the cell is empty or holds only blanks.
        distinct: the different cells as they stand in the workbook, in the order of their first row.
        numbers: `distinct` as floats where every cell is a number; else None.
    """

    codes: Integers
    distinct: Objects
    numbers: NDArray[np.float64] | None = None

    @property
    def is_filled(self) -> Booleans:
        """Where there is a value."""
        filled: Booleans = self.codes >= 0
        return filled

    def taken(self, rows: NDArray[Any]) -> "ColumnCells":
        """Return the cells of some rows, given as positions or as a mask."""
        return ColumnCells(self.codes[rows], self.distinct, self.numbers)

    def may_contain(self, words: Iterable[str]) -> bool:
        """Return whether any text contains one of these, in whatever case: all texts are searched as one."""
        texts = "\n".join([cell for cell in self.distinct.tolist() if isinstance(cell, str)]).casefold()
        return any(word.casefold() in texts for word in words)

    def of_each(self, read: Callable[[Any], Any], *, missing: Any, dtype: Any = np.object_) -> NDArray[Any]:
        """Return `read` of every cell, called once a distinct cell; `missing` where there is none."""
        values = np.empty(len(self.distinct) + 1, dtype=dtype)
        values[:-1] = [read(value) for value in self.distinct.tolist()]
        values[-1] = missing
        return values[self.codes]


def column_cells(values: Sequence[Cell]) -> ColumnCells:
    """Return one column's cells. A boolean becomes the text TRUE or FALSE, and a number that is none the text nan."""
    numbers = _as_numbers(values)
    if numbers is not None and not np.isnan(numbers).any():
        codes, different = pd.factorize(numbers)
        return ColumnCells(codes.astype(np.int64, copy=False), different.astype(np.object_), different)
    is_text = _are_texts(values)
    kinds = {str} if is_text else set(map(type, values))
    if bool in kinds:
        values = [str(cell).upper() if isinstance(cell, bool) else cell for cell in values]
    written = np.fromiter(values, dtype=np.object_, count=len(values))
    codes, distinct = pd.factorize(written)
    if not is_text and (codes < 0).any():
        written[codes < 0] = "nan"
        codes, distinct = pd.factorize(written)
    codes, cells = codes.astype(np.int64, copy=False), distinct.tolist()
    if is_text and all(cells) and not any(map(str.isspace, cells)):
        return ColumnCells(codes, distinct)
    return _without_blanks(codes, distinct)


def _as_numbers(values: Sequence[Any]) -> NDArray[np.float64] | None:
    """Return cells as floats; None where one is no number. A third of the time of looking at every cell's type."""
    if not values or type(values[0]) is not float:
        return None
    try:
        numbers = np.array(array("d", values), dtype=np.float64)  # which refuses texts and dates
    except TypeError:
        return None
    like_flags = np.flatnonzero((numbers == 0) | (numbers == 1)).tolist()
    return None if any(type(values[at]) is bool for at in like_flags) else numbers


def _are_texts(values: Sequence[Any]) -> bool:
    """Return whether all cells are texts, in a fifth of the time of looking at every cell's type."""
    if not values or type(values[0]) is not str:
        return False
    try:
        "".join(values)  # which refuses all others
    except TypeError:
        return False
    return True


def _without_blanks(codes: Integers, distinct: Objects) -> ColumnCells:
    """Return the cells with texts of nothing but blanks as empty."""
    kept = np.array([not (isinstance(cell, str) and not cell.strip()) for cell in distinct.tolist()], dtype=bool)
    if kept.all():
        return ColumnCells(codes, distinct)
    renumbered = np.append(np.where(kept, np.cumsum(kept) - 1, -1), -1)
    return ColumnCells(renumbered[codes].astype(np.int64), distinct[kept])


@dataclass(frozen=True)
class TableCells:
    """The cells of a table, column by column, without its blank rows.

    Attributes:
        columns: what each column means.
        cells: n cells a column, beside `columns`.
        row_numbers: n rows as the spreadsheet numbers them, ascending.
    """

    columns: tuple[MappedColumn, ...]
    cells: tuple[ColumnCells, ...]
    row_numbers: Integers

    def __len__(self) -> int:
        return len(self.row_numbers)

    def of(self, field: str) -> ColumnCells | None:
        """Return the cells of the column that means `field`; None where no column does."""
        for column, cells in zip(self.columns, self.cells, strict=True):
            if column.field == field:
                return cells
        return None

    def column(self, field: str) -> MappedColumn | None:
        """Return the column that means `field`; None where no column does."""
        return next((column for column in self.columns if column.field == field), None)

    def is_filled(self, field: str) -> Booleans:
        """Return where `field` has a cell; nowhere, if no column means it."""
        cells = self.of(field)
        return np.zeros(len(self), dtype=bool) if cells is None else cells.is_filled

    def filled_counts(self) -> Integers:
        """Return how many cells of each row are filled."""
        counts = np.zeros(len(self), dtype=np.int64)
        for cells in self.cells:
            counts += cells.is_filled
        return counts

    def taken(self, rows: NDArray[Any]) -> "TableCells":
        """Return some rows, given as positions or as a mask."""
        if rows.dtype == np.bool_ and rows.all():
            return self
        return TableCells(self.columns, tuple(cells.taken(rows) for cells in self.cells), self.row_numbers[rows])


def table_cells(table: FoundTable) -> TableCells:
    """Return the cells of a table, blank rows left out."""
    by_position = _by_position(table.rows)
    cells = tuple(column_cells(by_position[column.position]) for column in table.columns) if by_position else ()
    if not cells:
        return TableCells((), (), np.zeros(0, dtype=np.int64))
    numbers = np.arange(len(cells[0].codes), dtype=np.int64) + table.header_row + 1
    whole = TableCells(table.columns, cells, numbers)
    return whole.taken(whole.filled_counts() > 0)


def _by_position(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return the cells column by column; some rows at once, which is half the work for a processor's cache."""
    columns: list[list[Cell]] = [[] for _ in (rows[0] if rows else ())]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        for column, cells in zip(columns, zip(*rows[start : start + _ROWS_AT_ONCE], strict=True), strict=True):
            column += cells
    return columns
