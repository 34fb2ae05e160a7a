"""A territory given up in one part of the country and opened in another: what no neighbourhood can do.

How the metros share the territories is decided by the first plan. Where one part has a territory too many and another,
far away, one too few, every way from one plan to the other by neighbourhoods leads over plans that are much worse. So
both halves are worked out by themselves, each in its own surroundings, and weighed together as one step of the search.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.problem import NONE, Floats, Ints
from gtm_desktop.engine.rebuild import Rebuilt, rebuilt
from gtm_desktop.engine.standing import Standing

_FEWEST_AROUND, _MOST_AROUND = 4, 7
_LEAST_TERRITORIES = 12


@dataclass(frozen=True)
class Half:
    """One half of a shift.

    Attributes:
        touched: the territories whose accounts take part.
        numbers: the k territories that hold them afterwards.
        accounts: these accounts, ascending.
        found: how they are put together.
        rise: what that adds to the cost a year.
    """

    touched: Ints
    numbers: Ints
    accounts: Ints
    found: Rebuilt
    rise: float


def may_shift(instance: Instance) -> bool:
    """Whether territories may be anywhere: no limit of changes, border, refusal or home; accounts of one place each."""
    is_free = instance.budget is None and instance.borders is None and not instance.has_refusals
    is_free = is_free and instance.counts_accounts and instance.territories >= _LEAST_TERRITORIES
    return is_free and bool(np.isnan(instance.home).all())


def shift(instance: Instance, now: Standing, *, most: int, rng: Generator, pace: Pace) -> tuple[Half, Half] | None:
    """Find the territory that is closed most cheaply, and where opening it anew saves most.

    Args:
        instance: one whose territories `may_shift`.
        now: the plan.
        most: how many territories are tried for each half.
        rng: draws which are tried, and the accounts at which new ones open.
        pace: polled in every try.

    Returns:
        What closes, then what opens; they share no territory but the one shifted. None where there is no such pair.
    """
    drawn = rng.permutation(instance.territories)[:most]
    free = drawn[~np.isin(drawn, instance.locked)]
    close = _cheapest([_closed(instance, now, number, pace) for number in free.tolist()])
    if close is None:
        return None
    gone = int(close.touched[0])
    others = [number for number in drawn.tolist() if number not in close.touched]
    opened = _cheapest(
        [_opened(instance, now, number, gone=gone, apart=close.touched, rng=rng, pace=pace) for number in others]
    )
    return None if opened is None else (close, opened)


def _cheapest(halves: list[Half | None]) -> Half | None:
    return min((half for half in halves if half is not None), key=lambda half: half.rise, default=None)


def _closed(instance: Instance, now: Standing, number: int, pace: Pace) -> Half | None:
    """Give the accounts of a territory to its neighbours; None where these have no room."""
    near = _surroundings(now, number)
    for wanted in range(_FEWEST_AROUND, len(near)):
        touched = near[: wanted + 1]
        if _free(instance, now, touched) <= instance.upper[touched[1:]].sum():
            return _half(instance, now, touched, touched[1:], sites=now.sites[touched[1:]], pace=pace)
    return None


def _opened(
    instance: Instance, now: Standing, number: int, *, gone: int, apart: Ints, rng: Generator, pace: Pace
) -> Half | None:
    """Open territory `gone` at an account of another one; None where there are too few accounts around."""
    near = _surroundings(now, number)
    near = near[~np.isin(near, apart)]
    own = now.accounts_of(near[:1])
    if not len(own):
        return None
    site = instance.xy[own[int(rng.integers(len(own)))]]
    for wanted in range(min(_FEWEST_AROUND, len(near) - 1), len(near)):
        touched = near[: wanted + 1]
        numbers = np.append(touched, gone)
        if _free(instance, now, touched) >= instance.lower[numbers].sum():
            return _half(instance, now, touched, numbers, sites=np.vstack([now.sites[touched], site]), pace=pace)
    return None


def _surroundings(now: Standing, number: int) -> Ints:
    """Return a territory and its nearest ones, the nearest first."""
    apart = np.hypot(*(now.sites - now.sites[number]).T)
    apart[number] = -1.0
    return np.argsort(apart, kind="stable")[: _MOST_AROUND + 1]


def _free(instance: Instance, now: Standing, numbers: Ints) -> int:
    return int(np.count_nonzero(instance.locked[now.accounts_of(numbers)] == NONE))


def _half(instance: Instance, now: Standing, touched: Ints, numbers: Ints, *, sites: Floats, pace: Pace) -> Half | None:
    accounts = now.accounts_of(touched)
    found = rebuilt(instance, accounts, sites, numbers, prices=now.prices, pace=pace)
    if found is None or found.charges.total_wrong:
        return None
    return Half(touched, numbers, accounts, found, found.charges.cost - float(now.costs[touched].sum()))
