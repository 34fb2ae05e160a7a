"""The dialog that shows one territory fewer, as many and one more side by side, to take one of them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.ui.pages.territories.number_view import NumberView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import separator
from gtm_desktop.ui.widgets.labels import label

_COLUMN_WIDTH = 150
_NAME_WIDTH = 220


class NumberDialog(QDialog):
    """Shows the options; taking one closes it. It deletes itself when it is closed.

    Args:
        view: what it shows.
        on_taken: called with the place of the option that was taken.
    """

    def __init__(self, parent: QWidget, view: NumberView, on_taken: Callable[[int], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("One more, one fewer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._on_taken = on_taken
        self.takes: list[QPushButton] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().tokens.space["l"])
        grid.setVerticalSpacing(theme().tokens.space["s"])
        grid.setColumnMinimumWidth(0, theme().px(_NAME_WIDTH))
        for column, title in enumerate(view.titles, start=1):
            grid.setColumnMinimumWidth(column, theme().px(_COLUMN_WIDTH))
            grid.addWidget(label(title, "cardTitle"), 0, column, Qt.AlignmentFlag.AlignRight)
            rules = tr("as the rules say") if column - 1 == view.own else ""
            grid.addWidget(label(rules, "small"), 1, column, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(separator(), 2, 0, 1, len(view.titles) + 1)
        for row, figures in enumerate(view.rows, start=3):
            name = label(figures.name, "soft")
            set_tip(name, figures.tip)
            grid.addWidget(name, row, 0)
            for column, (text, exact) in enumerate(zip(figures.texts, figures.exact, strict=True), start=1):
                figure = label(text, "strong" if column - 1 == view.own else "")
                set_tip(figure, exact or figures.tip)
                grid.addWidget(figure, row, column, Qt.AlignmentFlag.AlignRight)
        self._add_takes(grid, view)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(theme().tokens.space["l"])
        layout.addLayout(grid)
        layout.addWidget(label(tr("Taking one is one step that can be undone."), "small"))
        layout.addWidget(buttons)

    def _add_takes(self, grid: QGridLayout, view: NumberView) -> None:
        row = grid.rowCount()
        for place, title in enumerate(view.titles):
            take = QPushButton(tr("Take this"))
            take.setAccessibleName(tr("Take {number}", number=title))
            take.setDefault(place == view.own)
            take.clicked.connect(lambda _checked=False, place=place: self._on_take(place))
            grid.addWidget(take, row, place + 1, Qt.AlignmentFlag.AlignRight)
            self.takes.append(take)

    def _on_take(self, place: int) -> None:
        self.accept()
        self._on_taken(place)
