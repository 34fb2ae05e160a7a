"""What a sheet says beside its values, told for one table: hidden and grouped rows, merged cells, errors, formulas."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np

from gtm_desktop.core.words import joined, ntr, tr
from gtm_desktop.workbook.cleaning.cells import Booleans, ColumnCells, TableCells
from gtm_desktop.workbook.column_letters import column_letter, column_number
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.reading.sheets import FoundTable

LEAVE_OUT, LEAVE_BLANK = "leave_out", "leave_blank"


def rows_shown(found: FoundTable, table: TableCells, notes: Notes) -> Booleans:
    """Return which rows remain: all, unless the planner leaves the hidden ones out. Grouped rows are counted."""
    facts, keep = found.sheet.facts, np.ones(len(table), dtype=bool)
    grouped = np.isin(table.row_numbers, facts.grouped_rows)
    if grouped.any():
        message = ntr("{n} row is grouped.", "{n} rows are grouped.", int(grouped.sum()))
        notes.note("grouped_rows", message, tr("Kept like all others."), rows=table.row_numbers[grouped])
    hidden = np.isin(table.row_numbers, facts.hidden_rows)
    if not hidden.any():
        return keep
    rows = table.row_numbers[hidden]
    message = ntr("{n} row of the list is hidden.", "{n} rows of the list are hidden.", len(rows))
    if facts.is_filtered:
        message = ntr("A filter hides {n} row of the list.", "A filter hides {n} rows of the list.", len(rows))
    code = "filtered_rows" if facts.is_filtered else "hidden_rows"
    others = {LEAVE_OUT: tr("Leave them out.")}
    if notes.ask(code, message, tr("Keep them."), rows=rows, others=others) == LEAVE_OUT:
        notes.leave_out("hidden_rows_left_out", message, tr("Left out, as answered."), rows=rows)
        return ~hidden
    return keep


def filled_down(found: FoundTable, table: TableCells, notes: Notes, *, never: Collection[str]) -> TableCells:
    """Return the table with cells that are merged downwards filled, except those of the fields in `never`.

    Asked about where a column has a meaning, said where it has none.
    """
    columns = list(table.cells)
    asked: list[str] = []
    told: list[str] = []
    rows: list[int] = []
    for at, column in enumerate(table.columns):
        cells, touched = _filled(column.letter, found, table, columns[at])
        if not touched:
            continue
        if column.field in never:
            message = tr("Amounts of {header} stand in merged cells.", header=column.header)
            remedy = tr("Counted once, in the first row of each.")
            notes.warn("merged_amounts", message, remedy, rows=table.row_numbers[touched], column=column.letter)
            continue
        columns[at] = cells
        (asked if column.field else told).append(column.header)
        rows += touched
    if not asked and not told:
        return table
    numbers = table.row_numbers[sorted(set(rows))]
    message = tr("Cells are merged over several rows: {headers}.", headers=joined([*asked, *told]))
    if asked:
        others = {LEAVE_BLANK: tr("Leave the rows below blank.")}
        answer = notes.ask("merged_cells", message, tr("Fill them down."), rows=numbers, others=others)
        return table if answer == LEAVE_BLANK else replace(table, cells=tuple(columns))
    notes.note("merged_cells_filled", message, tr("Filled down."), rows=numbers)
    return replace(table, cells=tuple(columns))


def tell_errors(found: FoundTable, table: TableCells, notes: Notes) -> None:
    """Say which cells of the rows show an error, and which hold a formula whose value was not saved."""
    facts = found.sheet.facts
    by_letter = {column.letter: column.header or column.letter for column in table.columns}
    numbers = set(table.row_numbers.tolist()) if facts.error_cells or facts.uncached_cells else set()

    def tell(cells: Sequence[tuple[str, int]], code: str, message_of: Callable[[int, str], str], remedy: str) -> None:
        rows = defaultdict(list)
        for letter, row in cells:
            if row in numbers and letter in by_letter:
                rows[letter].append(row)
        for letter, there in rows.items():
            notes.warn(code, message_of(len(there), by_letter[letter]), remedy, rows=there, column=letter)

    tell(
        facts.error_cells,
        "error_cells",
        lambda n, header: ntr(
            "{n} cell of {header} shows an error.", "{n} cells of {header} show errors.", n, header=header
        ),
        tr("Kept as missing. Mend the formulas in Excel."),
    )
    tell(
        facts.uncached_cells,
        "formula_without_value",
        lambda n, header: ntr(
            "{n} formula of {header} has no saved value.",
            "{n} formulas of {header} have no saved values.",
            n,
            header=header,
        ),
        tr("Kept as missing. Open the workbook in Excel, let it calculate and save it."),
    )


def _filled(letter: str, found: FoundTable, table: TableCells, cells: ColumnCells) -> tuple[ColumnCells, list[int]]:
    """Return a column with merged cells filled down, and the positions of the rows that were filled."""
    codes, touched = cells.codes.copy(), []
    for left, first, right, last in found.sheet.facts.merged:
        is_across = column_number(left) <= column_number(letter) <= column_number(right)
        if not is_across or first == last or first <= found.header_row:
            continue
        start, end = np.searchsorted(table.row_numbers, (first, last + 1)).tolist()
        if left != letter or start >= end or table.row_numbers[start] != first or codes[start] < 0:
            continue
        for row in range(start + 1, end):
            if codes[row] < 0:
                codes[row] = codes[start]
                touched.append(row)
    return ColumnCells(codes, cells.distinct), touched


def is_scientific(found: FoundTable, letter: str) -> set[int]:
    """Return the rows whose cell of a column is shown in scientific notation, such as 1.00E+05."""
    return {row for column, row in found.sheet.facts.scientific_cells if column == letter}


def padded_cells(found: FoundTable, letter: str) -> dict[int, int]:
    """Return by row how many digits the number format of a column's cell shows at least, as 00000 does."""
    cells = found.sheet.facts.padded_cells
    return {row: digits for digits, there in cells.items() for column, row in there if column == letter}


def currency_cells(found: FoundTable, position: int) -> dict[int, str]:
    """Return by row the currency, other than dollars, that the number format of a column's cell names."""
    letter = column_letter(position)
    return {
        row: currency
        for currency, cells in found.sheet.facts.currencies.items()
        for column, row in cells
        if column == letter
    }
