"""What a table says: columns as arrays, built once from a frame, frozen and quick to sort."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.core import words
from gtm_desktop.ui.icons import Icon
from gtm_desktop.ui.models.load_view import LoadView


class CellKind(StrEnum):
    """How a column is written, aligned and sorted."""

    TEXT = "text"
    TAG = "tag"
    MONEY = "money"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"
    LOAD = "load"


WORDED = frozenset({CellKind.TEXT, CellKind.TAG})
"""Kinds whose values are codes into `TableColumn.distinct`."""

_SHOWN: dict[CellKind, Callable[[float], str]] = {
    CellKind.MONEY: words.money_short,
    CellKind.COUNT: words.count,
    CellKind.NUMBER: words.decimal,
    CellKind.SHARE: words.percent,
    CellKind.LOAD: words.percent,
}
_EXACT: dict[CellKind, Callable[[float], str]] = {
    CellKind.MONEY: words.money,
    CellKind.SHARE: lambda share: words.percent(share, 1),
}


@dataclass(frozen=True, eq=False)
class TableColumn:
    """One column of a table on screen.

    Attributes:
        key: stable name, for widths and for menus.
        title: the header.
        kind: how values are written.
        values: n figures: cents, shares, counts, days since 1970 or, for words, codes into `distinct`; NaN (or −1 for
            codes) where missing.
        distinct: the different words, sorted as a reader would.
        colours: ``#RRGGBB`` by word, for tags; by word or by row number (as text) for the square before a text.
        icons: an icon by word, shown before it.
        loads: n bars, for `CellKind.LOAD`.
        shown: how a figure is written; None takes the kind's way.
        notes: n tooltips; empty takes the exact figures.
        write: writes the cell of a row when it is seen, for sentences too dear to write for all rows; then `values`
            only give the order when it is sorted.
        tell: writes the tooltip of a row when it is asked for, as `write` does the cell.
        tip: what the header's tooltip says.
    """

    key: str
    title: str
    kind: CellKind
    values: NDArray[Any]
    distinct: tuple[str, ...] = ()
    colours: Mapping[str, str] = field(default_factory=dict)
    icons: Mapping[str, Icon] = field(default_factory=dict)
    loads: tuple[LoadView, ...] = ()
    shown: Callable[[float], str] | None = None
    notes: tuple[str, ...] = ()
    write: Callable[[int], str] | None = None
    tell: Callable[[int], str] | None = None
    tip: str = ""

    @property
    def is_right_aligned(self) -> bool:
        """Whether values stand at the right: all figures do."""
        return self.kind not in WORDED and self.kind is not CellKind.LOAD

    def text(self, row: int) -> str:
        """Return what the cell of this row says; a missing word is empty, a missing figure a dash."""
        if self.write is not None:
            return self.write(row)
        value = self.values[row]
        if self.kind in WORDED:
            return self.distinct[value] if value >= 0 else ""
        if np.isnan(value):
            return words.MISSING
        if self.kind is CellKind.DAY:
            return words.day(np.datetime64(int(value), "D").astype(object))
        return (self.shown or _SHOWN[self.kind])(float(value))

    def exact(self, row: int) -> str:
        """Return the exact figure or the whole text, for the tooltip and the clipboard."""
        if self.kind is CellKind.LOAD:
            return self.loads[row].text
        value = self.values[row]
        way = _EXACT.get(self.kind)
        return way(float(value)) if way is not None and not np.isnan(value) else self.text(row)

    def note(self, row: int) -> str:
        """Return what the tooltip of the cell says: its note where there is one, else the exact figure."""
        if self.tell is not None:
            return self.tell(row)
        return (self.notes[row] if self.notes else "") or self.exact(row)

    def order(self, rows: NDArray[np.int64], *, ascending: bool) -> NDArray[np.int64]:
        """Sort row numbers by this column; ties keep their order and missing values come last either way."""
        values = self.values[rows].astype(np.float64)
        if self.kind in WORDED:
            values[values < 0] = np.nan
        return rows[np.argsort(values if ascending else -values, kind="stable")]


@dataclass(frozen=True, eq=False)
class TableView:
    """A whole table.

    Attributes:
        row_ids: n ids (account ids, territory ids) by which rows are selected, dragged and kept.
        columns: left to right.
    """

    row_ids: Sequence[str]
    columns: tuple[TableColumn, ...]


def text_column(key: str, title: str, values: "pd.Series[Any] | Sequence[str]", **more: Any) -> TableColumn:
    """Make a column of words; empty and missing ones stay empty. `more` are fields of `TableColumn`."""
    codes, distinct = pd.factorize(pd.Series(values, dtype=object).replace("", None), use_na_sentinel=True)
    texts = [str(value) for value in distinct]
    order = sorted(range(len(texts)), key=lambda at: (texts[at].casefold(), texts[at]))
    place = np.empty(len(texts) + 1, dtype=np.int64)
    place[order] = np.arange(len(texts))
    place[-1] = -1
    return TableColumn(
        key, title, more.pop("kind", CellKind.TEXT), place[codes], tuple(texts[at] for at in order), **more
    )


def number_column(
    key: str, title: str, kind: CellKind, values: "pd.Series[Any] | Sequence[float] | NDArray[Any]", **more: Any
) -> TableColumn:
    """Make a column of figures; missing ones stay missing. `more` are fields of `TableColumn`."""
    series: pd.Series[Any] = pd.Series(values)
    if pd.api.types.is_datetime64_any_dtype(series):
        days = series.to_numpy().astype("datetime64[D]")
        figures = np.where(np.isnat(days), np.nan, days.astype(np.int64).astype(np.float64))
    else:
        figures = series.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return TableColumn(key, title, kind, figures, **more)


def load_column(key: str, title: str, loads: Sequence[LoadView], **more: Any) -> TableColumn:
    """Make a column of load bars, sorted by how full they are. `more` are fields of `TableColumn`."""
    shares = np.array([load.share for load in loads], dtype=np.float64)
    return TableColumn(key, title, CellKind.LOAD, shares, loads=tuple(loads), **more)
