"""Territories of whole units, such as counties: kept whole where limits allow, reported where not. Made-up maps.

PRODUCT R3.2, R3.4
"""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.engine.answer import restated
from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.contiguity import Stays, enclaves_of, joined_up
from gtm_desktop.engine.problem import Budget, Solution
from gtm_desktop.engine.solve import solve
from gtm_desktop.engine.units import Apart, split_units
from tests.unit.engine.builders import problem, towns

BLANK = Solution(np.zeros(0, np.int64), np.zeros(0, np.int64), 0.0)


def _solved(given, **options):
    solution = solve(given, **({"seed": 1, "iterations": 60} | options))
    assert audit(given, solution).faults == ()
    return solution


def _counties(n=800, *, across=8, **options):
    """Return accounts over the Midwest in a chequerboard of counties, eight by eight."""
    lat, lon = towns(n, metros=6)
    row = np.floor((lat - lat.min()) / (np.ptp(lat) + 1e-9) * across).astype(np.int64)
    column = np.floor((lon - lon.min()) / (np.ptp(lon) + 1e-9) * across).astype(np.int64)
    return problem(lat, lon, unit=row * across + column, **({"territories": 8, "lower": 80, "upper": 120} | options))


def _flat(places, **options):
    places = np.asarray(places, dtype=np.float64)
    nowhere = np.zeros(len(places))
    return problem(nowhere, nowhere, plane=places, **options)


def _board(columns=6, rows=4, *, each=4):
    """Return places in counties of `each` accounts close together, ten km apart, and their county numbers."""
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    centres = np.column_stack([x.ravel(), y.ravel()]) * 10.0
    around = np.array([[-2.0, -2.0], [-2.0, 2.0], [2.0, -2.0], [2.0, 2.0]])[:each]
    return (centres[:, None] + around).reshape(-1, 2), np.repeat(np.arange(len(centres)), each)


def test_units_that_fit_are_never_split_and_limits_hold():
    given = _counties()
    solution = _solved(given)
    assert solution.violations == 0
    assert all(unit.reason is Apart.LARGE for unit in split_units(given, solution.territory))


