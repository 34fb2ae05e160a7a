"""The blend: how much the methods, today's rep and even margin count, set together as one change."""

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from gtm_desktop.core.words import percent, tr
from gtm_desktop.planning.settings import InsideRules
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.labels import label

_FULL = 100
_ROW = 24


class BlendPopup(QFrame):
    """A slider for each weight, and a button."""

    applied = Signal(object)  # InsideRules

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        titles = (
            tr("Region"),
            tr("Seniority"),
            tr("Product knowledge"),
            tr("Staying with today's rep"),
            tr("Even margin"),
        )
        self.sliders: list[QSlider] = []
        self._figures = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for row, title in enumerate(titles):
            slider = QSlider(Qt.Orientation.Horizontal)
            slider.setRange(0, _FULL)
            slider.setPageStep(10)
            slider.setSingleStep(5)
            slider.setMinimumSize(160, theme().px(_ROW))
            slider.setAccessibleName(title)
            figure = label("", "soft")
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            figure.setMinimumWidth(figure.fontMetrics().horizontalAdvance("100%") + 6)
            slider.valueChanged.connect(self._on_value_changed)
            for column, each in enumerate((label(title), slider, figure)):
                grid.addWidget(each, row, column)
            self.sliders.append(slider)
            self._figures.append(figure)
        self.apply_button = QPushButton(tr("Use this blend"))
        self.apply_button.setObjectName("primary")
        self.apply_button.clicked.connect(self._on_apply_clicked)
        actions = QHBoxLayout()
        actions.addStretch(1)
        actions.addWidget(self.apply_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addWidget(label(tr("How much each counts"), "cardTitle"))
        layout.addLayout(grid)
        layout.addLayout(actions)

    def open_at(self, point: QPoint) -> None:
        """Open at a point of the screen."""
        self.adjustSize()
        self.move(point)
        self.show()
        self.sliders[0].setFocus()

    def show_rules(self, rules: InsideRules) -> None:
        """Show these weights."""
        weights = (rules.region, rules.seniority, rules.product, rules.incumbency, rules.balance)
        for slider, weight in zip(self.sliders, weights, strict=True):
            with QSignalBlocker(slider):
                slider.setValue(round(weight * _FULL))
        self._on_value_changed()

    def rules(self) -> InsideRules:
        """Return the weights as the sliders say."""
        return InsideRules(*(slider.value() / _FULL for slider in self.sliders))

    def _on_value_changed(self) -> None:
        for slider, figure in zip(self.sliders, self._figures, strict=True):
            figure.setText(percent(slider.value() / _FULL))
        is_blend = any(slider.value() for slider in self.sliders[:3])
        self.apply_button.setEnabled(is_blend)
        set_tip(self.apply_button, "" if is_blend else tr("At least one of the first three must count."))

    def _on_apply_clicked(self) -> None:
        self.hide()
        self.applied.emit(self.rules())
