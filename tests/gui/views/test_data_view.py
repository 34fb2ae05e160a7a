"""What the Data page says, without a window."""

from dataclasses import replace

import pandas as pd
import pytest

from gtm_desktop.core.findings import Blank, BlankKind, Finding, Option, Question, Severity
from gtm_desktop.geo.place_match import PlaceMatch
from gtm_desktop.planning.dataset import Dataset, Source, SourceColumn
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import left_out
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.left_out import LeftOutReason, left_out_table
from gtm_desktop.tables.reps import Role
from gtm_desktop.ui.pages.data.deciding import question_view
from gtm_desktop.ui.pages.data.found import APPROXIMATE, LEFT_OUT, NOT_PLACED, Weight
from gtm_desktop.ui.pages.data.rows import rows_behind
from gtm_desktop.ui.pages.data.view import KEPT, Match, Reading, data_view
from gtm_desktop.workbook.choices import TableChoices
from tests.unit.planning.builders import accounts, reps

NAN = float("nan")


@pytest.fixture
def data() -> Dataset:
    """Three accounts: placed, approximate and not placed; row 9 of the list is a totals row."""
    table = accounts(
        **{
            columns.NAME: ["Bolt", "Anvil", "Quarry"],
            columns.POSTAL_CODE: ["49503", "49599", None],
            columns.LAT: [42.9, 42.9, NAN],
            columns.LON: [-85.6, -85.6, NAN],
            columns.PLACE_MATCH: [str(PlaceMatch.EXACT_POSTAL), str(PlaceMatch.ZIP3), str(PlaceMatch.NONE)],
            columns.GROSS_MARGIN: [100_000, None, 300_000],
            columns.SOURCE_ROW: [5, 6, 7],
        }
    )
    people = reps(
        **{
            rep_columns.NAME: ["Ann", "Bo", None],
            rep_columns.ROLE: [Role.OUTSIDE.value, Role.INSIDE.value, Role.OUTSIDE.value],
            rep_columns.IS_OPEN: [False, False, True],
            rep_columns.SOURCE_ROW: [2, 3, 4],
        }
    )
    mapped = (
        SourceColumn("Cust #", "A", columns.ACCOUNT_ID, 1.0, "A0", 1.0),
        SourceColumn("GP $", "B", columns.GROSS_MARGIN, 0.9, "1000", 0.67),
        SourceColumn("Notes", "C", "", 0.0, "Ask Jan", 0.1),
    )
    findings = (
        Finding(Severity.NOTE, "totals_row", "Row 9 is a total.", "Left out.", "List", (9,)),
        Finding(Severity.WARNING, "unreadable", "1 cell.", "Kept as missing.", "List", (6,), "B"),
        Finding(Severity.NOTE, "equal_rep_names", "Two.", "Codes.", "Reps", (2, 3), "D"),
    )
    return Dataset(
        table,
        people,
        findings,
        (Question("missing_place", "1 account could not be placed.", "Keep it.", (7,), "List"),),
        Source("list.xlsx", "List", 4, 4, mapped),
        Source(
            "reps.xlsx", "Reps", 1, 3, (SourceColumn("Index", "D", rep_columns.PERFORMANCE_INDEX, 1.0, "1.2", 1.0),)
        ),
    )


def _view(data, reading=None, *, shows_people=True):
    return data_view(data, reading or Reading(is_known=True), shows_people=shows_people)


def test_a_column_is_exact_guessed_or_kept_as_it_is(data):
    assert [column.match for column in _view(data).accounts.columns] == [Match.EXACT, Match.GUESSED, Match.KEPT]


def test_a_column_without_a_meaning_says_what_it_is_used_for(data):
    headers = ("Status", "Last Order", "Curr", "Shoe size")
    used = tuple(SourceColumn(header, "H", KEPT, 0.0, "1", 1.0) for header in headers)
    shown = _view(replace(data, accounts_source=replace(data.accounts_source, columns=used))).accounts.columns
    assert [column.match_words for column in shown] == [
        "used: status",
        "used: last order",
        "used: currency",
        "kept as it is",
    ]


