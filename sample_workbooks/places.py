"""Where the invented customers sit: ZIP codes of the program's own gazetteer, drawn by the people who live there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.geo.place_data import place_data
from gtm_desktop.geo.place_names import city_key

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Texts = NDArray[np.object_]

_RURAL_PEOPLE = 700
"""People put behind a ZIP code whose town is too small for the gazetteer's list of cities."""


@dataclass(frozen=True)
class Sites:
    """Places of n rows: five-digit ZIP codes as text, city, state, county (None where unknown), degrees."""

    postal_code: Texts
    city: Texts
    state: Texts
    county: Texts
    lat: Floats
    lon: Floats

    def at(self, rows: Integers) -> "Sites":
        """Return the places of these rows."""
        return Sites(
            self.postal_code[rows], self.city[rows], self.state[rows],
            self.county[rows], self.lat[rows], self.lon[rows],
        )  # fmt: skip


def joined(parts: list[Sites]) -> Sites:
    """Return the places of all parts, one after the other."""
    return Sites(
        np.concatenate([part.postal_code for part in parts]),
        np.concatenate([part.city for part in parts]),
        np.concatenate([part.state for part in parts]),
        np.concatenate([part.county for part in parts]),
        np.concatenate([part.lat for part in parts]),
        np.concatenate([part.lon for part in parts]),
    )


@cache
def all_sites() -> tuple[Sites, Floats]:
    """Return every ZIP code that lies on the map, and the people put behind each."""
    data = place_data()
    codes = np.flatnonzero(data.zip_row >= 0)
    rows = data.zip_row[codes]
    usable = np.isfinite(data.zip_lat[rows])
    codes, rows = codes[usable], rows[usable]
    city, state = data.zip_city[rows], data.zip_state[rows]
    keys = [f"{city_key(str(name))}\t{code}" for name, code in zip(city, state, strict=True)]
    sharing: dict[str, int] = {}
    for key in keys:
        sharing[key] = sharing.get(key, 0) + 1
    people = [
        data.city_population[data.city_row[key]] / sharing[key] if key in data.city_row else _RURAL_PEOPLE
        for key in keys
    ]
    text = np.array([f"{code:05d}" for code in codes.tolist()], dtype=object)
    sites = Sites(text, city, state, data.zip_county[rows], data.zip_lat[rows], data.zip_lon[rows])
    return sites, np.maximum(np.array(people, dtype=np.float64), _RURAL_PEOPLE / 4)


def in_upper_peninsula(sites: Sites) -> NDArray[np.bool_]:
    """Say of each place whether it lies in Michigan's Upper Peninsula."""
    north_or_west = (sites.lat > 45.83) | ((sites.lon < -86.6) & (sites.lat > 45.0))
    upper: NDArray[np.bool_] = (sites.state == "MI") & north_or_west
    return upper


def draw(
    rows: int, state_share: Mapping[str, float], *, pull: Mapping[str, float] | None = None, rng: np.random.Generator
) -> Sites:
    """Draw n places outside the Upper Peninsula: the state by its share, within it by people times pull.

    `pull` is by the first three digits of the ZIP code; 1 where none is given.
    """
    sites, people = all_sites()
    for area, times in (pull or {}).items():
        people = np.where([code.startswith(area) for code in sites.postal_code], people * times, people)
    lower = ~in_upper_peninsula(sites)
    weight = np.zeros(len(people))
    for state, share in state_share.items():
        here = lower & (sites.state == state)
        weight[here] = share * people[here] / people[here].sum()
    return sites.at(rng.choice(len(weight), rows, p=weight / weight.sum()))


def draw_upper_peninsula(rows: int, rng: np.random.Generator) -> Sites:
    """Draw n places in the Upper Peninsula, the more the farther from its middle: a few mines and mills at the ends."""
    sites, _people = all_sites()
    upper = in_upper_peninsula(sites)
    plane = plane_km(sites.lat, sites.lon)
    weight = np.where(upper, np.hypot(*(plane - plane[upper].mean(axis=0)).T), 0.0)
    return sites.at(rng.choice(len(weight), rows, p=weight / weight.sum()))


def of_codes(codes: list[str]) -> Sites:
    """Return the places of these ZIP codes.

    Raises:
        KeyError: the gazetteer does not hold one of them.
    """
    sites, _people = all_sites()
    row_of = {code: row for row, code in enumerate(sites.postal_code)}
    return sites.at(np.array([row_of[code] for code in codes], dtype=np.int64))


def plane_km(lat: Floats, lon: Floats) -> Floats:
    """Return n × 2 kilometres on a plane, good enough to say which of a few homes is near."""
    return np.column_stack([lat * 111.2, lon * 111.2 * np.cos(np.radians(41.5))])
