"""Rows that may be no customers to plan: cash sales, branches, employees, closed accounts, accounts on hold or idle."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.core.findings import Blank, BlankKind, Option
from gtm_desktop.core.words import day, joined, ntr, tr
from gtm_desktop.tables.accounts import CUSTOMER_TYPE, NAME
from gtm_desktop.tables.left_out import LeftOutReason
from gtm_desktop.workbook.cleaning.cells import Booleans, ColumnCells, TableCells
from gtm_desktop.workbook.cleaning.clean import text_of
from gtm_desktop.workbook.cleaning.fields import columns_headed, days_headed
from gtm_desktop.workbook.cleaning.sheet_notes import LEAVE_OUT
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.synonyms import plain, synonyms

QUESTION = "not_customers"
IDLE_MONTHS = 24
"""No order for so long, counted back from the latest order in the list, proposes to leave a customer out. Preset."""

_MONTHS = "months"
_SHOWN = 5
_FIRST_WORD = re.compile(r"\s*([A-Za-z]+)")
_WORD = re.compile("[a-z]+")
_OF_TYPES = (LeftOutReason.CASH_SALE, LeftOutReason.INTER_BRANCH, LeftOutReason.EMPLOYEE)
_YES = frozenset(("yes", "y", "true", "t", "1", "x"))
_NO = frozenset(("no", "n", "false", "f", "0"))


def customers_to_plan(table: TableCells, reasons: NDArray[np.object_], notes: Notes) -> NDArray[np.object_]:
    """Return why each of n rows is left out, "" where it stays: as `reasons` says, or as the planner answered.

    Nothing is left out that the planner did not answer so.

    Source: RULES 1, Not customers to plan: proposed by patterns.
    """
    reasons = _by_name(table, reasons, notes)
    for reason in (LeftOutReason.CLOSED, LeftOutReason.CREDIT_HOLD):
        reasons = _by_state(table, reasons, reason, notes)
    return _idle(table, reasons, notes)


def _by_name(table: TableCells, reasons: NDArray[np.object_], notes: Notes) -> NDArray[np.object_]:
    kinds = np.full(len(table), "", dtype=np.object_)
    shown: dict[str, None] = {}
    for field, among in ((NAME, tuple(synonyms().not_customers)), (CUSTOMER_TYPE, _OF_TYPES)):
        cells = table.of(field)
        if cells is None:
            continue
        found = cells.of_each(_kind_of_name, missing="")
        found = np.where(np.isin(found, among) & (kinds == "") & (reasons == ""), found, "")
        shown |= dict.fromkeys(_texts(cells, found != ""))
        kinds = np.where(kinds == "", found, kinds)
    message = "{n} row seems to be no customer to plan: {names}.", "{n} rows seem to be no customers to plan: {names}."
    return _asked(table, reasons, kinds, notes, message, shown=tuple(shown))


def _kind_of_name(cell: Any) -> str:
    """Return why a row of this name or type is no customer to plan; "" if it is one."""
    parts = cell.split() if isinstance(cell, str) else []
    patterns, words = _name_patterns()
    is_plain = bool(parts) and cell.isascii()
    if is_plain and parts[-1].isalpha() and parts[-1].casefold() not in words:  # most names, at a third of the time
        return ""
    first = _FIRST_WORD.match(cell) if parts else None
    if first is None or first[1].casefold() not in words:
        return ""
    if is_plain and not words.issuperset(_WORD.findall(cell.replace("'", "").casefold())):
        return ""
    text = plain(text_of(cell))
    return next((reason for reason, pattern in patterns.items() if pattern.fullmatch(text)), "")


@cache
def _name_patterns() -> tuple[Mapping[str, re.Pattern[str]], frozenset[str]]:
    """Return the patterns by reason, and every word in them: a name with any other is a customer's."""
    groups = synonyms().not_customers
    patterns = {reason: re.compile("|".join(f"(?:{each})" for each in texts)) for reason, texts in groups.items()}
    words = (word for texts in groups.values() for text in texts for word in re.findall("[a-z]+", text))
    joined_words = ("interbranch", "intercompany")
    return patterns, frozenset((*words, *joined_words))