def test_a_meaning_that_was_corrected_says_that_it_was_chosen(data):
    chosen = Reading(is_known=True, accounts=TableChoices(fields={"B": columns.GROSS_MARGIN}))
    assert _view(data, chosen).accounts.columns[1].match is Match.CHOSEN


def test_the_path_names_file_sheet_header_row_and_totals_left_out(data):
    path = _view(data).accounts.path
    assert path == "list.xlsx › sheet “List” › header found in row 4 › 1 totals row left out"


def test_what_the_program_computes_is_no_meaning_of_a_column(data):
    codes = [code for code, _title in _view(data).accounts.meanings]
    assert codes[0] == KEPT
    assert columns.PLACE_MATCH not in codes
    assert columns.GROSS_MARGIN in codes


def test_questions_come_before_warnings_and_warnings_before_notes(data):
    weights = [each.weight for each in _view(data).findings]
    assert weights == [Weight.GOOD, Weight.QUESTION, Weight.WARNING, Weight.NOTE, Weight.NOTE]


def test_open_questions_say_what_is_followed_until_they_are_decided(data):
    asked = _view(data).findings[1]
    assert (asked.weight, asked.remedy) == (Weight.QUESTION, "followed until you decide: Keep it.")


def test_places_are_counted_as_placed_approximate_and_not_placed(data):
    assert _view(data).places.words == "1 placed · 1 approximate · 1 not placed"


def test_people_are_counted_by_role_with_open_positions_apart(data):
    assert _view(data).people == ("1 outside rep", "1 inside rep", "1 open position")


def test_workshop_mode_hides_the_example_of_a_personal_column(data):
    assert _view(data).reps.columns[0].example == "1.2"
    assert _view(data, shows_people=False).reps.columns[0].example == "hidden"


@pytest.mark.parametrize("field", [rep_columns.START, ""])
def test_workshop_mode_hides_start_dates_and_columns_whose_meaning_is_not_known(data, field):
    salary = SourceColumn("Salary?", "E", field, 1.0, "84,000", 1.0)
    other = replace(data, reps_source=replace(data.reps_source, columns=(salary,)))
    assert _view(other).reps.columns[0].example == "84,000"
    assert _view(other, shows_people=False).reps.columns[0].example == "hidden"


def test_a_plan_from_a_file_says_how_a_meaning_can_be_corrected(data):
    view = _view(data, Reading())
    assert not view.can_correct
    assert "open the workbook again" in view.hint


def test_a_new_reading_says_that_decisions_are_kept(data):
    assert "keeps your rules and decisions" in _view(data, Reading(is_known=True, has_decisions=True)).hint


def test_the_rows_behind_a_finding_are_found_by_their_source_row(data):
    rows = rows_behind(data, "finding:1", shows_people=True)
    assert (rows.numbers.tolist(), rows.ids, rows.names, rows.became) == ([6], ("A1",), ("Anvil",), ("in the plan",))


def test_a_row_that_became_no_account_says_that_it_was_left_out(data):
    rows = rows_behind(data, "finding:0", shows_people=True)
    assert (rows.numbers.tolist(), rows.ids, rows.became) == ([9], ("",), ("left out",))


def test_rows_without_a_place_show_their_postal_code(data):
    rows = rows_behind(data, "question:0", shows_people=True)
    assert (rows.cell_title, rows.cells) == ("Postal code", ("–",))


def test_accounts_not_placed_and_approximate_ones_can_be_listed(data):
    assert rows_behind(data, NOT_PLACED, shows_people=True).ids == ("A2",)
    assert rows_behind(data, APPROXIMATE, shows_people=True).ids == ("A1",)


def test_rows_of_the_roster_show_no_score_in_workshop_mode(data):
    assert rows_behind(data, "finding:2", shows_people=True).cell_title == "Performance index"
    hidden = rows_behind(data, "finding:2", shows_people=False)
    assert (hidden.cell_title, hidden.names) == ("", ("Ann", "Bo"))


