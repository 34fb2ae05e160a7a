"""Exact assignment by minimum-cost flow: every use of OR-Tools in the engine.

Accounts count as whole units, so a flow never splits one. Costs are rounded to integers before a flow.
Source: OR-Tools SimpleMinCostFlow (cost scaling push-relabel, Goldberg 1997).
"""

from collections.abc import Sequence

import numpy as np
from ortools.graph.python import min_cost_flow

from gtm_desktop.engine.problem import Flags, Floats, Ints

_UNITS_OF_A_TYPICAL_COST = 1e5
_LARGEST_COST = 1e11


def whole_costs(costs: Floats) -> Ints:
    """Round costs to integers, fine enough that a typical cheapest one is about 100,000.

    Args:
        costs: m × g costs, finite, of any sign.
    """
    if costs.size == 0:
        return np.zeros(costs.shape, dtype=np.int64)
    largest = float(np.abs(costs).max())
    typical = float(np.abs(costs).min(axis=1).mean()) or largest
    if largest == 0.0:
        return np.zeros(costs.shape, dtype=np.int64)
    scale = min(_UNITS_OF_A_TYPICAL_COST / typical, _LARGEST_COST / largest)
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
    rows, width = columns.shape
    territories = len(lower)
    spare = rows - int(lower.sum())
    if spare < 0 or rows > int(upper.sum()):
        return None
    if rows == 0:
        return np.zeros(0, dtype=np.int64)
    network = min_cost_flow.SimpleMinCostFlow()
    sink = rows + territories
    arcs = network.add_arcs_with_capacity_and_unit_cost(
        np.repeat(np.arange(rows), width),
        (rows + columns).ravel(),
        np.ones(rows * width, dtype=np.int64),
        costs.ravel(),
    )
    network.add_arcs_with_capacity_and_unit_cost(
        rows + np.arange(territories),
        np.full(territories, sink),
        upper - lower,
        np.zeros(territories, dtype=np.int64),
    )
    supplies = np.concatenate([np.ones(rows, dtype=np.int64), -lower, [-spare]])
    network.set_nodes_supplies(np.arange(sink + 1), supplies)
    if network.solve() != network.OPTIMAL:
        return None
    flows: Ints = np.asarray(network.flows(arcs), dtype=np.int64)
    return np.asarray(flows.reshape(rows, width).argmax(axis=1), dtype=np.int64)


def optional_assignment(
    pairs: tuple[Ints, Ints], gains: Ints, *, rows: int, tiers: Sequence[tuple[Ints, Ints]]
) -> Flags:
    """Take pairs so that the gain is greatest; a row is taken at most once, or not at all.

    Args:
        pairs: e row numbers and e column numbers.
        gains: e whole gains of any sign.
        rows: how many rows there are.
        tiers: room in the columns, used from the most rewarding on: p numbers of places and p gains of each place.

    Returns:
        e flags: which pairs are taken.
    """
    row, column = pairs
    columns = len(tiers[0][0])
    sink = rows + columns
    network = min_cost_flow.SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(row, rows + column, np.ones_like(row), -gains)
    nobody = np.arange(rows)
    network.add_arcs_with_capacity_and_unit_cost(
        nobody, np.full(rows, sink), np.ones_like(nobody), np.zeros_like(nobody)
    )
    for places, gain in tiers:
        network.add_arcs_with_capacity_and_unit_cost(rows + np.arange(columns), np.full(columns, sink), places, -gain)
    supplies = np.concatenate([np.ones(rows, dtype=np.int64), np.zeros(columns, dtype=np.int64), [-rows]])
    network.set_nodes_supplies(np.arange(sink + 1), supplies)
    if network.solve() != network.OPTIMAL:
        raise AssertionError("taking nothing is always possible")
    return np.asarray(network.flows(arcs)) > 0


def chosen(table: Ints, places: Ints) -> Ints:
    """Return from each row of `table` (m × g) the entry at `places` (m)."""
    return table[np.arange(len(places)), places]
