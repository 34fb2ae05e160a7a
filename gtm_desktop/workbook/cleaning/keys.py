"""Ids: every account and every rep gets one of their own, and nothing is merged on likeness."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.tables.schema import DTYPES, Kind
from gtm_desktop.workbook.cleaning.cells import Booleans, ColumnCells, Integers, TableCells
from gtm_desktop.workbook.cleaning.clean import Cleaned, cents_of, each_text, texts_of
from gtm_desktop.workbook.notes import Notes

KEEP_ALL, KEEP_FIRST, ADD_UP = "keep_all", "keep_first", "add_up"
_NUMBER = re.compile(r"0*(\d+?)(?:\.0+)?")


@dataclass(frozen=True)
class KeyWords:
    """The words in which a table's ids are spoken of: codes of findings, and whether records have amounts to add."""

    blank_code: str
    duplicate_code: str
    temporary_prefix: str
    has_amounts: bool = False


@dataclass(frozen=True)
class Keys:
    """Ids of n rows.

    Attributes:
        ids: n texts, different from each other in the rows that are kept.
        keep: which rows remain: of rows that are equal in every cell, the first.
        first: the row to which each row's amounts are added, its own where nothing is added up.
        equal: which rows equal an earlier one in every cell.
    """

    ids: "pd.Series[Any]"
    keep: Booleans
    first: Integers
    equal: Booleans


def unique_keys(table: TableCells, field: str, words: KeyWords, notes: Notes) -> Keys:
    """Give every row an id of its own; ask about ids that are blank or occur again.

    Rows equal in every cell keep the first. The same id with different values keeps both, the later with a suffix. Ids
    that agree only after trimming, case folding or number conversion are kept all. A row without an id gets a temporary
    one made of its row number.

    Source: CLI, Duplicates.
    """
    rows = table.row_numbers
    cells = table.of(field)
    if cells is None:
        cells = ColumnCells(np.full(len(table), -1, dtype=np.int64), np.zeros(0, dtype=np.object_))
    texts = each_text(cells, missing="")
    blank = texts == ""
    texts[blank] = [f"{words.temporary_prefix}-{row}" for row in rows[blank].tolist()]
    if blank.any() and not blank.all():
        message = ntr("{n} row has no id.", "{n} rows have no id.", int(blank.sum()))
        suggestion = tr("Keep the rows, each with a temporary id made of its row number.")
        notes.ask(words.blank_code, message, suggestion, rows=rows[blank])
    equal = equal_rows(table) & ~blank
    answer = _ask_about_duplicates(table, cells, equal, words, notes)
    own = np.arange(len(table), dtype=np.int64)
    dropped, first = (np.zeros(len(table), dtype=bool) if answer == KEEP_ALL else equal), own
    if equal.any() and answer != KEEP_ALL:
        message = ntr("{n} row equals an earlier one in every cell.", _EQUAL_MANY, int(equal.sum()))
        remedy = tr("Left out; the first is kept.")
        notes.leave_out("duplicate_row", message, remedy, rows=rows[equal], is_warning=True)
    if answer in (KEEP_FIRST, ADD_UP):
        later = pd.Series(cells.codes).duplicated(keep="first").to_numpy() & ~blank & ~equal
        number = int(later.sum())
        message = ntr("{n} row has the id of an earlier one.", "{n} rows have the ids of earlier ones.", number)
        remedy = tr("Left out, as answered.") if answer == KEEP_FIRST else tr("Added to the first, as answered.")
        notes.leave_out("same_id_row", message, remedy, rows=rows[later])
        dropped = dropped | later
        if answer == ADD_UP:
            first = np.where(later, pd.Series(own).groupby(cells.codes).transform("min").to_numpy(), own)
    ids = _with_suffixes(texts, ~dropped)
    return Keys(pd.Series(ids, dtype=DTYPES[Kind.TEXT]), ~dropped, first, equal)


def added_up(fields: Mapping[str, Cleaned], keys: Keys) -> dict[str, Cleaned]:
    """Return the fields with the amounts and counts of rows added to the row that their keys name.

    Amounts are added before they are rounded to the cent. A sum is missing where all its parts are.
    """
    if (keys.first == np.arange(len(keys.first))).all():
        return dict(fields)
    changed = dict(fields)
    for name, cleaned in fields.items():
        if cleaned.unrounded is not None:
            sums = pd.Series(cleaned.unrounded).groupby(keys.first).transform("sum", min_count=1).to_numpy()
            cents = pd.Series(cents_of(np.nan_to_num(sums)), dtype=DTYPES[Kind.MONEY]).mask(np.isnan(sums))
            changed[name] = replace(cleaned, values=cents, unrounded=sums)
        elif cleaned.values.dtype == DTYPES[Kind.COUNT]:
            changed[name] = replace(cleaned, values=cleaned.values.groupby(keys.first).transform("sum", min_count=1))
    return changed


