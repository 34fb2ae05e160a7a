"""Which part of the market is being planned, and who keeps what elsewhere."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import tr
from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.change_rules import Division, Scope
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.pins import Pin, PinMap
from gtm_desktop.planning.plan import OPEN, Plan
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, counts, positions, rows_of
from gtm_desktop.planning.today import Today
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.reps import Role

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def division_label(division: Division) -> str:
    """Return what a division is called on screen."""
    return {
        Division.REGION: tr("Sales region"),
        Division.STATE: tr("State"),
        Division.BRANCH: tr("Branch"),
        Division.MANAGER: tr("Manager"),
    }[division]


def parts_of(dataset: Dataset, division: Division, today_owner: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the part of the market each of n accounts is in; missing where nothing tells.

    Region, state and branch are the account's own; the manager is that of the rep who has the account today.
    """
    if division is not Division.MANAGER:
        return dataset.accounts[division.value]
    reps = dataset.reps
    manager = dict(zip(reps[rep_columns.REP_ID], reps[rep_columns.MANAGER], strict=True))
    return today_owner.map(manager).astype(dataset.accounts[columns.STATE].dtype)


def part_sizes(dataset: Dataset, division: Division, today_owner: "pd.Series[Any]") -> Mapping[str, int]:
    """Return how many accounts each part of the market has, in alphabetical order: what a scope can be chosen from."""
    sizes = parts_of(dataset, division, today_owner).value_counts().sort_index()
    return {str(part): int(number) for part, number in sizes.items()}


def frozen_accounts(dataset: Dataset, scope: Scope, today: Today) -> Flags:
    """Return n flags: the account is outside the scope and stays as it is, as does one whose part is unknown."""
    if scope.division is None:
        return np.zeros(len(dataset.accounts), dtype=np.bool_)
    inside = parts_of(dataset, scope.division, today.owner_id).isin(sorted(scope.values))
    return ~inside.to_numpy(dtype=np.bool_, na_value=False)


def kept_as_today(dataset: Dataset, plan: Plan, today: Today) -> Flags:
    """Return n flags: the account is outside the scope and was never placed, so it keeps today's channel and owner.

    What an accepted answer has placed stays there, and what a hand has decided goes first. Source: RULES 4.
    """
    frozen = frozen_accounts(dataset, plan.settings.scope, today)
    if not frozen.any():
        return frozen
    if plan.accepted.territories is not None:
        frozen &= np.isin(np.arange(len(frozen)), plan.accepted.territories.as_today)
    for by_hand in (plan.pins.channel, plan.pins.territory):
        rows = rows_of(by_hand, dataset.accounts[columns.ACCOUNT_ID])
        frozen[rows[rows != NOWHERE]] = False
    return frozen


def frozen_people(plan: Plan, frozen: Flags) -> Mapping[str, str]:
    """Return the rep codes of territories that hold frozen accounts, by territory id; `OPEN` where they have nobody."""
    answer = plan.accepted.territories
    if answer is None or not frozen.any():
        return {}
    matched = dict(plan.accepted.reps.rep_ids) if plan.accepted.reps else {}
    has_people = dict(zip(answer.ids, answer.formed_for, strict=False)) | matched
    held = counts(answer.territory[frozen], len(answer.ids)) > 0
    return {key: has_people[key] for key, stays in zip(answer.ids, held, strict=True) if stays and key in has_people}


def with_frozen_books(dataset: Dataset, plan: Plan, frozen: Flags, *, today: Today, capacity: Capacity) -> Plan:
    """Return the plan with frozen accounts held by the inside reps who have them: by the accepted answer, else today.

    They are held as if by hand, for the spreading only; what a hand has decided itself goes first.
    """
    if not frozen.any():
        return plan
    rep = _inside_reps(plan, today=today, capacity=capacity)
    rows = np.flatnonzero(frozen & (rep != NOWHERE))
    ids = dataset.accounts[columns.ACCOUNT_ID].iloc[rows]
    codes = (capacity.rep_ids[at] for at in rep[rows].tolist())
    inside_rep = _with_held(plan.pins.inside_rep, dict(zip(ids, codes, strict=True)))
    return replace(plan, pins=replace(plan.pins, inside_rep=inside_rep))


def with_people(plan: Plan, people: Mapping[str, str]) -> Plan:
    """Return the plan with these reps by territory id held as if by hand, for the matching only.

    What a hand has decided itself goes first, also where it has put one of these reps elsewhere.
    """
    by_hand = plan.pins.rep
    elsewhere = {pin.value for pin in by_hand.values()} - {OPEN}
    free = {key: rep for key, rep in people.items() if rep not in elsewhere}
    return replace(plan, pins=replace(plan.pins, rep=_with_held(by_hand, free))) if free else plan


def _with_held(by_hand: PinMap, values: Mapping[str, str]) -> PinMap:
    held = {key: Pin(value, "", "", _NEVER) for key, value in values.items() if key not in by_hand}
    return by_hand.with_pins(held)


def _inside_reps(plan: Plan, *, today: Today, capacity: Capacity) -> Ints:
    """Return n positions in the roster of who has the account inside; −1 for nobody."""
    answer = plan.accepted.inside
    able = np.append(np.zeros(len(capacity.rep_ids), dtype=np.bool_), False)
    able[capacity.placeable(Role.INSIDE)] = True
    rep = np.where(today.is_active, positions(today.owner_id, capacity.rep_ids), NOWHERE)
    if answer is not None:
        place = np.append(positions(pd.Series(answer.rep_ids, dtype=object), capacity.rep_ids), NOWHERE)
        rep = np.where(answer.rep == NOWHERE, rep, place[answer.rep])
    return np.where(able[rep], rep, NOWHERE).astype(np.int64)
