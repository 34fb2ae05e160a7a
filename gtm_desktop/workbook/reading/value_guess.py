"""What columns mean by their values: where headers say nothing, and where they say something else than the values."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from gtm_desktop.geo.gazetteer import zip_state
from gtm_desktop.geo.place_names import state_code
from gtm_desktop.tables.accounts import (
    ACCOUNT_ID,
    CITY,
    GROSS_MARGIN,
    MARGIN_PCT,
    NAME,
    OUTSIDE_REP,
    POSTAL_CODE,
    REVENUE,
    STATE,
)
from gtm_desktop.workbook.column_letters import column_letter
from gtm_desktop.workbook.mapping import UNSURE, MappedColumn, means_alone
from gtm_desktop.workbook.reading.read import Cell
from gtm_desktop.workbook.synonyms import plain

GUESSED = 0.5
"""How sure a meaning is that only values speak for."""

_LOOKED_AT = 400
_MOST = 0.85
_ZIP = re.compile(r"\d{5}(-\d{4})?")
_STATE = re.compile(r"[A-Za-z]{2}")
_AMOUNT = re.compile(r"-?\$? ?(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)")
_ID = re.compile(r"[^\s]*\d[^\s]*")
_PERCENT = re.compile(r"-?[\d.,]+\s*%")
_LETTERS = re.compile(r"[^\W\d_][^\d$€£%]*")
_NOTHING = frozenset(("n a", "na", "none", "null", "nil", "tbd", "unknown", "pending", "see note"))
_MONEY = (GROSS_MARGIN, REVENUE)
_WHO_SELLS = frozenset(("sales", "salesperson", "sales person"))


@dataclass(frozen=True)
class _Looks:
    """What the filled cells of a column look like, as shares of them."""

    filled: int = 0
    different: float = 0.0
    states: float = 0.0
    zips: float = 0.0
    ids: float = 0.0
    words: float = 0.0
    numbers: float = 0.0
    size: float = 0.0
    shares: float = 0.0
    letters: float = 0.0


def guess_columns(rows: Sequence[Sequence[Cell]], chosen: Mapping[str, str] | None = None) -> list[MappedColumn]:
    """Return what the columns of a list without headers mean; none where it does not look like an account list.

    An account list has ids or names, and amounts or ZIP codes that are known.
    """
    if not rows:
        return []
    looks = [_looks([row[position] for row in rows[:_LOOKED_AT]]) for position in range(len(rows[0]))]
    fields: dict[str, int] = {}
    order = range(len(looks))
    _take(fields, POSTAL_CODE, [at for at in order if looks[at].zips > _MOST])
    _take(fields, STATE, [at for at in order if looks[at].states > _MOST])
    _take(fields, ACCOUNT_ID, [at for at in order if looks[at].ids > _MOST and looks[at].different > 0.9])
    texts = [at for at in order if looks[at].words > _MOST and at not in fields.values()]
    _take(fields, NAME, sorted(texts, key=lambda at: -looks[at].different))
    _take(fields, CITY, [at for at in texts if at > fields.get(NAME, 0)])
    amounts = [at for at in order if looks[at].numbers > _MOST and at not in fields.values()]
    amounts.sort(key=lambda at: looks[at].size)
    _take(fields, GROSS_MARGIN, amounts[:1])
    _take(fields, REVENUE, amounts[1:])
    has_key = ACCOUNT_ID in fields or NAME in fields
    if not (has_key and (POSTAL_CODE in fields or STATE in fields) and len(fields) >= 3 and looks[0].filled > 1):
        return []
    meaning = {position: field for field, position in fields.items()}
    columns = []
    for position in order:
        letter = column_letter(position)
        field = (chosen or {}).get(letter, meaning.get(position, ""))
        columns.append(MappedColumn(position, "", field, 1.0 if letter in (chosen or {}) else GUESSED))
    return columns


def refined(
    columns: Sequence[MappedColumn], rows: Sequence[Sequence[Cell]], chosen: Mapping[str, str] | None = None
) -> list[MappedColumn]:
    """Return the columns with meanings that their values contradict put right, and plain ones filled in.

    A column of names whose cells are ids is the id where there is no other, and the other way round. Margins that are
    shares are margins in percent, and amounts that are names are none: another column of that header's meaning serves,
    and "Sales" is who sells. A column without a meaning whose cells are ZIP codes or states takes that field where it
    is free.
    """
    changed = list(columns)
    fields = {column.field: at for at, column in enumerate(changed) if column.field}
    free = [at for at, column in enumerate(changed) if not column.field and column.letter not in (chosen or {})]

    def looks_of(at: int) -> _Looks:
        return _looks([row[changed[at].position] for row in rows[:_LOOKED_AT]])

    def give(at: int, field: str) -> None:
        changed[at] = replace(changed[at], field=field, sure=GUESSED + 0.2 if field else 0.0)

    if chosen:
        return changed
    as_written = {field: at for field, at in fields.items() if changed[at].unit == 1}
    for field, meant in _contradicted(as_written, changed, looks_of):
        give(fields[field], meant)
        if field in _MONEY:
            _take_other_amounts(changed, field, looks_of)
    sellers = [at for at in free if plain(changed[at].header) in _WHO_SELLS and looks_of(at).letters > _MOST]
    if sellers and all(column.field != OUTSIDE_REP for column in changed):
        give(sellers[0], OUTSIDE_REP)
    for at in free:
        if POSTAL_CODE in fields and STATE in fields:
            break
        looks = looks_of(at)
        for field, share in ((POSTAL_CODE, looks.zips), (STATE, looks.states)):
            if field not in fields and share > _MOST and looks.filled > 2:
                give(at, field)
                fields[field] = at
                break
    return changed


def _take_other_amounts(columns: list[MappedColumn], field: str, looks_of: Callable[[int], _Looks]) -> None:
    """Give a field of money to the first column without a meaning whose header means it and whose cells are numbers."""
    for at, column in enumerate(columns):
        if not column.field and means_alone(column.header) == field:
            looks = looks_of(at)
            if looks.filled and looks.shares <= _MOST and looks.letters <= _MOST:
                columns[at] = replace(column, field=field, sure=UNSURE)
                return


def _contradicted(
    fields: Mapping[str, int], columns: Sequence[MappedColumn], looks_of: Callable[[int], _Looks]
) -> list[tuple[str, str]]:
    """Return fields whose cells look like another field's, with that field; "" where they look like none."""
    found = []
    if NAME in fields and ACCOUNT_ID not in fields:
        looks = looks_of(fields[NAME])
        if looks.ids > _MOST and looks.different > _MOST:
            found.append((NAME, ACCOUNT_ID))
    elif ACCOUNT_ID in fields and NAME not in fields:
        looks = looks_of(fields[ACCOUNT_ID])
        if looks.filled > 2 and looks.words > _MOST and looks.ids < 1 - _MOST:
            found.append((ACCOUNT_ID, NAME))
    if GROSS_MARGIN in fields and MARGIN_PCT not in fields and looks_of(fields[GROSS_MARGIN]).shares > _MOST:
        found.append((GROSS_MARGIN, MARGIN_PCT))
    for field in _MONEY:
        if field in fields and looks_of(fields[field]).letters > _MOST:
            is_seller = plain(columns[fields[field]].header) in _WHO_SELLS and OUTSIDE_REP not in fields
            found.append((field, OUTSIDE_REP if is_seller else ""))
    return found


