"""Start-up: scheme, application, first paint, then the rest in a thread; and the one handler of what goes wrong."""

import importlib
import logging
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from gtm_desktop.core import paths
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.keeping import what_cannot_be_kept
from gtm_desktop.core.log import log_place
from gtm_desktop.core.words import tr
from gtm_desktop.ui.crash_notice import tell_of_crashes
from gtm_desktop.ui.plain_text import message_box
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.map_scheme import register_map_scheme

_logger = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def make_application(argv: Sequence[str] = ()) -> QApplication:
    """Make the QApplication with scheme, style and theme in place; a second call returns the first one's."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    register_map_scheme()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication([paths.APP_NAME, *argv])
    app.setApplicationName(paths.APP_NAME)
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(paths.resource("icons/app.svg"))))
    theme().apply()
    return app


def run_window(files: Sequence[Path]) -> int:
    """Open the window, and in it the first of `files` if there is one; return the exit status."""
    qInstallMessageHandler(_log_qt)  # first: what Qt says before it gives up is known too
    app = make_application()
    remembered = Remembered(app)
    theme().mode, theme().type_size = remembered.mode, remembered.type_size
    theme().apply()
    window = MainWindow()
    handler = _TopLevelHandler(window)
    window.restore(remembered.geometry)
    window.start_page.set_ready(is_ready=False)
    window.start_page.show_recent(remembered.recent)
    if files:
        window.start_page.show_work(tr("Opening {file}", file=files[0].name), can_cancel=False)
    window.show()
    start = Start(window, remembered, files)
    QTimer.singleShot(0, start.begin)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    status = app.exec()
    remembered.keep_geometry(window.saveGeometry())
    start.close()
    handler.remove()
    shiboken6.delete(window)
    return status


class Start(QObject):
    """Loads what the session needs in a thread, then makes the session."""

    _loaded = Signal(object)
    finished = Signal()  # the session is there

    def __init__(self, window: MainWindow, remembered: Remembered, files: Sequence[Path]) -> None:
        super().__init__(window)
        self._window = window
        self._remembered = remembered
        self._files = files
        self._refusal: UserError | None = None
        self.session: Any = None
        self._loaded.connect(self._on_loaded, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Begin loading."""
        threading.Thread(target=self._load, name="loading", daemon=True).start()

    def _load(self) -> None:
        module = importlib.import_module("gtm_desktop.ui.session.session")
        module.load_pages()
        self._refusal = what_cannot_be_kept(has_window=True)
        self._loaded.emit(module)

    def _on_loaded(self, module: Any) -> None:
        self.session = module.Session(self._window, self._remembered)
        if self._refusal is not None:
            self.session.say_unkept(self._refusal)
        self.session.begin(self._files[0] if self._files else None)
        tell_of_crashes(self._window)
        self.finished.emit()

    def close(self) -> None:
        """End the session."""
        if self.session is not None:
            self.session.close()


class _TopLevelHandler(QObject):
    """Takes every exception that nobody expected: logs it, and says so once without blocking."""

    _failed = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._is_shown = False
        self._failed.connect(self._on_failed, Qt.ConnectionType.QueuedConnection)
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._take
        threading.excepthook = lambda args: self._take(args.exc_type, args.exc_value, args.exc_traceback)

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._hooks

    def _take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception) or error is None:
            sys.__excepthook__(kind, error or kind(), trace)
            return
        _logger.critical("unexpected", exc_info=(kind, error, trace))
        self._failed.emit(kind.__name__)

    def _on_failed(self, kind: str) -> None:
        if self._is_shown:
            return
        self._is_shown = True
        box = message_box(
            self._window,
            QMessageBox.Icon.Critical,
            tr("Something went wrong that should not have."),
            tr(
                "Your changes are kept for recovery. Save the plan under another name and start the program again. "
                "If it happens again, send the log ({file}) to whoever looks after the program. It holds no customer "
                "data. ({kind})",
                file=log_place(),
                kind=kind,
            ),
        )
        box.finished.connect(self._on_box_closed)
        box.open()

    def _on_box_closed(self) -> None:
        self._is_shown = False


def _log_qt(kind: QtMsgType, _context: object, message: str) -> None:
    _logger.log(_LEVELS.get(kind, logging.INFO), "Qt: %s", message)
