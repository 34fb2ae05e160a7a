"""What the territories page says, as frozen values in words: banner, bench, strip and next problem."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gtm_desktop.core.words import MISSING, count, day, decimal, joined, money, money_short, ntr, percent, tr
from gtm_desktop.planning import search_words
from gtm_desktop.planning.changes import Allowed
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import BudgetUse, Plan, TerritoryAnswer
from gtm_desktop.planning.result import OwnerTotal, PlanProblem, PlanResult, Stage
from gtm_desktop.planning.settings import TerritoryRules
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.models.table_view import TableView
from gtm_desktop.ui.pages.people import PERSONAL_PROBLEMS
from gtm_desktop.ui.pages.territories.rows import territory_rows
from gtm_desktop.ui.widgets.kpi import KpiView

_STAGES = (Stage.TERRITORIES, Stage.REPS)
_FALL = 0.10
"""A rep's margin that falls by more than this share is counted. Source: SCREENS, page 4."""
_NAMED = 8
_MISSED_TARGETS = frozenset({"under_target", "under_potential_target"})


@dataclass(frozen=True)
class BenchChip:
    """Something that waits for a territory.

    Attributes:
        text: what the chip says.
        tip: more about it.
        rep_id: whom it stands for; empty for accounts.
        account_ids: which accounts it stands for; empty for a person.
        why_fixed: why it cannot be put on a territory; empty if it can.
    """

    text: str
    tip: str
    rep_id: str = ""
    account_ids: tuple[str, ...] = ()
    why_fixed: str = ""


@dataclass(frozen=True)
class BenchView:
    """The bench: chips, or a sentence where there are none or they are hidden."""

    chips: tuple[BenchChip, ...]
    sentence: str


@dataclass(frozen=True)
class ProblemView:
    """A problem on this page, or that one territory has none.

    Attributes:
        text: what is wrong.
        place: its number among them; empty where nothing is wrong.
        subject: what it concerns; empty for the whole plan.
        territory_id: the territory that has it, itself or through its rep; empty for none.
        account_ids: the accounts it is about, where it is about some of a territory's.
        has_ways_out: a target is missed, so that there are ways out to look at.
    """

    text: str
    place: str
    subject: str
    territory_id: str = ""
    account_ids: tuple[str, ...] = ()
    has_ways_out: bool = False


@dataclass(frozen=True, eq=False)
class TerritoriesView:
    """Everything the page shows beside the map.

    Attributes:
        is_built: there are territories.
        rules: how they are built.
        table: one row a territory.
        hint: what stands beside the table's title.
        reps: rep code by territory id; empty for a position without a person.
        names: territory id to name, in the order of the table.
        locked: ids of locked territories.
        stale: why the answer rests on something older; empty if it does not.
        needs_only_reps: matching reps again is all that is needed for it.
        bench: who and what waits for a territory.
        figures: the strip below the map.
        problems: what needs a look here, worst first.
        no_targets: why there is nothing to tell about missed targets; empty if there is.
        no_reps: why reps cannot be assigned; empty if they can.
    """

    is_built: bool
    rules: TerritoryRules
    table: TableView
    hint: str
    reps: dict[str, str]
    names: dict[str, str]
    locked: frozenset[str]
    stale: str
    needs_only_reps: bool
    bench: BenchView
    figures: tuple[KpiView, ...]
    problems: tuple[ProblemView, ...]
    no_targets: str
    no_reps: str

    def problem_of(self, territory_id: str) -> int | None:
        """Return the number of the worst problem of a territory; None for a territory without one."""
        found = (at for at, problem in enumerate(self.problems) if problem.territory_id == territory_id)
        return next(found, None)

    def problem_shown(self, number: int, territory_id: str) -> ProblemView | None:
        """Return the problem to show: that of the chosen territory, or that it has none; else the one of a number."""
        if territory_id in self.names and self.problem_of(territory_id) is None:
            text = tr("{territory}: nothing needs a look.", territory=self.names[territory_id])
            return ProblemView(text, "", territory_id, territory_id)
        return self.problems[number % len(self.problems)] if self.problems else None


