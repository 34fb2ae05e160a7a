"""Small account lists and rosters drawn by chance, as rows of cells: what a planner would send, with gaps and leavers.

The numbers drawn depend on the seed alone. Each block of columns draws from a stream of its own, so that a block added
later changes no other.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

Rows = list[list[Any]]

_TOWNS = (
    ("Ann Arbor", "MI", "48104"), ("Detroit", "MI", "48201"), ("Lansing", "MI", "48911"), ("Flint", "MI", "48503"),
    ("Grand Rapids", "MI", "49506"), ("Kalamazoo", "MI", "49001"), ("Saginaw", "MI", "48601"),
    ("Traverse City", "MI", "49684"), ("Port Huron", "MI", "48060"), ("Marquette", "MI", "49855"),
    ("Toledo", "OH", "43604"), ("Columbus", "OH", "43215"), ("Cleveland", "OH", "44114"), ("Dayton", "OH", "45402"),
    ("Cincinnati", "OH", "45202"), ("Akron", "OH", "44308"), ("Lima", "OH", "45801"), ("Mansfield", "OH", "44902"),
    ("Youngstown", "OH", "44503"), ("Athens", "OH", "45701"),
    ("Indianapolis", "IN", "46204"), ("Fort Wayne", "IN", "46802"), ("South Bend", "IN", "46601"),
    ("Gary", "IN", "46402"), ("Evansville", "IN", "47708"), ("Bloomington", "IN", "47401"), ("Muncie", "IN", "47302"),
)  # fmt: skip
_BRANCHES = {"MI": ("Troy", "Wyoming"), "OH": ("Toledo", "Dublin"), "IN": ("Carmel",)}
_REGIONS = {"MI": "North", "OH": "East", "IN": "West"}
_KINDS = ("Tool", "Supply", "Machine", "Welding", "Stone", "Motors", "Castings", "Works")
_MANAGERS = ("Ruth Caldmere", "Ivo Brandt")


def drawn_list(seed: int) -> tuple[Rows, Rows]:
    """Return the rows of an account list and of its roster, headers first."""
    accounts = int(_stream(seed, 0).integers(60, 200))
    reps = _reps(seed)
    return _accounts(seed, accounts, reps), reps


def rep_codes(reps: Rows, role: str) -> list[str]:
    """Return the codes of a role of `drawn_list`'s roster."""
    return [row[0] for row in reps[1:] if row[2] == role]


def _stream(seed: int, block: int) -> np.random.Generator:
    return np.random.default_rng([2026, seed, block])


def _reps(seed: int) -> Rows:
    rng = _stream(seed, 1)
    outside, inside, key = int(rng.integers(2, 6)), int(rng.integers(1, 4)), int(rng.integers(0, 2))
    roles = ["Outside Sales"] * outside + ["Inside Sales"] * inside + ["Key Account Manager"] * key
    rows: Rows = [
        ["Rep Code", "Name", "Role", "Status", "Home ZIP", "Employment %", "Start Date", "Leaving Date", "Seniority",
         "Performance Index", "Loaded Cost $", "Manager", "Branch", "Sales Region"],
    ]  # fmt: skip
    for number, role in enumerate(roles, start=1):
        _town, state, home = _TOWNS[rng.integers(len(_TOWNS))]
        branches = _BRANCHES[state]
        is_open, is_leaving, is_new = rng.random(3) < (0.1, 0.12, 0.12)
        rows.append([
            f"R{number:02d}", None if is_open else f"Rep {'ABCDEFGHIJKL'[number - 1]}", role,
            "Open position" if is_open else "Active", home, int(rng.choice([100, 100, 100, 60])),
            "2026-09-01" if is_new else "2015-04-01", "2026-12-15" if is_leaving and not is_open else None,
            str(rng.choice(["Senior", "Regular", "Junior"])), round(float(rng.uniform(0.7, 1.3)), 2),
            int(rng.integers(80, 230)) * 1000, _MANAGERS[rng.integers(2)], branches[rng.integers(len(branches))],
            _REGIONS[state],
        ])  # fmt: skip
    return rows


