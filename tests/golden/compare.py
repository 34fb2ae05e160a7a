"""What differs between two outputs of the same case, in plain lines."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher

from tests.golden.outputs import SHEET, Outputs

SHOWN = 5
"""Differences told of one part; the rest are counted."""

_MOST_ROWS = 3_000
"""Rows of a sheet up to which those that came and went are looked for; it takes the square of their number."""
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")

Same = Callable[[str, str], bool]
_Values = Mapping[str, str]
_Row = tuple[int, _Values]
"""The number of a row, and its filled cells by the letter of their column."""


def exactly(before: str, after: str) -> bool:
    """Whether two texts are equal to the last character."""
    return before == after


def nearly(before: str, after: str) -> bool:
    """Whether two texts are equal, or numbers equal but for what another processor rounds."""
    if before == after:
        return True
    try:
        return math.isclose(float(before), float(after), rel_tol=1e-9, abs_tol=1e-12)
    except ValueError:
        return False


def differences(name: str, before: Outputs, after: Outputs, *, same: Same = exactly) -> list[str]:
    """Return the first differences of each part, one a line, with their addresses; none where all is equal."""
    lines: list[str] = []
    for part in dict.fromkeys([*before, *after]):
        compared = _in_sheet if part.startswith(SHEET) else _in_part
        found = list(compared(before.get(part, {}), after.get(part, {}), same))
        lines += [f"{name}: {part}: {line}" for line in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"{name}: {part}: and {len(found) - SHOWN:,} more")
    return lines


def _in_part(before: _Values, after: _Values, same: Same) -> Iterator[str]:
    for at in dict.fromkeys([*before, *after]):
        if at not in after:
            yield f"{at} was {before[at]}, and is not there any more"
        elif at not in before:
            yield f"{at} is new: {after[at]}"
        elif not same(before[at], after[at]):
            yield f"{at} was {before[at]}, is {after[at]}"


def _in_sheet(before: _Values, after: _Values, same: Same) -> Iterator[str]:
    """Compare cell by cell; where a sheet has more rows or fewer, tell the rows that came and went instead."""
    old, new = _rows(before), _rows(after)
    if len(old) == len(new) or max(len(old), len(new)) > _MOST_ROWS:
        yield from _in_part(before, after, same)
        return
    texts = [[str(sorted(cells.items())) for _, cells in rows] for rows in (old, new)]
    for _, first, end, new_first, new_end in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        gone, come = old[first:end], new[new_first:new_end]
        if len(gone) == len(come):
            for (number, was), (_, now) in zip(gone, come, strict=True):
                yield from _in_part(_at(number, was), _at(number, now), same)
            continue
        for number, cells in gone:
            yield f"row {number} is not there any more: {_told(cells)}"
        for number, cells in come:
            yield f"row {number} is new: {_told(cells)}"


def _rows(cells: _Values) -> list[_Row]:
    rows: dict[int, dict[str, str]] = {}
    for at, value in cells.items():
        found = _ADDRESS.fullmatch(at)
        assert found is not None, at
        rows.setdefault(int(found[2]), {})[found[1]] = value
    return sorted(rows.items())


def _at(number: int, cells: _Values) -> _Values:
    return {f"{letter}{number}": value for letter, value in cells.items()}


def _told(cells: _Values) -> str:
    return ", ".join(cells.values())
