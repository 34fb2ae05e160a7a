"""What the channels page says: lines, costs, channels, moves and the bridge, in words, from a plan and its result."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gtm_desktop.core.tokens import design_tokens
from gtm_desktop.core.words import count, decimal, money, money_short, ntr, percent, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.channels import map_channels
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.economics import channel_matrix, must_add, needed_cost, required_lift
from gtm_desktop.planning.histogram import size_histogram
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import ChannelTotal, PlanResult
from gtm_desktop.planning.settings import RoleEconomics, Settings
from gtm_desktop.planning.stage_inputs import channel_input
from gtm_desktop.tables import roster
from gtm_desktop.tables.roster import Channel, ChannelReason, SizeTier
from gtm_desktop.ui.pages.channels.table import LADDER, moves
from gtm_desktop.ui.pages.line_views import histogram_view, left_out_note
from gtm_desktop.ui.widgets.histogram import HistogramView, LineView
from gtm_desktop.ui.widgets.kpi import KpiView
from gtm_desktop.workspace.rule_edits import ChannelLine

PRESETS = {
    ChannelLine.SELF_SERVE_BELOW: (500_000, 1_000_000, 2_500_000),
    ChannelLine.OUTSIDE_ABOVE: (1_000_000, 2_000_000, 5_000_000),
}
"""The lines usually asked for, cents. Source: PRODUCT R2.1."""

_THREE = (Channel.OUTSIDE, Channel.INSIDE, Channel.SELF_SERVE)


@dataclass(frozen=True)
class ThresholdsView:
    """The lines card: what is measured, bars and lines, the switch, what is not drawn."""

    basis: str
    histogram: HistogramView
    self_serve_below: int
    outside_above: int
    is_web_left_out: bool
    note: str


@dataclass(frozen=True)
class RoleView:
    """One role's row of the costs card.

    Attributes:
        channel: channel code.
        name: the role.
        loaded_cost: cents a year.
        planned: planned accounts a person.
        must_add: in words.
        step: must add over the next channel down, in words; empty where there is none.
        lift: required lift at the line, in words; empty where there is none.
        assumed_lift: typed share, or None.
        guide: what is usual.
        tip: the formulas with their numbers.
    """

    channel: str
    name: str
    loaded_cost: int
    planned: int
    must_add: str
    step: str
    lift: str
    assumed_lift: float | None
    guide: str
    tip: str


@dataclass(frozen=True)
class GridCell:
    """One figure of a small table: its text, how it is marked ("up", "down" or ""), and the pair it stands for."""

    text: str
    mark: str = ""
    pair: tuple[str, str] | None = None
    tip: str = ""


@dataclass(frozen=True)
class SmallTable:
    """A small table: heads across, then rows of a head and figures; strong rows are totals."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[GridCell, ...]], ...]
    strong: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True)
class ChannelsView:
    """The whole page but chart and table."""

    thresholds: ThresholdsView
    roles: tuple[RoleView, ...]
    shows_cost: bool
    self_serve_cost: int
    pays_from: str
    tiles: tuple[KpiView, ...]
    matrix: SmallTable
    bridge: SmallTable


def channels_view(plan: Plan, result: PlanResult, *, shows_cost: bool) -> ChannelsView:
    """Say everything the page says but `web_effect_words`; what people cost only where it may be shown. RULES 5."""
    return ChannelsView(
        thresholds=_thresholds(plan, result),
        roles=_roles(plan.settings, result, shows_cost=shows_cost),
        shows_cost=shows_cost,
        self_serve_cost=plan.settings.economics.self_serve_cost,
        pays_from=_pays_from(plan.settings),
        tiles=_tiles(plan.settings, result, shows_cost=shows_cost),
        matrix=matrix_table(result),
        bridge=bridge_table(plan, result),
    )


