"""Findings: what is imperfect in the data, each with its cell and a remedy."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error keeps a row out, a warning may mislead, a note is said once."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One kind of imperfection in one table.

    Attributes:
        severity: error, warning or note.
        code: a stable snake_case name.
        message: what was found, in words.
        remedy: what to do, or what was done about it.
        sheet: the sheet it was found on; empty where it concerns the whole file.
        rows: the rows it concerns as the spreadsheet numbers them, ascending.
        column: the spreadsheet's letter for the column; empty where no single column is meant.
        file: the name of the workbook it was found in; empty where that is not known.
    """

    severity: Severity
    code: str
    message: str
    remedy: str
    sheet: str = ""
    rows: tuple[int, ...] = ()
    column: str = ""
    file: str = ""


class BlankKind(StrEnum):
    """What is typed into an answer: a rate over 0, a whole number from 1, or a day."""

    RATE = "rate"
    COUNT = "count"
    DAY = "day"


@dataclass(frozen=True)
class Blank:
    """A value that an answer needs typed.

    Attributes:
        name: by which an answers file gives it, such as CAD.
        label: what it is, in words.
        kind: what may be typed.
        preset: what holds where nothing is typed; empty where it must be typed, or may be left out.
        is_needed: whether the answer cannot be given without it.
        most: the largest whole number that makes sense.
    """

    name: str
    label: str
    kind: BlankKind
    preset: str = ""
    is_needed: bool = True
    most: int = 1200


@dataclass(frozen=True)
class Option:
    """One answer to a question.

    Attributes:
        code: a stable snake_case name, or a name out of the data.
        label: what it means, in words.
        blanks: what has to be typed with it.
    """

    code: str
    label: str
    blanks: tuple[Blank, ...] = ()


@dataclass(frozen=True)
class Question:
    """Something only the planner can decide, with what the program suggests.

    Attributes:
        code: a stable snake_case name, by which an answer finds it.
        message: the question in words.
        suggestion: what is done if the suggestion is taken, in words.
        rows: the rows it concerns as the spreadsheet numbers them, ascending.
        sheet: the sheet it concerns; empty where it concerns the whole file.
        scope: what tells it from other questions of the same code, such as a header; empty where there is one only.
        options: the answers; the first is what is suggested.
        file: the name of the workbook it concerns; empty where that is not known.
    """

    code: str
    message: str
    suggestion: str
    rows: tuple[int, ...] = ()
    sheet: str = ""
    scope: str = ""
    options: tuple[Option, ...] = ()
    file: str = ""

    @property
    def key(self) -> str:
        """The name under which an answer is kept: the code, and the scope where there is one."""
        return f"{self.code}:{self.scope}" if self.scope else self.code
