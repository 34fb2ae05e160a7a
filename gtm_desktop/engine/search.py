"""Large neighbourhood search: take a few neighbouring territories apart, put them together anew, keep what is better.

Source: Shaw (1998); within each neighbourhood exact transport and 1-medians alternate (Cooper 1964). Plans are accepted
by simulated annealing over the share of iterations done; the clock has no say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.random import Generator

from gtm_desktop.core.words import tr
from gtm_desktop.engine import flow
from gtm_desktop.engine.draft import Draft
from gtm_desktop.engine.instance import Instance, arc_costs
from gtm_desktop.engine.medians import median
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.plane import crow_km
from gtm_desktop.engine.problem import NONE, Floats, Ints

WARM_UP = 20
"""Iterations at full temperature, after which their number may be chosen."""

_MOST_TERRITORIES = 6
_MOST_ACCOUNTS = 900
_ROUNDS = 6
_HEAT = 0.03
_COLD_AT = 0.9
_LEAST_GAIN = 1e-9
_RESEED_ALL = 0.25
_RESEED_ONE = 0.35


@dataclass
class _Now:
    """Where the search stands; changed in place."""

    territory: Ints
    centre: Ints
    sites: Floats
    costs: Floats

    def frozen(self) -> Draft:
        return Draft(self.territory.copy(), self.centre.copy(), self.sites.copy(), self.costs.copy())


@dataclass(frozen=True)
class _Rebuilt:
    """A few territories put together anew: m accounts, k territories."""

    accounts: Ints
    territory: Ints
    centre: Ints
    costs: Floats

    @property
    def cost(self) -> float:
        return float(self.costs.sum())


def search(
    instance: Instance,
    start: Draft,
    *,
    rng: Generator,
    pace: Pace,
    planned: Callable[[int], int],
    offer: Callable[[Draft], None],
) -> None:
    """Improve a plan.

    Args:
        instance: the problem.
        start: a plan.
        rng: all chance comes from it.
        pace: polled each iteration.
        planned: asked after each iteration, with their number so far, how many there shall be in all; its answer may
            change only within the first 20.
        offer: given each plan better than all before.
    """
    now = _Now(start.territory.copy(), start.centre.copy(), start.sites.copy(), start.costs.copy())
    best = start.cost
    heat = _HEAT * start.cost / instance.territories
    done = 0
    while done < (total := planned(done)) and best > 0 and instance.territories > 1:
        pace.report(tr("Improving territories"), done, total, best=best)
        cooled = max(0.0, (done - WARM_UP) / max(total - WARM_UP, 1))
        temperature = heat * max(0.0, 1.0 - cooled / _COLD_AT) ** 2
        numbers = _neighbours(instance, now, rng)
        rebuilt = _rebuilt(instance, now, numbers, rng=rng, pace=pace)
        worse = rebuilt.cost - float(now.costs[numbers].sum())
        done += 1
        if worse < -_LEAST_GAIN * best or worse < -temperature * log(1.0 - rng.random()):
            now.territory[rebuilt.accounts] = rebuilt.territory
            now.centre[numbers] = rebuilt.centre
            now.costs[numbers] = rebuilt.costs
            held = rebuilt.centre != NONE
            now.sites[numbers[held]] = instance.xy[rebuilt.centre[held]]
            if (cost := float(now.costs.sum())) < best * (1 - _LEAST_GAIN):
                best = cost
                offer(now.frozen())


def _neighbours(instance: Instance, now: _Now, rng: Generator) -> Ints:
    """Draw a territory and one to five near ones, together at most 900 accounts where two have no more."""
    first = rng.integers(instance.territories)
    apart = np.hypot(*(now.sites - now.sites[first]).T) * rng.uniform(0.7, 1.3, instance.territories)
    apart[first] = -1.0
    wanted = min(instance.territories, int(rng.integers(2, _MOST_TERRITORIES + 1)))
    nearest = np.argsort(apart, kind="stable")[:wanted]
    loads = np.array([np.count_nonzero(now.territory == number) for number in nearest])
    fitting = max(2, int(np.searchsorted(np.cumsum(loads), _MOST_ACCOUNTS, side="right")))
    return nearest[:fitting]


def _rebuilt(instance: Instance, now: _Now, numbers: Ints, *, rng: Generator, pace: Pace) -> _Rebuilt:
    is_here = np.zeros(instance.territories, dtype=np.bool_)
    is_here[numbers] = True
    accounts = np.flatnonzero(is_here[now.territory])
    is_free = instance.locked[accounts] == NONE
    free = accounts[is_free]
    columns = np.tile(np.arange(len(numbers)), (len(free), 1))
    territory = now.territory[accounts]
    sites = _reseeded(instance, now.sites[numbers], accounts, rng)
    best: _Rebuilt | None = None
    for _ in range(_ROUNDS):
        pace.check()
        costs = arc_costs(instance, crow_km(instance.xy[free], sites), rows=free, columns=numbers)
        places = flow.transport(
            columns, flow.whole_costs(costs), lower=instance.lower[numbers], upper=instance.upper[numbers]
        )
        if places is None:
            raise AssertionError("a plan that keeps the limits was taken apart and cannot be put together")
        territory[is_free] = numbers[places]
        found = _measured(instance, accounts, territory.copy(), numbers)
        if best is not None and found.cost >= best.cost * (1 - _LEAST_GAIN):
            break
        best = found
        sites = np.where((found.centre == NONE)[:, None], sites, instance.xy[found.centre])
    if best is None:
        raise AssertionError("a neighbourhood is rebuilt at least once")
    return best


def _reseeded(instance: Instance, sites: Floats, accounts: Ints, rng: Generator) -> Floats:
    """Put all, one or some of the centres at random accounts."""
    sites = sites.copy()
    draw = rng.random()
    if draw < _RESEED_ALL:
        moving = len(sites)
    elif draw < _RESEED_ALL + _RESEED_ONE:
        moving = 1
    else:
        moving = 1 + int(rng.integers(len(sites)))
    moving = min(moving, len(accounts))
    sites[rng.permutation(len(sites))[:moving]] = instance.xy[rng.choice(accounts, moving, replace=False)]
    return sites


def _measured(instance: Instance, accounts: Ints, territory: Ints, numbers: Ints) -> _Rebuilt:
    moved = (instance.incumbent[accounts] != NONE) & (instance.incumbent[accounts] != territory)
    loss = np.where(moved, instance.handoff_loss[accounts], 0.0)
    centre = np.empty(len(numbers), dtype=np.int64)
    costs = np.empty(len(numbers))
    for place, number in enumerate(numbers):
        is_member = territory == number
        centre[place], travel = median(instance, accounts[is_member])
        costs[place] = travel + loss[is_member].sum()
    return _Rebuilt(accounts, territory, centre, costs)