def territories_view(dataset: Dataset, plan: Plan, result: PlanResult, *, shows_people: bool) -> TerritoriesView:
    """Say everything the page shows. Without `shows_people` nobody's home, score or waiting for a place is told."""
    table = result.territories
    is_built = plan.accepted.territories is not None
    problems = page_problems(result, shows_people=shows_people)
    names = {str(key): str(name) for key, name in zip(table[columns.TERRITORY_ID], table[columns.NAME], strict=True)}
    is_open = {owner.owner_id: owner.is_open for owner in result.owners}
    owners = zip(table[columns.TERRITORY_ID], table[columns.OWNER_ID], strict=True)
    people = set(dataset.reps[rep_columns.REP_ID])
    reps = {str(key): str(owner) if owner in people and not is_open.get(owner, True) else "" for key, owner in owners}
    territory_of = {rep: key for key, rep in reps.items() if rep} | {key: key for key in names}
    return TerritoriesView(
        is_built=is_built,
        rules=plan.settings.territories,
        table=territory_rows(result, problems=problems, territory_of=territory_of),
        hint=tr("drag a rep or accounts onto a row or onto the map") if is_built else "",
        reps=reps,
        names=names,
        locked=frozenset(plan.pins.locked) & set(names),
        stale=_stale(result),
        needs_only_reps=Stage.TERRITORIES not in result.stale,
        bench=bench_view(dataset, plan, result, shows_people=shows_people),
        figures=strip_figures(dataset, plan, result, shows_people=shows_people) if is_built else (),
        problems=tuple(
            ProblemView(
                problem.message,
                tr("{n} of {total}", n=number, total=len(problems)),
                problem.subject,
                territory_of.get(problem.subject, ""),
                tuple(dataset.accounts[account_columns.ACCOUNT_ID].iloc[list(problem.rows)]),
                problem.code in _MISSED_TARGETS,
            )
            for number, problem in enumerate(problems, start=1)
        ),
        no_targets=_no_targets(plan, problems),
        no_reps="" if is_built else tr("build the territories first"),
    )


def page_problems(result: PlanResult, *, shows_people: bool) -> tuple[PlanProblem, ...]:
    """Return the problems that are mended on this page, worst first."""
    return tuple(
        problem
        for problem in result.problems
        if problem.stage in _STAGES and (shows_people or problem.code not in PERSONAL_PROBLEMS)
    )


def _stale(result: PlanResult) -> str:
    if Stage.TERRITORIES in result.stale:
        return tr("These territories rest on rules or accounts that have changed since.")
    if Stage.REPS in result.stale:
        return tr("The reps were matched to territories that have changed since.")
    return ""


def bench_view(dataset: Dataset, plan: Plan, result: PlanResult, *, shows_people: bool) -> BenchView:
    """Say who and what waits for a territory: people, open positions, leavers and accounts."""
    waiting = _waiting_accounts(result)
    if not shows_people:
        return BenchView(waiting, tr("In workshop mode people without a territory are not shown."))
    owners = result.owner_by_id
    reps = dataset.reps[dataset.reps[rep_columns.ROLE] == Role.OUTSIDE]
    placed = set(result.territories[columns.OWNER_ID])
    leaves = reps[rep_columns.LEAVING] < pd.Timestamp(plan.settings.plan_year_start)
    chips = [_person(row, owners) for row in _records(reps[reps[rep_columns.REP_ID].isin(result.bench)])]
    is_open = reps[rep_columns.IS_OPEN].fillna(False).astype(bool) & ~reps[rep_columns.REP_ID].isin(placed) & ~leaves
    chips += [_position(row) for row in _records(reps[is_open])]
    chips += [_leaver(row, owners) for row in _records(reps[leaves & ~reps[rep_columns.REP_ID].isin(placed)])]
    sentence = "" if chips or waiting else tr("Everybody has a territory.")
    return BenchView((*chips, *waiting), sentence)


def _records(reps: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(key): value for key, value in row.items()} for row in reps.to_dict("records")]


def _name(row: dict[str, object]) -> str:
    name = row[rep_columns.NAME]
    return str(row[rep_columns.REP_ID]) if pd.isna(name) else str(name)  # type: ignore[call-overload]


def _person(row: dict[str, object], owners: Mapping[str, OwnerTotal]) -> BenchChip:
    parts = [_name(row)]
    city, score = row[rep_columns.HOME_CITY], row[rep_columns.PERFORMANCE_INDEX]
    if isinstance(city, str):
        parts.append(city)
    if isinstance(score, float) and np.isfinite(score):
        parts.append(decimal(score, 2))
    total = owners.get(str(row[rep_columns.REP_ID]))
    tip = tr("Not placed yet. Drag onto a row or the map, or click to choose a territory.")
    if total is not None and total.today_accounts:
        tip += "\n" + _had(total)
    return BenchChip(" · ".join(parts), tip, rep_id=str(row[rep_columns.REP_ID]))


