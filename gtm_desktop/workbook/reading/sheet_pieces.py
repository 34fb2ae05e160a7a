"""A large .xlsx sheet cut into pieces of whole rows that are read side by side, so that it says how far it is.

The cell reader parses a sheet on one processor and tells nothing until it is done. Here it is given small workbooks of
the same styles and texts, each with some rows of the sheet. What is not written plainly enough to be cut is left to it.
"""

import io
import math
import os
import re
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

import python_calamine

from gtm_desktop.workbook.reading.sheet_scan import SheetFacts, SheetScan, pieces_of

LARGE = 1 << 24
"""Sheets of fewer inflated bytes are not worth cutting."""
PIECE = 1 << 23
MOST_CELLS = 100_000_000
"""The cell reader takes memory for every cell between A1 and the last one."""

_MANY_TEXTS = 1 << 21
_MOST_READERS = 4
_TELL_SECONDS = 0.1
_INFLATING = 0.25
"""The share of inflating in the time of a sheet, as measured: for telling how far it is."""
_SIDE_COLUMNS = 702
_ROWS_BEGIN, _ROWS_END = b"<sheetData>", b"</sheetData></worksheet>"
_HIDES_MARKS = re.compile(b"<!")
"""Comments and raw text, in which anything may look like the end of a row."""
_FROM_1904 = re.compile(rb'<workbookPr\b[^>]*\bdate1904="(?:1|true)"')
_SHARED = ("xl/styles.xml", "xl/sharedStrings.xml")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class CutSheet:
    """A sheet that was read in pieces: cells from A1 on, every row equally long, and what it says beside them."""

    rows: list[list[Any]]
    facts: SheetFacts


@dataclass(frozen=True)
class _Block:
    """Cells of some rows; `row` and `column` of the upper left one, 0 for A1."""

    row: int
    column: int
    rows: list[list[Any]]


@dataclass(frozen=True)
class _Template:
    """What all small workbooks have in common: parts by name, and whether days count from 1904."""

    parts: dict[str, bytes]
    is_from_1904: bool

    @property
    def has_many_texts(self) -> bool:
        """Whether reading the parts takes so long that they should be read as seldom as possible."""
        return sum(map(len, self.parts.values())) > _MANY_TEXTS


class TooManyCellsError(Exception):
    """A cell lies so far out that its sheet has more cells than are read."""


def read_in_pieces(
    archive: zipfile.ZipFile, part: str, styles: dict[int, str], *, tell: Callable[[float], None]
) -> CutSheet | None:
    """Return a sheet's cells and facts; None where it has to be read whole.

    Args:
        archive: an .xlsx file.
        part: the sheet's entry in it.
        styles: what is special about the cells of a style, as `sheet_scan.special_styles` says.
        tell: takes how much of the sheet is done, 0 to 1 and never less than before.

    Raises:
        TooManyCellsError: a cell lies so far out that the sheet has too many.
    """
    readers = min(os.cpu_count() or 1, _MOST_READERS)
    pool = ThreadPoolExecutor(readers)
    try:
        return _Cutting(archive, part, SheetScan(styles), pool, readers, tell).read()
    except python_calamine.CalamineError:
        return None
    finally:
        pool.shutdown(cancel_futures=True)