def equal_rows(table: TableCells) -> Booleans:
    """Return the rows that equal an earlier one in every cell."""
    equal = np.zeros(len(table), dtype=bool)
    if not table.cells:
        return equal
    most_different = max(table.cells, key=lambda cells: len(cells.distinct))
    again = np.flatnonzero(pd.Series(most_different.codes).duplicated(keep=False).to_numpy())
    frame = pd.DataFrame({i: cells.codes[again] for i, cells in enumerate(table.cells)})
    equal[again] = frame.duplicated(keep="first").to_numpy()
    return equal


def _ask_about_duplicates(
    table: TableCells, cells: ColumnCells, dropped: Booleans, words: KeyWords, notes: Notes
) -> str:
    """Ask once about all ids that occur again, in whatever way; return the answer, "" where there is no question."""
    rows = table.row_numbers
    alike = pd.Series(_likenesses(cells), dtype=object)
    again = (alike.duplicated(keep=False) & alike.notna()).to_numpy()
    if not again.any():
        return ""
    written = pd.Series(cells.codes)
    same = again & written.duplicated(keep=False).to_numpy()
    kept_same = same & ~dropped & written.where(pd.Series(~dropped), -1).duplicated(keep=False).to_numpy()
    groups = alike[again]
    like = again & (written.groupby(alike).transform("nunique") > 1).to_numpy()
    messages, suggestions = [], []
    others: dict[str, str] = {}
    if dropped.any():
        number = int(dropped.sum())
        messages.append(ntr("{n} row equals an earlier one in every cell.", _EQUAL_MANY, number))
        suggestions.append(tr("Of equal rows keep one."))
        others[KEEP_ALL] = tr("Keep every row, equal ones too.")
    if kept_same.any():
        number = int(alike[kept_same].nunique())
        messages.append(ntr("{n} id stands on rows with different values.", _SAME_MANY, number))
        suggestions.append(tr("Of one id with different values keep both; the later gets a suffix."))
        if words.has_amounts:
            others[ADD_UP] = tr("Of one id with different values add up the amounts.")
        others[KEEP_FIRST] = tr("Of one id with different values keep the first.")
    if like.any():
        number = int(groups[like[again]].nunique())
        messages.append(ntr("{n} id is written in more than one way.", _LIKE_MANY, number))
        suggestions.append(tr("Of ids that are only alike keep all."))
    suggestion = " ".join(suggestions)
    return notes.ask(words.duplicate_code, " ".join(messages), suggestion, rows=rows[again], others=others)


_EQUAL_MANY = "{n} rows equal an earlier one in every cell."
_SAME_MANY = "{n} ids stand on rows with different values."
_LIKE_MANY = "{n} ids are written in more than one way."


def _likenesses(cells: ColumnCells) -> Any:
    """Return what ids have in common that agree after trimming, case folding and number conversion."""
    texts = [" ".join(text.split()) for text in texts_of(cells.distinct)]
    values = np.empty(len(texts) + 1, dtype=np.object_)
    values[:-1] = [_without_zeros(text) if text[:1].isdigit() else text.casefold() for text in texts]
    values[-1] = None
    return values[cells.codes]


def _without_zeros(text: str) -> str:
    number = _NUMBER.fullmatch(text)
    return number[1] if number else text.casefold()


def _with_suffixes(texts: Any, keep: Booleans) -> Any:
    """Return the texts, where one occurs again among the kept with "-2", "-3" … behind it."""
    ids = texts.copy()
    again = np.flatnonzero(
        pd.Series(texts, dtype=object).where(pd.Series(keep)).duplicated(keep="first").to_numpy() & keep
    )
    taken = set(texts.tolist()) if len(again) else set()
    for row in again.tolist():
        number = 2
        while f"{texts[row]}-{number}" in taken:
            number += 1
        ids[row] = f"{texts[row]}-{number}"
        taken.add(ids[row])
    return ids
