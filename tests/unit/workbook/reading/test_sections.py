"""Tables below each other in one sheet: found, named, asked about, and each one readable by itself."""

from gtm_desktop.tables.accounts import ACCOUNT_ID, SOURCE_ROW
from gtm_desktop.tables.reps import REP_ID
from gtm_desktop.workbook.choices import ImportChoices, TableChoices
from gtm_desktop.workbook.reading.sections import Section, sections
from tests.unit.workbook.books import HEADERS, one, read, row, write_book

BLANK = [None]


def is_header(texts):
    return "Id" in texts


def padded(*rows):
    width = max(map(len, rows))
    return [[*cells, *[""] * (width - len(cells))] for cells in rows]


def two_lists(folder, below):
    upper = [HEADERS, row("C1"), row("C2")]
    return write_book(folder / "lists.xlsx", {"Both": [*upper, BLANK, BLANK, ["Closed in June"], *below]})


def test_a_part_begins_below_blank_rows_and_ends_with_its_last_filled_row():
    rows = padded(["Id", "x"], ["1", 2.0], [""], [""], ["Caption"], ["Id", "x"], ["2", 3.0])
    assert sections(rows, is_header) == [Section(0, 2, 0), Section(4, 7, 5)]


def test_a_header_that_comes_again_without_blank_rows_begins_no_part():
    assert sections(padded(["Id", "x"], ["1", 2.0], ["Id", "x"], ["2", 3.0]), is_header) == []


def test_rows_of_texts_that_are_no_headers_begin_no_part():
    assert sections(padded(["Id", "x"], ["1", 2.0], [""], ["Made", "by Pat"], ["on", "Monday"]), is_header) == []


def test_a_title_above_blank_rows_is_no_part_of_its_own():
    assert sections(padded(["Our accounts"], [""], ["Id", "x"], ["1", 2.0]), is_header) == []


def test_the_question_names_the_cells_from_which_the_lists_begin(tmp_path):
    dataset = read(two_lists(tmp_path, [HEADERS, row("C3"), row("C4")]))
    question = one(dataset.questions, "which_sheet")
    assert question.message == "lists.xlsx has more than one table below each other, from A1 and A7 on."
    assert [option.code for option in question.options] == ["stack", "Both!A1", "Both!A7"]
    assert dataset.accounts[ACCOUNT_ID].tolist() == ["C1", "C2", "C3", "C4"]
    assert dataset.accounts[SOURCE_ROW].tolist() == [2, 3, 8, 9]


def test_one_of_two_lists_below_each_other_can_be_taken_by_an_answer(tmp_path):
    path = two_lists(tmp_path, [HEADERS, row("C3"), row("C4")])
    for answer, ids in (("Both!A1", ["C1", "C2"]), ("Both!A7", ["C3", "C4"])):
        dataset = read(path, choices=ImportChoices(answers={"which_sheet": answer}))
        assert dataset.accounts[ACCOUNT_ID].tolist() == ids


def test_a_chosen_header_row_reads_the_list_below_it_and_no_further(tmp_path):
    path = two_lists(tmp_path, [HEADERS, row("C3"), row("C4")])
    for header_row, ids in ((1, ["C1", "C2"]), (7, ["C3", "C4"])):
        choices = ImportChoices(accounts=TableChoices(sheet="Both", header_row=header_row))
        dataset = read(path, choices=choices)
        assert dataset.accounts[ACCOUNT_ID].tolist() == ids


def test_lists_that_share_most_ids_are_not_put_together(tmp_path):
    dataset = read(two_lists(tmp_path, [HEADERS, row("C1"), row("C2")]))
    assert one(dataset.questions, "which_sheet").options[0].code == "Both!A1"
    assert len(dataset.accounts) == 2


def test_a_roster_below_the_accounts_is_read_as_the_roster_and_asked_about(tmp_path):
    reps = [["Rep Code", "Rep Name", "Role", "Home ZIP"], ["R1", "Ann Lee", "Outside", "48104"]]
    dataset = read(two_lists(tmp_path, reps))
    assert dataset.accounts[ACCOUNT_ID].tolist() == ["C1", "C2"]
    assert dataset.reps[REP_ID].tolist() == ["R1"]
    question = one(dataset.questions, "which_sheet")
    assert question.suggestion == "Take them for the account list and the rep roster."
