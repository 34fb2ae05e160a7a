"""What was decided about a list with the same headers before, and keeping what is decided about this one."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from gtm_desktop.core.typed_answers import read_answer
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.renewal.place_repairs import PLACE
from gtm_desktop.workbook.choices import ImportChoices
from gtm_desktop.workbook.remembered import Remembered, recall, remember
from gtm_desktop.workbook.synonyms import plain

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Offer:
    """Decisions that are remembered and not made here: meanings by letter, answers by question key."""

    fields: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.fields) + len(self.answers)


def offer_for(dataset: Dataset) -> Offer:
    """Return what was decided about a list with these headers before and differs from how this one was read."""
    columns = dataset.accounts_source.columns
    known = recall([column.header for column in columns]) if columns else None
    if known is None:
        return Offer()
    now = {column.letter: column.field for column in columns}
    fields = known.fields_by_letter({column.letter: column.header for column in columns})
    asked = {question.key: question for question in (*dataset.questions, *dataset.offers)}
    answers = {
        key: answer
        for key, answer in known.answers.items()
        if key in asked and not read_answer(asked[key], answer).problem
    }
    return Offer({letter: name for letter, name in fields.items() if now[letter] != name}, answers)


def keep(dataset: Dataset, choices: ImportChoices) -> None:
    """Remember what was decided about this list, for the next one with its headers; where nothing was, do nothing."""
    columns = dataset.accounts_source.columns
    headers = {column.letter: column.header for column in columns}
    fields = {plain(headers[letter]): name for letter, name in choices.accounts.fields.items() if letter in headers}
    answers = {question.key: answer for question, answer in dataset.answered if question.code != PLACE}
    if not fields and not answers:
        return
    try:
        remember(list(headers.values()), Remembered(fields, answers))
    except OSError as error:
        _log.warning("what was decided about a list is not remembered: %s", error.strerror)
