"""What is written to files: one piece of work a file at a time, the newest in the place of older ones that wait."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.paths import whole
from gtm_desktop.core.progress import Progress
from gtm_desktop.workspace.jobs import Outcome


@dataclass(frozen=True, eq=False)
class Writing:
    """One piece of work that writes a file.

    Attributes:
        title: what the status bar says.
        begin: called when its turn has come, on the queue's thread; returns the work, which knows what lies on disk by
            then.
        ended: told how it ended, or how the newer one ended that took its place: always of what was written last.
    """

    title: str
    begin: Callable[[], Callable[[Progress], Any]]
    ended: Callable[[Outcome[Any]], None]


class Starts(Protocol):
    """Whatever runs work beside the window and tells how it ended, one of three ways, on the queue's thread."""

    def __call__(
        self,
        title: str,
        work: Callable[[Progress], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[UserError], None],
        cancelled: Callable[[], None],
    ) -> object:
        """Run `work`, then call one of the three."""


class FileQueue:
    """Writes to each file one after the other. It belongs to one thread, the window's, and never waits.

    Of what waits for one file only the newest is written: it holds all that the older ones would have written, and
    these are told its outcome. Different files do not wait for each other.
    """

    def __init__(self, start: Starts) -> None:
        self._start = start
        self._waiting: dict[Path, list[Writing]] = {}
        self._when_idle: Callable[[], None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being written, to whatever file."""
        return bool(self._waiting)

    def ask(self, path: Path, writing: Writing) -> None:
        """Write this next to `path`."""
        target = whole(path)
        if target in self._waiting:
            self._waiting[target].append(writing)
        else:
            self._waiting[target] = []
            self._begin(target, [writing])

    def when_idle(self, call: Callable[[], None]) -> None:
        """Call it once nothing is being written, at once if that is so now; a later call takes its place."""
        if self.is_busy:
            self._when_idle = call
        else:
            call()

    def _begin(self, target: Path, asked: list[Writing]) -> None:
        newest = asked[-1]
        work = newest.begin()

        def ended(outcome: Outcome[Any]) -> None:
            for each in reversed(asked):  # the newest first: it says what lies on disk now
                each.ended(outcome)
            self._next(target)

        self._start(
            newest.title,
            work,
            done=lambda value: ended(Outcome(values=(value,))),
            failed=lambda error: ended(Outcome(error=error)),
            cancelled=lambda: ended(Outcome()),
        )

    def _next(self, target: Path) -> None:
        waiting, self._waiting[target] = self._waiting[target], []
        if waiting:
            self._begin(target, waiting)
            return
        del self._waiting[target]
        if not self.is_busy and self._when_idle is not None:
            call, self._when_idle = self._when_idle, None
            call()
