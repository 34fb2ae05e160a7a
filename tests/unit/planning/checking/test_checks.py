"""What needs a look, recounted from the roster. R3.4, R3.6, R3.8, R3.12, R3.14, R3.16, R3.17."""

from dataclasses import replace

import pytest

from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.checking.checks import ORDER, check_plan
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.settings import Economics, RoleEconomics, Settings, TerritoryRules
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.roster import RosterTable
from tests.unit.planning.builders import (
    INSIDE_MARGIN,
    OUTSIDE_MARGIN,
    dataset,
    inside_answer,
    joined_columns,
    plan,
    rep_answer,
    territory_answer,
    towns,
)

OUT, IN = OUTSIDE_MARGIN, INSIDE_MARGIN
SMALL_OUTSIDE, SMALL_INSIDE = RoleEconomics(1, 1, 1, 9), RoleEconomics(1, 1, 1, 9)
SMALL = Settings(economics=Economics(outside=SMALL_OUTSIDE, inside=SMALL_INSIDE, inside_book_from=0))


def problems(data, team=None, settings=None, **decided):
    return evaluate(dataset(data, team), plan(settings, **decided)).problems


def codes(found):
    return [problem.code for problem in found]


def of(found, code):
    return next(problem for problem in found if problem.code == code)


def small_answer(territory, **more):
    answer = territory_answer(territory, **more)
    return replace(answer, lower=answer.lower * 0 + 1, upper=answer.upper * 0 + 9)


def test_a_territory_under_its_lower_limit_is_named_with_its_numbers():
    found = problems({"gross_margin": [OUT, IN]}, territories=territory_answer([0, 0], filled=[1]))
    problem = of(found, "under_lower_limit")
    assert problem.message == (
        "Town 1 has 2 accounts (1 outside, 1 filled), under its lower limit of 80. "
        "No other inside account within 120 km may be filled."
    )
    assert problem.subject == "T01"


def test_a_territory_over_its_limit_by_hand_says_so():
    found = problems({"gross_margin": [OUT] * 10}, settings=SMALL, territories=small_answer([0] * 10),
                     pins={"territory": {"A0": "T01"}})  # fmt: skip
    assert of(found, "over_upper_limit").message.endswith("over its upper limit of 9. 1 account was put there by hand.")


def test_somebody_who_leaves_within_three_months_is_named_and_who_left_before_is_not():
    team = {"name": ["Ann", "Bob"], "leaving": ["2027-02-10", "2026-02-10"]}
    found = problems({"gross_margin": [OUT]}, team, SMALL, territories=small_answer([0]))
    assert [problem.subject for problem in found if problem.code == "not_placeable_rep"] == ["R0"]


@pytest.mark.parametrize(
    ("held", "code"), [(80, None), (79, "under_lower_limit"), (140, None), (141, "over_upper_limit")]
)
def test_a_territory_exactly_on_a_limit_is_within_it(held, code):
    found = codes(problems({"gross_margin": [OUT] * held}, territories=territory_answer([0] * held)))
    assert [name for name in found if name.endswith("_limit")] == ([code] if code else [])


@pytest.mark.parametrize(("target", "is_named"), [(None, False), (2 * OUT, False), (2 * OUT + 1, True)])
def test_the_value_line_is_tested_only_where_somebody_set_it(target, is_named):
    settings = replace(SMALL, territories=TerritoryRules(value_target=target))
    found = problems({"gross_margin": [OUT, OUT]}, settings=settings, territories=small_answer([0, 0]))
    assert ("under_target" in codes(found)) == is_named


def test_the_potential_line_is_tested_on_what_is_spent_elsewhere():
    settings = replace(SMALL, territories=TerritoryRules(potential_target=101))
    data = {"gross_margin": [OUT], "revenue": [100], "wallet": [200]}
    assert "under_potential_target" in codes(problems(data, settings=settings, territories=small_answer([0])))


def test_a_territory_without_a_person_is_named():
    found = problems({"gross_margin": [OUT]}, settings=SMALL, territories=small_answer([0]))
    assert of(found, "open_position").subject == "T01"


def test_a_person_without_a_territory_is_named():
    team = {"name": ["Ann", "Bob"]}
    found = problems({"gross_margin": [OUT]}, team, SMALL, territories=small_answer([0]), reps=rep_answer(T01="R0"))
    assert of(found, "not_placed_rep").subject == "R1"


def test_a_person_with_more_in_two_territories_than_they_can_cover_is_named():
    answer = small_answer([0] * 6 + [1] * 6)
    found = problems({"gross_margin": [OUT] * 12}, {"name": ["Ann"]}, SMALL, territories=answer,
                     reps=rep_answer(T01="R0", T02="R0"))  # fmt: skip
    assert of(found, "over_capacity").subject == "R0"


