"""Take the pictures of the six pages on the sample plan, 1440 × 900, light and dark.

    python docs/pictures/make.py [FOLDER]

Without a display it draws off screen. As root set QTWEBENGINE_CHROMIUM_FLAGS="--no-sandbox --disable-gpu" first.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_SIZE = (1440, 900)
_PATIENCE_S = 60.0
_SETTLE_S = 2.5

if not os.environ.get("DISPLAY") and sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for name in ("XDG_DATA_HOME", "XDG_STATE_HOME"):
    os.environ[name] = tempfile.mkdtemp(prefix="gtm-desktop-pictures-")

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 - after the environment is set

from gtm_desktop.ui.application import Start, make_application  # noqa: E402
from gtm_desktop.ui.bridge import WorkspaceBridge  # noqa: E402
from gtm_desktop.ui.remembered import Remembered  # noqa: E402
from gtm_desktop.ui.shell.steps import StepId  # noqa: E402
from gtm_desktop.ui.shell.window import MainWindow  # noqa: E402
from gtm_desktop.ui.theme import Mode, theme  # noqa: E402
from gtm_desktop.workspace import decisions, tasks  # noqa: E402


def main(folder: Path) -> None:
    """Open the sample plan, built, and save a picture of each page."""
    application = make_application()
    window = MainWindow()
    window.resize(*_SIZE)
    start = Start(window, Remembered(application), [])
    window.show()
    start.begin()
    wait_until(lambda: start.session is not None)
    bridge = start.session.bridge
    start.session.controller.files.open_sample()
    wait_until(lambda: bridge.workspace.is_open and bridge.workspace.is_result_current)
    accept_everything(bridge)
    wait_until(lambda: bridge.workspace.is_result_current)
    for mode in (Mode.LIGHT, Mode.DARK):
        theme().mode = mode
        theme().apply()
        for number, step in enumerate(StepId, start=1):
            start.session.controller.go_to(step, "")
            pause(_SETTLE_S)
            wait_until(lambda: not bridge.is_busy)
            pause(_SETTLE_S)
            window.grab().save(str(folder / f"{number}-{step.value}-{mode.value}.png"))
    window.close_now()
    start.close()


def accept_everything(bridge: WorkspaceBridge) -> None:
    """Build territories, reps and inside books, and accept them."""
    workspace = bridge.workspace
    bridge.apply(decisions.accept_build(tasks.build(workspace.dataset, workspace.plan).accepted))


def pause(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Let the window live until something is so.

    Raises:
        TimeoutError: it did not come.
    """
    until = time.monotonic() + _PATIENCE_S
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError("the window did not get there")
        pause(0.05)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else _HERE)
