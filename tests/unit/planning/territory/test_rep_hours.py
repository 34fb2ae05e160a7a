"""What a rep's hours allow: visits × minutes + driving. RULES 4."""

import numpy as np
import pytest

from gtm_desktop.geo.distance import drive_minutes, road_km
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.request_inputs import territory_request
from gtm_desktop.planning.settings import CallPlan, Economics, RoleEconomics, Settings
from gtm_desktop.planning.territories import territory_task
from gtm_desktop.planning.territory.rep_hours import (
    account_hours,
    hours_a_year,
    part_time_upper,
    places_by_hours,
    room_by_hours,
)
from tests.unit.planning.builders import OUTSIDE_MARGIN, dataset, plan, territory_answer, towns

ON_THE_SPOT = CallPlan(visit_minutes=60, hours_week=10.0, weeks=12)
"""120 hours a year, an hour a visit: ten accounts of 12 visits where nothing is driven."""


def test_hours_a_year_are_hours_a_week_times_weeks():
    assert hours_a_year(CallPlan()) == 40 * 46


def test_an_accounts_hours_are_visits_times_minutes_and_its_share_of_the_trip():
    calls = CallPlan(visit_minutes=30, stops_per_trip=4.0, circuity=1.2)
    there_and_back = 2 * float(drive_minutes(road_km(100.0, road_factor=1.2)))
    hours = account_hours(np.array([12.0]), np.array([100.0]), calls)
    assert hours[0] == pytest.approx(12 * (30 + there_and_back / 4) / 60)
    assert account_hours(np.array([12.0]), np.array([np.nan]), calls)[0] == pytest.approx(6.0)


def room(lat, *, visits=12.0, units=1, most=20, least=0, calls=ON_THE_SPOT):
    number = len(lat)
    return room_by_hours(
        np.array(lat),
        np.full(number, -84.0),
        visits=np.full(number, visits),
        units=np.full(number, units),
        calls=calls,
        most=most * units,
        least=least,
    )


def test_hours_bind_where_visits_fill_the_year():
    assert room([42.0] * 15).tolist() == [10] * 15


def test_hours_that_never_bind_are_no_limit():
    assert room([42.0] * 15, visits=2.0) is None
    assert room([42.0] * 9) is None


def test_sparse_areas_hold_fewer_accounts():
    close, apart = room([42.0 + step / 1000 for step in range(15)]), room([42.0 + step for step in range(15)])
    assert close.max() > apart.max()


def test_the_room_is_never_under_the_lower_limit():
    assert room([42.0] * 15, least=12).tolist() == [12] * 15


def test_the_room_is_counted_in_the_units_of_the_loads():
    assert room([42.0] * 15, units=8).tolist() == [80] * 15


def test_accounts_that_the_hours_allow_are_those_held_times_hours_there_are_over_hours_needed():
    found = places_by_hours(
        np.array([20.0, 20.0, 0.0]), np.array([240.0, 240.0, 0.0]), share=np.array([1.0, 0.5, 1.0]), calls=ON_THE_SPOT
    )
    assert found.tolist() == [10.0, 5.0, np.inf]


def one_town(**calls):
    places = {"lat": [42.0] * 15, "lon": [-84.0] * 15}
    data = dataset({"gross_margin": [OUTSIDE_MARGIN] * 15, **places}, {"name": ["Ann"]})
    settings = Settings(call_plan=CallPlan(**calls))
    return data, plan(settings, territories=territory_answer([0] * 15), pins={"rep": {"T01": "R0"}})


def test_the_territory_table_shows_both_limits_and_the_smaller_one():
    data, decided = one_town(visit_minutes=60, hours_week=10.0, weeks=12)
    row = evaluate(data, decided).territories.iloc[0]
    assert (row["upper_by_person"], row["upper_by_hours"], row["upper"]) == (140.0, 10.0, 10.0)
    assert row["work_hours_week"] == pytest.approx(15 * 12 / 12)


def test_where_the_hours_allow_more_the_persons_limit_holds():
    row = evaluate(*one_town()).territories.iloc[0]
    assert row["upper"] == row["upper_by_person"] == 140.0
    assert row["upper_by_hours"] > 140


def test_a_territory_over_its_hours_says_both_limits():
    data, decided = one_town(visit_minutes=60, hours_week=10.0, weeks=12)
    settings = decided.settings
    economics = Economics(outside=RoleEconomics(20_000_000, 12, 1, 14))
    decided = plan(
        Settings(call_plan=settings.call_plan, economics=economics),
        territories=territory_answer([0] * 15),
        pins={"rep": {"T01": "R0"}},
    )
    problem = next(each for each in evaluate(data, decided).problems if each.code == "over_upper_limit")
    assert "over its upper limit of 10." in problem.message
    assert "The person could hold 14; visits of 60 minutes and driving take 15.0 hours a week" in problem.message
    assert "leaves time for 10." in problem.message


def task_of(data, decided):
    return territory_task(territory_request(data, decided, phases(data, decided)))


def test_the_problem_knows_what_hours_allow_at_each_centre():
    columns = {"gross_margin": [OUTSIDE_MARGIN] * 100, **towns(100)}
    data = dataset(columns, {"name": ["Ann", "Bob"]})
    assert task_of(data, plan()).problem.room_at is None
    tight = task_of(data, plan(Settings(call_plan=CallPlan(visit_minutes=90)))).problem.room_at
    assert tight is not None
    assert tight.min() >= 80
    assert tight.max() <= 140


def drawn_in(share, *, number=15, least=0, start=42.0):
    """Return the upper limits of a full-time rep and of another, 14 and 7, among accounts on one spot."""
    return part_time_upper(
        np.array([14, 7]),
        (np.array([42.0, start]), np.array([-84.0, -84.0])),
        share=np.array([1.0, share]),
        least=np.array([0, least]),
        lat=np.full(number, 42.0),
        lon=np.full(number, -84.0),
        visits=np.full(number, 12.0),
        units=np.ones(number, dtype=np.int64),
        calls=ON_THE_SPOT,
    ).tolist()


def test_half_a_rep_has_half_the_hours():
    assert drawn_in(0.5) == [14, 5]


def test_a_part_timers_limit_stays_where_it_starts_nowhere_or_is_at_the_lower_one_or_others_have_no_room():
    assert drawn_in(0.5, start=np.nan) == [14, 7]
    assert drawn_in(0.5, least=6) == [14, 6]
    assert drawn_in(0.5, number=19) == [14, 5]
    assert drawn_in(0.5, number=20) == [14, 7]


def test_the_problem_limits_a_part_timer_to_the_hours_of_one():
    places = {"lat": [42.0] * 15, "lon": [-84.0] * 15, "outside_rep": ["R0"] * 10 + ["R1"] * 5}
    team = {"name": ["Ann", "Bob"], "employment_share": [1.0, 0.5]}
    data = dataset({"gross_margin": [OUTSIDE_MARGIN] * 15, **places}, team)
    economics = Economics(outside=RoleEconomics(20_000_000, 12, 2, 14))
    assert task_of(data, plan(Settings(economics=economics))).problem.upper.tolist() == [14, 7]
    tight = plan(Settings(economics=economics, call_plan=ON_THE_SPOT))
    assert task_of(data, tight).problem.upper.tolist() == [14, 5]
