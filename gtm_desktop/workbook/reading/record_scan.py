"""What the cell reader drops of .xls and .xlsb sheets, from a scan of their records: hidden rows, merges, errors.

Sources: [MS-XLS] 2.4 (BoundSheet8, Row, MergeCells, FilterMode, BoolErr, Formula); [MS-XLSB] 2.4 (BrtRowHdr,
BrtMergeCell, BrtBeginFilterColumn, BrtCellError, BrtFmlaError). What is cut off or odd ends the scan of a sheet in
silence: the cell reader decides whether the file can be read.
"""

import io
import struct
import zipfile
from collections.abc import Iterator

import olefile

from gtm_desktop.workbook.column_letters import column_letter
from gtm_desktop.workbook.reading.sheet_scan import SheetFacts, relation_targets

_STREAMS = ("Workbook", "Book")
_BOF, _EOF, _BOUND_SHEET = 0x0809, 0x000A, 0x0085
_ROW, _MERGED, _FILTER_MODE, _BOOL_OR_ERROR, _FORMULA = 0x0208, 0x00E5, 0x009B, 0x0205, 0x0006
_VERSION_8 = 0x0600
_XLS_HIDDEN, _XLS_LEVEL = 0x20, 0x07

_B_ROW, _B_ERROR, _B_FORMULA_ERROR, _B_MERGED, _B_SHEET, _B_FILTER_COLUMN = 0, 3, 11, 176, 156, 163
_XLSB_HIDDEN, _XLSB_LEVEL = 0x10, 0x07
_MOST_MERGED = 1_000_000


def scan_xls(data: bytes) -> dict[str, SheetFacts]:
    """Return the facts of every sheet of an .xls file by the sheet's name."""
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        name = next((each for each in _STREAMS if file.exists(each)), "")
        stream = file.openstream(name).read() if name else b""
    return {name: _scan_xls_sheet(stream, start) for name, start in _xls_sheets(stream)}


def scan_xlsb(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Return the facts of every sheet of an .xlsb file by the sheet's name."""
    names = {entry.filename.lstrip("/").lower(): entry.filename for entry in archive.infolist()}
    targets = relation_targets(archive, "xl/_rels/workbook.bin.rels")
    book = archive.read(names["xl/workbook.bin"]) if "xl/workbook.bin" in names else b""
    found = {}
    for kind, content in _xlsb_records(book):
        if kind != _B_SHEET or len(content) < 8:
            continue
        relation, rest = _wide_text(content[8:])
        sheet, _ = _wide_text(rest)
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
        if part.lower() in names:
            found[sheet] = _scan_xlsb_sheet(archive.read(names[part.lower()]))
    return found


def _xls_records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records from `start` to the end of what begins there; parts within are left out."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _BOF:
            depth += 1
        if depth == 1:
            yield kind, content
        if kind == _EOF:
            depth -= 1
            if depth <= 0:
                return


def _xls_sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    version = 0
    for kind, content in _xls_records(stream, 0):
        if kind == _BOF and len(content) >= 2:
            (version,) = struct.unpack_from("<H", content)
        elif kind == _BOUND_SHEET and len(content) >= 8:
            (start,) = struct.unpack_from("<I", content)
            length = content[6]
            if version != _VERSION_8:
                yield content[7 : 7 + length].decode("cp1252", "replace"), start
            elif content[7] & 1:
                yield content[8 : 8 + 2 * length].decode("utf-16-le", "replace"), start
            else:
                yield content[8 : 8 + length].decode("latin-1"), start


def _scan_xls_sheet(stream: bytes, start: int) -> SheetFacts:
    facts = SheetFacts()
    for kind, content in _xls_records(stream, start):
        if kind == _ROW and len(content) >= 14:
            row, flags = struct.unpack_from("<H10xH", content)
            _take_row(facts, row, is_hidden=bool(flags & _XLS_HIDDEN), is_grouped=bool(flags & _XLS_LEVEL))
        elif kind == _MERGED and len(content) >= 2:
            for first, last, left, right in struct.iter_unpack("<4H", content[2 : 2 + (len(content) - 2) // 8 * 8]):
                _take_merged(facts, first, last, left, right)
        elif kind == _FILTER_MODE:
            facts.is_filtered = True
        elif kind in (_BOOL_OR_ERROR, _FORMULA) and _is_error(kind, content):
            _take_error(facts, *struct.unpack_from("<HH", content))
    return facts


def _is_error(kind: int, content: bytes) -> bool:
    if kind == _BOOL_OR_ERROR:
        return len(content) >= 8 and content[7] == 1
    return len(content) >= 14 and content[12:14] == b"\xff\xff" and content[6] == 2


def _xlsb_records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records of a part."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        size, shift = 0, 0
        while at < end and shift < 28:
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        if at + size > end:
            return
        yield kind, part[at : at + size]
        at += size


def _scan_xlsb_sheet(part: bytes) -> SheetFacts:
    facts, row = SheetFacts(), 0
    for kind, content in _xlsb_records(part):
        if kind == _B_ROW and len(content) >= 12:
            (row,) = struct.unpack_from("<I", content)
            flags = content[11]
            if flags:
                _take_row(facts, row, is_hidden=bool(flags & _XLSB_HIDDEN), is_grouped=bool(flags & _XLSB_LEVEL))
        elif kind in (_B_ERROR, _B_FORMULA_ERROR) and len(content) >= 4:
            _take_error(facts, row, *struct.unpack_from("<I", content))
        elif kind == _B_MERGED and len(content) >= 16:
            _take_merged(facts, *struct.unpack_from("<4I", content))
        elif kind == _B_FILTER_COLUMN:
            facts.is_filtered = True
    return facts


def _wide_text(content: bytes) -> tuple[str, bytes]:
    """Return the text at the start and what follows it."""
    if len(content) < 4:
        return "", b""
    (length,) = struct.unpack_from("<I", content)
    end = 4 + 2 * length
    return content[4:end].decode("utf-16-le", "replace"), content[end:]


def _take_row(facts: SheetFacts, row: int, *, is_hidden: bool, is_grouped: bool) -> None:
    if is_hidden:
        facts.hidden_rows.append(row + 1)
    if is_grouped:
        facts.grouped_rows.append(row + 1)


def _take_merged(facts: SheetFacts, first: int, last: int, left: int, right: int) -> None:
    if len(facts.merged) < _MOST_MERGED:
        facts.merged.append((column_letter(left), first + 1, column_letter(right), last + 1))


def _take_error(facts: SheetFacts, row: int, position: int) -> None:
    facts.error_cells.append((column_letter(position), row + 1))
