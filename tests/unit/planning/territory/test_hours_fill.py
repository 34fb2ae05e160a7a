"""Filling stops where the hours of the people are full. RULES 4."""

from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.settings import CallPlan, Economics, RoleEconomics, Settings, TerritoryRules
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, dataset, plan

TIGHT = CallPlan(visit_minutes=100, b_visits=12, c_visits=12)
"""20 hours an account on the spot: 92 of them in the 1,840 hours of a year."""


def built(*, outside=60, inside=60, lower=80, employment=1.0):
    """Build from accounts of one place and one person."""
    number = outside + inside
    money = [OUTSIDE_MARGIN] * outside + [INSIDE_MARGIN] * inside
    places = {"lat": [42.0] * number, "lon": [-84.0] * number}
    data = dataset({"gross_margin": money, **places}, {"name": ["Ann"], "employment_share": [employment]})
    economics = Economics(outside=RoleEconomics(20_000_000, 120, lower, 140))
    rules = Settings(call_plan=TIGHT, economics=economics, territories=TerritoryRules(iterations=20))
    return evaluate(data, build_all(data, plan(rules)))


def test_sixty_outside_are_filled_up_to_the_ninety_two_that_the_hours_allow():
    found = built()
    row = found.territories.iloc[0]
    assert (row["outside_accounts"], row["filled_accounts"], row["upper"]) == (60, 32, 92.0)
    assert "over_upper_limit" not in {problem.code for problem in found.problems}


def test_half_a_position_is_filled_up_to_half_of_it():
    row = built(outside=30, employment=0.5).territories.iloc[0]
    assert (row["outside_accounts"], row["filled_accounts"], row["upper"]) == (30, 16, 46.0)


def test_filling_goes_up_to_the_lower_limit_whatever_the_hours():
    assert built(lower=100).territories["accounts"].tolist() == [100]


def test_hours_that_are_full_of_outside_accounts_leave_no_room():
    assert built(outside=95).territories["filled_accounts"].tolist() == [0]
