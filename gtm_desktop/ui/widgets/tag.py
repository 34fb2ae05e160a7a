"""Tags: a short word on a soft ground of its colour, as a widget and painted into a cell."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gtm_desktop.core.tokens import mixed
from gtm_desktop.ui.theme import theme

_PAD = 7
_HEIGHT_EXTRA = 6


def tag_font() -> QFont:
    """Return the font of tags."""
    return theme().font(theme().tokens.small, weight=QFont.Weight.DemiBold)


def tag_size(text: str) -> QSize:
    """Return how much room a tag needs."""
    metrics = QFontMetrics(tag_font())
    return QSize(metrics.horizontalAdvance(text) + 2 * _PAD, metrics.height() + _HEIGHT_EXTRA)


def paint_tag(painter: QPainter, rect: QRectF, text: str, colour: QColor, *, is_filled: bool = False) -> None:
    """Paint a tag into `rect`, its text shortened where it does not fit; a filled one stands out from the soft ones."""
    look = theme()
    ground = QColor(mixed(colour.name(), "#000000", 0.72)) if is_filled else look.tag_ground(colour)
    radius = look.tokens.radius["tag"]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, radius, radius)
    painter.setFont(tag_font())
    painter.setPen(QColor("#FFFFFF") if is_filled else look.readable(colour, ground))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()) - _PAD)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


class Tag(QWidget):
    """A tag of any colour; for a channel take `channel_tag`."""

    def __init__(self, text: str, colour: QColor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._colour = colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme().changed.connect(self.updateGeometry)

    def show_tag(self, text: str, colour: QColor) -> None:
        """Show another word and colour."""
        self._text = text
        self._colour = colour
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room the word needs."""
        return tag_size(self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tag."""
        paint_tag(QPainter(self), QRectF(self.rect()), self._text, self._colour)


def channel_tag(code: str, text: str) -> Tag:
    """Make the tag of a channel; `text` is what the channel is called."""
    return Tag(text, theme().channel(code))
