"""How the cells of an .xlsx workbook look: number formats and column widths, for a copy that reads alike."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import unescape

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.workbook.column_letters import column_number
from gtm_desktop.workbook.reading.sheet_scan import sheet_parts

NumberFormat = int | str
"""The number of a format that every spreadsheet program knows, or the code of one of the workbook's own."""

_PIECE = 1 << 24
_HEAD = 1 << 20
_MOST_CELLS = 50_000_000
_NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)/?>")
_CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\b([^>]*)/?>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)/?>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_STYLED_CELL = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]+)(\d+)")[^>]*\bs="(\d+)"')
_WIDEST = 80.0
_PADDING = 0.71
"""What a file adds to a width in characters."""


@dataclass(frozen=True)
class SheetLook:
    """How one sheet looks.

    Attributes:
        widths: the width of columns that have one of their own, by position from 0, in characters.
        formats: the number formats of the workbook's cell styles.
        styles: the cell style of each cell from A1 on, 0 where there is none; no cells where nothing is known.
    """

    widths: Mapping[int, float] = field(default_factory=dict)
    formats: Mapping[int, NumberFormat] = field(default_factory=dict)
    styles: NDArray[np.uint16] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.uint16))

    def format_of(self, row: int, position: int) -> NumberFormat:
        """Return the number format of a cell, row and position from 0; 0 is none in particular."""
        if row >= self.styles.shape[0] or position >= self.styles.shape[1]:
            return 0
        return self.formats.get(int(self.styles[row, position]), 0)


def sheet_looks(archive: zipfile.ZipFile, sizes: Mapping[str, tuple[int, int]]) -> dict[str, SheetLook]:
    """Return the looks of the worksheets of an .xlsx file by name.

    Args:
        archive: the file.
        sizes: how many rows and columns of each sheet are wanted; others are passed over.
    """
    formats = _cell_formats(archive)
    parts = sheet_parts(archive)
    return {name: _look(archive, part, formats, sizes[name]) for name, part in parts.items() if name in sizes}


def _cell_formats(archive: zipfile.ZipFile) -> dict[int, NumberFormat]:
    """Return the number format of each cell style that has one."""
    names = {entry.filename.lstrip("/").lower(): entry.filename for entry in archive.infolist()}
    styles = archive.read(names["xl/styles.xml"]) if "xl/styles.xml" in names else b""
    own: dict[int, str] = {}
    for found in _NUMBER_FORMAT.finditer(styles):
        marks = dict(_ATTRIBUTE.findall(found[1]))
        if marks.get(b"numFmtId", b"").isdigit():
            code = unescape(marks.get(b"formatCode", b"").decode("utf-8", "replace"), {"&quot;": '"'})
            own[int(marks[b"numFmtId"])] = code
    formats: dict[int, NumberFormat] = {}
    block = _CELL_FORMATS.search(styles)
    for style, found in enumerate(_CELL_FORMAT.finditer(block[1] if block else b"")):
        number = dict(_ATTRIBUTE.findall(found[1])).get(b"numFmtId", b"0")
        if number.isdigit() and int(number):
            formats[style] = own.get(int(number), int(number))
    return formats


def _look(archive: zipfile.ZipFile, part: str, formats: Mapping[int, NumberFormat], size: tuple[int, int]) -> SheetLook:
    has_room = size[0] * size[1] <= _MOST_CELLS
    styles = np.zeros(size if has_room else (0, 0), dtype=np.uint16)
    with archive.open(part) as file:
        head = file.read(_HEAD)
        widths = _widths(head.partition(b"sheetData")[0])
        piece, rest = head, b""
        while piece:
            piece = rest + piece
            cut = max(piece.rfind(b"<"), 0)
            _take_styles(piece[:cut], formats, styles)
            rest, piece = piece[cut:], file.read(_PIECE)
    return SheetLook(widths, formats, styles)


def _widths(head: bytes) -> dict[int, float]:
    widths: dict[int, float] = {}
    for found in _COLUMN.finditer(head):
        marks = dict(_ATTRIBUTE.findall(found[1]))
        try:
            first, last, width = int(marks[b"min"]), int(marks[b"max"]), float(marks[b"width"])
        except (KeyError, ValueError):
            continue
        for position in range(first - 1, min(last, first + 255)):
            widths[position] = min(max(width - _PADDING, 0.0), _WIDEST)
    return widths


def _take_styles(piece: bytes, formats: Mapping[int, NumberFormat], styles: NDArray[np.uint16]) -> None:
    rows, width = styles.shape
    for letters, row, style in _STYLED_CELL.findall(piece):
        at, position, number = int(row) - 1, column_number(letters.decode()) - 1, int(style)
        if number in formats and at < rows and position < width:
            styles[at, position] = number
