"""Answers with typed values: written as one text, taken apart, and refused with a reason."""

import pytest

from gtm_desktop.core.findings import Blank, BlankKind, Option, Question
from gtm_desktop.core.typed_answers import answer_words, read_answer, written_answer

RATES = Question(
    "mixed_currencies",
    "Amounts are in several currencies.",
    "Keep those in USD.",
    options=(
        Option("accept", "Keep those in USD."),
        Option("rate", "Convert them.", (Blank("CAD", "1 CAD in USD", BlankKind.RATE),)),
    ),
)
PERIOD = Question(
    "period",
    "Which months?",
    "A full year.",
    options=(
        Option("accept", "A full year."),
        Option(
            "months",
            "As typed.",
            (
                Blank("months", "Months covered", BlankKind.COUNT, preset="12", most=36),
                Blank("year_end", "Last day", BlankKind.DAY, is_needed=False),
            ),
        ),
    ),
)


def test_an_answer_without_values_is_its_code():
    assert written_answer("accept", {}) == "accept"
    assert read_answer(RATES, "accept").code == "accept"


def test_a_typed_value_comes_back_as_it_was_typed():
    answer = written_answer("rate", {"CAD": " 0.73 "})
    assert answer == "rate?CAD=0.73"
    assert (read_answer(RATES, answer).code, read_answer(RATES, answer).values) == ("rate", {"CAD": "0.73"})


def test_a_preset_stands_where_nothing_was_typed_and_an_unneeded_value_may_be_missing():
    assert read_answer(PERIOD, "months").values == {"months": "12"}


@pytest.mark.parametrize("rate", ["0,73", "0", "-1", "inf", "nan", "about 1", "1e99"])
def test_what_is_no_rate_over_zero_is_refused_with_an_example(rate):
    problem = read_answer(RATES, written_answer("rate", {"CAD": rate})).problem
    assert problem == f"mixed_currencies: 1 CAD in USD: {rate} is no rate; type a number over 0, such as 0.73."


def test_a_needed_value_that_is_missing_is_named():
    assert read_answer(RATES, "rate").problem == "mixed_currencies: 1 CAD in USD is missing."


@pytest.mark.parametrize("months", ["0", "37", "9.5", "nine", "٩"])
def test_months_are_whole_and_no_more_than_make_sense(months):
    problem = read_answer(PERIOD, written_answer("months", {"months": months})).problem
    assert problem == f"period: Months covered: {months} is no whole number from 1 to 36."


def test_a_day_is_typed_as_iso():
    assert read_answer(PERIOD, written_answer("months", {"year_end": "9/30/2026"})).problem.startswith(
        "period: Last day"
    )
    assert read_answer(PERIOD, written_answer("months", {"year_end": "2026-09-30"})).problem == ""


def test_a_value_that_an_answer_does_not_take_is_refused():
    assert read_answer(RATES, "rate?CAD=0.73&EUR=1").problem == "mixed_currencies: the answer rate takes no EUR."
    assert read_answer(RATES, "half").problem == "half is no answer to mixed_currencies."


def test_words_of_an_answer_say_what_was_typed():
    assert answer_words(RATES, "rate?CAD=0.73") == "Convert them. 1 CAD in USD: 0.73."
    assert answer_words(RATES, "accept") == "Keep those in USD."
    assert answer_words(RATES, "gone") == "gone"
