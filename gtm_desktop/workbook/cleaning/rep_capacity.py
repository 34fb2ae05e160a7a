"""How much of full time reps work, and what a roster's capacity says that the plan cannot use as it stands."""

from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.tables.reps import EMPLOYMENT_SHARE
from gtm_desktop.tables.schema import Kind, filled_with
from gtm_desktop.workbook.cleaning.cells import Booleans, TableCells
from gtm_desktop.workbook.cleaning.clean import Cleaned, clean_number, clean_share, text_of
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.synonyms import plain, synonyms

_LEAST, _MOST = 0.05, 1.25
"""A share below or above, such as the 0.015 of "1.5", is no employment that anybody has."""


def employment_shares(
    table: TableCells, fields: dict[str, Cleaned], is_open: Booleans, notes: Notes
) -> "pd.Series[Any]":
    """Return the share of full time of n reps; full time where nothing can be read, which is asked about.

    Open positions need none. A column called capacity holds shares if none of its numbers is over 1; else it counts
    accounts, which the plan takes from the capacity of a role: then only people with 0 and unreadable cells matter.
    """
    by_capacity, is_unread = _capacity(table, notes)
    if EMPLOYMENT_SHARE not in fields and by_capacity is None:
        message = tr("The roster does not say who works part-time.")
        notes.note("employment_assumed", message, tr("Everybody is taken for full-time."))
        return filled_with(1.0, len(table), Kind.SHARE)
    shares = fields[EMPLOYMENT_SHARE].values if EMPLOYMENT_SHARE in fields else pd.Series(by_capacity)
    values = np.where(_is_full_time(table), 1.0, shares.to_numpy(dtype=np.float64))
    missing = (np.isnan(values) | ((values != 0) & ((values < _LEAST) | (values > _MOST))) | is_unread) & ~is_open
    if missing.any():
        message = ntr(
            "{n} rep has no employment % or capacity that can be read.",
            "{n} reps have no employment % or capacity that can be read.",
            int(missing.sum()),
        )
        notes.ask("missing_capacity", message, tr("Take them for full-time."), rows=table.row_numbers[missing])
    zero = (values == 0) | (by_capacity == 0 if by_capacity is not None else False)
    if zero.any():
        message = ntr("{n} rep has an employment of 0 %.", "{n} reps have an employment of 0 %.", int(zero.sum()))
        remedy = tr("Kept: they can take no accounts. Correct the roster if that is wrong.")
        notes.warn("capacity_zero", message, remedy, rows=table.row_numbers[zero])
    values = np.where(missing | np.isnan(values), 1.0, values)
    return pd.Series(np.where(zero, 0.0, values))


def _is_full_time(table: TableCells) -> Booleans:
    """Return who is full-time by a word instead of a share."""
    cells = table.of(EMPLOYMENT_SHARE)
    if cells is None:
        return np.zeros(len(table), dtype=bool)
    words = synonyms().full_time
    said: Booleans = cells.of_each(lambda cell: plain(text_of(cell)) in words, missing=False, dtype=bool)
    return said


def _capacity(table: TableCells, notes: Notes) -> tuple[Any, Booleans]:
    """Return what a column called capacity says as shares, None without one, and which cells say nothing readable."""
    for column, cells in zip(table.columns, table.cells, strict=True):
        if column.field or plain(column.header) not in synonyms().capacity_headers:
            continue
        numbers = clean_number(cells).values.to_numpy(dtype=np.float64)
        is_unread = np.isnan(numbers) | (numbers < 0)
        if not (numbers > 1).any():
            return clean_share(cells).values.to_numpy(dtype=np.float64), is_unread
        message = tr("{header} counts accounts: the plan takes one capacity a role times employment %.",
                     header=column.header)  # fmt: skip
        remedy = tr("Kept beside. Only a capacity of 0 is used: such people take no accounts.")
        notes.note("capacity_counted", message, remedy, column=column.letter)
        return np.where(is_unread | (numbers > 0), 1.0, 0.0), is_unread
    return None, np.zeros(len(table), dtype=bool)
