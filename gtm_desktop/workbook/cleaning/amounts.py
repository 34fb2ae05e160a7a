"""Amounts of money as they are written: signs, currencies, thousands and decimals, judged for a whole column."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from gtm_desktop.workbook.cleaning.cells import ColumnCells

HOME = "USD"
"""The currency of amounts that name none."""
DOLLAR_SIGN = "$"
"""What an amount names that has this sign alone: dollars, but not whose."""

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f"), " ") | {
    0x200B: None,
    0xFEFF: None,
}
_MINUS = {ord("\u2212"): "-", ord("\u2013"): "-", ord("\u2012"): "-", ord("\uff0d"): "-", ord("\u2010"): "-"}
_SCALES = {"k": 3, "m": 6, "mm": 6, "mio": 6, "b": 9, "bn": 9}
_SCALED = re.compile(r"(?P<number>.*?[\d.,])\s*(?P<scale>k|mm|mio|m|bn|b)\.?", re.IGNORECASE)
_NO_VALUE = frozenset(("-", "--", "n/a", "na", "#n/a", "none", "null", "nil", "tbd", "?", "."))
_CURRENCIES = (
    ("US$", "USD"), ("CA$", "CAD"), ("C$", "CAD"), ("CAN$", "CAD"), ("MX$", "MXN"), ("A$", "AUD"), ("AU$", "AUD"),
    ("USD", "USD"), ("EUR", "EUR"), ("GBP", "GBP"), ("CAD", "CAD"), ("MXN", "MXN"), ("CHF", "CHF"), ("JPY", "JPY"),
    ("AUD", "AUD"), ("SEK", "SEK"), ("NOK", "NOK"), ("DKK", "DKK"), ("PLN", "PLN"),
    (DOLLAR_SIGN, DOLLAR_SIGN), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY"),
)  # fmt: skip
CURRENCY_NAMES = {
    **{text.casefold(): code for text, code in _CURRENCIES},
    "us dollar": "USD", "us dollars": "USD", "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR",
    "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "canadian dollar": "CAD", "canadian dollars": "CAD",
    "us": "USD", DOLLAR_SIGN: HOME,
}  # fmt: skip
_GROUPED_BY_SPACE = re.compile(r"\d{1,3}( \d{3})+([.,]\d+)?")
_GROUPED_BY_APOSTROPHE = re.compile(r"\d{1,3}('\d{3})+([.,]\d+)?")
_PLAIN = re.compile(r"\d+")
_EXPONENT = re.compile(r"\d+(\.\d+)?[eE][+-]?\d{1,3}")
_COMMAS_AND_POINT = re.compile(r"\d{1,3}(,\d{3})+\.\d*")
_POINTS_AND_COMMA = re.compile(r"\d{1,3}(\.\d{3})+,\d*")
_SEVERAL_COMMAS = re.compile(r"\d{1,3}(,\d{3}){2,}")
_SEVERAL_POINTS = re.compile(r"\d{1,3}(\.\d{3}){2,}")
_ONE_COMMA_THREE = re.compile(r"[1-9]\d{0,2},\d{3}")
_ONE_POINT_THREE = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_COMMA_DECIMALS = re.compile(r"\d+,\d{0,2}|\d{4,},\d+|\d+,\d{4,}|0*,\d+|0,\d+")
_DEEP_DECIMALS = re.compile(r"\d{4,}\.\d{3,}|0?\.\d{3,}|\d*\.\d{4,}")
_POINT_DECIMALS = re.compile(r"\d*\.\d*")


class Trouble(StrEnum):
    """What is the matter with an amount."""

    NONE = ""
    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"


class _Writing(StrEnum):
    """What one text says about which sign parts the decimals."""

    EITHER = "either"
    POINT = "point"
    POINT_DEEP = "point before three decimals or more"
    COMMA = "comma"
    POINT_OR_THOUSANDS = "point or thousands"
    COMMA_OR_THOUSANDS = "comma or thousands"
    NONE = "none"


@dataclass(frozen=True)
class Amount:
    """One amount: its value (None where it is missing or unreadable), its trouble, its currency.

    The currency is "" if unsaid, and `DOLLAR_SIGN` where that sign says no more than dollars.
    """

    value: Decimal | None
    trouble: Trouble = Trouble.NONE
    currency: str = ""


@dataclass(frozen=True)
class _Text:
    number: str
    is_negative: bool
    scale: int
    currency: str
    writing: _Writing


def read_amounts(cells: Iterable[Any], *, as_thousands: bool | None = None) -> list[Amount]:
    """Return the amounts of the different cells of one column, each as the whole column lets it be read.

    "1.234,50" shows that commas part the decimals of a column and "1,234.50" that points do. "12.500" is twelve
    thousand in a column of the first kind; elsewhere it is ambiguous, because money has no three decimals, unless
    amounts such as "1234.125" show that the column has. "12,500" is twelve thousand, but ambiguous beside amounts with
    a decimal comma.

    Args:
        cells: texts and numbers.
        as_thousands: how ambiguous amounts are to be read; None: "12.500" as decimals, "12,500" beside decimal commas
            as decimals too.
    """
    cells = list(cells)
    texts = {i: _text_of(cell) for i, cell in enumerate(cells) if isinstance(cell, str)}
    counts = Counter(text.writing for text in texts.values() if text is not None)
    return [_amount(texts[i], counts, as_thousands) if i in texts else _number(cell) for i, cell in enumerate(cells)]


def exact_amounts(cells: ColumnCells) -> list[Decimal | None]:
    """Return the amount of every cell of a column, exact; None where it is missing or unreadable."""
    values = [amount.value for amount in read_amounts(cells.distinct)]
    values.append(None)
    return [values[code] for code in cells.codes.tolist()]


def only_number(text: str) -> Decimal | None:
    """Return the number that one text states by itself; None if there is none."""
    return read_amounts([text])[0].value


def _number(cell: Any) -> Amount:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return Amount(None, Trouble.UNREADABLE)
    number = Decimal(repr(cell))
    return Amount(number) if number.is_finite() else Amount(None, Trouble.UNREADABLE)


def _text_of(cell: str) -> _Text | None:
    """Take a text apart; None where it says that there is no value."""
    text = cell.translate(_SPACES).translate(_MINUS).strip()
    if text.lower() in _NO_VALUE:
        return (
            None
            if set(text) <= set("-.")
            else _Text("", is_negative=False, scale=0, currency="", writing=_Writing.NONE)
        )
    text, is_negative, currency = _without_signs(text)
    scale = 0
    if scaled := _SCALED.fullmatch(text):
        text, scale = scaled["number"].strip(), _SCALES[scaled["scale"].lower()]
    text = text.replace("\u2019", "'").replace("\u02bc", "'")
    if _GROUPED_BY_SPACE.fullmatch(text) or _GROUPED_BY_APOSTROPHE.fullmatch(text):
        text = text.replace(" ", "").replace("'", "")
        writing = _Writing.COMMA if "," in text else (_Writing.POINT if "." in text else _Writing.EITHER)
        return _Text(text, is_negative, scale, currency, writing)
    return _Text(text, is_negative, scale, currency, _writing(text))


def _without_signs(text: str) -> tuple[str, bool, str]:
    """Take off brackets, minus signs and the currency, in whatever order they stand."""
    is_negative, currency = False, ""
    for _ in range(5):
        before = text
        if text.startswith("(") and text.endswith(")"):
            text, is_negative = text[1:-1].strip(), True
        if text.startswith(("-", "+")):
            is_negative = is_negative != text.startswith("-")
            text = text[1:].strip()
        if text.endswith("-"):
            text, is_negative = text[:-1].strip(), not is_negative
        for sign, code in _CURRENCIES:
            upper = text.upper()
            if upper.startswith(sign) and not currency:
                text, currency = text[len(sign) :].strip(), code
            elif upper.endswith(sign) and not currency:
                text, currency = text[: -len(sign)].strip(), code
        if text == before:
            break
    return text, is_negative, currency


def _writing(text: str) -> _Writing:
    for pattern, writing in (
        (_PLAIN, _Writing.EITHER),
        (_EXPONENT, _Writing.POINT if "." in text else _Writing.EITHER),
        (_COMMAS_AND_POINT, _Writing.POINT),
        (_POINTS_AND_COMMA, _Writing.COMMA),
        (_SEVERAL_COMMAS, _Writing.POINT),
        (_SEVERAL_POINTS, _Writing.COMMA),
        (_ONE_COMMA_THREE, _Writing.COMMA_OR_THOUSANDS),
        (_ONE_POINT_THREE, _Writing.POINT_OR_THOUSANDS),
        (_COMMA_DECIMALS, _Writing.COMMA),
        (_DEEP_DECIMALS, _Writing.POINT_DEEP),
        (_POINT_DECIMALS, _Writing.POINT),
    ):
        if pattern.fullmatch(text) and any(map(str.isdigit, text)):
            return writing
    return _Writing.NONE


def _amount(text: _Text | None, counts: Counter[_Writing], as_thousands: bool | None) -> Amount:  # noqa: FBT001 - three ways
    if text is None:
        return Amount(None)
    if text.writing is _Writing.NONE:
        return Amount(None, Trouble.UNREADABLE, text.currency)
    trouble, is_comma = Trouble.NONE, text.writing is _Writing.COMMA
    deep, commas = counts[_Writing.POINT_DEEP], counts[_Writing.COMMA]
    points = counts[_Writing.POINT] + deep
    if text.writing is _Writing.POINT_OR_THOUSANDS:
        is_comma = commas > 0 and not points
        if not is_comma and not (deep and not commas):
            trouble, is_comma = Trouble.AMBIGUOUS, bool(as_thousands)
    elif text.writing is _Writing.COMMA_OR_THOUSANDS and commas:
        trouble = Trouble.AMBIGUOUS
        is_comma = not points if as_thousands is None else not as_thousands
    number = text.number.replace(".", "").replace(",", ".") if is_comma else text.number.replace(",", "")
    try:
        value = Decimal(number).scaleb(text.scale)
    except InvalidOperation:
        return Amount(None, Trouble.UNREADABLE, text.currency)
    return Amount(-value if text.is_negative else value, trouble, text.currency)
