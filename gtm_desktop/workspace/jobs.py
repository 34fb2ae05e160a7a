"""Jobs: one way to run what may take longer than 50 ms, to hear how far it is, and to stop it.

A job receives values, returns a value and speaks through `Progress`. It runs on a thread of its own; what must be
killable goes from there to a child process by `core.children`. No toolkit is needed: callbacks are handed to a
`Deliver`, which the window replaces by one that calls them on its own thread.
"""

import itertools
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from gtm_desktop.core import disk
from gtm_desktop.core.child_ends import ChildFailed
from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.core.log import log_place
from gtm_desktop.core.progress import Progress, ProgressReport
from gtm_desktop.core.words import tr

T = TypeVar("T")
R = TypeVar("R")
Deliver = Callable[[Callable[[], None]], None]

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """How a piece of work ended.

    Attributes:
        values: what it returned, alone; empty where it did not end well.
        error: what to show; None where it ended well or was cancelled.
        is_ours: the error tells of a defect, or of a child process that gave no answer: not of what the user can mend.
    """

    values: tuple[T, ...] = ()
    error: UserError | None = None
    is_ours: bool = False

    def tell(self, *, done: Callable[[T], R], failed: Callable[[UserError], R], cancelled: Callable[[], R]) -> R:
        """Call the one of the three that fits, and return what it returns."""
        if self.error is not None:
            return failed(self.error)
        return done(self.values[0]) if self.values else cancelled()


def at_once(call: Callable[[], None]) -> None:
    """Deliver a callback on the thread it comes from."""
    call()


def nothing_waits() -> None:
    """Do nothing: the `cancelled` of a job for which nothing waits, so that a cancel leaves all as it was."""


def attempt(title: str, work: Callable[[], T]) -> Outcome[T]:
    """Do a piece of work and return how it ended; a defect of ours is logged and told as one."""
    try:
        return Outcome(values=(work(),))
    except Cancelled:
        return Outcome()
    except UserError as error:
        return Outcome(error=error)
    except ChildFailed as error:
        _logger.warning("%s: %s, exit code %s\n%s", title, error.code, error.exit_code, error.trace)
        return Outcome(error=_child_error(title, error), is_ours=True)
    except OSError as error:
        return _refused(title, error)
    except Exception:
        _logger.exception("%s failed", title)
        return Outcome(error=_defect(title), is_ours=True)


class Job:
    """A piece of work that is running or has run. It can be asked to stop from any thread.

    Attributes:
        job_id: no other job of the same runner has it; titles are for people, and two jobs may share one.
        title: what the work is called.
    """

    def __init__(self, job_id: int, title: str, ended: threading.Event) -> None:
        self.job_id = job_id
        self.title = title
        self._stop = threading.Event()
        self._ended = ended

    @property
    def is_running(self) -> bool:
        """Whether the work goes on."""
        return not self._ended.is_set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; it ends soon, perhaps with the best answer so far."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the work has ended and return whether it has; its callbacks may still be on their way."""
        return self._ended.wait(seconds)


class JobRunner:
    """Runs jobs and remembers which are running."""

    def __init__(self, deliver: Deliver = at_once) -> None:
        self._deliver = deliver
        self._lock = threading.Lock()
        self._running: list[Job] = []
        self._ids = itertools.count(1)

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs that are running, oldest first."""
        with self._lock:
            return tuple(self._running)

    def start(
        self,
        title: str,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
        cancelled: Callable[[], None],
        progressed: Callable[[ProgressReport], None],
    ) -> Job:
        """Start `work` on a thread of its own and return its job; exactly one of the first three is called at its end.

        Callbacks go through the runner's `deliver`. No progress is told after a cancel.
        """
        ended = threading.Event()
        job = Job(next(self._ids), title, ended)

        def tell(report: ProgressReport) -> None:
            if not job.is_cancelled:
                self._deliver(lambda: progressed(report))

        def run() -> None:
            outcome = attempt(title, lambda: work(Progress(tell, lambda: job.is_cancelled)))
            with self._lock:
                self._running.remove(job)
            ended.set()
            self._deliver(lambda: outcome.tell(done=done, failed=failed, cancelled=cancelled))

        with self._lock:
            self._running.append(job)
        threading.Thread(target=run, name=title, daemon=True).start()
        return job

    def close(self, seconds: float = 5.0) -> bool:
        """Ask all jobs to stop, wait for each for so long at most, and return whether all have ended."""
        jobs = self.running
        for job in jobs:
            job.cancel()
        return all(job.wait(seconds) for job in jobs)


def _child_error(title: str, error: ChildFailed) -> UserError:
    message = tr("{work} could not be finished: {reason}.", work=title, reason=error.reason)
    return UserError(message, tr("Nothing was changed. {remedy}", remedy=error.remedy), code=error.code)


def _refused(title: str, error: OSError) -> Outcome[Any]:
    if error.errno is None:  # ours: a part of the program is missing
        _logger.error("%s failed", title, exc_info=error)
        return Outcome(error=_defect(title), is_ours=True)
    _logger.warning("%s: the system refused: %s", title, error.strerror)
    return Outcome(error=disk.system_refusal(error))


def _defect(title: str) -> UserError:
    message = tr("{work} failed because of a defect in the program.", work=title)
    remedy = tr("Nothing was changed. Please report it; the details are in {file}.", file=log_place())
    return UserError(message, remedy, code="defect")
