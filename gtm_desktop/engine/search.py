"""Large neighbourhood search: take a few neighbouring territories apart, put them together anew, keep what is better.

Source: Shaw (1998); within each neighbourhood exact transport and 1-medians alternate (Cooper 1964). Plans are accepted
by simulated annealing over the share of iterations done; the clock has no say.
"""

from collections.abc import Callable
from math import log

import numpy as np
from numpy.random import Generator
from scipy.optimize import linear_sum_assignment

from gtm_desktop.core.words import tr
from gtm_desktop.engine.budgets import is_within
from gtm_desktop.engine.charges import Charges
from gtm_desktop.engine.draft import Draft
from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.legs import Leg, legs_of, warm_up
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.plane import crow_km
from gtm_desktop.engine.problem import Floats, Ints
from gtm_desktop.engine.rebuild import Rebuilt, rebuilt, reseeded
from gtm_desktop.engine.recombine import Pool
from gtm_desktop.engine.standing import LEAST_GAIN, Standing, standing

_MOST_TERRITORIES = 6
_MOST_ACCOUNTS = 900
_MOST_WEIGHED_ACCOUNTS = 320
_HEAT = 0.03
_HEAT_WITH_POOL = 0.06
"""Hotter where territories seen are put together anew: then variety pays."""
_MOST_MENDING, _MENDING_EACH = 40, 3
_DEARER, _CHEAPER = 1.25, 0.97
_PATIENCE = 3.0
"""Temperatures by which a plan may be worse to have a chance of being kept: one in twenty."""
_FROM_OTHERS = 0.5
"""Share of the neighbourhoods that take the centres of another plan, where the search joins several."""


def _no_others(_: int) -> list[Draft]:
    return []


def search(
    instance: Instance,
    start: Draft,
    *,
    rng: Generator,
    pace: Pace,
    planned: Callable[[int], int],
    offer: Callable[[Draft], None],
    other_starts: Callable[[int], list[Draft]] = _no_others,
) -> None:
    """Improve a plan.

    Args:
        instance: the problem.
        start: a plan, within the budget if there is one.
        rng: all chance comes from it.
        pace: polled each iteration.
        planned: asked before each iteration, with their number so far, how many there shall be in all; its answer may
            change only within the warm-up. No more than were done ends the search.
        offer: given each plan better than all before.
        other_starts: asked once, after the warm-up, with how many there shall be: plans to begin from as well.

    A plan outside its limits is mended first; those iterations are not counted.
    """
    now = standing(instance, start)
    _mend(instance, now, rng=rng, pace=pace)
    best = now.frozen() if now.is_better(start) else start
    if best is not start:
        offer(best)
    pool = Pool() if Pool.helps(instance) else None
    heat = (_HEAT if pool is None else _HEAT_WITH_POOL) * start.cost / instance.territories
    done, legs, leg = 0, list[Leg](), Leg(0, 0)
    found: list[Draft] = []
    while done < (total := planned(done)) and (best.cost > 0 or best.total_wrong) and instance.territories > 1:
        if done == warm_up(total):
            others = sorted([best, *other_starts(total)], key=lambda draft: (draft.total_wrong, draft.cost))
            legs = legs_of(total, others if len(others) > 1 else [], instance.territories)
        if legs and done == legs[0].first:
            leg = legs.pop(0)
            _begin(leg, now, best, found)
        pace.report(tr("Improving territories"), done, total, best=best.cost)
        temperature = heat * (leg.warmth(done) if leg.end else 1.0)
        numbers = _neighbours(instance, now, rng)
        others = found if leg.joins else []
        _step(instance, now, numbers, temperature=temperature, rng=rng, pace=pace, pool=pool, others=others)
        done += 1
        if found and now.is_better(found[-1]):
            found[-1] = now.frozen()
        if now.is_better(best):
            best = now.frozen()
            offer(best)
        # At the end too, but not at a number of iterations that was only planned: a replay plans another.
        if pool is not None and pool.is_due and best.total_wrong == 0:
            best = _recombined(instance, now, best, pool=pool, around=int(numbers[0]), offer=offer)
    if pool is not None and done and best.total_wrong == 0:
        pace.check()
        _recombined(instance, now, best, pool=pool, around=0, offer=offer)


def _begin(leg: Leg, now: Standing, best: Draft, found: list[Draft]) -> None:
    """Go to where a leg starts; its own best is kept as the last of `found`."""
    if leg.joins:
        now.go_to(best)
    elif leg.start is not None:
        now.go_to(leg.start)
        found.append(leg.start)


