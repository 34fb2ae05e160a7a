"""Undo in a line of text: its own typing first, and the plan's steps where there is none."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


def belongs_to_plan(line: QLineEdit, event: QEvent) -> bool:
    """Whether an event asks for undo or redo, and the line has nothing of its own to undo or to do again.

    Call it in ``event`` and ignore such an event: Qt then finds the window's shortcut, which a line of text would
    otherwise keep for itself.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return not line.isUndoAvailable()
    return event.matches(QKeySequence.StandardKey.Redo) and not line.isRedoAvailable()
