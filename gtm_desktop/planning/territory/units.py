"""The counties or ZIP regions that accounts lie in, as the units that territories can be made of."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from gtm_desktop.core.words import tr
from gtm_desktop.geo.abroad import UNITED_STATES, country_codes
from gtm_desktop.geo.boundaries import county_names
from gtm_desktop.geo.counties import NO_COUNTY, counties_at, counties_named, county_states
from gtm_desktop.geo.each_text import of_each
from gtm_desktop.geo.gazetteer import zip3_of
from gtm_desktop.geo.postal_formats import postal_region
from gtm_desktop.planning.rows import Ints, numbers
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.accounts import AccountTable


@dataclass(frozen=True, eq=False)
class Units:
    """What n accounts are grouped into.

    Attributes:
        of_account: n numbers of units; −1 for an account of none, which goes by itself.
        names: what the units are called, by number.
    """

    of_account: Ints
    names: tuple[str, ...]


def counties_of(accounts: AccountTable) -> Units:
    """Return the county of each account.

    It is the one its county column names in its state, however it is spelled; else the one its coordinates lie in;
    outside the United States what the column says, by country and state. An account of neither has none.
    """
    county, state = accounts[columns.COUNTY], accounts[columns.STATE]
    country = country_codes(accounts[columns.COUNTRY], accounts[columns.POSTAL_CODE], state)
    is_home = np.equal(country, UNITED_STATES).astype(np.bool_)
    found = np.where(is_home, counties_named(county, state), NO_COUNTY)
    lost = np.flatnonzero(is_home & (found == NO_COUNTY))
    found[lost] = counties_at(*(numbers(accounts[name])[lost] for name in (columns.LAT, columns.LON)))
    known = [f"{name}, {where}" for (_, name), where in zip(county_names(), county_states(), strict=True)]
    texts = np.append(np.array(known, dtype=object), "")[found]
    given = county.fillna("").astype(str).str.strip().to_numpy(dtype=object)
    places = state.fillna("").astype(str).str.strip().to_numpy(dtype=object)
    for row in np.flatnonzero(~is_home & np.not_equal(given, "")).tolist():
        texts[row] = ", ".join(filter(None, (given[row], places[row], country[row])))
    return _numbered(texts)


def postal_regions_of(accounts: AccountTable) -> Units:
    """Return the ZIP3 of each account: the first three digits of its ZIP code; abroad the region of its postal code.

    Canada: the first three ("M5V"); Great Britain: the letters in front; other countries: `postal_region`.
    """
    postal = accounts[columns.POSTAL_CODE]
    country = country_codes(accounts[columns.COUNTRY], postal, accounts[columns.STATE])
    texts = np.full(len(accounts), "", dtype=object)
    for code in sorted(set(country) - {""}):
        rows = np.flatnonzero(np.equal(country, code))
        texts[rows] = of_each(postal.iloc[rows], partial(_region, country=code), missing="")
    return _numbered(texts)


def _region(text: str, country: str) -> str:
    region = zip3_of(text) if country == UNITED_STATES else postal_region(text, country)
    if not region:
        return ""
    return tr("ZIP3 {digits}", digits=region) if country == UNITED_STATES else f"{country} {region}"


def _numbered(texts: "np.ndarray[tuple[int], np.dtype[np.object_]]") -> Units:
    """Number texts in alphabetical order; an empty one is no unit."""
    distinct = sorted(set(texts) - {""})
    number = pd.Index(distinct, dtype=object).get_indexer(pd.Index(texts, dtype=object))
    return Units(np.asarray(number, dtype=np.int64), tuple(distinct))
