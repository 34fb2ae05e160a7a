"""Improving the plan at hand: the same territories and people, better accounts, few changes of hands."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import tr
from gtm_desktop.engine.budgets import spent
from gtm_desktop.engine.disruption import Improved
from gtm_desktop.engine.disruption import improved as improved_here
from gtm_desktop.engine.instance import loads_of
from gtm_desktop.engine.problem import Budget, Ints, Problem, Solution
from gtm_desktop.engine.units import Apart, split_units
from gtm_desktop.planning.build import assign_inside, assign_reps, present_task, whole_answer
from gtm_desktop.planning.changes import allowed_changes, one_percent
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.limited import Found, Workshop, answer_within
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.plan import OPEN, Plan, TerritoryAnswer
from gtm_desktop.planning.present import present_solution
from gtm_desktop.planning.settings import TerritoryRules
from gtm_desktop.planning.territories import TerritoryTask, territory_answer
from gtm_desktop.planning.territory_enclaves import without_enclaves
from gtm_desktop.planning.territory_targets import only_reported, viable_answer
from gtm_desktop.tables.roster import RosterTable

Improve = Callable[..., Improved]
"""Improves a `Problem`: keywords seed, effort, start, step and progress, as `engine.disruption.improved`."""


def improve_plan(
    dataset: Dataset, plan: Plan, *, improve: Improve = improved_here, progress: Progress = SILENT
) -> Plan:
    """Improve the territories of a plan from its present state and return it with its new answers accepted.

    The present state is the accepted answer with what was moved by hand; before any, who has the accounts today. Every
    territory keeps its name and its person, locked ones their accounts, and whatever is outside the scope stays. The
    answer says what changed hands and what one more percent would save.

    Args:
        dataset: accounts and people.
        plan: its rules limit what changes hands; without a limit, as far as it goes.
        improve: seeks the better territories; may run it elsewhere.
        progress: told how far it is.

    Raises:
        UserError: code `no_outside_accounts`; `nothing_to_improve` where nobody has an account today and no
            territories were built; `budget_too_small` where rules and limits alone change more hands than allowed.
        Cancelled: before a first plan was found.
    """
    memo = Memo()
    progress.report(tr("Preparing the territories"))
    present, task = _improvable(dataset, plan, memo)
    today, _, _, _ = phases(dataset, plan, memo)
    began = time.perf_counter()
    step = one_percent(dataset, today)
    now = present_solution(task)
    rules = plan.settings.territories

    def search(problem: Problem) -> Found:
        seek = partial(improve, seed=rules.seed, **rules.effort, step=step, progress=progress)
        return _found(problem, now.territory, seek, rules)

    def answered(solution: Solution) -> TerritoryAnswer:
        answer = territory_answer(task, solution, seconds=time.perf_counter() - began)
        return whole_answer(dataset, present, answer, memo=memo)

    def tested(problem: Problem, solution: Solution) -> TerritoryAnswer:
        # Improving keeps every territory: those that fail are only reported, with what the ways out would cost.
        asked = only_reported(replace(task, problem=problem))
        answer = viable_answer(asked, solution, seconds=time.perf_counter() - began, progress=progress)
        return whole_answer(dataset, present, answer, memo=memo)

    def finished(answer: TerritoryAnswer) -> RosterTable:
        return evaluate(dataset, _completed(dataset, present, answer, memo), memo).roster

    allowed = allowed_changes(dataset, plan.settings.changes, today)
    workshop = Workshop(search, answered, tested, finished)
    answer = answer_within(dataset, task, allowed=allowed, present=now, workshop=workshop)
    if answer.budget_use is not None and answer.budget_use.next_gain is not None:
        answer = replace(answer, budget_use=replace(answer.budget_use, next_accounts=step.accounts))
    return _completed(dataset, present, answer, memo)


def _improvable(dataset: Dataset, plan: Plan, memo: Memo) -> tuple[Plan, TerritoryTask]:
    present, task = present_task(dataset, plan, memo=memo, is_improving=True)
    if present.accepted.territories is None:
        raise UserError(
            tr("Nobody of the rep list has an outside account today, so there is nothing to improve."),
            tr("Build the territories first."),
            code="nothing_to_improve",
        )
    return present, task


def _found(problem: Problem, present: Ints, seek: Improve, rules: TerritoryRules) -> Found:
    found = seek(problem, start=_start(problem, present))
    is_limited = problem.budget is not None and (problem.budget.accounts, problem.budget.value) != (None, None)
    return Found(without_enclaves(problem, found.solution, rules), found.next_gain if is_limited else None)


def _completed(dataset: Dataset, present: Plan, answer: TerritoryAnswer, memo: Memo) -> Plan:
    """Accept an answer with the people its territories were formed for, and spread the inside books."""
    people = {key: rep for key, rep in zip(answer.ids, answer.formed_for, strict=True) if rep != OPEN}
    plan = replace(present, accepted=replace(present.accepted, territories=answer))
    plan = replace(plan, accepted=replace(plan.accepted, reps=assign_reps(dataset, plan, memo=memo, held=people)))
    return replace(plan, accepted=replace(plan.accepted, inside=assign_inside(dataset, plan, memo=memo)))


def _start(problem: Problem, territory: Ints) -> Ints | None:
    """Return the present plan where it keeps the upper limits and the budget, so that a search may begin there.

    One that splits units which could be whole is no beginning: a search keeps what is whole and mends only what pays.
    """
    loads = loads_of(territory, _weight(problem), problem.territories)
    used = spent(problem.incumbent, territory, problem.value, territories=problem.territories)
    fits = bool((loads <= problem.upper).all()) and used.keeps(problem.budget or Budget())
    is_torn = any(unit.reason is Apart.NO_ROOM for unit in split_units(problem, territory))
    return territory if fits and not is_torn else None


def _weight(problem: Problem) -> Ints:
    return np.ones(problem.accounts, dtype=np.int64) if problem.weight is None else problem.weight
