"""Large neighbourhood search: take a few neighbouring territories apart, put them together anew, keep what is better.

Source: Shaw (1998); within each neighbourhood exact transport and 1-medians alternate (Cooper 1964). Plans are accepted
by simulated annealing over the share of iterations done; the clock has no say.
"""

from collections.abc import Callable
from math import log

import numpy as np
from numpy.random import Generator

from gtm_desktop.core.words import tr
from gtm_desktop.engine.budgets import is_within
from gtm_desktop.engine.charges import Charges
from gtm_desktop.engine.course import Course, warm_up
from gtm_desktop.engine.draft import Draft
from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.problem import Ints
from gtm_desktop.engine.rebuild import Rebuilt, rebuilt, reseeded
from gtm_desktop.engine.recombine import Pool
from gtm_desktop.engine.shift import may_shift, shift
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


def _no_other(_: int) -> Draft | None:
    return None


def search(
    instance: Instance,
    start: Draft,
    *,
    rng: Generator,
    pace: Pace,
    planned: Callable[[int], int],
    offer: Callable[[Draft], None],
    other_start: Callable[[int], Draft | None] = _no_other,
    fresh: Callable[[Generator], Draft] | None = None,
) -> None:
    """Improve a plan.

    Args:
        instance: the problem.
        start: a plan, within the budget if there is one.
        rng: all chance comes from it.
        pace: polled each iteration.
        planned: asked before each iteration, with their number so far, how many there shall be in all; its answer may
            change only within the warm-up, and once they are done. No more than were done ends the search.
        offer: given each plan better than all before.
        other_start: asked once, after the warm-up, with how many there shall be: a better plan is gone on from.
        fresh: makes first plans, for descents begun anew. None: the search stays around `start`, and shifts nothing.

    A plan outside its limits is mended first; those iterations are not counted.
    """
    now, best = _mended(instance, start, rng=rng, pace=pace, offer=offer)
    pool = Pool() if Pool.helps(instance) else None
    heat = (_HEAT if pool is None else _HEAT_WITH_POOL) * start.cost / instance.territories
    done = 0
    course = Course(
        has_legs=pool is not None and fresh is not None, may_shift=fresh is not None and may_shift(instance)
    )
    while done < (total := planned(done)) and (best.cost > 0 or best.total_wrong) and instance.territories > 1:
        course.go_on(done, total)
        if done == warm_up(total):
            best = _better_start(now, best, other_start(total))
        pace.report(tr("Improving territories"), best=best.cost)
        temperature = heat * course.warmth(done)
        if fresh is not None and course.begins_anew(done):
            _begin_anew(instance, now, fresh, rng=rng, pace=pace)
        _shift_if_due(instance, now, course, done, temperature=temperature, rng=rng, pace=pace)
        numbers = _neighbours(instance, now, rng)
        _step(instance, now, numbers, temperature=temperature, rng=rng, pace=pace, pool=pool)
        done += 1
        if now.is_better(best):
            best = now.frozen()
            offer(best)
        # At the end too, but not at a number of iterations that was only planned: a replay plans another.
        if pool is not None and pool.is_due and best.total_wrong == 0:
            best = _recombined(instance, now, best, pool=pool, around=int(numbers[0]), offer=offer)
    if pool is not None and done and best.total_wrong == 0:
        pace.check()
        _recombined(instance, now, best, pool=pool, around=0, offer=offer)


def _mended(
    instance: Instance, start: Draft, *, rng: Generator, pace: Pace, offer: Callable[[Draft], None]
) -> tuple[Standing, Draft]:
    """Return where the search stands and the better of the start and the same plan within its limits."""
    now = standing(instance, start)
    _mend(instance, now, rng=rng, pace=pace)
    if not now.is_better(start):
        return now, start
    best = now.frozen()
    offer(best)
    return now, best


def _better_start(now: Standing, best: Draft, other: Draft | None) -> Draft:
    """Go on from another first plan where it is better than all before."""
    if other is None or not other.is_better(best, least_gain=0.0):
        return best
    now.go_to(other)
    return other


def _begin_anew(
    instance: Instance, now: Standing, fresh: Callable[[Generator], Draft], *, rng: Generator, pace: Pace
) -> None:
    now.go_to(fresh(rng))
    _mend(instance, now, rng=rng, pace=pace)


def _mend(instance: Instance, now: Standing, *, rng: Generator, pace: Pace) -> None:
    """Bring loads within their limits, where flows could not: before the first iteration, and part of none."""
    for _ in range(_MOST_MENDING + _MENDING_EACH * instance.territories):
        if not now.wrong.any() or instance.territories < 2:
            break
        pace.report(tr("Fitting territories to their limits"))
        _step(instance, now, _neighbours(instance, now, rng), temperature=0.0, rng=rng, pace=pace, pool=None)


def _step(
    instance: Instance,
    now: Standing,
    numbers: Ints,
    *,
    temperature: float,
    rng: Generator,
    pace: Pace,
    pool: Pool | None,
) -> None:
    """Rebuild some territories, and keep them if they are welcome."""
    accounts = now.accounts_of(numbers)
    sites = reseeded(instance, now.sites[numbers], accounts, numbers, rng)
    most = np.inf
    if pool is None and not now.wrong[numbers].any():
        most = float(now.costs[numbers].sum()) + _PATIENCE * temperature
    found = rebuilt(instance, accounts, sites, numbers, prices=now.prices, pace=pace, pool=pool, most=most)
    if found is None or not _is_welcome(now, numbers, found.charges, temperature=temperature, rng=rng):
        return
    if _is_affordable(instance, now, numbers, accounts, found):
        now.take(numbers, accounts, found)


def _shift_if_due(
    instance: Instance, now: Standing, course: Course, done: int, *, temperature: float, rng: Generator, pace: Pace
) -> None:
    """Close a territory in one part of the country and open it in another, if that is due and welcome."""
    most = course.territories_to_shift(done)
    if not most or now.wrong.any():
        return
    halves = shift(instance, now, most=most, rng=rng, pace=pace)
    if halves is None or halves[0].rise + halves[1].rise >= -temperature * log(1.0 - rng.random()):
        course.refused += 1
        return
    course.refused = 0
    for half in halves:
        now.take(half.numbers, half.accounts, half.found)


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
