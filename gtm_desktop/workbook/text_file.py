"""Lists in text form: which encoding and separator, and their cells."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from gtm_desktop.workbook.file_check import not_a_workbook, too_large

SEPARATORS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8-sig", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "cp437")
_MOST_BYTES = 1_500_000_000
_LOOKED_AT_LINES = 200
_LOOKED_AT_BYTES = 4_000_000
_LARGEST_FIELD = 1_000_000
_TYPED_SIGNS = "\u2018\u2019\u201c\u201d\u2013\u2014"
"""What Windows programs put for apostrophes, quotes and dashes while one types."""
_MOST_COLUMNS = 16_384


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
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=separator != "\t"))
    except csv.Error as error:
        raise not_a_workbook(path) from error
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    if width > _MOST_COLUMNS:
        raise too_large(path)
    return TextList([row + [""] * (width - len(row)) for row in rows], encoding, separator)


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
