"""Improving on the present plan without upsetting it: a hard limit on what changes hands, and what more of it buys."""

from dataclasses import dataclass, replace
from math import ceil

from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.engine.budgets import Spent, spent
from gtm_desktop.engine.problem import NONE, Budget, Ints, Problem, Solution
from gtm_desktop.engine.solve import solve


@dataclass(frozen=True)
class Improved:
    """A plan within the budget, and the next step beyond it.

    Attributes:
        solution: the plan.
        spent: what changes hands in it.
        next_budget: the budget one step further.
        next_gain: what that step saves in currency a year, as far as the search found; never negative.
    """

    solution: Solution
    spent: Spent
    next_budget: Budget
    next_gain: float


def improved(
    problem: Problem,
    *,
    seed: int,
    seconds: float = 5.0,
    iterations: int | None = None,
    start: Ints | None = None,
    step: Budget | None = None,
    progress: Progress = SILENT,
) -> Improved:
    """Improve the plan at hand within the problem's budget; without a budget, as far as it goes.

    Two searches: within the budget, with two thirds of the time, and from there within one step more. Where nothing
    is limited there is one, and nothing more to gain.

    Args:
        problem: its budget limits what changes hands.
        seed: as for `solve`.
        seconds: as for `solve`, for both searches together.
        iterations: as for `solve`, of the first search; the second makes half as many.
        start: n territory numbers of the plan at hand, within limits, locks and budget; None begins where the least
            changes hands.
        step: how much more accounts and value are priced; None takes one percent of those that have somebody today.
        progress: as for `solve`.

    Raises:
        UserError: code `budget_too_small`, where limits and locks alone take more than the budget.
        Cancelled: cancelled before there was a plan.
    """
    budget = problem.budget or Budget()
    wider = _wider(budget, step or _one_percent(problem))
    is_limited = wider != budget
    share = 2 / 3 if is_limited else 1.0
    within = solve(problem, seed=seed, seconds=seconds * share, iterations=iterations, start=start, progress=progress)
    gain = 0.0
    if is_limited and not within.was_cancelled:
        beyond = solve(
            replace(problem, budget=wider),
            seed=seed,
            seconds=seconds / 3,
            iterations=within.planned_iterations // 2,
            start=within.territory,
            progress=progress,
        )
        gain = max(0.0, within.objective - beyond.objective)
    used = spent(problem.incumbent, within.territory, problem.value, territories=problem.territories)
    return Improved(within, used, wider, gain)


def _one_percent(problem: Problem) -> Budget:
    has_somebody = problem.incumbent != NONE
    return Budget(ceil(0.01 * int(has_somebody.sum())), 0.01 * float(problem.value[has_somebody].sum()))


def _wider(budget: Budget, step: Budget) -> Budget:
    return Budget(
        accounts=None if budget.accounts is None else budget.accounts + (step.accounts or 0),
        value=None if budget.value is None else budget.value + (step.value or 0.0),
        each=budget.each,
    )
