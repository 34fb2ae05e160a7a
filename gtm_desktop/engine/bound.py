"""How much better a plan could possibly be: lower bounds on what its travel and handover cost.

Two questions, two answers. *With these centres* the cheapest way to share out the accounts is a transportation problem;
its dual is exact where accounts count one each. *With any centres* the bound is Lagrangian: every account is offered a
price for being served, each place asks whether it would pay to be a centre, and no plan is cheaper than that sum.

Source: for the first Ford and Fulkerson (1956), Ahuja, Magnanti and Orlin (1993) section 9.7; for the second Mulvey and
Beck (1984), Lorena and Senne (2004), subgradient steps as Held, Wolfe and Crowder (1974).
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack
from scipy.spatial import cKDTree

from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import decimal, tr
from gtm_desktop.engine.arcs import WIDTH, arc_costs, nearest_arcs
from gtm_desktop.engine.draft import placed
from gtm_desktop.engine.instance import Instance, currency_per_km, loads_of, prepare
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.plane import crow_km
from gtm_desktop.engine.problem import NONE, Floats, Ints, Problem, Solution

_MOST_ACCOUNTS = 6000
_NEIGHBOURS_A_PLACE = 3
_LEAST_NEIGHBOURS = 60
_ROUNDS = 200
_PATIENCE = 12
_FIRST_STEP = 1.5
_LEAST_STEP = 0.01
_CHUNK = 2_000_000
_HUNDRED = 100.0


@dataclass(frozen=True)
class Bound:
    """No plan costs less than this, in currency a year; terms of balance and target, never negative, are left out.

    Attributes:
        plan: what travel and handover of the plan at hand cost.
        these_centres: no plan with the same centres, limits, locks and refusals costs less.
        any_centres: no plan whatever with as many territories and these upper limits costs less; None where it was not
            computed: over 6,000 accounts, or with fixed homes.
    """

    plan: float
    these_centres: float
    any_centres: float | None

    @property
    def gap(self) -> float:
        """By which share of the best bound the plan could be too dear, at the most."""
        least = self.these_centres if self.any_centres is None else self.any_centres
        return max(0.0, self.plan / least - 1.0) if least > 0 else 0.0


def lower_bound(problem: Problem, solution: Solution, *, progress: Progress = SILENT) -> Bound:
    """Bound travel and handover from below.

    Args:
        problem: what was solved.
        solution: the plan at hand, within its limits.
        progress: polled.

    Raises:
        Cancelled: cancelled before it was there.
    """
    if not problem.accounts or not problem.territories:
        return Bound(0.0, 0.0, 0.0)
    # The search lets accounts that are never visited pull a little; a bound must not.
    instance, pace = replace(prepare(problem), pull=currency_per_km(problem) * problem.terms.travel), Pace(progress)
    sites = np.where(np.isnan(instance.home), instance.xy[solution.centre], instance.home)
    rows = np.arange(problem.accounts)
    crow = instance.xy - sites[solution.territory]
    plan = arc_costs(
        instance, np.hypot(crow[:, 0], crow[:, 1])[:, None], rows=rows, columns=solution.territory[:, None]
    )
    cost = float(plan.sum())
    prices = _place_prices(instance, sites, pace)
    these, worth = _with_prices(instance, sites, prices)
    any_centres = None
    if problem.accounts <= _MOST_ACCOUNTS and np.isnan(instance.home).all():
        any_centres = min(_any_centres(instance, worth, cost, pace), cost)
    return Bound(cost, min(these, cost), any_centres)


def gap_in_words(bound: Bound) -> str:
    """Say what the bound says, in one sentence that says no more."""
    if bound.any_centres is None:
        return tr(
            "With the same centres no plan costs more than {gap} % less; with other centres one might.",
            gap=decimal(_HUNDRED * _saving(bound.these_centres, bound.plan)),
        )
    return tr(
        "Proven: no plan with as many territories and these upper limits, wherever its centres are, costs more than "
        "{gap} % less.",
        gap=decimal(_HUNDRED * _saving(bound.any_centres, bound.plan)),
    )


def _saving(least: float, plan: float) -> float:
    return max(0.0, 1.0 - least / plan) if plan > 0 else 0.0


def _with_prices(instance: Instance, sites: Floats, prices: Floats) -> tuple[float, Floats]:
    """Return the bound that p prices of a unit of load give, and n amounts that serving each account is worth."""
    worth = np.empty(len(instance.xy))
    width = max(1, _CHUNK // max(len(sites), 1))
    columns = np.arange(len(sites))
    for first in range(0, len(worth), width):
        rows = np.arange(first, min(first + width, len(worth)))
        costs = arc_costs(instance, crow_km(instance.xy[rows], sites), rows=rows, columns=columns)
        costs += prices * instance.weight[rows, None]
        locked = instance.locked[rows]
        worth[rows] = np.where(locked == NONE, costs.min(axis=1), costs[np.arange(len(rows)), locked])
    full = np.where(prices > 0, instance.upper + instance.held, instance.lower + instance.held)
    return float(worth.sum() - (prices * full).sum()), worth


def _place_prices(instance: Instance, sites: Floats, pace: Pace) -> Floats:
    """Return p prices of a unit of load at which accounts choose about as in the cheapest plan for these centres."""
    if not instance.counts_accounts:
        return _relaxed_prices(instance, sites, pace)
    territory = placed(instance, sites, pace).territory
    territories = instance.territories
    steps = np.full((territories + 1, territories + 1), np.inf)
    for number in range(territories):
        own = instance.free[territory[instance.free] == number]
        if len(own):
            costs = arc_costs(instance, crow_km(instance.xy[own], sites), rows=own, columns=np.arange(territories))
            steps[number, :-1] = (costs - costs[:, [number]]).min(axis=0)
    loads = loads_of(territory, instance.weight, territories) - instance.held
    steps[:-1, -1] = np.where(loads < instance.upper, 0.0, np.inf)
    steps[-1, :-1] = np.where(loads > instance.lower, 0.0, np.inf)
    reach = np.zeros(territories + 1)
    for _ in range(territories + 1):  # Bellman and Ford
        pace.check()
        nearer = np.minimum(reach, (reach[:, None] + steps).min(axis=0))
        if np.array_equal(nearer, reach):
            break
        reach = nearer
    prices: Floats = reach[-1] - reach[:-1]
    return prices


def _relaxed_prices(instance: Instance, sites: Floats, pace: Pace) -> Floats:
    """Return the prices of the linear relaxation over the 12 nearest centres; 0 where those cannot hold everybody."""
    pace.check()
    rows, territories = instance.free, instance.territories
    arcs = nearest_arcs(instance, sites, rows=rows, width=WIDTH)
    is_open = np.isfinite(arcs.costs)
    account, column = np.nonzero(is_open)
    number = arcs.columns[is_open]
    ones = np.ones(len(account))
    once = csr_array((ones, (account, np.arange(len(account)))), shape=(len(rows), len(account)))
    load = csr_array(
        (instance.weight[rows][account].astype(np.float64), (number, np.arange(len(account)))),
        shape=(territories, len(account)),
    )
    relaxed = linprog(
        arcs.costs[account, column],
        A_ub=vstack([load, -load]),
        b_ub=np.concatenate([instance.upper, -instance.lower]),
        A_eq=once,
        b_eq=np.ones(len(rows)),
        method="highs",
    )
    if relaxed.status != 0:
        return np.zeros(territories)
    prices: Floats = relaxed.ineqlin.marginals[territories:] - relaxed.ineqlin.marginals[:territories]
    return prices


def _any_centres(instance: Instance, worth: Floats, plan: float, pace: Pace) -> float:
    """Return the best Lagrangian bound of up to 200 subgradient steps."""
    room = int((instance.upper + instance.held).max())
    number = len(instance.xy)
    typical = room / max(float(instance.weight.mean()), 1e-9)
    width = min(number, max(_LEAST_NEIGHBOURS, int(_NEIGHBOURS_A_PLACE * typical)))
    near, costs, ceiling = _near(instance, width)
    worth = np.minimum(worth, ceiling)
    best, step, waited = -np.inf, _FIRST_STEP, 0
    for _ in range(_ROUNDS):
        pace.check()
        totals, taken = _offers(costs - worth[near], instance.weight[near], room)
        centres = np.argpartition(totals, instance.territories - 1)[: instance.territories]
        bound = float(worth.sum() + totals[centres].sum())
        served = np.zeros(number)
        np.add.at(served, near[centres].ravel(), taken[centres].ravel())
        waited = 0 if bound > best * (1 + 1e-6) else waited + 1
        best = max(best, bound)
        if waited >= _PATIENCE:
            step, waited = step / 2, 0
        missing = 1.0 - served
        length = float((missing**2).sum())
        if step < _LEAST_STEP or length == 0 or best >= plan:
            break
        worth = np.minimum(worth + step * max(plan - bound, 1e-9 * plan) / length * missing, ceiling)
    return max(best, 0.0)


def _near(instance: Instance, width: int) -> tuple[Ints, Floats, Floats]:
    """Return for each place its nearest accounts and their costs there, and what each account may be worth at most.

    An account worth no more than its cheapest way to a place that does not list it is never missed by that place.
    """
    number = len(instance.xy)
    crow, near = cKDTree(instance.xy).query(instance.xy, k=list(range(1, width + 1)))
    costs = instance.pull[near] * instance.road(crow)
    if width == number:
        return near.astype(np.int64), costs, np.full(number, np.inf)
    # Nothing beyond a place's list is nearer to it than the last account on the list.
    edge = crow[:, -1]
    tree = cKDTree(instance.xy)
    ceiling = np.empty(number)
    is_on = np.zeros(number, dtype=np.bool_)
    order = np.argsort(near.ravel(), kind="stable")
    places = (np.arange(number * width) // width)[order]
    ends = np.searchsorted(near.ravel()[order], np.arange(number + 1))
    for account in range(number):
        own = places[ends[account] : ends[account + 1]]
        is_on[own] = True
        apart, places_near = tree.query(instance.xy[account], k=min(number, len(own) + 1))
        missed = np.atleast_1d(apart)[~is_on[np.atleast_1d(places_near)]]
        ceiling[account] = missed[0] if len(missed) else edge.max()
        is_on[own] = False
    return near.astype(np.int64), costs, instance.pull * instance.road(ceiling)


def _offers(reduced: Floats, weight: Ints, room: int) -> tuple[Floats, Floats]:
    """Fill every place with what pays most a unit of load, up to `room`; the last account may be taken in part.

    Returns:
        n totals, none positive, and n × w shares taken.
    """
    gain = np.minimum(reduced, 0.0)
    if (weight == 1).all():
        taken = gain < 0
        crowded = np.flatnonzero(taken.sum(axis=1) > room)
        if len(crowded):
            kept = np.argpartition(gain[crowded], room - 1, axis=1)[:, :room]
            few = np.zeros((len(crowded), gain.shape[1]), dtype=np.bool_)
            np.put_along_axis(few, kept, values=True, axis=1)
            taken[crowded] = few
        shares = taken.astype(np.float64)
        return np.einsum("ij,ij->i", gain, shares), shares
    ratio = gain / np.maximum(weight, 1e-9)
    order = np.argsort(ratio, axis=1, kind="stable")
    loads = np.take_along_axis(weight, order, axis=1)
    before = np.cumsum(loads, axis=1) - loads
    part = np.clip((room - before) / np.maximum(loads, 1e-9), 0.0, 1.0)
    shares = np.zeros_like(gain)
    np.put_along_axis(shares, order, part, axis=1)
    shares *= gain < 0
    return np.einsum("ij,ij->i", gain, shares), shares