def test_a_budget_for_change_keeps_units_whole_where_a_whole_plan_fits_it_and_else_takes_them_apart():
    places, county = _board(each=4)
    # Two of four accounts of each county are with either: any whole plan moves half of all.
    given = _flat(places, territories=2, upper=len(places), unit=county, incumbent=np.arange(len(places)) % 2)
    whole = _solved(replace(given, budget=Budget(accounts=len(places) // 2)))
    assert split_units(given, whole.territory) == ()
    apart = _solved(replace(given, budget=Budget(accounts=4)))
    assert split_units(given, apart.territory)


def test_whole_units_cost_little_more_travel():
    given = _counties()
    assert _solved(given).objective < 1.25 * _solved(replace(given, unit=None)).objective


def test_a_unit_larger_than_any_territory_is_split_and_reported_as_large():
    given = _counties()
    largest = np.bincount(given.unit).argmax()
    unit = np.where(np.arange(800) < 300, largest, given.unit)
    given = replace(given, unit=unit)
    found = split_units(given, _solved(given).territory)
    assert [each.unit for each in found if each.reason is Apart.LARGE] == [largest]
    assert sum(found[0].accounts) == (unit == found[0].unit).sum()


def test_limits_that_no_whole_units_can_keep_split_as_few_as_can_be():
    places, unit = _board(6, 4)
    given = _flat(places, unit=unit, territories=4, lower=23, upper=25)
    assert split_units(given, _solved(given).territory) == ()
    tight = replace(given, lower=np.full(4, 22), upper=np.array([26, 26, 22, 22]))
    solution = _solved(tight)
    assert solution.violations == 0
    found = split_units(tight, solution.territory)
    assert 1 <= len(found) <= 4
    assert {each.reason for each in found} == {Apart.NO_ROOM}


def test_a_lock_takes_its_account_out_of_the_unit_and_the_rest_stays_together():
    places, unit = _board(6, 4)
    locked = np.full(96, -1)
    locked[0], locked[95] = 0, 1
    given = _flat(places, unit=unit, territories=2, lower=40, upper=60, locked=locked)
    far = replace(given, locked=np.where(np.arange(96) == 94, 0, locked))
    solution = _solved(far)
    assert [(each.unit, each.reason) for each in split_units(far, solution.territory)] == [(23, Apart.LOCKED)]
    assert len(set(solution.territory[92:94].tolist())) == 1


def test_accounts_without_a_unit_go_by_themselves():
    given = _counties()
    loose = replace(given, unit=np.full(800, -1))
    assert _solved(loose).objective <= _solved(given).objective


def test_a_unit_across_a_hard_border_is_split_along_it():
    places, unit = _board(6, 4)
    zone = (places[:, 0] > 20.0).astype(np.int64)
    given = _flat(
        places, unit=unit, territories=2, lower=30, upper=70,
        zone=zone, territory_zone=np.array([0, 1]), crossing_price=float("inf"),
    )  # fmt: skip
    solution = _solved(given)
    assert (solution.territory == zone).all()
    assert {each.reason for each in split_units(given, solution.territory)} == {Apart.REFUSED}


def test_a_unit_goes_where_nobody_in_it_is_refused():
    places, unit = _board(6, 4)
    given = _flat(places, unit=unit, territories=2, lower=40, upper=60)
    before = _solved(given).territory
    solution = _solved(replace(given, forbidden=np.array([[0, before[0]]])))
    assert len(set(solution.territory[:4].tolist())) == 1
    assert solution.territory[0] != before[0] or split_units(given, solution.territory) == ()


def test_a_budget_for_change_comes_before_whole_units():
    given = _counties()
    today = _solved(replace(given, unit=None)).territory
    within = _solved(replace(given, incumbent=today, budget=Budget(accounts=30)))
    assert (within.territory != today).sum() <= 30


def test_accounts_of_different_weight_stay_together_too():
    given = _counties(weight=np.random.default_rng(1).integers(1, 4, 800), lower=150, upper=260)
    solution = _solved(given)
    assert solution.violations == 0
    assert all(each.reason is Apart.LARGE for each in split_units(given, solution.territory))


def test_an_enclave_of_one_unit_moves_whole_however_large():
    places, unit = _board(8, 4)
    territory = (places[:, 0] > 35.0).astype(np.int64)
    territory[unit == 9] = 1
    given = _flat(places, unit=unit, territories=2, upper=100)
    found = joined_up(given, restated(given, BLANK, territory))
    assert found.moved == tuple(np.flatnonzero(unit == 9).tolist())
    assert found.enclaves == ()


def test_a_swap_gives_back_whole_units_and_leaves_what_it_takes_from_connected():
    places, unit = _board(8, 4)
    territory = (places[:, 0] > 35.0).astype(np.int64)
    territory[unit == 9] = 1
    territory[unit == 4] = 0
    given = _flat(places, unit=unit, territories=2, lower=64, upper=64)
    found = joined_up(given, restated(given, BLANK, territory))
    assert audit(given, found.solution).faults == ()
    assert split_units(given, found.solution.territory) == ()
    assert enclaves_of(given, found.solution.territory) == ()


def test_accounts_of_a_unit_hang_together_across_a_line():
    places, unit = _board(2, 1)
    given = _flat(places, unit=unit, territories=2, upper=8)
    through_a_county = np.array([[0.0, -20.0], [0.0, 20.0]])
    territory = np.array([0] * 4 + [1] * 4)
    assert enclaves_of(given, territory, lines=[through_a_county]) == ()
    loose = replace(given, unit=None)
    assert [each.reason for each in enclaves_of(loose, territory, lines=[through_a_county])] != [Stays.LARGE]


def test_the_same_seed_gives_the_same_plan_with_units():
    first, second = (_solved(_counties(), iterations=15) for _ in range(2))
    assert first.territory.tolist() == second.territory.tolist()


@pytest.mark.parametrize("accounts", [0, 1, 3])
def test_few_accounts_have_answers_with_units_too(accounts):
    lat, lon = towns(accounts)
    given = problem(lat, lon, territories=2, upper=5, unit=np.zeros(accounts, np.int64))
    assert len(set(_solved(given).territory.tolist())) <= 1
    assert split_units(given, _solved(given).territory) == ()
