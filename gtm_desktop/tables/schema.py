"""What a column of a table may be, and the one place where a raw frame becomes a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class Kind(StrEnum):
    """What a column holds, and so how it is stored.

    TEXT is a pandas string column (python storage), missing is NA. MONEY is Int64 cents a year, missing is NA. SHARE is
    float64 between 0 and 1 (may pass 1 where the data says so), NUMBER is float64, COUNT is Int64, FLAG is boolean,
    DAY is datetime64[s] at midnight; missing is NaN, NA or NaT.
    """

    TEXT = "text"
    MONEY = "money"
    SHARE = "share"
    NUMBER = "number"
    COUNT = "count"
    FLAG = "flag"
    DAY = "day"


DTYPES: dict[Kind, Any] = {
    Kind.TEXT: pd.StringDtype("python"),
    Kind.MONEY: pd.Int64Dtype(),
    Kind.SHARE: "float64",
    Kind.NUMBER: "float64",
    Kind.COUNT: pd.Int64Dtype(),
    Kind.FLAG: pd.BooleanDtype(),
    Kind.DAY: "datetime64[s]",
}


@dataclass(frozen=True)
class Column:
    """One column of a table: its name in the frame, what it holds and what it is called on screen (English)."""

    name: str
    kind: Kind
    title: str


def conform(frame: pd.DataFrame, columns: Sequence[Column], *, keep_prefix: str = "") -> pd.DataFrame:
    """Return a new frame with exactly these columns in this order and their dtypes, rows in order and index 0…n−1.

    A column that `frame` lacks is added, all missing. Columns whose name starts with `keep_prefix` (when it is not
    empty) follow as text, in their order. Raises ValueError or TypeError for values that do not fit their kind.
    """
    rows = len(frame)
    made = {
        column.name: frame[column.name].reset_index(drop=True).astype(DTYPES[column.kind])
        if column.name in frame.columns
        else _all_missing(column.kind, rows)
        for column in columns
    }
    if keep_prefix:
        for name in frame.columns:
            if str(name).startswith(keep_prefix):
                made[str(name)] = frame[name].reset_index(drop=True).astype(DTYPES[Kind.TEXT])
    return pd.DataFrame(made, index=pd.RangeIndex(rows))


def text_of_codes(codes: NDArray[np.integer[Any]], names: Sequence[str]) -> "pd.Series[Any]":
    """Return a text column in which every code (a position in `names`) stands as its name; −1 is missing."""
    words = np.empty(len(names) + 1, dtype=object)
    words[:-1] = list(names)
    words[-1] = pd.NA
    column: pd.Series[Any] = pd.Series(pd.array(words[codes], dtype=DTYPES[Kind.TEXT]))
    return column


def _all_missing(kind: Kind, rows: int) -> "pd.Series[Any]":
    missing: Any = pd.NaT if kind is Kind.DAY else (float("nan") if kind in (Kind.SHARE, Kind.NUMBER) else pd.NA)
    return filled_with(missing, rows, kind)


def filled_with(value: Any, rows: int, kind: Kind) -> "pd.Series[Any]":
    """Return a column that holds one value in every row, index 0…n−1."""
    column: pd.Series[Any] = pd.Series(pd.array([value], dtype=DTYPES[kind]).take(np.zeros(rows, dtype=np.intp)))
    return column
