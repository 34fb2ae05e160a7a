"""Cells for spreadsheet programs, as text: the one place that writes CSV and what a copied table puts on the clipboard.

A spreadsheet takes a text for a formula when it begins with one of = + - @, a tab or a line's end, also in full width
and behind blanks or quotes. Such a text gets an apostrophe in front; taking it off is the way back.
Source: OWASP, CSV Injection.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

GUARD = "'"
_SIGNS = frozenset("=+-@")
_BREAKS = frozenset("\t\r\n")
_QUOTES = frozenset("'\"`\u00b4\u2032\u2033")
_SKIPPED_KINDS = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf", "Pi", "Pf"))
"""Unicode's blanks, controls, marks without width and opening and closing quotes."""
_FIGURE = re.compile(r"[-+]?\s?(?:[A-Z]{0,3}[$€£¥]\s?)?\d[\d.,\u00a0\u202f’]*(?:\s?%|[KMB])?")
_QUOTED_IN_CSV = re.compile(r"[\",;\t|\r\n]|^\s|\s$")
_QUOTED_IN_CLIPBOARD = re.compile(r"^\s*\"|[\t\r\n]")
"""Pasting takes quotes off that a cell begins with; a comma or a quote within is a letter there."""


@dataclass(frozen=True)
class CellColumn:
    """One column for a spreadsheet.

    Attributes:
        title: its header, a text.
        cells: n cells, as they are to be read.
        are_figures: whether they are figures and flags of our own writing, which stay what they are.
    """

    title: str
    cells: Sequence[str]
    are_figures: bool = False


def guarded(text: str) -> str:
    """Return a text as a cell that every spreadsheet takes for text; the usual one is unchanged."""
    return GUARD + text if _is_live(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell that `guarded` wrote; any other cell is unchanged."""
    return cell[1:] if cell.startswith(GUARD) and _is_live(cell[1:]) else cell


def csv_text(columns: Sequence[CellColumn]) -> str:
    """Return a table as CSV: commas, a line feed after each row, the headers first."""
    return "".join(line + "\n" for line in _lines(columns, ",", _QUOTED_IN_CSV))


def clipboard_text(columns: Sequence[CellColumn]) -> str:
    """Return a table as spreadsheets take it from the clipboard: tabs, the headers first."""
    return "\n".join(_lines(columns, "\t", _QUOTED_IN_CLIPBOARD))


def guarded_lines(texts: Iterable[str]) -> str:
    """Return texts one a line, as spreadsheets take a column from the clipboard or from a drag."""
    return "\n".join(_quoted(guarded(text), _QUOTED_IN_CLIPBOARD) for text in texts)


def _lines(columns: Sequence[CellColumn], separator: str, needs_quotes: re.Pattern[str]) -> Iterator[str]:
    yield separator.join(_quoted(guarded(column.title), needs_quotes) for column in columns)
    safe = [map(_safe_figure if column.are_figures else guarded, column.cells) for column in columns]
    for row in zip(*safe, strict=True):
        yield separator.join(_quoted(cell, needs_quotes) for cell in row)


def _safe_figure(cell: str) -> str:
    return cell if _FIGURE.fullmatch(cell) else guarded(cell)


def _quoted(cell: str, needs_quotes: re.Pattern[str]) -> str:
    return '"' + cell.replace('"', '""') + '"' if needs_quotes.search(cell) else cell


def _is_live(text: str) -> bool:
    for letter in text:
        if letter in _BREAKS:
            return True
        if letter not in _QUOTES and unicodedata.category(letter) not in _SKIPPED_KINDS:
            return unicodedata.normalize("NFKC", letter)[0] in _SIGNS
    return False
