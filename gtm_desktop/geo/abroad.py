"""Where rows outside the United States lie: by postal code and country, else by city, province and country."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.geo.countries import country_code, province_code
from gtm_desktop.geo.each_text import of_each
from gtm_desktop.geo.place_data import Objects
from gtm_desktop.geo.place_match import APPROXIMATE, PlaceMatch
from gtm_desktop.geo.postal_codes import PostalPoints, postal_points
from gtm_desktop.geo.postal_formats import country_of, is_written_as_in
from gtm_desktop.geo.world import cities_abroad

UNITED_STATES = "US"
CANADA = "CA"


def country_codes(country: "pd.Series[Any]", postal_code: "pd.Series[Any]", state: "pd.Series[Any]") -> Objects:
    """Return the two-letter code of the country of each of n rows; "" where a name is not known.

    A blank is the United States, except beside what only one other country writes: a full Canadian or British code, or
    a Canadian province with no code or a Canadian one. Digits alone never tell a country.
    """
    found = of_each(country, lambda name: country_code(name) if name.strip() else None, missing=None)
    blank = np.flatnonzero(pd.isna(found))
    codes, states = (each if len(blank) == len(each) else each.iloc[blank] for each in (postal_code, state))
    told = of_each(codes, country_of, missing="")
    is_province = of_each(states, lambda name: province_code(name) != "", missing=False, dtype=bool)
    at = np.flatnonzero(is_province & np.equal(told, ""))
    is_canadian = of_each(
        codes.iloc[at], lambda text: not text.strip() or is_written_as_in(text, CANADA), missing=True, dtype=bool
    )
    told[at[is_canadian]] = CANADA
    found[blank] = np.where(np.equal(told, ""), UNITED_STATES, told)
    return found


def places_abroad(
    postal_code: "pd.Series[Any]", city: "pd.Series[Any]", state: "pd.Series[Any]", countries: Objects
) -> PostalPoints:
    """Return where n rows lie by postal code, else by city, else by an approximate postal code.

    Args:
        postal_code: n texts, in any spacing and case.
        city: n texts.
        state: n texts; in Canada the province decides between cities of one name.
        countries: n codes as `country_codes` gives them. Rows of the United States and of unknown countries stay
            unplaced.

    Returns:
        n points. Every distinct code and city is looked up once; what no row needs is not read.
    """
    lat, lon = np.full(len(countries), np.nan), np.full(len(countries), np.nan)
    match = np.array([PlaceMatch.NONE] * len(countries), dtype=object)
    is_abroad = np.not_equal(countries, UNITED_STATES) & np.not_equal(countries, "")
    for code in sorted(set(countries[is_abroad])):
        rows = np.flatnonzero(is_abroad & np.equal(countries, code))
        numbers, texts = pd.factorize(postal_code.iloc[rows])
        points = postal_points([str(text) for text in np.asarray(texts, dtype=object).tolist()], code)
        rows, numbers = rows[numbers >= 0], numbers[numbers >= 0]
        lat[rows], lon[rows], match[rows] = points.lat[numbers], points.lon[numbers], points.match[numbers]
    unsure = np.flatnonzero(is_abroad & np.isin(match, [PlaceMatch.NONE, *APPROXIMATE]))
    if len(unsure):
        names = [series.iloc[unsure].fillna("").astype(str) for series in (city, state)]
        numbers, distinct = pd.factorize(pd.Series(list(zip(*names, countries[unsure], strict=True)), dtype=object))
        found = np.array(cities_abroad(list(distinct)))[:, numbers]
        is_found = np.isfinite(found[0])
        rows = unsure[is_found]
        lat[rows], lon[rows] = found[:, is_found]
        match[rows] = PlaceMatch.CITY
    return PostalPoints(lat, lon, match)


def is_home(countries: Objects) -> NDArray[np.bool_]:
    """Return which of n country codes are the United States."""
    return np.equal(countries, UNITED_STATES).astype(bool)
