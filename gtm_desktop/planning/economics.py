"""What coverage costs and what an account must add to pay for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.planning.loads import PEOPLE_OF_JOINT, loads, places
from gtm_desktop.planning.result import ChannelTotal
from gtm_desktop.planning.settings import ChannelRules, Economics, RoleEconomics, TerritoryRules
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.accounts import AccountTable
from gtm_desktop.tables.roster import Channel


def must_add(role: RoleEconomics) -> int:
    """Return the margin in cents that each account of a full-time person must add to pay for that person.

    Loaded cost ÷ planned accounts, rounded half up to the cent. Source: PRODUCT R2.4, RULES 3.
    """
    return (2 * role.loaded_cost + role.planned) // (2 * role.planned)


def required_lift(added: int, margin: int | None) -> float | None:
    """Return the share by which a yearly margin must grow to add so much; None for a missing, zero or negative one."""
    if margin is None or margin <= 0:
        return None
    return added / margin


@dataclass(frozen=True)
class BreakEven:
    """What a channel's coverage asks of an account on a line.

    Attributes:
        channel: the channel whose person is paid for.
        loaded_cost: cents a year.
        planned: planned accounts a person.
        must_add: cents a year an account must add.
        step: cents more than the next channel down asks.
        line: the line the lift is stated for, cents.
        lift_at_line: required lift of `must_add` at the line; None for a line of 0.
        step_at_line: required lift of `step` at the line.
    """

    channel: str
    loaded_cost: int
    planned: int
    must_add: int
    step: int
    line: int
    lift_at_line: float | None
    step_at_line: float | None


def break_evens(economics: Economics, lines: ChannelRules) -> tuple[BreakEven, ...]:
    """State what outside and inside coverage ask of an account on the line above which they start."""
    inside_add = must_add(economics.inside)
    outside_add = must_add(economics.outside)
    return (
        _break_even(Channel.OUTSIDE, economics.outside, outside_add - inside_add, lines.outside_above),
        _break_even(Channel.INSIDE, economics.inside, inside_add, lines.self_serve_below),
    )


def _break_even(channel: str, role: RoleEconomics, step: int, line: int) -> BreakEven:
    added = must_add(role)
    return BreakEven(
        channel=channel,
        loaded_cost=role.loaded_cost,
        planned=role.planned,
        must_add=added,
        step=step,
        line=line,
        lift_at_line=required_lift(added, line),
        step_at_line=required_lift(step, line),
    )


@dataclass(frozen=True)
class Staff:
    """The people and open positions that hold accounts of one channel.

    Attributes:
        people: how many.
        cost: cents a year, from the roster where given.
    """

    people: int
    cost: int


def channel_totals(
    accounts: AccountTable,
    channel: "pd.Series[Any]",
    economics: Economics,
    *,
    rules: TerritoryRules,
    staff: dict[str, Staff] | None = None,
) -> tuple[ChannelTotal, ...]:
    """Add up accounts, money and cost of each channel that holds accounts, and always of the three of the lines.

    Needed reps = capacity used ÷ planned capacity; key accounts count parents, sites of one customer what `rules` say.
    A joint account uses and must add half of what an outside and half of what an inside account does; nobody is staffed
    for joint accounts alone. Accounts without a channel are left out. `staff` gives the people of each channel once
    they are assigned. Source: RULES 1, 2, 3.
    """
    codes = pd.Categorical(channel, categories=list(Channel.ALL)).codes.astype(np.int64)
    placed = codes >= 0
    size = len(Channel.ALL)
    margin, revenue = (_sum_by(codes, accounts[name], size) for name in (columns.GROSS_MARGIN, columns.REVENUE))
    count = np.bincount(codes[placed], minlength=size)
    taken = places(loads(accounts, codes, shared=np.zeros(len(codes), dtype=np.bool_), rules=rules), codes, size)
    totals = []
    for position, code in enumerate(Channel.ALL):
        if not count[position] and code not in (Channel.OUTSIDE, Channel.INSIDE, Channel.SELF_SERVE):
            continue
        used = _parents(accounts, codes == position) if code == Channel.KEY_ACCOUNT else float(taken[position])
        shares = _shares(code, economics)
        needed = [(share * used / role.planned, role.loaded_cost) for share, role in shares]
        people = staff.get(code, Staff(0, 0)) if staff is not None and code != Channel.JOINT else None
        totals.append(
            ChannelTotal(
                channel=code,
                accounts=int(count[position]),
                gross_margin=int(margin[position]),
                revenue=int(revenue[position]),
                needed_reps=sum(reps for reps, _ in needed),
                needed_cost=round(sum(reps * cost for reps, cost in needed)) if shares else economics.self_serve_cost,
                staffed_reps=people.people if people else None,
                staffed_cost=people.cost if people else None,
                must_add=round(sum(share * must_add(role) for share, role in shares)) if shares else None,
            )
        )
    return tuple(totals)


def _shares(channel: str, economics: Economics) -> tuple[tuple[float, RoleEconomics], ...]:
    """Return the roles that cover a channel and what share of an account each takes; none for self-serve."""
    if channel == Channel.JOINT:
        share = 1.0 / PEOPLE_OF_JOINT
        return ((share, economics.outside), (share, economics.inside))
    role = economics.of_channel(channel)
    return () if role is None else ((1.0, role),)


def needed_cost(totals: Sequence[ChannelTotal]) -> int:
    """Return the cents a year that the needed coverage of all channels costs."""
    return sum(total.needed_cost for total in totals)


@dataclass(frozen=True, eq=False)
class LineSweep:
    """What happens as the outside line moves, the self-serve line staying where it is.

    Attributes:
        lines: k lines in cents, ascending.
        outside: k numbers of outside accounts.
        inside: k numbers of inside accounts.
        cost: k needed coverage costs in cents a year.
        lift: k required lifts at the line; NaN for a line of 0.
    """

    lines: NDArray[np.int64]
    outside: NDArray[np.int64]
    inside: NDArray[np.int64]
    cost: NDArray[np.int64]
    lift: NDArray[np.float64]


def sweep_outside_line(
    measured: "pd.Series[Any]", economics: Economics, rules: ChannelRules, lines: NDArray[np.int64]
) -> LineSweep:
    """Count accounts and cost for each place of the outside line. Accounts of unknown size are left out.

    Args:
        measured: n cents that the lines are held against.
        economics: costs and planned capacities.
        rules: the self-serve line.
        lines: k places of the outside line, ascending, none under the self-serve line.
    """
    known = np.sort(measured.dropna().to_numpy(dtype="int64"))
    outside = len(known) - np.searchsorted(known, lines, side="right")
    above = len(known) - int(np.searchsorted(known, rules.self_serve_below, side="left"))
    inside = above - outside
    cost = np.round(
        outside / economics.outside.planned * economics.outside.loaded_cost
        + inside / economics.inside.planned * economics.inside.loaded_cost
        + economics.self_serve_cost
    ).astype(np.int64)
    lift = np.full(len(lines), np.nan)
    np.divide(must_add(economics.outside), lines, out=lift, where=lines > 0)
    return LineSweep(lines, outside.astype(np.int64), inside.astype(np.int64), cost, lift)


def channel_matrix(first: "pd.Series[Any]", second: "pd.Series[Any]") -> dict[tuple[str, str], int]:
    """Count accounts by two channel columns; a missing channel counts under an empty code. Empty pairs are left out."""
    pairs = pd.DataFrame({0: first.fillna(""), 1: second.fillna("")}).value_counts(sort=False)
    return {(str(key[0]), str(key[1])): int(number) for key, number in pairs.items()}  # type: ignore[index]


def _sum_by(codes: NDArray[np.int64], money: "pd.Series[Any]", size: int) -> NDArray[np.int64]:
    total = np.zeros(size, dtype=np.int64)
    placed = codes >= 0
    np.add.at(total, codes[placed], money.fillna(0).to_numpy(dtype="int64")[placed])
    return total


def _parents(accounts: AccountTable, at: NDArray[np.bool_]) -> int:
    parent = accounts.loc[at, columns.PARENT_ID]
    return int(parent.where(parent.notna(), accounts.loc[at, columns.ACCOUNT_ID]).nunique())
