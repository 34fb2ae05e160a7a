"""A plan on the way: who sits where, with which centres, at which cost."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from gtm_desktop.engine.arcs import WIDTH, Arcs, parcel_arcs
from gtm_desktop.engine.assign import assigned
from gtm_desktop.engine.charges import charges
from gtm_desktop.engine.flow import chosen
from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.labels import best_labels
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.problem import Floats, Ints

_MANY = 25_000


@dataclass(frozen=True)
class Draft:
    """A plan that keeps all locks, and all attainable limits where accounts count one each.

    Attributes:
        territory: n territory numbers.
        centre: p account numbers, -1 for an empty territory.
        sites: p × 2 km: from where each is served; an empty territory keeps its last place.
        costs: p amounts in currency a year: the objective's part of each territory.
        wrong: p units of load missing below the attainable limits or over them.
    """

    territory: Ints
    centre: Ints
    sites: Floats
    costs: Floats
    wrong: Ints

    @property
    def cost(self) -> float:
        """What the search compares, in currency a year."""
        return float(self.costs.sum())

    @property
    def total_wrong(self) -> int:
        """Units of load outside the attainable limits, all together."""
        return int(self.wrong.sum())

    def is_better(self, other: "Draft", *, least_gain: float) -> bool:
        """Whether this plan breaks the limits less than `other`, or as much at less cost by a share `least_gain`."""
        if self.total_wrong != other.total_wrong:
            return self.total_wrong < other.total_wrong
        return self.cost < other.cost * (1 - least_gain)


def placed(instance: Instance, sites: Floats, pace: Pace) -> Draft:
    """Return the cheapest plan for centres at `sites`, with its own 1-medians as the new centres.

    One flow over the 12 nearest centres of each account (6 where there are so many accounts that a cancel would have to
    wait for the flow), doubled until the limits fit. Where weights, units, refusals or centres that bear little leave
    no such plan, the limits are left to the search.
    """
    width = WIDTH if len(instance.free) <= _MANY else WIDTH // 2
    parcels = instance.parcels(instance.free)
    while True:
        pace.check()
        arcs = parcel_arcs(instance, sites, rows=instance.free, parcels=parcels, width=width)
        pace.check()
        places = assigned(
            arcs.columns,
            arcs.costs,
            weight=parcels.weight,
            lower=instance.lower,
            upper=room(instance, np.arange(instance.territories), sites),
        )
        if places is not None:
            break
        if width >= len(sites):
            places = _loosely(instance, arcs)
            break
        width *= 2
    pace.check()
    territory = instance.locked.copy()
    territory[instance.free] = parcels.shared(chosen(arcs.columns, places))
    return centred(instance, territory, sites)


def _loosely(instance: Instance, arcs: Arcs) -> Ints:
    if instance.counts_accounts and not instance.has_refusals and instance.room_at is None:
        raise AssertionError("attainable limits were not attained")
    return np.asarray(arcs.costs.argmin(axis=1), dtype=np.int64)


def room(instance: Instance, numbers: Ints, sites: Floats) -> Ints:
    """Return the k largest loads of free accounts that territories `numbers` bear when served from `sites`."""
    upper = instance.upper[numbers]
    if instance.room_at is None:
        return upper
    nearest = cKDTree(instance.xy).query(sites)[1]
    bears: Ints = np.minimum(upper, instance.room_at[nearest] - instance.held[numbers])
    return np.maximum(bears, instance.lower[numbers]).astype(np.int64)


def centred(instance: Instance, territory: Ints, sites: Floats) -> Draft:
    """Return the plan in which every territory is served from its 1-median; an empty one stays at its site."""
    everybody = np.arange(len(territory))
    found = charges(instance, everybody, territory, numbers=np.arange(instance.territories))
    sites = np.where(np.isnan(found.sites), sites, found.sites)
    return Draft(territory, found.centre, sites, found.costs, found.wrong)


def renamed(instance: Instance, draft: Draft) -> Draft:
    """Return the same groups under the names that move the fewest accounts."""
    labels = best_labels(instance, draft.territory, draft.sites)
    if np.array_equal(labels, np.arange(len(labels))):
        return draft
    sites = np.empty_like(draft.sites)
    sites[labels] = draft.sites
    return centred(instance, labels[draft.territory], sites)
