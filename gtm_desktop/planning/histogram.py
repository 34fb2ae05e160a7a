"""How account sizes spread: a histogram on a logarithmic scale, with zero, loss and unknown apart."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_BINS_A_DECADE = 12


@dataclass(frozen=True, eq=False)
class SizeHistogram:
    """Accounts by size.

    Attributes:
        edges: k + 1 bin edges in cents, ascending, equally spaced in their logarithm.
        counts: k accounts a bin.
        zero: accounts of exactly 0.
        negative: accounts under 0.
        unknown: accounts of unknown size.
        prospects: accounts without sales; they are in none of the others.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    zero: int
    negative: int
    unknown: int
    prospects: int = 0


def size_histogram(values: "pd.Series[Any]", *, is_prospect: NDArray[np.bool_] | None = None) -> SizeHistogram:
    """Count Int64 cents in bins of a twelfth of a decade; no positive value gives no bins.

    Args:
        values: n sizes.
        is_prospect: which accounts are counted apart; None: none.
    """
    if is_prospect is not None:
        return replace(size_histogram(values[~is_prospect]), prospects=int(is_prospect.sum()))
    known = values.dropna().to_numpy(dtype="int64")
    positive = known[known > 0]
    unknown = int(values.isna().sum())
    zero, negative = int((known == 0).sum()), int((known < 0).sum())
    if not len(positive):
        return SizeHistogram(np.array([1.0]), np.zeros(0, dtype=np.int64), zero, negative, unknown)
    logs = np.log10(positive)
    low, high = np.floor(logs.min() * _BINS_A_DECADE), np.floor(logs.max() * _BINS_A_DECADE) + 1
    edges = 10 ** (np.arange(low, high + 1) / _BINS_A_DECADE)
    place = np.clip(np.floor(logs * _BINS_A_DECADE - low).astype(np.int64), 0, len(edges) - 2)
    return SizeHistogram(edges, np.bincount(place, minlength=len(edges) - 1), zero, negative, unknown)
