"""The nearest city to a point: what a territory or a home is called."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree

from gtm_desktop.geo.distance import EARTH_RADIUS_KM
from gtm_desktop.geo.place_data import Floats, Integers, Objects, place_data

TOWN = 10_000
"""Residents from which a place is known well enough to name a territory after it."""


@dataclass(frozen=True)
class NearestCities:
    """The nearest city of each of n points.

    Attributes:
        city, state: its name and two-letter code; None where the point is missing.
        km: great-circle distance to its middle; NaN where the point is missing.
    """

    city: Objects
    state: Objects
    km: Floats

    @property
    def labels(self) -> list[str]:
        """Return "Toledo, OH" for each point; "" where the point is missing."""
        return [f"{city}, {state}" if city else "" for city, state in zip(self.city, self.state, strict=True)]


def nearest_city(lat: ArrayLike, lon: ArrayLike, *, min_population: int = TOWN) -> NearestCities:
    """Find the nearest US city of at least `min_population` residents to each point.

    Args:
        lat: n latitudes in degrees; NaN for a missing point.
        lon: n longitudes.
        min_population: residents; 10,000 gives names that people know.

    Returns:
        n cities. Of two at the same distance the one first by name key and state.
    """
    points = np.column_stack([np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)])
    known = np.isfinite(points).all(axis=1)
    tree, rows = _tree(min_population)
    city = np.full(len(points), None, dtype=object)
    state = city.copy()
    km = np.full(len(points), np.nan)
    chord, index = tree.query(_sphere(points[known, 0], points[known, 1]))
    city[known], state[known] = place_data().city_name[rows[index]], place_data().city_state[rows[index]]
    km[known] = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1.0))
    return NearestCities(city, state, km)


@cache
def _tree(min_population: int) -> tuple[cKDTree, Integers]:
    data = place_data()
    rows = np.flatnonzero(data.city_population >= min_population)
    return cKDTree(_sphere(data.city_lat[rows], data.city_lon[rows])), rows


def _sphere(lat: Floats, lon: Floats) -> Floats:
    """Return n × 3 points of the unit sphere."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])
