"""The rows behind something that was found: source row numbers, who they are, the cell in question, what became."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.core.findings import Finding, Question
from gtm_desktop.core.words import MISSING, count, decimal, money, ntr, percent, tr
from gtm_desktop.geo.place_match import APPROXIMATE as APPROXIMATE_MATCHES
from gtm_desktop.planning import labels
from gtm_desktop.planning.dataset import Dataset, Source
from gtm_desktop.tables import accounts, reps
from gtm_desktop.tables.left_out import REASON
from gtm_desktop.tables.schema import Column, Kind
from gtm_desktop.ui.pages.data.found import APPROXIMATE, LEFT_OUT, NOT_PLACED
from gtm_desktop.ui.pages.data.view import PERSONAL
from gtm_desktop.workbook.cleaning.line_rows import LEFT_OUT_LINES
from gtm_desktop.workbook.cleaning.order_lines import LINES_ADDED_UP
from gtm_desktop.workbook.writing.remarks import FIELD_OF_CODE

_MOST = 2000
_WRITE: dict[Kind, Callable[[Any], str]] = {
    Kind.MONEY: money,
    Kind.SHARE: percent,
    Kind.COUNT: count,
    Kind.NUMBER: decimal,
}


@dataclass(frozen=True, eq=False)
class RowsView:
    """Some rows of a workbook.

    Attributes:
        title: what they have in common.
        hint: how many there are, and how many of them are shown.
        numbers: n row numbers as the spreadsheet counts.
        ids: n account ids or rep codes; empty for rows that became neither.
        names: n names.
        cell_title: what the cells in question are; empty where no single column is meant.
        cells: n cells as they were understood.
        margins: n gross margins in cents, NaN where missing; empty for reps.
        became: n words: what became of the row.
    """

    title: str
    hint: str
    numbers: NDArray[np.int64]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    cell_title: str
    cells: tuple[str, ...]
    margins: NDArray[np.float64]
    became: tuple[str, ...]

    @property
    def summary(self) -> str:
        """How many rows there are, and what became of them where that is the same for all."""
        became = self.became[0] if len(set(self.became)) == 1 else ""
        return " · ".join(each for each in (self.hint, became) if each)


def no_rows() -> RowsView:
    """Return what is shown before anything is chosen."""
    return RowsView("", "", np.arange(0), (), (), "", (), np.zeros(0), ())


def rows_behind(dataset: Dataset, key: str, *, shows_people: bool) -> RowsView:
    """Return the rows behind what was found under `key`; none for an unknown key."""
    table = dataset.accounts
    if key in (NOT_PLACED, APPROXIMATE):
        is_meant = table[accounts.LAT].isna()
        title = tr("Not placed on the map")
        if key == APPROXIMATE:
            is_meant = ~is_meant & table[accounts.PLACE_MATCH].isin(APPROXIMATE_MATCHES)
            title = tr("Placed approximately")
        rows = np.flatnonzero(is_meant.to_numpy(dtype=np.bool_))
        places = _texts(table[accounts.POSTAL_CODE], rows[:_MOST], Kind.TEXT)
        if table[accounts.POSTAL_CODE].iloc[rows].isna().all():
            places = _texts(table[accounts.CITY], rows[:_MOST], Kind.TEXT)
        return account_rows(table, rows, title=title, cell_title=tr("Place in the list"), cells=places)
    if key == LEFT_OUT:
        return _left_out(dataset)
    kind, _, number = key.partition(":")
    if not number.isdecimal():
        return no_rows()
    asked = {
        "question": dataset.questions,
        "offer": dataset.offers,
        "answered": tuple(question for question, _ in dataset.answered),
    }
    found: Sequence[Question | Finding] = dataset.findings if kind == "finding" else asked.get(kind, ())
    if int(number) >= len(found):
        return no_rows()
    each = found[int(number)]
    where = _Where(each.sheet, each.rows, each.code, each.column if isinstance(each, Finding) else "", each.file)
    return _of_sheet(dataset, each.message, where, shows_people=shows_people)


def _left_out(dataset: Dataset) -> RowsView:
    """Return the rows that were left out of the plan, each with why."""
    table = dataset.left_out
    rows = np.arange(min(len(table), _MOST))
    return RowsView(
        tr("Left out of the plan, with their money and why"),
        _hint(len(table)),
        table[accounts.SOURCE_ROW].to_numpy(dtype=np.int64, na_value=0)[rows],
        _texts(table[accounts.ACCOUNT_ID], rows, Kind.TEXT),
        _texts(table[accounts.NAME], rows, Kind.TEXT),
        "",
        (),
        table[accounts.GROSS_MARGIN].to_numpy(dtype=np.float64, na_value=np.nan)[rows],
        tuple(labels.left_out_reason(code) for code in table[REASON].iloc[rows]),
    )


def account_rows(
    table: accounts.AccountTable,
    rows: NDArray[np.int64],
    *,
    title: str,
    cell_title: str = "",
    cells: tuple[str, ...] = (),
    became: str = "",
) -> RowsView:
    """Return rows of the account table itself, with one more cell each or what became of them.

    `cells` are those of the first rows shown; with them there is room for nothing else.
    """
    shown = rows[:_MOST]
    margin = table[accounts.GROSS_MARGIN].to_numpy(dtype=np.float64, na_value=np.nan)
    return RowsView(
        title,
        _hint(len(rows)),
        table[accounts.SOURCE_ROW].to_numpy(dtype=np.int64, na_value=0)[shown],
        _texts(table[accounts.ACCOUNT_ID], shown, Kind.TEXT),
        _texts(table[accounts.NAME], shown, Kind.TEXT),
        cell_title,
        cells[: len(shown)],
        np.zeros(0) if cells else margin[shown],
        ("" if cells else became or tr("in the plan"),) * len(shown),
    )


@dataclass(frozen=True)
class _Where:
    """Which rows of which sheet something concerns, its code and column, and the workbook where that is known."""

    sheet: str
    rows: tuple[int, ...]
    code: str
    letter: str = ""
    file: str = ""

    def field(self, source: Source) -> str:
        """Return the table column in question; empty where none is meant."""
        for column in source.columns:
            if self.letter and column.letter == self.letter:
                return column.field or f"{accounts.EXTRA_PREFIX}{column.header}"
        return FIELD_OF_CODE.get(self.code, "")


def _of_sheet(dataset: Dataset, title: str, where: _Where, *, shows_people: bool) -> RowsView:
    numbers = np.array(where.rows, dtype=np.int64)
    of_accounts, of_reps = dataset.accounts_source, dataset.reps_source
    is_shared = where.sheet == of_accounts.sheet and where.sheet == of_reps.sheet
    is_told = where.file and of_accounts.file != of_reps.file
    if is_shared and not is_told:
        return _numbers_only(title, numbers, tr("see the sheet"))
    if where.sheet == of_reps.sheet and (not is_shared or where.file == of_reps.file):
        field = where.field(of_reps)
        return _of_reps(dataset, title, numbers, "" if field in PERSONAL and not shows_people else field)
    return _of_accounts(dataset, title, numbers, where)


def _numbers_only(title: str, numbers: NDArray[np.int64], became: str) -> RowsView:
    shown = numbers[:_MOST]
    blank = ("",) * len(shown)
    return RowsView(
        title, _hint(len(numbers)), shown, blank, blank, "", blank, np.full(len(shown), np.nan), (became,) * len(shown)
    )


def _of_accounts(dataset: Dataset, title: str, numbers: NDArray[np.int64], where: _Where) -> RowsView:
    table = pd.DataFrame(dataset.accounts)
    sheets = table[accounts.SOURCE_SHEET]
    if where.sheet and bool((sheets == where.sheet).any()):  # a list put together of several sheets numbers rows twice
        table = table[(sheets == where.sheet).fillna(False).to_numpy(dtype=np.bool_)]
    table = table[~table[accounts.SOURCE_ROW].duplicated()]
    names, field = (accounts.ACCOUNT_ID, accounts.NAME, accounts.SOURCE_ROW), where.field(dataset.accounts_source)
    found = _taken(table, names, numbers, field, accounts.COLUMNS)
    margin = table[accounts.GROSS_MARGIN].to_numpy(dtype=np.float64, na_value=np.nan)
    margins = np.where(found.rows >= 0, margin[found.rows], np.nan) if len(table) else np.zeros(0)
    are_lines = any(finding.code == LINES_ADDED_UP for finding in dataset.findings)
    left_out = {row for finding in dataset.findings if finding.code in LEFT_OUT_LINES for row in finding.rows}
    otherwise = tr("added to its account") if are_lines and not left_out & set(where.rows) else tr("left out")
    return found.view(title, _hint(len(numbers)), margins, tr("in the plan"), otherwise=otherwise)


def _of_reps(dataset: Dataset, title: str, numbers: NDArray[np.int64], field: str) -> RowsView:
    found = _taken(dataset.reps, (reps.REP_ID, reps.NAME, reps.SOURCE_ROW), numbers, field, reps.COLUMNS)
    return found.view(title, _hint(len(numbers)), np.zeros(0), tr("in the roster"))


@dataclass(frozen=True, eq=False)
class _Taken:
    """Rows of a table by their numbers in the spreadsheet; `rows` is −1 where a row became nothing."""

    numbers: NDArray[np.int64]
    rows: NDArray[np.int64]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    cell_title: str
    cells: tuple[str, ...]

    def view(
        self, title: str, hint: str, margins: NDArray[np.float64], became: str, *, otherwise: str = ""
    ) -> RowsView:
        words = tuple(became if row >= 0 else otherwise or tr("left out") for row in self.rows.tolist())
        return RowsView(
            title, hint, self.numbers, self.ids, self.names, self.cell_title, self.cells, margins, words
        )  # fmt: skip


def _taken(
    table: pd.DataFrame, names: tuple[str, str, str], numbers: NDArray[np.int64], field: str, columns: Sequence[Column]
) -> _Taken:
    shown = numbers[:_MOST]
    id_column, name_column, row_column = names
    rows = pd.Index(table[row_column]).get_indexer(pd.Index(shown)).astype(np.int64)
    known = field in table.columns and field not in (id_column, name_column, accounts.GROSS_MARGIN)
    titles = {column.name: column.title for column in columns}
    return _Taken(
        shown,
        rows,
        _texts(table[id_column], rows, Kind.TEXT, missing=""),
        _texts(table[name_column], rows, Kind.TEXT, missing=""),
        titles.get(field, field.removeprefix(accounts.EXTRA_PREFIX)) if known else "",
        _texts(table[field], rows, {c.name: c.kind for c in columns}.get(field, Kind.TEXT)) if known else (),
    )


def _texts(column: "pd.Series[Any]", rows: NDArray[np.int64], kind: Kind, *, missing: str = MISSING) -> tuple[str, ...]:
    write = _WRITE.get(kind, str)
    values = column.tolist()
    return tuple(missing if row < 0 or pd.isna(values[row]) else write(values[row]) for row in rows.tolist())


def _hint(number: int) -> str:
    if number > _MOST:
        return tr("the first {shown} of {all} rows", shown=count(_MOST), all=count(number))
    return ntr("{n} row", "{n} rows", number) if number else ""
