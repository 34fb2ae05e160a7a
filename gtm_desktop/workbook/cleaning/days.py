"""Days as they are written: ISO, American, with points, with names of months, and as a spreadsheet's numbers."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
"""No list means a day before or after: 9999-12-31 is how many systems write never, 0024 a year of two digits."""
_FIRST_SERIAL, _LAST_SERIAL = 1, 110_000
_SERIAL_ZERO = date(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?: .*)?")
_POINTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?: .*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ T].*)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]*([A-Za-z]{3,9})\.?[\s,-]*(\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?[\s,-]+(\d{4}|\d{2})")


def read_days(cells: Iterable[Any]) -> list[date | None]:
    """Return the days of the different cells of one column; None where a cell is none.

    "3/4/2025" is March 4, unless other cells of the column, such as "25/4/2025", show that days come first and none
    shows that months do. With points days come first. Numbers are days since 1900.
    """
    cells = list(cells)
    parted = [found for cell in cells if isinstance(cell, str) and (found := _PARTED.fullmatch(cell.strip()))]
    day_first = any(int(found[1]) > 12 for found in parted) and not any(int(found[2]) > 12 for found in parted)
    return [_day_of(cell, day_first) for cell in cells]


def _day_of(cell: Any, day_first: bool) -> date | None:  # noqa: FBT001 - a fact of the column
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int):
        return _SERIAL_ZERO + timedelta(days=int(cell)) if _FIRST_SERIAL <= cell <= _LAST_SERIAL else None
    if not isinstance(cell, str):
        return None
    try:
        return _written(" ".join(cell.split()), day_first)
    except ValueError:
        return None


def _written(text: str, day_first: bool) -> date | None:  # noqa: FBT001 - a fact of the column
    """Return the day that a text says; None where it says none.

    Raises:
        ValueError: there is no such day.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _PARTED.fullmatch(text):
        month, day = (found[2], found[1]) if day_first else (found[1], found[2])
        return date(_year(found[3]), int(month), int(day))
    if found := _POINTS.fullmatch(text):
        return date(_year(found[3]), int(found[2]), int(found[1]))
    if found := _DAY_MONTH.fullmatch(text):
        return date(_year(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_DAY.fullmatch(text):
        return date(_year(found[3]), _month(found[1]), int(found[2]))
    return date.fromisoformat(text)


def _year(text: str) -> int:
    year = int(text)
    return year if year > 99 else 2000 + year


def _month(text: str) -> int:
    """Return the number of a month's name; 0, which no date has, where it is none."""
    return _MONTHS.index(text[:3].casefold()) + 1 if text[:3].casefold() in _MONTHS else 0
