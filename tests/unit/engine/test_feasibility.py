"""Limits that cannot all hold are bent no further than they must be, and refused in numbers."""

import numpy as np
import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.engine.feasibility import attainable_limits, explain, violations


def _limits(accounts, lower, upper):
    limits = attainable_limits(accounts, np.array(lower), np.array(upper))
    return limits.lower.tolist(), limits.upper.tolist()


def test_limits_that_can_hold_stay_as_they_are():
    assert _limits(20, [5, 8], [10, 12]) == ([5, 8], [10, 12])


def test_with_too_few_accounts_nobody_passes_the_lower_limit_or_half_an_even_share():
    assert _limits(80, [80, 80], [140, 140]) == ([20, 20], [80, 80])


def test_with_too_many_accounts_everybody_is_full_and_the_surplus_is_shared_by_size():
    assert _limits(330, [80, 40], [140, 70]) == ([140, 70], [220, 110])


def test_a_lower_limit_above_the_upper_one_is_cut_to_it():
    assert _limits(6, [9, 0], [5, 5]) == ([5, 0], [5, 5])


def test_where_nobody_may_hold_anything_the_accounts_are_shared_evenly():
    assert _limits(5, [0, 0], [0, 0]) == ([0, 0], [3, 3])


def test_violations_count_what_is_missing_and_what_is_over():
    assert violations(np.array([70, 100, 150]), np.full(3, 80), np.full(3, 140)) == 20


def test_too_many_accounts_are_refused_in_numbers():
    with pytest.raises(UserError, match="8 territories hold at most 1120") as refusal:
        explain(1316, np.full(8, 80), np.full(8, 140))
    assert refusal.value.code == "too_many_accounts"
    assert "196" in refusal.value.remedy


def test_too_few_accounts_are_refused_in_numbers():
    with pytest.raises(UserError, match="2 territories need at least 160") as refusal:
        explain(100, np.full(2, 80), np.full(2, 140))
    assert refusal.value.code == "too_few_accounts"


def test_limits_that_can_hold_are_not_refused():
    explain(160, np.full(2, 80), np.full(2, 140))
