"""What the money is: currencies at a typed rate, months made a year, what margin means, accounts of odd money."""

from datetime import date

import pytest

from gtm_desktop.planning.measures import wallet_shares
from gtm_desktop.planning.settings import Level
from gtm_desktop.tables.accounts import GROSS_MARGIN, MARGIN_IS_ESTIMATE, REVENUE, REVENUE_ECOMMERCE
from gtm_desktop.workbook.choices import ImportChoices
from tests.unit.workbook.books import HEADERS, accounts_book, codes_of, read, row


def _read(folder, rows, answers=None, *, headers=HEADERS):
    return read(accounts_book(folder, rows, headers=headers), choices=ImportChoices(answers=answers or {}))


def _headed(**names):
    return [
        names.get(key, header)
        for key, header in zip(("id", "name", "city", "state", "zip", "sales", "margin"), HEADERS, strict=True)
    ]


MIXED = [row("C1", margin="$100.00"), row("C2", margin="CAD 33.33"), row("C3", margin="€10.01")]


def test_other_currencies_are_unknown_until_a_rate_is_typed(tmp_path):
    dataset = _read(tmp_path, MIXED)
    assert [each.code for each in dataset.questions] == ["mixed_currencies", "missing_margin"]
    assert [option.code for option in dataset.questions[0].options] == ["accept", "rate", "same_currency"]
    assert [blank.name for blank in dataset.questions[0].options[1].blanks] == ["CAD", "EUR"]
    assert dataset.accounts[GROSS_MARGIN].isna().tolist() == [False, True, True]


def test_amounts_at_a_typed_rate_are_rounded_half_up_once_and_the_rate_is_said(tmp_path):
    dataset = _read(tmp_path, MIXED, {"mixed_currencies": "rate?CAD=0.75&EUR=1.5"})
    assert dataset.accounts[GROSS_MARGIN].tolist() == [100_00, 25_00, 15_02]
    said = [each.message for each in dataset.findings if each.code == "converted"]
    assert said == [
        "1 amount in CAD was converted: 1 CAD = 0.75 USD.",
        "1 amount in EUR was converted: 1 EUR = 1.5 USD.",
    ]
    assert dataset.questions == ()


def test_a_rate_that_is_none_leaves_the_question_open_and_says_why(tmp_path):
    dataset = _read(tmp_path, MIXED, {"mixed_currencies": "rate?CAD=0,75&EUR=1.5"})
    assert "mixed_currencies" in codes_of(dataset.questions)
    said = next(each.message for each in dataset.findings if each.code == "unknown_answer")
    assert said == "mixed_currencies: 1 CAD in USD: 0,75 is no rate; type a number over 0, such as 0.73."


def test_a_full_year_needs_no_answer_but_may_be_described(tmp_path):
    dataset = _read(tmp_path, [row()])
    assert dataset.questions == ()
    assert [each.key for each in dataset.offers] == ["period:Sales $", "period:GM $", "margin_means"]


def test_nine_months_become_a_year_and_the_margin_an_estimate(tmp_path):
    headers = _headed(sales="Sales YTD Sep", margin="GM YTD Sep")
    answers = {"period:GM YTD Sep": "months?months=9&year_end=2026-09-30"}
    rows = [row("C1", margin=90), row("C2", margin=0.07)]
    asked = _read(tmp_path, rows, headers=headers)
    assert [each.key for each in asked.questions] == ["period:Sales YTD Sep", "period:GM YTD Sep"]
    assert asked.questions[1].options[1].blanks[0].preset == "9"
    dataset = _read(tmp_path, rows, answers, headers=headers)
    assert dataset.accounts[GROSS_MARGIN].tolist() == [120_00, 9]
    assert dataset.accounts[MARGIN_IS_ESTIMATE].tolist() == [True, True]
    assert dataset.accounts[REVENUE].tolist() == [100_00, 100_00]
    assert "yearly_estimate" in codes_of(dataset.findings)


def test_twelve_months_with_a_year_end_change_nothing(tmp_path):
    dataset = _read(tmp_path, [row(margin=90)], {"period:GM $": "months?months=12&year_end=2026-06-30"})
    assert dataset.accounts[GROSS_MARGIN].tolist() == [90_00]
    assert dataset.accounts[MARGIN_IS_ESTIMATE].isna().all()
    assert [(question.key, answer) for question, answer in dataset.answered] == [
        ("period:GM $", "months?months=12&year_end=2026-06-30")
    ]


def test_revenue_by_channel_covers_the_same_months_as_the_revenue(tmp_path):
    rows = [[*row(sales=60), 30]]
    dataset = _read(tmp_path, rows, {"period:Sales $": "months?months=6"}, headers=[*HEADERS, "Web Sales"])
    assert dataset.accounts[REVENUE].tolist() == [120_00]
    assert dataset.accounts[REVENUE_ECOMMERCE].tolist() == [60_00]


@pytest.mark.parametrize("header", ["GM 12 months", "GM Jan-Dec", "GM 2025"])
def test_a_header_that_says_a_whole_year_asks_nothing(tmp_path, header):
    dataset = _read(tmp_path, [row()], headers=_headed(margin=header))
    assert dataset.questions == ()