def _thresholds(plan: Plan, result: PlanResult) -> ThresholdsView:
    rules, tokens = plan.settings.channels, design_tokens()
    is_prospect = result.segmentation.size_tier.eq(SizeTier.PROSPECT).to_numpy(dtype=np.bool_)
    histogram = size_histogram(result.channels.measured, is_prospect=is_prospect)
    lines = (
        LineView(ChannelLine.SELF_SERVE_BELOW, rules.self_serve_below, tr("Self-serve under")),
        LineView(ChannelLine.OUTSIDE_ABOVE, rules.outside_above, tr("Outside over")),
    )
    colours = [tokens.channel[code] for code in (Channel.SELF_SERVE, Channel.INSIDE, Channel.OUTSIDE)]
    metric = labels.metric(plan.settings.size.metric)
    is_left_out = rules.leave_out_web_and_counter
    return ThresholdsView(
        basis=tr("{metric}, less web and counter (estimate)", metric=metric) if is_left_out else metric,
        histogram=histogram_view(histogram, lines, colours),
        self_serve_below=rules.self_serve_below,
        outside_above=rules.outside_above,
        is_web_left_out=is_left_out,
        note=left_out_note(histogram, metric),
    )


def web_effect_words(dataset: Dataset, plan: Plan, result: PlanResult) -> str:
    """Say what leaving out web and counter sales does or would do. It maps all channels once more."""
    number = web_effect(dataset, plan, result)
    if plan.settings.channels.leave_out_web_and_counter:
        return ntr("{n} account changes channel because of it", "{n} accounts change channel because of it", number)
    return ntr("{n} account would change channel", "{n} accounts would change channel", number)


def web_effect(dataset: Dataset, plan: Plan, result: PlanResult) -> int:
    """Count the accounts whose channel by rule is another with web and counter sales left out than with them in."""
    rules = plan.settings.channels
    turned = replace(rules, leave_out_web_and_counter=not rules.leave_out_web_and_counter)
    other = map_channels(
        channel_input(
            dataset,
            replace(plan.settings, channels=turned),
            plan.pins.channel,
            segmentation=result.segmentation,
            today_channel=result.roster[roster.TODAY_CHANNEL],
        )
    )
    return int((other.by_rule.to_numpy(dtype=object) != result.channels.by_rule.to_numpy(dtype=object)).sum())


def _roles(settings: Settings, result: PlanResult, *, shows_cost: bool) -> tuple[RoleView, ...]:
    economics, lines = settings.economics, settings.channels
    inside_add, outside_add = must_add(economics.inside), must_add(economics.outside)
    views = [
        _role(
            Channel.OUTSIDE, tr("Outside"), economics.outside, step=outside_add - inside_add,
            line=lines.outside_above, guide=tr("published: 100–120; territory guide 80–140"),
            shows_cost=shows_cost,
        ),
        _role(
            Channel.INSIDE, tr("Inside"), economics.inside, step=inside_add,
            line=lines.self_serve_below, guide=tr("published: 400; territory guide 200–350"),
            shows_cost=shows_cost,
        ),
    ]  # fmt: skip
    if any(total.channel == Channel.KEY_ACCOUNT for total in result.final):
        views.append(
            _role(
                Channel.KEY_ACCOUNT, tr("Key account"), economics.key_account, step=None, line=None,
                guide=tr("counted in parents"), shows_cost=shows_cost,
            )
        )  # fmt: skip
    return tuple(views)


def _role(
    channel: str, name: str, role: RoleEconomics,
    *, step: int | None, line: int | None, guide: str, shows_cost: bool,
) -> RoleView:  # fmt: skip
    added = must_add(role)
    lift = required_lift(added, line)
    step_lift = required_lift(step, line) if step is not None else None
    formula = tr("Must add = loaded cost ÷ planned accounts: {cost} ÷ {planned} = {added}",
                 cost=money(role.loaded_cost), planned=count(role.planned), added=money(added))  # fmt: skip
    lines = [formula if shows_cost else tr("Must add = loaded cost ÷ planned accounts = {added}", added=money(added))]
    if line is not None and lift is not None:
        lines.append(tr("Required lift at the line = {added} ÷ {line} = {lift}",
                        added=money(added), line=money(line), lift=percent(lift, 1)))  # fmt: skip
    if step is not None and step_lift is not None:
        lines.append(tr("Step = {step} more than the next channel down: a lift of {lift} at the line",
                        step=money(step), lift=percent(step_lift, 1)))  # fmt: skip
    return RoleView(
        channel=channel,
        name=name,
        loaded_cost=role.loaded_cost,
        planned=role.planned,
        must_add=money_short(added),
        step="" if step is None else money_short(step),
        lift="" if lift is None else percent(lift, 1),
        assumed_lift=role.assumed_lift,
        guide=guide,
        tip="\n".join(lines),
    )


