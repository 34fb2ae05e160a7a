"""Progress: how a piece of work says where it is and learns that it should stop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gtm_desktop.core.errors import Cancelled


@dataclass(frozen=True)
class ProgressReport:
    """Where a piece of work is.

    Attributes:
        stage: what is being done, in words fit for the status bar.
        done: steps done in this stage.
        total: steps of this stage; 0 where that is not known.
        figures: numbers worth showing on the way, by name (such as the best objective so far).
    """

    stage: str
    done: int = 0
    total: int = 0
    figures: Mapping[str, float] = field(default_factory=dict)


def _ignore(_report: ProgressReport) -> None:
    """Take a report and do nothing with it."""


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Progress:
    """The two ways in which work speaks to whoever started it."""

    on_report: Callable[[ProgressReport], None] = _ignore
    is_cancelled: Callable[[], bool] = _never

    def report(self, stage: str, done: int = 0, total: int = 0, **figures: float) -> None:
        """Say where the work is and raise `Cancelled` if it should stop."""
        self.check()
        self.on_report(ProgressReport(stage, done, total, figures))

    def check(self) -> None:
        """Raise `Cancelled` if the work should stop."""
        if self.is_cancelled():
            raise Cancelled


SILENT = Progress()
