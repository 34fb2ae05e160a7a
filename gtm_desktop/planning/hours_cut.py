"""Outside accounts beyond the hours of the people: they go to the nearest territory with time left, else inside."""

from dataclasses import replace

import numpy as np

from gtm_desktop.engine.answer import restated
from gtm_desktop.engine.budgets import is_within
from gtm_desktop.engine.instance import Instance, prepare
from gtm_desktop.engine.problem import NONE, Solution
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning.loads import UNITS, places
from gtm_desktop.planning.rows import NOWHERE, Floats, Ints, numbers
from gtm_desktop.planning.territories import TerritoryTask, everybody_placed, served_from, work_year
from gtm_desktop.planning.territory.rep_hours import account_hours
from gtm_desktop.planning.territory_parts import part_of_task
from gtm_desktop.tables import accounts as columns

_ROUNDING = 1e-9


def within_hours(task: TerritoryTask, solution: Solution) -> tuple[TerritoryTask, Solution]:
    """Return a task and its solution without the outside accounts that nobody has the hours for.

    Of a territory whose accounts take more hours than its person has, those of the largest margin stay, as many as the
    hours allow but never fewer than the lower limit. The others go to the nearest territory within reach that has room
    and hours left, else inside, over the cut. Locks, refusals, borders and the limit of changes hold: where that limit
    does not allow it, nothing is cut and the territory is named.

    Args:
        task: what was asked.
        solution: what the engine found.

    Source: RULES 4 (above the upper limit the top ones stay and the rest go to the nearest with room, else inside; the
    upper limit is the smaller of 140 and what a rep's hours allow).
    """
    instance = prepare(task.problem)
    territory = _Cut(task, solution, instance).territory()
    if np.array_equal(territory, solution.territory) or not is_within(instance, territory):
        return task, solution
    stays = territory != NONE
    part = part_of_task(task, stays=stays, kept=np.ones(len(task.tied), dtype=np.bool_))
    cut = np.flatnonzero(task.pieces.unfolded((~stays).astype(np.int64)) > 0)
    part = replace(part, over_the_cut=np.union1d(task.over_the_cut, cut))
    return part, restated(part.problem, solution, territory[stays])


class _Cut:
    """Takes the accounts of least margin out of territories that have too little time, one piece at a time."""

    def __init__(self, task: TerritoryTask, solution: Solution, instance: Instance) -> None:
        self._task, self._instance = task, instance
        self._territory = solution.territory.copy()
        self._lat, self._lon = served_from(task, solution)
        year = work_year(task)
        everyone = everybody_placed(task, solution.territory)
        hours = year.of_accounts(everyone, lat=self._lat, lon=self._lon)
        known = everyone != NOWHERE
        self._left = year.available - np.bincount(everyone[known], weights=hours[known], minlength=len(task.tied))
        self._load = places(task.units, everyone, len(task.tied))
        self._hours = task.pieces.sums(hours)
        margin = numbers(task.accounts[columns.GROSS_MARGIN])
        has_margin = task.pieces.sums(np.isfinite(margin).astype(np.float64)) > 0
        self._margin = np.where(has_margin, task.pieces.sums(margin), -np.inf)
        self._slack = _ROUNDING * year.available
        self._places = tuple(numbers(task.accounts[name])[task.rows] for name in (columns.LAT, columns.LON))
        self._visits = task.problem.visits

    def territory(self) -> Ints:
        """Return m territory numbers; −1 for pieces that go inside."""
        slots = self._task.slots
        over = np.flatnonzero((self._left < -self._slack) & ~slots.is_locked)
        for number in over.tolist():
            own = np.flatnonzero((self._territory == number) & (self._task.problem.locked == NONE))
            for piece in own[np.lexsort((-own, self._margin[own]))].tolist():
                units = float(self._task.pieces.units[piece]) / UNITS
                if self._left[number] >= -self._slack[number] or self._load[number] - units < slots.lower[number]:
                    break
                self._left[number] += self._hours[piece]
                self._load[number] -= units
                self._territory[piece] = self._new_home(piece, units)
        return self._territory

    def _new_home(self, piece: int, units: float) -> int:
        """Return the nearest territory with room and hours for a piece, and count it there; −1 where there is none."""
        slots, rules = self._task.slots, self._task.terms.territories
        old = int(self._territory[piece])
        km = great_circle_km(self._places[0][piece], self._places[1][piece], to_lat=self._lat, to_lon=self._lon)
        hours = self._piece_hours(piece, km)
        takes = (km <= rules.reach_km) & ~slots.is_locked & (np.arange(len(km)) != old)
        takes &= (self._load + units <= slots.upper) & (hours <= self._left)
        for number in np.argsort(np.where(takes, km, np.inf), kind="stable")[: int(takes.sum())].tolist():
            if not self._instance.refuses(np.array([piece]), np.array([number])):
                self._left[number] -= hours[number]
                self._load[number] += units
                return int(number)
        return NONE

    def _piece_hours(self, piece: int, km: Floats) -> Floats:
        visits = np.array(self._visits[piece])
        return np.asarray(account_hours(visits, km, self._task.terms.call_plan), dtype=np.float64)
