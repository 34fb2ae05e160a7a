"""A planner's choices and answers as a JSON file, for the command line and for handing on.

    {"answers": {"duplicate_ids": "add_up", "in_thousands:GM ($000s)": "as_written"},
     "accounts": {"sheet": "2026", "header_row": 4, "fields": {"D": "gross_margin"},
                  "encoding": "cp1252", "separator": ";"},
     "reps": {"sheet": "Team"}}

An answer that takes typed values is an object: ``{"mixed_currencies": {"rate": {"CAD": "0.73"}}}``.

Every part may be missing. A password is never written; it may be read.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.typed_answers import written_answer
from gtm_desktop.core.words import tr
from gtm_desktop.workbook.choices import FileChoices, ImportChoices, TableChoices

_TEXTS = ("sheet", "encoding", "separator", "password")
PARTS = {"accounts", "reps", "answers"}
_KEYS = {*_TEXTS, "header_row", "fields"}


def choices_from_json(text: str, *, file: str) -> ImportChoices:
    """Return the choices that a file's text states.

    Raises:
        UserError: it is no JSON, or a part of it is none that is known; the message names it.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise _wrong(file, str(error)) from error
    if not isinstance(data, dict):
        raise _wrong(file, tr("it is no object"))
    unknown = sorted(set(data) - PARTS)
    if unknown:
        raise _wrong(file, tr("unknown: {names}", names=", ".join(unknown)))
    accounts, accounts_file = _part(data.get("accounts", {}), file)
    reps, reps_file = _part(data.get("reps", {}), file)
    answers = answers_from_json(data.get("answers", {}), file=file)
    return ImportChoices(accounts, reps, accounts_file=accounts_file, reps_file=reps_file, answers=answers)


def choices_to_json(choices: ImportChoices) -> str:
    """Return choices as the text of a file, without passwords; what is not chosen is left out."""
    parts = {
        "answers": {key: _answer_to_json(answer) for key, answer in choices.answers.items()},
        "accounts": _stated(choices.accounts, choices.accounts_file),
        "reps": _stated(choices.reps, choices.reps_file),
    }
    return json.dumps({name: part for name, part in parts.items() if part}, indent=1, ensure_ascii=False)


def read_choices(path: Path) -> ImportChoices:
    """Return the choices that a file states.

    Raises:
        UserError: it cannot be read, or states something else.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            tr("{file} cannot be read.", file=path.name), tr("Choose the file with the answers."), code="no_answers"
        ) from error
    return choices_from_json(text, file=path.name)


def _part(data: Any, file: str) -> tuple[TableChoices, FileChoices]:
    if not isinstance(data, dict) or set(data) - _KEYS:
        raise _wrong(file, tr("a list is described by {names}", names=", ".join(sorted(_KEYS))))
    texts = {name: data.get(name) for name in _TEXTS}
    row = data.get("header_row")
    if not all(value is None or isinstance(value, str) for value in texts.values()):
        raise _wrong(file, tr("{names} are texts", names=", ".join(_TEXTS)))
    if row is not None and (not isinstance(row, int) or isinstance(row, bool) or row < 0):
        raise _wrong(file, tr("a header row is a whole number"))
    table = TableChoices(texts["sheet"], row, _texts(data.get("fields", {}), file))
    return table, FileChoices(texts["password"], texts["encoding"], texts["separator"])


def answers_from_json(data: Any, *, file: str) -> dict[str, str]:
    """Return answers by the keys of questions, each as one text.

    Raises:
        UserError: one is neither a text nor an object of one code with its typed values.
    """
    if not isinstance(data, dict):
        raise _wrong(file, tr("answers are an object"))
    return {key: answer if isinstance(answer, str) else _with_values(key, answer, file) for key, answer in data.items()}


def _with_values(key: str, answer: Any, file: str) -> str:
    code, values = next(iter(answer.items())) if isinstance(answer, dict) and len(answer) == 1 else ("", None)
    if not isinstance(values, dict) or not all(
        isinstance(value, str | int | float) and not isinstance(value, bool) for value in values.values()
    ):
        raise _wrong(file, tr("{key} is answered by a text, or by a code with what is typed", key=key))
    return written_answer(code, {name: str(value) for name, value in values.items()})


def _answer_to_json(answer: str) -> Any:
    code, separator, typed = answer.partition("?")
    values = dict(parse_qsl(typed))
    return {code: values} if separator and written_answer(code, values) == answer else answer


def _texts(data: Any, file: str) -> Mapping[str, str]:
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise _wrong(file, tr("answers and fields are texts by name"))
    return data


def _stated(table: TableChoices, file: FileChoices) -> dict[str, Any]:
    stated: dict[str, Any] = {
        "sheet": table.sheet,
        "header_row": table.header_row,
        "fields": dict(table.fields) or None,
        "encoding": file.encoding,
        "separator": file.separator,
    }
    return {name: value for name, value in stated.items() if value is not None}


def _wrong(file: str, what: str) -> UserError:
    message = tr("{file} does not state answers: {what}.", file=file, what=what)
    return UserError(message, tr("See docs/import.md for what it may hold."), code="wrong_answers")
