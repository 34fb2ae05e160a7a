"""The segment grid: painted tiles, one a cell, with selection, renaming in place and a menu."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from gtm_desktop.core.tokens import mixed
from gtm_desktop.ui.plain_text import show_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.tag import paint_tag, tag_size

_GAP = 8
_SIDE, _LEAST_SIDE = 112, 66
_SIDE_SHARE = 0.13
_LETTERS = 3  # of a name that stands beside the figure because the tag leaves no room above it
_PART = " · "  # between the parts of a tile's last line; a part that has no room is left to the tooltip
_ARROWS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


@dataclass(frozen=True)
class HeadView:
    """A row's or a column's head: its code, title and a soft second line."""

    code: str
    title: str
    detail: str = ""


@dataclass(frozen=True)
class CellView:
    """One tile.

    Attributes:
        row: row code.
        column: column code.
        name: the cell's name.
        figure: how many accounts, as the user reads it.
        money: the line below, such as "$14.9M margin · avg $70.3K".
        channel: channel code of the tag; empty for no tag.
        channel_text: what the tag says.
        heat: 0 to 1, how strong the ground is.
        is_decided: somebody gave the cell a name or a channel of its own.
        is_routed: somebody gave the cell a channel of its own: its tag is filled.
        tip: exact figures for the tooltip.
    """

    row: str
    column: str
    name: str
    figure: str
    money: str
    channel: str = ""
    channel_text: str = ""
    heat: float = 0.0
    is_decided: bool = False
    is_routed: bool = False
    tip: str = ""


@dataclass(frozen=True)
class GridView:
    """The whole grid: heads top to bottom and left to right (unknown ones last), and the cells that exist."""

    rows: tuple[HeadView, ...] = ()
    columns: tuple[HeadView, ...] = ()
    cells: tuple[CellView, ...] = ()


class SegmentGrid(QWidget):
    """Shows a `GridView`. Arrow keys move the selection, F2 renames, Enter opens, the menu key asks for the menu."""

    cell_selected = Signal(str, str)  # row code, column code; by the user only
    cell_opened = Signal(str, str)  # Enter was pressed on it
    cell_renamed = Signal(str, str, str)  # row code, column code, new name
    menu_requested = Signal(str, str, QPoint)  # row code, column code, where on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = GridView()
        self._by_place: dict[tuple[int, int], CellView] = {}
        self._chosen: tuple[int, int] | None = None
        self._hovered: tuple[int, int] | None = None
        self._editor = QLineEdit(self)
        self._editor.hide()
        self._editor.editingFinished.connect(self._on_editing_finished)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def show_grid(self, view: GridView) -> None:
        """Show a grid; the selected cell stays selected if it still exists."""
        chosen = self.selected_cell()
        self._view = view
        rows = {head.code: at for at, head in enumerate(view.rows)}
        columns = {head.code: at for at, head in enumerate(view.columns)}
        self._by_place = {(rows[cell.row], columns[cell.column]): cell for cell in view.cells}
        self._chosen = None
        if chosen is not None:
            self.select_cell(chosen.row, chosen.column)
        self.updateGeometry()
        self.update()

    def select_cell(self, row: str, column: str) -> None:
        """Select a cell without telling that the user did it."""
        for place, cell in self._by_place.items():
            if (cell.row, cell.column) == (row, column):
                self._chosen = place
        self.update()

    def clear_selection(self) -> None:
        """Select no cell, without telling that the user did it."""
        self._chosen = None
        self.update()

    def selected_cell(self) -> CellView | None:
        """Return the selected cell."""
        return None if self._chosen is None else self._by_place.get(self._chosen)

    def edit_name(self) -> None:
        """Let the user rename the selected cell in place; Enter takes the name, Escape leaves it."""
        cell = self.selected_cell()
        if cell is None or self._chosen is None:
            return
        tile = self.tile_rect(*self._chosen)
        self._editor.setText(cell.name)
        self._editor.setGeometry(int(tile.left()) + 5, int(tile.top()) + 5, int(tile.width()) - 10, theme().px(28))
        self._editor.selectAll()
        self._editor.show()
        self._editor.setFocus()

    def sizeHint(self) -> QSize:
        """Return a size at which every tile reads well."""
        rows, columns = max(1, len(self._view.rows)), max(1, len(self._view.columns))
        return QSize(_SIDE + columns * 190, theme().px(26) + rows * (theme().px(80) + _GAP))

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which tiles can be read."""
        rows, columns = max(1, len(self._view.rows)), max(1, len(self._view.columns))
        return QSize(_LEAST_SIDE + columns * theme().px(92), theme().px(26) + rows * (theme().px(70) + _GAP))

    def tile_rect(self, row: int, column: int) -> QRectF:
        """Return where a tile is, by row and column number."""
        head = theme().px(26)
        side = self._side()
        width = (self.width() - side) / max(1, len(self._view.columns))
        height = (self.height() - head) / max(1, len(self._view.rows))
        return QRectF(side + column * width, head + row * height, width - _GAP, height - _GAP)

    def _side(self) -> float:
        """Return the width of the rows' heads in pixels."""
        return max(theme().px(_LEAST_SIDE), min(theme().px(_SIDE), self.width() * _SIDE_SHARE))

    def _place_at(self, point: QPoint) -> tuple[int, int] | None:
        for place in self._by_place:
            if self.tile_rect(*place).contains(point):
                return place
        return None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint heads and tiles."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter)
        for place, cell in self._by_place.items():
            self._paint_tile(painter, self.tile_rect(*place), cell, is_chosen=place == self._chosen)

    def _paint_heads(self, painter: QPainter) -> None:
        look = theme()
        bold = look.font(look.tokens.small + 1, weight=QFont.Weight.DemiBold)
        small = look.font(look.tokens.small)
        left, side = Qt.AlignmentFlag.AlignLeft, self._side()
        for at, head in enumerate(self._view.columns):
            tile = self.tile_rect(0, at)
            text = f"{head.title}  {head.detail}".strip()
            painter.setFont(bold)
            painter.setPen(look.colour("text_soft"))
            text = text if painter.fontMetrics().horizontalAdvance(text) <= tile.width() else head.title
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(tile.width()))
            painter.drawText(
                QRectF(tile.left() + 2, 0, tile.width(), look.px(22)), left | Qt.AlignmentFlag.AlignVCenter, shown
            )
        for at, head in enumerate(self._view.rows):
            tile = self.tile_rect(at, 0)
            middle = tile.center().y()
            painter.setFont(bold)
            painter.setPen(look.colour("text_soft"))
            painter.drawText(QRectF(0, middle - look.px(18), side - 6, look.px(18)), left, head.title)
            painter.setFont(small)
            painter.setPen(look.colour("text_faint"))
            painter.drawText(QRectF(0, middle + 1, side - 6, look.px(30)), left | Qt.TextFlag.TextWordWrap, head.detail)

    def _paint_tile(self, painter: QPainter, tile: QRectF, cell: CellView, *, is_chosen: bool) -> None:
        look = theme()
        ground = mixed(look.tokens.channel["outside"], look.hex("card"), 0.05 + 0.5 * min(1.0, max(0.0, cell.heat)))
        edge = QPen(look.colour("accent"), 2) if is_chosen else QPen(QColor(ground), 1)
        if self._hovered is not None and self._by_place.get(self._hovered) is cell and not is_chosen:
            edge = QPen(look.colour("text_faint"), 1)
        painter.setPen(edge)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(tile.adjusted(1, 1, -1, -1), 8, 8)
        room = tile.width() - 18
        if cell.channel:
            size = tag_size(cell.channel_text)
            tag = QRectF(tile.right() - size.width() - 8, tile.top() + 8, size.width(), size.height())
            paint_tag(painter, tag, cell.channel_text, look.channel(cell.channel), is_filled=cell.is_routed)
            room -= size.width() + 6
        self._paint_words(painter, tile, cell, room)

    def _paint_words(self, painter: QPainter, tile: QRectF, cell: CellView, room: float) -> None:
        look = theme()
        left, middle = tile.left() + 9, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(look.tokens.base - 1, weight=QFont.Weight.DemiBold))
        painter.setPen(look.colour("text"))
        name = cell.name + (" •" if cell.is_decided else "")
        top = tile.top() + max(look.px(26), (tile.height() - look.px(24)) / 2 + 2)
        if room < painter.fontMetrics().horizontalAdvance(name[:2]):
            beside = QRectF(left, top, tile.width() - 18, look.px(24))
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name[:_LETTERS])
        else:
            name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(QRectF(left, tile.top() + 8, room, look.px(18)), middle, name)
        painter.setFont(look.font(18, weight=QFont.Weight.DemiBold))
        painter.drawText(QRectF(left, top, tile.width() - 18, look.px(24)), middle, cell.figure)
        painter.setFont(look.font(look.tokens.small))
        painter.setPen(QColor(mixed(look.hex("text"), look.hex("text_soft"), 0.6)))
        money = cell.money
        while _PART in money and painter.fontMetrics().horizontalAdvance(money) > tile.width() - 18:
            money = money.rpartition(_PART)[0]
        money = painter.fontMetrics().elidedText(money, Qt.TextElideMode.ElideRight, int(tile.width()) - 18)
        painter.drawText(QRectF(left, tile.bottom() - look.px(24), tile.width() - 18, look.px(18)), middle, money)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the tile under the pointer."""
        self._choose(self._place_at(event.position().toPoint()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename the tile under the pointer."""
        if self._place_at(event.position().toPoint()) is not None:
            self.edit_name()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the tile under the pointer."""
        self._hover(self._place_at(event.position().toPoint()))

    def leaveEvent(self, _event: QEvent) -> None:
        """Light up nothing."""
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the selection, rename, open."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is not None:
            self._step(*step)
        elif event.key() == Qt.Key.Key_F2:
            self.edit_name()
        elif event.key() == Qt.Key.Key_Escape and self._editor.isVisible():
            self._editor.hide()
            self.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected_cell() is not None:
            cell = self._by_place[self._chosen or (0, 0)]
            self.cell_opened.emit(cell.row, cell.column)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a tile."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        place = self._place_at(event.pos()) if by_mouse else self._chosen
        if place is None:
            return
        self._choose(place)
        cell = self._by_place[place]
        point = event.globalPos() if by_mouse else self.mapToGlobal(self.tile_rect(*place).center().toPoint())
        self.menu_requested.emit(cell.row, cell.column, point)

    def event(self, event: QEvent) -> bool:
        """Show the exact figures of a tile as its tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(event.pos())
            show_tip(event.globalPos(), self._by_place[place].tip if place else "", self)
            return True
        return super().event(event)

    def _step(self, down: int, right: int) -> None:
        if self._chosen is None:
            self._choose(min(self._by_place, default=None))
            return
        row, column = self._chosen
        for _ in range(len(self._view.rows) + len(self._view.columns)):
            row, column = row + down, column + right
            if (row, column) in self._by_place:
                self._choose((row, column))
                return

    def _choose(self, place: tuple[int, int] | None) -> None:
        if place is None or place == self._chosen:
            return
        self._chosen = place
        cell = self._by_place[place]
        self.setAccessibleDescription(f"{cell.name}: {cell.figure}, {cell.money}, {cell.channel_text}")
        self.update()
        self.cell_selected.emit(cell.row, cell.column)

    def _hover(self, place: tuple[int, int] | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()

    def _on_editing_finished(self) -> None:
        cell = self.selected_cell()
        if not self._editor.isVisible():
            return
        self._editor.hide()
        name = self._editor.text().strip()
        if cell is not None and name and name != cell.name:
            self.cell_renamed.emit(cell.row, cell.column, name)
