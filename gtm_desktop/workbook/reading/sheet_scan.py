"""What the cell reader drops of an .xlsx sheet, from a scan of its XML: hidden rows, errors, formulas, formats.

The scan looks at bytes, a piece at a time, and never builds a tree: entities are not resolved and memory stays flat.
"""

import re
import zipfile
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.sax.saxutils import unescape

_PIECE = 1 << 24
_HEAD = 4096
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_GROUPED = re.compile(rb'\boutlineLevel="[1-9]')
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]+)(\d+)")(?=[^>]*\bt="e")[^>]*>')
_FORMULA = re.compile(b"<f")  # searched in half the time that `in` takes
_UNCACHED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]+)(\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_STYLED_CELL = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]+)(\d+)")[^>]*\bs="(\d+)"')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_FILTER = re.compile(rb"<(?:\w+:)?(?:autoFilter|filterColumn)\b")
_FILTER_COLUMN = re.compile(rb"<(?:\w+:)?filterColumn\b")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)/?>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)/?>")
_NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)/?>")
_CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\b([^>]*)/?>")
_PADDED = re.compile("0{2,20}")
_SCIENTIFIC = re.compile(r"0E\+0", re.IGNORECASE)
_CURRENCIES = (
    ("EUR", re.compile(r"€|\bEUR\b")),
    ("GBP", re.compile(r"£|\bGBP\b")),
    ("JPY", re.compile(r"¥|\bJPY\b")),
    ("CAD", re.compile(r"C\$|CA\$|\bCAD\b|\$-1009|\$-C0C")),
    ("MXN", re.compile(r"\bMXN\b|\$-80A")),
    ("CHF", re.compile(r"\bCHF\b")),
)
_FAR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]{3})\d+"[^>/]*>')
_SCIENTIFIC_BUILT_IN = (11, 48)
Cell = tuple[str, int]


@dataclass
class SheetFacts:
    """What a sheet says beside its values; rows as the spreadsheet numbers them, columns by letter.

    Attributes:
        hidden_rows, grouped_rows: rows.
        is_filtered: whether a filter hides rows.
        error_cells, uncached_cells: cells that show an error; formulas without the value that Excel keeps.
        merged: left column, first row, right column, last row.
        currencies: cells by the currency of their number format, dollars left out.
        scientific_cells: cells shown such as 1.00E+05.
        padded_cells: cells shown with leading zeros, such as 00123, by how many digits they show at least.
        last_row: the last row that the XML names.
        farthest_column: the letters of the farthest filled column beyond ZZ; "" where there is none.
    """

    hidden_rows: list[int] = field(default_factory=list)
    grouped_rows: list[int] = field(default_factory=list)
    is_filtered: bool = False
    error_cells: list[Cell] = field(default_factory=list)
    uncached_cells: list[Cell] = field(default_factory=list)
    merged: list[tuple[str, int, str, int]] = field(default_factory=list)
    currencies: dict[str, list[Cell]] = field(default_factory=dict)
    scientific_cells: list[Cell] = field(default_factory=list)
    padded_cells: dict[int, list[Cell]] = field(default_factory=dict)
    last_row: int = 0
    farthest_column: str = ""

    @property
    def area(self) -> int:
        """How many cells lie between A1 and the last one; 0 where no column beyond ZZ is filled."""
        number = 0
        for letter in self.farthest_column:
            number = number * 26 + ord(letter) - 64
        return number * self.last_row


def scan_workbook(archive: zipfile.ZipFile, *, passing_over: Container[str] = ()) -> dict[str, SheetFacts]:
    """Return the facts of every worksheet of an .xlsx file by the sheet's name, without those to pass over.

    A sheet that cannot be found or inflated has none: the cell reader decides whether the file can be read.
    """
    parts = sheet_parts(archive)
    styles = special_styles(archive)
    return {name: _scan_sheet(archive, part, styles) for name, part in parts.items() if name not in passing_over}


