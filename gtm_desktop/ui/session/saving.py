"""Saving the open plan: which file, one save after the other, and what to do where somebody else has changed it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.files import free_name
from gtm_desktop.core.paths import whole
from gtm_desktop.core.progress import Progress
from gtm_desktop.core.words import tr
from gtm_desktop.project.save import GONE
from gtm_desktop.project.state import EXTENSION, ProjectState
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.session.holding import PlanHolding
from gtm_desktop.ui.session.summary import project_name
from gtm_desktop.ui.shell import conflict_dialogs, dialogs
from gtm_desktop.ui.shell.dialogs import choose_target
from gtm_desktop.workspace import tasks
from gtm_desktop.workspace.file_queue import FileQueue, Writing
from gtm_desktop.workspace.jobs import Outcome
from gtm_desktop.workspace.tasks import ChangedFile, SavedFile


@dataclass(frozen=True, eq=False)
class _Asked:
    """A save that was asked for: the how manieth, during which opening, and what follows once it is done."""

    number: int
    opening: int
    path: Path
    then: Callable[[], None]


class PlanSaving(QObject):
    """Saves the open plan, one save of a file after the other; "saved" is said only of what lies on disk.

    It knows the content of each file as this window opened or saved it, and asks before anything else is replaced.
    """

    saved = Signal(object)  # Path of a plan that was saved
    theirs_wanted = Signal(object)  # Path of a plan whose other version shall be opened; this one is kept as a backup

    def __init__(self, window: QWidget, bridge: WorkspaceBridge, queue: FileQueue, holding: PlanHolding) -> None:
        super().__init__(window)
        self._holding = holding
        self._window = window
        self._bridge = bridge
        self._queue = queue
        self._known: dict[Path, str] = {}
        self._newest: _Asked | None = None
        self._asked = self._marked = 0

    def know(self, path: Path, digest: str) -> None:
        """Remember what lies in a file: it was opened."""
        self._known[whole(path)] = digest

    def save(self, then: Callable[[], None] = lambda: None) -> None:
        """Save to the plan's file, or ask for one; `then` is called once it is saved."""
        path = self._path
        if path is None or self._holding.is_read_only:
            self.save_as(then)
        else:
            self.save_to(path, then)

    def save_as(self, then: Callable[[], None] = lambda: None) -> None:
        """Ask for a file and save to it."""
        suggestion = project_name(self._bridge.workspace) + EXTENSION
        kinds = tr("Plans (*{extension})", extension=EXTENSION)
        choose_target(self._window, tr("Save the plan"), suggestion, kinds, lambda path: self.save_to(path, then))

    def save_to(self, path: Path, then: Callable[[], None] = lambda: None) -> None:
        """Save to a file: over what lies there where the user has chosen it anew, else only over what is known."""
        try:
            self._holding.refuse_held(path)
        except UserError as error:
            self._bridge.failed.emit(error)
            return
        is_own = self._path is not None and whole(path) == whole(self._path)
        if not is_own:
            self._known.pop(whole(path), None)
        self._write(self._bridge.workspace.project, path, then)

    def unless_unsaved(self, go_on: Callable[[], None]) -> None:
        """Go on if everything is saved; otherwise ask first, and after saving look again.

        What is being written to files comes first: it is waited for without holding up the window.
        """
        if self._queue.is_busy:
            self._queue.when_idle(partial(self.unless_unsaved, go_on))
            return
        workspace = self._bridge.workspace
        if workspace.is_saved:
            go_on()
            return
        save = partial(self.save, partial(self.unless_unsaved, go_on))
        dialogs.ask_unsaved(self._window, project_name(workspace), save, go_on)

    @property
    def _path(self) -> Path | None:
        """Where the plan goes: to the file that is being saved to, else to the one in which it lies."""
        workspace = self._bridge.workspace
        if self._newest is not None and self._newest.opening == workspace.openings:
            return self._newest.path
        return workspace.path

    def _write(self, project: ProjectState, path: Path, then: Callable[[], None]) -> None:
        self._asked += 1
        asked = self._newest = _Asked(self._asked, self._bridge.workspace.openings, path, then)

        def begin() -> Callable[[Progress], SavedFile | ChangedFile]:
            expected = self._known.get(whole(path))
            return lambda _progress: tasks.save(project, path, expected=expected)

        self._queue.ask(path, Writing(tr("Saving {file}", file=path.name), begin, partial(self._on_ended, asked)))

    def _on_ended(self, asked: _Asked, outcome: Outcome[Any]) -> None:
        if self._newest is asked:
            self._newest = None
        if outcome.error is not None:
            self._bridge.show_failure(outcome.error)
        for value in outcome.values:
            if isinstance(value, SavedFile):
                self._on_saved(asked, value)
            elif asked.number > self._marked:
                self._marked = asked.number
                self._ask_whose(asked, value)

    def _on_saved(self, asked: _Asked, saved: SavedFile) -> None:
        workspace = self._bridge.workspace
        self.know(saved.path, saved.digest)
        self._bridge.noted.emit(tr("Saved: {file}", file=saved.path.name))
        self.saved.emit(saved.path)
        if not workspace.is_open or workspace.openings != asked.opening:
            return
        if asked.number > self._marked:  # else a save asked for later, to another file, has ended before
            self._marked = asked.number
            self._holding.hold(saved.path)
            workspace.mark_saved(saved.project, saved.path)
        asked.then()

    def _ask_whose(self, asked: _Asked, changed: ChangedFile) -> None:
        workspace = self._bridge.workspace
        if not workspace.is_open or workspace.openings != asked.opening:
            return
        if changed.path == workspace.path:
            workspace.mark_changed()
        if changed.digest == GONE:
            conflict_dialogs.ask_gone(
                self._window,
                changed.path,
                partial(self._if_still_open, asked, partial(self._overwrite, asked, changed)),
                partial(self.save_as, asked.then),
            )
        else:
            conflict_dialogs.ask_whose(
                self._window,
                changed.path,
                partial(self._if_still_open, asked, partial(self._keep_both, asked, changed)),
                partial(self._if_still_open, asked, partial(self.theirs_wanted.emit, changed.path)),
                partial(self._if_still_open, asked, partial(self._overwrite, asked, changed)),
            )

    def _if_still_open(self, asked: _Asked, answer: Callable[[], None]) -> None:
        """Follow an answer, unless another plan was opened while it was waited for: that one must not go there."""
        if self._bridge.workspace.openings == asked.opening:
            answer()
        else:
            self._bridge.noted.emit(tr("Another plan is open now: nothing was saved."))

    def _overwrite(self, asked: _Asked, changed: ChangedFile) -> None:
        self.know(changed.path, changed.digest)
        self._write(self._bridge.workspace.project, changed.path, asked.then)

    def _keep_both(self, asked: _Asked, changed: ChangedFile) -> None:
        other = free_name(changed.path)
        self.know(other, GONE)
        self._write(self._bridge.workspace.project, other, asked.then)
