"""Edits of decisions: pins, locks and names by hand, and accepted answers of the optimiser."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace

import numpy as np

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import day, ntr, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.pins import Pin, Pins
from gtm_desktop.planning.plan import OPEN, Accepted, InsideAnswer, Plan, RepAnswer, TerritoryAnswer
from gtm_desktop.planning.rows import NOWHERE, rows_of
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace.edits import Edit, EditKind, author, utc_now

_CHANNEL, _TERRITORY, _INSIDE_REP, _KEPT_FROM, _REP, _LOCKED, _TERRITORY_NAME = (each.name for each in fields(Pins))


def pin_channel(account_ids: Sequence[str], channel: str, *, reason: str) -> Edit:
    """Keep these accounts in a channel, whatever the lines and cells say.

    A channel without territories takes back what was decided before about an account's territory. Applying it raises
    UserError where that would take an account out of a locked one.
    """
    label = ntr("Set the channel of {n} account", "Set the channel of {n} accounts", len(account_ids))
    edit = _pin_edit(EditKind.CHANNEL_PINNED, _CHANNEL, account_ids, channel, label, reason)
    return edit if channel in (Channel.OUTSIDE, Channel.JOINT) else replace(edit, apply=_leaving(account_ids, edit))


def free_channel(account_ids: Sequence[str]) -> Edit:
    """Let these accounts follow the lines and cells again."""
    label = ntr("Let {n} account follow the rules", "Let {n} accounts follow the rules", len(account_ids))
    return _free_edit(EditKind.CHANNEL_FREED, _CHANNEL, account_ids, label)


def pin_territory(
    account_ids: Sequence[str], territory_id: str, *, reason: str, territory_name: str, dataset: Dataset
) -> Edit:
    """Keep these accounts in a territory, whatever the optimiser prefers.

    Applying it raises UserError where the plan has no such territory, an account would enter or leave a locked one, or
    it is kept from the territory's rep.
    """
    label = ntr(
        "Move {n} account to {territory}",
        "Move {n} accounts to {territory}",
        len(account_ids),
        territory=territory_name,
    )
    edit = _pin_edit(EditKind.TERRITORY_PINNED, _TERRITORY, account_ids, territory_id, label, reason)

    def apply(plan: Plan) -> Plan:
        _refuse_unknown(plan, territory_id)
        _refuse_locked(plan, {territory_id} | set(_territories_of(plan, account_ids, dataset).values()))
        _refuse_kept_from(plan, account_ids, reps_by_territory(plan).get(territory_id, OPEN), dataset)
        return edit.apply(plan)

    return replace(edit, apply=apply)


def free_territory(account_ids: Sequence[str]) -> Edit:
    """Let the optimiser's answer place these accounts again.

    Applying it raises UserError where an account would leave a locked territory.
    """
    label = ntr("Let {n} account go where it was built", "Let {n} accounts go where they were built", len(account_ids))
    return Edit(EditKind.TERRITORY_FREED, label, _leaving(account_ids))


def pin_inside_rep(account_ids: Sequence[str], rep_id: str, *, reason: str, rep_name: str) -> Edit:
    """Keep these accounts with an inside rep. Applying it raises UserError where one is kept from this rep."""
    label = ntr("Give {n} account to {rep}", "Give {n} accounts to {rep}", len(account_ids), rep=rep_name)
    edit = _pin_edit(EditKind.INSIDE_REP_PINNED, _INSIDE_REP, account_ids, rep_id, label, reason)

    def apply(plan: Plan) -> Plan:
        _refuse_pairs(plan, account_ids, rep_id, rep_name)
        return edit.apply(plan)

    return replace(edit, apply=apply)


def free_inside_rep(account_ids: Sequence[str]) -> Edit:
    """Let these accounts be spread over the inside reps again."""
    label = ntr("Let {n} account be spread again", "Let {n} accounts be spread again", len(account_ids))
    return _free_edit(EditKind.INSIDE_REP_FREED, _INSIDE_REP, account_ids, label)


def keep_from(account_ids: Sequence[str], rep_id: str, *, reason: str, rep_name: str) -> Edit:
    """Keep these accounts from a rep, outside or inside: no building, matching, spreading or move gives them there.

    An account is kept from one rep at a time; another decision takes the place of the first. Who has the account stays
    until the next building, and the plan's problems name it. Applying it raises UserError without a reason.
    """
    label = ntr("Keep {n} account from {rep}", "Keep {n} accounts from {rep}", len(account_ids), rep=rep_name)
    edit = _pin_edit(EditKind.KEPT_FROM, _KEPT_FROM, account_ids, rep_id, label, reason)

    def apply(plan: Plan) -> Plan:
        if not reason.strip():
            raise UserError(
                tr("It is not said why these accounts must not go to {rep}.", rep=rep_name),
                tr("Type a reason; it is shown wherever the decision matters."),
                code="reason_missing",
            )
        return edit.apply(plan)

    return replace(edit, apply=apply)


def allow_again(account_ids: Sequence[str]) -> Edit:
    """Let these accounts go to any rep again."""
    label = ntr("Let {n} account go to any rep", "Let {n} accounts go to any rep", len(account_ids))
    return _free_edit(EditKind.ALLOWED_AGAIN, _KEPT_FROM, account_ids, label)


def pin_rep(plan: Plan, territory_id: str, *, rep_id: str, dataset: Dataset, reason: str = "") -> Edit:
    """Put a rep on a territory; `OPEN` keeps the position open.

    A rep who has another territory leaves it. If somebody had the new one, the two swap; if nobody had, the old one
    becomes open. All of it is one step, and its label says so. `plan` is read for the label only.

    Applying it raises UserError where the plan has no such territory, either is locked, or an account of one is kept
    from who would get it.
    """
    when, who = utc_now(), author()

    def apply(plan: Plan) -> Plan:
        changed = _rep_moves(plan, territory_id, rep_id)
        _refuse_unknown(plan, territory_id)
        _refuse_locked(plan, changed)
        for account, territory in _territories_of(plan, plan.pins.kept_from, dataset).items():
            _refuse_kept_from(plan, [account], changed.get(territory, OPEN), dataset)
        pins = {territory: Pin(rep, reason, who, when) for territory, rep in changed.items()}
        return replace(plan, pins=plan.pins.with_kind(_REP, pins))

    label = _rep_label(plan, territory_id, rep_id, dataset)
    return Edit(EditKind.REP_PINNED, label, apply, who=who, when=when, reason=reason)


def free_rep(territory_id: str, *, territory_name: str) -> Edit:
    """Let the accepted matching decide who has this territory again.

    Where its matched rep was put elsewhere by hand, that territory is freed too, and so on: nobody ever has two.
    """

    def apply(plan: Plan) -> Plan:
        matched = _matched(plan)
        freed, waiting = set[str](), [territory_id]
        while waiting:
            territory = waiting.pop()
            freed.add(territory)
            rep = matched.get(territory, OPEN)
            others = [key for key, pin in plan.pins.rep.items() if rep != OPEN and pin.value == rep]
            waiting += [key for key in others if key not in freed]
        _refuse_locked(plan, freed)
        return replace(plan, pins=plan.pins.without_kind(_REP, freed))

    label = tr("Let the matching decide who has {territory}", territory=territory_name)
    return Edit(EditKind.REP_FREED, label, apply)


def lock_territory(territory_id: str, *, territory_name: str, reason: str = "") -> Edit:
    """Lock a territory: it keeps its accounts and its rep."""
    label = tr("Lock {territory}", territory=territory_name)
    return _pin_edit(EditKind.TERRITORY_LOCKED, _LOCKED, [territory_id], _LOCKED, label, reason)


def unlock_territory(territory_id: str, *, territory_name: str) -> Edit:
    """Let a territory change again."""
    label = tr("Unlock {territory}", territory=territory_name)
    return _free_edit(EditKind.TERRITORY_UNLOCKED, _LOCKED, [territory_id], label)


def rename_territory(territory_id: str, *, name: str) -> Edit:
    """Give a territory a name of the planner's own; an empty one gives the program's name back."""
    own = name.strip()
    if not own:
        label = tr("Give a territory its usual name")
        return _free_edit(EditKind.TERRITORY_NAMED, _TERRITORY_NAME, [territory_id], label)
    label = tr("Name a territory {name}", name=own)
    return _pin_edit(EditKind.TERRITORY_NAMED, _TERRITORY_NAME, [territory_id], own, label, "")


def accept_territories(answer: TerritoryAnswer) -> Edit:
    """Accept an answer to which account is in which territory."""
    return _accept_edit(EditKind.TERRITORIES_ACCEPTED, _built(answer), territories=answer)


def accept_reps(answer: RepAnswer) -> Edit:
    """Accept an answer to which rep has which territory."""
    return _accept_edit(EditKind.REPS_ACCEPTED, tr("Match reps to territories"), reps=answer)


def accept_inside(answer: InsideAnswer) -> Edit:
    """Accept an answer to which inside rep has which inside account."""
    return _accept_edit(EditKind.INSIDE_ACCEPTED, tr("Spread inside accounts"), inside=answer)


def accept_built(territories: TerritoryAnswer, reps: RepAnswer) -> Edit:
    """Accept territories and reps of one build as one step; inside books stay as they were."""
    return _accept_edit(EditKind.TERRITORIES_BUILT, _built(territories), territories=territories, reps=reps)


def accept_build(accepted: Accepted) -> Edit:
    """Accept territories, matching and spreading of one build as one step."""
    return Edit(EditKind.PLAN_BUILT, tr("Build the plan"), lambda plan: replace(plan, accepted=accepted))


def accept_improvement(accepted: Accepted) -> Edit:
    """Accept what improving the plan at hand has found as one step."""
    return Edit(EditKind.IMPROVED, tr("Improve the territories"), lambda plan: replace(plan, accepted=accepted))


def accept_way(label: str, accepted: Accepted) -> Edit:
    """Accept a way out of a missed target as one step; the label says which territory and which way."""
    return Edit(EditKind.WAY_TAKEN, label, lambda plan: replace(plan, accepted=accepted))


def accept_number(number: int | None, accepted: Accepted) -> Edit:
    """Ask for a number of territories (None: as many as can be borne) and accept what was built for it as one step."""
    built = 0 if accepted.territories is None else len(accepted.territories.ids)

    def apply(plan: Plan) -> Plan:
        rules = replace(plan.settings.territories, number=number)
        answers = replace(plan.accepted, territories=accepted.territories, reps=accepted.reps)
        return replace(plan, settings=replace(plan.settings, territories=rules), accepted=answers)

    return Edit(EditKind.NUMBER_TAKEN, ntr("Take {n} territory", "Take {n} territories", built), apply)


def reps_by_territory(plan: Plan) -> dict[str, str]:
    """Return who has which territory: the accepted matching, and over it what was decided by hand."""
    return _matched(plan) | {territory: pin.value for territory, pin in plan.pins.rep.items()}


def territory_name(plan: Plan, territory_id: str) -> str:
    """Return what a territory is called: the planner's name, else the program's, else its id."""
    own = plan.pins.territory_name.get(territory_id)
    if own is not None:
        return own.value
    answer = plan.accepted.territories
    return dict(zip(answer.ids, answer.names, strict=True)).get(territory_id, territory_id) if answer else territory_id


def _matched(plan: Plan) -> dict[str, str]:
    answer = plan.accepted.reps
    return dict(answer.rep_ids) if answer is not None else {}


def _territory_ids(plan: Plan) -> tuple[str, ...]:
    answer = plan.accepted.territories
    return answer.ids if answer is not None else ()


def _territories_of(plan: Plan, account_ids: Iterable[str], dataset: Dataset) -> dict[str, str]:
    """Return in which territory each account is now, set by hand or by the accepted answer; others are left out."""
    ids = list(account_ids)
    answer = plan.accepted.territories
    found: dict[str, str] = {}
    if answer is not None:
        rows = rows_of(ids, dataset.accounts[account_columns.ACCOUNT_ID])
        numbers = np.append(answer.territory, NOWHERE)[rows].tolist()
        found = {account: answer.ids[at] for account, at in zip(ids, numbers, strict=True) if at != NOWHERE}
    by_hand = plan.pins.territory
    return found | {account: by_hand[account].value for account in ids if account in by_hand}


def _rep_moves(plan: Plan, territory_id: str, rep_id: str) -> dict[str, str]:
    """Return who has which territory anew, territories of an earlier answer that are no more included."""
    current = reps_by_territory(plan)
    changed = {territory_id: rep_id}
    if rep_id != OPEN:
        known = _territory_ids(plan)
        successor = current.get(territory_id, OPEN)
        for other in sorted(key for key, rep in current.items() if rep == rep_id and key != territory_id):
            changed[other] = OPEN
            if other in known:
                changed[other], successor = successor, OPEN
    return changed


def _rep_label(plan: Plan, territory_id: str, rep_id: str, dataset: Dataset) -> str:
    territory = territory_name(plan, territory_id)
    if rep_id == OPEN:
        return tr("Keep {territory} open", territory=territory)
    moves = _rep_moves(plan, territory_id, rep_id)
    left = [other for other in moves if other != territory_id and other in _territory_ids(plan)]
    rep = _rep_name(dataset, rep_id)
    if not left:
        return tr("Put {rep} on {territory}", rep=rep, territory=territory)
    old, successor = territory_name(plan, left[0]), moves[left[0]]
    if successor == OPEN:
        return tr("Move {rep} to {territory}; {old} becomes open", rep=rep, territory=territory, old=old)
    return tr(
        "Swap {rep} and {other}: {territory} and {old}",
        rep=rep,
        other=_rep_name(dataset, successor),
        territory=territory,
        old=old,
    )


def _rep_name(dataset: Dataset, rep_id: str) -> str:
    reps = dataset.reps
    names = reps.loc[reps[rep_columns.REP_ID] == rep_id, rep_columns.NAME].dropna()
    return str(names.iloc[0]) if len(names) else rep_id


def _refuse_unknown(plan: Plan, territory_id: str) -> None:
    if territory_id not in _territory_ids(plan):
        raise UserError(
            tr("There is no territory {territory} in this plan.", territory=territory_id),
            tr("Build the territories first."),
            code="unknown_territory",
        )


def _refuse_locked(plan: Plan, territory_ids: Iterable[str]) -> None:
    for territory_id in sorted(territory_ids):
        if territory_id in plan.pins.locked:
            raise UserError(
                tr("{territory} is locked.", territory=territory_name(plan, territory_id)),
                tr("Unlock it first."),
                code="territory_locked",
            )


def _refuse_kept_from(plan: Plan, account_ids: Sequence[str], rep_id: str, dataset: Dataset) -> None:
    if rep_id != OPEN:
        _refuse_pairs(plan, account_ids, rep_id, _rep_name(dataset, rep_id))


def _refuse_pairs(plan: Plan, account_ids: Sequence[str], rep_id: str, rep_name: str) -> None:
    """Refuse to give accounts to a rep they are kept from, naming the first with its reason."""
    kept = [key for key in account_ids if key in plan.pins.kept_from and plan.pins.kept_from[key].value == rep_id]
    if not kept:
        return
    pin = plan.pins.kept_from[kept[0]]
    raise UserError(
        tr(
            "{account} is kept from {rep}: {reason} ({who}, {day}).",
            account=kept[0],
            rep=rep_name,
            reason=pin.reason,
            who=pin.who,
            day=day(pin.when.astimezone().date()),
        ),
        ntr(
            "Choose somebody else, or let it go to any rep again first.",
            "Choose somebody else, or let these {n} accounts go to any rep again first.",
            len(kept),
        ),
        code="kept_from",
    )


def _pin_edit(kind: EditKind, pins: str, keys: Sequence[str], value: str, label: str, reason: str) -> Edit:
    pin = Pin(value, reason, author(), utc_now())

    def apply(plan: Plan) -> Plan:
        return replace(plan, pins=plan.pins.with_kind(pins, dict.fromkeys(keys, pin)))

    return Edit(kind, label, apply, who=pin.who, when=pin.when, reason=reason)


def _leaving(account_ids: Sequence[str], also: Edit | None = None) -> Callable[[Plan], Plan]:
    """Return a change that forgets the territories set by hand for these accounts, and makes another edit with it."""

    def apply(plan: Plan) -> Plan:
        pins = plan.pins.territory
        _refuse_locked(plan, {pins[account].value for account in account_ids if account in pins})
        freed = replace(plan, pins=plan.pins.without_kind(_TERRITORY, account_ids))
        return freed if also is None else also.apply(freed)

    return apply


def _free_edit(kind: EditKind, pins: str, keys: Sequence[str], label: str) -> Edit:
    def apply(plan: Plan) -> Plan:
        return replace(plan, pins=plan.pins.without_kind(pins, keys))

    return Edit(kind, label, apply)


def _built(answer: TerritoryAnswer) -> str:
    return ntr("Build {n} territory", "Build {n} territories", len(answer.ids))


def _accept_edit(
    kind: EditKind,
    label: str,
    *,
    territories: TerritoryAnswer | None = None,
    reps: RepAnswer | None = None,
    inside: InsideAnswer | None = None,
) -> Edit:
    def apply(plan: Plan) -> Plan:
        old = plan.accepted
        accepted = Accepted(territories or old.territories, reps or old.reps, inside or old.inside)
        return replace(plan, accepted=accepted)

    return Edit(kind, label, apply)
