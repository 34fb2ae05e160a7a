"""Evaluation: what the plan comes to, worked out beside the window; the latest request wins."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.workspace.jobs import Deliver, Outcome, at_once, attempt

Evaluate = Callable[[Dataset, Plan], PlanResult]


@dataclass(frozen=True, eq=False)
class Request:
    """A plan to evaluate and whom to tell.

    Attributes:
        dataset: the plan's data.
        plan: the plan.
        done: called with the result, unless a later request came.
        failed: called with what to show, unless a later request came.
        cancelled: called where it was stopped, unless a later request came.
    """

    dataset: Dataset
    plan: Plan
    done: Callable[[PlanResult], None]
    failed: Callable[[UserError], None]
    cancelled: Callable[[], None]


class Evaluator:
    """One worker thread that evaluates the latest plan asked for; older requests and their results are dropped."""

    def __init__(self, evaluate: Evaluate, deliver: Deliver = at_once) -> None:
        self._evaluate = evaluate
        self._deliver = deliver
        self._changed = threading.Condition()
        self._waiting: Request | None = None
        self._latest: Request | None = None
        self._is_closed = False
        self._thread = threading.Thread(target=self._work, name="evaluation", daemon=True)
        self._thread.start()

    def ask(self, request: Request) -> None:
        """Evaluate this plan next, instead of any asked for before."""
        with self._changed:
            self._waiting = self._latest = request
            self._changed.notify()

    def close(self) -> None:
        """Drop what was asked for and end the thread once its work at hand is done."""
        with self._changed:
            self._waiting = self._latest = None
            self._is_closed = True
            self._changed.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _work(self) -> None:
        while (request := self._next()) is not None:
            outcome = self._outcome_of(request)
            self._deliver(self._telling(request, outcome))

    def _next(self) -> Request | None:
        with self._changed:
            while self._waiting is None and not self._is_closed:
                self._changed.wait()
            request, self._waiting = self._waiting, None
            return request

    def _outcome_of(self, request: Request) -> Outcome[PlanResult]:
        return attempt(tr("Evaluating the plan"), lambda: self._evaluate(request.dataset, request.plan))

    def _telling(self, request: Request, outcome: Outcome[PlanResult]) -> Callable[[], None]:
        def tell() -> None:
            if request is self._latest:
                outcome.tell(done=request.done, failed=request.failed, cancelled=request.cancelled)

        return tell
