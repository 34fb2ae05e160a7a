"""The test of territories after filling: those under their targets are raised, dissolved or handed inside, or reported.

The answer that comes out is the tested plan: what was given up is gone from it, what went inside is marked, and every
decision stands in it with its figures.
"""

from dataclasses import dataclass, replace

import numpy as np

from gtm_desktop.core.errors import Cancelled
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import tr
from gtm_desktop.engine.answer import restated
from gtm_desktop.engine.contiguity import Floor
from gtm_desktop.engine.problem import NONE, Solution
from gtm_desktop.engine.viability import Added, Decision, Stakes, Targets, Tested, WayOut, cases, costed, tested
from gtm_desktop.planning.plan import TerritoryAnswer, TerritoryDecision
from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints, numbers, sums, whole
from gtm_desktop.planning.territories import TerritoryTask, everybody_placed, spare_filled, territory_answer
from gtm_desktop.planning.territory.stakes import outside_gain, potentials, targets_of, upkeep
from gtm_desktop.planning.territory_enclaves import without_enclaves
from gtm_desktop.planning.territory_parts import new_numbers, part_of_task
from gtm_desktop.planning.territory_request import StakeTerms
from gtm_desktop.tables import accounts as columns

_CENTS = 100.0
_CLOSE = 1e-9


def viable_answer(
    task: TerritoryTask, solution: Solution, *, seconds: float, progress: Progress = SILENT
) -> TerritoryAnswer:
    """Turn the engine's solution into an answer whose territories reach their targets, as far as they can.

    While a territory fails, the one furthest from its line is taken; raising, dissolving and handing it inside are all
    costed, and the cheapest is done. A locked territory, and one that holds an account put there by hand, is not given
    up. Where failing territories are only reported, each is costed by itself and nothing is done; so it is where not
    one of several would be left, since such a target says nothing about any of them.

    Args:
        task: what was asked; its rules say which lines there are. A blank one is not tested.
        solution: what the engine found.
        seconds: wall time of the solve.
        progress: cancelling leaves the answer as it was before the test, marked as cancelled.

    Returns:
        The answer with its decisions. Ids and names are those from before the test.

    Source: PRODUCT R3.5 to R3.9; RULES 4.
    """
    before = territory_answer(task, solution, seconds=seconds)
    rules = task.terms.territories
    if task.terms.stakes is None or not before.ids:
        return before
    filling = _Filling(task, task.terms.stakes, SILENT if solution.was_cancelled else progress)
    targets, stakes = _targets(task), _stakes(task, task.terms.stakes)
    try:
        outcome = None
        if rules.acts_on_failing:
            outcome = tested(task.problem, solution.territory, targets=targets, stakes=stakes, top_up=filling.top_up)
        if outcome is None or (len(before.ids) > 1 and not (outcome.centre != NONE).any()):
            found = costed(task.problem, solution.territory, targets=targets, stakes=stakes, top_up=filling.top_up)
            return replace(before, decisions=tuple(_recorded(each, before, task) for each in found))
    except Cancelled:
        return replace(before, run=replace(before.run, was_cancelled=True))
    stuck = _stuck(outcome, filling, before, task)
    if not outcome.decisions:
        return replace(before, decisions=stuck)
    decisions = tuple(_recorded(each, before, task) for each in outcome.decisions)
    return _after(task, solution, before=before, outcome=outcome, decisions=decisions + stuck)


def only_reported(task: TerritoryTask) -> TerritoryTask:
    """Return the task with failing territories only reported, whatever its rules say."""
    terms = replace(task.terms, territories=replace(task.terms.territories, acts_on_failing=False))
    return replace(task, request=replace(task.request, grounds=replace(task.request.grounds, terms=terms)))


@dataclass(frozen=True, eq=False)
class Way:
    """One way out of a missed target, carried out.

    Attributes:
        decision: what it costs and which accounts it moves.
        answer: the territories after it; its last decision is this one.
    """

    decision: TerritoryDecision
    answer: TerritoryAnswer


@dataclass(frozen=True, eq=False)
class Case:
    """A territory under its targets as the plan stands, with every way out of it.

    Attributes:
        decision: its figures and the prices; nothing is taken.
        ways: each way that there is, carried out by itself; none where a lock or a hand holds the territory.
    """

    decision: TerritoryDecision
    ways: tuple[Way, ...]


