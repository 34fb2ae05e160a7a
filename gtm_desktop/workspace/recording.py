"""Recording: every step goes to the recovery record on a thread of its own, and comes back after a crash."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from gtm_desktop.core import disk
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.project import sessions
from gtm_desktop.project.records import Move, RecordedMove
from gtm_desktop.project.recovery import NotKeptError, Recovered, RecoveryLog
from gtm_desktop.project.state import JournalEntry, ProjectState, Step
from gtm_desktop.workspace import history
from gtm_desktop.workspace.jobs import attempt

_REFUSED = "recovery_off"
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class _Open:
    """The open project as the next record would begin with it."""

    project: ProjectState
    path: Path | None
    has_unsaved: bool


@dataclass(frozen=True)
class _Earlier:
    """Records that the next record replaces: they are dropped once it is whole, or kept under another name."""

    folder: Path
    keep_as: Path | None = None
    is_own: bool = False

    def let_go(self) -> None:
        if self.keep_as is None:
            sessions.drop(self.folder)
            return
        try:
            sessions.set_aside(self.folder, self.keep_as)
        except OSError as error:
            _logger.warning("a damaged record could not be kept elsewhere: %s", error.strerror)


class Recording:
    """Keeps the recovery record of the open project, in the order of the steps, without making anybody wait.

    Where the disk refuses, `on_failed` is told once, with what is needed; every further step and `try_again` try to
    write all that was missed, and `on_back` is told once that has been done. Both come from the recording thread.
    """

    def __init__(
        self,
        root: Path | None = None,
        *,
        on_failed: Callable[[UserError], None] = lambda _error: None,
        on_back: Callable[[], None] = lambda: None,
    ) -> None:
        self._root = root
        self._on_failed = on_failed
        self._on_back = on_back
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recording")
        self._open: _Open | None = None
        self._log: RecoveryLog | None = None
        self._earlier: list[_Earlier] = []
        self._is_off = False
        self._thread.submit(attempt, tr("Sweeping old records"), lambda: sessions.sweep(root))

    def begin(self, project: ProjectState, path: Path | None, *, has_unsaved: bool = False) -> None:
        """Start the record of a project; `has_unsaved` says that its file does not hold all of it."""
        self._submit(lambda: self._begin(_Open(project, path, has_unsaved)))

    def add(self, move: Move, step: Step, entry: JournalEntry) -> None:
        """Add one step, undo or redo."""
        self._submit(lambda: self._add(RecordedMove(move, step, entry)))

    def saved(self, path: Path, *, is_all: bool = True) -> None:
        """Note that the project lies in a file now; `is_all` says that no step was made while it was written."""
        self._submit(lambda: self._saved(path, is_all=is_all))

    def try_again(self) -> None:
        """Write what could not be written before, if there is anything."""
        self._submit(self._catch_up)

    def end(self) -> None:
        """Drop the record: the project was closed on purpose."""
        self._thread.submit(self._end)

    def take_over(self, folder: Path, *, keep_as: Path | None = None) -> None:
        """Let the next record that begins replace that of an earlier session, whose work it holds.

        Args:
            folder: the earlier session's. It is dropped as soon as the new record is whole, not before.
            keep_as: where it is moved instead, because not all of it could be read.
        """
        self._thread.submit(self._earlier.append, _Earlier(folder, keep_as))

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
        was_off, self._is_off = self._is_off, outcome.error is not None
        if outcome.error is not None and not was_off:
            self._on_failed(outcome.error)
        if outcome.error is not None and outcome.error.code != _REFUSED:
            self._start_anew()
        if was_off and not self._is_off and self._open is not None:
            self._on_back()

    def _begin(self, opened: _Open) -> None:
        self._open = opened
        self._start_anew()
        self._start()

    def _start(self) -> None:
        """Begin a record of the project as it is now, then let go of those before: there is one at every moment."""
        if self._open is None:
            return
        opened, replaces = self._open, [each.folder for each in self._earlier]
        self._log = RecoveryLog(
            opened.project, opened.path, self._root, has_unsaved=opened.has_unsaved, replaces=replaces
        )
        self._let_go()

    def _start_anew(self) -> None:
        """Believe in the present record no more; it stays until another is whole."""
        if self._log is not None:
            self._earlier.append(_Earlier(self._log.folder, is_own=True))
            self._log = None

    def _let_go(self) -> None:
        for each in self._earlier:
            each.let_go()
        self._earlier = []

    def _add(self, move: RecordedMove) -> None:
        if self._open is None:
            return
        self._open = replace(self._open, project=_moved(self._open.project, move), has_unsaved=True)
        if self._log is None:
            self._start()
        else:
            self._written(lambda log: log.add(move.move, move.step, move.entry))

    def _saved(self, path: Path, *, is_all: bool) -> None:
        if self._open is None:
            return
        self._open = replace(self._open, path=path, has_unsaved=not is_all)
        if is_all and self._is_off:  # what earlier records hold is in the file
            self._start_anew()
            self._let_go()
        if self._log is None:
            self._start()
            return
        try:
            self._log.saved(path, is_all=is_all)
        except NotKeptError:
            if is_all:  # rather none than one that says that there is unsaved work
                self._start_anew()
                self._let_go()
            raise

    def _catch_up(self) -> None:
        if self._is_off and self._log is None:
            self._start()
        elif self._is_off:
            self._written(lambda log: log.catch_up())

    def _written(self, write: Callable[[RecoveryLog], None]) -> None:
        """Write to the record; where its own files refuse for another reason than a full disk, begin another."""
        if self._log is None:
            return
        try:
            write(self._log)
        except NotKeptError as error:
            if disk.is_full(error):
                raise
            self._start_anew()
            self._start()

    def _end(self) -> None:
        self._start_anew()
        self._open = None
        for each in self._earlier:
            if each.is_own:
                each.let_go()
        self._earlier = [each for each in self._earlier if not each.is_own]  # others wait for the record that follows


def _refused_by_disk(work: Callable[[], None]) -> None:
    try:
        work()
    except NotKeptError as error:
        reason = disk.refusal(error, error.folder, needed=error.needed)
        raise UserError(
            tr("Unsaved work cannot be kept for recovery: {reason}.", reason=reason),
            tr("Save the plan often until there is room. Recovery then goes on by itself."),
            code=_REFUSED,
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
