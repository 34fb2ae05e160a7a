"""Today and the scenarios side by side: what each needs, costs, covers, moves and risks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gtm_desktop.core.words import MISSING, count, decimal, money, money_short, percent, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.economics import needed_cost
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import ChannelTotal, OwnerTotal, PlanResult
from gtm_desktop.planning.rows import whole
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables import territories as territory_columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel, WalletStage
from gtm_desktop.ui.models.table_view import CellKind, TableColumn, TableView, text_column
from gtm_desktop.ui.pages.people import PERSONAL_PROBLEMS

LABEL_KEY = "row"
LOSSES = (0.0, 0.05, 0.15)
"""Share of margin lost once at a handoff: low, mid, high. Source: RULES 4."""
_TOLERANCE = 0.15
_PEOPLE = frozenset({Role.OUTSIDE.value, Role.INSIDE.value, Role.KEY_ACCOUNT.value, Role.SPECIALIST.value})


@dataclass(frozen=True)
class Coverage:
    """What one way of covering the accounts comes to. Money in cents; None where it is not known.

    Attributes:
        name: "Today" or the scenario's name.
        needed: needed outside and inside reps, before territories.
        staffed: people and open positions with accounts, outside and inside; None before they are assigned.
        needed_cost: cost of exactly the needed fractions.
        staffed_cost: cost of people and open positions; None before they are assigned.
        named_margin: margin of accounts with a named person; None before they are assigned.
        growth: accounts to acquire or develop, and how many of them have an outside rep; None before assigned.
        territory_margins: margin of each territory, today of each outside rep's accounts.
        travel_hours_week: driving of all outside reps; None where it is not estimated.
        changing: accounts that change hands and their margin; None for today.
        base_accounts: accounts with an active named rep today.
        losses: margin a year at risk by handoffs, low, mid and high; None for today.
        problems: how many things need a look; None for today.
        personal: how many of them say something about a person.
    """

    name: str
    needed: tuple[float, float]
    staffed: tuple[int, int] | None
    needed_cost: int
    staffed_cost: int | None
    named_margin: int | None
    growth: tuple[int, int] | None
    territory_margins: tuple[int, ...]
    travel_hours_week: float | None
    changing: tuple[int, int] | None
    base_accounts: int
    losses: tuple[int, int, int] | None
    problems: int | None
    personal: int = 0

    @property
    def cost(self) -> int:
        """The staffed cost, before reps are assigned the needed one."""
        return self.needed_cost if self.staffed_cost is None else self.staffed_cost


def coverage_today(plan: Plan, result: PlanResult) -> Coverage:
    """Say what today's coverage comes to: every named person with accounts, leavers included."""
    owners = [owner for owner in result.owners if not owner.is_open and owner.role in _PEOPLE]
    busy = [owner for owner in owners if owner.today_accounts]
    staffed = _count(busy, Role.OUTSIDE), _count(busy, Role.INSIDE)
    paid = [owner for owner in owners if owner.today_accounts or owner.role == Role.SPECIALIST]
    is_known = bool(busy)
    return Coverage(
        name=tr("Today"),
        needed=_needed(result.today),
        staffed=staffed if is_known else None,
        needed_cost=needed_cost(result.today),
        staffed_cost=sum(each.cost for each in paid) + plan.settings.economics.self_serve_cost if is_known else None,
        named_margin=sum(each.today_gross_margin for each in busy) if is_known else None,
        growth=_growth(result, columns.TODAY_OWNER_ID) if is_known else None,
        territory_margins=tuple(each.today_gross_margin for each in busy if each.role == Role.OUTSIDE),
        travel_hours_week=None,
        changing=None,
        base_accounts=result.kpis.base_accounts,
        losses=None,
        problems=None,
    )


