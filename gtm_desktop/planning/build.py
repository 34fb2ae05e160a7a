"""Phase 3, solved: territories, then reps, then inside books; each answer is accepted before the next is sought."""

import time
from collections.abc import Callable
from dataclasses import replace

from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import tr
from gtm_desktop.engine.bound import lower_bound
from gtm_desktop.engine.problem import NONE, Problem, Solution
from gtm_desktop.engine.solve import solve as solve_here
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import Memo, evaluate, phases
from gtm_desktop.planning.inside import spread_inside
from gtm_desktop.planning.plan import InsideAnswer, Plan, RepAnswer, TerritoryAnswer
from gtm_desktop.planning.reps import match_reps
from gtm_desktop.planning.territories import territory_answer, territory_task

_MOST_BOUNDED = 2500
"""Accounts up to which the bound takes a second or two."""

Solve = Callable[..., Solution]
"""Solves a `Problem`: keywords seed, seconds and progress, as `engine.solve.solve`; may run it elsewhere."""


def build_territories(
    dataset: Dataset, plan: Plan, *, solve: Solve = solve_here, progress: Progress = SILENT, memo: Memo | None = None
) -> TerritoryAnswer:
    """Form the outside territories of a plan and fill them from inside.

    Raises:
        UserError: no account is outside by rule.
        Cancelled: before a first plan was found.
    """
    today, capacity, segmentation, channels = phases(dataset, plan, memo)
    progress.report(tr("Preparing the territories"))
    task = territory_task(dataset, plan, segmentation=segmentation, channels=channels, today=today, capacity=capacity)
    if not len(task.rows) and not len(task.without_place):
        raise UserError(
            tr("No account is outside, so there is nothing to form territories from."),
            tr("Lower the outside line on the Channels page."),
            code="no_outside_accounts",
        )
    began = time.perf_counter()
    rules = plan.settings.territories
    solution = solve(task.problem, seed=rules.seed, seconds=rules.seconds, progress=progress)
    solution = replace(solution, lower_bound=_proven_bound(task.problem, solution, progress))
    return territory_answer(task, solution, dataset.accounts, seconds=time.perf_counter() - began)


def _proven_bound(problem: Problem, solution: Solution, progress: Progress) -> float | None:
    """Return what no plan can cost less than, in currency a year; None where that takes too long, or nobody waits."""
    if problem.accounts > _MOST_BOUNDED or solution.was_cancelled or (solution.centre == NONE).any():
        return None
    progress.report(tr("Proving how good the plan is"))
    try:
        return lower_bound(problem, solution, progress=progress).any_centres
    except Cancelled:
        return None


def assign_reps(dataset: Dataset, plan: Plan, *, memo: Memo | None = None) -> RepAnswer:
    """Give each territory of the accepted answer a rep."""
    today, capacity, _, _ = phases(dataset, plan, memo)
    roster = evaluate(dataset, plan, memo).roster
    return match_reps(dataset, plan, roster=roster, today=today, capacity=capacity)


def assign_inside(dataset: Dataset, plan: Plan, *, memo: Memo | None = None) -> InsideAnswer:
    """Give each inside account of the plan an inside rep."""
    today, capacity, segmentation, _ = phases(dataset, plan, memo)
    roster = evaluate(dataset, plan, memo).roster
    return spread_inside(dataset, plan, roster=roster, segmentation=segmentation, today=today, capacity=capacity)


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
