"""Cells to values: text, money, shares, numbers, counts, flags, days and postal codes.

Every function takes the cells of one column and returns n values in their order, missing where the cell is empty, and
where a cell could not be read. Nothing is guessed here that another reader could read otherwise without saying so.
"""

import math
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.tables.schema import DTYPES, Kind
from gtm_desktop.workbook.cleaning.amounts import Trouble, only_number, read_amounts
from gtm_desktop.workbook.cleaning.cells import Booleans, ColumnCells, Objects
from gtm_desktop.workbook.cleaning.coordinates import degrees_of
from gtm_desktop.workbook.cleaning.days import FIRST_DAY, LAST_DAY, read_days
from gtm_desktop.workbook.synonyms import plain, synonyms

LARGEST_AMOUNT = 10**13
"""Amounts beyond this, either way, are a finding and missing."""

_CENT = Decimal("0.01")
_UNREADABLE, _TOO_LARGE, _AMBIGUOUS = 1, 2, 3
_TROUBLES = {Trouble.NONE: 0, Trouble.UNREADABLE: _UNREADABLE, Trouble.AMBIGUOUS: _AMBIGUOUS}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_POSTAL_NUMBER_DIGITS = 9
_POINT_ZERO = re.compile(r"(\d{3,5})\.0+")


@dataclass(frozen=True)
class Cleaned:
    """A column after cleaning.

    Attributes:
        values: n values of one table dtype.
        unreadable: where a cell holds something that could not be read; its value is missing.
        too_large: where an amount or a day was beyond the limits; its value is missing.
        ambiguous: where an amount could be read in two ways; its value is the American reading.
        unrounded: money only: n amounts before rounding to the cent, as floats; NaN where missing.
        currencies: money only: n codes of the currencies that the cells name, "" where they name none; None for n such.
    """

    values: "pd.Series[Any]"
    unreadable: Booleans
    too_large: Booleans
    ambiguous: Booleans
    unrounded: Any = None
    currencies: Any = None

    def taken(self, rows: Booleans) -> "Cleaned":
        """Return some rows, index 0…m−1."""
        if rows.all():
            return self
        return Cleaned(
            self.values[rows].reset_index(drop=True),
            self.unreadable[rows],
            self.too_large[rows],
            self.ambiguous[rows],
            None if self.unrounded is None else self.unrounded[rows],
            None if self.currencies is None else self.currencies[rows],
        )


def clean_text(cells: ColumnCells) -> Cleaned:
    """Return trimmed texts; 1234.0 is "1234", a day is ISO, and "NA" or "None" stay what they are."""
    return _all_readable(_series(each_text(cells, missing=None), Kind.TEXT))


def clean_postal(cells: ColumnCells) -> Cleaned:
    """Return postal codes as text; a number of 8 or 9 digits is a ZIP+4. Lost zeros stay lost: see `places`."""
    return _all_readable(_series(cells.of_each(_postal_text, missing=None), Kind.TEXT))


def clean_money(cells: ColumnCells, *, factor: int = 1, as_thousands: bool | None = None) -> Cleaned:
    """Return cents a year, each amount rounded half up (away from zero) once.

    Args:
        cells: numbers, or texts such as "$1,234.50", "(1,234)", "1,234-", "12.5K", "USD 5".
        factor: what every amount is multiplied by.
        as_thousands: how amounts are read that the column leaves ambiguous, see `amounts.read_amounts`.
    """
    cents, trouble, amounts, currencies = _amounts(cells, factor, as_thousands)
    values = pd.Series(pd.arrays.IntegerArray(cents, np.isnan(amounts)))
    return Cleaned(values, trouble == _UNREADABLE, trouble == _TOO_LARGE, trouble == _AMBIGUOUS, amounts, currencies)


def clean_share(cells: ColumnCells) -> Cleaned:
    """Return shares of 1: "25%", 25 and 0.25 are all 0.25, and 1 is all of it."""
    return _numbers(cells, _share_of, Kind.SHARE)


