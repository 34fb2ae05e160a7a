"""What the planner corrected of the program's guesses about a workbook, and answered of its questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gtm_desktop.core.findings import Question


@dataclass(frozen=True)
class FileChoices:
    """How a file is to be opened; what is None is detected.

    Attributes:
        password: of a protected workbook. It is never stored, and stands in no text about the choices.
        encoding: of a list in text form; one of `text_file.ENCODINGS`.
        separator: of a list in text form; one character.
    """

    password: str | None = field(default=None, repr=False)
    encoding: str | None = None
    separator: str | None = None


@dataclass(frozen=True)
class TableChoices:
    """How one table is to be read; what is not chosen is guessed.

    Attributes:
        sheet: the sheet that holds the table; None: guess.
        header_row: the row of the headers as the spreadsheet numbers it, 0 where there is none; None: guess.
        fields: table column by the spreadsheet's letter, such as ``{"D": GROSS_MARGIN}``; an empty text keeps that
            column as an extra one. Letters that are not named are guessed.
    """

    sheet: str | None = None
    header_row: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportChoices:
    """How the account list and the rep roster are to be read.

    Attributes:
        accounts, reps: corrections of what would be guessed about the two tables.
        accounts_file, reps_file: how the two files are opened.
        answers: an option's code by the key of a question (`Question.key`); what is not answered stays open and the
            suggestion is followed.
    """

    accounts: TableChoices = field(default_factory=TableChoices)
    reps: TableChoices = field(default_factory=TableChoices)
    accounts_file: FileChoices = field(default_factory=FileChoices)
    reps_file: FileChoices = field(default_factory=FileChoices)
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadRequest:
    """Which workbooks are read, and how.

    Attributes:
        accounts: the account list.
        reps: the rep roster; None looks for one in the first workbook.
        choices: corrections of what would be guessed.
    """

    accounts: Path
    reps: Path | None = None
    choices: ImportChoices = field(default_factory=ImportChoices)


def suggested_answers(questions: Iterable[Question]) -> dict[str, str]:
    """Return the suggested answer to every question, by its key; a question without options has none."""
    return {question.key: question.options[0].code for question in questions if question.options}
