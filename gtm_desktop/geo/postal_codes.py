"""Postal codes of Canada, Mexico and Europe: code and country to latitude and longitude."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from gtm_desktop.core import paths
from gtm_desktop.geo.place_data import Floats, Integers, Objects
from gtm_desktop.geo.place_match import PlaceMatch
from gtm_desktop.geo.postal_formats import levels, postal_key

RESOURCE = "geo/postal_codes.npz"
_DEGREES = 1_000


@dataclass(frozen=True)
class PostalPoints:
    """Points of n codes.

    Attributes:
        lat, lon: degrees; NaN where the code is not known.
        match: a PlaceMatch each; NONE where the code is not known.
    """

    lat: Floats
    lon: Floats
    match: Objects


def postal_points(codes: Sequence[str], country: str) -> PostalPoints:
    """Return the points of n postal codes of one country, each found by the surest part of it that is known.

    Only the points of that country are read, once; nothing is read where no code is written as its codes are.

    Raises:
        FileNotFoundError: the installation is incomplete.

    Source: docs/places.md.
    """
    lat, lon = np.full(len(codes), np.nan), np.full(len(codes), np.nan)
    match = np.array([PlaceMatch.NONE] * len(codes), dtype=object)
    for level in levels(country):
        where = np.flatnonzero(np.equal(match, PlaceMatch.NONE))
        keys = np.fromiter((postal_key(codes[row], level) for row in where.tolist()), np.int64, len(where))
        written = keys >= 0
        if not written.any():
            continue
        known, points = _table(level.table)
        rows = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        found = written & (known[rows] == keys)
        at = where[found]
        lat[at], lon[at] = points[:, rows[found]] / _DEGREES
        match[at] = level.match
    return PostalPoints(lat, lon, match)


@cache
def _table(name: str) -> tuple[Integers, Integers]:
    """Return the keys of a table, ascending, and their points in thousandths of a degree; one key -1 if there is none.

    Stored are the differences from one to the next, which take a third of the bytes.
    """
    with np.load(paths.resource(RESOURCE), allow_pickle=False) as stored:
        if f"{name}_key" not in stored:
            return np.array([-1]), np.zeros((2, 1), dtype=np.int64)
        keys = np.cumsum(stored[f"{name}_key"], dtype=np.int64)
        return keys, np.cumsum(stored[f"{name}_point"], axis=1, dtype=np.int64)
