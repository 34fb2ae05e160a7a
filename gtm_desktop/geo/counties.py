"""Counties of the United States: which one a name means, and which one a point lies in."""

import re
import unicodedata
from functools import cache

import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike

from gtm_desktop.geo.boundaries import Layer, county_names, layer, state_shapes
from gtm_desktop.geo.gazetteer import state_codes
from gtm_desktop.geo.place_data import Integers

NO_COUNTY = -1
_NEAR_DEGREES = 0.05
"""A point in no county counts to one this near: lines are simplified, and harbours lie off the shore."""
_FIRST_CITY = 510
"""Cities that are counties of their own have codes from here on within their state."""
_KINDS = re.compile(
    r"^city and county of |"
    r"[ (]*\b(county|parish|borough|city and borough|municipality|census area|municipio|planning region|region)\)?$"
)


def counties_named(county: "pd.Series[str]", state: "pd.Series[str]") -> Integers:
    """Return which of `county_names` n texts of a county and a state mean; −1 where none.

    Names count in any case and spelling of "Saint", with or without what they are ("Kent", "Kent County"). Of a city
    and a county of one name, the city is meant where it says so.
    """
    known = _numbers()
    both = pd.Series(list(zip(state_codes(state), county.fillna("").astype(str), strict=True)), dtype=object)
    place, distinct = pd.factorize(both)
    keys = [[(code, key) for key in _keys(text)] for code, text in distinct]
    found = [next((known[key] for key in either if key in known), NO_COUNTY) for either in keys]
    return np.array(found, dtype=np.int64)[place] if found else np.zeros(0, dtype=np.int64)


def counties_at(lat: ArrayLike, lon: ArrayLike) -> Integers:
    """Return in which of `county_names` n points lie; −1 where in none, or where a coordinate is missing.

    A point on a line is in the first of its counties; one a few kilometres off shore is in the nearest.
    """
    at = np.column_stack([np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)])
    is_known = np.isfinite(at).all(axis=1)
    distinct, place = np.unique(at[is_known], axis=0, return_inverse=True)
    points, shapes = shapely.points(distinct), layer(Layer.COUNTIES)
    county = np.full(len(points), NO_COUNTY, dtype=np.int64)
    # Shapes are asked for points, as the shapes that are asked are the ones that are prepared.
    inside, of_point = shapely.STRtree(points).query(shapes, predicate="intersects")
    county[of_point[::-1]] = inside[::-1]
    lost = np.flatnonzero(county == NO_COUNTY)
    of_lost, nearest = _tree().query_nearest(points[lost], max_distance=_NEAR_DEGREES, all_matches=False)
    county[lost[of_lost]] = nearest
    found = np.full(len(at), NO_COUNTY, dtype=np.int64)
    found[is_known] = county[place.ravel()]
    return found


@cache
def county_states() -> tuple[str, ...]:
    """Return the two-letter state of each of `county_names`; states are in the order of their numeric codes there."""
    numbers = [code[:2] for code, _ in county_names()]
    states = dict(zip(sorted(set(numbers)), state_shapes(), strict=True))
    return tuple(states[number] for number in numbers)


@cache
def _tree() -> shapely.STRtree:
    return shapely.STRtree(layer(Layer.COUNTIES))


@cache
def _numbers() -> dict[tuple[str, str], int]:
    """Return the numbers of counties by state and key; a city also by its name with "city" behind."""
    known: dict[tuple[str, str], int] = {}
    for number, ((code, name), state) in enumerate(zip(county_names(), county_states(), strict=True)):
        known.setdefault((state, _letters(name)), number)
        if int(code[2:]) >= _FIRST_CITY:
            known[state, _letters(f"{name} city")] = number
    return known


def _keys(text: str) -> tuple[str, str]:
    return _letters(text), _letters(_KINDS.sub("", text.strip().casefold()))


def _letters(text: str) -> str:
    spelled = re.sub(r"\bsaint(e?) ", r"st\1 ", text.casefold())
    return "".join(letter for letter in unicodedata.normalize("NFKD", spelled) if letter.isascii() and letter.isalnum())