def has_document_type(archive: zipfile.ZipFile) -> bool:
    """Return whether a part declares a document type, the door to entities: no spreadsheet program writes one."""
    for entry in archive.infolist():
        if entry.filename.lower().endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                head = part.read(_HEAD).replace(b"\0", b"").lower()
            if b"<!doctype" in head or b"<!entity" in head:
                return True
    return False


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the zip entry of every worksheet by the sheet's name, in the order of the tabs."""
    names = {entry.filename.lstrip("/").lower(): entry.filename for entry in archive.infolist()}
    book = _part(archive, names, "xl/workbook.xml")
    relations = relation_targets(archive, "xl/_rels/workbook.xml.rels")
    parts = {}
    for found in _SHEET.finditer(book):
        marks = {name.split(b":")[-1]: value for name, value in _ATTRIBUTE.findall(found[1])}
        target = relations.get(marks.get(b"id", b"").decode("utf-8", "replace"), "")
        entry = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
        if "worksheets/" in target.lower() and entry.lower() in names:
            name = unescape(marks.get(b"name", b"").decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"})
            parts[name] = names[entry.lower()]
    return parts


def relation_targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the targets that a part of relations names, by their ids; none without that part."""
    names = {entry.filename.lstrip("/").lower(): entry.filename for entry in archive.infolist()}
    relations = {}
    for found in _RELATION.finditer(_part(archive, names, part)):
        marks = dict(_ATTRIBUTE.findall(found[1]))
        target = marks.get(b"Target", b"").decode("utf-8", "replace")
        relations[marks.get(b"Id", b"").decode("utf-8", "replace")] = target
    return relations


def _part(archive: zipfile.ZipFile, names: dict[str, str], part: str) -> bytes:
    return archive.read(names[part]) if part in names else b""


def special_styles(archive: zipfile.ZipFile) -> dict[int, str]:
    """Return what is special about the cells of a style: a currency's code, "scientific", or the zeros it shows."""
    names = {entry.filename.lstrip("/").lower(): entry.filename for entry in archive.infolist()}
    styles = _part(archive, names, "xl/styles.xml")
    special: dict[int, str] = dict.fromkeys(_SCIENTIFIC_BUILT_IN, "scientific")
    for found in _NUMBER_FORMAT.finditer(styles):
        marks = dict(_ATTRIBUTE.findall(found[1]))
        text = unescape(marks.get(b"formatCode", b"").decode("utf-8", "replace"), {"&quot;": '"'})
        meaning = _meaning(text)
        if meaning and marks.get(b"numFmtId", b"").isdigit():
            special[int(marks[b"numFmtId"])] = meaning
    formats = _CELL_FORMATS.search(styles)
    found_styles = {}
    for number, found in enumerate(_CELL_FORMAT.finditer(formats[1] if formats else b"")):
        marks = dict(_ATTRIBUTE.findall(found[1]))
        format_number = int(marks.get(b"numFmtId", b"0") or 0)
        if format_number in special:
            found_styles[number] = special[format_number]
    return found_styles


def _meaning(number_format: str) -> str:
    for code, pattern in _CURRENCIES:
        if pattern.search(number_format):
            return code
    if _PADDED.fullmatch(number_format):
        return number_format
    return "scientific" if _SCIENTIFIC.search(number_format) else ""


def _scan_sheet(archive: zipfile.ZipFile, part: str, styles: dict[int, str]) -> SheetFacts:
    scan = SheetScan(styles)
    with archive.open(part) as file:
        for piece, is_last in pieces_of(file, _PIECE):
            facts = scan.look(piece, is_last=is_last)
            facts.farthest_column = max(facts.farthest_column, _farthest_column(piece))
    return facts


def pieces_of(file: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Yield a sheet's XML in pieces of about `size` bytes, each ending with a row, and whether it is the last.

    The last one begins behind the last row and may be empty.
    """
    rest = b""
    while piece := file.read(size):
        piece = rest + piece
        ends = max(piece.rfind(b"</row>") + 6, 0 if b"</row>" in piece else piece.rfind(b":row>") + 5)
        if ends < 6:
            rest = piece
            continue
        yield piece[:ends], False
        rest = piece[ends:]
    yield rest, True


class SheetScan:
    """The scan of one sheet, piece by piece."""

    def __init__(self, styles: dict[int, str]) -> None:
        self._styles = styles
        self._facts = SheetFacts()
        self._rows_before = 0

    def look(self, piece: bytes, *, is_last: bool) -> SheetFacts:
        """Take the next piece, as `pieces_of` yields them; return what is known by now, the columns' reach excepted."""
        facts = self._facts
        self._rows_before = _scan_piece(piece, facts, self._styles, self._rows_before)
        if is_last:
            if b"mergeCell" in piece:
                facts.merged = [
                    (left.decode(), int(first), right.decode(), int(last))
                    for left, first, right, last in _MERGE.findall(piece)
                ]
            is_hiding = bool(facts.hidden_rows) and bool(_FILTER.search(piece))
            facts.is_filtered = bool(_FILTER_COLUMN.search(piece)) or is_hiding
        return facts


def _farthest_column(piece: bytes) -> str:
    """Return the letters of the farthest filled column beyond ZZ in a piece; only the last cell of a row can be it."""
    if b"</row>" not in piece:
        return max((each.decode() for each in _FAR_CELL.findall(piece)), default="")
    farthest, at = "", piece.find(b"</row>")
    while at >= 0:
        found = _FAR_CELL.match(piece, max(piece.rfind(b"<c ", 0, at), 0))
        if found:
            farthest = max(farthest, found[1].decode())
        at = piece.find(b"</row>", at + 6)
    return farthest


def _scan_piece(piece: bytes, facts: SheetFacts, styles: dict[int, str], rows_before: int) -> int:
    """Add what a piece of whole rows holds; return the number of its last row."""
    if b'hidden="' in piece or b"outlineLevel" in piece:
        number = rows_before
        for found in _ROW.finditer(piece):
            stated = _ROW_NUMBER.search(found[1])
            number = int(stated[1]) if stated else number + 1
            if _HIDDEN.search(found[1]):
                facts.hidden_rows.append(number)
            if _GROUPED.search(found[1]):
                facts.grouped_rows.append(number)
    if b't="e"' in piece:
        facts.error_cells += [(letters.decode(), int(row)) for letters, row in _ERROR_CELL.findall(piece)]
    has_prefix = b"</row>" not in piece
    if _FORMULA.search(piece) or (has_prefix and (b":f>" in piece or b":f " in piece)):
        facts.uncached_cells += [(letters.decode(), int(row)) for letters, row in _UNCACHED.findall(piece)]
    if styles and any(b's="%d"' % number in piece for number in styles):
        for letters, row, number in _STYLED_CELL.findall(piece):
            meaning = styles.get(int(number))
            if meaning == "scientific":
                facts.scientific_cells.append((letters.decode(), int(row)))
            elif meaning and not meaning.strip("0"):
                facts.padded_cells.setdefault(len(meaning), []).append((letters.decode(), int(row)))
            elif meaning:
                facts.currencies.setdefault(meaning, []).append((letters.decode(), int(row)))
    last = _ROW_NUMBER.findall(piece[piece.rfind(b"row ") :][:200]) if b"row " in piece else []
    number = int(last[0]) if last else rows_before + len(_ROW_END.findall(piece))
    facts.last_row = max(facts.last_row, number)
    return number
