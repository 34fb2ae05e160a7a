"""How often a search speaks and listens."""

import time

from gtm_desktop.core.progress import Progress

_SECONDS_BETWEEN_REPORTS = 0.1


class Pace:
    """Hands reports on at most ten times a second; polls for cancel every time.

    The clock here decides what is said, never what is searched.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._started = time.monotonic()
        self._spoke_at = float("-inf")

    def check(self) -> None:
        """Raise `Cancelled` if the search should stop."""
        self._progress.check()

    def report(self, stage: str, done: int, total: int, **figures: float) -> None:
        """Say where the search is, unless it spoke a moment ago; raise `Cancelled` if it should stop."""
        self._progress.check()
        if time.monotonic() - self._spoke_at >= _SECONDS_BETWEEN_REPORTS:
            self.announce(stage, done, total, **figures)

    def announce(self, stage: str, done: int, total: int, **figures: float) -> None:
        """Say something that must not be missed, however short ago the last report was."""
        self._spoke_at = time.monotonic()
        self._progress.report(stage, done, total, **figures)

    def seconds(self) -> float:
        """Return the seconds since the search began."""
        return time.monotonic() - self._started
