"""Icons in the theme's colours; they follow when the theme changes."""

from enum import StrEnum

import qtawesome
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel

from gtm_desktop.ui.theme import theme


class Icon(StrEnum):
    """The icons in use, by what they stand for."""

    DATA = "mdi6.table-arrow-down"
    SEGMENTS = "mdi6.view-grid-outline"
    CHANNELS = "mdi6.tune-variant"
    TERRITORIES = "mdi6.map-outline"
    INSIDE = "mdi6.headset"
    REVIEW = "mdi6.clipboard-check-outline"
    DONE = "mdi6.check-circle"
    STALE = "mdi6.alert-circle-outline"
    UNDO = "mdi6.undo"
    REDO = "mdi6.redo"
    SEARCH = "mdi6.magnify"
    MENU = "mdi6.menu"
    MORE = "mdi6.dots-vertical"
    DOWN = "mdi6.chevron-down"
    OPEN = "mdi6.folder-open-outline"
    WORKBOOK = "mdi6.file-excel-outline"
    SAMPLE = "mdi6.flask-outline"
    SAVE = "mdi6.content-save-outline"
    EXPORT = "mdi6.export-variant"
    SCENARIO = "mdi6.source-branch"
    COMPARE = "mdi6.compare-horizontal"
    PEOPLE_FULL = "mdi6.account-outline"
    PEOPLE_WORKSHOP = "mdi6.account-eye-outline"
    THEME = "mdi6.theme-light-dark"
    PROJECTOR = "mdi6.presentation"
    CLOSE = "mdi6.close"
    CHECK = "mdi6.check"
    CHOSEN = "mdi6.radiobox-marked"
    UNCHOSEN = "mdi6.radiobox-blank"
    INFO = "mdi6.information-outline"
    WARNING = "mdi6.alert-outline"
    ERROR = "mdi6.alert-circle-outline"
    NEXT = "mdi6.skip-next-outline"
    LOCK = "mdi6.lock-outline"
    UNLOCK = "mdi6.lock-open-variant-outline"
    REP = "mdi6.account-outline"
    ACCOUNT = "mdi6.domain"
    TERRITORY = "mdi6.map-marker-radius-outline"
    EDIT = "mdi6.pencil-outline"
    COPY = "mdi6.content-copy"
    PAN = "mdi6.cursor-move"
    LASSO = "mdi6.lasso"
    LINE = "mdi6.vector-polyline"
    FIT = "mdi6.fit-to-page-outline"
    CLEAR = "mdi6.selection-off"
    HISTORY = "mdi6.history"
    BUILD = "mdi6.hammer-wrench"
    BALANCE = "mdi6.scale-balance"
    HELP = "mdi6.help-circle-outline"


def icon(which: Icon, tone: str = "text_soft") -> QIcon:
    """Return an icon in a colour of the theme, as it is now."""
    made: QIcon = qtawesome.icon(which.value, color=theme().hex(tone), color_disabled=theme().hex("line"))
    return made


def pixmap(which: Icon, size: int, tone: str = "text_soft") -> QPixmap:
    """Return an icon as a picture of `size` device-independent pixels."""
    return icon(which, tone).pixmap(size, size)


def set_icon(
    target: QAction | QAbstractButton | QLabel, which: Icon, tone: str = "text_soft", *, size: int = 16
) -> None:
    """Give an action, a button or a label an icon that follows the theme; a later call replaces it.

    `size` is that of a label's picture, in device-independent pixels.
    """
    for earlier in target.findChildren(_Follower):
        earlier.setParent(None)
        earlier.deleteLater()
    _Follower(target, which, tone, size)


class _Follower(QObject):
    """Keeps one target's icon in the theme's colours for as long as the target lives."""

    def __init__(self, target: QAction | QAbstractButton | QLabel, which: Icon, tone: str, size: int) -> None:
        super().__init__(target)
        self._target = target
        self._which = which
        self._tone = tone
        self._size = size
        theme().changed.connect(self._on_changed)
        self._on_changed()

    def _on_changed(self) -> None:
        if isinstance(self._target, QLabel):
            self._target.setPixmap(pixmap(self._which, self._size, self._tone))
        else:
            self._target.setIcon(icon(self._which, self._tone))
