"""The limit of changes, the scope and the borders as steps; and what lies outside the scope is not decided by hand."""

from dataclasses import replace

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.planning.change_rules import Borders, ChangeBudget, Division, Scope
from gtm_desktop.planning.plan import BudgetUse, Plan
from gtm_desktop.planning.settings import Settings
from gtm_desktop.project.answers import restored, stored
from gtm_desktop.project.state import Scenarios, new_project
from gtm_desktop.project.values import from_json, to_json
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, rule_edits
from gtm_desktop.workspace.workspace import Workspace
from tests.unit.workspace import builders

PLAN = Plan("data")
MICHIGAN = Scope(Division.STATE, frozenset({"MI"}))
RULES = (
    rule_edits.set_change_budget(ChangeBudget(0.05, 0.1, 12)),
    rule_edits.set_scope(MICHIGAN),
    rule_edits.set_borders(Borders(Division.REGION, 50_000)),
)


@pytest.fixture
def workspace() -> Workspace:
    """A0 and A3 (in T1) and A1 (in T2) are in Michigan; A2 (in T3) is in Ohio. Michigan is planned."""
    data = builders.dataset()
    data = replace(data, accounts=data.accounts.assign(**{columns.STATE: ["MI", "MI", "OH", "MI"]}))
    built = Plan(data.dataset_id, accepted=builders.accepted())
    project = new_project(data, scenario="Plan")
    made = builders.workspace(replace(project, scenarios=Scenarios((("Plan", built),), "Plan")))
    made.apply(rule_edits.set_scope(MICHIGAN))
    return made


@pytest.mark.parametrize("edit", RULES, ids=lambda edit: edit.label)
def test_a_rule_of_change_is_one_step_that_undo_takes_back(edit: rule_edits.Edit) -> None:
    made = builders.workspace()
    before = made.plan
    made.apply(edit)
    assert made.plan.settings != before.settings
    assert made.undo_label == edit.label
    made.undo()
    assert made.plan.settings == before.settings


@pytest.mark.parametrize(
    "edit",
    [
        rule_edits.set_change_budget(ChangeBudget(accounts_share=1.1)),
        rule_edits.set_change_budget(ChangeBudget(margin_share=-0.1)),
        rule_edits.set_change_budget(ChangeBudget(accounts_per_rep=-1)),
        rule_edits.set_scope(Scope(Division.STATE)),
        rule_edits.set_borders(Borders(Division.STATE, 0)),
    ],
    ids=lambda edit: edit.label,
)
def test_a_rule_of_change_that_makes_no_sense_is_refused_with_a_remedy(edit: rule_edits.Edit) -> None:
    with pytest.raises(UserError) as refusal:
        edit.apply(PLAN)
    assert refusal.value.remedy


def test_rules_of_change_come_back_from_a_plan_file() -> None:
    settings = PLAN.settings
    for edit in RULES:
        settings = edit.apply(replace(PLAN, settings=settings)).settings
    assert from_json(Settings, to_json(settings)) == settings


def test_what_a_limited_answer_used_comes_back_from_a_plan_file() -> None:
    answer = builders.territory_answer()
    use = replace(answer, formed_for=("R1", "R2", ""), budget_use=BudgetUse(12, 340_000, 7, 3, 4_500))
    again = restored(stored("territories", use))
    assert again.fingerprint == use.fingerprint


@pytest.mark.parametrize(
    "edit",
    [
        decisions.pin_channel(["A2"], Channel.INSIDE, reason=""),
        decisions.pin_inside_rep(["A2"], "I1", reason="", rep_name="Ivy"),
        decisions.pin_territory(["A2"], "T1", reason="", territory_name="Town T1", dataset=builders.dataset()),
        decisions.pin_territory(["A1"], "T3", reason="", territory_name="Town T3", dataset=builders.dataset()),
        decisions.pin_rep(builders.built_plan(), "T3", rep_id="R3", dataset=builders.dataset()),
    ],
    ids=lambda edit: edit.label,
)
def test_a_decision_by_hand_about_what_lies_outside_the_scope_is_refused(
    workspace: Workspace, edit: rule_edits.Edit
) -> None:
    before = workspace.plan
    with pytest.raises(UserError, match="State: MI") as refusal:
        workspace.apply(edit)
    assert refusal.value.code == "out_of_scope"
    assert workspace.plan is before


def test_inside_the_scope_and_with_a_wider_one_hands_decide_as_ever(workspace: Workspace) -> None:
    data = workspace.dataset
    workspace.apply(decisions.pin_territory(["A1"], "T1", reason="", territory_name="Town T1", dataset=data))
    workspace.apply(decisions.lock_territory("T3", territory_name="Town T3"))
    workspace.apply(decisions.unlock_territory("T3", territory_name="Town T3"))
    workspace.apply(rule_edits.set_scope(Scope()))
    workspace.apply(decisions.pin_channel(["A2"], Channel.INSIDE, reason=""))
    assert set(workspace.plan.pins.channel) == {"A2"}


def test_an_improvement_is_accepted_as_one_step() -> None:
    made = builders.workspace()
    changed = replace(builders.territory_answer(), budget_use=BudgetUse(0, 0, 0))
    made.apply(decisions.accept_improvement(replace(builders.accepted(), territories=changed)))
    assert made.undo_label == "Improve the territories"
