"""Decisions about a list are offered again for the next one with the same headers: PRODUCT R1.9."""

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.tables.accounts import GROSS_MARGIN
from gtm_desktop.workbook.answers_file import choices_from_json, choices_to_json, read_choices
from gtm_desktop.workbook.choices import FileChoices, ImportChoices, TableChoices
from gtm_desktop.workbook.remembered import Remembered, header_fingerprint, recall, remember

HEADERS = ["Cust #", "Name", "Net 7"]
DECISIONS = Remembered({"net 7": GROSS_MARGIN, "name": ""}, {"duplicate_ids": "add_up"})


def test_what_was_decided_comes_back_for_the_same_headers_in_any_order(tmp_path):
    remember(HEADERS, DECISIONS, folder=tmp_path)
    again = recall(["NET 7", "cust #", "name", ""], folder=tmp_path)
    assert again == DECISIONS
    assert again.fields_by_letter({"A": "Net 7", "B": "Cust #", "C": "Name"}) == {"A": GROSS_MARGIN, "C": ""}


def test_other_headers_know_nothing(tmp_path):
    remember(HEADERS, DECISIONS, folder=tmp_path)
    assert recall([*HEADERS, "ZIP"], folder=tmp_path) is None
    assert header_fingerprint(HEADERS) != header_fingerprint(HEADERS[:2])


def test_a_header_that_stands_twice_is_not_given_a_meaning(tmp_path):
    assert DECISIONS.fields_by_letter({"A": "Net 7", "B": "net 7", "C": "Name"}) == {"C": ""}


@pytest.mark.parametrize("content", ["", "[]", '{"version": 9}', '{"version": 1, "lists": {"x": 3}}', "{"])
def test_a_damaged_memory_is_an_empty_one(tmp_path, content):
    (tmp_path / "mappings.json").write_text(content)
    assert recall(HEADERS, folder=tmp_path) is None
    remember(HEADERS, DECISIONS, folder=tmp_path)
    assert recall(HEADERS, folder=tmp_path) == DECISIONS


def test_of_very_many_lists_the_oldest_is_forgotten(tmp_path):
    for number in range(202):
        remember([f"H{number}"], Remembered(), folder=tmp_path)
    assert recall(["H0"], folder=tmp_path) is None
    assert recall(["H201"], folder=tmp_path) == Remembered()


def test_choices_come_back_from_their_file_without_the_password(tmp_path):
    choices = ImportChoices(
        TableChoices("2026", 0, {"D": GROSS_MARGIN}),
        TableChoices("Team"),
        accounts_file=FileChoices("secret", "cp1252", ";"),
        answers={"duplicate_ids": "add_up"},
    )
    text = choices_to_json(choices)
    assert "secret" not in text
    (tmp_path / "answers.json").write_text(text, encoding="utf-8")
    again = read_choices(tmp_path / "answers.json")
    assert (again.accounts, again.reps, again.answers) == (choices.accounts, choices.reps, choices.answers)
    assert again.accounts_file == FileChoices(None, "cp1252", ";")


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"answer": {}}', '{"answers": {"a": 1}}', '{"accounts": {"header_row": -1}}', '{"reps": {"tab": "x"}}',
     '{"accounts": {"sheet": 3}}', '{"accounts": []}'],
)  # fmt: skip
def test_what_is_no_answers_file_is_refused_by_name(text):
    with pytest.raises(UserError, match=r"a\.json") as caught:
        choices_from_json(text, file="a.json")
    assert caught.value.code == "wrong_answers"


def test_an_answers_file_that_is_missing_is_said(tmp_path):
    with pytest.raises(UserError):
        read_choices(tmp_path / "none.json")