def test_a_parent_with_outside_accounts_of_several_reps_is_split():
    data = {"gross_margin": [OUT] * 3, "parent_id": ["P1", "P1", None], "parent_name": ["Acme", "Acme", None]}
    found = problems(data, {"name": ["Ann", "Bob"]}, SMALL, territories=small_answer([0, 1, 1]),
                     reps=rep_answer(T01="R0", T02="R1"))  # fmt: skip
    assert of(found, "split_parent").subject == "P1"
    assert "Acme is split over 2 outside reps" in of(found, "split_parent").message


def test_a_parent_with_one_outside_and_one_inside_account_is_not_split():
    data = {"gross_margin": [OUT, IN], "parent_id": ["P1", "P1"]}
    team = {"name": ["Ann", "Bob"], "role": ["outside", "inside"]}
    answers = {"reps": rep_answer(T01="R0"), "inside": inside_answer([-1, 0], ("R1",))}
    found = problems(data, team, SMALL, territories=small_answer([0, -1]), **answers)
    assert "split_parent" not in codes(found)


def test_outside_accounts_after_the_answer_wait_and_inside_ones_have_no_owner():
    found = problems({"gross_margin": [OUT, OUT, IN]}, settings=SMALL, territories=small_answer([0, -1, -1]),
                     inside=inside_answer([-1, -1, -1], ("R0",)))  # fmt: skip
    assert {"not_placed", "no_owner"} <= set(codes(found))


def test_nothing_is_missed_before_it_is_built():
    assert problems({"gross_margin": [OUT, IN]}, {"name": ["Ann"]}) == ()


def test_an_account_that_stands_twice_in_the_roster_is_owned_twice():
    data, decided = dataset({"gross_margin": [OUT, OUT]}), plan(territories=territory_answer([0, 0]))
    result = evaluate(data, decided)
    twice = RosterTable(result.roster.assign(**{columns.ACCOUNT_ID: ["A0", "A0"]}))
    assert {"owned_twice", "lost_account"} <= set(codes(check_plan(data, decided, replace(result, roster=twice))))


def test_inside_books_outside_their_limits_or_under_the_guide_are_named():
    team = {"name": ["Ann", "Bob"], "role": ["inside", "inside"]}
    economics = Economics(inside=RoleEconomics(1, 2, 2, 3), inside_book_from=1_000)
    data = {"gross_margin": [IN] * 5, "revenue": [600] * 5}
    found = problems(data, team, Settings(economics=economics), inside=inside_answer([0, 0, 0, 0, 1], ("R0", "R1")))
    named = {problem.code: problem.subject for problem in found}
    assert (named["inside_over"], named["inside_under"], named["book_under_guide"]) == ("R0", "R1", "R1")


def test_a_decision_by_hand_that_names_something_gone_is_said():
    pins = {"territory": {"A0": "T9"}}
    found = problems({"gross_margin": [OUT]}, settings=SMALL, territories=small_answer([0]), pins=pins)
    assert "T9" in of(found, "pin_without_target").message


def test_an_area_with_few_outside_accounts_far_from_the_centre_is_sparse():
    dense, far = towns(200), {"lat": [46.0, 47.5, 46.0, 47.5], "lon": [-88.0, -88.0, -90.0, -90.0]}
    data = joined_columns({"gross_margin": [OUT] * 200} | dense, {"gross_margin": [OUT] * 4} | far)
    found = problems(data, territories=territory_answer([0] * 100 + [1] * 100 + [2] * 4))
    assert [problem.subject for problem in found if problem.code == "sparse_area"] == ["T03"]


def test_outside_accounts_without_a_place_and_over_the_cut_are_counted():
    found = problems({"gross_margin": [OUT, OUT]}, settings=SMALL, territories=small_answer([0, -1], handed_inside=[1]))
    assert "A0" in of(found, "unplaced_account").message
    assert of(found, "over_the_cut").message.startswith("1 outside account is beyond")


def test_problems_come_worst_first():
    found = codes(problems({"gross_margin": [OUT] * 2}, {"name": ["Ann"]}, territories=territory_answer([0, -1])))
    assert found == sorted(found, key=ORDER.index)
    assert found[0] == "not_placed"


def test_a_plan_built_the_whole_way_has_an_owner_for_every_account():
    data = dataset(
        joined_columns({"gross_margin": [OUT] * 200} | towns(200), {"gross_margin": [IN] * 300} | towns(300, lat=41.0)),
        {"name": ["Ann", "Bob", "Ida"], "role": ["outside", "outside", "inside"]},
    )
    built = build_all(data, plan(Settings(territories=TerritoryRules(iterations=20))))
    result = evaluate(data, built)
    assert (result.kpis.without_owner, result.kpis.owned_twice, result.kpis.within_limits) == (0, 0, 2)
    assert result.stale == frozenset()
