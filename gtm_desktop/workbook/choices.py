"""What the planner corrected of the program's guesses about a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class TableChoices:
    """How one table is to be read; what is not chosen is guessed.

    Attributes:
        sheet: the sheet that holds the table; None: guess.
        header_row: the row of the headers as the spreadsheet numbers it; None: guess.
        fields: table column by the spreadsheet's letter, such as ``{"D": GROSS_MARGIN}``; an empty text keeps that
            column as an extra one. Letters that are not named are guessed.
    """

    sheet: str | None = None
    header_row: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportChoices:
    """How the account list and the rep roster are to be read."""

    accounts: TableChoices = field(default_factory=TableChoices)
    reps: TableChoices = field(default_factory=TableChoices)


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
