"""Which sheet and header row are taken, and what the planner may correct."""

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.tables.accounts import GROSS_MARGIN, REVENUE
from gtm_desktop.workbook.choices import ImportChoices, TableChoices
from tests.unit.workbook.books import HEADERS, codes_of, one, read, read_answer, row, write_book

ROWS = [HEADERS, row("C1"), row("C2")]


def refusal_code(path, reps=None):
    with pytest.raises(UserError) as caught:
        read(path, reps)
    return caught.value.code


def test_more_than_one_visible_sheet_is_asked_about_and_the_longest_list_is_taken(tmp_path):
    book = write_book(tmp_path / "a.xlsx", {"Old": ROWS[:2], "New": ROWS, "Notes": [["Ask Bob"]]})
    dataset = read(book)
    assert codes_of(dataset.questions) == ["which_sheet"]
    assert dataset.accounts_source.sheet == "New"


def test_hidden_sheets_are_not_looked_at_while_there_are_visible_ones(tmp_path):
    book = write_book(tmp_path / "a.xlsx", {"Now": ROWS[:2], "Stale": ROWS}, hidden=["Stale"])
    dataset = read(book)
    assert dataset.accounts_source.sheet == "Now"
    assert "Stale" in one(dataset.findings, "hidden_sheets").message
    assert dataset.questions == ()


def test_the_planner_chooses_sheet_header_row_and_columns(tmp_path):
    sheets = {"One": ROWS, "Two": [["x", "Margin", "Sales"], ["id", "this", "that"], ["K1", 5, 6]]}
    book = write_book(tmp_path / "a.xlsx", sheets)
    fields = {"A": "account_id", "B": REVENUE, "C": GROSS_MARGIN}
    choices = ImportChoices(accounts=TableChoices(sheet="Two", header_row=2, fields=fields))
    dataset = read(book, choices=choices)
    assert dataset.accounts.account_id.tolist() == ["K1"]
    assert dataset.accounts[[REVENUE, GROSS_MARGIN]].values.tolist() == [[500, 600]]
    assert "which_sheet" not in codes_of(dataset.questions)


def test_a_sheet_that_is_not_there_is_refused(tmp_path):
    book = write_book(tmp_path / "a.xlsx", {"One": ROWS})
    with pytest.raises(UserError) as caught:
        read(book, choices=ImportChoices(accounts=TableChoices(sheet="Two")))
    assert caught.value.code == "no_such_sheet"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        (["Rep Code", "Name", "Role", "Home ZIP"], "only_reps"),
        (["Alpha", "Beta", "Gamma", "Delta"], "no_account_list"),
    ],
)
def test_a_workbook_without_an_account_list_is_refused_by_what_it_holds(tmp_path, headers, code):
    book = write_book(tmp_path / "a.xlsx", {"S": [headers, ["a", "b", "c", "d"]]})
    assert refusal_code(book) == code


@pytest.mark.parametrize("sheets", [{"S": []}, {"S": [], "T": []}, {"S": [HEADERS]}, {"S": [["Title"], HEADERS]}])
def test_a_workbook_without_data_rows_is_refused(tmp_path, sheets):
    assert refusal_code(write_book(tmp_path / "a.xlsx", sheets)) == "no_data_rows"


def test_a_row_of_values_that_read_like_headers_is_not_taken_for_the_header(tmp_path):
    headers = [*HEADERS, "Channel", "Note"]
    rows = [[*row("C1"), "Outside Sales", "Web Sales"], [*row("C2"), "Inside Sales", "EDI"]]
    book = write_book(tmp_path / "a.xlsx", {"S": [["Region", "City"], headers, *rows]})
    assert read(book).accounts_source.header_row == 2


def test_the_tables_of_a_refused_workbook_are_still_told(tmp_path):
    book = write_book(tmp_path / "a.xlsx", {"Team": [["Rep Code", "Name", "Role"], ["R1", "Ann", "OSR"]]})
    answer, _, _ = read_answer(book)
    assert [(table.sheet, table.kind, table.rows) for table in answer.tables] == [("Team", "reps", 1)]


def test_a_second_account_list_is_asked_about_though_there_is_one_roster(tmp_path):
    sheets = {"A": ROWS, "B": ROWS[:2], "Reps": [["Rep Code", "Role"], ["R1", "OSR"]]}
    assert one(read(write_book(tmp_path / "a.xlsx", sheets)).questions, "which_sheet")
