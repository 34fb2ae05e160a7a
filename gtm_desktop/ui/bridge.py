"""The bridge: the workspace and its jobs become Qt signals on the window's thread, and edits go back."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import Progress
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.workspace.edits import Edit
from gtm_desktop.workspace.evaluator import Evaluate, Evaluator
from gtm_desktop.workspace.jobs import Job, JobRunner
from gtm_desktop.workspace.workspace import Change, ChangeKind, Records, Workspace

T = TypeVar("T")


class PeopleMode(StrEnum):
    """Whether reps' scores, cost, seniority and homes are shown (full) or hidden (workshop)."""

    FULL = "full"
    WORKSHOP = "workshop"


class WindowDeliver(QObject):
    """Calls what it is handed on the thread it lives on: the window's. Made for `JobRunner` and `Evaluator`."""

    _asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)

    def __call__(self, call: Callable[[], None]) -> None:
        """Call it soon, on the window's thread."""
        self._asked.emit(call)

    @Slot(object)
    def _on_asked(self, call: Callable[[], None]) -> None:
        call()


class WorkspaceBridge(QObject):
    """What pages know of the workspace. Read `workspace`; change it with `apply`; run long work with `start_job`."""

    project_changed = Signal()  # another project is open, or none
    plan_changed = Signal(object)  # frozenset[Topic]: the plan is another; its result follows
    result_changed = Signal()  # `workspace.result` is another
    evaluation_failed = Signal()  # the plan as it is could not be worked out: `workspace.failure`; it is shown as well
    file_changed = Signal()  # the project was saved
    people_changed = Signal(object)  # PeopleMode
    job_started = Signal(int, str)  # id, title
    job_progressed = Signal(int, object)  # id, ProgressReport
    job_ended = Signal(int)  # id; however it ended
    failed = Signal(object)  # UserError to be shown
    noted = Signal(str)  # one sentence: what has just happened

    def __init__(self, evaluate: Evaluate, records: Records, parent: QObject | None = None) -> None:
        super().__init__(parent)
        deliver = WindowDeliver(self)
        self._evaluator = Evaluator(evaluate, deliver)
        self._runner = JobRunner(deliver)
        self.workspace = Workspace(self._evaluator, records)
        self.people = PeopleMode.FULL
        self._stop_watching = self.workspace.watch(self._on_change)

    @property
    def result(self) -> PlanResult | None:
        """What the latest evaluated plan comes to."""
        return self.workspace.result

    @property
    def is_busy(self) -> bool:
        """Whether a job is running."""
        return bool(self._runner.running)

    def apply(self, edit: Edit) -> bool:
        """Make one change of the plan and return whether it made sense; if not, why is shown."""
        try:
            self.workspace.apply(edit)
        except UserError as error:
            self.failed.emit(error)
            return False
        return True

    def start_job(
        self,
        title: str,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
        cancelled: Callable[[], None],
    ) -> Job:
        """Run `work` beside the window; exactly one of the three is called at its end, on the window's thread.

        Args:
            title: what the status bar calls it.
            work: receives values only (never a widget) and speaks through its `Progress`.
            done: gets what the work returned.
            failed: gets what to show; `show_failure` where nothing waits for the job.
            cancelled: called where the work was stopped; `jobs.nothing_waits` where nothing waits for the job.
        """

        def ended(then: Callable[..., None]) -> Callable[..., None]:
            def tell(*values: object) -> None:
                self.job_ended.emit(job.job_id)
                then(*values)

            return tell

        job = self._runner.start(
            title,
            work,
            done=ended(done),
            failed=ended(failed),
            cancelled=ended(cancelled),
            progressed=lambda report: self.job_progressed.emit(job.job_id, report),
        )
        self.job_started.emit(job.job_id, title)
        return job

    def show_failure(self, error: UserError) -> None:
        """Show what went wrong, and what can be done about it."""
        self.failed.emit(error)

    def cancel_jobs(self) -> None:
        """Ask all running jobs to stop."""
        for job in self._runner.running:
            job.cancel()

    def set_people(self, mode: PeopleMode) -> None:
        """Show or hide what concerns persons."""
        if mode is not self.people:
            self.people = mode
            self.people_changed.emit(mode)

    def close(self) -> None:
        """End jobs and evaluation; nothing is told any more."""
        self._stop_watching()
        self._runner.close()
        self._evaluator.close()

    def _on_change(self, change: Change) -> None:
        if change.kind is ChangeKind.PROJECT:
            self.project_changed.emit()
        elif change.kind is ChangeKind.PLAN:
            self.plan_changed.emit(change.topics)
        elif change.kind is ChangeKind.RESULT:
            self.result_changed.emit()
        elif change.kind is ChangeKind.FILE:
            self.file_changed.emit()
        elif change.failure is not None:
            self.failed.emit(change.failure)
            self.evaluation_failed.emit()
