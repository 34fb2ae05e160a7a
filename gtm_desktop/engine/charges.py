"""What territories come to: their centre, their part of the objective, and what their limits lack.

The objective is a sum over territories, so that a search can compare a few of them by themselves. A new term that
depends on one whole territory belongs into `value_costs` or beside it.
"""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.medians import median
from gtm_desktop.engine.problem import NONE, Floats, Ints


@dataclass(frozen=True)
class Charges:
    """What k territories come to.

    Attributes:
        centre: k account numbers, -1 for an empty territory.
        sites: k × 2 km, from where each is served: its home, its 1-median, or NaN for an empty one.
        costs: k amounts in currency a year.
        wrong: k units of load missing below the limits or over them.
        value: k yearly values in currency.
    """

    centre: Ints
    sites: Floats
    costs: Floats
    wrong: Ints
    value: Floats

    @property
    def cost(self) -> float:
        """All of them together, in currency a year."""
        return float(self.costs.sum())

    @property
    def total_wrong(self) -> int:
        """Units of load missing or over, all together."""
        return int(self.wrong.sum())


def charges(instance: Instance, accounts: Ints, places: Ints, *, numbers: Ints) -> Charges:
    """Say what some territories come to.

    Args:
        instance: the problem.
        accounts: m account numbers, ascending: all accounts of these territories.
        places: m places in 0 … k - 1: in which of them each account is.
        numbers: k territory numbers.
    """
    number = len(numbers)
    loads = np.zeros(number, dtype=np.int64)
    np.add.at(loads, places, instance.weight[accounts])
    free = loads - instance.held[numbers]
    wrong = np.maximum(instance.lower[numbers] - free, 0) + np.maximum(free - instance.upper[numbers], 0)
    centre = np.full(number, NONE, dtype=np.int64)
    costs = np.zeros(number)
    # One sort, so that each territory's accounts are a slice.
    order = np.argsort(places, kind="stable")
    ends = np.cumsum(np.bincount(places, minlength=number))
    for place, own in enumerate(np.split(accounts[order], ends[:-1])):
        centre[place], costs[place], over = median(instance, own, load=int(loads[place]), number=int(numbers[place]))
        wrong[place] = max(int(wrong[place]), over)
    territory = numbers[places]
    moved = np.flatnonzero((instance.incumbent[accounts] != NONE) & (instance.incumbent[accounts] != territory))
    if len(moved):
        costs += np.bincount(places[moved], weights=instance.handoff_loss[accounts[moved]], minlength=number)
    if instance.borders is not None:
        costs += np.bincount(places, weights=instance.borders.costs(accounts, territory), minlength=number)
    value: Floats = np.bincount(places, weights=instance.value[accounts], minlength=number).astype(np.float64)
    if instance.has_values:
        costs += value_costs(instance, value)
    sites = np.where((centre == NONE)[:, None], np.nan, instance.xy[centre])
    sites = np.where(np.isnan(instance.home[numbers]), sites, instance.home[numbers])
    return Charges(centre, sites, costs, wrong, value)


def value_costs(instance: Instance, value: Floats) -> Floats:
    """Return for k yearly values of territories what they cost by lying outside the band or below the target.

    Source: `docs/method.md`, the objective.
    """
    terms, mean = instance.terms, instance.mean_value
    outside = np.maximum(np.abs(value - mean) - terms.tolerance * mean, 0.0)
    below = np.maximum(terms.target - value, 0.0)
    costs: Floats = terms.balance * (terms.band_price * outside + terms.target_price * below)
    return costs
