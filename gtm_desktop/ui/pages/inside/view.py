"""What the Inside page says: how accounts are spread, the lanes, what is stale or missing."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gtm_desktop.core.words import count, money_short, ntr, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan, is_unjudged
from gtm_desktop.planning.result import PlanResult, Stage
from gtm_desktop.planning.settings import Economics, InsideRules
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.pages.inside.lane_view import LaneView, lane_frame, nobody_lane, rep_lane

REGION, SENIORITY, PRODUCT, BLEND = "region", "seniority", "product", "blend"
_ALONE = {
    REGION: InsideRules(1.0, 0.0, 0.0),
    SENIORITY: InsideRules(0.0, 1.0, 0.0),
    PRODUCT: InsideRules(0.0, 0.0, 1.0),
}


@dataclass(frozen=True)
class InsideView:
    """The whole page but the accounts of the chosen lane.

    Attributes:
        method: which chip is in force.
        methods: chips: code, text, tooltip.
        blend: the weights that the blend begins with.
        guide: capacity and book, in words.
        action: what the main button says.
        reason: why it cannot be pressed; empty if it can.
        notice: what is stale or missing; empty if nothing is.
        waits_for_territories: whether territories must come first.
        lanes: the inside reps in the order of the roster; accounts without a rep come first.
        key_lanes: the key-account managers.
        key_words: a sentence about key accounts.
    """

    method: str
    methods: tuple[tuple[str, str, str], ...]
    blend: InsideRules
    guide: str
    action: str
    reason: str
    notice: str
    waits_for_territories: bool
    lanes: tuple[LaneView, ...]
    key_lanes: tuple[LaneView, ...]
    key_words: str


def inside_view(dataset: Dataset, plan: Plan, result: PlanResult, *, shows_people: bool) -> InsideView:
    """Say what the page shows; `shows_people` is off in workshop mode."""
    roster = result.roster
    is_inside = (roster[columns.CHANNEL] == Channel.INSIDE).to_numpy(dtype=np.bool_)
    without = is_inside & roster[columns.OWNER_ID].isna().to_numpy(dtype=np.bool_)
    is_shown = is_inside | (roster[columns.CHANNEL] == Channel.KEY_ACCOUNT).to_numpy(dtype=np.bool_)
    frame = lane_frame(dataset, roster)[is_shown]
    lanes = [
        rep_lane(owner, dataset, plan, frame, shows_people=shows_people)
        for owner in result.owners
        if owner.role == Role.INSIDE
    ]
    if without.any():
        lanes.insert(0, nobody_lane(frame[without[is_shown]]))
    key = [
        rep_lane(owner, dataset, plan, frame, shows_people=shows_people)
        for owner in result.owners
        if owner.role == Role.KEY_ACCOUNT
    ]
    rules, number = plan.settings.inside, int(is_inside.sum())
    waits = plan.accepted.territories is None and bool((result.channels.by_rule == Channel.OUTSIDE).any())
    return InsideView(
        method=method_of(rules),
        methods=_methods(rules),
        blend=_blend(rules),
        guide=_guide(plan.settings.economics),
        action=ntr("Assign {n} account", "Assign {n} accounts", number),
        reason=_reason(waits=waits, number=number),
        notice=_notice(plan, result, int(without.sum())),
        waits_for_territories=waits,
        lanes=tuple(lanes),
        key_lanes=tuple(key),
        key_words=_key_words(key, roster),
    )


def method_of(rules: InsideRules) -> str:
    """Return which method alone is in force, or that it is a blend."""
    weights = {REGION: rules.region, SENIORITY: rules.seniority, PRODUCT: rules.product}
    used = [code for code, weight in weights.items() if weight > 0]
    return used[0] if len(used) == 1 else BLEND


def rules_of(method: str, rules: InsideRules) -> InsideRules:
    """Return the weights of one method alone; what today's rep and even margin count stays. A blend stays as it is."""
    alone = _ALONE.get(method)
    if alone is None:
        return rules
    return replace(alone, incumbency=rules.incumbency, balance=rules.balance)


def _blend(rules: InsideRules) -> InsideRules:
    """Return the weights in force, or the preset ones where one method alone is in force."""
    if method_of(rules) == BLEND:
        return rules
    return replace(InsideRules(), incumbency=rules.incumbency, balance=rules.balance)


def _methods(rules: InsideRules) -> tuple[tuple[str, str, str], ...]:
    blend = _blend(rules)
    total = blend.region + blend.seniority + blend.product
    parts = [blend.region, blend.seniority, blend.product]
    shares = " / ".join(count(100 * part / total) if total else "0" for part in parts)
    return (
        (REGION, tr("Region"), tr("Near the rep's own sales region, branch or home")),
        (SENIORITY, tr("Seniority"), tr("The biggest books to the strongest reps")),
        (PRODUCT, tr("Product knowledge"), tr("Buyers of durables to reps who know durables; consumables likewise")),
        (BLEND, tr("Blend… {shares}", shares=shares), tr("Region / seniority / product knowledge, in percent")),
    )


def _guide(economics: Economics) -> str:
    role = economics.inside
    return tr(
        "{lower}–{upper} accounts a rep · book from {book} revenue",
        lower=count(role.lower), upper=count(role.upper), book=money_short(economics.inside_book_from),
    )  # fmt: skip


def _reason(*, waits: bool, number: int) -> str:
    if waits:
        return tr("build the territories first: they decide which accounts are left for inside")
    return "" if number else tr("no account is inside; the lines on the Channels page decide that")


def _notice(plan: Plan, result: PlanResult, without: int) -> str:
    if plan.accepted.inside is None:
        return ""
    if is_unjudged(plan.accepted.inside.run):
        return tr("These books were made by an earlier version: spread again to be sure.")
    if Stage.INSIDE in result.stale:
        return tr("Accounts, people or weights have changed since these books were made. Assign again to follow them.")
    if without:
        return ntr(
            "{n} inside account has no rep yet. Assign again.", "{n} inside accounts have no rep yet. Assign again.",
            without,
        )  # fmt: skip
    return ""


def _key_words(lanes: list[LaneView], roster: pd.DataFrame) -> str:
    number = int((roster[columns.CHANNEL] == Channel.KEY_ACCOUNT).sum())
    if not lanes:
        return ""
    if not number:
        return tr("No account is a key account. Set a segment or an account to key account on the Channels page.")
    return ntr("{n} key account", "{n} key accounts", number)
