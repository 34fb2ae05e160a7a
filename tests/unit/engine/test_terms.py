"""What a plan weighs beside travel: balance, target, who may not meet whom, fixed homes, and what may change hands.

PRODUCT R3.4, R3.6
"""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.engine.answer import BALANCE, HANDOVER, TRAVEL
from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.disruption import improved
from gtm_desktop.engine.problem import Budget, Terms
from gtm_desktop.engine.solve import solve
from tests.unit.engine.builders import problem, towns


def _solved(given, **options):
    solution = solve(given, **({"seed": 1, "iterations": 60} | options))
    assert audit(given, solution).faults == ()
    return solution


def _values(given, solution):
    return np.bincount(solution.territory, weights=given.value, minlength=given.territories)


@pytest.fixture
def unequal():
    """Six hundred accounts, few of them worth most, and more in the north."""
    lat, lon = towns(600)
    value = np.random.default_rng(3).lognormal(10, 1, 600) * np.exp((lat - 42) / 12)
    return problem(lat, lon, territories=6, lower=60, upper=160, value=value)


def test_a_band_evens_out_value_at_little_more_travel(unequal):
    plain = _solved(unequal)
    banded = _solved(replace(unequal, terms=Terms(band_price=1e3)))
    spread = [np.ptp(_values(unequal, each)) for each in (plain, banded)]
    assert spread[1] < 0.75 * spread[0]
    assert banded.parts[BALANCE] < 1e3 * spread[0]
    assert banded.parts[TRAVEL] < 1.5 * plain.parts[TRAVEL]


def test_a_target_lifts_the_poorest_territory(unequal):
    plain = _values(unequal, _solved(unequal))
    target = float(plain.min()) * 1.1
    lifted = _solved(replace(unequal, terms=Terms(target_price=1e3, target=target)))
    assert _values(unequal, lifted).min() > plain.min()


def test_weights_scale_the_parts_of_the_objective(unequal):
    twice = replace(unequal, terms=Terms(travel=2.0))
    assert _solved(twice).parts[TRAVEL] == pytest.approx(2 * _solved(unequal).parts[TRAVEL])


def test_stability_weighs_what_a_handoff_loses():
    lat, lon = towns(200)
    incumbent = np.random.default_rng(4).integers(0, 2, 200)
    given = problem(lat, lon, territories=2, lower=60, upper=140, incumbent=incumbent, handoff_loss=np.full(200, 50.0))
    moved = [
        int((_solved(replace(given, terms=Terms(stability=weight))).territory != incumbent).sum())
        for weight in (0.01, 1e5)
    ]
    assert moved[1] == 0 < moved[0]


def test_forbidden_pairs_never_meet():
    lat, lon = towns(200)
    given = problem(lat, lon, territories=3, lower=40, upper=100)
    before = _solved(given).territory
    forbidden = np.column_stack([np.arange(20), before[:20]])
    assert (_solved(replace(given, forbidden=forbidden)).territory[:20] != before[:20]).all()


def test_limits_bend_where_refusals_leave_no_other_way():
    forbidden = np.column_stack([np.arange(90), np.zeros(90, np.int64)])
    given = problem(*towns(100), territories=2, lower=40, upper=60, forbidden=forbidden)
    solution = _solved(given)
    assert np.bincount(solution.territory).tolist() == [10, 90]
    assert solution.violations == 60


def test_an_account_that_no_territory_may_have_is_named():
    given = problem(*towns(10), territories=2, forbidden=np.array([[3, 0], [3, 1]]))
    with pytest.raises(UserError, match="1 account may go into no territory") as caught:
        solve(given, seed=1)
    assert caught.value.code == "nowhere_to_go"


def test_travel_is_measured_from_a_fixed_home():
    lat = np.concatenate([np.full(50, 42.0), np.full(50, 40.0)]) + np.linspace(0, 0.1, 100)
    lon = np.full(100, -85.0)
    homes = {"start_lat": [42.5, 39.5], "start_lon": [-85.0, -85.0]}
    free = problem(lat, lon, territories=2, lower=40, upper=60, **homes)
    fixed = replace(free, is_home_fixed=np.array([True, True]))
    assert _solved(fixed).parts[TRAVEL] > 3 * _solved(free).parts[TRAVEL]
    assert _solved(fixed).territory[[0, -1]].tolist() == [0, 1]


@pytest.fixture
def lived_in():
    """A plan that is a year old: every account has an incumbent, many of them the wrong one."""
    lat, lon = towns(300)
    given = problem(lat, lon, territories=3, lower=80, upper=120)
    good = _solved(given).territory
    rng = np.random.default_rng(8)
    today = np.where(rng.random(300) < 0.2, rng.permutation(good), good)
    return replace(given, incumbent=today, value=rng.uniform(1, 9, 300))


@pytest.mark.parametrize("budget", [Budget(accounts=15), Budget(value=60.0), Budget(each=4), Budget(30, 100.0, 12)])
def test_a_budget_is_never_passed_and_used_well(lived_in, budget):
    given = replace(lived_in, budget=budget)
    nothing = replace(lived_in, budget=Budget(accounts=0))
    assert _solved(given).objective < _solved(nothing).objective


def test_a_budget_of_nothing_changes_nothing(lived_in):
    given = replace(lived_in, budget=Budget(accounts=0))
    assert _solved(given).territory.tolist() == lived_in.incumbent.tolist()


def test_more_budget_from_where_the_last_plan_stood_never_costs_more(lived_in):
    first = _solved(replace(lived_in, budget=Budget(accounts=12)))
    more = _solved(replace(lived_in, budget=Budget(accounts=15)), start=first.territory)
    assert more.objective <= first.objective


def test_a_budget_below_what_the_limits_take_is_named(lived_in):
    crowded = replace(lived_in, incumbent=np.zeros(300, np.int64), budget=Budget(accounts=100))
    with pytest.raises(UserError, match="The limits take 180 accounts") as caught:
        solve(crowded, seed=1)
    assert caught.value.code == "budget_too_small"


def test_handover_is_paid_only_by_who_leaves_an_incumbent(lived_in):
    given = replace(lived_in, handoff_loss=np.ones(300))
    solution = _solved(given)
    assert solution.parts[HANDOVER] == (solution.territory != given.incumbent).sum()


def test_the_next_percent_of_change_has_a_price(lived_in):
    found = improved(replace(lived_in, budget=Budget(accounts=6, each=5)), seed=1, iterations=40)
    assert found.spent.accounts <= 6
    assert found.next_budget == Budget(accounts=9, each=5)
    assert found.next_gain > 0


def test_where_everything_may_change_the_next_percent_buys_nothing(lived_in):
    found = improved(replace(lived_in, budget=Budget(accounts=300)), seed=1, iterations=40)
    assert found.next_gain < 0.01 * found.solution.objective


def test_improving_keeps_what_is_locked_and_moves_only_what_is_free(lived_in):
    locked = np.where(lived_in.incumbent == 0, 0, -1)
    found = improved(replace(lived_in, locked=locked, budget=Budget(accounts=20)), seed=1, iterations=40)
    assert (found.solution.territory[lived_in.incumbent == 0] == 0).all()
    assert audit(replace(lived_in, locked=locked), found.solution).faults == ()
