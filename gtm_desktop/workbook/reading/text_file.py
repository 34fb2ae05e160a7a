"""Lists in text form: which encoding and separator, and their cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from gtm_desktop.core.spreadsheet_text import GUARD, unguarded
from gtm_desktop.workbook.reading.file_check import not_a_workbook, too_large

SEPARATORS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8-sig", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "cp437")
_MOST_BYTES = 1_500_000_000
_LOOKED_AT_LINES = 200
_LOOKED_AT_BYTES = 4_000_000
_LARGEST_FIELD = 1_000_000
_TYPED_SIGNS = "\u2018\u2019\u201c\u201d\u2013\u2014"
"""What Windows programs put for apostrophes, quotes and dashes while one types."""
_MOST_COLUMNS = 16_384
_MOST_STRAY_QUOTES = 1_000
_KEPT_TEXT = re.compile(r'="([^"]*)"')


@dataclass(frozen=True)
class TextList:
    """A list in text form.

    Attributes:
        rows: cells as texts, every row equally long.
        encoding, separator: as chosen, else as detected.
    """

    rows: list[list[str]]
    encoding: str
    separator: str


def read_text(path: Path, *, encoding: str | None = None, separator: str | None = None) -> TextList:
    """Return the cells of a list in text form; what is not chosen is detected.

    Raises:
        UserError: with the codes not_a_workbook or too_large.
        OSError: it cannot be read.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise too_large(path)
    content = path.read_bytes()
    encoding = encoding or detect_encoding(content)
    try:
        text = content.decode(encoding).removeprefix("\ufeff").rstrip("\x1a")
    except (UnicodeDecodeError, LookupError) as error:
        raise not_a_workbook(path) from error
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=x"):
        separator, text = separator or first.strip()[-1], rest
        text = "\n" + text
    separator = separator or detect_separator(text)
    csv.field_size_limit(_LARGEST_FIELD)
    try:
        rows = _records(text, separator)
    except csv.Error as error:
        raise not_a_workbook(path) from error
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    if width > _MOST_COLUMNS:
        raise too_large(path)
    return TextList([row + [""] * (width - len(row)) for row in rows], encoding, separator)


def _records(text: str, separator: str) -> list[list[str]]:
    """Return the records of a text; a quote that swallows the lines below, because it is never meant to end, is text.

    Cells such as ="00123", by which programs keep spreadsheets from changing them, are what stands between the quotes,
    and the apostrophe that keeps a text such as =1+1 from being a formula is not part of it.

    Raises:
        csv.Error: a cell is too long.
    """
    options: dict[str, Any] = {"delimiter": separator, "skipinitialspace": separator != "\t"}
    reader = csv.reader(io.StringIO(text, newline=""), **options)
    rows = list(reader)
    if reader.line_num != len(rows):
        width = Counter(map(len, rows)).most_common(1)[0][0]
        rows = _without_stray_quotes(text, width, options)
    if '="' in text or GUARD in text:
        rows = [[_as_meant(cell) for cell in row] for row in rows]
    return rows


def _without_stray_quotes(text: str, width: int, options: Mapping[str, Any]) -> list[list[str]]:
    """Return the records; of one that spans lines by a stray quote the first line only, if it is `width` cells wide."""
    lines = list(io.StringIO(text, newline=""))
    found: list[list[str]] = []
    start = strays = 0
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), **options)
        taken = 0
        for row in reader:
            if reader.line_num - taken > 1 and strays < _MOST_STRAY_QUOTES:
                spanned = lines[start + taken : start + reader.line_num]
                alone = next(csv.reader(spanned[:1], quoting=csv.QUOTE_NONE, **options))
                if len(alone) == width and (len(row) != width or not _is_well_quoted(spanned, options)):
                    found.append(alone)
                    strays += 1
                    taken += 1
                    break
            found.append(row)
            taken = reader.line_num
        start += taken
    return found


def _is_well_quoted(lines: list[str], options: Mapping[str, Any]) -> bool:
    try:
        return len(list(csv.reader(lines, strict=True, **options))) == 1
    except csv.Error:
        return False


def _as_meant(cell: str) -> str:
    kept = _KEPT_TEXT.fullmatch(cell)
    return kept[1] if kept else unguarded(cell)


def detect_encoding(content: bytes) -> str:
    """Return the encoding of a text: by its mark, else UTF-16 by its zeros, UTF-8 if it is valid, else by its letters.

    Windows' (cp1252) and DOS's (cp850) letters are told apart by which of them makes letters beside letters; cp437
    has the same letters as cp850 in the languages that matter here.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return name
    start = content[:400]
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) > 3 and start[offset::2].count(0) > 0.6 * len(start[offset::2]):
            return name
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        part = content[:_LOOKED_AT_BYTES]
        return max(("cp1252", "cp850"), key=lambda name: _letters_beside_letters(part, name))
    return "utf-8"


def _letters_beside_letters(content: bytes, encoding: str) -> int:
    """Return how many high bytes are letters where a letter stands beside them, less those that are none there."""
    text = content.decode(encoding, "replace")
    score = 0
    for before, letter, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if ord(letter) < 128 or not (
            (before.isalpha() and ord(before) < 128) or (after.isalpha() and ord(after) < 128)
        ):
            continue
        is_lower_beside_upper = letter.isupper() and before.islower()
        if letter in _TYPED_SIGNS:
            score += 1
            continue
        score += -2 if not letter.isalpha() else (-1 if is_lower_beside_upper else 1)
    return score


def detect_separator(text: str) -> str:
    """Return the separator that cuts most lines into the same number of cells, the most cells; comma if none does."""
    lines = text.split("\n", _LOOKED_AT_LINES)[:_LOOKED_AT_LINES]
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=separator, skipinitialspace=True) if any(row)]
        except csv.Error:
            continue
        counts = Counter(width for width in widths if width > 1)
        if not counts:
            continue
        width, times = counts.most_common(1)[0]
        score = times / len(widths) * min(width, 8)
        if score > best_score:
            best, best_score = separator, score
    return best
