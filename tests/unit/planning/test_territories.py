"""What the engine is asked and how its answer is read. R3.2, R3.3, R3.4, R3.9."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.evaluate import phases
from gtm_desktop.planning.plan import OPEN
from gtm_desktop.planning.request_inputs import territory_request
from gtm_desktop.planning.settings import CallPlan, Settings, TerritoryRules
from gtm_desktop.planning.territories import territory_answer, territory_task
from tests.unit.planning.builders import (
    INSIDE_MARGIN,
    OUTSIDE_MARGIN,
    dataset,
    joined_columns,
    plan,
    towns,
)
from tests.unit.planning.builders import (
    territory_answer as answer_of,
)

NORTH, SOUTH = (46.5, -87.4), (39.1, -84.5)


def task_of(data, decided=None):
    decided = decided or plan()
    return territory_task(territory_request(data, decided, phases(data, decided)))


def answered(data, decided=None):
    task = task_of(data, decided)
    solution = solve(task.problem, seed=1, iterations=20)
    return territory_answer(task, solution, seconds=0.0)


def block(number, margin=OUTSIDE_MARGIN, at=NORTH, rep=None, state="MI"):
    return {
        "gross_margin": [margin] * number,
        "outside_rep": np.array([rep] * number, dtype=object),
        "state": np.array([state] * number, dtype=object),
    } | towns(number, lat=at[0], lon=at[1])


def two_areas(north=100, south=100, **team):
    return dataset(joined_columns(block(north, rep="R0"), block(south, at=SOUTH, rep="R1", state="OH")), team or None)


def test_there_are_as_many_territories_as_people_where_the_accounts_bear_it():
    task = task_of(two_areas(name=["Ann", "Bob"]))
    assert task.tied == ("R0", "R1")
    assert task.explanation == (
        "200 outside accounts of 80 to 140 a territory bear 2 to 2; 2 people and open positions: 2 territories."
    )


def test_the_planners_own_number_of_territories_is_taken():
    settings = Settings(territories=TerritoryRules(number=3))
    assert task_of(two_areas(name=["Ann", "Bob"]), plan(settings)).tied == ("R0", "R1", OPEN)


def test_of_more_people_than_territories_those_with_most_accounts_take_part():
    task = task_of(two_areas(30, 90, name=["Ann", "Bob"]))
    assert task.tied == ("R1",)


def test_without_people_the_planned_capacity_gives_the_number():
    assert task_of(two_areas(120, 120)).tied == (OPEN, OPEN)


def test_a_territory_starts_at_the_median_of_its_persons_accounts_else_at_home():
    data = dataset(
        joined_columns(block(100, rep="R0"), block(100, at=SOUTH)),
        {"name": ["Ann", "Bob"], "lat": [10.0, 41.0], "lon": [10.0, -83.0]},
    )
    task = task_of(data)
    assert task.slots.start_lat == pytest.approx([46.53, 41.0])


def test_limits_are_those_of_the_person_a_territory_is_tied_to():
    ample = Settings(call_plan=CallPlan(hours_week=80.0))
    task = task_of(two_areas(100, 50, name=["Ann", "Bob"], employment_share=[1.0, 0.5]), plan(ample))
    assert task.problem.upper.tolist() == [140, 70]
    assert task.slots.planned.tolist() == [120, 60]


def test_outside_accounts_alone_must_reach_their_share_of_the_lower_limit_and_at_least_half():
    areas = joined_columns(block(100, rep="R0"), block(900, INSIDE_MARGIN))
    assert task_of(dataset(areas, {"name": ["Ann"]})).problem.lower.tolist() == [40]
    assert task_of(two_areas(name=["Ann", "Bob"])).problem.lower.tolist() == [80, 80]


def test_leaving_an_active_incumbent_costs_the_handoff_loss_over_the_review_years():
    data = dataset(joined_columns(block(90, rep="R0"), block(10, rep="GONE")), {"name": ["Ann"]})
    problem = task_of(data).problem
    assert problem.handoff_loss[0] == pytest.approx(30_000 * 0.05 / 3)
    assert problem.handoff_loss[-1] == 0.0
    assert problem.incumbent[[0, -1]].tolist() == [0, -1]


def test_visits_follow_the_size_tier():
    margins = [3_000_000, 2_500_000]
    data = dataset({"gross_margin": margins, **towns(2)}, {"name": ["Ann"]})
    assert task_of(data).problem.visits.tolist() == [12.0, 6.0]


def test_accounts_beyond_what_all_people_can_hold_go_inside_those_of_least_margin_first():
    areas = block(150, rep="R0")
    areas["gross_margin"] = [3_000_000 + row for row in range(150)]
    answer = answered(dataset(areas, {"name": ["Ann"]}))
    assert np.flatnonzero(answer.out_of_reach).tolist() == list(range(10))
    assert (answer.territory[answer.out_of_reach] == -1).all()


def test_every_outside_account_gets_a_territory_and_inside_ones_fill_up_to_the_planned_capacity():
    areas = joined_columns(block(90, rep="R0"), block(200, INSIDE_MARGIN))
    answer = answered(dataset(areas, {"name": ["Ann"]}))
    assert (answer.territory[:90] == 0).all()
    assert int(answer.filled.sum()) == 30
    assert not answer.filled[:90].any()


def test_nothing_is_filled_where_filling_is_off():
    areas = joined_columns(block(90, rep="R0"), block(200, INSIDE_MARGIN))
    settings = Settings(territories=TerritoryRules(is_filled=False))
    assert not answered(dataset(areas, {"name": ["Ann"]}), plan(settings)).filled.any()


def test_an_account_without_a_place_joins_its_incumbents_territory():
    data = two_areas(100, 100, name=["Ann", "Bob"])
    accounts = data.accounts.assign(lat=data.accounts["lat"].where(data.accounts.index != 150))
    answer = answered(replace(data, accounts=accounts))
    assert answer.territory[150] == answer.territory[151]


def test_an_account_without_place_and_rep_joins_the_territory_with_most_accounts_of_its_state():
    data = two_areas(100, 100, name=["Ann", "Bob"])
    is_it = data.accounts.index == 150
    accounts = data.accounts.assign(
        lat=data.accounts["lat"].mask(is_it), outside_rep=data.accounts["outside_rep"].mask(is_it)
    )
    answer = answered(replace(data, accounts=accounts))
    assert answer.territory[150] == answer.territory[151]


def test_an_account_put_into_a_territory_by_hand_stays_there_when_territories_are_built_again():
    data = two_areas(100, 100, name=["Ann", "Bob"])
    first = answered(data)
    other = first.ids[1 - first.territory[0]]
    again = answered(data, plan(territories=first, pins={"territory": {"A0": other}}))
    assert again.ids[again.territory[0]] == other


def test_a_locked_territory_keeps_its_accounts_filled_ones_included():
    data = dataset(
        joined_columns(block(100, rep="R0"), block(100, at=SOUTH, rep="R1"), block(5, INSIDE_MARGIN)),
        {"name": ["Ann", "Bob"]},
    )
    mixed = [row % 2 for row in range(200)] + [0, -1, -1, -1, -1]
    first = answer_of(mixed, filled=[200])
    again = answered(data, plan(territories=first, pins={"locked": {"T01": ""}}))
    kept = again.ids.index("T01")
    assert np.array_equal(np.flatnonzero(again.territory == kept), np.flatnonzero(first.territory == 0))
    assert again.filled[200]
    assert again.names[kept] == "Town 1"


def test_the_answer_carries_the_digest_of_what_it_rests_on_and_ignores_decisions_of_its_own_stage():
    data = two_areas(name=["Ann", "Bob"])
    first = answered(data)
    moved = task_of(data, plan(territories=first, pins={"territory": {"A0": first.ids[0]}}))
    assert moved.inputs == first.run.inputs
    assert task_of(data, plan(pins={"channel": {"A0": "inside"}})).inputs != first.run.inputs
    assert task_of(data, plan(Settings(territories=TerritoryRules(number=1)))).inputs != first.run.inputs


def test_margin_outside_the_band_and_below_the_target_has_a_price():
    rules = TerritoryRules(value_target=5_000_000, balance_price=0.01, stability_weight=2.0, value_tolerance=0.1)
    terms = task_of(two_areas(), plan(Settings(territories=rules))).problem.terms
    assert (terms.band_price, terms.target_price, terms.tolerance, terms.stability) == (0.01, 0.01, 0.1, 2.0)
    assert 0 < terms.target <= 50_000
    assert task_of(two_areas()).problem.terms.target_price == 0.0


def test_no_outside_account_means_no_territory():
    assert task_of(dataset(block(5, INSIDE_MARGIN), {"name": ["Ann"]})).tied == ()
