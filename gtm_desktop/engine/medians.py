"""The centre of each territory: the member account from which all its accounts are served most cheaply."""

import numpy as np

from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.plane import crow_km, road_km
from gtm_desktop.engine.problem import NONE, Floats, Ints

_EXACT_UP_TO = 1200
_SHORTLIST = 64
_WEISZFELD_ROUNDS = 40


def members(territory: Ints, territories: int) -> list[Ints]:
    """Return the account numbers of each territory, ascending."""
    order = np.argsort(territory, kind="stable")
    ends = np.cumsum(np.bincount(territory, minlength=territories))
    return np.split(order, ends[:-1])


def median(instance: Instance, accounts: Ints) -> tuple[int, float]:
    """Find the 1-median of some accounts among themselves.

    Args:
        instance: the problem.
        accounts: m account numbers, ascending.

    Returns:
        The account number and the travel cost of all of them to it, in currency a year. -1 and 0 for none. Ties go to
        the lowest number. Beyond 1,200 accounts only the 64 nearest to their geometric median are tried.
    """
    if len(accounts) == 0:
        return NONE, 0.0
    candidates = accounts if len(accounts) <= _EXACT_UP_TO else _shortlist(instance, accounts)
    road = road_km(crow_km(instance.xy[candidates], instance.xy[accounts]), instance.circuity)
    # einsum, not @: a threaded BLAS adds in an order that depends on the machine's cores.
    totals = np.einsum("ca,a->c", road, instance.pull[accounts])
    best = int(totals.argmin())
    return int(candidates[best]), float(totals[best])


def medians(instance: Instance, territory: Ints) -> tuple[Ints, Floats]:
    """Return the p 1-medians (-1 for an empty territory) and the p travel costs in currency a year."""
    found = [median(instance, group) for group in members(territory, instance.territories)]
    return np.array([m for m, _ in found], dtype=np.int64), np.array([cost for _, cost in found])


def _shortlist(instance: Instance, accounts: Ints) -> Ints:
    """Return the accounts nearest to the weighted geometric median (Weiszfeld 1937), ascending."""
    places, pull = instance.xy[accounts], instance.pull[accounts]
    point = np.average(places, axis=0, weights=pull)
    for _ in range(_WEISZFELD_ROUNDS):
        crow = np.maximum(crow_km(places, point[None, :])[:, 0], 1e-6)
        point = np.average(places, axis=0, weights=pull / crow)
    crow = crow_km(places, point[None, :])[:, 0]
    return np.sort(accounts[np.argsort(crow, kind="stable")[:_SHORTLIST]])