def clean_number(cells: ColumnCells) -> Cleaned:
    """Return numbers; "105%" is 1.05."""
    return _numbers(cells, _number_of, Kind.NUMBER)


def clean_degrees(cells: ColumnCells) -> Cleaned:
    """Return degrees of latitude or longitude, however they are written: see `coordinates.degrees_of`."""
    return _numbers(cells, degrees_of, Kind.NUMBER)


def clean_count(cells: ColumnCells) -> Cleaned:
    """Return whole numbers; what is between two is unreadable."""
    numbers = _numbers(cells, _number_of, Kind.NUMBER)
    values = numbers.values.to_numpy(dtype=np.float64)
    fractional = np.isfinite(values) & ((values != np.floor(values)) | (np.abs(values) > LARGEST_AMOUNT))
    whole = pd.Series(np.where(np.isnan(values) | fractional, np.nan, values), dtype=DTYPES[Kind.NUMBER])
    return Cleaned(
        whole.astype(DTYPES[Kind.COUNT]), numbers.unreadable | fractional, numbers.too_large, numbers.ambiguous
    )


def clean_flag(cells: ColumnCells) -> Cleaned:
    """Return yes or no."""
    words = synonyms()

    def read(cell: Any) -> bool | None:
        text = plain(text_of(cell))
        return True if text in words.yes else (False if text in words.no else None)

    return _checked(cells, cells.of_each(read, missing=None), Kind.FLAG)


def clean_day(cells: ColumnCells) -> Cleaned:
    """Return days as the whole column lets them be read (`days.read_days`); those that no list means are too large."""
    days = read_days(cells.distinct.tolist())
    possible = [each if each is not None and FIRST_DAY <= each <= LAST_DAY else None for each in days]
    is_impossible = [each is not None and kept is None for each, kept in zip(days, possible, strict=True)]
    found = _checked(cells, np.array([*possible, None], dtype=np.object_)[cells.codes], Kind.DAY)
    return replace(found, too_large=np.array([*is_impossible, False], dtype=bool)[cells.codes])


def clean_code(cells: ColumnCells, codes: dict[str, str]) -> Cleaned:
    """Return the code of each spelling, such as "Field rep" for outside; unreadable where there is none."""
    return _checked(cells, cells.of_each(lambda cell: codes.get(plain(text_of(cell))), missing=None), Kind.TEXT)


def text_of(cell: Any) -> str:
    """Return a cell as text: trimmed, whole numbers without a point, days and times in ISO form."""
    if isinstance(cell, str):
        return cell.strip() if cell.isascii() else cell.translate(_SPACES).strip()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def each_text(cells: ColumnCells, *, missing: str | None) -> Objects:
    """Return `text_of` every cell of a column; `missing` where there is none."""
    values = np.empty(len(cells.distinct) + 1, dtype=np.object_)
    values[:-1] = texts_of(cells.distinct)
    values[-1] = missing
    return values[cells.codes]


def texts_of(cells: Objects) -> list[str]:
    """Return `text_of` each of many cells; columns of nothing but text, the most, at a tenth of the time."""
    listed = cells.tolist()
    if set(map(type, listed)) == {str} and "".join(listed).isascii():
        return list(map(str.strip, listed))
    return list(map(text_of, listed))


def _all_readable(values: "pd.Series[Any]") -> Cleaned:
    nothing = np.zeros(len(values), dtype=bool)
    return Cleaned(values, nothing, nothing, nothing)


def _checked(cells: ColumnCells, values: Objects, kind: Kind) -> Cleaned:
    series = _series(values, kind)
    nothing = np.zeros(len(series), dtype=bool)
    return Cleaned(series, cells.is_filled & series.isna().to_numpy(), nothing, nothing)


def _series(values: Objects, kind: Kind) -> "pd.Series[Any]":
    column: pd.Series[Any] = pd.Series(values, dtype=DTYPES[kind])
    return column


