"""Reps as the account list writes them, matched to the roster's codes."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from gtm_desktop.core.words import count, day, joined, money, ntr, tr
from gtm_desktop.planning import labels
from gtm_desktop.tables import reps as roster
from gtm_desktop.tables.accounts import (
    COLUMNS,
    GROSS_MARGIN,
    INSIDE_REP,
    OUTSIDE_REP,
    REVENUE,
    SOURCE_ROW,
    AccountTable,
)
from gtm_desktop.tables.reps import RepTable
from gtm_desktop.tables.schema import DTYPES, Kind
from gtm_desktop.workbook.cleaning.cells import TableCells, column_cells
from gtm_desktop.workbook.cleaning.clean import text_of
from gtm_desktop.workbook.notes import Notes
from gtm_desktop.workbook.synonyms import plain, synonyms

_TITLES = {column.name: column.title for column in COLUMNS}
_SHOWN = 8
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_BRACKETS = re.compile(r"\([^)]*\)")
_BETWEEN_PARTS = re.compile(r"\s+[-\u2013\u2014]\s+|\s*[/:|()]\s*")


@dataclass
class _Matches:
    """What became of the different texts of one column."""

    code: dict[str, str] = field(default_factory=dict)
    ambiguous: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    house: list[str] = field(default_factory=list)


def match_reps(accounts: AccountTable, reps: RepTable, notes: Notes) -> AccountTable:
    """Return the accounts with rep codes in place of what matches one: an exact code, else a name whatever its case.

    What matches nobody stays as written and is named in a finding; one name for two people, and one person written in
    several ways, are asked about. Spellings of people who are in no roster become the one of most accounts.
    """
    changed = {}
    for column in (OUTSIDE_REP, INSIDE_REP):
        texts = accounts[column].dropna().unique().tolist()
        if not texts:
            continue
        matches = _matched(texts, reps)
        matches.code |= _spelled_alike(matches.unmatched, Counter(accounts[column].dropna().tolist()))
        codes = {text: matches.code.get(text, text) for text in texts}
        if any(text != code for text, code in codes.items()):
            changed[column] = accounts[column].map(codes).astype(DTYPES[Kind.TEXT])
        _tell(accounts, column, matches, notes, has_roster=len(reps) > 0)
        _tell_leavers(AccountTable(accounts.assign(**changed)), column, reps, notes)
    return AccountTable(accounts.assign(**changed))


def _matched(texts: list[str], reps: RepTable) -> _Matches:
    codes = set(reps[roster.REP_ID].tolist())
    by_name: dict[str, list[str]] = {}
    by_likeness: dict[str, set[str]] = {}
    named = reps[reps[roster.NAME].notna()]
    for code, name in zip(named[roster.REP_ID].tolist(), named[roster.NAME].tolist(), strict=True):
        by_name.setdefault(_folded(name), []).append(code)
        by_likeness.setdefault(_name_likeness(name), set()).add(code)
    for code in codes:
        by_likeness.setdefault(_code_likeness(code), set()).add(code)
    matches = _Matches()
    for text in texts:
        people = [text] if text in codes else by_name.get(_folded(text), [])
        if not people and plain(text) in synonyms().house:
            matches.house.append(text)
            continue
        if not people:
            people = sorted(
                by_likeness.get(_code_likeness(text), set()) or by_likeness.get(_name_likeness(text), set())
            )
            people = people or _of_parts(text, codes, by_name)
            if len(people) == 1:
                matches.alike.append(text)
        if len(people) == 1:
            matches.code[text] = people[0]
        elif people:
            matches.ambiguous.append(text)
        else:
            matches.unmatched.append(text)
    return matches


def _of_parts(text: str, codes: set[str], by_name: Mapping[str, list[str]]) -> list[str]:
    """Return the people whom the parts of a text such as "R1 - Ann Lee" or "R1 / Ann Lee" name by code or name."""
    parts = [part for part in _BETWEEN_PARTS.split(text) if part]
    found = {code for part in parts for code in ([part] if part in codes else by_name.get(_folded(part), []))}
    return sorted(found) if len(parts) > 1 else []


def _spelled_alike(texts: Sequence[str], accounts: Mapping[str, int]) -> dict[str, str]:
    """Return by text the spelling of most accounts, the first on a tie, where people are spelled in several ways."""
    groups: dict[str, list[str]] = {}
    for text in texts:
        has_digit = any(map(str.isdigit, text))
        groups.setdefault(_code_likeness(text) if has_digit else _name_likeness(text), []).append(text)
    several = [group for likeness, group in groups.items() if likeness and len(group) > 1]
    return {text: max(group, key=lambda each: accounts[each]) for group in several for text in group}


def _code_likeness(code: str) -> str:
    """Return what spellings of one code have in common: "R1", "r1" and "R-001" are one."""
    return _ZEROS.sub("", plain(code).replace(" ", ""))


def _name_likeness(name: str) -> str:
    """Return what spellings of one name have in common: "Lee, Ann" and "ANN  LEE" and "Ann Lee (OSR)" are one."""
    last, comma, first = _BRACKETS.sub(" ", name).partition(",")
    return plain(f"{first} {last}" if comma else last)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _tell(accounts: AccountTable, column: str, matches: _Matches, notes: Notes, *, has_roster: bool) -> None:
    written, title = accounts[column], _TITLES[column]
    if matches.unmatched and has_roster:
        message = ntr(
            "{title}: {n} entry is nobody in the roster: {names}; {held}.",
            "{title}: {n} entries are nobody in the roster: {names}; {held}.",
            len(matches.unmatched),
            title=title,
            names=_listed(matches.unmatched),
            held=_held(accounts, written.isin(matches.unmatched)),
        )
        remedy = tr("Kept as written. Add them to the roster if they are still here.")
        notes.warn("rep_unmatched", message, remedy, rows=_rows(accounts, written.isin(matches.unmatched)))
    if matches.ambiguous:
        message = tr("{title}: more than one rep is called {names}.", title=title, names=_listed(matches.ambiguous))
        suggestion = tr("Keep them as written, matched to nobody.")
        rows = _rows(accounts, written.isin(matches.ambiguous))
        notes.ask("rep_ambiguous", message, suggestion, rows=rows, scope=title)
    spellings: dict[str, list[str]] = {}
    for text, code in matches.code.items():
        spellings.setdefault(code, []).append(text)
    several = [text for texts in spellings.values() if len(texts) > 1 for text in texts]
    several += [text for text in matches.alike if text not in several]
    if matches.house and has_roster:
        message = tr("{title}: {names} is nobody's.", title=title, names=_listed(matches.house))
        remedy = tr("Kept as written: these accounts have no rep today.")
        notes.note("house_accounts", message, remedy, rows=_rows(accounts, written.isin(matches.house)))
    if several:
        message = tr("{title}: reps are written in several ways: {names}.", title=title, names=_listed(several))
        suggestion = tr("Take each for the person in the roster.")
        if not has_roster:
            suggestion = tr("Take those that are alike for one person, written as on most accounts.")
        rows = _rows(accounts, written.isin(several))
        notes.ask("rep_spellings", message, suggestion, rows=rows, scope=title)


def _tell_leavers(accounts: AccountTable, column: str, reps: RepTable, notes: Notes) -> None:
    """Say which people who leave hold accounts today, with how many and their money."""
    leaving = reps[reps[roster.LEAVING].notna() & reps[roster.REP_ID].isin(accounts[column])]
    if leaving.empty:
        return
    names = leaving[roster.NAME].fillna(leaving[roster.REP_ID]).tolist()
    said = [
        tr("{name} ({day}): {held}", name=name, day=day(date.date()), held=_held(accounts, accounts[column] == code))
        for code, name, date in zip(leaving[roster.REP_ID], names, leaving[roster.LEAVING], strict=True)
    ]
    message = tr("{title}: people who leave hold accounts: {people}.", title=_TITLES[column], people=_listed(said))
    rows = _rows(accounts, accounts[column].isin(leaving[roster.REP_ID]))
    remedy = tr("Kept: the plan hands these accounts over. Correct the leaving date if that is wrong.")
    notes.warn("leavers_with_accounts", message, remedy, rows=rows)


def _held(accounts: AccountTable, where: "pd.Series[bool]") -> str:
    """Say how many accounts some rows are, and their gross margin, else their revenue."""
    held = accounts[where.fillna(value=False).astype(bool)]
    number = ntr("{n} account", "{n} accounts", len(held))
    metric = GROSS_MARGIN if held[GROSS_MARGIN].notna().any() else REVENUE
    if held[metric].isna().all():
        return number
    return tr("{accounts}, {amount} {metric}", accounts=number, amount=money(int(held[metric].sum())),
              metric=labels.metric(metric))  # fmt: skip


def _listed(texts: list[str]) -> str:
    more = len(texts) - _SHOWN
    return joined([*texts[:_SHOWN], tr("{n} more", n=count(more))] if more > 0 else texts)


def _rows(accounts: AccountTable, where: "pd.Series[bool]") -> list[int]:
    return [int(row) for row in accounts.loc[where, SOURCE_ROW].tolist()]


def with_whole_names(table: TableCells) -> TableCells:
    """Return a roster whose names stand in two columns, first and last, with the whole name in the first of them."""
    words = synonyms()
    by_header = {plain(column.header): at for at, column in enumerate(table.columns)}
    first = next((at for header, at in by_header.items() if header in words.first_name_headers), None)
    last = next((at for header, at in by_header.items() if header in words.last_name_headers), None)
    if first is None or last is None or table.of(roster.NAME) is not None:
        return table
    texts = [table.cells[at].of_each(text_of, missing="") for at in (first, last)]
    whole = [" ".join(filter(None, pair)) for pair in zip(*texts, strict=True)]
    columns, cells = list(table.columns), list(table.cells)
    header = f"{columns[first].header} {columns[last].header}"
    columns[first] = replace(columns[first], field=roster.NAME, header=header, sure=1.0)
    cells[first] = column_cells(whole)
    return replace(table, columns=tuple(columns), cells=tuple(cells))
