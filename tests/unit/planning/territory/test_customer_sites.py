"""Sites of one customer go to one territory. RULES 1 (levels)."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import assign_inside
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.planning.request_inputs import territory_request
from gtm_desktop.planning.settings import Economics, Level, RoleEconomics, Settings, TerritoryRules
from gtm_desktop.planning.territories import territory_answer, territory_task
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, dataset, joined_columns, plan, towns
from tests.unit.planning.builders import territory_answer as answer_of

NORTH, SOUTH = (46.5, -87.4), (39.1, -84.5)
BY_PARENT = Settings(territories=TerritoryRules(assigned_level=Level.PARENT))
TEAM = {"name": ["Ann", "Bob"]}


def block(number, *, at=NORTH, rep=None, parent=None, margin=OUTSIDE_MARGIN):
    return {
        "gross_margin": [margin] * number,
        "outside_rep": np.array([rep] * number, dtype=object),
        "parent_id": np.array([parent] * number, dtype=object),
    } | towns(number, lat=at[0], lon=at[1])


def task_of(data, decided=None):
    decided = decided or plan(BY_PARENT)
    return territory_task(territory_request(data, decided, phases(data, decided)))


def answered(data, decided=None):
    task = task_of(data, decided)
    solution = solve(task.problem, seed=1, iterations=20)
    assert not audit(task.problem, solution).faults
    return territory_answer(task, solution, seconds=0.0)


def two_areas_and_a_chain(north=3, south=2, others=90):
    """Ninety accounts of Ann's in the north, ninety of Bob's in the south, and one customer with sites in both."""
    return dataset(
        joined_columns(
            block(others, rep="R0"),
            block(others, at=SOUTH, rep="R1"),
            block(north, rep="R0", parent="P"),
            block(south, at=SOUTH, rep="R1", parent="P"),
        ),
        TEAM,
    )


def test_a_customer_is_one_piece_with_its_sites_added_up():
    problem = task_of(two_areas_and_a_chain()).problem
    assert problem.accounts == 181
    assert problem.visits[-1] == 5 * 12
    assert problem.value[-1] == 5 * 30_000
    assert problem.weight.tolist() == [8] * 180 + [16]
    assert problem.upper.tolist() == [140 * 8] * 2


def test_a_piece_stands_at_the_site_nearest_to_the_visit_weighted_middle():
    task = task_of(two_areas_and_a_chain())
    assert task.rows[-1] in (180, 181, 182)


def test_the_incumbent_of_most_margin_is_the_customers_and_only_their_sites_are_lost_by_leaving():
    task = task_of(two_areas_and_a_chain())
    assert task.tied[int(task.problem.incumbent[-1])] == "R0"
    assert task.problem.handoff_loss[-1] == pytest.approx(3 * 30_000 * 0.05 / 3)


def test_all_sites_end_in_one_territory():
    assert len(set(answered(two_areas_and_a_chain()).territory[180:].tolist())) == 1


def test_where_accounts_are_assigned_by_themselves_the_problem_counts_accounts():
    problem = task_of(two_areas_and_a_chain(), plan()).problem
    assert problem.accounts == 185
    assert problem.weight is None
    assert problem.upper.tolist() == [140, 140]


def test_a_site_split_off_by_hand_stays_where_it_was_put_and_the_others_stay_together():
    data = two_areas_and_a_chain()
    first = answered(data)
    other = first.ids[1 - first.territory[180]]
    again = answered(data, plan(BY_PARENT, territories=first, pins={"territory": {"A184": other}}))
    assert again.ids[again.territory[184]] == other
    assert len(set(again.territory[180:184].tolist())) == 1


def test_a_site_without_a_place_goes_with_its_customer():
    data = two_areas_and_a_chain()
    accounts = data.accounts.assign(lat=data.accounts["lat"].where(data.accounts.index != 184))
    answer = answered(replace(data, accounts=accounts))
    assert answer.territory[184] == answer.territory[180]


def test_a_customer_none_of_whose_sites_has_a_place_joins_one_territory():
    data = two_areas_and_a_chain()
    accounts = data.accounts.assign(lat=data.accounts["lat"].where(data.accounts.index < 180))
    answer = answered(replace(data, accounts=accounts))
    assert len(set(answer.territory[180:].tolist())) == 1
    assert answer.territory[180] != -1


def test_customers_beyond_what_all_people_hold_go_inside_whole_those_of_least_margin_together_first():
    data = dataset(joined_columns(block(138, rep="R0"), block(5, parent="P")), {"name": ["Ann"]})
    assert np.flatnonzero(answered(data).out_of_reach).tolist() == []
    economics = Economics(outside=RoleEconomics(20_000_000, 120, 80, 139))
    decided = plan(replace(BY_PARENT, economics=economics))
    assert np.flatnonzero(answered(data, decided).out_of_reach).tolist() == [137]
    rich = data.accounts.assign(gross_margin=data.accounts["gross_margin"].mask(data.accounts.index < 138, 99_000_000))
    cut = answered(replace(data, accounts=rich), decided)
    assert np.flatnonzero(cut.out_of_reach).tolist() == list(range(138, 143))


def test_a_customer_larger_than_a_territory_goes_site_by_site_and_is_named():
    economics = Economics(outside=RoleEconomics(20_000_000, 2, 1, 2))
    settings = replace(BY_PARENT, economics=economics)
    data = dataset(block(8, rep="R0", parent="P"), {"name": ["Ann", "Bob"]})
    assert task_of(data, plan(settings)).problem.accounts == 8
    result = evaluate(data, plan(settings, territories=answered(data, plan(settings))))
    problem = next(problem for problem in result.problems if problem.code == "customer_too_large")
    assert problem.message.startswith("P counts as 2.75 accounts with its 8 sites; the largest territory holds 2.")


def test_sites_out_of_reach_of_their_territory_are_named_with_their_distance():
    data = two_areas_and_a_chain()
    result = evaluate(data, plan(BY_PARENT, territories=answered(data)))
    problem = next(problem for problem in result.problems if problem.code == "site_out_of_reach")
    assert problem.subject == "P"
    assert "A183 is 8" in problem.message
    assert "beyond the reach of 120 km" in problem.message
    assert not [each for each in evaluate(data, plan(territories=answered(data, plan()))).problems
                if each.code == "site_out_of_reach"]  # fmt: skip


def test_the_sentence_on_the_number_of_territories_says_how_accounts_count():
    explanation = task_of(two_areas_and_a_chain()).explanation
    assert explanation.startswith("185 outside accounts that count as 182 of 80 to 140 a territory bear 2 to 2;")


def test_a_customer_is_filled_whole_or_not_at_all_and_within_the_planned_capacity():
    rich, poor = 1_900_000, 1_000_000
    data = dataset(
        joined_columns(
            block(118, rep="R0"),
            block(3, parent="P", margin=rich),
            block(2, parent="Q", margin=rich),
            block(40, margin=poor),
        ),
        {"name": ["Ann"]},
    )
    answer = answered(data)
    filled = np.flatnonzero(answer.filled).tolist()
    assert all(set(sites) <= set(filled) or not set(sites) & set(filled) for sites in ([118, 119, 120], [121, 122]))
    result = evaluate(data, plan(BY_PARENT, territories=answer))
    assert float(result.territories["load"].iloc[0]) <= 120


def test_inside_sites_of_one_customer_go_to_one_inside_rep():
    data = dataset(
        joined_columns(block(30, margin=INSIDE_MARGIN), block(10, at=SOUTH, parent="P", margin=INSIDE_MARGIN)),
        {"name": ["Ida", "Ina"], "role": ["inside"] * 2, "lat": [NORTH[0], SOUTH[0]], "lon": [NORTH[1], SOUTH[1]]},
    )
    decided = plan(BY_PARENT)
    answer = assign_inside(data, decided)
    assert len(set(answer.rep[30:].tolist())) == 1


def test_a_named_parent_alone_does_not_make_accounts_go_together():
    assert new_plan(two_areas_and_a_chain()).settings.territories.assigned_level is Level.ACCOUNT


def test_moving_a_site_makes_the_split_show():
    data = dataset(block(4, rep="R0", parent="P"), TEAM)
    split = plan(BY_PARENT, territories=answer_of([0, 0, 0, 1]), pins={"rep": {"T01": "R0", "T02": "R1"}})
    result = evaluate(data, split)
    assert result.territories["load"].tolist() == [1.5, 1.0]
    assert "split_parent" in {problem.code for problem in result.problems}
