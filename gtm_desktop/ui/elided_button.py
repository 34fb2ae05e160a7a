"""A button whose text ends in an ellipsis where the width ends; its icon stays where it is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

_ICON_GAP = 4  # as Qt counts it in its size hint
_MENU_ROOM = 36  # the arrow of a button with a menu, and the padding that Qt leaves out of its contents


class ElidedButton(QPushButton):
    """A button that may be narrower than its text. Say the whole text in the tooltip.

    Args:
        text: what it says, with ampersands escaped.
        widest: it never asks for more pixels than this, and gives way below; 0 for a button as wide as its text.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, widest: int = 0) -> None:
        super().__init__(text, parent)
        self._widest = widest
        if widest:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ask for the room the text needs, up to the widest."""
        hint = super().sizeHint()
        return QSize(min(hint.width(), self._widest), hint.height()) if self._widest else hint

    def minimumSizeHint(self) -> QSize:
        """Give way down to a few letters."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._widest // 2), hint.height()) if self._widest else hint

    def shown_text(self) -> str:
        """Return its text as it fits now."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        if not self.icon().isNull():
            room -= self.iconSize().width() + _ICON_GAP
        if self.menu() is not None:
            room -= _MENU_ROOM
        return option.fontMetrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, its text shortened where needed."""
        if not self._widest:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown_text()
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
