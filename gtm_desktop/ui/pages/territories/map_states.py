"""What stands where the map will be: nothing built, being worked out, being drawn, failed or cancelled."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.ui.pages.territories.scenes import SceneFeed
from gtm_desktop.ui.widgets.map_panel import MapPanel


class MapStates(QObject):
    """Says on one panel why there is no map; its button builds, or draws again what was not drawn."""

    def __init__(self, panel: MapPanel, feed: SceneFeed, build: Callable[[], object]) -> None:
        """Make them; `build` builds territories."""
        super().__init__(panel)
        self._panel = panel
        self._feed = feed
        self._then: Callable[[], object] = build
        self._build = build
        panel.empty_chosen.connect(self._on_chosen)
        feed.failed.connect(self._on_failed)
        feed.cancelled.connect(self._on_cancelled)

    def show_unbuilt(self) -> None:
        """Say that there are no territories, and what building does."""
        self._then = self._build
        self._panel.show_empty(
            tr("No territories yet"),
            tr("Building groups the outside accounts into one compact, balanced territory a rep, fills spare "
               "capacity from inside, and gives each territory the rep who keeps most customers."),
            tr("Build territories"),
        )  # fmt: skip

    def show_working_out(self) -> None:
        """Say that the plan is being worked out; it cannot be stopped from here."""
        self._panel.busy.start(tr("Working out the plan…"), can_cancel=False)

    def show_drawing(self) -> None:
        """Say that the map is being drawn, unless one is there that changes in a moment."""
        if not self._panel.is_map_shown:
            self._panel.busy.start(tr("Drawing the map…"), can_cancel=False)

    def show_failure(self, error: UserError) -> None:
        """Say that the plan could not be worked out."""
        self._panel.show_empty(error.message, error.remedy)

    def _on_chosen(self) -> None:
        self._then()

    def _on_failed(self, error: UserError) -> None:
        self._then = self._feed.draw_again
        self._panel.show_empty(tr("The map could not be drawn"), error.message, tr("Draw again"))

    def _on_cancelled(self) -> None:
        self._then = self._feed.draw_again
        self._panel.show_empty(
            tr("The map was not drawn"), tr("Drawing it was cancelled. Your plan is not affected."), tr("Draw again")
        )
