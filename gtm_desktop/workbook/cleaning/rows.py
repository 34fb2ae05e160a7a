"""Rows that are no accounts and no reps: totals, footnotes, captions and headers that come again."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.core.words import money, ntr, tr
from gtm_desktop.workbook.cleaning.cells import Booleans, ColumnCells, Integers, TableCells
from gtm_desktop.workbook.cleaning.clean import Cleaned
from gtm_desktop.workbook.cleaning.said_units import unit_row
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.synonyms import plain, synonyms

_LONG_NOTE_WORDS = 4
_MOST = 0.9
_MOST_LABELS = 2_000
_LEAST_OF_LABELLED = 3
_RULES = frozenset("-=_*~.─━—–")


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
    totals |= _unlabelled_sums(table, amounts, keys, keep & ~totals, totals)
    _tell_totals(table, amounts, totals, keep & ~totals, notes)
    keep &= ~totals
    remarks = _remarks(table, keys) | unit_row(table) | _group_captions(table, keys, totals)
    remarks |= _page_heads(table, amounts, keys, repeated) | _rules(table, amounts)
    remarks &= keep
    if remarks.any():
        keep &= ~remarks
        rows = table.row_numbers[remarks]
        message = ntr("{n} row holds a remark and no record.", "{n} rows hold remarks and no records.", len(rows))
        notes.leave_out("remark_row", message, tr("Left out. Look at it if it should be an account."), rows=rows)
    return keep


def _repeated_headers(table: TableCells) -> Booleans:
    """Return the rows whose every cell is its column's header, two cells or more."""
    counts = table.filled_counts()
    found = counts >= 2
    fewest_first = sorted(zip(table.columns, table.cells, strict=True), key=lambda pair: len(pair[1].distinct))
    for column, cells in fewest_first:
        repeats = _where(cells, found, partial(_is_header, column.header)) if column.header else ~cells.is_filled
        found &= ~cells.is_filled | repeats
        if not found.any():
            break
    return found


def _labelled_totals(table: TableCells, keys: RowKeys) -> Booleans:
    """Return rows whose label is a total's: in the id, or elsewhere while there is no id.

    A label that merely begins or ends like a total ("Total Tools", "Michigan total") counts only without a place.
    """
    everywhere = np.ones(len(table), dtype=bool)
    identity, name = table.of(keys.identity), table.of(keys.name)
    no_id, no_name = ~table.is_filled(keys.identity), ~table.is_filled(keys.name)
    no_place = ~np.logical_or.reduce([~everywhere, *map(table.is_filled, keys.place)])
    found = ~everywhere
    if identity is not None:
        found |= _where(identity, everywhere & identity.may_contain(_total_words()), _is_total)
        found |= _where(identity, no_name & no_place, _is_like_total)
    if name is not None:
        found |= _where(name, no_id if identity is not None else no_place, _is_total)
        found |= _where(name, no_id & no_place, _is_like_total)
    nameless = no_id & no_name & no_place
    for cells in table.cells:
        found |= _where(cells, nameless, lambda text: _is_total(text) or _is_like_total(text))
    return found


def _where(cells: ColumnCells, rows: Booleans, is_label: Callable[[str], bool]) -> Booleans:
    """Return which of `rows` hold a text that is a label; each different text is looked at once."""
    found = np.zeros(len(rows), dtype=bool)
    positions = np.flatnonzero(rows & cells.is_filled)
    codes, inverse = np.unique(cells.codes[positions], return_inverse=True)
    texts = (cells.distinct[code] for code in codes.tolist())
    labels = [isinstance(text, str) and is_label(text) for text in texts]
    found[positions] = np.array(labels, dtype=bool)[inverse]
    return found


def _is_header(header: str, text: str) -> bool:
    return text.strip()[:2].casefold() == header.strip()[:2].casefold() and plain(text) == plain(header)


@cache
def _total_words() -> tuple[str, ...]:
    """Return the first words of all labels of totals, one of which every label contains."""
    words = synonyms()
    labels = (*words.total, *words.total_first_words, *words.total_last_words)
    return tuple(sorted({label.split()[0] for label in labels}))


@cache
def _maybe_total() -> re.Pattern[str]:
    """Return a pattern without which no text is a total's label; most names are told apart by it at once."""
    return re.compile("|".join(map(re.escape, _total_words())), re.IGNORECASE)


def _is_total(text: str) -> bool:
    return bool(_maybe_total().search(text)) and plain(text) in synonyms().total


def _is_like_total(text: str) -> bool:
    if not _maybe_total().search(text):
        return False
    words, text = synonyms(), plain(text)
    starts = any(text.startswith(f"{word} ") for word in words.total_first_words)
    return starts or any(text.endswith(f" {word}") for word in words.total_last_words)


