"""Reps and territories: most pairs first, then most benefit; overrides priced exactly.

PRODUCT R3.11
"""

import itertools

import numpy as np
import pytest

from gtm_desktop.engine.matching import match


def _free(benefit, forbidden=None, locked=None):
    benefit = np.array(benefit, dtype=float)
    forbidden = np.zeros(benefit.shape, dtype=bool) if forbidden is None else np.array(forbidden)
    locked = np.full(len(benefit), -1) if locked is None else np.array(locked)
    return match(benefit, forbidden=forbidden, locked=locked)


def test_the_best_total_wins_over_the_best_single_pair():
    found = _free([[10, 9], [8, 1]])
    assert found.territory.tolist() == [1, 0]
    assert found.rep.tolist() == [1, 0]
    assert found.benefit == 17


def test_a_rep_is_placed_even_at_a_loss():
    assert _free([[-5.0]]).territory.tolist() == [0]


def test_a_forbidden_pair_stays_apart_and_both_are_listed_without():
    found = _free([[10.0]], forbidden=[[True]])
    assert found.territory.tolist() == [-1]
    assert found.rep.tolist() == [-1]


def test_more_pairs_come_before_more_benefit():
    found = _free([[100, 1], [90, 0]], forbidden=[[False, False], [False, True]])
    assert found.territory.tolist() == [1, 0]


def test_spare_reps_and_open_territories_are_allowed():
    assert _free([[1, 2, 9]]).rep.tolist() == [-1, -1, 0]
    assert _free([[1], [2], [9]]).territory.tolist() == [-1, -1, 0]


def test_a_locked_pair_holds_even_where_forbidden():
    found = _free([[0, 50], [50, 0]], forbidden=[[True, False], [False, True]], locked=[0, -1])
    assert found.territory.tolist() == [0, -1]
    assert found.runner_up[0] == -1


def test_nobody_and_nothing_can_be_matched():
    assert _free(np.zeros((0, 2))).rep.tolist() == [-1, -1]
    assert _free(np.zeros((2, 0))).territory.tolist() == [-1, -1]


def test_with_one_rep_there_is_no_runner_up():
    found = _free([[5.0]])
    assert found.runner_up.tolist() == [-1]
    assert np.isnan(found.override_price[0])


@pytest.mark.parametrize(("reps", "territories"), [(4, 4), (5, 3), (3, 5)])
def test_the_price_of_an_override_is_what_forcing_it_costs(reps, territories):
    rng = np.random.default_rng(reps)
    benefit = rng.normal(0, 100, (reps, territories))
    forbidden = rng.random((reps, territories)) < 0.15
    found = _free(benefit, forbidden)
    for number in range(territories):
        falls = {}
        for rep in set(range(reps)) - {int(found.rep[number])}:
            if not forbidden[rep, number]:
                locked = np.full(reps, -1)
                locked[rep] = number
                forced = _free(benefit, forbidden, locked)
                if (forced.territory >= 0).sum() == (found.territory >= 0).sum():
                    falls[rep] = found.benefit - forced.benefit
        if falls:
            assert found.override_price[number] == pytest.approx(min(falls.values()))
            assert found.runner_up[number] in [rep for rep, fall in falls.items() if fall <= min(falls.values()) + 1e-6]
        else:
            assert found.runner_up[number] == -1


def test_the_benefit_is_that_of_trying_everything():
    benefit = np.random.default_rng(8).normal(size=(5, 5))
    every = [sum(benefit[rep, k] for rep, k in enumerate(plan)) for plan in itertools.permutations(range(5))]
    assert _free(benefit).benefit == pytest.approx(max(every))
