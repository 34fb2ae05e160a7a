"""Small tables and answers for tests of the planning layer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.pins import Pin, PinMap, Pins
from gtm_desktop.planning.plan import Accepted, InsideAnswer, Plan, RepAnswer, SolverRun, TerritoryAnswer
from gtm_desktop.planning.settings import Settings
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.accounts import AccountTable, account_table
from gtm_desktop.tables.reps import RepTable, no_reps, rep_table

RUN = SolverRun(
    seed=1,
    iterations=0,
    objective=0.0,
    lower_bound=None,
    first_feasible_s=None,
    seconds=0.0,
    was_cancelled=False,
    inputs="",
)


def accounts(**columns: Any) -> AccountTable:
    """Return an account table of these columns; ids A0, A1, … unless given. Money in cents."""
    frame = pd.DataFrame(columns)
    if account_columns.ACCOUNT_ID not in frame:
        frame[account_columns.ACCOUNT_ID] = [f"A{row}" for row in range(len(frame))]
    return account_table(frame)


def reps(**columns: Any) -> RepTable:
    """Return a rep table of these columns; codes R0, R1, … and the role outside unless given."""
    frame = pd.DataFrame(columns)
    if rep_columns.REP_ID not in frame:
        frame[rep_columns.REP_ID] = [f"R{row}" for row in range(len(frame))]
    if rep_columns.ROLE not in frame:
        frame[rep_columns.ROLE] = rep_columns.Role.OUTSIDE
    return rep_table(frame)


def pin(value: str) -> Pin:
    """Return a decision by hand."""
    return Pin(value, "", "planner", datetime(2026, 11, 2, tzinfo=UTC))


def pin_map(values: Mapping[str, str]) -> PinMap:
    """Return decisions by hand by key."""
    return PinMap().with_pins({key: pin(value) for key, value in values.items()})


def territory_answer(territory: list[int], *, filled: list[int] = (), handed_inside: list[int] = ()) -> TerritoryAnswer:
    """Return an answer of T01, T02, … in which each territory's first account is its centre; limits 80, 120, 140."""
    placed = np.array(territory, dtype=np.int64)
    number = int(placed.max(initial=-1)) + 1
    centre = [int(np.flatnonzero(placed == t)[0]) if (placed == t).any() else -1 for t in range(number)]
    return TerritoryAnswer(
        territory=placed,
        filled=np.isin(np.arange(len(placed)), list(filled)),
        out_of_reach=np.isin(np.arange(len(placed)), list(handed_inside)),
        ids=tuple(f"T{t + 1:02d}" for t in range(number)),
        names=tuple(f"Town {t + 1}" for t in range(number)),
        centre=np.array(centre, dtype=np.int64),
        lower=np.full(number, 80.0),
        planned=np.full(number, 120.0),
        upper=np.full(number, 140.0),
        cut_line=np.full(number, -1, dtype=np.int64),
        next_in_line=np.full(number, -1, dtype=np.int64),
        run=RUN,
    )


def rep_answer(**rep_by_territory: str) -> RepAnswer:
    """Return an answer that gives these territories to these reps."""
    return RepAnswer(tuple(rep_by_territory.items()), (), (), RUN)


def inside_answer(rep: list[int], rep_ids: tuple[str, ...]) -> InsideAnswer:
    """Return an answer that gives each account the rep at this position; -1 for none."""
    return InsideAnswer(np.array(rep, dtype=np.int64), rep_ids, RUN)


def dataset(account_columns_: Mapping[str, Any], rep_columns_: Mapping[str, Any] | None = None) -> Dataset:
    """Return a dataset of these columns, without findings."""
    return Dataset(accounts(**account_columns_), reps(**rep_columns_) if rep_columns_ else no_reps())


def plan(
    settings: Settings | None = None,
    *,
    pins: Mapping[str, Mapping[str, str]] | None = None,
    territories: TerritoryAnswer | None = None,
    reps: RepAnswer | None = None,
    inside: InsideAnswer | None = None,
) -> Plan:
    """Return a plan; pins by kind, then key and value."""
    by_hand = Pins(**{kind: pin_map(values) for kind, values in (pins or {}).items()})
    return Plan("test", settings or Settings(), by_hand, Accepted(territories, reps, inside))


def towns(number: int, *, lat: float = 42.0, lon: float = -84.0) -> dict[str, Any]:
    """Return places of `number` accounts within a few km of a point."""
    steps = np.arange(number) % 7 / 100, np.arange(number) // 7 / 100
    return {account_columns.LAT: lat + steps[0], account_columns.LON: lon + steps[1]}


def joined_columns(*blocks: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns in which the blocks stand one below the other."""
    return {name: np.concatenate([np.asarray(block[name]) for block in blocks]) for name in blocks[0]}


OUTSIDE_MARGIN, INSIDE_MARGIN, SELF_SERVE_MARGIN = 3_000_000, 1_000_000, 100_000
"""Cents that the two preset lines make outside, inside and self-serve."""
