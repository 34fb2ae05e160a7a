"""Inside accounts: every one has a rep, limits bend as little as possible.

PRODUCT R3.14, R3.17
"""

import numpy as np

from gtm_desktop.engine.books import Books
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


def _books(value, reps, **changes):
    given = {"held": np.zeros(reps), "share": np.ones(reps), "price": 1.0} | changes
    return Books(np.asarray(value, dtype=np.float64), **given)


def _worth(found, value, reps):
    return np.bincount(found.rep, weights=value, minlength=reps)


def test_books_come_within_the_band_at_little_more_cost():
    rng = np.random.default_rng(5)
    costs, value = rng.random((2000, 9)), rng.lognormal(9, 1, 2000)
    value[costs.argmin(axis=1) < 3] *= 3
    limits = {"lower": np.full(9, 150), "upper": np.full(9, 350)}
    plain = spread(costs, **limits)
    even = spread(costs, **limits, books=_books(value, 9, price=1.0 / value.mean()))
    books = _worth(even, value, 9)
    assert np.ptp(_worth(plain, value, 9)) > 0.6 * books.mean()
    assert np.abs(books / books.mean() - 1).max() <= 0.15 + 1e-9
    assert even.over.sum() == even.under.sum() == 0
    assert even.cost < 1.2 * plain.cost


def test_books_follow_the_size_of_the_reps_and_what_they_hold_already():
    value = np.ones(300)
    books = _books(value, 3, share=np.array([1.0, 1.0, 0.5]), held=np.array([100.0, 0.0, 0.0]), tolerance=0.0)
    found = spread(np.zeros((300, 3)), lower=np.zeros(3, np.int64), upper=np.full(3, 300), books=books)
    assert _worth(found, value, 3).tolist() == [60.0, 160.0, 80.0]


def test_evening_out_stops_where_it_costs_more_than_it_brings():
    costs = np.column_stack([np.zeros(40), np.full(40, 5.0)])
    books = _books(np.ones(40), 2, price=2.0)
    assert _loads(spread(costs, lower=np.zeros(2, np.int64), upper=np.full(2, 40), books=books), 2) == [40, 0]
    dear = _books(np.ones(40), 2, price=4.0)
    assert _loads(spread(costs, lower=np.zeros(2, np.int64), upper=np.full(2, 40), books=dear), 2) == [23, 17]


def test_limits_come_before_books():
    value = np.concatenate([np.full(10, 100.0), np.ones(10)])
    costs = np.column_stack([np.r_[np.zeros(10), np.ones(10)], np.r_[np.ones(10), np.zeros(10)]])
    found = spread(costs, lower=np.full(2, 10), upper=np.full(2, 10), books=_books(value, 2))
    assert _loads(found, 2) == [10, 10]


def test_at_a_price_accounts_without_room_stay_unassigned_and_limits_hold():
    found = spread(np.zeros((30, 3)), lower=np.full(3, 2), upper=np.full(3, 8), unassigned_at=7.0)
    assert np.bincount(found.rep + 1).tolist() == [6, 8, 8, 8]
    assert found.over.sum() == 0
    assert found.cost == 42.0


def test_nobody_is_unassigned_while_a_rep_far_down_the_list_has_room():
    costs = np.tile(np.arange(20.0), (40, 1))
    found = spread(costs, lower=np.zeros(20, np.int64), upper=np.full(20, 2), unassigned_at=100.0)
    assert _loads(found, 20) == [2] * 20


def test_a_refused_account_stays_unassigned_at_a_price():
    costs = np.array([[np.inf, np.inf], [1.0, np.inf]])
    found = spread(costs, lower=np.zeros(2, np.int64), upper=np.array([2, 2]), unassigned_at=3.0)
    assert found.rep.tolist() == [-1, 0]
    assert not found.refused.any()
