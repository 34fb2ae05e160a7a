"""Measure how a plan opens in the window: seconds to the first page and to the result, longest freeze of its thread.

Run from the checkout, on a plan that `gtm-desktop plan ACCOUNTS --project PLAN` has made of a generated list:

    python tests/benchmarks/open_plan.py plan.gtmplan [--profile OPEN.prof]

It prints one line of JSON: seconds until the first page is made and until the plan is worked out, the longest time in
which the window's thread answered nothing, and every such time over 50 ms as (when, how long). With ``--profile`` the
processor time of the window's thread by call is written to a file for `pstats`.
"""

import argparse
import cProfile
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # a script sees only its own folder
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, QTimer

from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.session import Session
from gtm_desktop.ui.shell.window import MainWindow
from tests.benchmarks.measure import calibration_seconds

_TICK_MS = 5
_LONGEST_SECONDS = 300
_FREEZE_SECONDS = 0.05


class Heartbeat(QObject):
    """Ticks on the window's thread and keeps the longest time between two ticks, and when that was."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self.gaps: list[tuple[float, float]] = []
        self._began = self._last = time.perf_counter()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def _on_tick(self) -> None:
        now = time.perf_counter()
        gap, self._last = now - self._last, now
        self.longest = max(self.longest, gap)
        if gap > _FREEZE_SECONDS:
            self.gaps.append((round(now - self._began - gap, 2), round(gap, 3)))


def opened(path: Path, profile: cProfile.Profile | None = None) -> dict[str, object]:
    """Open a plan in a new window and return the figures: seconds to its page and its result, and the freezes."""
    make_application()
    window = MainWindow()
    window.show()
    session = Session(window, Remembered(window))
    _run_until(window.start_page.isVisible)
    told: dict[str, float] = {}
    began = time.perf_counter()
    bridge = session.bridge
    bridge.project_changed.connect(lambda: told.setdefault("page", time.perf_counter() - began))
    bridge.result_changed.connect(lambda: told.setdefault("result", time.perf_counter() - began))
    beat = Heartbeat()
    if profile is not None:
        profile.enable()
    session.controller.files.open_file(path)
    _run_until(lambda: "result" in told and not bridge.is_busy)
    if profile is not None:
        profile.disable()
    bridge.workspace.close()
    session.close()
    window.close_now()
    return {
        "page_seconds": round(told["page"], 2),
        "result_seconds": round(told["result"], 2),
        "longest_freeze_seconds": round(beat.longest, 3),
        "freezes_over_50_ms": beat.gaps,
        "calibration_seconds": round(calibration_seconds(), 3),
    }


def _run_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + _LONGEST_SECONDS
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("the plan was not opened")
        loop = QEventLoop()
        QTimer.singleShot(_TICK_MS, loop.quit)
        loop.exec()


def main() -> None:
    """Print the figures of the plan that the command line names."""
    parser = argparse.ArgumentParser(description="Measure how a plan opens in the window.")
    parser.add_argument("plan", type=Path)
    parser.add_argument("--profile", type=Path, help="write the calls of the window's thread here")
    asked = parser.parse_args()
    profile = cProfile.Profile(time.thread_time) if asked.profile else None
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = folder
        figures = opened(asked.plan, profile)
    sys.stdout.write(json.dumps({"name": f"open {asked.plan.name}", **figures}) + "\n")
    if profile is not None:
        profile.dump_stats(asked.profile)


if __name__ == "__main__":
    main()
