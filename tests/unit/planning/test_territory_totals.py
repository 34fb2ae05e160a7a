"""What each territory holds, its limits, driving and colour. R3.4, R3.5."""

import pytest

from gtm_desktop.geo.distance import drive_minutes, great_circle_km, road_km
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.tables import territories as columns
from tests.unit.planning.builders import (
    INSIDE_MARGIN,
    OUTSIDE_MARGIN,
    dataset,
    plan,
    rep_answer,
    territory_answer,
)

OUT, IN = OUTSIDE_MARGIN, INSIDE_MARGIN


def table(data, team=None, **decided):
    return evaluate(dataset(data, team), plan(**decided)).territories


def test_a_territory_adds_up_outside_and_filled_accounts_apart():
    data = {"gross_margin": [OUT, OUT, IN], "revenue": [9_000_000, None, 5_000_000]}
    made = table(data, territories=territory_answer([0, 1, 0], filled=[2]))
    assert made[columns.ACCOUNTS].tolist() == [2, 1]
    assert made[columns.OUTSIDE_ACCOUNTS].tolist() == [1, 1]
    assert made[columns.FILLED_ACCOUNTS].tolist() == [1, 0]
    assert made[columns.GROSS_MARGIN].tolist() == [OUT + IN, OUT]
    assert made[columns.REVENUE].tolist() == [14_000_000, 0]


def test_potential_is_what_is_spent_elsewhere_and_never_negative():
    data = {"gross_margin": [OUT] * 3, "revenue": [100, 100, 100], "wallet": [250, 50, None]}
    assert table(data, territories=territory_answer([0, 0, 0]))[columns.POTENTIAL].tolist() == [150]


def test_driving_is_a_round_trip_for_each_visit_shared_by_the_stops_of_a_trip():
    data = {"gross_margin": [OUT, OUT], "lat": [42.0, 43.0], "lon": [-84.0, -84.0]}
    made = table(data, territories=territory_answer([0, 0]))
    road = road_km(great_circle_km(43.0, -84.0, to_lat=42.0, to_lon=-84.0))
    assert made[columns.TRAVEL_KM_YEAR][0] == pytest.approx(12 / 4 * 2 * float(road))
    assert made[columns.TRAVEL_HOURS_WEEK][0] == pytest.approx(12 / 4 * 2 * float(drive_minutes(road)) / 60 / 46)


def test_limits_are_those_of_the_person_who_has_the_territory():
    team = {"name": ["Ann"], "employment_share": [0.5]}
    made = table({"gross_margin": [OUT]}, team, territories=territory_answer([0]), reps=rep_answer(T01="R0"))
    assert (made[columns.LOWER][0], made[columns.PLANNED][0], made[columns.UPPER][0]) == (40, 60, 70)


def test_limits_are_those_it_was_formed_with_where_a_person_has_several_territories():
    team = {"name": ["Ann"], "employment_share": [0.5]}
    answer = territory_answer([0, 1])
    made = table({"gross_margin": [OUT, OUT]}, team, territories=answer, reps=rep_answer(T01="R0", T02="R0"))
    assert made[columns.UPPER].tolist() == [140, 140]


def test_a_name_of_the_planners_own_is_shown_also_for_the_open_position():
    pins = {"territory_name": {"T01": "Thumb"}}
    made = table({"gross_margin": [OUT]}, territories=territory_answer([0]), pins=pins)
    assert (made[columns.NAME][0], made[columns.OWNER_NAME][0]) == ("Thumb", "Open – Thumb")


def test_without_an_answer_there_are_no_territories():
    assert len(table({"gross_margin": [OUT]})) == 0
