"""Collecting what is found and asked while one table is read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from gtm_desktop.core.findings import Finding, Question, Severity


@dataclass
class Notes:
    """Findings and questions about one table, in the order in which they came up.

    Attributes:
        sheet: the sheet that all of them concern.
        left_out: rows of the spreadsheet that became no account or rep; each is also named in a finding.
    """

    sheet: str = ""
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
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

    def ask(self, code: str, message: str, suggestion: str, *, rows: Iterable[int] = ()) -> None:
        """Ask what only the planner can decide."""
        self.questions.append(Question(code, message, suggestion, _row_numbers(rows), self.sheet))

    def _find(self, severity: Severity, code: str, message: str, remedy: str, rows: Iterable[int], column: str) -> None:
        self.findings.append(Finding(severity, code, message, remedy, self.sheet, _row_numbers(rows), column))


def _row_numbers(rows: Iterable[int]) -> tuple[int, ...]:
    return tuple(np.unique(np.fromiter(rows, dtype=np.int64)).tolist())
