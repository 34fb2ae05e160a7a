"""A session: workspace, bridge and controller for one window. It loads everything: imported after the first paint."""

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo
from gtm_desktop.ui.bridge import WindowDeliver, WorkspaceBridge
from gtm_desktop.ui.pages.registry import load_pages
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.controller import ShellController
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.workspace import tasks
from gtm_desktop.workspace.recording import Recording

__all__ = ["Session", "load_pages"]

_RETRY_MS = 15_000


class Session:
    """Everything behind one window."""

    def __init__(self, window: MainWindow, remembered: Remembered) -> None:
        self._window = window
        self._unkept: UserError | None = None
        deliver = WindowDeliver(window)
        self._retry = QTimer(window)
        self._retry.setInterval(_RETRY_MS)
        self._recording = Recording(
            on_failed=lambda error: deliver(partial(self._on_recording_failed, error)),
            on_back=lambda: deliver(self._on_recording_back),
        )
        self._retry.timeout.connect(self._recording.try_again)
        self.bridge = WorkspaceBridge(partial(evaluate, memo=Memo()), self._recording, window)
        self.controller = ShellController(window, self.bridge, remembered, self._recording.take_over)
        self._remembered = remembered

    def begin(self, file: Path | None) -> None:
        """Offer the unsaved work of earlier sessions, and open a file unless some of it is brought back."""
        recent = [Path(each.path) for each in self._remembered.recent]
        threading.Thread(target=tasks.sweep_leftovers, args=(file, recent), name="sweeping", daemon=True).start()
        open_file = partial(self.controller.open_at_start, file) if file is not None else lambda: None
        self.controller.recovery.at_start(file, open_file)

    def say_unkept(self, refusal: UserError) -> None:
        """Say what cannot be kept at all: at once, with the first plan, and in the status bar."""
        self._unkept = refusal
        self._window.status_bar.show_unkept(tr("Not everything is kept"), f"{refusal.message} {refusal.remedy}")
        self.bridge.failed.emit(refusal)

    def close(self) -> None:
        """End all work; the recovery record of a plan that is still open stays."""
        self._retry.stop()
        self.controller.files.holding.close()
        self.bridge.close()
        self._recording.close()

    def _on_recording_failed(self, error: UserError) -> None:
        self._retry.start()
        if self._unkept is not None:  # it was said of the folder before; said again now that work is under way
            self.bridge.failed.emit(self._unkept)
            return
        self._window.status_bar.show_unkept(tr("Not kept for recovery"), f"{error.message} {error.remedy}")
        self.bridge.failed.emit(error)

    def _on_recording_back(self) -> None:
        self._retry.stop()
        self._unkept = None
        self._window.error_panel.hide()
        self._window.status_bar.show_unkept("")
        self.bridge.noted.emit(tr("There is room again: unsaved work is kept for recovery, all of it."))
