"""Workbooks written part by part, so that every oddity that a spreadsheet program leaves behind can be made at will."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass(frozen=True)
class Err:
    """A cell that shows an error such as #REF!."""

    code: str


@dataclass(frozen=True)
class Formula:
    """A formula, with or without the value that Excel keeps beside it."""

    text: str
    cached: Any = None


@dataclass(frozen=True)
class Styled:
    """A value with a number format."""

    value: Any
    number_format: str


@dataclass
class Sheet:
    """One sheet: its rows from A1 on (None is no cell) and what is odd about it.

    Attributes:
        hidden_rows, grouped_rows: as the spreadsheet numbers them.
        filtered: the range of an auto-filter; rows that it hides are in `hidden_rows`.
        merges: merged ranges such as "A2:A4".
        state: visible, hidden or veryHidden.
        dimension: what <dimension> says; None leaves it out, "" writes the truth.
        shuffled: whether rows stand in the XML from the last to the first.
        bare: whether rows and cells go without their addresses.
        far: a stray cell, as an address and the value.
        is_chart: whether it is a chart sheet.
    """

    rows: Sequence[Sequence[Any]] = ()
    hidden_rows: Sequence[int] = ()
    grouped_rows: Sequence[int] = ()
    filtered: str = ""
    merges: Sequence[str] = ()
    state: str = "visible"
    dimension: str | None = ""
    shuffled: bool = False
    bare: bool = False
    far: tuple[str, Any] | None = None
    is_chart: bool = False


@dataclass
class Book:
    """A workbook.

    Attributes:
        inline: whether texts stand in their cells.
        strict: strict OOXML instead of the transitional one.
        prefix: namespace prefix of every element, such as "x".
        is_1904: whether days count from 1904.
        drops_strings: whether the part with the texts is left out though cells point to it.
        encoding: of the sheets' XML.
        prolog: text between the XML declaration and the root of each sheet, such as a DOCTYPE.
        extra_parts: more entries of the zip.
    """

    sheets: Mapping[str, Sheet]
    inline: bool = False
    strict: bool = False
    prefix: str = ""
    is_1904: bool = False
    drops_strings: bool = False
    encoding: str = "utf-8"
    prolog: str = ""
    extra_parts: Mapping[str, bytes] = field(default_factory=dict)


