"""A dataset: the planner's accounts and reps as imported, with what was found on the way. Never changed in place."""

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from gtm_desktop.core.findings import Finding, Question
from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.planning.settings import MadeOf
from gtm_desktop.planning.territory.units import Units, counties_of, postal_regions_of
from gtm_desktop.tables.accounts import AccountTable
from gtm_desktop.tables.columns import Columns, ColumnStore
from gtm_desktop.tables.left_out import LeftOutTable, nothing_left_out
from gtm_desktop.tables.reps import RepTable, no_reps


@dataclass(frozen=True)
class SourceColumn:
    """How one column of the workbook was read.

    Attributes:
        header: the header as it stands in the workbook.
        letter: the spreadsheet's letter.
        field: the table column it means; empty where it is kept as an extra column.
        sure: how sure the guess is, 0 to 1.
        example: a filled cell, as text.
        filled: the share of rows with a value.
    """

    header: str
    letter: str
    field: str
    sure: float
    example: str
    filled: float


@dataclass(frozen=True)
class Source:
    """Where a table came from.

    Attributes:
        file: the file's name, without its folder.
        sheet: the sheet's name.
        header_row: the row the header was found in, as the spreadsheet numbers it.
        rows_read: data rows below the header, whatever became of them.
        columns: how each column was read, left to right.
    """

    file: str = ""
    sheet: str = ""
    header_row: int = 0
    rows_read: int = 0
    columns: tuple[SourceColumn, ...] = ()


@dataclass(frozen=True, eq=False)
class Dataset:
    """Accounts, reps and what was found when they were read.

    Attributes:
        accounts, reps: the tables.
        findings: what is imperfect in them.
        questions: what only the planner can decide and has not; the suggestions were followed.
        accounts_source, reps_source: where the tables came from.
        answered: what the planner decided, each with the answer.
        left_out: rows of the list that are no accounts of the plan, with their money and why.
        offers: questions that need no answer and had none; what they suggest holds.
    """

    accounts: AccountTable
    reps: RepTable = field(default_factory=no_reps)
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    accounts_source: Source = field(default_factory=Source)
    reps_source: Source = field(default_factory=Source)
    answered: tuple[tuple[Question, str], ...] = ()
    left_out: LeftOutTable = field(default_factory=nothing_left_out)
    offers: tuple[Question, ...] = ()

    @property
    def asked(self) -> tuple[Question, ...]:
        """All questions: open, offered and answered."""
        return (*self.questions, *self.offers, *(question for question, _ in self.answered))

    @cached_property
    def dataset_id(self) -> str:
        """The digest of the tables' content and of what the planner decided about it: equal content, equal id."""
        decided = sorted((question.key, answer) for question, answer in self.answered)
        return fingerprint(self.tables_id, decided) if decided else self.tables_id

    @cached_property
    def tables_id(self) -> str:
        """The digest of the tables' content alone."""
        left_out = [] if self.left_out.empty else [_frame_digest(self.left_out)]
        return fingerprint(_frame_digest(self.accounts), _frame_digest(self.reps), *left_out)

    def account_columns(self, *names: str) -> Columns:
        """Return some columns of the accounts, each with a digest that is worked out once."""
        return self._account_columns.some(names)

    def rep_columns(self, *names: str) -> Columns:
        """Return some columns of the people."""
        return self._rep_columns.some(names)

    @cached_property
    def _account_columns(self) -> ColumnStore:
        return ColumnStore(self.accounts)

    @cached_property
    def _rep_columns(self) -> ColumnStore:
        return ColumnStore(self.reps)

    def units(self, made_of: MadeOf) -> Units | None:
        """Return what accounts are grouped into where territories are made of whole units; None: single accounts."""
        if made_of is MadeOf.ACCOUNT:
            return None
        return self._counties if made_of is MadeOf.COUNTY else self._postal_regions

    @cached_property
    def _counties(self) -> Units:
        return counties_of(self.accounts)

    @cached_property
    def _postal_regions(self) -> Units:
        return postal_regions_of(self.accounts)


def _frame_digest(frame: pd.DataFrame) -> str:
    rows = pd.util.hash_pandas_object(frame, index=False, categorize=True).to_numpy()
    return fingerprint([str(name) for name in frame.columns], rows)
