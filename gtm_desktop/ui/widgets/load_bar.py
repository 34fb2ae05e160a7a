"""The load bar: how full something is, with the limits it should keep."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gtm_desktop.ui.models.load_view import LoadView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme

_HEIGHT = 9


def paint_load(painter: QPainter, rect: QRectF, view: LoadView) -> None:
    """Paint a load bar, centred in the height of `rect`; the full width stands for the upper limit or for 1."""
    look = theme()
    height = min(_HEIGHT, rect.height())
    bar = QRectF(rect.left(), rect.center().y() - height / 2, rect.width(), height)
    full = max(1.0, view.upper or 1.0, view.share)
    colour = QColor(view.colour) if view.colour.startswith("#") else look.colour(view.colour)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("line"))
    painter.drawRoundedRect(bar, height / 2, height / 2)
    filled = QRectF(bar)
    filled.setWidth(max(height, bar.width() * min(1.0, view.share / full)) if view.share > 0 else 0)
    painter.setBrush(colour)
    painter.drawRoundedRect(filled, height / 2, height / 2)
    painter.setPen(QPen(look.colour("text"), 1.5))
    for limit in (view.lower, view.upper):
        if limit is not None and 0 < limit < full:
            at = bar.left() + bar.width() * limit / full
            painter.drawLine(QRectF(at, bar.top() - 2, 0, 0).topLeft(), QRectF(at, bar.bottom() + 2, 0, 0).topLeft())
    painter.restore()


class LoadBar(QWidget):
    """A load bar as a widget."""

    def __init__(self, view: LoadView | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view or LoadView(0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_tip(self, self._view.text)
        theme().changed.connect(self.update)

    def show_load(self, view: LoadView) -> None:
        """Show another load."""
        self._view = view
        set_tip(self, view.text)
        self.setAccessibleName(view.text)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width that reads well."""
        return QSize(80, _HEIGHT + 5)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        paint_load(QPainter(self), QRectF(self.rect()), self._view)


@dataclass(frozen=True)
class Band:
    """One part of a whole: its name, how much of it (any unit) and its colour as ``#RRGGBB``."""

    name: str
    amount: float
    colour: str


class BandBar(QWidget):
    """Several parts of a whole in one bar, each with its name where it fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bands: tuple[Band, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_bands(self, bands: tuple[Band, ...], text: str = "") -> None:
        """Show these parts, left to right; `text` is the tooltip."""
        self._bands = bands
        set_tip(self, text)
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a height that a name fits into."""
        return QSize(160, theme().px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the parts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        total = sum(band.amount for band in self._bands)
        at = 0.0
        painter.setFont(theme().font(theme().tokens.small))
        for band in self._bands if total > 0 else ():
            width = self.width() * band.amount / total
            part = QRectF(at, 0, max(0.0, width - 1), self.height())
            ground = QColor(band.colour)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(part, 3, 3)
            if painter.fontMetrics().horizontalAdvance(band.name) + 8 < width:
                painter.setPen(QColor("#FFFFFF") if ground.lightnessF() < 0.55 else QColor("#17212B"))
                painter.drawText(part, Qt.AlignmentFlag.AlignCenter, band.name)
            at += width