class _Writer:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.strings: dict[str, int] = {}
        self.formats: dict[str, int] = {"yyyy-mm-dd": 1}
        self.main, self.rel = (_STRICT_MAIN, _STRICT_REL) if book.strict else (_MAIN, _REL)

    def tag(self, name: str) -> str:
        return f"{self.book.prefix}:{name}" if self.book.prefix else name

    def root(self, name: str) -> str:
        namespace = f"xmlns:{self.book.prefix}" if self.book.prefix else "xmlns"
        return f'<{self.tag(name)} {namespace}="{self.main}" xmlns:r="{self.rel}">'

    def cell(self, address: str, value: Any) -> str:  # noqa: PLR0911 - one return a kind of cell
        style, t = "", self.tag
        if isinstance(value, Styled):
            number = self.formats.setdefault(value.number_format, len(self.formats) + 1)
            style, value = f' s="{number}"', value.value
        at = "" if not address else f' r="{address}"'
        if isinstance(value, Err):
            return f'<{t("c")}{at}{style} t="e"><{t("v")}>{value.code}</{t("v")}></{t("c")}>'
        if isinstance(value, Formula):
            formula = f"<{t('f')}>{escape(value.text)}</{t('f')}>"
            cached = "" if value.cached is None else f"<{t('v')}>{value.cached}</{t('v')}>"
            kind = ' t="str"' if isinstance(value.cached, str) else ""
            return f"<{t('c')}{at}{style}{kind}>{formula}{cached}</{t('c')}>"
        if isinstance(value, bool):
            return f'<{t("c")}{at}{style} t="b"><{t("v")}>{int(value)}</{t("v")}></{t("c")}>'
        if isinstance(value, date):
            serial = (value - (_EPOCH_1904 if self.book.is_1904 else _EPOCH)).days
            return f'<{t("c")}{at} s="1"><{t("v")}>{serial}</{t("v")}></{t("c")}>'
        if isinstance(value, str) and self.book.inline:
            text = f'<{t("t")} xml:space="preserve">{escape(value)}</{t("t")}>'
            return f'<{t("c")}{at}{style} t="inlineStr"><{t("is")}>{text}</{t("is")}></{t("c")}>'
        if isinstance(value, str):
            number = self.strings.setdefault(value, len(self.strings))
            return f'<{t("c")}{at}{style} t="s"><{t("v")}>{number}</{t("v")}></{t("c")}>'
        return f"<{t('c')}{at}{style}><{t('v')}>{value!r}</{t('v')}></{t('c')}>"

    def sheet(self, sheet: Sheet) -> str:
        t, lines = self.tag, []
        for number, cells in enumerate(sheet.rows, start=1):
            marks = "" if sheet.bare else f' r="{number}"'
            marks += ' hidden="1"' if number in sheet.hidden_rows else ""
            marks += ' outlineLevel="1"' if number in sheet.grouped_rows else ""
            line = "".join(
                self.cell("" if sheet.bare else address(number, column), value)
                for column, value in enumerate(cells)
                if value is not None or sheet.bare
            )
            lines.append(f"<{t('row')}{marks}>{line}</{t('row')}>")
        if sheet.far:
            number = int("".join(filter(str.isdigit, sheet.far[0])))
            lines.append(f'<{t("row")} r="{number}">{self.cell(*sheet.far)}</{t("row")}>')
        if sheet.shuffled:
            lines.reverse()
        widest = max((len(cells) for cells in sheet.rows), default=1)
        truth = f"A1:{address(max(len(sheet.rows), 1), widest - 1)}"
        says = sheet.dimension or truth
        dimension = "" if sheet.dimension is None else f'<{t("dimension")} ref="{says}"/>'
        merges = "".join(f'<{t("mergeCell")} ref="{each}"/>' for each in sheet.merges)
        after = f'<{t("autoFilter")} ref="{sheet.filtered}"/>' if sheet.filtered else ""
        after += f"<{t('mergeCells')}>{merges}</{t('mergeCells')}>" if merges else ""
        data = f"<{t('sheetData')}>{''.join(lines)}</{t('sheetData')}>"
        return f"{self.book.prolog}{self.root('worksheet')}{dimension}{data}{after}</{t('worksheet')}>"

    def parts(self) -> dict[str, bytes]:
        t, sheets = self.tag, list(self.book.sheets.items())
        parts, entries, relations, types = {}, [], [], []
        for number, (name, sheet) in enumerate(sheets, start=1):
            folder, kind = ("chartsheets", "chartsheet") if sheet.is_chart else ("worksheets", "worksheet")
            target = f"{folder}/sheet{number}.xml"
            body = f"{self.root('chartsheet')}</{t('chartsheet')}>" if sheet.is_chart else self.sheet(sheet)
            head = _HEAD.replace("UTF-8", self.book.encoding.upper())
            parts[f"xl/{target}"] = (head + body).encode(self.book.encoding)
            state = "" if sheet.state == "visible" else f' state="{sheet.state}"'
            entries.append(f'<{t("sheet")} name={quoteattr(name)} sheetId="{number}"{state} r:id="rId{number}"/>')
            relations.append(f'<Relationship Id="rId{number}" Type="{self.rel}/{kind}" Target="{target}"/>')
            types.append(_override(f"xl/{target}", kind))
        properties = f'<{t("workbookPr")} date1904="1"/>' if self.book.is_1904 else ""
        parts["xl/workbook.xml"] = (
            f"{_HEAD}{self.root('workbook')}{properties}"
            f"<{t('sheets')}>{''.join(entries)}</{t('sheets')}></{t('workbook')}>"
        ).encode()
        parts["xl/styles.xml"] = self._styles().encode()
        if self.strings and not self.book.drops_strings:
            items = "".join(
                f'<{t("si")}><{t("t")} xml:space="preserve">{escape(text)}</{t("t")}></{t("si")}>'
                for text in self.strings
            )
            parts["xl/sharedStrings.xml"] = f"{_HEAD}{self.root('sst')}{items}</{t('sst')}>".encode()
            relations.append(f'<Relationship Id="rIdS" Type="{self.rel}/sharedStrings" Target="sharedStrings.xml"/>')
            types.append(_override("xl/sharedStrings.xml", "sharedStrings"))
        relations.append(f'<Relationship Id="rIdT" Type="{self.rel}/styles" Target="styles.xml"/>')
        parts["xl/_rels/workbook.xml.rels"] = _relations(relations)
        parts["_rels/.rels"] = _relations(
            [f'<Relationship Id="rId1" Type="{self.rel}/officeDocument" Target="xl/workbook.xml"/>']
        )
        parts["[Content_Types].xml"] = _types([_override("xl/workbook.xml", "main"), *types])
        return {**parts, **self.book.extra_parts}

    def _styles(self) -> str:
        t = self.tag
        formats = "".join(
            f'<{t("numFmt")} numFmtId="{163 + number}" formatCode={quoteattr(code)}/>'
            for code, number in self.formats.items()
        )
        cells = f'<{t("xf")} numFmtId="0"/>' + "".join(
            f'<{t("xf")} numFmtId="{163 + number}" applyNumberFormat="1"/>' for number in self.formats.values()
        )
        return (
            f"{_HEAD}{self.root('styleSheet')}<{t('numFmts')}>{formats}</{t('numFmts')}>"
            f"<{t('cellXfs')}>{cells}</{t('cellXfs')}></{t('styleSheet')}>"
        )


def address(row: int, column: int) -> str:
    """Return a cell's address, column 0 is A."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def book_bytes(book: Book) -> bytes:
    """Return a workbook as the bytes of its file; the same workbook, the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _Writer(book).parts().items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def write_raw(path: Path, book: Book) -> Path:
    """Write a workbook."""
    path.write_bytes(book_bytes(book))
    return path


def _relations(relations: Sequence[str]) -> bytes:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{namespace}">{"".join(relations)}</Relationships>'.encode()


def _override(part: str, kind: str) -> str:
    content = f"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"
    content = content.replace("main+xml", "sheet.main+xml")
    return f'<Override PartName="/{part}" ContentType="{content}"/>'


def _types(overrides: Sequence[str]) -> bytes:
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{_HEAD}<Types xmlns="{namespace}">{defaults}{"".join(overrides)}</Types>'.encode()
