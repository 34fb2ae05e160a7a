"""An account that must not go to a rep goes to another one, or it is said. RULES 4 (forbidden pairs)."""

import numpy as np

from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import assign_inside, assign_reps
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.plan import OPEN
from gtm_desktop.planning.refusals import forbidden_pairs, refused, refused_territories
from gtm_desktop.planning.request_inputs import territory_request
from gtm_desktop.planning.settings import Level, TerritoryRules
from gtm_desktop.planning.territories import territory_answer, territory_task
from gtm_desktop.planning.territory.customer_sites import pieces
from gtm_desktop.planning.why import why_card
from tests.unit.planning.builders import (
    INSIDE_MARGIN,
    OUTSIDE_MARGIN,
    accounts,
    dataset,
    joined_columns,
    pin_map,
    plan,
    rep_answer,
    towns,
)
from tests.unit.planning.builders import territory_answer as answer_of

NORTH, SOUTH = (46.5, -87.4), (39.1, -84.5)


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


def test_who_each_account_is_kept_from_is_found_by_code():
    found = refused(accounts(account_id=["A", "B", "C"]), pin_map({"B": "R1", "C": "GONE", "X": "R0"}), ["R0", "R1"])
    assert found.tolist() == [-1, 1, -1]


def test_a_person_is_refused_the_territories_of_accounts_kept_from_them():
    flags = refused_territories(np.array([1, -1, 0]), np.array([0, 0, -1]), people=2, territories=2)
    assert flags.tolist() == [[False, False], [True, False]]


def whole(parents, rules):
    number = len(parents)
    table = accounts(parent_id=np.array(parents, dtype=object), lat=[42.0] * number, lon=[-84.0] * number)
    nothing = np.full(number, -1)
    return pieces(
        table, np.arange(number), lock=nothing, visits=np.ones(number), shared=nothing >= 0, rules=rules, room=999
    )


def test_a_site_kept_from_somebody_keeps_its_whole_customer_from_them():
    together = whole(["P", None, "P"], TerritoryRules(assigned_level=Level.PARENT))
    assert forbidden_pairs(together, np.array([-1, -1, 1]), territories=2).tolist() == [[0, 1]]


def test_a_piece_that_every_territory_would_refuse_is_left_to_the_matching():
    apart = whole([None, None], TerritoryRules())
    assert forbidden_pairs(apart, np.array([0, -1]), territories=1) is None


def test_an_account_does_not_go_to_the_territory_formed_round_whom_it_is_kept_from():
    data = two_areas()
    task, answer = built(data, plan(pins={"kept_from": {"A0": "R0"}}))
    assert task.tied == ("R0", "R1")
    assert task.problem.forbidden.tolist() == [[0, 0]]
    assert answer.territory[0] == 1
    assert (answer.territory[1:90] == 0).all()


def matched(data, territory, **decided):
    return dict(assign_reps(data, plan(territories=answer_of(territory), **decided)).rep_ids)


def few(**team):
    today = np.array(["R0", "R0", "R1", "R1"], dtype=object)
    return dataset({"gross_margin": [OUTSIDE_MARGIN] * 4, "outside_rep": today} | towns(4), {"name": list("ab")} | team)


def test_the_matching_gives_nobody_a_territory_with_an_account_kept_from_them():
    assert matched(few(), [0, 0, 1, 1]) == {"T01": "R0", "T02": "R1"}
    assert matched(few(), [0, 0, 1, 1], pins={"kept_from": {"A1": "R0"}}) == {"T01": "R1", "T02": "R0"}


def test_where_all_are_refused_the_territory_stays_open_and_it_is_said():
    pins = {"kept_from": {"A0": "R0", "A1": "R1"}}
    found = matched(few(), [0, 0, 1, 1], pins=pins)
    assert found["T01"] == OPEN
    decided = plan(territories=answer_of([0, 0, 1, 1]), reps=rep_answer(**found), pins=pins)
    problem = next(each for each in evaluate(few(), decided).problems if each.code == "all_refused")
    assert problem.subject == "T01"
    assert problem.message.startswith("Nobody may have Town 1: each of 2 reps is kept from one of its accounts.")


def test_size_stands_back_where_the_only_one_large_enough_is_refused():
    team = {"name": ["Ann", "Bob"], "employment_share": [1.0, 0.1]}
    data = dataset({"gross_margin": [OUTSIDE_MARGIN] * 40} | towns(40), team)
    assert matched(data, [0] * 40) == {"T01": "R0"}
    assert matched(data, [0] * 40, pins={"kept_from": {"A0": "R0"}}) == {"T01": "R1"}


def test_an_account_that_is_with_whom_it_is_kept_from_is_named_until_the_next_building():
    decided = plan(territories=answer_of([0, 0, 1, 1]), reps=rep_answer(T01="R0", T02="R1"),
                   pins={"kept_from": {"A1": "R0"}})  # fmt: skip
    problem = next(each for each in evaluate(few(), decided).problems if each.code == "refused_pair")
    assert problem.message == (
        "1 account is with a though kept from this rep by hand: A1. Build again, or move them by hand."
    )


def test_the_why_card_says_who_must_not_have_the_account():
    data, decided = few(), plan(pins={"kept_from": {"A1": "R0"}})
    line = next(each for each in why_card(data, decided, evaluate(data, decided), 1).lines
                if each.question == "Must not go to")  # fmt: skip
    assert line.outcome == "kept from a"
    assert line.decided_by.startswith("Set by hand by planner on")


def test_an_account_kept_from_somebody_is_never_filled():
    data = dataset({"gross_margin": [INSIDE_MARGIN], "lat": [42.0], "lon": [-84.0]})
    decided = plan(pins={"kept_from": {"A0": "R0"}})
    assert territory_request(data, decided, phases(data, decided)).grounds.may_fill.all()
    assert not len(territory_task(territory_request(data, decided, phases(data, decided))).fillable)


def test_an_inside_rep_does_not_get_an_account_kept_from_them():
    team = {"name": ["Ida", "Ina"], "role": ["inside"] * 2}
    data = dataset({"gross_margin": [INSIDE_MARGIN] * 4, "inside_rep": ["R0", "R0", "R1", "R1"]}, team)

    def rep_of(decided):
        return assign_inside(data, decided).rep.tolist()

    assert rep_of(plan())[0] == 0
    assert rep_of(plan(pins={"kept_from": {"A0": "R0"}}))[0] == 1


def test_a_decision_naming_somebody_who_is_gone_is_told():
    codes = {each.code for each in evaluate(few(), plan(pins={"kept_from": {"A0": "GONE"}})).problems}
    assert "pin_without_target" in codes
