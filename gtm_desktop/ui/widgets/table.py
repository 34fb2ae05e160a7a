"""The one table widget: fixed rows, header to sort by, menu, copying, dragging, tags and load bars painted in cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gtm_desktop.core.spreadsheet_text import CellColumn, clipboard_text
from gtm_desktop.ui.models.frame_model import COLUMN_ROLE, ROW_ROLE, FrameModel, Index
from gtm_desktop.ui.models.table_view import CellKind, TableColumn, TableView
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.load_bar import paint_load
from gtm_desktop.ui.widgets.tag import paint_tag, tag_size

_SAMPLE = 200
_WIDTHS = (48, 360)
_ICON_WIDTH = 34  # of a column without a title, which holds icons
_NARROWEST_WORDS, _NARROWEST_LAST = 110, 168


@dataclass(frozen=True)
class DragSpec:
    """What may be dragged out of a table and dropped on its rows, as MIME types; empty for nothing."""

    drag: str = ""
    drop: tuple[str, ...] = ()


class DataTable(QTableView):
    """Shows a `TableView`; speaks of rows by their ids."""

    rows_selected = Signal(list)  # ids, top to bottom; by the user only
    row_opened = Signal(str)  # id of the row that was double-clicked or on which Enter was pressed
    menu_requested = Signal(list, QPoint)  # ids of the selected rows, where on the screen
    dropped_on_row = Signal(str, bytes, str)  # MIME type, payload, id of the row
    dragged_over_row = Signal(str, bytes, str)  # the same while the pointer is over a row; id empty when it left

    def __init__(self, drag: DragSpec | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        drag = drag or DragSpec()
        self._drag = drag
        self._columns_shown: tuple[str, ...] = ()
        self._needed: list[int] = []  # the columns' natural widths; empty once the user has chosen others
        self._is_fitting = False
        self._model = FrameModel(self)
        self._model.set_drag(drag.drag)
        self._model.set_drop(drag.drop)
        self._model.dropped.connect(self.dropped_on_row)
        self.setModel(self._model)
        self.setItemDelegate(_CellDelegate(self))
        self._set_up(drag)
        self._is_showing = False
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.activated.connect(lambda index: self.row_opened.emit(self._model.row_id(index)))
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _set_up(self, drag: DragSpec) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.setDragEnabled(bool(drag.drag))
        self.setAcceptDrops(bool(drag.drop))
        self.setDropIndicatorShown(bool(drag.drop))
        self.setDragDropOverwriteMode(True)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.sectionResized.connect(lambda section, _old, _new: self._on_section_resized(section))
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def show_table(self, view: TableView) -> None:
        """Show a table; selection, sort order and scroll position are kept as far as the rows still exist."""
        selected = set(self.selected_ids())
        top = self.verticalScrollBar().value()
        self._is_showing = True
        self._model.show_table(view)
        self._select(selected)
        self._is_showing = False
        keys = tuple(column.key for column in view.columns)
        if keys != self._columns_shown and view.row_ids:
            self._columns_shown = keys
            self.fit_columns()
        self.verticalScrollBar().setValue(top)

    def select_ids(self, row_ids: Sequence[str]) -> None:
        """Select rows and scroll to the first, without telling that the user did it."""
        self._is_showing = True
        self._select(set(row_ids))
        self._is_showing = False
        rows = self._model.rows_of(row_ids)
        if rows:
            self.scrollTo(self._model.index(rows[0], 0))

    def selected_ids(self) -> list[str]:
        """Return the ids of the selected rows, top to bottom."""
        return self._model.ids_at(self._selected_rows())

    def fit_columns(self) -> None:
        """Make columns as wide as their header and a sample of their cells need, texts narrower where room is short."""
        self._needed = [self.needed_width(number) for number in range(self._model.columnCount())]
        self._spread_columns()

    def needed_width(self, number: int) -> int:
        """Return the width in pixels that a column's header and a sample of its cells need, within bounds."""
        rows = range(0, self._model.rowCount(), max(1, self._model.rowCount() // _SAMPLE))
        column, advance = self._model.column(number), self.fontMetrics().horizontalAdvance
        width = self.horizontalHeader().fontMetrics().horizontalAdvance(column.title) * 1.1 + 22
        for row in rows:
            width = max(width, _cell_width(column, self._model.index(row, number), advance))
        least = _WIDTHS[0] if column.title else _ICON_WIDTH
        return int(min(max(width, least), theme().px(_WIDTHS[1])))

    def _spread_columns(self) -> None:
        words = [at for at in range(len(self._needed)) if self._model.column(at).kind is CellKind.TEXT]
        last, widths = len(self._needed) - 1, list(self._needed)
        for least_last in (_NARROWEST_LAST, _NARROWEST_WORDS):  # a last column of words is a reason: it gives way last
            most = theme().px(_WIDTHS[1])
            while self.viewport().width() < sum(widths) and most > theme().px(_NARROWEST_WORDS):
                most -= 2
                for at in words:
                    least = theme().px(least_last if at == last else _NARROWEST_WORDS)
                    widths[at] = min(widths[at], max(most, least))
        self._is_fitting = True
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
        self._is_fitting = False

    def _on_section_resized(self, section: int) -> None:
        if not self._is_fitting and section < self._model.columnCount() - 1:
            self._needed = []

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard, exact figures, tab-separated, with the header."""
        rows = self._model.source_rows()[self._selected_rows()].tolist()
        columns = [self._model.column(number) for number in range(self._model.columnCount())]
        copied = [CellColumn(each.title, list(map(each.exact, rows)), each.is_right_aligned) for each in columns]
        QGuiApplication.clipboard().setText(clipboard_text(copied))

    def _selected_rows(self) -> list[int]:
        # Not selectedRows(): an index each takes 1.3 s at 100,000 rows.
        ranges = self.selectionModel().selection().toList()
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})

    def _select(self, row_ids: set[str]) -> None:
        last = self._model.columnCount() - 1
        selection = QItemSelection()
        for row in self._model.rows_of(row_ids):
            selection.select(self._model.index(row, 0), self._model.index(row, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _on_selection_changed(self) -> None:
        if not self._is_showing:
            self.rows_selected.emit(self.selected_ids())

    def _on_theme_changed(self) -> None:
        is_other_size = self.verticalHeader().defaultSectionSize() != theme().row_height
        self.verticalHeader().setDefaultSectionSize(theme().row_height)
        if is_other_size and self._columns_shown:
            self.fit_columns()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns over the new width, unless the user has chosen their widths."""
        super().resizeEvent(event)
        if self._needed and len(self._needed) == self._model.columnCount():
            self._spread_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C; open the menu on the menu key; everything else as Qt does."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() == Qt.Key.Key_F10 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.menu_requested.emit(self.selected_ids(), self._menu_point())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the selected rows."""
        if self.selected_ids():
            by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
            self.menu_requested.emit(self.selected_ids(), event.globalPos() if by_mouse else self._menu_point())

    def _menu_point(self) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Tell what hovers over which row, so that the effect can be shown before the drop."""
        super().dragMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        for mime in self._drag.drop:
            if event.mimeData().hasFormat(mime):
                row_id = self._model.row_id(index) if index.isValid() else ""
                self.dragged_over_row.emit(mime, event.mimeData().data(mime).data(), row_id)
                if index.isValid():
                    event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Tell that nothing hovers any more."""
        super().dragLeaveEvent(event)
        self.dragged_over_row.emit("", b"", "")

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped on which row."""
        super().dropEvent(event)
        self.dragged_over_row.emit("", b"", "")


def _cell_width(column: TableColumn, index: QModelIndex, advance: Callable[[str], int]) -> float:
    text = index.data()
    if column.kind is CellKind.LOAD:
        return 90
    if column.kind is CellKind.TAG:
        return tag_size(text).width() + 18
    room = 24 if index.data(Qt.ItemDataRole.DecorationRole) is not None else 0
    return advance(text) + room + 20


class _CellDelegate(QStyledItemDelegate):
    """Paints tags and load bars; leaves everything else to Qt."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column = index.data(COLUMN_ROLE)
        if not isinstance(column, TableColumn) or column.kind not in (CellKind.TAG, CellKind.LOAD):
            super().paint(painter, option, index)
            return
        style, view = option.widget.style(), option.widget
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, view)
        rect = QRectF(option.rect).adjusted(6, 0, -6, 0)
        row = int(index.data(ROW_ROLE))
        text = column.text(row)
        if column.kind is CellKind.LOAD:
            paint_load(painter, rect, column.loads[row])
        elif text:
            size = tag_size(text)
            tag = QRectF(
                rect.left(), rect.center().y() - size.height() / 2, min(size.width(), rect.width()), size.height()
            )
            colour = column.colours.get(text)
            paint_tag(painter, tag, text, theme().colour("text_faint") if colour is None else QColor(colour))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme().row_height)
