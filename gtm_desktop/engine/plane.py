"""Positions on a plane, and what a straight line on it costs on the road."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.engine.problem import Floats

EARTH_RADIUS_KM: Final = 6371.0088
NEAR_DETOUR: Final = 0.22
_DETOUR_FADES_KM: Final = 40.0


def project(lat: Floats, lon: Floats) -> Floats:
    """Lay places on a plane around their own middle.

    Args:
        lat: n latitudes in degrees.
        lon: n longitudes in degrees.

    Returns:
        n × 2 km east and north of the middle of the places; empty for no places.

    Source: Lambert's azimuthal equal-area projection; Snyder, Map Projections (USGS 1395, 1987), section 24.
    """
    if len(lat) == 0:
        return np.zeros((0, 2))
    return project_around(lat, lon, *middle(lat, lon))


def project_around(lat: Floats, lon: Floats, lat_0: float, lon_0: float) -> Floats:
    """Lay places on a plane that touches the earth at `lat_0`, `lon_0` (degrees); n × 2 km east and north."""
    phi, phi_0 = np.radians(lat), np.radians(lat_0)
    along = np.radians(np.asarray(lon) - lon_0)
    cos_c = np.sin(phi_0) * np.sin(phi) + np.cos(phi_0) * np.cos(phi) * np.cos(along)
    scale = EARTH_RADIUS_KM * np.sqrt(2.0 / np.maximum(1.0 + cos_c, 1e-9))
    east = scale * np.cos(phi) * np.sin(along)
    north = scale * (np.cos(phi_0) * np.sin(phi) - np.sin(phi_0) * np.cos(phi) * np.cos(along))
    return np.column_stack([east, north])


def middle(lat: Floats, lon: Floats) -> tuple[float, float]:
    """Return the place in the middle of n ≥ 1 places, in degrees; right across the date line too."""
    phi, theta = np.radians(lat), np.radians(lon)
    x = float(np.mean(np.cos(phi) * np.cos(theta)))
    y = float(np.mean(np.cos(phi) * np.sin(theta)))
    z = float(np.mean(np.sin(phi)))
    return float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))


def crow_km(here: Floats, there: Floats) -> Floats:
    """Return the m × k straight distances in km between m and k points of the plane."""
    # hypot would guard against overflow that kilometres cannot cause, and takes four times as long.
    east = here[:, 0, None] - there[None, :, 0]
    north = here[:, 1, None] - there[None, :, 1]
    return np.sqrt(east * east + north * north)


def road_km(crow: NDArray[np.float64], circuity: float, *, near_detour: float = NEAR_DETOUR) -> Floats:
    """Estimate road km from straight km: short trips wind more than long ones, by `near_detour` at the most.

    Source: d·(c + 0.22·e^(−d/40)), an estimate of our own between published circuity factors.
    """
    if near_detour == 0.0:
        return crow * circuity
    return crow * (circuity + near_detour * np.exp(crow / -_DETOUR_FADES_KM))
