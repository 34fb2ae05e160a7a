"""The account list: from a found table to the account table, with everything that had to be said or asked."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import decimal, joined, ntr, tr
from gtm_desktop.geo.place_match import PlaceMatch
from gtm_desktop.planning.dataset import Source
from gtm_desktop.planning.renewal.place_repairs import MISSING_PLACE, unplaced_words
from gtm_desktop.tables.accounts import (
    ACCOUNT_ID,
    CITY,
    COLUMNS,
    COUNTRY,
    COUNTY,
    EXTRA_PREFIX,
    GROSS_MARGIN,
    INSIDE_REP,
    LAT,
    LON,
    MARGIN_IS_ESTIMATE,
    MARGIN_PCT,
    NAME,
    OUTSIDE_REP,
    PLACE_MATCH,
    POSTAL_CODE,
    REVENUE,
    SOURCE_ROW,
    SOURCE_SHEET,
    STATE,
    STREET,
    TODAY_CHANNEL,
    WALLET,
    AccountTable,
    account_table,
)
from gtm_desktop.tables.left_out import LeftOutReason, LeftOutTable
from gtm_desktop.tables.schema import DTYPES, Kind, filled_with
from gtm_desktop.workbook.cleaning import clean
from gtm_desktop.workbook.cleaning.cells import Objects, TableCells, table_cells
from gtm_desktop.workbook.cleaning.choose_tables import no_data_rows
from gtm_desktop.workbook.cleaning.clean import Cleaned
from gtm_desktop.workbook.cleaning.currencies import in_one_currency
from gtm_desktop.workbook.cleaning.customers import ask_about_similar_names
from gtm_desktop.workbook.cleaning.fields import (
    ask_about_columns,
    cleaned_fields,
    extra_fields,
    field_or_missing,
    shown_values,
    source_of,
    tell_unreadable,
)
from gtm_desktop.workbook.cleaning.id_checks import ask_about_mangled_ids, two_levels, with_shown_zeros
from gtm_desktop.workbook.cleaning.keys import KeyWords, added_up, unique_keys
from gtm_desktop.workbook.cleaning.left_out import left_out_rows, reasons_of_duplicates, tell_left_out, together
from gtm_desktop.workbook.cleaning.money_checks import tell_odd_money
from gtm_desktop.workbook.cleaning.not_customers import customers_to_plan
from gtm_desktop.workbook.cleaning.periods import in_years, offer_margin_meaning
from gtm_desktop.workbook.cleaning.place_countries import country_of_list
from gtm_desktop.workbook.cleaning.places import PlaceColumns, has_states, place_records, split_city
from gtm_desktop.workbook.cleaning.rival_columns import with_rivals_settled
from gtm_desktop.workbook.cleaning.rows import RowKeys, rows_to_keep
from gtm_desktop.workbook.cleaning.said_units import with_said_units
from gtm_desktop.workbook.cleaning.sheet_notes import filled_down, rows_shown, tell_errors
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.reading.sheets import FoundTable
from gtm_desktop.workbook.synonyms import synonyms

_KEYS = RowKeys(ACCOUNT_ID, NAME, (POSTAL_CODE, CITY, STREET))
_KEY_WORDS = KeyWords("missing_id", "duplicate_ids", "ROW", has_amounts=True)
_BY_NAME = {column.name: column for column in COLUMNS}
_MONEY = tuple(column.name for column in COLUMNS if column.kind is Kind.MONEY)
_TITLES = {column.name: column.title for column in COLUMNS}
_DECISIVE = (ACCOUNT_ID, GROSS_MARGIN, REVENUE)
_WORTH_HAVING = (NAME, REVENUE, WALLET, OUTSIDE_REP, INSIDE_REP, TODAY_CHANNEL)
_WORTH_SAYING = 0.0005
_MOST_BLANK_ROWS = 1000
"""As many are named; all are counted."""


def read_accounts(file: str, found: FoundTable, notes: Notes) -> tuple[AccountTable, LeftOutTable, Source]:
    """Return the accounts of a table, the rows left out and how it was read; every row of it is in one of them.

    Rows that are no records at all, such as totals, are in neither; they are named in findings.

    Raises:
        UserError: with the code no_data_rows.
    """
    table = _table_of(found, notes)
    source = source_of(file, found, table)
    fields = cleaned_fields(table, COLUMNS, notes)
    keep = rows_to_keep(table, {name: fields[name] for name in _MONEY if name in fields}, _KEYS, notes)
    table, fields = table.taken(keep), {name: cleaned.taken(keep) for name, cleaned in fields.items()}
    reasons = _why_left_out(found, table, notes)
    stays = reasons == ""
    if not stays.any():
        raise no_data_rows(file)
    _ask_about_no_ids(file, table, notes)
    fields = in_one_currency(found, table, fields, _MONEY, notes)
    fields = in_years(table, fields, notes)
    offer_margin_meaning(table, notes)
    left_out = left_out_rows(table, _with_estimated_margin(fields), _origins(found, table), reasons)
    tell_left_out(left_out, table, reasons, notes)
    table, fields = table.taken(stays), {name: cleaned.taken(stays) for name, cleaned in fields.items()}
    keys = unique_keys(table, ACCOUNT_ID, _KEY_WORDS, notes)
    duplicates = left_out_rows(
        table, _with_estimated_margin(fields), _origins(found, table), reasons_of_duplicates(keys)
    )
    fields = added_up(fields, keys)
    table, fields = table.taken(keys.keep), {name: cleaned.taken(keys.keep) for name, cleaned in fields.items()}
    tell_errors(found, table, notes)
    ask_about_mangled_ids(found, table, notes)
    ask_about_similar_names(table, notes)
    ask_about_columns(table, source, COLUMNS, notes, decisive=_DECISIVE, worth_having=_WORTH_HAVING)
    tell_unreadable(table, fields, notes, asked=(GROSS_MARGIN, TODAY_CHANNEL))
    values = {name: cleaned.values for name, cleaned in fields.items()}
    values[ACCOUNT_ID] = keys.ids[keys.keep].reset_index(drop=True)
    values |= _margins(table, fields, notes)
    values |= _places(table, fields, notes)
    values |= _channel(table, notes)
    values |= _origins(found, table)
    _tell_rounding(fields, notes)
    accounts = account_table(pd.DataFrame(values | extra_fields(table, EXTRA_PREFIX)))
    tell_odd_money(accounts, table.row_numbers, notes)
    return accounts, together(left_out, duplicates), source


def _table_of(found: FoundTable, notes: Notes) -> TableCells:
    """Return the cells of a list, each column with the meaning and the unit that sheet and planner give it."""
    table = with_said_units(found, table_cells(found))
    _tell_blank_rows(found, table, notes)
    table = two_levels(filled_down(found, table, notes, never=_MONEY), notes)
    table = with_shown_zeros(found, table, notes)
    return with_rivals_settled(table, _DECISIVE, _TITLES, notes)


def _why_left_out(found: FoundTable, table: TableCells, notes: Notes) -> Objects:
    """Return why each row is left out, as the planner answered; "" where it stays."""
    hidden = LeftOutReason.FILTERED if found.sheet.facts.is_filtered else LeftOutReason.HIDDEN
    reasons = np.where(rows_shown(found, table, notes), "", hidden).astype(np.object_)
    return customers_to_plan(table, reasons, notes)


def _ask_about_no_ids(file: str, table: TableCells, notes: Notes) -> None:
    if table.of(ACCOUNT_ID) is None:
        message = tr("{file} has no column of account ids.", file=file)
        notes.ask("no_id_column", message, tr("Give every row a temporary id made of its row number."))


def _origins(found: FoundTable, table: TableCells) -> "dict[str, pd.Series[Any]]":
    """Return in which sheet and row of the workbook each account stands."""
    origins, rows = found.sheet.origins, table.row_numbers
    if origins is None:
        sheets = filled_with(found.sheet.name, len(table), Kind.TEXT)
        return {SOURCE_SHEET: sheets, SOURCE_ROW: pd.Series(rows, dtype=DTYPES[Kind.COUNT])}
    numbers = rows.tolist()
    return {
        SOURCE_SHEET: pd.Series(origins.sheets_of(numbers), dtype=DTYPES[Kind.TEXT]),
        SOURCE_ROW: pd.Series(origins.rows_of(numbers), dtype=DTYPES[Kind.COUNT]),
    }


def _tell_blank_rows(found: FoundTable, table: TableCells, notes: Notes) -> None:
    """Count the blank rows between the header and the last row."""
    if not len(table):
        return
    last = int(table.row_numbers[-1])
    blank = last - found.header_row - len(table)
    if blank > 0:
        rows = np.setdiff1d(np.arange(found.header_row + 1, last), table.row_numbers)[:_MOST_BLANK_ROWS]
        message = ntr("{n} blank row between the others.", "{n} blank rows between the others.", blank)
        notes.note("blank_rows", message, tr("Left out."), rows=rows)


def _margins(table: TableCells, fields: dict[str, Cleaned], notes: Notes) -> "dict[str, pd.Series[Any]]":
    """Return the margins and whether they are estimates; ask where there are none."""
    if GROSS_MARGIN in fields:
        margin = fields[GROSS_MARGIN].values
        missing = margin.isna().to_numpy()
        if missing.any():
            message = ntr(
                "{n} account has no gross margin that can be read.",
                "{n} accounts have no gross margin that can be read.",
                int(missing.sum()),
            )
            suggestion = tr("Keep them with unknown size; they keep today's channel and are marked to be checked.")
            notes.ask("missing_margin", message, suggestion, rows=table.row_numbers[missing])
        return {}
    if REVENUE in fields and MARGIN_PCT in fields:
        message = tr("The list has no column of gross margin in dollars.")
        suggestion = tr("Take revenue times gross margin %, marked as an estimate.")
        notes.ask("no_margin_column", message, suggestion)
        margin = _estimated_margin(fields)
        estimate = pd.Series(margin.notna(), dtype=DTYPES[Kind.FLAG])
        return {GROSS_MARGIN: margin, MARGIN_IS_ESTIMATE: estimate}
    message = tr("The list has no column of gross margin.")
    if REVENUE in fields:
        notes.ask("no_margin_column", message, tr("Size accounts by revenue instead."))
    else:
        notes.ask("no_margin_column", message, tr("Keep all accounts with unknown size; each keeps today's channel."))
    return {}


def _estimated_margin(fields: Mapping[str, Cleaned]) -> "pd.Series[Any]":
    """Return revenue times gross margin %, rounded half up once."""
    revenue = fields[REVENUE].values.to_numpy(dtype=np.float64, na_value=np.nan)
    exact = revenue * fields[MARGIN_PCT].values.to_numpy(dtype=np.float64)
    exact[np.abs(exact) > clean.LARGEST_AMOUNT * 100] = np.nan
    rounded = np.sign(exact) * np.floor(np.abs(exact) + 0.5)
    margin: pd.Series[Any] = pd.Series(rounded, dtype=DTYPES[Kind.NUMBER]).astype(DTYPES[Kind.MONEY])
    return margin


def _with_estimated_margin(fields: Mapping[str, Cleaned]) -> dict[str, Cleaned]:
    """Return the fields with the margin that accounts get where the list has none."""
    if GROSS_MARGIN in fields or REVENUE not in fields or MARGIN_PCT not in fields:
        return dict(fields)
    return {**fields, GROSS_MARGIN: replace(fields[REVENUE], values=_estimated_margin(fields))}


def _places(table: TableCells, fields: dict[str, Cleaned], notes: Notes) -> "dict[str, pd.Series[Any]]":
    """Return postal codes, coordinates, county and how each account was placed; ask about those that were not."""
    size, rows = len(table), table.row_numbers
    has_city = CITY in fields and (STATE in fields or COUNTRY in fields or has_states(fields[CITY].values))
    has_place = POSTAL_CODE in fields or has_city or (LAT in fields and LON in fields)
    if not has_place:
        message = tr("The list has no column that says where accounts are.")
        notes.ask("no_place_column", message, tr("Keep all accounts without a place; none can be in a territory."))
        return {PLACE_MATCH: filled_with(str(PlaceMatch.NONE), size, Kind.TEXT)}
    postal = table.of(POSTAL_CODE)
    given = {name: field_or_missing(fields, _BY_NAME[name], size) for name in (CITY, STATE, COUNTRY, COUNTY, LAT, LON)}
    codes = clean.clean_postal(postal).values if postal is not None else given[CITY].mask(given[CITY].notna())
    if POSTAL_CODE in fields and not {COUNTRY, STATE, LAT} & set(fields) and (name := country_of_list(codes, notes)):
        given[COUNTRY] = given[COUNTRY].fillna(name)
    if STATE not in fields and CITY in fields:
        given[CITY], given[STATE], codes = split_city(given[CITY], codes)
    columns = PlaceColumns(codes, given[CITY], given[STATE], given[COUNTRY], given[LAT], given[LON])
    result = place_records(columns, rows, notes)
    if not result.is_placed.all():
        missing = rows[~result.is_placed]
        suggestion = tr("Keep them without a place; they cannot be in a territory.")
        notes.ask(MISSING_PLACE, unplaced_words(len(missing)), suggestion, rows=missing)
    if result.contradicts.any():
        wrong = rows[result.contradicts]
        message = ntr(
            "{n} account has a postal code that lies in another state or province than the one given.",
            "{n} accounts have a postal code that lies in another state or province than the one given.",
            len(wrong),
        )
        notes.ask("place_contradicted", message, tr("Trust the postal code."), rows=wrong)
    county = pd.Series(result.placed.county, dtype=DTYPES[Kind.TEXT])
    split = {} if STATE in fields or CITY not in fields else {CITY: given[CITY], STATE: given[STATE]}
    return split | {
        COUNTRY: result.country,
        POSTAL_CODE: result.postal_code,
        LAT: pd.Series(result.placed.lat),
        LON: pd.Series(result.placed.lon),
        COUNTY: given[COUNTY].fillna(county),
        PLACE_MATCH: pd.Series([str(match) for match in result.placed.match], dtype=DTYPES[Kind.TEXT]),
    }


def _channel(table: TableCells, notes: Notes) -> "dict[str, pd.Series[Any]]":
    """Return the codes of today's channels; ask where one is spelled in several ways."""
    cells, column = table.of(TODAY_CHANNEL), table.column(TODAY_CHANNEL)
    if cells is None or column is None:
        return {}
    codes = dict(synonyms().channels)
    cleaned = clean.clean_code(cells, codes)
    if cleaned.unreadable.any():
        message = tr(
            "{header} names channels that the program does not know: {values}.",
            header=column.header,
            values=shown_values(cells, cleaned.unreadable),
        )
        rows = table.row_numbers[cleaned.unreadable]
        notes.warn("channel_unknown", message, tr("Kept as unknown."), rows=rows, column=column.letter)
    ask_about_spellings(table, TODAY_CHANNEL, cleaned.values, "channel_spellings", notes)
    return {TODAY_CHANNEL: cleaned.values}


