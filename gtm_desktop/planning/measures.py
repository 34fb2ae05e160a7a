"""What is measured on an account before it is segmented: its size, its share of wallet, mix and buying pattern."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.planning.settings import Level, SizeYear
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.columns import Readable
from gtm_desktop.tables.territories import POTENTIAL

_LAST_YEAR = {columns.GROSS_MARGIN: columns.LAST_GROSS_MARGIN, columns.REVENUE: columns.LAST_REVENUE}
_PROSPECT_TYPES = ("prospect", "prospects", "lead", "leads")
_SALES = (columns.REVENUE, columns.LAST_REVENUE, columns.GROSS_MARGIN, columns.LAST_GROSS_MARGIN, columns.ORDERS)
_WEB_AND_COUNTER = (columns.REVENUE_ECOMMERCE, columns.REVENUE_COUNTER)


SEGMENTS_READ = (
    columns.REVENUE, columns.LAST_REVENUE, columns.GROSS_MARGIN, columns.LAST_GROSS_MARGIN, columns.ORDERS,
    columns.CUSTOMER_TYPE, columns.WALLET, columns.REVENUE_CONSUMABLES, columns.REVENUE_DURABLES,
    *columns.PURCHASE_CHANNELS,
)  # fmt: skip
"""The columns of the accounts that the four dimensions read, whatever the rules."""


def size_columns(metric: str, level: Level, year: SizeYear) -> tuple[str, ...]:
    """Return the columns of the accounts that their size is measured by."""
    years = (metric,) if year is SizeYear.THIS else (metric, _LAST_YEAR.get(metric, metric))
    return years if level is Level.ACCOUNT else (*years, columns.PARENT_ID, columns.ACCOUNT_ID)


def size_values(
    accounts: Readable,
    metric: str,
    *,
    level: Level,
    year: SizeYear = SizeYear.THIS,
    leaves_out_web_and_counter: bool = False,
) -> "pd.Series[Any]":
    """Measure the size of every account, in cents a year.

    Args:
        accounts: n rows; reads the metric, the parent and, where asked, the revenue by purchase channel.
        metric: an account column that holds money.
        level: `PARENT` gives every account the sum of its parent's accounts with a known value; an account without a
            parent counts alone.
        year: of which year the amounts are. Of the mean (half a cent goes up) and of the larger one, a year that is
            unknown leaves the other.
        leaves_out_web_and_counter: take the value × (1 − share of e-commerce and counter revenue), an estimate; an
            account whose revenue by channel is unknown keeps its value.

    Returns:
        n Int64 cents in the order of `accounts`; missing where nothing is known.

    Source: PRODUCT R1.3, R2.6; RULES 1 (levels) and 2 (leaving out web and counter).
    """
    values = _of_year(accounts, metric, year)
    if leaves_out_web_and_counter:
        share = np.nan_to_num(web_and_counter_share(accounts), nan=0.0)
        kept = values.to_numpy(dtype="float64", na_value=np.nan) * (1.0 - share)
        values = pd.Series(pd.array(np.round(kept), dtype="Int64")).mask(values.isna())
    if level is Level.PARENT:
        values = values.groupby(_parent_or_self(accounts), sort=False).transform("sum", min_count=1).astype("Int64")
    return values.rename(metric)


def prospects(accounts: Readable, size_value: "pd.Series[Any]") -> NDArray[np.bool_]:
    """Return which of n accounts are prospects: no revenue, and nothing else that says they ever bought.

    Revenue of exactly 0, or unknown where the customer type says prospect; no positive or negative amount and no order
    in this year or the last; and nothing at the level they are sized at. Source: RULES 1 (prospects without sales).
    """
    types = accounts[columns.CUSTOMER_TYPE].str.strip().str.casefold().isin(_PROSPECT_TYPES)
    revenue = accounts[columns.REVENUE]
    without = (revenue == 0).fillna(value=False) | (revenue.isna() & types)
    for name in _SALES:
        without &= (accounts[name].fillna(0) == 0).astype(bool)
    without &= (size_value.fillna(0) == 0).astype(bool).reset_index(drop=True)
    return without.to_numpy(dtype=np.bool_)


def fill_values(accounts: Readable, metric: str) -> "pd.Series[Any]":
    """Return what ranks inside accounts for filling: n Int64 cents, missing where unknown.

    `metric` is an account column that holds money, or `POTENTIAL`: estimated spend − revenue, never below 0.
    Source: RULES 4 (ranking by revenue, margin or potential).
    """
    if metric != POTENTIAL:
        return accounts[metric]
    return (accounts[columns.WALLET] - accounts[columns.REVENUE]).clip(lower=0).rename(metric)


def web_and_counter_share(accounts: Readable) -> NDArray[np.float64]:
    """Return n shares of revenue bought on the web or at the counter; NaN where revenue by channel is unknown."""
    amounts = _amounts(accounts, columns.PURCHASE_CHANNELS)
    total = np.nansum(amounts, axis=1)
    picked = [columns.PURCHASE_CHANNELS.index(name) for name in _WEB_AND_COUNTER]
    part = np.nansum(amounts[:, picked], axis=1)
    return _ratio(part, total)


def wallet_shares(accounts: Readable, *, level: Level) -> NDArray[np.float64]:
    """Return n shares of wallet, revenue ÷ estimated yearly spend, at the level that accounts are sized at.

    Sites of one parent share the figure of all its sites where both amounts are known. NaN where either is missing,
    the spend is not positive, the revenue is negative or the share passes 1: a share over 100 % says that the estimate
    is wrong. Source: RULES 1.
    """
    both = _known_together(_amounts(accounts, (columns.REVENUE, columns.WALLET)))
    revenue, wallet = _at_level(accounts, both, level).T
    share = _ratio(revenue, wallet)
    share[(share > 1.0) | (share < 0.0)] = np.nan
    return share


def durables_shares(accounts: Readable, *, level: Level) -> NDArray[np.float64]:
    """Return n shares of durables in consumables + durables revenue, at the level that accounts are sized at.

    NaN where either is missing or they sum to 0. Source: PRODUCT R1.5, RULES 1.
    """
    both = _known_together(_amounts(accounts, (columns.REVENUE_CONSUMABLES, columns.REVENUE_DURABLES)))
    consumables, durables = _at_level(accounts, both, level).T
    return _ratio(durables, consumables + durables)


def dominant_purchase_channel(accounts: Readable, *, level: Level) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for n accounts the position in `PURCHASE_CHANNELS` they buy most through, and its share of the revenue.

    At the level that accounts are sized at. A tie goes to the earlier channel. Position −1 and share NaN where no
    revenue by channel is known or it sums to 0. Source: PRODUCT R1.7, RULES 1.
    """
    amounts = _at_level(accounts, _amounts(accounts, columns.PURCHASE_CHANNELS), level)
    known = np.nan_to_num(amounts, nan=-np.inf)
    best = known.argmax(axis=1).astype(np.int64)
    share = _ratio(known[np.arange(len(known)), best], np.nansum(amounts, axis=1))
    best[np.isnan(share)] = -1
    return best, share


