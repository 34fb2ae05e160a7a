"""What needs a look in a plan, recounted from the finished roster by code that no part of the planning uses.

Nothing here calls the solver, the matching or the code that writes the roster: it groups and counts the roster's rows.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gtm_desktop.core.words import count, joined, money_short, ntr, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.capacity import LEAST_MONTHS, Placement, person_capacity
from gtm_desktop.planning.checking import (
    change_checks,
    enclave_checks,
    refusal_checks,
    site_checks,
    territory_checks,
    unit_checks,
)
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.loads import is_shared, loads, places
from gtm_desktop.planning.plan import Plan, is_unjudged
from gtm_desktop.planning.result import OwnerTotal, PlanProblem, PlanResult, Stage
from gtm_desktop.planning.stage_inputs import capacity_input
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel, ChannelReason

_OUTSIDE = (Channel.OUTSIDE, Channel.JOINT)
_NAMED = 3
_MOST_PARENTS = 5

ORDER = (
    "owned_twice", "no_owner", "unknown_owner", "lost_account", "not_placed", "refused_pair", "stale",
    "over_change_limit", "part_too_small", "crosses_border",
    "pin_without_target", "under_lower_limit", "over_upper_limit", "over_capacity", "under_target",
    "under_potential_target", "enclave", "unit_split", "sparse_area", "limits_of_person", "all_refused",
    "open_position", "not_placed_rep", "not_placeable_rep", "over_the_cut", "territory_failed", "customer_too_large",
    "site_out_of_reach", "split_parent", "inside_over", "inside_under", "unplaced_account", "book_under_guide",
    "without_owner_as_today",
)  # fmt: skip
"""All codes, the worst first."""

PERSONAL = frozenset({"not_placed_rep", "not_placeable_rep", "limits_of_person", "refused_pair", "all_refused"})
"""Codes that say something about a person: told in full view only, not in a workshop nor in a roster. RULES 5."""


def check_plan(dataset: Dataset, plan: Plan, result: PlanResult) -> tuple[PlanProblem, ...]:
    """Name everything that is wrong or needs a look, each in one sentence with its numbers.

    Args:
        dataset: accounts and people.
        plan: what was decided.
        result: what it comes to; its own `problems` are not read.

    Returns:
        The problems, worst first as in `ORDER`, then as they were found. What has not been built yet is not missed.
    """
    found = [
        *_ownership(dataset, plan, result),
        *_staleness(plan, result),
        *_lost_pins(dataset, plan),
        *territory_checks.check_territories(dataset, plan, result),
        *enclave_checks.check_enclaves(result),
        *change_checks.check_changes(dataset, plan, result),
        *site_checks.check_sites(dataset, plan, result),
        *unit_checks.check_units(dataset, plan, result),
        *refusal_checks.check_refusals(dataset, plan, result),
        *_people(dataset, plan, result),
        *_inside_books(dataset, plan, result),
        *_split_parents(dataset, result),
        *_places(dataset, plan, result),
    ]
    return tuple(sorted(found, key=lambda problem: ORDER.index(problem.code)))


def _ownership(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    roster = result.roster
    ids = roster[columns.ACCOUNT_ID]
    twice = int(ids.duplicated().sum())
    if twice:
        yield PlanProblem(
            "owned_twice", ntr("{n} account is owned twice.", "{n} accounts are owned twice.", twice), Stage.REPS
        )
    listed = dataset.accounts[account_columns.ACCOUNT_ID]
    lost = 0 if ids.equals(listed) else len(set(listed) ^ set(ids))
    if lost:
        text = ntr(
            "{n} account is in the list or in the roster only.",
            "{n} accounts are in the list or in the roster only.",
            lost,
        )
        yield PlanProblem("lost_account", text, Stage.DATA)
    if plan.accepted.territories is not None:
        yield from _owners(plan, result)


def _owners(plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    """Name accounts that nobody owns, or somebody unknown, once there are territories."""
    roster = result.roster
    nobody = roster[columns.OWNER_ID].isna()
    stays = nobody & (roster[columns.CHANNEL_REASON] == ChannelReason.OUT_OF_SCOPE)
    nobody &= ~stays
    if stays.any():
        text = ntr(
            "{n} account outside what is being planned has nobody of the rep list today and stays so.",
            "{n} accounts outside what is being planned have nobody of the rep list today and stay so.",
            int(stays.sum()),
        )
        rows = tuple(np.flatnonzero(stays.to_numpy(dtype=np.bool_)).tolist())
        yield PlanProblem("without_owner_as_today", text, Stage.DATA, rows=rows)
    outside = roster[columns.CHANNEL].isin(_OUTSIDE)
    waiting = int((nobody & outside).sum())
    if waiting:
        text = ntr("{n} outside account waits for a territory.", "{n} outside accounts wait for a territory.", waiting)
        yield PlanProblem(
            "not_placed", f"{text} {tr('Build the territories again or place them by hand.')}", Stage.TERRITORIES
        )
    nobody &= ~outside
    if plan.accepted.inside is not None and nobody.any():
        number = int(nobody.sum())
        text = ntr("{n} account has no owner.", "{n} accounts have no owner.", number)
        yield PlanProblem("no_owner", f"{text} {tr('Spread the inside accounts again.')}", Stage.INSIDE)
    known = {owner.owner_id for owner in result.owners}
    strange = roster[columns.OWNER_ID].dropna()
    strange = strange[~strange.isin(known)]
    if len(strange):
        text = ntr(
            "{n} account is owned by a code nobody has: {codes}.",
            "{n} accounts are owned by codes nobody has: {codes}.",
            len(strange),
            codes=joined(sorted(set(strange))[:_NAMED]),
        )
        yield PlanProblem("unknown_owner", text, Stage.REPS)


def _staleness(plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    texts = {
        Stage.TERRITORIES: tr("The territories rest on rules or accounts that have changed since; build them again."),
        Stage.REPS: tr("The reps were matched to territories that have changed since; match them again."),
        Stage.INSIDE: tr("The inside books rest on accounts or people that have changed since; spread them again."),
    }
    if plan.accepted.inside is not None and is_unjudged(plan.accepted.inside.run):
        texts[Stage.INSIDE] = tr("The inside books were made by an earlier version: spread again to be sure.")
    for stage, text in texts.items():
        if stage in result.stale:
            yield PlanProblem("stale", text, stage)


def _lost_pins(dataset: Dataset, plan: Plan) -> Iterator[PlanProblem]:
    answer = plan.accepted.territories
    people = set(dataset.reps[rep_columns.REP_ID])
    ids = set(answer.ids) if answer else set()
    pins = plan.pins
    lost = {
        Stage.TERRITORIES: {pin.value for pin in pins.territory.values()} - ids if answer else set(),
        Stage.REPS: {pin.value for kind in (pins.rep, pins.kept_from) for pin in kind.values() if pin.value} - people,
        Stage.INSIDE: {pin.value for pin in pins.inside_rep.values()} - people,
    }
    for stage, values in lost.items():
        if values:
            text = tr(
                "Decisions by hand name what is no longer there and wait until it is back: {names}.",
                names=joined(sorted(values)[:_NAMED]),
            )
            yield PlanProblem("pin_without_target", text, stage)


def _people(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    if plan.accepted.territories is None:
        return
    reps = dataset.reps
    names = dict(zip(reps[rep_columns.REP_ID], reps[rep_columns.NAME].fillna(reps[rep_columns.REP_ID]), strict=True))
    yield from _without_a_book(plan, dataset, names)
    for code in result.bench:
        text = tr("{name} has no territory yet.", name=names[code])
        yield PlanProblem("not_placed_rep", text, Stage.REPS, code)
    territories = result.roster.loc[result.roster[columns.CHANNEL].isin(_OUTSIDE)]
    several = territories.groupby(columns.OWNER_ID, sort=False)[columns.TERRITORY_ID].nunique()
    for owner in result.owners:
        if several.get(owner.owner_id, 0) > 1 and owner.load > owner.upper:
            text = tr(
                "{name} has {accounts} in {territories} territories and can cover {upper}.",
                name=owner.name,
                accounts=labels.counted(owner.accounts, owner.load),
                territories=count(several[owner.owner_id]),
                upper=count(owner.upper),
            )
            yield PlanProblem("over_capacity", text, Stage.REPS, owner.owner_id)
        if owner.role == Role.KEY_ACCOUNT and not owner.is_open:
            yield from _key_accounts(dataset, result, owner)


def _without_a_book(plan: Plan, dataset: Dataset, names: dict[str, str]) -> Iterator[PlanProblem]:
    """Name people who are in the plan year for too short a time; who left before it begins is not missed."""
    capacity = person_capacity(capacity_input(dataset, plan.settings))
    texts = {
        Placement.SHORT_STAY: tr("{name} is there for under {months} months of the plan year and gets no accounts."),
        Placement.STARTS_AFTER: tr("{name} starts after the plan year and gets no accounts."),
        Placement.NO_CAPACITY: tr("{name} has too small a share of a full-time position for any account."),
    }
    for code, placement in zip(capacity.rep_ids, capacity.placement, strict=True):
        if placement in texts:
            text = texts[placement].format(name=names[code], months=count(LEAST_MONTHS))
            yield PlanProblem("not_placeable_rep", text, Stage.REPS, code)


def _key_accounts(dataset: Dataset, result: PlanResult, owner: OwnerTotal) -> Iterator[PlanProblem]:
    rows = (result.roster[columns.OWNER_ID] == owner.owner_id).fillna(False)
    own = dataset.accounts.loc[rows, [account_columns.PARENT_ID, account_columns.ACCOUNT_ID]]
    parents = own[account_columns.PARENT_ID].fillna(own[account_columns.ACCOUNT_ID]).nunique()
    if parents > owner.upper:
        text = tr(
            "{name} has {parents} key accounts and can cover {upper}.",
            name=owner.name,
            parents=count(parents),
            upper=count(owner.upper),
        )
        yield PlanProblem("over_capacity", text, Stage.CHANNELS, owner.owner_id)


def _inside_books(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    if plan.accepted.inside is None:
        return
    roster = result.roster
    held = roster[columns.OWNER_ID].value_counts()
    code, owners = pd.factorize(roster[columns.OWNER_ID])
    units = loads(
        dataset.accounts,
        code,
        shared=is_shared(roster[columns.CHANNEL]),
        rules=plan.settings.territories,
    )
    taken = dict(zip(owners, places(units, code, len(owners)).tolist(), strict=True))
    full = plan.settings.economics.inside
    for owner in result.owners:
        if owner.role != Role.INSIDE or owner.upper <= 0 or owner.owner_id not in plan.accepted.inside.rep_ids:
            continue
        accounts = int(held.get(owner.owner_id, 0))
        load = float(taken.get(owner.owner_id, 0.0))
        values = {
            "name": owner.name,
            "accounts": labels.counted(accounts, load, tr("{n} inside accounts", n=count(accounts))),
            "lower": count(owner.lower),
            "upper": count(owner.upper),
        }
        if load > owner.upper:
            text = tr("{name} has {accounts}; the limits are {lower} to {upper}.", **values)
            yield PlanProblem("inside_over", text, Stage.INSIDE, owner.owner_id)
        elif load < owner.lower:
            text = tr("{name} has only {accounts}; the limits are {lower} to {upper}.", **values)
            yield PlanProblem("inside_under", text, Stage.INSIDE, owner.owner_id)
        guide = plan.settings.economics.inside_book_from * owner.planned / max(full.planned, 1)
        if accounts and owner.revenue < guide:
            text = tr(
                "{name}'s book of {revenue} is under the guide of {guide} for this capacity.",
                name=owner.name,
                revenue=money_short(owner.revenue),
                guide=money_short(guide),
            )
            yield PlanProblem("book_under_guide", text, Stage.INSIDE, owner.owner_id)


def _split_parents(dataset: Dataset, result: PlanResult) -> Iterator[PlanProblem]:
    """Name parents whose outside accounts end with several outside owners, those of the largest margin first."""
    accounts, roster = dataset.accounts, result.roster
    frame = pd.DataFrame(
        {
            columns.OWNER_ID: roster[columns.OWNER_ID],
            account_columns.PARENT_ID: accounts[account_columns.PARENT_ID],
            account_columns.PARENT_NAME: accounts[account_columns.PARENT_NAME],
            account_columns.GROSS_MARGIN: accounts[account_columns.GROSS_MARGIN].fillna(0),
        }
    )
    is_outside = roster[columns.CHANNEL].isin(_OUTSIDE) & roster[columns.OWNER_ID].notna()
    groups = frame[is_outside].groupby(account_columns.PARENT_ID, sort=True)
    totals = groups.agg(
        {columns.OWNER_ID: "nunique", account_columns.GROSS_MARGIN: "sum", account_columns.PARENT_NAME: "first"}
    )
    split = totals[totals[columns.OWNER_ID] > 1].sort_values(
        account_columns.GROSS_MARGIN, ascending=False, kind="stable"
    )
    for parent, owners, margin, name in list(split.itertuples())[:_MOST_PARENTS]:
        text = tr(
            "{parent} is split over {owners} outside reps; its outside accounts bring {margin}.",
            parent=parent if pd.isna(name) else name,
            owners=count(owners),
            margin=money_short(margin),
        )
        yield PlanProblem("split_parent", text, Stage.TERRITORIES, str(parent))
    rest = len(split) - _MOST_PARENTS
    if rest > 0:
        text = ntr(
            "{n} more parent is split over several outside reps.",
            "{n} more parents are split over several outside reps.",
            rest,
        )
        yield PlanProblem("split_parent", text, Stage.TERRITORIES)


def _places(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    roster, accounts = result.roster, dataset.accounts
    if plan.accepted.territories is None:
        return
    without = accounts[account_columns.LAT].isna() | accounts[account_columns.LON].isna()
    placeless = accounts.loc[without & roster[columns.CHANNEL].isin(_OUTSIDE), account_columns.ACCOUNT_ID]
    if len(placeless):
        text = ntr(
            "{n} outside account has no place on the map and was put with its rep or its state: {ids}.",
            "{n} outside accounts have no place on the map and were put with their rep or their state: {ids}.",
            len(placeless),
            ids=_few(list(placeless)),
        )
        yield PlanProblem("unplaced_account", text, Stage.DATA)
    over = int((roster[columns.CHANNEL_REASON] == ChannelReason.OVER_THE_CUT).sum())
    if over:
        text = ntr(
            "{n} outside account is beyond what the territories can hold and goes to inside sales.",
            "{n} outside accounts are beyond what the territories can hold and go to inside sales.",
            over,
        )
        remedy = tr("Ask for more territories, hire, or give each person more hours or a higher upper limit.")
        yield PlanProblem("over_the_cut", f"{text} {remedy}", Stage.TERRITORIES)
    failed = int((roster[columns.CHANNEL_REASON] == ChannelReason.TERRITORY_FAILED).sum())
    if failed:
        text = ntr(
            "{n} outside account goes to inside sales because its territory missed its target.",
            "{n} outside accounts go to inside sales because their territories missed their targets.",
            failed,
        )
        remedy = tr("Lower the target, or have territories under it only reported.")
        yield PlanProblem("territory_failed", f"{text} {remedy}", Stage.TERRITORIES)


def _few(names: list[str]) -> str:
    shown = joined(names[:_NAMED])
    return shown if len(names) <= _NAMED else tr("{names} …", names=", ".join(names[:_NAMED]))
