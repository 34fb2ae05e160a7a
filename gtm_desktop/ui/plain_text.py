"""Texts that are never read as HTML: tooltips and message boxes. Labels are in `widgets.labels`.

Qt takes a text for HTML when it looks like it, so that the name of an account could open a picture.
"""

import html
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMessageBox, QToolTip, QWidget

from gtm_desktop.core import paths


class _HasTip(Protocol):
    def setToolTip(self, text: str, /) -> None: ...

    def toolTip(self) -> str: ...


def tip_text(text: str) -> str:
    """Return a text in the form in which a tooltip shows exactly it; most texts are unchanged."""
    if "<" not in text and "&lt;" not in text:
        return text
    return f'<qt><span style="white-space: pre-wrap">{html.escape(text)}</span></qt>'


def set_tip(target: _HasTip, text: str) -> None:
    """Give a widget, an action or an item a tooltip."""
    target.setToolTip(tip_text(text))


def copy_tip(source: _HasTip, target: _HasTip) -> None:
    """Give `target` the tooltip of `source`."""
    target.setToolTip(source.toolTip())


def show_tip(at: QPoint, text: str, owner: QWidget) -> None:
    """Show a tooltip at a point of the screen; an empty text hides it."""
    QToolTip.showText(at, tip_text(text), owner)


def message_box(
    parent: QWidget, icon: QMessageBox.Icon, text: str, detail: str = "", *, title: str = paths.APP_NAME
) -> QMessageBox:
    """Make a message box, to be opened by the caller; it is deleted once it is closed."""
    box = QMessageBox(icon, title, text, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(detail)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box
