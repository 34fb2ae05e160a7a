"""Columns of texts, each distinct text looked at once."""

import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_NUMBERED: "dict[int, tuple[weakref.ref[pd.Series[Any]], NDArray[np.int64], list[str]]]" = {}
"""By the identity of columns that live: telling their distinct texts apart is most of the work of placing a list."""


def of_each(
    texts: "pd.Series[Any]", read: Callable[[str], object], *, missing: object, dtype: Any = np.object_
) -> NDArray[Any]:
    """Return `read` of each of n texts, called once a distinct text; `missing` where there is none."""
    numbers, distinct = numbered(texts)
    values = np.empty(len(distinct) + 1, dtype=dtype)
    values[:-1] = [read(text) for text in distinct]
    values[-1] = missing
    return values[numbers]


def numbered(texts: "pd.Series[Any]") -> tuple[NDArray[np.int64], list[str]]:
    """Return n numbers into the distinct texts, −1 where missing, and these in the order of their first rows.

    They are remembered for as long as the column lives, which nobody changes in place; change neither of both.
    """
    known = _NUMBERED.get(id(texts))
    if known is not None and known[0]() is texts:
        return known[1:]
    numbers, distinct = pd.factorize(texts)
    names = list(map(str, np.asarray(distinct, dtype=object).tolist()))
    key = id(texts)
    _NUMBERED[key] = (weakref.ref(texts, lambda _: _NUMBERED.pop(key, None)), numbers, names)
    return numbers, names
