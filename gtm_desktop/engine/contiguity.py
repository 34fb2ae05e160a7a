"""Territories without enclaves: small parts that lie apart join a neighbour, larger ones are reported.

An enclave is a part of a territory that borders on other territories and does not hang together with its main part, or
is cut off from it by a forbidden line. An island that only its own territory visits is none. Units, such as counties,
hang together in themselves and move as one: a unit leaves only if what it leaves stays connected.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from gtm_desktop.engine.answer import restated
from gtm_desktop.engine.budgets import is_within
from gtm_desktop.engine.charges import charges
from gtm_desktop.engine.ground import Ground, Pieces, ground_of, pieces_across_lines, pieces_of
from gtm_desktop.engine.instance import Instance, loads_of, places_of, prepare
from gtm_desktop.engine.plane import middle, project_around
from gtm_desktop.engine.problem import NONE, Flags, Floats, Ints, Problem, Solution

SMALL = 10
"""Enclaves of fewer accounts, or of one unit, are moved; larger ones are the planner's to decide."""

_PASSES = 4
_MOST_SWAPPED = 12
_STEP_DEGREES = 0.1


class Stays(StrEnum):
    """Why an enclave is left where it is."""

    LARGE = "large"
    HELD = "held"
    NO_ROOM = "no_room"
    CUT_OFF = "cut_off"


@dataclass(frozen=True)
class Enclave:
    """A part of a territory that lies apart.

    Attributes:
        territory: whose it is.
        accounts: account numbers, ascending.
        neighbours: territory numbers it borders on, ascending; none where a line cuts it off from everybody.
        reason: why it was left.
    """

    territory: int
    accounts: tuple[int, ...]
    neighbours: tuple[int, ...]
    reason: Stays


@dataclass(frozen=True)
class JoinedUp:
    """A plan with its small enclaves moved.

    Attributes:
        solution: the plan.
        moved: account numbers that went to another territory for it, ascending.
        enclaves: what is left, largest first.
        price: currency a year that the moves cost; negative where they save.
    """

    solution: Solution
    moved: tuple[int, ...]
    enclaves: tuple[Enclave, ...]
    price: float


@dataclass(frozen=True)
class Floor:
    """What must stay in each territory while enclaves move.

    Attributes:
        amount: n amounts of any kind that the accounts bring.
        least: p sums that no move takes a territory under, unless it is under it already; then no further down.
    """

    amount: Floats
    least: Floats


def joined_up(
    problem: Problem, solution: Solution, *, lines: Sequence[Floats] = (), floors: Sequence[Floor] = ()
) -> JoinedUp:
    """Move small enclaves to a neighbour with room, or swap them with accounts on the border.

    Args:
        problem: what was solved. Limits, locks, refusals and the budget hold all the same.
        solution: its plan.
        lines: forbidden lines, each m × 2 degrees of latitude and longitude, or km where the problem has its own plane.
        floors: what the territories keep.

    Returns:
        The plan, with what is left and why. Each enclave goes where it costs least.
    """
    instance = prepare(problem)
    ground = ground_under(problem, lines)
    mover = _Mover(instance, ground, solution.territory.copy(), floors)
    for _ in range(_PASSES):
        if not mover.tidied():
            break
    moved = np.flatnonzero(mover.territory != solution.territory)
    after = restated(problem, solution, mover.territory) if len(moved) else solution
    return JoinedUp(after, tuple(moved.tolist()), mover.left(), after.objective - solution.objective)


def enclaves_of(
    problem: Problem, territory: Ints, *, lines: Sequence[Floats] = (), ground: Ground | None = None
) -> tuple[Enclave, ...]:
    """Return the enclaves of a plan, largest first, and move nothing; of a small one no reason is known but `HELD`.

    `ground` saves the time of `ground_under` these lines where it is known.
    """
    if ground is None:
        ground = ground_under(problem, lines)
    return _Mover(prepare(problem), ground, territory.copy()).left()


def ground_under(problem: Problem, lines: Sequence[Floats] = ()) -> Ground:
    """Return which accounts of a problem are neighbours, whatever their territories."""
    return ground_of(places_of(problem), [_on_plane(problem, line) for line in lines], unit=problem.unit)