class _Cutting:
    """One sheet being cut and read. Rows stay in their order: `_groups` are read side by side, and joined as begun."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        part: str,
        scan: SheetScan,
        pool: ThreadPoolExecutor,
        readers: int,
        tell: Callable[[float], None],
    ) -> None:
        self._archive, self._part, self._scan, self._pool, self._tell = archive, part, scan, pool, tell
        self._size = max(archive.getinfo(part).file_size, 1)
        self._template = _template(archive)
        self._waiting_groups = math.inf if self._template.has_many_texts else readers + 1
        self._group_size = math.ceil(self._size / readers) if self._template.has_many_texts else 0
        self._groups: list[Future[list[_Block]]] = []
        self._inflated = 0
        self._parsed: list[int] = []

    def read(self) -> CutSheet | None:
        head, group = b"", list[bytes]()
        with self._archive.open(self._part) as file:
            for piece, is_last in pieces_of(file, PIECE):
                self._inflated += len(piece)
                facts = self._scan.look(piece, is_last=is_last)
                if not head:
                    head, marked, piece = piece.partition(_ROWS_BEGIN)
                    head += marked
                    if not marked or b"<worksheet" not in head:
                        return None
                if _HIDES_MARKS.search(piece):
                    return None
                if is_last:
                    break
                group.append(piece)
                if sum(map(len, group)) >= self._group_size:
                    self._submit(head, group)
                    group = []
        if group:
            self._submit(head, group)
        self._await(0)
        rows = _joined([block for each in self._groups for block in each.result()])
        self._tell(1.0)
        return None if rows is None else CutSheet(rows, facts)

    def _submit(self, head: bytes, pieces: list[bytes]) -> None:
        self._groups.append(self._pool.submit(_read_group, self._template, head, pieces, self._parsed.append))
        self._await(self._waiting_groups)

    def _await(self, most: float) -> None:
        """Wait until no more than this many groups are unread."""
        while True:
            parsed = (1 - _INFLATING) * sum(self._parsed)
            self._tell(min(1.0, (_INFLATING * self._inflated + parsed) / self._size))
            unread = [each for each in self._groups if not each.done()]
            if len(unread) <= most:
                return
            wait(unread, timeout=_TELL_SECONDS, return_when=FIRST_COMPLETED)


def _template(archive: zipfile.ZipFile) -> _Template:
    names = {entry.filename.lstrip("/").lower(): entry.filename for entry in archive.infolist()}
    parts = {name: archive.read(names[name.lower()]) for name in _SHARED if name.lower() in names}
    book = archive.read(names["xl/workbook.xml"]) if "xl/workbook.xml" in names else b""
    return _Template(parts, bool(_FROM_1904.search(book)))


def _read_group(
    template: _Template, head: bytes, pieces: list[bytes], tell_parsed: Callable[[int], None]
) -> list[_Block]:
    """Read pieces of a sheet as the sheets of one small workbook; the list of pieces is emptied."""
    sizes = [len(piece) for piece in pieces]
    blocks = []
    with python_calamine.CalamineWorkbook.from_filelike(_small_book(template, head, pieces)) as book:
        for name, size in zip(book.sheet_names, sizes, strict=True):
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None:
                blocks.append(_Block(*sheet.start, sheet.to_python(skip_empty_area=True)))
            tell_parsed(size)
    return blocks


def _small_book(template: _Template, head: bytes, pieces: list[bytes]) -> io.BytesIO:
    content = io.BytesIO()
    numbers = range(1, len(pieces) + 1)
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    first_day = ' date1904="1"' if template.is_from_1904 else ""
    parts = [_relation(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, part in template.parts.items():
            archive.writestr(name, part)
        names = f'xmlns="{_MAIN}" xmlns:r="{_OFFICE}"'
        book = f"<workbook {names}><workbookPr{first_day}/><sheets>{sheets}</sheets></workbook>"
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("_rels/.rels", _relations([_relation("rId1", "officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(parts))
        for n in numbers:
            with archive.open(f"xl/worksheets/sheet{n}.xml", "w") as sheet:
                for text in (head, pieces.pop(0), _ROWS_END):
                    sheet.write(text)
    content.seek(0)
    return content


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _relations(relations: Sequence[str]) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(relations)}</Relationships>'


def _joined(blocks: Sequence[_Block]) -> list[list[Any]] | None:
    """Return the rows of all blocks from A1 on; None where blocks overlap, because rows are not in their order."""
    filled = [block for block in blocks if block.rows]
    width = max((block.column + len(block.rows[0]) for block in filled), default=0)
    last = max((block.row + len(block.rows) for block in filled), default=0)
    if width > _SIDE_COLUMNS and width * last > MOST_CELLS:
        raise TooManyCellsError
    rows: list[list[Any]] = []
    for block in filled:
        if block.row < len(rows):
            return None
        rows += [[""] * width for _ in range(block.row - len(rows))]
        left, right = [""] * block.column, [""] * (width - block.column - len(block.rows[0]))
        rows += [[*left, *row, *right] for row in block.rows] if left or right else block.rows
    return rows
