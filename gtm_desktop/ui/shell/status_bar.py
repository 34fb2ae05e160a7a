"""The status bar: saved or not, running work, totals, the next problem."""

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
        self._saved = ElidedLabel("")
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
        layout.addWidget(self._note, 1)
        for each in (self._stage, self._bar, self._cancel, self._totals, self._problems):
            layout.addWidget(each)
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_start()
        self.show_idle()

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

    def show_work(self, title: str, report: ProgressReport | None = None) -> None:
        """Show running work and how far it is, in the place of what happened before."""
        self._stage.setText(report.stage if report is not None and report.stage else title)
        self._bar.setRange(0, report.total if report is not None else 0)
        self._bar.setValue(report.done if report is not None else 0)
        self._note.setText("")
        for each in self._work:
            each.show()

    def show_idle(self) -> None:
        """Show that nothing is running."""
        for each in self._work:
            each.hide()

    @property
    def _work(self) -> tuple[QLabel | QProgressBar | QPushButton, ...]:
        return (self._stage, self._bar, self._cancel)

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(max(theme().tokens.status_bar, theme().px(24)))
