"""A territory problem made ready for the search: positions on a plane, prices a km, limits that can hold."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from gtm_desktop.engine.feasibility import attainable_limits
from gtm_desktop.engine.plane import middle, project, project_around, road_km
from gtm_desktop.engine.problem import NONE, Floats, Ints, Problem

WIDTH = 12
"""Nearest centres considered for an account, at first."""

_LEAST_PULL = 0.01
"""Share of the mean visits that an account never visited still pulls with: else it could land anywhere on the map."""


@dataclass(frozen=True)
class Instance:
    """What the search reads; frozen, shared by all its steps.

    Attributes:
        xy: n × 2 km on the plane.
        start: p × 2 km where a territory would start; NaN leaves it to the engine.
        pull: n amounts in currency for one road km between an account and its centre.
        handoff_loss: n amounts in currency; 0 without an incumbent.
        incumbent: n territory numbers or -1.
        locked: n territory numbers or -1.
        free: the account numbers without a lock, ascending.
        held: p numbers of locked accounts.
        lower: p smallest numbers of free accounts; attainable.
        upper: p largest numbers of free accounts; attainable.
        circuity: road km for one straight km, far from the centre.
    """

    xy: Floats
    start: Floats
    pull: Floats
    handoff_loss: Floats
    incumbent: Ints
    locked: Ints
    free: Ints
    held: Ints
    lower: Ints
    upper: Ints
    circuity: float

    @property
    def territories(self) -> int:
        """The number of territories, p."""
        return len(self.lower)


def currency_per_km(problem: Problem) -> Floats:
    """Return n prices a year of one road km from the centre: there and back, shared by the stops of the trip."""
    return 2.0 * problem.cost_per_km * problem.visits / problem.stops_per_trip


def prepare(problem: Problem) -> Instance:
    """Make `problem` ready for the search."""
    pull = currency_per_km(problem)
    mean = float(pull.mean()) if len(pull) else 0.0
    locked = problem.locked
    held = np.bincount(locked[locked != NONE], minlength=problem.territories)
    free = np.flatnonzero(locked == NONE)
    limits = attainable_limits(len(free), problem.lower - held, problem.upper - held)
    return Instance(
        xy=project(problem.lat, problem.lon),
        start=_starts(problem),
        pull=np.maximum(pull, _LEAST_PULL * mean) if mean > 0 else np.ones_like(pull),
        handoff_loss=np.where(problem.incumbent == NONE, 0.0, problem.handoff_loss),
        incumbent=problem.incumbent,
        locked=locked,
        free=free,
        held=held,
        lower=limits.lower,
        upper=limits.upper,
        circuity=problem.circuity,
    )


def _starts(problem: Problem) -> Floats:
    start = np.full((problem.territories, 2), np.nan)
    given = np.isfinite(problem.start_lat) & np.isfinite(problem.start_lon)
    if problem.accounts and given.any():
        around = middle(problem.lat, problem.lon)
        start[given] = project_around(problem.start_lat[given], problem.start_lon[given], *around)
    return start


@dataclass(frozen=True)
class Arcs:
    """The territories worth considering for some accounts.

    Attributes:
        columns: m × g territory numbers; one may stand twice in a row.
        costs: m × g costs in currency a year.
    """

    columns: Ints
    costs: Floats


def nearest_arcs(instance: Instance, sites: Floats, *, rows: Ints, width: int) -> Arcs:
    """Return the `width` nearest territories of each account, and its incumbent one.

    Args:
        instance: the problem.
        sites: p × 2 km, the centres.
        rows: m account numbers.
        width: how many nearest centres; more than p means p.
    """
    places = instance.xy[rows]
    nearest = list(range(1, min(width, len(sites)) + 1))
    crow, columns = cKDTree(sites).query(places, k=nearest)
    incumbent = instance.incumbent[rows]
    if (incumbent != NONE).any() and len(nearest) < len(sites):
        extra = np.where(incumbent == NONE, columns[:, 0], incumbent)
        apart = places - sites[extra]
        columns = np.column_stack([columns, extra])
        crow = np.column_stack([crow, np.hypot(apart[:, 0], apart[:, 1])])
    return Arcs(columns.astype(np.int64), arc_costs(instance, crow, rows=rows, columns=columns))


def arc_costs(instance: Instance, crow: Floats, *, rows: Ints, columns: Ints) -> Floats:
    """Return the m × g costs in currency of m accounts in the territories `columns` (m × g, or g), `crow` km away."""
    costs = instance.pull[rows, None] * road_km(crow, instance.circuity)
    incumbent = instance.incumbent[rows, None]
    leaves = (incumbent != NONE) & (incumbent != columns)
    loss: Floats = leaves * instance.handoff_loss[rows, None]
    return costs + loss