def _position(row: dict[str, object]) -> BenchChip:
    text = tr("Open position · {code}", code=row[rep_columns.REP_ID])
    tip = tr("A position nobody fills yet. Drag onto a row or the map, or click to choose a territory.")
    return BenchChip(text, tip, rep_id=str(row[rep_columns.REP_ID]))


def _leaver(row: dict[str, object], owners: Mapping[str, OwnerTotal]) -> BenchChip:
    leaving = pd.Timestamp(str(row[rep_columns.LEAVING])).date()
    total = owners.get(str(row[rep_columns.REP_ID]))
    fixed = tr("Leaves before the plan year begins and gets no territory.")
    tip = fixed if total is None or not total.today_accounts else f"{fixed}\n{_had(total)}"
    text = tr("{name} · leaves {day}", name=_name(row), day=day(leaving))
    return BenchChip(text, tip, rep_id=str(row[rep_columns.REP_ID]), why_fixed=fixed)


def _had(total: OwnerTotal) -> str:
    accounts = ntr("{n} account", "{n} accounts", total.today_accounts)
    return tr("Today: {accounts}, {margin} of margin.", accounts=accounts, margin=money(total.today_gross_margin))


def _waiting_accounts(result: PlanResult) -> tuple[BenchChip, ...]:
    roster = result.roster
    waits = roster[roster_columns.CHANNEL].isin([Channel.OUTSIDE, Channel.JOINT])
    waits &= roster[roster_columns.TERRITORY_ID].isna()
    ids = tuple(roster.loc[waits.to_numpy(dtype=np.bool_), roster_columns.ACCOUNT_ID])
    if not ids or result.territories.empty:
        return ()
    text = ntr("{n} account with no territory", "{n} accounts with no territory", len(ids))
    return (BenchChip(text, tr("Drag onto a row or the map, or click to select them."), account_ids=ids),)


def strip_figures(dataset: Dataset, plan: Plan, result: PlanResult, *, shows_people: bool) -> tuple[KpiView, ...]:
    """Say the plan's figures below the map."""
    kpis = result.kpis
    falls = falling_reps(dataset, plan, result)
    bench = frozenset(result.bench)
    told = [owner for owner in falls if shows_people or owner.owner_id not in bench]
    fallen = tr("{name}: {before} → {after}")
    names = "\n".join(
        fallen.format(name=each.name, before=money(each.today_gross_margin), after=money(each.gross_margin))
        for each in told[:_NAMED]
    )
    changing = kpis.changing_accounts / kpis.base_accounts if kpis.base_accounts else None
    good, tested = reached(result, plan.settings.territories)
    low, high = money_short(kpis.smallest_margin), money_short(kpis.largest_margin)
    return (
        KpiView(
            tr("within limits and target"), tr("{n} of {total}", n=count(good), total=count(kpis.territories)),
            tested, tone="good" if good == kpis.territories else "warn",
        ),
        KpiView(
            tr("smallest – largest margin"), f"{low} – {high}",
            tr("{low} to {high}; {share} of territories lie within 15% of the mean.",
               low=money(kpis.smallest_margin), high=money(kpis.largest_margin), share=percent(kpis.balance)),
        ),
        KpiView(
            tr("reps lose over 10% margin"), count(len(falls)),
            names or tr("Nobody's margin falls by more than 10%."), tone="warn" if falls else "",
        ),
        KpiView(
            tr("accounts change hands · {margin}", margin=money_short(kpis.changing_margin)),
            f"{count(kpis.changing_accounts)} ({percent(changing)})" if changing is not None else MISSING,
            tr("{n} of the {base} accounts that have an active named rep today end with another person: {margin} a "
               "year. Accounts of leavers and first assignments are counted apart.",
               n=count(kpis.changing_accounts), base=count(kpis.base_accounts), margin=money(kpis.changing_margin)),
        ),
        KpiView(
            tr("driving, all reps"), tr("{hours} h/wk", hours=count(kpis.travel_hours_week)),
            tr("Estimated: visits by size, {stops} stops a trip, roads {factor} times as long as the crow flies.",
               stops=decimal(plan.settings.call_plan.stops_per_trip), factor=decimal(plan.settings.call_plan.circuity)),
        ),
    )  # fmt: skip


