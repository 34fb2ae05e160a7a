"""Actions: everything a person can do has a stable id, a text, a tooltip and a reason when it cannot be done now."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.ui.elided_button import ElidedButton
from gtm_desktop.ui.icons import Icon, set_icon
from gtm_desktop.ui.plain_text import copy_tip, set_tip


@dataclass(frozen=True)
class ActionSpec:
    """What an action is called.

    Attributes:
        action_id: stable, such as ``edit.undo``.
        text: what its button or menu entry says.
        tip: one sentence: what it does.
        shortcut: as Qt writes it, such as ``Ctrl+Z``; empty for none.
        also: a second shortcut for those who know the action by it; empty for none.
        icon: the icon, if it has one.
        is_toggle: it is on or off.
    """

    action_id: str
    text: str
    tip: str
    shortcut: str = ""
    icon: Icon | None = None
    is_toggle: bool = False
    also: str = ""


def escaped(text: str) -> str:
    """Return text for a button or a menu in which an ampersand is an ampersand and no shortcut."""
    return text.replace("&", "&&")


class Action(QAction):
    """A QAction that knows why it cannot be done."""

    reason_changed = Signal(str)  # why it cannot be done; empty: it can

    def __init__(self, parent: QObject, spec: ActionSpec) -> None:
        super().__init__(escaped(spec.text), parent)
        self._spec = spec
        self.which_icon = spec.icon
        self.reason = ""
        self.tip = ""
        self._words = spec.text
        self.setObjectName(spec.action_id)
        self.setCheckable(spec.is_toggle)
        if spec.shortcut:
            self.setShortcuts([QKeySequence(keys) for keys in (spec.shortcut, spec.also) if keys])
            self.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if spec.icon is not None:
            set_icon(self, spec.icon)
        self._refresh_tip()

    def set_reason(self, reason: str) -> None:
        """Say why it cannot be done now; an empty reason means that it can."""
        self.reason = reason
        self.setEnabled(not reason)
        self._refresh_tip()
        self.reason_changed.emit(reason)

    def set_words(self, text: str) -> None:
        """Show another text, such as what undo would undo."""
        self.setText(escaped(text))
        self._words = text
        self._refresh_tip()

    @property
    def title(self) -> str:
        """What it is called, whatever it would do right now."""
        return self._spec.text

    @property
    def keys(self) -> str:
        """Its shortcuts in words; empty for none."""
        texts = [each.toString(QKeySequence.SequenceFormat.NativeText) for each in self.shortcuts()]
        return tr("{first} or {second}", first=texts[0], second=texts[1]) if len(texts) > 1 else "".join(texts)

    def _refresh_tip(self) -> None:
        lines = [self._words] if self._words != self._spec.text else []
        lines.append(f"{self._spec.tip} ({self.keys})" if self.keys else self._spec.tip)
        if self.reason:
            lines.append(tr("Not now: {reason}", reason=self.reason))
        self.tip = "\n".join(lines)
        set_tip(self, self.tip)


def make_action(owner: QWidget, spec: ActionSpec, on_trigger: Callable[[], None]) -> Action:
    """Make an action that belongs to `owner`, reachable by its shortcut wherever `owner`'s window has the focus."""
    action = Action(owner, spec)
    action.triggered.connect(lambda _checked=False: on_trigger())
    owner.addAction(action)
    return action


class ActionButton(ElidedButton):
    """A button that shows an action: its text, tooltip, icon and whether it can be done.

    Args:
        action: what it does.
        kind: ``""`` for a plain button, ``"primary"``, ``"flat"`` or ``"icon"`` (no text).
        widest: from how many pixels on the text is shortened; 0 for never.
    """

    def __init__(self, action: Action, kind: str = "", parent: QWidget | None = None, *, widest: int = 0) -> None:
        super().__init__("", parent, widest=widest)
        self._action = action
        self._kind = kind
        self._is_brief = False
        self.setObjectName(kind or "plain")
        self.setProperty("action_id", action.objectName())
        self.setIconSize(QSize(17, 17))
        self.setCheckable(action.isCheckable())
        if kind == "primary" and action.which_icon is not None:
            set_icon(self, action.which_icon, "on_accent")
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    def set_brief(self, *, is_brief: bool) -> None:
        """Show the icon without the word, where there is little room, or both again."""
        self._is_brief = is_brief
        self._on_action_changed()

    def _on_action_changed(self) -> None:
        action = self._action
        if self._kind != "icon":
            self.setText("" if self._is_brief else action.text())
        self.setAccessibleName(action.text())
        self.setAccessibleDescription(action.tip)
        copy_tip(action, self)
        self.setEnabled(action.isEnabled())
        if self._kind != "primary":
            self.setIcon(action.icon())
        if action.isCheckable():
            self.setChecked(action.isChecked())
