"""The map outlives the process that draws it: it is loaded anew, and where it dies again soon a card says so."""

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.ui.icons import Icon
from gtm_desktop.ui.widgets.states import CoverState

Place = tuple[float, float, float]
"""Latitude and longitude of the middle, and the zoom."""

_SOON = 60.0
"""Seconds: a map that dies twice within them would die for ever, and take the machine's memory each time."""

_PATIENCE = 15_000
"""Milliseconds that a map which is loaded again may take, on the slowest machine."""

_logger = logging.getLogger(__name__)


class MapRevival(QObject):
    """Watches one page. Memory runs short, or a protection program ends what draws it: neither must end the map."""

    died = Signal()  # what was asked of the page will never be answered
    load_requested = Signal()  # the page has to be loaded again

    def __init__(self, page: QWebEnginePage, covered: QWidget) -> None:
        """Watch a page that `covered` shows."""
        super().__init__(covered)
        self.clock: Callable[[], float] = time.monotonic
        self.deaths = 0
        self.place: Place | None = None
        self._last: float | None = None
        self.card = CoverState(covered, Icon.WARNING)
        self.card.action_chosen.connect(self._on_draw_again_chosen)
        self.patience = QTimer(self)
        self.patience.setSingleShot(True)
        self.patience.setInterval(_PATIENCE)
        self.patience.timeout.connect(self._on_patience_over)
        page.renderProcessTerminated.connect(self._on_terminated)

    def keep_place(self, lat: float, lon: float, zoom: float) -> None:
        """Remember what part of the map is shown."""
        self.place = (lat, lon, zoom)

    def note_ready(self) -> None:
        """Note that the page's scripts run."""
        self.patience.stop()
        self.card.hide()

    def _on_terminated(self, how: QWebEnginePage.RenderProcessTerminationStatus, status: int) -> None:
        now = self.clock()
        is_soon = self._last is not None and now - self._last < _SOON
        self.deaths, self._last = self.deaths + 1, now
        _logger.warning("the process that draws the map ended: %s, status %s, death %s", how.name, status, self.deaths)
        self.patience.stop()
        self.died.emit()
        if is_soon:
            self._show_card(tr("What draws the map has ended twice within a minute. Memory may be short: close other "
                               "programs, then draw it again. Your plan is not affected."))  # fmt: skip
        else:
            QTimer.singleShot(0, self, self._load)  # never from within the signal of the page itself

    def _load(self) -> None:
        self.patience.start()
        self.load_requested.emit()

    def _show_card(self, sentence: str) -> None:
        self.card.show_words(tr("The map could not be drawn"), sentence, tr("Draw again"))

    def _on_patience_over(self) -> None:
        _logger.warning("the map that was loaded again did not answer")
        self._show_card(tr("What draws the map does not answer. Draw it again, or start the program again. Your plan "
                           "is not affected."))  # fmt: skip

    def _on_draw_again_chosen(self) -> None:
        self._last = None
        self.card.hide()
        self._load()
