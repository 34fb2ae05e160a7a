"""How postal codes are written in Canada, Mexico and Europe, and which part of one a place is known for.

Digits may be spaced or hyphenated and may carry their country's letters in front ("D-80331", "LV-1010", "624 66").
Where a country is known, zeros that a spreadsheet took from the front can only be put back in one way.
"""

import re
from dataclasses import dataclass
from functools import cache

from gtm_desktop.geo.place_match import PlaceMatch

_DIGITS = {
    "AT": 4, "BE": 4, "BG": 4, "CH": 4, "CY": 4, "CZ": 5, "DE": 5, "DK": 4, "EE": 5, "ES": 5, "FI": 5, "FR": 5, "GR": 5,
    "HR": 5, "HU": 4, "IT": 5, "LT": 5, "LU": 4, "LV": 4, "MX": 5, "NL": 4, "NO": 4, "PL": 5, "PT": 4, "RO": 6, "SE": 5,
    "SI": 4, "SK": 5,
}  # fmt: skip
_IN_FRONT = {
    "AT": "A", "BE": "B", "DE": "D", "ES": "E", "FI": "FIN", "FR": "F", "HU": "H", "IT": "I", "LU": "L", "NO": "N",
    "PT": "P", "SE": "S", "SI": "SLO",
}  # fmt: skip
"""The letters of cars, which people write before a code; ISO codes are read in front of any."""
_BEHIND = {"FR": r"(?:CEDEX\d{0,2})?", "NL": "(?:[A-Z]{2})?", "PT": r"(?:\d{3})?"}
_ONLY_FIRST_PART = ("NL", "PT")
_FEWEST_DIGITS = 3
_MOST_LOST = 2
_REGION_DIGITS = 2
_NUMERALS = "0123456789"
_BETWEEN = re.compile(r"[\s.\u2010-\u2015-]+")
_OUTCODE = r"([A-Z]{1,2}\d[A-Z\d]?)"


@dataclass(frozen=True)
class Level:
    """One way in which a code of a country says where it lies.

    Attributes:
        table: the table of points that holds it.
        match: how sure a place found by it is.
        pattern: matches the whole code, in capitals without blanks and hyphens, or with one blank where `is_spaced`;
            its groups together are the key.
        is_spaced: whether a blank in the code says something.
    """

    table: str
    match: PlaceMatch
    pattern: re.Pattern[str]
    is_spaced: bool = False


@cache
def levels(country: str) -> tuple[Level, ...]:
    """Return the ways of reading a code of a country, the surest first; none where its codes are not known."""
    if country in _LETTERED:
        return _LETTERED[country]
    if country not in _DIGITS:
        return ()
    most = _DIGITS[country]
    fewest = max(_FEWEST_DIGITS, most - _MOST_LOST)
    in_front = "|".join(filter(None, (country, _IN_FRONT.get(country))))
    behind = _BEHIND.get(country, "")
    whole = rf"(\d{{{most}}}){behind}|(\d{{{fewest},{most}}})"
    match = PlaceMatch.POSTAL_AREA if country in _ONLY_FIRST_PART else PlaceMatch.EXACT_POSTAL
    return (Level(country, match, re.compile(rf"(?:{in_front})?(?:{whole})", re.ASCII)),)


def postal_key(text: str, level: Level) -> int:
    """Return the number under which a table of points knows a code; -1 where the code is not written as in the country.

    The number is the key read in base 36, so that zeros in front change nothing.
    """
    key = _key(text, level)
    return int(key, 36) if key else -1


def postal_region(text: str, country: str) -> str:
    """Return the part of a code that names a region about as large as a ZIP3; "" where it is not written as there.

    In Canada the first three ("M5V"), in Great Britain the letters in front ("SW"), in Ireland and Malta the first
    three, elsewhere the first two digits.
    """
    key = next((key for key in (_key(text, level) for level in levels(country)) if key), "")
    if country in _DIGITS:
        return key.zfill(_DIGITS[country])[:_REGION_DIGITS] if key else ""
    return key[:2].rstrip(_NUMERALS) if country == "GB" else key


def _key(text: str, level: Level) -> str:
    tidy = _BETWEEN.sub(" " if level.is_spaced else "", text.strip()).upper()
    found = level.pattern.fullmatch(tidy)
    return "".join(filter(None, found.groups())) if found else ""


def is_written_as_in(text: str, country: str) -> bool:
    """Return whether a text may be a postal code of a country; True where its codes are not known."""
    return not levels(country) or any(postal_key(text, level) >= 0 for level in levels(country))


def with_zeros(text: str, country: str) -> str | None:
    """Return digits with the zeros back that they lost in front; None where there is nothing to put back."""
    most = _DIGITS.get(country, 0)
    if not text.isdecimal() or not max(_FEWEST_DIGITS, most - _MOST_LOST) <= len(text) < most:
        return None
    return text.zfill(most)


def country_of(text: str) -> str:
    """Return the country whose codes alone are written like this: "CA" for "M5V 3L9", "GB" for "SW1A 1AA", else ""."""
    tidy = text.strip()
    if not tidy[:1].isalpha():
        return ""
    tidy = _BETWEEN.sub("", tidy).upper()
    return next((country for country, pattern in _TELLING if pattern.fullmatch(tidy)), "")


_TELLING = (
    ("CA", re.compile(r"[ABCEGHJ-NPRSTVXY]\d[A-Z]\d[A-Z]\d", re.ASCII)),
    ("GB", re.compile(rf"{_OUTCODE}\d[A-Z]{{2}}", re.ASCII)),
)
_LETTERED = {
    "CA": (
        Level("CA", PlaceMatch.FSA, re.compile(r"([A-Z][1-9][A-Z])(?:\d[A-Z]\d)?", re.ASCII)),
        Level("CA", PlaceMatch.RURAL_FSA, re.compile(r"([A-Z]0[A-Z])(?:\d[A-Z]\d)?", re.ASCII)),
    ),
    "GB": (
        Level(
            "GB_SECTOR",
            PlaceMatch.SECTOR,
            re.compile(rf"{_OUTCODE} ?(\d)[A-Z]{{2}}|{_OUTCODE} (\d)|([A-Z]{{1,2}}\d[A-Z\d])(\d)", re.ASCII),
            is_spaced=True,
        ),
        Level("GB", PlaceMatch.OUTCODE, re.compile(rf"{_OUTCODE}(?: ?\d(?:[A-Z]{{2}})?)?", re.ASCII), is_spaced=True),
    ),
    "IE": (Level("IE", PlaceMatch.POSTAL_AREA, re.compile(r"([A-Z]\d[\dW])(?:[A-Z\d]{4})?", re.ASCII)),),
    "MT": (Level("MT", PlaceMatch.POSTAL_AREA, re.compile(r"([A-Z]{3})(?:\d{4})?", re.ASCII)),),
}
