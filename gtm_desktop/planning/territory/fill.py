"""Filling: the best inside accounts that may go outside take the spare capacity of territories within reach."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from gtm_desktop.engine import fill as engine_fill
from gtm_desktop.engine.problem import Problem
from gtm_desktop.geo.distance import plane_round
from gtm_desktop.planning.measures import fill_values
from gtm_desktop.planning.pins import Pins
from gtm_desktop.planning.result import ChannelMap
from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints, numbers, rows_of
from gtm_desktop.planning.settings import TerritoryRules
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.columns import Readable
from gtm_desktop.tables.roster import Channel, ChannelReason


@dataclass(frozen=True, eq=False)
class Filled:
    """What was pulled in.

    Attributes:
        rows: the candidates' account rows.
        territory: territory number of each candidate; −1 for those that stay inside.
        cut_line: p account rows: the lowest-ranked account pulled; −1 for none.
        next_in_line: p account rows: the best one within reach that was not pulled; −1 for none.
        travel: what the drive to each candidate costs, in currency a year; NaN for those that stay inside.
    """

    rows: Ints
    territory: Ints
    cut_line: Ints
    next_in_line: Ints
    travel: Floats


def may_be_filled(accounts: Readable, channels: ChannelMap, *, rules: TerritoryRules) -> Flags:
    """Return n flags: inside by the lines alone, with a place and a known rank.

    What a set cell, a rule or a hand put inside is never filled, nor what is inside because its size is unknown; nor is
    what `decided_about` gives. Source: RULES 4 (never filled).
    """
    if not rules.is_filled:
        return np.zeros(len(accounts), dtype=np.bool_)
    by_lines = (channels.by_rule == Channel.INSIDE) & (channels.reason == ChannelReason.LINES)
    flags = by_lines.to_numpy(dtype=np.bool_) & fill_values(accounts, rules.fill_metric).notna().to_numpy(
        dtype=np.bool_
    )
    flags &= np.isfinite(numbers(accounts[columns.LAT])) & np.isfinite(numbers(accounts[columns.LON]))
    return flags


def decided_about(ids: "pd.Series[Any]", pins: Pins) -> Ints:
    """Return the rows of accounts that a hand gave to a person or a territory, or keeps from a rep."""
    rows = rows_of([*pins.inside_rep, *pins.territory, *pins.kept_from], ids)
    return np.unique(rows[rows != NOWHERE])


def within_reach(accounts: Readable, candidates: Ints, *, outside: Ints, reach_km: float) -> Ints:
    """Return the candidate rows that lie within reach of an outside account, wherever the centres will be."""
    lat, lon = numbers(accounts[columns.LAT]), numbers(accounts[columns.LON])
    placed = outside[np.isfinite(lat[outside]) & np.isfinite(lon[outside])]
    if len(placed) == 0 or len(candidates) == 0:
        return candidates[:0]
    plane = plane_round(lat[placed], lon[placed])
    tree = cKDTree(np.column_stack(plane.forward(lat[placed], lon[placed])))
    km, _ = tree.query(np.column_stack(plane.forward(lat[candidates], lon[candidates])), distance_upper_bound=reach_km)
    near: Ints = candidates[np.isfinite(km)]
    return near


def fill_territories(
    accounts: Readable,
    candidates: Ints,
    *,
    visits: Floats,
    worth: Floats,
    room: engine_fill.Room,
    problem: Problem,
    rules: TerritoryRules,
) -> Filled:
    """Pull candidates into territories up to their planned capacity.

    Args:
        accounts: n accounts; reads the place.
        candidates: rows that may be filled.
        visits: n visits a year.
        worth: what the metric that ranks says of each candidate, in currency a year.
        room: what the p territories hold, where their centres are and where filling stops.
        problem: the prices of travel.
        rules: the reach.

    Returns:
        The pulls, best by the metric first; what the metric says is weighed against the drive. Source: PRODUCT R3.7.
    """
    pool = engine_fill.Candidates(
        lat=numbers(accounts[columns.LAT])[candidates],
        lon=numbers(accounts[columns.LON])[candidates],
        gain=worth,
        visits=visits[candidates],
    )
    travel = engine_fill.Travel(problem.cost_per_km, problem.stops_per_trip, problem.circuity, rules.reach_km)
    filling = engine_fill.fill(pool, room, travel=travel)
    rows = np.append(candidates, NOWHERE)
    return Filled(
        candidates,
        filling.territory,
        rows[filling.cut],
        rows[filling.next_in_line],
        travel=pool.gain - filling.net_gain,
    )
