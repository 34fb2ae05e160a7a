"""Rows that are no customers to plan: proposed, left out only when answered so, and kept with their money and why."""

from datetime import date

import pytest

from gtm_desktop.planning.renewal.left_out import left_out_by_reason, left_out_total
from gtm_desktop.tables.accounts import ACCOUNT_ID, GROSS_MARGIN, REVENUE, SOURCE_ROW
from gtm_desktop.tables.left_out import REASON, LeftOutReason
from gtm_desktop.workbook.choices import ImportChoices
from gtm_desktop.workbook.inspect_file import list_totals, money_totals
from tests.corpus.generate import write_case
from tests.corpus.reading import dataset_of
from tests.unit.workbook.books import HEADERS, accounts_book, codes_of, read, row

NAMED = [row("C1"), row("C2", name="CASH SALES"), row("C3", name="Branch transfer"), row("C4", name="Employees")]


def _read(folder, rows, answers=None, *, headers=HEADERS):
    book = accounts_book(folder, rows, headers=headers)
    return read(book, choices=ImportChoices(answers=answers or {}))


def _reasons(dataset):
    table = dataset.left_out
    return dict(zip(table[ACCOUNT_ID].tolist(), table[REASON].tolist(), strict=True))


def test_cash_sales_branches_and_employees_stay_until_the_planner_leaves_them_out(tmp_path):
    dataset = _read(tmp_path, NAMED)
    assert codes_of(dataset.questions) == ["not_customers"]
    assert len(dataset.accounts) == 4
    assert dataset.left_out.empty


def test_what_is_left_out_keeps_its_money_and_why(tmp_path):
    dataset = _read(tmp_path, NAMED, {"not_customers": "leave_out"})
    assert dataset.accounts[ACCOUNT_ID].tolist() == ["C1"]
    assert _reasons(dataset) == {
        "C2": LeftOutReason.CASH_SALE, "C3": LeftOutReason.INTER_BRANCH, "C4": LeftOutReason.EMPLOYEE
    }  # fmt: skip
    assert left_out_total(dataset).money[GROSS_MARGIN] == 3 * 25_00
    assert [(each.reason, each.rows) for each in left_out_by_reason(dataset)] == [
        (LeftOutReason.CASH_SALE, 1), (LeftOutReason.INTER_BRANCH, 1), (LeftOutReason.EMPLOYEE, 1)
    ]  # fmt: skip
    assert dataset.left_out[SOURCE_ROW].tolist() == [3, 4, 5]


def test_the_whole_list_is_what_is_planned_and_what_is_left_out(tmp_path):
    whole = money_totals(_read(tmp_path, NAMED))
    dataset = _read(tmp_path, NAMED, {"not_customers": "leave_out"})
    assert list_totals(dataset) == whole == {GROSS_MARGIN: "100.00", REVENUE: "400.00"}
    assert money_totals(dataset) == {GROSS_MARGIN: "25.00", REVENUE: "100.00"}


def test_a_customer_type_tells_employees_and_branches_too(tmp_path):
    rows = [[*row("C1"), "Contractor"], [*row("C2"), "Employee"]]
    dataset = _read(tmp_path, rows, {"not_customers": "leave_out"}, headers=[*HEADERS, "Customer Type"])
    assert _reasons(dataset) == {"C2": LeftOutReason.EMPLOYEE}


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("Account Status", "Closed", LeftOutReason.CLOSED),
        ("Status", "inactive", LeftOutReason.CLOSED),
        ("Active", "N", LeftOutReason.CLOSED),
        ("Inactive", "Yes", LeftOutReason.CLOSED),
        ("Status", "On Hold", LeftOutReason.CREDIT_HOLD),
        ("Credit Hold", "Y", LeftOutReason.CREDIT_HOLD),
    ],
)
def test_closed_and_held_accounts_are_proposed_by_the_column_that_says_so(tmp_path, header, value, reason):
    other = {"Active": "Y", "Inactive": "No", "Credit Hold": "N"}.get(header, "Active")
    rows = [[*row("C1"), other], [*row("C2"), value]]
    asked = _read(tmp_path, rows, headers=[*HEADERS, header])
    assert [each.key for each in asked.questions] == [f"not_customers:{reason}"]
    dataset = _read(tmp_path, rows, {f"not_customers:{reason}": "leave_out"}, headers=[*HEADERS, header])
    assert _reasons(dataset) == {"C2": reason}


