"""A column's cells as numbers of distinct values, so that every value is interpreted once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.workbook.mapping import MappedColumn
from gtm_desktop.workbook.read import Cell
from gtm_desktop.workbook.sheets import FoundTable

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Objects = NDArray[np.object_]


@dataclass(frozen=True)
class ColumnCells:
    """The cells of one column.

    Attributes:
        codes: n numbers into `distinct`; -1 where the cell is empty or holds only blanks.
        distinct: the different cells as they stand in the workbook, in the order of their first row.
    """

    codes: Integers
    distinct: Objects

    @property
    def is_filled(self) -> Booleans:
        """Where there is a value."""
        filled: Booleans = self.codes >= 0
        return filled

    def taken(self, rows: NDArray[Any]) -> "ColumnCells":
        """Return the cells of some rows, given as positions or as a mask."""
        return ColumnCells(self.codes[rows], self.distinct)

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
    kinds = set(map(type, values))
    if kinds == {float}:
        numbers = np.array(values, dtype=np.float64)
        if not np.isnan(numbers).any():
            codes, different = pd.factorize(numbers)
            return ColumnCells(codes.astype(np.int64, copy=False), different.astype(np.object_))
    array = np.empty(len(values), dtype=np.object_)
    array[:] = [str(cell).upper() if isinstance(cell, bool) else cell for cell in values] if bool in kinds else values
    codes, distinct = pd.factorize(array)
    if (codes < 0).any():
        array[codes < 0] = "nan"
        codes, distinct = pd.factorize(array)
    return _without_blanks(codes.astype(np.int64, copy=False), distinct)


def _without_blanks(codes: Integers, distinct: Objects) -> ColumnCells:
    """Return the cells with texts of nothing but blanks as empty."""
    cells = distinct.tolist()
    if set(map(type, cells)) == {str}:
        kept = np.fromiter(map(bool, map(str.strip, cells)), dtype=bool, count=len(cells))
    else:
        kept = np.array([not (isinstance(cell, str) and not cell.strip()) for cell in cells], dtype=bool)
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
    by_position = list(zip(*table.rows, strict=True))
    cells = tuple(column_cells(by_position[column.position]) for column in table.columns) if by_position else ()
    if not cells:
        return TableCells((), (), np.zeros(0, dtype=np.int64))
    numbers = np.arange(len(cells[0].codes), dtype=np.int64) + table.header_row + 1
    whole = TableCells(table.columns, cells, numbers)
    return whole.taken(whole.filled_counts() > 0)
