"""Amounts times an exact factor are rounded half up, away from zero, once."""

from fractions import Fraction

import numpy as np
import pytest

from gtm_desktop.workbook.cleaning.cells import column_cells
from gtm_desktop.workbook.cleaning.clean import clean_money
from gtm_desktop.workbook.cleaning.scaled import scaled


def _scaled(values, factor, where=None):
    cleaned = clean_money(column_cells(values))
    return scaled(cleaned, np.ones(len(values), dtype=bool) if where is None else np.array(where), factor)


@pytest.mark.parametrize(("amount", "factor", "cents"), [
    (0.01, "0.5", 1), (-0.01, "0.5", -1), (33.33, "0.75", 2500), (0.004, "1.25", 1), (0.1, "0.7", 7),
])  # fmt: skip
def test_half_a_cent_goes_up_from_what_the_cell_says(amount, factor, cents):
    assert _scaled([amount], Fraction(factor)).values.tolist() == [cents]


def test_only_the_rows_that_are_meant_change_and_missing_stays_missing():
    found = _scaled([10.0, 10.0, ""], Fraction(2), where=[True, False, True])
    assert found.values[:2].tolist() == [2000, 1000]
    assert found.values.isna().tolist() == [False, False, True]


def test_what_becomes_larger_than_any_account_is_missing_and_marked():
    found = _scaled([9e12], Fraction(10))
    assert found.values.isna().all()
    assert found.too_large.tolist() == [True]
