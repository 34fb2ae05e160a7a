"""The card: a titled panel with a soft hint, actions in its header and a body."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.labels import ElidedLabel, label

SIDE = 14
"""Pixels between a card's sides and what is in it."""


class Card(QFrame):
    """A panel on which one thing is said or done. Fill it with `add`; put buttons in its header with `add_action`."""

    def __init__(self, title: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        space = theme().tokens.space
        self._title = label(title, "cardTitle")
        self._hint = ElidedLabel(hint, "small")
        self._actions = QHBoxLayout()
        self._actions.setSpacing(space["s"])
        self._header = QWidget()
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 0, 0)
        header.setSpacing(space["s"])
        header.addWidget(self._title)
        header.addWidget(self._hint, 1)
        header.addLayout(self._actions)
        self.body = QVBoxLayout()
        self.body.setSpacing(space["s"])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SIDE, space["m"], SIDE, space["m"])
        outer.setSpacing(space["s"])
        outer.addWidget(self._header)
        outer.addLayout(self.body, 1)
        self._header.setVisible(bool(title or hint))

    def set_title(self, title: str, hint: str = "") -> None:
        """Show a title and a soft hint beside it."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._header.setVisible(bool(title or hint) or self._actions.count() > 0)

    def add_action(self, widget: QWidget) -> None:
        """Put a button at the right end of the header."""
        self._actions.addWidget(widget)
        self._header.setVisible(True)

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Add a widget or a layout below what is in the body."""
        if isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)


def separator(parent: QWidget | None = None) -> QFrame:
    """Make a hairline across."""
    line = QFrame(parent)
    line.setObjectName("separator")
    return line


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and delete the widgets that were in it."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            clear_layout(inner)
        _discard(inner, widget)


def _discard(*objects: QObject | None) -> None:
    for each in objects:
        if isinstance(each, QWidget):
            each.hide()
            each.setParent(None)
        if each is not None:
            each.deleteLater()
