"""What was found and asked about a workbook, as remarks on its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gtm_desktop.core.findings import Finding, Question, Severity
from gtm_desktop.core.typed_answers import answer_words
from gtm_desktop.core.words import tr
from gtm_desktop.planning.renewal.place_repairs import MISSING_PLACE, PLACE, PLACE_APPROXIMATE, PLACED_BY_HAND
from gtm_desktop.tables import accounts, reps
from gtm_desktop.workbook.column_letters import column_letter, column_number
from gtm_desktop.workbook.reading.sheets import FoundTable

FIELD_OF_CODE = {
    "zip_padded": accounts.POSTAL_CODE,
    "postal_padded": accounts.POSTAL_CODE,
    "postal_format": accounts.POSTAL_CODE,
    "country_contradicted": accounts.COUNTRY,
    "country_blank": accounts.COUNTRY,
    "country_told": accounts.COUNTRY,
    "zip_series": accounts.POSTAL_CODE,
    PLACE_APPROXIMATE: accounts.POSTAL_CODE,
    MISSING_PLACE: accounts.POSTAL_CODE,
    PLACE: accounts.POSTAL_CODE,
    PLACED_BY_HAND: accounts.POSTAL_CODE,
    "place_contradicted": accounts.POSTAL_CODE,
    "coordinates_mended": accounts.LAT,
    "coordinates_unusable": accounts.LAT,
    "coordinates_contradicted": accounts.LAT,
    "missing_margin": accounts.GROSS_MARGIN,
    "duplicate_ids": accounts.ACCOUNT_ID,
    "mangled_ids": accounts.ACCOUNT_ID,
    "ids_without_zeros": accounts.ACCOUNT_ID,
    "similar_names": accounts.NAME,
    "rep_unmatched": accounts.OUTSIDE_REP,
    "rep_ambiguous": accounts.OUTSIDE_REP,
    "rep_spellings": accounts.OUTSIDE_REP,
    "house_accounts": accounts.OUTSIDE_REP,
    "missing_capacity": reps.EMPLOYMENT_SHARE,
    "capacity_zero": reps.EMPLOYMENT_SHARE,
    "missing_home": reps.HOME_POSTAL_CODE,
    "home_contradicted": reps.HOME_POSTAL_CODE,
}
"""The column in question where what was found names none."""


class Mark(StrEnum):
    """How much a remark matters; the first matters most."""

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"
    DECIDED = "decided"
    NOTE = "note"


@dataclass(frozen=True)
class Told:
    """What is to be remarked upon.

    Attributes:
        findings: of the account list and the roster; one without a file is of the first workbook.
        questions: those still open, alike.
        answered: what the planner decided, with the answer, alike; suggestions taken are decisions too.
    """

    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: tuple[tuple[Question, str], ...] = ()


@dataclass(frozen=True)
class Remark:
    """One thing to be said about some cells of a workbook.

    Attributes:
        mark: how much it matters.
        message: what was found or is asked.
        remedy: what to do, what was done, or what is suggested.
        file, sheet: where; "" where the whole workbook is meant.
        cells: rows as the spreadsheet numbers them, with the column's letter; "" means the whole row.
    """

    mark: Mark
    message: str
    remedy: str
    file: str = ""
    sheet: str = ""
    cells: tuple[tuple[int, str], ...] = ()

    @property
    def text(self) -> str:
        """The remark as it stands beside a cell."""
        return f"{mark_words(self.mark)}: {self.message}\n{self.remedy}".strip()


def mark_words(mark: Mark) -> str:
    """Return how much a remark matters, in a word or two."""
    return {
        Mark.ERROR: tr("Error"),
        Mark.QUESTION: tr("To decide"),
        Mark.WARNING: tr("Warning"),
        Mark.DECIDED: tr("Decided"),
        Mark.NOTE: tr("Note"),
    }[mark]


def remarks_on(told: Told, tables: Mapping[tuple[str, str], Sequence[FoundTable]]) -> list[Remark]:
    """Return what was found, asked and decided as remarks, what matters most first, else in the order it came up.

    Args:
        told: what that is.
        tables: the tables of each sheet, by the names of its file and itself, the first workbook's first.
    """
    first_file = next((file for file, _ in tables), "")
    asked = [
        (Mark.QUESTION, each, each.message, tr("Suggested: {suggestion}", suggestion=each.suggestion))
        for each in told.questions
    ]
    asked += [
        (
            Mark.DECIDED,
            each,
            tr("Asked: {question}", question=each.message),
            tr("You decided: {answer}", answer=answer_words(each, answer)),
        )
        for each, answer in told.answered
    ]
    remarks = []
    for mark, question, message, remedy in asked:
        file = question.file or first_file
        cells = _cells(tables.get((file, question.sheet), ()), question.rows, "", question.code, question.scope)
        remarks.append(Remark(mark, message, remedy, file, question.sheet, cells))
    marks = {Severity.ERROR: Mark.ERROR, Severity.WARNING: Mark.WARNING, Severity.NOTE: Mark.NOTE}
    for finding in told.findings:
        file = finding.file or first_file
        cells = _cells(tables.get((file, finding.sheet), ()), finding.rows, finding.column, finding.code, "")
        mark = marks[finding.severity]
        remarks.append(Remark(mark, finding.message, finding.remedy, file, finding.sheet, cells))
    order = list(Mark)
    return sorted(remarks, key=lambda remark: order.index(remark.mark))


def _cells(
    tables: Sequence[FoundTable], rows: Sequence[int], letter: str, code: str, scope: str
) -> tuple[tuple[int, str], ...]:
    """Return the cells that are meant: of rows, or the header where only a column is meant."""
    if not tables:
        return tuple((row, letter) for row in rows)
    if not rows:
        table = tables[0]
        letter = letter or _letter_of(table, code, scope)
        return (_placed(table, table.header_row, letter),) if letter and table.header_row else ()
    return tuple(_cell(tables, row, letter, code, scope) for row in rows)


def _cell(tables: Sequence[FoundTable], row: int, letter: str, code: str, scope: str) -> tuple[int, str]:
    above = [table for table in tables if table.header_row < row]
    table = max(above, key=lambda each: each.header_row) if above else tables[0]
    return _placed(table, row, letter or _letter_of(table, code, scope))


def _letter_of(table: FoundTable, code: str, scope: str) -> str:
    field = FIELD_OF_CODE.get(code)
    for column in table.columns:
        if (scope and column.header == scope) or (field and column.field == field):
            return column.letter
    return ""


def _placed(table: FoundTable, row: int, letter: str) -> tuple[int, str]:
    """Return a cell of a table as it lies in the sheet: in a table on its side rows are columns."""
    if not table.is_turned:
        return row, letter
    return (column_number(letter) if letter else table.header_row), column_letter(row - 1)
