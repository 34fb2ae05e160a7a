"""A small market in which every column says something, and every column and rule of it changed, one at a time."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.planning.change_rules import Borders, Division
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.settings import (
    CellRule,
    ChannelRules,
    Economics,
    GridRules,
    Level,
    MadeOf,
    RoleEconomics,
    Settings,
    SizeYear,
    TerritoryRules,
)
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.accounts import account_table
from gtm_desktop.tables.reps import rep_table
from gtm_desktop.tables.roster import Channel, SizeTier, WalletStage
from gtm_desktop.tables.schema import Kind
from gtm_desktop.tables.territories import POTENTIAL

ACCOUNTS, PEOPLE = 36, 8

PRESET = Settings(
    economics=Economics(
        outside=RoleEconomics(20_000_000, 8, 2, 12), inside=RoleEconomics(10_000_000, 8, 2, 12)
    )
)  # fmt: skip
"""The presets, with roles that cover as few accounts as there are."""
EVERYTHING = replace(
    PRESET,
    size=replace(PRESET.size, level=Level.PARENT, year=SizeYear.MEAN),
    grid=GridRules(
        cells={
            (SizeTier.B, WalletStage.UNKNOWN): CellRule("Win", Channel.OUTSIDE),
            (SizeTier.A, WalletStage.ACQUIRE): CellRule(None, Channel.INSIDE),
        }
    ),
    channels=ChannelRules(leave_out_web_and_counter=True),
    economics=replace(
        PRESET.economics,
        outside=replace(PRESET.economics.outside, assumed_lift=0.1),
        inside=replace(PRESET.economics.inside, assumed_lift=0.05),
    ),
    territories=TerritoryRules(
        fill_metric=POTENTIAL, value_target=8_000_000, potential_target=9_000_000, assigned_level=Level.PARENT,
        units=MadeOf.COUNTY, starts_from_home=True,
    ),
    borders=Borders(Division.MANAGER, 10_000),
)  # fmt: skip
"""Every rule in use: parents, both targets, counties, borders, homes, set cells."""

_TEXTS = {
    account_columns.PARENT_ID: ["P1", "P1", None, "P2", "P2", None, None],
    account_columns.CUSTOMER_TYPE: ["prospect", "shop", "shop"],
    account_columns.STATE: ["MI", "OH", "IN", "MI"],
    account_columns.COUNTRY: ["US"] * (ACCOUNTS - 1) + ["CA"],
    account_columns.COUNTY: ["Wayne", "Oakland", "Macomb", "Kent", None],
    account_columns.REGION: ["North", "South", "South"],
    account_columns.BRANCH: ["B1", "B2", "B3", "B3", None],
    account_columns.OUTSIDE_REP: ["R0", "R1", None, "R0", None],
    account_columns.INSIDE_REP: ["R4", None, "R5", "R5"],
    account_columns.TODAY_CHANNEL: [None, None, "inside", None, "outside", "self_serve", None],
    rep_columns.ROLE: ["outside"] * 4 + ["inside"] * 3 + ["key_account"],
    rep_columns.HOME_STATE: ["MI", "OH", "OH", "MI", "IN", "MI", "OH", "IN"],
    rep_columns.SENIORITY: ["Senior", "Junior", "3", None, "Senior", "Junior", "2", None],
    rep_columns.SKILLS: ["Tools", None, "Fasteners", None, "Durables", "Consumables", None, "Tools"],
    rep_columns.MANAGER: ["Kim", "Lou", "Lou", None, "Kim", "Kim", "Lou", None],
}
_DAYS = {
    rep_columns.START: ["2020-01-01", "2026-06-01", None, None, "2026-08-01", None, None, None],
    rep_columns.LEAVING: [None, None, "2027-02-01", None, None, None, "2027-12-01", None],
    rep_columns.LEAVE_START: [None, "2027-01-01", None, None, None, "2027-03-01", None, None],
    rep_columns.LEAVE_END: [None, "2027-04-01", None, None, None, "2027-08-01", None, None],
}
_SHARES = {rep_columns.EMPLOYMENT_SHARE: [1.0, 0.5, 1.0, None, 0.5, 1.0, 1.0, 0.8]}
_NUMBERS = {
    account_columns.LAT: [42.0 + 0.03 * (at * at % 11) if at != 3 else None for at in range(ACCOUNTS)],
    account_columns.LON: [-84.0 + 0.02 * (at * at % 13) if at != 3 else None for at in range(ACCOUNTS)],
    rep_columns.LAT: [42.0, 42.1, 42.2, None, 42.3, 42.0, 41.9, 42.0],
    rep_columns.LON: [-84.0, -83.9, -83.8, None, -83.7, -84.1, -83.8, -84.2],
    rep_columns.PERFORMANCE_INDEX: [1.0, 1.2, None, 0.9, 1.1, 0.8, None, 1.0],
}


def market() -> Dataset:
    """Return 36 accounts and 8 people, no column of whom reads the same backwards."""
    return Dataset(
        account_table(_frame(account_columns.COLUMNS, ACCOUNTS)), rep_table(_frame(rep_columns.COLUMNS, PEOPLE))
    )


def _frame(columns: Any, rows: int) -> pd.DataFrame:
    return pd.DataFrame({column.name: _values(column.name, column.kind, rows) for column in columns})


def _values(name: str, kind: Kind, rows: int) -> Any:
    given = {**_TEXTS, **_SHARES, **_NUMBERS}.get(name) if rows == ACCOUNTS or name in _OF_PEOPLE else None
    if name in _DAYS:
        return pd.to_datetime(_DAYS[name])
    if given is not None:
        return [given[at % len(given)] for at in range(rows)]
    if name in (account_columns.GROSS_MARGIN, account_columns.LAST_GROSS_MARGIN):
        step = 137_000 if name == account_columns.GROSS_MARGIN else 111_000
        return pd.array([None if at == 7 else 300_000 + step * (at * 7 % rows) for at in range(rows)], "Int64")
    return {
        Kind.TEXT: [f"{'R' if name == rep_columns.REP_ID else name}{at}" for at in range(rows)],
        Kind.MONEY: [2_000_000 + 311_000 * (at * 5 % rows) for at in range(rows)],
        Kind.COUNT: list(range(rows)),
        Kind.SHARE: [at / rows for at in range(rows)],
        Kind.NUMBER: [float(at) for at in range(rows)],
        Kind.FLAG: [at % 5 == 3 for at in range(rows)],
        Kind.DAY: None,
    }[kind]


_OF_PEOPLE = {column.name for column in rep_columns.COLUMNS}


def column_changes(data: Dataset) -> Iterator[tuple[str, Dataset]]:
    """Give the name of every column, accounts first, and the data in which it is turned upside down."""
    for table, columns in (("accounts", account_columns.COLUMNS), ("reps", rep_columns.COLUMNS)):
        frame = getattr(data, table)
        for column in columns:
            turned = frame.assign(**{column.name: frame[column.name].iloc[::-1].to_numpy()})
            made = account_table(turned) if table == "accounts" else rep_table(turned)
            yield f"{table}.{column.name}", Dataset(**{"accounts": data.accounts, "reps": data.reps, table: made})


_SPECIAL: dict[str, Any] = {
    "size.metric": account_columns.REVENUE,
    "size.a_above": 3_500_000,
    "size.c_below": 1_500_000,
    "channels.self_serve_below": 900_000,
    "channels.outside_above": 3_000_000,
    "grid.cells": {(SizeTier.C, WalletStage.UNKNOWN): CellRule("Keep", Channel.INSIDE)},
    "territories.fill_metric": account_columns.REVENUE,
    "territories.lines": (((42.0, -84.5), (42.2, -83.0)),),
    "territories.ramp_share": 0.9,
    "territories.number": 2,
    "territories.value_target": 7_000_000,
    "territories.potential_target": 7_000_000,
    "territories.site_weight": 0.5,
    "territories.iterations": 100,
    "changes.accounts_share": 0.1,
    "changes.margin_share": 0.1,
    "changes.accounts_per_rep": 3,
    "scope.values": frozenset({"North"}),
    "borders.crossing_price": 20_000,
    "economics.outside.assumed_lift": 0.3,
    "economics.inside.assumed_lift": 0.02,
    "economics.key_account.assumed_lift": 0.2,
    "plan_year_start": date(2028, 1, 1),
    "currency": "CAD",
}
"""Leaves that are changed to this; others are changed by their kind."""


def rule_changes(settings: Settings) -> Iterator[tuple[str, Settings]]:
    """Give the path of every rule and the settings in which it is another one."""
    for path in _paths(settings, ""):
        yield path, _with(settings, path.split("."), _SPECIAL.get(path))


def _paths(value: Any, at: str) -> Iterator[str]:
    for each in fields(value):
        path, own = f"{at}{each.name}", getattr(value, each.name)
        if is_dataclass(own):
            yield from _paths(own, f"{path}.")
        else:
            yield path


def _with(value: Any, names: list[str], wanted: Any) -> Any:
    first, *rest = names
    own = getattr(value, first)
    if rest:
        return replace(value, **{first: _with(own, rest, wanted)})
    return replace(value, **{first: _another(own) if wanted is None else wanted})


def _another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, Enum):
        members = list(type(value))
        return members[(members.index(value) + 1) % len(members)]
    if value is None:
        return Division.REGION
    return value + 1 if isinstance(value, int) else value * 1.5 + 0.25


def same(one: Any, other: Any) -> bool:
    """Whether two answers say the same, however long they were sought."""
    pairs = [(getattr(one, each.name), getattr(other, each.name)) for each in fields(one) if each.name != "run"]
    return all(_same(a, b) for a, b in pairs)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    return bool(one == other)
