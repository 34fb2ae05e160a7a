"""What was found when the workbooks were read, in words: findings, places on the map, people of the roster."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gtm_desktop.core.findings import Question, Severity
from gtm_desktop.core.typed_answers import answer_words
from gtm_desktop.core.words import count, money, ntr, tr
from gtm_desktop.geo.place_match import APPROXIMATE as APPROXIMATE_MATCHES
from gtm_desktop.geo.place_match import PlaceMatch
from gtm_desktop.planning import labels
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.renewal.left_out import left_out_total
from gtm_desktop.planning.renewal.place_repairs import PLACE
from gtm_desktop.tables import accounts, reps
from gtm_desktop.tables.reps import Role

NOT_PLACED = "place:none"
APPROXIMATE = "place:approximate"
ACCOUNTS_READ = "read:accounts"
LEFT_OUT = "read:left_out"


class Weight(StrEnum):
    """How much something that was found matters."""

    GOOD = "good"
    QUESTION = "question"
    ANSWERED = "answered"
    NEWS = "news"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class FindingView:
    """One thing that was found.

    Attributes:
        key: by which the rows behind it are asked for.
        weight: how much it matters.
        word: the same in a word.
        text: what was found.
        remedy: what was done about it or what to do.
        number: how many rows, in words; empty where no rows are meant.
        has_rows: whether there are rows to be shown or an answer to be given.
    """

    key: str
    weight: Weight
    word: str
    text: str
    remedy: str
    number: str
    has_rows: bool


@dataclass(frozen=True)
class MapView:
    """How many accounts lie on the map: placed by their postal code or coordinates, approximate, and not at all."""

    placed: int
    approximate: int
    missing: int
    words: str
    how: str


def findings_of(dataset: Dataset, pending: Mapping[str, str] | None = None) -> tuple[FindingView, ...]:
    """Return what was found: accounts read, then questions, errors, warnings, notes, and questions answered.

    `pending` are answers by question key that were given and are not read yet.
    """
    read = FindingView(
        ACCOUNTS_READ, Weight.GOOD, tr("Read"), tr("Accounts read"), "", count(len(dataset.accounts)), has_rows=False
    )
    given = pending or {}
    asked = [
        _asked(f"question:{number}", each, given.get(each.key, "")) for number, each in enumerate(dataset.questions)
    ]
    answered = [
        _answered(f"answered:{number}", question, given.get(question.key, answer))
        for number, (question, answer) in enumerate(dataset.answered)
        if question.code != PLACE
    ]
    words = {Severity.ERROR: tr("Error"), Severity.WARNING: tr("Warning"), Severity.NOTE: tr("Note")}
    order = list(words)
    by_weight = sorted(enumerate(dataset.findings), key=lambda pair: (order.index(pair[1].severity), pair[0]))
    said = [
        FindingView(
            f"finding:{number}", Weight(each.severity.value), words[each.severity], each.message, each.remedy,
            _rows_words(len(each.rows)), has_rows=bool(each.rows),
        )
        for number, each in by_weight
    ]  # fmt: skip
    offered = [_offered(f"offer:{number}", each, given.get(each.key, "")) for number, each in enumerate(dataset.offers)]
    return (read, *_left_out(dataset), *asked, *said, *offered, *answered)


def _left_out(dataset: Dataset) -> tuple[FindingView, ...]:
    """Say how many rows were left out, and that their money and that of the plan make the whole list."""
    total = left_out_total(dataset)
    if not total.rows:
        return ()
    name = accounts.GROSS_MARGIN if dataset.accounts[accounts.GROSS_MARGIN].notna().any() else accounts.REVENUE
    planned, left = int(dataset.accounts[name].sum()), total.money[name]
    words = tr(
        "{metric}: {planned} planned + {left} left out = {whole} in the whole list",
        metric=labels.metric(name),
        planned=money(planned),
        left=money(left),
        whole=money(planned + left),
    )
    number = _rows_words(total.rows)
    return (
        FindingView(LEFT_OUT, Weight.NOTE, tr("Left out"), tr("Left out of the plan"), words, number, has_rows=True),
    )


def _offered(key: str, question: Question, answer: str) -> FindingView:
    if answer:
        return _answered(key, question, answer)
    return FindingView(
        key, Weight.NOTE, tr("You may say"), question.message, question.suggestion, "", has_rows=bool(question.options)
    )


def _asked(key: str, question: Question, answer: str) -> FindingView:
    if answer:
        return _answered(key, question, answer)
    remedy = tr("followed until you decide: {suggestion}", suggestion=question.suggestion)
    number = _rows_words(len(question.rows))
    has_more = bool(question.rows or question.options)
    return FindingView(key, Weight.QUESTION, tr("To decide"), question.message, remedy, number, has_rows=has_more)


def _answered(key: str, question: Question, answer: str) -> FindingView:
    number = _rows_words(len(question.rows))
    said = answer_words(question, answer)
    return FindingView(key, Weight.ANSWERED, tr("You decided"), question.message, said, number, has_rows=True)


def _rows_words(number: int) -> str:
    return ntr("{n} row", "{n} rows", number) if number else ""


def places_of(dataset: Dataset) -> MapView:
    """Count the accounts that lie on the map; those that only part of a postal code places are approximate."""
    match = dataset.accounts[accounts.PLACE_MATCH]
    has_place = dataset.accounts[accounts.LAT].notna()
    approximate = int((has_place & match.isin(APPROXIMATE_MATCHES)).sum())
    placed = int(has_place.sum()) - approximate
    missing = int((~has_place).sum())
    words = [
        tr("{n} placed", n=count(placed)),
        tr("{n} approximate", n=count(approximate)),
        tr("{n} not placed", n=count(missing)),
    ]
    by_list = int((match == PlaceMatch.COORDINATES).sum())
    how = tr("by coordinates") if by_list > placed / 2 else tr("by postal code")
    return MapView(placed, approximate, missing, " · ".join(words), how)


def people_of(dataset: Dataset) -> tuple[str, ...]:
    """Count who is in the roster, by role; leavers and open positions apart."""
    table = dataset.reps
    if table.empty:
        return ()
    is_open = table[reps.IS_OPEN].fillna(value=False).astype(bool)
    present = table[~is_open]
    by_role = present[reps.ROLE].value_counts()
    said = [
        ntr("{n} outside rep", "{n} outside reps", int(by_role.get(Role.OUTSIDE, 0))),
        ntr("{n} inside rep", "{n} inside reps", int(by_role.get(Role.INSIDE, 0))),
        ntr("{n} key-account manager", "{n} key-account managers", int(by_role.get(Role.KEY_ACCOUNT, 0))),
        ntr("{n} specialist", "{n} specialists", int(by_role.get(Role.SPECIALIST, 0))),
        ntr("{n} in another role", "{n} in other roles", int(by_role.get(Role.OTHER, 0))),
    ]
    roles = (Role.OUTSIDE, Role.INSIDE, Role.KEY_ACCOUNT, Role.SPECIALIST, Role.OTHER)
    shown = [words for words, role in zip(said, roles, strict=True) if int(by_role.get(role, 0))]
    leaving = int(present[reps.LEAVING].notna().sum())
    if leaving:
        shown.append(ntr("{n} leaver", "{n} leavers", leaving))
    if is_open.any():
        shown.append(ntr("{n} open position", "{n} open positions", int(is_open.sum())))
    return tuple(shown)
