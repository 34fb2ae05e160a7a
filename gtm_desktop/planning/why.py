"""Why each account is where it is: the rule, the values, how far it is from the next outcome, and who decided.

Codes and numbers become sentences here once, for window, roster and command line alike.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from gtm_desktop.core.words import day, money, money_short, percent, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.decision_words import row_sentences
from gtm_desktop.planning.pins import Pin
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult, Stage
from gtm_desktop.planning.settings import Dimension, Settings
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as territory_columns
from gtm_desktop.tables.roster import Channel, ChannelReason, SizeTier


@dataclass(frozen=True)
class WhyLine:
    """One decision about one account.

    Attributes:
        stage: where it was decided.
        question: what was decided, such as "Channel".
        outcome: what came out.
        because: the rule and the values that it was held against, one sentence.
        distance: how far the account is from the next outcome; empty where that has no meaning.
        decided_by: who decided by hand, when and why; empty where a rule decided.
    """

    stage: Stage
    question: str
    outcome: str
    because: str
    distance: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class WhyCard:
    """All decisions about one account, in the order of the phases."""

    account_id: str
    name: str
    place: str
    lines: tuple[WhyLine, ...]


def why_card(dataset: Dataset, plan: Plan, result: PlanResult, row: int) -> WhyCard:
    """Explain the account in row `row` of the account table."""
    account = dataset.accounts.iloc[row]
    account_id = str(account[columns.ACCOUNT_ID])
    place = ", ".join(str(part) for part in (account[columns.CITY], account[columns.STATE]) if not pd.isna(part))
    lines = (
        _size_line(plan.settings, result, row),
        _wallet_line(plan.settings, dataset, result, row),
        _mix_line(plan.settings, result, row),
        _pattern_line(result, row),
        _channel_line(plan, result, row, account_id),
        *_territory_lines(plan, result, row, account_id),
        *_refusal_lines(plan, result, account_id),
        _owner_line(plan, result, row, account_id),
    )
    name = account[columns.NAME]
    return WhyCard(account_id, account_id if pd.isna(name) else str(name), place, lines)


def channel_sentences(plan: Plan, result: PlanResult, rows: list[int]) -> list[str]:
    """Say for each of these rows of the account table, in one sentence, why its final channel is what it is."""
    say = _channel_sentence(plan.settings)
    measured = result.channels.measured.iloc[rows]
    by_rule = result.channels.by_rule.iloc[rows]
    reasons = result.roster[roster_columns.CHANNEL_REASON].iloc[rows]
    decided = row_sentences(plan.accepted.territories)
    said = [
        say(None if pd.isna(value) else int(value), str(rule), str(reason))
        for value, rule, reason in zip(measured, by_rule, reasons, strict=True)
    ]
    failed = (reasons == ChannelReason.TERRITORY_FAILED).tolist()
    return [
        f"{text} {decided.get(row, '')}".rstrip() if is_failed else text
        for text, row, is_failed in zip(said, rows, failed, strict=True)
    ]


def channel_reasons(plan: Plan, result: PlanResult, rows: list[int]) -> list[str]:
    """Say for each of these rows what decided its final channel, in a few words: the line, the hand or the territory.

    `channel_sentences` says the same with the values.
    """
    reasons = result.roster[roster_columns.CHANNEL_REASON].iloc[rows]
    measured, by_rule = result.channels.measured.iloc[rows], result.channels.by_rule.iloc[rows]
    ids = result.roster[roster_columns.ACCOUNT_ID].iloc[rows]
    return [
        _reason(plan, None if pd.isna(value) else int(value), str(rule), (str(reason), str(account_id)))
        for value, rule, reason, account_id in zip(measured, by_rule, reasons, ids, strict=True)
    ]


def _reason(plan: Plan, value: int | None, by_rule: str, what: tuple[str, str]) -> str:
    reason, account_id = what
    pin = plan.pins.channel.get(account_id)
    if reason == ChannelReason.SET_BY_HAND:
        return tr("set by hand: {reason}", reason=pin.reason) if pin is not None and pin.reason else tr("set by hand")
    if reason == ChannelReason.CELL:
        return tr("segment set to {channel}", channel=labels.channel(by_rule))
    said = {
        ChannelReason.FILLED: tr("filled"),
        ChannelReason.OVER_THE_CUT: tr("territories are full"),
        ChannelReason.OUT_OF_REACH: tr("out of reach"),
        ChannelReason.TERRITORY_FAILED: tr("territory under target"),
        ChannelReason.OUT_OF_SCOPE: tr("outside the scope"),
        ChannelReason.SIZE_UNKNOWN: tr("size unknown"),
    }
    lines = plan.settings.channels
    return said.get(reason) or between(value, lines.self_serve_below, lines.outside_above)


def between(value: int | None, low: int, high: int) -> str:
    """Say in a few words where cents lie against two lines; on a line is between them."""
    if value is None:
        return tr("size unknown")
    if value < low:
        return tr("under {line}", line=money_short(low))
    if value > high:
        return tr("over {line}", line=money_short(high))
    return tr("between {low} and {high}", low=money_short(low), high=money_short(high))


def _channel_sentence(settings: Settings) -> Callable[[int | None, str, str], str]:
    lines, metric = settings.channels, labels.metric(settings.size.metric)
    low, high = money(lines.self_serve_below), money(lines.outside_above)
    title = metric[:1].upper() + metric[1:]

    def by_the_lines(value: int | None) -> str:
        if value is None:
            return tr("The {metric} is unknown", metric=metric)
        if value < lines.self_serve_below:
            return tr("{metric} {value} is under {line}", metric=title, value=money(value), line=low)
        if value > lines.outside_above:
            return tr("{metric} {value} is over {line}", metric=title, value=money(value), line=high)
        return tr("{metric} {value} is between {low} and {high}", metric=title, value=money(value), low=low, high=high)

    def say(value: int | None, by_rule: str, reason: str) -> str:
        fact = by_the_lines(value)
        return {
            ChannelReason.LINES: f"{fact}.",
            ChannelReason.SIZE_UNKNOWN: tr("{fact}: kept in today's channel, else inside; to be checked.", fact=fact),
            ChannelReason.CELL: tr("Its segment was set to {channel}.", channel=labels.channel(by_rule)),
            ChannelReason.SET_BY_HAND: tr("Set by hand. {fact}.", fact=fact),
            ChannelReason.FILLED: tr("{fact}; pulled into an outside territory with room.", fact=fact),
            ChannelReason.OVER_THE_CUT: tr("{fact}, but outside territories are full.", fact=fact),
            ChannelReason.OUT_OF_REACH: tr("{fact}, but it is out of reach of every territory.", fact=fact),
            ChannelReason.TERRITORY_FAILED: tr("{fact}, but its territory missed its target.", fact=fact),
            ChannelReason.OUT_OF_SCOPE: tr(
                "{fact}; it lies outside what is being planned and stays as today.", fact=fact
            ),
        }.get(reason, f"{fact}.")

    return say


def _size_line(settings: Settings, result: PlanResult, row: int) -> WhyLine:
    value = result.segmentation.size_value.iloc[row]
    tier = str(result.segmentation.size_tier.iloc[row])
    outcome = labels.class_name(Dimension.SIZE, tier)
    metric = labels.metric(settings.size.metric)
    if tier == SizeTier.PROSPECT:
        return WhyLine(Stage.SEGMENTS, tr("Size"), outcome, tr("No sales: counted apart from the sizes."))
    if pd.isna(value):
        return WhyLine(Stage.SEGMENTS, tr("Size"), outcome, tr("The {metric} is unknown.", metric=metric))
    cents = int(value)
    because = tr(
        "{value} {metric} a year; A is over {high}, C under {low}.",
        value=money(cents), metric=metric, high=money(settings.size.a_above), low=money(settings.size.c_below),
    )  # fmt: skip
    lines = (settings.size.c_below, settings.size.a_above)
    return WhyLine(Stage.SEGMENTS, tr("Size"), outcome, because, _distance(cents, lines))


def _wallet_line(settings: Settings, dataset: Dataset, result: PlanResult, row: int) -> WhyLine:
    share = result.segmentation.wallet_share.iloc[row]
    stage = str(result.segmentation.wallet_stage.iloc[row])
    outcome = labels.class_name(Dimension.WALLET, stage)
    if pd.isna(share):
        known = not pd.isna(dataset.accounts[columns.WALLET].iloc[row])
        because = (
            tr("The share cannot be told from revenue and estimated spend: over 100 % or below 0.")
            if known
            else tr("No estimate of the yearly spend.")
        )
        return WhyLine(Stage.SEGMENTS, tr("Share of wallet"), outcome, because)
    because = tr(
        "{share} of an estimated spend of {wallet}; develop is {low} to {high}.",
        share=percent(float(share)), wallet=money(int(dataset.accounts[columns.WALLET].iloc[row])),
        low=percent(settings.wallet.acquire_below), high=percent(settings.wallet.retain_above),
    )  # fmt: skip
    return WhyLine(Stage.SEGMENTS, tr("Share of wallet"), outcome, because)


def _mix_line(settings: Settings, result: PlanResult, row: int) -> WhyLine:
    share = result.segmentation.durables_share.iloc[row]
    outcome = labels.class_name(Dimension.MIX, str(result.segmentation.product_mix.iloc[row]))
    if pd.isna(share):
        return WhyLine(
            Stage.SEGMENTS, tr("Product mix"), outcome, tr("Revenue by consumables and durables is unknown.")
        )
    because = tr(
        "{share} durables; both is {low} to {high}.",
        share=percent(float(share)), low=percent(settings.mix.consumables_below),
        high=percent(settings.mix.durables_above),
    )  # fmt: skip
    return WhyLine(Stage.SEGMENTS, tr("Product mix"), outcome, because)


def _pattern_line(result: PlanResult, row: int) -> WhyLine:
    share = result.segmentation.pattern_share.iloc[row]
    outcome = labels.class_name(Dimension.PATTERN, str(result.segmentation.purchase_pattern.iloc[row]))
    because = (
        tr("Revenue by purchase channel is unknown.")
        if pd.isna(share)
        else tr("{share} of its revenue comes this way.", share=percent(float(share)))
    )
    return WhyLine(Stage.SEGMENTS, tr("Buys via"), outcome, because)


def _channel_line(plan: Plan, result: PlanResult, row: int, account_id: str) -> WhyLine:
    value = result.channels.measured.iloc[row]
    lines = (plan.settings.channels.self_serve_below, plan.settings.channels.outside_above)
    return WhyLine(
        Stage.CHANNELS,
        tr("Channel"),
        labels.channel(str(result.roster[roster_columns.CHANNEL].iloc[row])),
        channel_sentences(plan, result, [row])[0],
        "" if pd.isna(value) else _distance(int(value), lines),
        _by_hand(plan.pins.channel.get(account_id)),
    )


def _territory_lines(plan: Plan, result: PlanResult, row: int, account_id: str) -> list[WhyLine]:
    territory_id = result.roster[roster_columns.TERRITORY_ID].iloc[row]
    decided = row_sentences(plan.accepted.territories).get(row, "")
    if pd.isna(territory_id):
        if str(result.roster[roster_columns.CHANNEL].iloc[row]) != Channel.OUTSIDE:
            return []
        missing = tr("Territories have not been built for this account yet.")
        return [WhyLine(Stage.TERRITORIES, tr("Territory"), tr("not placed yet"), missing)]
    found = result.territories[territory_columns.TERRITORY_ID] == territory_id
    territory = result.territories[found].iloc[0]
    held = int(territory[territory_columns.ACCOUNTS])
    because = tr(
        "The territory holds {held} of {low} to {high}.",
        held=labels.counted(held, float(territory[territory_columns.LOAD])),
        low=round(territory[territory_columns.LOWER]), high=round(territory[territory_columns.UPPER]),
    )  # fmt: skip
    pin = _by_hand(plan.pins.territory.get(account_id))
    if decided and not pin:
        because = f"{because} {decided}"
    return [
        WhyLine(Stage.TERRITORIES, tr("Territory"), str(territory[territory_columns.NAME]), because, decided_by=pin)
    ]


def _refusal_lines(plan: Plan, result: PlanResult, account_id: str) -> list[WhyLine]:
    pin = plan.pins.kept_from.get(account_id)
    if pin is None:
        return []
    rep = result.owner_by_id.get(pin.value)
    outcome = tr("kept from {rep}", rep=rep.name if rep else pin.value)
    because = tr("Building, matching and moves by hand give this account to anybody but this rep.")
    return [WhyLine(Stage.REPS, tr("Must not go to"), outcome, because, decided_by=_by_hand(pin))]


def _owner_line(plan: Plan, result: PlanResult, row: int, account_id: str) -> WhyLine:
    entry = result.roster.iloc[row]
    owner, today = entry[roster_columns.OWNER_NAME], entry[roster_columns.TODAY_OWNER_ID]
    owners = result.owner_by_id
    known = owners.get(str(today)) if not pd.isna(today) else None
    before = known.name if known else (tr("nobody") if pd.isna(today) else str(today))
    reason = labels.handoff_reason(str(entry[roster_columns.HANDOFF_REASON]))
    pin = plan.pins.inside_rep.get(account_id)
    if pin is None and not pd.isna(entry[roster_columns.TERRITORY_ID]):
        pin = plan.pins.rep.get(str(entry[roster_columns.TERRITORY_ID]))
    return WhyLine(
        Stage.REPS,
        tr("Owner"),
        tr("not placed yet") if pd.isna(owner) else str(owner),
        tr("Today: {before}; {reason}.", before=before, reason=reason),
        decided_by=_by_hand(pin),
    )


def _distance(cents: int, lines: tuple[int, int]) -> str:
    line = min(lines, key=lambda each: abs(each - cents))
    gap = abs(line - cents)
    if gap == 0:
        return tr("exactly on the line of {line}", line=money(line))
    if cents > line:
        return tr("{gap} above the line of {line}", gap=money(gap), line=money(line))
    return tr("{gap} below the line of {line}", gap=money(gap), line=money(line))


def _by_hand(pin: Pin | None) -> str:
    if pin is None:
        return ""
    said = tr("Set by hand by {who} on {when}", who=pin.who, when=day(pin.when.astimezone().date()))
    return tr("{said}: {reason}", said=said, reason=pin.reason) if pin.reason else said
