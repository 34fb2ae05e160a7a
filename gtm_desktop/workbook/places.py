"""Places of accounts and homes: lost zeros of ZIP codes, what contradicts itself, what could not be placed."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.geo.gazetteer import Placed, PlaceMatch, place, state_codes, zip_state
from gtm_desktop.geo.place_names import is_united_states
from gtm_desktop.tables.schema import DTYPES, Kind
from gtm_desktop.workbook.cells import Booleans, Integers
from gtm_desktop.workbook.notes import Notes

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
        postal_code: as given, lost zeros put back where the state agrees.
        placed: the place of each.
        is_placed: whether there is one.
        contradicts: whether postal code and state name different states.
    """

    postal_code: "pd.Series[Any]"
    placed: Placed
    is_placed: Booleans
    contradicts: Booleans


def place_records(columns: PlaceColumns, rows: Integers, notes: Notes) -> PlacedRecords:
    """Place n records and say which ZIP codes were mended and which places are approximate.

    A ZIP code of three or four digits gets its zeros back only if the code then lies in the state that the row gives.
    """
    postal_code = _padded(columns, rows, notes)
    placed = place(
        postal_code, columns.city, state=columns.state, country=columns.country, lat=columns.lat, lon=columns.lon
    )
    is_placed = placed.match != PlaceMatch.NONE
    approximate = placed.match == PlaceMatch.ZIP3
    if approximate.any():
        message = ntr(
            "{n} place is approximate: only the first three digits of its ZIP code are known.",
            "{n} places are approximate: only the first three digits of their ZIP codes are known.",
            int(approximate.sum()),
        )
        notes.note("place_approximate", message, tr("Correct the ZIP codes in the list."), rows=rows[approximate])
    by_code = zip_state(postal_code)
    by_state = state_codes(columns.state)
    contradicts = (by_code.notna() & by_state.notna() & (by_code != by_state)).to_numpy(dtype=bool)
    contradicts &= _is_home(columns.country) & (placed.match != PlaceMatch.COORDINATES)
    return PlacedRecords(postal_code, placed, is_placed.astype(bool), contradicts)


def _padded(columns: PlaceColumns, rows: Integers, notes: Notes) -> "pd.Series[Any]":
    """Put lost leading zeros back, in agreement with the state."""
    codes, distinct = pd.factorize(columns.postal_code)
    long = np.array([*(_with_zeros(str(text)) for text in distinct), None], dtype=object)[codes]
    candidates = pd.Series(long, dtype=DTYPES[Kind.TEXT])
    agrees = (zip_state(candidates) == state_codes(columns.state)).fillna(value=False).to_numpy(dtype=bool)
    mended = agrees & _is_home(columns.country)
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


def _is_home(country: "pd.Series[Any]") -> Booleans:
    codes, distinct = pd.factorize(country)
    home: Booleans = np.array([*(is_united_states(str(text)) for text in distinct), True], dtype=bool)[codes]
    return home
