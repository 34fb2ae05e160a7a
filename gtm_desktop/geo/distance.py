"""Distance, road distance and driving time between points, and the plane that shapes are drawn in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088
"""The mean radius of the Earth. Source: IUGG 1980."""

ROAD_FACTOR = 1.20
"""Road km per great-circle km on long trips in the United States."""
_SHORT_TRIP_FACTOR = 0.22
_SHORT_TRIP_KM = 40.0

_STREET_KM, _STREET_KMH = 8.0, 40.0
_REGIONAL_KM, _REGIONAL_KMH = 32.0, 75.0
_HIGHWAY_KMH = 105.0
MINUTES_STEP = 5
"""Driving times are shown rounded to this."""


def great_circle_km(lat: ArrayLike, lon: ArrayLike, *, to_lat: ArrayLike, to_lon: ArrayLike) -> Floats:
    """Return the great-circle distance in km between points in degrees, broadcast as numpy does; NaN where missing.

    Source: haversine formula, R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984).
    """
    phi, to_phi = np.radians(lat), np.radians(to_lat)
    half_lat = np.sin((to_phi - phi) / 2)
    half_lon = np.sin(np.radians(np.subtract(to_lon, lon)) / 2)
    chord = half_lat**2 + np.cos(phi) * np.cos(to_phi) * half_lon**2
    km: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return km


def road_km(distance_km: ArrayLike, *, road_factor: float = ROAD_FACTOR) -> Floats:
    """Estimate road km from great-circle km: d·(c + 0.22·e^(−d/40)); short trips detour most. Same shape.

    Source: our own estimate, between the published US circuity factors; label it an estimate wherever it is shown.
    """
    km = np.asarray(distance_km, dtype=np.float64)
    roads: Floats = km * (road_factor + _SHORT_TRIP_FACTOR * np.exp(-km / _SHORT_TRIP_KM))
    return roads


def drive_minutes(roads_km: ArrayLike) -> Floats:
    """Estimate minutes one way from road km: the first 8 at 40 km/h, the next 32 at 75, the rest at 105. Same shape.

    Source: our own estimate; label it an estimate wherever it is shown, and round it with `rounded_minutes`.
    """
    km = np.asarray(roads_km, dtype=np.float64)
    street = np.minimum(km, _STREET_KM)
    regional = np.clip(km - _STREET_KM, 0.0, _REGIONAL_KM)
    highway = np.maximum(km - _STREET_KM - _REGIONAL_KM, 0.0)
    minutes: Floats = 60 * (street / _STREET_KMH + regional / _REGIONAL_KMH + highway / _HIGHWAY_KMH)
    return minutes


def rounded_minutes(minutes: ArrayLike) -> Floats:
    """Round minutes to 5, as far as the estimate carries; a half step goes up. Same shape."""
    rounded: Floats = np.floor(np.asarray(minutes, dtype=np.float64) / MINUTES_STEP + 0.5) * MINUTES_STEP
    return rounded


@dataclass(frozen=True)
class Plane:
    """A Lambert azimuthal equal-area plane in km round a centre: areas are true, shapes nearly so within 2,000 km.

    Source: J. P. Snyder, "Map Projections: A Working Manual", USGS Professional Paper 1395 (1987), pages 182–190.
    """

    centre_lat: float
    centre_lon: float

    def forward(self, lat: ArrayLike, lon: ArrayLike) -> tuple[Floats, Floats]:
        """Return x (east) and y (north) in km of points in degrees; the point opposite the centre has none."""
        phi, phi_0 = np.radians(lat), np.radians(self.centre_lat)
        lam = np.radians(np.subtract(lon, self.centre_lon))
        toward = np.cos(phi) * np.cos(lam)
        cosine = np.sin(phi_0) * np.sin(phi) + np.cos(phi_0) * toward
        scale = EARTH_RADIUS_KM * np.sqrt(2 / (1 + cosine))
        return scale * np.cos(phi) * np.sin(lam), scale * (np.cos(phi_0) * np.sin(phi) - np.sin(phi_0) * toward)

    def inverse(self, x_km: ArrayLike, y_km: ArrayLike) -> tuple[Floats, Floats]:
        """Return latitude and longitude in degrees of points in km."""
        x, y = np.asarray(x_km, dtype=np.float64), np.asarray(y_km, dtype=np.float64)
        phi_0 = np.radians(self.centre_lat)
        rho = np.hypot(x, y)
        angle = 2 * np.arcsin(np.minimum(rho / (2 * EARTH_RADIUS_KM), 1.0))
        sine = np.divide(np.sin(angle), rho, out=np.full_like(rho, 1 / EARTH_RADIUS_KM), where=rho > 0)
        lat = np.arcsin(np.clip(np.cos(angle) * np.sin(phi_0) + y * sine * np.cos(phi_0), -1.0, 1.0))
        lon = np.arctan2(x * sine, np.cos(phi_0) * np.cos(angle) - y * sine * np.sin(phi_0))
        return np.degrees(lat), self.centre_lon + np.degrees(lon)


def plane_round(lat: ArrayLike, lon: ArrayLike) -> Plane:
    """Return the plane round the centroid of n points in degrees; missing points do not count.

    The centroid is that of the points on the sphere, so that points on both sides of the 180th meridian do not pull it
    to the other side of the Earth. No point at all gives the middle of the United States.
    """
    phi, lam = np.radians(np.ravel(lat)), np.radians(np.ravel(lon))
    known = np.isfinite(phi) & np.isfinite(lam)
    if not known.any():
        return Plane(39.8, -98.6)
    phi, lam = phi[known], lam[known]
    x, y, z = (np.cos(phi) * np.cos(lam)).mean(), (np.cos(phi) * np.sin(lam)).mean(), np.sin(phi).mean()
    return Plane(float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x))))


def to_plane(lat: ArrayLike, lon: ArrayLike) -> tuple[Floats, Floats]:
    """Return x and y in km of points in degrees, on the equal-area plane round their own centroid."""
    return plane_round(lat, lon).forward(lat, lon)
