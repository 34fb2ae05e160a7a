"""Parts of a sheet below each other: each begins below blank rows and has headers of its own."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gtm_desktop.workbook.reading.header_rows import header_texts
from gtm_desktop.workbook.reading.read import Cell

_CAPTIONS = 3
_LOOKED_AT_ROWS = 60
_MOST_ALIKE = 12
"""The same headers more often than this are those of a report's pages, not of lists."""


@dataclass(frozen=True)
class Section:
    """Rows `start` to `stop` - 1 of a sheet, from 0, the last one filled, with the row of their headers."""

    start: int
    stop: int
    header: int


def sections(rows: Sequence[Sequence[Cell]], is_understood: Callable[[Sequence[str]], bool]) -> list[Section]:
    """Return the parts of a sheet, top to bottom; none where there are fewer than two.

    Args:
        rows: the sheet's cells, every row equally long.
        is_understood: whether texts are headers of a list.
    """
    known: dict[tuple[str, ...], bool] = {}

    def is_header(row: Sequence[Cell]) -> bool:
        filled = [cell for cell in row if cell != ""]
        if len(filled) < 2 or not all(isinstance(cell, str) for cell in filled):
            return False
        texts = tuple(header_texts(row))
        if texts not in known:
            known[texts] = is_understood(texts)
        return known[texts]

    is_blank = [not any(row) and row.count("") == len(row) for row in rows]  # most rows are told by their first cell
    after_blanks = [at for at in range(1, len(rows)) if is_blank[at - 1] and not is_blank[at]]
    lower = []
    for start in after_blanks:
        near = range(start, min(start + _CAPTIONS + 1, len(rows) - 1))
        header = next((at for at in near if is_header(rows[at])), None)
        if header is not None and not any(is_blank[start : header + 2]):
            lower.append((start, header))
    if not lower:
        return []
    first = next((at for at in range(min(lower[0][0], _LOOKED_AT_ROWS)) if is_header(rows[at])), None)
    heads = [(0, first), *lower] if first is not None else lower
    heads = [(0, heads[0][1]), *heads[1:]]
    often = Counter(tuple(rows[header]) for _, header in heads)
    heads = [heads[0], *(head for head in heads[1:] if often[tuple(rows[head[1]])] <= _MOST_ALIKE)]
    if len(heads) < 2:
        return []
    stops = [start for start, _ in heads[1:]] + [len(rows)]
    return [Section(start, _end(is_blank, stop), header) for (start, header), stop in zip(heads, stops, strict=True)]


def _end(is_blank: Sequence[bool], stop: int) -> int:
    """Return where rows end that have blank ones below."""
    while is_blank[stop - 1]:
        stop -= 1
    return stop
