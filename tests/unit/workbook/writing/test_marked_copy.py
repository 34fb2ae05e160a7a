"""The marked copy of the planner's workbooks: values as they were, what was found coloured and remarked upon."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import SILENT
from gtm_desktop.planning.renewal.place_repairs import with_places
from gtm_desktop.workbook.choices import ImportChoices, ReadRequest
from gtm_desktop.workbook.writing.marked_copy import copy_and_mark, refuse_originals, write_marked_copy
from gtm_desktop.workbook.writing.marked_sheets import tab_names
from gtm_desktop.workbook.writing.remarks import Told
from tests.corpus.generate import write_case
from tests.unit.workbook.books import HEADERS, accounts_book, read, row, write_book

QUESTION, WARNING, DECIDED, NOTE = "FFCFE3F7", "FFFBE7A8", "FFD6EBD3", "FFE3E7EC"


def marked(
    accounts: Path,
    reps: Path | None = None,
    *,
    answers: dict[str, str] | None = None,
    places: dict[str, str] | None = None,
) -> openpyxl.Workbook:
    """Write the marked copy in this process and read it back."""
    choices = ImportChoices(answers=answers or {})
    dataset = with_places(read(accounts, reps, choices=choices), places or {})
    request = ReadRequest(accounts, reps, choices)
    target = accounts.with_name("marked.xlsx")
    paths = [accounts] if reps is None else [accounts, reps]
    told = Told(dataset.findings, dataset.questions, dataset.answered)
    copy_and_mark(paths, request.choices, told, target, progress=SILENT)
    return openpyxl.load_workbook(target)


def fill(cell: openpyxl.cell.Cell) -> str:
    return cell.fill.fgColor.rgb if cell.fill.fill_type else ""


def test_a_cell_with_a_question_is_coloured_and_says_what_is_asked_and_suggested(tmp_path):
    book = marked(accounts_book(tmp_path, [row("C1"), row("C2", zip=None, city=None), row("C3")]))
    cell = book["Accounts"]["E3"]
    assert fill(cell) == QUESTION
    assert cell.comment.text.startswith("To decide: 1 account could not be placed.")
    assert "Suggested: " in cell.comment.text
    assert fill(book["Accounts"]["E2"]) == ""


def test_a_cell_with_a_decision_says_what_was_asked_and_decided(tmp_path):
    path = accounts_book(tmp_path, [row("C1"), row("C1", city="Flint"), row("C3")])
    book = marked(path, answers={"duplicate_ids": "accept"})
    cell = book["Accounts"]["A3"]
    assert fill(cell) == DECIDED
    asked, decided = cell.comment.text.splitlines()[:2]
    assert asked.startswith("Decided: Asked: ")
    assert decided.startswith("You decided: ")


def test_an_account_placed_by_hand_is_decided_and_no_longer_approximate(tmp_path):
    path = accounts_book(tmp_path, [row("C1"), row("C2", zip="48199", city=None, state=None)])
    assert "approximate" in marked(path)["Accounts"]["E3"].comment.text
    cell = marked(path, places={"C2": "48104"})["Accounts"]["E3"]
    assert fill(cell) == DECIDED
    assert "Decided: Asked: Where does C2 lie?\nYou decided: 48104" in cell.comment.text
    assert "approximate" not in cell.comment.text


def test_a_converted_amount_is_remarked_upon(tmp_path):
    path = accounts_book(tmp_path, [row("C1"), row("C2", margin="CAD 100")])
    book = marked(path, answers={"mixed_currencies": "rate?CAD=0.5"})
    assert "1 CAD = 0.5 USD" in book["Accounts"]["G3"].comment.text


def test_the_first_sheet_lists_what_was_found_with_links_to_the_cells(tmp_path):
    book = marked(accounts_book(tmp_path, [row("C1"), row("C2", margin="n/k"), row("C3")]))
    page = book.worksheets[0]
    assert page.title == "What was found"
    lines = {
        cells[2].value: (cells[0].value, cells[2].hyperlink.location)
        for cells in page.iter_rows(min_row=10)
        if cells[2].hyperlink is not None
    }
    assert lines["G3"] == ("Warning", "'Accounts'!G3") or lines["G3"][0] == "To decide"
    assert all(place.startswith("'Accounts'!") for _, place in lines.values())


def test_a_row_that_was_left_out_is_coloured_as_far_as_it_is_filled(tmp_path):
    book = marked(accounts_book(tmp_path, [row("C1"), row("C2"), ["Total", None, None, None, None, 200, 50]]))
    sheet = book["Accounts"]
    assert [fill(cell) for cell in sheet[4]] == [NOTE, "", "", "", "", NOTE, NOTE]
    assert "ties" in sheet["A4"].comment.text
    assert sheet["F4"].comment is None


def test_texts_stay_texts_and_numbers_numbers(tmp_path):
    names = ["=cmd|'/C calc'!A0", "+1 Tools", "https://example.org", "<b>", "00123"]
    rows = [row(f"00{number}", name=name) for number, name in enumerate(names)]
    sheet = marked(accounts_book(tmp_path, rows))["Accounts"]
    assert [sheet.cell(at, 2).value for at in range(2, 7)] == names
    assert {sheet.cell(at, 2).data_type for at in range(2, 7)} == {"s"}
    assert [sheet.cell(at, 1).value for at in range(2, 4)] == ["000", "001"]
    assert sheet["G2"].value == 25
    assert sheet["B2"].hyperlink is None


def test_number_formats_dates_and_widths_are_those_of_the_workbook(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, [*HEADERS, "Last order"])
        sheet.write_row(1, 0, row("C1"))
        sheet.write_number(1, 6, 25, book.add_format({"num_format": "[$€-407] #,##0.00"}))
        sheet.write_datetime(1, 7, date(2025, 3, 4), book.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.set_column(1, 1, 33)
    copy = marked(path)["Accounts"]
    assert copy["G2"].number_format == "[$€-407] #,##0.00"
    assert (copy["H2"].value.date(), copy["H2"].number_format) == (date(2025, 3, 4), "dd.mm.yyyy")
    assert copy.column_dimensions["B"].width == pytest.approx(33, abs=1)


def test_hidden_sheets_are_named_and_not_copied(tmp_path):
    path = write_book(
        tmp_path / "list.xlsx",
        {"Accounts": [HEADERS, row("C1")], "Old": [HEADERS, row("X")], "Notes": [["Made by Pat"]]},
        hidden=["Old"],
    )
    book = marked(path)
    assert book.sheetnames == ["What was found", "Accounts", "Notes"]
    above = [cell.value for cell in book.worksheets[0]["A"][:6]]
    assert "Hidden sheets were not read and are not in it: Old." in above


def test_two_workbooks_whose_sheets_have_one_name_keep_their_remarks_apart(tmp_path):
    accounts = write_book(tmp_path / "list.xlsx", {"Sheet1": [HEADERS, row("C1"), row("C2", zip=None, city=None)]})
    headers = ["Rep Code", "Rep Name", "Role", "Home ZIP"]
    reps = write_book(
        tmp_path / "reps.xlsx",
        {"Sheet1": [headers, ["R1", "Ann", "Outside", "48104"], ["R2", "Bo", "Outside", None]]},
    )
    book = marked(accounts, reps)
    assert book.sheetnames == ["What was found", "Sheet1", "Sheet1 (2)"]
    assert fill(book["Sheet1"]["E3"]) == QUESTION
    assert fill(book["Sheet1 (2)"]["D3"]) == QUESTION
    assert fill(book["Sheet1"]["D3"]) == ""


def test_a_table_on_its_side_is_marked_where_its_cells_lie(tmp_path):
    rows = [list(cells) for cells in zip(*[HEADERS, row("C1"), row("C2", margin=None), row("C3")], strict=True)]
    book = marked(write_book(tmp_path / "list.xlsx", {"Accounts": rows}))
    assert fill(book["Accounts"]["C7"]) == QUESTION


def test_sheets_put_together_are_marked_in_the_columns_they_have_themselves(tmp_path):
    first = [HEADERS, row("C1"), row("C2")]
    other = [list(reversed(cells)) for cells in [HEADERS, row("C3"), row("C4", margin="n/k")]]
    book = marked(write_book(tmp_path / "list.xlsx", {"North": first, "South": other}))
    assert fill(book["South"]["A3"]) in (WARNING, QUESTION)
    assert fill(book["South"]["G3"]) == ""


@pytest.mark.parametrize("name", ["names_like_formulas.xlsx", "old.xls", "binary.xlsb", "open.ods", "cp1252.csv"])
def test_every_format_has_a_marked_copy(name, tmp_path):
    path = write_case(name, tmp_path)
    book = marked(path)
    assert len(book.worksheets) >= 2
    assert book.worksheets[1].max_row >= 5


def test_a_marked_copy_never_takes_the_place_of_a_workbook(tmp_path):
    path = accounts_book(tmp_path, [row("C1")])
    (tmp_path / "linked.xlsx").symlink_to(path)
    for target in (path, tmp_path / "linked.xlsx", tmp_path / "." / path.name):
        with pytest.raises(UserError) as refusal:
            refuse_originals(target, [path])
        assert refusal.value.code == "would_overwrite"
    with pytest.raises(UserError):
        refuse_originals(tmp_path / "copy.csv", [path])


def test_the_copy_is_written_in_a_process_of_its_own_and_the_workbook_is_not_touched(tmp_path):
    path = accounts_book(tmp_path, [row("C1"), row("C2", zip=None, city=None)])
    before = path.read_bytes()
    target = tmp_path / "Marked.xlsx"
    write_marked_copy(ReadRequest(path), read(path), target)
    assert path.read_bytes() == before
    assert openpyxl.load_workbook(target).sheetnames == ["What was found", "Accounts"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["Marked.xlsx", "accounts.xlsx"]


def test_tabs_are_names_that_excel_takes_each_once():
    names = ["A/B", "a_b", "x" * 40, "x" * 40, "What was found"]
    assert tab_names(names, taken=["What was found"]) == [
        "A_B",
        "a_b (2)",
        "x" * 31,
        "x" * 27 + " (2)",
        "What was found (2)",
    ]
