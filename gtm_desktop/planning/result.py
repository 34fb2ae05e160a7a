"""What a plan comes to: every account's segment, channel, territory and owner, and totals. Computed, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.today import Today
from gtm_desktop.tables.roster import RosterTable
from gtm_desktop.tables.territories import TerritoryTable


class Stage(StrEnum):
    """The stages of a plan, in order."""

    DATA = "data"
    SEGMENTS = "segments"
    CHANNELS = "channels"
    TERRITORIES = "territories"
    REPS = "reps"
    INSIDE = "inside"


@dataclass(frozen=True, eq=False)
class Segmentation:
    """Phase 1: the four dimensions of every account.

    Attributes:
        size_value: what was sized, Int64 cents, missing where unknown.
        size_tier: codes of `SizeTier`.
        wallet_share: revenue ÷ estimated yearly spend; NaN where unknown or over 1.
        wallet_stage: codes of `WalletStage`.
        durables_share: durables ÷ (consumables + durables) revenue; NaN where unknown.
        product_mix: codes of `ProductMix`.
        pattern_share: the dominant purchase channel's share of the revenue by channel; NaN where unknown.
        purchase_pattern: codes of `PurchasePattern`.
        row: the grid row's code of every account.
        column: the grid column's code of every account.
        segment: the name of the account's grid cell.
    """

    size_value: "pd.Series[Any]"
    size_tier: "pd.Series[Any]"
    wallet_share: "pd.Series[Any]"
    wallet_stage: "pd.Series[Any]"
    durables_share: "pd.Series[Any]"
    product_mix: "pd.Series[Any]"
    pattern_share: "pd.Series[Any]"
    purchase_pattern: "pd.Series[Any]"
    row: "pd.Series[Any]"
    column: "pd.Series[Any]"
    segment: "pd.Series[Any]"


@dataclass(frozen=True, eq=False)
class ChannelMap:
    """Phase 2: the channel of every account by the lines and by rule, before territories.

    Attributes:
        measured: what the lines were held against, Int64 cents, missing where unknown.
        by_lines: channel codes that the two lines alone give; size unknown: today's channel, else inside.
        by_rule: channel codes after cells and decisions by hand.
        reason: codes of `ChannelReason`.
        to_be_checked: flags: the size is unknown.
    """

    measured: "pd.Series[Any]"
    by_lines: "pd.Series[Any]"
    by_rule: "pd.Series[Any]"
    reason: "pd.Series[Any]"
    to_be_checked: NDArray[np.bool_]


@dataclass(frozen=True)
class CellTotal:
    """One cell of the segment grid.

    Attributes:
        row: row code.
        column: column code.
        name: the cell's name, the planner's own if there is one.
        accounts: how many.
        gross_margin: cents; accounts of unknown margin add nothing.
        average: cents an account with a known margin; None if there is none.
        channel: the channel set for the cell, or None if it follows the lines.
        common_channel: the channel most of its accounts have by rule; None for an empty cell.
    """

    row: str
    column: str
    name: str
    accounts: int
    gross_margin: int
    average: int | None
    channel: str | None
    common_channel: str | None


@dataclass(frozen=True)
class ChannelTotal:
    """One channel's accounts, money and cost.

    Attributes:
        channel: code.
        accounts: how many.
        gross_margin: cents.
        revenue: cents.
        needed_reps: capacity used ÷ planned capacity, before territories; one decimal is shown.
        needed_cost: cents for exactly that fraction.
        staffed_reps: people and open positions with accounts of this channel; None before they are assigned.
        staffed_cost: their cents a year, from the roster where given; None before they are assigned.
        must_add: cents an account must add to pay for its coverage; None for self-serve.
    """

    channel: str
    accounts: int
    gross_margin: int
    revenue: int
    needed_reps: float
    needed_cost: int
    staffed_reps: int | None
    staffed_cost: int | None
    must_add: int | None


@dataclass(frozen=True)
class OwnerTotal:
    """One owner's load: a rep, an open position or the self-serve desk.

    Attributes:
        owner_id: rep code, ``OPEN-<territory id>`` or the self-serve desk's code.
        name: as shown, such as "Open – Toledo".
        role: role code; "self_serve" for the desk.
        is_open: nobody fills the position.
        accounts: accounts owned at the end.
        gross_margin: cents.
        revenue: cents.
        planned: planned capacity of the person.
        lower: lower limit.
        upper: upper limit.
        cost: cents a year.
        today_accounts: accounts with this person today.
        today_gross_margin: cents of them.
        gained: accounts coming from another named person or from nobody.
        lost: accounts going to another owner.
        load: capacity used at the end, in accounts: fewer than the accounts where sites or joint accounts count less.
    """

    owner_id: str
    name: str
    role: str
    is_open: bool
    accounts: int
    gross_margin: int
    revenue: int
    planned: float
    lower: float
    upper: float
    cost: int
    today_accounts: int
    today_gross_margin: int
    gained: int
    lost: int
    load: float


@dataclass(frozen=True)
class PlanProblem:
    """Something in the plan that needs a look, in words, with its reason and numbers.

    Attributes:
        code: a stable snake_case name, such as ``under_target``.
        message: one sentence with the numbers.
        stage: where it is mended.
        subject: the id of the territory, rep or account it concerns; empty if it concerns the whole plan.
        rows: account rows it is about, where it is about some of a territory's; else empty.
    """

    code: str
    message: str
    stage: Stage
    subject: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class TerritoryEnclave:
    """A part of a territory that lies apart from the rest of it, among other territories' accounts.

    Attributes:
        territory_id: whose it is.
        rows: rows of its accounts, ascending.
        neighbours: ids of the territories it borders on; none where a line cuts it off from everybody.
        reason: why it stays: code of `EnclaveReason`.
    """

    territory_id: str
    rows: tuple[int, ...]
    neighbours: tuple[str, ...]
    reason: str


class Phases(NamedTuple):
    """What territories, reps and inside books are sought from: today's coverage, capacities, segments and channels."""

    today: Today
    capacity: Capacity
    segmentation: Segmentation
    channels: ChannelMap


