"""Places by hand: where an account lies that the list could not tell, as the planner typed it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.findings import Finding, Question, Severity
from gtm_desktop.core.words import ntr, tr
from gtm_desktop.geo.gazetteer import Place, lookup_place
from gtm_desktop.geo.place_match import PlaceMatch
from gtm_desktop.geo.postal_formats import country_of
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.rows import NOWHERE, Ints, rows_of
from gtm_desktop.tables.accounts import (
    ACCOUNT_ID,
    CITY,
    COUNTY,
    LAT,
    LON,
    PLACE_MATCH,
    POSTAL_CODE,
    SOURCE_ROW,
    SOURCE_SHEET,
    STATE,
    AccountTable,
)

_COORDINATES = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*", re.ASCII)
_ZIP = re.compile(r"\d{5}(?:-?\d{4})?", re.ASCII)
MISSING_PLACE = "missing_place"
"""The code of the import's question about accounts without a place."""
PLACE_APPROXIMATE = "place_approximate"
"""The code of the import's finding about accounts of which no more than the area is known."""
PLACED_BY_HAND = "placed_by_hand"
"""The code of the finding about accounts placed by hand."""
PLACE = "place"
"""The code of the question where one account lies; its scope is the account's id, its answer what was typed."""


def unplaced_words(number: int) -> str:
    """Say how many accounts have no place."""
    return ntr("{n} account could not be placed.", "{n} accounts could not be placed.", number)


def approximate_words(number: int) -> str:
    """Say how many places are approximate."""
    return ntr(
        "{n} place is approximate: only the first three characters of its postal code are known.",
        "{n} places are approximate: only the first three characters of their postal codes are known.",
        number,
    )


def typed_place(text: str) -> Place | None:
    """Find a typed place: "48104", "M5V 3L9", "Ann Arbor, MI", "Munich, Germany" or "42.28, -83.74"; None if unknown.

    Coordinates are degrees, latitude first; both 0 are none.
    """
    found = _COORDINATES.fullmatch(text)
    if found is None or "." not in text:
        return lookup_place(text)
    lat, lon = float(found[1]), float(found[2])
    if abs(lat) > 90 or abs(lon) > 180 or (lat == 0 and lon == 0):
        return None
    return Place(lat, lon, PlaceMatch.COORDINATES, None, "", None)


def with_places(dataset: Dataset, typed: Mapping[str, str]) -> Dataset:
    """Put accounts where the planner typed that they lie.

    Args:
        dataset: n accounts.
        typed: what was typed by account id. Accounts that are not there and places that are unknown are passed over.

    Returns:
        the dataset with place, city, state and county of these accounts, and the postal code where one was typed. They
        are out of the question about accounts without a place and out of the finding about approximate ones, and a
        note says how many there are.
    """
    places = {account: place for account, text in typed.items() if (place := typed_place(text)) is not None}
    rows = rows_of(places, dataset.accounts[ACCOUNT_ID])
    known = [(row, account) for row, account in zip(rows.tolist(), places, strict=True) if row != NOWHERE]
    if not known:
        return dataset
    at = np.array([row for row, _ in known], dtype=np.int64)
    table = _put(dataset.accounts, at, [(typed[account].strip(), places[account]) for _, account in known])
    note = Finding(
        Severity.NOTE,
        PLACED_BY_HAND,
        ntr("{n} account was placed by hand.", "{n} accounts were placed by hand.", len(known)),
        tr("They stay there when the list is read again."),
        str(table[SOURCE_SHEET].iloc[at[0]]),
        tuple(sorted(table[SOURCE_ROW].iloc[at].dropna().astype(int).tolist())),
    )
    findings = [each for each in dataset.findings if each.code != note.code]
    asked = tuple((_question(table, row, account), typed[account]) for row, account in known)
    earlier = tuple(each for each in dataset.answered if each[0].key not in {question.key for question, _ in asked})
    return replace(
        dataset,
        answered=(*earlier, *asked),
        accounts=table,
        findings=(*_still_approximate(findings, set(note.rows)), note),
        questions=tuple(_still_asked(dataset.questions, set(note.rows))),
    )


def _put(table: AccountTable, rows: Ints, found: Sequence[tuple[str, Place]]) -> AccountTable:
    """Return the table with these places in these rows; what a place does not tell stays as it was."""
    told: dict[str, list[Any]] = {
        LAT: [place.lat for _, place in found],
        LON: [place.lon for _, place in found],
        PLACE_MATCH: [place.match.value for _, place in found],
        POSTAL_CODE: [text if _ZIP.fullmatch(text) or country_of(text) else None for text, _ in found],
        CITY: [place.city for _, place in found],
        STATE: [place.state or None for _, place in found],
        COUNTY: [place.county for _, place in found],
    }
    columns = {}
    for name, values in told.items():
        column = table[name].copy()
        is_told = np.array([value is not None for value in values], dtype=np.bool_)
        column.iloc[rows[is_told]] = [value for value in values if value is not None]
        columns[name] = column
    return AccountTable(table.assign(**columns))


def _question(table: AccountTable, row: int, account: str) -> Question:
    """Ask where an account lies, in its row of the list where that is known."""
    sheet, number = table[SOURCE_SHEET].iloc[row], table[SOURCE_ROW].iloc[row]
    message = tr("Where does {account} lie?", account=account)
    if pd.isna(sheet) or pd.isna(number):
        return Question(PLACE, message, "", scope=account)
    return Question(PLACE, message, "", (int(number),), str(sheet), account)


def _still_approximate(findings: Sequence[Finding], repaired: set[int]) -> list[Finding]:
    said = []
    for finding in findings:
        rows = tuple(row for row in finding.rows if row not in repaired)
        if finding.code != PLACE_APPROXIMATE or len(rows) == len(finding.rows):
            said.append(finding)
        elif rows:
            said.append(replace(finding, rows=rows, message=approximate_words(len(rows))))
    return said


def _still_asked(questions: tuple[Question, ...], repaired: set[int]) -> list[Question]:
    asked = []
    for question in questions:
        rows = tuple(row for row in question.rows if row not in repaired)
        if question.code != MISSING_PLACE:
            asked.append(question)
        elif rows or not question.rows:
            is_fewer = len(rows) < len(question.rows)
            message = unplaced_words(len(rows)) if is_fewer else question.message
            asked.append(replace(question, rows=rows, message=message))
    return asked
