"""Coordinates that lie elsewhere than the postal code, the city or the state of their row."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.geo.abroad import is_home
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.geo.gazetteer import Placed, place_in, state_codes
from gtm_desktop.geo.place_data import Objects, place_data
from gtm_desktop.geo.place_match import APPROXIMATE, PlaceMatch
from gtm_desktop.workbook.cleaning.cells import Booleans

FAR_KM = 150.0
"""Nine in ten accounts lie within 10 km of their code's point, all but a few of the largest codes within 50."""

_MARGIN = 1.0
"""Degrees by which a point may lie outside the postal codes of its state."""


def are_far_off(
    placed: Placed,
    countries: Objects,
    postal_code: "pd.Series[Any]",
    *,
    city: "pd.Series[Any]",
    state: "pd.Series[Any]",
) -> Booleans:
    """Return which of n places are coordinates over 150 km from where the rest of their row lies, or outside its state.

    What is known only approximately contradicts nothing.
    """
    result = np.zeros(len(countries), dtype=bool)
    at = np.flatnonzero(placed.match == PlaceMatch.COORDINATES)
    if not len(at):
        return result
    codes, cities, states = (column.iloc[at].reset_index(drop=True) for column in (postal_code, city, state))
    said = place_in(countries[at], codes, city=cities, state=states)
    is_said = (said.match != PlaceMatch.NONE) & ~np.isin(said.match, APPROXIMATE)
    distance = great_circle_km(placed.lat[at], placed.lon[at], to_lat=said.lat, to_lon=said.lon)
    outside = _is_outside(placed.lat[at], placed.lon[at], state_codes(states)) & is_home(countries[at])
    result[at] = np.where(is_said, np.nan_to_num(distance) > FAR_KM, outside).astype(bool)
    return result


def _is_outside(lat: Any, lon: Any, states: "pd.Series[Any]") -> Booleans:
    extents = _extents().reindex(states.fillna("").to_numpy())
    known = extents["south"].notna().to_numpy()
    inside = (
        (lat >= extents["south"].to_numpy() - _MARGIN)
        & (lat <= extents["north"].to_numpy() + _MARGIN)
        & (lon >= extents["west"].to_numpy() - _MARGIN)
        & (lon <= extents["east"].to_numpy() + _MARGIN)
    )
    outside: Booleans = known & ~inside
    return outside


@cache
def _extents() -> pd.DataFrame:
    """Return the box around the ZIP codes of each state; Alaska's reaches around the world and so excludes little."""
    data = place_data()
    points = pd.DataFrame({"state": data.zip_state, "lat": data.zip_lat, "lon": data.zip_lon}).dropna()
    return points.groupby("state").agg(
        south=("lat", "min"), north=("lat", "max"), west=("lon", "min"), east=("lon", "max")
    )
