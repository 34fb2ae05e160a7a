"""A plan on the way: who sits where, with which centres, at which cost."""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.engine import flow
from gtm_desktop.engine.instance import WIDTH, Instance, nearest_arcs
from gtm_desktop.engine.labels import best_labels
from gtm_desktop.engine.medians import medians
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.problem import NONE, Floats, Ints


@dataclass(frozen=True)
class Draft:
    """A plan that keeps all attainable limits and locks.

    Attributes:
        territory: n territory numbers.
        centre: p account numbers, -1 for an empty territory.
        sites: p × 2 km: where the centres are; an empty territory keeps its last place.
        costs: p amounts in currency a year: travel to the centre, and handover of those who came from elsewhere.
    """

    territory: Ints
    centre: Ints
    sites: Floats
    costs: Floats

    @property
    def cost(self) -> float:
        """What the search compares, in currency a year."""
        return float(self.costs.sum())


def placed(instance: Instance, sites: Floats, pace: Pace) -> Draft:
    """Return the cheapest plan for centres at `sites`, with its own 1-medians as the new centres.

    One flow over the 12 nearest centres of each account, doubled until the limits fit.
    """
    width = WIDTH
    while True:
        pace.check()
        arcs = nearest_arcs(instance, sites, rows=instance.free, width=width)
        pace.check()
        places = flow.transport(arcs.columns, flow.whole_costs(arcs.costs), lower=instance.lower, upper=instance.upper)
        if places is not None:
            break
        if width >= len(sites):
            raise AssertionError("attainable limits were not attained")
        width *= 2
    pace.check()
    territory = instance.locked.copy()
    territory[instance.free] = flow.chosen(arcs.columns, places)
    return centred(instance, territory, sites)


def centred(instance: Instance, territory: Ints, sites: Floats) -> Draft:
    """Return the plan in which every territory is served from its 1-median; an empty one stays at its site."""
    centre, costs = medians(instance, territory)
    moved = np.flatnonzero((instance.incumbent != NONE) & (instance.incumbent != territory))
    costs += np.bincount(territory[moved], weights=instance.handoff_loss[moved], minlength=len(costs))
    sites = np.where((centre == NONE)[:, None], sites, instance.xy[centre])
    return Draft(territory, centre, sites, costs)


def renamed(instance: Instance, draft: Draft) -> Draft:
    """Return the same groups under the names that move the fewest accounts."""
    labels = best_labels(instance, draft.territory, draft.sites)
    if np.array_equal(labels, np.arange(len(labels))):
        return draft
    sites = np.empty_like(draft.sites)
    sites[labels] = draft.sites
    return centred(instance, labels[draft.territory], sites)