def _postal_text(cell: Any) -> str:
    text = text_of(cell)
    if isinstance(cell, float) and len(text) in (_POSTAL_NUMBER_DIGITS - 1, _POSTAL_NUMBER_DIGITS):
        return f"{text[:-4]}-{text[-4:]}"
    found = _POINT_ZERO.fullmatch(text)
    return found[1] if found else text


def _amounts(cells: ColumnCells, factor: int, as_thousands: bool | None) -> tuple[Any, Any, Any, Any]:  # noqa: FBT001
    """Return n cents, n kinds of trouble, n unrounded amounts, and n currencies or None."""
    distinct, numbers = cells.distinct, cells.numbers
    cents = np.zeros(len(distinct) + 1, dtype=np.int64)
    trouble = np.zeros(len(distinct) + 1, dtype=np.int8)
    amounts = np.full(len(distinct) + 1, np.nan)
    currencies = np.full(len(distinct) + 1, "", dtype=object)
    is_number = np.ones(len(distinct), dtype=bool)
    if numbers is None:
        is_number = np.array([type(cell) is float for cell in distinct.tolist()], dtype=bool)
        numbers = distinct[is_number].astype(np.float64)
    numbers = numbers * factor
    in_range = np.abs(numbers) <= LARGEST_AMOUNT
    places = np.flatnonzero(is_number)
    cents[places[in_range]] = cents_of(numbers[in_range])
    amounts[places[in_range]] = numbers[in_range]
    trouble[places[~in_range]] = _TOO_LARGE
    others = np.flatnonzero(~is_number).tolist()
    for place, amount in zip(others, read_amounts(distinct[others], as_thousands=as_thousands), strict=True):
        trouble[place] = _TROUBLES[amount.trouble]
        currencies[place] = amount.currency
        if amount.value is None:
            continue
        value = amount.value * factor
        if abs(value) > LARGEST_AMOUNT:
            trouble[place] = _TOO_LARGE
            continue
        cents[place] = int(value.quantize(_CENT, ROUND_HALF_UP) * 100)
        amounts[place] = float(value)
    named = currencies[cells.codes] if any(currencies.tolist()) else None
    return cents[cells.codes], trouble[cells.codes], amounts[cells.codes], named


def cents_of(amounts: Any) -> Any:
    """Round amounts half up to cents as they are written in decimal: 1.005 is 101 cents though it is stored below."""
    hundredfold = np.abs(amounts) * 100
    cents = np.floor(hundredfold + 0.5)
    near_half = np.abs(hundredfold - np.floor(hundredfold) - 0.5) < 1e-6 * np.maximum(1.0, hundredfold * 1e-9)
    for place in np.flatnonzero(near_half).tolist():
        cents[place] = float(Decimal(repr(float(abs(amounts[place])))).quantize(_CENT, ROUND_HALF_UP) * 100)
    return (np.sign(amounts) * cents).astype(np.int64)


def _numbers(cells: ColumnCells, read: Any, kind: Kind) -> Cleaned:
    values = cells.of_each(read, missing=math.nan, dtype=np.float64)
    nothing = np.zeros(len(values), dtype=bool)
    return Cleaned(pd.Series(values, dtype=DTYPES[kind]), cells.is_filled & np.isnan(values), nothing, nothing)


def _number_of(cell: Any) -> float:
    if isinstance(cell, float | int):
        return float(cell) if math.isfinite(cell) else math.nan
    if not isinstance(cell, str):
        return math.nan
    text = text_of(cell)
    amount = only_number(text.removesuffix("%").strip())
    if amount is None:
        return math.nan
    number = float(amount / 100 if text.endswith("%") else amount)
    return number if math.isfinite(number) else math.nan


def _share_of(cell: Any) -> float:
    number = _number_of(cell)
    is_percent_text = isinstance(cell, str) and cell.strip().endswith("%")
    return number if is_percent_text or abs(number) <= 1 or math.isnan(number) else number / 100
