"""Which county or ZIP region an account is in, and territories made of whole ones. ENGINE: basic units."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.engine.disruption import improved
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import build_all, build_territories
from gtm_desktop.planning.change_rules import ChangeBudget
from gtm_desktop.planning.changes import allowed_changes, changes_of
from gtm_desktop.planning.checking.unit_checks import split_units
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.improving.improve import improve_plan
from gtm_desktop.planning.request_inputs import territory_request
from gtm_desktop.planning.result import Stage
from gtm_desktop.planning.settings import Level, MadeOf, Settings, TerritoryRules
from gtm_desktop.planning.territories import territory_task
from gtm_desktop.planning.territory.units import counties_of, postal_regions_of
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, accounts, dataset, plan, territory_answer

COUNTIES = Settings(territories=TerritoryRules(units=MadeOf.COUNTY))


def names(units):
    return [None if number < 0 else units.names[number] for number in units.of_account]


def texts(*values):
    return np.array(values, dtype=object)


def test_the_county_column_counts_before_the_place_and_the_place_where_it_says_nothing():
    found = counties_of(
        accounts(
            county=texts("Kent County", "Kent", None, "Sales zone 4", None),
            state=texts("MI", None, "MI", "MI", "MI"),
            lat=[42.28, 42.28, 42.96, 42.96, np.nan],
            lon=[-83.74, -83.74, -85.67, -85.67, np.nan],
        )
    )
    assert names(found) == ["Kent, MI", "Washtenaw, MI", "Kent, MI", "Kent, MI", None]


def test_counties_of_one_name_in_two_states_are_two():
    found = counties_of(accounts(county=texts("Adams", "Adams"), state=texts("OH", "IN")))
    assert names(found) == ["Adams, OH", "Adams, IN"]
    assert found.names == ("Adams, IN", "Adams, OH")


def test_abroad_the_column_alone_says_the_county():
    found = counties_of(
        accounts(
            county=texts("Essex", None),
            state=texts("ON", "ON"),
            country=texts("Canada", "Canada"),
            lat=[42.3, 42.3],
            lon=[-83.03, -83.03],
        )
    )
    assert names(found) == ["Essex, ON, CA", None]


def test_zip3_are_the_first_three_digits_and_abroad_the_region_of_the_code():
    found = postal_regions_of(
        accounts(
            postal_code=texts("48104", "48105-1234", "M5V 3L9", "SW1A 1AA", "M1 1AE", "80331", "1067", None, "unknown"),
            country=texts(None, "US", "CA", "GB", "GB", "DE", "DE", None, "US"),
        )
    )
    assert names(found) == ["ZIP3 481", "ZIP3 481", "CA M5V", "GB SW", "GB M", "DE 80", "DE 01", None, None]


def test_no_accounts_have_no_units():
    assert counties_of(accounts(lat=[], lon=[])).names == ()
    assert postal_regions_of(accounts(lat=[])).names == ()


def test_units_are_found_once_a_dataset_and_single_accounts_have_none():
    data = dataset({"postal_code": ["48104"]})
    assert data.units(MadeOf.ACCOUNT) is None
    assert data.units(MadeOf.ZIP3) is data.units(MadeOf.ZIP3)


COUNTY_OF_COLUMN = ("Wayne", "Oakland", "Macomb", "Kent", "Ottawa", "Allegan")


def quick(problem, **keywords):
    return solve(problem, **keywords | {"seconds": 5.0, "iterations": 30})


def quick_improve(problem, **keywords):
    return improved(problem, **keywords | {"seconds": 5.0, "iterations": 30})


def strip(*, sizes=(40,) * 6, inside=0, reps=2):
    """Six counties side by side, half a degree wide; reps of today have the accounts turn about."""
    county = np.repeat(np.arange(len(sizes)), sizes)
    number = len(county)
    step = np.concatenate([np.arange(size) / size for size in sizes])
    return dataset(
        {
            "gross_margin": [OUTSIDE_MARGIN] * (number - inside) + [INSIDE_MARGIN] * inside,
            "county": np.array(COUNTY_OF_COLUMN, dtype=object)[county],
            "state": texts(*["MI"] * number),
            "postal_code": texts(*[f"48{at}01" for at in county]),
            "lat": 42.0 + np.arange(number) % 7 / 50,
            "lon": -86.0 + 0.5 * (county + step),
            "outside_rep": np.array([f"R{at}" for at in np.arange(number) // 10 % reps], dtype=object),
        },
        {"name": [f"Rep {at}" for at in range(reps)]},
    )


def split_counties(data, answer):
    return split_units(data.units(MadeOf.COUNTY).of_account, answer.territory)


def test_the_problem_carries_the_units_of_its_accounts():
    data = strip()
    found = phases(data, plan(COUNTIES))
    task = territory_task(territory_request(data, plan(COUNTIES), found))
    assert task.problem.unit.tolist() == data.units(MadeOf.COUNTY).of_account[task.rows].tolist()
    assert territory_task(territory_request(data, plan(), found)).problem.unit is None


def test_a_customers_sites_go_to_the_unit_of_the_site_in_their_middle():
    data = dataset(
        {
            "gross_margin": [OUTSIDE_MARGIN] * 3,
            "parent_id": texts("P", "P", "P"),
            "county": texts("Wayne", "Oakland", "Macomb"),
            "state": texts("MI", "MI", "MI"),
            "lat": [42.0, 42.0, 42.0],
            "lon": [-84.0, -83.5, -83.0],
        },
        {"name": ["Ann"]},
    )
    settings = Settings(territories=TerritoryRules(units=MadeOf.COUNTY, assigned_level=Level.PARENT))
    task = territory_task(territory_request(data, plan(settings), phases(data, plan(settings))))
    assert [data.units(MadeOf.COUNTY).names[at] for at in task.problem.unit] == ["Oakland, MI"]


def test_territories_of_whole_counties_split_none_where_single_accounts_do():
    data = strip(sizes=(50, 30, 45, 35, 40, 40))
    apart = build_territories(data, plan(Settings(territories=TerritoryRules(stability_weight=5.0))), solve=quick)
    assert split_counties(data, apart)
    rules = TerritoryRules(units=MadeOf.COUNTY, stability_weight=5.0)
    together = build_territories(data, plan(Settings(territories=rules)), solve=quick)
    assert not split_counties(data, together)


def test_territories_that_miss_their_target_share_out_whole_counties():
    data = strip(sizes=(60, 60, 30, 30, 30, 30), reps=2)
    rules = TerritoryRules(units=MadeOf.COUNTY, value_target=115 * OUTSIDE_MARGIN, number=2)
    assert not split_counties(data, build_territories(data, plan(Settings(territories=rules)), solve=quick))


def test_whole_counties_keep_a_limit_of_changes():
    data = strip()
    settings = replace(COUNTIES, changes=ChangeBudget(accounts_share=0.6))
    built = build_all(data, plan(settings), solve=quick)
    assert not split_counties(data, built.accepted.territories)
    better = improve_plan(data, built, improve=quick_improve)
    assert not split_counties(data, better.accepted.territories)
    today = phases(data, better)[0]
    assert changes_of(data, evaluate(data, better).roster).keeps(allowed_changes(data, settings.changes, today))


def test_improving_makes_split_counties_whole():
    data = strip()
    settings = replace(COUNTIES, changes=ChangeBudget(accounts_share=0.6))
    split = build_all(data, plan(replace(settings, territories=TerritoryRules())), solve=quick)
    assert split_counties(data, split.accepted.territories)
    better = improve_plan(data, replace(split, settings=settings), improve=quick_improve)
    assert not split_counties(data, better.accepted.territories)


def problems_of(data, decided):
    return [each for each in evaluate(data, decided).problems if each.code == "unit_split"]


def fresh(data, settings, **decided):
    """Return a built plan, not stale."""
    built = build_all(data, plan(settings), solve=quick)
    return replace(built, pins=plan(settings, **decided).pins)


def test_a_county_split_by_hand_is_named_with_its_parts_and_why():
    data = strip()
    built = fresh(data, COUNTIES)
    assert problems_of(data, built) == []
    answer = built.accepted.territories
    other = answer.ids[1 - answer.territory[0]]
    moved = fresh(data, COUNTIES, pins={"territory": {"A0": other, "A1": other}})
    (problem,) = problems_of(data, moved)
    assert problem.message.startswith("Wayne, MI is split over territories: ")
    assert " 38 and " in problem.message
    assert problem.message.endswith(" 2. 2 of its accounts are held where they are by hand or by a lock.")
    assert (problem.stage, problem.subject) == (Stage.TERRITORIES, answer.ids[answer.territory[0]])


def test_a_county_larger_than_a_territory_may_be_is_named_with_both_numbers():
    data = strip(sizes=(180, 20, 10, 10, 10, 10))
    (problem,) = problems_of(data, fresh(data, COUNTIES))
    assert problem.message.startswith("Wayne, MI is split")
    assert "It counts as 180 accounts, more than the 140 that the largest territory may hold." in problem.message


def test_nothing_is_split_where_territories_are_made_of_single_accounts_or_are_to_be_built_again():
    data = strip()
    halves = territory_answer((np.arange(240) % 2).tolist())
    assert problems_of(data, plan(territories=halves)) == []
    result = evaluate(data, plan(COUNTIES, territories=halves))
    assert Stage.TERRITORIES in result.stale
    assert not any(each.code == "unit_split" for each in result.problems)


def test_units_are_split_where_two_territories_have_some_of_them_those_of_most_accounts_first():
    unit = np.array([0, 0, 1, 1, 1, 2, 2, -1, -1, 3, 3])
    territory = np.array([0, 1, 0, 0, 1, 1, 1, 0, 1, 0, -1])
    assert split_units(unit, territory) == [1, 0]
    assert split_units(np.array([-1]), np.array([0])) == []


@pytest.mark.parametrize("made_of", [MadeOf.COUNTY, MadeOf.ZIP3])
def test_other_units_make_the_territories_stale_and_so_does_an_account_that_changes_its_unit(made_of):
    data = strip()
    settings = Settings(territories=TerritoryRules(units=made_of))
    built = build_all(data, plan(settings), solve=quick)
    assert not evaluate(data, built).stale
    assert Stage.TERRITORIES in evaluate(data, replace(built, settings=Settings())).stale
    county, postal = data.accounts["county"].copy(), data.accounts["postal_code"].copy()
    county.iloc[0], postal.iloc[0] = "Oakland", "48101"
    elsewhere = replace(data, accounts=data.accounts.assign(county=county, postal_code=postal))
    assert Stage.TERRITORIES in evaluate(elsewhere, built).stale
