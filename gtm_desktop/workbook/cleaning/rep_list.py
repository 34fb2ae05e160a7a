"""The rep roster: from a found table to the rep table, with everything that had to be said or asked."""

from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import joined, ntr, tr
from gtm_desktop.planning.dataset import Source
from gtm_desktop.tables.reps import (
    COLUMNS,
    COST,
    EMPLOYMENT_SHARE,
    HOME_CITY,
    HOME_POSTAL_CODE,
    HOME_STATE,
    IS_OPEN,
    LAT,
    LEAVING,
    LON,
    NAME,
    PERFORMANCE_INDEX,
    REP_ID,
    ROLE,
    SOURCE_ROW,
    START,
    RepTable,
    Role,
    no_reps,
    rep_table,
)
from gtm_desktop.tables.schema import DTYPES, Kind, filled_with
from gtm_desktop.workbook.cleaning import clean
from gtm_desktop.workbook.cleaning.cells import Booleans, TableCells, table_cells
from gtm_desktop.workbook.cleaning.clean import Cleaned
from gtm_desktop.workbook.cleaning.currencies import in_one_currency
from gtm_desktop.workbook.cleaning.fields import (
    ask_about_columns,
    cleaned_fields,
    field_or_missing,
    shown_values,
    source_of,
    tell_unreadable,
)
from gtm_desktop.workbook.cleaning.keys import KeyWords, unique_keys
from gtm_desktop.workbook.cleaning.place_countries import country_of_homes
from gtm_desktop.workbook.cleaning.places import PlaceColumns, has_states, place_records, split_city
from gtm_desktop.workbook.cleaning.rep_capacity import employment_shares
from gtm_desktop.workbook.cleaning.rep_names import with_whole_names
from gtm_desktop.workbook.cleaning.rows import RowKeys, rows_to_keep
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.reading.sheets import FoundTable
from gtm_desktop.workbook.synonyms import plain, synonyms

_KEYS = RowKeys(REP_ID, NAME, (HOME_POSTAL_CODE, HOME_CITY))
_KEY_WORDS = KeyWords("missing_rep_code", "duplicate_rep_codes", "REP")
_DECISIVE = (REP_ID, EMPLOYMENT_SHARE, HOME_POSTAL_CODE)
_WORTH_HAVING = (NAME, START, LEAVING, PERFORMANCE_INDEX, COST)
_BY_NAME = {column.name: column for column in COLUMNS}
_MONEY = tuple(column.name for column in COLUMNS if column.kind is Kind.MONEY)


def read_reps(file: str, found: FoundTable, notes: Notes, *, accounts_in: str = "") -> tuple[RepTable, Source]:
    """Return the reps of a table and how it was read; every row of it is a rep or named in a finding.

    `accounts_in` is the country of all accounts, where that is abroad; "" elsewhere.
    """
    table = with_whole_names(table_cells(found))
    source = source_of(file, found, table)
    fields = cleaned_fields(table, COLUMNS, notes)
    keep = rows_to_keep(table, {name: fields[name] for name in _MONEY if name in fields}, _KEYS, notes)
    if not keep.any():
        notes.warn("no_reps", tr("{file} lists no reps.", file=file), tr("Choose the workbook or sheet with the reps."))
        return no_reps(), source
    table, fields = table.taken(keep), {name: cleaned.taken(keep) for name, cleaned in fields.items()}
    key_field = REP_ID
    if table.of(REP_ID) is None:
        key_field = NAME
        notes.note("names_as_codes", tr("The roster has no rep codes."), tr("Names serve as codes."))
    fields = in_one_currency(found, table, fields, _MONEY, notes)
    keys = unique_keys(table, key_field, _KEY_WORDS, notes)
    table, fields = table.taken(keys.keep), {name: cleaned.taken(keys.keep) for name, cleaned in fields.items()}
    ask_about_columns(table, source, COLUMNS, notes, decisive=_DECISIVE, worth_having=_WORTH_HAVING)
    tell_unreadable(table, fields, notes, asked=(ROLE, EMPLOYMENT_SHARE, IS_OPEN))
    values = {name: cleaned.values for name, cleaned in fields.items()}
    values[REP_ID] = keys.ids[keys.keep].reset_index(drop=True)
    is_open = _open_positions(table)
    roles = _roles(table, notes)
    values[IS_OPEN] = pd.Series(is_open, dtype=DTYPES[Kind.FLAG])
    values[ROLE] = roles
    values[EMPLOYMENT_SHARE] = employment_shares(table, fields, is_open, notes)
    needed = ((roles == Role.OUTSIDE) & ~is_open).to_numpy(dtype=bool)
    values |= _homes(table, fields, needed, accounts_in, notes)
    values[SOURCE_ROW] = pd.Series(table.row_numbers, dtype=DTYPES[Kind.COUNT])
    _tell_names(table, fields, is_open, notes)
    return rep_table(pd.DataFrame(values)), source


