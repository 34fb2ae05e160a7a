"""A small painted table of figures, whose cells can be chosen where they stand for accounts."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gtm_desktop.ui.pages.channels.view import GridCell, SmallTable
from gtm_desktop.ui.plain_text import show_tip
from gtm_desktop.ui.theme import theme

_ARROWS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_MARKS = {"up": "outside", "down": "inside"}


class SmallTableView(QWidget):
    """Shows a `SmallTable`. Cells with a pair are chosen by a click, or by arrow keys and Enter."""

    pair_chosen = Signal(str, str)  # the pair of the cell

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = SmallTable((), ())
        self._at: tuple[int, int] = (0, 0)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme().changed.connect(self.updateGeometry)

    def show_table(self, table: SmallTable) -> None:
        """Show a table."""
        self._table = table
        rows, columns = len(table.rows), max(0, len(table.heads) - 1)
        self._at = (min(self._at[0], max(0, rows - 1)), min(self._at[1], max(0, columns - 1)))
        said = [f"{name}: " + ", ".join(cell.text for cell in cells) for name, cells in table.rows]
        self.setAccessibleDescription("\n".join([", ".join(table.heads), *said]))
        self.updateGeometry()
        self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Return where a cell is, by row and column number."""
        head = self._head_width()
        width = (self.width() - head) / max(1, len(self._table.heads) - 1)
        line = self._line()
        return QRectF(head + column * width, (row + 1) * line, width, line)

    def sizeHint(self) -> QSize:
        """Ask for one line a row, and one for the heads."""
        columns = max(0, len(self._table.heads) - 1)
        return QSize(self._head_width() + columns * theme().px(66), (len(self._table.rows) + 1) * theme().px(26))

    def minimumSizeHint(self) -> QSize:
        """Never cut a row."""
        columns = max(0, len(self._table.heads) - 1)
        return QSize(self._head_width() + columns * theme().px(52), (len(self._table.rows) + 1) * theme().px(19))

    def _line(self) -> float:
        return min(theme().px(28), self.height() / max(1, len(self._table.rows) + 1))

    def _head_width(self) -> int:
        metrics = QFontMetrics(theme().font(weight=QFont.Weight.DemiBold))
        names = [name for name, _ in self._table.rows] + list(self._table.heads[:1])
        return max((metrics.horizontalAdvance(name) for name in names), default=0) + 10

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint heads, marks and figures."""
        look, painter = theme(), QPainter(self)
        painter.setFont(look.font(look.tokens.small + 1, weight=QFont.Weight.DemiBold))
        painter.setPen(look.colour("text_soft"))
        middle, line = Qt.AlignmentFlag.AlignVCenter, self._line()
        for number, head in enumerate(self._table.heads):
            if number:
                rect = self.cell_rect(-1, number - 1).adjusted(0, 0, -8, 0)
                shown = painter.fontMetrics().elidedText(head, Qt.TextElideMode.ElideRight, int(rect.width()))
                painter.drawText(rect, Qt.AlignmentFlag.AlignRight | middle, shown)
            else:
                painter.drawText(QRectF(0, 0, self._head_width(), line), Qt.AlignmentFlag.AlignLeft | middle, head)
        for row, (name, cells) in enumerate(self._table.rows):
            weight = QFont.Weight.DemiBold if row in self._table.strong else QFont.Weight.Normal
            painter.setFont(look.font(weight=weight))
            top = (row + 1) * line
            painter.setPen(QPen(look.colour("line_soft"), 1))
            painter.drawLine(0, int(top), self.width(), int(top))
            painter.setPen(look.colour("text"))
            painter.drawText(QRectF(0, top, self._head_width(), line), Qt.AlignmentFlag.AlignLeft | middle, name)
            for column, cell in enumerate(cells):
                self._paint_cell(painter, self.cell_rect(row, column), cell, is_chosen=(row, column) == self._at)

    def _paint_cell(self, painter: QPainter, rect: QRectF, cell: GridCell, *, is_chosen: bool) -> None:
        look = theme()
        if cell.mark:
            painter.fillRect(rect.adjusted(1, 1, 0, 0), look.tag_ground(QColor(look.tokens.channel[_MARKS[cell.mark]])))
        if is_chosen and self.hasFocus() and cell.pair is not None:
            painter.setPen(QPen(look.colour("accent"), 1.5))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.setPen(look.colour("text"))
        arrow = {"up": "▲ ", "down": "▼ "}.get(cell.mark, "")
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -8, 0), flags, f"{arrow}{cell.text}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the pointer."""
        place = self._place_at(event.position().toPoint())
        if place is not None:
            self._at = place
            self._choose()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the pointer which cells can be chosen."""
        cell = self._cell_at(event.position().toPoint())
        can = cell is not None and bool(cell.tip)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by arrow keys, choose by Enter or Space."""
        step = _ARROWS.get(Qt.Key(event.key()))
        rows, columns = len(self._table.rows), len(self._table.heads) - 1
        if step is not None and rows and columns > 0:
            self._at = ((self._at[0] + step[0]) % rows, (self._at[1] + step[1]) % columns)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say what a cell does."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(event.pos())
            show_tip(event.globalPos(), cell.tip if cell is not None else "", self)
            return True
        return super().event(event)

    def _place_at(self, point: QPoint) -> tuple[int, int] | None:
        for row, (_, cells) in enumerate(self._table.rows):
            for column in range(len(cells)):
                if self.cell_rect(row, column).contains(point):
                    return row, column
        return None

    def _cell_at(self, point: QPoint) -> GridCell | None:
        place = self._place_at(point)
        return None if place is None else self._table.rows[place[0]][1][place[1]]

    def _choose(self) -> None:
        self.update()
        if self._table.rows:
            pair = self._table.rows[self._at[0]][1][self._at[1]].pair
            if pair is not None:
                self.pair_chosen.emit(*pair)
