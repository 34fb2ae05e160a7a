"""Order and invoice lines added up to one row an account; every cent of the lines is in the accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import day, joined, money, tr
from gtm_desktop.tables.accounts import (
    ACCOUNT_ID,
    CITY,
    COLUMNS,
    GROSS_MARGIN,
    MARGIN_PCT,
    NAME,
    ORDERS,
    POSTAL_CODE,
    PRODUCT_FAMILIES,
    PURCHASE_CHANNELS,
    REVENUE,
    REVENUE_ECOMMERCE,
    REVENUE_INSIDE,
    REVENUE_OUTSIDE,
    STREET,
)
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workbook import mapping
from gtm_desktop.workbook.cleaning.cells import Booleans, ColumnCells, TableCells, table_cells
from gtm_desktop.workbook.cleaning.choose_tables import no_data_rows
from gtm_desktop.workbook.cleaning.clean import clean_day, clean_money, text_of
from gtm_desktop.workbook.cleaning.fields import tell_impossible_days
from gtm_desktop.workbook.cleaning.id_checks import two_levels
from gtm_desktop.workbook.cleaning.line_amounts import (
    LINE_COST,
    LINE_PRICE,
    LINE_UNIT_COST,
    QUANTITY,
    Amounts,
    line_amounts,
)
from gtm_desktop.workbook.cleaning.line_rows import (
    LINE_NUMBER,
    ORDER_DATE,
    lines_to_count,
    tell_disagreements,
    with_sites_told_apart,
)
from gtm_desktop.workbook.cleaning.rows import RowKeys, rows_to_keep
from gtm_desktop.workbook.mapping import MappedColumn
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.origins import Origins
from gtm_desktop.workbook.reading.read import Cell, SheetCells
from gtm_desktop.workbook.reading.sheets import FoundTable, TableKind
from gtm_desktop.workbook.synonyms import plain, synonyms

LINES_ADDED_UP = "lines_added_up"
LINE_AMOUNT, LINE_MARGIN = "line_amount", "line_margin"
LINE_CHANNEL, LINE_FAMILY = "line_channel", "line_family"

_KEYS = RowKeys(ACCOUNT_ID, NAME, (POSTAL_CODE, CITY, STREET))
_TITLES = {column.name: column.title for column in COLUMNS}
_CHANNELS = {
    Channel.OUTSIDE: REVENUE_OUTSIDE,
    Channel.INSIDE: REVENUE_INSIDE,
    Channel.SELF_SERVE: REVENUE_ECOMMERCE,
}
_OF_LINES = (
    *(LINE_CHANNEL, LINE_FAMILY, LINE_COST, LINE_PRICE, LINE_UNIT_COST, QUANTITY),
    *(LINE_NUMBER, ORDER_DATE, mapping.ORDER_NUMBER),
)
_MOST_DECIMALS = 4
_MOST_MONTHS = 13
"""Days from the middle of a month to the middle of the same month a year later lie in thirteen months."""


@dataclass(frozen=True)
class _Lines:
    """n lines: the row of their account (0 to m - 1, by first line), their exact amounts and which are unknown."""

    account: Any
    first: Any
    amounts: Mapping[str, Amounts]
    unknown: Mapping[str, Booleans]


def added_up(file: str, found: FoundTable, notes: Notes) -> FoundTable:
    """Return an account list made of order lines, with the total of each account as exact text.

    Lines belong together by the account's id as it is written, without one by its name. Revenue is split by purchase
    channel and by product family where the lines say either; orders are the different order numbers.

    Args:
        file: the file's name.
        found: a table of kind ORDERS.
        notes: takes the question and what was left out.

    Source: CLI, Money: amounts are rounded once, where an account's amount is complete.
    """
    notes.origins = found.sheet.origins
    table = with_sites_told_apart(two_levels(_with_line_fields(table_cells(found), found), notes))
    money_columns = {name: table.of(name) for name in (REVENUE, GROSS_MARGIN)}
    cleaned = {name: clean_money(cells) for name, cells in money_columns.items() if cells is not None}
    table = table.taken(rows_to_keep(table, cleaned, _KEYS, notes))
    table = table.taken(lines_to_count(found, table, REVENUE, notes))
    if not len(table):
        raise no_data_rows(file)
    lines = _lines(found, table, notes)
    accounts = len(lines.first)
    message = tr("{file} holds {n} lines of orders or invoices of {m} accounts.", file=file, n=len(table), m=accounts)
    notes.ask("order_lines", message, tr("Add the lines up to one row an account."))
    columns = _columns(table, lines)
    days = _days(table, notes)
    _tell_totals(lines, len(table), accounts, days, notes)
    titles = {name: _title(name, days) for name, _ in columns}
    header = [titles[name] for name, _ in columns]
    rows: list[list[Cell]] = [list(header), *map(list, zip(*(cells for _, cells in columns), strict=True))]
    origins = found.sheet.origins
    numbers = table.row_numbers[lines.first].tolist()
    where = Origins(
        [found.sheet.name, *(origins.sheets_of(numbers) if origins else [found.sheet.name] * accounts)],
        [found.header_row, *(origins.rows_of(numbers) if origins else numbers)],
        {name: {} for name in (set(origins.sheets) if origins else (found.sheet.name,))},
    )
    sheet = SheetCells(found.sheet.name, is_visible=True, rows=rows, origins=where)
    mapped = tuple(MappedColumn(i, titles[name], name, 1.0) for i, (name, _) in enumerate(columns))
    return FoundTable(sheet, TableKind.ACCOUNTS, 1, mapped, found.score)


def _with_line_fields(table: TableCells, found: FoundTable) -> TableCells:
    """Give columns that are known from order lines their account column where the account list has none for it."""
    by_position = {c.position: c for c in mapping.map_orders([_header_at(found, i) for i in range(_width(found))])}
    taken = {column.field for column in table.columns}
    columns = []
    for column in table.columns:
        as_line = by_position[column.position]
        field = {LINE_AMOUNT: REVENUE, LINE_MARGIN: GROSS_MARGIN}.get(as_line.field, "")
        if field and field not in taken:
            column = replace(as_line, field=field)
            taken.add(field)
        elif as_line.field in _OF_LINES:
            column = as_line
        columns.append(column)
    return replace(table, columns=tuple(columns))


def _header_at(found: FoundTable, position: int) -> str:
    return next((column.header for column in found.columns if column.position == position), "")


def _width(found: FoundTable) -> int:
    return max((column.position for column in found.columns), default=-1) + 1


def _lines(found: FoundTable, table: TableCells, notes: Notes) -> _Lines:
    ids, names = table.of(ACCOUNT_ID), table.of(NAME)
    keys = _texts(ids, len(table)) if ids is not None else _texts(names, len(table))
    if ids is not None and names is not None:
        keys = np.where(keys == "", np.char.add("\0", _texts(names, len(table)).astype(str)), keys)
    account, _ = pd.factorize(pd.Series(keys, dtype=object))
    _, first = np.unique(account, return_index=True)
    tell_disagreements(table, account, notes)
    amounts = line_amounts(found, table, notes)
    return _Lines(account, first, amounts.exact, amounts.unknown)


def _columns(table: TableCells, lines: _Lines) -> list[tuple[str, list[Cell]]]:
    """Return the account list's columns: what the first line of an account says, and its sums."""
    columns: list[tuple[str, list[Cell]]] = []
    summed = {REVENUE, GROSS_MARGIN, MARGIN_PCT, ORDERS, *PURCHASE_CHANNELS, *PRODUCT_FAMILIES}
    for column, cells in zip(table.columns, table.cells, strict=True):
        if column.field in _TITLES and column.field not in summed and column.field not in dict(columns):
            columns.append((column.field, _first_filled(cells, lines)))
    named = [name for name in (REVENUE, GROSS_MARGIN) if name in lines.amounts]
    columns += [(name, _sums(lines, lines.amounts[name], lines.unknown[name])) for name in named]
    orders = table.of(mapping.ORDER_NUMBER)
    if orders is not None:
        pairs = pd.DataFrame({"account": lines.account, "order": orders.codes})
        numbers = pairs[pairs["order"] >= 0].groupby("account")["order"].nunique()
        columns.append((ORDERS, [float(numbers.get(i, 0)) for i in range(len(lines.first))]))
    if REVENUE in lines.amounts:
        for field, among in ((LINE_CHANNEL, PURCHASE_CHANNELS), (LINE_FAMILY, PRODUCT_FAMILIES)):
            columns += _split(table.of(field), lines, among)
    return columns


