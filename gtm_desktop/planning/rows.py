"""Where ids stand in a table, and columns as plain arrays: missing numbers as NaN or 0, missing ids as −1."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOWHERE = -1


def positions(texts: "pd.Series[Any]", among: Sequence[str]) -> Ints:
    """Return n positions of each text in `among` (distinct); −1 where it is missing or not there."""
    index = pd.Index(list(among), dtype=object)
    return np.asarray(index.get_indexer(pd.Index(texts.to_numpy(dtype=object), dtype=object)), dtype=np.int64)


def rows_of(ids: Iterable[str], column: "pd.Series[Any]") -> Ints:
    """Return the row at which each id stands in a column of distinct ids; −1 where it does not."""
    wanted = list(ids)
    if not wanted:
        return np.zeros(0, dtype=np.int64)
    index = pd.Index(column.to_numpy(dtype=object), dtype=object)
    return np.asarray(index.get_indexer(pd.Index(wanted, dtype=object)), dtype=np.int64)


def whole(column: "pd.Series[Any]") -> Ints:
    """Return n whole numbers; missing ones as 0, so that sums leave them out."""
    return column.to_numpy(dtype=np.int64, na_value=0)


def numbers(column: "pd.Series[Any]") -> Floats:
    """Return n numbers; missing ones as NaN."""
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def sums(group: Ints, values: Ints, groups: int) -> Ints:
    """Add whole values by group, exactly; rows of group −1 are left out."""
    total = np.zeros(groups, dtype=np.int64)
    known = group >= 0
    np.add.at(total, group[known], values[known])
    return total


def counts(group: Ints, groups: int) -> Ints:
    """Count the rows of each group; rows of group −1 are left out."""
    return np.bincount(group[group >= 0], minlength=groups).astype(np.int64)
