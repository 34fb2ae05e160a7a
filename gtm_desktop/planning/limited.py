"""Territories under a limit of what changes hands: sought, finished and counted as the whole plan counts it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import ntr
from gtm_desktop.engine.problem import Problem, Solution
from gtm_desktop.planning.changes import Allowed, Changes, budget_left, changes_of, too_small
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import BudgetUse, TerritoryAnswer
from gtm_desktop.planning.rows import NOWHERE
from gtm_desktop.planning.territories import TerritoryTask
from gtm_desktop.tables.roster import RosterTable

_MOST_TRIES = 5
_CENTS = 100
_TOO_SMALL = "budget_too_small"


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found.

    Attributes:
        solution: the plan.
        next_gain: currency a year that one more percent of change saves; None where nobody asked.
    """

    solution: Solution
    next_gain: float | None = None


@dataclass(frozen=True, eq=False)
class Workshop:
    """How territories are sought and finished.

    Attributes:
        search: seeks a plan for a problem with its budget.
        answered: turns a plan into an answer as it is.
        tested: turns what was found for a problem into an answer whose territories were held against their targets.
        finished: matches reps and spreads inside books for an answer, and returns the roster it all comes to.
    """

    search: Callable[[Problem], Found]
    answered: Callable[[Solution], TerritoryAnswer]
    tested: Callable[[Problem, Solution], TerritoryAnswer]
    finished: Callable[[TerritoryAnswer], RosterTable]


def answer_within(
    dataset: Dataset, task: TerritoryTask, *, allowed: Allowed, present: Solution, workshop: Workshop
) -> TerritoryAnswer:
    """Find territories with which no more changes hands than allowed, everything counted.

    What territories do not decide (channels, inside books, people without a territory, decisions by hand) uses the
    limit first; how much that is shows only in the finished plan, so that a plan which passes the limit is sought
    again with less.

    Args:
        dataset: accounts and people.
        task: what the engine is asked.
        allowed: the limits.
        present: where the problem's accounts are now.
        workshop: how to seek and to finish.

    Returns:
        The answer with its use of the limit.

    Raises:
        UserError: code `budget_too_small`: so little change is not possible.
    """
    apart = set_apart(dataset, workshop.finished(workshop.answered(present)), task)
    for number in range(_MOST_TRIES):
        problem = replace(task.problem, budget=budget_left(allowed, apart))
        found = _searched(problem, workshop, apart)
        answer = workshop.tested(problem, found.solution)
        changes = changes_of(dataset, workshop.finished(answer))
        if changes.keeps(allowed):
            gain = None if found.next_gain is None else round(found.next_gain * _CENTS)
            return replace(answer, budget_use=use_of(changes, next_gain=gain))
        apart = _with_excess(apart, changes.excess(allowed), allowed, times=2**number)
    raise too_small(changes, allowed)


def use_of(changes: Changes, *, next_gain: int | None = None, next_accounts: int | None = None) -> BudgetUse:
    """Return what changes hands as an answer keeps it."""
    return BudgetUse(changes.accounts, changes.margin, changes.most_of_one_rep, next_accounts, next_gain)


def set_apart(dataset: Dataset, roster: RosterTable, task: TerritoryTask) -> Changes:
    """Count what changes hands in a roster though the territories of the problem stay as they are."""
    decided = (task.pieces.of_account != NOWHERE) & (task.facts.incumbent != NOWHERE)
    return changes_of(dataset, roster, among=~decided)


def _with_excess(apart: Changes, excess: tuple[int, int, int], allowed: Allowed, *, times: int) -> Changes:
    """Set more aside: what went over a limit, and ever more of it from try to try, but no more than there is.

    One account of the search may stand for several sites of a customer, so that what went over alone is not enough.
    """
    has = (apart.accounts, apart.margin, apart.most_of_one_rep)
    most = (allowed.accounts, allowed.margin, allowed.each)
    accounts, margin, each = (
        now if limit is None else min(now + times * over, limit)
        for now, over, limit in zip(has, excess, most, strict=True)
    )
    return Changes(accounts, margin, {"": each})


def _searched(problem: Problem, workshop: Workshop, apart: Changes) -> Found:
    try:
        return workshop.search(problem)
    except UserError as error:
        if error.code != _TOO_SMALL or not apart.accounts:
            raise
        more = ntr(
            "{n} account more changes hands by its channel, by hand or with people without a territory.",
            "{n} accounts more change hands by their channel, by hand or with people without a territory.",
            apart.accounts,
        )
        raise UserError(f"{error.message} {more}", error.remedy, code=_TOO_SMALL) from error
