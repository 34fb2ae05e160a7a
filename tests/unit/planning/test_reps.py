"""Which rep has which territory. R3.11, R3.12."""

import numpy as np
import pytest

from gtm_desktop.planning.build import assign_reps
from gtm_desktop.planning.evaluate import phases
from gtm_desktop.planning.plan import OPEN
from gtm_desktop.planning.reps import performance_factors
from gtm_desktop.planning.request_inputs import rep_grounds
from gtm_desktop.planning.rows import numbers
from gtm_desktop.planning.settings import RepRules, Settings
from gtm_desktop.tables.reps import PERFORMANCE_INDEX
from tests.unit.planning.builders import OUTSIDE_MARGIN, dataset, plan, rep_answer, territory_answer

UNREAD = Settings(reps=RepRules(uses_performance=False))
NORTH, SOUTH = (46.5, -87.4), (39.1, -84.5)


def data(team, *, today=(None, None), number=1):
    places = [NORTH] * number + [SOUTH] * number
    return dataset(
        {
            "gross_margin": [OUTSIDE_MARGIN] * 2 * number,
            "lat": [lat for lat, _ in places],
            "lon": [lon for _, lon in places],
            "outside_rep": [today[0]] * number + [today[1]] * number,
        },
        team,
    )


def matched(source, number=1, **decided):
    answer = territory_answer([0] * number + [1] * number)
    return dict(assign_reps(source, plan(territories=answer, **decided)).rep_ids)


def test_a_territory_goes_to_whoever_has_its_accounts_today():
    team = {"name": ["Ann", "Bob"]}
    assert matched(data(team, today=("R1", "R0"))) == {"T01": "R1", "T02": "R0"}


def test_without_incumbents_a_territory_goes_to_who_lives_near():
    team = {"name": ["Ann", "Bob"], "lat": [SOUTH[0], NORTH[0]], "lon": [SOUTH[1], NORTH[1]]}
    assert matched(data(team)) == {"T01": "R1", "T02": "R0"}


def test_a_rep_set_by_hand_leaves_the_matching_with_the_territory():
    team = {"name": ["Ann", "Bob"]}
    assert matched(data(team, today=("R0", "R1")), pins={"rep": {"T01": "R1"}}) == {"T01": "R1", "T02": "R0"}


def test_a_position_kept_open_by_hand_stays_open():
    team = {"name": ["Ann"]}
    assert matched(data(team, today=("R0", None)), pins={"rep": {"T01": OPEN}}) == {"T01": OPEN, "T02": "R0"}


def test_a_locked_territory_keeps_its_rep():
    team = {"name": ["Ann", "Bob"]}
    before = rep_answer(T01="R1", T02="R0")
    assert matched(data(team, today=("R0", "R1")), reps=before, pins={"locked": {"T01": ""}})["T01"] == "R1"


def test_with_fewer_people_than_territories_one_stays_open():
    assert sorted(matched(data({"name": ["Ann"]})).values()) == [OPEN, "R0"]


def test_an_open_position_of_the_roster_takes_a_territory():
    team = {"name": ["Ann", None], "is_open": [False, True]}
    assert matched(data(team, today=("R0", None))) == {"T01": "R0", "T02": "R1"}


def test_a_person_too_small_for_a_territory_does_not_take_it_although_its_incumbent():
    team = {"name": ["Ann", "Bob"], "employment_share": [0.1, 1.0]}
    today = ["R0"] * 40 + ["R1"]
    source = dataset({"gross_margin": [OUTSIDE_MARGIN] * 41, "outside_rep": today}, team)
    answer = territory_answer([0] * 40 + [1])
    assert dict(assign_reps(source, plan(territories=answer)).rep_ids) == {"T01": "R1", "T02": "R0"}


def test_where_everybody_is_too_small_the_territory_is_not_left_open():
    source = dataset({"gross_margin": [OUTSIDE_MARGIN] * 40}, {"name": ["Ann"], "employment_share": [0.1]})
    answer = territory_answer([0] * 40)
    assert dict(assign_reps(source, plan(territories=answer)).rep_ids) == {"T01": "R0"}


def test_the_runner_up_and_the_price_of_taking_them_are_told():
    source = data({"name": ["Ann", "Bob", "Cid"]}, today=("R0", "R1"))
    made = assign_reps(source, plan(territories=territory_answer([0, 1])))
    assert dict(made.runner_up)["T01"] == "R2"
    assert dict(made.override_price)["T01"] == round(OUTSIDE_MARGIN * 0.05 / 3)


def factors(*, uses_performance=True, **team):
    data, rules = dataset({"gross_margin": []}, team), Settings() if uses_performance else UNREAD
    grounds = rep_grounds(data, plan(rules, territories=territory_answer([])), phases(data, plan(rules)))
    index = numbers(grounds.people[PERFORMANCE_INDEX])
    return performance_factors(index, is_fresh=grounds.is_fresh, uses_performance=grounds.uses_performance).tolist()


def test_performance_counts_against_the_teams_median_within_a_quarter():
    assert factors(name=list("abc"), performance_index=[1.0, 1.1, 2.0]) == pytest.approx([1 / 1.1 - 1, 0.0, 0.25])


def test_performance_is_not_read_without_an_index_in_the_first_year_or_switched_off():
    index = {"performance_index": [1.0, 1.0, np.nan, 3.0], "start": [None, None, None, "2026-09-01"]}
    assert factors(**index) == [0.0] * 4
    assert factors(uses_performance=False, performance_index=[1.0, 2.0]) == [0.0, 0.0]