def _pays_from(settings: Settings) -> str:
    economics, lines = settings.economics, settings.channels
    lift = economics.outside.assumed_lift
    if not lift:
        return tr("Type an assumed yearly lift to see from which margin a channel pays; none is assumed for you.")
    return tr(
        "At an assumed lift of {lift} an outside account pays from {margin} margin; your line is {line}.",
        lift=percent(lift, 1),
        margin=money_short(must_add(economics.outside) / lift),
        line=money_short(lines.outside_above),
    )


def _tiles(settings: Settings, result: PlanResult, *, shows_cost: bool) -> tuple[KpiView, ...]:
    by_rule = {total.channel: total for total in result.by_rule}
    today = {total.channel: total for total in result.today}
    tiles = [
        _tile(total, by_rule.get(total.channel), today.get(total.channel), shows_cost=shows_cost)
        for total in result.final
    ]
    return (*tiles, _cost_tile(settings, result, shows_cost=shows_cost))


def _tile(
    total: ChannelTotal, by_rule: ChannelTotal | None, today: ChannelTotal | None, *, shows_cost: bool
) -> KpiView:
    lines = [tr("{margin} margin", margin=money_short(total.gross_margin))]
    tip = [
        tr("Final: {accounts} accounts, {margin} gross margin, {revenue} revenue",
           accounts=count(total.accounts), margin=money(total.gross_margin), revenue=money(total.revenue)),
    ]  # fmt: skip
    if total.must_add is not None and by_rule is not None:
        needed = f" · {money_short(by_rule.needed_cost)}" if shows_cost else ""
        lines.append(tr("{reps} needed{cost}", reps=decimal(by_rule.needed_reps), cost=needed))
        tip.append(tr("Needed reps, before territories = {accounts} accounts by rule ÷ planned accounts of one",
                      accounts=count(by_rule.accounts)))  # fmt: skip
        if shows_cost:
            tip.append(tr("They cost {cost} a year", cost=money(by_rule.needed_cost)))
    if total.staffed_reps is not None and total.must_add is not None:
        cost = f" · {money_short(total.staffed_cost)}" if shows_cost else ""
        lines.append(tr("{reps} staffed{cost}", reps=count(total.staffed_reps), cost=cost))
        tip.append(tr("Staffed reps, after territories: people and open positions with accounts"))
    if total.channel == Channel.SELF_SERVE:
        lines += [tr("web and counter"), ""]
    change = total.accounts - (today.accounts if today else 0)
    return KpiView(
        labels.channel(total.channel), count(total.accounts), "\n".join(tip), tuple(lines), _against_today(change)
    )


def _cost_tile(settings: Settings, result: PlanResult, *, shows_cost: bool) -> KpiView:
    cost, today = needed_cost(result.by_rule), needed_cost(result.today)
    margin = result.kpis.gross_margin
    share = percent(cost / margin, 1) if margin > 0 else tr("unknown share")
    lines = [tr("{share} of margin", share=share)]
    if shows_cost and any(total.staffed_cost is not None for total in result.final):
        lines.append(tr("staffed {cost}", cost=money_short(result.kpis.coverage_cost)))
    if not settings.economics.self_serve_cost:
        lines.append(tr("self-serve: none typed"))
    change = cost - today
    arrow = "" if not change else ("▲" if change > 0 else "▼")
    tip = "\n".join(
        [
            tr("Needed coverage cost by rule {cost}; for today's channels {today}, with the same planned accounts",
               cost=money(cost), today=money(today)),
            tr("Key accounts and the typed cost of self-serve are in it."),
        ]
    )  # fmt: skip
    moved, before = money_short(abs(change)), money_short(today)
    said = tr("{arrow} {cost} vs {today}", arrow=arrow, cost=moved, today=before) if arrow else tr("as today")
    return KpiView(tr("Needed coverage cost"), money_short(cost), tip, tuple(lines), said)


