"""The self-test of the window: opens it with a map on it, looks at what is painted, and closes it."""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gtm_desktop.core.progress import Progress
from gtm_desktop.core.words import tr
from gtm_desktop.geo.basemap import base_map, extent_of
from gtm_desktop.maps.scene import MapScene
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.ui.widgets.map_panel import MapPanel

_SECONDS = 30.0
_STEP_MS = 50
_POINTS = 200
_COLOUR = "#D55E00"


def try_window(*, progress: Progress) -> str:
    """Open the window and a map of made-up accounts once; return what is wrong, or nothing. Fit for a child process."""
    progress.report(tr("Trying the window"))
    make_application()
    window = MainWindow()
    window.show()
    panel = MapPanel()
    panel.resize(640, 480)
    panel.show()
    panel.show_map(_scene())
    try:
        if not _waited_for(lambda: _count(panel.view.grab().toImage()) > _POINTS):
            return tr("The map was not painted within {n} seconds.", n=round(_SECONDS))
        if panel.view.guard.blocked:
            return tr(
                "The map asked for something outside the program: {address}.", address=panel.view.guard.blocked[0]
            )
        if not _is_painted(window):
            return tr("The window was not painted.")
        return ""
    finally:
        panel.close()
        panel.deleteLater()
        window.close_now()
        window.deleteLater()
        _waited_for(lambda: True)


def _scene() -> MapScene:
    generator = np.random.default_rng(1)
    lat, lon = generator.uniform(40, 44, _POINTS), generator.uniform(-87, -82, _POINTS)
    zeros = np.zeros(_POINTS, dtype=np.int64)
    return MapScene(
        ids=[str(number) for number in range(_POINTS)],
        lat=lat,
        lon=lon,
        territory=zeros - 1,
        colour=zeros,
        size=zeros + 2,
        palette=(_COLOUR,),
        base=base_map(extent_of(lat, lon)),
    )


def _waited_for(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        loop = QEventLoop()
        QTimer.singleShot(_STEP_MS, loop.quit)
        loop.exec()
        if is_so():
            return True
    return False


def _count(picture: QImage) -> int:
    pixels = _pixels(picture)
    wanted = np.array([int(_COLOUR[at : at + 2], 16) for at in (1, 3, 5)])
    return int((np.abs(pixels.astype(np.int64) - wanted).max(axis=2) < 12).sum())


def _is_painted(window: QWidget) -> bool:
    return len(np.unique(_pixels(window.grab().toImage()).reshape(-1, 3), axis=0)) > 8


def _pixels(picture: QImage) -> "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]":
    image = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
