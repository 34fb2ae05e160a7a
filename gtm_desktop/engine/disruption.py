"""Improving on the present plan without upsetting it: a hard limit on what changes hands, and what more of it buys."""

from dataclasses import dataclass, replace
from math import ceil

from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.engine.budgets import Spent, spent
from gtm_desktop.engine.problem import NONE, Budget, Problem, Solution
from gtm_desktop.engine.solve import solve


@dataclass(frozen=True)
class Improved:
    """A plan within the budget, and the next step beyond it.

    Attributes:
        solution: the plan.
        spent: what changes hands in it.
        next_budget: the budget with one percent more of all accounts, and of their value, that have somebody today.
        next_gain: what that percent saves in currency a year, as far as the search found; never negative.
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
    progress: Progress = SILENT,
) -> Improved:
    """Improve the plan that `incumbent` describes, within the problem's budget; without a budget, as far as it goes.

    Two searches: within the budget, with two thirds of the time, and from there within one percent more.

    Raises:
        UserError: code `budget_too_small`, where limits and locks alone take more than the budget.
        Cancelled: cancelled before there was a plan.
    """
    budget = problem.budget or Budget()
    within = solve(problem, seed=seed, seconds=seconds * 2 / 3, iterations=iterations, progress=progress)
    wider = _one_percent_more(problem, budget)
    gain = 0.0
    if not within.was_cancelled:
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


def _one_percent_more(problem: Problem, budget: Budget) -> Budget:
    has_somebody = problem.incumbent != NONE
    accounts, value = ceil(0.01 * int(has_somebody.sum())), 0.01 * float(problem.value[has_somebody].sum())
    return Budget(
        accounts=None if budget.accounts is None else budget.accounts + accounts,
        value=None if budget.value is None else budget.value + value,
        each=budget.each,
    )
