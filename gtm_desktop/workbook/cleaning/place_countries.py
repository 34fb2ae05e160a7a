"""In which country each row of a list lies, and postal codes that are not written as that country's are."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.geo.abroad import UNITED_STATES, country_codes, is_home
from gtm_desktop.geo.countries import COUNTRY_NAMES, contradicts_province, country_code, country_title, province_code
from gtm_desktop.geo.each_text import of_each
from gtm_desktop.geo.gazetteer import state_codes
from gtm_desktop.geo.place_data import Objects
from gtm_desktop.geo.place_match import PlaceMatch
from gtm_desktop.geo.postal_codes import postal_points
from gtm_desktop.geo.postal_formats import country_of, is_written_as_in, with_zeros
from gtm_desktop.tables.schema import DTYPES, Kind
from gtm_desktop.workbook.cleaning.cells import Booleans, Integers
from gtm_desktop.workbook.notes import Notes

HOME = "united_states"
BY_CODE = "by_code"
_SAMPLE = 500
_NEARLY_ALL = 0.9
_ALL_BUT = 0.5
"""Where more rows than these name no country, the few that name one are the exceptions."""


def settled_countries(
    country: "pd.Series[Any]",
    postal_code: "pd.Series[Any]",
    *,
    state: "pd.Series[Any]",
    rows: Integers,
    notes: Notes,
) -> "tuple[pd.Series[Any], Objects]":
    """Return n countries with those of blank and contradicted rows settled, and their two-letter codes.

    Asked about are blanks in a list whose other rows all name one country abroad, and codes that only another country
    than the one given writes. Said is which blanks a code or a province tells. A code is "" where the name is unknown.
    """
    codes = country_codes(country, postal_code, state)
    is_blank = of_each(country, lambda name: not name.strip(), missing=True, dtype=bool)
    told = is_blank & ~is_home(codes)
    if told.any():
        message = ntr(
            "{n} row without a country has a Canadian or British postal code or a Canadian province.",
            "{n} rows without a country have a Canadian or British postal code or a Canadian province.",
            int(told.sum()),
        )
        notes.note("country_told", message, tr("Read as Canada or the United Kingdom."), rows=rows[told])
    settled = _blanks_filled(country, is_blank & ~told & state_codes(state).isna().to_numpy(), rows, notes)
    settled = _contradictions_settled(settled, codes, postal_code, is_blank, rows, notes)
    return settled, codes if settled is country else country_codes(settled, postal_code, state)


def country_of_list(postal_code: "pd.Series[Any]", notes: Notes) -> str | None:
    """Ask in which country the codes of a list lie that names neither states nor countries.

    Returns:
        its name; None where blanks are to be read as they always are. Offered besides the United States are the
        countries that have nearly all of the codes; nothing is asked where every code tells its country.
    """
    distinct = [str(text) for text in postal_code.dropna().unique()]
    if distinct and all(map(country_of, distinct)):
        return None
    message = tr("The list names neither states nor countries for its postal codes.")
    likely = [country for country in COUNTRY_NAMES if _share_known(distinct[:_SAMPLE], country) >= _NEARLY_ALL]
    others = {code: tr("Read them as postal codes of {country}.", country=country_title(code)) for code in likely}
    suggestion = tr("Read them as ZIP codes of the United States.")
    answer = notes.ask("country_unknown", message, suggestion, others=others)
    return country_title(answer) if answer in likely else None


def only_country_abroad(country: "pd.Series[Any]") -> str:
    """Return the name of the country abroad that most rows of a list name and none contradicts; "" where none is."""
    named = {country_code(str(name)) for name in country.dropna().unique() if str(name).strip()}
    if len(named) != 1 or named & {"", UNITED_STATES} or country.notna().mean() < _ALL_BUT:
        return ""
    return country_title(named.pop())


def country_of_homes(accounts_in: str, homes: "pd.Series[Any]", notes: Notes) -> "pd.Series[Any]":
    """Ask whether homes, for which a roster has no country, lie in the country of all accounts; else they are blank.

    Args:
        accounts_in: the country of all accounts, where that is abroad; "" elsewhere.
        homes: n postal codes or cities; missing where a rep has none.
        notes: where the question goes.
    """
    blank: pd.Series[Any] = homes.mask(homes.notna())
    if not accounts_in or homes.isna().all():
        return blank
    message = tr("The roster names no country for homes; all accounts lie in {country}.", country=accounts_in)
    suggestion = tr("Read them as {country}.", country=accounts_in)
    others = {HOME: tr("Read them as the United States.")}
    if notes.ask("home_country", message, suggestion, others=others) == HOME:
        return blank
    return blank.fillna(accounts_in)


def tell_odd_codes(postal_code: "pd.Series[Any]", countries: Objects, rows: Integers, notes: Notes) -> None:
    """Say which postal codes abroad are written neither as in their country nor as in one that they would tell."""
    is_odd = _of_each_abroad(
        postal_code, countries, lambda text, country: not is_written_as_in(text, country) and not country_of(text)
    )
    if is_odd.any():
        message = ntr(
            "{n} postal code is not written as codes in its country are.",
            "{n} postal codes are not written as codes in their country are.",
            int(is_odd.sum()),
        )
        remedy = tr("Correct the code or the country. Placed by city, where there is one.")
        notes.warn("postal_format", message, remedy, rows=rows[is_odd])


def padded_abroad(postal_code: "pd.Series[Any]", countries: Objects, rows: Integers, notes: Notes) -> "pd.Series[Any]":
    """Return postal codes with the zeros that digits abroad lost in front, where there is such a code."""
    is_short = _of_each_abroad(postal_code, countries, lambda text, country: with_zeros(text, country) is not None)
    mended = np.zeros(len(rows), dtype=bool)
    values = postal_code.to_numpy(dtype=object, copy=True)
    for country in sorted(set(countries[is_short])):
        at = np.flatnonzero(is_short & np.equal(countries, country))
        full = [with_zeros(str(text), country) or "" for text in postal_code.iloc[at]]
        is_known = np.not_equal(postal_points(full, country).match, PlaceMatch.NONE).astype(bool)
        mended[at[is_known]] = True
        values[at[is_known]] = np.array(full, dtype=object)[is_known]
    if not mended.any():
        return postal_code
    message = ntr(
        "{n} postal code had lost its leading zeros.",
        "{n} postal codes had lost their leading zeros.",
        int(mended.sum()),
    )
    notes.note("postal_padded", message, tr("Put back; their countries have such codes."), rows=rows[mended])
    padded: pd.Series[Any] = pd.Series(values, dtype=DTYPES[Kind.TEXT])
    return padded


def in_another_province(postal_code: "pd.Series[Any]", state: "pd.Series[Any]", countries: Objects) -> Booleans:
    """Return which Canadian rows have a postal code of another province than the one they give."""
    result = np.zeros(len(countries), dtype=bool)
    at = np.flatnonzero(np.equal(countries, "CA"))
    pairs = zip(postal_code.iloc[at].fillna(""), state.iloc[at].fillna(""), strict=True)
    result[at] = [contradicts_province(code, province_code(province)) for code, province in pairs]
    return result


def _share_known(codes: list[str], country: str) -> float:
    match = postal_points(codes, country).match
    return float(np.mean(np.not_equal(match, PlaceMatch.NONE))) if codes else 0.0


def _blanks_filled(country: "pd.Series[Any]", is_blank: Booleans, rows: Integers, notes: Notes) -> "pd.Series[Any]":
    """Return the countries, blanks filled where all rows that name one name the same, unless the planner says no."""
    title = only_country_abroad(country)
    if not is_blank.any() or not title:
        return country
    message = ntr(
        "{n} row names no country; all others name {country}.",
        "{n} rows name no country; all others name {country}.",
        int(is_blank.sum()),
        country=title,
    )
    suggestion = tr("Read them as {country}.", country=title)
    others = {HOME: tr("Read them as the United States.")}
    answer = notes.ask("country_blank", message, suggestion, rows=rows[is_blank], others=others)
    return country if answer == HOME else country.mask(pd.Series(is_blank), title)


def _contradictions_settled(
    country: "pd.Series[Any]",
    codes: Objects,
    postal_code: "pd.Series[Any]",
    is_blank: Booleans,
    rows: Integers,
    notes: Notes,
) -> "pd.Series[Any]":
    """Return the countries; those of codes that only another country writes are asked about."""
    if is_blank.all():
        return country
    told = of_each(postal_code.mask(is_blank), country_of, missing="")
    is_told = np.not_equal(told, "") & np.not_equal(codes, "") & np.not_equal(told, codes)
    wrong = ~is_blank & is_told.astype(bool)
    if not wrong.any():
        return country
    message = ntr(
        "{n} row has a postal code of another country than the one given.",
        "{n} rows have a postal code of another country than the one given.",
        int(wrong.sum()),
    )
    suggestion = tr("Keep the country; they are placed by city, where there is one.")
    others = {BY_CODE: tr("Take the country that the postal code tells.")}
    if notes.ask("country_contradicted", message, suggestion, rows=rows[wrong], others=others) != BY_CODE:
        return country
    titles = [country_title(code) if code else None for code in told]
    return country.mask(pd.Series(wrong), pd.Series(titles, dtype=DTYPES[Kind.TEXT]))


def _of_each_abroad(postal_code: "pd.Series[Any]", countries: Objects, is_so: Callable[[str, str], bool]) -> Booleans:
    """Return where `is_so(code, country)` holds of n rows, asked once for both; False at home and of blanks."""
    result = np.zeros(len(countries), dtype=bool)
    for country in sorted(set(countries) - {UNITED_STATES, ""}):
        at = np.flatnonzero(np.equal(countries, country))
        result[at] = of_each(postal_code.iloc[at], partial(_is_so_of, is_so, country), missing=False, dtype=bool)
    return result


def _is_so_of(is_so: Callable[[str, str], bool], country: str, text: str) -> bool:
    return bool(text.strip()) and is_so(text, country)
