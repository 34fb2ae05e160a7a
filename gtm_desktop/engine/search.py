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
from gtm_desktop.engine.budgets import is_within
from gtm_desktop.engine.charges import Charges
from gtm_desktop.engine.draft import Draft
from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.problem import Floats, Ints
from gtm_desktop.engine.rebuild import Prices, Rebuilt, rebuilt
from gtm_desktop.engine.recombine import Pool

WARM_UP = 20
"""Iterations at full temperature, after which their number may be chosen."""

_MOST_TERRITORIES = 6
_MOST_ACCOUNTS = 900
_MOST_WEIGHED_ACCOUNTS = 320
_HEAT = 0.03
_HEAT_WITH_POOL = 0.06
"""Hotter where territories seen are put together anew: then variety pays."""
_COLD_AT = 0.9
_LEAST_GAIN = 1e-9
_VALUE_STEP = 0.3
"""How far the price of value moves, as a share of cost per value, for a territory off by its mean value: 1 swings."""
_MOST_MENDING, _MENDING_EACH = 40, 3
_DEARER, _CHEAPER = 1.25, 0.97
_LEAST_MOVE_PRICE = 0.02


@dataclass
class _Now:
    """Where the search stands; changed in place."""

    territory: Ints
    centre: Ints
    sites: Floats
    costs: Floats
    wrong: Ints
    prices: Prices

    def take(self, numbers: Ints, accounts: Ints, found: Rebuilt) -> None:
        charges = found.charges
        self.territory[accounts] = numbers[found.places]
        self.centre[numbers] = charges.centre
        self.costs[numbers] = charges.costs
        self.wrong[numbers] = charges.wrong
        self.prices.value[numbers] = found.value_prices
        held = ~np.isnan(charges.sites[:, 0])
        self.sites[numbers[held]] = charges.sites[held]

    def go_to(self, draft: Draft) -> None:
        self.territory, self.centre = draft.territory.copy(), draft.centre.copy()
        self.sites, self.costs, self.wrong = draft.sites.copy(), draft.costs.copy(), draft.wrong.copy()

    def is_better(self, best: Draft) -> bool:
        wrong = int(self.wrong.sum())
        if wrong != best.total_wrong:
            return wrong < best.total_wrong
        return float(self.costs.sum()) < best.cost * (1 - _LEAST_GAIN)

    def frozen(self) -> Draft:
        return Draft(self.territory.copy(), self.centre.copy(), self.sites.copy(), self.costs.copy(), self.wrong.copy())


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
) -> None:
    """Improve a plan.

    Args:
        instance: the problem.
        start: a plan, within the budget if there is one.
        rng: all chance comes from it.
        pace: polled each iteration.
        planned: asked after each iteration, with their number so far, how many there shall be in all; its answer may
            change only within the first 20.
        offer: given each plan better than all before.
        other_start: asked once, after 20 iterations, with how many there shall be: a better plan is gone on from.

    A plan outside its limits is mended first; those iterations are not counted.
    """
    now = _standing(instance, start)
    _mend(instance, now, rng=rng, pace=pace)
    best = now.frozen() if now.is_better(start) else start
    if best is not start:
        offer(best)
    pool = Pool() if Pool.helps(instance) else None
    heat = (_HEAT if pool is None else _HEAT_WITH_POOL) * start.cost / instance.territories
    done = 0
    while done < (total := planned(done)) and (best.cost > 0 or best.total_wrong) and instance.territories > 1:
        if done == WARM_UP and (other := other_start(total)) is not None and other.is_better(best, least_gain=0.0):
            best = other
            now.go_to(other)
        pace.report(tr("Improving territories"), done, total, best=best.cost)
        cooled = max(0.0, (done - WARM_UP) / max(total - WARM_UP, 1))
        temperature = heat * max(0.0, 1.0 - cooled / _COLD_AT) ** 2
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


def _mend(instance: Instance, now: _Now, *, rng: Generator, pace: Pace) -> None:
    """Bring loads within their limits, where flows could not: before the first iteration, and part of none."""
    for _ in range(_MOST_MENDING + _MENDING_EACH * instance.territories):
        if not now.wrong.any() or instance.territories < 2:
            break
        pace.report(tr("Fitting territories to their limits"), 0, 0)
        _step(instance, now, _neighbours(instance, now, rng), temperature=0.0, rng=rng, pace=pace, pool=None)


def _step(
    instance: Instance,
    now: _Now,
    numbers: Ints,
    *,
    temperature: float,
    rng: Generator,
    pace: Pace,
    pool: Pool | None,
) -> None:
    """Rebuild some territories, and keep them if they are welcome."""
    accounts = _accounts_of(instance, now, numbers)
    found = rebuilt(instance, accounts, now.sites[numbers], numbers, prices=now.prices, rng=rng, pace=pace, pool=pool)
    if found is None or not _is_welcome(now, numbers, found.charges, temperature=temperature, rng=rng):
        return
    if _is_affordable(instance, now, numbers, accounts, found):
        now.take(numbers, accounts, found)


def _recombined(
    instance: Instance, now: _Now, best: Draft, *, pool: Pool, around: int, offer: Callable[[Draft], None]
) -> Draft:
    """Return the best plan from all territories seen; the search goes on from there if it is new."""
    better = pool.recombined(instance, best, around=around)
    if better is best:
        return best
    offer(better)
    now.go_to(better)
    return better


def _standing(instance: Instance, start: Draft) -> _Now:
    scale = start.cost / max(len(start.territory), 1)
    prices = Prices(
        value=np.zeros(instance.territories),
        value_step=_VALUE_STEP * start.cost / max(float(instance.value.sum()), 1e-9),
        move=0.0 if instance.budget is None else scale,
        least_move=_LEAST_MOVE_PRICE * scale,
    )
    return _Now(
        territory=start.territory.copy(),
        centre=start.centre.copy(),
        sites=start.sites.copy(),
        costs=start.costs.copy(),
        wrong=start.wrong.copy(),
        prices=prices,
    )


def _neighbours(instance: Instance, now: _Now, rng: Generator) -> Ints:
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


def _accounts_of(instance: Instance, now: _Now, numbers: Ints) -> Ints:
    is_here = np.zeros(instance.territories, dtype=np.bool_)
    is_here[numbers] = True
    return np.flatnonzero(is_here[now.territory])


def _is_welcome(now: _Now, numbers: Ints, charges: Charges, *, temperature: float, rng: Generator) -> bool:
    """Whether these territories shall replace those there are: limits come first, then cost by annealing."""
    wrong = charges.total_wrong - int(now.wrong[numbers].sum())
    if wrong != 0:
        return wrong < 0
    worse = charges.cost - float(now.costs[numbers].sum())
    return worse < -_LEAST_GAIN * float(now.costs.sum()) or worse < -temperature * log(1.0 - rng.random())


def _is_affordable(instance: Instance, now: _Now, numbers: Ints, accounts: Ints, found: Rebuilt) -> bool:
    """Whether the budget allows it; a refusal makes moves dearer in the next neighbourhoods, else they get cheaper."""
    if instance.budget is None:
        return True
    territory = now.territory.copy()
    territory[accounts] = numbers[found.places]
    is_allowed = is_within(instance, territory)
    factor = _CHEAPER if is_allowed else _DEARER
    now.prices.move = max(now.prices.move * factor, now.prices.least_move)
    return is_allowed
