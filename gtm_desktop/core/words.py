"""Words, numbers, money and dates as the user reads them.

Text goes through gettext catalogues in ``resources/locale`` (English is the source text, so a missing catalogue shows
English); figures go through Babel. Qt is not needed for either.
"""

import gettext
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale, UnknownLocaleError, dates, numbers

from gtm_desktop.core import paths

_SHORT_STEPS = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))
MISSING = "–"
_LARGEST = Decimal(10) ** 13
"""No amount in a plan reaches this; what is typed beyond it is a slip."""


@dataclass
class _Language:
    """The language and currency in force; one a process."""

    locale: Locale = field(default_factory=lambda: Locale("en", "US"))
    currency: str = "USD"
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)


_language = _Language()


def use(locale_name: str, *, currency: str = "USD") -> None:
    """Speak the language and write the figures of a locale such as ``en_US``; an unknown one means ``en_US``."""
    try:
        _language.locale = Locale.parse(locale_name)
    except (UnknownLocaleError, ValueError):
        _language.locale = Locale("en", "US")
    _language.currency = currency
    folder = paths.resources_folder() / "locale"
    _language.catalogue = gettext.translation(
        "gtm_desktop", folder, languages=[str(_language.locale), _language.locale.language], fallback=True
    )
    _symbol.cache_clear()


def tr(text: str, /, **values: object) -> str:
    """Return `text` in the user's language, with ``{name}`` replaced by `values`."""
    translated = _language.catalogue.gettext(text)
    return translated.format(**values) if values else translated


def ntr(singular: str, plural: str, number: int, /, **values: object) -> str:
    """Return the form that fits `number`; ``{n}`` is the number as the user writes it."""
    return _language.catalogue.ngettext(singular, plural, number).format(n=count(number), **values)


def count(number: float) -> str:
    """Write a whole number with the user's grouping."""
    return numbers.format_decimal(round(number), format="#,##0", locale=_language.locale)


def decimal(number: float, places: int = 1) -> str:
    """Write a number with a fixed count of decimal places; what rounds to nothing has no sign."""
    number = round(number, places) + 0.0
    return numbers.format_decimal(number, format="#,##0." + "0" * places, locale=_language.locale)


def percent(share: float | None, places: int = 0) -> str:
    """Write a share of 1 as a percentage; None as a dash."""
    if share is None:
        return MISSING
    share = round(share, places + 2) + 0.0
    pattern = "#,##0%" if places == 0 else "#,##0." + "0" * places + "%"
    return numbers.format_percent(share, format=pattern, locale=_language.locale)


def money(cents: float | None) -> str:
    """Write cents as an exact amount: whole units without decimals, else two; None as a dash."""
    if cents is None:
        return MISSING
    cents = round(cents)
    units, rest = divmod(abs(cents), 100)
    digits = f"{rest:02d}"
    decimals = f"{numbers.get_decimal_symbol(_language.locale)}{digits}" if rest else ""
    return f"{'-' if cents < 0 else ''}{_symbol()}{count(units)}{decimals}"


def money_short(cents: float | None) -> str:
    """Write cents to three digits with K, M or B: $4.6M, $20K, $312; None as a dash."""
    if cents is None:
        return MISSING
    units = abs(cents) / 100
    sign = "-" if cents < 0 and round(units) else ""
    for step, letter in _SHORT_STEPS:
        if units >= step * 0.9995:
            scaled = units / step
            places = 0 if scaled >= 99.95 or abs(scaled - round(scaled)) < 0.05 else 1
            return f"{sign}{_symbol()}{decimal(scaled, 1) if places else count(scaled)}{letter}"
    return f"{sign}{_symbol()}{count(units)}"


def decimal_text(cents: int) -> str:
    """Write cents for other programs, whatever the language: two decimals, no grouping, exact; −5 is ``-0.05``."""
    units, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{units}.{rest:02d}"


def day(value: date) -> str:
    """Write a date."""
    return dates.format_date(value, format="medium", locale=_language.locale)


def moment(value: datetime) -> str:
    """Write a time of day in the user's clock, with seconds."""
    return dates.format_time(value.astimezone(), format="medium", locale=_language.locale)


def joined(items: list[str]) -> str:
    """Join a few names as a sentence lists them."""
    if len(items) < 2:
        return "".join(items)
    return tr("{first} and {last}", first=", ".join(items[:-1]), last=items[-1])


@cache
def _symbol() -> str:
    return numbers.get_currency_symbol(_language.currency, locale=_language.locale)


def read_money(text: str) -> int | None:
    """Read an amount as a person types it, such as 25000, $25,000 or 25K, into cents; None where it is no amount.

    Groups of digits must stand where the locale has them: 2,5 is no amount where a comma parts thousands.
    """
    body = text.replace(_symbol(), "").strip().upper()
    factor = 1
    for step, letter in _SHORT_STEPS:
        if body.endswith(letter):
            factor, body = step, body[:-1]
            break
    number = _read_number(body)
    return None if number is None else int((number * factor * 100).to_integral_value(ROUND_HALF_UP))


def read_share(text: str) -> float | None:
    """Read a percentage as a person types it, such as 25 or 25%, into a share of 1; None where it is none."""
    number = _read_number(text.replace("%", ""))
    return None if number is None else float(number / 100)


def read_count(text: str) -> int | None:
    """Read a whole number as a person types it; None where it is none."""
    number = _read_number(text)
    return None if number is None or number != number.to_integral_value() else int(number)


def _read_number(text: str) -> Decimal | None:
    body, locale = "".join(text.split()), _language.locale
    group, point = numbers.get_group_symbol(locale), numbers.get_decimal_symbol(locale)
    if "." in body and "." not in (group, point):
        return None
    is_in_threes = re.fullmatch(rf"[-+]?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(point)}\d*)?", body)
    try:  # we write groups of three in every language
        number = numbers.parse_decimal(body, locale=locale, strict=is_in_threes is None)
    except numbers.NumberFormatError:
        return None
    return number if number.is_finite() and abs(number) < _LARGEST else None
