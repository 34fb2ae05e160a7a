"""What a money column covers: which months up to when, and whether its margin is before or after rebates."""

import re
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pandas as pd

from gtm_desktop.core.findings import Blank, BlankKind, Option
from gtm_desktop.core.words import ntr, tr
from gtm_desktop.tables.accounts import (
    GROSS_MARGIN,
    LAST_GROSS_MARGIN,
    LAST_REVENUE,
    MARGIN_IS_ESTIMATE,
    PRODUCT_FAMILIES,
    PURCHASE_CHANNELS,
    REVENUE,
)
from gtm_desktop.tables.schema import DTYPES, Kind
from gtm_desktop.workbook.cleaning.cells import Booleans, TableCells
from gtm_desktop.workbook.cleaning.clean import Cleaned
from gtm_desktop.workbook.cleaning.fields import columns_headed, days_headed
from gtm_desktop.workbook.cleaning.scaled import scaled
from gtm_desktop.workbook.mapping import MappedColumn
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.synonyms import plain, synonyms

PERIOD, MARGIN_MEANS, OPENED = "period", "margin_means", "opened_inside_year"
FULL_YEAR = "full_year"
BEFORE, AFTER = "before_rebates", "after_rebates"
_OTHER, _MONTHS, _YEAR_END = "months", "months", "year_end"
_MOST_MONTHS = 36
_YEARLY = (GROSS_MARGIN, REVENUE, LAST_GROSS_MARGIN, LAST_REVENUE)
_WITH_REVENUE = (*PURCHASE_CHANNELS, *PRODUCT_FAMILIES)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"(?:{'|'.join(_MONTH_NAMES)})"
_UNTIL = "(?:to|thru|through|until|ending|ended|as of)"
_PART_OF_YEAR = re.compile(
    rf"\b(?:ytd|year to date|mtd|qtd|h[12]|q[1-4]|\d{{1,2}} ?(?:m|mo|mos|months?)"
    rf"|jan(?:uary)? (?:{_UNTIL} )?{_MONTH}[a-z]*|{_UNTIL} (?:{_MONTH}[a-z]*|\d{{1,2}} \d{{1,2}}))\b"
)
_WHOLE_YEAR = re.compile(
    rf"\b(?:[tr]?12 ?m|12 ?(?:mo|mos|months?)|jan(?:uary)? (?:{_UNTIL} )?dec(?:ember)?|{_UNTIL} (?:dec(?:ember)?|12 31)"
    r"|q1 (?:to |thru )?q4)\b"
)
_COUNTED = re.compile(r"\b(\d{1,2}) ?(?:m|mo|mos|months?)\b")
_UP_TO = re.compile(rf"\b(?:ytd|jan(?:uary)?|{_UNTIL})(?: {_UNTIL})? ({_MONTH})|\b({_MONTH})[a-z]* ytd")
_UP_TO_DAY = re.compile(rf"\b{_UNTIL} (\d{{1,2}}) \d{{1,2}}\b")
_QUARTERS = re.compile(r"\bq1 (?:to |thru )?q([234])\b")
_SPANS = ((re.compile(r"\bh[12]\b"), "6"), (re.compile(r"\b(?:q[1-4]|qtd)\b"), "3"), (re.compile(r"\bmtd\b"), "1"))


def in_years(table: TableCells, fields: Mapping[str, Cleaned], notes: Notes) -> dict[str, Cleaned]:
    """Return the fields with money as amounts of a year, and flags of the margins that became an estimate by that.

    A header that says it covers less than a year is an open question; the year's columns without such a header are
    offered to be described. Revenue by purchase channel and by product family follows the revenue.

    Source: RULES 1, Period.
    """
    factors = {}
    for column in table.columns:
        if column.field in fields and fields[column.field].unrounded is not None:
            is_part = _is_part_of_year(column.header)
            if is_part or column.field in _YEARLY:
                factors[column.field] = _factor(column, notes, is_open=is_part)
    for field in _WITH_REVENUE:
        if field in fields and REVENUE in factors:
            factors.setdefault(field, factors[REVENUE])
    changed = dict(fields)
    everywhere = np.ones(len(table), dtype=bool)
    for field, factor in factors.items():
        if factor != 1:
            changed[field] = scaled(fields[field], everywhere, factor)
    is_estimate = everywhere & (factors.get(GROSS_MARGIN, 1) != 1)
    for months, where in _opened_inside(table, notes).items():
        for field in {GROSS_MARGIN, REVENUE, *_WITH_REVENUE} & set(changed):
            changed[field] = scaled(changed[field], where, Fraction(12, months))
        is_estimate |= where
    if is_estimate.any():
        nothing = np.zeros(len(table), dtype=bool)
        changed[MARGIN_IS_ESTIMATE] = Cleaned(
            pd.Series(is_estimate, dtype=DTYPES[Kind.FLAG]), nothing, nothing, nothing
        )
    return changed


