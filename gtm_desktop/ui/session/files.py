"""Opening and exporting: which file, then a job, then what has happened is said."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gtm_desktop.core import paths
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import Progress
from gtm_desktop.core.words import tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.project import sessions
from gtm_desktop.project.state import EXTENSION, ProjectState, new_project
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.session.holding import PlanHolding
from gtm_desktop.ui.session.saving import PlanSaving
from gtm_desktop.ui.session.summary import project_name
from gtm_desktop.ui.shell import dialogs
from gtm_desktop.ui.shell.passwords import Locked, Opened, ask_password, unless_locked
from gtm_desktop.workbook.choices import ReadRequest
from gtm_desktop.workspace import tasks
from gtm_desktop.workspace.file_queue import FileQueue, Writing
from gtm_desktop.workspace.jobs import Outcome, nothing_waits
from gtm_desktop.workspace.reading import read_dataset
from gtm_desktop.workspace.scenarios import first_name

T = TypeVar("T")

SAMPLE_ACCOUNTS = "great_lakes_accounts.xlsx"
SAMPLE_REPS = "great_lakes_reps.xlsx"


class ProjectFiles(QObject):
    """Moves projects between the workspace and files."""

    chosen = Signal(object)  # Path of a plan or a workbook that the user wants opened
    opened = Signal(object)  # Path of a plan that was opened or saved, or None for a plan without a file
    roster_written = Signal(object)  # Path of the roster workbook
    came_back_in_part = Signal(object, object)  # RecoveredProject, and Path where what could not be read is kept

    def __init__(self, window: QWidget, bridge: WorkspaceBridge, take_over: Callable[..., None]) -> None:
        """Connect them; `take_over` has the next recovery record replace that of an earlier session."""
        super().__init__(window)
        self._take_over = take_over
        self._window = window
        self._bridge = bridge
        self._queue = FileQueue(bridge.start_job)
        self.holding = PlanHolding(window)
        self.holding.noted.connect(bridge.noted)
        self.saving = PlanSaving(window, bridge, self._queue, self.holding)
        self.saving.saved.connect(self.opened)
        self.saving.theirs_wanted.connect(self._take_theirs)
        self._last_read: tuple[Dataset, ReadRequest] | None = None

    def request_of(self, dataset: Dataset) -> ReadRequest | None:
        """Return from which workbooks a dataset was read in this session; None if it came with a plan."""
        if self._last_read is None or self._last_read[0] is not dataset:
            return None
        return self._last_read[1]

    def choose_workbook(self) -> None:
        """Let the user choose an account list and import it."""
        kinds = tr("Workbooks and lists (*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.tsv *.txt);;All files (*)")
        self._choose(tr("Open a workbook"), kinds, self.chosen.emit)

    def choose_plan(self) -> None:
        """Let the user choose a saved plan and open it."""
        self._choose(tr("Open a plan"), tr("Plans (*{extension})", extension=EXTENSION), self.chosen.emit)

    def open_sample(self) -> None:
        """Import the sample workbooks."""
        self.read(ReadRequest(paths.sample_workbook(SAMPLE_ACCOUNTS), paths.sample_workbook(SAMPLE_REPS)))

    def open_file(self, path: Path) -> None:
        """Open a plan, or import a workbook, by what its name says."""
        if path.suffix.lower() == EXTENSION:
            self.holding.before_opening(path, partial(self._open_plan, path))
        else:
            self.read(ReadRequest(path))

    def _open_plan(self, path: Path) -> None:
        title = tr("Opening {file}", file=path.name)
        self._load(title, lambda _p: tasks.open_plan(path), lambda read: self._show(*read, path))

    def read(self, request: ReadRequest) -> None:
        """Read workbooks and open them as a new plan."""

        def work(progress: Progress) -> Opened[Dataset] | Locked:
            return unless_locked(lambda: read_dataset(request, progress=progress))

        def show(read: Opened[Dataset] | Locked) -> None:
            if isinstance(read, Locked):
                ask_password(self._window, request, read, self.read)
                return
            self._last_read = (read.value, request)
            self._show(new_project(read.value, scenario=first_name()))

        self._load(tr("Reading {file}", file=request.accounts.name), work, show)

    def recover(self, folder: Path, on_opened: Callable[[Path], None]) -> None:
        """Bring back the work of a session that ended without being closed; `on_opened` gets its folder then.

        Where somebody else has saved its file since, or its file holds more than could be brought back, it comes back
        without a file: saving asks for a name.
        """

        def show(recovered: tasks.RecoveredProject) -> None:
            is_copy = recovered.changed_at is not None or recovered.back < recovered.saved
            path = None if is_copy else recovered.path
            is_whole = recovered.back == recovered.steps
            kept = None if is_whole else sessions.aside(folder, recovered.path)
            self._take_over(folder, keep_as=kept)
            self._show(recovered.project, recovered.file_digest, path, has_unsaved=True)
            back = tr("Unsaved work is back, as a copy without a file.") if is_copy else tr("Unsaved work is back.")
            self._bridge.noted.emit(back)
            if kept is not None:
                self.came_back_in_part.emit(recovered, kept)
            on_opened(folder)

        self._load(tr("Bringing back unsaved work"), lambda _p: tasks.recover(folder), show)

    def open_copy(self, project: ProjectState, note: str) -> None:
        """Open a plan without a file, once the one at hand is saved or given up, and say so."""

        def show() -> None:
            self._show(project)
            self._bridge.noted.emit(note)

        self.saving.unless_unsaved(show)

    def export_roster(self) -> None:
        """Ask for a file and write the roster workbook."""
        suggestion = tr("{project} roster", project=project_name(self._bridge.workspace)) + ".xlsx"
        dialogs.choose_target(
            self._window, tr("Export the roster"), suggestion, tr("Workbooks (*.xlsx)"), self.export_to
        )

    def export_to(self, path: Path) -> None:
        """Write the roster workbook to a file."""
        workspace = self._bridge.workspace
        dataset, plan, result = workspace.dataset, workspace.plan, workspace.result
        if workspace.failure is not None:
            self._bridge.show_failure(workspace.failure)
            return
        if result is None or not workspace.is_result_current:
            message = tr("The plan is still being worked out.")
            self._bridge.show_failure(UserError(message, tr("Export again in a moment."), code="not_ready"))
            return

        def write(progress: Progress) -> None:
            tasks.export_roster(dataset, plan, result, path, progress=progress)

        def ended(outcome: Outcome[None]) -> None:
            outcome.tell(
                done=lambda _nothing: self.roster_written.emit(path),
                failed=self._bridge.show_failure,
                cancelled=nothing_waits,
            )

        self._queue.ask(path, Writing(tr("Writing {file}", file=path.name), lambda: write, ended))

    def _load(self, title: str, work: Callable[[Progress], T], show: Callable[[T], None]) -> None:
        """Load something in a job and show it; what was decided meanwhile is asked about before it is gone."""
        revision = self._bridge.workspace.revision

        def loaded(value: T) -> None:
            if self._bridge.workspace.revision == revision:
                show(value)
            else:
                self.saving.unless_unsaved(partial(show, value))

        self._bridge.start_job(title, work, done=loaded, failed=self._bridge.show_failure, cancelled=nothing_waits)

    def _show(
        self, project: ProjectState, digest: str = "", path: Path | None = None, *, has_unsaved: bool = False
    ) -> None:
        if path is not None:
            self.saving.know(path, digest)
        note = self.holding.hold(path)
        self._bridge.workspace.open(project, path, has_unsaved=has_unsaved)
        self.opened.emit(path)
        if note:
            self._bridge.noted.emit(note)

    def _take_theirs(self, path: Path) -> None:
        """Open what somebody else has put in the place of the plan's file; the plan at hand is kept as a backup."""
        project = self._bridge.workspace.project

        def show(read: tuple[ProjectState, str]) -> None:
            self._show(*read, path)
            self._bridge.noted.emit(tr("Their version is open. Yours is kept among the backups."))

        self._load(tr("Opening {file}", file=path.name), lambda _p: tasks.take_theirs(project, path), show)

    def _choose(self, title: str, kinds: str, on_chosen: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self._window, title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(kinds)
        dialog.fileSelected.connect(lambda name: on_chosen(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
