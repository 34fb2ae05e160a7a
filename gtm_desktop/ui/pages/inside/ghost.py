"""Dragging accounts: what is carried, and the small pill with their number under the pointer."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QDrag, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from gtm_desktop.core.words import ntr
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.table import DataTable, DragSpec

ACCOUNT_IDS = "application/x-gtm-account-ids"
"""MIME type of dragged accounts; the payload is a JSON list of their ids."""
_HIGH = 24


def account_ids(payload: bytes) -> list[str]:
    """Return the account ids of a payload of `ACCOUNT_IDS`."""
    return [str(each) for each in json.loads(payload)]


def drag_accounts(source: QWidget, ids: Sequence[str]) -> None:
    """Drag accounts out of a widget; returns when they were dropped somewhere or nowhere."""
    data = QMimeData()
    data.setData(ACCOUNT_IDS, json.dumps(list(ids)).encode())
    drag = QDrag(source)
    drag.setMimeData(data)
    drag.setPixmap(count_pill(len(ids), source.devicePixelRatio()))
    drag.exec(Qt.DropAction.MoveAction)


def count_pill(number: int, ratio: float) -> QPixmap:
    """Paint a pill that says how many accounts are dragged."""
    look = theme()
    font = look.font(look.tokens.small + 1, weight=QFont.Weight.DemiBold)
    text = ntr("{n} account", "{n} accounts", number)
    width, height = QFontMetrics(font).horizontalAdvance(text) + 22, look.px(_HIGH)
    pill = QPixmap(round(width * ratio), round(height * ratio))
    pill.setDevicePixelRatio(ratio)
    pill.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pill)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent"))
    painter.drawRoundedRect(QRectF(0, 0, width, height), height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(look.colour("on_accent"))
    painter.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return pill


class AccountTable(DataTable):
    """A table whose selected rows are dragged as accounts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(DragSpec(drag=ACCOUNT_IDS), parent)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the selected accounts."""
        drag_accounts(self, self.selected_ids())
