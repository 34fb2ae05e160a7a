"""A plan for every problem: sound by an independent check, the same for the same seed, best so far on cancel.

PRODUCT R3.2, R3.4
"""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.core.children import ChildLimits, run_child
from gtm_desktop.core.errors import Cancelled
from gtm_desktop.core.progress import Progress
from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.solve import solve
from tests.unit.engine.builders import problem, towns

ITERATIONS = 8


def _solved(given, **options):
    """Solve and have the answer audited."""
    solution = solve(given, **({"seed": 1, "iterations": ITERATIONS} | options))
    assert audit(given, solution).faults == ()
    return solution


def _loads(given, solution):
    return np.bincount(solution.territory, minlength=given.territories)


def test_every_territory_keeps_its_limits_where_they_can_hold():
    given = problem(*towns(600), territories=6, lower=80, upper=140)
    solution = _solved(given)
    assert solution.violations == 0
    assert solution.first_feasible_s is not None
    assert _loads(given, solution).min() >= 80
    assert _loads(given, solution).max() <= 140


def test_a_part_time_rep_gets_a_territory_of_their_size():
    given = problem(*towns(400), territories=5, lower=[40, 80, 80, 80, 80], upper=[60, 100, 100, 100, 100])
    assert 40 <= _loads(given, _solved(given))[0] <= 60


def test_locks_hold_against_distance_and_limits():
    lat, lon = towns(200)
    locked = np.full(200, -1)
    locked[:30] = 2
    given = problem(lat, lon, territories=4, lower=40, upper=60, locked=locked)
    assert (_solved(given).territory[:30] == 2).all()


def test_locks_over_a_limit_still_hold_and_are_counted():
    lat, lon = towns(100)
    given = problem(lat, lon, territories=2, lower=0, upper=60, locked=np.zeros(100, dtype=np.int64))
    solution = _solved(given)
    assert solution.violations == 40
    assert solution.first_feasible_s is None
    assert solution.centre[1] == -1


def test_too_many_accounts_break_the_limits_as_little_as_possible():
    given = problem(*towns(500), territories=3, lower=80, upper=140)
    solution = _solved(given)
    assert solution.violations == 80
    assert _loads(given, solution).max() <= 167


def test_too_few_accounts_break_the_limits_as_little_as_possible():
    given = problem(*towns(100), territories=4, lower=80, upper=140)
    solution = _solved(given)
    assert solution.violations == 220
    assert _loads(given, solution).min() >= 12


def test_accounts_of_two_far_cities_are_not_mixed():
    lat = np.concatenate([np.full(100, 42.3), np.full(100, 39.8)]) + np.linspace(0, 0.1, 200)
    lon = np.concatenate([np.full(100, -83.0), np.full(100, -86.2)])
    solution = _solved(problem(lat, lon, territories=2, lower=80, upper=140))
    assert len(set(solution.territory[:100])) == 1
    assert solution.territory[0] != solution.territory[-1]


def test_a_territory_stays_where_it_was_told_to_start():
    lat = np.concatenate([np.full(100, 42.3), np.full(100, 39.8)]) + np.linspace(0, 0.1, 200)
    lon = np.concatenate([np.full(100, -83.0), np.full(100, -86.2)])
    given = problem(lat, lon, territories=2, lower=80, upper=140, start_lat=[39.0, 43.0], start_lon=[-86.0, -83.0])
    assert _solved(given).territory[[0, -1]].tolist() == [1, 0]


def test_a_start_near_no_account_moves_to_where_accounts_are():
    lat, lon = towns(300)
    given = problem(lat, lon, territories=3, lower=80, upper=140, start_lat=[60.0] * 3, start_lon=[-150.0] * 3)
    assert _solved(given).violations == 0


def test_today_stays_today_where_a_handoff_costs_more_than_the_drive():
    lat, lon = towns(200)
    incumbent = np.random.default_rng(4).integers(0, 2, 200)
    columns = {"incumbent": incumbent, "territories": 2, "lower": 60, "upper": 140}
    solution = _solved(problem(lat, lon, handoff_loss=np.full(200, 1e7), **columns))
    assert solution.territory.tolist() == incumbent.tolist()
    assert solution.parts["handover"] == 0.0
    assert (_solved(problem(lat, lon, **columns)).territory != incumbent).any()


def test_a_territory_is_named_after_whom_its_accounts_have_today():
    lat, lon = towns(400)
    first = _solved(problem(lat, lon, territories=4, lower=80, upper=140))
    renamed = np.array([2, 3, 0, 1])[first.territory]
    given = problem(lat, lon, territories=4, lower=80, upper=140, incumbent=renamed, handoff_loss=np.full(400, 50.0))
    assert np.mean(_solved(given).territory == renamed) > 0.8


def test_names_are_kept_even_where_a_handoff_costs_nothing():
    lat, lon = towns(400)
    first = _solved(problem(lat, lon, territories=4, lower=80, upper=140))
    renamed = np.array([2, 3, 0, 1])[first.territory]
    given = problem(lat, lon, territories=4, lower=80, upper=140, incumbent=renamed)
    assert np.mean(_solved(given).territory == renamed) > 0.8


def test_accounts_at_one_point_are_split_within_limits():
    given = problem([42.0] * 100, [-85.0] * 100, territories=20, lower=4, upper=6)
    solution = _solved(given)
    assert solution.violations == 0
    assert solution.objective == 0.0


def test_accounts_that_nobody_visits_still_go_to_a_near_territory():
    lat = np.concatenate([np.full(50, 42.3), np.full(50, 33.0)])
    given = problem(lat, np.full(100, -85.0), territories=2, lower=10, upper=90, visits=np.zeros(100))
    assert len(set(_solved(given).territory[:50])) == 1


