"""Figures as a US distributor reads them."""

import pytest

from gtm_desktop.core import words


@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "$0"), (100_000, "$1K"), (2_000_000, "$20K"), (2_550_000, "$25.5K"),
     (9_995_000, "$100K"), (460_123_400, "$4.6M"), (-312_00, "-$312"), (123_456_789_00, "$123M"), (None, "–")],
)  # fmt: skip
def test_short_money_keeps_three_digits(cents, text):
    assert words.money_short(cents) == text


@pytest.mark.parametrize(("cents", "text"), [(1_234_550, "$12,345.50"), (-5_000_00, "-$5,000"), (None, "–")])
def test_exact_money_shows_cents_only_where_there_are_any(cents, text):
    assert words.money(cents) == text


def test_a_count_picks_its_form():
    assert words.ntr("{n} account", "{n} accounts", 1) == "1 account"
    assert words.ntr("{n} account", "{n} accounts", 12_345) == "12,345 accounts"


def test_a_list_reads_as_a_sentence_does():
    assert words.joined(["Flint", "Toledo", "Lansing"]) == "Flint, Toledo and Lansing"
    assert words.joined([]) == ""


@pytest.mark.parametrize("cents", [0, -0.0, -0.3, 0.3, -0.49])
def test_nothing_has_no_sign_in_exact_money(cents):
    assert words.money(cents) == "$0"


@pytest.mark.parametrize("cents", [0, -0.0, -1, -49, 49])
def test_nothing_has_no_sign_in_short_money(cents):
    assert words.money_short(cents) == "$0"


def test_nothing_has_no_sign_in_other_figures():
    assert words.count(-0.4) == "0"
    assert words.decimal(-0.04) == "0.0"
    assert words.percent(-0.004) == "0%"
    assert words.percent(-0.0004, 1) == "0.0%"
    assert (words.decimal(-0.06), words.percent(-0.006)) == ("-0.1", "-1%")
    assert (words.money(-5), words.money_short(-60)) == ("-$0.05", "-$1")
