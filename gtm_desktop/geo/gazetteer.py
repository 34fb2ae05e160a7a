"""Where accounts and homes lie: postal code or city to latitude and longitude, offline, and how sure that is."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.geo.abroad import country_codes, is_home, places_abroad
from gtm_desktop.geo.countries import country_code, province_code
from gtm_desktop.geo.each_text import numbered, of_each
from gtm_desktop.geo.place_data import Floats, Integers, Objects, PlaceData, place_data
from gtm_desktop.geo.place_match import PlaceMatch
from gtm_desktop.geo.place_names import city_key, state_code
from gtm_desktop.geo.postal_formats import country_of

_NO_PLACEHOLDER = r"\s*(?!0{5}|9{5})"
_ZIP = re.compile(_NO_PLACEHOLDER + r"(\d{5})(?:[-\s]?\d{4})?\s*", re.ASCII)
_ZIP3 = re.compile(_NO_PLACEHOLDER + r"(\d{3})(?:\d{2}(?:[-\s]?\d{4})?)?\s*", re.ASCII)
_CITY_STATE = re.compile(r"\s*(?P<city>[^,]*[^,\s])\s*(?:,\s*|\s)(?P<state>[A-Za-z][A-Za-z. ]*?)\s*")

Booleans = NDArray[np.bool_]

_NOTHING: Any = None
_TEXT = pd.StringDtype("python")


@dataclass(frozen=True)
class Placed:
    """Places of n rows, in the order they were given.

    Attributes:
        lat, lon: degrees, WGS 84; NaN where not placed.
        match: a PlaceMatch each.
        city, state, county: as given where given, else filled from what matched; None where unknown.
    """

    lat: Floats
    lon: Floats
    match: Objects
    city: Objects
    state: Objects
    county: Objects


def place(
    postal_code: "pd.Series[Any]",
    city: "pd.Series[Any]",
    *,
    state: "pd.Series[Any]",
    country: "pd.Series[Any]",
    lat: "pd.Series[Any] | None" = None,
    lon: "pd.Series[Any] | None" = None,
) -> Placed:
    """Find where each row lies: by own coordinates, else postal code, else city and state, else part of the code.

    Args:
        postal_code: n texts such as "48104", "48104-1234", "M5V 3L9" or "SW1A 1AA"; three digits of a ZIP code alone
            match as ZIP3 only, and none is padded here. "00000" and "99999" stand for no code.
        city: n texts; found only together with a state, because one name in four occurs in several states.
        state: n texts, a code or a name. ZIP3 is refused where its state is another than the one given.
        country: n texts; a blank is read as `country_codes` does. In Canada, Mexico and Europe postal code and city
            place a row, in other countries only its own coordinates.
        lat: n numbers or None; used where both are in range and not both 0.
        lon: n numbers or None.

    Returns:
        n places. All series are read by position, whatever their index.

    Source: measured errors of each kind of match in docs/places.md.
    """
    countries = country_codes(country, postal_code, state)
    return place_in(countries, postal_code, city=city, state=state, lat=lat, lon=lon)


def place_in(
    countries: Objects,
    postal_code: "pd.Series[Any]",
    *,
    city: "pd.Series[Any]",
    state: "pd.Series[Any]",
    lat: "pd.Series[Any] | None" = None,
    lon: "pd.Series[Any] | None" = None,
) -> Placed:
    """Find where each row lies as `place` does, its country given as `country_codes` gives it."""
    data = place_data()
    own_lat, own_lon = _own_coordinates(lat, lon, len(postal_code))
    own = np.isfinite(own_lat)
    home = is_home(countries)
    zips = postal_code if home.all() else postal_code.where(home)
    zip5 = of_each(zips, lambda text: _digits(_ZIP, text), missing=-1, dtype=np.int64)
    zip3 = of_each(zips, lambda text: _digits(_ZIP3, text), missing=-1, dtype=np.int64)
    states = of_each(state, state_code, missing="")
    zip_row = np.where(zip5 >= 0, data.zip_row[zip5], -1)
    city_row = np.where(home, _city_rows(city, states, data), -1)
    abroad = places_abroad(postal_code, city, state, np.where(own, "", countries))
    by_zip = (zip_row >= 0) & np.isfinite(data.zip_lat[zip_row]) & ~own
    by_city = (city_row >= 0) & ~own & ~by_zip
    by_zip3 = _usable_zip3(zip3, states, data) & ~own & ~by_zip & ~by_city
    kinds = [own, by_zip, by_city, by_zip3]
    codes = [PlaceMatch.COORDINATES, PlaceMatch.EXACT_POSTAL, PlaceMatch.CITY, PlaceMatch.ZIP3, PlaceMatch.NONE]
    match = np.array(codes, dtype=object)[np.argmax([*kinds, np.ones_like(own)], axis=0)]
    in_zip, in_city = zip_row >= 0, by_city
    lats = [own_lat, data.zip_lat[zip_row], data.city_lat[city_row], data.zip3_lat[zip3]]
    lons = [own_lon, data.zip_lon[zip_row], data.city_lon[city_row], data.zip3_lon[zip3]]
    return Placed(
        lat=np.select(kinds, lats, abroad.lat),
        lon=np.select(kinds, lons, abroad.lon),
        match=np.where(np.equal(match, PlaceMatch.NONE), abroad.match, match),
        city=_filled(city, np.where(in_zip, data.zip_city[zip_row], _NOTHING)),
        state=_filled(state, np.select([in_zip, by_zip3], [data.zip_state[zip_row], data.zip3_state[zip3]], _NOTHING)),
        county=np.select([in_zip, in_city], [data.zip_county[zip_row], data.city_county[city_row]], _NOTHING),
    )


def zip_state(zip5: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the state's two-letter code of each five-digit ZIP code, in its order and index; missing where unknown.

    A code is known if the gazetteer holds it, the armed forces' codes included. Nothing is padded: pad first, then
    compare with the state that the list gives.
    """
    data = place_data()
    codes = of_each(zip5, lambda text: _digits(_ZIP, text), missing=-1, dtype=np.int64)
    rows = np.where(codes >= 0, data.zip_row[codes], -1)
    return pd.Series(np.where(rows >= 0, data.zip_state[rows], _NOTHING), index=zip5.index, dtype=_TEXT)


