"""Writing to files: one after the other, the newest in the place of older ones, and each told what lies on disk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.workspace.file_queue import FileQueue, Writing
from gtm_desktop.workspace.jobs import Outcome, attempt

Work = Callable[[Progress], Any]


class Scheduler:
    """Runs what was started when the test says so, in the order that the test says."""

    def __init__(self) -> None:
        self.started: list[tuple[str, Work, dict[str, Any]]] = []

    def __call__(self, title: str, work: Work, **ends: Any) -> None:
        self.started.append((title, work, ends))

    def finish(self, title: str) -> None:
        each = next(each for each in self.started if each[0] == title)
        self.started.remove(each)
        attempt(title, lambda: each[1](SILENT)).tell(**each[2])

    @property
    def titles(self) -> list[str]:
        return [title for title, _, _ in self.started]


class Desk:
    """A queue whose pieces of work write their titles, and what was told to whom."""

    def __init__(self, folder: Path) -> None:
        self.scheduler = Scheduler()
        self.queue = FileQueue(self.scheduler)
        self.told: list[tuple[str, Any]] = []
        self.folder = folder

    def ask(self, title: str, name: str = "plan", *, fails: bool = False) -> None:
        path = self.folder / name

        def work(_progress: Progress) -> str:
            if fails:
                raise UserError("The disk is full.", "Make room.")
            path.write_text(title)
            return title

        def ended(outcome: Outcome[Any]) -> None:
            self.told.append((title, outcome.error.message if outcome.error else outcome.values[0]))

        self.queue.ask(path, Writing(title, lambda: work, ended))


def test_only_the_newest_of_those_that_wait_is_written_and_all_are_told_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for title in ("one", "two", "three"):
        desk.ask(title)
    assert desk.scheduler.titles == ["one"]
    desk.scheduler.finish("one")
    assert desk.scheduler.titles == ["three"]
    assert desk.told == [("one", "one")]
    desk.scheduler.finish("three")
    assert (tmp_path / "plan").read_text() == "three"
    assert desk.told == [("one", "one"), ("three", "three"), ("two", "three")]


def test_a_save_that_fails_is_told_to_all_it_stands_for_and_the_next_goes_on(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.ask("one", fails=True)
    desk.ask("two")
    desk.scheduler.finish("one")
    desk.scheduler.finish("two")
    assert desk.told == [("one", "The disk is full."), ("two", "two")]


def test_files_do_not_wait_for_each_other(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.ask("slow share", "a")
    desk.ask("local", "b")
    assert desk.scheduler.titles == ["slow share", "local"]
    desk.scheduler.finish("local")
    assert desk.told == [("local", "local")]


def test_the_same_file_under_two_names_has_one_queue(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "plan")
    desk.ask("one", "plan")
    desk.ask("two", "link")
    assert desk.scheduler.titles == ["one"]


def test_whoever_waits_for_quiet_is_called_after_all_was_written_and_once(tmp_path: Path) -> None:
    desk, calls = Desk(tmp_path), []
    desk.queue.when_idle(lambda: calls.append("at once"))
    desk.ask("one")
    desk.ask("two")
    for name in ("first press", "second press"):
        desk.queue.when_idle(lambda name=name: calls.append(name))  # type: ignore[misc]
    desk.scheduler.finish("one")
    assert calls == ["at once"]
    desk.scheduler.finish("two")
    assert calls == ["at once", "second press"]
    assert not desk.queue.is_busy


def test_what_its_turn_needs_is_looked_up_when_its_turn_has_come(tmp_path: Path) -> None:
    scheduler, known, used = Scheduler(), ["opened"], []
    queue = FileQueue(scheduler)
    for number in (1, 2):

        def begin(number: int = number) -> Callable[[Progress], None]:
            expected = known[-1]
            return lambda _p: used.append((number, expected))

        queue.ask(tmp_path / "plan", Writing(str(number), begin, lambda _o: known.append("saved")))
    scheduler.finish("1")
    scheduler.finish("2")
    assert used == [(1, "opened"), (2, "saved")]
