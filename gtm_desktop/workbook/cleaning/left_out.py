"""Rows of the list that become no account, kept with their money and why."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.core.words import money, ntr, tr
from gtm_desktop.planning import labels
from gtm_desktop.tables.accounts import GROSS_MARGIN, REVENUE
from gtm_desktop.tables.left_out import COLUMNS, REASON, LeftOutReason, LeftOutTable, left_out_table, nothing_left_out
from gtm_desktop.tables.schema import DTYPES, Kind
from gtm_desktop.workbook.cleaning.cells import TableCells
from gtm_desktop.workbook.cleaning.clean import Cleaned, clean_text
from gtm_desktop.workbook.cleaning.keys import Keys
from gtm_desktop.workbook.notes import Notes

_TOLD_ELSEWHERE = (LeftOutReason.EQUAL_ROW, LeftOutReason.SAME_ID, LeftOutReason.HIDDEN, LeftOutReason.FILTERED)


def left_out_rows(
    table: TableCells,
    fields: Mapping[str, Cleaned],
    origins: "Mapping[str, pd.Series[Any]]",
    reasons: NDArray[np.object_],
) -> LeftOutTable:
    """Return the rows that have a reason to be left out.

    Args:
        table: n rows.
        fields: their values by column; money as it counts in the plan.
        origins: sheet and row of each in the workbook.
        reasons: why each is left out; "" where it is not.
    """
    out = reasons != ""
    if not out.any():
        return nothing_left_out()
    values = {REASON: pd.Series(reasons[out], dtype=DTYPES[Kind.TEXT])}
    for column in COLUMNS:
        cells = table.of(column.name)
        if column.name in fields and column.kind is Kind.MONEY:
            values[column.name] = fields[column.name].taken(out).values
        elif column.name in origins:
            values[column.name] = origins[column.name][out].reset_index(drop=True)
        elif cells is not None and column.kind is Kind.TEXT:
            values[column.name] = clean_text(cells.taken(out)).values
    return left_out_table(pd.DataFrame(values))


def reasons_of_duplicates(keys: Keys) -> NDArray[np.object_]:
    """Return why rows with ids that occur again are left out; rows that are added to another one are not."""
    is_dropped = ~keys.keep & (keys.first == np.arange(len(keys.first)))
    same = np.where(keys.equal, LeftOutReason.EQUAL_ROW, LeftOutReason.SAME_ID)
    return np.where(is_dropped, same, "").astype(np.object_)


def together(first: LeftOutTable, second: LeftOutTable) -> LeftOutTable:
    """Return the rows of both."""
    parts = [table for table in (first, second) if not table.empty]
    return left_out_table(pd.concat(parts, ignore_index=True)) if parts else first


def tell_left_out(left_out: LeftOutTable, table: TableCells, reasons: NDArray[np.object_], notes: Notes) -> None:
    """Say by reason which rows were left out as answered, with their money."""
    for reason in dict.fromkeys(each for each in reasons.tolist() if each and each not in _TOLD_ELSEWHERE):
        rows = table.row_numbers[reasons == reason]
        message = tr("{reason}: {rows} left out, {money}.", reason=labels.left_out_reason(reason),
                     rows=ntr("{n} row", "{n} rows", len(rows)), money=_money_of(left_out, reason))  # fmt: skip
        remedy = tr("Left out, as answered; kept with their money beside the plan.")
        notes.leave_out("not_customers_left_out", message, remedy, rows=rows)


def _money_of(left_out: LeftOutTable, reason: str) -> str:
    those = left_out[left_out[REASON] == reason]
    name = GROSS_MARGIN if those[GROSS_MARGIN].notna().any() else REVENUE
    return tr("{amount} {metric}", amount=money(int(those[name].sum())), metric=labels.metric(name))
