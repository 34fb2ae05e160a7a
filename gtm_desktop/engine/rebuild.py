"""A few neighbouring territories taken apart and put together anew."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from gtm_desktop.engine import flow
from gtm_desktop.engine.arcs import arc_costs
from gtm_desktop.engine.assign import assigned, polished
from gtm_desktop.engine.charges import Charges, charges
from gtm_desktop.engine.draft import room
from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.plane import crow_km
from gtm_desktop.engine.problem import NONE, Floats, Ints
from gtm_desktop.engine.recombine import Pool

_ROUNDS = 6
_RESEED_ALL = 0.25
_RESEED_ONE = 0.35
_LEAST_GAIN = 1e-9
_HOPE = 1.5
"""How often the gain of the last round the rounds to come may bring together."""


@dataclass
class Prices:
    """What guides a neighbourhood towards terms that no single account shows; changed by the search.

    Attributes:
        value: p prices: currency for one currency unit of value in a territory.
        value_step: how far such a price moves for a territory outside the band by its whole mean value.
        move: currency for one account that changes hands, beside its handoff loss.
        least_move: below which that price never falls.
    """

    value: Floats
    value_step: float
    move: float
    least_move: float


@dataclass(frozen=True)
class Rebuilt:
    """A few territories put together anew.

    Attributes:
        places: m places of their accounts among their numbers.
        charges: what the territories come to.
        value_prices: the prices of value that led there.
    """

    places: Ints
    charges: Charges
    value_prices: Floats


def rebuilt(
    instance: Instance,
    accounts: Ints,
    sites: Floats,
    numbers: Ints,
    *,
    prices: Prices,
    pace: Pace,
    pool: Pool | None = None,
    most: float = np.inf,
) -> Rebuilt | None:
    """Put some territories together anew.

    Args:
        instance: the problem.
        accounts: m account numbers, ascending: all accounts of these territories.
        sites: k × 2 km, from where to begin.
        numbers: k territory numbers.
        prices: of value and of moves.
        pace: polled each round.
        pool: shown every territory on the way.
        most: what they may cost to be of any use; a try that will not come near it is broken off.

    Returns:
        The best of up to six rounds of transport and 1-medians; None where a centre drawn bears too little.
    """
    free = np.flatnonzero(instance.locked[accounts] == NONE)
    place_of = np.zeros(instance.territories, dtype=np.int64)
    place_of[numbers] = np.arange(len(numbers))
    places = place_of[instance.locked[accounts]]
    value_prices = prices.value[numbers].copy()
    best: Rebuilt | None = None
    for _ in range(_ROUNDS):
        pace.check()
        costs = _costs(instance, accounts[free], sites, numbers, prices=prices, value_prices=value_prices)
        upper = room(instance, numbers, sites)
        put = _put(instance, costs, accounts[free], lower=instance.lower[numbers], upper=upper)
        if put is None:
            break
        places[free] = put
        found = Rebuilt(places.copy(), charges(instance, accounts, places, numbers=numbers), value_prices.copy())
        if pool is not None:
            pool.see(accounts, places, found.charges)
        if best is not None and not _is_better(found.charges, best.charges):
            break
        gained = 0.0 if best is None else best.charges.cost - found.charges.cost
        is_hopeless = best is not None and found.charges.cost - _HOPE * gained > most
        best = found
        if is_hopeless:
            break
        sites = np.where(np.isnan(found.charges.sites), sites, found.charges.sites)
        if instance.has_values:
            value_prices += _price_changes(instance, found.charges.value, value_prices, prices.value_step)
    return best


def _is_better(one: Charges, other: Charges) -> bool:
    if one.total_wrong != other.total_wrong:
        return one.total_wrong < other.total_wrong
    return one.cost < other.cost * (1 - _LEAST_GAIN)


def reseeded(instance: Instance, sites: Floats, accounts: Ints, numbers: Ints, rng: Generator) -> Floats:
    """Put all, one or some of the centres at random accounts on their side of borders; a fixed home stays."""
    sites = sites.copy()
    draw = rng.random()
    if draw < _RESEED_ALL:
        moving = len(sites)
    elif draw < _RESEED_ALL + _RESEED_ONE:
        moving = 1
    else:
        moving = 1 + int(rng.integers(len(sites)))
    moving = min(moving, len(accounts))
    movers = rng.permutation(len(sites))[:moving]
    if instance.borders is None:
        sites[movers] = instance.xy[rng.choice(accounts, moving, replace=False)]
    else:
        for mover in movers:
            inside = instance.borders.may_be_centre(accounts, int(numbers[mover]))
            sites[mover] = instance.xy[rng.choice(accounts[inside])]
    home = instance.home[numbers]
    return np.where(np.isnan(home), sites, home)


def _costs(
    instance: Instance, rows: Ints, sites: Floats, numbers: Ints, *, prices: Prices, value_prices: Floats
) -> Floats:
    costs = arc_costs(instance, crow_km(instance.xy[rows], sites), rows=rows, columns=numbers)
    if prices.move > 0:
        incumbent = instance.incumbent[rows, None]
        costs += prices.move * ((incumbent != NONE) & (incumbent != numbers))
    if instance.has_values:
        costs += value_prices * instance.value[rows, None]
    return costs


def _put(instance: Instance, costs: Floats, rows: Ints, *, lower: Ints, upper: Ints) -> Ints | None:
    """Put free accounts into k territories; two of them by sorting, parcels of different weight with polish."""
    if not instance.counts_accounts:
        parcels = instance.parcels(rows)
        costs, weight = parcels.summed(costs), parcels.weight
        columns = np.tile(np.arange(len(lower)), (len(weight), 1))
        places = assigned(columns, costs, weight=weight, lower=lower, upper=upper)
        if places is None:
            return None
        return parcels.shared(polished(costs, places, weight=weight, lower=lower, upper=upper))
    columns = np.tile(np.arange(len(lower)), (len(rows), 1))
    if len(lower) == 2 and not instance.has_refusals:
        return flow.halved(costs, lower=lower, upper=upper)
    return flow.transport(columns, flow.whole_costs(costs), lower=lower, upper=upper)


def _price_changes(instance: Instance, value: Floats, price: Floats, step: float) -> Floats:
    """Return how k prices of value move: up above the band, down below it, back to 0 within; never past the terms' own.

    A price is the multiplier of one edge of the band (Held, Wolfe and Crowder 1974, subgradient steps).
    """
    terms, mean = instance.terms, instance.mean_value
    above = value / mean - (1.0 + terms.tolerance)
    floor = max(1.0 - terms.tolerance, terms.target / mean) if terms.target_price > 0 else 1.0 - terms.tolerance
    below = floor - value / mean
    dearest = terms.balance * terms.band_price
    cheapest = terms.balance * (terms.band_price + terms.target_price)
    up = np.clip(np.maximum(price, 0.0) + step * above, 0.0, dearest)
    down = np.clip(np.maximum(-price, 0.0) + step * below, 0.0, cheapest)
    changes: Floats = up - down - price
    return changes