def test_rows_of_sheets_that_share_a_name_are_told_by_number_only(data):
    same = replace(data, reps_source=replace(data.reps_source, sheet="List"))
    rows = rows_behind(same, "finding:1", shows_people=True)
    assert (rows.numbers.tolist(), rows.ids, rows.became) == ([6], ("",), ("see the sheet",))


def test_sheets_that_share_a_name_are_told_apart_by_their_workbooks(data):
    sources = {"accounts_source": replace(data.accounts_source, file="list.xlsx"),
               "reps_source": replace(data.reps_source, sheet="List", file="reps.xlsx")}  # fmt: skip
    for file, ids in (("list.xlsx", "A1"), ("reps.xlsx", "")):
        findings = tuple(replace(each, file=file) for each in data.findings)
        same = replace(data, findings=findings, **sources)
        assert rows_behind(same, "finding:1", shows_people=True).ids == (ids,)


@pytest.mark.parametrize("key", ["", "finding:99", "question:x", "read:accounts"])
def test_an_unknown_key_has_no_rows(data, key):
    assert rows_behind(data, key, shows_people=True).numbers.size == 0


def _with_left_out(data):
    aside = left_out_table(
        pd.DataFrame(
            {
                left_out.REASON: [LeftOutReason.CASH_SALE, LeftOutReason.CLOSED],
                columns.ACCOUNT_ID: ["X1", "X2"],
                columns.NAME: ["CASH SALES", "Gone"],
                columns.GROSS_MARGIN: [50_000, None],
                columns.SOURCE_ROW: [8, 10],
            }
        )
    )
    return replace(data, left_out=aside)


def test_what_was_left_out_is_said_with_a_sum_that_ties(data):
    said = next(each for each in _view(_with_left_out(data)).findings if each.key == LEFT_OUT)
    assert said.number == "2 rows"
    assert said.remedy == "gross margin: $4,000 planned + $500 left out = $4,500 in the whole list"
    assert LEFT_OUT not in [each.key for each in _view(data).findings]


def test_rows_that_were_left_out_show_their_money_and_why(data):
    rows = rows_behind(_with_left_out(data), LEFT_OUT, shows_people=True)
    assert rows.ids == ("X1", "X2")
    assert rows.became == ("Cash or counter sale", "Closed")
    assert rows.margins[0] == 50_000


def test_what_may_be_said_is_no_question_and_shows_what_holds(data):
    offer = Question("margin_means", "Before or after?", "Not said.", options=(Option("accept", "Not said."),))
    view = _view(replace(data, offers=(offer,)))
    said = next(each for each in view.findings if each.key == "offer:0")
    assert (said.weight, said.word, said.remedy) == (Weight.NOTE, "You may say", "Not said.")
    assert view.suggestions == _view(data).suggestions


def test_an_answer_with_typed_values_shows_them_and_its_words(data):
    blank = Blank("CAD", "1 CAD in USD", BlankKind.RATE)
    question = Question(
        "mixed_currencies",
        "Several.",
        "Keep.",
        options=(Option("accept", "Keep."), Option("rate", "Convert.", (blank,))),
    )
    asked = replace(data, questions=(question,))
    view = question_view(asked, "question:0", {"mixed_currencies": "rate?CAD=0.73"}, can_read=True)
    assert (view.answer, view.options[1].blanks[0].text) == ("rate", "0.73")
    shown = data_view(asked, Reading(pending={"mixed_currencies": "rate?CAD=0.73"}), shows_people=True)
    assert shown.findings[1].remedy == "Convert. 1 CAD in USD: 0.73."


def test_what_margin_means_may_be_said_without_the_workbook(data):
    offer = Question(
        "margin_means", "Before?", "Not said.", options=(Option("accept", "Not said."), Option("a", "After."))
    )
    assert question_view(replace(data, offers=(offer,)), "offer:0", {}, can_read=False).refusal == ""
