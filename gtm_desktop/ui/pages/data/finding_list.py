"""The list of what was found: each with its icon, word, sentence, remedy and number of rows."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gtm_desktop.ui.icons import Icon, pixmap
from gtm_desktop.ui.pages.data.found import FindingView, Weight
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import clear_layout
from gtm_desktop.ui.widgets.labels import label

_ICONS = {
    Weight.GOOD: (Icon.CHECK, "good"),
    Weight.NEWS: (Icon.DATA, "accent"),
    Weight.QUESTION: (Icon.HELP, "accent"),
    Weight.ANSWERED: (Icon.CHECK, "accent"),
    Weight.ERROR: (Icon.ERROR, "bad"),
    Weight.WARNING: (Icon.WARNING, "warn"),
    Weight.NOTE: (Icon.INFO, "text_soft"),
}


class _FindingRow(QPushButton):
    """One finding as a row to be pressed."""

    def __init__(self, view: FindingView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findingRow")
        self.setCheckable(view.has_rows)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if view.has_rows else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{view.word}: {view.text} {view.number}")
        self.setAccessibleDescription(view.remedy)
        self._view = view
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._icon = label("")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(view.text, wrap=True))
        if view.remedy:
            words.addWidget(label(f"{view.word} · {view.remedy}", "small", wrap=True))
        number = label(view.number, "strong" if view.weight is Weight.GOOD else "soft")
        self._lines = layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 5, 6, 5)
        layout.setSpacing(theme().tokens.space["s"])
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def hasHeightForWidth(self) -> bool:
        """Say that sentences wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped sentences."""
        return self._lines.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """Return the room the sentences need."""
        return self._lines.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return self._lines.minimumSize()

    def _on_theme_changed(self) -> None:
        icon, tone = _ICONS[self._view.weight]
        self._icon.setPixmap(pixmap(icon, 16, tone))


class FindingList(QScrollArea):
    """Findings from top to bottom, of which one is chosen."""

    chosen = Signal(str)  # key of the finding, by the user only

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("plainCard")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, 4, 0)
        outer.addLayout(self._rows)
        outer.addStretch(1)
        self.setWidget(inner)
        self._group = QButtonGroup(self)
        self._by_key: dict[str, _FindingRow] = {}
        self._shown: tuple[FindingView, ...] = ()

    def show_findings(self, views: Sequence[FindingView]) -> None:
        """Show these findings."""
        if tuple(views) == self._shown:
            return
        self._shown = tuple(views)
        clear_layout(self._rows)
        self._by_key = {}
        for view in views:
            row = _FindingRow(view)
            self._group.addButton(row)
            if view.has_rows:
                row.clicked.connect(lambda _checked=False, key=view.key: self.chosen.emit(key))
            self._rows.addWidget(row)
            self._by_key[view.key] = row

    def show_choice(self, key: str) -> None:
        """Show which finding's rows are seen."""
        self._group.setExclusive(False)
        for other, row in self._by_key.items():
            row.setChecked(other == key)
        self._group.setExclusive(True)
