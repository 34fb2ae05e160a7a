"""Which territories reach their targets, and what becomes of those that do not: raised, dissolved or handed inside.

Territories are tested after filling. While one fails, the one furthest from its line is taken, all three ways out are
costed, and the cheapest is taken. A territory is raised once at most, and every other way lowers their number, so this
ends. Source: PRODUCT R3.5 to R3.9; RULES 4.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from gtm_desktop.engine.arcs import arc_costs
from gtm_desktop.engine.assign import assigned
from gtm_desktop.engine.budgets import is_within
from gtm_desktop.engine.charges import Charges, charges
from gtm_desktop.engine.instance import loads_of, prepare
from gtm_desktop.engine.plane import crow_km
from gtm_desktop.engine.problem import NONE, Flags, Floats, Ints, Problem

_NEIGHBOURS = 5
_HALVINGS = 30
_NEAR_ENOUGH = 1e-5
_REFILLS = 3
_CLOSE = 1e-9


class WayOut(StrEnum):
    """What can become of a territory that fails."""

    RAISE = "raise"
    DISSOLVE = "dissolve"
    INSIDE = "inside"


@dataclass(frozen=True)
class Targets:
    """What territories must reach with their outside and their filled accounts; None is not tested, nor is 0.

    Attributes:
        value: p least yearly values in currency units.
        potential: p least yearly potentials in currency units.
    """

    value: Floats | None = None
    potential: Floats | None = None


@dataclass(frozen=True)
class Stakes:
    """What the ways out are weighed with, beside travel and handover.

    Attributes:
        potential: n yearly potentials in currency units.
        outside_gain: n amounts in currency a year that an outside rep adds and inside sales would not.
        upkeep: p costs in currency a year of keeping a territory, which dissolving saves: its rep.
        is_locked: p flags: the territory is left as it is, whatever it reaches.
        reach_km: straight km to the next centre beyond which an account goes inside.
    """

    potential: Floats
    outside_gain: Floats
    upkeep: Floats
    is_locked: Flags
    reach_km: float


@dataclass(frozen=True)
class Added:
    """What filling adds to each of p territories.

    Attributes:
        value: yearly value in currency units.
        potential: the same for potential.
        gain: currency a year that its filled accounts add by being outside, after travel.
    """

    value: Floats
    potential: Floats
    gain: Floats


TopUp = Callable[[Ints, Ints], Added]
"""Fills territories from inside: n territory numbers (-1 inside) and p centres to what filling adds."""


@dataclass(frozen=True)
class Decision:
    """What was done about one territory, with the figures it was done on.

    Attributes:
        territory: its number.
        value: its yearly value with filled accounts, before; currency units.
        potential: the same for potential.
        price: what each way out that there is costs a year in currency, negative where it saves.
        taken: the cheapest of them, `RAISE` before `DISSOLVE` before `INSIDE` where they cost the same; None where they
            were only costed.
        moved: account numbers that went to other territories, or came from them.
        inside: account numbers that went inside.
    """

    territory: int
    value: float
    potential: float
    price: dict[WayOut, float]
    taken: WayOut | None
    moved: tuple[int, ...]
    inside: tuple[int, ...]


@dataclass(frozen=True)
class Tested:
    """Territories that reach their targets, and how they came to.

    Attributes:
        territory: n territory numbers; -1 for an account that went inside.
        centre: p account numbers; -1 for a territory that was given up.
        decisions: in the order they were taken.
        failing: territory numbers that fail and stay: locked ones, and those whose every way out the budget refuses.
    """

    territory: Ints
    centre: Ints
    decisions: tuple[Decision, ...]
    failing: tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """A territory that fails: its figures, and in the order of `WayOut` what each way out by itself comes to."""

    decision: Decision
    outcomes: tuple[Tested, ...]


@dataclass(frozen=True)
class _Option:
    territory: Ints
    price: float


@dataclass(frozen=True)
class _Offer:
    """Accounts that some territories share out anew: their costs in each, and the loads of free accounts allowed."""

    numbers: Ints
    accounts: Ints
    costs: Floats
    lower: Ints
    upper: Ints


def tested(problem: Problem, territory: Ints, *, targets: Targets, stakes: Stakes, top_up: TopUp) -> Tested:
    """Test territories, and raise, dissolve or hand inside those that fail.

    Args:
        problem: what was solved.
        territory: n territory numbers of its plan.
        targets: the lines. Exactly on a line passes.
        stakes: potentials and prices.
        top_up: fills spare capacity; asked anew after each decision.

    Returns:
        The territories that are left. Locked accounts are never moved: a territory that holds one is neither dissolved
        nor handed inside.
    """
    desk = _Desk(problem, targets, stakes, top_up)
    territory = territory.copy()
    decisions: list[Decision] = []
    raised: set[int] = set()
    stuck: set[int] = set()
    while True:
        standing = desk.standing(territory)
        failing = standing.failing
        open_cases = [
            at for at in failing if at not in stuck and desk.has_way_out(territory, at, is_raised=at in raised)
        ]
        if not open_cases:
            return Tested(territory, standing.centre, tuple(decisions), tuple(failing))
        lowest = min(open_cases, key=lambda number: (standing.reached[number], number))
        options = desk.options(standing, lowest, may_raise=lowest not in raised)
        raised.add(lowest)
        if options:
            taken = min(options, key=lambda way: (options[way].price, list(WayOut).index(way)))
            decisions.append(_decision(desk, standing, lowest, options, taken))
            territory = options[taken].territory
        else:
            stuck.add(lowest)


def costed(
    problem: Problem, territory: Ints, *, targets: Targets, stakes: Stakes, top_up: TopUp
) -> tuple[Decision, ...]:
    """Cost the ways out of every territory that fails, each by itself, and take none.

    Takes what `tested` takes.

    Returns:
        One decision a failing territory, the one furthest from its line first; without prices where there is no way.
    """
    return tuple(case.decision for case in cases(problem, territory, targets=targets, stakes=stakes, top_up=top_up))


def cases(problem: Problem, territory: Ints, *, targets: Targets, stakes: Stakes, top_up: TopUp) -> tuple[Case, ...]:
    """Carry out every way out of every territory that fails, each by itself on the plan as it is.

    Takes what `tested` takes.

    Returns:
        One case a failing territory, the one furthest from its line first; without outcomes where there is no way.
    """
    desk = _Desk(problem, targets, stakes, top_up)
    standing = desk.standing(territory)
    found = []
    for number in sorted(standing.failing, key=lambda at: (standing.reached[at], at)):
        has_way = desk.has_way_out(territory, number, is_raised=False)
        options = desk.options(standing, number, may_raise=True) if has_way else {}
        outcomes = tuple(_outcome(desk, standing, number, options, way) for way in WayOut if way in options)
        found.append(Case(_decision(desk, standing, number, options, None), outcomes))
    return tuple(found)


def _outcome(desk: "_Desk", standing: "_Standing", number: int, options: dict[WayOut, _Option], way: WayOut) -> Tested:
    after = desk.standing(options[way].territory)
    decision = _decision(desk, standing, number, options, way)
    return Tested(after.territory, after.centre, (decision,), tuple(after.failing))


@dataclass(frozen=True)
class _Standing:
    """A plan with its centres, what filling adds to it, and how far each territory reaches its targets."""

    territory: Ints
    centre: Ints
    added: Added
    reached: Floats

    @property
    def failing(self) -> list[int]:
        """The numbers of the territories with accounts that reach less than their targets."""
        return np.flatnonzero((self.centre != NONE) & (self.reached < 1)).tolist()


def _decision(
    desk: "_Desk", standing: _Standing, number: int, options: dict[WayOut, _Option], taken: WayOut | None
) -> Decision:
    before = standing.territory
    after = before if taken is None else options[taken].territory
    inside = np.flatnonzero((after == NONE) & (before != NONE))
    value, potential = desk.totals(before, standing.added)
    return Decision(
        territory=number,
        value=float(value[number]),
        potential=float(potential[number]),
        price={way: option.price for way, option in options.items()},
        taken=taken,
        moved=tuple(np.setdiff1d(np.flatnonzero(after != before), inside).tolist()),
        inside=tuple(inside.tolist()),
    )


class _Desk:
    """Costs the ways out of one problem."""

    def __init__(self, problem: Problem, targets: Targets, stakes: Stakes, top_up: TopUp) -> None:
        self._instance = prepare(problem)
        # The instance's upper limits are drawn together where the lower ones cannot all be reached.
        self._upper = problem.upper
        self._targets = targets
        self._stakes = stakes
        self._top_up = top_up

    def standing(self, territory: Ints) -> _Standing:
        """Return how a plan stands with its spare capacity filled anew."""
        centre = self.centres(territory)
        added = self._top_up(territory, centre)
        return _Standing(territory, centre, added, self.reached(territory, added))

    def centres(self, territory: Ints) -> Ints:
        """Return the p 1-medians; -1 for a territory without accounts."""
        return self._charges(territory).centre

    def _sites(self, territory: Ints) -> Floats:
        """Return p × 2 km from where each territory is served: its home or its 1-median."""
        return self._charges(territory).sites

    def _charges(self, territory: Ints) -> Charges:
        placed = np.flatnonzero(territory != NONE)
        return charges(self._instance, placed, territory[placed], numbers=self._all())

    def totals(self, territory: Ints, added: Added) -> tuple[Floats, Floats]:
        """Return the p yearly values and the p potentials, with what filling adds."""
        number = self._instance.territories
        sums = []
        for each, more in ((self._instance.value, added.value), (self._stakes.potential, added.potential)):
            total = more.astype(np.float64).copy()
            placed = territory != NONE
            np.add.at(total, territory[placed], each[placed])
            sums.append(total[:number])
        return sums[0], sums[1]

    def reached(self, territory: Ints, added: Added) -> Floats:
        """Return p shares of the target reached: the lesser of value and potential; 1 and more passes."""
        shares = np.full(self._instance.territories, np.inf)
        for total, line in zip(
            self.totals(territory, added), (self._targets.value, self._targets.potential), strict=True
        ):
            if line is not None:
                asks = line > 0
                shares[asks] = np.minimum(shares[asks], total[asks] / line[asks] + _CLOSE)
        return shares

    def has_way_out(self, territory: Ints, number: int, *, is_raised: bool) -> bool:
        """Whether an unlocked territory can still be raised, or be given up as none of its accounts is locked."""
        return not self._stakes.is_locked[number] and (not is_raised or not self._holds(territory, number))

    def options(self, standing: _Standing, number: int, *, may_raise: bool) -> dict[WayOut, _Option]:
        """Return the ways out that there are, each with the plan after it and its price.

        The price counts what filling adds before and after: accounts that move take places which were filled. A way
        that changes more hands than the budget allows is none.
        """
        territory = standing.territory
        found: dict[WayOut, Ints | None] = {}
        if may_raise:
            found[WayOut.RAISE] = self._raised(standing, number)
        if not self._holds(territory, number):
            found[WayOut.DISSOLVE] = self._dissolved(territory, number)
            found[WayOut.INSIDE] = np.where(territory == number, NONE, territory)
        filled = float(standing.added.gain.sum())
        return {
            way: _Option(plan, self._price(territory, plan) + filled - float(self._filled(plan).gain.sum()))
            for way, plan in found.items()
            if plan is not None and is_within(self._instance, plan)
        }

    def _filled(self, territory: Ints) -> Added:
        return self._top_up(territory, self.centres(territory))

    def _all(self) -> Ints:
        return np.arange(self._instance.territories)

    def _holds(self, territory: Ints, number: int) -> bool:
        return bool((self._instance.locked[territory == number] != NONE).any())

    def _most(self, territory: Ints, numbers: Ints) -> Ints:
        """Return the largest loads of some territories, locked accounts included, served from where they are now."""
        most: Ints = self._upper[numbers]
        if self._instance.room_at is None:
            return most
        return np.minimum(most, self._instance.room_at[self.centres(territory)[numbers]])

    def _open_neighbours(self, territory: Ints, number: int) -> Ints:
        """Return the nearest unlocked territories that have accounts, at most five."""
        found = self._charges(territory)
        near = np.flatnonzero((found.centre != NONE) & ~self._stakes.is_locked & (self._all() != number))
        apart = crow_km(found.sites[near], found.sites[[number]])[:, 0]
        return near[np.argsort(apart, kind="stable")[:_NEIGHBOURS]]

    def _price(self, before: Ints, after: Ints) -> float:
        """Return what changes in the objective, in coverage lost by going inside, and in upkeep, in currency a year."""
        changed = np.flatnonzero(before != after)
        touched = np.unique(np.concatenate([before[changed], after[changed]]))
        touched = touched[touched != NONE]
        inside = changed[after[changed] == NONE]
        loss = self._instance.handoff_loss[inside].sum() + self._stakes.outside_gain[inside].sum()
        given_up = [number for number in touched.tolist() if not (after == number).any()]
        saved = self._stakes.upkeep[given_up].sum()
        # A territory that is given up is no longer out of balance, nor under its target.
        kept = np.setdiff1d(touched, given_up)
        return self._cost(after, kept) - self._cost(before, touched) + float(loss) - float(saved)

    def _cost(self, territory: Ints, numbers: Ints) -> float:
        if len(numbers) == 0:
            return 0.0
        accounts = np.flatnonzero(np.isin(territory, numbers))
        return charges(self._instance, accounts, np.searchsorted(numbers, territory[accounts]), numbers=numbers).cost

    def _raised(self, standing: _Standing, number: int) -> Ints | None:
        """Give the territory accounts of its neighbours; None where it cannot pass, or only if a neighbour then fails.

        What comes takes places that were filled, so filling is asked anew, and more is taken if that was too little.
        """
        added = standing.added
        for _ in range(_REFILLS):
            plan = self._raised_with(standing, number, added)
            if plan is None:
                return None
            added = self._filled(plan)
            shares = self.reached(plan, added)
            if shares[number] >= 1 and (shares >= np.minimum(standing.reached, 1.0)).all():
                return plan
        return None

    def _raised_with(self, standing: _Standing, number: int, added: Added) -> Ints | None:
        """Give the territory accounts of its neighbours at the lowest price of value at which it passes."""
        territory, reached = standing.territory, standing.reached
        numbers = np.append(number, self._open_neighbours(territory, number))
        if len(numbers) == 1:
            return None
        offer = self._offer(territory, numbers)
        worth = self._worth(number)
        found: Ints | None = None
        low, high, price = 0.0, np.inf, self._first_price(worth)
        for _ in range(_HALVINGS):
            plan = self._priced(territory, offer, price * worth)
            if plan is None:
                return None
            shares = self.reached(plan, added)
            if shares[number] >= 1:
                high = price
                if (shares[numbers[1:]] >= np.minimum(reached[numbers[1:]], 1.0)).all():
                    found = plan
            else:
                low = price
            if np.isfinite(high) and high - low <= _NEAR_ENOUGH * high:
                break
            price = (low + high) / 2 if np.isfinite(high) else 4 * price
        return found

    def _worth(self, number: int) -> Floats:
        """Return n shares of the lines of a territory that the accounts bring."""
        worth = np.zeros(len(self._instance.xy))
        for each, line in (
            (self._instance.value, self._targets.value),
            (self._stakes.potential, self._targets.potential),
        ):
            if line is not None and line[number] > 0:
                worth += each / line[number]
        return worth

    def _first_price(self, worth: Floats) -> float:
        total = float(worth.sum())
        return float(self._instance.pull.sum()) / total if total > 0 else 1.0

    def _offer(self, territory: Ints, numbers: Ints) -> _Offer:
        instance = self._instance
        accounts = np.flatnonzero(np.isin(territory, numbers) & (instance.locked == NONE))
        sites = self._sites(territory)[numbers]
        loads = loads_of(territory, instance.weight, instance.territories)[numbers] - instance.held[numbers]
        return _Offer(
            numbers=numbers,
            accounts=accounts,
            costs=arc_costs(instance, crow_km(instance.xy[accounts], sites), rows=accounts, columns=numbers),
            lower=np.minimum(instance.lower[numbers], loads),
            upper=np.maximum(self._most(territory, numbers) - instance.held[numbers], loads),
        )

    def _priced(self, territory: Ints, offer: _Offer, bonus: Floats) -> Ints | None:
        """Share the accounts of some territories out anew, with a bonus for being in the first of them."""
        costs = offer.costs.copy()
        costs[:, 0] -= bonus[offer.accounts]
        parcels = self._instance.parcels(offer.accounts)
        places = assigned(
            np.tile(np.arange(len(offer.numbers)), (len(parcels.weight), 1)),
            parcels.summed(costs),
            weight=parcels.weight,
            lower=offer.lower,
            upper=offer.upper,
        )
        if places is None:
            return None
        plan = territory.copy()
        plan[offer.accounts] = offer.numbers[parcels.shared(places)]
        return plan

    def _dissolved(self, territory: Ints, number: int) -> Ints | None:
        """Give the accounts to neighbours with room and within reach, the rest inside; None where nobody takes any."""
        instance = self._instance
        numbers = self._open_neighbours(territory, number)
        accounts = np.flatnonzero(territory == number)
        if len(numbers) == 0:
            return None
        sites = self._sites(territory)[numbers]
        crow = crow_km(instance.xy[accounts], sites)
        costs = arc_costs(instance, crow, rows=accounts, columns=numbers)
        costs[crow > self._stakes.reach_km] = np.inf
        finite = costs[np.isfinite(costs)]
        # Inside is the last resort here: being handed over whole is the other way out.
        last = 10.0 * (float(np.abs(finite).max(initial=0.0)) + 1.0)
        loads = loads_of(territory, instance.weight, instance.territories)[numbers]
        room = np.maximum(self._most(territory, numbers) - loads, 0)
        parcels = instance.parcels(accounts)
        places = assigned(
            np.tile(np.arange(len(numbers) + 1), (len(parcels.weight), 1)),
            parcels.summed(np.column_stack([costs, np.full(len(accounts), last)])),
            weight=parcels.weight,
            lower=np.zeros(len(numbers) + 1, dtype=np.int64),
            upper=np.append(room, parcels.weight.sum()),
        )
        if places is None or (places == len(numbers)).all():
            return None
        plan = territory.copy()
        plan[accounts] = np.append(numbers, NONE)[parcels.shared(places)]
        return plan
