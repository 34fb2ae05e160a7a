"""Two header rows, lists beside each other, lists put together, lists without headers."""

from gtm_desktop.tables.accounts import ACCOUNT_ID, GROSS_MARGIN, NAME, POSTAL_CODE, REVENUE, STATE
from gtm_desktop.workbook.choices import ImportChoices
from gtm_desktop.workbook.reading.header_rows import joined_headers
from gtm_desktop.workbook.reading.sheet_scan import SheetFacts
from gtm_desktop.workbook.reading.value_guess import guess_columns
from tests.unit.workbook.books import HEADERS, one, read, row, write_book

NORTH, SOUTH = [HEADERS, row("C1", margin=1), row("C2", margin=2)], [HEADERS, row("C3", margin=4)]


def test_a_caption_joins_headers_that_stand_twice_or_are_better_understood_with_it():
    upper = ["Customer", "", "2025", "", "2024", ""]
    lower = ["No.", "City", "Sales", "GM", "Sales", "GM"]
    assert joined_headers(upper, lower) == ["Customer No.", "City", "2025 Sales", "2025 GM", "2024 Sales", "2024 GM"]


def test_a_title_is_no_row_of_captions():
    assert joined_headers(["Gross margin report", "", ""], ["Id", "Name", "Notes"]) is None


def test_sheets_of_one_shape_become_one_list_whose_rows_keep_their_place(tmp_path):
    book = write_book(tmp_path / "a.xlsx", {"North": NORTH, "South": SOUTH})
    dataset = read(book)
    assert dataset.accounts.account_id.tolist() == ["C1", "C2", "C3"]
    assert dataset.accounts.source_sheet.tolist() == ["North", "North", "South"]
    assert dataset.accounts.source_row.tolist() == [2, 3, 2]
    question = one(dataset.questions, "which_sheet")
    assert [option.code for option in question.options] == ["stack", "North", "South"]


def test_the_planner_may_take_one_sheet_instead(tmp_path):
    book = write_book(tmp_path / "a.xlsx", {"North": NORTH, "South": SOUTH})
    dataset = read(book, choices=ImportChoices(answers={"which_sheet": "South"}))
    assert dataset.accounts.account_id.tolist() == ["C3"]
    assert dataset.questions == ()


def test_findings_of_a_list_put_together_name_sheet_and_row(tmp_path):
    total = ["Total", None, None, None, None, 100, 4]
    book = write_book(tmp_path / "a.xlsx", {"North": NORTH, "South": [*SOUTH, total]})
    found = [each for each in read(book).findings if each.code.startswith("totals_row")]
    assert [(each.sheet, each.rows) for each in found] == [("South", (3,))]


def test_the_area_of_a_sheet_counts_only_where_a_far_column_is_filled():
    assert SheetFacts(last_row=1_000_000).area == 0
    assert SheetFacts(last_row=10, farthest_column="AAA").area == 7030


def test_a_list_without_headers_is_understood_by_its_values():
    rows = [["C1", "Ann Tool", "MI", "48104", 100.0, 25.0], ["C2", "Bo Supply", "OH", "43604", 200.0, 50.0]]
    fields = [column.field for column in guess_columns(rows)]
    assert fields == [ACCOUNT_ID, NAME, STATE, POSTAL_CODE, REVENUE, GROSS_MARGIN]


def test_a_list_of_anything_is_not_guessed_to_be_one_of_accounts():
    assert guess_columns([["a", "b"], ["c", "d"]]) == []
