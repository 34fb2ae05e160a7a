"""Measure the map at 1440 × 900 and pixel ratio 1: showing accounts anew, and recolouring them.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.map

Prints one line of JSON a figure: from the call to the moment the page says that it is painted. As root set
QTWEBENGINE_CHROMIUM_FLAGS="--no-sandbox --disable-gpu" first. Written down in docs/benchmarks.md.
"""

import os
import sys
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from gtm_desktop.geo.basemap import base_map, extent_of
from gtm_desktop.maps.scene import MapScene
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.widgets.map_view import MapView
from tests.benchmarks.measure import measure_call

_COUNTS = (12_000, 100_000)
_PATIENCE_MS = 30_000
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7")


def main() -> None:
    """Show, recolour, measure and print."""
    os.environ["QT_SCALE_FACTOR"] = "1"
    make_application()
    view = MapView()
    view.resize(1440, 900)
    view.show()
    for number in _COUNTS:
        scene = _scene(number)
        _until_drawn(view, lambda scene=scene: view.show_map(scene))
        colours = iter(np.random.default_rng(1).integers(0, len(_COLOURS), (20, number)))
        shown = measure_call(
            f"map shown anew, {number:,} accounts", lambda s=scene: _until_drawn(view, lambda: view.show_map(s))
        )
        recoloured = measure_call(
            f"map recoloured, {number:,} accounts", lambda c=colours: _until_drawn(view, lambda: view.recolour(next(c)))
        )
        sys.stdout.write(f"{shown.line()}\n{recoloured.line()}\n")
    view.close()


def _scene(number: int) -> MapScene:
    generator = np.random.default_rng(1)
    lat, lon = generator.uniform(39, 46, number), generator.uniform(-88, -81, number)
    return MapScene(
        ids=[str(each) for each in range(number)],
        lat=lat,
        lon=lon,
        territory=np.full(number, -1, dtype=np.int64),
        colour=np.arange(number, dtype=np.int64) % len(_COLOURS),
        size=np.full(number, 2, dtype=np.int64),
        palette=_COLOURS,
        base=base_map(extent_of(lat, lon)),
    )


def _until_drawn(view: MapView, call: Callable[[], None]) -> float:
    """Call and wait until the page has painted; raises TimeoutError if it does not."""
    loop = QEventLoop()
    view.drawn.connect(loop.quit)
    timer = QTimer(singleShot=True, interval=_PATIENCE_MS)
    timer.timeout.connect(loop.quit)
    timer.start()
    began = time.perf_counter()
    call()
    loop.exec()
    view.drawn.disconnect(loop.quit)
    if not timer.isActive():
        raise TimeoutError("the map was not painted")
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
