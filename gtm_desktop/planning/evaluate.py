"""A dataset and a plan make a result: pure, and memoised stage by stage so that dragging a line back is instant."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.planning.capacity import Capacity, person_capacity
from gtm_desktop.planning.cells import cell_totals
from gtm_desktop.planning.channels import map_channels
from gtm_desktop.planning.checking.checks import check_plan
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.economics import Staff, channel_totals
from gtm_desktop.planning.kpis import plan_kpis
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.owners import bench, owner_book, owner_totals
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import ChannelMap, OwnerTotal, Phases, PlanResult, Segmentation, TerritoryEnclave
from gtm_desktop.planning.roster import roster_of
from gtm_desktop.planning.scope import frozen_accounts
from gtm_desktop.planning.segments import segment
from gtm_desktop.planning.stage_inputs import capacity_input, channel_input, named_cells, segment_input, today_input
from gtm_desktop.planning.staleness import stale_stages
from gtm_desktop.planning.territory_enclaves import Outlines
from gtm_desktop.planning.territory_totals import territory_totals
from gtm_desktop.planning.today import Today, today_of
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel

_Value = TypeVar("_Value")


class _Stages:
    """The stages of one plan. Each is kept by where it comes from: its own rules, and the keys of what it builds on."""

    def __init__(self, dataset: Dataset, plan: Plan, memo: Memo) -> None:
        self._dataset, self._plan, self._settings, self._memo = dataset, plan, plan.settings, memo
        rules, data = plan.settings, dataset.dataset_id
        self._year = fingerprint(data, rules.plan_year_start)
        self._segments = fingerprint(data, rules.size, rules.wallet, rules.mix, named_cells(rules.grid))
        self._channels = fingerprint(self._segments, self._year, rules.grid, rules.channels, plan.pins.channel)

    def today(self) -> Today:
        return self._kept("today", self._year, lambda: today_of(today_input(self._dataset, self._settings)))

    def capacity(self) -> Capacity:
        key = fingerprint(self._year, self._settings.economics, self._settings.territories.ramp_share)
        return self._kept("capacity", key, lambda: person_capacity(capacity_input(self._dataset, self._settings)))

    def segmentation(self) -> Segmentation:
        return self._kept("segments", self._segments, lambda: segment(segment_input(self._dataset, self._settings)))

    def channels(self) -> ChannelMap:
        def made() -> ChannelMap:
            return map_channels(
                channel_input(
                    self._dataset,
                    self._settings,
                    self._plan.pins.channel,
                    segmentation=self.segmentation(),
                    today_channel=self.today().channel,
                )
            )

        return self._kept("channels", self._channels, made)

    def phases(self) -> Phases:
        return Phases(self.today(), self.capacity(), self.segmentation(), self.channels())

    def _kept(self, stage: str, key: str, make: Callable[[], _Value]) -> _Value:
        return self._memo.get(stage, key, make)


def evaluate(dataset: Dataset, plan: Plan, memo: Memo | None = None) -> PlanResult:
    """Compute everything a plan comes to.

    The same dataset and plan always give the same result; `memo` only saves time. Nothing is solved here: territories,
    reps and inside books are those of the accepted answers, with what was set by hand on top.
    """
    memo = Memo() if memo is None else memo
    return memo.get("result", plan.fingerprint, lambda: _evaluate(dataset, plan, memo))


def phases(dataset: Dataset, plan: Plan, memo: Memo | None = None) -> Phases:
    """Compute what territories are built from: today's coverage, capacities, segments and channels by rule."""
    return _Stages(dataset, plan, Memo() if memo is None else memo).phases()


def _evaluate(dataset: Dataset, plan: Plan, memo: Memo) -> PlanResult:
    accounts, settings = dataset.accounts, plan.settings
    found = phases(dataset, plan, memo)
    today, capacity, segmentation, channels = found
    book = owner_book(dataset.reps, plan)
    roster = roster_of(
        dataset, plan, segmentation=segmentation, channels=channels, today=today, book=book, capacity=capacity
    )
    territories = territory_totals(roster, dataset, plan=plan, book=book, capacity=capacity)
    owners = owner_totals(roster, accounts, book=book, capacity=capacity, plan=plan)
    is_built = plan.accepted.territories is not None
    result = PlanResult(
        plan_fingerprint=plan.fingerprint,
        segmentation=segmentation,
        channels=channels,
        roster=roster,
        territories=territories,
        cells=cell_totals(accounts, segmentation, channels.by_rule, settings.grid),
        by_rule=channel_totals(accounts, channels.by_rule, settings.economics, rules=settings.territories),
        final=channel_totals(
            accounts,
            roster[columns.CHANNEL],
            settings.economics,
            rules=settings.territories,
            staff=_staff(owners) if is_built else None,
        ),
        today=channel_totals(accounts, today.channel, settings.economics, rules=settings.territories),
        owners=owners,
        bench=bench(book, capacity),
        kpis=plan_kpis(roster, dataset, plan=plan, territories=territories, owners=owners, today=today),
        problems=(),
        stale=stale_stages(dataset, plan, found, roster=roster),
        frozen=frozen_accounts(dataset, settings.scope, today),
    )
    result = replace(result, enclaves=_enclaves(dataset, plan, result, memo))
    return replace(result, problems=check_plan(dataset, plan, result))


def _enclaves(dataset: Dataset, plan: Plan, result: PlanResult, memo: Memo) -> tuple[TerritoryEnclave, ...]:
    if plan.accepted.territories is None:
        return ()
    outlines = Outlines(dataset, plan, result.roster)
    if len(outlines.rows) == 0:
        return ()
    key = fingerprint(dataset.dataset_id, *outlines.ground_reads)
    return outlines.still_there(outlines.enclaves(memo.get("ground", key, outlines.ground)))


def _staff(owners: tuple[OwnerTotal, ...]) -> dict[str, Staff]:
    channel_of = {
        Role.OUTSIDE.value: Channel.OUTSIDE,
        Role.INSIDE.value: Channel.INSIDE,
        Role.KEY_ACCOUNT.value: Channel.KEY_ACCOUNT,
    }
    staff: dict[str, Staff] = {}
    for owner in owners:
        channel = channel_of.get(owner.role)
        if channel is not None and owner.accounts:
            before = staff.get(channel, Staff(0, 0))
            staff[channel] = Staff(before.people + 1, before.cost + owner.cost)
    return staff
