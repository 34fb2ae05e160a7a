"""Territories within region, state, branch or manager lines, hard or at a price. RULES 4."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.change_rules import Borders, Division
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.request_inputs import territory_request
from gtm_desktop.planning.result import Stage
from gtm_desktop.planning.settings import Settings, TerritoryRules
from gtm_desktop.planning.territories import territory_task
from gtm_desktop.planning.zones import most_common, shared_out
from gtm_desktop.tables import roster as columns
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, dataset, pin, plan
from tests.unit.planning.improving.test_improve import quick_solve

HARD = Borders(Division.REGION)
TEAM = {"rep_id": ["R0", "R1", "R2"], "region": ["East", "East", "West"]}


def market(*, east=190, west=110, filled=0, team=TEAM, lap=30):
    """Accounts round one town; `lap` of the West lie in its eastern half, and half of those filled in are of the West.

    Everybody in the East is with R0 or R1, in the West with R2.
    """
    rng = np.random.default_rng(11)
    number = east + west + filled
    lon = np.r_[rng.uniform(-80, -79, east), rng.uniform(-82, -80.5, west - lap), rng.uniform(-80, -79, lap)]
    lon = np.r_[lon, rng.uniform(-82, -79, filled)]
    return dataset(
        {
            "gross_margin": [OUTSIDE_MARGIN] * (east + west) + [INSIDE_MARGIN] * filled,
            "lat": rng.uniform(40, 41, number),
            "lon": lon,
            "region": np.array(["East"] * east + ["West"] * west + ["East", "West"] * (filled // 2), dtype=object),
            "outside_rep": np.array(
                [f"R{at % 2}" for at in range(east)] + ["R2"] * west + [None] * filled, dtype=object
            ),
        },
        team,
    )


def bordered(borders=HARD, **rules):
    return plan(Settings(borders=borders, territories=TerritoryRules(**rules)))


def task_of(data, decided):
    return territory_task(territory_request(data, decided, phases(data, decided)))


def built(data, decided):
    made = build_all(data, decided, solve=quick_solve)
    return made, evaluate(data, made)


def parts_by_territory(data, result):
    part = data.accounts["region"].fillna("").groupby(result.roster[columns.TERRITORY_ID].fillna("")).agg(set)
    return {key: parts for key, parts in part.items() if key}


def test_each_zone_gets_at_least_what_its_load_needs_and_the_rest_goes_where_territories_are_fullest():
    assert shared_out(np.array([300, 100, 90]), np.array([3, 1, 1]), number=5).tolist() == [3, 1, 1]
    assert shared_out(np.array([300, 220, 90]), np.array([3, 2, 1]), number=7).tolist() == [3, 3, 1]
    assert shared_out(np.array([200, 200]), np.array([2, 2]), number=5).tolist() == [3, 2]
    assert shared_out(np.array([10, 0]), np.array([1, 0]), number=4).tolist() == [4, 0]


def test_the_most_common_zone_of_a_group_is_the_lowest_on_a_tie_and_none_for_no_account():
    found = most_common(np.array([1, 0, 1, 2, -1]), np.array([0, 0, 1, 1, 2]), 3)
    assert found.tolist() == [0, 1, -1]


def test_people_take_territories_of_the_region_the_roster_puts_them_in():
    task = task_of(market(), bordered())
    assert task.tied == ("R0", "R1", "R2")
    assert task.problem.territory_zone.tolist() == [0, 0, 1]
    assert task.problem.crossing_price == np.inf


def test_people_without_a_region_take_the_one_most_of_their_accounts_are_in():
    task = task_of(market(team={"rep_id": ["R0", "R1", "R2"]}), bordered())
    assert task.problem.territory_zone.tolist() == [0, 0, 1]


def test_a_zone_with_too_few_people_gets_an_open_position_and_surplus_people_none():
    team = {"rep_id": ["R0", "R1", "R2"], "region": ["West", "West", "West"]}
    task = task_of(market(team=team), bordered())
    assert task.tied == ("R2", "", "")
    assert task.problem.territory_zone.tolist() == [1, 0, 0]


def test_hard_borders_raise_the_number_of_territories_to_what_the_zones_need():
    task = task_of(market(east=150, west=145), bordered(number=2))
    assert np.bincount(task.problem.territory_zone).tolist() == [2, 2]


def test_no_account_crosses_a_hard_border_filled_ones_included():
    data = market(filled=120)
    _, result = built(data, bordered())
    assert all(len(parts) == 1 for parts in parts_by_territory(data, result).values())
    assert (result.roster[columns.CHANNEL_REASON] == "filled").any()
    assert not [problem for problem in result.problems if problem.code == "crosses_border"]


def test_a_soft_border_is_crossed_where_that_saves_more_than_its_price_and_each_crossing_is_named():
    data = market()
    dear, cheap = (built(data, bordered(Borders(Division.REGION, price)))[1] for price in (100_000_00, 1))
    none, some = (
        [problem for problem in result.problems if problem.code == "crosses_border"] for result in (dear, cheap)
    )
    assert none == []
    assert some
    rows = [row for problem in some for row in problem.rows]
    assert len(set(rows)) == len(rows)
    assert all(data.accounts["region"].iloc[row] in problem.message for problem in some for row in problem.rows)


def test_a_zone_with_too_few_accounts_for_one_rep_is_named_with_its_numbers():
    _, result = built(market(east=190, west=40), bordered())
    (problem,) = (problem for problem in result.problems if problem.code == "part_too_small")
    assert problem.subject == "West"
    assert problem.message.startswith("Sales region West has 40 accounts in territories, under the 80 of one rep")


def test_an_account_moved_across_a_hard_border_by_hand_stays_there_and_is_named():
    data = market()
    before, _ = built(data, bordered())
    crossing = next(key for key, parts in parts_by_territory(data, evaluate(data, before)).items() if parts == {"West"})
    moved = replace(before, pins=before.pins.with_kind("territory", {"A0": pin(crossing)}))
    _, result = built(data, moved)
    assert result.roster[columns.TERRITORY_ID].iloc[0] == crossing
    assert [(problem.subject, problem.rows) for problem in result.problems if problem.code == "crosses_border"] == [
        (crossing, (0,))
    ]


@pytest.mark.parametrize("rules", [HARD, Borders(Division.STATE), Borders(Division.REGION, 5_000)])
def test_territories_are_stale_once_other_borders_hold(rules):
    data = market()
    made, result = built(data, plan())
    assert Stage.TERRITORIES not in result.stale
    changed = replace(made, settings=replace(made.settings, borders=rules))
    assert Stage.TERRITORIES in evaluate(data, changed).stale


def test_manager_borders_go_by_the_manager_of_the_rep_who_has_an_account_today():
    team = {"rep_id": ["R0", "R1", "R2"], "manager": ["Mia", "Mia", "Ned"]}
    task = task_of(market(team=team), bordered(Borders(Division.MANAGER)))
    assert task.problem.territory_zone.tolist() == [0, 0, 1]
    assert (task.problem.zone == np.repeat([0, 1], [190, 110])).all()
