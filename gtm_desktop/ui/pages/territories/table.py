"""The table widget of territories: rows take reps and accounts, a rep is dragged out, the lock is clicked."""

import json
from collections.abc import Mapping

from PySide6.QtCore import QKeyCombination, QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gtm_desktop.core.spreadsheet_text import guarded_lines
from gtm_desktop.core.words import tr
from gtm_desktop.tables import territories as columns
from gtm_desktop.ui.icons import Icon, icon, pixmap
from gtm_desktop.ui.models.table_view import TableView
from gtm_desktop.ui.pages.territories.rows import LOAD_KEY, LOCK_KEY, PROBLEM_KEY, REP_KEY
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.map_view import ACCOUNTS_MIME, REP_MIME
from gtm_desktop.ui.widgets.table import DataTable, DragSpec

_WIDTHS = {LOAD_KEY: 42, LOCK_KEY: 26, PROBLEM_KEY: 26}
"""Columns without words; every other one is as wide as what it says."""
_WAIT_WHEN_NARROW = frozenset({LOAD_KEY, columns.TRAVEL_HOURS_WEEK})
_WORDS = (columns.NAME, REP_KEY)
_LEAST_WORDS = 80
_SLACK = {columns.ACCOUNTS: 6, columns.TRAVEL_HOURS_WEEK: 10}
"""What headers can do without around their words before a name is cut."""
_LOCK_KEYS = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)


class TerritoryTable(DataTable):
    """Shows the territories; a dragged row carries its rep."""

    rename_requested = Signal(str)  # territory id: F2 or a double click
    lock_toggled = Signal(str)  # territory id: its lock was clicked, or Ctrl+L was pressed
    problem_clicked = Signal(str)  # territory id: its warning was clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(DragSpec(REP_MIME, (REP_MIME, ACCOUNTS_MIME)), parent)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self._reps: Mapping[str, str] = {}
        self._places: dict[str, int] = {}
        self._left_out: frozenset[str] = frozenset()
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_double_clicked)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)

    def show_territories(self, view: TableView, reps: Mapping[str, str]) -> None:
        """Show the territories; `reps` gives the rep code of each, empty for an open one."""
        self._reps = reps
        self._places = {column.key: number for number, column in enumerate(view.columns)}
        self.show_table(view)
        self.fit_columns()
        for key, delegate in (
            (LOCK_KEY, _IconDelegate(self)), (PROBLEM_KEY, _IconDelegate(self)), (REP_KEY, _RepDelegate(self)),
        ):  # fmt: skip
            self.setItemDelegateForColumn(self._places[key], delegate)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Leave out load and driving where there is little room."""
        self._left_out = _WAIT_WHEN_NARROW if is_narrow else frozenset()
        self.fit_columns()

    def fit_columns(self) -> None:
        """Make every column as wide as what it says; names and reps share what is left over, or give way."""
        if not self._places:
            return
        widths: dict[str, int] = {}
        for key, place in self._places.items():
            self.setColumnHidden(place, key in self._left_out)
            if key not in self._left_out:
                widths[key] = theme().px(_WIDTHS[key]) if key in _WIDTHS else self.needed_width(place)
        if self.viewport().width() < sum(widths.values()):
            widths |= {key: widths[key] - theme().px(slack) for key, slack in _SLACK.items() if key in widths}
        rest = self.viewport().width() - sum(widths.values())
        for key in _WORDS:
            widths[key] = max(widths[key] + rest // 2, min(widths[key], theme().px(_LEAST_WORDS)))
        for key, width in widths.items():
            self.horizontalHeader().setSectionResizeMode(self._places[key], QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(self._places[key], width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename on F2, lock or unlock on Ctrl+L; everything else as any table."""
        selected = self.selected_ids()
        if selected and event.key() == Qt.Key.Key_F2:
            self.rename_requested.emit(selected[0])
        elif selected and event.keyCombination() == _LOCK_KEYS:
            self.lock_toggled.emit(selected[0])
        else:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the rep of the row; an open position has none to drag."""
        selected = self.selected_ids()
        rep = self._reps.get(selected[0], "") if selected else ""
        if not rep:
            return
        data = QMimeData()
        data.setData(REP_MIME, json.dumps([rep]).encode())
        data.setText(guarded_lines([rep]))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(pixmap(Icon.REP, 24, "accent"))
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == self._places.get(LOCK_KEY):
            self.lock_toggled.emit(self._model.row_id(index))
        elif index.column() == self._places.get(PROBLEM_KEY) and index.data():
            self.problem_clicked.emit(self._model.row_id(index))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.column() == self._places.get(columns.NAME):
            self.rename_requested.emit(self._model.row_id(index))


class _IconDelegate(QStyledItemDelegate):
    """Shows the icon of a word, not the word; the word stays for the tooltip, the reader and the clipboard."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        word = option.text
        option.text = ""
        option.decorationAlignment = Qt.AlignmentFlag.AlignCenter
        if word == tr("Not locked"):
            option.icon = icon(Icon.UNLOCK, "line")
        elif word != tr("Locked") and word:
            option.icon = icon(Icon.WARNING, "warn")


class _RepDelegate(QStyledItemDelegate):
    """Writes an open position in the colour of what needs a look."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if option.text == tr("open"):
            option.font.setItalic(True)
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, theme().colour("bad"))
