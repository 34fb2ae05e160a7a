"""Exact assignment by minimum-cost flow: every use of OR-Tools in the engine.

Accounts that count as whole units are never split by a flow. Costs are rounded to integers before a flow; an infinite
one closes its arc. Source: OR-Tools SimpleMinCostFlow (cost scaling push-relabel, Goldberg 1997).
"""

from collections.abc import Sequence

import numpy as np
from ortools.graph.python import min_cost_flow

from gtm_desktop.engine.problem import Floats, Ints

CLOSED = np.iinfo(np.int64).max
"""The whole cost of an arc that may not be used."""

_UNITS_OF_A_TYPICAL_COST = 1e5
_LARGEST_COST = 1e11


def whole_costs(costs: Floats) -> Ints:
    """Round costs to integers, fine enough that a typical cheapest one is about 100,000.

    Args:
        costs: m × g costs of any sign. Infinite ones become `CLOSED`.
    """
    if costs.size == 0:
        return np.zeros(costs.shape, dtype=np.int64)
    size = np.abs(costs)
    is_closed = ~np.isfinite(size)
    has_closed = bool(is_closed.any())
    if has_closed:
        size = np.where(is_closed, 0.0, size)
    largest = float(size.max())
    if largest == 0.0:
        return np.where(is_closed, CLOSED, 0)
    least = np.where(is_closed, np.inf, size).min(axis=1) if has_closed else size.min(axis=1)
    typical = float(least[np.isfinite(least)].mean()) or largest
    scale = min(_UNITS_OF_A_TYPICAL_COST / typical, _LARGEST_COST / largest)
    if has_closed:
        return np.where(is_closed, CLOSED, np.rint(np.where(is_closed, 0.0, costs) * scale).astype(np.int64))
    return np.rint(costs * scale).astype(np.int64)


def transport(columns: Ints, costs: Ints, *, lower: Ints, upper: Ints) -> Ints | None:
    """Put every row into one of its columns at the least cost, within the columns' limits.

    Args:
        columns: m × g column numbers in 0 … p - 1; one may stand twice in a row.
        costs: m × g whole costs.
        lower: p smallest numbers of rows in a column.
        upper: p largest numbers.

    Returns:
        m places in 0 … g - 1: which of its columns each row got; None where no placing keeps the limits.
    """
    rows = len(columns)
    if rows == 0:
        return None if lower.sum() > 0 else np.zeros(0, dtype=np.int64)
    shares = split_transport(columns, costs, units=np.ones(rows, dtype=np.int64), lower=lower, upper=upper)
    return None if shares is None else np.asarray(shares.argmax(axis=1), dtype=np.int64)


def split_transport(columns: Ints, costs: Ints, *, units: Ints, lower: Ints, upper: Ints) -> Ints | None:
    """Spread the units of every row over its columns at the least cost, within the columns' limits.

    Args:
        columns: m × g column numbers in 0 … p - 1; one may stand twice in a row.
        costs: m × g whole costs of one unit.
        units: m numbers of units.
        lower: p smallest numbers of units in a column.
        upper: p largest numbers.

    Returns:
        m × g numbers of units; None where nothing keeps the limits.
    """
    rows, width = columns.shape
    territories = len(lower)
    total = int(units.sum())
    spare = total - int(lower.sum())
    if spare < 0 or total > int(upper.sum()) or bool((lower > upper).any()):
        return None
    network = min_cost_flow.SimpleMinCostFlow()
    sink = rows + territories
    is_open = costs != CLOSED
    arcs = network.add_arcs_with_capacity_and_unit_cost(
        np.repeat(np.arange(rows), width),
        (rows + columns).ravel(),
        (is_open * units[:, None]).ravel(),
        np.where(is_open, costs, 0).ravel(),
    )
    network.add_arcs_with_capacity_and_unit_cost(
        rows + np.arange(territories),
        np.full(territories, sink),
        upper - lower,
        np.zeros(territories, dtype=np.int64),
    )
    supplies = np.concatenate([units, -lower, [-spare]])
    network.set_nodes_supplies(np.arange(sink + 1), supplies)
    if network.solve() != network.OPTIMAL:
        return None
    return np.asarray(network.flows(arcs), dtype=np.int64).reshape(rows, width)


def halved(costs: Floats, *, lower: Ints, upper: Ints) -> Ints | None:
    """Put every row into one of two columns at the least cost: what `transport` does, by sorting once.

    Args:
        costs: m × 2 finite costs.
        lower: the two smallest numbers of rows.
        upper: the two largest.

    Returns:
        m places 0 or 1; None where no placing keeps the limits. Ties go to lower rows.
    """
    gain = costs[:, 0] - costs[:, 1]
    least = max(int(lower[0]), len(gain) - int(upper[1]))
    most = min(int(upper[0]), len(gain) - int(lower[1]))
    if least > most:
        return None
    number = min(max(int(np.count_nonzero(gain <= 0)), least), most)
    places = np.ones(len(gain), dtype=np.int64)
    places[np.argsort(gain, kind="stable")[:number]] = 0
    return places


def optional_assignment(
    pairs: tuple[Ints, Ints], gains: Ints, *, units: Ints, tiers: Sequence[tuple[Ints, Ints]]
) -> Ints:
    """Take pairs so that the gain is greatest; a row is taken at most as often as it has units, or not at all.

    Args:
        pairs: e row numbers and e column numbers.
        gains: e whole gains of any sign.
        units: m numbers of units in the rows.
        tiers: room in the columns, used from the most rewarding on: p numbers of places and p gains of each place.

    Returns:
        e numbers: how often each pair is taken.
    """
    row, column = pairs
    rows, columns = len(units), len(tiers[0][0])
    sink = rows + columns
    network = min_cost_flow.SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(row, rows + column, units[row], -gains)
    nobody = np.arange(rows)
    network.add_arcs_with_capacity_and_unit_cost(nobody, np.full(rows, sink), units, np.zeros_like(nobody))
    for places, gain in tiers:
        network.add_arcs_with_capacity_and_unit_cost(rows + np.arange(columns), np.full(columns, sink), places, -gain)
    supplies = np.concatenate([units, np.zeros(columns, dtype=np.int64), [-int(units.sum())]])
    network.set_nodes_supplies(np.arange(sink + 1), supplies)
    if network.solve() != network.OPTIMAL:
        raise AssertionError("taking nothing is always possible")
    return np.asarray(network.flows(arcs), dtype=np.int64)


def chosen(table: Ints, places: Ints) -> Ints:
    """Return from each row of `table` (m × g) the entry at `places` (m)."""
    return table[np.arange(len(places)), places]
