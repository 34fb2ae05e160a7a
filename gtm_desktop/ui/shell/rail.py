"""The left rail: six steps, each with its state and one line of result."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.shell.steps import StepId, StepState, StepView, step_title
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.labels import label

_CIRCLE = 22
_STATE_WORDS = {StepState.TODO: "", StepState.DONE: tr("done"), StepState.STALE: tr("to be run again")}


class RailStep(QAbstractButton):
    """One step: a circle with its number or state, its title and its line."""

    def __init__(self, step: StepId, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._title = step_title(step)
        self._view = StepView(step)
        self._is_compact = False
        self.setObjectName(f"rail.{step.value}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_step(self, view: StepView) -> None:
        """Show where the step stands."""
        self._view = view
        self.setEnabled(not view.reason)
        words = ", ".join(part for part in (self._title, _STATE_WORDS[view.state], view.line) if part)
        self.setAccessibleName(words)
        shortcut = tr("Ctrl+{n}", n=self._number)
        set_tip(self, "\n".join(part for part in (f"{self._title} ({shortcut})", view.line, view.reason) if part))
        self.updateGeometry()
        self.update()

    def set_compact(self, *, is_compact: bool) -> None:
        """Show the circle only, or words too."""
        self._is_compact = is_compact
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the circle, the title and two lines at most."""
        if self._is_compact:
            return QSize(_CIRCLE + 16, 42)
        return QSize(180, theme().px(40) + self._line_height())

    def _line_height(self) -> int:
        if not self._view.line:
            return 0
        metrics = QFontMetrics(theme().font(theme().tokens.small))
        width = theme().px(theme().tokens.rail_width) - 20 - _CIRCLE - 28
        fits = metrics.horizontalAdvance(self._view.line) <= width
        return metrics.height() * (1 if fits else 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, circle and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme()
        if self.isChecked() or self.underMouse():
            ground = look.colour("rail_on")
            ground.setAlphaF(1.0 if self.isChecked() else 0.5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        left = (self.width() - _CIRCLE) / 2 if self._is_compact else 10
        top = 10 if self._view.line and not self._is_compact else (self.height() - _CIRCLE) / 2
        self._paint_circle(painter, QRectF(left, top, _CIRCLE, _CIRCLE))
        if not self._is_compact:
            self._paint_words(painter)

    def _paint_circle(self, painter: QPainter, circle: QRectF) -> None:
        look = theme()
        tones = {StepState.DONE: QColor("#009E73"), StepState.STALE: QColor("#E69F00")}
        ground = QColor("#3A8DDE") if self.isChecked() else tones.get(self._view.state)
        painter.setPen(QPen(look.colour("rail_text"), 1.2) if ground is None else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else ground)
        painter.drawEllipse(circle.adjusted(0.6, 0.6, -0.6, -0.6))
        is_stale = self._view.state is StepState.STALE
        if self._view.state is StepState.DONE and not self.isChecked():
            painter.setPen(QPen(QColor("#FFFFFF"), 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
            centre = circle.center()
            corners = ((-4.2, 0.2), (-1.2, 3.4), (4.6, -3.2))
            painter.drawPolyline([QPointF(centre.x() + x, centre.y() + y) for x, y in corners])
            return
        painter.setPen(QColor("#FFFFFF") if ground is not None and not is_stale else look.colour("rail_text"))
        if is_stale and not self.isChecked():
            painter.setPen(QColor("#17212B"))
        painter.setFont(look.font(look.tokens.small, weight=QFont.Weight.DemiBold))
        text = "!" if is_stale and not self.isChecked() else str(self._number)
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_words(self, painter: QPainter) -> None:
        look = theme()
        left, width = 10 + _CIRCLE + 10, self.width() - _CIRCLE - 28
        title = QRectF(left, 8 if self._view.line else 0, width, look.px(24) if self._view.line else self.height())
        painter.setFont(look.font(look.tokens.base, weight=QFont.Weight.DemiBold))
        painter.setPen(QColor("#FFFFFF") if self.isEnabled() else look.colour("text_faint"))
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._title)
        if self._view.line:
            painter.setFont(look.font(look.tokens.small))
            painter.setPen(look.colour("rail_text"))
            line = QRectF(left, title.bottom() - 2, width, self._line_height() + 2)
            wrapped = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(line, int(wrapped), self._view.line)


class Rail(QFrame):
    """The six steps and, below them, which file this is."""

    step_chosen = Signal(object)  # StepId, by the user only

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._steps = {step: RailStep(step, number) for number, step in enumerate(StepId, start=1)}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 14, 10, 12)
        layout.setSpacing(4)
        for step, button in self._steps.items():
            button.clicked.connect(lambda _checked=False, step=step: self.step_chosen.emit(step))
            layout.addWidget(button)
        layout.addStretch(1)
        self._file = label("", "faint", wrap=True)
        layout.addWidget(self._file)
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.set_compact(is_compact=False)

    def show_steps(self, steps: tuple[StepView, ...], current: StepId, file: str) -> None:
        """Show where the steps stand, which one is open, and which file this is."""
        for view in steps:
            self._steps[view.step].show_step(view)
        self._steps[current].setChecked(True)
        self._file.setText("\n".join(part for part in (file, tr("Offline · nothing leaves this laptop")) if part))

    def set_compact(self, *, is_compact: bool) -> None:
        """Show circles only, or words too."""
        tokens = theme().tokens
        self.setFixedWidth(tokens.rail_width_compact if is_compact else theme().px(tokens.rail_width))
        self._file.setVisible(not is_compact)
        for button in self._steps.values():
            button.set_compact(is_compact=is_compact)

    def _on_theme_changed(self) -> None:
        rail, text = theme().hex("rail"), theme().hex("rail_text")
        self.setStyleSheet(f"#rail {{ background: {rail}; border: 0; }} #rail QLabel {{ color: {text}; }}")
