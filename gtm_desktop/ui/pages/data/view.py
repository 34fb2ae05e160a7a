"""What the Data page says: columns and their meaning, what was found, where accounts lie, the rows behind a finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from gtm_desktop.core.findings import Finding
from gtm_desktop.core.words import ntr, percent, tr
from gtm_desktop.planning.dataset import Dataset, Source, SourceColumn
from gtm_desktop.tables import accounts, reps
from gtm_desktop.tables.schema import Column
from gtm_desktop.ui.pages.data.found import FindingView, MapView, findings_of, people_of, places_of
from gtm_desktop.workbook.choices import TableChoices
from gtm_desktop.workbook.synonyms import plain, synonyms

KEPT = ""
"""The meaning of a column that has none in the plan."""

_TOTALS_CODES = frozenset(("totals_row", "totals_row_off"))
_COMPUTED = frozenset(
    (accounts.PLACE_MATCH, accounts.MARGIN_IS_ESTIMATE, accounts.SOURCE_SHEET, accounts.SOURCE_ROW, reps.SOURCE_ROW)
)
PERSONAL = frozenset(
    (
        reps.PERFORMANCE_INDEX,
        reps.SENIORITY,
        reps.START,
        reps.LEAVE_START,
        reps.LEAVE_END,
        reps.COST,
        reps.HOME_POSTAL_CODE,
        reps.HOME_CITY,
        reps.HOME_STATE,
        reps.LAT,
        reps.LON,
    )
)
"""Columns of the roster whose cells do not show in workshop mode; a start date tells seniority."""


class Match(StrEnum):
    """How the meaning of a column was found."""

    EXACT = "exact"
    GUESSED = "guessed"
    CHOSEN = "chosen"
    KEPT = "kept"
    USED = "used"


@dataclass(frozen=True)
class ColumnView:
    """One column of the workbook.

    Attributes:
        letter: the spreadsheet's letter.
        header: the header as it stands there.
        field: the table column that it means; `KEPT` where it has no meaning in the plan.
        example: a filled cell; a dash where it must not be shown.
        match: how the meaning was found.
        match_words: the same in words.
        filled: the share of rows with a value, in words.
    """

    letter: str
    header: str
    field: str
    example: str
    match: Match
    match_words: str
    filled: str


@dataclass(frozen=True)
class SourceView:
    """One table of a workbook: where it was found and what its columns mean.

    Attributes:
        is_there: whether there is one.
        title: what it lists, with how many.
        path: file › sheet › header row › totals left out.
        sheet: the sheet it was read from.
        header_row: the row of its headers, as the spreadsheet numbers it.
        columns: left to right.
        meanings: what a column may mean: code and title, the first one is "kept as it is".
    """

    is_there: bool
    title: str
    path: str
    sheet: str
    header_row: int
    columns: tuple[ColumnView, ...]
    meanings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DataView:
    """The whole page.

    Attributes:
        accounts: the account list.
        reps: the rep roster.
        findings: questions first, then errors, warnings and notes.
        suggestions: how many questions may still be answered with what is suggested.
        offer: that decisions about such a list are remembered; empty where none are.
        places: how many accounts lie on the map.
        people: who is in the roster, in words.
        can_correct: whether the workbooks can be read again.
        hint: what correcting does, or why it cannot be done.
    """

    accounts: SourceView
    reps: SourceView
    findings: tuple[FindingView, ...]
    suggestions: int
    offer: str
    places: MapView
    people: tuple[str, ...]
    can_correct: bool
    hint: str


@dataclass(frozen=True)
class Reading:
    """How the open dataset came to be.

    Attributes:
        is_known: whether the workbooks it was read from are known.
        has_decisions: whether decisions were made since; a new reading keeps them.
        accounts: corrections made for the account list.
        reps: corrections made for the rep roster.
        pending: answers by question key that were given and are not read yet.
        offered: how many decisions about a list with the same headers are remembered and not made here.
    """

    is_known: bool = False
    has_decisions: bool = False
    accounts: TableChoices = field(default_factory=TableChoices)
    reps: TableChoices = field(default_factory=TableChoices)
    pending: Mapping[str, str] = field(default_factory=dict)
    offered: int = 0


def data_view(
    dataset: Dataset, reading: Reading, *, shows_people: bool, news: tuple[FindingView, ...] = ()
) -> DataView:
    """Say what the page shows of a dataset and of what newer data brought; `shows_people` is off in workshop mode."""
    questions, findings = dataset.questions, dataset.findings
    read, *found = findings_of(dataset, reading.pending)
    title = ntr("{n} account", "{n} accounts", len(dataset.accounts))
    rep_title = ntr("{n} rep", "{n} reps", len(dataset.reps))
    return DataView(
        accounts=_source(dataset.accounts_source, title, accounts.COLUMNS, findings, reading.accounts, uses=_uses()),
        reps=_source(
            dataset.reps_source, rep_title, reps.COLUMNS, findings, reading.reps, uses={},
            hidden=frozenset() if shows_people else PERSONAL | {KEPT},
        ),
        findings=(read, *news, *found),
        suggestions=sum(1 for each in questions if each.options and each.key not in reading.pending),
        offer=_offer(reading),
        places=places_of(dataset),
        people=people_of(dataset),
        can_correct=reading.is_known,
        hint=_hint(reading),
    )  # fmt: skip


def match_words(match: Match) -> str:
    """Say in a word or three how the meaning of a column was found."""
    return {
        Match.EXACT: tr("exact"),
        Match.GUESSED: tr("guessed"),
        Match.CHOSEN: tr("your choice"),
        Match.KEPT: tr("kept as it is"),
        Match.USED: tr("used"),
    }[match]


def _uses() -> dict[str, str]:
    """Say by plain header what columns of an account list are used for that mean no column of the plan."""
    words = synonyms()
    groups = (
        (words.currency_headers, tr("used: currency")),
        (words.status_headers | words.closed_headers | words.active_headers | words.hold_headers, tr("used: status")),
        (words.last_order_headers, tr("used: last order")),
        (words.opened_headers, tr("used: opened")),
    )
    return {header: use for headers, use in groups for header in headers}


def _source(
    source: Source,
    title: str,
    columns: Sequence[Column],
    findings: Sequence[Finding],
    choices: TableChoices,
    *,
    uses: Mapping[str, str],
    hidden: frozenset[str] = frozenset(),
) -> SourceView:
    meanings = sorted(
        ((column.name, column.title) for column in columns if column.name not in _COMPUTED), key=lambda each: each[1]
    )
    return SourceView(
        is_there=bool(source.columns),
        title=title,
        path=_path(source, findings),
        sheet=source.sheet,
        header_row=source.header_row,
        columns=tuple(_column(column, choices, hidden, uses) for column in source.columns),
        meanings=((KEPT, tr("– kept as it is –")), *meanings),
    )


def _path(source: Source, findings: Sequence[Finding]) -> str:
    if not source.file:
        return ""
    parts = [
        source.file,
        tr("sheet “{sheet}”", sheet=source.sheet),
        tr("header found in row {row}", row=source.header_row),
    ]
    totals = sum(len(each.rows) for each in findings if each.code in _TOTALS_CODES and each.sheet == source.sheet)
    if totals:
        parts.append(ntr("{n} totals row left out", "{n} totals rows left out", totals))
    return " › ".join(parts)


def _column(column: SourceColumn, choices: TableChoices, hidden: frozenset[str], uses: Mapping[str, str]) -> ColumnView:
    use = "" if column.field else uses.get(plain(column.header), "")
    if column.letter in choices.fields and choices.fields[column.letter] == column.field:
        match = Match.CHOSEN
    elif not column.field:
        match = Match.USED if use else Match.KEPT
    else:
        match = Match.EXACT if column.sure >= 1.0 else Match.GUESSED
    return ColumnView(
        letter=column.letter,
        header=column.header or tr("Column {letter}", letter=column.letter),
        field=column.field,
        example=tr("hidden") if column.field in hidden else column.example,
        match=match,
        match_words=use if match is Match.USED else match_words(match),
        filled=percent(column.filled),
    )


def _offer(reading: Reading) -> str:
    if not reading.offered:
        return ""
    return ntr(
        "You decided {n} thing about a list with these headers before.",
        "You decided {n} things about a list with these headers before.",
        reading.offered,
    )


def _hint(reading: Reading) -> str:
    if not reading.is_known:
        return tr("This plan was opened from its file. To correct a meaning, open the workbook again as new data.")
    if reading.has_decisions:
        return tr("Reading again keeps your rules and decisions; Undo brings the earlier reading back.")
    return tr("Needed: an account ID or name, a gross margin or revenue, and a place (ZIP, city or coordinates).")