def _mend(instance: Instance, now: Standing, *, rng: Generator, pace: Pace) -> None:
    """Bring loads within their limits, where flows could not: before the first iteration, and part of none."""
    for _ in range(_MOST_MENDING + _MENDING_EACH * instance.territories):
        if not now.wrong.any() or instance.territories < 2:
            break
        pace.report(tr("Fitting territories to their limits"), 0, 0)
        _step(instance, now, _neighbours(instance, now, rng), temperature=0.0, rng=rng, pace=pace, pool=None, others=[])


def _step(
    instance: Instance,
    now: Standing,
    numbers: Ints,
    *,
    temperature: float,
    rng: Generator,
    pace: Pace,
    pool: Pool | None,
    others: list[Draft],
) -> None:
    """Rebuild some territories, and keep them if they are welcome."""
    accounts = now.accounts_of(numbers)
    sites = None
    if others and rng.random() < _FROM_OTHERS:
        sites = _sites_of(others[int(rng.integers(len(others)))], accounts, now.sites[numbers])
    if sites is None:
        sites = reseeded(instance, now.sites[numbers], accounts, numbers, rng)
    most = np.inf
    if pool is None and not now.wrong[numbers].any():
        most = float(now.costs[numbers].sum()) + _PATIENCE * temperature
    found = rebuilt(instance, accounts, sites, numbers, prices=now.prices, pace=pace, pool=pool, most=most)
    if found is None or not _is_welcome(now, numbers, found.charges, temperature=temperature, rng=rng):
        return
    if _is_affordable(instance, now, numbers, accounts, found):
        now.take(numbers, accounts, found)


def _sites_of(other: Draft, accounts: Ints, sites: Floats) -> Floats | None:
    """Return k sites of another plan amid these accounts, each near its one of `sites`; None for another number."""
    inside = np.flatnonzero(np.isin(other.centre, accounts))
    if len(inside) != len(sites):
        return None
    order = linear_sum_assignment(crow_km(sites, other.sites[inside]))[1]
    there: Floats = other.sites[inside[order]]
    return there


def _recombined(
    instance: Instance, now: Standing, best: Draft, *, pool: Pool, around: int, offer: Callable[[Draft], None]
) -> Draft:
    """Return the best plan from all territories seen; the search goes on from there if it is new."""
    better = pool.recombined(instance, best, around=around)
    if better is best:
        return best
    offer(better)
    now.go_to(better)
    return better


def _neighbours(instance: Instance, now: Standing, rng: Generator) -> Ints:
    """Draw a territory and one to five near ones, not too many accounts together where two have no more.

    A territory outside its limits is drawn first.
    """
    wrong = np.flatnonzero(now.wrong)
    first = int(wrong[rng.integers(len(wrong))]) if len(wrong) else int(rng.integers(instance.territories))
    apart = np.hypot(*(now.sites - now.sites[first]).T) * rng.uniform(0.7, 1.3, instance.territories)
    apart[first] = -1.0
    wanted = min(instance.territories, int(rng.integers(2, _MOST_TERRITORIES + 1)))
    nearest = np.argsort(apart, kind="stable")[:wanted]
    sizes = np.array([np.count_nonzero(now.territory == number) for number in nearest])
    is_light = instance.counts_accounts or instance.parcel is not None
    most = _MOST_ACCOUNTS if is_light else _MOST_WEIGHED_ACCOUNTS
    return nearest[: max(2, int(np.searchsorted(np.cumsum(sizes), most, side="right")))]


def _is_welcome(now: Standing, numbers: Ints, charges: Charges, *, temperature: float, rng: Generator) -> bool:
    """Whether these territories shall replace those there are: limits come first, then cost by annealing."""
    wrong = charges.total_wrong - int(now.wrong[numbers].sum())
    if wrong != 0:
        return wrong < 0
    worse = charges.cost - float(now.costs[numbers].sum())
    return worse < -LEAST_GAIN * float(now.costs.sum()) or worse < -temperature * log(1.0 - rng.random())


def _is_affordable(instance: Instance, now: Standing, numbers: Ints, accounts: Ints, found: Rebuilt) -> bool:
    """Whether the budget allows it; a refusal makes moves dearer in the next neighbourhoods, else they get cheaper."""
    if instance.budget is None:
        return True
    territory = now.territory.copy()
    territory[accounts] = numbers[found.places]
    is_allowed = is_within(instance, territory)
    factor = _CHEAPER if is_allowed else _DEARER
    now.prices.move = max(now.prices.move * factor, now.prices.least_move)
    return is_allowed
