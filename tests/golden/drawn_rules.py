"""Rules and decisions of a plan drawn by chance, every field named here: more fields of the settings change none.

Like the lists, each block draws from a stream of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from gtm_desktop.planning.change_rules import Division
from gtm_desktop.planning.settings import CellRule, Dimension, Level, MadeOf, RoleEconomics, SizeYear
from gtm_desktop.tables.roster import Channel

Rules = Mapping[str, Mapping[str, Any]]
"""Field and value by part of the settings."""

_STATES, _REGIONS, _BRANCHES = ("MI", "OH", "IN"), ("North", "East", "West"), ("Troy", "Wyoming", "Toledo", "Dublin")


@dataclass(frozen=True)
class ByHand:
    """Decisions by hand; accounts by row of the list, territories by their number in the answer, both from 0.

    Attributes:
        channels: channel by account, decided before the territories are formed.
        kept_from: position in the roster of whom an account must not have; before, too.
        moved: territory by account.
        inside: position among the inside reps by account.
        people: position among the outside reps by territory; None keeps it open.
        locked: territories.
        names: name by territory.
    """

    channels: Mapping[int, str]
    kept_from: Mapping[int, int]
    moved: Mapping[int, int]
    inside: Mapping[int, int]
    people: Mapping[int, int | None]
    locked: tuple[int, ...]
    names: Mapping[int, str]


def drawn_rules(seed: int) -> Rules:
    """Return the rules that differ from the presets."""
    return {
        **_sizes(seed),
        **_money(seed),
        **_roads(seed),
        "territories": {**_territories(seed), **_targets(seed)},
        **_limits(seed),
        **_people(seed),
    }


def drawn_by_hand(seed: int, accounts: int) -> ByHand:
    """Return the decisions by hand for a list of this length."""
    rng = _stream(seed, 7)
    rows = rng.permutation(accounts).tolist()
    count = int(rng.integers(0, 6))
    channels = [Channel.OUTSIDE, Channel.INSIDE, Channel.SELF_SERVE]
    return ByHand(
        channels={row: channels[rng.integers(3)] for row in rows[:count]},
        kept_from={row: int(rng.integers(6)) for row in rows[6 : 6 + count // 2]},
        moved={row: int(rng.integers(4)) for row in rows[12 : 12 + count]},
        inside={row: int(rng.integers(3)) for row in rows[18 : 18 + count]},
        people={0: int(rng.integers(4))} if rng.random() < 0.4 else {1: None} if rng.random() < 0.3 else {},
        locked=(1,) if rng.random() < 0.3 else (),
        names={0: "Lakeside & Sons"} if rng.random() < 0.4 else {},
    )


def moved_line(seed: int) -> Rules:
    """Return rules as they are after the plan was built: a line that was moved since."""
    return {"channels": {"outside_above": int(_stream(seed, 8).integers(12, 40)) * 100_000}}


def _stream(seed: int, block: int) -> np.random.Generator:
    return np.random.default_rng([2027, seed, block])


def _sizes(seed: int) -> Rules:
    rng = _stream(seed, 0)
    years = [SizeYear.THIS, SizeYear.LAST, SizeYear.MEAN, SizeYear.LARGER]
    a_above, c_below = int(rng.integers(15, 60)) * 100_000, int(rng.integers(2, 10)) * 100_000
    self_serve, outside = int(rng.integers(1, 6)) * 100_000, int(rng.integers(6, 20)) * 100_000
    cell = {("B", "acquire"): CellRule("Hunt", Channel.OUTSIDE), ("A", "retain"): CellRule("Keep", None)}
    rules: dict[str, dict[str, Any]] = {
        "size": {"a_above": a_above, "c_below": c_below, "year": years[rng.integers(4)] if seed % 3 else SizeYear.THIS},
        "channels": {
            "self_serve_below": self_serve,
            "outside_above": outside,
            "leave_out_web_and_counter": bool(rng.random() < 0.2),
        },
    }
    if rng.random() < 0.3:
        rules["size"]["level"] = Level.PARENT
    if rng.random() < 0.4:
        rules["grid"] = {"cells": cell}
    elif rng.random() < 0.4:
        rules["grid"] = {"rows": Dimension.SIZE, "columns": [Dimension.MIX, Dimension.PATTERN][rng.integers(2)]}
    if rng.random() < 0.3:
        rules["wallet"] = {"acquire_below": 0.15, "retain_above": 0.4}
        rules["mix"] = {"consumables_below": 0.3, "durables_above": 0.6}
    return rules


def _money(seed: int) -> Rules:
    rng = _stream(seed, 1)
    planned = int(rng.integers(8, 30))
    outside = RoleEconomics(int(rng.integers(15, 25)) * 1_000_000, planned, planned * 2 // 3, planned * 5 // 4)
    book = int(rng.integers(15, 60))
    inside = RoleEconomics(10_000_000, book, book // 2, book * 5 // 4, 0.03 if rng.random() < 0.3 else None)
    key = RoleEconomics(20_000_000, 6, 1, 8)
    return {
        "economics": {
            "outside": outside,
            "inside": inside,
            "key_account": key,
            "handoff_loss": float(rng.choice([0.02, 0.05, 0.1])),
            "inside_book_from": int(rng.integers(5, 100)) * 1_000_000,
        },
    }


def _roads(seed: int) -> Rules:
    rng = _stream(seed, 2)
    if rng.random() < 0.5:
        return {}
    return {
        "call_plan": {
            "a_visits": int(rng.integers(10, 30)),
            "stops_per_trip": float(rng.choice([2.0, 4.0, 6.0])),
            "cost_per_km": int(rng.integers(40, 90)),
            "hours_week": float(rng.choice([20.0, 30.0, 40.0])),
        },
    }


def _territories(seed: int) -> Mapping[str, Any]:
    rng = _stream(seed, 3)
    units = [MadeOf.ACCOUNT, MadeOf.ACCOUNT, MadeOf.COUNTY, MadeOf.ZIP3]
    line = (((43.5, -87.0), (43.2, -82.0)),)
    return {
        "seed": int(rng.integers(1, 1000)),
        "number": int(rng.integers(2, 6)) if rng.random() < 0.3 else None,
        "is_filled": bool(rng.random() < 0.8),
        "reach_km": float(rng.choice([60.0, 120.0, 400.0])),
        "moves_enclaves": bool(rng.random() < 0.7),
        "lines": line if rng.random() < 0.25 else (),
        "value_tolerance": float(rng.choice([0.1, 0.15, 0.3])),
        "travel_weight": float(rng.choice([0.5, 1.0, 2.0])),
        "balance_weight": float(rng.choice([0.0, 1.0, 2.0])),
        "stability_weight": float(rng.choice([0.0, 1.0, 3.0])),
        "assigned_level": Level.PARENT if rng.random() < 0.25 else Level.ACCOUNT,
        "starts_from_home": bool(rng.random() < 0.3),
        "units": units[rng.integers(4)],
    }


def _targets(seed: int) -> Mapping[str, Any]:
    rng = _stream(seed, 4)
    if rng.random() < 0.6:
        return {}
    return {
        "value_target": int(rng.integers(10, 60)) * 1_000_000,
        "potential_target": int(rng.integers(10, 200)) * 1_000_000 if rng.random() < 0.3 else None,
        "acts_on_failing": bool(rng.random() < 0.6),
    }


def _limits(seed: int) -> Rules:
    rng = _stream(seed, 5)
    rules: dict[str, Mapping[str, Any]] = {}
    if rng.random() < 0.25:
        rules["changes"] = {
            "accounts_share": float(rng.choice([0.3, 0.6])),
            "accounts_per_rep": int(rng.integers(10, 40)) if rng.random() < 0.5 else None,
        }
    divisions = [
        (Division.STATE, _STATES),
        (Division.REGION, _REGIONS),
        (Division.BRANCH, _BRANCHES),
        (Division.MANAGER, ("Ruth Caldmere", "Ivo Brandt")),
    ]
    division, parts = divisions[rng.integers(4)]
    if rng.random() < 0.3:
        rules["scope"] = {"division": division, "values": frozenset(parts[: 1 + rng.integers(2)])}
    elif rng.random() < 0.35:
        rules["borders"] = {"division": division, "crossing_price": 50_000 if rng.random() < 0.5 else None}
    return rules


def _people(seed: int) -> Rules:
    rng = _stream(seed, 6)
    rules: dict[str, Mapping[str, Any]] = {"": {"plan_year_start": date(2027, int(rng.choice([1, 1, 7])), 1)}}
    if rng.random() < 0.5:
        rules["inside"] = {"region": float(rng.random()), "seniority": float(rng.random()), "product": 0.1}
    if rng.random() < 0.3:
        rules["reps"] = {"home_cost_per_km": 9_000, "uses_performance": False}
    return rules
