"""The review page, driven as a planner does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import PeopleMode, WorkspaceBridge
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.pages.review.comparison import coverage_of, coverage_today, without_persons
from gtm_desktop.ui.pages.review.page import ReviewPage
from gtm_desktop.ui.pages.review.picture import picture_view, ticks
from gtm_desktop.ui.pages.review.view import HandoffKind, checks, decisions, handoffs
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.ui.shell.steps import StepId
from gtm_desktop.workspace import decisions as edits
from gtm_desktop.workspace import scenarios
from gtm_desktop.workspace.recording import Recording
from tests.gui.pages.built import built_dataset, built_plan, built_project


class _Shell:
    def __init__(self) -> None:
        self.why: list[str] = []
        self.went: list[tuple[StepId, str]] = []
        self.ran: list[str] = []


Opened = tuple[ReviewPage, WorkspaceBridge, _Shell]


@pytest.fixture(scope="session")
def qapp():
    return make_application()


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    recording = Recording()
    bridge = WorkspaceBridge(evaluate, recording)
    shell = _Shell()
    go_to = lambda step, subject: shell.went.append((step, subject))  # noqa: E731 - one line of a fixture
    page = ReviewPage(PageContext(bridge, shell.why.append, go_to, shell.ran.append))
    qtbot.addWidget(page)
    page.resize(1232, 824)
    page.show()
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.open(built_project(), None)
    yield page, bridge, shell
    bridge.close()
    recording.close()


def _titles(page: ReviewPage) -> list[str]:
    model = page.face.comparison.model()
    return [page.face.comparison._model.column(number).title for number in range(model.columnCount())]


def test_the_page_opens_on_today_beside_the_plan(opened: Opened) -> None:
    page, _bridge, _shell = opened
    assert _titles(page) == ["", "Today", "Plan (this plan)"]


def test_another_scenario_gets_its_column_once_it_is_worked_out(qtbot: QtBot, opened: Opened) -> None:
    page, bridge, _shell = opened
    bridge.workspace.change_scenarios(scenarios.copy_scenario("Lean"))
    qtbot.waitUntil(lambda: _titles(page) == ["", "Today", "Plan", "Lean (this plan)"], timeout=10_000)


def test_staffed_figures_are_missing_until_inside_books_are_assigned() -> None:
    data = built_dataset()
    plan = built_plan(data, with_inside=False)
    coverage = coverage_of("Plan", data, plan, evaluate(data, plan))
    assert coverage.staffed is None
    assert coverage.named_margin is None
    assert coverage.changing is None
    assert len(coverage.territory_margins) == 3


def test_a_workshop_counts_problems_without_those_about_persons() -> None:
    data = built_dataset()
    plan = built_plan(data)
    coverage = replace(coverage_of("Plan", data, plan, evaluate(data, plan)), problems=6, personal=2)
    assert without_persons(coverage).problems == 4
    assert without_persons(coverage_today(plan, evaluate(data, plan))).problems is None


def test_a_scenario_whose_reps_are_not_all_assigned_is_not_drawn() -> None:
    data = built_dataset()
    plan = built_plan(data, with_inside=False)
    result = evaluate(data, plan)
    view = picture_view([coverage_today(plan, result), coverage_of("Plan", data, plan, result)], current="Plan")
    assert [point.name for point in view.points] == ["Today"]
    assert "Plan" in view.note


def test_margin_with_a_named_rep_leaves_out_an_open_territory() -> None:
    data = built_dataset()
    plan = built_plan(data)
    result = evaluate(data, plan)
    coverage = coverage_of("Plan", data, plan, result)
    assert coverage.named_margin == result.kpis.gross_margin - 3 * 3_000_000
    assert coverage_today(plan, result).named_margin == result.kpis.gross_margin


def test_a_handoff_loses_nothing_five_or_fifteen_percent_spread_over_the_review() -> None:
    data = built_dataset()
    plan = built_plan(data)
    result = evaluate(data, plan)
    low, mid, high = coverage_of("Plan", data, plan, result).losses or (None, None, None)
    margin = result.kpis.changing_margin
    assert (low, mid, high) == (0, round(margin * 0.05 / 3), round(margin * 0.15 / 3))
    assert mid == result.kpis.handoff_loss


def test_handoffs_of_a_leaver_are_listed_apart() -> None:
    data = built_dataset()
    result = evaluate(data, built_plan(data))
    changing, _ = handoffs(data, result, HandoffKind.CHANGES, "")
    leaving, _ = handoffs(data, result, HandoffKind.LEAVER, "")
    assert list(leaving.row_ids) == ["A8"]
    assert "A8" not in changing.row_ids
    assert len(changing.row_ids) == result.kpis.changing_accounts


def test_the_filter_wants_every_word_wherever_it_stands() -> None:
    data = built_dataset()
    result = evaluate(data, built_plan(data))
    found, hint = handoffs(data, result, HandoffKind.CHANGES, "diaz bolt 4")
    assert list(found.row_ids) == ["A4"]
    assert hint == "1 account · $30K"


def test_typing_in_the_filter_shortens_the_list(qtbot: QtBot, opened: Opened) -> None:
    page, _bridge, shell = opened
    qtbot.keyClicks(page.face.filter, "bolt 4")
    assert page.face.handoffs._model.rowCount() == 1
    page.face.handoffs.row_opened.emit("A4")
    assert shell.why == ["A4"]


def test_decisions_about_people_are_counted_but_not_told_in_a_workshop(opened: Opened) -> None:
    _page, bridge, _shell = opened
    workspace = bridge.workspace
    bridge.apply(edits.pin_rep(workspace.plan, "T03", rep_id="R2", dataset=workspace.dataset, reason="wants it"))
    bridge.apply(edits.lock_territory("T01", territory_name="Town 1", reason="agreed"))
    full, _ = decisions(workspace.project.journal, shows_people=True)
    told, hint = decisions(workspace.project.journal, shows_people=False)
    assert (len(full.row_ids), len(told.row_ids)) == (2, 1)
    assert hint == "1 step · 1 hidden"


def test_a_problem_leads_to_where_it_is_mended(opened: Opened) -> None:
    page, bridge, shell = opened
    assert bridge.result is not None
    page.face.problems.row_opened.emit("0")
    first = bridge.result.problems[0]
    assert shell.went == [(StepId.TERRITORIES, first.subject)]


def test_a_workshop_lists_no_problem_about_who_waits(opened: Opened) -> None:
    page, bridge, _shell = opened
    before = page.face.problems._model.rowCount()
    bridge.set_people(PeopleMode.WORKSHOP)
    assert page.face.problems._model.rowCount() == before - 1


def test_all_checks_hold_for_a_whole_plan_but_its_age() -> None:
    data = built_dataset()
    found = checks(data, evaluate(data, built_plan(data)))
    assert [check.holds for check in found] == [True, True, True, False]


def test_the_check_says_how_many_accounts_nobody_owns() -> None:
    data = built_dataset()
    found = checks(data, evaluate(data, built_plan(data, with_inside=False)))
    assert not found[0].holds
    assert found[0].text == "3 accounts have no owner yet"


def test_the_export_button_runs_the_windows_export(opened: Opened) -> None:
    page, _bridge, shell = opened
    page.face.export.trigger()
    assert shell.ran == [ActionId.EXPORT]


@pytest.mark.parametrize("values", [[5], [0, 0], [-300, 900_000_000], [1_000_000, 1_000_001]])
def test_the_axis_reaches_past_all_points(values: list[int]) -> None:
    marks = ticks(values)
    assert marks[0] < min(values)
    assert marks[-1] > max(values)
