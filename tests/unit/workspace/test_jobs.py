"""Jobs: values in, values out, and one end each."""

import queue
import threading
from collections.abc import Callable

import pytest

from gtm_desktop.core.child_ends import ChildFailed
from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.core.progress import Progress, ProgressReport
from gtm_desktop.workspace.jobs import Job, JobRunner, Outcome


class Ends:
    """What a job told, and a door to wait at until it has ended."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self._ended = threading.Event()

    def start(self, runner: JobRunner, work: Callable[[Progress], object]) -> Job:
        return runner.start(
            "Counting",
            work,
            done=lambda value: self._end(("done", value)),
            failed=self._end,
            cancelled=lambda: self._end("cancelled"),
            progressed=self.told.append,
        )

    def wait(self) -> list[object]:
        assert self._ended.wait(20)
        return self.told

    def _end(self, what: object) -> None:
        self.told.append(what)
        self._ended.set()


def test_a_job_tells_its_progress_and_then_its_value() -> None:
    def work(progress: Progress) -> int:
        progress.report("Counting", 1, 2)
        return 42

    ends = Ends()
    ends.start(JobRunner(), work)
    assert ends.wait() == [ProgressReport("Counting", 1, 2), ("done", 42)]


def test_a_job_without_a_value_is_done_too() -> None:
    ends = Ends()
    ends.start(JobRunner(), lambda _progress: None)
    assert ends.wait() == [("done", None)]


def test_a_cancelled_job_ends_at_its_next_report_and_tells_nothing_but_that() -> None:
    started = threading.Event()
    go_on = threading.Event()

    def work(progress: Progress) -> int:
        started.set()
        go_on.wait(20)
        progress.report("Counting")
        return 1

    ends = Ends()
    runner = JobRunner()
    job = ends.start(runner, work)
    assert started.wait(20)
    assert runner.running == (job,)
    job.cancel()
    go_on.set()
    assert ends.wait() == ["cancelled"]
    assert job.wait(20)
    assert runner.running == ()


def test_an_error_of_the_users_is_told_as_it_is() -> None:
    refusal = UserError("The list is empty.", "Choose another one.")

    def work(_progress: Progress) -> None:
        raise refusal

    ends = Ends()
    ends.start(JobRunner(), work)
    assert ends.wait() == [refusal]


@pytest.mark.parametrize("mistake", [ZeroDivisionError("Acme Inc"), ChildFailed("it needs more memory", 9)])
@pytest.mark.logs_errors("a defect is logged with its trace")
def test_a_defect_or_a_dead_child_is_told_with_a_remedy_and_without_data(mistake: Exception) -> None:
    def work(_progress: Progress) -> None:
        raise mistake

    ends = Ends()
    ends.start(JobRunner(), work)
    (error,) = ends.wait()
    assert isinstance(error, UserError)
    assert error.remedy
    assert "Acme" not in str(error)


def test_a_dead_child_is_told_by_what_is_known_of_its_end() -> None:
    killed = ChildFailed("the baker was ended from outside (signal 9, SIGKILL)", -9, code="child_killed")
    ends = Ends()

    def work(_progress: Progress) -> None:
        raise killed

    ends.start(JobRunner(), work)
    (error,) = ends.wait()
    assert isinstance(error, UserError)
    assert error.code == "child_killed"
    assert error.message == "Counting could not be finished: the baker was ended from outside (signal 9, SIGKILL)."
    assert error.remedy.startswith("Nothing was changed. Try again")


def test_callbacks_come_through_the_given_deliverer_only() -> None:
    mailbox: queue.Queue[Callable[[], None]] = queue.Queue()
    ends = Ends()
    ends.start(JobRunner(mailbox.put), lambda _progress: 1)
    call = mailbox.get(timeout=20)
    assert ends.told == []
    call()
    assert ends.wait() == [("done", 1)]


def test_closing_asks_every_job_to_stop_and_waits() -> None:
    def work(progress: Progress) -> None:
        while True:
            progress.check()

    ends = Ends()
    runner = JobRunner()
    ends.start(runner, work)
    assert runner.close(20)
    assert ends.wait() == ["cancelled"]


def test_cancelling_by_the_work_itself_is_no_error() -> None:
    def work(_progress: Progress) -> None:
        raise Cancelled

    ends = Ends()
    ends.start(JobRunner(), work)
    assert ends.wait() == ["cancelled"]


def test_two_jobs_of_one_title_have_ids_of_their_own() -> None:
    runner, first, second = JobRunner(), Ends(), Ends()
    jobs = [ends.start(runner, lambda _progress: None) for ends in (first, second)]
    first.wait()
    second.wait()
    assert jobs[0].title == jobs[1].title
    assert jobs[0].job_id < jobs[1].job_id


def test_an_outcome_tells_exactly_one_of_the_three() -> None:
    def told(outcome: Outcome[int]) -> str:
        return outcome.tell(
            done=lambda value: f"done {value}", failed=lambda _e: "failed", cancelled=lambda: "cancelled"
        )

    assert told(Outcome(values=(7,))) == "done 7"
    assert told(Outcome(error=UserError("No.", "Yes."))) == "failed"
    assert told(Outcome()) == "cancelled"
