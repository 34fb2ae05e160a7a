"""New data, same rules: one step for all scenarios, undone as one, saved and recovered with both lists."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.project import recovery
from gtm_desktop.project.load import project_from_bytes
from gtm_desktop.project.save import project_bytes
from gtm_desktop.project.state import new_project
from gtm_desktop.tables.accounts import GROSS_MARGIN, REVENUE, AccountTable
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, scenarios
from gtm_desktop.workspace.new_data import carried_scenarios, put_newer, put_reread, reread_scenarios
from gtm_desktop.workspace.recording import Recording, replayed
from gtm_desktop.workspace.workspace import Change, ChangeKind, Workspace
from tests.unit.workspace import builders


@pytest.fixture
def workspace() -> Workspace:
    return builders.workspace(path=Path("plan.gtmplan"))


def shorter() -> Dataset:
    """The list without its first account."""
    data = builders.dataset()
    return replace(data, accounts=AccountTable(data.accounts.iloc[1:].reset_index(drop=True)))


def put(workspace: Workspace, data: Dataset) -> None:
    workspace.put_data(carried_scenarios(workspace.project, data), partial(put_newer, file="list.xlsx"))


def test_all_scenarios_rest_on_the_new_data_after_one_step(workspace: Workspace) -> None:
    workspace.change_scenarios(scenarios.copy_scenario("Second"))
    data = shorter()
    put(workspace, data)
    assert {plan.dataset_id for _, plan in workspace.project.scenarios.plans} == {data.dataset_id}
    assert len(workspace.dataset.accounts) == 3
    assert workspace.undo_label == "New data: list.xlsx"


def unsized(data: Dataset) -> Dataset:
    """The list without margins, and with revenue."""
    size = len(data.accounts)
    nothing, some = pd.array([None] * size, "Int64"), pd.array([1] * size, "Int64")
    return replace(data, accounts=AccountTable(data.accounts.assign(**{GROSS_MARGIN: nothing, REVENUE: some})))


def test_the_first_reading_again_is_a_step_with_the_presets_of_what_was_read() -> None:
    workspace = builders.workspace(new_project(builders.dataset(), scenario="Plan"))
    before = workspace.plan
    data = unsized(shorter())
    workspace.put_data(reread_scenarios(workspace.project, data), put_reread)
    assert workspace.plan == new_plan(data)
    assert workspace.plan.settings != before.settings
    assert workspace.undo_label == "Read the list again"
    workspace.undo()
    assert workspace.plan is before
    assert len(workspace.dataset.accounts) == 4


def test_reading_again_carries_over_what_was_decided(workspace: Workspace) -> None:
    workspace.apply(decisions.pin_channel(["A1"], Channel.SELF_SERVE, reason=""))
    workspace.put_data(reread_scenarios(workspace.project, unsized(shorter())), put_reread)
    assert workspace.plan.pins.channel["A1"].value == Channel.SELF_SERVE


def test_undo_gives_back_the_old_data_with_its_plan(workspace: Workspace) -> None:
    before, old = workspace.plan, workspace.dataset
    put(workspace, shorter())
    workspace.undo()
    assert workspace.plan is before
    assert workspace.dataset is old
    workspace.redo()
    assert len(workspace.dataset.accounts) == 3


def test_what_was_worked_out_of_the_old_data_is_let_go_at_once(workspace: Workspace) -> None:
    workspace._on_result(evaluate(workspace.dataset, workspace.plan))
    told: list[Change] = []
    workspace.watch(told.append)
    openings = workspace.openings
    put(workspace, shorter())
    assert workspace.result is None
    assert [each.kind for each in told] == [ChangeKind.PROJECT, ChangeKind.PLAN]
    assert workspace.openings > openings


def test_an_answer_about_the_same_tables_is_a_step_that_can_be_undone(workspace: Workspace) -> None:
    data = workspace.dataset
    put(workspace, replace(data, questions=(), answered=((data.questions[0], "accept"),)))
    assert workspace.undo_label == "New data: list.xlsx"
    assert workspace.dataset.questions == ()
    workspace.undo()
    assert workspace.dataset is data


def test_equal_tables_with_other_findings_make_no_step_and_are_kept(workspace: Workspace) -> None:
    put(workspace, replace(workspace.dataset, questions=()))
    assert workspace.undo_label == ""
    assert workspace.dataset.questions == ()
    assert not workspace.is_saved


def test_decisions_made_while_newer_data_was_read_are_carried_over_too(workspace: Workspace) -> None:
    carried = carried_scenarios(workspace.project, shorter())
    workspace.apply(decisions.pin_channel(["A1"], Channel.SELF_SERVE, reason=""))
    workspace.put_data(carried, partial(put_newer, file="list.xlsx"))
    assert workspace.plan.pins.channel["A1"].value == Channel.SELF_SERVE


def test_data_that_no_step_needs_is_dropped(workspace: Workspace) -> None:
    put(workspace, shorter())
    workspace.undo()
    put(workspace, replace(workspace.dataset, accounts=AccountTable(workspace.dataset.accounts.iloc[:2])))
    put(workspace, workspace.dataset)
    assert len(workspace.project.datasets) == 2


def test_a_project_with_newer_data_opens_as_it_was_saved(workspace: Workspace) -> None:
    put(workspace, shorter())
    again = project_from_bytes(project_bytes(workspace.project))
    assert again.fingerprint == workspace.project.fingerprint
    assert len(again.datasets) == 2


def test_newer_data_comes_back_after_a_crash(tmp_path: Path) -> None:
    recording = Recording(tmp_path)
    workspace = Workspace(builders.Asked(), recording)
    workspace.open(builders.built_project(), None)
    workspace.apply(decisions.pin_channel(["A1"], Channel.SELF_SERVE, reason=""))
    put(workspace, shorter())
    workspace.undo()
    workspace.redo()
    recording.close()
    (folder,) = tmp_path.iterdir()
    project = replayed(recovery.recover(folder))
    assert project.fingerprint == workspace.project.fingerprint
    assert len(project.dataset.accounts) == 3
