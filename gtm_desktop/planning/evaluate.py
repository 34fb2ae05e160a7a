"""A dataset and a plan make a result: pure, and memoised stage by stage so that dragging a line back is instant."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Any, TypeVar

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.planning.capacity import Capacity, person_capacity
from gtm_desktop.planning.cells import cell_totals
from gtm_desktop.planning.channels import map_channels
from gtm_desktop.planning.checking.checks import check_plan
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.economics import Staff, channel_totals
from gtm_desktop.planning.kpis import plan_kpis
from gtm_desktop.planning.owners import bench, owner_book, owner_totals
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import ChannelMap, OwnerTotal, Phases, PlanResult, Segmentation, TerritoryEnclave
from gtm_desktop.planning.roster import roster_of
from gtm_desktop.planning.scope import frozen_accounts
from gtm_desktop.planning.segments import segment
from gtm_desktop.planning.staleness import stale_stages
from gtm_desktop.planning.territory_enclaves import Outlines
from gtm_desktop.planning.territory_totals import territory_totals
from gtm_desktop.planning.today import Today, today_of
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel

_KEPT = 24
_Value = TypeVar("_Value")


class Memo:
    """The answers of single stages by the fingerprint of what they read; the least used are forgotten. Thread-safe."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._values: OrderedDict[str, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], _Value]) -> _Value:
        """Return what is kept under `key`, or make it and keep it."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                kept: _Value = self._values[key]
                return kept
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._kept:
                self._values.popitem(last=False)
        return value


class _Stages:
    """The stages up to channels, each made from exactly what it reads."""

    def __init__(self, dataset: Dataset, plan: Plan, memo: Memo) -> None:
        self._dataset, self._settings, self._pins, self._memo = dataset, plan.settings, plan.pins, memo

    def today(self) -> Today:
        year = self._settings.plan_year_start
        return self._kept("today", lambda: today_of(self._dataset.accounts, self._dataset.reps, year), year)

    def capacity(self) -> Capacity:
        read = (self._settings.economics, self._settings.territories.ramp_share, self._settings.plan_year_start)
        return self._kept("capacity", lambda: person_capacity(self._dataset.reps, self._settings), read)

    def segmentation(self) -> Segmentation:
        rules = self._settings
        return self._kept(
            "segments",
            lambda: segment(
                self._dataset.accounts, size=rules.size, wallet=rules.wallet, mix=rules.mix, grid=rules.grid
            ),
            (rules.size, rules.wallet, rules.mix, rules.grid),
        )

    def channels(self) -> ChannelMap:
        rules, pins = self._settings, self._pins.channel
        read = (rules.size, rules.wallet, rules.mix, rules.grid, rules.channels, pins, rules.plan_year_start)
        return self._kept(
            "channels",
            lambda: map_channels(
                self._dataset.accounts,
                self.segmentation(),
                rules=rules.channels,
                size=rules.size,
                grid=rules.grid,
                by_hand=pins,
                today_channel=self.today().channel,
            ),
            read,
        )

    def _kept(self, stage: str, make: Callable[[], _Value], read: object) -> _Value:
        return self._memo.get(fingerprint(stage, self._dataset.dataset_id, read), make)


def evaluate(dataset: Dataset, plan: Plan, memo: Memo | None = None) -> PlanResult:
    """Compute everything a plan comes to.

    The same dataset and plan always give the same result; `memo` only saves time. Nothing is solved here: territories,
    reps and inside books are those of the accepted answers, with what was set by hand on top.
    """
    memo = Memo() if memo is None else memo
    return memo.get(fingerprint("result", plan), lambda: _evaluate(dataset, plan, memo))


def phases(dataset: Dataset, plan: Plan, memo: Memo | None = None) -> Phases:
    """Compute what territories are built from: today's coverage, capacities, segments and channels by rule."""
    stages = _Stages(dataset, plan, Memo() if memo is None else memo)
    return Phases(stages.today(), stages.capacity(), stages.segmentation(), stages.channels())


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
    key = fingerprint("ground", dataset.dataset_id, *outlines.ground_reads)
    return outlines.still_there(outlines.enclaves(memo.get(key, outlines.ground)))


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
