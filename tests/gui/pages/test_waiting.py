"""Whatever waits for a job or for the plan to be worked out waits no more when that fails or is cancelled."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import ProgressReport
from gtm_desktop.maps.plan_scene import ColourBy, SceneOptions
from gtm_desktop.maps.scene import MapScene
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.pages.inside.page import InsidePage
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.pages.readiness import unready_reason
from gtm_desktop.ui.pages.review.page import ReviewPage
from gtm_desktop.ui.pages.territories.building import Builder
from gtm_desktop.ui.pages.territories.page import TerritoriesPage
from gtm_desktop.ui.pages.territories.scenes import SceneFeed
from gtm_desktop.ui.shell.status_bar import StatusBar
from gtm_desktop.workspace import decisions, scenarios
from gtm_desktop.workspace.jobs import Job
from gtm_desktop.workspace.recording import Recording
from tests.gui.pages.built import built_dataset, built_project

FAILURE = UserError("There is too little memory.", "Close something.")
BUILDS: dict[str, Callable[[Builder], None]] = {
    "build": Builder.build,
    "match": Builder.match,
    "improve": Builder.improve,
    "compare": Builder.compare,
    "weigh": Builder.weigh_ways,
}


@dataclass
class Started:
    """Jobs that run until the test ends them, each one of three ways."""

    jobs: list[tuple[Job, dict[str, Any]]] = field(default_factory=list)

    def __call__(self, title: str, _work: Any, **ends: Any) -> Job:
        job = Job(len(self.jobs) + 1, title, None)  # type: ignore[arg-type]  # nobody waits for it
        self.jobs.append((job, ends))
        return job

    def end(self, how: str) -> None:
        _, ends = self.jobs.pop()
        ends["failed"](FAILURE) if how == "failed" else ends["cancelled"]()


@pytest.fixture(scope="session")
def qapp():
    return make_application()


@pytest.fixture
def bridge() -> Iterator[WorkspaceBridge]:
    recording = Recording()
    made = WorkspaceBridge(evaluate, recording)
    yield made
    made.close()
    recording.close()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, bridge: WorkspaceBridge) -> Started:
    made = Started()
    monkeypatch.setattr(bridge, "start_job", made)
    return made


def _said(page: ReviewPage) -> str:
    return page.face._comparison_card._hint.text()


def _context(bridge: WorkspaceBridge) -> PageContext:
    return PageContext(bridge, lambda _: None, lambda *_: None, lambda _: None)


@pytest.mark.parametrize("how", ["failed", "cancelled"])
def test_review_stops_saying_that_a_scenario_is_being_worked_out(
    qtbot: QtBot, bridge: WorkspaceBridge, started: Started, how: str
) -> None:
    page, shown = ReviewPage(_context(bridge)), list[UserError]()
    qtbot.addWidget(page)
    page.resize(1232, 824)
    page.show()
    bridge.failed.connect(shown.append)
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.open(built_project(), None)
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.change_scenarios(scenarios.copy_scenario("B"))
    assert "working out Plan…" in _said(page)
    assert len(started.jobs) == 1
    started.end(how)
    assert "working out" not in _said(page)
    assert "Plan: not worked out" in _said(page)
    assert started.jobs == []
    assert shown == ([FAILURE] if how == "failed" else [])
    with qtbot.waitSignal(bridge.result_changed):
        bridge.apply(decisions.rename_territory("T01", name="Home"))
    assert len(started.jobs) == 1, "after the next result it is tried again"


@pytest.mark.parametrize("how", ["failed", "cancelled"])
def test_the_map_is_drawn_again_when_it_is_wished_for_after_a_drawing_that_came_to_nothing(
    bridge: WorkspaceBridge, started: Started, how: str
) -> None:
    data, plan = built_dataset(), built_project().plan
    result, feed = evaluate(data, plan), SceneFeed(bridge)
    feed.wish(data, result, SceneOptions())
    started.end(how)
    assert started.jobs == [], "what came to nothing does not begin again by itself"
    feed.wish(data, result, SceneOptions())
    assert len(started.jobs) == 1
    feed.wish(data, result, SceneOptions(colour_by=ColourBy.SIZE))
    started.end(how)
    assert len(started.jobs) == 1, "what was wished for meanwhile is drawn"
    drawn: list[MapScene] = []
    feed.drawn.connect(drawn.append)
    scene = object.__new__(MapScene)
    object.__setattr__(scene, "base", None)
    started.jobs.pop()[1]["done"](scene)
    assert drawn == [scene]


@pytest.mark.parametrize("how", ["failed", "cancelled"])
@pytest.mark.parametrize("name", BUILDS)
def test_nothing_is_being_built_any_more(bridge: WorkspaceBridge, started: Started, name: str, how: str) -> None:
    bridge.workspace.open(built_project(), None)
    builder, shown = Builder(bridge), list[UserError]()
    bridge.failed.connect(shown.append)
    BUILDS[name](builder)
    assert builder.title
    started.end(how)
    assert builder.title == ""
    assert shown == ([FAILURE] if how == "failed" else [])


@pytest.mark.parametrize("how", ["failed", "cancelled"])
def test_inside_accounts_can_be_assigned_again(
    qtbot: QtBot, bridge: WorkspaceBridge, started: Started, how: str
) -> None:
    page = InsidePage(_context(bridge))
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.open(built_project(), None)
    page.face.assign_requested.emit()
    page.face.assign_requested.emit()
    assert len(started.jobs) == 1
    started.end(how)
    page.face.assign_requested.emit()
    assert len(started.jobs) == 1


@dataclass
class Moody:
    """An evaluation that fails while it is told to."""

    fails: bool = True

    def __call__(self, dataset: Dataset, plan: Plan) -> PlanResult:
        if self.fails:
            raise FAILURE
        return evaluate(dataset, plan)


def test_a_plan_that_could_not_be_worked_out_is_said_so_and_the_next_change_draws_its_map(qtbot: QtBot) -> None:
    recording, mood = Recording(), Moody()
    bridge = WorkspaceBridge(mood, recording)
    page = TerritoriesPage(_context(bridge))
    qtbot.addWidget(page)
    page.resize(1232, 824)
    page.show()
    with qtbot.waitSignal(bridge.evaluation_failed):
        bridge.workspace.open(built_project(), None)
    assert page.face.map.busy.isHidden(), "nothing is being worked out"
    assert unready_reason(bridge.workspace) == "the plan could not be worked out"
    mood.fails = False
    with qtbot.waitSignal(page.controller.feed.drawn, timeout=20_000):
        bridge.apply(decisions.rename_territory("T01", name="Home"))
    assert unready_reason(bridge.workspace) == ""
    bridge.close()
    recording.close()


def test_the_status_bar_shows_what_still_runs_of_two_jobs_of_one_title(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.add_work(1, "Drawing the map")
    bar.add_work(2, "Drawing the map")
    bar.show_progress(1, ProgressReport("Half of it", 1, 2))
    assert bar.work == "Drawing the map (and 1 more)"
    bar.remove_work(2)
    assert bar.work == "Half of it"
    bar.show_progress(2, ProgressReport("Too late", 1, 2))
    assert bar.work == "Half of it"
    bar.remove_work(1)
    assert bar.work == ""


def test_jobs_are_told_by_their_ids(qtbot: QtBot, bridge: WorkspaceBridge) -> None:
    begun, ended, values = list[tuple[int, str]](), list[int](), list[str]()
    bridge.job_started.connect(lambda job_id, title: begun.append((job_id, title)))
    bridge.job_ended.connect(ended.append)
    jobs = [
        bridge.start_job(
            "Counting",
            lambda _progress, value=value: value,
            done=values.append,
            failed=bridge.show_failure,
            cancelled=lambda: None,
        )
        for value in ("one", "two")
    ]
    qtbot.waitUntil(lambda: len(values) == 2)
    assert begun == [(job.job_id, "Counting") for job in jobs]
    assert sorted(ended) == sorted(job.job_id for job in jobs)
    assert sorted(values) == ["one", "two"]
