"""Edits of the rules: lines, bands, grid, costs and capacities."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import day, joined, money, percent, tr
from gtm_desktop.planning.change_rules import Borders, ChangeBudget, Scope
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.settings import (
    CallPlan,
    CellRule,
    ChannelRules,
    Dimension,
    Economics,
    GridRules,
    InsideRules,
    Level,
    MixRules,
    RepRules,
    RoleEconomics,
    Settings,
    SizeRules,
    SizeYear,
    TerritoryRules,
    WalletRules,
)
from gtm_desktop.workspace.edits import Edit, EditKind


class SizeLine(StrEnum):
    """The two lines between A, B and C."""

    A_ABOVE = "a_above"
    C_BELOW = "c_below"


class ChannelLine(StrEnum):
    """The two lines between self-serve, inside and outside."""

    SELF_SERVE_BELOW = "self_serve_below"
    OUTSIDE_ABOVE = "outside_above"


def set_size_line(line: SizeLine, cents: int, *, merge_key: str = "") -> Edit:
    """Put one size line at an amount."""

    def changed(rules: SizeRules) -> SizeRules:
        is_top = line is SizeLine.A_ABOVE
        rules = replace(rules, a_above=cents) if is_top else replace(rules, c_below=cents)
        _refuse_unless(cents >= 0, tr("A size line cannot lie under zero."))
        _refuse_unless(
            rules.c_below <= rules.a_above,
            tr("The C line ({c}) would lie over the A line ({a}).", c=money(rules.c_below), a=money(rules.a_above)),
        )
        return rules

    name = tr("A over {amount}") if line is SizeLine.A_ABOVE else tr("C under {amount}")
    return _rule_edit(EditKind.SIZE_LINE, "size", changed, name.format(amount=money(cents)), merge_key)


def set_size_basis(metric: str, level: Level) -> Edit:
    """Measure size by another account column, or at another level."""
    label = tr("Size by another measure")
    return _rule_edit(EditKind.SIZE_BASIS, "size", lambda rules: replace(rules, metric=metric, level=level), label)


def set_size_year(year: SizeYear) -> Edit:
    """Measure size by the amounts of another year. Source: RULES 1, Period."""
    label = tr("Size of another year")
    return _rule_edit(EditKind.SIZE_YEAR, "size", lambda rules: replace(rules, year=year), label)


def set_channel_line(line: ChannelLine, cents: int, *, merge_key: str = "") -> Edit:
    """Put one channel line at an amount."""
    is_outside = line is ChannelLine.OUTSIDE_ABOVE

    def changed(rules: ChannelRules) -> ChannelRules:
        rules = replace(rules, outside_above=cents) if is_outside else replace(rules, self_serve_below=cents)
        _refuse_unless(cents >= 0, tr("A channel line cannot lie under zero."))
        _refuse_unless(
            rules.self_serve_below <= rules.outside_above,
            tr(
                "The self-serve line ({low}) would lie over the outside line ({high}).",
                low=money(rules.self_serve_below),
                high=money(rules.outside_above),
            ),
        )
        return rules

    name = tr("Outside over {amount}") if is_outside else tr("Self-serve under {amount}")
    return _rule_edit(EditKind.CHANNEL_LINE, "channels", changed, name.format(amount=money(cents)), merge_key)


def set_leave_out_web(*, is_left_out: bool) -> Edit:
    """Leave web and counter sales out of the size tests, or take them in again."""
    label = tr("Leave web and counter out") if is_left_out else tr("Count web and counter")
    return _rule_edit(
        EditKind.WEB_LEFT_OUT, "channels", lambda rules: replace(rules, leave_out_web_and_counter=is_left_out), label
    )


def set_wallet_bands(acquire_below: float, retain_above: float, *, merge_key: str = "") -> Edit:
    """Set the two lines of share of wallet, as shares of 1."""

    def changed(_rules: WalletRules) -> WalletRules:
        _refuse_unless_ordered_shares(acquire_below, retain_above)
        return WalletRules(acquire_below, retain_above)

    label = tr("Wallet: {low} and {high}", low=percent(acquire_below), high=percent(retain_above))
    return _rule_edit(EditKind.WALLET_BANDS, "wallet", changed, label, merge_key)


def set_mix_bands(consumables_below: float, durables_above: float, *, merge_key: str = "") -> Edit:
    """Set the two lines of the share of durables, as shares of 1."""

    def changed(_rules: MixRules) -> MixRules:
        _refuse_unless_ordered_shares(consumables_below, durables_above)
        return MixRules(consumables_below, durables_above)

    label = tr("Product mix: {low} and {high}", low=percent(consumables_below), high=percent(durables_above))
    return _rule_edit(EditKind.MIX_BANDS, "mix", changed, label, merge_key)


def set_grid(rows: Dimension, columns: Dimension) -> Edit:
    """Span the segment grid by two dimensions.

    Swapping rows and columns keeps what was decided for cells. Any other change drops it: the cells are others.
    """

    def changed(rules: GridRules) -> GridRules:
        _refuse_unless(rows != columns, tr("Rows and columns cannot show the same."))
        if (rows, columns) == (rules.rows, rules.columns):
            return rules
        is_swap = (rows, columns) == (rules.columns, rules.rows)
        cells = {(column, row): rule for (row, column), rule in rules.cells.items()} if is_swap else {}
        return GridRules(rows, columns, cells)

    return _rule_edit(EditKind.GRID, "grid", changed, tr("Span the segment grid anew"))


def name_cell(row: str, column: str, *, name: str) -> Edit:
    """Give a grid cell a name of its own; an empty one gives its usual name back."""
    own = name.strip() or None
    label = tr("Name a segment {name}", name=own) if own else tr("Give a segment its usual name")
    return _cell_edit(EditKind.CELL_NAME, row, column, lambda cell: replace(cell, name=own), label)


def route_cell(row: str, column: str, *, channel: str | None) -> Edit:
    """Send all accounts of a grid cell to a channel; None lets it follow the lines."""
    label = tr("Set a segment's channel") if channel else tr("Let a segment follow the lines")
    return _cell_edit(EditKind.CELL_CHANNEL, row, column, lambda cell: replace(cell, channel=channel), label)


def set_economics(economics: Economics, *, merge_key: str = "") -> Edit:
    """Set costs, capacities and assumed lifts of the roles."""

    def changed(_old: Economics) -> Economics:
        for role in (economics.outside, economics.inside, economics.key_account):
            _refuse_unless_sensible(role)
        _refuse_unless(economics.self_serve_cost >= 0, tr("The cost of self-serve cannot be under zero."))
        _refuse_unless(0 <= economics.handoff_loss <= 1, tr("The loss at a handoff is a share from 0% to 100%."))
        _refuse_unless(economics.review_years >= 1, tr("The next review is at least one year away."))
        return economics

    return _rule_edit(EditKind.ECONOMICS, "economics", changed, tr("Change costs and capacities"), merge_key)


def set_territory_rules(rules: TerritoryRules) -> Edit:
    """Set how outside territories are formed and filled."""

    def changed(_old: TerritoryRules) -> TerritoryRules:
        _refuse_unless(rules.number is None or rules.number >= 1, tr("There must be at least one territory."))
        _refuse_unless(rules.reach_km >= 0, tr("A distance cannot be under zero."))
        _refuse_unless(0 <= rules.ramp_share <= 1, tr("The capacity of somebody new is a share from 0% to 100%."))
        _refuse_unless(rules.seconds > 0, tr("The search needs some time."))
        _refuse_unless(rules.iterations is None or rules.iterations >= 1, tr("The search makes at least one try."))
        _refuse_unless(rules.travel_weight > 0, tr("Driving must weigh something, else accounts could land anywhere."))
        _refuse_unless(rules.site_weight * 4 % 1 == 0, tr("A further site takes whole quarters of a place."))
        return rules

    return _rule_edit(EditKind.TERRITORY_RULES, "territories", changed, tr("Change how territories are built"))


def draw_line(points: Sequence[tuple[float, float]]) -> Edit:
    """Draw one more line that no territory crosses: two or more points (latitude, longitude) in degrees."""

    def changed(rules: TerritoryRules) -> TerritoryRules:
        _refuse_unless(len(points) >= 2, tr("A line needs two points."))
        return replace(rules, lines=(*rules.lines, tuple(points)))

    return _rule_edit(EditKind.LINE_DRAWN, "territories", changed, tr("Draw a line"))


def set_change_budget(budget: ChangeBudget) -> Edit:
    """Set how much may change hands at most; None is no limit."""

    def changed(_old: ChangeBudget) -> ChangeBudget:
        for share in (budget.accounts_share, budget.margin_share):
            _refuse_unless(share is None or 0 <= share <= 1, tr("What may change hands is a share from 0% to 100%."))
        each = budget.accounts_per_rep
        _refuse_unless(each is None or each >= 0, tr("A number of accounts cannot be under zero."))
        return budget

    label = tr("Limit what changes hands") if budget.is_set else tr("Let any number of accounts change hands")
    return _rule_edit(EditKind.CHANGE_BUDGET, "changes", changed, label)


def set_scope(scope: Scope) -> Edit:
    """Set which part of the market is being planned; elsewhere everything stays as it is."""

    def changed(_old: Scope) -> Scope:
        _refuse_unless(scope.values or not scope.is_set, tr("Choose at least one part to plan."))
        return scope

    label = tr("Plan {parts} only", parts=joined(sorted(scope.values))) if scope.is_set else tr("Plan everything")
    return _rule_edit(EditKind.SCOPE, "scope", changed, label)


def set_borders(borders: Borders) -> Edit:
    """Set the lines that territories keep to, hard or at a price for each account that crosses."""

    def changed(_old: Borders) -> Borders:
        price = borders.crossing_price
        _refuse_unless(price is None or price > 0, tr("A border that may be crossed needs a price over zero."))
        return borders

    label = tr("Keep territories within borders") if borders.is_set else tr("Let territories cross all borders")
    return _rule_edit(EditKind.BORDERS, "borders", changed, label)


def set_building_rules(settings: Settings) -> Edit:
    """Set all that says how territories are formed, calls, limits of change, scope and borders, as one step."""
    edits = (
        set_territory_rules(settings.territories),
        set_call_plan(settings.call_plan),
        set_change_budget(settings.changes),
        set_scope(settings.scope),
        set_borders(settings.borders),
    )

    def apply(plan: Plan) -> Plan:
        for edit in edits:
            plan = edit.apply(plan)
        return plan

    return Edit(EditKind.BUILDING_RULES, edits[0].label, apply)


def set_call_plan(call_plan: CallPlan) -> Edit:
    """Set visits a year and what a visit and a road kilometre take."""

    def changed(_old: CallPlan) -> CallPlan:
        visits = (call_plan.a_visits, call_plan.b_visits, call_plan.c_visits, call_plan.visit_minutes)
        _refuse_unless(min(visits) >= 0, tr("Visits and their minutes cannot be under zero."))
        _refuse_unless(call_plan.hours_week > 0, tr("A week needs some hours."))
        _refuse_unless(call_plan.cost_per_km > 0, tr("A road kilometre costs something."))
        return call_plan

    return _rule_edit(EditKind.CALL_PLAN, "call_plan", changed, tr("Change the call plan"))


def set_rep_rules(rules: RepRules) -> Edit:
    """Set what counts when reps are matched to territories."""
    return _rule_edit(EditKind.REP_RULES, "reps", lambda _old: rules, tr("Change how reps are matched"))


def set_inside_rules(rules: InsideRules) -> Edit:
    """Set how inside accounts are spread over inside reps."""

    def changed(_old: InsideRules) -> InsideRules:
        weights = [getattr(rules, each.name) for each in fields(rules)]
        _refuse_unless(min(weights) >= 0, tr("A weight cannot be under zero."))
        return rules

    return _rule_edit(EditKind.INSIDE_RULES, "inside", changed, tr("Change how inside accounts are spread"))


def set_plan_year_start(start: date) -> Edit:
    """Set the first day of the plan year."""
    label = tr("Plan year from {day}", day=day(start))
    return _rule_edit(EditKind.PLAN_YEAR, "plan_year_start", lambda _old: start, label)


def _rule_edit(kind: EditKind, part: str, changed: Callable[[Any], Any], label: str, merge_key: str = "") -> Edit:
    def apply(plan: Plan) -> Plan:
        settings: Settings = replace(plan.settings, **{part: changed(getattr(plan.settings, part))})
        return replace(plan, settings=settings)

    return Edit(kind, label, apply, merge_key)


def _cell_edit(kind: EditKind, row: str, column: str, changed: Callable[[CellRule], CellRule], label: str) -> Edit:
    def apply(rules: GridRules) -> GridRules:
        cells = dict(rules.cells)
        cell = changed(cells.pop((row, column), CellRule()))
        if cell != CellRule():
            cells[row, column] = cell
        return replace(rules, cells=cells)

    return _rule_edit(kind, "grid", apply, label)


def _refuse_unless_ordered_shares(low: float, high: float) -> None:
    _refuse_unless(
        0 <= low <= high <= 1,
        tr("The lines {low} and {high} are not in order from 0% to 100%.", low=percent(low), high=percent(high)),
    )


def _refuse_unless_sensible(role: RoleEconomics) -> None:
    _refuse_unless(role.loaded_cost >= 0, tr("A person's cost cannot be under zero."))
    _refuse_unless(
        1 <= role.lower <= role.planned <= role.upper,
        tr(
            "Lower limit {lower}, planned capacity {planned} and upper limit {upper} are not in order.",
            lower=role.lower,
            planned=role.planned,
            upper=role.upper,
        ),
    )
    _refuse_unless(role.assumed_lift is None or role.assumed_lift >= 0, tr("The assumed lift cannot be under zero."))


def _refuse_unless(is_sensible: object, message: str) -> None:
    if not is_sensible:
        raise UserError(message, tr("Nothing was changed. Choose another value."), code="edit_refused")
