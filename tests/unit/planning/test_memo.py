"""What stages came to is kept within a number of bytes, and never so that a few plans push each other out."""

from dataclasses import replace

import numpy as np
import pandas as pd

from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo, bytes_of
from gtm_desktop.planning.settings import Settings
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, dataset, plan


def array(number):
    return np.zeros(number, dtype=np.int64)


def kept(memo, stage, keys):
    return [key for key in keys if not isinstance(memo.get(stage, key, lambda: "made anew"), str)]


def test_what_was_asked_for_longest_ago_goes_first():
    memo = Memo(most_bytes=6 * 800)
    for key in "abcdef":
        memo.get("roster", key, lambda: array(100))
    memo.get("roster", "a", lambda: array(100))
    memo.get("roster", "g", lambda: array(100))
    assert kept(memo, "roster", "acdefg") == list("acdefg")
    assert kept(memo, "roster", "b") == []


def test_four_of_each_stage_stay_whatever_they_take():
    memo = Memo(most_bytes=1)
    for key in "abcde":
        memo.get("roster", key, lambda: array(100))
        memo.get("segments", key, lambda: array(100))
    for stage in ("roster", "segments"):
        assert kept(memo, stage, "bcde") == list("bcde")
    assert kept(memo, "roster", "a") == []


def test_a_value_counts_with_its_arrays_and_columns():
    column = pd.Series(array(100))
    assert bytes_of(array(100)) == bytes_of(column) == 800
    assert bytes_of(pd.DataFrame({"a": column, "b": column})) == 1600
    same = array(100)
    assert 800 < bytes_of((same, same)) < 1600


def test_a_line_dragged_back_and_three_scenarios_are_not_worked_out_again():
    data = dataset({"gross_margin": [OUTSIDE_MARGIN, INSIDE_MARGIN]})
    rules = Settings()
    memo = Memo(most_bytes=1)
    plans = [
        plan(replace(rules, channels=replace(rules.channels, outside_above=cents)))
        for cents in (2_000_000, 2_100_000, 2_200_000, 2_300_000)
    ]
    first = [evaluate(data, each, memo) for each in plans]
    again = [evaluate(data, each, memo) for each in plans]
    assert all(one is other for one, other in zip(first, again, strict=True))
    assert again[0].segmentation is again[3].segmentation
