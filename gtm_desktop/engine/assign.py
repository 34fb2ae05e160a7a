"""Accounts into given territories at the least cost: exact where accounts count one each, else resolved and polished.

Accounts of different weight make this the generalised assignment problem. A flow of their units splits at most a few of
them between territories; each goes whole where most of it went, and moves and swaps mend the loads, then the cost.
Source: Shmoys and Tardos (1993) for the rounding; Yagiura and others (2004) for moves and swaps.
"""

import numpy as np

from gtm_desktop.engine import flow
from gtm_desktop.engine.problem import Floats, Ints

_MOST_POLISHED = 140
_MOST_STEPS = 60
_LEAST_GAIN = 1e-9


def assigned(columns: Ints, costs: Floats, *, weight: Ints, lower: Ints, upper: Ints) -> Ints | None:
    """Put every row whole into one of its columns.

    Args:
        columns: m × g column numbers in 0 … p - 1; one may stand twice in a row.
        costs: m × g costs; infinite where row and column may not meet.
        weight: m units of load.
        lower: p smallest loads.
        upper: p largest loads.

    Returns:
        m places in 0 … g - 1, the cheapest within the limits where all weights are 1; else cheap, and at most a few
        units outside the limits. None where not even splitting rows would keep the limits.
    """
    if (weight == 1).all():
        return flow.transport(columns, flow.whole_costs(costs), lower=lower, upper=upper)
    bearing = np.flatnonzero(weight > 0)
    places = np.asarray(costs.argmin(axis=1), dtype=np.int64)
    units = weight[bearing]
    shares = flow.split_transport(
        columns[bearing], flow.whole_costs(costs[bearing] / units[:, None]), units=units, lower=lower, upper=upper
    )
    if shares is None:
        return None
    places[bearing] = shares.argmax(axis=1)
    return places


def polished(costs: Floats, places: Ints, *, weight: Ints, lower: Ints, upper: Ints) -> Ints:
    """Mend loads, then lower the cost, by moving single rows and swapping two.

    Args:
        costs: m × k costs of all rows in all columns; infinite where they may not meet.
        places: m columns to begin with.
        weight: m units of load.
        lower: k smallest loads.
        upper: k largest loads.

    Returns:
        m columns: never more units outside the limits, then never dearer. The best step is taken, at most 60 times.
    """
    places = places.copy()
    rows = np.arange(len(places))
    dear = 2.0 * float(np.abs(costs, where=np.isfinite(costs), out=np.zeros_like(costs)).sum()) + 1.0
    for _ in range(_MOST_STEPS if len(places) else 0):
        loads = np.zeros(len(lower), dtype=np.int64)
        np.add.at(loads, places, weight)
        own = costs[rows, places]
        rise = costs - own[:, None]
        rise[rows, places] = np.inf
        near = rows if len(rows) <= _MOST_POLISHED else _likely(rise)
        rise = rise[near]
        here, units = places[near], weight[near]
        wrong = _wrong(loads, lower, upper)
        leaving = _wrong(loads[here] - units, lower[here], upper[here]) - wrong[here]
        coming = _wrong(loads[None, :] + units[:, None], lower[None, :], upper[None, :]) - wrong[None, :]
        move = rise + dear * (leaving[:, None] + coming)
        change = units[None, :] - units[:, None]
        side = rise[:, here] + dear * (
            _wrong(loads[here][:, None] + change, lower[here][:, None], upper[here][:, None]) - wrong[here][:, None]
        )
        swap = side + side.T
        best_move, best_swap = int(move.argmin()), int(swap.argmin())
        if min(move.flat[best_move], swap.flat[best_swap]) >= -_LEAST_GAIN * dear / 2:
            break
        if move.flat[best_move] <= swap.flat[best_swap]:
            row, column = divmod(best_move, len(lower))
            places[near[row]] = column
        else:
            one, other = (near[at] for at in divmod(best_swap, len(near)))
            places[one], places[other] = places[other], places[one]
    return places


def _wrong(loads: Ints, lower: Ints, upper: Ints) -> Ints:
    wrong: Ints = np.maximum(lower - loads, 0) + np.maximum(loads - upper, 0)
    return wrong


def _likely(rise: Floats) -> Ints:
    """Return the 140 rows that lose least by leaving, ascending."""
    least = rise.min(axis=1)
    return np.sort(np.argsort(least, kind="stable")[:_MOST_POLISHED])
