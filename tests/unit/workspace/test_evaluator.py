"""Evaluation: the latest request wins."""

import threading
from typing import Any

import pytest

from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.workspace.evaluator import Evaluator, Request
from gtm_desktop.workspace.jobs import nothing_waits
from tests.unit.workspace import builders

DATA = builders.dataset()


class Slow:
    """An evaluation that waits to be let go, and remembers what it evaluated."""

    def __init__(self) -> None:
        self.started = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)
        self.evaluated: list[str] = []

    def __call__(self, _dataset: Dataset, plan: Plan) -> Any:
        self.started.release()
        assert self.go_on.acquire(timeout=20)
        self.evaluated.append(plan.dataset_id)
        return plan.dataset_id


def test_older_requests_and_their_results_are_dropped() -> None:
    slow, told, ended = Slow(), [], threading.Event()
    evaluator = Evaluator(slow)

    def done(result: Any) -> None:
        told.append(result)
        ended.set()

    def ask(name: str) -> None:
        evaluator.ask(Request(DATA, Plan(name), done, told.append, nothing_waits))

    ask("first")
    assert slow.started.acquire(timeout=20)
    ask("second")
    ask("third")
    slow.go_on.release(2)
    assert ended.wait(20)
    evaluator.close()
    assert slow.evaluated == ["first", "third"]
    assert told == ["third"]


@pytest.mark.logs_errors("a defect is logged with its trace")
def test_a_failed_evaluation_is_told_and_the_next_one_runs() -> None:
    ended: list[Any] = []
    door = threading.Semaphore(0)

    def evaluate(_dataset: Dataset, plan: Plan) -> Any:
        if plan.dataset_id == "bad":
            raise ZeroDivisionError
        return plan.dataset_id

    def end(what: Any) -> None:
        ended.append(what)
        door.release()

    evaluator = Evaluator(evaluate)
    for name in ("bad", "good"):
        evaluator.ask(Request(DATA, Plan(name), end, end, nothing_waits))
        assert door.acquire(timeout=20)
    evaluator.close()
    assert isinstance(ended[0], UserError)
    assert ended[1] == "good"


def test_nothing_is_told_after_closing() -> None:
    slow, told = Slow(), []
    evaluator = Evaluator(slow)
    evaluator.ask(Request(DATA, Plan("first"), told.append, told.append, nothing_waits))
    assert slow.started.acquire(timeout=20)
    slow.go_on.release()
    evaluator.close()
    assert told in ([], ["first"])
    evaluator.ask(Request(DATA, Plan("late"), told.append, told.append, nothing_waits))
    assert "late" not in told


def test_an_evaluation_that_was_stopped_is_told_as_such() -> None:
    told, door = list[str](), threading.Event()

    def evaluate(_dataset: Dataset, _plan: Plan) -> Any:
        raise Cancelled

    def cancelled() -> None:
        told.append("cancelled")
        door.set()

    evaluator = Evaluator(evaluate)
    evaluator.ask(
        Request(DATA, Plan("any"), lambda _r: told.append("done"), lambda _e: told.append("failed"), cancelled)
    )
    assert door.wait(20)
    evaluator.close()
    assert told == ["cancelled"]
