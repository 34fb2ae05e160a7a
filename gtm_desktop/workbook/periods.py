"""What a money column covers: which months up to when, and whether its margin is before or after rebates."""

import re
from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from gtm_desktop.core.findings import Blank, BlankKind, Option
from gtm_desktop.core.words import tr
from gtm_desktop.tables.accounts import (
    GROSS_MARGIN,
    LAST_GROSS_MARGIN,
    LAST_REVENUE,
    PRODUCT_FAMILIES,
    PURCHASE_CHANNELS,
    REVENUE,
)
from gtm_desktop.workbook.cells import TableCells
from gtm_desktop.workbook.clean import Cleaned
from gtm_desktop.workbook.mapping import MappedColumn
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.scaled import scaled
from gtm_desktop.workbook.synonyms import plain

PERIOD, MARGIN_MEANS = "period", "margin_means"
BEFORE, AFTER = "before_rebates", "after_rebates"
_OTHER, _MONTHS, _YEAR_END = "months", "months", "year_end"
_MOST_MONTHS = 36
_YEARLY = (GROSS_MARGIN, REVENUE, LAST_GROSS_MARGIN, LAST_REVENUE)
_WITH_REVENUE = (*PURCHASE_CHANNELS, *PRODUCT_FAMILIES)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PART_OF_YEAR = re.compile(
    r"\b(?:ytd|year to date|h[12]|q[1-4]|\d{1,2} ?(?:mo|mos|months?)|jan (?:to |thru )?(?!dec)[a-z]{3,4})\b"
)
_WHOLE_YEAR = re.compile(r"\b(?:t?12 ?m|12 ?(?:mo|mos|months?)|jan (?:to |thru )?dec)\b")
_COUNTED = re.compile(r"\b(\d{1,2}) ?(?:mo|mos|months?)\b")
_UP_TO = re.compile(rf"\b(?:ytd|jan)(?: to| thru)? ({'|'.join(_MONTH_NAMES)})|\b({'|'.join(_MONTH_NAMES)}) ytd")


def in_years(table: TableCells, fields: Mapping[str, Cleaned], notes: Notes) -> tuple[dict[str, Cleaned], bool]:
    """Return the money columns as amounts of a year, and whether the margin became an estimate by that.

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
    for field, factor in factors.items():
        if factor != 1:
            changed[field] = scaled(fields[field], np.ones(len(table), dtype=bool), factor)
    return changed, factors.get(GROSS_MARGIN, 1) != 1


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
    if re.search(r"\bh[12]\b", text):
        return "6"
    return "3" if re.search(r"\bq[1-4]\b", text) else ""