def coverage_of(name: str, dataset: Dataset, plan: Plan, result: PlanResult) -> Coverage:
    """Say what a scenario comes to; what rests on inside books is not known before they are assigned."""
    is_built = plan.accepted.territories is not None
    is_staffed = is_built and is_whole(plan, result)
    staffed = {total.channel: total for total in result.final}
    outside, inside = (staffed.get(code) for code in (Channel.OUTSIDE, Channel.INSIDE))
    named = [owner for owner in result.owners if not owner.is_open and owner.role in _PEOPLE]
    kpis = result.kpis
    return Coverage(
        name=name,
        needed=_needed(result.by_rule),
        staffed=(_staff(outside), _staff(inside)) if is_staffed else None,
        needed_cost=needed_cost(result.by_rule),
        staffed_cost=kpis.coverage_cost if is_staffed else None,
        named_margin=sum(each.gross_margin for each in named) if is_staffed else None,
        growth=_growth(result, columns.OWNER_ID) if is_built else None,
        territory_margins=_territory_margins(result),
        travel_hours_week=kpis.travel_hours_week if is_built else None,
        changing=(kpis.changing_accounts, kpis.changing_margin) if is_staffed else None,
        base_accounts=kpis.base_accounts,
        losses=_losses(dataset, plan, result) if is_staffed else None,
        problems=len(result.problems),
        personal=sum(problem.code in PERSONAL_PROBLEMS for problem in result.problems),
    )


def without_persons(coverage: Coverage) -> Coverage:
    """Return a coverage as a workshop counts it: without problems that say something about a person. RULES 5."""
    if coverage.problems is None:
        return coverage
    return replace(coverage, problems=coverage.problems - coverage.personal, personal=0)


def is_whole(plan: Plan, result: PlanResult) -> bool:
    """Tell whether outside and inside accounts have been given to people, so that costs and handoffs are whole."""
    is_inside = (result.roster[columns.CHANNEL] == Channel.INSIDE).fillna(False)
    return plan.accepted.territories is not None and (plan.accepted.inside is not None or not bool(is_inside.any()))


def _needed(totals: Sequence[ChannelTotal]) -> tuple[float, float]:
    needed = {total.channel: total.needed_reps for total in totals}
    return needed.get(Channel.OUTSIDE, 0.0), needed.get(Channel.INSIDE, 0.0)


def _staff(total: ChannelTotal | None) -> int:
    return total.staffed_reps or 0 if total is not None else 0


def _count(owners: Sequence[OwnerTotal], role: Role) -> int:
    return sum(owner.role == role for owner in owners)


def _growth(result: PlanResult, owner: str) -> tuple[int, int]:
    roster = result.roster
    outside = {each.owner_id for each in result.owners if each.role == Role.OUTSIDE and not each.is_open}
    grows = roster[columns.WALLET_STAGE].isin([WalletStage.ACQUIRE, WalletStage.DEVELOP])
    return int(grows.sum()), int((grows & roster[owner].isin(outside)).sum())


def _territory_margins(result: PlanResult) -> tuple[int, ...]:
    margins = result.territories[territory_columns.GROSS_MARGIN]
    return tuple(int(each) for each in margins.to_numpy(dtype=np.int64, na_value=0))


def _losses(dataset: Dataset, plan: Plan, result: PlanResult) -> tuple[int, int, int]:
    changes = result.roster[columns.CHANGES_HANDS].to_numpy(dtype=np.bool_, na_value=False)
    margin = np.maximum(whole(dataset.accounts[account_columns.GROSS_MARGIN])[changes], 0).sum()
    low, mid, high = (round(int(margin) * share / plan.settings.economics.review_years) for share in LOSSES)
    return low, mid, high


@dataclass(frozen=True)
class _Row:
    """A row of the comparison: its name, what it means, and the figure with its exact value for a coverage."""

    name: str
    tip: str
    write: Callable[[Coverage], tuple[str, str]]


def comparison_table(coverages: Sequence[Coverage], *, current: str, review_years: int) -> TableView:
    """Make the comparison: one row a figure, one column a coverage; exact figures on hover."""
    rows = _rows(review_years)
    names = text_column(LABEL_KEY, "", [row.name for row in rows], notes=tuple(row.tip for row in rows))
    table: list[TableColumn] = [names]
    for at, coverage in enumerate(coverages):
        cells = [row.write(coverage) for row in rows]
        title = (
            tr("{scenario} (this plan)", scenario=coverage.name) if at and coverage.name == current else coverage.name
        )
        notes = tuple(exact or row.tip for (_, exact), row in zip(cells, rows, strict=True))
        table.append(_figures(f"{at}", title, tuple(text for text, _ in cells), notes))
    return TableView([row.name for row in rows], tuple(table))


def _figures(key: str, title: str, texts: tuple[str, ...], notes: tuple[str, ...]) -> TableColumn:
    """Make a column of figures that are written already."""
    return TableColumn(key, title, CellKind.NUMBER, np.arange(len(texts)), notes=notes, write=texts.__getitem__)


