"""Every file of the corpus is read, asked about or refused as the table beside it says: CLI, Verdicts; PRODUCT R1.9."""

import json
import os
import zipfile

import pytest

from gtm_desktop.tables.accounts import NAME
from gtm_desktop.workbook.choices import FileChoices, ImportChoices, suggested_answers
from gtm_desktop.workbook.reading.file_check import FileFormat, check_file
from tests.corpus.expected import expected, seen
from tests.corpus.formats import PASSWORD
from tests.corpus.generate import CASES, write_case
from tests.corpus.reading import dataset_of, report

EXPECTED = {each.file: each for each in expected()}
ASKED = [name for name, each in EXPECTED.items() if each.verdict == "ask"]


def written(name, folder):
    if name == "pipe.xlsx" and not hasattr(os, "mkfifo"):
        pytest.skip("the system has no named pipes")
    return write_case(name, folder)


def test_the_table_names_every_file_of_the_corpus():
    assert list(EXPECTED) == list(CASES)
    assert len(EXPECTED) >= 120


@pytest.mark.parametrize("name", CASES)
def test_a_file_of_the_corpus_is_read_as_the_table_says(name, tmp_path):
    said = report(written(name, tmp_path))
    assert seen(name, said) == EXPECTED[name]
    assert json.loads(json.dumps(said)) == said
    assert bool(said["message"]) == (said["verdict"] == "refuse")
    assert all(question["message"] and question["options"] for question in said["questions"])
    assert all(finding["message"] and finding["remedy"] for finding in said["findings"])


@pytest.mark.parametrize("name", ASKED)
def test_taking_every_suggestion_closes_every_question_and_changes_nothing(name, tmp_path):
    path = written(name, tmp_path)
    _, before = dataset_of(path)
    answers = suggested_answers(before.questions)
    assert len(answers) == len(before.questions), "two questions have one key"
    _, after = dataset_of(path, ImportChoices(answers=answers))
    assert after.questions == ()
    assert after.tables_id == before.tables_id


def test_the_password_opens_a_protected_workbook(tmp_path):
    path = written("encrypted.xlsx", tmp_path)
    right = report(path, ImportChoices(accounts_file=FileChoices(password=PASSWORD)))
    assert (right["verdict"], right["accounts"], right["totals"]["gross_margin"]) == ("ok", 4, "2500.00")
    wrong = report(path, ImportChoices(accounts_file=FileChoices(password="no")))
    assert (wrong["verdict"], wrong["code"]) == ("refuse", "wrong_password")


@pytest.mark.parametrize(
    "name", ["utf8.csv", "utf8_bom.csv", "utf16.csv", "utf16_without_mark.csv", "cp1252.csv", "cp850.csv", "cp437.csv"]
)
def test_letters_are_right_in_every_encoding(name, tmp_path):
    _, dataset = dataset_of(written(name, tmp_path))
    assert dataset.accounts[NAME].tolist() == ["Zoë Söhne", "Müller", "Café Huron", "Niño Welding"]


def test_a_chosen_encoding_and_separator_win(tmp_path):
    path = written("cp1252.csv", tmp_path)
    _, dataset = dataset_of(path, ImportChoices(accounts_file=FileChoices(encoding="cp850")))
    assert dataset.accounts[NAME].tolist()[1] != "Müller"
    answer, _ = dataset_of(path, ImportChoices(accounts_file=FileChoices(separator="|")))
    assert answer.refusal is not None


def test_names_that_look_like_values_formulas_or_markup_stay_names(tmp_path):
    names = {
        "names_like_values.xlsx": ["NA", "None", "TRUE", "#N/A Inc"],
        "names_like_formulas.xlsx": ["=cmd|'/C calc'!A0", "+1 Tools", "-Minus", "@home"],
        "names_like_markup.xlsx": ["<script>alert(1)</script>", "A & B", '"Quoted" Co', "O'Hara"],
    }
    for file, wanted in names.items():
        _, dataset = dataset_of(written(file, tmp_path))
        assert dataset.accounts[NAME].tolist() == wanted


def test_a_protected_workbook_is_known_without_its_password(tmp_path):
    assert check_file(written("encrypted.xlsx", tmp_path), password=PASSWORD) is FileFormat.ENCRYPTED


def test_the_files_of_the_corpus_are_the_same_each_time(tmp_path):
    (tmp_path / "again").mkdir()
    for name in ("plain.xlsx", "two_years_captions.xlsx", "cp850.csv"):
        assert written(name, tmp_path).read_bytes() == written(name, tmp_path / "again").read_bytes()
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as archive:
        assert archive.testzip() is None
