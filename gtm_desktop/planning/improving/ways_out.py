"""What could be done about each territory under its targets, carried out in full so that the planner can take one."""

from dataclasses import replace

from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import tr
from gtm_desktop.planning.build import assign_inside, assign_reps, present_task, whole_answer
from gtm_desktop.planning.changes import allowed_changes, budget_left, changes_of, too_small
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.limited import set_apart, use_of
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.plan import Plan, TerritoryAnswer
from gtm_desktop.planning.present import present_solution
from gtm_desktop.planning.result import Stage
from gtm_desktop.planning.territories import TerritoryTask
from gtm_desktop.planning.territory_targets import Case, Way, cases_of


def ways_out(dataset: Dataset, plan: Plan, *, progress: Progress = SILENT) -> tuple[Case, ...]:
    """Carry out every way out of every territory under its targets, from the plan as it stands.

    Every other territory keeps its name and its person, locked ones their accounts, and what is outside the scope
    stays. A way that changes more hands than the plan's limit allows is none.

    Args:
        dataset: accounts and people.
        plan: its territories must be accepted; its rules say which targets there are.
        progress: told how far it is.

    Returns:
        One case a territory that fails with its spare capacity filled, the one furthest from its line first.

    Raises:
        UserError: code `no_outside_accounts`; `budget_too_small` where more changes hands already than is allowed.
        Cancelled: when `progress` was asked to stop.

    Source: PRODUCT R3.6; RULES 4.
    """
    memo = Memo()
    progress.report(tr("Preparing the territories"))
    present, task = present_task(dataset, plan, memo=memo, is_improving=True)
    task = _limited(dataset, present, task, memo)
    now = present_solution(task)
    found = cases_of(task, now, progress=progress)
    return tuple(
        replace(
            case,
            ways=tuple(
                replace(way, answer=_with_what_was_done(plan, whole_answer(dataset, present, way.answer, memo=memo)))
                for way in case.ways
            ),
        )
        for case in found
    )


def with_way_taken(dataset: Dataset, plan: Plan, way: Way) -> Plan:
    """Return the plan with a way out accepted: who has a territory that is left keeps it, and no rep is matched anew.

    Inside books are spread anew where they were spread before, so that who comes inside has somebody. Territories that
    rested on something that has changed since still do.

    Args:
        dataset: accounts and people.
        plan: the plan the way was found for.
        way: what `ways_out` found.

    Raises:
        UserError: code `budget_too_small`: more would change hands than the plan's limit allows.
    """
    memo = Memo()
    accepted = plan.accepted
    people = {} if accepted.reps is None else dict(accepted.reps.rep_ids)
    held = {key: rep for key, rep in people.items() if key in way.answer.ids}
    after = replace(plan, accepted=replace(accepted, territories=_as_old(dataset, plan, way.answer, memo)))
    after = replace(after, accepted=replace(after.accepted, reps=assign_reps(dataset, after, memo=memo, held=held)))
    if accepted.inside is not None:
        after = replace(after, accepted=replace(after.accepted, inside=assign_inside(dataset, after, memo=memo)))
    if not plan.settings.changes.is_set:
        return after
    today, _, _, _ = phases(dataset, after, memo)
    allowed = allowed_changes(dataset, plan.settings.changes, today)
    changes = changes_of(dataset, evaluate(dataset, after, memo).roster)
    if not changes.keeps(allowed):
        raise too_small(changes, allowed)
    counted = replace(after.accepted.territories or way.answer, budget_use=use_of(changes))
    return replace(after, accepted=replace(after.accepted, territories=counted))


def _as_old(dataset: Dataset, plan: Plan, answer: TerritoryAnswer, memo: Memo) -> TerritoryAnswer:
    """Return an answer that is as stale as the plan's own: one way out is no building by rules that have changed."""
    before = plan.accepted.territories
    if before is None or Stage.TERRITORIES not in evaluate(dataset, plan, memo).stale:
        return answer
    return replace(answer, run=replace(answer.run, inputs=before.run.inputs))


def _limited(dataset: Dataset, plan: Plan, task: TerritoryTask, memo: Memo) -> TerritoryTask:
    """Return the task with what is left of the limit of changes beside what territories do not decide."""
    if not plan.settings.changes.is_set:
        return task
    today, _, _, _ = phases(dataset, plan, memo)
    allowed = allowed_changes(dataset, plan.settings.changes, today)
    apart = set_apart(dataset, evaluate(dataset, plan, memo).roster, task)
    return replace(task, problem=replace(task.problem, budget=budget_left(allowed, apart)))


def _with_what_was_done(plan: Plan, answer: TerritoryAnswer) -> TerritoryAnswer:
    """Put what was done before in front; what was only reported then is told anew."""
    earlier = () if plan.accepted.territories is None else plan.accepted.territories.decisions
    return replace(answer, decisions=(*(each for each in earlier if each.taken is not None), *answer.decisions))
