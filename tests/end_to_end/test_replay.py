"""A saved plan keeps what it takes to find its territories again, in another process too."""

import os
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from gtm_desktop.core.paths import sample_workbook
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import build_territories
from gtm_desktop.planning.plan import Accepted
from gtm_desktop.project.load import open_project


def test_the_numbers_in_a_saved_plan_find_its_territories_again_in_another_process(tmp_path):
    project = tmp_path / "plan.gtmplan"
    command = [sys.executable, "-m", "gtm_desktop", "plan", sample_workbook("great_lakes_accounts.xlsx")]
    command += ["--reps", sample_workbook("great_lakes_reps.xlsx"), "--project", project, "--seconds", "1"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    made = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment, check=False)
    assert made.returncode == 0, made.stderr
    opened = open_project(project)
    answer = opened.plan.accepted.territories
    assert answer.run.iterations > 0
    replay = partial(solve, iterations=answer.run.planned_iterations, end_after=answer.run.iterations)
    again = build_territories(opened.dataset, replace(opened.plan, accepted=Accepted()), solve=replay)
    assert np.array_equal(again.territory, answer.territory)
    assert np.array_equal(again.centre, answer.centre)
    assert again.names == answer.names
    assert (again.run.objective, again.run.iterations) == (answer.run.objective, answer.run.iterations)
