"""The map on which a place is picked: where the other accounts lie, and the place picked so far."""

from dataclasses import replace

import numpy as np

from gtm_desktop.core.tokens import design_tokens
from gtm_desktop.geo.basemap import base_map, extent_of
from gtm_desktop.maps.scene import NO_TERRITORY, MapScene
from gtm_desktop.tables.accounts import ACCOUNT_ID, LAT, LON, NAME, AccountTable

_OTHERS = "#8593A1"
_SMALL, _LARGE = 0, 2


def place_scene(accounts: AccountTable) -> MapScene:
    """Draw the accounts that have a place, and a last point for the one to be picked, which is not shown yet.

    Cutting the base map takes up to half a second: work for a job.
    """
    lat, lon = accounts[LAT].to_numpy(dtype=np.float64), accounts[LON].to_numpy(dtype=np.float64)
    number = len(accounts) + 1
    names = accounts[NAME].fillna(accounts[ACCOUNT_ID])
    return MapScene(
        ids=(*accounts[ACCOUNT_ID], ""),
        lat=np.append(lat, np.nan),
        lon=np.append(lon, np.nan),
        territory=np.full(number, NO_TERRITORY),
        colour=np.append(np.zeros(number - 1, dtype=np.int64), 1),
        size=np.append(np.full(number - 1, _SMALL), _LARGE),
        palette=(_OTHERS, design_tokens().territory[0]),
        tips=(*names, ""),
        base=base_map(extent_of(lat, lon)),
    )


def picked(scene: MapScene, lat: float, lon: float) -> MapScene:
    """Return the scene with its last point at a place, degrees."""
    return replace(scene, lat=np.append(scene.lat[:-1], lat), lon=np.append(scene.lon[:-1], lon))
