"""What the cell reader drops of an .ods sheet, from a scan of its XML: hidden rows, merges, errors, currencies.

The scan looks at bytes, a piece of whole rows at a time, and builds no tree. Source: OpenDocument 1.3, part 3, 9.1.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import unescape

from gtm_desktop.workbook.column_letters import column_letter
from gtm_desktop.workbook.reading.sheet_scan import SheetFacts

_PIECE = 1 << 24
_ROW_END = b"</table:table-row>"
_TOKEN = re.compile(
    rb"<table:table (?P<table>[^>]*)>|<table:table-row-group\b(?P<group>[^>]*)>|(?P<end></table:table-row-group>)|"
    rb"<table:table-row\b(?P<row>[^>]*?)(?P<empty>/?)>"
)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:-]+)="([^"]*)"')
_TELLING = re.compile(rb'-spanned="|value-type="error"|office:currency="')
_FILLED = re.compile(rb"office:value|<text:")
_DOLLAR = "USD"


@dataclass
class _State:
    """Where the scan is: the sheet and row, and how deep in groups of rows."""

    facts: SheetFacts = field(default_factory=SheetFacts)
    row: int = 0
    depth: int = 0


def scan_ods(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Return the facts of every sheet of an .ods file by the sheet's name."""
    found: dict[str, SheetFacts] = {}
    state = _State()
    for piece in _pieces(archive):
        for token in _TOKEN.finditer(piece):
            if token["table"] is not None:
                name = dict(_ATTRIBUTE.findall(token["table"])).get(b"table:name", b"")
                state = _State()
                found[unescape(name.decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"})] = state.facts
            elif token["group"] is not None:
                state.depth += 1
            elif token["end"] is not None:
                state.depth -= 1
            else:
                end = token.end() if token["empty"] else piece.find(_ROW_END, token.end())
                _take_row(state, dict(_ATTRIBUTE.findall(token["row"])), piece[token.end() : max(end, token.end())])
    return found


def _pieces(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield the content in pieces that end with a row."""
    if "content.xml" not in archive.namelist():
        return
    rest = b""
    with archive.open("content.xml") as file:
        while piece := file.read(_PIECE):
            whole, end, rest = (rest + piece).rpartition(_ROW_END)
            if end:
                yield whole + end
    yield rest


def _take_row(state: _State, marks: dict[bytes, bytes], cells: bytes) -> None:
    facts, first = state.facts, state.row + 1
    repeated = _number(marks.get(b"table:number-rows-repeated"))
    state.row += repeated
    if not _FILLED.search(cells):
        return
    visibility = marks.get(b"table:visibility")
    rows = range(first, first + repeated)
    if visibility in (b"collapse", b"filter"):
        facts.hidden_rows += rows
        facts.is_filtered = facts.is_filtered or visibility == b"filter"
    if state.depth:
        facts.grouped_rows += rows
    if _TELLING.search(cells):
        _take_cells(facts, first, cells)


def _take_cells(facts: SheetFacts, row: int, cells: bytes) -> None:
    position = 0
    for found in _CELL.finditer(cells):
        marks = dict(_ATTRIBUTE.findall(found[1]))
        letter = column_letter(position)
        down, across = (_number(marks.get(b"table:number-%s-spanned" % way)) for way in (b"rows", b"columns"))
        if down > 1 or across > 1:
            facts.merged.append((letter, row, column_letter(position + across - 1), row + down - 1))
        if marks.get(b"calcext:value-type") == b"error":
            facts.error_cells.append((letter, row))
        currency = marks.get(b"office:currency", b"").decode("utf-8", "replace")
        repeated = _number(marks.get(b"table:number-columns-repeated"))
        if currency and currency != _DOLLAR:
            columns = range(position, position + repeated)
            facts.currencies.setdefault(currency, []).extend((column_letter(each), row) for each in columns)
        position += repeated


def _number(text: bytes | None) -> int:
    return int(text) if text is not None and text.isdigit() else 1
