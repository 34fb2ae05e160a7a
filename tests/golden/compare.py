"""What differs between two outputs of the same case, in plain lines."""

import math
from collections.abc import Callable, Iterator

from tests.golden.outputs import Outputs

SHOWN = 5
"""Differences told of one part; the rest are counted."""

Same = Callable[[str, str], bool]


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
        found = list(_in_part(before.get(part, {}), after.get(part, {}), same))
        lines += [f"{name}: {part}: {line}" for line in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"{name}: {part}: and {len(found) - SHOWN:,} more")
    return lines


def _in_part(before: "dict[str, str]", after: "dict[str, str]", same: Same) -> Iterator[str]:
    for at in dict.fromkeys([*before, *after]):
        if at not in after:
            yield f"{at} was {before[at]}, and is not there any more"
        elif at not in before:
            yield f"{at} is new: {after[at]}"
        elif not same(before[at], after[at]):
            yield f"{at} was {before[at]}, is {after[at]}"