def _of_year(accounts: Readable, metric: str, year: SizeYear) -> "pd.Series[Any]":
    this = accounts[metric]
    if year is SizeYear.THIS:
        return this
    last = accounts[_LAST_YEAR.get(metric, metric)]
    if year is SizeYear.LAST:
        return last
    if year is SizeYear.MEAN:
        return ((this + last + 1) // 2).fillna(this).fillna(last)
    return this.mask((last > this).fillna(value=False), last).fillna(last)


def _at_level(accounts: Readable, amounts: NDArray[np.float64], level: Level) -> NDArray[np.float64]:
    """Return n × k amounts; at the parent every site has the sum of what is known of all sites, NaN for nothing."""
    if level is Level.ACCOUNT:
        return amounts
    group, names = pd.factorize(_parent_or_self(accounts))
    known = ~np.isnan(amounts)
    sums = np.zeros((len(names), amounts.shape[1]))
    seen = np.zeros_like(sums)
    np.add.at(sums, group, np.where(known, amounts, 0.0))
    np.add.at(seen, group, known)
    summed: NDArray[np.float64] = np.where(seen > 0, sums, np.nan)[group]
    return summed


def _parent_or_self(accounts: Readable) -> "pd.Series[Any]":
    parent = accounts[columns.PARENT_ID]
    return parent.where(parent.notna(), accounts[columns.ACCOUNT_ID])


def _known_together(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the amounts, a whole row NaN where one of them is."""
    return np.where(np.isnan(amounts).any(axis=1, keepdims=True), np.nan, amounts)


def _amounts(accounts: Readable, names: tuple[str, ...]) -> NDArray[np.float64]:
    return np.column_stack([accounts[name].to_numpy(dtype="float64", na_value=np.nan) for name in names])


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    share = np.full(len(part), np.nan)
    np.divide(part, whole, out=share, where=np.isfinite(part) & (whole > 0))
    return share