def _on_plane(problem: Problem, line: Floats) -> Floats:
    if problem.plane is not None:
        return line
    # A line straight on the map is bent on the plane, so it is laid down in short steps.
    steps = np.maximum(1, np.ceil(np.abs(np.diff(line, axis=0)).max(axis=1) / _STEP_DEGREES)).astype(np.int64)
    stops = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.arange(int(stops[-1]) + 1)
    lat, lon = (np.interp(at, stops, line[:, axis]) for axis in (0, 1))
    return project_around(lat, lon, *middle(problem.lat, problem.lon))


class _Mover:
    """Moves enclaves of one plan; `territory` is changed in place."""

    def __init__(self, instance: Instance, ground: Ground, territory: Ints, floors: Sequence[Floor] = ()) -> None:
        self.territory = territory
        self._floors = floors
        self._instance = instance
        self._ground = ground

    def tidied(self) -> bool:
        """Move every small enclave that can be moved, smallest first; say whether there was one."""
        pieces = pieces_of(self.territory, self._ground)
        found = _enclaves(self.territory, self._ground, pieces)
        has_moved = False
        for piece in sorted(found, key=lambda at: (int((pieces.of_account == at).sum()), at)):
            accounts = np.flatnonzero(pieces.of_account == piece)
            if self._is_small(accounts) and len(set(self.territory[accounts].tolist())) == 1:
                has_moved |= self._settle(accounts)
        return has_moved

    def left(self) -> tuple[Enclave, ...]:
        """Return the enclaves there are, largest first."""
        pieces = pieces_of(self.territory, self._ground)
        enclaves = []
        for piece in _enclaves(self.territory, self._ground, pieces):
            accounts = np.flatnonzero(pieces.of_account == piece)
            neighbours = self._neighbours(accounts)
            if not self._is_small(accounts):
                reason = Stays.LARGE
            elif len(neighbours) == 0:
                reason = Stays.CUT_OFF
            elif (self._instance.locked[accounts] != NONE).any():
                reason = Stays.HELD
            else:
                reason = Stays.NO_ROOM
            owner = int(pieces.territory[piece])
            enclaves.append(Enclave(owner, tuple(accounts.tolist()), tuple(neighbours.tolist()), reason))
        return tuple(sorted(enclaves, key=lambda each: (-len(each.accounts), each.accounts)))

    def _is_small(self, accounts: Ints) -> bool:
        """Whether an enclave is small enough to be moved: few accounts, or what goes as one."""
        parcel = self._instance.parcel
        return len(accounts) < SMALL or (parcel is not None and len(np.unique(parcel[accounts])) == 1)

    def _neighbours(self, accounts: Ints) -> Ints:
        is_here = np.zeros(len(self.territory), dtype=np.bool_)
        is_here[accounts] = True
        pairs = self._ground.open_pairs
        touching = pairs[is_here[pairs[:, 0]] != is_here[pairs[:, 1]]]
        beyond = np.where(is_here[touching[:, 0]], touching[:, 1], touching[:, 0])
        return np.setdiff1d(np.unique(self.territory[beyond]), self.territory[accounts])

    def _settle(self, accounts: Ints) -> bool:
        """Move accounts to the neighbour where all of it costs least, swapping where there is no room."""
        if (self._instance.locked[accounts] != NONE).any():
            return False
        source = int(self.territory[accounts[0]])
        options = []
        for target in self._neighbours(accounts).tolist():
            for plan in (self._moved(accounts, target), self._swapped(accounts, source, target)):
                if plan is not None:
                    options.append((self._cost(plan, source, target), target, plan))
                    break
        if not options:
            return False
        self.territory[:] = min(options, key=lambda option: option[:2])[2]
        return True

    def _moved(self, accounts: Ints, target: int) -> Ints | None:
        plan = self.territory.copy()
        plan[accounts] = target
        return plan if self._is_allowed(plan, accounts) else None

    def _swapped(self, accounts: Ints, source: int, target: int) -> Ints | None:
        """Move accounts to `target`, and accounts of it that border on what is left of `source` the other way."""
        plan = self.territory.copy()
        plan[accounts] = target
        before = len(pieces_of(plan, self._ground).territory)
        given: list[int] = []
        for _ in range(_MOST_SWAPPED):
            border = np.setdiff1d(self._border(plan, target, source), accounts)
            border = border[self._instance.locked[border] == NONE]
            if len(border) == 0:
                return None
            apart = self._instance.xy[border] - self._instance.xy[plan == source].mean(axis=0)
            nearest = int(border[np.argmin(np.hypot(apart[:, 0], apart[:, 1]))])
            going = self._together(nearest, plan == target)
            plan[going] = source
            given.extend(going.tolist())
            is_whole = len(pieces_of(plan, self._ground).territory) <= before
            if is_whole and self._is_allowed(plan, np.append(accounts, given)):
                return plan
        return None

    def _together(self, account: int, among: Flags) -> Ints:
        """Return an account with all those of its unit, as far as they are among some."""
        parcel = self._instance.parcel
        if parcel is None:
            return np.array([account])
        return np.flatnonzero(among & (parcel == parcel[account]))

    def _border(self, plan: Ints, inside: int, beyond: int) -> Ints:
        """Return the accounts of one territory with a neighbour in another."""
        pairs = self._ground.open_pairs
        one, other = plan[pairs[:, 0]], plan[pairs[:, 1]]
        found = [pairs[(one == inside) & (other == beyond), 0], pairs[(other == inside) & (one == beyond), 1]]
        return np.unique(np.concatenate(found))

    def _is_allowed(self, plan: Ints, changed: Ints) -> bool:
        """Whether a plan breaks no limit more than there is no way round, nor refusals, borders or the budget.

        An enclave is no reason to cross a border, whatever that costs.
        """
        instance = self._instance
        if instance.refuses(changed, plan[changed]):
            return False
        if instance.borders is not None and bool(instance.borders.crosses(changed, plan[changed]).any()):
            return False
        free = loads_of(plan, instance.weight, instance.territories) - instance.held
        keeps = bool((free >= instance.lower).all() and (free <= instance.upper).all())
        return keeps and self._keeps_floors(plan) and self._bears(plan, changed) and is_within(instance, plan)

    def _keeps_floors(self, plan: Ints) -> bool:
        for floor in self._floors:
            before, after = (
                np.bincount(at, weights=floor.amount, minlength=self._instance.territories)
                for at in (self.territory, plan)
            )
            if (after < np.minimum(floor.least, before)).any():
                return False
        return True

    def _bears(self, plan: Ints, changed: Ints) -> bool:
        """Whether no more load than now lies beyond what the centres bear."""
        if self._instance.room_at is None:
            return True
        numbers = np.unique(np.concatenate([self.territory[changed], plan[changed]]))
        return self._wrong(plan, numbers) <= self._wrong(self.territory, numbers)

    def _wrong(self, territory: Ints, numbers: Ints) -> int:
        accounts = np.flatnonzero(np.isin(territory, numbers))
        places = np.searchsorted(numbers, territory[accounts])
        return charges(self._instance, accounts, places, numbers=numbers).total_wrong

    def _cost(self, plan: Ints, source: int, target: int) -> float:
        accounts = np.flatnonzero((plan == source) | (plan == target))
        places = (plan[accounts] == target).astype(np.int64)
        return charges(self._instance, accounts, places, numbers=np.array([source, target])).cost


def _enclaves(territory: Ints, ground: Ground, pieces: Pieces) -> list[int]:
    """Return the piece numbers that lie apart from their main piece with others' ground or a line in between."""
    pairs = ground.open_pairs
    apart = pairs[territory[pairs[:, 0]] != territory[pairs[:, 1]]]
    is_bordering = np.zeros(len(pieces.territory), dtype=np.bool_)
    is_bordering[pieces.of_account[apart.ravel()]] = True
    is_cut_off = pieces_across_lines(territory, ground, pieces)
    return np.flatnonzero(~pieces.is_main & (is_bordering | is_cut_off)).tolist()
