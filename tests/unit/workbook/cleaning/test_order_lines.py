"""Order lines: what counts, in which currency and unit, and what answers change."""

from datetime import date

from gtm_desktop.tables.accounts import GROSS_MARGIN, POSTAL_CODE, REVENUE
from gtm_desktop.workbook.choices import ImportChoices
from tests.unit.workbook.books import codes_of, one, read, write_book

HEADERS = ["Order No", "Order Date", "Cust #", "Name", "State", "ZIP", "Net Amount", "Line GP"]


def line(amount, margin=None, *more, order="1", account="C1", code="48104", day=date(2025, 3, 1)):
    return [order, day, account, f"Customer {account}", "MI", code, amount, margin, *more]


def read_lines(folder, lines, answers=None, *, headers=HEADERS):
    book = write_book(folder / "lines.xlsx", {"Lines": [headers, *lines]})
    return read(book, choices=ImportChoices(answers=answers or {}))


def test_an_account_with_a_line_in_another_currency_has_no_amount_until_a_rate_is_typed(tmp_path):
    lines = [line(100), line("CAD 33.33"), line(50, account="C2")]
    dataset = read_lines(tmp_path, lines)
    assert dataset.accounts[REVENUE].isna().tolist() == [True, False]
    assert "mixed_currencies" in codes_of(dataset.questions)


def test_lines_at_a_typed_rate_are_added_exactly_and_rounded_once(tmp_path):
    lines = [line("CAD 0.01"), line("CAD 0.01"), line(50, account="C2"), line(50, account="C2"), line(50, account="C2")]
    dataset = read_lines(tmp_path, lines, {"mixed_currencies": "rate?CAD=0.75"})
    assert dataset.accounts[REVENUE].tolist() == [2, 150_00]


def test_lines_in_thousands_may_be_taken_as_they_are_written(tmp_path):
    headers = [*HEADERS[:6], "Net Amount ($000)", "Line GP ($000)"]
    assert read_lines(tmp_path, [line(1.5, 0.5)], headers=headers).accounts[REVENUE].tolist() == [1_500_00]
    answers = {f"in_thousands:{header}": "as_written" for header in headers[6:]}
    assert read_lines(tmp_path, [line(1.5, 0.5)], answers, headers=headers).accounts[REVENUE].tolist() == [1_50]


def test_ambiguous_amounts_of_lines_may_be_read_as_thousands(tmp_path):
    answers = {"ambiguous_amounts:Net Amount": "thousands"}
    assert read_lines(tmp_path, [line("12.500"), line("500")], answers).accounts[REVENUE].tolist() == [13_000_00]


def test_cancelled_lines_are_left_out_unless_they_are_to_count(tmp_path):
    headers, lines = [*HEADERS, "Order Status"], [line(100, 10, "Shipped"), line(7, 1, "CANCELLED")]
    dataset = read_lines(tmp_path, lines, headers=headers)
    assert dataset.accounts[REVENUE].tolist() == [100_00]
    assert one(dataset.questions, "cancelled_lines").message == "1 line is cancelled ($7)."
    kept = read_lines(tmp_path, lines, {"cancelled_lines": "keep"}, headers=headers)
    assert kept.accounts[REVENUE].tolist() == [107_00]


def test_equal_lines_are_counted_unless_lines_have_numbers(tmp_path):
    assert read_lines(tmp_path, [line(5), line(5)]).accounts[REVENUE].tolist() == [10_00]
    numbered = [line(5, 1, 1), line(5, 1, 1)]
    assert read_lines(tmp_path, numbered, headers=[*HEADERS, "Line"]).accounts[REVENUE].tolist() == [5_00]
    once = read_lines(tmp_path, [line(5), line(5)], {"duplicate_lines": "keep_first"})
    assert once.accounts[REVENUE].tolist() == [5_00]


def test_an_account_whose_lines_have_no_margin_at_all_has_an_unknown_one(tmp_path):
    dataset = read_lines(tmp_path, [line(5, 1), line(5, None), line(5, None, account="C2")])
    assert dataset.accounts[GROSS_MARGIN].isna().tolist() == [False, True]


def test_lines_of_one_account_in_two_places_are_asked_about_and_the_first_holds(tmp_path):
    dataset = read_lines(tmp_path, [line(5, 1), line(5, 1, code="48105")])
    assert dataset.accounts[POSTAL_CODE].tolist() == ["48104"]
    assert one(dataset.questions, "lines_differ").rows == (2, 3)


def test_lines_over_more_than_a_year_are_asked_about_and_may_be_made_a_year(tmp_path):
    lines = [line(100, 10, day=date(2024, 1, 1)), line(140, 14, day=date(2025, 12, 31))]
    dataset = read_lines(tmp_path, lines)
    question = one([each for each in dataset.questions if each.scope.startswith("Revenue")], "period")
    assert question.message == "Revenue (24 months) seems to cover more than a year."
    yearly = read_lines(tmp_path, lines, {"period:Revenue (24 months)": "months?months=24"})
    assert yearly.accounts[REVENUE].tolist() == [120_00]


def test_a_margin_in_percent_is_taken_line_by_line(tmp_path):
    headers = [*HEADERS[:7], "GP%"]
    dataset = read_lines(tmp_path, [line(1000, 0.25), line(3000, "50%")], headers=headers)
    assert dataset.accounts[GROSS_MARGIN].tolist() == [1750_00]


def test_sites_of_different_customers_with_one_number_are_not_added_up(tmp_path):
    headers = ["Order No", "Order Date", "Bill To", "Name", "State", "ZIP", "Net Amount", "Line GP", "Ship To"]
    lines = [line(5, 1, "1"), line(6, 1, "1", account="C2"), line(7, 1, "2", account="C2")]
    dataset = read_lines(tmp_path, lines, headers=headers)
    assert dataset.accounts.account_id.tolist() == ["C1-1", "C2-1", "C2-2"]
    assert dataset.accounts[REVENUE].tolist() == [5_00, 6_00, 7_00]
    assert "levels" in codes_of(dataset.questions)
