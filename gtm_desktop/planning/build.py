"""Phase 3, solved: territories, then reps, then inside books; each answer is accepted before the next is sought."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import tr
from gtm_desktop.engine.bound import lower_bound
from gtm_desktop.engine.problem import NONE, Problem, Solution
from gtm_desktop.engine.solve import solve as solve_here
from gtm_desktop.planning.changes import allowed_changes
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.hours_cut import within_hours
from gtm_desktop.planning.inside import spread_inside
from gtm_desktop.planning.limited import Found, Workshop, answer_within
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.plan import OPEN, InsideAnswer, Plan, RepAnswer, TerritoryAnswer
from gtm_desktop.planning.present import present_plan, present_solution
from gtm_desktop.planning.reps import match_reps, nothing_to_match
from gtm_desktop.planning.request_inputs import inside_request, rep_request, territory_request
from gtm_desktop.planning.scope import frozen_accounts, frozen_people, with_frozen_books, with_people
from gtm_desktop.planning.territories import TerritoryTask, territory_answer, territory_task
from gtm_desktop.planning.territory_enclaves import without_enclaves
from gtm_desktop.planning.territory_request import Keep
from gtm_desktop.planning.territory_targets import viable_answer
from gtm_desktop.planning.today import Today
from gtm_desktop.tables.roster import RosterTable

_MOST_BOUNDED, _MOST_BOUNDED_UNLIKE = 2500, 600
"""Accounts up to which the bound takes a second or two; where they take unlike places, it takes ten times as long."""

Solve = Callable[..., Solution]
"""Solves a `Problem`: keywords seed, `TerritoryRules.effort` and progress, as `engine.solve.solve`; or elsewhere."""


def build_territories(
    dataset: Dataset, plan: Plan, *, solve: Solve = solve_here, progress: Progress = SILENT, memo: Memo | None = None
) -> TerritoryAnswer:
    """Form the outside territories of a plan and fill them from inside.

    Outside the plan's scope everything stays; no more changes hands than the plan's limit of changes allows.

    Raises:
        UserError: no account is outside by rule; `budget_too_small` where more must change hands than allowed.
        Cancelled: before a first plan was found.
    """
    memo = Memo() if memo is None else memo
    progress.report(tr("Preparing the territories"))
    present, task = present_task(dataset, plan, memo=memo)
    began = time.perf_counter()
    rules = plan.settings.territories

    def search(problem: Problem) -> Found:
        solution = without_enclaves(problem, solve(problem, seed=rules.seed, **rules.effort, progress=progress), rules)
        return Found(replace(solution, lower_bound=_proven_bound(problem, solution, progress)))

    def answered(solution: Solution) -> TerritoryAnswer:
        answer = territory_answer(task, solution, seconds=time.perf_counter() - began)
        return whole_answer(dataset, present, answer, memo=memo)

    def tested(problem: Problem, solution: Solution) -> TerritoryAnswer:
        asked, solution = within_hours(replace(task, problem=problem), solution)
        answer = viable_answer(asked, solution, seconds=time.perf_counter() - began, progress=progress)
        return whole_answer(dataset, present, answer, memo=memo)

    def finished(answer: TerritoryAnswer) -> RosterTable:
        whole = replace(present, accepted=replace(present.accepted, territories=answer))
        whole = replace(whole, accepted=replace(whole.accepted, reps=assign_reps(dataset, whole, memo=memo)))
        whole = replace(whole, accepted=replace(whole.accepted, inside=assign_inside(dataset, whole, memo=memo)))
        return evaluate(dataset, whole, memo).roster

    if not plan.settings.changes.is_set:
        return tested(task.problem, search(task.problem).solution)
    today, _, _, _ = phases(dataset, plan, memo)
    allowed = allowed_changes(dataset, plan.settings.changes, today)
    now = present_solution(task)
    workshop = Workshop(search, answered, tested, finished)
    return answer_within(dataset, task, allowed=allowed, present=now, workshop=workshop)


def present_task(dataset: Dataset, plan: Plan, *, memo: Memo, is_improving: bool = False) -> tuple[Plan, TerritoryTask]:
    """Return the plan as territories are sought for it, and what the engine is asked.

    Where something is frozen or improved, the plan's present state is accepted: its own territories, else today's.

    Raises:
        UserError: code `no_outside_accounts`.
    """
    found = phases(dataset, plan, memo)
    frozen = frozen_accounts(dataset, plan.settings.scope, found.today)
    if is_improving or frozen.any():
        plan = present_plan(dataset, plan, channels=found.channels, today=found.today, capacity=found.capacity)
    task = territory_task(territory_request(dataset, plan, found, keep=Keep(frozen, is_improving=is_improving)))
    if not len(task.rows) and not len(task.without_place):
        raise UserError(
            tr("No account is outside, so there is nothing to form territories from."),
            tr("Lower the outside line on the Channels page."),
            code="no_outside_accounts",
        )
    return plan, task


def whole_answer(dataset: Dataset, plan: Plan, answer: TerritoryAnswer, *, memo: Memo) -> TerritoryAnswer:
    """Return an answer in which frozen accounts are left inside where they were, or as today if never placed."""
    today, _, _, _ = phases(dataset, plan, memo)
    frozen = frozen_accounts(dataset, plan.settings.scope, today)
    before = plan.accepted.territories
    if before is None:
        return replace(answer, as_today=tuple(np.flatnonzero(frozen).tolist()))
    as_today = tuple(row for row in before.as_today if frozen[row])
    return replace(answer, out_of_reach=answer.out_of_reach | (frozen & before.out_of_reach), as_today=as_today)


def _proven_bound(problem: Problem, solution: Solution, progress: Progress) -> float | None:
    """Return what no plan can cost less than, in currency a year; None where that takes too long, or nobody waits."""
    most = _MOST_BOUNDED if problem.weight is None else _MOST_BOUNDED_UNLIKE
    if problem.accounts > most or solution.was_cancelled or (solution.centre == NONE).any():
        return None
    progress.report(tr("Proving how good the plan is"))
    try:
        return lower_bound(problem, solution, progress=progress).any_centres
    except Cancelled:
        return None


def assign_reps(
    dataset: Dataset, plan: Plan, *, memo: Memo | None = None, held: Mapping[str, str] | None = None
) -> RepAnswer:
    """Give each territory of the accepted answer a rep.

    Args:
        dataset: accounts and people.
        plan: its territory answer must be accepted.
        memo: saves time.
        held: rep codes by territory id that are not matched. None: those of territories with accounts outside the
            scope, and under a limit of changes all whom the territories were formed for.
    """
    found = phases(dataset, plan, memo)
    if held is None:
        held = _held_people(dataset, plan, found.today)
    request = rep_request(dataset, with_people(plan, held), found, roster=evaluate(dataset, plan, memo).roster)
    return nothing_to_match() if request is None else match_reps(request)


def _held_people(dataset: Dataset, plan: Plan, today: Today) -> Mapping[str, str]:
    answer = plan.accepted.territories
    frozen = frozen_people(plan, frozen_accounts(dataset, plan.settings.scope, today))
    if answer is None or not plan.settings.changes.is_set:
        return frozen
    return {key: rep for key, rep in zip(answer.ids, answer.formed_for, strict=False) if rep != OPEN} | dict(frozen)


def assign_inside(dataset: Dataset, plan: Plan, *, memo: Memo | None = None) -> InsideAnswer:
    """Give each inside account of the plan an inside rep; outside the scope everybody keeps theirs."""
    found = phases(dataset, plan, memo)
    frozen = frozen_accounts(dataset, plan.settings.scope, found.today)
    held = with_frozen_books(dataset, plan, frozen, today=found.today, capacity=found.capacity)
    return spread_inside(inside_request(dataset, held, found, roster=evaluate(dataset, plan, memo).roster))


def build_all(dataset: Dataset, plan: Plan, *, solve: Solve = solve_here, progress: Progress = SILENT) -> Plan:
    """Walk phase 3 and return the plan with its answers accepted; without outside accounts only the inside one.

    Raises:
        Cancelled: before a first plan was found.
    """
    memo = Memo()
    try:
        territories = build_territories(dataset, plan, solve=solve, progress=progress, memo=memo)
    except UserError as error:
        if error.code != "no_outside_accounts":
            raise
    else:
        plan = replace(plan, accepted=replace(plan.accepted, territories=territories))
        progress.report(tr("Matching reps to territories"))
        plan = replace(plan, accepted=replace(plan.accepted, reps=assign_reps(dataset, plan, memo=memo)))
    progress.report(tr("Spreading the inside accounts"))
    return replace(plan, accepted=replace(plan.accepted, inside=assign_inside(dataset, plan, memo=memo)))
