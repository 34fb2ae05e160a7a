"""Days as they are written."""

from datetime import UTC, date, datetime

import pytest

from gtm_desktop.workbook.cleaning.days import read_days


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
