"""The invented distributor's people: its roster today, and a roster of any size for benchmarks."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from sample_workbooks import names, places

OUTSIDE = "Outside Sales"
INSIDE = "Inside Sales"
KEY_ACCOUNT = "Key Account Manager"

_TEAM_FILE = Path(__file__).resolve().parent / "great_lakes_team.csv"
_FIRST_DAY, _LAST_DAY = date(2003, 1, 6).toordinal(), date(2023, 6, 1).toordinal()


@dataclass(frozen=True)
class Member:
    """One person, or an open position where `name` is empty."""

    code: str
    name: str
    role: str
    home: str
    branch: str
    region: str
    manager: str
    employment_pct: int = 100
    start: date | None = None
    leaving: date | None = None
    seniority: str = ""
    performance: float | None = None
    skills: str = ""
    cost: int | None = None


def great_lakes_team() -> tuple[Member, ...]:
    """Return 13 outside reps, an open position, 8 inside reps and 2 key-account managers."""
    with _TEAM_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_member(row) for row in csv.DictReader(file))


def _member(row: dict[str, str]) -> Member:
    start, leaving, performance = row.pop("start"), row.pop("leaving"), row.pop("performance")
    return Member(
        employment_pct=int(row.pop("employment_pct")),
        cost=int(row.pop("cost")),
        start=date.fromisoformat(start) if start else None,
        leaving=date.fromisoformat(leaving) if leaving else None,
        performance=float(performance) if performance else None,
        **row,
    )


def any_team(
    outside: int, inside: int, *, state_share: Mapping[str, float], rng: np.random.Generator
) -> tuple[Member, ...]:
    """Return a roster of this size, homes drawn by people; every fifth outside rep's town has a branch."""
    homes = places.draw(outside, state_share, rng=rng)
    branches = np.arange(0, outside, 5)
    plane = places.plane_km(homes.lat, homes.lon)
    nearest = branches[np.argmin(((plane[:, None, :] - plane[None, branches, :]) ** 2).sum(axis=2), axis=1)]
    sits = np.concatenate([nearest, rng.choice(nearest, inside)])
    rows = np.concatenate([np.arange(outside), sits[outside:]])
    people = names.people(outside + inside, rng)
    started = rng.integers(_FIRST_DAY, _LAST_DAY, size=outside + inside)
    performance = np.round(np.clip(rng.normal(1.0, 0.1, size=outside + inside), 0.7, 1.35), 2)
    members = []
    for number in range(outside + inside):
        is_outside = number < outside
        code = f"OS{number + 1:04d}" if is_outside else f"IS{number + 1 - outside:04d}"
        state = str(homes.state[sits[number]])
        members.append(
            Member(
                code=code,
                name=str(people[number]),
                role=OUTSIDE if is_outside else INSIDE,
                home=str(homes.postal_code[rows[number]]),
                branch=f"{homes.city[sits[number]]} {state}",
                region=state,
                manager=f"Manager {state}",
                start=date.fromordinal(int(started[number])),
                seniority="Regular",
                performance=float(performance[number]),
                skills="Fasteners",
                cost=200_000 if is_outside else 100_000,
            )
        )
    return tuple(members)
