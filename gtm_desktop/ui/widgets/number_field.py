"""The field for one figure: an amount, a percentage or a whole number, typed as people type them."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from gtm_desktop.core import words
from gtm_desktop.core.words import tr
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.plan_undo import belongs_to_plan


class FigureKind(StrEnum):
    """What a field holds: cents, a share of 1 or a whole number."""

    MONEY = "money"
    SHARE = "share"
    COUNT = "count"


_READ: dict[FigureKind, Callable[[str], Any]] = {
    FigureKind.MONEY: words.read_money,
    FigureKind.SHARE: words.read_share,
    FigureKind.COUNT: words.read_count,
}
_SAMPLE = {FigureKind.MONEY: "$888,888", FigureKind.SHARE: "88.8%", FigureKind.COUNT: "888"}


class NumberField(QLineEdit):
    """Shows a figure and tells what was typed when Enter is pressed or the field is left; Escape takes it back.

    What was typed stays until `show_value` says otherwise: whoever refuses it shows the old figure again.
    """

    value_edited = Signal(object)  # cents, share or whole number; None where an empty field is allowed
    refused = Signal(str)  # one sentence: what was typed is no figure; nothing has changed

    def __init__(
        self, kind: FigureKind, name: str, *, tip: str = "", empty: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._value: int | float | None = None
        self._may_be_empty = bool(empty)
        self.setPlaceholderText(empty)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        set_tip(self, tip or name)
        self.editingFinished.connect(self._on_editing_finished)

    def show_value(self, value: float | None) -> None:
        """Show a figure; what somebody is typing right now is left alone."""
        self._value = value
        self.updateGeometry()
        if not (self.isModified() and self.hasFocus()):
            self.setText(self._written())

    def sizeHint(self) -> QSize:
        """Ask for the room that a usual figure needs, what stands in the empty field, and a larger figure."""
        self.ensurePolished()
        metrics = QFontMetrics(theme().font())
        wide = max(map(metrics.horizontalAdvance, (_SAMPLE[self._kind], self.placeholderText(), self._written())))
        return QSize(wide + 26, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Never be narrower than a usual figure."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Take the room that another size of type needs."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the plan where nothing was typed that could be undone."""
        if belongs_to_plan(self, event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back on Escape what was not taken yet."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setText(self._written())
            return
        super().keyPressEvent(event)

    def _written(self) -> str:
        if self._value is None:
            return ""
        if self._kind is FigureKind.MONEY:
            return words.money(self._value)
        if self._kind is FigureKind.SHARE:
            is_whole = abs(self._value * 100 - round(self._value * 100)) < 1e-9
            return words.percent(self._value, 0 if is_whole else 1)
        return words.count(self._value)

    def _on_editing_finished(self) -> None:
        text = self.text().strip()
        if text == self._written():
            self.setModified(False)
            return
        value = _READ[self._kind](text)
        if value is None and (text or not self._may_be_empty):
            self.setText(self._written())
            self.refused.emit(tr("“{typed}” is not a figure for “{field}”.", typed=text, field=self.accessibleName()))
            return
        is_other = value != self._value
        self._value = value
        self.setText(self._written())
        self.updateGeometry()
        if is_other:
            self.value_edited.emit(value)