def _by_state(table: TableCells, reasons: NDArray[np.object_], reason: str, notes: Notes) -> NDArray[np.object_]:
    """Ask about customers that are closed or on hold: by a column that says so, or by a mark beside the name."""
    words = synonyms()
    marks = frozenset(words.status_marks[reason])
    found = _where_said(table, words.status_headers, lambda text: text in marks)
    if reason == LeftOutReason.CLOSED:
        found |= _where_said(table, words.closed_headers, lambda text: text in _YES)
        found |= _where_said(table, words.active_headers, lambda text: text in _NO)
    else:
        found |= _where_said(table, words.hold_headers, lambda text: text in _YES | marks)
    names = table.of(NAME)
    if names is not None and names.may_contain(marks):
        mark = _mark(reason)
        found |= names.of_each(lambda cell: bool(mark.search(str(cell))), missing=False, dtype=bool)
    kinds = np.where(found & (reasons == ""), reason, "")
    message = {
        LeftOutReason.CLOSED: ("{n} row is a closed account: {names}.", "{n} rows are closed accounts: {names}."),
        LeftOutReason.CREDIT_HOLD: ("{n} row is on credit hold: {names}.", "{n} rows are on credit hold: {names}."),
    }[reason]
    return _asked(table, reasons, kinds, notes, message, scope=reason)


@cache
def _mark(reason: str) -> re.Pattern[str]:
    """Return the pattern of a mark set apart from a name by signs: "(closed)", "** CLOSED **", "Acme - closed"."""
    marks = "|".join(synonyms().status_marks[reason])
    return re.compile(rf"(?:^|[*(\[:\-–—])\s*(?:{marks})\s*(?:$|[*)\]:\-–—])", re.IGNORECASE)


def _where_said(table: TableCells, headers: frozenset[str], is_meant: Callable[[str], bool]) -> Booleans:
    found = np.zeros(len(table), dtype=bool)
    for cells in columns_headed(table, headers):
        found |= cells.of_each(lambda cell: is_meant(plain(text_of(cell))), missing=False, dtype=bool)
    return found


def _idle(table: TableCells, reasons: NDArray[np.object_], notes: Notes) -> NDArray[np.object_]:
    """Ask about customers whose last order lies further back than the preset, or than the months typed."""
    days = days_headed(table, synonyms().last_order_headers, notes)
    if days is None:
        return reasons
    latest = days.max()
    if pd.isna(latest):
        return reasons
    scope = LeftOutReason.NO_ORDER

    def older_than(months: int) -> NDArray[np.object_]:
        is_old = (days < latest - pd.DateOffset(months=months)).to_numpy(dtype=bool)
        return np.where(is_old & (reasons == ""), scope, "")

    message = (
        "{n} row has had no order for {months} months before {day}: {names}.",
        "{n} rows have had no order for {months} months before {day}: {names}.",
    )
    blank = Blank(_MONTHS, tr("Months without an order"), BlankKind.COUNT, preset=str(IDLE_MONTHS))
    words = {_MONTHS: IDLE_MONTHS, "day": day(latest.date())}
    left = _asked(table, reasons, older_than(IDLE_MONTHS), notes, message, scope=scope, blanks=(blank,), words=words)
    months = int(notes.typed(QUESTION, scope).get(_MONTHS, IDLE_MONTHS))
    return left if months == IDLE_MONTHS else np.where(older_than(months) != "", older_than(months), reasons)


def _asked(
    table: TableCells,
    reasons: NDArray[np.object_],
    kinds: NDArray[np.object_],
    notes: Notes,
    message: tuple[str, str],
    *,
    scope: str = "",
    shown: Sequence[str] = (),
    blanks: tuple[Blank, ...] = (),
    words: Mapping[str, object] | None = None,
) -> NDArray[np.object_]:
    """Ask about the rows that have a kind; return the reasons with these, if they are to be left out."""
    found = kinds != ""
    if not found.any():
        return reasons
    names = table.of(NAME)
    texts = list(shown) or ([] if names is None else _texts(names, found))
    rows = table.row_numbers[found]
    said = ntr(*message, len(rows), names=joined(texts[:_SHOWN]), **(words or {}))
    others = (Option(LEAVE_OUT, tr("Leave them out."), blanks),)
    suggestion = tr("Keep them in the list.")
    if notes.ask(QUESTION, said, suggestion, rows=rows, scope=scope, others=others) != LEAVE_OUT:
        return reasons
    return np.where(found, kinds, reasons)


def _texts(cells: ColumnCells, where: Booleans) -> list[str]:
    codes = dict.fromkeys(cells.codes[where & cells.is_filled].tolist())
    return [text_of(cells.distinct[code]) for code in codes]
