"""Recording: every step goes to the recovery record on a thread of its own, and comes back after a crash."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.project.records import Move, RecordedMove
from gtm_desktop.project.recovery import Recovered, RecoveryLog, drop, sweep
from gtm_desktop.project.state import JournalEntry, ProjectState, Step
from gtm_desktop.workspace import history
from gtm_desktop.workspace.jobs import attempt


class Recording:
    """Keeps the recovery record of the open project, in the order of the steps, without making anybody wait.

    Where it cannot go on, recording ends until the next project is opened, and `on_failed` is told from the
    recording thread.
    """

    def __init__(self, root: Path | None = None, *, on_failed: Callable[[UserError], None] = lambda _e: None) -> None:
        self._root = root
        self._on_failed = on_failed
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recording")
        self._log: RecoveryLog | None = None
        self._submit(lambda: sweep(root))

    def begin(self, project: ProjectState, path: Path | None, *, has_unsaved: bool = False) -> None:
        """Start the record of a project; `has_unsaved` says that its file does not hold all of it."""
        self._submit(lambda: self._begin(project, path, has_unsaved=has_unsaved))

    def add(self, move: Move, step: Step, entry: JournalEntry) -> None:
        """Add one step, undo or redo."""
        self._submit(lambda: self._log.add(move, step, entry) if self._log else None)

    def saved(self, path: Path, *, is_all: bool = True) -> None:
        """Note that the project lies in a file now; `is_all` says that no step was made while it was written."""
        self._submit(lambda: self._log.saved(path, is_all=is_all) if self._log else None)

    def end(self) -> None:
        """Drop the record: the project was closed on purpose."""
        self._submit(self._end)

    def forget(self, folder: Path) -> None:
        """Drop the records of an earlier session, once those of the open project are safe."""
        self._submit(lambda: drop(folder) if self._log else None)

    def settle(self) -> None:
        """Wait until all that was asked for so far has been done, or told as failed."""
        self._thread.submit(lambda: None).result()

    def close(self) -> None:
        """Write what is still to be written and end the thread; the record stays."""
        self._thread.shutdown(wait=True)

    def _submit(self, work: Callable[[], None]) -> None:
        self._thread.submit(self._guarded, work)

    def _guarded(self, work: Callable[[], None]) -> None:
        outcome = attempt(tr("Keeping unsaved work"), lambda: _refused_by_disk(work))
        if outcome.error is not None:
            self._log = None
            self._on_failed(outcome.error)

    def _begin(self, project: ProjectState, path: Path | None, *, has_unsaved: bool) -> None:
        earlier = self._log
        self._log = RecoveryLog(project, path, self._root, has_unsaved=has_unsaved)
        if earlier is not None:  # only now: there is a record of unsaved work at every moment
            earlier.drop()

    def _end(self) -> None:
        if self._log is not None:
            self._log.drop()
            self._log = None


def _refused_by_disk(work: Callable[[], None]) -> None:
    try:
        work()
    except OSError as error:
        raise UserError(
            tr("Unsaved work cannot be kept for recovery: {reason}.", reason=error.strerror or error),
            tr("Save the plan often, or make room on the disk and open it again."),
            code="recovery_off",
        ) from error


def replayed(recovered: Recovered) -> ProjectState:
    """Return the project as it was when its session ended, with its undo history and journal."""
    project = recovered.base
    for each in recovered.moves:
        project = _moved(project, each)
    return project


def _moved(project: ProjectState, each: RecordedMove) -> ProjectState:
    steps, journal, is_told = project.history, project.journal, True
    if each.move is Move.UNDO and steps.done:
        steps, _ = history.undone(steps)
    elif each.move is Move.REDO and steps.undone:
        steps, _ = history.redone(steps)
    elif each.move is Move.STEP:
        journal = journal[:-1] if history.merges(steps, each.step) else journal
        is_told = not history.leaves_nothing(steps, each.step)
        steps = history.recorded(steps, each.step)
    return replace(
        project, scenarios=each.step.after, history=steps, journal=(*journal, each.entry) if is_told else journal
    )
