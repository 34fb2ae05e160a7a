"""Filling: lower limits first, then what pays; the cut line and the next in line are told.

PRODUCT R3.7
"""

import numpy as np

from gtm_desktop.engine.fill import Candidates, Room, Travel, fill

TRAVEL = Travel(cost_per_km=0.6, stops_per_trip=4.0, circuity=1.2, reach_km=100.0)


def _candidates(gain, lat=None, visits=4.0):
    n = len(gain)
    return Candidates(
        lat=np.full(n, 42.0) if lat is None else np.array(lat, dtype=float),
        lon=np.full(n, -85.0),
        gain=np.array(gain, dtype=float),
        visits=np.full(n, visits),
    )


def _room(held, lower, planned, lat=None):
    p = len(held)
    return Room(
        lat=np.full(p, 42.0) if lat is None else np.array(lat, dtype=float),
        lon=np.full(p, -85.0),
        held=np.array(held),
        lower=np.array(lower),
        planned=np.array(planned),
    )


def test_the_best_candidates_fill_up_to_the_planned_capacity():
    found = fill(_candidates([5, 9, 7, 1]), _room([118], [80], [120]), travel=TRAVEL)
    assert found.territory.tolist() == [-1, 0, 0, -1]
    assert found.filled.tolist() == [2]


def test_the_cut_line_and_the_next_in_line_are_told():
    found = fill(_candidates([5, 9, 7, 1]), _room([118], [80], [120]), travel=TRAVEL)
    assert found.cut.tolist() == [2]
    assert found.next_in_line.tolist() == [0]
    assert found.next_gain.tolist() == [5.0]


def test_an_account_whose_travel_eats_its_gain_stays_inside():
    far = [42.5, 42.5]
    found = fill(_candidates([1, 1000], lat=far), _room([100], [80], [120]), travel=TRAVEL)
    assert found.territory.tolist() == [-1, 0]
    assert 900 < found.net_gain[1] < 1000


def test_an_account_that_does_not_pay_is_still_pulled_to_reach_the_lower_limit():
    found = fill(_candidates([-5, -3, -9]), _room([78], [80], [120]), travel=TRAVEL)
    assert found.territory.tolist() == [0, 0, -1]
    assert found.short.tolist() == [0]


def test_a_limit_out_of_reach_is_no_reason_to_pull_what_does_not_pay():
    found = fill(_candidates([-5, 4]), _room([70], [80], [120]), travel=TRAVEL)
    assert found.territory.tolist() == [-1, 0]
    assert found.short.tolist() == [9]


def test_one_limit_reached_is_worth_more_than_two_half_reached():
    found = fill(_candidates([1, 1, 1]), _room([77, 78], [80, 80], [120, 120]), travel=TRAVEL)
    assert (found.short == 0).sum() == 1


def test_a_candidate_goes_where_a_limit_needs_it_before_where_it_gains_most():
    found = fill(_candidates([100], lat=[42.0]), _room([79, 90], [80, 80], [120, 120], lat=[42.4, 42.0]), travel=TRAVEL)
    assert found.territory.tolist() == [0]


def test_nothing_is_pulled_from_beyond_reach():
    found = fill(_candidates([1e6], lat=[43.0]), _room([10], [80], [120]), travel=TRAVEL)
    assert found.territory.tolist() == [-1]
    assert found.next_in_line.tolist() == [-1]


def test_a_territory_above_its_planned_capacity_pulls_nobody():
    found = fill(_candidates([10]), _room([130], [80], [120]), travel=TRAVEL)
    assert found.territory.tolist() == [-1]
    assert found.next_in_line.tolist() == [0]


def test_a_territory_without_a_centre_is_not_filled():
    found = fill(_candidates([10]), _room([0], [80], [120], lat=[np.nan]), travel=TRAVEL)
    assert found.territory.tolist() == [-1]


def test_equal_candidates_are_told_lowest_number_first():
    found = fill(_candidates([5, 5, 5, 5]), _room([119], [80], [120]), travel=TRAVEL)
    left = np.flatnonzero(found.territory == -1)
    assert found.next_in_line.tolist() == [left[0]]


def test_no_candidates_or_no_territories_fill_nothing():
    assert fill(_candidates([]), _room([10], [80], [120]), travel=TRAVEL).short.tolist() == [70]
    assert fill(_candidates([5]), _room([], [], []), travel=TRAVEL).territory.tolist() == [-1]
