"""Columns of texts, each distinct text looked at once."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def of_each(
    texts: "pd.Series[Any]", read: Callable[[str], object], *, missing: object, dtype: Any = np.object_
) -> NDArray[Any]:
    """Return `read` of each of n texts, called once a distinct text; `missing` where there is none."""
    numbers, distinct = pd.factorize(texts)
    values = np.empty(len(distinct) + 1, dtype=dtype)
    values[:-1] = [read(str(text)) for text in np.asarray(distinct, dtype=object).tolist()]
    values[-1] = missing
    return values[numbers]
