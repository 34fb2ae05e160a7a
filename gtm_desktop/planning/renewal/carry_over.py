"""Carry a plan over to newer data: rules, decisions by hand and accepted answers stay; nothing that is there moves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from gtm_desktop.core.words import tr
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import phases
from gtm_desktop.planning.pins import BY_ACCOUNT, Pin, PinMap, Pins
from gtm_desktop.planning.plan import Accepted, InsideAnswer, Plan, TerritoryAnswer, TerritoryDecision
from gtm_desktop.planning.renewal.data_changes import DataChanges, row_after
from gtm_desktop.planning.roster import place_accounts
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, numbers
from gtm_desktop.tables.accounts import ACCOUNT_ID, LAT, LON
from gtm_desktop.tables.roster import Channel


@dataclass(frozen=True)
class CarriedPlan:
    """A plan over newer data.

    Attributes:
        plan: the plan.
        vanished: account ids, sorted, that are not in the newer list and were decided about; the decisions are kept.
        held: account ids that the rules would put into another channel now; each is kept where it was, by a decision.
    """

    plan: Plan
    vanished: tuple[str, ...]
    held: tuple[str, ...]


def carry_over(
    plan: Plan, changes: DataChanges, *, before: Dataset, after: Dataset, who: str, when: datetime
) -> CarriedPlan:
    """Carry a plan over from the data it was made for to newer data.

    Args:
        plan: made for `before`.
        changes: what `after` changed.
        before: the older data.
        after: the newer data.
        who: who put the newer data in; the author of decisions that keep accounts where they were.
        when: when, in UTC.

    Returns:
        the plan with the same rules; decisions about renumbered accounts under their new ids; every account that was
        there in its channel, territory and inside book; accounts that came in none. A territory whose centre went gets
        the member nearest to it, the first in the list where two are equally near.

    Source: RULES 6 (new data in an old plan).
    """
    renamed = _renamed(changes, before, after)
    accepted = plan.accepted
    carried = Plan(
        after.dataset_id,
        plan.settings,
        _with_new_ids(plan.pins, renamed),
        Accepted(
            None if accepted.territories is None else _territories(accepted.territories, changes, before, after),
            accepted.reps,
            None if accepted.inside is None else _inside(accepted.inside, changes),
        ),
    )
    held = _held(plan, carried, changes, before=before, after=after)
    reason = tr("Kept where it was when newer data came")
    kept = {account: Pin(channel, reason, who, when) for account, channel in held.items()}
    pins = carried.pins.with_kind(BY_ACCOUNT[0], kept) if kept else carried.pins
    return CarriedPlan(replace(carried, pins=pins), _vanished(pins, changes, before, after), tuple(held))


def _renamed(changes: DataChanges, before: Dataset, after: Dataset) -> dict[str, str]:
    """Return the new id of each renumbered account by its old one."""
    rows = changes.renumbered
    old = before.accounts[ACCOUNT_ID].iloc[changes.row_before[rows]].tolist()
    return dict(zip(old, after.accounts[ACCOUNT_ID].iloc[rows].tolist(), strict=True))


def _with_new_ids(pins: Pins, renamed: Mapping[str, str]) -> Pins:
    for kind in BY_ACCOUNT:
        by_hand: PinMap = getattr(pins, kind)
        moved = {renamed[account]: by_hand[account] for account in renamed if account in by_hand}
        if moved:
            pins = pins.without_kind(kind, [account for account in renamed if account in by_hand])
            pins = pins.with_kind(kind, moved)
    return pins


def _vanished(pins: Pins, changes: DataChanges, before: Dataset, after: Dataset) -> tuple[str, ...]:
    went = set(before.accounts[ACCOUNT_ID].iloc[changes.went]) - set(after.accounts[ACCOUNT_ID])
    decided = {account for kind in BY_ACCOUNT for account in getattr(pins, kind)}
    return tuple(sorted(went & decided))


def _territories(answer: TerritoryAnswer, changes: DataChanges, before: Dataset, after: Dataset) -> TerritoryAnswer:
    territory = _taken(answer.territory, changes)
    return replace(
        answer,
        territory=territory,
        filled=_flags(answer.filled, changes),
        out_of_reach=_flags(answer.out_of_reach, changes),
        centre=_centres(answer, territory, changes, before=before, after=after),
        cut_line=row_after(changes, answer.cut_line),
        next_in_line=row_after(changes, answer.next_in_line),
        decisions=tuple(_decision(each, changes) for each in answer.decisions),
        as_today=_as_today(answer, changes),
    )


def _as_today(answer: TerritoryAnswer, changes: DataChanges) -> tuple[int, ...]:
    """Return the rows that no answer has placed: those of before, and the accounts that came."""
    was = np.zeros(len(answer.territory), dtype=np.bool_)
    was[list(answer.as_today)] = True
    return tuple(np.flatnonzero(np.append(was, [True])[changes.row_before]).tolist())


def _decision(decision: TerritoryDecision, changes: DataChanges) -> TerritoryDecision:
    """Return a decision that names its accounts by their new rows; those that went are left out."""
    moved, inside = (row_after(changes, np.array(rows, dtype=np.int64)) for rows in (decision.moved, decision.inside))
    return replace(
        decision, moved=tuple(moved[moved != NOWHERE].tolist()), inside=tuple(inside[inside != NOWHERE].tolist())
    )


def _taken(numbers_: Ints, changes: DataChanges) -> Ints:
    """Return the numbers of the older list's rows in the order of the newer one; −1 for accounts that came."""
    return np.append(numbers_, NOWHERE)[changes.row_before]


def _flags(flags: Flags, changes: DataChanges) -> Flags:
    return np.append(flags, [False])[changes.row_before]


def _centres(
    answer: TerritoryAnswer, territory: Ints, changes: DataChanges, *, before: Dataset, after: Dataset
) -> Ints:
    centre = row_after(changes, answer.centre)
    lat, lon = numbers(after.accounts[LAT]), numbers(after.accounts[LON])
    for number in np.flatnonzero((centre == NOWHERE) & (answer.centre != NOWHERE)).tolist():
        members = np.flatnonzero((territory == number) & ~np.isnan(lat))
        if len(members):
            old = answer.centre[number]
            from_lat, from_lon = before.accounts[LAT].iloc[old], before.accounts[LON].iloc[old]
            far = great_circle_km(from_lat, from_lon, to_lat=lat[members], to_lon=lon[members])
            centre[number] = members[int(np.argmin(far))]
    return centre


def _inside(answer: InsideAnswer, changes: DataChanges) -> InsideAnswer:
    return replace(answer, rep=_taken(answer.rep, changes))


def _held(plan: Plan, carried: Plan, changes: DataChanges, *, before: Dataset, after: Dataset) -> dict[str, str]:
    """Return the channel of each account, by id, that the rules would move now."""
    (today_before, _, _, rules_before), (today, _, _, rules) = phases(before, plan), phases(after, carried)
    old = place_accounts(before, plan, rules_before, today=today_before)
    new = place_accounts(after, carried, rules, today=today)
    was = _taken(old.channel, changes)
    moved = np.flatnonzero((was != NOWHERE) & (was != new.channel) & ~new.as_today)
    ids = after.accounts[ACCOUNT_ID].iloc[moved].tolist()
    return {account: Channel.ALL[channel] for account, channel in zip(ids, was[moved].tolist(), strict=True)}
