"""A session: workspace, bridge and controller for one window. It loads everything: imported after the first paint."""

import threading
from functools import partial
from pathlib import Path

from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo
from gtm_desktop.project import recovery
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.pages.registry import load_pages
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.controller import ShellController
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.workspace import tasks
from gtm_desktop.workspace.recording import Recording

__all__ = ["Session", "load_pages"]


class Session:
    """Everything behind one window."""

    def __init__(self, window: MainWindow, remembered: Remembered) -> None:
        self._recording = Recording()
        self.bridge = WorkspaceBridge(partial(evaluate, memo=Memo()), self._recording, window)
        self.controller = ShellController(window, self.bridge, remembered, self._forget)
        self._remembered = remembered

    def begin(self, file: Path | None) -> None:
        """Offer the unsaved work of earlier sessions, and open a file unless some of it is brought back."""
        recent = [Path(each.path) for each in self._remembered.recent]
        threading.Thread(target=tasks.sweep_leftovers, args=(file, recent), name="sweeping", daemon=True).start()
        open_file = partial(self.controller.open_at_start, file) if file is not None else lambda: None
        self.controller.recovery.at_start(file, open_file)

    def _forget(self, folder: Path) -> None:
        if self.bridge.workspace.is_open:
            self._recording.forget(folder)
        else:
            recovery.drop(folder)

    def close(self) -> None:
        """End all work; the recovery record of a plan that is still open stays."""
        self.controller.files.holding.close()
        self.bridge.close()
        self._recording.close()
