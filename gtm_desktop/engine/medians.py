"""The centre of each territory: the member account from which all its accounts are served most cheaply."""

import numpy as np

from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.plane import crow_km
from gtm_desktop.engine.problem import NONE, Ints

_EXACT_UP_TO = 1200
_SHORTLIST = 64
_WEISZFELD_ROUNDS = 40


def median(instance: Instance, accounts: Ints, *, load: int, number: int) -> tuple[int, float, int]:
    """Find the 1-median of some accounts among themselves.

    Args:
        instance: the problem.
        accounts: m account numbers, ascending.
        load: their load, for centres that bear only so much.
        number: their territory. From a fixed home they are served whatever the 1-median, which stays on its own side of
            a border.

    Returns:
        The account number, the travel cost of all of them in currency a year, and the units of load that are more than
        the centre bears. -1, 0 and 0 for no accounts. Ties go to the lowest number. Beyond 1,200 accounts only the 64
        nearest to their geometric median are tried.
    """
    if len(accounts) == 0:
        return NONE, 0.0, 0
    candidates = accounts if len(accounts) <= _EXACT_UP_TO else _shortlist(instance, accounts)
    if instance.borders is not None:
        candidates = candidates[instance.borders.may_be_centre(candidates, number)]
    over = np.zeros(0, dtype=np.int64)
    if instance.room_at is not None:
        over = np.maximum(load - instance.room_at[candidates], 0)
        candidates, over = candidates[over == over.min()], over[over == over.min()]
    places, pull = instance.xy[accounts], instance.pull[accounts]
    road = instance.road(crow_km(instance.xy[candidates], places))
    # einsum, not @: a threaded BLAS adds in an order that depends on the machine's cores.
    totals = np.einsum("ca,a->c", road, pull)
    best = int(totals.argmin())
    travel = float(totals[best])
    home = instance.home[number]
    if home[0] == home[0]:  # not NaN
        travel = float((pull * instance.road(crow_km(places, home[None, :])[:, 0])).sum())
    return int(candidates[best]), travel, int(over[best]) if len(over) else 0


def _shortlist(instance: Instance, accounts: Ints) -> Ints:
    """Return the accounts nearest to the weighted geometric median (Weiszfeld 1937), ascending."""
    places, pull = instance.xy[accounts], instance.pull[accounts]
    point = np.average(places, axis=0, weights=pull)
    for _ in range(_WEISZFELD_ROUNDS):
        crow = np.maximum(crow_km(places, point[None, :])[:, 0], 1e-6)
        point = np.average(places, axis=0, weights=pull / crow)
    crow = crow_km(places, point[None, :])[:, 0]
    return np.sort(accounts[np.argsort(crow, kind="stable")[:_SHORTLIST]])
