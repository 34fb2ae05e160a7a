"""Figures as people type them."""

from collections.abc import Iterator

import pytest

from gtm_desktop.core import words
from gtm_desktop.core.typed_answers import _is_day, _is_rate
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


@pytest.fixture
def _american_again() -> Iterator[None]:
    yield
    words.use("en_US")


TYPED = [
    ("en_US", "2,5", None),
    ("en_US", "$2,5", None),
    ("en_US", "1,5M", None),
    ("en_US", "1,23,456", None),
    ("en_US", "1234,56", None),
    ("en_US", "12,34,567", None),
    ("en_US", "2.5", 250),
    ("en_US", "2,500", 250_000),
    ("en_US", "$1,234.50", 123_450),
    ("en_US", "1,500K", 150_000_000),
    ("en_US", "-$2,500.00", -250_000),
    ("en_US", "-$0", 0),
    ("en_US", "-0.001", 0),
    ("de_DE", "2,5", 250),
    ("de_DE", "2.5", None),
    ("de_DE", "2.500", 250_000),
    ("de_DE", "1.234,50 $", 123_450),
    ("de_DE", "1,234.50", None),
    ("fr_FR", "2,5", 250),
    ("fr_FR", "2 500,00", 250_000),
    ("fr_FR", "2\u202f500", 250_000),
    ("fr_FR", "2.5", None),
    ("en_GB", "1,234.50", 123_450),
    ("en_IN", "1,23,456", 12_345_600),
    ("en_IN", "2,5", None),
    ("es_MX", "2,500.5", 250_050),
    ("de_CH", "2’500.50", 250_050),
]


@pytest.mark.usefixtures("_american_again")
@pytest.mark.parametrize(("locale", "text", "cents"), TYPED)
def test_an_amount_is_read_as_its_locale_writes_it_and_never_guessed(locale: str, text: str, cents: int | None) -> None:
    words.use(locale)
    assert read_money(text) == cents


@pytest.mark.parametrize("text", ["2,5", "1,23", "12,5%"])
def test_no_share_and_no_count_is_guessed_from_a_comma_in_the_wrong_place(text: str) -> None:
    assert read_share(text) is None
    assert read_count(text) is None


@pytest.mark.usefixtures("_american_again")
@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "en_IN", "de_CH"])
@pytest.mark.parametrize("cents", [0, -5, 250, -250, 123_450, -1_234_567_89, 2_500_00])
def test_what_is_shown_can_be_typed_back(locale: str, cents: int) -> None:
    words.use(locale)
    assert read_money(words.money(cents)) == cents


@pytest.mark.parametrize("text", ["1_0", "\uff11", "0,73", "1 000"])
def test_a_rate_is_digits_and_a_point(text: str) -> None:
    assert not _is_rate(text)


@pytest.mark.parametrize("text", ["20261231", "2026-W01-1", "31.12.2026"])
def test_a_day_is_typed_in_one_form(text: str) -> None:
    assert not _is_day(text)
