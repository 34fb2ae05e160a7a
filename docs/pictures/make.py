"""Take the pictures of the six pages on the sample plan, 1440 × 900, light and dark.

    python docs/pictures/make.py [FOLDER]

Without a display it draws off screen. As root set QTWEBENGINE_CHROMIUM_FLAGS="--no-sandbox --disable-gpu" first.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
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

from gtm_desktop.core.paths import sample_workbook  # noqa: E402
from gtm_desktop.core.progress import SILENT  # noqa: E402
from gtm_desktop.project.state import ProjectState, new_project  # noqa: E402
from gtm_desktop.ui.application import Start, make_application  # noqa: E402
from gtm_desktop.ui.remembered import Remembered  # noqa: E402
from gtm_desktop.ui.shell.steps import StepId  # noqa: E402
from gtm_desktop.ui.shell.window import MainWindow  # noqa: E402
from gtm_desktop.ui.theme import Mode, theme  # noqa: E402
from gtm_desktop.workbook.importing import import_workbook  # noqa: E402
from gtm_desktop.workspace import tasks  # noqa: E402


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
    bridge.workspace.open(sample(), None)
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


def sample() -> ProjectState:
    """Return the sample project with territories, reps and inside books accepted."""
    accounts, reps = (sample_workbook(f"great_lakes_{name}.xlsx") for name in ("accounts", "reps"))
    dataset = import_workbook(accounts, reps, progress=SILENT)
    project = new_project(dataset, scenario="Plan")
    plan = tasks.build(dataset, project.plan)
    return replace(project, scenarios=project.scenarios.with_plan(plan))


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
