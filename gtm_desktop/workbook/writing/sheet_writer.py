"""Write tables into Excel sheets with one restrained look. Text stays text, whatever it begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
import pandas as pd
import xlsxwriter
from numpy.typing import NDArray
from xlsxwriter.exceptions import FileCreateError

from gtm_desktop import __version__
from gtm_desktop.core.progress import Progress
from gtm_desktop.core.words import tr
from gtm_desktop.tables.schema import Kind

Cells = NDArray[np.object_]

INK, SOFT_INK, ACCENT, ON_ACCENT, RULE, TINT = "#1F2933", "#5B6B7C", "#0B5CAD", "#FFFFFF", "#DDE3EA", "#EAF3FB"
"""Colours of paper, as in the program's light theme."""

_FONT = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "vcenter"}
_MONEY = "#,##0.00;[Red]-#,##0.00"
_NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.MONEY: _MONEY,
    Kind.SHARE: "0.0%",
    Kind.NUMBER: "#,##0.0",
    Kind.COUNT: "#,##0",
    Kind.FLAG: "@",
    Kind.DAY: "yyyy-mm-dd",
}
_TEXT_LIMIT = 32_767
"""Excel holds no more characters in one cell; more would be left out without a word."""
_WIDTHS = {Kind.MONEY: 14, Kind.SHARE: 9, Kind.NUMBER: 10, Kind.COUNT: 10, Kind.FLAG: 10, Kind.DAY: 12}
_SAMPLE = 400
_ROWS_A_CHECK = 2_000
ROWS_IN_MEMORY = 100_000
"""A workbook of more accounts is written to disk row by row: 1,000,000 × 29 cells would take 6 GB."""
_HEADER_HEIGHT = 32


@dataclass(frozen=True, eq=False)
class SheetColumn:
    """One column of a sheet.

    Attributes:
        title: its header.
        kind: what it holds; decides format and alignment.
        cells: n values fit for Excel: text, numbers (money in units, not cents), days or None for an empty cell.
        is_added_up: the totals row below the table adds it up.
    """

    title: str
    kind: Kind
    cells: Cells
    is_added_up: bool = False

    @property
    def is_text(self) -> bool:
        """The cells are text."""
        return self.kind in (Kind.TEXT, Kind.FLAG)

    def at(self, rows: NDArray[np.int64]) -> "SheetColumn":
        """Return the column of these rows, in their order."""
        return SheetColumn(self.title, self.kind, self.cells[rows], self.is_added_up)


def sheet_column(
    title: str, kind: Kind, values: "pd.Series[Any] | Sequence[Any]", *, is_added_up: bool = False
) -> SheetColumn:
    """Make a column from table values: cents become units, flags become Yes or nothing, missing values empty cells.

    Args:
        title: the header.
        kind: what the values are, as a table stores them.
        values: n values.
        is_added_up: the totals row below the table adds it up.
    """
    column = pd.Series(values, dtype="object" if len(values) == 0 else None)
    missing = column.isna().to_numpy(dtype=np.bool_)
    cells = column.to_numpy(dtype=np.object_, copy=True)
    if kind is Kind.MONEY:
        cells[~missing] = column[~missing].to_numpy(dtype=np.int64) / 100
    elif kind is Kind.FLAG:
        is_set = column.fillna(value=False).to_numpy(dtype=np.bool_)
        cells = np.array([None, tr("Yes")], dtype=np.object_)[is_set.astype(np.int64)]
    elif kind is Kind.TEXT:
        cells[~missing] = [str(text)[:_TEXT_LIMIT] for text in cells[~missing]]
    elif kind is Kind.DAY:
        cells[~missing] = [pd.Timestamp(each).to_pydatetime() for each in cells[~missing]]
    cells[missing] = None
    return SheetColumn(title, kind, cells, is_added_up)


