"""The size histogram counts every account once."""

import numpy as np
import pandas as pd

from gtm_desktop.planning.histogram import size_histogram
from tests.unit.planning.builders import accounts


def test_zero_loss_and_unknown_are_counted_apart_from_the_bins():
    histogram = size_histogram(accounts(gross_margin=[1, 10, 1_000_000, 0, -5, None])["gross_margin"])
    assert (histogram.zero, histogram.negative, histogram.unknown) == (1, 1, 1)
    assert histogram.counts.sum() == 3
    assert len(histogram.edges) == len(histogram.counts) + 1
    assert histogram.edges[0] <= 1
    assert histogram.edges[-1] > 1_000_000


def test_no_positive_size_gives_no_bins():
    assert size_histogram(accounts(gross_margin=[0])["gross_margin"]).counts.tolist() == []


def test_prospects_are_counted_apart_and_in_no_bin():
    values = pd.Series([0, 0, 100_00, None], dtype="Int64")
    found = size_histogram(values, is_prospect=np.array([True, False, False, True]))
    assert (found.prospects, found.zero, found.unknown, int(found.counts.sum())) == (2, 1, 0, 1)
