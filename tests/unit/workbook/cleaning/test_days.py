"""Days as they are written."""

from datetime import UTC, date, datetime

import pytest

from gtm_desktop.tables.reps import LEAVING
from gtm_desktop.workbook.cleaning.cells import column_cells
from gtm_desktop.workbook.cleaning.clean import clean_day
from gtm_desktop.workbook.cleaning.days import read_days
from tests.unit.workbook.books import HEADERS, accounts_book, read, read_rows, row, write_book


@pytest.mark.parametrize(
    "cell",
    ["2020-03-04", "2020.3.4", "3/4/2020", "3-4-20", "4.3.2020", "4-Mar-2020", "4 March 20", "Mar 4, 2020",
     "March 4th 2020", "3/4/2020 12:30", "2020-03-04T00:00:00", 43894.0, datetime(2020, 3, 4, 8, tzinfo=UTC)],
)  # fmt: skip
def test_a_day_is_read_in_any_of_its_forms(cell):
    assert read_days([cell]) == [date(2020, 3, 4)]


@pytest.mark.parametrize("cell", ["", "retiring", "2020-02-30", "31 Foo 2020", "13/13/2020", 0, 1e9])
def test_what_is_no_day_is_none(cell):
    assert read_days([cell]) == [None]


def test_days_come_first_where_the_column_shows_it_and_nothing_contradicts():
    assert read_days(["3/4/2020", "25/4/2020"]) == [date(2020, 4, 3), date(2020, 4, 25)]
    assert read_days(["3/4/2020", "25/4/2020", "4/25/2020"]) == [date(2020, 3, 4), None, date(2020, 4, 25)]


NEVER = [
    *(date(9999, 12, 31), "9999-12-31", "12/31/9999", "31.12.2999", datetime(9999, 12, 31, tzinfo=UTC)),
    *("0024-02-01", date(24, 2, 1), date(1024, 5, 1), date.min, date(2262, 4, 12), date(1677, 9, 20)),
]


@pytest.mark.parametrize("cell", NEVER)
def test_a_day_that_no_list_means_is_missing_and_told_apart_from_what_is_no_day(cell):
    cleaned = clean_day(column_cells([cell, "2024-05-06", "x"]))
    assert cleaned.values.isna().tolist() == [True, False, True]
    assert cleaned.too_large.tolist() == [True, False, False]


@pytest.mark.parametrize("header", ["Last Order", "Last Order Date"])
def test_a_last_order_that_never_was_is_named_and_the_list_is_read(tmp_path, header):
    rows = [[*row("C1"), date(9999, 12, 31)], [*row("C2"), date(2024, 5, 6)], [*row("C3"), date(2024, 5, 7)]]
    dataset = read_rows(tmp_path, rows, headers=[*HEADERS, header])
    (found,) = [each for each in dataset.findings if each.code == "impossible_day"]
    assert found.rows == (2,)
    assert found.message == f"1 day of {header} lies outside 1900 to 2099: 9999-12-31."
    assert len(dataset.accounts) == 3


def test_the_days_of_order_lines_may_be_none_that_a_list_means(tmp_path):
    lines = [["Cust #", "Customer Name", "Order No", "Order Date", "Line Amount", "Line Margin", "ZIP"]]
    days = [date(9999, 12, 31), date(2024, 5, 6), "0024-01-01", date(2024, 7, 8)]
    lines += [[f"C{at % 2}", "Bolt", f"N{at}", day, 100.0, 20.0, "48201"] for at, day in enumerate(days)]
    dataset = read(write_book(tmp_path / "lines.xlsx", {"Lines": lines}))
    (found,) = [each for each in dataset.findings if each.code == "impossible_day"]
    assert found.rows == (2, 4)
    assert len(dataset.accounts) == 2


def test_a_rep_who_never_leaves_has_no_last_day(tmp_path):
    accounts = accounts_book(tmp_path, [[*row("C1"), "R1"]], headers=[*HEADERS, "Outside Rep"])
    table = [["Rep Code", "Name", "Role", "Leaving Date"], ["R1", "Ann", "OSR", date(9999, 12, 31)]]
    dataset = read(accounts, write_book(tmp_path / "r.xlsx", {"Reps": table}))
    assert dataset.reps[LEAVING].isna().all()
    assert [each.rows for each in dataset.findings if each.code == "impossible_day"] == [(2,)]
