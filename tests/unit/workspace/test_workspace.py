"""The open plan: steps, observers, saved state, the log of decisions and results. PRODUCT X7."""

from pathlib import Path

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import Plan
from gtm_desktop.project.state import Topic
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, rule_edits, scenarios
from gtm_desktop.workspace.rule_edits import SizeLine
from gtm_desktop.workspace.workspace import Change, ChangeKind, Workspace
from tests.unit.workspace import builders

FILE = Path("plan.gtmplan")


def raise_line(cents: int, *, drag: str = "") -> rule_edits.Edit:
    return rule_edits.set_size_line(SizeLine.A_ABOVE, cents, merge_key=drag)


@pytest.fixture
def workspace() -> Workspace:
    return builders.workspace(path=FILE)


def test_a_drag_of_many_edits_is_one_step_and_one_journal_entry(workspace: Workspace) -> None:
    start = workspace.plan
    for cents in (2_600_000, 2_700_000, 2_800_000):
        workspace.apply(raise_line(cents, drag="drag 1"))
    assert [entry.label for entry in workspace.project.journal] == ["A over $28,000"]
    (change,) = workspace.project.journal[0].changes
    assert (change.part, change.before, change.after) == ("settings.size.a_above", 2_500_000, 2_800_000)
    workspace.undo()
    assert workspace.plan.fingerprint == start.fingerprint
    assert workspace.undo_label == ""


def test_two_drags_are_two_steps(workspace: Workspace) -> None:
    workspace.apply(raise_line(2_600_000, drag="drag 1"))
    workspace.apply(raise_line(2_700_000, drag="drag 2"))
    workspace.undo()
    assert workspace.plan.settings.size.a_above == 2_600_000


def test_a_drag_back_to_where_it_began_leaves_no_step(workspace: Workspace) -> None:
    for cents in (2_600_000, 2_500_000):
        workspace.apply(raise_line(cents, drag="drag 1"))
    assert workspace.undo_label == ""
    assert workspace.is_saved


def test_a_drag_that_goes_on_after_an_undo_is_a_new_step(workspace: Workspace) -> None:
    workspace.apply(raise_line(2_600_000, drag="drag 1"))
    workspace.apply(decisions.pin_channel(["A1"], Channel.OUTSIDE, reason=""))
    workspace.undo()
    workspace.apply(raise_line(2_700_000, drag="drag 1"))
    workspace.undo()
    assert workspace.plan.settings.size.a_above == 2_600_000


def test_an_edit_that_changes_nothing_makes_no_step(workspace: Workspace) -> None:
    revision = workspace.revision
    workspace.apply(raise_line(2_500_000))
    assert workspace.undo_label == ""
    assert workspace.revision == revision


def test_a_refused_edit_changes_nothing(workspace: Workspace) -> None:
    before, revision = workspace.project, workspace.revision
    with pytest.raises(UserError):
        workspace.apply(raise_line(1))
    assert workspace.project is before
    assert workspace.revision == revision


def test_undo_and_redo_name_what_they_do(workspace: Workspace) -> None:
    workspace.apply(raise_line(2_600_000))
    assert workspace.undo_label == "A over $26,000"
    workspace.undo()
    assert workspace.redo_label == "A over $26,000"
    assert workspace.undo_label == ""


def test_a_new_step_forgets_what_could_be_redone(workspace: Workspace) -> None:
    workspace.apply(raise_line(2_600_000))
    workspace.undo()
    workspace.apply(raise_line(2_700_000))
    assert workspace.redo_label == ""


def test_undo_with_nothing_to_undo_does_nothing(workspace: Workspace) -> None:
    before = workspace.project
    workspace.undo()
    workspace.redo()
    assert workspace.project is before


def test_switching_a_scenario_is_a_step_like_any_other(workspace: Workspace) -> None:
    workspace.change_scenarios(scenarios.copy_scenario("Lean"))
    workspace.apply(raise_line(2_600_000))
    assert dict(workspace.project.scenarios.plans)["Plan"].settings.size.a_above == 2_500_000
    workspace.undo()
    workspace.undo()
    assert workspace.project.scenarios.names == ("Plan",)


