"""Filling within the hours of the people: nothing is pulled in that nobody has the time to visit."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gtm_desktop.engine.fill import Room
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning.rows import NOWHERE, Floats, Ints, counts, numbers
from gtm_desktop.planning.settings import CallPlan
from gtm_desktop.planning.territory.fill import Filled
from gtm_desktop.planning.territory.rep_hours import account_hours, hours_a_year
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.columns import Readable

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class WorkYear:
    """What is needed to count the hours of territories.

    Attributes:
        accounts: n accounts; their places are read.
        visits: n visits a year.
        share: p shares of a full-time person's hours.
        calls: the call plan.
    """

    accounts: Readable
    visits: Floats
    share: Floats
    calls: CallPlan

    @property
    def available(self) -> Floats:
        """The p hours a year that there are."""
        return self.share * hours_a_year(self.calls)

    def of_accounts(self, territory: Ints, *, lat: Floats, lon: Floats) -> Floats:
        """Return n hours a year that accounts take where p territories are served from `lat` and `lon`; 0 in none."""
        own = [numbers(self.accounts[name]) for name in (columns.LAT, columns.LON)]
        to_lat, to_lon = (np.append(each, np.nan)[territory] for each in (lat, lon))
        hours = account_hours(self.visits, great_circle_km(*own, to_lat=to_lat, to_lon=to_lon), self.calls)
        return np.where(territory == NOWHERE, 0.0, hours)


def fill_within_hours(year: WorkYear, room: Room, *, territory: Ints, fill: Callable[[Room], Filled]) -> Filled:
    """Fill territories until they are planned full or the hours of their people are.

    Args:
        year: visits, hours and people.
        room: what the p territories hold, where they are served from and where filling stops.
        territory: n territory numbers before filling.
        fill: fills territories that have so much room.

    Returns:
        What was pulled. Where the hours do not allow the lower limit, filling stops there and the limit is what is
        named. Source: RULES 4 (the upper limit is the smaller of 140 and what a rep's hours allow).
    """
    while True:
        filled = fill(room)
        after = territory.copy()
        after[filled.rows] = np.where(filled.territory == NOWHERE, territory[filled.rows], filled.territory)
        hours = year.of_accounts(after, lat=room.lat, lon=room.lon)
        needed = _by_territory(after, hours, len(room.planned))
        pulled = counts(filled.territory, len(room.planned))
        mean = _by_territory(filled.territory, hours[filled.rows], len(room.planned)) / np.maximum(pulled, 1)
        over = needed - year.available
        fewer = np.ceil(np.maximum(over, 0.0) / np.maximum(mean, _ROUNDING) - _ROUNDING)
        least = np.maximum(room.lower, room.held)
        planned = np.maximum(np.minimum(room.planned, room.held + pulled) - fewer, least).astype(np.int64)
        has_more = (over > _ROUNDING * year.available) & (pulled > 0) & (planned < room.planned)
        if not has_more.any():
            return filled
        room = replace(room, planned=np.where(has_more, planned, room.planned))


def _by_territory(territory: Ints, hours: Floats, number: int) -> Floats:
    known = territory != NOWHERE
    return np.bincount(territory[known], weights=hours[known], minlength=number).astype(np.float64)