def _unlabelled_sums(
    table: TableCells, amounts: Mapping[str, Cleaned], keys: RowKeys, records: Booleans, totals: Booleans
) -> Booleans:
    """Return rows whose every amount is the sum of the records above, two or more, or of those since the last total.

    They have no id and no name; or, as "MI" below Michigan's accounts, one of them and nothing of a place.
    """
    identity, name = table.is_filled(keys.identity), table.is_filled(keys.name)
    bare = records & ~identity & ~name
    labelled = records & (identity ^ name)
    for field in keys.place:
        labelled &= ~table.is_filled(field)
    if any(table.of(field) is not None for field in keys.place) and labelled.sum() <= _MOST_LABELS:
        bare |= labelled
    found = np.zeros(len(table), dtype=bool)
    if not bare.any():
        return found
    sums, start = _running_sums(amounts, records & ~bare), 0
    for row in np.flatnonzero(bare | totals).tolist():
        if bare[row]:
            stated = {field: value for field, value in _stated(amounts, row).items() if value}
            least = 1 if not (identity[row] or name[row]) else _LEAST_OF_LABELLED - len(stated)
            found[row] = bool(stated) and any(
                sums.records[row] - sums.records[first] > least and not sums.differences(stated, first, row)
                for first in {0, start}
            )
        if totals[row] or found[row]:
            start = row + 1
    return found


def _tell_totals(
    table: TableCells, amounts: Mapping[str, Cleaned], totals: Booleans, records: Booleans, notes: Notes
) -> None:
    """Name every total row and say whether it ties with all records above it, or with those since the last one."""
    sums = _running_sums(amounts, records)
    start = 0
    for row in np.flatnonzero(totals).tolist():
        stated = {} if _is_no_sum(table, row) else _stated(amounts, row)
        number = int(table.row_numbers[row])
        off = sums.differences(stated, 0, row)
        if off and not sums.differences(stated, start, row):
            off = {}
        if off and not sums.records[row] and not sums.differences(stated, 0, len(totals)):
            off = {}
        start = row + 1
        if not stated:
            notes.leave_out("totals_row", tr("Row {row} is a total.", row=number), tr("Left out."), rows=[number])
        elif not off:
            message = tr("Row {row} is a total and ties with the rows above it.", row=number)
            if not sums.records[row]:
                message = tr("Row {row} is a total and ties with the rows below it.", row=number)
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


def _is_no_sum(table: TableCells, row: int) -> bool:
    """Return whether a row is labelled as an average or a count."""
    texts = (cells.distinct[cells.codes[row]] for cells in table.cells if cells.codes[row] >= 0)
    return any(isinstance(text, str) and plain(text) in synonyms().no_sums for text in texts)


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


def _group_captions(table: TableCells, keys: RowKeys, totals: Booleans) -> Booleans:
    """Return rows with a name alone that head a group: where one begins, above records or another caption.

    A group begins below the headers, a total, a blank row or another caption. In the id's column a caption is told by
    having no digit where ids have some; in the name's by having no id where records have one.
    """
    nowhere = np.zeros(len(table), dtype=bool)
    identity, name = table.of(keys.identity), table.of(keys.name)
    counts = table.filled_counts()
    alone, records = counts == 1, (counts > 1) & ~totals
    if identity is None or not alone.any() or not records.any():
        return nowhere
    begins = np.append(True, totals[:-1] | alone[:-1] | (np.diff(table.row_numbers) > 1))
    goes_on = np.append(records[1:] | alone[1:], False)
    has_digit = identity.of_each(lambda cell: any(map(str.isdigit, str(cell))), missing=False, dtype=bool)
    found = nowhere
    if has_digit[records].mean() > _MOST:
        found = found | (identity.is_filled & ~has_digit)
    if name is not None and identity.is_filled[records].mean() > _MOST:
        is_text = name.of_each(lambda cell: isinstance(cell, str), missing=False, dtype=bool)
        found = found | (is_text & ~identity.is_filled)
    captions: Booleans = found & alone & begins & goes_on
    return captions


def _page_heads(table: TableCells, amounts: Mapping[str, Cleaned], keys: RowKeys, repeated: Booleans) -> Booleans:
    """Return rows right above repeated headers, such as "Report 12 … Page 2": few cells, no amount and no place."""
    found = np.zeros(len(table), dtype=bool)
    if not repeated.any():
        return found
    above = np.append(repeated[1:] & (np.diff(table.row_numbers) == 1), False)
    few = table.filled_counts() * 2 <= len(table.columns)
    for field in keys.place:
        few &= ~table.is_filled(field)
    return above & few & ~_with_amounts(amounts, len(table))


def _rules(table: TableCells, amounts: Mapping[str, Cleaned]) -> Booleans:
    """Return rows of nothing but lines drawn with signs, such as "-----" and "=====" below headers and above totals."""
    found = np.zeros(len(table), dtype=bool)
    if not table.cells:
        return found
    fullest = max(table.cells, key=lambda cells: int(cells.is_filled.sum()))
    lines = fullest.of_each(_is_rule, missing=False, dtype=bool) & ~_with_amounts(amounts, len(table))
    for row in np.flatnonzero(lines).tolist():
        texts = [cells.distinct[cells.codes[row]] for cells in table.cells if cells.codes[row] >= 0]
        found[row] = len(texts) > 1 and all(map(_is_rule, texts))
    return found


def _is_rule(cell: object) -> bool:
    return isinstance(cell, str) and len(cell.strip()) > 1 and set(cell.strip()) <= _RULES


def _with_amounts(amounts: Mapping[str, Cleaned], rows: int) -> Booleans:
    known = np.zeros(rows, dtype=bool)
    for cleaned in amounts.values():
        known |= ~np.isnan(cleaned.unrounded)
    return known


def _filled_among(cells: ColumnCells, positions: Integers) -> list[int]:
    rows: list[int] = positions[cells.codes[positions] >= 0].tolist()
    return rows
