"""What the shell says about a workspace: steps with their lines, totals, problems."""

from pathlib import Path

from gtm_desktop.core.words import count, money_short, ntr, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.plan import Plan, is_unjudged
from gtm_desktop.planning.result import PlanProblem, PlanResult, Stage
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.bridge import PeopleMode
from gtm_desktop.ui.pages.people import PERSONAL_PROBLEMS
from gtm_desktop.ui.pages.stages import STEP_OF_STAGE
from gtm_desktop.ui.shell.steps import StepId, StepState, StepView
from gtm_desktop.ui.shell.views import ShellView
from gtm_desktop.workspace.workspace import Workspace


def shell_view(
    workspace: Workspace, current: StepId, people: PeopleMode, problem: int, *, is_read_only: bool
) -> ShellView:
    """Say what the shell shows of an open workspace.

    Args:
        workspace: with a project open.
        current: the open step.
        people: what of people is shown.
        problem: the number of the problem to come next.
        is_read_only: another window has its file.
    """
    project = workspace.project
    result = workspace.result
    problems = told_problems(result, people)
    return ShellView(
        project=tr("{project} (read only)", project=project_name(workspace))
        if is_read_only
        else project_name(workspace),
        file=workspace.path.name if workspace.path is not None else "",
        scenarios=project.scenarios.names,
        scenario=project.scenarios.current,
        undo=workspace.undo_label,
        redo=workspace.redo_label,
        steps=tuple(_step(step, workspace, result, problems) for step in StepId),
        current=current,
        saved=_saved(workspace, is_read_only=is_read_only),
        is_saved=workspace.is_saved,
        totals=_totals(workspace, result),
        problems=len(problems),
        problem=problems[problem % len(problems)].message if problems else "",
        shows_people=people is PeopleMode.FULL,
    )


def told_problems(result: PlanResult | None, people: PeopleMode) -> tuple[PlanProblem, ...]:
    """Return what needs a look, worst first; in a workshop without what says something about a person."""
    if result is None:
        return ()
    return tuple(each for each in result.problems if people is PeopleMode.FULL or each.code not in PERSONAL_PROBLEMS)


def project_name(workspace: Workspace) -> str:
    """Return the name of the open project: its file's, or that of the workbook it came from."""
    if workspace.path is not None:
        return workspace.path.stem
    return Path(workspace.dataset.accounts_source.file).stem or tr("New plan")


def _saved(workspace: Workspace, *, is_read_only: bool) -> str:
    if is_read_only:
        return tr("Read only: open elsewhere · saving asks for another name")
    if workspace.path is None:
        return tr("Not saved to a file yet · changes are kept for recovery")
    if workspace.is_saved:
        return tr("Saved · all changes kept")
    return tr("Not saved yet · changes are kept for recovery")


def _totals(workspace: Workspace, result: PlanResult | None) -> str:
    accounts = ntr("{n} account", "{n} accounts", len(workspace.dataset.accounts))
    if result is None:
        return accounts
    margin = tr("{margin} gross margin", margin=money_short(result.kpis.gross_margin))
    text = f"{accounts} · {margin}"
    if workspace.is_result_current:
        return text
    if workspace.failure is not None:
        return tr("{totals} · before the last change, which could not be worked out", totals=text)
    return tr("{totals} · being worked out…", totals=text)


def _step(step: StepId, workspace: Workspace, result: PlanResult | None, problems: tuple[PlanProblem, ...]) -> StepView:
    if step is StepId.DATA:
        accounts = ntr("{n} account", "{n} accounts", len(workspace.dataset.accounts))
        reps = ntr("{n} rep", "{n} reps", len(workspace.dataset.reps))
        return StepView(step, StepState.DONE, f"{accounts} · {reps}")
    if result is None:
        return StepView(step)
    if step is StepId.SEGMENTS:
        filled = sum(cell.accounts > 0 for cell in result.cells)
        return StepView(step, StepState.DONE, ntr("{n} segment", "{n} segments", filled))
    if step is StepId.CHANNELS:
        by_code = {total.channel: total for total in result.final}
        shown = [by_code[code] for code in (Channel.OUTSIDE, Channel.INSIDE) if code in by_code]
        words = [f"{labels.channel(total.channel)} {count(total.accounts)}" for total in shown]
        return StepView(step, StepState.DONE, " · ".join(words))
    if step is StepId.TERRITORIES:
        return _territories(workspace.plan, result, problems)
    return _inside(workspace.plan, result) if step is StepId.INSIDE else _review(workspace.plan, problems)


def _territories(plan: Plan, result: PlanResult, problems: tuple[PlanProblem, ...]) -> StepView:
    if plan.accepted.territories is None:
        return StepView(StepId.TERRITORIES, StepState.TODO, tr("Not built yet"))
    if result.stale & {Stage.TERRITORIES, Stage.REPS}:
        return StepView(StepId.TERRITORIES, StepState.STALE, tr("Rules changed since: build again"))
    words = ntr("{n} territory", "{n} territories", result.kpis.territories)
    open_ones = [each for each in problems if STEP_OF_STAGE[each.stage] is StepId.TERRITORIES]
    if open_ones:
        words += " · " + ntr("{n} needs a look", "{n} need a look", len(open_ones))
    return StepView(StepId.TERRITORIES, StepState.DONE, words)


def _inside(plan: Plan, result: PlanResult) -> StepView:
    if plan.accepted.inside is None:
        return StepView(StepId.INSIDE, StepState.TODO, tr("Not spread yet"))
    if Stage.INSIDE in result.stale:
        if is_unjudged(plan.accepted.inside.run):
            return StepView(StepId.INSIDE, StepState.STALE, tr("By an earlier program: spread again"))
        return StepView(StepId.INSIDE, StepState.STALE, tr("Rules changed since: spread again"))
    books = [owner.revenue for owner in result.owners if owner.role == Role.INSIDE and owner.accounts]
    if not books:
        return StepView(StepId.INSIDE, StepState.DONE, tr("No inside accounts"))
    average = money_short(sum(books) / len(books))
    reps = ntr("{n} rep", "{n} reps", len(books))
    return StepView(StepId.INSIDE, StepState.DONE, tr("{reps} · book {average} avg", reps=reps, average=average))


def _review(plan: Plan, problems: tuple[PlanProblem, ...]) -> StepView:
    if plan.accepted.territories is None or plan.accepted.inside is None:
        return StepView(StepId.REVIEW)
    if problems:
        return StepView(StepId.REVIEW, StepState.TODO, ntr("{n} problem", "{n} problems", len(problems)))
    return StepView(StepId.REVIEW, StepState.DONE, tr("Ready to export"))
