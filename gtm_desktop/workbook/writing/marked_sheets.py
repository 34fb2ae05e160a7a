"""Write a marked copy: the values of each sheet with coloured cells and remarks, and a first sheet that lists them."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.workbook.column_letters import column_number
from gtm_desktop.workbook.reading.read import Cell, SheetCells
from gtm_desktop.workbook.writing.remarks import Mark, Remark, mark_words
from gtm_desktop.workbook.writing.sheet_looks import SheetLook
from gtm_desktop.workbook.writing.sheet_writer import ACCENT, ON_ACCENT, SOFT_INK, RosterBook

_FILLS = {
    Mark.ERROR: "#F8C9C4",
    Mark.QUESTION: "#CFE3F7",
    Mark.WARNING: "#FBE7A8",
    Mark.DECIDED: "#D6EBD3",
    Mark.NOTE: "#E3E7EC",
}
_MOST_REMARKS = 5_000
"""Excel becomes slow to open a sheet with more remarks than this; cells beyond are coloured only."""
_MOST_LINES_EACH = 200
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_TEXT_LIMIT = 32_767
_NAME_LIMIT = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_ROWS_A_CHECK = 2_000
_FIRST_DAY = datetime(1900, 1, 1)  # noqa: DTZ001 - a spreadsheet's days have no zone
_LIST_HEADER = 8
_WIDEST = 60
_SAMPLE = 300


@dataclass(frozen=True)
class CopiedSheet:
    """One sheet of the copy.

    Attributes:
        file, name: as in the workbook it is copied from.
        tab: its name in the copy.
        sheet: its cells.
        look: how they look.
        frozen: how many rows stay in view.
    """

    file: str
    name: str
    tab: str
    sheet: SheetCells
    look: SheetLook
    frozen: int


def tab_names(names: Sequence[str], *, taken: Sequence[str]) -> list[str]:
    """Return names that Excel takes for sheets, each once whatever the case, none of them in `taken`."""
    used, made = {name.casefold() for name in taken}, []
    for name in names:
        plain = name.translate(_FORBIDDEN).strip("'")[:_NAME_LIMIT] or tr("Sheet")
        tab, number = plain, 1
        while tab.casefold() in used:
            number += 1
            ending = f" ({number})"
            tab = plain[: _NAME_LIMIT - len(ending)] + ending
        used.add(tab.casefold())
        made.append(tab)
    return made


def list_title() -> str:
    """Return the name of the first sheet."""
    return tr("What was found")


def write_list(
    book: RosterBook, remarks: Sequence[Remark], tabs: Mapping[tuple[str, str], str], about: Sequence[str]
) -> None:
    """Write the first sheet: what the copy is, and every remark with links to its cells.

    Args:
        book: the workbook; nothing was written yet.
        remarks: in the order in which they are listed.
        tabs: the sheets of the copy by file and sheet.
        about: sentences above the list, at most four.
    """
    page = book.add_page(list_title())
    page.set_landscape()
    for position, width in enumerate((13, 26, 12, 10, 64, 64)):
        page.set_column(position, position, width)
    page.write_string(0, 0, list_title(), book.style(bold=True, font_size=16))
    for row, sentence in enumerate(about, start=1):
        page.write_string(row, 0, sentence, book.style(font_color=SOFT_INK))
    for position, mark in enumerate(Mark):
        page.write_string(_LIST_HEADER - 2, position, mark_words(mark), book.style(bg_color=_FILLS[mark]))
    titles = (tr("What"), tr("Sheet"), tr("Cell"), tr("Cells"), tr("Found or asked"), tr("Remedy or suggestion"))
    for position, title in enumerate(titles):
        style = book.style(bold=True, bg_color=ACCENT, font_color=ON_ACCENT, align="right" if position == 3 else "left")
        page.write_string(_LIST_HEADER, position, title, style)
    row = _LIST_HEADER + 1
    for remark in remarks:
        row = _write_remark(book, page, row, remark, tabs.get((remark.file, remark.sheet), ""))
    page.freeze_panes(_LIST_HEADER + 1, 0)
    page.autofilter(_LIST_HEADER, 0, max(row - 1, _LIST_HEADER + 1), len(titles) - 1)
    page.repeat_rows(_LIST_HEADER)


def _write_remark(book: RosterBook, page: Any, row: int, remark: Remark, tab: str) -> int:
    """Write the lines of one remark, one a cell, and return the row after them."""
    filled = book.style(bg_color=_FILLS[remark.mark], valign="top")
    plain = book.style(text_wrap=True, valign="top")
    number = book.style(num_format="#,##0", valign="top")
    places: Sequence[tuple[int, str] | None] = remark.cells[:_MOST_LINES_EACH] or (None,)
    for place in places:
        page.write_string(row, 0, mark_words(remark.mark), filled)
        page.write_string(row, 1, tab or remark.sheet, plain)
        if place is not None and tab:
            cell = f"{place[1] or 'A'}{place[0]}"
            shown = cell if place[1] else tr("Row {row}", row=place[0])
            link = "internal:'{}'!{}".format(tab.replace("'", "''"), cell)
            page.write_url(row, 2, link, book.style(font_color=ACCENT, underline=1, valign="top"), shown)
        if remark.cells:
            page.write_number(row, 3, len(remark.cells), number)
        page.write_string(row, 4, remark.message[:_TEXT_LIMIT], plain)
        page.write_string(row, 5, remark.remedy[:_TEXT_LIMIT], plain)
        row += 1
    more = len(remark.cells) - len(places)
    if more > 0:
        page.write_string(row, 0, mark_words(remark.mark), filled)
        page.write_string(row, 1, tab or remark.sheet, plain)
        said = ntr("… and {n} more cell, coloured in its sheet", "… and {n} more cells, coloured in their sheet", more)
        page.write_string(row, 4, said, plain)
        row += 1
    return row


def without_room(remarks: Sequence[Remark]) -> int:
    """Return how many coloured cells stand without their remark, because their sheet has too many."""
    cells: dict[tuple[str, str], set[tuple[int, str]]] = defaultdict(set)
    for remark in remarks:
        cells[remark.file, remark.sheet].update(remark.cells)
    return sum(max(len(each) - _MOST_REMARKS, 0) for each in cells.values())


def write_copy(book: RosterBook, copied: CopiedSheet, remarks: Sequence[Remark]) -> None:
    """Write one sheet with its cells coloured.

    A cell with several remarks has all of them and the colour of the one that matters most. Beyond so many remarks a
    sheet is coloured only.
    """
    page = book.add_page(copied.tab)
    page.hide_gridlines(0)
    if copied.frozen:
        page.freeze_panes(copied.frozen, 0)
    for position, width in _widths(copied).items():
        page.set_column(position, position, width)
    marked = _marked_cells(copied.sheet.rows, remarks)
    for row, cells in enumerate(copied.sheet.rows[:_MOST_ROWS]):
        if row % _ROWS_A_CHECK == 0:
            book.check()
        fills = marked.fills.get(row, {})
        for position, cell in enumerate(cells[:_MOST_COLUMNS]):
            mark = fills.pop(position, None)
            if mark is not None or cell != "":
                _write_cell(book, page, (row, position), cell, copied.look, mark)
        for position, mark in fills.items():
            page.write_blank(row, position, None, book.style(bg_color=_FILLS[mark]))
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page.set_comments_author(tr("GTM Desktop"))
    for (row, position), text in list(marked.texts.items())[:_MOST_REMARKS]:
        lines = sum(1 + len(line) // 45 for line in text.splitlines())
        options = {"x_scale": 2.4, "y_scale": max(0.6, 0.22 * (lines + 1)), "font_size": 9}
        page.write_comment(row, position, text[:_TEXT_LIMIT], options)


@dataclass(frozen=True)
class _Marked:
    """The colours of cells by row and position, and the remarks beside cells; rows and positions from 0."""

    fills: Mapping[int, dict[int, Mark]]
    texts: Mapping[tuple[int, int], str]


def _marked_cells(rows: Sequence[Sequence[Cell]], remarks: Sequence[Remark]) -> _Marked:
    """Return what is marked; a remark on a whole row colours its filled cells and stands beside the first of them."""
    order = list(Mark)
    fills: dict[int, dict[int, Mark]] = defaultdict(dict)
    texts: dict[tuple[int, int], str] = {}
    for remark in sorted(remarks, key=lambda each: order.index(each.mark)):
        for number, letter in remark.cells:
            row = number - 1
            if letter:
                positions = [column_number(letter) - 1]
            else:
                cells = rows[row] if row < len(rows) else ()
                positions = [at for at, cell in enumerate(cells) if cell != ""] or [0]
            for position in positions:
                fills[row].setdefault(position, remark.mark)
            place = (row, positions[0])
            texts[place] = f"{texts[place]}\n\n{remark.text}" if place in texts else remark.text
    return _Marked(fills, texts)


def _write_cell(
    book: RosterBook, page: Any, at: tuple[int, int], cell: Cell, look: SheetLook, mark: Mark | None
) -> None:
    """Write a value as what it is: a text is never a formula, a number never a text."""
    fill = {} if mark is None else {"bg_color": _FILLS[mark]}
    if isinstance(cell, str):
        page.write_string(*at, cell[:_TEXT_LIMIT], book.style(**fill))
    elif isinstance(cell, bool):
        page.write_boolean(*at, cell, book.style(**fill))
    elif isinstance(cell, float | int):
        _write_number(book, page, at, cell, look.format_of(*at), fill)
    else:
        _write_time(book, page, at, cell, look.format_of(*at), fill)


def _write_number(
    book: RosterBook, page: Any, at: tuple[int, int], cell: float, number_format: int | str, fill: dict[str, str]
) -> None:
    if isinstance(cell, float) and not math.isfinite(cell):
        page.write_string(*at, str(cell), book.style(**fill))
    elif number_format:
        page.write_number(*at, cell, book.style(num_format=number_format, **fill))
    else:
        page.write_number(*at, cell, book.style(**fill))


def _write_time(
    book: RosterBook,
    page: Any,
    at: tuple[int, int],
    cell: date | time | timedelta,
    number_format: int | str,
    fill: dict[str, str],
) -> None:
    if isinstance(cell, timedelta):
        preset = "[h]:mm:ss"
    elif isinstance(cell, time):
        preset = "hh:mm:ss"
    else:
        has_time = isinstance(cell, datetime) and cell.time() != time()
        preset = "yyyy-mm-dd hh:mm" if has_time else "yyyy-mm-dd"
        moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
        if moment < _FIRST_DAY:
            page.write_string(*at, cell.isoformat(), book.style(**fill))
            return
    page.write_datetime(*at, cell, book.style(num_format=number_format or preset, **fill))


def _widths(copied: CopiedSheet) -> dict[int, float]:
    """Return the widths of the columns: the workbook's own, else such that most cells fit."""
    if copied.look.widths:
        return dict(copied.look.widths)
    rows = copied.sheet.rows[:_SAMPLE]
    width = len(rows[0]) if rows else 0
    longest = [max((len(str(row[at])) for row in rows), default=0) for at in range(min(width, _MOST_COLUMNS))]
    return {at: min(max(length + 2, 8), _WIDEST) for at, length in enumerate(longest)}
