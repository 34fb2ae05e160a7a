"""The program's log: rotating, on the user's disk, without customer data."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from gtm_desktop.core import paths

_BYTES = 1_000_000
_FILES = 5


def log_file() -> Path:
    """Return where the log is written."""
    return paths.user_log_folder() / "gtm-desktop.log"


def start_logging() -> None:
    """Send the program's log to its file; a second call changes nothing."""
    root = logging.getLogger("gtm_desktop")
    if any(isinstance(handler, RotatingFileHandler) for handler in root.handlers):
        return
    handler = RotatingFileHandler(log_file(), maxBytes=_BYTES, backupCount=_FILES - 1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False
