"""Reading workbooks as the planner decided: questions answered, places repaired, meanings of columns kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.findings import Question
from gtm_desktop.core.progress import Progress
from gtm_desktop.core.typed_answers import read_answer
from gtm_desktop.core.words import tr
from gtm_desktop.planning.dataset import Dataset, Source
from gtm_desktop.planning.renewal.place_repairs import PLACE, typed_place, with_places
from gtm_desktop.tables.accounts import ACCOUNT_ID
from gtm_desktop.workbook.answers_file import PARTS, answers_from_json, read_choices
from gtm_desktop.workbook.choices import ImportChoices, ReadRequest, TableChoices
from gtm_desktop.workbook.cleaning.choose_tables import no_data_rows
from gtm_desktop.workbook.cleaning.periods import MARGIN_MEANS
from gtm_desktop.workbook.importing import read_in_child

PLACE_PREFIX = f"{PLACE}:"
"""An answer under this and an account id is where that account lies, as it was typed."""


def read_dataset(request: ReadRequest, *, progress: Progress) -> Dataset:
    """Read an account list and a roster with what was corrected, answered and placed by hand.

    Answers to questions that are not asked any more are passed over.

    Raises:
        UserError: no account list can be read.
        Cancelled: `progress` said so.
    """
    answer, dataset = read_in_child(request.accounts, request.reps, progress=progress, choices=request.choices)
    if dataset is None:
        raise answer.refusal or no_data_rows(request.accounts.name)
    return with_places(dataset, typed_places(request.choices))


def typed_places(choices: ImportChoices) -> dict[str, str]:
    """Return where accounts lie by hand, as it was typed, by account id."""
    answers = choices.answers.items()
    return {key.removeprefix(PLACE_PREFIX): text for key, text in answers if key.startswith(PLACE_PREFIX)}


def answers_of(dataset: Dataset) -> dict[str, str]:
    """Return what the planner decided about this data, by the keys of questions; places by hand included."""
    return {question.key: answer for question, answer in dataset.answered}


def read_next(open_data: Dataset, request: ReadRequest, *, progress: Progress) -> tuple[Dataset, ReadRequest]:
    """Read the next workbook of a plan as the open one was read, and return the data and the request that reads it so.

    What was answered stays answered; a column whose header the open one had means what it meant there. Without a
    roster in the workbook the open one's stays.

    Raises:
        UserError: no account list can be read.
        Cancelled: `progress` said so.
    """
    choices = replace(request.choices, answers=answers_of(open_data) | dict(request.choices.answers))
    request = replace(request, choices=choices)
    dataset = read_dataset(request, progress=progress)
    of_accounts = _same_meanings(open_data.accounts_source, dataset.accounts_source)
    of_reps = _same_meanings(open_data.reps_source, dataset.reps_source)
    if of_accounts or of_reps:
        choices = replace(
            choices,
            accounts=_with_fields(choices.accounts, of_accounts),
            reps=_with_fields(choices.reps, of_reps),
        )
        request = replace(request, choices=choices)
        dataset = read_dataset(request, progress=progress)
    if dataset.reps.empty:
        dataset = replace(dataset, reps=open_data.reps, reps_source=open_data.reps_source)
    return dataset, request


def _same_meanings(old: Source, new: Source) -> dict[str, str]:
    """Return the meanings by letter in which a new table differs from an old one under the same headers.

    Headers that a table has twice tell nothing.
    """
    meant = _by_header(old)
    letters = {column.letter: column for column in new.columns if column.header in _by_header(new)}
    return {
        letter: meant[column.header]
        for letter, column in letters.items()
        if column.header in meant and meant[column.header] != column.field
    }


def _by_header(source: Source) -> dict[str, str]:
    headers = [column.header for column in source.columns]
    return {column.header: column.field for column in source.columns if headers.count(column.header) == 1}


def _with_fields(choices: TableChoices, fields: Mapping[str, str]) -> TableChoices:
    return replace(choices, fields={**choices.fields, **fields})


def load_choices(path: Path) -> ImportChoices:
    """Read a JSON file of answers: the code of an answer under the key of each question, or a file of all choices.

    Raises:
        UserError: it cannot be read or states something else.
    """
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return read_choices(path)
    if isinstance(said, dict) and not PARTS & set(said):
        return ImportChoices(answers=answers_from_json(said, file=path.name))
    return read_choices(path)


def settled(dataset: Dataset, answers: Mapping[str, str]) -> Dataset | None:
    """Return the data with these answers given, without reading anything again.

    None where an answer is not the suggestion, which was followed already, or belongs to no question without an
    answer. What margin means may be answered in any way: it is noted and changes nothing.
    """
    by_key = {question.key: question for question in (*dataset.questions, *dataset.offers)}
    for key, answer in answers.items():
        if key not in by_key or not by_key[key].options or read_answer(by_key[key], answer).problem:
            return None
        if by_key[key].options[0].code != answer and by_key[key].code != MARGIN_MEANS:
            return None
    offers = tuple(question for question in dataset.offers if question.key not in answers)
    still = tuple(question for question in dataset.questions if question.key not in answers)
    given = tuple((by_key[key], answer) for key, answer in answers.items())
    return replace(dataset, questions=still, offers=offers, answered=(*dataset.answered, *given))


def read_strictly(request: ReadRequest, *, progress: Progress) -> Dataset:
    """Read workbooks with the answers of a request, none of which may be idle.

    An answer under a question's code alone answers all questions of that code that are not answered apart.

    Raises:
        UserError: no account list can be read; or an answer belongs to no question, is none of its answers, or places
            an account that is not there or somewhere unknown.
        Cancelled: `progress` said so.
    """
    answers = request.choices.answers
    _refuse_unknown_places(answers)
    dataset = _read_with(request, answers, progress)
    keys = _keys(dataset)
    asked = (*dataset.questions, *dataset.offers)
    general = {question.code: answers[question.code] for question in asked
               if question.code in answers and question.key != question.code}  # fmt: skip
    if general:
        answers = {key: answer for key, answer in answers.items() if key not in general or key in keys} | {
            question.key: general[question.code]
            for question in asked
            if question.code in general and question.key not in answers
        }
        dataset = _read_with(request, answers, progress)
    _refuse_idle(dataset, answers)
    return dataset


def _read_with(request: ReadRequest, answers: Mapping[str, str], progress: Progress) -> Dataset:
    return read_dataset(replace(request, choices=replace(request.choices, answers=dict(answers))), progress=progress)


def _keys(dataset: Dataset) -> set[str]:
    asked = (*dataset.questions, *dataset.offers, *(each for each, _ in dataset.answered))
    return {question.key for question in asked}


def _refuse_unknown_places(answers: Mapping[str, str]) -> None:
    for account_id, text in typed_places(ImportChoices(answers=answers)).items():
        if typed_place(text) is None:
            raise UserError(
                tr("{place}, where {account} is said to lie, is not known.", place=text, account=account_id),
                tr("Write a ZIP code, a city with its state, or latitude and longitude."),
                code="unknown_place",
            )


def _refuse_idle(dataset: Dataset, answers: Mapping[str, str]) -> None:
    known = _keys(dataset) | {f"{PLACE_PREFIX}{account}" for account in dataset.accounts[ACCOUNT_ID]}
    idle = [key for key in answers if key not in known]
    if idle:
        raise UserError(
            tr("There is no question {key}.", key=idle[0]),
            tr("Those asked are: {keys}.", keys=", ".join(sorted(_keys(dataset))) or tr("none")),
            code="unknown_question",
        )
    wrong = _wrongly_answered((*dataset.questions, *dataset.offers), answers)
    if wrong is not None:
        raise UserError(
            read_answer(wrong, answers[wrong.key]).problem,
            tr("The answers are: {answers}.", answers=", ".join(option.code for option in wrong.options)),
            code="unknown_answer",
        )


def _wrongly_answered(questions: Iterable[Question], answers: Mapping[str, str]) -> Question | None:
    return next((question for question in questions if question.key in answers), None)
