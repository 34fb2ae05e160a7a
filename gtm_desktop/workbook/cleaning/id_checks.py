"""Ids that a spreadsheet program has changed: dates, powers of ten, lost zeros, lost digits. And two levels of ids."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import joined, ntr, tr
from gtm_desktop.tables.accounts import ACCOUNT_ID, PARENT_ID
from gtm_desktop.workbook.cleaning.cells import ColumnCells, TableCells
from gtm_desktop.workbook.cleaning.clean import text_of
from gtm_desktop.workbook.cleaning.fields import AS_WRITTEN
from gtm_desktop.workbook.cleaning.sheet_notes import is_scientific, padded_cells
from gtm_desktop.workbook.mapping import MappedColumn
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.reading.sheets import FoundTable
from gtm_desktop.workbook.synonyms import plain, synonyms

SITES, CUSTOMERS = "sites", "customers"
_SHOWN = 5
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,3}", re.IGNORECASE)
_LARGEST_EXACT = 1e15
_LETTER_E = re.compile(r"\d+[A-Z]\d+", re.IGNORECASE)
_MONTHS = frozenset(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
_MONTH = f"(?:{'|'.join(sorted(_MONTHS))})"
_DATE_LIKE = re.compile(
    rf"\d{{1,2}}-{_MONTH}(?:-\d{{2,4}})?|{_MONTH}-\d{{2,4}}|\d{{1,2}}/\d{{1,2}}/(?:\d\d|\d{{4}})|(?:19|20)\d\d-\d\d-\d\d",
    re.IGNORECASE,
)
_POINT_ZERO = re.compile(r"\d+\.0+")


def ask_about_mangled_ids(found: FoundTable, table: TableCells, notes: Notes) -> None:
    """Ask about ids that a spreadsheet program seems to have changed; nothing is put back by itself."""
    cells, column = table.of(ACCOUNT_ID), table.column(ACCOUNT_ID)
    if cells is None or column is None:
        return
    reason = cells.of_each(_reason, missing="")
    scientific = is_scientific(found, column.letter)
    if scientific:
        shown = np.isin(table.row_numbers, sorted(scientific)) & cells.is_filled & (reason == "")
        reason = np.where(shown, tr("a power of ten"), reason)
    texts = [cell for cell in cells.distinct.tolist() if isinstance(cell, str)]
    if any(_LETTER_E.fullmatch(text.strip()) for text in texts if not text[:1].isalpha()):
        powers = cells.of_each(_is_power, missing=False, dtype=bool)
        reason = np.where(powers & (reason == ""), tr("a power of ten"), reason)
    mangled = reason != ""
    if mangled.any():
        kinds = joined(sorted(set(reason[mangled].tolist())))
        message = ntr(
            "{n} id looks like what Excel made of another one: {kinds}.",
            "{n} ids look like what Excel made of others: {kinds}.",
            int(mangled.sum()),
            kinds=kinds,
        )
        notes.ask("mangled_ids", message, tr("Keep them as they stand."), rows=table.row_numbers[mangled])
    _ask_about_zeros(table, notes)


def with_shown_zeros(found: FoundTable, table: TableCells, notes: Notes) -> TableCells:
    """Return the table with the numbers among its ids as their number format shows them, 00123 for 123; asked."""
    columns, rows, shown = list(table.cells), set(), []
    for at, column in enumerate(table.columns):
        if column.field in (ACCOUNT_ID, PARENT_ID):
            columns[at], touched = _padded(table.cells[at], padded_cells(found, column.letter), table)
            rows |= set(touched)
            shown += [text_of(columns[at].distinct[code]) for code in columns[at].codes[touched[:_SHOWN]].tolist()]
    if not rows:
        return table
    message = ntr(
        "{n} row has a number for its id that Excel shows with leading zeros: {ids}.",
        "{n} rows have numbers for their ids that Excel shows with leading zeros: {ids}.",
        len(rows),
        ids=joined(shown[:_SHOWN]),
    )
    others = {AS_WRITTEN: tr("Take the numbers without zeros.")}
    numbers = table.row_numbers[sorted(rows)]
    answer = notes.ask("ids_shown_with_zeros", message, tr("Take them as they show."), rows=numbers, others=others)
    return table if answer == AS_WRITTEN else replace(table, cells=tuple(columns))


def _padded(cells: ColumnCells, digits_by_row: Mapping[int, int], table: TableCells) -> tuple[ColumnCells, list[int]]:
    """Return cells with the whole numbers that every row of theirs shows with zeros as texts, and where they stand."""
    if not digits_by_row:
        return cells, []
    digits = np.array([digits_by_row.get(row, 0) for row in table.row_numbers.tolist()], dtype=np.int64)
    distinct, changed = cells.distinct.copy(), np.zeros(len(cells.distinct) + 1, dtype=bool)
    fewest = pd.Series(digits).groupby(cells.codes).min()
    for code, least in zip(fewest.index.tolist(), fewest.tolist(), strict=True):
        cell = distinct[code] if code >= 0 else ""
        if isinstance(cell, float) and cell.is_integer() and cell >= 0 and len(text_of(cell)) < least:
            distinct[code], changed[code] = text_of(cell).zfill(least), True
    return ColumnCells(cells.codes, distinct), np.flatnonzero(changed[cells.codes]).tolist()


def two_levels(table: TableCells, notes: Notes) -> TableCells:
    """Return the table with ship-to numbers as ids and bill-to numbers as parents, where a list has both; asked.

    Source: RULES 1, Levels: the map shows sites, and sites of one customer stay together.
    """
    bill, ship = (_column_in(table, words) for words in (synonyms().bill_to_headers, synonyms().ship_to_headers))
    if bill is None or ship is None:
        return table
    message = tr("The list has both {bill} and {ship}.", bill=bill.header, ship=ship.header)
    suggestion = tr("Take each {ship} for an account and {bill} for its parent.", bill=bill.header, ship=ship.header)
    others = {CUSTOMERS: tr("Take {bill} for the account's id.", bill=bill.header)}
    answer = notes.ask("levels", message, suggestion, suggested=SITES, others=others)
    key = bill if answer == CUSTOMERS else ship
    has_parent = any(column.field == PARENT_ID for column in table.columns)
    columns = []
    for column in table.columns:
        if column.position == key.position:
            column = replace(column, field=ACCOUNT_ID, sure=1.0)
        elif column.field == ACCOUNT_ID or column.position == bill.position:
            field = PARENT_ID if column.position == bill.position and not has_parent else ""
            column = replace(column, field=field, sure=1.0 if field else 0.0)
        columns.append(column)
    return replace(table, columns=tuple(columns))


def _column_in(table: TableCells, headers: frozenset[str]) -> MappedColumn | None:
    return next((column for column in table.columns if plain(column.header) in headers), None)


def _reason(cell: Any) -> str:
    if isinstance(cell, str):
        return _reason_of_text(cell)
    if isinstance(cell, date | timedelta):
        return tr("a date")
    if isinstance(cell, float) and abs(cell) >= _LARGEST_EXACT:
        return tr("a number too long for Excel")
    if isinstance(cell, float):
        return "" if cell.is_integer() else tr("a fraction")
    return _reason_of_text(text_of(cell))


def _reason_of_text(text: str) -> str:
    if not text[:1].isdigit() and text[:3].casefold() not in _MONTHS and not text[:1].isspace():
        return ""
    text = text_of(text)
    if _SCIENTIFIC.fullmatch(text):
        return tr("a power of ten")
    if _POINT_ZERO.fullmatch(text):
        return tr("a fraction")
    return tr("a date") if _DATE_LIKE.fullmatch(text) else ""


def _is_power(cell: Any) -> bool:
    return isinstance(cell, float) and abs(cell) >= 1000 and len(str(int(cell)).rstrip("0")) == 1


def _ask_about_zeros(table: TableCells, notes: Notes) -> None:
    """Ask about numbers among ids of one length with leading zeros: they may have lost theirs."""
    cells = table.of(ACCOUNT_ID)
    if cells is None:
        return
    padded = [cell.strip() for cell in cells.distinct.tolist() if isinstance(cell, str) and cell.strip().isdigit()]
    lengths = {len(text) for text in padded}
    if len(lengths) != 1 or not any(text.startswith("0") for text in padded):
        return
    length = lengths.pop()
    short = cells.of_each(
        lambda cell: isinstance(cell, float) and len(text_of(cell)) < length, missing=False, dtype=bool
    )
    if short.any():
        message = ntr(
            "{n} id is a number and shorter than the others: it may have lost its leading zeros.",
            "{n} ids are numbers and shorter than the others: they may have lost their leading zeros.",
            int(short.sum()),
        )
        notes.ask("ids_without_zeros", message, tr("Keep them as they stand."), rows=table.row_numbers[short])
