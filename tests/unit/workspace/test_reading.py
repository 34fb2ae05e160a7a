"""Reading as the planner decided: answers kept, meanings carried to the next workbook."""

from pathlib import Path

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import SILENT
from gtm_desktop.tables import accounts as columns
from gtm_desktop.workbook.answers_file import choices_from_json, choices_to_json
from gtm_desktop.workbook.choices import ImportChoices, ReadRequest, TableChoices
from gtm_desktop.workspace.reading import answers_of, load_choices, read_dataset, read_next, read_strictly, settled

OCTOBER = "Cust #,Name,Worth,ZIP\n1,Bolt,100,48104\n2,Anvil,200,\n"
NOVEMBER = "Name,ZIP,Cust #,Worth\nBolt,48104,1,150\nAnvil,,2,250\nNew,48502,3,50\n"


@pytest.fixture
def october(tmp_path: Path) -> ReadRequest:
    path = tmp_path / "october.csv"
    path.write_text(OCTOBER)
    fields = {"C": columns.GROSS_MARGIN}
    return ReadRequest(path, None, ImportChoices(TableChoices(fields=fields), answers={"place:2": "Flint, MI"}))


def test_a_place_by_hand_is_there_after_reading_and_counts_as_answered(october: ReadRequest) -> None:
    data = read_dataset(october, progress=SILENT)
    assert data.accounts[columns.LAT].notna().all()
    assert answers_of(data) == {"place:2": "Flint, MI"}


def test_the_next_workbook_means_by_its_headers_what_the_last_one_meant(october: ReadRequest) -> None:
    data = read_dataset(october, progress=SILENT)
    path = october.accounts.with_name("november.csv")
    path.write_text(NOVEMBER)
    newer, request = read_next(data, ReadRequest(path), progress=SILENT)
    assert newer.accounts[columns.GROSS_MARGIN].tolist() == [15_000, 25_000, 5_000]
    assert newer.accounts[columns.LAT].notna().all()
    assert request.choices.answers == {"place:2": "Flint, MI"}


def test_suggestions_are_taken_without_reading_and_other_answers_are_not(october: ReadRequest) -> None:
    data = read_dataset(ReadRequest(october.accounts), progress=SILENT)
    question = data.questions[0]
    taken = settled(data, {question.key: question.options[0].code})
    assert taken is not None
    assert question not in taken.questions
    assert answers_of(taken) == {question.key: question.options[0].code}
    assert settled(data, {question.key: "something else"}) is None
    assert settled(data, {"no_such_question": "accept"}) is None


def test_answers_alone_and_all_choices_are_both_read(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text('{"duplicate_ids": "add_up"}')
    assert load_choices(path).answers == {"duplicate_ids": "add_up"}
    path.write_text('{"answers": {"duplicate_ids": "add_up"}, "accounts": {"header_row": 4}}')
    assert load_choices(path).accounts.header_row == 4
    path.write_text("[1]")
    with pytest.raises(UserError):
        load_choices(path)


def test_typed_values_are_read_as_objects_alone_or_among_all_choices(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    typed = {"mixed_currencies": "rate?CAD=0.73", "period:GM": "months?months=9"}
    path.write_text('{"mixed_currencies": {"rate": {"CAD": "0.73"}}, "period:GM": {"months": {"months": 9}}}')
    assert load_choices(path).answers == typed
    path.write_text('{"answers": {"mixed_currencies": {"rate": {"CAD": "0.73"}}, "period:GM": "months?months=9"}}')
    assert load_choices(path).answers == typed
    assert choices_from_json(choices_to_json(load_choices(path)), file="a.json").answers == typed


@pytest.mark.parametrize("answer", ['{"rate": 5}', '{"rate": {"CAD": true}}', '{"a": {}, "b": {}}', "5", "null"])
def test_an_answer_that_is_neither_text_nor_code_with_values_is_refused(answer: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(f'{{"mixed_currencies": {answer}}}')
    with pytest.raises(UserError, match="mixed_currencies is answered by a text, or by a code with what is typed"):
        load_choices(path)


def test_what_margin_means_is_noted_without_reading_again(october: ReadRequest) -> None:
    data = read_dataset(october, progress=SILENT)
    noted = settled(data, {"margin_means": "after_rebates"})
    assert noted is not None
    assert answers_of(noted)["margin_means"] == "after_rebates"
    assert "margin_means" not in {question.code for question in noted.offers}
    assert settled(data, {"margin_means": "sideways"}) is None


def test_an_answer_to_a_code_alone_holds_for_every_question_of_it_that_is_offered(october: ReadRequest) -> None:
    path = october.accounts.with_name("two.csv")
    path.write_text("Cust #,Name,Sales,GM,State,ZIP\n1,Bolt,100,10,MI,48104\n")
    choices = ImportChoices(answers={"period": "months?months=6"})
    data = read_strictly(ReadRequest(path, None, choices), progress=SILENT)
    assert data.accounts[columns.REVENUE].tolist() == [20_000]
    assert data.accounts[columns.GROSS_MARGIN].tolist() == [2_000]


def test_a_typed_value_that_is_wrong_is_refused_in_one_clear_sentence(october: ReadRequest) -> None:
    path = october.accounts.with_name("two.csv")
    path.write_text("Cust #,Name,GM,State,ZIP\n1,Bolt,10,MI,48104\n")
    choices = ImportChoices(answers={"period:GM": "months?months=0"})
    with pytest.raises(UserError, match="period:GM: Months covered: 0 is no whole number from 1 to 36"):
        read_strictly(ReadRequest(path, None, choices), progress=SILENT)
