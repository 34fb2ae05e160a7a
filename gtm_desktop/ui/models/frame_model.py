"""The one table model: column arrays, sorted by an integer order, 50,000 rows and more without a proxy."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap

from gtm_desktop.core.spreadsheet_text import guarded_lines
from gtm_desktop.ui.icons import icon
from gtm_desktop.ui.models.table_view import WORDED, CellKind, TableColumn, TableView
from gtm_desktop.ui.plain_text import tip_text

Index = QModelIndex | QPersistentModelIndex
COLUMN_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW_ROLE = COLUMN_ROLE + 1
_NO_INDEX = QModelIndex()
_SWATCH = 11
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FrameModel(QAbstractTableModel):
    """Shows a `TableView`. Rows of the view are *source rows*; what is seen is an order over some of them."""

    dropped = Signal(str, bytes, str)  # MIME type, payload, id of the row it was dropped on

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = TableView((), ())
        self._order: NDArray[np.int64] = np.arange(0)
        self._place: dict[str, int] | None = None
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self._drag_mime = ""
        self._drop_mimes: tuple[str, ...] = ()

    def show_table(self, view: TableView, rows: NDArray[np.int64] | None = None) -> None:
        """Show a table, or only some source rows of it; the sort order in force is kept."""
        self.beginResetModel()
        self._view = view
        self._place = None
        self._order = np.arange(len(view.row_ids), dtype=np.int64) if rows is None else np.asarray(rows, dtype=np.int64)
        if self._sorted is not None and self._sorted[0] < len(view.columns):
            self._order = self._sorted_order(*self._sorted)
        self.endResetModel()

    def set_drag(self, mime: str) -> None:
        """Let rows be dragged; the payload is a JSON list of their ids."""
        self._drag_mime = mime

    def set_drop(self, mimes: Sequence[str]) -> None:
        """Let these be dropped on a row."""
        self._drop_mimes = tuple(mimes)

    def column(self, number: int) -> TableColumn:
        """Return a column."""
        return self._view.columns[number]

    def row_id(self, index: Index) -> str:
        """Return the id of the row of an index."""
        return str(self._view.row_ids[self._order[index.row()]])

    def ids_at(self, rows: Sequence[int]) -> list[str]:
        """Return the ids of rows by where they are seen."""
        return [str(self._view.row_ids[source]) for source in self._order[list(rows)]]

    def source_rows(self) -> NDArray[np.int64]:
        """Return the source rows as they are seen, top to bottom."""
        return self._order.copy()

    def rows_of(self, row_ids: Iterable[str]) -> list[int]:
        """Return where rows are seen now, top to bottom; ids that are not seen are passed over."""
        if self._place is None:
            self._place = {str(self._view.row_ids[source]): at for at, source in enumerate(self._order)}
        return sorted(self._place[row_id] for row_id in row_ids if row_id in self._place)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many rows are seen."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._view.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks of a cell."""
        if not index.isValid():
            return None
        column, row = self._view.columns[index.column()], int(self._order[index.row()])
        answer = _ANSWERS.get(int(role))
        return None if answer is None else answer(column, row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks of a header."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._view.columns):
            return None
        column = self._view.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(column.tip or column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.is_right_aligned else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one goes back to the order of the table. Selected rows stay selected."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        sources = [int(self._order[index.row()]) for index in kept]
        self._sorted = (column, order) if column >= 0 else None
        self._order = self._sorted_order(column, order)
        self._place = None
        place = np.full(len(self._view.row_ids), -1, dtype=np.int64)
        place[self._order] = np.arange(len(self._order))
        moved = [self.index(int(place[at]), index.column()) for at, index in zip(sources, kept, strict=True)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _sorted_order(self, column: int, order: Qt.SortOrder) -> NDArray[np.int64]:
        base = np.sort(self._order)
        if not 0 <= column < len(self._view.columns):
            return base
        return self._view.columns[column].order(base, ascending=order is Qt.SortOrder.AscendingOrder)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let rows be selected, and dragged or dropped on where that was set."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if index.isValid() and self._drag_mime:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        if index.isValid() and self._drop_mimes:
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def mimeTypes(self) -> list[str]:
        """Return what may be dropped here."""
        return list(self._drop_mimes) or super().mimeTypes()

    def supportedDragActions(self) -> Qt.DropAction:
        """Let rows be moved."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def supportedDropActions(self) -> Qt.DropAction:
        """Take what is moved or copied."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the ids of the rows, once each, top to bottom."""
        rows = sorted({index.row() for index in indexes})
        ids = [str(self._view.row_ids[self._order[row]]) for row in rows]
        data = QMimeData()
        data.setData(self._drag_mime, json.dumps(ids).encode())
        data.setText(guarded_lines(ids))
        return data

    def canDropMimeData(
        self,
        data: QMimeData,
        _action: Qt.DropAction,
        _row: int,
        _column: int,
        parent: Index,
    ) -> bool:
        """Say whether something may be dropped on this row."""
        return parent.isValid() and any(data.hasFormat(mime) for mime in self._drop_mimes)

    def dropMimeData(
        self,
        data: QMimeData,
        _action: Qt.DropAction,
        _row: int,
        _column: int,
        parent: Index,
    ) -> bool:
        """Tell what was dropped on which row; rows are not changed by it."""
        for mime in self._drop_mimes:
            if parent.isValid() and data.hasFormat(mime):
                self.dropped.emit(mime, data.data(mime).data(), self.row_id(parent))
                return False
        return False


def _decoration(column: TableColumn, row: int) -> Any:
    if column.kind is CellKind.TAG or column.kind not in WORDED:
        return None
    word = column.text(row)
    if word in column.icons:
        return icon(column.icons[word])
    colour = column.colours.get(str(row)) or column.colours.get(word)
    return _swatch(colour) if colour else None


@cache
def _swatch(colour: str) -> QPixmap:
    square = QPixmap(2 * _SWATCH, 2 * _SWATCH)
    square.setDevicePixelRatio(2)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(0, 0, _SWATCH, _SWATCH, 3, 3)
    painter.end()
    return square


_ANSWERS: dict[int, Callable[[TableColumn, int], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): TableColumn.text,
    int(Qt.ItemDataRole.ToolTipRole): lambda column, row: tip_text(column.note(row)),
    int(Qt.ItemDataRole.TextAlignmentRole): lambda column, _row: _RIGHT if column.is_right_aligned else _LEFT,
    int(Qt.ItemDataRole.DecorationRole): _decoration,
    COLUMN_ROLE: lambda column, _row: column,
    ROW_ROLE: lambda _column, row: row,
}