@pytest.mark.parametrize(("accounts", "territories"), [(0, 3), (0, 0), (5, 0), (5, 1), (1, 1), (3, 8)])
def test_small_and_empty_problems_have_answers(accounts, territories):
    lat, lon = towns(accounts)
    solution = _solved(problem(lat, lon, territories=territories, lower=0, upper=5))
    assert len(solution.territory) == accounts
    assert len(solution.centre) == territories
    assert (solution.territory == -1).all() == (territories == 0 or accounts == 0)


def test_a_big_territory_has_a_centre_among_its_accounts():
    solution = _solved(problem(*towns(3000), territories=1, lower=0, upper=5000))
    assert solution.centre[0] >= 0


def test_more_iterations_never_make_it_worse():
    given = problem(*towns(500, seed=5), territories=5, lower=80, upper=140)
    assert _solved(given, iterations=20).objective <= _solved(given, iterations=0).objective


def test_the_same_seed_gives_the_same_plan_in_another_process():
    given = problem(*towns(300), territories=3, lower=80, upper=140)
    here = solve(given, seed=7, iterations=ITERATIONS)
    there = run_child("gtm_desktop.engine.solve:solve", given, seed=7, iterations=ITERATIONS)
    assert there.territory.tolist() == here.territory.tolist()
    assert there.objective == here.objective


class Clock:
    """A clock of its own: each look takes as long as told, from some look on another time; the machine has no say."""

    def __init__(self, tick, *, later=None, from_look=0):
        self._tick, self._later, self._from_look = tick, tick if later is None else later, from_look
        self._looks, self._now = 0, 0.0

    def __call__(self):
        self._looks += 1
        self._now += self._tick if self._looks < self._from_look else self._later
        return self._now


def _replayed(given, first):
    return solve(given, seed=3, iterations=first.planned_iterations, end_after=first.iterations)


@pytest.mark.parametrize(("seconds", "later"), [(0.8, 0.001), (0.4, 0.0005)])
def test_the_iterations_of_an_answer_that_had_time_left_replay_it(seconds, later):
    given = problem(*towns(150), territories=5, lower=20, upper=40)
    first = solve(given, seed=3, seconds=seconds, clock=Clock(0.001, later=later, from_look=200))
    assert first.iterations >= first.planned_iterations > 20
    assert not first.was_cancelled
    again = _replayed(given, first)
    assert again.iterations == first.iterations
    assert again.territory.tolist() == first.territory.tolist()


def test_a_run_whose_time_is_up_ends_without_counting_as_cancelled_and_replays():
    given = problem(*towns(150), territories=5, lower=20, upper=40)
    first = solve(given, seed=3, seconds=0.4, clock=Clock(0.001, later=0.02, from_look=100))
    assert 20 < first.iterations < first.planned_iterations
    assert not first.was_cancelled
    assert audit(given, first).faults == ()
    again = _replayed(given, first)
    assert again.iterations == first.iterations
    assert again.territory.tolist() == first.territory.tolist()


def test_time_is_up_within_one_iteration():
    given = problem(*towns(150), territories=5, lower=20, upper=40)
    solution = solve(given, seed=3, seconds=1.0, clock=Clock(0.01, later=0.3, from_look=20))
    assert solution.iterations <= 4
    assert not solution.was_cancelled


def test_more_first_plans_are_tried_where_centres_are_drawn_and_replay_too():
    given = problem(*towns(450), territories=5, lower=80, upper=140)
    heard = []
    first = solve(given, seed=3, iterations=60, progress=Progress(on_report=heard.append))
    assert sum(report.stage == "First plan" for report in heard) == 1
    assert audit(given, first).faults == ()
    assert solve(given, seed=3, iterations=60).territory.tolist() == first.territory.tolist()


def test_the_problem_is_not_changed():
    given = problem(*towns(200), territories=2, lower=80, upper=140)
    kept = replace(given, lat=given.lat.copy(), locked=given.locked.copy())
    solve(given, seed=1, iterations=1)
    assert given.lat.tolist() == kept.lat.tolist()
    assert given.locked.tolist() == kept.locked.tolist()


def test_a_cancel_before_the_first_plan_leaves_nothing():
    given = problem(*towns(200), territories=2, lower=80, upper=140)
    with pytest.raises(Cancelled):
        solve(given, seed=1, progress=Progress(is_cancelled=lambda: True))


def test_a_cancel_after_the_first_plan_returns_the_best_so_far():
    given = problem(*towns(500), territories=5, lower=80, upper=140)
    is_improving = []

    def hear(report):
        if "best" in report.figures:
            is_improving.append(True)

    def is_cancelled():
        return bool(is_improving)

    solution = solve(given, seed=1, iterations=100, progress=Progress(on_report=hear, is_cancelled=is_cancelled))
    assert solution.was_cancelled
    assert audit(given, solution).faults == ()


def test_progress_tells_the_first_feasible_plan():
    heard = []
    given = problem(*towns(300), territories=3, lower=80, upper=140)
    solve(given, seed=1, iterations=2, progress=Progress(on_report=heard.append))
    assert any("best" in report.figures for report in heard)


def test_a_child_keeps_its_best_answer():
    given = problem(*towns(200), territories=2, lower=80, upper=140)
    solution = run_child(
        "gtm_desktop.engine.solve:solve", given, seed=1, iterations=2, limits=ChildLimits(keeps_best=True)
    )
    assert audit(given, solution).faults == ()