def _rows(review_years: int) -> tuple[_Row, ...]:
    spread = tr("Loss of 0%, 5% or 15% of margin at a handoff, once, spread over {years} years; ours, see the rules",
                years=review_years)  # fmt: skip
    return (
        _Row(tr("Reps needed, outside / inside"),
             tr("Before territories: accounts ÷ planned capacity"), _needed_reps),
        _Row(tr("Reps staffed, outside / inside"),
             tr("People and open positions that have accounts; today: named people"), _staffed_reps),
        _Row(tr("Coverage cost, needed"), tr("Cost a year of exactly the needed fractions"),
             lambda each: _money(each.needed_cost)),
        _Row(tr("Coverage cost, staffed"),
             tr("Cost a year of people and open positions with accounts, specialists and self-serve"),
             lambda each: _money(each.staffed_cost)),
        _Row(tr("Margin with a named rep"), tr("Gross margin of accounts that a named person owns"),
             lambda each: _money(each.named_margin)),
        _Row(tr("Growth accounts with an outside rep"),
             tr("Share of the accounts to acquire or develop that an outside rep owns"), _growth_share),
        _Row(tr("Territory margin, smallest / largest"), tr("Today: of each outside rep's accounts"), _range),
        _Row(tr("Territories within 15% of the mean margin"), tr("How balanced; today: outside reps"), _balance),
        _Row(tr("Driving, all outside reps"), tr("Estimated hours a week; not estimated for today"), _driving),
        _Row(tr("Accounts and margin changing hands"),
             tr("Of accounts with an active named rep today, those that end with another person"), _hands),
        _Row(tr("Handoff loss a year, low / mid / high"), spread, _loss),
        _Row(tr("Problems"), tr("What needs a look"),
             lambda each: (count(each.problems), "") if each.problems is not None else _none()),
    )  # fmt: skip


def _none() -> tuple[str, str]:
    return MISSING, ""


def _money(cents: int | None) -> tuple[str, str]:
    return (money_short(cents), money(cents)) if cents is not None else _none()


def _needed_reps(each: Coverage) -> tuple[str, str]:
    return f"{decimal(each.needed[0])} / {decimal(each.needed[1])}", ""


def _staffed_reps(each: Coverage) -> tuple[str, str]:
    return (f"{count(each.staffed[0])} / {count(each.staffed[1])}", "") if each.staffed else _none()


def _growth_share(each: Coverage) -> tuple[str, str]:
    if each.growth is None or not each.growth[0]:
        return _none()
    number, covered = each.growth
    return percent(covered / number), tr("{covered} of {n} accounts", covered=count(covered), n=count(number))


def _range(each: Coverage) -> tuple[str, str]:
    if not each.territory_margins:
        return _none()
    low, high = min(each.territory_margins), max(each.territory_margins)
    return f"{money_short(low)} / {money_short(high)}", f"{money(low)} / {money(high)}"


def _balance(each: Coverage) -> tuple[str, str]:
    margins = np.array(each.territory_margins, dtype=np.float64)
    if not len(margins):
        return _none()
    mean = float(margins.mean())
    near = int((np.abs(margins - mean) <= _TOLERANCE * abs(mean)).sum())
    words = tr("{near} of {n}", near=count(near), n=count(len(margins)))
    return words, tr(
        "{near} of {n} lie within 15% of {mean}", near=count(near), n=count(len(margins)), mean=money(mean)
    )


def _driving(each: Coverage) -> tuple[str, str]:
    if each.travel_hours_week is None:
        return _none()
    return tr("{hours} h/wk", hours=count(each.travel_hours_week)), ""


def _hands(each: Coverage) -> tuple[str, str]:
    if each.changing is None:
        return _none()
    number, margin = each.changing
    share = percent(number / each.base_accounts if each.base_accounts else None)
    exact = tr("{n} of {base} accounts ({share}), {margin} a year",
               n=count(number), base=count(each.base_accounts), share=share, margin=money(margin))  # fmt: skip
    return f"{count(number)} · {money_short(margin)}", exact


def _loss(each: Coverage) -> tuple[str, str]:
    if each.losses is None:
        return _none()
    return " / ".join(map(money_short, each.losses)), " / ".join(map(money, each.losses))
