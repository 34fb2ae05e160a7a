"""The shell: what it shows of a plan, what its actions do, and how it gives way to a small screen."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from gtm_desktop.core.errors import UserError
from gtm_desktop.planning.result import PlanProblem, Stage
from gtm_desktop.project.load import open_project
from gtm_desktop.project.save import save_project
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.bridge import PeopleMode
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.session import Session
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.ui.shell.steps import StepId
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.workspace import decisions, scenarios

_spec = importlib.util.spec_from_file_location("shell_plans", Path(__file__).with_name("plans.py"))
plans = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(plans)


@pytest.fixture
def window(qtbot):
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def session(window):
    made = Session(window, Remembered(window))
    yield made
    made.bridge.workspace.close()
    made.close()
    window.close_now()


@pytest.fixture
def plan(qtbot, session):
    """A session with a small plan open and its result there."""
    with qtbot.waitSignal(session.bridge.result_changed):
        session.bridge.workspace.open(plans.small_project(), None)
    return session


def test_the_first_page_offers_a_workbook_the_sample_and_recent_plans(window):
    texts = {button.text() for button in window.start_page.findChildren(QPushButton)}
    assert {"Open a workbook…", "Open the sample plan", "Open a plan…"} <= texts


@pytest.mark.usefixtures("session")
def test_without_a_plan_the_actions_that_need_one_say_so(window):
    for action_id in (ActionId.SAVE, ActionId.EXPORT, ActionId.UNDO, ActionId.SCENARIO_COPY):
        action = window.commands[action_id]
        assert not action.isEnabled()
        assert "open a workbook or a plan first" in action.toolTip()


def test_every_action_has_an_id_a_text_and_a_tooltip_and_no_two_share_a_shortcut(window):
    shortcuts = [action.shortcut().toString() for action in window.commands.values() if action.shortcut().toString()]
    assert len(shortcuts) == len(set(shortcuts))
    for action_id, action in window.commands.items():
        assert action.objectName() == action_id
        assert action.text()
        assert action.toolTip()


@pytest.mark.usefixtures("plan")
def test_the_rail_says_what_each_step_has_come_to(window):
    words = {step: window.rail._steps[step].accessibleName() for step in StepId}
    assert words[StepId.DATA] == "Data, done, 3 accounts · 1 rep"
    assert words[StepId.CHANNELS] == "Channels, done, Outside 1 · Inside 1"
    assert words[StepId.TERRITORIES] == "Territories, Not built yet"


def test_undo_names_what_it_undoes_and_undoing_leaves_nothing_to_undo(qtbot, window, plan):
    assert plan.bridge.apply(decisions.pin_channel(["A-3"], Channel.OUTSIDE, reason="new plant"))
    undo = window.commands[ActionId.UNDO]
    assert plan.bridge.workspace.undo_label in undo.text()
    with qtbot.waitSignal(plan.bridge.plan_changed):
        undo.trigger()
    assert undo.text() == "Undo"
    assert window.commands[ActionId.REDO].isEnabled()


def test_people_are_hidden_at_once_and_shown_again_only_after_asking(window, plan):
    plan.controller.run_action(ActionId.PEOPLE)
    assert plan.bridge.people is PeopleMode.WORKSHOP
    plan.controller.run_action(ActionId.PEOPLE)
    assert plan.bridge.people is PeopleMode.WORKSHOP
    box = window.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Show them").click()
    assert plan.bridge.people is PeopleMode.FULL


def test_search_finds_an_account_by_any_of_its_words_and_opens_its_why_card(qtbot, window, plan):
    search = window.top_bar.search
    search.setFocus()
    with qtbot.waitSignal(search.searched):
        qtbot.keyClicks(search, "anvil")
    assert [hit.subject_id for hit in search._hits] == ["A-2"]
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert window.why_card.subject_id == "A-2"


def test_the_why_card_follows_a_decision_and_lets_it_be_taken_back(qtbot, window, plan):
    with qtbot.waitSignal(plan.bridge.result_changed):
        plan.bridge.apply(decisions.pin_channel(["A-3"], Channel.OUTSIDE, reason="new plant"))
    plan.controller.show_why("A-3")
    with qtbot.waitSignal(plan.bridge.result_changed):
        window.why_card.action_chosen.emit("free_channel", "A-3")
    assert "A-3" not in plan.bridge.workspace.plan.pins.channel


def test_a_change_that_makes_no_sense_is_shown_with_its_remedy_and_changes_nothing(window, plan):
    before = plan.bridge.workspace.plan

    def refuse(_plan):
        raise UserError("That cannot be.", "Do this instead.")

    edit = decisions.free_channel(["A-1"])
    assert not plan.bridge.apply(replace(edit, apply=refuse))
    assert window.error_panel.isVisible()
    assert window.error_panel._remedy.text() == "Do this instead."
    assert plan.bridge.workspace.plan == before


@pytest.mark.parametrize(("width", "rail"), [(1440, 208), (1366, 56)])
def test_the_rail_shows_icons_only_where_there_is_little_room(qtbot, window, plan, width, rail):
    window.resize(width, 768)
    qtbot.waitUntil(lambda: window.rail.width() == rail)


@pytest.mark.usefixtures("plan")
def test_the_whole_top_bar_fits_on_an_old_laptop(qtbot, window):
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: window.width() == 1366)
    bar = window.top_bar
    assert bar.minimumSizeHint().width() <= 1366
    assert bar._export.geometry().right() < bar.width()


def test_a_window_behind_which_nothing_has_loaded_can_be_closed(window):
    window.commands[ActionId.QUIT].trigger()
    assert not window.isVisible()


@pytest.mark.usefixtures("plan")
def test_closing_with_unsaved_changes_asks_first_and_keeps_the_window(window):
    window.close()
    assert window.isVisible()
    assert "Save the changes" in window.findChild(QMessageBox).text()
    window.findChild(QMessageBox).reject()


def test_a_plan_opened_while_another_is_being_saved_is_not_taken_for_it(qtbot, plan, tmp_path):
    path, went_on = tmp_path / "first.gtmplan", []
    with qtbot.waitSignal(plan.bridge.job_ended):
        plan.controller.files.saving.save_to(path, lambda: went_on.append(path))
        plan.bridge.workspace.open(plans.small_project(), None)
    assert path.exists()
    assert plan.bridge.workspace.path is None
    assert not plan.bridge.workspace.is_saved
    assert not went_on


def test_saving_marks_the_plan_as_saved_and_lists_it_among_recent_plans(qtbot, window, plan, tmp_path):
    path = tmp_path / "north.gtmplan"
    with qtbot.waitSignal(plan.bridge.file_changed, timeout=20_000):
        plan.controller.files.saving.save_to(path, lambda: None)
    assert open_project(path).scenarios.fingerprint == plan.bridge.workspace.project.scenarios.fingerprint
    assert not window.isWindowModified()
    assert [recent.name for recent in Remembered(window).recent] == ["north"]


def test_a_damaged_file_is_refused_in_words_and_the_open_plan_stays(qtbot, window, plan, tmp_path):
    path = tmp_path / "broken.gtmplan"
    save_project(plans.small_project(), path)
    path.write_bytes(path.read_bytes()[:600])
    project = plan.bridge.workspace.project
    with qtbot.waitSignal(plan.bridge.failed, timeout=20_000):
        plan.controller.files.open_file(path)
    assert window.error_panel.isVisible()
    assert plan.bridge.workspace.project is project


def test_a_copied_scenario_is_opened_and_the_first_can_be_chosen_again(window, plan):
    plan.controller._change_scenarios(scenarios.copy_scenario("B"))
    assert window.top_bar._scenario.text() == "B"
    window.top_bar.scenario_chosen.emit("Plan")
    assert plan.bridge.workspace.project.scenarios.current == "Plan"


def test_a_workshop_neither_tells_nor_counts_who_has_no_place(window, plan):
    problem = PlanProblem("not_placed_rep", "Ann Lee has no territory yet.", Stage.REPS, "R1")
    plan.bridge.workspace._on_result(replace(plan.bridge.result, problems=(problem,)))
    assert "Ann Lee" in window.status_bar._problems.toolTip()
    plan.bridge.set_people(PeopleMode.WORKSHOP)
    assert window.status_bar._problems.toolTip() == window.status_bar._problems.text() == "No problems"
    assert not window.commands[ActionId.NEXT_PROBLEM].isEnabled()


def test_the_next_problem_is_shown_on_the_page_where_it_is_mended(window, plan):
    problem = PlanProblem("under_target", "Toledo has 64 accounts.", Stage.INSIDE, "T-1")
    plan.bridge.workspace._on_result(replace(plan.bridge.result, problems=(problem,)))
    plan.controller.run_action(ActionId.NEXT_PROBLEM)
    assert window.status_bar._note.text() == "Toledo has 64 accounts."
    assert window.rail._steps[StepId.INSIDE].isChecked()
