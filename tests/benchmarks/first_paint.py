"""Open the window, wait until it has been painted once, and end: run by the ledger in a process of its own."""

import os
import sys

from PySide6.QtCore import QEvent, QObject

from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.shell.window import MainWindow


class _FirstPaint(QObject):
    """Ends the process when the window has been painted."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if event.type() == QEvent.Type.Paint:
            sys.stdout.flush()
            os._exit(0)  # taking the window down is not part of the figure
        return super().eventFilter(watched, event)


def main() -> int:
    """Open the window."""
    app = make_application()
    window = MainWindow()
    first = _FirstPaint(window)
    window.installEventFilter(first)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
