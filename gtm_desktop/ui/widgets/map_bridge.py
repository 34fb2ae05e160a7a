"""The bridge of the map page: what the page tells becomes signals."""

import json

from PySide6.QtCore import QObject, Signal, Slot


class MapBridge(QObject):
    """Registered with the page as ``map``. Slots are called by the page's scripts only."""

    ready = Signal()  # the page's scripts run
    drawn = Signal(int)  # the data of this revision is on the screen
    lassoed = Signal(list)  # numbers of the points inside
    account_clicked = Signal(int)  # number of the point
    territory_clicked = Signal(str)  # id; empty where there is no territory
    place_clicked = Signal(float, float)  # latitude, longitude: of every click, whatever lies there
    hovered = Signal(int)  # number of the point
    line_drawn = Signal(list)  # its points, each latitude and longitude in degrees
    moved = Signal(float, float, float)  # latitude and longitude of the middle, zoom
    drag_begun = Signal()  # the selection is being dragged out

    @Slot()
    def on_ready(self) -> None:
        """Take that the page's scripts run."""
        self.ready.emit()

    @Slot(int)
    def on_drawn(self, revision: int) -> None:
        """Take that data is on the screen."""
        self.drawn.emit(revision)

    @Slot(str)
    def on_lassoed(self, numbers: str) -> None:
        """Take what was lassoed, a JSON list."""
        self.lassoed.emit([int(number) for number in json.loads(numbers)])

    @Slot(str)
    def on_line_drawn(self, points: str) -> None:
        """Take a line that was drawn, a JSON list of latitudes and longitudes."""
        self.line_drawn.emit([(float(lat), float(lon)) for lat, lon in json.loads(points)])

    @Slot(int)
    def on_account_clicked(self, number: int) -> None:
        """Take a click on a point."""
        self.account_clicked.emit(number)

    @Slot(str)
    def on_territory_clicked(self, territory_id: str) -> None:
        """Take a click on a territory or on nothing."""
        self.territory_clicked.emit(territory_id)

    @Slot(float, float)
    def on_place_clicked(self, lat: float, lon: float) -> None:
        """Take where a click was."""
        self.place_clicked.emit(lat, lon)

    @Slot(int)
    def on_hovered(self, number: int) -> None:
        """Take that the pointer rests on a point."""
        self.hovered.emit(number)

    @Slot(float, float, float)
    def on_moved(self, lat: float, lon: float, zoom: float) -> None:
        """Take which part of the map is shown."""
        self.moved.emit(lat, lon, zoom)

    @Slot()
    def on_drag_begun(self) -> None:
        """Take that the selection is being dragged."""
        self.drag_begun.emit()
