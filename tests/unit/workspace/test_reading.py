"""Reading as the planner decided: answers kept, meanings carried to the next workbook."""

from pathlib import Path

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import SILENT
from gtm_desktop.tables import accounts as columns
from gtm_desktop.workbook.choices import ImportChoices, ReadRequest, TableChoices
from gtm_desktop.workspace.reading import answers_of, load_choices, read_dataset, read_next, settled

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