def falling_reps(dataset: Dataset, plan: Plan, result: PlanResult) -> list[OwnerTotal]:
    """Return the active people whose margin falls by over a tenth against today, the largest fall first."""
    reps = dataset.reps
    leaves = reps[rep_columns.LEAVING] < pd.Timestamp(plan.settings.plan_year_start)
    active = set(reps.loc[~leaves, rep_columns.REP_ID])
    falls = [
        owner
        for owner in result.owners
        if owner.owner_id in active
        and owner.role == Role.OUTSIDE
        and not owner.is_open
        and owner.today_gross_margin > 0
        and owner.gross_margin < (1 - _FALL) * owner.today_gross_margin
    ]
    return sorted(falls, key=lambda owner: owner.gross_margin - owner.today_gross_margin)


def reached(result: PlanResult, rules: TerritoryRules) -> tuple[int, str]:
    """Count the territories within their limits and over every target that is set, and say what was tested."""
    table = result.territories
    good = (table[columns.LOAD] >= table[columns.LOWER]) & (table[columns.LOAD] <= table[columns.UPPER])
    tested = [tr("accounts within the limits of the person")]
    for target, column, line, words in (
        (rules.value_target, columns.GROSS_MARGIN, columns.VALUE_TARGET, tr("margin of at least {target}")),
        (rules.potential_target, columns.POTENTIAL, columns.POTENTIAL_TARGET, tr("potential of at least {target}")),
    ):
        if target is not None:
            good &= (table[column] >= table[line]).fillna(True)
            tested.append(words.format(target=money_short(target)))
    none = "" if len(tested) > 1 else " " + tr("No target is set.")
    return int(good.sum()), tr("Tested: {tests}.", tests=joined(tested)) + none


def _no_targets(plan: Plan, problems: Iterable[PlanProblem]) -> str:
    answer, rules = plan.accepted.territories, plan.settings.territories
    if answer is None:
        return tr("there are no territories yet")
    if any(decision.taken is not None for decision in answer.decisions):
        return ""
    if rules.value_target is None and rules.potential_target is None:
        return tr("no target is set")
    is_missed = any(problem.code in _MISSED_TARGETS for problem in problems)
    return "" if is_missed else tr("every territory reaches its targets")


def quality(answer: TerritoryAnswer, allowed: Allowed) -> str:
    """Say how good an answer is, what is proven of it, and what changed hands of what was allowed to."""
    run = answer.run
    best = tr(
        "The territories cost {cost} a year in driving, handoffs and balance; found in {seconds} s ({search}).",
        cost=money_short(run.objective * 100), seconds=decimal(run.seconds), search=search_words.search(run),
    )  # fmt: skip
    parts = [best]
    if run.lower_bound is None or run.objective <= 0:
        parts.append(_no_bound(answer))
    else:
        gap = max(0.0, (run.objective - run.lower_bound) / run.objective)
        bound = money_short(run.lower_bound * 100)
        parts.append(tr("Proven: no plan with as many territories and these upper limits costs under {bound}, "
                        "so none is more than {gap} cheaper.", bound=bound, gap=percent(gap, 1)))  # fmt: skip
    if run.was_cancelled:
        parts.append(tr("The search was stopped early; build again to search the whole time."))
    if answer.budget_use is not None:
        parts.append(budget_words(answer.budget_use, allowed))
    return "\n\n".join(parts)


def _no_bound(answer: TerritoryAnswer) -> str:
    if any(decision.taken is not None for decision in answer.decisions):
        return tr("Territories were mended after the search because they missed a target, so no bound is told: it "
                  "would be about another plan.")  # fmt: skip
    return tr("No bound was proven: with so many accounts, or customers of several sites, it would take too long. How "
              "far the plan is from the best is not known.")  # fmt: skip


def budget_words(use: BudgetUse, allowed: Allowed) -> str:
    """Say what changed hands of what is allowed to, and what one more percent of change buys."""
    words = tr(
        "Change hands: {accounts}, {margin}, {most}.",
        accounts=_of(ntr("{n} account", "{n} accounts", use.accounts), count, allowed.accounts),
        margin=_of(tr("{margin} of margin", margin=money_short(use.margin)), money_short, allowed.margin),
        most=_of(tr("at most {n} of any one rep", n=count(use.most_of_one_rep)), count, allowed.each),
    )
    if use.next_gain is None or use.next_accounts is None:
        return words
    more = ntr(
        "One more percent ({n} account) buys {gain} a year.", "One more percent ({n} accounts) buys {gain} a year.",
        use.next_accounts, gain=money_short(use.next_gain),
    )  # fmt: skip
    return f"{words} {more}"


def _of(used: str, write: Callable[[int], str], most: int | None) -> str:
    return used if most is None else tr("{used} (limit {most})", used=used, most=write(most))
