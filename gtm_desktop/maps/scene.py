"""The scene: everything that is drawn on the map, as arrays and marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.geo.basemap import BaseMap

GeoJson = dict[str, Any]
NO_TERRITORY = -1


@dataclass(frozen=True)
class TerritoryMark:
    """A territory on the map.

    Attributes:
        territory_id: its id.
        name: written at its place.
        detail: a second, softer line; may be empty.
        colour: ``#RRGGBB``.
        lat: where the name stands, degrees; NaN for a territory that has no place.
        lon: likewise.
    """

    territory_id: str
    name: str
    detail: str
    colour: str
    lat: float
    lon: float


@dataclass(frozen=True)
class HomeMark:
    """A rep's home, at the centre of its postal code."""

    rep_id: str
    name: str
    colour: str
    lat: float
    lon: float


@dataclass(frozen=True, eq=False)
class MapScene:
    """What the map shows. Points are numbered as the rows of the account table.

    Attributes:
        ids: n account ids.
        lat: n latitudes in degrees; NaN for what is not shown.
        lon: n longitudes.
        territory: n positions in `territories`, `NO_TERRITORY` for none.
        colour: n positions in `palette`.
        size: n size classes, 0 (small) to 2.
        palette: colours, ``#RRGGBB``, at most 256.
        tips: n texts shown where the pointer rests; empty for none at all.
        territories: the territories.
        shapes: GeoJSON multipolygon by position in `territories`.
        homes: reps' homes; empty where they are not to be shown.
        lines: lines that territories do not hang together across, each points (latitude, longitude) in degrees.
        base: the base map; None before it is cut.
    """

    ids: Sequence[str]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    territory: NDArray[np.int64]
    colour: NDArray[np.int64]
    size: NDArray[np.int64]
    palette: tuple[str, ...]
    tips: Sequence[str] = ()
    territories: tuple[TerritoryMark, ...] = ()
    shapes: Mapping[int, GeoJson] = field(default_factory=dict)
    homes: tuple[HomeMark, ...] = ()
    lines: tuple[tuple[tuple[float, float], ...], ...] = ()
    base: BaseMap | None = None

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The position of each territory by its id."""
        return {mark.territory_id: number for number, mark in enumerate(self.territories)}
