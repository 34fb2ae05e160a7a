"""How often a search speaks and listens."""

import time
from collections.abc import Callable

from gtm_desktop.core.progress import Progress

_SECONDS_BETWEEN_REPORTS = 0.1
_STEPS = 1000


class Pace:
    """Hands reports on at most ten times a second; polls for cancel every time.

    The clock decides here what is said, never what is searched. How far the whole run is, in thousandths, is the share
    of its time where that is limited, else what it is told; it never runs back, whatever a run does in between.
    """

    def __init__(
        self, progress: Progress, *, budget_s: float = 0.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._progress = progress
        self._budget_s = budget_s
        self._clock = clock
        self._started = clock()
        self._spoke_at = float("-inf")
        self._furthest = 0

    def check(self) -> None:
        """Raise `Cancelled` if the search should stop."""
        self._progress.check()

    def report(self, stage: str, **figures: float) -> None:
        """Say what the search does, unless it spoke a moment ago; raise `Cancelled` if it should stop."""
        self._progress.check()
        if self._clock() - self._spoke_at >= _SECONDS_BETWEEN_REPORTS:
            self.announce(stage, **figures)

    def announce(self, stage: str, **figures: float) -> None:
        """Say something that must not be missed, however short ago the last report was."""
        self._spoke_at = self._clock()
        if self._budget_s > 0:
            self.reach((self._spoke_at - self._started) / self._budget_s)
        self._progress.report(stage, self._furthest, _STEPS, **figures)

    def reach(self, share: float) -> None:
        """Take down how far the run is, 0 to 1, for the next report."""
        self._furthest = max(self._furthest, round(_STEPS * min(share, 1.0)))

    def seconds(self) -> float:
        """Return the seconds since the search began."""
        return self._clock() - self._started
