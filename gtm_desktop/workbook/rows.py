"""Rows that are no accounts and no reps: totals, footnotes, captions and headers that come again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.core.words import money, ntr, tr
from gtm_desktop.workbook.cells import Booleans, ColumnCells, Integers, TableCells
from gtm_desktop.workbook.clean import Cleaned, text_of
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.synonyms import plain, synonyms

_LONG_NOTE_WORDS = 4


@dataclass(frozen=True)
class RowKeys:
    """Which columns tell what a row is, by field name; a field that no column means is as if it were blank.

    Attributes:
        identity: the id's field.
        name: the name's field.
        place: fields that a total row leaves blank.
    """

    identity: str
    name: str
    place: Sequence[str]


def rows_to_keep(table: TableCells, amounts: Mapping[str, Cleaned], keys: RowKeys, notes: Notes) -> Booleans:
    """Return which of n rows are records; every other one is named in a finding.

    Args:
        table: n rows.
        amounts: money columns by field, for telling whether a total ties.
        keys: which fields tell what a row is.
        notes: takes the findings.
    """
    keep = np.ones(len(table), dtype=bool)
    repeated = _repeated_headers(table)
    if repeated.any():
        keep &= ~repeated
        rows = table.row_numbers[repeated]
        message = ntr("{n} row repeats the headers.", "{n} rows repeat the headers.", len(rows))
        notes.leave_out("repeated_header", message, tr("Left out."), rows=rows)
    totals = _labelled_totals(table, keys) & keep
    totals |= _unlabelled_sums(table, amounts, keys, keep & ~totals)
    _tell_totals(table, amounts, totals, keep & ~totals, notes)
    keep &= ~totals
    remarks = _remarks(table, keys) & keep
    if remarks.any():
        keep &= ~remarks
        rows = table.row_numbers[remarks]
        message = ntr("{n} row holds a remark and no record.", "{n} rows hold remarks and no records.", len(rows))
        notes.leave_out("remark_row", message, tr("Left out. Look at it if it should be an account."), rows=rows)
    return keep


def _repeated_headers(table: TableCells) -> Booleans:
    same = np.zeros(len(table), dtype=np.int64)
    for column, cells in zip(table.columns, table.cells, strict=True):
        if column.header:
            same += cells.of_each(lambda cell: plain(text_of(cell)), missing="") == plain(column.header)
    repeated: Booleans = (same >= 2) & (same == table.filled_counts())
    return repeated


def _labelled_totals(table: TableCells, keys: RowKeys) -> Booleans:
    """Return rows whose label is a total's: in the id, or elsewhere while there is no id.

    A label that merely begins or ends like a total ("Total Tools", "Michigan total") counts only without a place.
    """
    identity = table.of(keys.identity)
    no_id = ~table.is_filled(keys.identity)
    no_place = ~np.logical_or.reduce([np.zeros(len(table), dtype=bool), *map(table.is_filled, keys.place)])
    name = table.of(keys.name)
    exact = np.zeros(len(table), dtype=bool)
    if identity is not None:
        exact |= _is_total(identity) | (_is_like_total(identity) & ~table.is_filled(keys.name) & no_place)
    if name is not None:
        alone = no_id if identity is not None else no_id & no_place
        exact |= _is_total(name) & alone
        exact |= _is_like_total(name) & no_id & no_place
    nameless = no_id & ~table.is_filled(keys.name)
    if nameless.any():
        for cells in table.cells:
            exact |= nameless & no_place & (_is_total(cells) | _is_like_total(cells))
    return exact


def _is_total(cells: ColumnCells) -> Booleans:
    totals = synonyms().total
    return cells.of_each(lambda cell: isinstance(cell, str) and plain(cell) in totals, missing=False, dtype=bool)


def _is_like_total(cells: ColumnCells) -> Booleans:
    words = synonyms()

    def read(cell: object) -> bool:
        if not isinstance(cell, str):
            return False
        text = plain(cell)
        starts = any(text.startswith(f"{word} ") for word in words.total_first_words)
        return starts or any(text.endswith(f" {word}") for word in words.total_last_words)

    return cells.of_each(read, missing=False, dtype=bool)


def _unlabelled_sums(table: TableCells, amounts: Mapping[str, Cleaned], keys: RowKeys, records: Booleans) -> Booleans:
    """Return rows without id and name whose every amount is the sum of the records above, two or more."""
    nameless = records & ~table.is_filled(keys.identity) & ~table.is_filled(keys.name)
    found = np.zeros(len(table), dtype=bool)
    if nameless.any():
        sums = _running_sums(amounts, records & ~nameless)
        for row in np.flatnonzero(nameless).tolist():
            stated = _stated(amounts, row)
            found[row] = bool(stated) and sums.records[row] > 1 and not sums.differences(stated, 0, row)
    return found


def _tell_totals(
    table: TableCells, amounts: Mapping[str, Cleaned], totals: Booleans, records: Booleans, notes: Notes
) -> None:
    """Name every total row and say whether it ties with all records above it, or with those since the last one."""
    sums = _running_sums(amounts, records)
    start = 0
    for row in np.flatnonzero(totals).tolist():
        stated = _stated(amounts, row)
        number = int(table.row_numbers[row])
        off = sums.differences(stated, 0, row)
        if off and not sums.differences(stated, start, row):
            off = {}
        start = row + 1
        if not stated:
            notes.leave_out("totals_row", tr("Row {row} is a total.", row=number), tr("Left out."), rows=[number])
        elif not off:
            message = tr("Row {row} is a total and ties with the rows above it.", row=number)
            notes.leave_out("totals_row", message, tr("Left out."), rows=[number])
        else:
            field, difference = next(iter(off.items()))
            column = table.column(field)
            message = tr(
                "Row {row} is a total that does not tie: {header} differs by {amount} from the rows above it.",
                row=number,
                header=column.header if column else field,
                amount=money(difference),
            )
            remedy = tr("Left out. Look whether rows are missing from the list.")
            notes.leave_out("totals_row_off", message, remedy, rows=[number], is_warning=True)


def _stated(amounts: Mapping[str, Cleaned], row: int) -> dict[str, float]:
    """Return the amounts of one row, unrounded."""
    values = {field: float(cleaned.unrounded[row]) for field, cleaned in amounts.items()}
    return {field: value for field, value in values.items() if not np.isnan(value)}


@dataclass(frozen=True)
class _RunningSums:
    """Sums over the records above each row.

    Attributes:
        amounts: by field, n + 1 sums, unrounded; element i is over rows 0 to i - 1.
        records: n + 1 counts of records, alike.
    """

    amounts: Mapping[str, NDArray[np.float64]]
    records: Integers

    def differences(self, stated: Mapping[str, float], start: int, end: int) -> dict[str, int]:
        """Return by how many cents each stated amount differs from rows start to end - 1, if by more than rounding."""
        allowed = 0.01 + 0.005 * int(self.records[end] - self.records[start])
        found = {}
        for field, value in stated.items():
            difference = value - float(self.amounts[field][end] - self.amounts[field][start])
            if abs(difference) > allowed:
                found[field] = round(difference * 100)
        return found


def _running_sums(amounts: Mapping[str, Cleaned], records: Booleans) -> _RunningSums:
    def running(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.concatenate([[0.0], np.cumsum(np.where(records & ~np.isnan(values), values, 0.0))])

    sums = {field: running(cleaned.unrounded) for field, cleaned in amounts.items()}
    return _RunningSums(sums, np.concatenate([[0], np.cumsum(records)]).astype(np.int64))


def _remarks(table: TableCells, keys: RowKeys) -> Booleans:
    """Return rows with one text and nothing else that is no record.

    Below the last row with two cells any such text is a footnote unless it looks like an id; above it only what is
    longer than a name, or a caption outside the id's and the name's columns.
    """
    counts = table.filled_counts()
    several = np.flatnonzero(counts > 1)
    last: int = int(several[-1]) if len(several) else -1
    found = np.zeros(len(table), dtype=bool)
    positions = np.flatnonzero(counts == 1)
    for column, cells in zip(table.columns, table.cells, strict=True):
        for row in _filled_among(cells, positions):
            cell = cells.distinct[cells.codes[row]]
            if not isinstance(cell, str):
                continue
            words = len(cell.split())
            is_long = words >= _LONG_NOTE_WORDS or cell.lstrip().startswith("*")
            is_key = column.field in (keys.identity, keys.name)
            if row > last:
                looks_like_id = words == 1 and any(letter.isdigit() for letter in cell)
                found[row] = is_long or not looks_like_id
            else:
                found[row] = is_long or not is_key
    return found


def _filled_among(cells: ColumnCells, positions: Integers) -> list[int]:
    rows: list[int] = positions[cells.codes[positions] >= 0].tolist()
    return rows
