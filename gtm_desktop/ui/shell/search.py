"""The one search for accounts, reps and territories."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.ui.icons import Icon, icon
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.plan_undo import belongs_to_plan

_WAIT_MS = 80
_WIDTH = 380
_PADDING = 10  # four pixels above and below the list, and the popup's border


@dataclass(frozen=True)
class SearchHit:
    """Something that was found: ``account``, ``rep`` or ``territory``, its id and what the list says."""

    kind: str
    subject_id: str
    text: str


class SearchBox(QLineEdit):
    """A search line with its hits below. Down and Up choose, Enter goes there, Escape leaves."""

    searched = Signal(str)  # what to look for; a moment after the last key
    hit_chosen = Signal(object)  # SearchHit

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setPlaceholderText(tr("Find account, rep, territory…   Ctrl+K"))
        self.setAccessibleName(tr("Find account, rep, territory"))
        self.setClearButtonEnabled(True)
        self._hits: list[SearchHit] = []
        self._model = QStringListModel(self)
        self._popup = QFrame(self.window(), Qt.WindowType.ToolTip)
        self._popup.setObjectName("popup")
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.clicked.connect(lambda index: self._choose(index.row()))
        layout = QVBoxLayout(self._popup)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self._list)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textEdited.connect(lambda _text: self._timer.start())
        self._glass = self.addAction(icon(Icon.SEARCH), QLineEdit.ActionPosition.LeadingPosition)
        theme().follow(self, lambda: self._glass.setIcon(icon(Icon.SEARCH)))
        self.destroyed.connect(self._popup.deleteLater)
        self.window().installEventFilter(self)

    def show_hits(self, hits: list[SearchHit]) -> None:
        """Show what was found; nothing found is said."""
        self._hits = hits
        is_asked = bool(self.text().strip())
        self._model.setStringList([hit.text for hit in hits] or [tr("Nothing found. Try fewer letters, or an ID.")])
        self._popup.setVisible(is_asked)
        if not is_asked:
            return
        rows = sum(self._list.sizeHintForRow(row) for row in range(self._model.rowCount()))
        self._popup.resize(max(_WIDTH, self.width()), rows + 2 * self._list.frameWidth() + _PADDING)
        self._popup.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self._list.setCurrentIndex(self._model.index(0))

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the plan where nothing was typed that could be undone."""
        if belongs_to_plan(self, event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose among the hits, go to one, or leave."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._popup.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            row = max(0, min(self._list.currentIndex().row() + step, len(self._hits) - 1))
            self._list.setCurrentIndex(self._model.index(row))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._list.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the hits away."""
        super().focusOutEvent(event)
        self._popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the hits away when the window moves or changes."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowDeactivate):
            self._popup.hide()
        return super().eventFilter(watched, event)

    def _choose(self, row: int) -> None:
        if self._popup.isVisible() and 0 <= row < len(self._hits):
            hit = self._hits[row]
            self._leave()
            self.hit_chosen.emit(hit)

    def _leave(self) -> None:
        self._popup.hide()
        self.clear()
        self.clearFocus()
