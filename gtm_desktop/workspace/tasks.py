"""The long tasks: values in, values out, with progress and cancel. A window runs them as jobs, a script plainly."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gtm_desktop.core.children import ChildLimits, run_child
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.engine.disruption import Improved, improved
from gtm_desktop.engine.problem import Budget, Ints, Problem, Solution
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.improving.improve import improve_plan
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.project import recovery
from gtm_desktop.project.load import open_project
from gtm_desktop.project.save import save_project
from gtm_desktop.project.state import ProjectState
from gtm_desktop.workbook.writing.write_roster import RosterSummary, write_roster
from gtm_desktop.workspace.recording import replayed


@dataclass(frozen=True, eq=False)
class RecoveredProject:
    """A project as it was when its session ended.

    Attributes:
        project: with its undo history and journal.
        path: where it was saved last; None if never.
        unsaved: steps that were made after the last save.
        is_cut: the last step was not recorded whole, and is lost.
        changed_at: when somebody else saved that file since, in UTC; None if nobody did.
    """

    project: ProjectState
    path: Path | None
    unsaved: int
    is_cut: bool
    changed_at: datetime | None = None


def build(dataset: Dataset, plan: Plan, *, progress: Progress = SILENT) -> Plan:
    """Walk phase 3 and return the plan with its answers accepted; territories are sought in a process of their own.

    Raises:
        Cancelled: before a first plan was found; a later cancel gives the best so far.
        ChildFailed: the process ended without an answer.
    """
    return build_all(dataset, plan, solve=solve_apart, progress=progress)


def improve(dataset: Dataset, plan: Plan, *, progress: Progress = SILENT) -> Plan:
    """Improve the plan at hand under its limit of changes and return it with its new answers accepted.

    Raises:
        UserError: as `planning.improving.improve.improve_plan`.
        Cancelled: before a first plan was found; a later cancel gives the best so far.
        ChildFailed: the process ended without an answer.
    """
    return improve_plan(dataset, plan, improve=improve_apart, progress=progress)


def improve_apart(
    problem: Problem,
    *,
    seed: int,
    seconds: float,
    start: Ints | None,
    step: Budget | None,
    progress: Progress = SILENT,
) -> Improved:
    """Improve a plan in a process of its own, as `solve_apart`.

    Raises:
        UserError: code `budget_too_small`.
        Cancelled: before a first plan was found.
        ChildFailed: the process ended without an answer.
    """
    target = f"{improved.__module__}:{improved.__name__}"
    limits = ChildLimits(keeps_best=True)
    found: Improved = run_child(
        target, problem, seed=seed, seconds=seconds, start=start, step=step, progress=progress, limits=limits
    )
    return found


def solve_apart(problem: Problem, *, seed: int, seconds: float, progress: Progress = SILENT) -> Solution:
    """Solve a problem in a process of its own, so that its search loops hold nobody up.

    Raises:
        Cancelled: before a first plan was found.
        ChildFailed: the process ended without an answer.
    """
    target = f"{solve.__module__}:{solve.__name__}"
    limits = ChildLimits(keeps_best=True)
    solution: Solution = run_child(target, problem, seed=seed, seconds=seconds, progress=progress, limits=limits)
    return solution


def export_roster(
    dataset: Dataset, plan: Plan, result: PlanResult, path: Path, *, progress: Progress = SILENT
) -> RosterSummary:
    """Write the roster workbook, with the present time on its first sheet.

    Raises:
        UserError: the file cannot be written.
        Cancelled: nothing is written then.
    """
    return write_roster(dataset, plan, result, path, made_at=datetime.now().astimezone(), progress=progress)


def save(project: ProjectState, path: Path) -> None:
    """Save a project, whole or not at all.

    Raises:
        UserError: it cannot be written; the file is as it was.
    """
    save_project(project, path)


def open_recovered(path: Path) -> ProjectState:
    """Read a project, with the unsaved work of a session that ended without being closed where there is any.

    Work on a file that was saved by somebody else since is left out. Nothing is written: this is the state to which
    opening the file in the window would recover.

    Raises:
        UserError: the file cannot be read, or the record of the unsaved work is damaged.
    """
    project = open_project(path)
    for session in recovery.unfinished():
        if session.path == path.resolve() and session.changed_at is None:
            return recover(session.folder).project
    return project


def recover(folder: Path) -> RecoveredProject:
    """Bring back the work of a session that ended without being closed.

    Open it with ``has_unsaved=True``, then let the recording forget `folder`.

    Raises:
        UserError: its record is damaged.
    """
    recovered = recovery.recover(folder)
    project = replayed(recovered)
    return RecoveredProject(project, recovered.path, recovered.unsaved, recovered.is_cut, recovered.changed_at)
