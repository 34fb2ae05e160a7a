"""What a person can cover in the plan year. R3.4, RULES 4."""

from datetime import date

import pytest

from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.capacity import Placement, person_capacity, plan_year_end
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.settings import Settings, TerritoryRules
from gtm_desktop.planning.stage_inputs import capacity_input
from tests.unit.planning.builders import OUTSIDE_MARGIN, accounts, dataset, plan, reps, towns

YEAR_2027 = Settings(plan_year_start=date(2027, 1, 1))


def capacity(**columns):
    return person_capacity(capacity_input(Dataset(accounts(), reps(**columns)), YEAR_2027))


def test_a_person_without_dates_or_share_is_full_time_all_year():
    one = capacity(name=["Ann"])
    assert (one.share[0], one.lower[0], one.planned[0], one.upper[0]) == (1.0, 80, 120, 140)


def test_employment_scales_all_three_limits_and_rounds_them():
    part_time = capacity(employment_share=[0.55])
    assert (part_time.lower[0], part_time.planned[0], part_time.upper[0]) == (44, 66, 77)


@pytest.mark.parametrize(("start", "share"), [("2026-01-01", 1.0), ("2026-01-02", 0.5), ("2027-01-01", 0.5)])
def test_the_first_year_of_service_is_ramped_and_a_year_to_the_day_is_not(start, share):
    assert capacity(start=[start]).share[0] == share


def test_only_the_months_present_in_the_plan_year_count():
    leaver = capacity(leaving=["2027-06-30"])
    assert leaver.share[0] == pytest.approx(0.5)
    assert leaver.placement == (Placement.PLACEABLE,)


@pytest.mark.parametrize(
    ("leaving", "placement"),
    [
        ("2026-12-31", Placement.LEAVES_BEFORE),
        ("2027-02-28", Placement.SHORT_STAY),
        ("2027-03-31", Placement.PLACEABLE),
        (None, Placement.PLACEABLE),
    ],
)
def test_who_leaves_before_a_quarter_of_the_year_is_over_is_not_placeable(leaving, placement):
    assert capacity(leaving=[leaving]).placement == (placement,)


def test_who_starts_after_the_plan_year_is_not_placeable():
    assert capacity(start=["2028-01-01"]).placement == (Placement.STARTS_AFTER,)


def test_an_open_position_counts_as_a_full_time_person_whatever_its_row_says():
    position = capacity(is_open=[True], employment_share=[0.2], start=["2027-05-01"], leaving=["2026-01-01"])
    assert (position.share[0], position.placement[0]) == (1.0, Placement.PLACEABLE)


def test_a_specialist_holds_no_book():
    specialist = capacity(role=["specialist"])
    assert (specialist.upper[0], specialist.placement[0]) == (0, Placement.NO_BOOK)


def test_seniority_changes_nothing():
    assert capacity(seniority=["senior"]).planned[0] == capacity(seniority=["junior"]).planned[0]


def test_cost_comes_from_the_roster_and_else_from_the_role_and_the_employment():
    assert capacity(cost=[18_000_000, None], employment_share=[0.5, 0.5]).cost.tolist() == [18_000_000, 10_000_000]


def test_a_plan_year_that_begins_on_29_february_ends_on_1_march():
    assert plan_year_end(date(2028, 2, 29)) == date(2029, 3, 1)


def test_an_empty_roster_has_no_capacity():
    assert capacity(name=[]).placeable("outside").tolist() == []


@pytest.mark.parametrize(
    ("leave_start", "leave_end", "share"),
    [
        ("2027-04-01", "2027-06-30", 0.75),
        ("2026-06-01", "2027-06-30", 0.5),
        ("2027-07-01", None, 0.5),
        (None, "2027-03-31", 0.75),
        ("2026-01-01", "2026-12-31", 1.0),
        (None, None, 1.0),
    ],
)
def test_days_on_leave_in_the_plan_year_do_not_count(leave_start, leave_end, share):
    assert capacity(leave_start=[leave_start], leave_end=[leave_end]).share[0] == share


def test_a_leave_after_somebody_left_takes_nothing_away():
    found = capacity(leaving=["2027-06-30"], leave_start=["2027-09-01"], leave_end=["2027-10-31"])
    assert found.share[0] == pytest.approx(0.5)


def test_who_is_on_leave_all_year_gets_no_book():
    found = capacity(leave_start=["2026-12-01"], leave_end=[None])
    assert (found.share[0], found.placement) == (0.0, (Placement.SHORT_STAY,))


def test_where_nobody_has_any_capacity_the_accounts_are_open_and_who_gets_none_is_named():
    data = dataset({"gross_margin": [OUTSIDE_MARGIN] * 100, **towns(100)}, {"name": ["Ann"], "employment_share": [0.0]})
    found = evaluate(data, build_all(data, plan(Settings(territories=TerritoryRules(iterations=20)))))
    assert set(found.roster["owner_id"]) == {"OPEN-T01"}
    named = [problem.message for problem in found.problems if problem.code == "not_placeable_rep"]
    assert named == ["Ann has too small a share of a full-time position for any account."]