def _against_today(change: int) -> str:
    if not change:
        return tr("as today")
    return tr("{arrow} {n} vs today", arrow="▲" if change > 0 else "▼", n=count(abs(change)))


def matrix_table(result: PlanResult) -> SmallTable:
    """Count accounts by today's and final channel; moves up and down are marked."""
    found = channel_matrix(result.roster[roster.TODAY_CHANNEL], result.roster[roster.CHANNEL])
    across = [code for code in Channel.ALL if code in _THREE or any(final == code for _, final in found)]
    down = [code for code in Channel.ALL if code in _THREE or any(today == code for today, _ in found)]
    if any(today == "" for today, _ in found):
        down.append("")
    rows = []
    for today in down:
        name = labels.channel(today) if today else tr("Not known")
        cells = tuple(_move_cell(today, final, found.get((today, final), 0)) for final in across)
        rows.append((name, cells))
    steps = moves(result)
    note = tr("{down} move down · {up} move up", down=count(int((steps < 0).sum())), up=count(int((steps > 0).sum())))
    return SmallTable((tr("Today \\ Plan"), *(labels.channel(code) for code in across)), tuple(rows), note=note)


def _move_cell(today: str, final: str, number: int) -> GridCell:
    mark = ""
    if number and today and today != final:
        mark = "up" if LADDER.index(final) > LADDER.index(today) else "down"
    return GridCell(count(number), mark, (today, final), tr("Show these accounts") if number else "")


def bridge_table(plan: Plan, result: PlanResult) -> SmallTable:
    """Lead from the channels by the lines over those by rule to the final ones, reason by reason."""
    final, reason = result.roster[roster.CHANNEL], result.roster[roster.CHANNEL_REASON]
    by_lines, by_rule = result.channels.by_lines, result.channels.by_rule
    across = [
        code for code in Channel.ALL if code in _THREE or bool((final == code).any()) or bool((by_rule == code).any())
    ]
    rows: list[tuple[str, tuple[GridCell, ...]]] = []
    strong: set[int] = set()

    def total(name: str, codes: "pd.Series[str]") -> None:
        strong.add(len(rows))
        rows.append((name, tuple(GridCell(count(int((codes == code).sum()))) for code in across)))

    def step(name: str, before: "pd.Series[str]", after: "pd.Series[str]", at: "pd.Series[bool]") -> None:
        change = [int(((after == code) & at).sum()) - int(((before == code) & at).sum()) for code in across]
        if any(change):
            rows.append((name, tuple(GridCell(_signed(number)) for number in change)))

    total(tr("By the lines"), by_lines)
    step(tr("Set cells"), by_lines, by_rule, result.channels.reason == ChannelReason.CELL)
    step(tr("Set by hand"), by_lines, by_rule, result.channels.reason == ChannelReason.SET_BY_HAND)
    total(tr("By rule"), by_rule)
    if plan.accepted.territories is None:
        return SmallTable(
            ("", *(labels.channel(code) for code in across)), tuple(rows), frozenset(strong),
            tr("Final channels follow once territories are built."),
        )  # fmt: skip
    named = {
        ChannelReason.FILLED: tr("Filled from inside"),
        ChannelReason.OVER_THE_CUT: tr("Over the cut"),
        ChannelReason.OUT_OF_REACH: tr("Out of reach"),
        ChannelReason.TERRITORY_FAILED: tr("Territory under target"),
        ChannelReason.OUT_OF_SCOPE: tr("Outside the scope"),
    }
    for code, name in named.items():
        step(name, by_rule, final, reason == code)
    step(tr("Set by hand"), by_rule, final, ~reason.isin(list(named)))
    total(tr("Final"), final)
    return SmallTable(("", *(labels.channel(code) for code in across)), tuple(rows), frozenset(strong))


def _signed(number: int) -> str:
    if not number:
        return "–"
    return f"+{count(number)}" if number > 0 else f"−{count(-number)}"
