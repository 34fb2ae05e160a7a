"""The long tasks, on a list small enough to be quick."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gtm_desktop.core.errors import Cancelled
from gtm_desktop.core.progress import Progress
from gtm_desktop.planning.build import build_territories
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.project import sessions
from gtm_desktop.project.load import open_project
from gtm_desktop.project.state import new_project
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.accounts import account_table
from gtm_desktop.tables.reps import Role, rep_table
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, tasks
from gtm_desktop.workspace.recording import Recording
from tests.unit.workspace import builders

PEOPLE = [Role.OUTSIDE.value, Role.OUTSIDE.value, Role.INSIDE.value]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """200 accounts in a square, every second one outside by the lines; two outside reps and an inside rep."""
    rng = np.random.default_rng(7)
    margins = np.where(np.arange(200) % 2 == 0, 3_000_000, 900_000)
    accounts = pd.DataFrame(
        {
            account_columns.ACCOUNT_ID: [f"A{i}" for i in range(200)],
            account_columns.GROSS_MARGIN: margins,
            account_columns.LAT: rng.uniform(41, 43, 200),
            account_columns.LON: rng.uniform(-85, -83, 200),
        }
    )
    reps = pd.DataFrame({rep_columns.REP_ID: ["R1", "R2", "I1"], rep_columns.ROLE: PEOPLE})
    return Dataset(account_table(accounts), rep_table(reps))


@pytest.fixture(scope="module")
def quick(dataset: Dataset) -> Plan:
    """The preset rules with a short search."""
    plan = new_plan(dataset)
    rules = replace(plan.settings.territories, iterations=5)
    return replace(plan, settings=replace(plan.settings, territories=rules))


@pytest.fixture(scope="module")
def built(dataset: Dataset, quick: Plan) -> Plan:
    return tasks.build(dataset, quick)


def test_a_build_accepts_all_three_answers_and_every_account_has_an_owner(dataset: Dataset, built: Plan) -> None:
    assert built.accepted.territories is not None
    assert built.accepted.reps is not None
    assert built.accepted.inside is not None
    assert evaluate(dataset, built).kpis.without_owner == 0


def test_a_process_of_its_own_finds_what_would_be_found_here(dataset: Dataset, quick: Plan) -> None:
    found = build_territories(dataset, quick, solve=tasks.solve_apart)
    assert (found.territory == build_territories(dataset, quick).territory).all()


def test_a_build_that_is_not_wanted_any_more_changes_nothing(dataset: Dataset, quick: Plan) -> None:
    with pytest.raises(Cancelled):
        tasks.build(dataset, quick, progress=Progress(is_cancelled=lambda: True))


def test_a_built_plan_is_saved_and_its_roster_written(dataset: Dataset, built: Plan, tmp_path: Path) -> None:
    project = new_project(dataset, scenario="Plan")
    project = replace(project, scenarios=project.scenarios.with_plan(built))
    tasks.save(project, tmp_path / "plan.gtmplan")
    assert open_project(tmp_path / "plan.gtmplan").plan.fingerprint == built.fingerprint
    summary = tasks.export_roster(dataset, built, evaluate(dataset, built), tmp_path / "roster.xlsx")
    assert summary.path.exists()
    assert not any(summary.totals.difference)


def test_a_file_is_read_with_the_unsaved_work_of_its_last_session_over_it(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.gtmplan"
    project = new_project(dataset, scenario="Plan")
    tasks.save(project, path)
    recording = Recording()
    workspace = builders.Workspace(builders.Asked(), recording)
    workspace.open(project, path)
    workspace.apply(decisions.pin_channel(["A1"], Channel.OUTSIDE, reason="asked"))
    recording.close()
    assert tasks.open_recovered(path).fingerprint == project.fingerprint
    monkeypatch.setattr(sessions, "_is_running", lambda *_: False)
    assert tasks.open_recovered(path).fingerprint == workspace.project.fingerprint
    tasks.save(project, tmp_path / "other.gtmplan")
    assert tasks.open_recovered(tmp_path / "other.gtmplan").fingerprint == project.fingerprint
