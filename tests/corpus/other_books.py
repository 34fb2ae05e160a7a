"""Corpus: .xls, .ods and .xlsb workbooks with what a sheet says beside its values."""

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlwt


@dataclass(frozen=True)
class Beside:
    """What a sheet says beside its values; rows as the spreadsheet numbers them.

    Attributes:
        hidden, grouped: rows.
        merged: first row, last row, first and last column, columns from 1.
        is_filtered: whether a filter hides the hidden rows.
        errors: cells that show #N/A, row and column from 1.
        currency: of all numbers of the last column.
    """

    hidden: Sequence[int] = ()
    grouped: Sequence[int] = ()
    merged: Sequence[tuple[int, int, int, int]] = ()
    is_filtered: bool = False
    errors: Sequence[tuple[int, int]] = field(default_factory=tuple)
    currency: str = ""


def write_xls(path: Path, rows: Sequence[Sequence[Any]], beside: Beside = Beside()) -> None:
    """Write one sheet; filters and currencies are left out."""
    target = xlwt.Workbook()
    sheet = target.add_sheet("Accounts")
    covered = {(i, j) for top, end, left, right in beside.merged
               for i in range(top, end + 1) for j in range(left, right + 1)}  # fmt: skip
    for i, row in enumerate(rows, start=1):
        for j, cell in enumerate(row, start=1):
            if (i, j) in beside.errors:
                sheet.row(i - 1).set_cell_error(j - 1, 0x2A)
            elif (i, j) not in covered and cell is not None:
                sheet.write(i - 1, j - 1, cell)
        sheet.row(i - 1).hidden = i in beside.hidden
        sheet.row(i - 1).level = int(i in beside.grouped)
    for top, end, left, right in beside.merged:
        sheet.write_merge(top - 1, end - 1, left - 1, right - 1, rows[top - 1][left - 1])
    target.save(str(path))


def write_ods(path: Path, rows: Sequence[Sequence[Any]], beside: Beside = Beside()) -> None:
    """Write one sheet."""
    spans = {(top, left): (end - top + 1, right - left + 1) for top, end, left, right in beside.merged}

    def cell(i: int, j: int, value: Any, *, is_last: bool) -> str:
        down, across = spans.get((i, j), (1, 1))
        span = (
            f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"' if down * across > 1 else ""
        )
        if (i, j) in beside.errors:
            kind = ' office:value-type="string" office:string-value="" calcext:value-type="error"'
            return f'<table:table-cell table:formula="of:=NA()"{kind}{span}><text:p>#N/A</text:p></table:table-cell>'
        if value is None:
            return f"<table:table-cell{span}/>"
        if isinstance(value, str):
            kind = ' office:value-type="string"'
            return f"<table:table-cell{kind}{span}><text:p>{escape(value)}</text:p></table:table-cell>"
        kind = "float"
        if beside.currency and is_last:
            kind = f'currency" office:currency="{beside.currency}'
        return f'<table:table-cell office:value-type="{kind}" office:value="{value}"{span}/>'

    def line(i: int, row: Sequence[Any]) -> str:
        hidden = "filter" if beside.is_filtered else "collapse"
        marks = f' table:visibility="{hidden}"' if i in beside.hidden else ""
        cells = "".join(cell(i, j, value, is_last=j == len(row)) for j, value in enumerate(row, start=1))
        made = f"<table:table-row{marks}>{cells}</table:table-row>"
        return f"<table:table-row-group>{made}</table:table-row-group>" if i in beside.grouped else made

    names = "urn:oasis:names:tc:opendocument:xmlns"
    end = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        "<office:body><office:spreadsheet>"
        f'<table:table table:name="Accounts">{"".join(line(i, row) for i, row in enumerate(rows, start=1))}{end}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)


def write_xlsb(path: Path, rows: Sequence[Sequence[Any]], beside: Beside = Beside()) -> None:
    """Write the records of [MS-XLSB] that one sheet needs; currencies are left out."""
    lines = b""
    for i, cells in enumerate(rows, start=1):
        flags = (0x10 if i in beside.hidden else 0) | (1 if i in beside.grouped else 0)
        lines += _record(0, struct.pack("<IIHBBBI", i - 1, 0, 300, 0, flags, 0, 0))
        for j, cell in enumerate(cells, start=1):
            head = struct.pack("<II", j - 1, 0)
            if (i, j) in beside.errors:
                lines += _record(3, head + bytes([0x2A]))
            elif isinstance(cell, str):
                lines += _record(6, head + _wide(cell))
            elif cell is not None:
                lines += _record(5, head + struct.pack("<d", cell))
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    after = b""
    if beside.is_filtered:
        column = _record(163, struct.pack("<IH", 0, 0)) + _record(164)
        after += _record(161, size) + column + _record(162)
    if beside.merged:
        cells = b"".join(
            _record(176, struct.pack("<IIII", top - 1, end - 1, left - 1, right - 1))
            for top, end, left, right in beside.merged
        )
        after += _record(177, struct.pack("<I", len(beside.merged))) + cells + _record(178)
    sheet = _record(129) + _record(148, size) + _record(145) + lines + _record(146) + after + _record(130)
    _write_xlsb_parts(path, sheet)


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(content), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + length + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _write_xlsb_parts(path: Path, sheet: bytes) -> None:
    entry = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Accounts")
    main = _record(131) + _record(143) + _record(156, entry) + _record(144) + _record(132)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="bin" ContentType="application/vnd.ms-excel.'
            'sheet.binary.macroEnabled.main"/><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{relation}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>',
        )
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{relation}/worksheet" '
            'Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/workbook.bin", main)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
