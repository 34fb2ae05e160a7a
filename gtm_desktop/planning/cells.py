"""The totals of the segment grid."""

from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.planning import labels
from gtm_desktop.planning.result import CellTotal, Segmentation
from gtm_desktop.planning.segments import CODES
from gtm_desktop.planning.settings import GridRules
from gtm_desktop.tables.accounts import GROSS_MARGIN, AccountTable
from gtm_desktop.tables.roster import Channel, SizeTier

_WHERE_HELD = (SizeTier.UNKNOWN, SizeTier.PROSPECT)
"""Classes that show only where they hold accounts."""


def cell_totals(
    accounts: AccountTable, segmentation: Segmentation, by_rule: "pd.Series[Any]", grid: GridRules
) -> tuple[CellTotal, ...]:
    """Add up every cell of the grid, rows then columns.

    The unknown and the prospects' row or column are there only when they hold accounts, so all cells always add up to
    the whole list. Prospects without sales are in no average.
    """
    row_codes, column_codes = CODES[grid.rows], CODES[grid.columns]
    rows = _codes(segmentation.row, row_codes)
    columns = _codes(segmentation.column, column_codes)
    size = len(row_codes) * len(column_codes)
    cell = rows * len(column_codes) + columns
    margin = accounts[GROSS_MARGIN]
    is_prospect = segmentation.size_tier.eq(SizeTier.PROSPECT).to_numpy(dtype=np.bool_)
    known = margin.notna().to_numpy() & ~is_prospect
    cents = margin.fillna(0).to_numpy(dtype="int64")
    count = np.bincount(cell, minlength=size)
    known_count = np.bincount(cell[known], minlength=size)
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, cell, cents)
    channel = _codes(by_rule, Channel.ALL)
    common = np.zeros((size, len(Channel.ALL)), dtype=np.int64)
    np.add.at(common, (cell, channel), 1)
    shown_rows = _shown(row_codes, rows)
    shown_columns = _shown(column_codes, columns)
    totals = []
    for row in shown_rows:
        for column in shown_columns:
            at = row_codes.index(row) * len(column_codes) + column_codes.index(column)
            rule = grid.cells.get((row, column))
            totals.append(
                CellTotal(
                    row=row,
                    column=column,
                    name=labels.cell_name(grid, row, column),
                    accounts=int(count[at]),
                    gross_margin=int(total[at]),
                    average=round(total[at] / known_count[at]) if known_count[at] else None,
                    channel=rule.channel if rule else None,
                    common_channel=Channel.ALL[int(common[at].argmax())] if count[at] else None,
                )
            )
    return tuple(totals)


def _shown(codes: tuple[str, ...], held: "np.ndarray[Any, np.dtype[np.int64]]") -> list[str]:
    return [code for code in codes if code not in _WHERE_HELD or (held == codes.index(code)).any()]


def _codes(text: "pd.Series[Any]", names: tuple[str, ...]) -> "np.ndarray[Any, np.dtype[np.int64]]":
    return pd.Categorical(text, categories=list(names)).codes.astype(np.int64)
