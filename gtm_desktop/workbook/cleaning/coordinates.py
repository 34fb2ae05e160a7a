"""Latitudes and longitudes as they are written, and put right where they can only mean one place."""

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.workbook.cleaning.cells import Booleans

Floats = NDArray[np.float64]

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ") | {0x2212: "-", 0x2032: "'", 0x2033: '"', 0xBA: "°"}
_DECIMAL = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<number>[-+]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*(?P<after>[NSEW])?", re.IGNORECASE
)
_PARTS = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<sign>-)?(?P<degrees>\d{1,3})\s*[°d:\s]\s*(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['’m:\s]?\s*"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|''|”|s)?)?\s*(?P<after>[NSEW])?",
    re.IGNORECASE,
)
_SOUTH_OR_WEST = frozenset("SWsw")


def degrees_of(cell: Any) -> float:
    r"""Return a cell as degrees, south and west negative; NaN where it is none.

    Read are numbers, "42.28", "42,28", "83.74 W", "W 83.74", "42°16'48"N" and "42 16 48 N".
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return float(cell) if math.isfinite(cell) else math.nan
    if not isinstance(cell, str):
        return math.nan
    text = cell.translate(_SPACES).strip()
    if found := _DECIMAL.fullmatch(text):
        number = float(found["number"].replace(",", "."))
        return _signed(number, found["before"] or found["after"])
    if found := _PARTS.fullmatch(text):
        minutes = float(found["minutes"].replace(",", "."))
        seconds = float((found["seconds"] or "0").replace(",", "."))
        if minutes >= 60 or seconds >= 60:
            return math.nan
        number = int(found["degrees"]) + minutes / 60 + seconds / 3600
        return _signed(-number if found["sign"] else number, found["before"] or found["after"])
    return math.nan


@dataclass(frozen=True)
class Mended:
    """Coordinates of n rows after mending.

    Attributes:
        lat, lon: degrees; NaN where missing or unusable.
        is_mended: where they were swapped or had lost a sign, and the point then lies in the United States.
        is_unusable: where both were given and no way of reading them gives a point there.
    """

    lat: Floats
    lon: Floats
    is_mended: Booleans
    is_unusable: Booleans


def mended(lat: Floats, lon: Floats, expected_home: Booleans, *, maybe_home: Booleans | None = None) -> Mended:
    """Return coordinates put right where a row is known to lie in the United States and its point does not.

    Tried in this order: as given, latitude and longitude swapped, longitude west, both. Rows that are not known to lie
    there keep theirs, unless they are out of range or 0/0, or they may lie there (`maybe_home`: nothing in the list
    says a country) and one of the first two ways alone leads there.
    """
    given = np.isfinite(lat) & np.isfinite(lon)
    ways = [(lat, lon), (lon, lat), (lat, -lon), (lon, -lat)]
    inside = [_is_home(*way) for way in ways]
    in_range = (np.abs(lat) <= 90) & (np.abs(lon) <= 180) & ((lat != 0) | (lon != 0))
    may = np.zeros(len(lat), dtype=bool) if maybe_home is None else maybe_home & ~expected_home
    only_otherwise = may & ~inside[0] & (inside[1] | inside[2])
    is_right = given & np.where(expected_home, inside[0], in_range & ~only_otherwise)
    found_lat, found_lon = np.where(is_right, lat, np.nan), np.where(is_right, lon, np.nan)
    is_mended = np.zeros(len(lat), dtype=bool)
    for (way_lat, way_lon), fits in zip(ways[1:], inside[1:], strict=True):
        now = given & (expected_home | only_otherwise) & fits & ~is_right & ~is_mended
        found_lat, found_lon = np.where(now, way_lat, found_lat), np.where(now, way_lon, found_lon)
        is_mended |= now
    return Mended(found_lat, found_lon, is_mended, given & ~is_right & ~is_mended)


def _is_home(lat: Floats, lon: Floats) -> Booleans:
    """Return which points lie in the box around the states, Hawaii, Alaska and the territories."""
    mainland: Booleans = (lat >= 17) & (lat <= 72) & (lon >= -180) & (lon <= -64)
    marianas: Booleans = (lat >= 13) & (lat <= 21) & (lon >= 144) & (lon <= 147)
    samoa: Booleans = (lat >= -15) & (lat <= -10) & (lon >= -172) & (lon <= -168)
    return mainland | marianas | samoa


def _signed(number: float, letter: str | None) -> float:
    return -abs(number) if letter and letter in _SOUTH_OR_WEST else number
