"""The long tasks: values in, values out, with progress and cancel. A window runs them as jobs, a script plainly."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gtm_desktop.core.children import ChildLimits, run_child
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.files import digest_of, sweep_beside
from gtm_desktop.core.paths import whole
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import tr
from gtm_desktop.engine.disruption import Improved, improved
from gtm_desktop.engine.problem import Budget, Ints, Problem, Solution
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.improving.improve import improve_plan
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.project import backups, locks, recovery, sessions
from gtm_desktop.project.load import read_project
from gtm_desktop.project.save import ChangedFileError, project_bytes, save_project
from gtm_desktop.project.state import ProjectState
from gtm_desktop.workbook.writing.write_roster import RosterSummary, write_roster
from gtm_desktop.workspace.earlier_answers import with_judged_answers
from gtm_desktop.workspace.recording import replayed


@dataclass(frozen=True, eq=False)
class RecoveredProject:
    """A project as it was when its session ended.

    Attributes:
        project: with its undo history and journal.
        path: where it was saved last; None if never.
        saved: how many of the recorded steps that file holds.
        steps: how many steps were recorded.
        back: how many of them came back; fewer where a record is damaged.
        changed_at: when somebody else saved that file since, in UTC; None if nobody did.
        file_digest: of that file as it is now; of no file at all where it cannot be read.
    """

    project: ProjectState
    path: Path | None
    saved: int
    steps: int
    back: int
    changed_at: datetime | None = None
    file_digest: str = "unread"


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
    iterations: int | None = None,
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
        target, problem, seed=seed, seconds=seconds, iterations=iterations, start=start, step=step,
        progress=progress, limits=limits, called=_optimiser(),
    )  # fmt: skip
    return found


def solve_apart(
    problem: Problem, *, seed: int, seconds: float, iterations: int | None = None, progress: Progress = SILENT
) -> Solution:
    """Solve a problem in a process of its own, so that its search loops hold nobody up.

    Raises:
        Cancelled: before a first plan was found.
        ChildFailed: the process ended without an answer.
    """
    target = f"{solve.__module__}:{solve.__name__}"
    limits = ChildLimits(keeps_best=True)
    solution: Solution = run_child(
        target,
        problem,
        seed=seed,
        seconds=seconds,
        iterations=iterations,
        progress=progress,
        limits=limits,
        called=_optimiser(),
    )
    return solution


def _optimiser() -> str:
    return tr("the process that makes the territories")


def export_roster(
    dataset: Dataset, plan: Plan, result: PlanResult, path: Path, *, progress: Progress = SILENT
) -> RosterSummary:
    """Write the roster workbook, with the present time on its first sheet.

    Raises:
        UserError: the file cannot be written.
        Cancelled: nothing is written then.
    """
    return write_roster(dataset, plan, result, path, made_at=datetime.now().astimezone(), progress=progress)


@dataclass(frozen=True, eq=False)
class SavedFile:
    """What lies on disk after a save.

    Attributes:
        project: what was written.
        path: where.
        digest: of the file's bytes.
    """

    project: ProjectState
    path: Path
    digest: str


@dataclass(frozen=True, eq=False)
class ChangedFile:
    """A file that was left alone because somebody else has replaced or deleted it.

    Attributes:
        project: what was to be written.
        path: where.
        digest: of what lies there now, kept as a backup; `project.save.GONE` if nothing does.
    """

    project: ProjectState
    path: Path
    digest: str


def save(project: ProjectState, path: Path, *, expected: str | None = None) -> SavedFile | ChangedFile:
    """Save a project, whole or not at all; `expected` as for `project.save.save_project`.

    Raises:
        UserError: it cannot be written; the file is as it was.
    """
    try:
        return SavedFile(project, path, save_project(project, path, expected=expected))
    except ChangedFileError as error:
        return ChangedFile(project, path, error.digest)


def take_theirs(project: ProjectState, path: Path) -> tuple[ProjectState, str]:
    """Keep a project as a backup of a file, and return what lies in the file, with its digest.

    Raises:
        UserError: the file cannot be read, or the backup not be kept.
    """
    theirs = _read_judged(path)
    try:
        backups.keep(path, project_bytes(project))
    except OSError as error:
        raise UserError(
            tr("Your version could not be kept: {reason}.", reason=error.strerror or error),
            tr("Save it under another name first."),
            code="not_kept",
        ) from error
    return theirs


def open_plan(path: Path) -> tuple[ProjectState, str]:
    """Read a project and return it with the digest of its file; what a killed program left beside it is swept.

    Answers of a file of format 1 that are up to date are marked so.

    Raises:
        UserError: the file cannot be read.
    """
    read = _read_judged(path)
    sweep_beside(path)
    return read


def _read_judged(path: Path) -> tuple[ProjectState, str]:
    project, digest = read_project(path)
    return with_judged_answers(project), digest


def sweep_leftovers(opens: Path | None, recent: Sequence[Path]) -> None:
    """Delete what programs that were killed left: locks, and unfinished files beside plans and their backups.

    Args:
        opens: the plan that is opened next; its lock is left for the opening to find.
        recent: plans beside which to look.
    """
    locks.sweep(but=opens)
    backups.sweep()
    for path in recent:
        sweep_beside(path)


def open_recovered(path: Path) -> ProjectState:
    """Read a project, with the unsaved work of a session that ended without being closed where there is any.

    Work on a file that was saved by somebody else since is left out. Nothing is written: this is the state to which
    opening the file in the window would recover.

    Raises:
        UserError: the file cannot be read, or the record of the unsaved work is damaged.
    """
    project, _ = _read_judged(path)
    for session in sessions.unfinished():
        if session.path == whole(path) and session.changed_at is None:
            return recover(session.folder).project
    return project


def recover(folder: Path) -> RecoveredProject:
    """Bring back the work of a session that ended without being closed.

    Open it with ``has_unsaved=True``, then let the recording forget `folder`.

    Raises:
        UserError: its record is damaged.
    """
    recovered = recovery.recover(folder)
    project = with_judged_answers(replayed(recovered))
    digest = RecoveredProject.file_digest
    if recovered.path is not None:
        with contextlib.suppress(OSError):  # saving will say that it is gone
            digest = digest_of(recovered.path.read_bytes())
    back = len(recovered.moves)
    return RecoveredProject(
        project, recovered.path, recovered.saved, recovered.steps, back, recovered.changed_at, digest
    )
