"""Flows place every row once, within limits, at the least cost."""

import itertools

import numpy as np

from gtm_desktop.engine import flow


def _dense(costs):
    return np.tile(np.arange(costs.shape[1]), (len(costs), 1))


def test_transport_is_as_cheap_as_trying_everything():
    costs = np.random.default_rng(3).integers(0, 100, (6, 3))
    lower, upper = np.array([1, 2, 0]), np.array([2, 3, 2])
    places = flow.transport(_dense(costs), costs, lower=lower, upper=upper)
    every = [
        sum(costs[row, column] for row, column in enumerate(plan))
        for plan in itertools.product(range(3), repeat=6)
        if all(lower[k] <= plan.count(k) <= upper[k] for k in range(3))
    ]
    assert costs[np.arange(6), places].sum() == min(every)


def test_transport_says_none_where_the_columns_offered_cannot_hold_the_rows():
    only_first = np.zeros((3, 1), dtype=np.int64)
    assert flow.transport(only_first, only_first, lower=np.array([0, 0]), upper=np.array([2, 2])) is None


def test_transport_says_none_where_the_limits_cannot_hold():
    costs = np.zeros((3, 2), dtype=np.int64)
    assert flow.transport(_dense(costs), costs, lower=np.array([2, 2]), upper=np.array([3, 3])) is None


def test_transport_of_nothing_is_nothing():
    nothing = np.zeros((0, 2), dtype=np.int64)
    assert flow.transport(nothing, nothing, lower=np.zeros(2, np.int64), upper=np.ones(2, np.int64)).tolist() == []


def test_a_column_may_stand_twice_in_a_row():
    columns = np.array([[0, 0], [0, 1]])
    places = flow.transport(columns, np.array([[5, 1], [0, 9]]), lower=np.array([0, 0]), upper=np.array([2, 2]))
    assert places.tolist() == [1, 0]


def test_whole_costs_keep_the_order_and_zeros():
    assert flow.whole_costs(np.zeros((2, 2))).tolist() == [[0, 0], [0, 0]]
    assert flow.whole_costs(np.array([[1.0, 2.0], [3.0, -1.0]])).tolist() == [[100000, 200000], [300000, -100000]]


def test_whole_costs_of_huge_spread_stay_within_what_a_flow_can_add():
    assert np.abs(flow.whole_costs(np.array([[1e-9, 1e12]]))).max() <= 1e11


def test_an_optional_pair_is_taken_only_if_it_gains():
    pairs = (np.array([0, 1, 2]), np.array([0, 0, 0]))
    tiers = ((np.array([2]), np.array([0])),)
    taken = flow.optional_assignment(pairs, np.array([5, -1, 3]), units=np.ones(3, np.int64), tiers=tiers)
    assert taken.tolist() == [True, False, True]


def test_a_rewarded_place_is_taken_even_at_a_loss():
    pairs = (np.array([0, 1]), np.array([0, 1]))
    tiers = ((np.array([1, 0]), np.array([10, 0])),)
    assert flow.optional_assignment(pairs, np.array([-5, -5]), units=np.ones(2, np.int64), tiers=tiers).tolist() == [
        1,
        0,
    ]


def test_halving_is_as_cheap_as_the_flow():
    costs = np.random.default_rng(6).integers(0, 1000, (30, 2))
    for lower, upper in (([0, 0], [30, 30]), ([12, 0], [14, 30]), ([0, 20], [30, 22])):
        limits = {"lower": np.array(lower), "upper": np.array(upper)}
        places = flow.halved(costs.astype(float), **limits)
        exact = flow.transport(_dense(costs), costs, **limits)
        rows = np.arange(30)
        assert costs[rows, places].sum() == costs[rows, exact].sum()


def test_halving_says_none_where_the_limits_cannot_hold():
    assert flow.halved(np.zeros((3, 2)), lower=np.array([2, 2]), upper=np.array([3, 3])) is None


def test_a_closed_arc_is_never_used():
    costs = flow.whole_costs(np.array([[np.inf, 5.0], [1.0, 2.0]]))
    assert costs[0, 0] == flow.CLOSED
    limits = {"lower": np.array([0, 0]), "upper": np.array([2, 1])}
    assert flow.transport(_dense(costs), costs, **limits).tolist() == [1, 0]
    assert flow.transport(_dense(costs)[:1], costs[:1], lower=np.array([1, 0]), upper=np.array([1, 0])) is None
