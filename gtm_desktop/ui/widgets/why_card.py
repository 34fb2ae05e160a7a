"""The why card: why one account is where it is; the same card on every page."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.ui.icons import Icon, set_icon
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import clear_layout, separator
from gtm_desktop.ui.widgets.flow import FlowLayout
from gtm_desktop.ui.widgets.labels import label
from gtm_desktop.ui.widgets.tag import Tag

_WIDTH = 316


@dataclass(frozen=True)
class WhyLine:
    """One answer on the card.

    Attributes:
        title: what is answered, such as "Channel".
        value: the answer, such as "Outside".
        rule: the rule and the numbers that put it there.
        distance: how far it is from the next outcome; empty if nothing is near.
        decided_by: who changed it by hand, when and why; empty if nobody did.
    """

    title: str
    value: str
    rule: str
    distance: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class WhyAction:
    """Something that can be done from the card; `reason` says why it cannot be done now."""

    action_id: str
    text: str
    tip: str = ""
    reason: str = ""


@dataclass(frozen=True)
class WhyCardView:
    """The whole card.

    Attributes:
        subject_id: id of the account, territory or rep it is about.
        title: its name.
        subtitle: where it is and what it is worth.
        tags: (word, ``#RRGGBB``) beside the title, such as segment and channel.
        lines: the answers, top to bottom.
        actions: what can be done.
    """

    subject_id: str
    title: str
    subtitle: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    lines: tuple[WhyLine, ...] = ()
    actions: tuple[WhyAction, ...] = ()


class WhyCard(QFrame):
    """Shows a `WhyCardView` at the right side of the window. Escape closes it."""

    closed = Signal()  # the user put it away
    action_chosen = Signal(str, str)  # action id, subject id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("whyCard")
        self.setFixedWidth(_WIDTH)
        self._view = WhyCardView("", "")
        self._content = QVBoxLayout()
        self._content.setSpacing(theme().tokens.space["s"])
        inside = QWidget()
        inside.setObjectName("whyInside")
        frame = QVBoxLayout(inside)
        frame.setContentsMargins(16, 12, 16, 16)
        frame.addLayout(self._content)
        frame.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def show_card(self, view: WhyCardView) -> None:
        """Show a card and open the panel."""
        self._view = view
        clear_layout(self._content)
        self._content.addLayout(self._header(view))
        if view.subtitle:
            self._content.addWidget(label(view.subtitle, "soft", wrap=True))
        if view.tags:
            tags = QWidget()
            flow = FlowLayout(tags, 6)
            for word, colour in view.tags:
                flow.addWidget(Tag(word, QColor(colour)))
            self._content.addWidget(tags)
        for line in view.lines:
            self._add_line(line)
        if view.actions:
            self._content.addWidget(separator())
        for action in view.actions:
            self._content.addWidget(self._button(action))
        self.show()

    @property
    def subject_id(self) -> str:
        """The id of what the card is about; empty while it is closed."""
        return self._view.subject_id if self.isVisible() else ""

    def put_away(self) -> None:
        """Close the card and say so."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def _header(self, view: WhyCardView) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(view.title, "cardTitle", wrap=True), 1)
        close = QPushButton()
        close.setObjectName("icon")
        set_tip(close, tr("Close the card (Esc)"))
        close.setAccessibleName(tr("Close"))
        set_icon(close, Icon.CLOSE)
        close.clicked.connect(self.put_away)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _add_line(self, line: WhyLine) -> None:
        self._content.addWidget(separator())
        head = QHBoxLayout()
        head.addWidget(label(line.title, "small"))
        head.addStretch(1)
        self._content.addLayout(head)
        self._content.addWidget(label(line.value, "strong", wrap=True))
        self._content.addWidget(label(line.rule, wrap=True))
        if line.distance:
            self._content.addWidget(label(line.distance, "small", wrap=True))
        if line.decided_by:
            self._content.addWidget(label(line.decided_by, "small", wrap=True, tone="accent"))

    def _button(self, action: WhyAction) -> QPushButton:
        button = QPushButton(action.text)
        button.setEnabled(not action.reason)
        set_tip(button, "\n".join(part for part in (action.tip, action.reason) if part))
        button.clicked.connect(lambda: self.action_chosen.emit(action.action_id, self._view.subject_id))
        return button
