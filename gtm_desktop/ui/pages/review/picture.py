"""The cost-against-margin picture: one point a scenario, money a year on both axes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gtm_desktop.core.words import money, money_short, tr
from gtm_desktop.ui.pages.review.comparison import Coverage
from gtm_desktop.ui.plain_text import show_tip
from gtm_desktop.ui.theme import theme

_RADIUS = 6
_NEAR = 14.0
_TICKS = 4
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
_MARGINS = (58, 14, 20, 40)
"""Left, top, right, bottom room for ticks and names of the axes."""


@dataclass(frozen=True)
class PointView:
    """One point: what it is called, cents a year across and up, whether it is the open scenario, or today."""

    name: str
    cost: int
    margin: int
    is_open: bool
    is_today: bool


@dataclass(frozen=True)
class PictureView:
    """The points, and what stands below them."""

    points: tuple[PointView, ...]
    note: str


def picture_view(coverages: Sequence[Coverage], *, current: str) -> PictureView:
    """Place today and every built scenario; one whose reps are not assigned has no margin with a named rep yet."""
    points = tuple(
        PointView(each.name, each.cost, each.named_margin, at > 0 and each.name == current, at == 0)
        for at, each in enumerate(coverages)
        if each.named_margin is not None
    )
    missing = [each.name for each in coverages if each.named_margin is None]
    if missing:
        return PictureView(points, tr("Not drawn until all reps are assigned: {names}.", names=", ".join(missing)))
    return PictureView(points, tr("Staffed cost. Further up and left is better."))


class CostPicture(QWidget):
    """Draws a `PictureView`; the exact figures are on hover."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = PictureView((), "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)
        theme().changed.connect(self._on_theme_changed)

    def show_picture(self, view: PictureView) -> None:
        """Show these points."""
        self._view = view
        told = [self._words(point) for point in view.points]
        self.setAccessibleName(tr("Coverage cost against margin with a named rep"))
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which names have room."""
        return QSize(360, 240)

    def event(self, event: QEvent) -> bool:
        """Tell the exact figures of the point under the pointer."""
        if isinstance(event, QHelpEvent):
            near = [point for point, at in self._places() if (at - QPointF(event.pos())).manhattanLength() <= _NEAR]
            show_tip(event.globalPos(), "\n".join(map(self._words, near)), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw axes, then points with their names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font(theme().tokens.small))
        if self._view.points:
            self._draw_axes(painter)
            self._draw_points(painter)

    @staticmethod
    def _words(point: PointView) -> str:
        return tr(
            "{name}: coverage cost {cost}, margin with a named rep {margin}",
            name=point.name, cost=money(point.cost), margin=money(point.margin),
        )  # fmt: skip

    def _plot(self) -> QRectF:
        left, top, right, bottom = (theme().px(size) for size in _MARGINS)
        return QRectF(left, top, max(self.width() - left - right, 40), max(self.height() - top - bottom, 40))

    def _scales(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        points = self._view.points
        return ticks([point.cost for point in points]), ticks([point.margin for point in points])

    def _places(self) -> list[tuple[PointView, QPointF]]:
        if not self._view.points:
            return []
        plot, (across, up) = self._plot(), self._scales()
        return [
            (
                point,
                QPointF(
                    plot.left() + plot.width() * (point.cost - across[0]) / (across[-1] - across[0]),
                    plot.bottom() - plot.height() * (point.margin - up[0]) / (up[-1] - up[0]),
                ),
            )
            for point in self._view.points
        ]

    def _draw_axes(self, painter: QPainter) -> None:
        look, plot, (across, up) = theme(), self._plot(), self._scales()
        line = painter.fontMetrics().height()
        soft, grid = look.colour("text_soft"), QPen(look.colour("line_soft"), 1)
        for value in across:
            x = plot.left() + plot.width() * (value - across[0]) / (across[-1] - across[0])
            painter.setPen(grid)
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            painter.setPen(soft)
            box = QRectF(x - 40, plot.bottom() + 3, 80, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, money_short(value))
        for value in up:
            y = plot.bottom() - plot.height() * (value - up[0]) / (up[-1] - up[0])
            painter.setPen(grid)
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(soft)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - line / 2, plot.left() - 6, line), right, money_short(value))
        name = QRectF(plot.left(), plot.bottom() + 5 + line, plot.width(), line)
        painter.drawText(name, Qt.AlignmentFlag.AlignRight, tr("coverage cost a year →"))
        painter.drawText(
            QRectF(plot.left() + 6, plot.top() + 2, plot.width(), line),
            Qt.AlignmentFlag.AlignLeft,
            tr("↑ margin with a named rep"),
        )

    def _draw_points(self, painter: QPainter) -> None:
        look, plot = theme(), self._plot()
        taken: list[QRectF] = []
        for point, at in self._places():
            colour = look.colour("accent" if point.is_open else "text_faint")
            painter.setPen(QPen(colour, 2))
            painter.setBrush(look.colour("card") if point.is_today else colour)
            painter.drawEllipse(at, _RADIUS, _RADIUS)
            width = painter.fontMetrics().horizontalAdvance(point.name) + 4.0
            height = float(painter.fontMetrics().height())
            fits = at.x() + _RADIUS + 4 + width <= plot.right()
            x = at.x() + _RADIUS + 4 if fits else at.x() - _RADIUS - 4 - width
            box = QRectF(x, at.y() - height / 2, width, height)
            while any(box.intersects(other) for other in taken):
                box.translate(0, height)
            taken.append(box)
            painter.setPen(look.colour("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, point.name)

    def _on_theme_changed(self) -> None:
        self.update()


def ticks(values: Sequence[int]) -> NDArray[np.float64]:
    """Return round figures that reach past all values on both sides, at least two; equal values get room around."""
    low, high = float(min(values)), float(max(values))
    room = max((high - low) * 0.12, abs(high) * 0.03, 100.0)
    low, high = low - room, high + room
    rough = (high - low) / _TICKS
    magnitude = 10.0 ** np.floor(np.log10(rough))
    step = magnitude * next(nice for nice in _NICE if nice * magnitude >= rough * 0.999)
    marks: NDArray[np.float64] = np.arange(np.floor(low / step), np.ceil(high / step) + 1) * step
    return marks