class RosterBook:
    """A workbook that is being written: sheets in order, one set of formats."""

    def __init__(self, file: IO[bytes], *, title: str, rows: int, progress: Progress) -> None:
        """Begin a workbook of about so many rows in an open binary file; nothing is complete before `close`."""
        self._book = xlsxwriter.Workbook(
            file,
            {
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "constant_memory": rows > ROWS_IN_MEMORY,
            },
        )
        self._book.set_properties({"title": title, "author": f"GTM Desktop {__version__}"})
        self._title = title
        self._progress = progress
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def close(self) -> None:
        """Finish the file.

        Raises:
            OSError: the disk is full, or the like.
        """
        self._progress.report(tr("Finishing the workbook"))
        try:
            self._book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error

    def check(self) -> None:
        """Raise `Cancelled` if the writing should stop."""
        self._progress.check()

    def style(self, **changes: object) -> Any:
        """Return the format of plain text with these changes, made once."""
        key = tuple(sorted(changes.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**_FONT, **changes})
        return self._formats[key]

    def add_page(self, name: str) -> Any:
        """Add a sheet to be written freely, without gridlines, one page wide in print."""
        self._progress.report(tr("Writing {sheet}", sheet=name))
        page = self._book.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_portrait()
        self._set_print(page, name)
        return page

    def add_table(
        self, name: str, columns: Sequence[SheetColumn], *, frozen: int = 1, colour: str = "", widest: float = 44.0
    ) -> int:
        """Add a sheet with one table: header on row 1, filters, frozen header and first columns.

        Args:
            name: the sheet's name, at most 31 characters.
            columns: all of one length n; a table without rows says so in its first cell.
            frozen: how many columns stay when scrolling sideways.
            colour: of the sheet's tab.
            widest: no column is wider.

        Returns:
            n.
        """
        self._progress.report(tr("Writing {sheet}", sheet=name))
        sheet = self._book.add_worksheet(name)
        rows = len(columns[0].cells)
        sheet.set_row(0, _HEADER_HEIGHT)
        for number, column in enumerate(columns):
            self._begin_column(sheet, number, column, widest)
        self._write_rows(sheet, columns)
        if not rows:
            sheet.write_string(1, 0, tr("None"), self.style(font_color=SOFT_INK))
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
        if rows and any(column.is_added_up for column in columns):
            self._write_totals(sheet, columns, row=rows + 1)
        if colour:
            sheet.set_tab_color(colour)
        sheet.hide_gridlines(0)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.set_landscape()
        sheet.repeat_rows(0)
        self._set_print(sheet, name)
        return rows

    def _begin_column(self, sheet: Any, number: int, column: SheetColumn, widest: float) -> None:
        sheet.set_column(number, number, min(_width(column), widest), self._plain(column))
        header = self.style(
            bold=True, bg_color=ACCENT, font_color=ON_ACCENT, text_wrap=True, border=1, border_color=ACCENT,
            align="left" if column.is_text else "right",
        )  # fmt: skip
        sheet.write_string(0, number, column.title, header)

    def _write_rows(self, sheet: Any, columns: Sequence[SheetColumn]) -> None:
        """Write the cells row by row: a large workbook goes to disk as it is written."""
        ways = [
            (
                number,
                sheet.write_string
                if column.is_text
                else sheet.write_datetime
                if column.kind is Kind.DAY
                else sheet.write_number,
                self._plain(column),
            )
            for number, column in enumerate(columns)
        ]
        for row, cells in enumerate(zip(*(column.cells.tolist() for column in columns), strict=True), start=1):
            if row % _ROWS_A_CHECK == 0:
                self._progress.check()
            for (number, write, plain), cell in zip(ways, cells, strict=True):
                if cell is not None:
                    write(row, number, cell, plain)

    def _plain(self, column: SheetColumn) -> Any:
        return self.style(num_format=_NUMBER_FORMATS[column.kind])

    def _write_totals(self, sheet: Any, columns: Sequence[SheetColumn], *, row: int) -> None:
        for number, column in enumerate(columns):
            style = self.style(bold=True, top=1, top_color=SOFT_INK, num_format=_NUMBER_FORMATS[column.kind])
            if number == 0:
                sheet.write_string(row, number, tr("Total"), style)
            elif column.is_added_up:
                sheet.write_number(row, number, _total(column), style)
            else:
                sheet.write_blank(row, number, None, style)

    def _set_print(self, sheet: Any, name: str) -> None:
        sheet.set_paper(1)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.set_header(f"&L&8{_print_text(self._title)}&R&8{_print_text(name)}")
        sheet.set_footer("&R&8&P / &N")


def _total(column: SheetColumn) -> float:
    """Add up a column; money exactly, in hundredths."""
    known: list[float] = [cell for cell in column.cells.tolist() if cell is not None]
    return sum(round(cell * 100) for cell in known) / 100 if column.kind is Kind.MONEY else sum(known)


def _width(column: SheetColumn) -> float:
    """Return a width that fits the longest word of the header and most cells."""
    longest_word = max((len(word) for word in column.title.split()), default=0) + 3
    if column.kind is not Kind.TEXT:
        return max(_WIDTHS[column.kind], longest_word)
    lengths = sorted(len(cell) for cell in column.cells[:_SAMPLE].tolist() if cell is not None)
    usual = lengths[int(0.95 * (len(lengths) - 1))] + 2 if lengths else 0
    return float(max(usual, longest_word, 8))


def _print_text(text: str) -> str:
    """Return text in which & is not taken for a print code."""
    return text.replace("&", "&&")[:100]
