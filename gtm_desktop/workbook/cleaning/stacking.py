"""Lists of the same shape, such as one sheet a region, put together into one list."""

from collections.abc import Sequence
from dataclasses import replace

from gtm_desktop.core.words import joined
from gtm_desktop.tables.accounts import ACCOUNT_ID, NAME
from gtm_desktop.workbook.cleaning.cells import table_cells
from gtm_desktop.workbook.cleaning.clean import text_of
from gtm_desktop.workbook.column_letters import column_letter
from gtm_desktop.workbook.mapping import MappedColumn
from gtm_desktop.workbook.origins import Origins
from gtm_desktop.workbook.reading.read import Cell, SheetCells
from gtm_desktop.workbook.reading.sheet_scan import SheetFacts
from gtm_desktop.workbook.reading.sheets import FoundTable
from gtm_desktop.workbook.synonyms import plain

_SAME_SHAPE = 0.8
_FEW_IN_COMMON = 0.2


def same_shaped(tables: Sequence[FoundTable], like: FoundTable) -> list[FoundTable]:
    """Return the tables of the kind of `like` that share most of its headers, itself included, in their order."""
    return [table for table in tables if table is like or _are_alike(table, like)]


def are_parts(tables: Sequence[FoundTable]) -> bool:
    """Return whether tables list different accounts: ids that stand in several are few."""
    ids = [_ids(table) for table in tables]
    different = len(set().union(*ids))
    return different > 0 and sum(map(len, ids)) - different <= _FEW_IN_COMMON * different


def stacked(tables: Sequence[FoundTable]) -> FoundTable:
    """Return one table with the rows of all, columns brought together by header in the order of their first sheet."""
    names: dict[str, str] = {}
    positions: list[dict[str, int]] = []
    fields: dict[str, MappedColumn] = {}
    for table in tables:
        at: dict[str, int] = {}
        for column in table.columns:
            key = plain(column.header) or column.letter
            key = f"{key} {column.letter}" if key in at else key
            at[key] = column.position
            names.setdefault(key, column.header)
            if column.field and column.field not in {each.field for each in fields.values()}:
                fields.setdefault(key, column)
        positions.append(at)
    rows: list[list[Cell]] = [list(names.values())]
    sheets, numbers = [tables[0].sheet.name], [tables[0].header_row]
    facts = SheetFacts()
    all_letters: dict[str, dict[str, str]] = {}
    for table, at in zip(tables, positions, strict=True):
        shift = len(rows) - table.header_row
        letters = {column_letter(at[key]): column_letter(i) for i, key in enumerate(names) if key in at}
        _add_facts(facts, table, shift, letters)
        own = {whole: letter for letter, whole in letters.items()}
        is_told = all_letters.setdefault(table.sheet.name, own) == own
        all_letters[table.sheet.name] = own if is_told else {}
        for number, row in enumerate(table.rows, start=table.header_row + 1):
            rows.append([row[at[key]] if key in at else "" for key in names])
            sheets.append(table.sheet.name)
            numbers.append(number)
    columns = [
        replace(fields[key], position=i, twins=()) if key in fields else MappedColumn(i, header)
        for i, (key, header) in enumerate(names.items())
    ]
    together = joined(list(dict.fromkeys(table.sheet.name for table in tables)))
    sheet = SheetCells(together, is_visible=True, rows=rows, facts=facts, origins=Origins(sheets, numbers, all_letters))
    return replace(tables[0], sheet=sheet, header_row=1, columns=tuple(columns))


def _are_alike(table: FoundTable, like: FoundTable) -> bool:
    ours = {plain(column.header) for column in table.columns if column.header}
    theirs = {plain(column.header) for column in like.columns if column.header}
    alike = len(ours & theirs) >= _SAME_SHAPE * max(len(ours), len(theirs), 1)
    return table.kind is like.kind and alike and not table.is_turned and not like.is_turned


def _ids(table: FoundTable) -> set[str]:
    cells = table_cells(table)
    column = cells.of(ACCOUNT_ID) or cells.of(NAME)
    return set() if column is None else {text_of(cell).casefold() for cell in column.distinct}


def _add_facts(facts: SheetFacts, table: FoundTable, shift: int, letters: dict[str, str]) -> None:
    """Add what a sheet says beside its values, with its rows and columns as they are numbered in the whole."""
    here, rows_here = table.sheet.facts, range(table.header_row + 1, len(table.sheet.rows) + 1)

    def moved(cells: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
        return [(letters[letter], row + shift) for letter, row in cells if letter in letters and row in rows_here]

    facts.hidden_rows += [row + shift for row in here.hidden_rows if row in rows_here]
    facts.grouped_rows += [row + shift for row in here.grouped_rows if row in rows_here]
    facts.is_filtered = facts.is_filtered or here.is_filtered
    facts.error_cells += moved(here.error_cells)
    facts.uncached_cells += moved(here.uncached_cells)
    facts.scientific_cells += moved(here.scientific_cells)
    for digits, cells in here.padded_cells.items():
        facts.padded_cells.setdefault(digits, []).extend(moved(cells))
    for currency, cells in here.currencies.items():
        facts.currencies.setdefault(currency, []).extend(moved(cells))
    for left, first, right, last in here.merged:
        if left in letters and right in letters and first in rows_here:
            facts.merged.append((letters[left], first + shift, letters[right], last + shift))
