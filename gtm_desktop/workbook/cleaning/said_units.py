"""Units and currencies of amounts that stand beside the headers: in a row of units below them, or in a title above."""

from dataclasses import replace

import numpy as np

from gtm_desktop.tables.accounts import COLUMNS
from gtm_desktop.tables.schema import Kind
from gtm_desktop.workbook.cleaning.cells import Booleans, TableCells
from gtm_desktop.workbook.mapping import MappedColumn, currency_of, unit_of
from gtm_desktop.workbook.reading.sheets import FoundTable
from gtm_desktop.workbook.synonyms import plain, synonyms, without

_MONEY = frozenset(column.name for column in COLUMNS if column.kind is Kind.MONEY)


def with_said_units(found: FoundTable, table: TableCells) -> TableCells:
    """Return the table whose columns of money know the unit and currency that stand beside their headers.

    A header's own unit holds first, then its cell in a row of units, then a title above the headers, which is meant for
    all amounts.
    """
    titled = _of_titles(found)
    is_units = bool(unit_row(table).any())
    columns = []
    for column, cells in zip(table.columns, table.cells, strict=True):
        if column.field in _MONEY:
            below = cells.distinct[cells.codes[0]] if is_units and cells.codes[0] >= 0 else ""
            column = _with_unit(column, plain(str(below)), titled)
        columns.append(column)
    return replace(table, columns=tuple(columns))


def unit_row(table: TableCells) -> Booleans:
    """Return the first row, if all its cells, two or more, say in what units or of what kind the columns are."""
    found = np.zeros(len(table), dtype=bool)
    if not len(table):
        return found
    texts = [cells.distinct[cells.codes[0]] for cells in table.cells if cells.codes[0] >= 0]
    found[0] = len(texts) > 1 and all(isinstance(text, str) and _is_unit(plain(text)) for text in texts)
    return found


def _is_unit(text: str) -> bool:
    words = synonyms()
    return text in words.units or text in words.thousands or text in words.millions or text in words.currencies


def _with_unit(column: MappedColumn, below: str, titled: int) -> MappedColumn:
    if column.unit == 1:
        column = replace(column, unit=unit_of(below) if unit_of(below) > 1 else titled)
    return column if column.currency else replace(column, currency=currency_of(below))


def _of_titles(found: FoundTable) -> int:
    """Return the unit that a title above the headers says; the digits "000" alone, as in an amount, say none."""
    for row in found.sheet.rows[: max(found.header_row - 1, 0)]:
        for cell in row:
            if isinstance(cell, str) and cell and (unit := unit_of(without(plain(cell), ("000",)))) > 1:
                return unit
    return 1
