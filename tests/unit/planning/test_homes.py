"""Driving measured from the rep's home, preset off; the matching then keeps the pair."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.solve import solve
from gtm_desktop.geo.distance import great_circle_km, road_km
from gtm_desktop.planning.build import assign_reps
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.request_inputs import territory_request
from gtm_desktop.planning.settings import Settings, TerritoryRules
from gtm_desktop.planning.territories import territory_answer, territory_task
from tests.unit.planning.builders import OUTSIDE_MARGIN, dataset, joined_columns, plan, rep_answer, towns
from tests.unit.planning.builders import territory_answer as answer_of

NORTH, SOUTH = (46.5, -87.4), (39.1, -84.5)
FROM_HOME = Settings(territories=TerritoryRules(starts_from_home=True))
HOMES = {"lat": [NORTH[0] + 1.0, np.nan], "lon": [NORTH[1], np.nan]}


def area(number, at, rep):
    columns = {"gross_margin": [OUTSIDE_MARGIN] * number, "outside_rep": np.array([rep] * number, dtype=object)}
    return columns | towns(number, lat=at[0], lon=at[1])


def two_areas(**team):
    columns = joined_columns(area(90, NORTH, "R0"), area(90, SOUTH, "R1"))
    return dataset(columns, {"name": ["Ann", "Bob"]} | team)


def built(data, decided):
    task = territory_task(territory_request(data, decided, phases(data, decided)))
    solution = solve(task.problem, seed=1, iterations=20)
    assert not audit(task.problem, solution).faults
    return task, territory_answer(task, solution, seconds=0.0)


def test_a_territory_tied_to_a_person_with_a_placed_home_is_driven_from_there():
    task, answer = built(two_areas(**HOMES), plan(FROM_HOME))
    assert task.problem.is_home_fixed.tolist() == [True, False]
    assert task.problem.start_lat[0] == NORTH[0] + 1.0
    assert answer.homes == ((answer.ids[0], "R0"),)


def test_without_the_rule_nobodys_home_counts():
    task, answer = built(two_areas(**HOMES), plan())
    assert task.problem.is_home_fixed is None
    assert answer.homes == ()


def few(**team):
    today = np.array(["R1", "R1", "R0", "R0"], dtype=object)
    return dataset({"gross_margin": [OUTSIDE_MARGIN] * 4, "outside_rep": today} | towns(4), {"name": list("ab")} | team)


def matched(**decided):
    answer = replace(answer_of([0, 0, 1, 1]), homes=(("T01", "R0"),))
    return dict(assign_reps(few(), plan(territories=answer, **decided)).rep_ids)


def test_the_matching_keeps_the_pair_although_others_have_the_accounts_today():
    assert dict(assign_reps(few(), plan(territories=answer_of([0, 0, 1, 1]))).rep_ids) == {"T01": "R1", "T02": "R0"}
    assert matched() == {"T01": "R0", "T02": "R1"}


def test_a_hand_or_a_refusal_goes_before_the_home():
    assert matched(pins={"rep": {"T02": "R0"}}) == {"T01": "R1", "T02": "R0"}
    assert matched(pins={"kept_from": {"A0": "R0"}}) == {"T01": "R1", "T02": "R0"}


def test_driving_in_the_territory_table_starts_at_the_home_while_its_person_has_the_territory():
    data = few(lat=[43.0, np.nan], lon=[-84.0, np.nan])
    answer = replace(answer_of([0, 0, 1, 1]), homes=(("T01", "R0"),))

    def km(**reps):
        return evaluate(data, plan(territories=answer, reps=rep_answer(**reps))).territories["travel_km_year"].iloc[0]

    places = data.accounts[["lat", "lon"]].to_numpy()[:2]
    roads = road_km(great_circle_km(places[:, 0], places[:, 1], to_lat=43.0, to_lon=-84.0), road_factor=1.2)
    assert km(T01="R0", T02="R1") == pytest.approx(float((2 * 12 / 4 * roads).sum()))
    assert km(T01="R1", T02="R0") < km(T01="R0", T02="R1")
