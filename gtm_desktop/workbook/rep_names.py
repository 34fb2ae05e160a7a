"""Reps as the account list writes them, matched to the roster's codes."""

from dataclasses import dataclass, field

import pandas as pd

from gtm_desktop.core.words import count, joined, ntr, tr
from gtm_desktop.tables import reps as roster
from gtm_desktop.tables.accounts import COLUMNS, INSIDE_REP, OUTSIDE_REP, SOURCE_ROW, AccountTable
from gtm_desktop.tables.reps import RepTable
from gtm_desktop.tables.schema import DTYPES, Kind
from gtm_desktop.workbook.notes import Notes

_TITLES = {column.name: column.title for column in COLUMNS}
_SHOWN = 8


@dataclass
class _Matches:
    """What became of the different texts of one column."""

    code: dict[str, str] = field(default_factory=dict)
    ambiguous: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


def match_reps(accounts: AccountTable, reps: RepTable, notes: Notes) -> AccountTable:
    """Return the accounts with rep codes in place of what matches one: an exact code, else a name whatever its case.

    What matches nobody stays as written and is named in a finding; one name for two people, and one person written in
    several ways, are asked about. Without a roster nothing changes.
    """
    if not len(reps):
        return accounts
    changed = {}
    for column in (OUTSIDE_REP, INSIDE_REP):
        texts = accounts[column].dropna().unique().tolist()
        if not texts:
            continue
        matches = _matched(texts, reps)
        codes = {text: matches.code.get(text, text) for text in texts}
        changed[column] = accounts[column].map(codes).astype(DTYPES[Kind.TEXT])
        _tell(accounts, column, matches, notes)
    return AccountTable(accounts.assign(**changed))


def _matched(texts: list[str], reps: RepTable) -> _Matches:
    codes = set(reps[roster.REP_ID].tolist())
    by_name: dict[str, list[str]] = {}
    named = reps[reps[roster.NAME].notna()]
    for code, name in zip(named[roster.REP_ID].tolist(), named[roster.NAME].tolist(), strict=True):
        by_name.setdefault(_folded(name), []).append(code)
    matches = _Matches()
    for text in texts:
        people = [text] if text in codes else by_name.get(_folded(text), [])
        if len(people) == 1:
            matches.code[text] = people[0]
        elif people:
            matches.ambiguous.append(text)
        else:
            matches.unmatched.append(text)
    return matches


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _tell(accounts: AccountTable, column: str, matches: _Matches, notes: Notes) -> None:
    written, title = accounts[column], _TITLES[column]
    if matches.unmatched:
        message = ntr(
            "{title}: {n} entry is nobody in the roster: {names}.",
            "{title}: {n} entries are nobody in the roster: {names}.",
            len(matches.unmatched),
            title=title,
            names=_listed(matches.unmatched),
        )
        remedy = tr("Kept as written. Add them to the roster if they are still here.")
        notes.warn("rep_unmatched", message, remedy, rows=_rows(accounts, written.isin(matches.unmatched)))
    if matches.ambiguous:
        message = tr("{title}: more than one rep is called {names}.", title=title, names=_listed(matches.ambiguous))
        suggestion = tr("Keep them as written, matched to nobody.")
        notes.ask("rep_ambiguous", message, suggestion, rows=_rows(accounts, written.isin(matches.ambiguous)))
    spellings: dict[str, list[str]] = {}
    for text, code in matches.code.items():
        spellings.setdefault(code, []).append(text)
    several = [text for texts in spellings.values() if len(texts) > 1 for text in texts]
    if several:
        message = tr("{title}: reps are written in several ways: {names}.", title=title, names=_listed(several))
        suggestion = tr("Take them for the same person.")
        notes.ask("rep_spellings", message, suggestion, rows=_rows(accounts, written.isin(several)))


def _listed(texts: list[str]) -> str:
    more = len(texts) - _SHOWN
    return joined([*texts[:_SHOWN], tr("{n} more", n=count(more))] if more > 0 else texts)


def _rows(accounts: AccountTable, where: "pd.Series[bool]") -> list[int]:
    return [int(row) for row in accounts.loc[where, SOURCE_ROW].tolist()]
