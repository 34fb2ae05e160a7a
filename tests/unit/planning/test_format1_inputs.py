"""The digests of format 1 stay what they were when format 1 was written."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.change_rules import Borders, Division
from gtm_desktop.planning.evaluate import phases
from gtm_desktop.planning.format1_inputs import format1_rep_inputs, format1_territory_inputs
from gtm_desktop.planning.plan import BudgetUse, SolverRun, TerritoryDecision
from gtm_desktop.planning.settings import Level, MadeOf, RepRules, Settings, TerritoryRules
from tests.unit.planning.builders import dataset, plan, territory_answer, towns

DATA = dataset(
    {
        "gross_margin": [3_000_000, 2_500_000, 1_200_000, 900_000, 100_000, None],
        "revenue": [9_000_000, 8_000_000, 5_000_000, 4_000_000, 300_000, None],
        "wallet": [20_000_000, 9_000_000, None, 8_000_000, 600_000, None],
        "parent_id": ["P1", "P1", None, None, None, None],
        "region": ["North", "South", "North", None, "South", "South"],
        "postal_code": ["48104", "48104", "43004", "43004", "48201", None],
        "country": ["US"] * 6,
        "outside_rep": ["R0", "R1", "R0", None, None, None],
        **towns(6),
    },
    {
        "name": ["Ann", "Bob", "Ida"],
        "role": ["outside", "outside", "inside"],
        "lat": [42.0, 41.0, None],
        "lon": [-84.0, -83.0, None],
        "region": ["North", "South", None],
        "performance_index": [1.0, 1.2, None],
        "employment_share": [1.0, 0.5, None],
    },
)
RULES = {
    "preset": Settings(),
    "all": Settings(
        territories=TerritoryRules(
            number=2,
            value_target=90_000_000,
            potential_target=10_000_000,
            assigned_level=Level.PARENT,
            units=MadeOf.ZIP3,
            lines=(((42.0, -84.0), (41.0, -83.0)),),
        ),
        borders=Borders(Division.REGION, 5_000),
        reps=RepRules(uses_performance=False),
    ),
}
DECISION = TerritoryDecision("T01", "Town 1", 1, 2, 3, None, ((WayOut.RAISE, 5),), None, (0,), (1,))
RUN = SolverRun(1, 10, 3.5, None, 0.25, 2.0, was_cancelled=False, inputs="an earlier digest", planned_iterations=12)
ANSWER = replace(
    territory_answer([0, 1, 0, -1, -1, -1]),
    run=RUN,
    budget_use=BudgetUse(1, 2, 3),
    decisions=(DECISION,),
    as_today=(4,),
)
TERRITORIES = {
    "preset": "9b888f2c862ab41786d27ca0dac850d3",
    "all": "0c782092072f38c0525963547a588b41",
}
REPS = {
    "preset": "60a821db78d1a38fe0cca863f468139e",
    "all": "7fdb42fce55b95b41654d7abad1c67d3",
}


@pytest.mark.parametrize("rules", RULES)
def test_what_territories_rest_on_is_digested_as_format_1_did(rules):
    decided = plan(RULES[rules], pins={"channel": {"A3": "outside"}})
    assert format1_territory_inputs(DATA, decided.settings, phases(DATA, decided)) == TERRITORIES[rules]


@pytest.mark.parametrize("rules", RULES)
def test_what_a_matching_rests_on_is_digested_as_format_1_did(rules):
    decided = plan(RULES[rules], territories=ANSWER)
    assert format1_rep_inputs(DATA, decided, phases(DATA, decided)) == REPS[rules]
    migrated = replace(ANSWER, run=replace(RUN, inputs="", format1_inputs=RUN.inputs))
    assert format1_rep_inputs(DATA, plan(RULES[rules], territories=migrated), phases(DATA, decided)) == REPS[rules]


def test_every_part_of_the_answer_counts_for_the_matching():
    decided = plan(territories=replace(ANSWER, centre=np.array([2, 1])))
    assert format1_rep_inputs(DATA, decided, phases(DATA, decided)) != REPS["preset"]
