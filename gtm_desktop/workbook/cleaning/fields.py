"""The fields of a table cleaned by their kind, and what could not be read."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import count, joined, ntr, percent, tr
from gtm_desktop.planning.dataset import Source, SourceColumn
from gtm_desktop.tables import accounts, reps
from gtm_desktop.tables.schema import Column, Kind, filled_with
from gtm_desktop.workbook.cleaning import clean
from gtm_desktop.workbook.cleaning.cells import Booleans, ColumnCells, TableCells
from gtm_desktop.workbook.cleaning.clean import Cleaned
from gtm_desktop.workbook.cleaning.days import FIRST_DAY, LAST_DAY
from gtm_desktop.workbook.mapping import MILLION, UNSURE, MappedColumn
from gtm_desktop.workbook.notes import SUGGESTED, Notes
from gtm_desktop.workbook.reading.sheets import FoundTable
from gtm_desktop.workbook.synonyms import plain

_READERS = {
    Kind.TEXT: clean.clean_text,
    Kind.SHARE: clean.clean_share,
    Kind.NUMBER: clean.clean_number,
    Kind.COUNT: clean.clean_count,
    Kind.FLAG: clean.clean_flag,
    Kind.DAY: clean.clean_day,
}
_DEGREES = (accounts.LAT, accounts.LON, reps.LAT, reps.LON)
_SHOWN_VALUES = 5


AS_WRITTEN, AS_THOUSANDS = "as_written", "thousands"
_READINGS = {AS_THOUSANDS: True, SUGGESTED: None}


def cleaned_fields(table: TableCells, columns: Sequence[Column], notes: Notes) -> dict[str, Cleaned]:
    """Return every mapped field cleaned by its kind, in the order of `columns`, as the planner answered."""
    found = {}
    for column in columns:
        cells, mapped = table.of(column.name), table.column(column.name)
        if cells is None or mapped is None:
            continue
        if column.kind is Kind.MONEY:
            factor, reading = money_reading(mapped, notes)
            found[column.name] = clean.clean_money(cells, factor=factor, as_thousands=reading)
        else:
            read = clean.clean_degrees if column.name in _DEGREES else _READERS[column.kind]
            found[column.name] = read(cells)
    return found


def money_reading(column: MappedColumn, notes: Notes) -> tuple[int, bool | None]:
    """Return how amounts of a column are read: by what they are multiplied, and whether "12.500" is in thousands."""
    keeps = notes.answers.get(f"in_thousands:{column.header}") == AS_WRITTEN
    reading = _READINGS.get(notes.answers.get(f"ambiguous_amounts:{column.header}", ""))
    return (1 if keeps else column.unit), reading


def tell_unreadable(table: TableCells, fields: dict[str, Cleaned], notes: Notes, *, asked: Sequence[str] = ()) -> None:
    """Say which cells could not be read; fields in `asked` are left to a question of the caller's."""
    for field, cleaned in fields.items():
        column = table.column(field)
        cells = table.of(field)
        if column is None or cells is None:
            continue
        if pd.api.types.is_datetime64_any_dtype(cleaned.values):
            tell_impossible_days(table, column, cells, cleaned, notes)
            cleaned = replace(
                cleaned, unreadable=cleaned.unreadable & ~cleaned.too_large, too_large=np.zeros(len(table), dtype=bool)
            )
        if cleaned.unreadable.any() and field not in asked:
            _warn_cells(table, column, cells, cleaned.unreadable, notes)
        if cleaned.too_large.any():
            rows = table.row_numbers[cleaned.too_large]
            message = ntr(
                "{n} amount of {header} is beyond any account.",
                "{n} amounts of {header} are beyond any account.",
                len(rows),
                header=column.header,
            )
            notes.warn("amount_too_large", message, tr("Kept as missing."), rows=rows, column=column.letter)
        ask_about_ambiguous(table, column, cells, cleaned.ambiguous, notes)


def ask_about_ambiguous(
    table: TableCells, column: MappedColumn, cells: ColumnCells, where: Booleans, notes: Notes
) -> None:
    """Ask about amounts that could be read as decimals or as thousands, if there are any."""
    if not where.any():
        return
    rows = table.row_numbers[where]
    message = ntr(
        "{n} amount of {header} could mean thousands: {examples}.",
        "{n} amounts of {header} could mean thousands: {examples}.",
        len(rows),
        header=column.header,
        examples=shown_values(cells, where),
    )
    others = {AS_THOUSANDS: tr("Read them as thousands.")}
    suggestion = tr("Read them as decimals.")
    notes.ask("ambiguous_amounts", message, suggestion, rows=rows, scope=column.header, others=others)


def ask_about_unit(column: MappedColumn, notes: Notes) -> None:
    """Ask about amounts that are in thousands or millions by their header, if they are."""
    if column.unit == 1:
        return
    message = tr("{header} seems to be in thousands.", header=column.header)
    if column.unit == MILLION:
        message = tr("{header} seems to be in millions.", header=column.header)
    suggestion = tr("Multiply its amounts by {number}.", number=count(column.unit))
    others = {AS_WRITTEN: tr("Take the amounts as they are written.")}
    notes.ask("in_thousands", message, suggestion, scope=column.header, others=others)


def _warn_cells(table: TableCells, column: MappedColumn, cells: ColumnCells, where: Booleans, notes: Notes) -> None:
    rows = table.row_numbers[where]
    message = ntr(
        "{n} cell of {header} cannot be read: {examples}.",
        "{n} cells of {header} cannot be read: {examples}.",
        len(rows),
        header=column.header,
        examples=shown_values(cells, where),
    )
    notes.warn("unreadable", message, tr("Kept as missing."), rows=rows, column=column.letter)