def ask_about_spellings(table: TableCells, field: str, meanings: "pd.Series[Any]", code: str, notes: Notes) -> None:
    """Ask where cells of one column that are spelled differently were given one meaning."""
    cells, column = table.of(field), table.column(field)
    if cells is None or column is None:
        return
    spelled = pd.Series(cells.of_each(clean.text_of, missing=None), dtype=DTYPES[Kind.TEXT])
    several = (spelled.groupby(meanings).transform("nunique") > 1).fillna(value=False).to_numpy(dtype=bool)
    if several.any():
        message = tr(
            "{header} is spelled in several ways: {values}.", header=column.header, values=shown_values(cells, several)
        )
        notes.ask(code, message, tr("Take them for one."), rows=table.row_numbers[several])


def _tell_rounding(fields: dict[str, Cleaned], notes: Notes) -> None:
    """Note by how much the sums of cents differ from the sums of what the cells say."""
    off = []
    for name in _MONEY:
        if name not in fields:
            continue
        unrounded = fields[name].unrounded
        cents = fields[name].values.to_numpy(dtype=np.float64, na_value=np.nan)
        if np.array_equal(cents / 100, unrounded, equal_nan=True):
            continue
        difference = int(fields[name].values.sum()) / 100 - math.fsum(unrounded[~np.isnan(unrounded)].tolist())
        if abs(difference) >= _WORTH_SAYING:
            off.append(f"{_BY_NAME[name].title} {decimal(difference, 4)}")
    if off:
        message = tr("Rounding each amount to the cent changes the totals: {amounts}.", amounts=joined(off))
        notes.note("rounding", message, tr("Nothing to do."))
