"""What each person of the roster can cover in the plan year: limits, planned capacity, cost; and who has no place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.planning.settings import Economics, RoleEconomics
from gtm_desktop.tables import reps as columns
from gtm_desktop.tables.columns import Columns
from gtm_desktop.tables.reps import Role

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MONTHS = 12
LEAST_MONTHS = 3
"""Somebody present for fewer months of the plan year is not given a book of accounts. Preset."""

_NO_ROLE = RoleEconomics(loaded_cost=0, planned=0, lower=0, upper=0)


class Placement:
    """Codes of whether a person can be given accounts."""

    PLACEABLE = "placeable"
    LEAVES_BEFORE = "leaves_before"
    STARTS_AFTER = "starts_after"
    SHORT_STAY = "short_stay"
    NO_BOOK = "no_book"
    NO_CAPACITY = "no_capacity"


@dataclass(frozen=True, eq=False)
class Capacity:
    """What r people and open positions can cover, in the order of the rep table.

    Attributes:
        rep_ids: rep codes.
        role: role codes.
        is_open: nobody fills the position.
        share: employment × ramp × months of the plan year ÷ 12, of a full-time person's normal capacity.
        planned: planned accounts (key accounts: parents), whole numbers.
        lower: fewest accounts, whole numbers.
        upper: most accounts, whole numbers.
        cost: cents a year, from the roster where given, else the role's loaded cost × employment.
        is_new: in the first year of service when the plan year begins.
        placement: codes of `Placement`.
    """

    rep_ids: tuple[str, ...]
    role: tuple[str, ...]
    is_open: Flags
    share: Floats
    planned: Floats
    lower: Floats
    upper: Floats
    cost: Ints
    is_new: Flags
    placement: tuple[str, ...]

    def placeable(self, role: str) -> Ints:
        """Return the positions of the people and open positions of a role that can be given accounts, ascending."""
        fits = [
            place == Placement.PLACEABLE and own == role for place, own in zip(self.placement, self.role, strict=True)
        ]
        return np.flatnonzero(np.array(fits, dtype=np.bool_))

    def team(self, role: str) -> "Team":
        """Return the people and open positions of a role that can be given accounts, and nothing about the others."""
        rows = self.placeable(role)
        lower, planned, upper = (np.zeros(len(self.rep_ids)) for _ in range(3))
        for own, all_ in ((lower, self.lower), (planned, self.planned), (upper, self.upper)):
            own[rows] = all_[rows]
        return Team(self.rep_ids, rows, lower, planned, upper)


@dataclass(frozen=True, eq=False)
class Team:
    """Who of a roster can be given accounts of one role.

    Attributes:
        rep_ids: r rep codes, of everybody.
        rows: positions in the roster of those who can, ascending.
        lower: r fewest accounts; 0 for everybody else.
        planned: r planned accounts.
        upper: r most accounts.
    """

    TAG: ClassVar[str] = "team"

    rep_ids: tuple[str, ...]
    rows: Ints
    lower: Floats
    planned: Floats
    upper: Floats


@dataclass(frozen=True, eq=False)
class CapacityInput:
    """What capacities are worked out from.

    Attributes:
        people: code, role, employment, presence and cost of r people and open positions.
        plan_year_start: the first day of the plan year.
        ramp_share: share of normal capacity of a person in the first year of service.
        roles: what a full-time person of a role costs and covers, by role; lifts are blank. Other roles hold no book.
    """

    TAG: ClassVar[str] = "capacity input"

    people: Columns
    plan_year_start: date
    ramp_share: float
    roles: Mapping[str, RoleEconomics]


PEOPLE_READ = (
    columns.REP_ID, columns.ROLE, columns.IS_OPEN, columns.EMPLOYMENT_SHARE, columns.START, columns.LEAVING,
    columns.LEAVE_START, columns.LEAVE_END, columns.COST,
)  # fmt: skip
"""The columns of the people that are read."""


def person_capacity(read: CapacityInput) -> Capacity:
    """Scale each role's limits to each person.

    A missing employment share counts as full time, a missing start as long ago, a missing leaving date as never; the
    leaving date is the last day present. Days on leave, the first and the last one among them, are not; a leave without
    an end lasts for good, one without a start has begun. An open position counts as a full-time person of full speed
    all year. Seniority changes nothing. Specialists and other roles hold no book, nor does anybody of so small a share
    that not one account is planned for them.

    Source: RULES 4 (capacity is a person's); the ramp of the first year and the least stay are presets of ours.
    """
    reps, start = read.people, read.plan_year_start
    is_open = reps[columns.IS_OPEN].fillna(False).to_numpy(dtype=np.bool_)
    months = _months_present(reps, start)
    months[is_open] = MONTHS
    is_new = _first_year(reps[columns.START], start) & ~is_open
    employment = reps[columns.EMPLOYMENT_SHARE].fillna(1.0).clip(0.0, 1.0).to_numpy(dtype=np.float64).copy()
    employment[is_open] = 1.0
    ramp = np.where(is_new, read.ramp_share, 1.0)
    share = employment * ramp * months / MONTHS
    role = tuple(str(code) for code in reps[columns.ROLE])
    of_role = [read.roles.get(code, _NO_ROLE) for code in role]
    planned = _scaled([each.planned for each in of_role], share)
    loaded = np.array([each.loaded_cost for each in of_role], dtype=np.float64)
    given = reps[columns.COST].to_numpy(dtype=np.float64, na_value=np.nan)
    return Capacity(
        rep_ids=tuple(str(code) for code in reps[columns.REP_ID]),
        role=role,
        is_open=is_open,
        share=share,
        planned=planned,
        lower=_scaled([each.lower for each in of_role], share),
        upper=_scaled([each.upper for each in of_role], share),
        cost=np.where(np.isnan(given), np.round(loaded * employment), given).astype(np.int64),
        is_new=is_new,
        placement=_placements(reps, months=months, planned=planned, plan_year_start=start, is_open=is_open),
    )


def role_economics(economics: Economics, role: str) -> RoleEconomics:
    """Return what a full-time person of a role costs and covers; all 0 for roles that hold no book."""
    return {
        Role.OUTSIDE: economics.outside,
        Role.INSIDE: economics.inside,
        Role.KEY_ACCOUNT: economics.key_account,
    }.get(Role(role), _NO_ROLE)


def plan_year_end(start: date) -> date:
    """Return the first day after the plan year that begins on `start`; 29 February counts as 1 March."""
    return date(start.year + 1, 3, 1) if (start.month, start.day) == (2, 29) else start.replace(year=start.year + 1)


def _months_present(reps: Columns, start: date) -> Floats:
    first, end = np.datetime64(start), np.datetime64(plan_year_end(start))
    comes, goes = _days(reps[columns.START]), _days(reps[columns.LEAVING]) + 1
    comes = np.clip(np.where(np.isnat(comes), first, comes), first, end)
    goes = np.clip(np.where(np.isnat(goes), end, goes), first, end)
    away, back = _days(reps[columns.LEAVE_START]), _days(reps[columns.LEAVE_END]) + 1
    has_leave = ~(np.isnat(away) & np.isnat(back))
    away = np.clip(np.where(np.isnat(away), comes, away), comes, np.maximum(comes, goes))
    back = np.clip(np.where(np.isnat(back), goes, back), comes, np.maximum(comes, goes))
    absent = np.where(has_leave, np.maximum((back - away).astype(np.float64), 0.0), 0.0)
    present = np.maximum((goes - comes).astype(np.float64) - absent, 0.0)
    months: Floats = np.round(MONTHS * present / float((end - first).astype(np.int64)))
    return months


def _days(column: "pd.Series[Any]") -> NDArray[np.datetime64]:
    return column.to_numpy(dtype="datetime64[s]").astype("datetime64[D]")


def _first_year(service_start: "pd.Series[Any]", start: date) -> Flags:
    year_before = pd.Timestamp(start) - pd.DateOffset(years=1)
    return (service_start > year_before).fillna(False).to_numpy(dtype=np.bool_)


def _scaled(normal: list[int], share: Floats) -> Floats:
    scaled: Floats = np.round(np.array(normal, dtype=np.float64) * share)
    return scaled


def _placements(
    reps: Columns, *, months: Floats, planned: Floats, plan_year_start: date, is_open: Flags
) -> tuple[str, ...]:
    first, end = pd.Timestamp(plan_year_start), pd.Timestamp(plan_year_end(plan_year_start))
    holds_book = reps[columns.ROLE].isin([Role.OUTSIDE, Role.INSIDE, Role.KEY_ACCOUNT]).to_numpy(dtype=np.bool_)
    codes = np.select(
        [
            ~holds_book,
            is_open,
            (reps[columns.LEAVING] < first).to_numpy(dtype=np.bool_),
            (reps[columns.START] >= end).to_numpy(dtype=np.bool_),
            months < LEAST_MONTHS,
            planned < 1,
        ],
        [
            Placement.NO_BOOK,
            Placement.PLACEABLE,
            Placement.LEAVES_BEFORE,
            Placement.STARTS_AFTER,
            Placement.SHORT_STAY,
            Placement.NO_CAPACITY,
        ],
        Placement.PLACEABLE,
    )
    return tuple(str(code) for code in codes)
