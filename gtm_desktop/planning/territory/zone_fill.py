"""Filling within borders: no account is pulled into a territory of another part."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from gtm_desktop.engine.fill import Room
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints
from gtm_desktop.planning.territory.fill import Filled


def fill_within_borders(
    candidates: Ints,
    room: Room,
    *,
    zone: Ints | None,
    territory_zone: Ints | None,
    fill: Callable[[Ints, Room], Filled],
) -> Filled:
    """Fill the territories of each zone with the candidates of it, as filling never needs to cross.

    Args:
        candidates: rows that may be filled.
        room: what the p territories hold.
        zone: n zone numbers; −1 for an account of no known zone, for a territory of none only. None: no borders.
        territory_zone: p zone numbers; −1 for a territory of no zone. None: no borders.
        fill: fills territories, those without a centre excepted.
    """
    if zone is None or territory_zone is None or not len(candidates):
        return fill(candidates, room)
    parts = [_filled_zone(candidates[zone[candidates] == at], room, territory_zone == at, fill) for at in _all(zone)]
    cut, following = (np.full(len(territory_zone), NOWHERE, dtype=np.int64) for _ in range(2))
    for at, part in zip(_all(zone), parts, strict=True):
        own = territory_zone == at
        cut[own], following[own] = part.cut_line[own], part.next_in_line[own]
    return Filled(
        rows=np.concatenate([part.rows for part in parts]),
        territory=np.concatenate([part.territory for part in parts]),
        cut_line=cut,
        next_in_line=following,
        travel=np.concatenate([part.travel for part in parts]),
    )


def _all(zone: Ints) -> list[int]:
    found: list[int] = np.unique(zone).tolist()
    return found


def _filled_zone(candidates: Ints, room: Room, own: Flags, fill: Callable[[Ints, Room], Filled]) -> Filled:
    return fill(candidates, replace(room, lat=np.where(own, room.lat, np.nan), lon=np.where(own, room.lon, np.nan)))
