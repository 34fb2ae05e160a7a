"""The key-account managers: a small row below the lanes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.models.load_view import LoadView
from gtm_desktop.ui.pages.inside.lane_view import LaneView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import clear_layout
from gtm_desktop.ui.widgets.labels import ElidedLabel, label
from gtm_desktop.ui.widgets.load_bar import LoadBar

_BAR = 48


class _ManagerRow(QFrame):
    """One key-account manager."""

    pressed = Signal()  # the user wants to see these accounts

    def __init__(self, view: LaneView, *, is_chosen: bool) -> None:
        super().__init__()
        self.setObjectName("lane")
        self.setProperty("chosen", is_chosen)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tip(self, view.exact)
        self.setAccessibleName(f"{view.name}, {view.load}, {view.book}")
        bar = LoadBar(LoadView(view.share, None, None, theme().tokens.channel[Channel.KEY_ACCOUNT], view.exact))
        bar.setFixedWidth(_BAR)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(9, 4, 9, 4)
        layout.setSpacing(theme().tokens.space["s"])
        layout.addWidget(label(view.name, "strong"))
        layout.addWidget(bar)
        layout.addWidget(label(view.load, "small"))
        layout.addWidget(label(view.book, "strong"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the manager."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the manager by Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


class KeyManagers(QFrame):
    """The key-account managers, side by side."""

    chosen = Signal(str)  # rep code

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._rows = QHBoxLayout()
        self._rows.setSpacing(theme().tokens.space["s"])
        self._words = ElidedLabel("", "small")
        across = QHBoxLayout(self)
        across.setContentsMargins(14, 5, 14, 5)
        across.setSpacing(theme().tokens.space["m"])
        across.addWidget(label(tr("Key-account managers"), "strong"))
        across.addLayout(self._rows)
        across.addWidget(self._words, 1)

    def show_managers(self, views: Sequence[LaneView], words: str, chosen: str | None) -> None:
        """Show these people; nothing is shown where there is nobody."""
        self.setVisible(bool(views))
        self._words.setText(words)
        clear_layout(self._rows)
        for view in views:
            row = _ManagerRow(view, is_chosen=view.rep_id == chosen)
            row.pressed.connect(partial(self.chosen.emit, view.rep_id))
            self._rows.addWidget(row)
