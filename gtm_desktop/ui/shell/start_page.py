"""The start page: open a workbook, open the sample plan, recent plans."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gtm_desktop.core.progress import ProgressReport
from gtm_desktop.core.words import tr
from gtm_desktop.ui.icons import Icon, set_icon
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.remembered import RecentPlan
from gtm_desktop.ui.widgets.card import Card, clear_layout
from gtm_desktop.ui.widgets.labels import ElidedLabel, label
from gtm_desktop.ui.widgets.states import BusyOverlay


class StartTile(QFrame):
    """A large thing to press: icon, title, one sentence."""

    chosen = Signal()  # it was pressed

    def __init__(self, which: Icon, title: str, sentence: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = label("")
        set_icon(picture, which, "accent", size=34)
        self._button = QPushButton(title)
        self._button.setObjectName("primary" if tone == "primary" else "plain")
        self._button.clicked.connect(self.chosen)
        set_tip(self._button, sentence)
        self.setObjectName("card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(10)
        layout.addWidget(picture)
        layout.addWidget(label(sentence, "soft", wrap=True), 1)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)

    def set_ready(self, *, is_ready: bool) -> None:
        """Let it be pressed, or say that the program is still starting."""
        self._button.setEnabled(is_ready)

    def sizeHint(self) -> QSize:
        """Return a size that reads well."""
        return QSize(270, 190)


class StartPage(QWidget):
    """The first thing seen. Workbooks and plans can be dropped on it."""

    workbook_requested = Signal()  # choose a workbook
    sample_requested = Signal()  # open the sample plan
    plan_requested = Signal()  # choose a saved plan
    file_chosen = Signal(str)  # a recent plan, or a file that was dropped
    cancel_requested = Signal()  # what is being opened is no longer wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        workbook = StartTile(
            Icon.WORKBOOK,
            tr("Open a workbook…"),
            tr(
                "Your account list: xlsx, xlsm, xlsb, xls, ods, csv, tsv or txt. Columns are matched for you; you "
                "confirm. Or drop a file here."
            ),
            "primary",
        )
        sample = StartTile(
            Icon.SAMPLE,
            tr("Open the sample plan"),
            tr("A made-up fastener distributor with its reps. See a finished roster in five minutes."),
            "",
        )
        workbook.chosen.connect(self.workbook_requested)
        sample.chosen.connect(self.sample_requested)
        self._tiles = (workbook, sample)
        self._recent = Card(tr("Recent plans"))
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._recent.add(self._list)
        other = QPushButton(tr("Open a plan…"))
        other.clicked.connect(self.plan_requested)
        self._recent.add_action(other)
        self._lay_out()
        self._title = ""
        self._busy = BusyOverlay(self)
        self._busy.cancel_requested.connect(self.cancel_requested)
        self.show_recent(())

    def _lay_out(self) -> None:
        tiles = QHBoxLayout()
        tiles.setSpacing(16)
        for tile in self._tiles:
            tiles.addWidget(tile, 1)
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addStretch(2)
        column.addWidget(label(tr("From an account list to a sales coverage plan"), "heading", wrap=True))
        about = tr("Segment, map to channels, assign to territories and reps. Everything stays on this computer.")
        column.addWidget(label(about, "soft", wrap=True))
        column.addSpacing(4)
        column.addLayout(tiles)
        column.addWidget(self._recent)
        column.addStretch(3)
        inner = QWidget()
        inner.setMaximumWidth(760)
        inner.setLayout(column)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 24, 32, 24)
        row.addStretch(1)
        row.addWidget(inner, 20)
        row.addStretch(1)

    def set_ready(self, *, is_ready: bool) -> None:
        """Let things be opened, or wait for the program to finish starting."""
        for tile in self._tiles:
            tile.set_ready(is_ready=is_ready)
        self._recent.setEnabled(is_ready)

    @property
    def work(self) -> str:
        """What is being opened; empty where the page waits for somebody to choose."""
        return self._title

    def show_work(self, title: str, *, can_cancel: bool = True) -> None:
        """Show that something is being opened, in place of what could be chosen."""
        self._title = title
        self._busy.start(title, can_cancel=can_cancel)

    def show_progress(self, report: ProgressReport) -> None:
        """Show how far that is."""
        stage = "" if report.stage == self._title else report.stage
        self._busy.show_progress(replace(report, stage=self._title), stage)

    def show_idle(self) -> None:
        """Let something be chosen again."""
        self._title = ""
        self._busy.finish()

    def show_recent(self, plans: Sequence[RecentPlan]) -> None:
        """Show plans opened before, the latest first."""
        clear_layout(self._list)
        for plan in plans:
            button = QPushButton(plan.name)
            button.setObjectName("link")
            set_tip(button, plan.path)
            button.clicked.connect(lambda _checked=False, path=plan.path: self.file_chosen.emit(path))
            row = QHBoxLayout()
            row.addWidget(button)
            row.addWidget(ElidedLabel(plan.folder, "small"), 1)
            self._list.addLayout(row)
        if not plans:
            self._list.addWidget(label(tr("Plans you save will be listed here."), "soft"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.file_chosen.emit(paths[0])
