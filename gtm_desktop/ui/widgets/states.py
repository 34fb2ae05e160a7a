"""The states between: nothing there yet, something went wrong, work is under way."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import ProgressReport
from gtm_desktop.core.words import tr
from gtm_desktop.ui.icons import Icon, set_icon
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import clear_layout
from gtm_desktop.ui.widgets.labels import ElidedLabel, label


class EmptyState(QWidget):
    """Says why there is nothing here yet, and offers what to do."""

    action_chosen = Signal()  # the button was pressed

    def __init__(
        self, icon: Icon, title: str, sentence: str = "", action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = label("")
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_icon(self._icon, icon, "text_faint", size=40)
        self._title = label(title, "cardTitle", wrap=True)
        self._sentence = label(sentence, "soft", wrap=True)
        self._button = QPushButton(action)
        self._button.setObjectName("primary")
        self._button.setVisible(bool(action))
        self._button.clicked.connect(self.action_chosen)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme().tokens.space["s"])
        layout.addStretch(2)
        for each in (self._icon, self._title, self._sentence):
            if isinstance(each, QLabel):
                each.setAlignment(Qt.AlignmentFlag.AlignCenter)
            each.setMaximumWidth(460)
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(each, 4)
            row.addStretch(1)
            layout.addLayout(row)
        layout.addSpacing(theme().tokens.space["s"])
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_words(self, title: str, sentence: str = "", action: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._button.setText(action)
        self._button.setVisible(bool(action))


class ErrorPanel(QFrame):
    """Says what went wrong and what to do about it, where it went wrong."""

    closed = Signal()  # the user put it away

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorPanel")
        self._icon = label("")
        set_icon(self._icon, Icon.ERROR, "bad", size=20)
        self._message = label("", "strong", wrap=True)
        self._remedy = label("", "soft", wrap=True)
        close = QPushButton(tr("Close"))
        close.setObjectName("flat")
        close.clicked.connect(self._on_close_clicked)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._message)
        words.addWidget(self._remedy)
        layout = QHBoxLayout(self)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_error(self, error: UserError) -> None:
        """Show an error with its remedy."""
        self._message.setText(error.message)
        self._remedy.setText(error.remedy)
        self._remedy.setVisible(bool(error.remedy))
        self.show()

    def _on_close_clicked(self) -> None:
        self.hide()
        self.closed.emit()


class NoticePanel(QFrame):
    """Says what has been done, where it is, and what can be done with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticePanel")
        self._icon = label("")
        set_icon(self._icon, Icon.DONE, "good", size=20)
        self._message = label("", "strong", wrap=True)
        self._detail = ElidedLabel("", "soft")
        self._actions = QHBoxLayout()
        close = QPushButton(tr("Close"))
        close.setObjectName("flat")
        close.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._message)
        words.addWidget(self._detail)
        layout = QHBoxLayout(self)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addLayout(self._actions)
        layout.addWidget(close)
        self.hide()

    def show_notice(self, message: str, detail: str, actions: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Say what has been done, with a button for everything that can be done with it."""
        self._message.setText(message)
        self._detail.setText(detail)
        clear_layout(self._actions)
        for text, call in actions:
            button = QPushButton(text)
            button.clicked.connect(lambda _checked=False, call=call: call())
            self._actions.addWidget(button)
        self.show()


class _Cover(QFrame):
    """Lies over the whole of a widget that is not its layout's business, and keeps its size."""

    def __init__(self, covered: QWidget) -> None:
        super().__init__(covered)
        self._covered = covered
        self.setObjectName("overlay")
        covered.installEventFilter(self)
        self.hide()

    def cover(self) -> None:
        """Cover the widget."""
        self.setGeometry(self._covered.rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep covering the widget when it changes its size."""
        if event.type() == QEvent.Type.Resize and watched is self._covered:
            self.setGeometry(self._covered.rect())
        return False


class CoverState(_Cover):
    """Covers a widget that cannot show what it should: why, and what can be done."""

    action_chosen = Signal()  # the button was pressed

    def __init__(self, covered: QWidget, icon: Icon) -> None:
        super().__init__(covered)
        self._state = EmptyState(icon, "")
        self._state.action_chosen.connect(self.action_chosen)
        layout = QVBoxLayout(self)
        layout.addWidget(self._state)

    def show_words(self, title: str, sentence: str, action: str) -> None:
        """Cover the widget with this."""
        self._state.show_words(title, sentence, action)
        self.cover()


class BusyOverlay(_Cover):
    """Covers its parent while work is under way: what is being done, how far it is, and a way to cancel."""

    cancel_requested = Signal()  # the user no longer wants it

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = label("", "strong")
        self._stage.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._detail = label("", "small")
        self._detail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(280)
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.clicked.connect(self.cancel_requested)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        for each in (self._stage, self._bar, self._detail, self._cancel):
            layout.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    def start(self, stage: str, *, can_cancel: bool = True) -> None:
        """Cover the parent; how far the work is is not known yet."""
        self._cancel.setVisible(can_cancel)
        self.show_progress(ProgressReport(stage))
        self.cover()

    def show_progress(self, report: ProgressReport, detail: str = "") -> None:
        """Show how far the work is."""
        self._stage.setText(report.stage)
        self._bar.setRange(0, report.total)
        self._bar.setValue(report.done)
        self._detail.setText(detail)

    def finish(self) -> None:
        """Uncover the parent."""
        self.hide()
