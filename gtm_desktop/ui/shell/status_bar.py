"""The status bar: saved or not, running work, totals, the next problem."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from gtm_desktop.core.progress import ProgressReport
from gtm_desktop.core.words import ntr, tr
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.shell.views import ShellView
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.labels import ElidedLabel, label


class StatusBar(QFrame):
    """Shows what is true of the plan as a whole, and what is going on."""

    cancel_requested = Signal()  # the running work is no longer wanted
    next_problem_requested = Signal()  # show the next thing that needs a look

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self._running: dict[int, ProgressReport] = {}  # by job id; a younger job has a larger one
        self._saved = ElidedLabel("")
        self._unkept = label("", "strong")
        self._unkept.hide()
        self._note = ElidedLabel("")
        self._stage = label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._cancel = QPushButton(tr("Cancel"))
        set_tip(self._cancel, tr("Stop the running work"))
        self._cancel.clicked.connect(self.cancel_requested)
        self._totals = label("")
        self._problems = QPushButton()
        self._problems.clicked.connect(self.next_problem_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(12)
        layout.addWidget(self._saved)
        layout.addWidget(self._unkept)
        layout.addWidget(self._note, 1)
        for each in (self._stage, self._bar, self._cancel, self._totals, self._problems):
            layout.addWidget(each)
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_start()
        self._show_running()

    def show_start(self) -> None:
        """Show that no plan is open."""
        self._saved.setText("")
        self._totals.setText(tr("Offline · nothing leaves this laptop"))
        self._problems.hide()

    def show_plan(self, view: ShellView) -> None:
        """Show an open plan."""
        self._saved.setText(view.saved)
        self._totals.setText(view.totals)
        none = tr("No problems")
        self._problems.setText(ntr("{n} problem", "{n} problems", view.problems) if view.problems else none)
        set_tip(self._problems, tr("{problem}\nNext problem (F8)", problem=view.problem) if view.problem else none)
        self._problems.setEnabled(view.problems > 0)
        self._problems.show()

    def show_note(self, text: str) -> None:
        """Say what has just happened."""
        self._note.setText(text)

    @property
    def work(self) -> str:
        """What is shown as running; empty where nothing runs."""
        return self._stage.text() if self._running else ""

    def show_unkept(self, text: str, detail: str = "") -> None:
        """Show, until it is over, what the program cannot keep, in the place of "saved or not"; empty: it is over."""
        self._unkept.setText(text)
        set_tip(self._unkept, detail)
        self._unkept.setVisible(bool(text))
        self._saved.setVisible(not text)  # it says that changes are kept for recovery

    def add_work(self, job_id: int, title: str) -> None:
        """Show a job that has begun, in the place of what happened before."""
        self._running[job_id] = ProgressReport(title)
        self._note.setText("")
        self._show_running()

    def show_progress(self, job_id: int, report: ProgressReport) -> None:
        """Show how far a job is, once it is the youngest that runs; one that has ended is passed over."""
        if job_id in self._running:
            stage = report.stage or self._running[job_id].stage
            self._running[job_id] = replace(report, stage=stage)
            self._show_running()

    def remove_work(self, job_id: int) -> None:
        """Show what still runs now that a job has ended, or nothing."""
        self._running.pop(job_id, None)
        self._show_running()

    def _show_running(self) -> None:
        for each in self._work:
            each.setVisible(bool(self._running))
        if not self._running:
            return
        report = self._running[max(self._running)]
        others = len(self._running) - 1
        more = ntr("{stage} (and {n} more)", "{stage} (and {n} more)", others, stage=report.stage)
        self._stage.setText(more if others else report.stage)
        self._bar.setRange(0, report.total)
        self._bar.setValue(report.done)

    @property
    def _work(self) -> tuple[QLabel | QProgressBar | QPushButton, ...]:
        return (self._stage, self._bar, self._cancel)

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(max(theme().tokens.status_bar, theme().px(24)))
