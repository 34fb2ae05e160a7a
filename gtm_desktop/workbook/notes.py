"""Collecting what is found and asked while one table is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from gtm_desktop.core.findings import Finding, Option, Question, Severity
from gtm_desktop.core.typed_answers import read_answer
from gtm_desktop.core.words import tr
from gtm_desktop.workbook.origins import Origins

SUGGESTED = "accept"
"""The code of the suggested answer where a question gives it no other."""


@dataclass
class Notes:
    """Findings and questions about one table, in the order in which they came up.

    Attributes:
        sheet: the sheet that all of them concern.
        file: the name of the workbook that all of them concern.
        answers: the planner's answers by the key of a question; an answered question is not asked again.
        origins: where the rows of a table lie that was put together; None where rows are numbered as in the sheet.
        offers: questions that need no answer and had none; what they suggest holds.
        answered: questions that had an answer, with it.
        left_out: rows of the table that became no account or rep; each is also named in a finding.
    """

    sheet: str = ""
    file: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    origins: Origins | None = None
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    offers: list[Question] = field(default_factory=list)
    answered: list[tuple[Question, str]] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)

    def note(self, code: str, message: str, remedy: str, *, rows: Iterable[int] = (), column: str = "") -> None:
        """Say something once that misleads nobody."""
        self._find(Severity.NOTE, code, message, remedy, rows, column)

    def warn(self, code: str, message: str, remedy: str, *, rows: Iterable[int] = (), column: str = "") -> None:
        """Say something that may mislead."""
        self._find(Severity.WARNING, code, message, remedy, rows, column)

    def leave_out(self, code: str, message: str, remedy: str, *, rows: Iterable[int], is_warning: bool = False) -> None:
        """Say which rows became no account or rep, and why."""
        rows = _row_numbers(rows)
        self.left_out.update(rows)
        self._find(Severity.WARNING if is_warning else Severity.NOTE, code, message, remedy, rows, "")

    def ask(
        self,
        code: str,
        message: str,
        suggestion: str,
        *,
        rows: Iterable[int] = (),
        scope: str = "",
        suggested: str = SUGGESTED,
        others: Mapping[str, str] | Sequence[Option] = (),
        is_open: bool = True,
    ) -> str:
        """Ask what only the planner can decide, and return the code of the answer that is to be followed.

        Args:
            code: of the question.
            message: the question.
            suggestion: the suggested answer, in words.
            rows: the rows it concerns.
            scope: what tells it from others of the same code.
            suggested: the code of the suggested answer.
            others: the other answers: in words by code, or with what is typed into them.
            is_open: whether the question is open while it has no answer; else it is only offered.

        Returns:
            the code of the planner's answer where there is one that can be followed, else `suggested`.
        """
        if isinstance(others, Mapping):
            others = tuple(Option(*each) for each in others.items())
        options = (Option(suggested, suggestion), *others)
        numbers, sheet = _row_numbers(rows), self.sheet
        if self.origins is not None and numbers:
            numbers, sheet = _row_numbers(self.origins.rows_of(numbers)), self.origins.sheet_of(numbers)
        question = Question(code, message, suggestion, numbers, sheet, scope, options, self.file)
        answer = self.answers.get(question.key)
        if answer is not None:
            found = read_answer(question, answer)
            if not found.problem:
                self.answered.append((question, answer))
                return found.code
            self.warn("unknown_answer", found.problem, tr("The suggestion is followed."))
        (self.questions if is_open else self.offers).append(question)
        return suggested

    def typed(self, code: str, scope: str = "") -> Mapping[str, str]:
        """Return what was typed into the answer of a question by the names of its blanks; nothing without an answer."""
        given = [
            (question, answer) for question, answer in self.answered if (question.code, question.scope) == (code, scope)
        ]
        return read_answer(*given[-1]).values if given else {}

    def _find(self, severity: Severity, code: str, message: str, remedy: str, rows: Iterable[int], column: str) -> None:
        numbers = _row_numbers(rows)
        if self.origins is None or not numbers:
            self.findings.append(Finding(severity, code, message, remedy, self.sheet, numbers, column, self.file))
            return
        for sheet, rows_there in self.origins.by_sheet(numbers):
            letter = self.origins.letter_in(sheet, column)
            self.findings.append(Finding(severity, code, message, remedy, sheet, rows_there, letter, self.file))


def _row_numbers(rows: Iterable[int]) -> tuple[int, ...]:
    return tuple(np.unique(np.fromiter(rows, dtype=np.int64)).tolist())
