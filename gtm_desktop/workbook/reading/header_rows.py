"""Rows of cells as headers: one row, or a row of captions above a row of headers."""

from collections import Counter
from collections.abc import Sequence

from gtm_desktop.workbook import mapping
from gtm_desktop.workbook.reading.read import Cell
from gtm_desktop.workbook.synonyms import plain

_LONGEST_HEADER = 80


def header_texts(cells: Sequence[Cell]) -> list[str]:
    """Return the cells of a row as headers: long texts and what is no text or number are none."""
    return [_header(cell) for cell in cells]


def joined_headers(upper: Sequence[str], lower: Sequence[str]) -> list[str] | None:
    """Return the headers that two rows make together; None where the upper one cannot be a row of captions.

    A caption reaches to the right over columns that have a header below and no caption of their own. A column takes
    caption and header together where that is understood better, or where its header alone stands on several columns.
    """
    if sum(1 for text in upper if text) < 2 or sum(1 for text in lower if text) < 2:
        return None
    again = Counter(plain(text) for text in lower if text)
    joined, caption = [], ""
    for above, below in zip(upper, lower, strict=True):
        caption = above or (caption if below else "")
        both = " ".join(filter(None, (caption, below)))
        if not below:
            joined.append(above)
        elif again[plain(below)] > 1 or mapping.how_sure(both) > mapping.how_sure(below):
            joined.append(both)
        else:
            joined.append(below)
    return joined


def _header(cell: Cell) -> str:
    if isinstance(cell, str):
        text = " ".join(cell.split())
        return text if len(text) <= _LONGEST_HEADER else ""
    if isinstance(cell, float) and cell.is_integer() and 1990 <= cell <= 2100:
        return str(int(cell))
    return ""