@pytest.mark.parametrize(
    "name", ["Acme Tool (CLOSED)", "** CLOSED ** Acme", "Acme Tool - Closed", "Acme [out of business]"]
)
def test_a_mark_set_apart_from_the_name_says_that_an_account_is_closed(tmp_path, name):
    dataset = _read(tmp_path, [row("C1"), row("C2", name=name)])
    assert [each.key for each in dataset.questions] == ["not_customers:closed"]


def test_a_name_that_merely_holds_the_word_is_a_customer(tmp_path):
    rows = [row("C1", name="Closed Loop Systems"), row("C2", name="Cashman Tools"), row("C3", name="Household Inc")]
    assert _read(tmp_path, rows).questions == ()


def _orders(*days):
    return [[*row(f"C{number}"), each] for number, each in enumerate(days, 1)]


def test_no_order_for_24_months_before_the_latest_one_is_proposed_and_exactly_24_is_not(tmp_path):
    rows = _orders(date(2025, 6, 30), date(2023, 6, 30), date(2023, 6, 29), None)
    headers = [*HEADERS, "Last Order Date"]
    asked = _read(tmp_path, rows, headers=headers)
    assert [(each.key, each.rows) for each in asked.questions] == [("not_customers:no_order", (4,))]
    dataset = _read(tmp_path, rows, {"not_customers:no_order": "leave_out"}, headers=headers)
    assert _reasons(dataset) == {"C3": LeftOutReason.NO_ORDER}


def test_the_months_without_an_order_may_be_typed(tmp_path):
    rows = _orders(date(2025, 6, 30), date(2024, 1, 15), date(2023, 1, 1))
    answers = {"not_customers:no_order": "leave_out?months=12"}
    dataset = _read(tmp_path, rows, answers, headers=[*HEADERS, "Last Order Date"])
    assert list(_reasons(dataset)) == ["C2", "C3"]


def test_a_row_equal_to_an_earlier_one_is_left_out_with_its_money(tmp_path):
    dataset = _read(tmp_path, [row("C1"), row("C1"), row("C2")], {"duplicate_ids": "accept"})
    assert _reasons(dataset) == {"C1": LeftOutReason.EQUAL_ROW}
    assert list_totals(dataset)[GROSS_MARGIN] == "75.00"


def test_rows_added_to_another_one_are_not_left_out(tmp_path):
    dataset = _read(tmp_path, [row("C1"), row("C1", margin=5)], {"duplicate_ids": "add_up"})
    assert dataset.left_out.empty
    assert list_totals(dataset)[GROSS_MARGIN] == "30.00"


def test_another_answer_makes_another_dataset(tmp_path):
    kept, left = _read(tmp_path, NAMED), _read(tmp_path, NAMED, {"not_customers": "leave_out"})
    assert kept.tables_id != left.tables_id


def test_a_margin_made_of_revenue_is_made_for_what_is_left_out_too(tmp_path):
    headers = [*HEADERS[:-1], "GM %"]
    rows = [row("C1", margin=0.25), row("C2", name="CASH SALES", margin=0.5)]
    dataset = _read(tmp_path, rows, {"not_customers": "leave_out", "no_margin_column": "accept"}, headers=headers)
    assert dataset.left_out[GROSS_MARGIN].tolist() == [50_00]
    assert list_totals(dataset)[GROSS_MARGIN] == "75.00"


@pytest.mark.parametrize(
    ("file", "reason"), [("hidden_rows.xlsx", LeftOutReason.HIDDEN), ("filtered_rows.xlsx", LeftOutReason.FILTERED)]
)
def test_hidden_rows_that_are_left_out_keep_their_money(tmp_path, file, reason):
    path = write_case(file, tmp_path)
    _, kept = dataset_of(path)
    _, dataset = dataset_of(path, ImportChoices(answers={kept.questions[0].key: "leave_out"}))
    assert set(dataset.left_out[REASON]) == {reason}
    assert len(dataset.accounts) + len(dataset.left_out) == len(kept.accounts)
    assert list_totals(dataset) == money_totals(kept)
