"""The program's log: rotating, on the user's disk, without customer data; it never stops the program."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from gtm_desktop.core import paths
from gtm_desktop.core.words import tr

_BYTES = 1_000_000
_FILES = 5


def log_file() -> Path:
    """Return where the log is written."""
    return paths.user_log_folder() / "gtm-desktop.log"


def log_place() -> str:
    """Return where the log is written in words, also where it cannot be."""
    refused = any(isinstance(each, _LogFile) and each.is_refused for each in logging.getLogger("gtm_desktop").handlers)
    return tr("no file, for the log cannot be written") if refused else str(log_file())


def start_logging() -> None:
    """Send the program's log to its file; a second call changes nothing."""
    root = logging.getLogger("gtm_desktop")
    if any(isinstance(handler, _LogFile) for handler in root.handlers):
        return
    handler = _LogFile(log_file(), maxBytes=_BYTES, backupCount=_FILES - 1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False


class _LogFile(RotatingFileHandler):
    """The log's file. What the disk refuses is lost: nothing better can be done with it."""

    is_refused = False

    def emit(self, record: logging.LogRecord) -> None:
        try:
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            self.is_refused = True
            return
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's spelling
        self.is_refused = isinstance(sys.exc_info()[1], OSError)
        if not self.is_refused:
            super().handleError(record)
