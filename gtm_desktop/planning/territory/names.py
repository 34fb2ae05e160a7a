"""What territories are called: a new plan's territory keeps id and name where at least half of the old one is in it."""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from gtm_desktop.core.words import tr
from gtm_desktop.geo.nearest import nearest_city
from gtm_desktop.planning.plan import TerritoryAnswer
from gtm_desktop.planning.rows import NOWHERE, Floats, Ints

_CITY, _CITY_KM = 100_000, 40.0
_TOWN = 20_000
_NUMBER = re.compile(r"T(\d+)")


@dataclass(frozen=True)
class Labels:
    """Ids and names of p territories, both distinct."""

    ids: tuple[str, ...]
    names: tuple[str, ...]


def label_territories(
    territory: Ints, *, kept: tuple[str, ...], centre: tuple[Floats, Floats], earlier: TerritoryAnswer | None
) -> Labels:
    """Give p territories their ids and names.

    Args:
        territory: n territory numbers; −1 for accounts outside all of them.
        kept: p ids that territories have by a lock or a decision by hand; empty for the others.
        centre: p latitudes and longitudes; NaN for an empty territory.
        earlier: the answer this one replaces.

    Returns:
        Earlier ids and names where at least half of an earlier territory's accounts are in a new one (of two such, the
        one with more accounts of it); else the next free number and the nearest town's name.
    """
    ids = _ids(territory, kept, earlier)
    known = dict(zip(earlier.ids, earlier.names, strict=True)) if earlier else {}
    old = [known.get(key, "") for key in ids]
    fresh = [at for at, name in enumerate(old) if not name]
    found = _town_names(centre[0][fresh], centre[1][fresh], taken={name for name in old if name})
    for at, name in zip(fresh, found, strict=True):
        old[at] = name
    return Labels(tuple(ids), tuple(old))


def _ids(territory: Ints, kept: tuple[str, ...], earlier: TerritoryAnswer | None) -> list[str]:
    ids = list(kept)
    if earlier is not None:
        for at, old in _successors(territory, earlier, len(kept)):
            key = earlier.ids[old]
            if not ids[at] and key not in ids:
                ids[at] = key
    used = [*ids, *(earlier.ids if earlier else ())]
    last = max((int(found[1]) for found in map(_NUMBER.fullmatch, used) if found), default=0)
    for at, key in enumerate(ids):
        if not key:
            last += 1
            ids[at] = f"T{last:02d}"
    return ids


def _successors(territory: Ints, earlier: TerritoryAnswer, number: int) -> list[tuple[int, int]]:
    """Return pairs of new and earlier territory numbers that share at least half of the earlier one, most first."""
    both = (territory != NOWHERE) & (earlier.territory != NOWHERE)
    shared = np.zeros((number, len(earlier.ids)), dtype=np.int64)
    np.add.at(shared, (territory[both], earlier.territory[both]), 1)
    size = np.bincount(earlier.territory[earlier.territory != NOWHERE], minlength=len(earlier.ids))
    new, old = np.nonzero((shared > 0) & (2 * shared >= size))
    order = np.argsort(-shared[new, old], kind="stable")
    return list(zip(new[order].tolist(), old[order].tolist(), strict=True))


def _town_names(lat: Floats, lon: Floats, *, taken: set[str]) -> list[str]:
    """Name points after a city within 40 km where none is nearer to it, else after the nearest town.

    Equal names get their state, then a compass word or a number.
    """
    near = nearest_city(lat, lon, min_population=_CITY)
    towns = nearest_city(lat, lon, min_population=_TOWN)
    closest: dict[str, float] = {}
    for label, km in zip(near.labels, near.km.tolist(), strict=True):
        closest[label] = min(km, closest.get(label, _CITY_KM))
    by_city = [km <= closest[label] for label, km in zip(near.labels, near.km.tolist(), strict=True)]
    cities = np.where(by_city, near.city, towns.city).tolist()
    full = np.where(by_city, near.labels, towns.labels).tolist() if by_city else []
    names = [str(city) if city else tr("Territory") for city in cities]
    repeated = {name for name, times in Counter([*names, *taken]).items() if times > 1}
    labels = [str(label) if name in repeated and label else name for name, label in zip(names, full, strict=True)]
    for name, times in Counter(labels).items():
        rows = [at for at, label in enumerate(labels) if label == name]
        if times == 2 and np.isfinite(lat[rows]).all():
            for at, word in zip(rows, _compass(lat[rows], lon[rows]), strict=True):
                labels[at] = f"{name} {word}"
    return _numbered(labels, taken)


def _compass(lat: Floats, lon: Floats) -> tuple[str, str]:
    """Return what tells the first of two points from the second: north and south, or east and west."""
    north, east = lat[0] - lat[1], (lon[0] - lon[1]) * np.cos(np.radians(lat.mean()))
    if abs(north) >= abs(east):
        return (tr("North"), tr("South")) if north >= 0 else (tr("South"), tr("North"))
    return (tr("East"), tr("West")) if east >= 0 else (tr("West"), tr("East"))


def _numbered(labels: list[str], taken: set[str]) -> list[str]:
    """Number the names that still stand twice; the first keeps its own if it is free."""
    used = set(taken)
    distinct = []
    for label in labels:
        name, number = label, 1
        while name in used:
            number += 1
            name = f"{label} {number}"
        used.add(name)
        distinct.append(name)
    return distinct
