"""Land, lakes, states and counties as shapes, read once from what resources/generate_boundaries.py makes."""

from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gtm_desktop.core import paths

RESOURCE = "geo/boundaries.npz"
_DEGREES = 10_000
_SHAPE_TYPES = {
    1: shapely.GeometryType.LINESTRING,
    2: shapely.GeometryType.POLYGON,
    3: shapely.GeometryType.MULTIPOLYGON,
}
"""The type of a layer's shapes by how many levels of offsets it has."""

Shapes = NDArray[np.object_]


class Layer(StrEnum):
    """The layers of the resource; coordinates are longitude and latitude in degrees."""

    LAND = "land"
    """One multipolygon a country of North America, the Great Lakes and other lakes on borders cut out."""
    LAKES = "lake"
    """Lakes inside the land of the United States."""
    STATES = "state"
    COUNTIES = "county"
    STATE_LINES = "state_line"
    """Each line between two states once; no shores."""
    COUNTY_LINES = "county_line"
    """Each line between two counties of one state once."""


@cache
def layer(name: Layer) -> Shapes:
    """Return the shapes of a layer, read-only, in the order of the resource.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    with np.load(paths.resource(RESOURCE), allow_pickle=False) as stored:
        points = np.ascontiguousarray(np.cumsum(stored[f"{name}_steps"], axis=1, dtype=np.int64).T / _DEGREES)
        offsets: list[NDArray[np.int64]] = []
        while f"{name}_offsets{len(offsets)}" in stored:
            offsets.append(np.cumsum(stored[f"{name}_offsets{len(offsets)}"].astype(np.int64)))
    shapes: Shapes = shapely.from_ragged_array(_SHAPE_TYPES[len(offsets)], points, tuple(offsets))
    shapes.flags.writeable = False
    return shapes


@cache
def land_of(country: str) -> Any:
    """Return the land of "US", "CA" or "MX" as one prepared multipolygon; the rest of North America for ""."""
    with np.load(paths.resource(RESOURCE), allow_pickle=False) as stored:
        row = int(np.flatnonzero(stored["land_country"] == country)[0])
    land = layer(Layer.LAND)[row]
    shapely.prepare(land)
    return land


@cache
def state_shapes() -> dict[str, Any]:
    """Return each state's shape by its two-letter code."""
    with np.load(paths.resource(RESOURCE), allow_pickle=False) as stored:
        codes = stored["state_code"].tolist()
    return dict(zip(codes, layer(Layer.STATES), strict=True))


@cache
def county_names() -> tuple[tuple[str, str], ...]:
    """Return the five-digit FIPS code and the name of each shape of the counties' layer, in its order."""
    with np.load(paths.resource(RESOURCE), allow_pickle=False) as stored:
        names = stored["county_name"].tobytes().decode("utf-8").split("\n")
        return tuple(zip(stored["county_id"].tolist(), names, strict=True))
