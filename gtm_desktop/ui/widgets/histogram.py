"""The histogram with lines: how accounts are spread over a logarithmic money axis, and the lines that part them."""

import math
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gtm_desktop.core.words import money_short, tr
from gtm_desktop.ui.theme import theme

_MARGIN = 10
_LABEL_GAP = 4


@dataclass(frozen=True)
class LineView:
    """A line: its stable name, where it is (cents a year, over 0) and what a screen reader calls it."""

    which: str
    cents: int
    title: str


@dataclass(frozen=True)
class HistogramView:
    """A histogram over a logarithmic axis.

    Attributes:
        edges: k + 1 edges of the bars in cents, ascending, over 0.
        counts: k counts.
        lines: the lines, ascending.
        colours: one more than lines: the bands from left to right, ``#RRGGBB``.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    lines: tuple[LineView, ...]
    colours: tuple[str, ...]


def nice_cents(cents: float) -> int:
    """Round an amount to a value a planner would type: two digits, halves of them over 10 of a digit's worth."""
    units = max(1.0, cents / 100)
    step: int = 10 ** max(0, math.floor(math.log10(units)) - 1)
    half = step / 2 if step >= 10 else step
    return round(round(units / half) * half) * 100


class HistogramLines(QWidget):
    """Shows a `HistogramView`. Lines are dragged, or moved with the arrow keys (Up and Down choose the line)."""

    line_edited = Signal(str, int)  # which line, cents a year; again and again while the user drags or nudges it
    line_released = Signal(str, int)  # the same once, when the user lets go

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = HistogramView((1.0, 10.0), (0,), (), ("#888888",))
        self._chosen = 0
        self._plot = pg.PlotWidget(self)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.hideAxis("left")
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bars: list[pg.BarGraphItem] = []
        self._lines: list[pg.InfiniteLine] = []
        self._labels = _LineLabels(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme().px(24), 0, 0)
        layout.addWidget(self._plot)
        self.setMinimumHeight(130)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Histogram"))
        theme().changed.connect(self._on_theme_changed)
        self._plot.getViewBox().sigResized.connect(lambda *_: self._labels.update())

    def show_histogram(self, view: HistogramView) -> None:
        """Show bars and lines; showing is not editing."""
        same_lines = [line.which for line in view.lines] == [line.which for line in self._view.lines]
        self._view = view
        self._chosen = min(self._chosen, max(0, len(view.lines) - 1))
        if not (same_lines and self._lines):
            self._make_lines()
        for item, line in zip(self._lines, view.lines, strict=True):
            item.blockSignals(True)
            item.setValue(math.log10(line.cents))
            item.blockSignals(False)
        self._set_axis()
        self._draw_bars()
        self._bound_lines()
        self._labels.update()

    def positions(self) -> list[int]:
        """Return where the lines are now, cents a year, ascending."""
        return [nice_cents(10 ** item.value()) for item in self._lines]

    def labels(self) -> list[tuple[QRectF, str]]:
        """Return where each line's label is drawn, and what it says; no two overlap."""
        font = theme().font(theme().tokens.small, weight=QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        texts = [money_short(cents) for cents in self.positions()]
        widths = [metrics.horizontalAdvance(text) + 14 for text in texts]
        centres = [self._x_of(item.value()) for item in self._lines]
        lefts = _spread(
            [centre - width / 2 for centre, width in zip(centres, widths, strict=True)], widths, self.width()
        )
        height = metrics.height() + 5
        return [(QRectF(left, 1, width, height), text) for left, width, text in zip(lefts, widths, texts, strict=True)]

    def line_x(self, number: int) -> float:
        """Return where a line is drawn, in this widget's pixels."""
        return self._x_of(self._lines[number].value())

    @property
    def chosen_line(self) -> int:
        """The number of the line that the arrow keys move."""
        return self._chosen

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the chosen line one step (ten with Shift); Up and Down choose another line."""
        key = event.key()
        if not self._lines or key not in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._chosen = (self._chosen + (1 if key == Qt.Key.Key_Up else -1)) % len(self._lines)
            self._labels.update()
            return
        steps = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        self._nudge(steps if key == Qt.Key.Key_Right else -steps)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which line the keys move."""
        super().focusInEvent(event)
        self._labels.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys move no line."""
        super().focusOutEvent(event)
        self._labels.update()

    def _nudge(self, steps: int) -> None:
        cents = self.positions()[self._chosen]
        units = max(1, cents // 100)
        step = 10 ** max(0, math.floor(math.log10(units)) - 1)
        item = self._lines[self._chosen]
        item.setValue(math.log10(max(100, (units + steps * step) * 100)))
        self._on_released(self._chosen)

    def _make_lines(self) -> None:
        for item in self._lines:
            self._plot.removeItem(item)
        self._lines = []
        for number in range(len(self._view.lines)):
            item = pg.InfiniteLine(angle=90, movable=True)
            item.setCursor(Qt.CursorShape.SplitHCursor)
            item.setZValue(10)
            item.sigPositionChanged.connect(lambda _item, number=number: self._on_moved(number))
            item.sigPositionChangeFinished.connect(lambda _item, number=number: self._on_released(number))
            self._plot.addItem(item)
            self._lines.append(item)
        self._on_theme_changed()

    def _bound_lines(self) -> None:
        low, high = math.log10(self._view.edges[0]), math.log10(self._view.edges[-1])
        values = [item.value() for item in self._lines]
        for at, item in enumerate(self._lines):
            left = values[at - 1] + 0.01 if at else min(low, values[0])
            right = values[at + 1] - 0.01 if at + 1 < len(values) else max(high, values[-1])
            item.blockSignals(True)
            item.setBounds((left, max(left, right)))
            item.blockSignals(False)

    def _on_moved(self, number: int) -> None:
        self._chosen = number
        self._draw_bars()
        self._labels.update()
        self.line_edited.emit(self._view.lines[number].which, self.positions()[number])

    def _on_released(self, number: int) -> None:
        self._bound_lines()
        self.line_released.emit(self._view.lines[number].which, self.positions()[number])

    def _set_axis(self) -> None:
        low, high = math.log10(self._view.edges[0]), math.log10(self._view.edges[-1])
        self._plot.setXRange(low, high, padding=0.01)
        self._plot.setYRange(0, max(1, *self._view.counts), padding=0.02)
        powers = range(math.ceil(low), math.floor(high) + 1)
        self._plot.getAxis("bottom").setTicks([[(power, money_short(10**power)) for power in powers]])

    def _draw_bars(self) -> None:
        for bar in self._bars:
            self._plot.removeItem(bar)
        self._bars = []
        edges = np.log10(np.array(self._view.edges))
        counts = np.array(self._view.counts)
        cuts = [-math.inf, *(item.value() for item in self._lines), math.inf]
        gap = (edges[1] - edges[0]) * 0.06
        for band, colour in enumerate(self._view.colours):
            left = np.maximum(edges[:-1] + gap, cuts[band])
            right = np.minimum(edges[1:] - gap, cuts[band + 1])
            seen = (right > left) & (counts > 0)
            if seen.any():
                brush = QColor(colour)
                bar = pg.BarGraphItem(
                    x0=left[seen], x1=right[seen], y0=np.zeros(int(seen.sum())), height=counts[seen],
                    brush=brush, pen=pg.mkPen(None),
                )  # fmt: skip
                self._plot.addItem(bar)
                self._bars.append(bar)

    def _x_of(self, value: float) -> float:
        scene = self._plot.getViewBox().mapViewToScene(QPointF(value, 0))
        return float(self._plot.mapTo(self, self._plot.mapFromScene(scene)).x())

    def _on_theme_changed(self) -> None:
        look = theme()
        self._plot.setBackground(look.colour("card"))
        axis = self._plot.getAxis("bottom")
        axis.setPen(look.colour("line"))
        axis.setTextPen(look.colour("text_soft"))
        axis.setStyle(tickFont=look.font(look.tokens.small), tickLength=0)
        for item in self._lines:
            item.setPen(pg.mkPen(look.colour("text"), width=2))
            item.setHoverPen(pg.mkPen(look.colour("accent"), width=3))
        self._labels.update()


def _spread(lefts: list[float], widths: list[float], room: float) -> list[float]:
    placed = list(lefts)
    for at in range(len(placed)):
        least = placed[at - 1] + widths[at - 1] + _LABEL_GAP if at else 0.0
        placed[at] = max(placed[at], least)
    for at in reversed(range(len(placed))):
        most = placed[at + 1] - _LABEL_GAP if at + 1 < len(placed) else room
        placed[at] = min(placed[at], most - widths[at])
    return placed


class _LineLabels(QWidget):
    """Draws the lines' labels above the plot; lets the mouse through to the lines."""

    def __init__(self, parent: HistogramLines) -> None:
        super().__init__(parent)
        self._histogram = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.size() != self._histogram.size():
            self.resize(self._histogram.size())
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(look.tokens.small, weight=QFont.Weight.DemiBold))
        for number, (rect, text) in enumerate(self._histogram.labels()):
            has_keys = self._histogram.hasFocus() and number == self._histogram.chosen_line
            ground = look.colour("accent" if has_keys else "text")
            x = self._histogram.line_x(number)
            stalk = QPainterPath(QPointF(min(max(x, rect.left() + 4), rect.right() - 4), rect.bottom()))
            stalk.lineTo(x, rect.bottom() + 6)
            painter.setPen(pg.mkPen(ground, width=2))
            painter.drawPath(stalk)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(rect, 4, 4)
            painter.setPen(look.colour("card"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
