"""The fields of the rules dialog: each shows one rule of how territories are formed and changes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QListWidget, QListWidgetItem, QPushButton, QWidget

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.planning.change_rules import Division
from gtm_desktop.planning.settings import Settings
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.number_field import FigureKind, NumberField

Read = Callable[[Settings], Any]
Write = Callable[[Settings, Any], Settings]

_LIST_HIGH = 96


def of(*path: str) -> tuple[Read, Write]:
    """Return how to read and to change the rule at a path of field names, such as ``changes, margin_share``."""

    def read(rules: Settings) -> Any:
        value: Any = rules
        for name in path:
            value = getattr(value, name)
        return value

    def write(rules: Settings, value: Any) -> Settings:
        for depth in range(len(path) - 1, 0, -1):
            parent: Any = rules
            for name in path[:depth]:
                parent = getattr(parent, name)
            value = replace(parent, **{path[depth]: value})
        return replace(rules, **{path[0]: value})

    return read, write


class RuleField(QObject):
    """One rule: shows it in a widget and tells how the rules change by it."""

    edited = Signal(object)  # Callable[[Settings], Settings]
    refused = Signal(str)  # what was typed is no figure

    def __init__(self, widget: QWidget, rule: tuple[Read, Write]) -> None:
        super().__init__(widget)
        self.widget = widget
        self._read, self._write = rule

    def show_rules(self, rules: Settings) -> None:
        """Show what the rules say; showing is no edit."""
        with QSignalBlocker(self.widget):
            self._show(self._read(rules))

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def _tell(self, value: Any) -> None:
        self.edited.emit(lambda rules: self._write(rules, value))


class Figure(RuleField):
    """A figure, empty where there may be none."""

    def __init__(self, rule: tuple[Read, Write], kind: FigureKind, name: str, *, tip: str, empty: str = "") -> None:
        self._field = NumberField(kind, name, tip=tip, empty=empty)
        super().__init__(self._field, rule)
        self._field.value_edited.connect(self._tell)
        self._field.refused.connect(self.refused)

    def _show(self, value: Any) -> None:
        self._field.show_value(value)


class Switch(RuleField):
    """Yes or no."""

    def __init__(self, rule: tuple[Read, Write], name: str, *, tip: str) -> None:
        self._box = QCheckBox(name)
        set_tip(self._box, tip)
        super().__init__(self._box, rule)
        self._box.toggled.connect(self._tell)

    def _show(self, value: Any) -> None:
        self._box.setChecked(value)


class Choice(RuleField):
    """One of several; the values are compared, and may be None."""

    def __init__(self, rule: tuple[Read, Write], name: str, choices: Sequence[tuple[Any, str]], *, tip: str) -> None:
        self._box = QComboBox()
        self._box.setAccessibleName(name)
        set_tip(self._box, tip)
        self._values = [value for value, _ in choices]
        self._box.addItems([words for _, words in choices])
        super().__init__(self._box, rule)
        self._box.currentIndexChanged.connect(lambda place: self._tell(self._values[place]))

    def _show(self, value: Any) -> None:
        self._box.setCurrentIndex(self._values.index(value))


class Lines(RuleField):
    """The lines drawn on the map: how many there are, and a button that takes them away."""

    def __init__(self, rule: tuple[Read, Write]) -> None:
        self._remove = QPushButton()
        super().__init__(self._remove, rule)
        self._remove.clicked.connect(self._on_clicked)

    def _show(self, value: Any) -> None:
        self._remove.setEnabled(bool(value))
        none = tr("No line is drawn; the map's Line tool draws one.")
        self._remove.setText(ntr("Take {n} line away", "Take {n} lines away", len(value)) if value else tr("none"))
        set_tip(self._remove, "" if value else none)

    def _on_clicked(self) -> None:
        self._show(())
        self._tell(())


class Parts(RuleField):
    """Which parts of the market; the list follows the division that is chosen beside it.

    Args:
        rule: a frozen set of parts.
        division: which division's parts are offered.
        parts: what each division has, and how many accounts each part holds.
        name: what the list is called.
    """

    def __init__(
        self,
        rule: tuple[Read, Write],
        division: Callable[[Settings], Division | None],
        parts: Mapping[Division, Mapping[str, str]],
        *,
        name: str,
    ) -> None:
        self._list = QListWidget()
        self._list.setAccessibleName(name)
        self._list.setFixedHeight(theme().px(_LIST_HIGH))
        super().__init__(self._list, rule)
        self._division, self._parts = division, parts
        self._shown: Division | None = None
        self._list.itemChanged.connect(self._on_item_changed)

    def show_rules(self, rules: Settings) -> None:
        """Offer the parts of the chosen division and tick those being planned."""
        division = self._shown = self._division(rules)
        chosen = self._read(rules)
        with QSignalBlocker(self._list):
            self._list.clear()
            known = self._parts[division] if division is not None else {}
            self._list.setVisible(division is not None)
            self._list.setEnabled(bool(known))
            if not known:
                self._list.addItem(tr("The list says that of no account."))
            for part in [*known, *sorted(chosen - set(known))]:
                item = QListWidgetItem(known.get(part, part))
                item.setData(Qt.ItemDataRole.UserRole, part)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if part in chosen else Qt.CheckState.Unchecked)
                self._list.addItem(item)

    def follow(self, rules: Settings) -> None:
        """Offer other parts where another division was chosen; else leave the list as it is."""
        if self._division(rules) is not self._shown:
            self.show_rules(rules)

    def _on_item_changed(self, _item: QListWidgetItem) -> None:
        items = [self._list.item(row) for row in range(self._list.count())]
        ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        self._tell(frozenset(item.data(Qt.ItemDataRole.UserRole) for item in ticked))
