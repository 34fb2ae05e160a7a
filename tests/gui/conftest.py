"""Where the window tests draw: offscreen, or on a real screen for the tests marked `xvfb`."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

if sys.platform == "linux":
    # A window on the screen of whoever runs the tests would be in their way: only start.py test asks for a real one.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if os.geteuid() == 0:
        # Chromium refuses to run as root inside its sandbox. In tests only: the program never leaves the sandbox.
        os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox --disable-gpu")

# Pictures and layouts must not depend on the scale of the screen, or on the desktop's colours.
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests of a real window where there is none; a run for CI counts that as a failure."""
    if os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        return
    needs_screen = pytest.mark.skip(reason="needs a real window: python3 start.py test starts one under Xvfb")
    for item in items:
        if item.get_closest_marker("xvfb") is not None:
            item.add_marker(needs_screen)


@pytest.fixture(scope="session")
def qapp() -> "Iterator[QApplication]":
    """The one application of all window tests, made as the program makes it (the map's scheme comes first)."""
    from PySide6.QtCore import QEvent

    from gtm_desktop.ui.application import make_application

    app = make_application()
    yield app
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what the last test left: a map's page before its profile
