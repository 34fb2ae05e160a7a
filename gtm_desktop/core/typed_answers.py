"""Answers that carry typed values, as one text: ``rate?CAD=0.73&EUR=1.08``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qsl, quote, urlencode

from gtm_desktop.core.findings import Blank, BlankKind, Option, Question
from gtm_desktop.core.words import tr

_LARGEST_RATE = Decimal(1_000_000)


@dataclass(frozen=True)
class ReadAnswer:
    """An answer taken apart.

    Attributes:
        code: of the option; empty where there is none.
        values: what was typed by the names of blanks, presets filled in, as text that needs no further checking.
        problem: why it cannot be followed, in words; empty where it can.
    """

    code: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def written_answer(code: str, values: Mapping[str, str]) -> str:
    """Return an answer as one text; without values it is the code."""
    typed = {name: value.strip() for name, value in values.items() if value.strip()}
    return f"{code}?{urlencode(typed, quote_via=quote)}" if typed else code


def read_answer(question: Question, answer: str) -> ReadAnswer:
    """Take an answer to a question apart and check what was typed."""
    option = _option(question, answer)
    if option is None:
        return ReadAnswer(problem=tr("{answer} is no answer to {key}.",
                                     answer=answer, key=question.key))  # fmt: skip
    given = dict(parse_qsl(answer[len(option.code) + 1 :], keep_blank_values=True))
    strange = sorted(set(given) - {blank.name for blank in option.blanks})
    if strange:
        return ReadAnswer(problem=tr("{key}: the answer {code} takes no {name}.", key=question.key, code=option.code,
                                     name=strange[0]))  # fmt: skip
    values = {}
    for blank in option.blanks:
        text = given.get(blank.name, "").strip() or blank.preset
        problem = _problem(blank, text)
        if problem:
            return ReadAnswer(problem=tr("{key}: {problem}", key=question.key, problem=problem))
        if text:
            values[blank.name] = text
    return ReadAnswer(option.code, values)


def answer_words(question: Question, answer: str) -> str:
    """Put an answer into words, with what was typed; an answer that is none is given as it stands."""
    found = read_answer(question, answer)
    label = next((option.label for option in question.options if option.code == found.code), answer)
    blanks = {blank.name: blank.label for option in question.options for blank in option.blanks}
    typed = "; ".join(f"{blanks[name]}: {value}" for name, value in found.values.items())
    return f"{label} {typed}." if typed else label


def _option(question: Question, answer: str) -> Option | None:
    exact = next((option for option in question.options if option.code == answer), None)
    if exact is not None:
        return exact
    return next((each for each in question.options if each.blanks and answer.startswith(f"{each.code}?")), None)


def _problem(blank: Blank, text: str) -> str:
    """Say why a text cannot stand for a blank; "" where it can."""
    if not text:
        return tr("{label} is missing.", label=blank.label) if blank.is_needed else ""
    wrong = {"label": blank.label, "text": text}
    if blank.kind is BlankKind.RATE and not _is_rate(text):
        return tr("{label}: {text} is no rate; type a number over 0, such as 0.73.", **wrong)
    if blank.kind is BlankKind.COUNT and not (text.isascii() and text.isdecimal() and 1 <= int(text) <= blank.most):
        return tr("{label}: {text} is no whole number from 1 to {most}.", most=blank.most, **wrong)
    if blank.kind is BlankKind.DAY and not _is_day(text):
        return tr("{label}: {text} is no day; type it as 2026-12-31.", **wrong)
    return ""


def _is_rate(text: str) -> bool:
    if not text.isascii() or "_" in text:
        return False
    try:
        rate = Decimal(text)
    except InvalidOperation:
        return False
    return rate.is_finite() and 0 < rate <= _LARGEST_RATE


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
