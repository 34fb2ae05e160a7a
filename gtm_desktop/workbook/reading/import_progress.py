"""How far an import is, in hundredths: from what its child process reports, and from the pace measured meanwhile."""

import math
import time
from collections.abc import Callable

from gtm_desktop.core.progress import Progress, ProgressReport
from gtm_desktop.core.words import tr

WHOLE = 100
_BEGIN, _CELLS_READ, _MOST = 5.0, 65.0, 99.0
_START_SECONDS = 1.0
_READING_SECONDS = 8.0
"""For files whose reader says nothing until it is done."""
_LEAST_SECONDS = 0.5


class EstimatedProgress:
    """Reports of one import with an estimate of the whole; it never runs back and never stands still for long.

    The child says how much of the cells it has read. What follows takes about as long as the reading did: between two
    reports the estimate moves on at that pace, more slowly the longer it takes.
    """

    def __init__(self, progress: Progress, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._told, self._clock = progress, clock
        self._stage, self._said = tr("Opening the file"), ""
        self._began = self._since = clock()
        self._from, self._to, self._seconds = 0.0, _BEGIN, _START_SECONDS
        self._best = -1

    @property
    def progress(self) -> Progress:
        """What is given to the child: it is asked often whether to stop, and the estimate moves on each time."""
        return Progress(on_report=self._take, is_cancelled=self._look)

    def _take(self, report: ProgressReport) -> None:
        if report.total:
            read = _BEGIN + (_CELLS_READ - _BEGIN) * report.done / report.total
            self._expect(read, _CELLS_READ, _READING_SECONDS)
        else:
            self._expect(_CELLS_READ, _MOST, max(self._clock() - self._began, _LEAST_SECONDS))
        self._stage = report.stage
        self._tell()

    def _look(self) -> bool:
        self._tell()
        return self._told.is_cancelled()

    def _expect(self, at_least: float, at_most: float, seconds: float) -> None:
        """Move on from here, or from `at_least` if that is further, to `at_most` in about so many seconds."""
        if at_most != self._to or at_least > self._estimate():
            self._from, self._since = max(at_least, self._estimate()), self._clock()
            self._to, self._seconds = max(at_most, self._from), seconds

    def _estimate(self) -> float:
        passed = 1 - math.exp(-(self._clock() - self._since) / self._seconds)
        return self._from + (self._to - self._from) * passed

    def _tell(self) -> None:
        percent = max(int(self._estimate()), self._best)
        if (self._stage, percent) != (self._said, self._best):
            self._told.on_report(ProgressReport(self._stage, percent, WHOLE))
        self._said, self._best = self._stage, percent