def cases_of(task: TerritoryTask, solution: Solution, *, progress: Progress = SILENT) -> tuple[Case, ...]:
    """Carry out every way out of every territory under its targets, each by itself on the plan as it stands.

    Args:
        task: what would be asked to improve the plan; its rules say which lines there are.
        solution: where its accounts are now.
        progress: told how far it is.

    Returns:
        One case a territory that fails after filling, the one furthest from its line first.

    Raises:
        Cancelled: when `progress` was asked to stop.

    Source: PRODUCT R3.6; RULES 4.
    """
    if task.terms.stakes is None or not task.tied:
        return ()
    before = territory_answer(task, solution, seconds=0.0)
    top_up = _Filling(task, task.terms.stakes, progress).top_up
    targets, stakes = _targets(task), _stakes(task, task.terms.stakes)

    def carried_out(outcome: Tested) -> Way:
        recorded = tuple(_recorded(each, before, task) for each in outcome.decisions)
        answer = _after(task, solution, before=before, outcome=outcome, decisions=recorded)
        return Way(answer.decisions[-1], answer)

    found = cases(task.problem, solution.territory, targets=targets, stakes=stakes, top_up=top_up)
    return tuple(
        Case(_recorded(each.decision, before, task), tuple(carried_out(outcome) for outcome in each.outcomes))
        for each in found
    )


class _Filling:
    """Fills plans of one task from inside and adds them up as the territory table does."""

    def __init__(self, task: TerritoryTask, stakes: StakeTerms, progress: Progress) -> None:
        accounts = task.accounts
        self._task, self._progress = task, progress
        self._money = whole(accounts[columns.GROSS_MARGIN]), potentials(accounts)
        self.potential = task.pieces.sums(self._money[1] / _CENTS)
        self._gain = outside_gain(accounts, task.terms.territories, stakes)
        self._places = tuple(np.append(numbers(accounts[name]), np.nan) for name in (columns.LAT, columns.LON))

    def top_up(self, territory: Ints, centre: Ints) -> Added:
        """Return what a plan's territories hold beside the problem's own accounts, in currency.

        Filled accounts, those without a place, those a locked territory had filled; and what margins under zero take.
        """
        self._progress.report(tr("Testing the territories"))
        totals, gain = self._filled(territory, centre)
        placed = territory != NONE
        own = [
            np.bincount(territory[placed], weights=each[placed], minlength=len(centre))
            for each in (self._task.problem.value, self.potential)
        ]
        return Added(totals[0] / _CENTS - own[0], totals[1] / _CENTS - own[1], gain)

    def totals(self, territory: Ints, centre: Ints) -> tuple[Ints, Ints]:
        """Return the p margins and the p potentials of a plan, filled, in cents."""
        return self._filled(territory, centre)[0]

    def _filled(self, territory: Ints, centre: Ints) -> tuple[tuple[Ints, Ints], Floats]:
        number = len(centre)
        slots = self._task.slots
        # Who has no place joins a territory that is still there.
        open_ = replace(self._task, slots=replace(slots, upper=np.where(centre == NONE, 0.0, slots.upper)))
        everyone = everybody_placed(open_, territory)
        at = np.append(self._task.rows, NOWHERE)[centre]
        filled = spare_filled(open_, territory=everyone, centre=(self._places[0][at], self._places[1][at]))
        is_pulled = filled.territory != NOWHERE
        pulled, to = filled.rows[is_pulled], filled.territory[is_pulled]
        everyone[pulled] = to
        gain = np.zeros(number)
        np.add.at(gain, to, self._gain[pulled] - filled.travel[is_pulled])
        margin, potential = (sums(everyone, each, number) for each in self._money)
        return (margin, potential), gain


def _lines(task: TerritoryTask) -> tuple[Ints | None, Ints | None]:
    """Return what each territory must reach in cents, value and potential; None is not tested."""
    rules, full_time, planned = task.terms.territories, task.terms.planned, task.slots.planned
    return targets_of(rules.value_target, planned, full_time), targets_of(rules.potential_target, planned, full_time)


def _targets(task: TerritoryTask) -> Targets:
    value, potential = (None if line is None else line / _CENTS for line in _lines(task))
    return Targets(value, potential)


def _stakes(task: TerritoryTask, terms: StakeTerms) -> Stakes:
    grounds, pieces, rules = task.request.grounds, task.pieces, task.terms.territories
    # An account without a place that a hand put into a territory is not in the problem, and holds it all the same.
    held = np.setdiff1d(task.holds.lock[pieces.of_account == NOWHERE], [NOWHERE])
    return Stakes(
        potential=pieces.sums(potentials(grounds.accounts) / _CENTS),
        outside_gain=pieces.sums(outside_gain(grounds.accounts, rules, terms)),
        upkeep=upkeep(task.tied, grounds.people, terms),
        is_locked=task.slots.is_locked | np.isin(np.arange(len(task.tied)), held),
        reach_km=rules.reach_km,
    )