def _opened_inside(table: TableCells, notes: Notes) -> dict[int, Booleans]:
    """Return which customers were there for only some months of the year, by the months, the first one counted whole.

    It is offered where the list says since when customers buy, and followed once the year's last day is typed.
    """
    if not columns_headed(table, synonyms().opened_headers):
        return {}
    message = tr("Some customers may have been opened inside the year: take their amounts × 12 ÷ months?")
    blank = Blank(_YEAR_END, tr("Last day of the year"), BlankKind.DAY)
    others = (Option(FULL_YEAR, tr("Take customers opened inside the year × 12 ÷ months, an estimate."), (blank,)),)
    if notes.ask(OPENED, message, tr("Take the amounts as they stand."), others=others, is_open=False) != FULL_YEAR:
        return {}
    end = pd.Timestamp(notes.typed(OPENED)[_YEAR_END])
    days = days_headed(table, synonyms().opened_headers, notes)
    if days is None:
        return {}
    months = (end.year - days.dt.year) * 12 + end.month - days.dt.month + 1
    found = {number: ((months == number) & (days <= end)).to_numpy(dtype=bool) for number in range(1, 12)}
    found = {number: where for number, where in found.items() if where.any()}
    rows = table.row_numbers[np.logical_or.reduce([np.zeros(len(table), dtype=bool), *found.values()])]
    message = ntr(
        "{n} customer was opened inside the year: its amounts are taken × 12 ÷ months.",
        "{n} customers were opened inside the year: their amounts are taken × 12 ÷ months.",
        len(rows),
    )
    notes.warn("opened_inside_year", message, tr("An estimate of a year, as answered."), rows=rows)
    return found


def offer_margin_meaning(table: TableCells, notes: Notes) -> None:
    """Offer to say whether margin is meant before or after rebates and supplier claims; it changes no amount.

    Source: RULES 1, Margin means.
    """
    column = table.column(GROSS_MARGIN)
    if column is None:
        return
    message = tr("Is {header} meant before or after rebates and supplier claims?", header=column.header)
    others = {
        BEFORE: tr("Before rebates and supplier claims."),
        AFTER: tr("After rebates and supplier claims."),
    }
    notes.ask(MARGIN_MEANS, message, tr("Not said."), others=others, is_open=False)


def _is_part_of_year(header: str) -> bool:
    text = plain(header)
    return bool(_PART_OF_YEAR.search(text)) and not _WHOLE_YEAR.search(text)


def _factor(column: MappedColumn, notes: Notes, *, is_open: bool) -> Fraction:
    """Return by what a column's amounts are multiplied to be a year's."""
    header = column.header
    message = tr("{header} seems to cover less than a year.", header=header)
    if int(_months_of(header, is_open) or 0) > 12:
        message = tr("{header} seems to cover more than a year.", header=header)
    suggestion = tr("Take the amounts for a year's.")
    if not is_open:
        message = tr("Which months does {header} cover, and when does its year end?", header=header)
        suggestion = tr("A full year; its end is not said.")
    blanks = (
        Blank(_MONTHS, tr("Months covered"), BlankKind.COUNT, preset=_months_of(header, is_open), most=_MOST_MONTHS),
        Blank(_YEAR_END, tr("Last day"), BlankKind.DAY, is_needed=False),
    )
    label = tr("Other months: take amounts × 12 ÷ months, an estimate.")
    if not is_open:
        label = tr("As typed; other than 12 months are taken × 12 ÷ months, an estimate.")
    others = (Option(_OTHER, label, blanks),)
    if notes.ask(PERIOD, message, suggestion, scope=header, others=others, is_open=is_open) != _OTHER:
        return Fraction(1)
    typed = notes.typed(PERIOD, header)
    months = int(typed[_MONTHS])
    if months != 12:
        message = tr("{header} covers {months} months: its amounts are taken × 12 ÷ {months}.", header=header,
                     months=months)  # fmt: skip
        notes.warn("yearly_estimate", message, tr("An estimate of a year, as answered."), column=column.letter)
    return Fraction(12, months)


def _months_of(header: str, is_part: bool) -> str:  # noqa: FBT001 - a fact of the header
    """Return how many months a header says; "" where it does not."""
    if not is_part:
        return "12"
    text = plain(header)
    if found := _COUNTED.search(text):
        return found[1]
    if found := _UP_TO.search(text):
        return str(_MONTH_NAMES.index(found[1] or found[2]) + 1)
    if (found := _UP_TO_DAY.search(text)) and 1 <= int(found[1]) <= 12:
        return found[1]
    if found := _QUARTERS.search(text):
        return str(3 * int(found[1]))
    return next((months for pattern, months in _SPANS if pattern.search(text)), "")
