"""The chart of needed coverage cost against the outside line, with the present line and what lies under the pointer."""

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gtm_desktop.core.words import money_short, tr
from gtm_desktop.ui.pages.channels.sweep import SweepView
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.labels import ElidedLabel, label


class SweepChart(QWidget):
    """Shows a `SweepView`: one kind of money, cost a year."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: SweepView | None = None
        self._plot = pg.PlotWidget(self)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMinimumHeight(90)
        self._curve = self._plot.plot([0.0], [0.0])
        self._now = pg.InfiniteLine(angle=90, movable=False)
        self._pointer = pg.InfiniteLine(angle=90, movable=False)
        self._pointer.hide()
        self._dot = pg.ScatterPlotItem(size=8)
        for item in (self._now, self._pointer, self._dot):
            self._plot.addItem(item)
        self._plot.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.reading = ElidedLabel("", "small")
        self.at_line = label("", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._plot, 1)
        layout.addWidget(self.reading)
        layout.addWidget(self.at_line)
        self.setAccessibleName(tr("Needed coverage cost against the outside line"))
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_sweep(self, view: SweepView) -> None:
        """Show the curve and the present line."""
        self._view = view
        x, y = np.log10(view.lines.astype(np.float64)), view.cost.astype(np.float64)
        now = math.log10(view.now)
        self._curve.setData(x, y)
        self._now.setValue(now)
        self._dot.setData([now], [float(y[view.lines == view.now][0])])
        low, high = float(y.min()), float(y.max())
        room = max((high - low) * 0.12, high * 0.02, 1.0)
        self._plot.setXRange(x[0], x[-1], padding=0.02)
        self._plot.setYRange(low - room, high + room, padding=0)
        self._set_ticks(x, low, high)
        self.at_line.setText(view.at_line)
        self._show_reading(view.now)

    def reading_at(self, cents: float) -> str:
        """Show and return what the chart says at a place of the line."""
        self._show_reading(cents)
        return self.reading.text()

    def _show_reading(self, cents: float) -> None:
        if self._view is not None:
            self.reading.setText(self._view.reading_at(cents))
            self.setAccessibleDescription(f"{self._view.at_line} {self.reading.text()}")

    def _set_ticks(self, x: "np.ndarray[tuple[int], np.dtype[np.float64]]", low: float, high: float) -> None:
        steps = [units * 10.0**power for power in range(2, 12) for units in (1, 2, 5)]
        seen = [cents for cents in steps if x[0] <= math.log10(cents) <= x[-1]]
        self._plot.getAxis("bottom").setTicks([[(math.log10(cents), money_short(cents)) for cents in seen]])
        levels = np.linspace(low, high, 3) if high > low else np.array([high])
        self._plot.getAxis("left").setTicks([[(float(cents), money_short(float(cents))) for cents in levels]])

    def _on_mouse_moved(self, position: QPointF) -> None:
        view = self._view
        if view is None:
            return
        box = self._plot.getViewBox()
        is_inside = box.sceneBoundingRect().contains(position)
        self._pointer.setVisible(is_inside)
        if is_inside:
            x = float(box.mapSceneToView(position).x())
            self._pointer.setValue(x)
            self._show_reading(10**x)
        else:
            self._show_reading(view.now)

    def _on_theme_changed(self) -> None:
        look = theme()
        self._plot.setBackground(look.colour("card"))
        self._curve.setPen(pg.mkPen(look.colour("accent"), width=2))
        self._now.setPen(pg.mkPen(look.colour("text"), width=1.5, style=Qt.PenStyle.DashLine))
        self._pointer.setPen(pg.mkPen(look.colour("text_faint"), width=1))
        self._dot.setBrush(look.colour("text"))
        self._dot.setPen(pg.mkPen(look.colour("card"), width=1.5))
        for name in ("bottom", "left"):
            axis = self._plot.getAxis(name)
            axis.setPen(look.colour("line"))
            axis.setTextPen(look.colour("text_soft"))
            axis.setStyle(tickFont=look.font(look.tokens.small), tickLength=0)