def zip3_of(text: str) -> str:
    """Return the first three digits of a ZIP code, of three, five or nine digits; "" of others, "99999" and "00000"."""
    found = _ZIP3.fullmatch(text)
    return found[1] if found else ""


def state_codes(states: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the two-letter code of each state ("Mich.", "michigan", "MI"), in its order and index; missing if none."""
    codes = of_each(states, lambda text: state_code(text) or None, missing=None)
    return pd.Series(codes, index=states.index, dtype=_TEXT)


@dataclass(frozen=True)
class Place:
    """One place that somebody typed."""

    lat: float
    lon: float
    match: PlaceMatch
    city: str | None
    state: str
    county: str | None


def lookup_place(text: str) -> Place | None:
    """Find one typed place; None if there is no such postal code or city.

    Read are "48104", "Ann Arbor, MI", "M5V 3L9", "SW1A 1AA", "Toronto, ON", "80331, Germany" and "Munich, Germany". A
    state comes before a country of the same letters. Three digits alone, or a ZIP code that is unknown, give the
    middle of their area with match ZIP3.
    """
    if _ZIP3.fullmatch(text):
        postal, city, state, country = text, "", "", "US"
    elif told := country_of(text):
        postal, city, state, country = text, "", "", told
    elif found := _CITY_STATE.fullmatch(text):
        city, state = found["city"], found["state"]
        country = "US" if state_code(state) else "CA" if province_code(state) else country_code(state)
        postal = city if country != "US" else ""
    else:
        return None
    one = place(pd.Series([postal]), pd.Series([city]), state=pd.Series([state]), country=pd.Series([country or "-"]))
    if one.match[0] is PlaceMatch.NONE:
        return None
    named = one.city[0] if country == "US" or one.match[0] is PlaceMatch.CITY else None
    return Place(
        lat=float(one.lat[0]),
        lon=float(one.lon[0]),
        match=one.match[0],
        city=_spelled(city, state) or named or None,
        state=state_code(one.state[0] or "") or province_code(state),
        county=one.county[0],
    )


def _spelled(city: str, state: str) -> str | None:
    """Return a city as the gazetteer spells it."""
    data = place_data()
    row = data.city_row.get(f"{city_key(city)}\t{state_code(state)}")
    return None if row is None else str(data.city_name[row])


def _own_coordinates(lat: "pd.Series[Any] | None", lon: "pd.Series[Any] | None", rows: int) -> tuple[Floats, Floats]:
    """Return both coordinates where both are in range and not both 0, else NaN in both."""
    if lat is None or lon is None:
        return np.full(rows, np.nan), np.full(rows, np.nan)
    own_lat = lat.to_numpy(dtype=np.float64, na_value=np.nan)
    own_lon = lon.to_numpy(dtype=np.float64, na_value=np.nan)
    usable = (np.abs(own_lat) <= 90) & (np.abs(own_lon) <= 180) & ((own_lat != 0) | (own_lon != 0))
    return np.where(usable, own_lat, np.nan), np.where(usable, own_lon, np.nan)


def _digits(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.fullmatch(text)
    return int(found[1]) if found else -1


def _city_rows(city: "pd.Series[Any]", states: Objects, data: PlaceData) -> Integers:
    """Return each row's city in the gazetteer, -1 where the city or the state is missing or unknown."""
    city_codes, names = numbered(city)
    state_numbers, state_names = pd.factorize(states)
    keys = list(map(city_key, names))
    pairs = city_codes * len(state_names) + state_numbers
    pairs[city_codes < 0] = -1
    distinct, inverse = np.unique(pairs, return_inverse=True)
    rows = [
        -1
        if pair < 0
        else data.city_row.get(f"{keys[pair // len(state_names)]}\t{state_names[pair % len(state_names)]}", -1)
        for pair in distinct.tolist()
    ]
    return np.array(rows, dtype=np.int64)[inverse]


def _usable_zip3(zip3: Integers, states: Objects, data: PlaceData) -> Booleans:
    """Return where the three digits are an area on the map and do not contradict the state."""
    agrees = np.equal(states, "") | np.equal(states, data.zip3_state[zip3])
    usable: Booleans = (zip3 >= 0) & np.isfinite(data.zip3_lat[zip3]) & agrees.astype(bool)
    return usable


def _filled(given: "pd.Series[Any]", found: Objects) -> Objects:
    """Return the texts as given, and `found` where they are missing or blank."""
    texts = given.to_numpy(dtype=np.object_)
    blank = of_each(given, lambda text: not text.strip(), missing=True, dtype=bool)
    return np.where(blank, found, texts)
