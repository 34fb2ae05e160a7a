"""Amounts in several currencies: said, asked about, and added only through a typed rate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.findings import Blank, BlankKind, Option
from gtm_desktop.core.words import joined, ntr, tr
from gtm_desktop.workbook.cleaning.amounts import CURRENCY_NAMES, DOLLAR_SIGN, HOME
from gtm_desktop.workbook.cleaning.cells import TableCells
from gtm_desktop.workbook.cleaning.clean import Cleaned, text_of
from gtm_desktop.workbook.cleaning.scaled import scaled
from gtm_desktop.workbook.cleaning.sheet_notes import currency_cells
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.reading.sheets import FoundTable
from gtm_desktop.workbook.synonyms import plain, synonyms

MIXED_CURRENCIES = "mixed_currencies"
AS_ONE, AT_RATES = "same_currency", "rate"
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "MXN", "HKD", "SGD", "TWD", "BSD", "BBD", "BMD", "TTD", "JMD")
"""Currencies whose amounts are written with a dollar sign."""


@dataclass(frozen=True)
class Exchange:
    """Which amounts are in other currencies than the list's, and what they are worth in it.

    Attributes:
        codes: by money field, n codes of the currencies of its amounts; "" where nothing names one.
        foreign: by money field, which of its n amounts are in another currency.
        rates: what one of another currency is worth; one without a rate leaves its amounts unknown.
    """

    codes: Mapping[str, Any]
    foreign: Mapping[str, Any]
    rates: Mapping[str, Decimal]

    def rate_of(self, field: str, row: int) -> Decimal | None:
        """Return by what an amount is multiplied; None where it stays unknown."""
        if not self.foreign[field][row]:
            return Decimal(1)
        return self.rates.get(self.codes[field][row] or HOME)


def in_one_currency(
    found: FoundTable, table: TableCells, fields: Mapping[str, Cleaned], money: Sequence[str], notes: Notes
) -> dict[str, Cleaned]:
    """Return the fields with amounts in other currencies than the list's missing or converted, as is asked.

    Source: RULES 1, Currencies.
    """
    exchange = exchange_of(found, table, fields, money, notes)
    if exchange is None:
        return dict(fields)
    if exchange.rates:
        return _converted(exchange, fields)
    changed = dict(fields)
    for name, where in exchange.foreign.items():
        unrounded = np.where(where, np.nan, fields[name].unrounded)
        values = fields[name].values.mask(pd.Series(where))
        changed[name] = replace(fields[name], values=values, unrounded=unrounded)
    return changed


def exchange_of(
    found: FoundTable, table: TableCells, fields: Mapping[str, Cleaned], money: Sequence[str], notes: Notes
) -> Exchange | None:
    """Ask about amounts in other currencies than the list's; None where all count in one.

    The list's currency is the one of most amounts, dollars on a tie. An amount's currency is what its cell names, else
    its number format, else the row's column of currencies, else what the column's header names, else the list's. A
    dollar sign alone says which currency only where neither the row's column names one nor the header other dollars.

    Source: RULES 1, Currencies.
    """
    by_row = _of_rows(table)
    says = (fields[name].currencies is not None or _of_header(table, name) for name in money if name in fields)
    if by_row is None and not found.sheet.facts.currencies and not any(says):
        return None
    named = {name: _of_cells(found, table, name, fields[name], by_row) for name in money if name in fields}
    counts: dict[str, int] = {}
    for name, codes in named.items():
        present = codes[fields[name].values.notna().to_numpy()]
        for code, number in zip(*np.unique(present.astype(str), return_counts=True), strict=True):
            counts[str(code)] = counts.get(str(code), 0) + int(number)
    unnamed = counts.pop("", 0)
    if len(counts) == 1 and _fills_a_column(next(iter(counts)), named, fields):
        unnamed = 0
    if not counts or set(counts) == {HOME}:
        return None
    if len(counts) == 1 and not unnamed:
        currency = next(iter(counts))
        message = tr("All amounts are in {currency}.", currency=currency)
        notes.note("currency", message, tr("The plan counts in it."))
        return None
    counts[HOME] = counts.get(HOME, 0) + unnamed
    main = max(counts, key=lambda code: (counts[code], code == HOME))
    return _asked(main, counts, named, table, fields, notes)


def _fills_a_column(code: str, named: Mapping[str, Any], fields: Mapping[str, Cleaned]) -> bool:
    """Return whether all amounts of a column name one currency, so that the list is in it."""
    present = [codes[fields[name].values.notna().to_numpy()] for name, codes in named.items()]
    return any(len(codes) > 0 and bool((codes == code).all()) for codes in present)


def _asked(
    main: str,
    counts: Mapping[str, int],
    named: Mapping[str, Any],
    table: TableCells,
    fields: Mapping[str, Cleaned],
    notes: Notes,
) -> Exchange | None:
    foreign = {
        name: ((codes != main) & ~((codes == "") & (main == HOME))) & fields[name].values.notna().to_numpy()
        for name, codes in named.items()
    }
    rows = np.logical_or.reduce(list(foreign.values()))
    listed = joined([tr("{n} in {currency}", n=n, currency=code) for code, n in sorted(counts.items()) if n])
    message = tr("Amounts are in several currencies: {counts}.", counts=listed)
    suggestion = ntr(
        "Keep those in {main}; leave the amounts of {n} row unknown.",
        "Keep those in {main}; leave the amounts of {n} rows unknown.",
        int(rows.sum()),
        main=main,
    )
    others = _other_answers(main, [code for code, number in sorted(counts.items()) if number and code != main])
    answer = notes.ask(MIXED_CURRENCIES, message, suggestion, rows=table.row_numbers[rows], others=others)
    if answer == AS_ONE:
        return None
    rates = notes.typed(MIXED_CURRENCIES) if answer == AT_RATES else {}
    exchange = Exchange(named, foreign, {currency: Decimal(rate) for currency, rate in rates.items()})
    _tell_rates(main, exchange, table, notes)
    return exchange


def _other_answers(main: str, foreign: Sequence[str]) -> tuple[Option, ...]:
    blanks = tuple(
        Blank(code, tr("1 {currency} in {main}", currency=code, main=main), BlankKind.RATE) for code in foreign
    )
    return (
        Option(AT_RATES, tr("Convert them at these rates."), blanks),
        Option(AS_ONE, tr("Take all of them for {main}.", main=main)),
    )


def _tell_rates(main: str, exchange: Exchange, table: TableCells, notes: Notes) -> None:
    """Say how many amounts are converted at which rate, and where."""
    for currency, rate in exchange.rates.items():
        where = {name: _are_in(exchange, name, currency) for name in exchange.foreign}
        columns = [table.column(name) for name, rows in where.items() if rows.any()]
        letter = columns[0].letter if len(columns) == 1 and columns[0] is not None else ""
        rows = table.row_numbers[np.logical_or.reduce(list(where.values()))]
        message = ntr(
            "{n} amount in {currency} was converted: 1 {currency} = {rate} {main}.",
            "{n} amounts in {currency} were converted: 1 {currency} = {rate} {main}.",
            sum(int(each.sum()) for each in where.values()),
            currency=currency,
            rate=str(rate),
            main=main,
        )
        notes.note("converted", message, tr("At the rate that was typed."), rows=rows, column=letter)


def _converted(exchange: Exchange, fields: Mapping[str, Cleaned]) -> dict[str, Cleaned]:
    """Return the fields with the amounts of other currencies at the rates that were typed."""
    changed = dict(fields)
    for currency, rate in exchange.rates.items():
        for name in exchange.foreign:
            changed[name] = scaled(changed[name], _are_in(exchange, name, currency), Fraction(rate))
    return changed


def _are_in(exchange: Exchange, field: str, currency: str) -> Any:
    """Return which amounts of a field are in one other currency."""
    codes = exchange.codes[field]
    return exchange.foreign[field] & (np.where(codes == "", HOME, codes) == currency)


def _of_rows(table: TableCells) -> Any:
    """Return the currency that a column of its own names for each row, "" where it names none; None without one."""
    for column, cells in zip(table.columns, table.cells, strict=True):
        if not column.field and plain(column.header) in synonyms().currency_headers:
            return cells.of_each(lambda cell: _currency_called(text_of(cell)), missing="")
    return None


def _currency_called(text: str) -> str:
    """Return the code of a currency by what a cell calls it; a name that is not known is a currency of its own."""
    known = CURRENCY_NAMES.get(text.casefold())
    if known is not None:
        return known
    return text.upper() if text[:1].isalpha() else ""


def _of_header(table: TableCells, name: str) -> str:
    column = table.column(name)
    return "" if column is None else column.currency


def _of_cells(found: FoundTable, table: TableCells, name: str, cleaned: Cleaned, by_row: Any) -> Any:
    codes = np.full(len(table), "", dtype=object) if cleaned.currencies is None else cleaned.currencies
    column = table.column(name)
    formats = currency_cells(found, column.position) if column is not None else {}
    if formats:
        from_format = np.array([formats.get(row, "") for row in table.row_numbers.tolist()], dtype=object)
        codes = np.where(codes == "", from_format, codes)
    header = _of_header(table, name)
    is_open = (codes == "") | (codes == DOLLAR_SIGN)
    if by_row is not None:
        codes = np.where(is_open & (by_row != ""), by_row, codes)
    codes = np.where(codes == "", header, codes)
    return np.where(codes == DOLLAR_SIGN, header if header in _DOLLARS else HOME, codes)
