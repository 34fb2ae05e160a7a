"""Figures as people type them."""

import pytest

from gtm_desktop.core.words import read_count, read_money, read_share


@pytest.mark.parametrize(
    ("text", "cents"), [("25000", 2_500_000), ("$25,000", 2_500_000), (" 25k ", 2_500_000), ("1.5M", 150_000_000)]
)
def test_an_amount_is_read_however_it_is_typed(text: str, cents: int) -> None:
    assert read_money(text) == cents


@pytest.mark.parametrize("text", ["", "abc", "NaN", "1e30", "5 apples"])
def test_what_is_no_figure_is_none(text: str) -> None:
    assert read_money(text) is None
    assert read_share(text) is None
    assert read_count(text) is None


def test_a_percentage_is_read_with_and_without_its_sign() -> None:
    assert read_share("25") == read_share("25%") == 0.25


def test_a_broken_number_is_no_count() -> None:
    assert read_count("12.5") is None
    assert read_count("1,200") == 1200
