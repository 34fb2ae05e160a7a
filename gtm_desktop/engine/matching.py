"""Who takes which territory: the matching of reps and territories with the greatest benefit, and prices of overrides.

Source: Kuhn (1955) by `scipy.optimize.linear_sum_assignment`; prices of overrides by shortest paths in the residual
graph (Ahuja, Magnanti and Orlin, Network Flows, 1993, chapter 9).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from gtm_desktop.engine.problem import NONE, Flags, Floats, Ints


@dataclass(frozen=True)
class Matching:
    """Reps in territories.

    Attributes:
        territory: r territory numbers; -1 for a rep without one.
        rep: p rep numbers; -1 for an open territory.
        benefit: currency a year, over all matched pairs.
        runner_up: p rep numbers: the rep whose taking the territory instead would cost least, all others rearranged
            as well as they can be; -1 where nobody else may take it or a lock decides.
        override_price: p amounts in currency a year: by how much the best total benefit falls when the runner-up is
            forced there; NaN without a runner-up. Exact, not an estimate. 0 means equally good.
    """

    territory: Ints
    rep: Ints
    benefit: float
    runner_up: Ints
    override_price: Floats


def match(benefit: Floats, *, forbidden: Flags, locked: Ints) -> Matching:
    """Match reps and territories.

    As many pairs as possible come first, the benefit second: a person is placed even at a loss.

    Args:
        benefit: r × p amounts in currency a year, of any sign, finite.
        forbidden: r × p; True where the rep may not take the territory.
        locked: r territory numbers, or -1 for a free rep; no number twice. A locked pair holds even where forbidden.

    Returns:
        The matching. Ties go to lower numbers as `linear_sum_assignment` breaks them. r = 0 or p = 0 is allowed.
    """
    territories = benefit.shape[1]
    territory = locked.astype(np.int64)
    runner_up = np.full(territories, NONE, dtype=np.int64)
    price = np.full(territories, np.nan)
    reps = np.flatnonzero(locked == NONE)
    numbers = np.setdiff1d(np.arange(territories), locked)
    if len(reps) and len(numbers):
        block = np.ix_(reps, numbers)
        costs, refused = _square_costs(benefit[block], forbidden[block])
        column = linear_sum_assignment(costs)[1]
        own = column[: len(reps)]
        is_placed = (own < len(numbers)) & (costs[np.arange(len(reps)), own] < refused)
        territory[reps[is_placed]] = numbers[own[is_placed]]
        prices = _override_prices(costs, column)[: len(reps), : len(numbers)]
        barred = forbidden[block] | (prices > refused / 2)
        barred[np.flatnonzero(is_placed), own[is_placed]] = True
        prices = np.where(barred, np.inf, prices)
        best = prices.argmin(axis=0)
        known = np.isfinite(prices.min(axis=0))
        runner_up[numbers[known]] = reps[best[known]]
        price[numbers[known]] = prices.min(axis=0)[known]
    rep = np.full(territories, NONE, dtype=np.int64)
    matched = np.flatnonzero(territory != NONE)
    rep[territory[matched]] = matched
    return Matching(territory, rep, float(benefit[matched, territory[matched]].sum()), runner_up, price)


def _square_costs(benefit: Floats, forbidden: Flags) -> tuple[Floats, float]:
    """Return s × s costs, padded with nobodies and nowheres at no cost, and what a refused pair costs."""
    size = max(benefit.shape)
    refused = 4.0 * size * (float(np.abs(benefit).max()) + 1.0)
    costs = np.zeros((size, size))
    costs[: benefit.shape[0], : benefit.shape[1]] = np.where(forbidden, refused, -benefit)
    return costs, refused


def _override_prices(costs: Floats, column: Ints) -> Floats:
    """Return by how much the least total cost rises if row i takes column j, for all s × s pairs.

    Row i takes the column of row j; the others shift along the cheapest chain that ends in the column row i has left.
    """
    rows = np.arange(len(costs))
    shift = costs[:, column] - costs[rows, column][:, None]
    chain = shift.copy()
    for middle in rows:
        np.minimum(chain, chain[:, middle, None] + chain[None, middle, :], out=chain)
    prices = np.empty_like(costs)
    prices[:, column] = np.maximum(shift + chain.T, 0.0)
    return prices
