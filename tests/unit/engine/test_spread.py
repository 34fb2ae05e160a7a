"""Inside accounts: every one has a rep, limits bend as little as possible.

PRODUCT R3.14, R3.17
"""

import numpy as np

from gtm_desktop.engine.spread import spread


def _loads(found, reps):
    return np.bincount(found.rep, minlength=reps).tolist()


def test_each_account_gets_its_best_rep_where_there_is_room():
    found = spread(np.array([[1.0, 5.0], [5.0, 1.0]]), lower=np.array([0, 0]), upper=np.array([2, 2]))
    assert found.rep.tolist() == [0, 1]
    assert found.cost == 2.0


def test_a_lower_limit_pulls_accounts_to_their_second_choice():
    costs = np.column_stack([np.zeros(10), np.arange(10.0)])
    found = spread(costs, lower=np.array([0, 3]), upper=np.array([10, 10]))
    assert np.flatnonzero(found.rep == 1).tolist() == [0, 1, 2]


def test_a_surplus_is_shared_out_and_reported_never_dropped():
    found = spread(np.zeros((30, 3)), lower=np.full(3, 2), upper=np.full(3, 8))
    assert _loads(found, 3) == [10, 10, 10]
    assert found.over.tolist() == [2, 2, 2]


def test_too_few_accounts_are_reported_as_missing():
    found = spread(np.zeros((6, 2)), lower=np.array([5, 5]), upper=np.array([9, 9]))
    assert found.under.sum() == 4
    assert found.over.sum() == 0


def test_more_than_the_eight_best_reps_are_tried_where_these_are_full():
    costs = np.tile(np.arange(20.0), (40, 1))
    found = spread(costs, lower=np.zeros(20, np.int64), upper=np.full(20, 2))
    assert _loads(found, 20) == [2] * 20


def test_a_rep_who_may_not_take_an_account_gets_it_only_as_a_last_resort():
    costs = np.array([[np.inf, 3.0], [1.0, np.inf], [np.inf, np.inf]])
    found = spread(costs, lower=np.zeros(2, np.int64), upper=np.array([2, 1]))
    assert found.rep.tolist() == [1, 0, 0]
    assert found.refused.tolist() == [False, False, True]
    assert found.cost == 4.0


def test_single_precision_costs_are_accepted():
    found = spread(np.ones((4, 2), dtype=np.float32), lower=np.array([2, 2]), upper=np.array([2, 2]))
    assert _loads(found, 2) == [2, 2]


def test_without_accounts_or_reps_nothing_is_spread():
    assert spread(np.zeros((0, 2)), lower=np.array([1, 1]), upper=np.array([2, 2])).under.tolist() == [1, 1]
    assert spread(np.zeros((2, 0)), lower=np.zeros(0, np.int64), upper=np.zeros(0, np.int64)).rep.tolist() == [-1, -1]
