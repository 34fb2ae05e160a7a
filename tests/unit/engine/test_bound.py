"""A lower bound never passes what a plan can cost, and says no more than is proven."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.core.errors import Cancelled
from gtm_desktop.core.progress import Progress
from gtm_desktop.engine.bound import gap_in_words, lower_bound
from gtm_desktop.engine.instance import prepare
from gtm_desktop.engine.plane import crow_km
from gtm_desktop.engine.solve import solve
from tests.unit.engine.builders import problem, towns


def _bounded(given, **options):
    solution = solve(given, **({"seed": 1, "iterations": 40} | options))
    return lower_bound(given, solution), solution


def _cheapest(given):
    """Try all centres and, by counting, all ways to fill them: two territories of limited size."""
    instance = prepare(given)
    costs = instance.pull[:, None] * instance.road(crow_km(instance.xy, instance.xy))
    best = np.inf
    for one, other in itertools.combinations(range(given.accounts), 2):
        for size in range(given.accounts + 1):
            if all(given.lower <= [size, given.accounts - size]) and all([size, given.accounts - size] <= given.upper):
                order = np.argsort(costs[:, one] - costs[:, other])
                best = min(best, costs[order[:size], one].sum() + costs[order[size:], other].sum())
    return best


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_is_cheaper_than_the_bound_for_any_centres(seed):
    given = problem(*towns(14, seed=seed), territories=2, lower=5, upper=9, visits=np.arange(14) % 4 + 1.0)
    bound, _ = _bounded(given)
    assert bound.any_centres <= _cheapest(given) * (1 + 1e-9)
    assert bound.any_centres > 0.5 * _cheapest(given)


def test_the_bound_for_these_centres_is_what_the_cheapest_plan_for_them_costs():
    bound, solution = _bounded(problem(*towns(500), territories=5, lower=95, upper=105))
    assert bound.plan == pytest.approx(solution.objective)
    assert bound.these_centres == pytest.approx(bound.plan, rel=1e-6)
    assert 0 < bound.any_centres <= bound.plan
    assert bound.gap < 0.2


def test_handover_and_locks_are_in_the_bound():
    lat, lon = towns(300)
    incumbent = np.random.default_rng(2).integers(-1, 3, 300)
    locked = np.where(np.arange(300) < 10, 2, -1)
    given = problem(
        lat,
        lon,
        territories=3,
        lower=80,
        upper=120,
        incumbent=incumbent,
        handoff_loss=np.full(300, 40.0),
        locked=locked,
    )
    bound, solution = _bounded(given)
    assert bound.plan == pytest.approx(solution.objective)
    assert 0.98 * bound.plan < bound.these_centres <= bound.plan


def test_weights_and_refusals_keep_the_bound_below_the_plan():
    weight = np.random.default_rng(3).integers(1, 20, 150)
    forbidden = np.column_stack([np.arange(20), np.zeros(20, np.int64)])
    upper = int(weight.sum() / 5 * 1.1)
    bound, _ = _bounded(problem(*towns(150), territories=5, upper=upper, weight=weight, forbidden=forbidden))
    assert 0 < bound.any_centres <= bound.plan
    assert 0.8 * bound.plan < bound.these_centres <= bound.plan


def test_a_fixed_home_leaves_only_the_bound_for_these_centres():
    given = problem(*towns(100), territories=2, start_lat=[41.0, 44.0], start_lon=[-85.0, -85.0])
    bound, _ = _bounded(replace(given, is_home_fixed=np.array([True, False])))
    assert bound.any_centres is None
    assert "with other centres one might" in gap_in_words(bound)


def test_the_words_say_what_is_bounded():
    bound, _ = _bounded(problem(*towns(200), territories=2))
    assert gap_in_words(bound).startswith("Proven: no plan with as many territories")


def test_nothing_costs_nothing():
    bound, _ = _bounded(problem(*towns(0), territories=0))
    assert (bound.plan, bound.these_centres, bound.any_centres, bound.gap) == (0.0, 0.0, 0.0, 0.0)


def test_a_bound_can_be_cancelled():
    given = problem(*towns(100), territories=4)
    solution = solve(given, seed=1, iterations=2)
    with pytest.raises(Cancelled):
        lower_bound(given, solution, progress=Progress(is_cancelled=lambda: True))
