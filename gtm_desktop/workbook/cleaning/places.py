"""Places of accounts and homes: lost zeros of ZIP codes, coordinates to mend, what contradicts itself."""

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.geo.abroad import is_home
from gtm_desktop.geo.each_text import numbered, of_each
from gtm_desktop.geo.gazetteer import Placed, place_in, state_codes, zip_state
from gtm_desktop.geo.place_data import Objects
from gtm_desktop.geo.place_match import APPROXIMATE, PlaceMatch
from gtm_desktop.planning.renewal.place_repairs import PLACE_APPROXIMATE, approximate_words
from gtm_desktop.tables.schema import DTYPES, Kind
from gtm_desktop.workbook.cleaning.cells import Booleans, Integers
from gtm_desktop.workbook.cleaning.coordinates import mended
from gtm_desktop.workbook.cleaning.place_contradictions import are_far_off
from gtm_desktop.workbook.cleaning.place_countries import (
    in_another_province,
    padded_abroad,
    settled_countries,
    tell_odd_codes,
)
from gtm_desktop.workbook.notes import Notes

AS_WRITTEN = "as_written"
BY_PLACE = "by_place"
_SERIES = 4
"""As many rows make a series."""
_ZIP5 = re.compile(r"\d{5}(?!\d)")
_MOST = 0.5
_CITY_STATE = r"^\s*([^,]+?)\s*,\s*([A-Za-z][A-Za-z. ]*?)\.?\s*(\d{5}(?:-\d{4})?)?\s*$"
_SHORT = re.compile(r"(\d{3,4})(?:-?(\d{4}))?")


@dataclass(frozen=True)
class PlaceColumns:
    """The columns that say where n records lie; all missing where the list has no such column."""

    postal_code: "pd.Series[Any]"
    city: "pd.Series[Any]"
    state: "pd.Series[Any]"
    country: "pd.Series[Any]"
    lat: "pd.Series[Any]"
    lon: "pd.Series[Any]"


@dataclass(frozen=True)
class PlacedRecords:
    """Where n records lie.

    Attributes:
        country: as given, blanks filled where the planner agreed to it; missing elsewhere.
        postal_code: as given, lost zeros put back where the state or the country agrees.
        placed: the place of each.
        is_placed: whether there is one.
        contradicts: whether postal code and state name different states or provinces.
    """

    country: "pd.Series[Any]"
    postal_code: "pd.Series[Any]"
    placed: Placed
    is_placed: Booleans
    contradicts: Booleans


def place_records(columns: PlaceColumns, rows: Integers, notes: Notes) -> PlacedRecords:
    """Place n records and say which ZIP codes were mended and which places are approximate.

    A ZIP code of three or four digits gets its zeros back only if the code then lies in the state that the row gives;
    a code abroad, if its country has the longer one.
    """
    country, countries = settled_countries(
        columns.country, columns.postal_code, state=columns.state, rows=rows, notes=notes
    )
    columns = replace(columns, country=country)
    tell_odd_codes(columns.postal_code, countries, rows, notes)
    postal_code = padded_abroad(_padded(columns, countries, rows, notes), countries, rows, notes)
    _ask_about_series(postal_code, columns.city, rows, notes)
    lat, lon = _coordinates(columns, countries, rows, notes)
    placed = place_in(countries, postal_code, city=columns.city, state=columns.state, lat=lat, lon=lon)
    far_off = are_far_off(placed, countries, postal_code, city=columns.city, state=columns.state)
    if far_off.any() and _ask_about_far_off(rows[far_off], notes) == BY_PLACE:
        lat, lon = lat.mask(far_off), lon.mask(far_off)
        placed = place_in(countries, postal_code, city=columns.city, state=columns.state, lat=lat, lon=lon)
    is_placed = placed.match != PlaceMatch.NONE
    approximate = np.isin(placed.match, APPROXIMATE)
    if approximate.any():
        remedy = tr("Correct the codes in the list, or add the cities.")
        notes.note(PLACE_APPROXIMATE, approximate_words(int(approximate.sum())), remedy, rows=rows[approximate])
    by_code = zip_state(postal_code)
    by_state = state_codes(columns.state)
    contradicts = (by_code.notna() & by_state.notna() & (by_code != by_state)).to_numpy(dtype=bool)
    contradicts &= is_home(countries)
    contradicts |= in_another_province(postal_code, columns.state, countries)
    contradicts &= placed.match != PlaceMatch.COORDINATES
    return PlacedRecords(country, postal_code, placed, is_placed.astype(bool), contradicts)


def has_states(cities: "pd.Series[Any]") -> bool:
    """Return whether most texts of a column of cities name their state too, such as "Ann Arbor, MI"."""
    filled = cities.dropna()
    return len(filled) > 0 and bool(filled.str.fullmatch(_CITY_STATE).mean() > _MOST)