def test_the_journal_says_who_decided_what_in_which_scenario_and_keeps_undone_decisions(workspace: Workspace) -> None:
    edit = decisions.pin_territory(
        ["A1", "A2"], "T2", reason="one buyer", territory_name="Town T2", dataset=builders.dataset()
    )
    workspace.apply(edit)
    workspace.undo()
    made, undone = workspace.project.journal
    assert (made.who, made.when, made.reason, made.scenario) == (edit.who, edit.when, "one buyer", "Plan")
    assert (made.changes[0].part, made.changes[0].after) == ("pins.territory", {"A1": "T2", "A2": "T2"})
    assert undone.label == "Undo: Move 2 accounts to Town T2"
    assert undone.changes[0].after == {"A1": None, "A2": None}


def test_undoing_back_to_what_was_saved_counts_as_saved(workspace: Workspace) -> None:
    assert workspace.is_saved
    workspace.apply(raise_line(2_600_000))
    assert not workspace.is_saved
    workspace.undo()
    assert workspace.is_saved


def test_what_was_decided_while_a_save_ran_is_not_saved(workspace: Workspace) -> None:
    workspace.apply(raise_line(2_600_000))
    being_saved = workspace.project
    workspace.apply(raise_line(2_700_000))
    workspace.mark_saved(being_saved, FILE)
    assert not workspace.is_saved
    workspace.undo()
    assert workspace.is_saved


def test_a_new_project_is_not_saved() -> None:
    assert not builders.workspace().is_saved


def test_observers_hear_of_steps_with_their_topics_until_they_stop(workspace: Workspace) -> None:
    heard: list[Change] = []
    stop = workspace.watch(heard.append)
    workspace.apply(raise_line(2_600_000))
    stop()
    workspace.undo()
    assert heard == [Change(ChangeKind.PLAN, frozenset({Topic.SEGMENTS}))]


def test_every_step_asks_for_the_plan_as_it_is_then() -> None:
    asked = builders.Asked()
    workspace = Workspace(asked, builders.NoRecords())
    workspace.open(builders.built_project(), None)
    workspace.apply(raise_line(2_600_000))
    workspace.undo()
    lines = [request.plan.settings.size.a_above for request in asked.requests]
    assert lines == [2_500_000, 2_600_000, 2_500_000]


def test_nothing_can_be_changed_while_nothing_is_open(workspace: Workspace) -> None:
    workspace.close()
    with pytest.raises(UserError, match="No plan is open"):
        workspace.apply(raise_line(2_600_000))
    assert not workspace.is_open
    assert workspace.undo_label == ""


def test_a_result_that_comes_after_closing_is_dropped() -> None:
    asked = builders.Asked()
    workspace = Workspace(asked, builders.NoRecords())
    workspace.open(builders.built_project(), None)
    workspace.close()
    heard: list[Change] = []
    workspace.watch(heard.append)
    (request,) = asked.requests
    request.done(evaluate(request.dataset, request.plan))
    request.failed(UserError("late", "none"))
    assert workspace.result is None
    assert heard == []


def test_a_new_project_starts_with_the_preset_rules() -> None:
    project = builders.new_project(builders.dataset(), scenario="Plan")
    assert project.plan.fingerprint == Plan(project.dataset.dataset_id).fingerprint


def test_a_line_dragged_away_and_back_leaves_no_decision_in_the_journal() -> None:
    workspace = builders.workspace()
    workspace.apply(raise_line(2_600_000))
    before = workspace.project.journal
    line = workspace.plan.settings.size.a_above
    for cents in (3_000_000, 4_000_000, line):
        workspace.apply(raise_line(cents, drag="drag 7"))
    assert workspace.project.journal == before
    assert workspace.undo_label == workspace.project.history.done[-1].label
    assert len(workspace.project.history.done) == 1
