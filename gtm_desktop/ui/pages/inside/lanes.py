"""The lanes: one inside rep each, with groups of accounts to be dragged from one to another."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.models.load_view import LoadView
from gtm_desktop.ui.pages.inside.ghost import ACCOUNT_IDS, account_ids, drag_accounts
from gtm_desktop.ui.pages.inside.lane_view import GroupView, LaneView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import clear_layout
from gtm_desktop.ui.widgets.labels import ElidedLabel, label
from gtm_desktop.ui.widgets.load_bar import LoadBar

LANE_WIDTH = 142
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class GroupCard(QFrame):
    """Some accounts of one lane that are moved together: by dragging, or by the menu."""

    menu_requested = Signal(list, QPoint)  # account ids, where on the screen

    def __init__(self, view: GroupView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("groupCard")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        set_tip(self, view.exact)
        self.setAccessibleName(f"{view.title}: {view.words}")
        self._ids = view.account_ids
        self._pressed_at: QPoint | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 5)
        layout.setSpacing(0)
        layout.addWidget(ElidedLabel(view.title, "strong"))
        layout.addWidget(ElidedLabel(view.words, "small"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._pressed_at = event.position().toPoint() if event.button() is Qt.MouseButton.LeftButton else None
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin a drag once the pointer has gone far enough."""
        start = self._pressed_at
        if start is None or (event.position().toPoint() - start).manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed_at = None
        drag_accounts(self, self._ids)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu."""
        self.menu_requested.emit(list(self._ids), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu by Enter, Space or the menu key."""
        if event.key() in _PRESSES:
            self.menu_requested.emit(list(self._ids), self.mapToGlobal(self.rect().bottomLeft()))
        else:
            super().keyPressEvent(event)


class Lane(QFrame):
    """One inside rep."""

    chosen = Signal(str)  # rep code: the user wants to see these accounts
    dropped = Signal(str, list)  # rep code, account ids
    menu_requested = Signal(list, QPoint)  # account ids, where on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lane")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click chooses; the ring is for the keyboard
        self.setMinimumWidth(LANE_WIDTH)
        self._view: LaneView | None = None
        self._name = ElidedLabel("", "strong")
        self._place = ElidedLabel("", "small")
        self._facts = ElidedLabel("", "small")
        self._bar = LoadBar()
        self._load = ElidedLabel("", "small")
        self._book = ElidedLabel("", "small")
        self._problems = label("", wrap=True, tone="bad")
        self._groups = QVBoxLayout()
        self._groups.setSpacing(theme().tokens.space["xs"])
        self._lay_out()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("plainCard")
        groups = QVBoxLayout(inner)
        groups.setContentsMargins(0, 0, 0, 0)
        groups.addLayout(self._groups)
        groups.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 9, 10, 9)
        layout.setSpacing(3)
        for each in (self._name, self._place, self._facts, self._bar):
            layout.addWidget(each)
        layout.addWidget(self._load)
        layout.addWidget(self._book)
        layout.addWidget(self._problems)
        layout.addWidget(scroll, 1)

    @property
    def rep_id(self) -> str:
        """Whose lane this is."""
        return self._view.rep_id if self._view is not None else ""

    def show_lane(self, view: LaneView, *, is_chosen: bool) -> None:
        """Show a lane; the chosen one is framed."""
        self._set_state("chosen", is_on=is_chosen)
        if view == self._view:
            return
        self._view = view
        self.setAcceptDrops(view.can_take)
        self.setAccessibleName(f"{view.name}, {view.load}, {view.book}. {' '.join(view.problems)}")
        self._name.setText(view.name)
        self._place.setText(view.place)
        self._place.setVisible(bool(view.place))
        self._facts.setText(view.facts)
        self._facts.setVisible(bool(view.facts))
        self._bar.setVisible(view.upper > 0)
        colour = theme().tokens.channel[Channel.INSIDE]
        self._bar.show_load(LoadView(view.share, view.lower, view.upper, colour, view.exact))
        self._load.setText(view.load)
        self._book.setText(view.book)
        set_tip(self._book, view.exact)
        self._problems.setText("\n".join(view.problems))
        self._problems.setVisible(bool(view.problems))
        clear_layout(self._groups)
        for group in view.groups:
            card = GroupCard(group)
            card.menu_requested.connect(self.menu_requested)
            self._groups.addWidget(card)

    def _set_state(self, name: str, *, is_on: bool) -> None:
        if bool(self.property(name)) != is_on:
            self.setProperty(name, is_on)
            self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the lane."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self.rep_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the lane by Enter or Space."""
        if event.key() in _PRESSES:
            self.chosen.emit(self.rep_id)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take accounts."""
        if event.mimeData().hasFormat(ACCOUNT_IDS):
            self._set_state("over", is_on=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._set_state("over", is_on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which accounts were dropped."""
        self._set_state("over", is_on=False)
        event.acceptProposedAction()
        self.dropped.emit(self.rep_id, account_ids(bytes(event.mimeData().data(ACCOUNT_IDS).data())))


class LaneStrip(QScrollArea):
    """Lanes side by side; they scroll where there is no room for all."""

    chosen = Signal(str)  # rep code
    dropped = Signal(str, list)  # rep code, account ids
    menu_requested = Signal(list, QPoint)  # account ids, where on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("laneStrip")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setObjectName("laneStripInner")
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().tokens.space["s"])
        self.setWidget(inner)
        self.lanes: list[Lane] = []

    def show_lanes(self, views: Sequence[LaneView], chosen: str | None) -> None:
        """Show these lanes, left to right."""
        while len(self.lanes) < len(views):
            lane = Lane()
            lane.chosen.connect(self.chosen)
            lane.dropped.connect(self.dropped)
            lane.menu_requested.connect(self.menu_requested)
            self._row.addWidget(lane, 1)
            self.lanes.append(lane)
        for number, lane in enumerate(self.lanes):
            lane.setVisible(number < len(views))
            if number < len(views):
                lane.show_lane(views[number], is_chosen=views[number].rep_id == chosen)
