"""Which tables of the files become the account list and the rep roster, and what is asked about that."""

import re
from collections import Counter
from collections.abc import Sequence

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import joined, tr
from gtm_desktop.workbook.choices import TableChoices
from gtm_desktop.workbook.cleaning.stacking import are_parts, same_shaped, stacked
from gtm_desktop.workbook.column_letters import column_letter
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.reading.read import SheetCells
from gtm_desktop.workbook.reading.sheets import FoundTable, TableKind, chosen_table, find_table
from gtm_desktop.workbook.synonyms import plain, synonyms

STACK = "stack"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def visible_sheets(sheets: Sequence[SheetCells], notes: Notes) -> list[SheetCells]:
    """Return the sheets whose tabs show, all of them where none does; name the hidden ones."""
    visible = [sheet for sheet in sheets if sheet.is_visible]
    hidden = [sheet.name for sheet in sheets if not sheet.is_visible]
    if visible and hidden:
        message = tr("Hidden sheets were not read: {names}.", names=joined(hidden))
        notes.note("hidden_sheets", message, tr("Unhide a sheet in Excel if its rows belong to the list."))
    return visible or list(sheets)


def no_data_rows(file: str) -> UserError:
    """Return the refusal of a list without rows."""
    message = tr("{file} has no rows of accounts.", file=file)
    return UserError(message, tr("Choose the workbook or sheet that holds the account list."), code="no_data_rows")


def account_table(
    file: str, sheets: Sequence[SheetCells], found: Sequence[FoundTable], choices: TableChoices, notes: Notes
) -> FoundTable:
    """Return the table with the accounts, or with order lines that make accounts.

    That is the chosen one; else the best account list, several of one shape put together; else order lines.

    Raises:
        UserError: there is none.
    """
    if not sheets:
        raise no_data_rows(file)
    if choices.sheet is not None:
        sheet = sheet_called(choices.sheet, file, sheets)
        kind = find_table(sheet).kind
        return chosen_table(sheet, kind if kind is TableKind.ORDERS else TableKind.ACCOUNTS, choices)
    lists = [table for table in found if table.kind is TableKind.ACCOUNTS and table.rows_with_cells]
    lists = lists or [table for table in found if table.kind is TableKind.ORDERS and table.rows_with_cells]
    if not lists:
        if choices == TableChoices():
            raise _no_account_list(file, found)
        return chosen_table(max(found, key=lambda each: each.rows_with_cells).sheet, TableKind.ACCOUNTS, choices)
    table = _asked_table(file, sheets, found, lists, notes)
    kind = table.kind
    return table if choices == TableChoices() else chosen_table(table.sheet, kind, choices)


def rep_roster(
    file: str, sheets: Sequence[SheetCells], found: Sequence[FoundTable], choices: TableChoices, notes: Notes
) -> FoundTable:
    """Return the table of a file of its own that lists reps.

    Raises:
        UserError: it has none.
    """
    rosters = [table for table in found if table.kind is TableKind.REPS]
    if choices != TableChoices() and sheets:
        name = choices.sheet or (rosters or list(found))[0].sheet.name
        rosters = [chosen_table(sheet_called(name, file, sheets), TableKind.REPS, choices)]
    if not rosters:
        message = tr("{file} has no sheet that looks like a rep roster.", file=file)
        remedy = tr("Give it a header row with at least a rep code or name, a role and a home ZIP code.")
        raise UserError(message, remedy, code="no_rep_roster")
    best = max(rosters, key=lambda table: table.rows_with_cells)
    if len(found) > 1 and choices.sheet is None:
        message = tr("{file} has more than one sheet with cells.", file=file)
        others = {table.sheet.name: _take(table) for table in rosters if table is not best}
        suggestion = tr("Take {sheet} for the rep roster.", sheet=best.sheet.name)
        chosen = notes.ask("which_rep_sheet", message, suggestion, suggested=best.sheet.name, others=others)
        best = next(table for table in rosters if table.sheet.name == chosen)
    return best


def sheet_called(name: str, file: str, sheets: Sequence[SheetCells]) -> SheetCells:
    """Return the sheet of this name.

    Raises:
        UserError: there is none.
    """
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    message = tr("{file} has no sheet {sheet} with cells.", file=file, sheet=name)
    raise UserError(message, tr("Choose another sheet."), code="no_such_sheet")


