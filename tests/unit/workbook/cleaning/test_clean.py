"""Cells to values."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm_desktop.workbook.cleaning import clean
from gtm_desktop.workbook.cleaning.cells import column_cells


def cents(*cells, factor=1):
    values = clean.clean_money(column_cells(cells), factor=factor).values
    return [None if pd.isna(value) else int(value) for value in values]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1234.5, 123450),
        ("$1,234.50", 123450),
        ("$ 1,234", 123400),
        ("(1,234)", -123400),
        ("($1,234.00)", -123400),
        ("$(5.00)", -500),
        ("1,234-", -123400),
        ("-$5", -500),
        ("$-5", -500),
        ("\u22125", -500),
        ("USD 5", 500),
        ("US$5", 500),
        ("5 USD", 500),
        ("12.5K", 1_250_000),
        ("$1.2M", 120_000_000),
        ("1\u00a0234.50", 123450),
        ("1.234,50", 123450),
        ("1'234.50", 123450),
        (".5", 50),
        ("€5", 500),
        ("5 EUR", 500),
        ("£1.234.567", 123_456_700),
        ("1\u2009234,5", 123_450),
        ("1'234,50", 123_450),
        ("12,500", 1_250_000),
        ("1,2 Mio", 120_000_000),
        ("(€ 1.234,50)", -123_450),
    ],
)
def test_an_amount_that_can_be_read_one_way_is_read(cell, expected):
    cleaned = clean.clean_money(column_cells([cell]))
    assert cleaned.values.tolist() == [expected]
    assert not cleaned.unreadable.any()
    assert not cleaned.ambiguous.any()


@pytest.mark.parametrize("cell", ["abc", "€€5", "N/A", "1,23,4", "#REF!", True, "1 2 3", "nan"])
def test_what_is_no_amount_in_dollars_is_unreadable_and_missing(cell):
    cleaned = clean.clean_money(column_cells([cell]))
    assert cleaned.values.isna().all()
    assert cleaned.unreadable.all()


@pytest.mark.parametrize("cell", ["", "   ", "\u00a0", "-", "--"])
def test_a_blank_or_a_dash_is_missing_and_not_an_error(cell):
    cleaned = clean.clean_money(column_cells([cell]))
    assert cleaned.values.isna().all()
    assert not cleaned.unreadable.any()


def test_amounts_are_rounded_half_up_as_they_are_written():
    assert cents(1.005, -1.005, 2.675, 0.1 + 0.2, "1.005", 1234.565) == [101, -101, 268, 30, 101, 123457]


def test_a_point_before_three_digits_is_read_as_decimal_and_asked_about():
    cleaned = clean.clean_money(column_cells(["12.500", "12.50"]))
    assert cleaned.values.tolist() == [1250, 1250]
    assert cleaned.ambiguous.tolist() == [True, False]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["12.500", "1.234,50"], [1_250_000, 123_450]),
        (["12.500", "1234.125"], [1250, 123_413]),
        (["1.500", "2.250.000"], [150_000, 225_000_000]),
    ],
)
def test_a_point_before_three_digits_is_read_as_the_rest_of_the_column_shows(cells, expected):
    cleaned = clean.clean_money(column_cells(cells))
    assert cleaned.values.tolist() == expected
    assert not cleaned.ambiguous.any()


def test_a_comma_before_three_digits_is_asked_about_beside_decimal_commas():
    cleaned = clean.clean_money(column_cells(["12,500", "12,50"]))
    assert cleaned.ambiguous.tolist() == [True, False]
    assert cleaned.values.tolist() == [1250, 1250]


@pytest.mark.parametrize("cell", [1.1e13, -1.1e13, 1e308, "99999999999999", "1E300"])
def test_an_amount_beyond_the_limit_is_missing_and_said(cell):
    cleaned = clean.clean_money(column_cells([cell]))
    assert cleaned.values.isna().all()
    assert cleaned.too_large.all()


def test_an_amount_at_the_limit_is_kept_exactly():
    assert cents(1e13, -1e13) == [10**15, -(10**15)]


def test_a_header_in_thousands_multiplies_before_rounding():
    assert cents(1.2345678, "1.2", factor=1000) == [123457, 120000]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
def test_every_number_is_rounded_as_exact_decimal_arithmetic_rounds_it(amounts):
    exact = [int(Decimal(repr(each)).quantize(Decimal("0.01"), ROUND_HALF_UP) * 100) for each in amounts]
    assert cents(*amounts) == exact


def test_percent_text_points_and_fractions_in_one_column_are_one_share():
    values = clean.clean_share(column_cells([0.25, 25.0, "25%", 1.0, 100.0, "110%", "", "x"])).values
    np.testing.assert_allclose(values, [0.25, 0.25, 0.25, 1.0, 1.0, 1.1, np.nan, np.nan])


def test_ids_keep_their_zeros_and_whole_numbers_lose_their_point():
    cells = column_cells(["000123", 1234.0, 1234.5, 1e15, " A1 ", "NA", "None", True, dt.date(2024, 3, 1)])
    texts = clean.clean_text(cells).values.tolist()
    assert texts == ["000123", "1234", "1234.5", "1000000000000000", "A1", "NA", "None", "TRUE", "2024-03-01"]


def test_true_and_one_in_one_column_stay_different():
    assert clean.clean_text(column_cells([1.0, True, "TRUE"])).values.tolist() == ["1", "TRUE", "TRUE"]


def test_postal_codes_that_were_numbers_lose_their_point_and_nine_digits_are_a_zip_plus_four():
    assert clean.clean_postal(column_cells([481041234.0, 2139.0, "48104-1234", "48104.0"])).values.tolist() == [
        "48104-1234",
        "2139",
        "48104-1234",
        "48104",
    ]


def test_days_are_read_from_dates_iso_american_texts_and_excel_numbers():
    moment = dt.datetime(2024, 1, 2, 9)  # noqa: DTZ001 - cells know no zone
    cells = [dt.date(2024, 1, 2), "2024-01-02", "1/2/2024", "01/02/24", 45293.0, moment]
    assert clean.clean_day(column_cells(cells)).values.dt.date.tolist() == [dt.date(2024, 1, 2)] * len(cells)


def test_a_day_that_does_not_exist_is_unreadable():
    assert clean.clean_day(column_cells(["13/45/2024", "soon"])).unreadable.all()


def test_counts_are_whole_and_what_lies_between_is_unreadable():
    cleaned = clean.clean_count(column_cells([3.0, "1,200", 1.5]))
    assert cleaned.values.tolist()[:2] == [3, 1200]
    assert cleaned.unreadable.tolist() == [False, False, True]


def test_yes_and_no_in_their_spellings_are_flags():
    cleaned = clean.clean_flag(column_cells(["Y", "no", "X", True, 0.0, "", "maybe"]))
    assert cleaned.values.fillna(value=False).tolist() == [True, False, True, True, False, False, False]
    assert cleaned.unreadable.tolist() == [False] * 6 + [True]


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_finite_number_is_never_a_value(cell):
    cells = column_cells([cell, 1.0])
    assert clean.clean_money(cells).values.isna().tolist() == [True, False]
    for read in (clean.clean_number, clean.clean_share, clean.clean_count):
        assert read(cells).values.isna().tolist() == [True, False]
        assert read(cells).unreadable.tolist() == [True, False]