class EnclaveReason:
    """Codes of why an enclave stays."""

    LARGE = "large"
    HELD = "held"
    CUT_OFF = "cut_off"
    SWITCHED_OFF = "switched_off"
    NO_ROOM = "no_room"


@dataclass(frozen=True)
class Kpis:
    """Totals of the whole plan. Money in cents.

    Attributes:
        accounts: accounts in the plan.
        gross_margin: their margin.
        revenue: their revenue.
        unknown_margin: accounts whose margin is unknown.
        balance: share of territories within 15 % of their mean margin, 0 to 1; None without territories.
        smallest_margin: the smallest territory margin; None without territories.
        largest_margin: the largest.
        within_limits: territories within their limits after filling.
        territories: territories in all.
        travel_hours_week: estimated driving of all outside reps.
        base_accounts: accounts with an active named rep today.
        base_margin: their margin.
        changing_accounts: of these, accounts that end with another person.
        changing_margin: their margin.
        handoff_loss: margin at risk a year by changing hands, spread over the years to the next review.
        coverage_cost: cost of all roles that cover accounts, plus the typed cost of self-serve.
        without_owner: accounts without an owner.
        owned_twice: accounts with two primary owners.
        not_placed: outside accounts that wait for a territory.
    """

    accounts: int = 0
    gross_margin: int = 0
    revenue: int = 0
    unknown_margin: int = 0
    balance: float | None = None
    smallest_margin: int | None = None
    largest_margin: int | None = None
    within_limits: int = 0
    territories: int = 0
    travel_hours_week: float = 0.0
    base_accounts: int = 0
    base_margin: int = 0
    changing_accounts: int = 0
    changing_margin: int = 0
    handoff_loss: int = 0
    coverage_cost: int = 0
    without_owner: int = 0
    owned_twice: int = 0
    not_placed: int = 0


@dataclass(frozen=True, eq=False)
class PlanResult:
    """Everything the plan comes to.

    Attributes:
        plan_fingerprint: which plan this is the result of.
        segmentation: phase 1.
        channels: phase 2.
        roster: one row an account: segments, channels by rule and final, territory, owner, handoff.
        territories: one row a territory; empty before they are built.
        cells: the segment grid, rows then columns, unknown ones only where they hold accounts.
        by_rule: totals a channel before territories.
        final: totals a channel at the end.
        today: totals a channel as the accounts are covered today.
        owners: every person, open position and the desk, also those without accounts.
        bench: codes of outside people not placed yet.
        kpis: totals of the whole plan.
        problems: what needs a look, worst first.
        stale: stages whose accepted answer rests on something that has changed since.
        frozen: n flags: the account lies outside the scope and stays as it is.
        enclaves: parts of territories that lie apart, as the plan stands now, largest first.
    """

    plan_fingerprint: str
    segmentation: Segmentation
    channels: ChannelMap
    roster: RosterTable
    territories: TerritoryTable
    cells: tuple[CellTotal, ...]
    by_rule: tuple[ChannelTotal, ...]
    final: tuple[ChannelTotal, ...]
    today: tuple[ChannelTotal, ...]
    owners: tuple[OwnerTotal, ...]
    bench: tuple[str, ...]
    kpis: Kpis
    problems: tuple[PlanProblem, ...]
    stale: frozenset[Stage] = field(default_factory=frozenset)
    frozen: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    enclaves: tuple[TerritoryEnclave, ...] = ()

    @property
    def owner_by_id(self) -> Mapping[str, OwnerTotal]:
        """The owners by code."""
        return {owner.owner_id: owner for owner in self.owners}