def _recorded(decision: Decision, before: TerritoryAnswer, task: TerritoryTask) -> TerritoryDecision:
    value_target, potential_target = _targets_at(task, decision.territory)
    return TerritoryDecision(
        territory_id=before.ids[decision.territory],
        name=before.names[decision.territory],
        value=round(decision.value * _CENTS),
        potential=round(decision.potential * _CENTS),
        value_target=value_target,
        potential_target=potential_target,
        prices=tuple((way, round(decision.price[way] * _CENTS)) for way in WayOut if way in decision.price),
        taken=decision.taken,
        moved=_rows_of(task, decision.moved),
        inside=_rows_of(task, decision.inside),
    )


def _targets_at(task: TerritoryTask, number: int) -> tuple[int | None, int | None]:
    value, potential = (None if line is None else int(line[number]) for line in _lines(task))
    return value, potential


def _rows_of(task: TerritoryTask, pieces: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(np.isin(task.pieces.of_account, pieces)).tolist())


def _stuck(
    outcome: Tested, filling: _Filling, before: TerritoryAnswer, task: TerritoryTask
) -> tuple[TerritoryDecision, ...]:
    """Return one decision without a way out for each territory that fails and stays."""
    if not outcome.failing:
        return ()
    margin, potential = filling.totals(outcome.territory, outcome.centre)
    return tuple(
        TerritoryDecision(
            before.ids[at], before.names[at], int(margin[at]), int(potential[at]), *_targets_at(task, at), (), None
        )
        for at in outcome.failing
    )  # fmt: skip


def _after(
    task: TerritoryTask,
    solution: Solution,
    *,
    before: TerritoryAnswer,
    outcome: Tested,
    decisions: tuple[TerritoryDecision, ...],
) -> TerritoryAnswer:
    """Return the answer of what is left, under the ids and names from before."""
    gone = [each.territory for each in outcome.decisions if each.taken is not WayOut.RAISE]
    kept: Flags = ~np.isin(np.arange(len(before.ids)), gone)
    stays = outcome.territory != NONE
    part = part_of_task(task, stays=stays, kept=kept)
    ids = tuple(before.ids[at] for at in np.flatnonzero(kept).tolist())
    part = replace(part, slots=replace(part.slots, kept=ids))
    left = _joined_up(part, _solution_of(part, solution, new_numbers(kept)[outcome.territory[stays]]))
    answer = territory_answer(part, left, seconds=before.run.seconds)
    is_inside = np.zeros(len(task.accounts), dtype=np.bool_)
    is_inside[task.pieces.unfolded((~stays).astype(np.int64)) > 0] = True
    homeless = task.without_place[answer.territory[task.without_place] == NOWHERE]
    if len(homeless):
        last = len(outcome.decisions) - 1
        taken = replace(decisions[last], inside=(*decisions[last].inside, *homeless.tolist()))
        decisions = (*decisions[:last], taken, *decisions[last + 1 :])
        is_inside[homeless] = True
    return replace(
        answer,
        names=tuple(before.names[at] for at in np.flatnonzero(kept).tolist()),
        out_of_reach=answer.out_of_reach | is_inside,
        decisions=decisions,
    )


def _joined_up(task: TerritoryTask, solution: Solution) -> Solution:
    """Return what the test left without the small enclaves that raising and dissolving made, as far as targets hold.

    Under a limit of changes all stays as it was: what went inside has used the limit too.
    """
    stakes = task.terms.stakes
    if stakes is None or task.problem.budget is not None or not len(solution.territory):
        return solution
    filling, targets = _Filling(task, stakes, SILENT), _targets(task)
    before = filling.top_up(solution.territory, solution.centre)
    lines = (
        (task.problem.value, targets.value, before.value),
        (filling.potential, targets.potential, before.potential),
    )
    floors = [Floor(amount, line - added) for amount, line, added in lines if line is not None]
    joined = without_enclaves(task.problem, solution, task.terms.territories, floors=floors)
    # Who joins a territory may take a place that was filled: all lines are held against the plan filled anew.
    after = filling.top_up(joined.territory, joined.centre)
    for (amount, line, was), now in zip(lines, (after.value, after.potential), strict=True):
        if line is None:
            continue
        had, has = (
            np.bincount(each.territory, weights=amount, minlength=len(line)) + added
            for each, added in ((solution, was), (joined, now))
        )
        if (has < np.minimum(line, had) * (1 - _CLOSE)).any():
            return solution
    return joined


def _solution_of(task: TerritoryTask, solution: Solution, territory: Ints) -> Solution:
    if len(territory):
        return restated(task.problem, solution, territory)
    nobody = np.full(task.problem.territories, NONE, dtype=np.int64)
    return replace(
        solution, territory=territory, centre=nobody, objective=0.0, parts={}, violations=0, lower_bound=None
    )
