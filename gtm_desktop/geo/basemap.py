"""The base map of a region: land, lakes, lines and city names, cut and simplified for its extent.

Whatever is not land is water: draw the background in the colour of water, then the layers in the order of `BaseMap`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import mapping

from gtm_desktop.geo.boundaries import Layer, land_of, layer
from gtm_desktop.geo.place_data import Floats, label_data

GeoJson = dict[str, Any]
"""A GeoJSON geometry: longitude before latitude, degrees, four decimals."""

POINTS_ACROSS = 6_000
"""The base map keeps what can be told apart when the extent is this many pixels wide."""
AROUND = 0.5
"""How far the base map goes beyond its extent on each side, as a share of it, so that there is room to pan."""
LABEL_LIMIT = 600
"""So many cities of the extent are considered for labels, the most important first."""
LABEL_PX = (110.0, 34.0)
"""The room, in pixels across and down, that a label wants to itself."""
DEEPEST_ZOOM = 13
_TILE_PX = 256.0
_HOME = "US"
_NEIGHBOURS = ("CA", "MX", "")
_SMALLEST_SPAN = 0.5


@dataclass(frozen=True)
class Extent:
    """A box in degrees that does not cross the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def widened(self, share: float) -> "Extent":
        """Return the box grown on each side by a share of its width and height, within the map's bounds."""
        x, y = (self.east - self.west) * share, (self.north - self.south) * share
        return Extent(
            max(self.west - x, -180.0), max(self.south - y, -85.0), min(self.east + x, 180.0), min(self.north + y, 85.0)
        )


@dataclass(frozen=True)
class CityLabel:
    """A city's name on the map, shown from zoom level `min_zoom` (web Mercator, 256-pixel tiles) on."""

    name: str
    lat: float
    lon: float
    population: int
    min_zoom: int


@dataclass(frozen=True)
class BaseMap:
    """What is drawn under the accounts, from the bottom up."""

    extent: Extent
    neighbours: GeoJson
    land: GeoJson
    lakes: GeoJson
    county_lines: GeoJson
    state_lines: GeoJson
    labels: tuple[CityLabel, ...]


def extent_of(lat: ArrayLike, lon: ArrayLike) -> Extent:
    """Return the box round n points, at least half a degree wide and high; missing points do not count.

    No point at all gives the contiguous United States.
    """
    points = np.column_stack([np.ravel(lat), np.ravel(lon)]).astype(np.float64)
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return Extent(-125.0, 24.0, -66.5, 49.5)
    low, high = points.min(axis=0), points.max(axis=0)
    grow = np.maximum(_SMALLEST_SPAN - (high - low), 0.0) / 2
    (south, west), (north, east) = (low - grow).tolist(), (high + grow).tolist()
    return Extent(west, south, east, north)


def base_map(extent: Extent) -> BaseMap:
    """Return the base map of an extent and of half its size around it.

    A region of three states makes about 350 KB of JSON. County lines are left out where the extent is wider than 30
    degrees: they would be a grey veil.
    """
    around = extent.widened(AROUND)
    tolerance = (extent.east - extent.west) / POINTS_ACROSS
    lines_of = (layer(Layer.COUNTY_LINES), layer(Layer.STATE_LINES))
    county_lines, state_lines = (_cut(lines, around, tolerance) for lines in lines_of)
    return BaseMap(
        extent=extent,
        neighbours=_polygons(_cut(np.array([land_of(c) for c in _NEIGHBOURS]), around, tolerance)),
        land=_polygons(_cut(np.array([land_of(_HOME)]), around, tolerance)),
        lakes=_polygons(_cut(layer(Layer.LAKES), around, tolerance)),
        county_lines=_lines(county_lines if extent.east - extent.west <= 30 else county_lines[:0]),
        state_lines=_lines(state_lines),
        labels=city_labels(around),
    )


def city_labels(extent: Extent) -> tuple[CityLabel, ...]:
    """Return the cities to name in an extent, the most important first, each from the zoom where it has room.

    A city has room where no more important one lies within `LABEL_PX`; those that never have room are left out.
    """
    data = label_data()
    inside = (data.lat >= extent.south) & (data.lat <= extent.north)
    inside &= (data.lon >= extent.west) & (data.lon <= extent.east)
    rows = np.flatnonzero(inside)[:LABEL_LIMIT]
    zooms = _zoom_with_room(data.lat[rows], data.lon[rows])
    return tuple(
        CityLabel(str(data.name[row]), float(data.lat[row]), float(data.lon[row]), int(data.population[row]), int(zoom))
        for row, zoom in zip(rows, zooms, strict=True)
        if zoom <= DEEPEST_ZOOM
    )


def _zoom_with_room(lat: Floats, lon: Floats) -> NDArray[np.int64]:
    """Return the zoom from which each label is clear of all earlier ones; 0 for the first."""
    phi = np.radians(lat)
    x = _TILE_PX * (lon / 360 + 0.5) / LABEL_PX[0]
    y = _TILE_PX * (0.5 - np.arcsinh(np.tan(phi)) / (2 * np.pi)) / LABEL_PX[1]
    rooms = np.maximum(np.abs(x[:, None] - x), np.abs(y[:, None] - y))
    rooms[np.triu_indices(len(x))] = np.inf
    nearest = rooms.min(axis=1, initial=np.inf)
    zooms: NDArray[np.int64] = np.ceil(-np.log2(np.clip(nearest, 2.0**-30, 1.0))).astype(np.int64)
    return zooms


def _cut(shapes: NDArray[np.object_], extent: Extent, tolerance: float) -> NDArray[np.object_]:
    """Return the shapes inside the extent, simplified, without empty ones."""
    box = (extent.west, extent.south, extent.east, extent.north)
    near = shapes[shapely.intersects(shapely.box(*box), shapely.envelope(shapes))]
    inside = shapely.simplify(shapely.clip_by_rect(near, *box), tolerance)
    return np.asarray(inside[~shapely.is_empty(inside)])


def _polygons(shapes: NDArray[np.object_]) -> GeoJson:
    parts = shapely.get_parts(shapely.get_parts(shapes))
    return _geojson(shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]))


def _lines(shapes: NDArray[np.object_]) -> GeoJson:
    parts = shapely.get_parts(shapes)
    return _geojson(shapely.multilinestrings(parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]))


def _geojson(shape: Any) -> GeoJson:
    rounded: GeoJson = mapping(shapely.transform(shape, lambda points: np.round(points, 4)))
    return rounded
