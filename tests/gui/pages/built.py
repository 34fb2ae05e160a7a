"""A small built plan for the tests of pages: three territories, reps, a leaver, somebody who waits, inside books."""

from dataclasses import replace

import pandas as pd

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.project.state import ProjectState, Scenarios
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.reps import Role
from tests.unit.planning.builders import (
    INSIDE_MARGIN,
    OUTSIDE_MARGIN,
    dataset,
    inside_answer,
    plan,
    rep_answer,
    territory_answer,
    towns,
)

OUTSIDE, INSIDE = 9, 3


def built_dataset() -> Dataset:
    """Nine outside accounts and three inside ones; Ann has all outside ones today but one, which Lee leaves behind."""
    number = OUTSIDE + INSIDE
    table = {
        columns.NAME: [f"Bolt {row}" for row in range(number)],
        columns.GROSS_MARGIN: [OUTSIDE_MARGIN] * OUTSIDE + [INSIDE_MARGIN] * INSIDE,
        columns.REVENUE: [4 * OUTSIDE_MARGIN] * number,
        columns.WALLET: [40 * OUTSIDE_MARGIN] * number,
        columns.OUTSIDE_REP: ["R0"] * (OUTSIDE - 1) + ["R3"] + [None] * INSIDE,
        columns.INSIDE_REP: [None] * OUTSIDE + ["I0"] * INSIDE,
        columns.STATE: ["MI"] * OUTSIDE + ["OH"] * INSIDE,
        **towns(number),
    }
    people = {
        rep_columns.REP_ID: ["R0", "R1", "R2", "R3", "I0"],
        rep_columns.NAME: ["Ann Abel", "Bo Diaz", "Cy Wait", "Lee Gone", "Ira Desk"],
        rep_columns.ROLE: [*[Role.OUTSIDE.value] * 4, Role.INSIDE.value],
        rep_columns.PERFORMANCE_INDEX: [1.0, 1.0, 0.94, 1.0, 1.0],
        rep_columns.HOME_CITY: ["Flint"] * 5,
        rep_columns.LEAVING: pd.to_datetime([None, None, None, "2026-12-31", None]),
    }
    return dataset(table, people)


def built_plan(data: Dataset, *, with_inside: bool = True) -> Plan:
    """Ann has Town 1, Bo Town 2, Town 3 is open; Ira has the inside accounts."""
    number = len(data.accounts)
    made = plan(
        territories=territory_answer([*[0, 1, 2] * 3, *[-1] * INSIDE]),
        reps=rep_answer(T01="R0", T02="R1", T03=""),
        inside=inside_answer([-1] * OUTSIDE + [0] * (number - OUTSIDE), ("I0",)) if with_inside else None,
    )
    return replace(made, dataset_id=data.dataset_id)


def built_project(*, with_inside: bool = True) -> ProjectState:
    """One scenario, "Plan", with that plan."""
    data = built_dataset()
    scenarios = Scenarios((("Plan", built_plan(data, with_inside=with_inside)),), "Plan")
    return ProjectState({data.dataset_id: data}, scenarios)
