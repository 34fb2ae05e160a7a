"""The gazetteer's tables as arrays, read once from the resource that resources/generate_places.py makes."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.core import paths

RESOURCE = "geo/us_places.npz"
_DEGREES = 10_000
_MISSING = np.iinfo(np.int32).min
_ZIP_CODES = 100_000

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Objects = NDArray[np.object_]


@dataclass(frozen=True)
class PlaceData:
    """ZIP codes, ZIP areas of three digits, and cities of the United States; read-only.

    Attributes:
        zip_row: 100,000 rows of the ZIP tables by ZIP code as a number, -1 where there is no such code.
        zip_lat, zip_lon: degrees; NaN for the armed forces' codes.
        zip_city, zip_state, zip_county: names and the two-letter code; None where unknown.
        zip3_lat, zip3_lon: 1,000 medians of the ZIP codes of an area; NaN where there is none.
        zip3_state: the state of most codes of the area; None where there is none.
        city_row: row of a city by its key and state, as `city_key` writes them, with a tab between.
        city_lat, city_lon: degrees.
        city_population: residents; 0 for places that are no postal city, so that nothing is named after a district.
        city_name, city_state, city_county: names and the two-letter code; None where unknown.
    """

    zip_row: Integers
    zip_lat: Floats
    zip_lon: Floats
    zip_city: Objects
    zip_state: Objects
    zip_county: Objects
    zip3_lat: Floats
    zip3_lon: Floats
    zip3_state: Objects
    city_row: dict[str, int]
    city_lat: Floats
    city_lon: Floats
    city_population: Integers
    city_name: Objects
    city_state: Objects
    city_county: Objects


@dataclass(frozen=True)
class LabelData:
    """Cities of North America that a map may name, the most important first; districts after cities of their size."""

    name: Objects
    lat: Floats
    lon: Floats
    population: Integers


@cache
def place_data() -> PlaceData:
    """Return the gazetteer's tables; the first call reads them in about 0.1 s.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    with np.load(paths.resource(RESOURCE), allow_pickle=False) as stored:
        states, counties = _lines(stored["states"]), _lines(stored["counties"])
        cities = _lines(stored["zip_city_names"])
        codes = stored["zip"].astype(np.int64)
        zip_row = np.full(_ZIP_CODES, -1, dtype=np.int64)
        zip_row[codes] = np.arange(len(codes))
        zip_lat, zip_lon = _degrees(stored["zip_lat"]), _degrees(stored["zip_lon"])
        zip3_lat, zip3_lon, zip3_state = _zip3(codes // 100, zip_lat, zip_lon, stored["zip_state"].astype(np.int64))
        city_state = states[stored["city_state"]]
        keys = _lines(stored["city_key"])
        return PlaceData(
            zip_row=zip_row,
            zip_lat=zip_lat,
            zip_lon=zip_lon,
            zip_city=cities[stored["zip_city"]],
            zip_state=states[stored["zip_state"]],
            zip_county=counties[stored["zip_county"]],
            zip3_lat=zip3_lat,
            zip3_lon=zip3_lon,
            zip3_state=np.array([*states, None], dtype=object)[zip3_state],
            city_row={f"{key}\t{state}": row for row, (key, state) in enumerate(zip(keys, city_state, strict=True))},
            city_lat=_degrees(stored["city_lat"]),
            city_lon=_degrees(stored["city_lon"]),
            city_population=stored["city_population"].astype(np.int64),
            city_name=_lines(stored["city_name"]),
            city_state=city_state,
            city_county=counties[stored["city_county"]],
        )


@cache
def label_data() -> LabelData:
    """Return the cities that a map may name, the most important first.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    with np.load(paths.resource(RESOURCE), allow_pickle=False) as stored:
        return LabelData(
            name=_lines(stored["label_name"]),
            lat=_degrees(stored["label_lat"]),
            lon=_degrees(stored["label_lon"]),
            population=stored["label_population"].astype(np.int64),
        )


def _zip3(area: Integers, lat: Floats, lon: Floats, state: Integers) -> tuple[Floats, Floats, Integers]:
    """Return, by area 0…999, the median point of its codes and the state most have (the lowest on a tie), or -1."""
    on_map = np.isfinite(lat)
    area, lat, lon, state = area[on_map], lat[on_map], lon[on_map], state[on_map]
    medians = np.full((2, 1_000), np.nan)
    majority = np.full(1_000, -1, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, area[1:] != area[:-1]])
    for start, end in zip(starts, np.r_[starts[1:], len(area)], strict=True):
        medians[:, area[start]] = np.median(lat[start:end]), np.median(lon[start:end])
        majority[area[start]] = np.bincount(state[start:end]).argmax()
    return medians[0], medians[1], majority


def _degrees(stored: NDArray[np.int32]) -> Floats:
    """Return degrees, read-only; NaN where missing."""
    degrees = np.where(stored == _MISSING, np.nan, stored / _DEGREES)
    degrees.flags.writeable = False
    return degrees


def _lines(stored: NDArray[np.uint8]) -> Objects:
    """Return the lines of UTF-8 text as an array of str, read-only; None for an empty line."""
    lines = np.array([line or None for line in stored.tobytes().decode("utf-8").split("\n")], dtype=object)
    lines.flags.writeable = False
    return lines