def test_what_margin_means_is_noted_and_changes_no_amount(tmp_path):
    before = _read(tmp_path, [row()])
    after = _read(tmp_path, [row()], {"margin_means": "after_rebates"})
    assert after.tables_id == before.tables_id
    assert [(question.code, answer) for question, answer in after.answered] == [("margin_means", "after_rebates")]


def test_accounts_that_lose_money_are_listed(tmp_path):
    dataset = _read(tmp_path, [row("C1", margin=-5), row("C2", margin=0), row("C3")])
    found = next(each for each in dataset.findings if each.code == "loses_money")
    assert found.rows == (2,)
    assert found.message == "1 account loses money, -$5 in all: price or cost."


def test_a_share_of_wallet_over_100_percent_is_unknown_and_listed_and_exactly_100_is_known(tmp_path):
    rows = [[*row("C1", sales=100), 99.99], [*row("C2", sales=100), 100], [*row("C3", sales=100), 0]]
    dataset = _read(tmp_path, rows, headers=[*HEADERS, "Estimated Spend"])
    assert next(each.rows for each in dataset.findings if each.code == "wallet_exceeded") == (2,)
    shares = wallet_shares(dataset.accounts, level=Level.ACCOUNT).tolist()
    assert shares[1] == 1.0
    assert shares[0] != shares[0]


def test_customers_opened_inside_the_year_may_be_taken_for_a_year(tmp_path):
    headers = [*HEADERS, "Customer Since"]
    rows = [
        [*row("C1", margin=90, sales=60), date(2025, 7, 15)],
        [*row("C2", margin=90, sales=60), date(2025, 1, 31)],
        [*row("C3", margin=90, sales=60), date(2019, 1, 1)],
        [*row("C4", margin=90, sales=60), date(2026, 1, 1)],
    ]
    offered = _read(tmp_path, rows, headers=headers)
    assert offered.questions == ()
    assert "opened_inside_year" in codes_of(offered.offers)
    dataset = _read(tmp_path, rows, {"opened_inside_year": "full_year?year_end=2025-12-31"}, headers=headers)
    assert dataset.accounts[GROSS_MARGIN].tolist() == [180_00, 90_00, 90_00, 90_00]
    assert dataset.accounts[REVENUE].tolist() == [120_00, 60_00, 60_00, 60_00]
    assert dataset.accounts[MARGIN_IS_ESTIMATE].tolist() == [True, False, False, False]
    assert next(each.rows for each in dataset.findings if each.code == "opened_inside_year") == (2,)


def test_of_two_columns_that_could_be_the_margin_the_planner_chooses(tmp_path):
    rows, headers = [[*row("C1", margin=100), 90]], [*_headed(margin="Gross Margin"), "Gross Profit"]
    dataset = _read(tmp_path, rows, headers=headers)
    (question,) = dataset.questions
    assert question.key == "which_column:Gross Margin"
    assert dataset.accounts[GROSS_MARGIN].tolist() == [100_00]
    chosen = _read(tmp_path, rows, {question.key: "H"}, headers=headers)
    assert chosen.accounts[GROSS_MARGIN].tolist() == [90_00]
    assert chosen.questions == ()


def test_a_dollar_sign_counts_in_the_currency_of_its_row(tmp_path):
    rows = [
        [*row("C1", sales="$300.00", margin="$100.00"), "USD"],
        [*row("C2", sales="CAD 300.00", margin="$100.00"), "CAD"],
        [*row("C3", sales="$300.00", margin="US$ 100.00"), "CAD"],
    ]
    dataset = _read(tmp_path, rows, {"mixed_currencies": "rate?CAD=0.5"}, headers=[*HEADERS, "Curr"])
    assert dataset.accounts[REVENUE].tolist() == [300_00, 150_00, 150_00]
    assert dataset.accounts[GROSS_MARGIN].tolist() == [100_00, 50_00, 100_00]


def test_a_dollar_sign_below_a_header_of_other_dollars_counts_in_those(tmp_path):
    rows = [row("C1", sales="$300.00", margin="$100.00"), row("C2", sales="$300.00", margin="USD 100.00")]
    dataset = _read(tmp_path, rows, {"mixed_currencies": "rate?CAD=0.5"}, headers=_headed(margin="GM (CAD)"))
    assert dataset.accounts[GROSS_MARGIN].tolist() == [50_00, 100_00]
    assert dataset.accounts[REVENUE].tolist() == [300_00, 300_00]


def test_a_dollar_sign_below_a_header_of_euros_counts_in_us_dollars(tmp_path):
    dataset = _read(tmp_path, [row(margin="$100.00"), row("C2", margin=5)], headers=_headed(margin="GM (EUR)"))
    assert "mixed_currencies" in codes_of(dataset.questions)


def test_a_currency_that_is_not_known_is_not_added_to_dollars(tmp_path):
    rows = [[*row("C1", margin=100), "USD"], [*row("C2", margin=100), "Pula"]]
    dataset = _read(tmp_path, rows, headers=[*HEADERS, "Currency"])
    assert codes_of(dataset.questions) == ["mixed_currencies", "missing_margin"]
