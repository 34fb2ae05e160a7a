"""Customers that may stand twice: names of one place that are almost alike."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from gtm_desktop.core.words import joined, ntr, tr
from gtm_desktop.tables.accounts import ACCOUNT_ID, CITY, NAME, PARENT_ID, POSTAL_CODE, STREET
from gtm_desktop.workbook.cleaning.cells import Integers, TableCells
from gtm_desktop.workbook.cleaning.clean import text_of, texts_of
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.synonyms import synonyms

_ALIKE = 92.0
_NUMBER = re.compile(r"\d+")
_LARGEST_GROUP = 400
_FEW = 8
_SHOWN = 5
_SIGNS = {ord(sign): " " for sign in ".,;:-/&()'\"#*+"}


def ask_about_similar_names(table: TableCells, notes: Notes) -> None:
    """Propose rows of one place whose names are almost alike; nothing is merged by itself.

    Names are compared within one postal code, else one city, without words such as Inc; rows of one parent, of
    different streets or of one id are not.
    """
    names = table.of(NAME)
    place = table.of(POSTAL_CODE) or table.of(CITY)
    if names is None or place is None:
        return
    stems = np.array([*_stems(texts_of(names.distinct)), ""], dtype=np.object_)[names.codes]
    keys, parents, streets = table.of(ACCOUNT_ID), table.of(PARENT_ID), table.of(STREET)
    rows: set[int] = set()
    examples: list[str] = []
    for group in _groups(place.codes, np.flatnonzero((place.codes >= 0) & (stems != ""))):
        for one, other in _alike(group, stems):
            if _same_known(parents, one, other) or _differ(streets, one, other) or _same_id(keys, one, other):
                continue
            rows |= {one, other}
            pair = {text_of(names.distinct[names.codes[row]]) for row in (one, other)}
            examples.append(" / ".join(sorted(pair)))
    if rows:
        message = ntr(
            "{n} pair of rows in one place has names that are almost alike: {names}.",
            "{n} pairs of rows in one place have names that are almost alike: {names}.",
            len(examples),
            names=joined(examples[:_SHOWN]),
        )
        notes.ask("similar_names", message, tr("Keep all."), rows=table.row_numbers[sorted(rows)])


def _groups(places: Integers, rows: Integers) -> Iterator[list[int]]:
    """Yield those of these rows that share a place, few enough to compare each with each; by their first row."""
    in_order = rows[np.argsort(places[rows], kind="stable")]
    starts = np.flatnonzero(np.diff(places[in_order], prepend=-1))
    sizes = np.diff(starts, append=len(in_order))
    is_compared = (sizes > 1) & (sizes <= _LARGEST_GROUP)
    by_first_row = np.argsort(in_order[starts])
    for at in by_first_row[is_compared[by_first_row]].tolist():
        yield in_order[starts[at] : starts[at] + sizes[at]].tolist()


def _stems(names: list[str]) -> list[str]:
    """Return names as they are compared: lower case, without signs and without words such as Inc."""
    noise = synonyms().company_words
    lines = "\n".join(names).casefold().translate(_SIGNS).split("\n")  # all at once: most of the time of a long list
    if len(lines) != len(names):
        lines = [name.casefold().translate(_SIGNS) for name in names]
    return [" ".join([word for word in line.split() if word not in noise]) for line in lines]


def _alike(group: Sequence[int], stems: Any) -> list[tuple[int, int]]:
    """Return pairs of rows whose names are alike; of equal names each row is paired with the first."""
    first: dict[str, int] = {}
    pairs = []
    for row in group:
        if stems[row] in first:
            pairs.append((first[stems[row]], row))
        else:
            first[stems[row]] = row
    different = sorted(first)
    if len(different) < 2:
        return pairs
    if len(different) <= _FEW:
        numbers = list(map(_numbers, different))  # told apart at once where they differ, as most that are near do
        equal = [(i, j) for j in range(len(different)) for i in range(j) if numbers[i] == numbers[j]]
        texts = [(different[i], different[j]) for i, j in equal]
        near = [each for each in texts if fuzz.ratio(*each, score_cutoff=_ALIKE) > 0]
        return pairs + [(first[one], first[other]) for one, other in near]
    scores = process.cdist(different, different, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.uint8)
    found = [(different[i], different[j]) for i, j in zip(*np.nonzero(np.triu(scores, 1)), strict=True)]
    return pairs + [(first[one], first[other]) for one, other in found if _numbers(one) == _numbers(other)]


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)


def _same_id(cells: Any, one: int, other: int) -> bool:
    if cells is None or min(cells.codes[one], cells.codes[other]) < 0:
        return False
    ids = [text_of(cells.distinct[cells.codes[row]]).casefold() for row in (one, other)]
    return ids[0] == ids[1] != ""


def _same_known(cells: Any, one: int, other: int) -> bool:
    return cells is not None and cells.codes[one] >= 0 and cells.codes[one] == cells.codes[other]


def _differ(cells: Any, one: int, other: int) -> bool:
    return (
        cells is not None and min(cells.codes[one], cells.codes[other]) >= 0 and cells.codes[one] != cells.codes[other]
    )
