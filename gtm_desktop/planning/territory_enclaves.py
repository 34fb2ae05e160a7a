"""Parts of territories that lie apart: small ones join a neighbour before filling, what is left is named.

Enclaves are those of the outside accounts; what was filled from inside is served on the way and makes none.
"""

from collections.abc import Sequence

import numpy as np

from gtm_desktop.engine.contiguity import Floor, Stays, enclaves_of, ground_under, joined_up
from gtm_desktop.engine.ground import Ground
from gtm_desktop.engine.problem import Floats, Problem, Solution
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import EnclaveReason, TerritoryEnclave
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, numbers, positions, rows_of
from gtm_desktop.planning.settings import TerritoryRules
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables.roster import RosterTable


def without_enclaves(
    problem: Problem, solution: Solution, rules: TerritoryRules, *, floors: Sequence[Floor] = ()
) -> Solution:
    """Return a solution whose small enclaves have joined a neighbour, where the rules ask for it.

    Limits, locks, floors and the limit of changes hold all the same. Source: `docs/method.md`, enclaves.
    """
    if not rules.moves_enclaves:
        return solution
    return joined_up(problem, solution, lines=_lines(rules), floors=floors).solution


class Outlines:
    """Which outside accounts make up the territories on the ground as a plan stands now.

    Attributes:
        rows: m account rows, ascending.
        territory: their territory numbers.
    """

    def __init__(self, dataset: Dataset, plan: Plan, roster: RosterTable) -> None:
        accounts, units = dataset.accounts, dataset.units(plan.settings.territories.units)
        answer = plan.accepted.territories
        self._rules = plan.settings.territories
        self._ids = () if answer is None else answer.ids
        self._now = positions(roster[roster_columns.TERRITORY_ID], self._ids)
        by_hand = np.zeros(len(accounts), dtype=np.bool_)
        known = rows_of(plan.pins.territory, accounts[columns.ACCOUNT_ID])
        by_hand[known[known != NOWHERE]] = True
        placed = np.isfinite(numbers(accounts[columns.LAT])) & np.isfinite(numbers(accounts[columns.LON]))
        formed: Ints = np.full(len(accounts), NOWHERE, dtype=np.int64)
        if answer is not None:
            formed = np.where(answer.filled, NOWHERE, answer.territory)
        # An account that has left since stays part of the outline: a line that moves tears no territory apart.
        self.rows: Ints = np.flatnonzero(placed & ((formed != NOWHERE) | (by_hand & (self._now != NOWHERE))))
        self.territory: Ints = np.where(self._now == NOWHERE, formed, self._now)[self.rows]
        is_locked = np.array([*(key in plan.pins.locked for key in self._ids), False], dtype=np.bool_)
        self._held: Flags = by_hand[self.rows] | is_locked[self.territory]
        self._places = tuple(numbers(accounts[name])[self.rows] for name in (columns.LAT, columns.LON))
        self._unit = None if units is None else units.of_account[self.rows]

    @property
    def ground_reads(self) -> tuple[object, ...]:
        """What `ground` reads, for keeping its answer."""
        return self.rows, self._rules.lines, self._rules.units

    def ground(self) -> Ground:
        """Return which of these accounts are neighbours, the dear part of it: whatever their territories."""
        return ground_under(self._problem(), _lines(self._rules))

    def enclaves(self, ground: Ground) -> tuple[TerritoryEnclave, ...]:
        """Return the parts that lie apart, largest first; whoever has left counts."""
        found = enclaves_of(self._problem(), self.territory, ground=ground)
        return tuple(
            TerritoryEnclave(
                self._ids[each.territory],
                tuple(self.rows[list(each.accounts)].tolist()),
                tuple(self._ids[at] for at in each.neighbours),
                self._reason(each.reason),
            )
            for each in found
        )

    def still_there(self, found: tuple[TerritoryEnclave, ...]) -> tuple[TerritoryEnclave, ...]:
        """Return enclaves with the accounts that are in their territories now; those of nobody are left out."""
        left = []
        for each in found:
            rows = np.array(each.rows, dtype=np.int64)
            here = rows[self._now[rows] == self._ids.index(each.territory_id)]
            if len(here):
                left.append(TerritoryEnclave(each.territory_id, tuple(here.tolist()), each.neighbours, each.reason))
        return tuple(left)

    def _problem(self) -> Problem:
        locked = np.where(self._held, self.territory, NOWHERE)
        return _problem(self._places, locked, len(self._ids), unit=self._unit)

    def _reason(self, stays: Stays) -> str:
        if stays is Stays.NO_ROOM and not self._rules.moves_enclaves:
            return EnclaveReason.SWITCHED_OFF
        return stays.value


def _problem(places: tuple[Floats, ...], locked: Ints, territories: int, *, unit: Ints | None) -> Problem:
    """Return a problem that has places and locks and no wishes."""
    number = len(locked)
    nothing = np.zeros(number)
    return Problem(
        lat=places[0], lon=places[1], visits=np.ones(number), value=nothing, handoff_loss=nothing,
        incumbent=np.full(number, NOWHERE, dtype=np.int64), locked=locked,
        lower=np.zeros(territories, dtype=np.int64), upper=np.full(territories, number, dtype=np.int64),
        start_lat=np.full(territories, np.nan), start_lon=np.full(territories, np.nan), unit=unit,
    )  # fmt: skip


def _lines(rules: TerritoryRules) -> list[Floats]:
    return [np.array(line, dtype=np.float64) for line in rules.lines if len(line) > 1]