def _accounts(seed: int, number: int, reps: Rows) -> Rows:
    columns = {**_places(seed, number), **_money(seed, number), **_today(seed, number, reps), **_parents(seed, number)}
    for header, values in columns.items():
        assert len(values) == number, header
    return [list(columns), *[list(row) for row in zip(*columns.values(), strict=True)]]


def _places(seed: int, number: int) -> dict[str, Sequence[Any]]:
    rng = _stream(seed, 2)
    towns = [_TOWNS[each] for each in rng.integers(0, len(_TOWNS), number)]
    branches = [_BRANCHES[state][rng.integers(len(_BRANCHES[state]))] for _, state, _ in towns]
    is_blank = rng.random(number) < 0.03
    return {
        "Cust #": [f"C{row:04d}" for row in range(1, number + 1)],
        "Customer Name": [
            f"{town} {_KINDS[rng.integers(len(_KINDS))]} {row}" for row, (town, _, _) in enumerate(towns)
        ],
        "City": [None if blank else town for blank, (town, _, _) in zip(is_blank, towns, strict=True)],
        "State": [state for _, state, _ in towns],
        "ZIP": [None if blank else code for blank, (_, _, code) in zip(is_blank, towns, strict=True)],
        "Branch": branches,
        "Sales Region": [_REGIONS[state] for _, state, _ in towns],
    }


def _money(seed: int, number: int) -> dict[str, Sequence[Any]]:
    rng = _stream(seed, 3)
    margin = np.round(rng.lognormal(9.2, 1.4, number), 2)
    sales = np.round(margin * rng.uniform(2.5, 5.0, number), 2)
    before = rng.uniform(0.6, 1.5, number)
    durables, web = rng.random(number), rng.random(number)
    is_blank, is_loss = rng.random(number) < 0.03, rng.random(number) < 0.02
    margin = np.where(is_loss, -margin / 10, margin)
    columns: dict[str, Sequence[Any]] = {
        "Sales $": _amounts(sales),
        "Gross Margin $": [None if blank else each for blank, each in zip(is_blank, _amounts(margin), strict=True)],
    }
    if seed % 3:
        columns |= {
            "Last Year Sales $": _amounts(sales * before),
            "Last Year Gross Margin $": _amounts(margin * before),
        }
    if seed % 4:
        columns["Est. Annual Spend $"] = _amounts(sales * rng.uniform(1.0, 12.0, number))
    if seed % 5:
        columns |= {
            "Consumables $": _amounts(sales * (1 - durables)),
            "Durables $": _amounts(sales * durables),
            "Web Sales $": _amounts(sales * web / 2),
            "Counter Sales $": _amounts(sales * (1 - web) / 3),
        }
    return columns


def _today(seed: int, number: int, reps: Rows) -> dict[str, Sequence[Any]]:
    rng = _stream(seed, 4)
    if seed % 7 == 0:
        return {}
    outside, inside = rep_codes(reps, "Outside Sales"), rep_codes(reps, "Inside Sales")
    channel = rng.choice(["Outside", "Inside", "Self-Serve"], number, p=[0.45, 0.35, 0.2]).tolist()
    return {
        "Outside Rep": [outside[rng.integers(len(outside))] if each == "Outside" else None for each in channel],
        "Inside Rep": [inside[rng.integers(len(inside))] if each != "Self-Serve" else None for each in channel],
        "Current Channel": channel,
    }


def _parents(seed: int, number: int) -> dict[str, Sequence[Any]]:
    rng = _stream(seed, 5)
    if seed % 2:
        return {}
    parents = [f"P{each:03d}" if chance < 0.5 else None for each, chance in
               zip(rng.integers(1, max(number // 5, 2), number), rng.random(number), strict=True)]  # fmt: skip
    is_national = rng.random(number) < 0.04
    return {"Parent #": parents, "National Account": ["Y" if each else None for each in is_national]}


def _amounts(values: np.ndarray) -> list[float]:
    return [round(float(each), 2) for each in values]