def _open_positions(table: TableCells) -> Booleans:
    """Return which rows are open positions: by flag or status, or by a name such as "Open" or "Vacant - Toledo"."""
    words = synonyms()

    def is_open(cell: object) -> bool:
        text = plain(clean.text_of(cell))
        return text in words.open_position or text.split(" ")[0] in words.open_position

    def is_flagged(cell: object) -> bool:
        return is_open(cell) or plain(clean.text_of(cell)) in words.yes

    found = np.zeros(len(table), dtype=bool)
    for field, read in ((NAME, is_open), (IS_OPEN, is_flagged)):
        cells = table.of(field)
        if cells is not None:
            found |= cells.of_each(read, missing=False, dtype=bool)
    return found


def _roles(table: TableCells, notes: Notes) -> "pd.Series[Any]":
    """Return a role code each; what is not understood is "other", and without a column all are outside reps."""
    cells, column = table.of(ROLE), table.column(ROLE)
    if cells is None or column is None:
        message = tr("The roster does not say who is an outside or inside rep.")
        notes.ask("no_role_column", message, tr("Take all of them for outside reps."))
        return filled_with(Role.OUTSIDE.value, len(table), Kind.TEXT)
    cleaned = clean.clean_code(cells, dict(synonyms().roles))
    unknown = cleaned.values.isna().to_numpy()
    if unknown.any():
        rows = table.row_numbers[unknown]
        values = shown_values(cells, unknown) or tr("blank")
        message = tr("{header} says what no plan needs: {values}.", header=column.header, values=values)
        notes.warn("role_unknown", message, tr("Kept, but given no accounts."), rows=rows, column=column.letter)
    roles: pd.Series[Any] = cleaned.values.fillna(Role.OTHER.value)
    return roles


def _homes(
    table: TableCells, fields: dict[str, Cleaned], needed: Booleans, accounts_in: str, notes: Notes
) -> "dict[str, pd.Series[Any]]":
    """Return homes and their coordinates; ask about outside reps whose home is missing or unknown."""
    size, rows = len(table), table.row_numbers
    postal = table.of(HOME_POSTAL_CODE)
    given = {name: field_or_missing(fields, _BY_NAME[name], size) for name in (HOME_CITY, HOME_STATE, LAT, LON)}
    blank = given[HOME_CITY].mask(given[HOME_CITY].notna())
    codes = clean.clean_postal(postal).values if postal is not None else blank
    if HOME_STATE not in fields and has_states(given[HOME_CITY]):
        given[HOME_CITY], given[HOME_STATE], codes = split_city(given[HOME_CITY], codes)
    country = country_of_homes(accounts_in, codes.fillna(given[HOME_CITY]), notes)
    columns = PlaceColumns(codes, given[HOME_CITY], given[HOME_STATE], country, given[LAT], given[LON])
    result = place_records(columns, rows, notes)
    missing = needed & ~result.is_placed
    if missing.any():
        message = ntr(
            "{n} outside rep has no home that can be placed.",
            "{n} outside reps have no home that can be placed.",
            int(missing.sum()),
        )
        suggestion = tr("Match them without looking at distance from home.")
        notes.ask("missing_home", message, suggestion, rows=rows[missing])
    if result.contradicts.any():
        message = tr("Homes with a ZIP code that lies in another state than the one given.")
        notes.ask("home_contradicted", message, tr("Trust the ZIP code."), rows=rows[result.contradicts])
    return {
        HOME_POSTAL_CODE: result.postal_code,
        LAT: pd.Series(result.placed.lat),
        LON: pd.Series(result.placed.lon),
    }


def _tell_names(table: TableCells, fields: dict[str, Cleaned], is_open: Booleans, notes: Notes) -> None:
    """Say which people have no name, and which have one name between them."""
    nameless = ~table.is_filled(NAME) & ~is_open
    if NAME in fields and nameless.any():
        message = ntr("{n} rep has no name.", "{n} reps have no name.", int(nameless.sum()))
        remedy = tr("Kept under the code. Call it Open if nobody holds the position.")
        notes.warn("rep_without_name", message, remedy, rows=table.row_numbers[nameless])
    names = field_or_missing(fields, _BY_NAME[NAME], len(table)).str.casefold().mask(pd.Series(is_open))
    equal = (names.duplicated(keep=False) & names.notna()).to_numpy(dtype=bool)
    if equal.any():
        shown = fields[NAME].values[equal].unique().tolist()
        message = tr("More than one rep is called {names}.", names=joined(shown))
        remedy = tr("Only codes can tell them apart in the account list.")
        notes.warn("equal_rep_names", message, remedy, rows=table.row_numbers[equal])
