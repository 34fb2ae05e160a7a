"""What each account costs in each territory worth considering: every cost of one account and one territory."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from gtm_desktop.engine.borders import Borders
from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.parcels import Parcels
from gtm_desktop.engine.problem import NONE, Floats, Ints

WIDTH = 12
"""Nearest centres considered for an account, at first."""


@dataclass(frozen=True)
class Arcs:
    """The territories worth considering for some accounts.

    Attributes:
        columns: m × g territory numbers; one may stand twice in a row.
        costs: m × g costs in currency a year; infinite where account and territory may not meet.
    """

    columns: Ints
    costs: Floats


def nearest_arcs(instance: Instance, sites: Floats, *, rows: Ints, width: int) -> Arcs:
    """Return the `width` nearest territories of each account, as many on its side of borders, and its incumbent one.

    Args:
        instance: the problem.
        sites: p × 2 km, the centres.
        rows: m account numbers.
        width: how many nearest centres; more than p means p.
    """
    places = instance.xy[rows]
    width = min(width, len(sites))
    crow, columns = cKDTree(sites).query(places, k=list(range(1, width + 1)))
    columns = columns.astype(np.int64)
    if instance.borders is not None:
        inside = _nearest_inside(instance.borders, sites, places, instance.borders.zone[rows], width)
        columns = inside if instance.borders.is_hard else np.column_stack([columns, inside])
        crow = _apart(places, sites, columns)
    incumbent = instance.incumbent[rows]
    if (incumbent != NONE).any() and width < len(sites):
        extra = np.where(incumbent == NONE, columns[:, 0], incumbent)[:, None]
        columns = np.column_stack([columns, extra])
        crow = np.column_stack([crow, _apart(places, sites, extra)])
    return Arcs(columns, arc_costs(instance, crow, rows=rows, columns=columns))


def parcel_arcs(instance: Instance, sites: Floats, *, rows: Ints, parcels: Parcels, width: int) -> Arcs:
    """Return the territories worth considering for r parcels of `rows` (m account numbers): near ones of their hearts.

    The heart of a parcel is its account nearest to its middle. Costs are those of all its accounts together.
    """
    if parcels.order is None:
        return nearest_arcs(instance, sites, rows=rows, width=width)
    arcs = nearest_arcs(instance, sites, rows=_hearts(instance, rows, parcels), width=width)
    columns = parcels.shared(arcs.columns)
    costs = arc_costs(instance, _apart(instance.xy[rows], sites, columns), rows=rows, columns=columns)
    return Arcs(arcs.columns, parcels.summed(costs))


def _hearts(instance: Instance, rows: Ints, parcels: Parcels) -> Ints:
    places, pull = instance.xy[rows], instance.pull[rows, None]
    middles = parcels.summed(places * pull) / parcels.summed(pull)
    apart = places - parcels.shared(middles)
    parcel = parcels.shared(np.arange(len(parcels.starts)))
    order = np.lexsort((rows, np.hypot(apart[:, 0], apart[:, 1]), parcel))
    return rows[order[parcels.starts]]


def nearest_sites(instance: Instance, sites: Floats) -> Ints:
    """Return n territory numbers: the nearest centre of each account, a border counted as the way its price buys."""
    crow, nearest = cKDTree(sites).query(instance.xy)
    found: Ints = nearest.astype(np.int64)
    borders = instance.borders
    if borders is None:
        return found
    everybody = np.arange(len(instance.xy))
    inside = _nearest_inside(borders, sites, instance.xy, borders.zone, 1)
    inside_crow = _apart(instance.xy, sites, inside)[:, 0]
    across = instance.pull * instance.road(crow) + borders.costs(everybody, found)
    return np.where(instance.pull * instance.road(inside_crow) <= across, inside[:, 0], found)


def arc_costs(instance: Instance, crow: Floats, *, rows: Ints, columns: Ints) -> Floats:
    """Return the m × g costs in currency of m accounts in the territories `columns` (m × g, or g), `crow` km away.

    What depends on one account and one territory belongs here; infinity forbids the pair.
    """
    costs = instance.pull[rows, None] * instance.road(crow)
    incumbent = instance.incumbent[rows, None]
    if (incumbent != NONE).any():
        costs += ((incumbent != NONE) & (incumbent != columns)) * instance.handoff_loss[rows, None]
    if instance.borders is not None:
        costs += instance.borders.costs(rows[:, None], columns)
    if instance.refused is not None:
        costs[instance.refused[rows[:, None], columns]] = np.inf
    return costs


def _nearest_inside(borders: Borders, sites: Floats, places: Floats, zone: Ints, width: int) -> Ints:
    """Return m × width of the nearest centres on each place's side; of fewer the last again, of none any."""
    found = np.zeros((len(places), width), dtype=np.int64)
    for each in np.unique(zone):
        here = np.flatnonzero(zone == each)
        open_ones = borders.open_to(int(each))
        if len(open_ones) == 0:
            open_ones = np.arange(len(sites))
        ranks = np.minimum(np.arange(width), len(open_ones) - 1) + 1
        found[here] = open_ones[cKDTree(sites[open_ones]).query(places[here], k=ranks.tolist())[1]]
    return found


def _apart(places: Floats, sites: Floats, columns: Ints) -> Floats:
    apart = places[:, None] - sites[columns]
    return np.hypot(apart[..., 0], apart[..., 1])
