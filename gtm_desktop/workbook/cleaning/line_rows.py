"""Which order lines count: hidden, cancelled and equal ones are asked about; what lines of an account differ in."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import money, ntr, tr
from gtm_desktop.tables.accounts import ACCOUNT_ID, CITY, INSIDE_REP, OUTSIDE_REP, PARENT_ID, POSTAL_CODE, STATE
from gtm_desktop.workbook.cleaning.amounts import exact_amounts
from gtm_desktop.workbook.cleaning.cells import Booleans, TableCells, column_cells
from gtm_desktop.workbook.cleaning.clean import text_of
from gtm_desktop.workbook.cleaning.fields import columns_headed
from gtm_desktop.workbook.cleaning.keys import equal_rows
from gtm_desktop.workbook.cleaning.sheet_notes import rows_shown, tell_errors
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.reading.sheets import FoundTable
from gtm_desktop.workbook.synonyms import plain, synonyms

LEFT_OUT_LINES = frozenset(("hidden_rows_left_out", "cancelled_lines_left_out", "duplicate_lines_left_out"))
"""Findings whose lines were not added up."""

LINE_NUMBER, ORDER_DATE = "line_number", "order_date"
KEEP, KEEP_ALL, KEEP_FIRST = "keep", "keep_all", "keep_first"
_OF_ACCOUNT = (POSTAL_CODE, CITY, STATE, OUTSIDE_REP, INSIDE_REP)


def lines_to_count(found: FoundTable, table: TableCells, amount: str, notes: Notes) -> Booleans:
    """Return which of n lines are added up; every other one is named, with what it comes to.

    Cancelled lines are suggested to be left out. Lines equal in every cell are suggested to be kept, as two of one
    item may be, unless lines have numbers: then they are one line twice.
    """
    tell_errors(found, table, notes)
    keep = rows_shown(found, table, notes)
    keep &= ~_cancelled(table, keep, amount, notes)
    return keep & ~_again(table, keep, amount, notes)


def tell_disagreements(table: TableCells, account: Any, notes: Notes) -> None:
    """Ask about accounts whose lines name different places or reps; the first line of each holds.

    Args:
        table: n lines.
        account: the number of the account of each.
        notes: takes the questions.
    """
    for field in _OF_ACCOUNT:
        cells, column = table.of(field), table.column(field)
        if cells is None or column is None:
            continue
        texts = pd.Series(cells.of_each(lambda cell: plain(text_of(cell)), missing=None))
        differs = (texts.groupby(account).transform("nunique") > 1).to_numpy(dtype=bool)
        if differs.any():
            message = ntr(
                "Lines of {n} account differ in {header}.",
                "Lines of {n} accounts differ in {header}.",
                len(set(account[differs].tolist())),
                header=column.header,
            )
            rows = table.row_numbers[differs]
            notes.ask("lines_differ", message, tr("Take what the first line says."), rows=rows, scope=column.header)


def with_sites_told_apart(table: TableCells) -> TableCells:
    """Return lines whose site numbers, where several customers have the same ones, begin with their customer's number.

    Ship-to numbers often count from 1 for every customer; lines of different customers are never added up.
    """
    sites, parents = table.of(ACCOUNT_ID), table.of(PARENT_ID)
    if sites is None or parents is None:
        return table
    pairs = pd.DataFrame({"site": sites.codes, "parent": parents.codes})
    if not (pairs[(pairs >= 0).all(axis=1)].groupby("site")["parent"].nunique() > 1).any():
        return table
    texts = zip(parents.of_each(text_of, missing=""), sites.of_each(text_of, missing=""), strict=True)
    whole = column_cells(["-".join(filter(None, pair)) for pair in texts])
    cells = [
        whole if column.field == ACCOUNT_ID else each for column, each in zip(table.columns, table.cells, strict=True)
    ]
    return replace(table, cells=tuple(cells))


def _cancelled(table: TableCells, among: Booleans, amount: str, notes: Notes) -> Booleans:
    marks = frozenset(synonyms().status_marks["cancelled"])
    found = np.zeros(len(table), dtype=bool)
    for cells in columns_headed(table, synonyms().line_status_headers):
        found |= cells.of_each(lambda cell: plain(text_of(cell)) in marks, missing=False, dtype=bool)
    found &= among
    if not found.any():
        return found
    message = ntr("{n} line is cancelled{sum}.", "{n} lines are cancelled{sum}.", int(found.sum()),
                  sum=_sum_of(table, amount, found))  # fmt: skip
    rows = table.row_numbers[found]
    others = {KEEP: tr("Count them like the others.")}
    if notes.ask("cancelled_lines", message, tr("Leave them out."), rows=rows, others=others) == KEEP:
        return np.zeros(len(table), dtype=bool)
    notes.leave_out("cancelled_lines_left_out", message, tr("Left out."), rows=rows)
    return found


def _again(table: TableCells, among: Booleans, amount: str, notes: Notes) -> Booleans:
    found = np.zeros(len(table), dtype=bool)
    found[among] = equal_rows(table.taken(among))
    if not found.any():
        return found
    message = ntr(
        "{n} line equals an earlier one in every cell{sum}.",
        "{n} lines equal an earlier one in every cell{sum}.",
        int(found.sum()),
        sum=_sum_of(table, amount, found),
    )
    words = {KEEP_ALL: tr("Count all of them."), KEEP_FIRST: tr("Count the first of each.")}
    suggested = KEEP_FIRST if table.of(LINE_NUMBER) is not None else KEEP_ALL
    rows, suggestion = table.row_numbers[found], words.pop(suggested)
    answer = notes.ask("duplicate_lines", message, suggestion, rows=rows, suggested=suggested, others=words)
    if answer == KEEP_ALL:
        return np.zeros(len(table), dtype=bool)
    notes.leave_out("duplicate_lines_left_out", message, tr("Left out; the first is kept."), rows=rows)
    return found


def _sum_of(table: TableCells, field: str, where: Booleans) -> str:
    cells = table.of(field)
    if cells is None:
        return ""
    total = sum(filter(None, exact_amounts(cells.taken(where))), Decimal(0))
    return tr(" ({amount})", amount=money(round(total * 100)))
