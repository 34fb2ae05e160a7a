"""A map on the screen, and ways to look at it: its pixels, and values asked of the page."""

import json

import numpy as np
import pytest
import shiboken6
from PySide6.QtGui import QImage

from gtm_desktop.geo.basemap import base_map, extent_of
from gtm_desktop.maps.scene import MapScene, TerritoryMark
from gtm_desktop.ui.theme import Mode, theme
from gtm_desktop.ui.widgets.map_panel import MapPanel

ORANGE, BLUE = "#D55E00", "#0072B2"
WEST, EAST = "T-WEST", "T-EAST"


def _box(west, east):
    ring = [[west, 41.0], [east, 41.0], [east, 44.0], [west, 44.0], [west, 41.0]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


@pytest.fixture(scope="session")
def scene() -> MapScene:
    """Two territories side by side in Michigan, 50 accounts in each, one account that is not placed."""
    generator = np.random.default_rng(7)
    lat = np.append(generator.uniform(41.4, 43.6, 100), np.nan)
    lon = np.append(np.concatenate([generator.uniform(-86.8, -85.2, 50), generator.uniform(-84.8, -83.2, 50)]), np.nan)
    territory = np.array([0] * 50 + [1] * 50 + [-1])
    return MapScene(
        ids=[f"A-{number}" for number in range(101)],
        lat=lat,
        lon=lon,
        territory=territory,
        colour=np.where(territory == 0, 0, 1),
        size=np.full(101, 2),
        palette=(ORANGE, BLUE),
        tips=[f"Account {number}" for number in range(101)],
        territories=(
            TerritoryMark(WEST, "West", "Dana", ORANGE, 42.5, -86),
            TerritoryMark(EAST, "East", "Ben", BLUE, 42.5, -84),
        ),
        shapes={0: _box(-87.0, -85.0), 1: _box(-85.0, -83.0)},
        base=base_map(extent_of(lat, lon)),
    )


@pytest.fixture
def panel(qtbot, scene):
    """A map panel that has painted the scene, in light colours."""
    theme().set_mode(Mode.LIGHT)
    made = MapPanel()
    made.resize(800, 600)
    made.messages = []
    made.view.page().javaScriptConsoleMessage = lambda _level, text, line, source: made.messages.append(
        f"{source}:{line} {text}"
    )
    with qtbot.waitSignal(made.view.drawn, timeout=30_000):
        made.show_map(scene)
        made.show()
    qtbot.waitUntil(lambda: count(made, ORANGE) > 100, timeout=30_000)
    yield made
    theme().set_mode(Mode.SYSTEM)
    messages = made.messages
    shiboken6.delete(made)
    assert messages == []


@pytest.fixture
def ask(qtbot, panel):
    """Ask the page for a value, as an expression that JSON can write."""

    def asked(expression):
        answers = []
        panel.view.page().runJavaScript(f"JSON.stringify({expression})", 0, answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
        return json.loads(answers[0])

    return asked


def pixels(panel) -> np.ndarray:
    """Return what the map shows, rows × columns × red, green, blue."""
    image = panel.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)


def count(panel, colour: str) -> int:
    """Return how many pixels of the map have a colour, a little more or less."""
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    return int((np.abs(pixels(panel) - wanted).max(axis=2) < 10).sum())


@pytest.fixture
def counted(panel):
    """Count the pixels of a colour on the map."""
    return lambda colour: count(panel, colour)
