"""Cities of Canada, Mexico and Europe: city and country to latitude and longitude."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from gtm_desktop.core import paths
from gtm_desktop.geo.countries import country_code, province_code
from gtm_desktop.geo.place_data import Floats
from gtm_desktop.geo.place_names import city_key

RESOURCE = "geo/world_cities.npz"
_DEGREES = 10_000


def cities_abroad(places: Sequence[tuple[str, str, str]]) -> tuple[Floats, Floats]:
    """Return degrees for n cities, states or provinces and countries as lists write them; NaN where not found.

    In Canada the province decides where it is given. A name that several cities of a country share, none of them five
    times as populous as the next, is not found without it.

    Source: docs/places.md.
    """
    data = _cities()
    lat, lon = np.full(len(places), np.nan), np.full(len(places), np.nan)
    for number, (city, state, country) in enumerate(places):
        code = country_code(country)
        province = province_code(state) if code == "CA" else ""
        row = data.row.get(f"{city_key(city)}\t{code}\t{province}")
        if row is not None:
            lat[number], lon[number] = data.lat[row], data.lon[row]
    return lat, lon


class _Cities:
    """Rows by key (city key, country, province, with tabs between) and their degrees."""

    def __init__(self, keys: list[str], lat: Floats, lon: Floats) -> None:
        self.row = {key: row for row, key in enumerate(keys)}
        self.lat, self.lon = lat, lon


@cache
def _cities() -> _Cities:
    with np.load(paths.resource(RESOURCE), allow_pickle=False) as stored:
        keys = stored["key"].tobytes().decode("utf-8").split("\n")
        return _Cities(keys, *(stored["degrees"] / _DEGREES))
