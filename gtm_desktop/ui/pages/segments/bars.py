"""Painted bars: one bar parted into classes, its legend, and a list of bars."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gtm_desktop.core.words import percent
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme

_BAR = 14
_SQUARE = 9
_APART = 10


@dataclass(frozen=True)
class BarPart:
    """One class of a bar.

    Attributes:
        name: the class, such as "Develop".
        detail: which accounts it holds, such as "10% to 50%"; may be empty.
        figure: how many, as the user reads it, with the share.
        share: 0 to 1 of the whole.
        colour: ``#RRGGBB``; empty for unknown, which is hatched.
    """

    name: str
    detail: str
    figure: str
    share: float
    colour: str


class BandBar(QWidget):
    """One bar of several classes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[BarPart, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_BAR)
        theme().changed.connect(self.update)

    def show_parts(self, parts: tuple[BarPart, ...]) -> None:
        """Show the classes left to right."""
        self._parts = parts
        said = said_of(parts)
        set_tip(self, said)
        self.setAccessibleDescription(said)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), theme().colour("line_soft"))
        left = 0.0
        for part in self._parts:
            width = part.share * self.width()
            painter.fillRect(QRectF(left, 0, max(0.0, width - 1), _BAR), _brush(part.colour))
            left += width


class BandLegend(QWidget):
    """The classes of a bar with their counts, two to a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[BarPart, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_parts(self, parts: tuple[BarPart, ...], note: str = "") -> None:
        """Show the classes; the tooltip has their limits and the note."""
        self._parts = parts
        set_tip(self, "\n".join(line for line in (said_of(parts), note) if line))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the lines."""
        return QSize(240, (len(self._parts) + 1) // 2 * self._line())

    def minimumSizeHint(self) -> QSize:
        """Never be lower than the lines need."""
        return QSize(120, self.sizeHint().height())

    def _line(self) -> int:
        return QFontMetrics(theme().font(theme().tokens.small)).height() + 3

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, (split, is_short) = self._line(), self._split()
        for number, part in enumerate(self._parts):
            left, right = (split + _APART, self.width()) if number % 2 else (0, split)
            shown = replace(part, figure=percent(part.share)) if is_short else part
            _paint_legend(painter, QRectF(left, (number // 2) * line, right - left, line), shown)

    def _split(self) -> tuple[float, bool]:
        """Return where the left half ends, in pixels, and whether there is room for shares only, without counts."""
        for is_short in (False, True):
            needed = [0.0, 0.0]
            for number, part in enumerate(self._parts):
                figure = percent(part.share) if is_short else part.figure
                needed[number % 2] = max(needed[number % 2], _legend_width(part.name, figure))
            spare = self.width() - sum(needed) - _APART
            if spare >= 0:
                break
        return needed[0] + spare / 2, is_short


def said_of(parts: tuple[BarPart, ...]) -> str:
    """Return what the parts say, one a line."""
    return "\n".join(f"{part.name} {part.detail}: {part.figure}" for part in parts)


class BarList(QWidget):
    """A bar for each class: name, bar and count."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[BarPart, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_parts(self, parts: tuple[BarPart, ...]) -> None:
        """Show the classes top to bottom."""
        self._parts = parts
        said = "\n".join(f"{part.name}: {part.figure}" for part in parts)
        set_tip(self, said)
        self.setAccessibleDescription(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for one line a class."""
        return QSize(240, len(self._parts) * self._line())

    def minimumSizeHint(self) -> QSize:
        """Never be lower than the lines need."""
        return QSize(120, self.sizeHint().height())

    def _line(self) -> int:
        return QFontMetrics(theme().font(theme().tokens.base - 1)).height() + 3

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font(look.tokens.base - 1)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        names = max((metrics.horizontalAdvance(part.name) for part in self._parts), default=0) + 12
        figures = max((metrics.horizontalAdvance(part.figure) for part in self._parts), default=0) + 8
        most = max((part.share for part in self._parts), default=0.0) or 1.0
        room = max(20.0, self.width() - names - figures)
        for number, part in enumerate(self._parts):
            top, line = number * self._line(), self._line()
            painter.setPen(look.colour("text"))
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, names, line), Qt.AlignmentFlag.AlignLeft | middle, part.name)
            right = QRectF(self.width() - figures, top, figures, line)
            painter.drawText(right, Qt.AlignmentFlag.AlignRight | middle, part.figure)
            bar = QRectF(names, top + line / 2 - 3.5, room, 7)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("line_soft"))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setBrush(_brush(part.colour))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), room * part.share / most, 7), 3, 3)


def _brush(colour: str) -> QBrush:
    if colour:
        return QBrush(QColor(colour))
    return QBrush(theme().colour("text_faint"), Qt.BrushStyle.BDiagPattern)


def _legend_width(name: str, figure: str) -> float:
    look = theme()
    bold = QFontMetrics(look.font(look.tokens.small, weight=QFont.Weight.DemiBold))
    plain = QFontMetrics(look.font(look.tokens.small))
    return plain.horizontalAdvance(name) + bold.horizontalAdvance(figure) + _SQUARE + 13


def _paint_legend(painter: QPainter, rect: QRectF, part: BarPart) -> None:
    look = theme()
    square = QRectF(rect.left(), rect.center().y() - _SQUARE / 2, _SQUARE, _SQUARE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_brush(part.colour))
    painter.drawRoundedRect(square, 2, 2)
    bold = look.font(look.tokens.small, weight=QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(look.colour("text"))
    figure = painter.fontMetrics().horizontalAdvance(part.figure)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect, Qt.AlignmentFlag.AlignRight | middle, part.figure)
    painter.setFont(look.font(look.tokens.small))
    painter.setPen(look.colour("text_soft"))
    room = QRectF(square.right() + 5, rect.top(), rect.width() - figure - _SQUARE - 11, rect.height())
    text = painter.fontMetrics().elidedText(part.name, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, text)
