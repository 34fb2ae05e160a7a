"""Capacity prices: what a place in each territory costs, so that cheapest choices come out about full."""

import numpy as np
from scipy.spatial import cKDTree

from gtm_desktop.core.words import tr
from gtm_desktop.engine.arcs import WIDTH, parcel_arcs
from gtm_desktop.engine.draft import room
from gtm_desktop.engine.flow import chosen
from gtm_desktop.engine.instance import Instance, loads_of
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.problem import Floats, Ints
from gtm_desktop.engine.seeds import at_home, centroids

_OUTER_ROUNDS = 6
_INNER_ROUNDS = 25
_LAST_INNER_ROUNDS = 100
_LARGEST_STEP = 0.5
_STEP = 0.6
_COOLING = 0.15
_LAST_COOLING = 0.04


def balance(instance: Instance, sites: Floats, pace: Pace) -> Floats:
    """Move centres so that the accounts choosing them at its price about fit.

    Args:
        instance: the problem.
        sites: p × 2 km, after `even_out`.
        pace: polled each inner round.

    Returns:
        p × 2 km of centres. The choice itself is not kept: the flow that follows makes it exact.
    """
    sites = sites.copy()
    price = np.zeros(instance.territories)
    territory = instance.locked.copy()
    parcels = instance.parcels(instance.free)
    for outer in range(_OUTER_ROUNDS):
        is_last = outer == _OUTER_ROUNDS - 1
        arcs = parcel_arcs(instance, sites, rows=instance.free, parcels=parcels, width=WIDTH)
        upper = room(instance, np.arange(instance.territories), sites)
        steps = _STEP * _local_scale(instance, sites)
        rounds, cooling = (_LAST_INNER_ROUNDS, _LAST_COOLING) if is_last else (_INNER_ROUNDS, _COOLING)
        fewest: int | None = None
        for inner in range(rounds):
            pace.report(tr("Balancing territories"))
            choice = chosen(arcs.columns, (arcs.costs + price[arcs.columns]).argmin(axis=1))
            excess = _excess(instance, loads_of(choice, parcels.weight, instance.territories), upper)
            wrong = int(np.abs(excess).sum())
            if fewest is None or wrong < fewest:
                fewest = wrong
                territory[instance.free] = parcels.shared(choice)
            if wrong == 0:
                break
            share = excess * (instance.territories / max(int(instance.weight[instance.free].sum()), 1))
            price += np.clip(share, -_LARGEST_STEP, _LARGEST_STEP) * steps / (1 + cooling * inner)
        middles = centroids(instance, territory)
        sites = at_home(instance, np.where(np.isnan(middles), sites, middles))
    return sites


def _excess(instance: Instance, loads: Ints, upper: Ints) -> Ints:
    excess: Ints = np.maximum(loads - upper, 0) - np.maximum(instance.lower - loads, 0)
    return excess


def _local_scale(instance: Instance, sites: Floats) -> Floats:
    """Return p amounts in currency: a typical account's cost over half the way to the third nearest centre."""
    if len(sites) == 1:
        return np.zeros(1)
    crow = cKDTree(sites).query(sites, k=[min(4, len(sites))])[0][:, -1]
    scale: Floats = 0.5 * crow * float(instance.pull.mean()) * instance.circuity
    return scale