def _take(fields: dict[str, int], field: str, positions: Sequence[int]) -> None:
    for position in positions:
        if position not in fields.values():
            fields[field] = position
            return


def _looks(cells: Sequence[Cell]) -> _Looks:
    filled = [cell for cell in cells if not (isinstance(cell, str) and not cell.strip())]
    if not filled:
        return _Looks()
    texts = [_text(cell) for cell in filled]
    numbers = [number for cell in filled if (number := _number(cell)) is not None]
    zips = [text for text in texts if _ZIP.fullmatch(text)]
    known = float(zip_state(pd.Series(zips, dtype=object)).notna().mean()) if zips else 0.0
    total = len(filled)
    percents = sum(1 for text in texts if _PERCENT.fullmatch(text))
    return _Looks(
        filled=total,
        different=len(set(texts)) / total,
        states=sum(1 for text in texts if _STATE.fullmatch(text) and state_code(text)) / total,
        zips=len(zips) / total if known > _MOST else 0.0,
        ids=sum(1 for text in texts if _ID.fullmatch(text) and "." not in text) / total,
        words=sum(1 for text in texts if any(map(str.isalpha, text)) and sum(map(str.isdigit, text)) < 3) / total,
        numbers=len(numbers) / total,
        shares=(sum(1 for each in numbers if 0 < abs(float(each)) < 1) + percents) / total if total > 2 else 0.0,
        letters=sum(1 for text in texts if _LETTERS.fullmatch(text) and plain(text) not in _NOTHING) / total,
        size=sum(abs(float(each)) for each in numbers),
    )


def _number(cell: Cell) -> float | None:
    """Return a number, also one written as text in the American way, as all are in a text file."""
    if isinstance(cell, str):
        found = _AMOUNT.fullmatch(cell.strip())
        return float(found[1].replace(",", "")) if found else None
    return float(cell) if isinstance(cell, float | int) and not isinstance(cell, bool) else None


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
