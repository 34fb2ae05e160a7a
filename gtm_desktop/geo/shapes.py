"""The shapes of territories: the land nearest to each territory's accounts, for drawing.

Accounts are snapped to a grid, the plane is divided among them (Voronoi), specks are absorbed, only the lines between
two territories are kept and closed to faces, and the faces are cut to the land within reach of the accounts. The work
grows with the length of the borders, not with the number of accounts.
"""

from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from gtm_desktop.geo.boundaries import Layer, land_of, layer, state_shapes
from gtm_desktop.geo.cells import OUTSIDE, Cells, Sites, snapped_sites, voronoi_cells, without_enclaves
from gtm_desktop.geo.distance import Floats, Plane, plane_round

REACH_KM = 60.0
"""Land farther than this from every account belongs to nobody."""
_HOLE_REACHES = 3
_ROUNDING = 0.5
_ARC_STEPS = 6
_NEIGHBOURHOOD = np.ones((3, 3), dtype=bool)
_STEP_DEGREES = 0.25
_KM_PER_DEGREE = 111.2
_OTHER_COUNTRIES = ("CA", "MX", "")
_ENOUGH_SITES, _ENOUGH_SHARE = 3.0, 0.01
_CORE_DEGREES = 0.05

Shapes = NDArray[np.object_]


def territory_shapes(
    lat: ArrayLike, lon: ArrayLike, *, label: ArrayLike, weight: ArrayLike | None = None, reach_km: float = REACH_KM
) -> dict[int, Any]:
    """Return the shape of each territory, in longitude and latitude.

    Args:
        lat: n latitudes in degrees; NaN where an account is not placed.
        lon: n longitudes.
        label: n territory numbers; below 0 where an account has no territory.
        weight: n weights above 0 that decide whose a grid square is; 1 each if None.
        reach_km: how far shapes run beyond their accounts.

    Returns:
        A multipolygon for each label, by label. They do not overlap. Together they cover, within about `reach_km` of an
        account, the land of the states that hold accounts (elsewhere of the countries), lakes cut out. A label that
        weighs most in no grid square, or whose accounts lie off that land, is missing. No usable account gives none.
    """
    points = [np.asarray(values, dtype=np.float64) for values in (lat, lon)]
    labels = np.asarray(label, dtype=np.int64)
    weights = np.ones(len(labels)) if weight is None else np.asarray(weight, dtype=np.float64)
    used = np.isfinite(points[0]) & np.isfinite(points[1]) & (labels >= 0) & (weights > 0)
    if not used.any():
        return {}
    names, numbers = np.unique(labels[used], return_inverse=True)
    plane = plane_round(points[0][used], points[1][used])
    x, y = plane.forward(points[0][used], points[1][used])
    sites = snapped_sites(x, y, label=numbers, weight=weights[used])
    faces, owners = _faces(without_enclaves(voronoi_cells(sites)))
    region = _region(sites, plane, reach_km)
    shapely.prepare(region)
    cut = ~shapely.contains_properly(region, faces)
    faces[cut] = shapely.intersection(faces[cut], region)
    faces = shapely.transform(faces, lambda xy: np.column_stack(plane.inverse(xy[:, 0], xy[:, 1])[::-1]))
    made = {int(names[owner]): _polygons(faces[owners == owner]) for owner in np.unique(owners)}
    return {name: shape for name, shape in made.items() if not shape.is_empty}


def _faces(cells: Cells) -> tuple[Shapes, NDArray[np.int64]]:
    """Return the faces between the lines that part two labels, and whose each is; without the outside."""
    sides = cells.label[cells.ridge_sites]
    border = (sides[:, 0] != sides[:, 1]) & (cells.ridge_ends >= 0).all(axis=1)
    lines = shapely.linestrings(cells.vertices[cells.ridge_ends[border]])
    faces = shapely.get_parts(shapely.polygonize(lines))
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    owners = cells.label[cKDTree(cells.points).query(inner)[1]]
    return faces[owners != OUTSIDE], owners[owners != OUTSIDE]