def _split(cells: ColumnCells | None, lines: _Lines, among: tuple[str, ...]) -> list[tuple[str, list[Cell]]]:
    """Return the revenue by what a column of the lines says, for those of the account columns that occur."""
    if cells is None:
        return []
    meaning = cells.of_each(lambda cell: _column_of(plain(text_of(cell)), among), missing="")
    found = []
    for name in among:
        if (meaning == name).any():
            part = [
                value if meant == name else Decimal(0)
                for value, meant in zip(lines.amounts[REVENUE], meaning, strict=True)
            ]
            found.append((name, _sums(lines, part, lines.unknown[REVENUE])))
    return found


def _column_of(text: str, among: tuple[str, ...]) -> str:
    """Return the account column for what a line says of its channel or family; "" if it is none of them."""
    words = synonyms()
    field = words.accounts.get(text, ("", 0))[0]
    if field in among:
        return field
    channel = words.channels.get(text, "")
    return _CHANNELS.get(channel, "") if among is PURCHASE_CHANNELS else ""


def _sums(lines: _Lines, amounts: Amounts, unknown: Booleans) -> list[Cell]:
    """Return each account's sum as exact text; "" where it has no amount at all, or one that is unknown."""
    totals: list[Decimal | None] = [None] * len(lines.first)
    for account, amount in zip(lines.account.tolist(), amounts, strict=True):
        if amount is not None:
            totals[account] = (totals[account] or Decimal(0)) + amount
    for account in set(lines.account[unknown].tolist()):
        totals[account] = None
    return ["" if total is None else _exact_text(total) for total in totals]


