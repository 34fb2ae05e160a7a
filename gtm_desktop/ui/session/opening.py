"""Opening a file or a folder with whatever program the desktop has for it."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_outside(path: Path) -> None:
    """Open a file or a folder with the program the desktop has for it; without one nothing happens."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
