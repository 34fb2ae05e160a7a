"""The exact amounts of order lines: units, currencies, quantity times price, and margins that costs give."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import numpy as np

from gtm_desktop.core.words import joined, ntr, tr
from gtm_desktop.tables.accounts import COLUMNS, GROSS_MARGIN, MARGIN_PCT, REVENUE
from gtm_desktop.workbook.cleaning.amounts import Trouble, read_amounts
from gtm_desktop.workbook.cleaning.cells import Booleans, TableCells
from gtm_desktop.workbook.cleaning.clean import clean_money, clean_share
from gtm_desktop.workbook.cleaning.currencies import exchange_of
from gtm_desktop.workbook.cleaning.fields import ask_about_ambiguous, ask_about_unit, money_reading
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.reading.sheets import FoundTable

LINE_COST, LINE_PRICE, LINE_UNIT_COST, QUANTITY = "line_cost", "line_price", "line_unit_cost", "quantity"

Amounts = list[Decimal | None]
_MONEY = (REVENUE, GROSS_MARGIN, LINE_COST, LINE_PRICE, LINE_UNIT_COST)
_MADE = (REVENUE, GROSS_MARGIN)


@dataclass(frozen=True)
class LineAmounts:
    """The amounts of n lines by account column.

    Attributes:
        exact: n amounts in the list's currency; None where there is none.
        unknown: which are in another currency whose rate nobody typed, so that their account's sum is unknown.
    """

    exact: dict[str, Amounts]
    unknown: dict[str, Booleans]


def line_amounts(found: FoundTable, table: TableCells, notes: Notes) -> LineAmounts:
    """Return revenue and margin of each line, as far as its columns give them; ask about what can be read otherwise.

    Without a column of amounts revenue is quantity times unit price, and without one of margins the margin is revenue
    less cost, of the line or of its units, else revenue times the line's margin %.
    """
    exact = {name: amounts for name in _MONEY if (amounts := _read(table, name, notes))}
    cleaned = {name: clean_money(cells) for name in exact if (cells := table.of(name)) is not None}
    exchange = exchange_of(found, table, cleaned, list(cleaned), notes)
    unknown = {name: np.zeros(len(table), dtype=bool) for name in (*exact, *_MADE)}
    if exchange is not None:
        for name, amounts in exact.items():
            for row in np.flatnonzero(exchange.foreign[name]).tolist():
                rate, amount = exchange.rate_of(name, row), amounts[row]
                unknown[name][row] = rate is None
                amounts[row] = None if rate is None or amount is None else amount * rate
    _make(exact, unknown, table, notes)
    made = {name: exact[name] for name in _MADE if name in exact}
    _ask_about_missing(table, made, unknown, notes)
    return LineAmounts(made, unknown)


def _read(table: TableCells, name: str, notes: Notes) -> Amounts:
    cells, column = table.of(name), table.column(name)
    if cells is None or column is None:
        return []
    ask_about_unit(column, notes)
    unit, reading = money_reading(column, notes)
    amounts = read_amounts(cells.distinct, as_thousands=reading)
    is_ambiguous = np.array([*(amount.trouble is Trouble.AMBIGUOUS for amount in amounts), False], dtype=bool)
    ask_about_ambiguous(table, column, cells, is_ambiguous[cells.codes], notes)
    values: Amounts = [None if amount.value is None else amount.value * unit for amount in amounts]
    values.append(None)
    return [values[code] for code in cells.codes.tolist()]


def _make(exact: dict[str, Amounts], unknown: dict[str, Booleans], table: TableCells, notes: Notes) -> None:
    """Add the revenue and the margin that other columns give, where no column holds them."""
    made = []
    quantities = table.of(QUANTITY)
    if quantities is not None:
        numbers: Amounts = [*(amount.value for amount in read_amounts(quantities.distinct)), None]
        by_line = [numbers[code] for code in quantities.codes.tolist()]
        for total, of_one in ((REVENUE, LINE_PRICE), (LINE_COST, LINE_UNIT_COST)):
            if total not in exact and of_one in exact:
                exact[total] = _times(exact[of_one], by_line)
                unknown[total] = unknown[of_one]
                made += [tr("revenue is quantity times unit price")] if total == REVENUE else []
    if GROSS_MARGIN not in exact and REVENUE in exact and LINE_COST in exact:
        exact[GROSS_MARGIN] = _less(exact[REVENUE], exact[LINE_COST])
        unknown[GROSS_MARGIN] = unknown[REVENUE] | unknown[LINE_COST]
    if GROSS_MARGIN not in exact and REVENUE in exact and (percents := table.of(MARGIN_PCT)) is not None:
        shares = clean_share(percents).values.tolist()
        exact[GROSS_MARGIN] = _times(exact[REVENUE], [None if math.isnan(s) else Decimal(repr(s)) for s in shares])
        unknown[GROSS_MARGIN] = unknown[REVENUE]
        made.append(tr("margin is revenue times margin %"))
    if made:
        message = tr("Not every amount has a column of its own: {made}.", made=joined(made))
        notes.note("lines_priced", message, tr("Worked out line by line. Give a column that meaning if there is one."))


def _times(amounts: Sequence[Decimal | None], factors: Sequence[Decimal | None]) -> Amounts:
    return [None if a is None or b is None else a * b for a, b in zip(amounts, factors, strict=True)]


def _less(amounts: Sequence[Decimal | None], others: Sequence[Decimal | None]) -> Amounts:
    return [None if a is None or b is None else a - b for a, b in zip(amounts, others, strict=True)]


def _ask_about_missing(
    table: TableCells, exact: dict[str, Amounts], unknown: dict[str, Booleans], notes: Notes
) -> None:
    for name, amounts in exact.items():
        missing = np.array([value is None for value in amounts], dtype=bool) & ~unknown[name]
        if not missing.any():
            continue
        message = ntr(
            "{n} line has no {title} that can be read.",
            "{n} lines have no {title} that can be read.",
            int(missing.sum()),
            title=_titles()[name].lower(),
        )
        rows = table.row_numbers[missing]
        notes.ask("missing_line_amount", message, tr("Count them as nothing."), rows=rows, scope=name)


@cache
def _titles() -> dict[str, str]:
    return {column.name: column.title for column in COLUMNS}