def tell_impossible_days(
    table: TableCells, column: MappedColumn, cells: ColumnCells, cleaned: Cleaned, notes: Notes
) -> None:
    """Say which days of a column are none that a list can mean, if there are any."""
    if not cleaned.too_large.any():
        return
    rows = table.row_numbers[cleaned.too_large]
    message = ntr(
        "{n} day of {header} lies outside {first} to {last}: {examples}.",
        "{n} days of {header} lie outside {first} to {last}: {examples}.",
        len(rows),
        header=column.header,
        first=FIRST_DAY.year,
        last=LAST_DAY.year,
        examples=shown_values(cells, cleaned.too_large),
    )
    notes.warn("impossible_day", message, tr("Taken as no day."), rows=rows, column=column.letter)


def shown_values(cells: ColumnCells, where: Booleans) -> str:
    """Return a few of the different cells of some rows, as a sentence lists them."""
    codes = pd.unique(cells.codes[where & cells.is_filled])
    texts = [clean.text_of(cells.distinct[code]) for code in codes[:_SHOWN_VALUES].tolist()]
    more = len(codes) - len(texts)
    return joined([*texts, tr("{n} more", n=count(more))] if more else texts)


def extra_fields(table: TableCells, prefix: str) -> dict[str, "pd.Series[Any]"]:
    """Return columns that mean no field as text, under `prefix` and their headers; equal ones add their letter."""
    found: dict[str, pd.Series[Any]] = {}
    for column, cells in zip(table.columns, table.cells, strict=True):
        if column.field:
            continue
        name = f"{prefix}{column.header or tr('Column {letter}', letter=column.letter)}"
        if name in found:
            name = f"{name} ({column.letter})"
        found[name] = clean.clean_text(cells).values
    return found


def columns_headed(table: TableCells, headers: Collection[str]) -> list[ColumnCells]:
    """Return the columns that mean no field and whose header, in plain form, is one of these."""
    return [cells for _, cells in _headed(table, headers)]


def days_headed(table: TableCells, headers: Collection[str], notes: Notes) -> "pd.Series[Any] | None":
    """Return the days of the first such column; None without one. Days that no list can mean are told and missing."""
    for column, cells in _headed(table, headers):
        cleaned = clean.clean_day(cells)
        tell_impossible_days(table, column, cells, cleaned, notes)
        return cleaned.values
    return None


def _headed(table: TableCells, headers: Collection[str]) -> list[tuple[MappedColumn, ColumnCells]]:
    pairs = zip(table.columns, table.cells, strict=True)
    return [(column, cells) for column, cells in pairs if not column.field and plain(column.header) in headers]


def field_or_missing(fields: dict[str, Cleaned], column: Column, rows: int) -> "pd.Series[Any]":
    """Return a field's values; all missing where the list has no such column."""
    if column.name in fields:
        return fields[column.name].values
    missing: Any = float("nan") if column.kind in (Kind.SHARE, Kind.NUMBER) else None
    return filled_with(missing, rows, column.kind)


def source_of(file: str, found: FoundTable, table: TableCells) -> Source:
    """Return where a table came from and how each of its columns was read."""
    columns = []
    for column, cells in zip(table.columns, table.cells, strict=True):
        example = clean.text_of(cells.distinct[0]) if len(cells.distinct) else ""
        filled = float(cells.is_filled.mean()) if len(table) else 0.0
        columns.append(
            SourceColumn(column.header, column.letter, column.field, sure=column.sure, example=example, filled=filled)
        )
    return Source(file, found.sheet.name, found.header_row, len(table), tuple(columns))


def ask_about_columns(
    table: TableCells,
    source: Source,
    columns: Sequence[Column],
    notes: Notes,
    *,
    decisive: Sequence[str],
    worth_having: Sequence[str],
) -> None:
    """Ask about columns whose meaning another reader could see otherwise; note what is missing and what is extra.

    Args:
        table: the list; its columns say what they mean.
        source: where it came from.
        columns: the columns of the table it becomes.
        notes: takes questions and findings.
        decisive: fields whose meaning is asked about where it is only guessed.
        worth_having: fields whose absence is said.
    """
    titles = {column.name: column.title for column in columns}
    for column in table.columns:
        if column.twins:
            message = tr("More than one column is headed {header}.", header=column.header)
            suggestion = tr("Take the one furthest to the right, {letter}.", letter=column.letter)
            notes.ask("equal_headers", message, suggestion, scope=column.header)
        if column.field in decisive and column.sure < UNSURE and column.header:
            message = tr("Is {header} the {field}?", header=column.header, field=titles[column.field].lower())
            suggestion = tr("Take it ({sure} sure).", sure=percent(column.sure))
            notes.ask("unsure_column", message, suggestion, scope=column.header)
        if column.field in titles:
            ask_about_unit(column, notes)
    extras = [column.header for column in source.columns if not column.field and column.header]
    missing = [titles[field] for field in worth_having if table.column(field) is None]
    if missing:
        message = tr("The list has no column for {fields}.", fields=joined(missing))
        notes.note("missing_columns", message, tr("What needs them stays unknown."))
    if extras:
        message = tr("Kept without a meaning in the plan: {headers}.", headers=joined(extras))
        notes.note(
            "extra_columns", message, tr("They come out in the roster again. Give them a meaning if they have one.")
        )
