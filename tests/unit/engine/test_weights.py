"""Accounts that take more or less than one place: never split, limits kept, cheap.

ENGINE step 5; RULES 1 (capacity counts customers plus an allowance for each further site).
"""

import itertools

import numpy as np

from gtm_desktop.engine.assign import assigned, polished
from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.solve import solve
from tests.unit.engine.builders import problem, towns


def _solved(given, **options):
    solution = solve(given, **({"seed": 1, "iterations": 40} | options))
    assert audit(given, solution).faults == ()
    return solution


def _weights(n, *, seed=2):
    return np.random.default_rng(seed).integers(1, 30, n)


def test_tight_limits_in_units_hold():
    weight = _weights(200)
    upper = int(weight.sum() / 10 * 1.04)
    given = problem(*towns(200), territories=10, upper=upper, weight=weight)
    solution = _solved(given)
    assert solution.violations == 0
    assert np.bincount(solution.territory, weights=weight, minlength=10).max() <= upper


def test_lower_limits_count_units_too():
    weight = _weights(120)
    given = problem(*towns(120), territories=4, lower=int(weight.sum() * 0.23), upper=10_000, weight=weight)
    assert _solved(given).violations == 0


def test_a_centre_bears_no_more_than_it_can():
    weight = _weights(100)
    room_at = np.where(np.arange(100) % 2, int(weight.sum() / 3), 40)
    given = problem(*towns(100), territories=5, weight=weight, room_at=room_at, upper=10_000)
    solution = _solved(given)
    assert solution.violations == 0
    loads = np.bincount(solution.territory, weights=weight, minlength=5)
    assert (loads <= room_at[solution.centre]).all()


def test_an_account_that_takes_no_place_goes_where_it_is_cheapest():
    costs = np.array([[5.0, 1.0], [1.0, 5.0], [1.0, 2.0]])
    places = assigned(
        np.tile([0, 1], (3, 1)), costs, weight=np.array([0, 3, 3]), lower=np.zeros(2, np.int64), upper=np.array([3, 3])
    )
    assert places.tolist() == [1, 0, 1]


def test_polish_mends_loads_until_no_move_and_no_swap_gains():
    rng = np.random.default_rng(5)
    costs, weight = rng.random((7, 3)), np.array([5, 4, 3, 3, 2, 2, 1])
    limits = {"weight": weight, "lower": np.zeros(3, np.int64), "upper": np.array([7, 7, 7])}
    places = polished(costs, np.zeros(7, np.int64), **limits)

    def cost_of(plan):
        fits = np.bincount(plan, weights=weight, minlength=3).max() <= 7
        return costs[np.arange(7), plan].sum() if fits else np.inf

    assert np.isfinite(cost_of(places))
    for row, other in itertools.combinations(range(7), 2):
        swapped = places.copy()
        swapped[[row, other]] = places[[other, row]]
        assert cost_of(swapped) >= cost_of(places) - 1e-9
    for row, column in itertools.product(range(7), range(3)):
        moved = places.copy()
        moved[row] = column
        assert cost_of(moved) >= cost_of(places) - 1e-9


def test_a_plane_of_the_callers_own_is_measured_straight():
    plane = np.array([[0.0, 0.0], [3.0, 4.0], [100.0, 0.0], [103.0, 4.0]])
    prices = {"visits": np.ones(4), "cost_per_km": 0.5, "stops_per_trip": 1.0}
    given = problem(np.zeros(4), np.zeros(4), territories=2, upper=2, plane=plane, **prices)
    assert _solved(given).objective == 10.0


def test_the_same_seed_gives_the_same_plan_with_weights():
    given = problem(*towns(150), territories=6, upper=500, weight=_weights(150))
    first, second = _solved(given), _solved(given)
    assert first.territory.tolist() == second.territory.tolist()
