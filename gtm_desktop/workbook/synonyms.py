"""The words by which workbooks are understood, read from one data file."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gtm_desktop.core import paths

RESOURCE = "synonyms.toml"

_SIGNS = {"#": " number ", "$": " dollars ", "%": " percent ", "&": " and "}
_CURRENCY_SIGNS = {ord("€"): " eur ", ord("£"): " gbp "}
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Synonyms:
    """Spellings in plain form (see `plain`), each group in the order of the data file.

    Attributes:
        accounts, reps, orders: by plain header, the column it means and how good the spelling is (0 is the best).
        second_meaning: the account column that a plain header means when its first meaning is taken.
        noise, previous, other_meaning, thousands, millions: words of headers, the longest first.
        currencies: code by plain words of headers.
        short: words by their short forms in headers.
        roles, channels: code by plain value.
        bill_to_headers, ship_to_headers, currency_headers: plain headers.
        status_headers, line_status_headers, closed_headers, active_headers, hold_headers, opened_headers,
            last_order_headers, capacity_headers, first_name_headers, last_name_headers: likewise.
        total, total_first_words, total_last_words: labels of total rows.
        no_sums: those of them that stand for averages and counts.
        full_time, open_position, yes, no: plain values.
        units: plain texts of a row of units below the headers.
        house: plain codes of accounts that no rep has.
        not_customers: patterns of whole plain names, by why they are no customers to plan.
        status_marks: plain values of a column of states, and marks beside names, by why such customers are not planned.
        company_words: words that names of companies carry.
        stale_sheets: words of sheet names that are not today's.
    """

    accounts: Mapping[str, tuple[str, int]]
    reps: Mapping[str, tuple[str, int]]
    orders: Mapping[str, tuple[str, int]]
    second_meaning: Mapping[str, str]
    noise: tuple[str, ...]
    previous: tuple[str, ...]
    other_meaning: frozenset[str]
    thousands: tuple[str, ...]
    millions: tuple[str, ...]
    currencies: Mapping[str, str]
    short: Mapping[str, str]
    roles: Mapping[str, str]
    channels: Mapping[str, str]
    bill_to_headers: frozenset[str]
    ship_to_headers: frozenset[str]
    currency_headers: frozenset[str]
    status_headers: frozenset[str]
    line_status_headers: frozenset[str]
    capacity_headers: frozenset[str]
    first_name_headers: frozenset[str]
    last_name_headers: frozenset[str]
    closed_headers: frozenset[str]
    active_headers: frozenset[str]
    hold_headers: frozenset[str]
    opened_headers: frozenset[str]
    last_order_headers: frozenset[str]
    total: frozenset[str]
    no_sums: frozenset[str]
    total_first_words: tuple[str, ...]
    total_last_words: tuple[str, ...]
    full_time: frozenset[str]
    open_position: frozenset[str]
    units: frozenset[str]
    house: frozenset[str]
    not_customers: Mapping[str, list[str]]
    status_marks: Mapping[str, list[str]]
    company_words: frozenset[str]
    stale_sheets: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]


@cache
def synonyms() -> Synonyms:
    """Return the words of the data file.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    with paths.resource(RESOURCE).open("rb") as file:
        data = tomllib.load(file)
    words, labels = data["header_words"], data["labels"]
    headers: dict[str, Any] = {f"{name}_headers": frozenset(texts) for name, texts in data["headers"].items()}
    return Synonyms(
        accounts=_ranked(data["accounts"]),
        reps=_ranked(data["reps"]),
        orders=_ranked(data["orders"]),
        second_meaning=data["second_meaning"],
        noise=_longest_first(words["noise"]),
        previous=_longest_first(words["previous"]),
        other_meaning=frozenset(words["other_meaning"]),
        thousands=_longest_first(words["thousands"]),
        millions=_longest_first(words["millions"]),
        currencies=_coded(words["currencies"]),
        short=words["short"],
        roles=_coded(data["roles"]),
        channels=_coded(data["channels"]),
        total=frozenset(labels["total"]),
        no_sums=frozenset(labels["no_sums"]),
        total_first_words=_longest_first(labels["total_first_words"]),
        total_last_words=_longest_first(labels["total_last_words"]),
        full_time=frozenset(labels["full_time"]),
        open_position=frozenset(labels["open_position"]),
        units=frozenset(labels["units"]),
        house=frozenset(labels["house"]),
        not_customers=data["not_customers"],
        status_marks=data["status_marks"],
        company_words=frozenset(labels["company_words"]),
        stale_sheets=frozenset(labels["stale_sheets"]),
        yes=frozenset(labels["yes"]),
        no=frozenset(labels["no"]),
        **headers,
    )


def plain(text: str) -> str:
    """Return a text as spellings are compared: "Cust. #" is "cust number", "GM %" is "gm percent"."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_CURRENCY_SIGNS)).encode("ascii", "ignore").decode("ascii")
    text = text.replace("'", "")
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    return _NOT_WORDS.sub(" ", text.lower()).strip()


def without(text: str, phrases: tuple[str, ...]) -> str:
    """Return a plain text without these phrases (whole words, longest first), one space between what is left."""
    padded = f" {text} "
    for phrase in phrases:
        padded = padded.replace(f" {phrase} ", " ")
    return " ".join(padded.split())


def _ranked(fields: Mapping[str, list[str]]) -> dict[str, tuple[str, int]]:
    return {text: (field, rank) for field, texts in fields.items() for rank, text in enumerate(texts)}


def _coded(codes: Mapping[str, list[str]]) -> dict[str, str]:
    return {text: code for code, texts in codes.items() for text in texts}


def _longest_first(texts: list[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda text: (-len(text), text)))