def _region(sites: Sites, plane: Plane, reach_km: float) -> Any:
    """Return the served land within reach of a site, in km; all within reach where no site lies on known land."""
    near = _within_reach(sites, reach_km)
    lat, lon = plane.inverse(sites.x, sites.y)
    margin_lat = 1.5 * reach_km / _KM_PER_DEGREE
    margin_lon = margin_lat / max(0.1, float(np.cos(np.radians(np.abs(lat).max()))))
    box = (lon.min() - margin_lon, lat.min() - margin_lat, lon.max() + margin_lon, lat.max() + margin_lat)
    lands = [shapely.clip_by_rect(land, *box) for land in _served(lat, lon)]
    if not lands:
        return near
    land = shapely.segmentize(shapely.union_all(lands), _STEP_DEGREES)
    land = shapely.transform(land, lambda xy: np.column_stack(plane.forward(xy[:, 1], xy[:, 0])))
    return shapely.intersection(shapely.make_valid(land), near)


def _served(lat: Floats, lon: Floats) -> list[Any]:
    """Return the US states and the other countries that hold at least three sites, or one in a hundred of a short list.

    Only sites about 5 km inside count, so that points placed slightly off do not paint the neighbour.
    """
    enough = min(_ENOUGH_SITES, max(1.0, _ENOUGH_SHARE * len(lat)))
    found = []
    for land, core in _lands():
        west, south, east, north = core.bounds
        near = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        if near.sum() >= enough and shapely.contains_xy(core, lon[near], lat[near]).sum() >= enough:
            found.append(land)
    return found


def _within_reach(sites: Sites, reach_km: float) -> Any:
    """Return what lies within about `reach_km` of a site, its notches rounded.

    Sites are thinned to squares of half the reach, gaps of one square are closed, and only the outermost squares are
    grown and united; what they enclose is filled: a whole country costs no more than its outline. A small empty area
    that accounts lie all around belongs to whoever is nearest.
    """
    grid = reach_km / 2
    square = np.floor(np.column_stack([sites.x, sites.y]) / grid).astype(np.int64)
    origin = square.min(axis=0) - 2
    held = np.zeros(square.max(axis=0) - origin + 3, dtype=bool)
    held[tuple((square - origin).T)] = True
    held = ndimage.binary_closing(held, _NEIGHBOURHOOD)
    inner = ndimage.binary_erosion(held, _NEIGHBOURHOOD)
    outer_middles, inner_middles = ((np.argwhere(where) + origin + 0.5) * grid for where in (held & ~inner, inner))
    discs = shapely.buffer(shapely.points(outer_middles), reach_km * (1 + _ROUNDING), quad_segs=_ARC_STEPS)
    reach = _without_holes_round(shapely.union_all(discs), inner_middles, smaller_than=(_HOLE_REACHES * reach_km) ** 2)
    return shapely.buffer(reach, -reach_km * _ROUNDING, quad_segs=_ARC_STEPS)


def _without_holes_round(shape: Any, points: Floats, *, smaller_than: float) -> Any:
    """Return a shape whose holes are filled where they hold one of the points or have an area below `smaller_than`."""
    filled = []
    for part in shapely.get_parts(shape):
        holes = [
            hole
            for hole in part.interiors
            if shapely.Polygon(hole).area >= smaller_than
            and not shapely.contains_xy(shapely.Polygon(hole), points).any()
        ]
        filled.append(shapely.Polygon(part.exterior, holes))
    return shapely.union_all(filled)


@cache
def _lands() -> tuple[tuple[Any, Any], ...]:
    """Return the US states and the other countries of North America, lakes cut out, each with its prepared inside."""
    states = shapely.difference(np.array(list(state_shapes().values())), shapely.union_all(layer(Layer.LAKES)))
    lands = np.array([*states, *(land_of(country) for country in _OTHER_COUNTRIES)])
    cores = shapely.buffer(shapely.simplify(lands, _CORE_DEGREES / 5), -_CORE_DEGREES, quad_segs=1)
    shapely.prepare(cores)
    return tuple((land, core) for land, core in zip(lands, cores, strict=True) if not core.is_empty)


def _polygons(shapes: Shapes) -> Any:
    """Return the polygons among the parts of shapes as one multipolygon."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
