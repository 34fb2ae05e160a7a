"""What a newer account list changed: accounts that came, went, were renumbered, or have other money, reps or places."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, numbers, positions, rows_of
from gtm_desktop.tables.accounts import (
    ACCOUNT_ID,
    GROSS_MARGIN,
    INSIDE_REP,
    LAT,
    LON,
    NAME,
    OUTSIDE_REP,
    POSTAL_CODE,
    AccountTable,
)

_SAME_PLACE_DEGREES = 0.001
_ZIP_DIGITS = 5


@dataclass(frozen=True, eq=False)
class DataChanges:
    """How a newer list of n accounts differs from an older one of m.

    Attributes:
        row_before: n rows in the older list; −1 for accounts that came.
        came: rows of the newer list, ascending.
        went: rows of the older list, ascending.
        renumbered: rows of the newer list whose account had another id, ascending.
        margin_changed: rows of the newer list that were in the older one with another margin, ascending.
        rep_changed: likewise, with another outside or inside rep today.
        place_changed: likewise, somewhere else on the map, by more than about 100 metres.
    """

    row_before: Ints
    came: Ints
    went: Ints
    renumbered: Ints
    margin_changed: Ints
    rep_changed: Ints
    place_changed: Ints


def compare(before: AccountTable, after: AccountTable) -> DataChanges:
    """Say what a newer account list changed.

    An account keeps its id; one that vanished and one that came under the same name and postal code are the same one
    renumbered, unless either list has two of them. A missing value is equal to a missing one.
    """
    row_before = positions(after[ACCOUNT_ID], before[ACCOUNT_ID].tolist())
    gone = _not_in(row_before, len(before))
    new = np.flatnonzero(row_before == NOWHERE)
    old_of_new = _renumbered(before.iloc[gone], after.iloc[new])
    found = old_of_new != NOWHERE
    row_before = row_before.copy()
    row_before[new[found]] = gone[old_of_new[found]]
    here = np.flatnonzero(row_before != NOWHERE)
    old, now = before.iloc[row_before[here]], after.iloc[here]
    moved = _differs_by(old[LAT], now[LAT]) | _differs_by(old[LON], now[LON])
    return DataChanges(
        row_before=row_before,
        came=np.flatnonzero(row_before == NOWHERE),
        went=_not_in(row_before, len(before)),
        renumbered=new[found],
        margin_changed=here[_differs(old[GROSS_MARGIN], now[GROSS_MARGIN])],
        rep_changed=here[_differs(old[OUTSIDE_REP], now[OUTSIDE_REP]) | _differs(old[INSIDE_REP], now[INSIDE_REP])],
        place_changed=here[moved],
    )


def row_after(changes: DataChanges, rows: Ints) -> Ints:
    """Return where rows of the older list stand in the newer one; −1 for accounts that went and for row −1."""
    size = int(max(changes.row_before.max(initial=NOWHERE), rows.max(initial=NOWHERE))) + 1
    after = np.full(size + 1, NOWHERE, dtype=np.int64)
    here = np.flatnonzero(changes.row_before != NOWHERE)
    after[changes.row_before[here]] = here
    return after[rows]


def _not_in(rows: Ints, size: int) -> Ints:
    is_in = np.zeros(size, dtype=np.bool_)
    is_in[rows[rows != NOWHERE]] = True
    return np.flatnonzero(~is_in)


def _renumbered(gone: pd.DataFrame, new: pd.DataFrame) -> Ints:
    """Return for each new account its row among those gone; −1 where none or several have its name and code."""
    keys, old_keys = _keys(new), _keys(gone)
    once = ~old_keys.duplicated(keep=False)
    rows = rows_of(keys.tolist(), old_keys[once].reset_index(drop=True))
    usable = (rows != NOWHERE) & keys.notna().to_numpy() & ~keys.duplicated(keep=False).to_numpy()
    among = np.append(np.flatnonzero(once.to_numpy()), NOWHERE)
    return np.where(usable, among[rows], NOWHERE).astype(np.int64)


def _keys(table: pd.DataFrame) -> "pd.Series[Any]":
    """Return name and postal code as one text; missing where either is."""
    names = table[NAME].str.casefold().str.split().str.join(" ")
    codes = table[POSTAL_CODE].str.casefold().str.replace(r"\s", "", regex=True)
    is_zip = codes.str.match(r"\d{5}").fillna(False).astype(bool)
    codes = codes.mask(is_zip, codes.str[:_ZIP_DIGITS])
    return names.mask(names == "") + "\t" + codes.mask(codes == "")


def _differs(old: "pd.Series[Any]", new: "pd.Series[Any]") -> Flags:
    before, after = old.reset_index(drop=True), new.reset_index(drop=True)
    is_other = before.ne(after).fillna(False).to_numpy(dtype=np.bool_)
    was_there, is_there = before.notna().to_numpy(dtype=np.bool_), after.notna().to_numpy(dtype=np.bool_)
    return np.asarray((was_there != is_there) | (was_there & is_there & is_other), dtype=np.bool_)


def _differs_by(old: "pd.Series[Any]", new: "pd.Series[Any]") -> Flags:
    before, after = numbers(old), numbers(new)
    far = np.abs(before - after) > _SAME_PLACE_DEGREES
    return np.asarray((np.isnan(before) != np.isnan(after)) | far, dtype=np.bool_)