def _asked_table(
    file: str, sheets: Sequence[SheetCells], found: Sequence[FoundTable], lists: Sequence[FoundTable], notes: Notes
) -> FoundTable:
    """Return the account list of several tables; asked unless there is one list and at most one roster beside it."""
    best = max(lists, key=_preference)
    kinds = sorted(table.kind for table in found)
    if len(found) == 1:
        return best
    if kinds == [TableKind.ACCOUNTS, TableKind.REPS]:
        if len(sheets) == 1 and _are_below(found):
            message = _one_sheet_words(file, found)
            notes.ask("which_sheet", message, tr("Take them for the account list and the rep roster."))
        return best
    alike = same_shaped(lists, best)
    codes = _codes(lists)
    by_code = {codes[id(table)]: table for table in lists}
    labels = {code: _take(table, where=_where(code, table)) for code, table in by_code.items()}
    can_stack = len(alike) > 1
    suggested = codes[id(best)]
    if can_stack:
        names = joined([_where(codes[id(table)], table) for table in alike])
        labels[STACK] = tr("Put {names} together into one list.", names=names)
        is_lines = best.kind is TableKind.ORDERS
        if (is_lines or are_parts(alike)) and not any(_is_stale(table) for table in alike):
            suggested = STACK
    names = joined(list(dict.fromkeys(sheet.name for sheet in sheets)))
    message = tr("{file} has more than one sheet with cells: {names}.", file=file, names=names)
    if len(sheets) == 1:
        message = _one_sheet_words(file, found)
    suggestion = labels.pop(suggested)
    chosen = notes.ask("which_sheet", message, suggestion, suggested=suggested, others=labels)
    return stacked(alike) if chosen == STACK else by_code[chosen]


def _codes(tables: Sequence[FoundTable]) -> dict[int, str]:
    """Return a code for each table, by identity: its sheet's name; where that is shared, with its first header."""
    shared = Counter(table.sheet.name for table in tables)
    return {
        id(table): table.sheet.name if shared[table.sheet.name] == 1 else f"{table.sheet.name}!{_first_header(table)}"
        for table in tables
    }


def _first_header(table: FoundTable) -> str:
    letter = table.columns[0].letter if table.columns else column_letter(0)
    return f"{letter}{table.header_row}"


def _where(code: str, table: FoundTable) -> str:
    """Return what a table is called: its sheet, or where its headers begin."""
    return table.sheet.name if code == table.sheet.name else tr("the list from {cell}", cell=_first_header(table))


def _take(table: FoundTable, where: str = "") -> str:
    if table.kind is TableKind.REPS:
        return tr("Take {sheet} for the rep roster.", sheet=where or table.sheet.name)
    return tr("Take {sheet} for the account list.", sheet=where or table.sheet.name)


def _one_sheet_words(file: str, found: Sequence[FoundTable]) -> str:
    if _are_below(found):
        cells = joined([_first_header(table) for table in found])
        return tr("{file} has more than one table below each other, from {cells} on.", file=file, cells=cells)
    return tr("{file} has more than one table beside each other.", file=file)


def _are_below(found: Sequence[FoundTable]) -> bool:
    return len({table.header_row for table in found}) == len(found) > 1


def _preference(table: FoundTable) -> tuple[bool, int, int]:
    """Return what makes one list better than another: it is not stale, of a later year, longer."""
    years = [int(year) for year in _YEAR.findall(table.sheet.name)]
    return not _is_stale(table), max(years, default=0), table.rows_with_cells


def _is_stale(table: FoundTable) -> bool:
    return bool(set(plain(table.sheet.name).split()) & synonyms().stale_sheets)


def _no_account_list(file: str, found: Sequence[FoundTable]) -> UserError:
    kinds = {table.kind for table in found}
    if not any(table.rows_with_cells for table in found):
        return no_data_rows(file)
    if TableKind.REPS in kinds:
        message = tr("{file} lists reps, not accounts.", file=file)
        return UserError(message, tr("Choose it as the rep roster, beside an account list."), code="only_reps")
    message = tr("{file} has no sheet that looks like an account list.", file=file)
    remedy = tr("Give it a header row with at least a customer number or name, a gross margin and a ZIP code.")
    return UserError(message, remedy, code="no_account_list")