def _exact_text(amount: Decimal) -> str:
    """Return an amount so that its text can be read in one way only."""
    text = f"{amount:f}"
    decimals = len(text.partition(".")[2])
    return text if decimals >= _MOST_DECIMALS else f"{amount:.{_MOST_DECIMALS}f}"


def _first_filled(cells: ColumnCells, lines: _Lines) -> list[Cell]:
    frame = pd.DataFrame({"account": lines.account, "code": cells.codes})
    first = frame[frame["code"] >= 0].groupby("account")["code"].first()
    return [cells.distinct[first[i]] if i in first.index else "" for i in range(len(lines.first))]


def _texts(cells: ColumnCells | None, rows: int) -> Any:
    return np.full(rows, "", dtype=object) if cells is None else cells.of_each(text_of, missing="")


def _days(table: TableCells, notes: Notes) -> "pd.Series[Any]":
    """Return the days of the lines that have one, as timestamps."""
    column, cells = table.column(ORDER_DATE), table.of(ORDER_DATE)
    if column is None or cells is None:
        return pd.Series([], dtype="datetime64[s]")
    cleaned = clean_day(cells)
    tell_impossible_days(table, column, cells, cleaned, notes)
    return cleaned.values.dropna()


def _title(name: str, days: "pd.Series[Any]") -> str:
    """Return an account column's title; with its months, so that it is asked about, where it covers over a year."""
    if name not in (REVENUE, GROSS_MARGIN) or not len(days):
        return _TITLES[name]
    first, last = days.min(), days.max()
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return tr("{title} ({n} months)", title=_TITLES[name], n=months) if months > _MOST_MONTHS else _TITLES[name]


def _tell_totals(lines: _Lines, number: int, accounts: int, days: "pd.Series[Any]", notes: Notes) -> None:
    """Say what the lines came to; the sums of the accounts are the sums of the lines."""
    sums = [
        f"{_TITLES[name]} {money(round(sum(filter(None, lines.amounts[name]), Decimal(0)) * 100))}"
        for name in (REVENUE, GROSS_MARGIN)
        if name in lines.amounts
    ]
    message = tr("{n} lines became {m} accounts: {sums}.", n=number, m=accounts, sums=joined(sums) or tr("no amounts"))
    if len(days):
        said = tr("They are of {first} to {last}.", first=day(days.min().date()), last=day(days.max().date()))
        message = f"{message} {said}"
    notes.note(LINES_ADDED_UP, message, tr("The totals of the accounts are those of the lines."))
