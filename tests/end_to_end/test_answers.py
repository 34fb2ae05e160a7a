"""Answers to the import's questions on the command line: taken, refused where idle, and asked where missing."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

LINES = """Cust #,Name,Gross Margin $,City,State,Zip
1,Bolt Works,"12,000",Ann Arbor,MI,48104
2,Anvil Supply,"4,000",Nowhere,,
2,Anvil Supply,"5,000",Flint,MI,48502
3,Quarry,"50,000",Toledo,OH,43604
"""


def gtm(*arguments):
    command = [sys.executable, "-m", "gtm_desktop", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment, check=False)


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(LINES)
    return path


def plan(listed, answers, *more):
    said = listed.with_name("answers.json")
    said.write_text(json.dumps(answers) if not isinstance(answers, str) else answers)
    return gtm("plan", listed, "--answers", said, "--seconds", "1", "--json", *more)


def test_answered_questions_are_followed_and_the_plan_is_made(listed):
    run = plan(listed, {"duplicate_ids": "add_up", "missing_place": "accept"})
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert (report["accounts"], Decimal(report["gross_margin"])) == (3, Decimal(71_000))


def test_a_file_of_all_choices_is_followed_too(listed):
    run = plan(
        listed, {"answers": {"duplicate_ids": "accept", "missing_place": "accept"}, "accounts": {"header_row": 1}}
    )
    assert run.returncode == 0, run.stderr


def test_a_place_by_hand_is_an_answer_to_the_question_about_it(listed):
    run = plan(listed, {"duplicate_ids": "accept", "place:2": "48104"})
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["accounts"] == 4


def test_questions_without_an_answer_stay_open_unless_suggestions_are_taken(listed):
    run = plan(listed, {"duplicate_ids": "keep_first"})
    assert (run.returncode, run.stdout) == (3, "")
    assert "missing_place" in run.stderr
    assert "duplicate_ids" not in run.stderr
    assert plan(listed, {"duplicate_ids": "keep_first"}, "--accept-suggestions").returncode == 0


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ({"no_such_question": "accept"}, "no_such_question"),
        ({"duplicate_ids": "burn_them"}, "burn_them"),
        ({"place:2": "Atlantis, MI"}, "Atlantis"),
        ({"place:99": "48104"}, "place:99"),
        ({"duplicate_ids": 3}, "answers.json"),
        ("not json", "answers.json"),
        ("[]", "answers.json"),
    ],
)
def test_an_idle_or_wrong_answer_is_refused_in_one_clear_sentence(listed, answers, word):
    run = plan(listed, answers, "--out", listed.with_name("roster.xlsx"))
    assert (run.returncode, run.stdout) == (2, "")
    assert len(run.stderr.strip().splitlines()) == 1
    assert word in run.stderr
    assert not listed.with_name("roster.xlsx").exists()


def test_a_file_of_answers_that_is_missing_is_refused(listed):
    run = gtm("plan", listed, "--answers", listed.with_name("missing.json"))
    assert (run.returncode, len(run.stderr.strip().splitlines())) == (2, 1)


def test_inspect_names_the_answers_of_every_question(listed):
    report = json.loads(gtm("inspect", listed, "--json").stdout)
    options = {question["key"]: [each["code"] for each in question["options"]] for question in report["questions"]}
    assert "add_up" in options["duplicate_ids"]
    assert "duplicate_ids: accept | add_up" in gtm("inspect", listed).stdout