def split_city(
    cities: "pd.Series[Any]", postal_code: "pd.Series[Any]"
) -> "tuple[pd.Series[Any], pd.Series[Any], pd.Series[Any]]":
    """Return city, state and postal code of texts such as "Ann Arbor, MI 48104"; others stay as they are."""
    parts = cities.str.extract(_CITY_STATE).astype(DTYPES[Kind.TEXT])
    is_split = state_codes(parts[1]).notna()
    return (
        cities.mask(is_split, parts[0]),
        parts[1].where(is_split),
        postal_code.fillna(parts[2].where(is_split)),
    )


def _coordinates(
    columns: PlaceColumns, countries: Objects, rows: Integers, notes: Notes
) -> "tuple[pd.Series[Any], pd.Series[Any]]":
    """Return coordinates put right where they can only be wrong, and ask about those."""
    lat, lon = columns.lat.to_numpy(dtype=np.float64), columns.lon.to_numpy(dtype=np.float64)
    named, _ = numbered(columns.country)
    has_state = state_codes(columns.state).notna().to_numpy(dtype=bool)
    surely = is_home(countries) & ((named >= 0) | has_state)
    result = mended(lat, lon, surely, maybe_home=is_home(countries) & ~surely & (named < 0).all())
    if result.is_unusable.any():
        message = ntr(
            "{n} row has coordinates that are no place there: 0/0, out of range or in another country.",
            "{n} rows have coordinates that are no place there: 0/0, out of range or in another country.",
            int(result.is_unusable.sum()),
        )
        remedy = tr("Placed by ZIP code or city instead, where there is one.")
        notes.warn("coordinates_unusable", message, remedy, rows=rows[result.is_unusable])
    if result.is_mended.any():
        message = ntr(
            "{n} row has coordinates that are swapped or east instead of west.",
            "{n} rows have coordinates that are swapped or east instead of west.",
            int(result.is_mended.sum()),
        )
        others = {AS_WRITTEN: tr("Take them as they are written.")}
        suggestion = tr("Put them right: the points then lie in the United States.")
        answer = notes.ask("coordinates_mended", message, suggestion, rows=rows[result.is_mended], others=others)
        if answer == AS_WRITTEN:
            return columns.lat, columns.lon
    return pd.Series(result.lat), pd.Series(result.lon)


def _ask_about_far_off(rows: Integers, notes: Notes) -> str:
    message = ntr(
        "{n} row has coordinates far from its postal code or city, or outside its state.",
        "{n} rows have coordinates far from their postal codes or cities, or outside their states.",
        len(rows),
    )
    others = {BY_PLACE: tr("Trust postal code and city; without one of them they have no place.")}
    suggestion = tr("Trust the coordinates.")
    return notes.ask("coordinates_contradicted", message, suggestion, rows=rows, others=others)


def _ask_about_series(postal_code: "pd.Series[Any]", city: "pd.Series[Any]", rows: Integers, notes: Notes) -> None:
    """Ask about ZIP codes that count up by one from row to row, as a cell dragged down does, in one city or none."""
    numbers = of_each(postal_code, lambda text: int(text[:5]) if _ZIP5.match(text) else -9, missing=-9, dtype=np.int64)
    cities, _ = numbered(city)
    step = np.zeros(len(numbers), dtype=bool)
    step[1:] = (np.diff(numbers) == 1) & (np.diff(cities) == 0) & (numbers[1:] > 0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], step.astype(np.int8), [0]])))
    found = [
        range(start - 1, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end - start >= _SERIES - 1
    ]
    if found:
        dragged = [row for each in found for row in rows[each.start : each.stop].tolist()]
        message = ntr(
            "{n} ZIP code counts up by one from row to row, as if a cell had been dragged down.",
            "{n} ZIP codes count up by one from row to row, as if a cell had been dragged down.",
            len(dragged),
        )
        notes.ask("zip_series", message, tr("Keep them as they stand."), rows=dragged)


def _padded(columns: PlaceColumns, countries: Objects, rows: Integers, notes: Notes) -> "pd.Series[Any]":
    """Put the zeros that ZIP codes lost in front back, in agreement with the state."""
    if not any(map(_with_zeros, numbered(columns.postal_code)[1])):
        return columns.postal_code
    long = of_each(columns.postal_code, _with_zeros, missing=None)
    candidates = pd.Series(long, dtype=DTYPES[Kind.TEXT])
    agrees = (zip_state(candidates) == state_codes(columns.state)).fillna(value=False).to_numpy(dtype=bool)
    mended = agrees & is_home(countries)
    if not mended.any():
        return columns.postal_code
    message = ntr(
        "{n} ZIP code had lost its leading zero.", "{n} ZIP codes had lost their leading zeros.", int(mended.sum())
    )
    notes.note("zip_padded", message, tr("Put back; each agrees with its state."), rows=rows[mended])
    return columns.postal_code.mask(pd.Series(mended), candidates)


def _with_zeros(text: str) -> str | None:
    found = _SHORT.fullmatch(text)
    if not found:
        return None
    code = found[1].zfill(5)
    return f"{code}-{found[2]}" if found[2] else code
