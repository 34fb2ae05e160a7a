"""The customers of an invented distributor of fasteners and stone tools: one frame, a row an account, money in cents.

The columns are named by their headers in the workbook. Margins are heavy-tailed: ranks are spread evenly over a curve
that puts a tenth over $25,000, an eighth over $20,000 and three tenths over $5,000.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator
from scipy.spatial import cKDTree
from scipy.special import ndtri

from sample_workbooks import names, places
from sample_workbooks.team import INSIDE, KEY_ACCOUNT, OUTSIDE, Member

ID = "Cust #"
NAME = "Customer Name"
PARENT_ID = "Parent #"
PARENT_NAME = "Parent Name"
TYPE = "Customer Type"
INDUSTRY = "Industry"
STREET = "Address"
CITY = "City"
STATE = "State"
POSTAL_CODE = "ZIP"
COUNTY = "County"
BRANCH = "Branch"
REGION = "Sales Region"
SALES = "Sales $"
MARGIN = "Gross Margin $"
LAST_SALES = "Last Year Sales $"
LAST_MARGIN = "Last Year Gross Margin $"
ORDERS = "Orders"
WALLET = "Est. Annual Spend $"
BY_CHANNEL = (
    "Outside Sales $",
    "Inside Sales $",
    "Web Sales $",
    "Counter Sales $",
    "Delivery Van Sales $",
    "EDI Sales $",
)
BY_FAMILY = ("Consumables $", "Durables $", "Services $")
FINER_FAMILIES = ("Fasteners $", "Abrasives $", "Stone Tools $")
OUTSIDE_REP = "Outside Rep"
INSIDE_REP = "Inside Rep"
CHANNEL = "Current Channel"
NATIONAL = "National Account"
NOTES = "Notes"

MONEY = (SALES, MARGIN, LAST_SALES, LAST_MARGIN, WALLET, *BY_CHANNEL, *BY_FAMILY, *FINER_FAMILIES)

CHANNEL_OUTSIDE, CHANNEL_INSIDE, CHANNEL_SELF_SERVE, CHANNEL_KEY = "Outside", "Inside", "Self-Serve", "Key Account"

CURVE_SHARE = (0.00008, 0.001, 0.005, 0.02, 0.05, 0.10, 0.125, 0.30, 0.50, 0.70, 0.90, 0.999)
CURVE_MARGIN = (410_000, 250_000, 135_000, 72_000, 40_500, 25_000, 20_000, 5_000, 1_900, 700, 150, 12)
"""Gross margin in dollars at which this share of all accounts lies higher; smooth between."""

_Floats = NDArray[np.float64]
_Cents = NDArray[np.int64]
_Flags = NDArray[np.bool_]
_Texts = NDArray[np.object_]

_CHANNEL_WEIGHTS = {
    CHANNEL_OUTSIDE: (5.0, 2.0, 0.9, 0.5, 0.4, 0.5),
    CHANNEL_INSIDE: (0.4, 4.5, 1.3, 0.9, 0.3, 0.5),
    CHANNEL_SELF_SERVE: (0.0, 0.6, 3.5, 2.4, 0.2, 0.4),
    CHANNEL_KEY: (4.0, 2.0, 1.5, 0.1, 0.3, 3.0),
}
_NOTES = (
    "Blanket order through March",
    "Ask for the plant buyer",
    "=SUM(A1) was keyed by mistake, ignore",
    "<b>call back</b> before the shutdown week",
    "+1 call after the spring show",
    "-10% agreed until June",
    "@ dock 4 only",
    "New owner since last fall",
    "Wants one invoice a month",
)


@dataclass(frozen=True)
class Market:
    """What is to be made.

    Attributes:
        accounts: how many.
        seed: of everything random.
        state_share: share of the accounts by state; the Upper Peninsula comes on top of Michigan's.
        team: the distributor's people.
        outside_share: share of accounts over $20,000.
        served_share: share of accounts over $5,000.
        pull: how many times as many accounts as its people would give, by a ZIP code's first three digits.
        northern: accounts in the Upper Peninsula over $20,000, from $5,000 to $20,000, and under $5,000.
        far_codes: ZIP codes of bill-to addresses far away; small accounts.
        chain_codes: ZIP codes of the sites of one large parent with sites in several towns.
    """

    accounts: int
    seed: int
    state_share: Mapping[str, float]
    team: tuple[Member, ...]
    outside_share: float = 0.125
    served_share: float = 0.30
    pull: Mapping[str, float] = field(default_factory=dict)
    northern: tuple[int, int, int] = (0, 0, 0)
    far_codes: tuple[str, ...] = ()
    chain_codes: tuple[str, ...] = ()
    id_start: int = field(default=100_017)


def make_accounts(market: Market) -> pd.DataFrame:
    """Return the account list, in the order of its ids; optional columns are complete (see `with_blanks`)."""
    rng = np.random.default_rng(market.seed)
    sites, rank = _sites_and_ranks(market, rng)
    rows = market.accounts
    margin = _margins(rank, rng)
    sales = _sales(margin, rng)
    channel = _channels_today(margin, rng)
    industry = names.industries(rows, rng)
    frame = pd.DataFrame(
        {
            ID: [f"C{number}" for number in market.id_start + np.cumsum(rng.integers(1, 12, size=rows))],
            NAME: names.firms(industry, sites.city, rng=rng),
            TYPE: _customer_type(industry, rng),
            INDUSTRY: industry,
            STREET: names.streets(rows, rng),
            CITY: sites.city,
            STATE: sites.state,
            POSTAL_CODE: sites.postal_code,
            COUNTY: sites.county,
            SALES: sales,
            MARGIN: margin,
            LAST_SALES: _last_year(sales, rng),
            LAST_MARGIN: _last_year(margin, rng),
            ORDERS: _orders(sales, rng),
            WALLET: _wallet(sales, rng),
            CHANNEL: channel,
            NATIONAL: "",
            NOTES: _notes(rows, rng),
        }
    )
    frame = _with_parents(frame, sites, market=market, rng=rng)
    frame = _with_coverage(frame, sites, team=market.team, rng=rng)
    return _with_split_sales(frame, rng)[list(COLUMNS)]


COLUMNS = (
    ID, NAME, PARENT_ID, PARENT_NAME, TYPE, INDUSTRY, STREET, CITY, STATE, POSTAL_CODE, COUNTY, BRANCH, REGION,
    SALES, MARGIN, LAST_SALES, LAST_MARGIN, ORDERS, WALLET, *BY_CHANNEL, *BY_FAMILY, *FINER_FAMILIES,
    OUTSIDE_REP, INSIDE_REP, CHANNEL, NATIONAL, NOTES,
)  # fmt: skip

OPTIONAL = (
    TYPE, INDUSTRY, STREET, COUNTY, BRANCH, REGION, LAST_SALES, LAST_MARGIN, ORDERS, *BY_CHANNEL, *BY_FAMILY,
    *FINER_FAMILIES, INSIDE_REP,
)  # fmt: skip
"""Columns in which a real list has holes that nobody minds."""


def with_blanks(accounts: pd.DataFrame, share: float, *, rng: np.random.Generator) -> pd.DataFrame:
    """Return the list with this share of the cells of each optional column empty."""
    holes = {name: accounts[name].astype(object).mask(rng.random(len(accounts)) < share, None) for name in OPTIONAL}
    return accounts.assign(**holes)


def _sites_and_ranks(market: Market, rng: np.random.Generator) -> tuple[places.Sites, _Floats]:
    """Return the places, shuffled, and for each account the share of accounts that lie higher on the curve."""
    special = sum(market.northern) + len(market.far_codes) + len(market.chain_codes)
    common = market.accounts - special
    even = (rng.permutation(common) + rng.random(common)) / common
    marks = (0.0, market.outside_share, market.served_share, 1.0)
    line = (0.0, 0.125, 0.30, 1.0)
    north = [rng.uniform(low, high, size=n) for n, low, high in zip(market.northern, line, line[1:], strict=False)]
    far = rng.uniform(0.35, 0.95, size=len(market.far_codes))
    chain = rng.uniform(0.01, 0.05, size=len(market.chain_codes))
    parts = [
        places.draw(common, market.state_share, pull=market.pull, rng=rng),
        places.draw_upper_peninsula(sum(market.northern), rng),
        places.of_codes(list(market.far_codes)),
        places.of_codes(list(market.chain_codes)),
    ]
    rank = np.concatenate([np.interp(even, marks, line), *north, far, chain])
    order = rng.permutation(market.accounts)
    return places.joined(parts).at(order), rank[order]


def _margins(rank: _Floats, rng: np.random.Generator) -> _Cents:
    """Return margins in cents from the curve; about one account in 120, small ones only, loses money."""
    curve = PchipInterpolator(ndtri(np.array(CURVE_SHARE)), np.log(CURVE_MARGIN))
    dollars = np.exp(curve(ndtri(np.clip(rank, CURVE_SHARE[0], CURVE_SHARE[-1]))))
    cents = np.round(dollars * 100).astype(np.int64)
    loses = (rank > 0.5) & (rng.random(len(rank)) < 1 / 60)
    return np.where(loses, -cents, cents)


def _sales(margin: _Cents, rng: np.random.Generator) -> _Cents:
    margin_share = np.clip(rng.normal(0.29, 0.055, size=len(margin)), 0.12, 0.48)
    sales: _Cents = np.round(np.abs(margin) / margin_share).astype(np.int64)
    return sales


def _last_year(amount: _Cents, rng: np.random.Generator) -> _Cents:
    """Return last year's amounts: a fifth up or down, and nothing for the 4 % that are new."""
    before = np.round(amount * np.exp(rng.normal(-0.03, 0.2, size=len(amount)))).astype(np.int64)
    return np.where(rng.random(len(amount)) < 0.04, 0, before)


def _orders(sales: _Cents, rng: np.random.Generator) -> NDArray[np.int64]:
    order_size = np.exp(rng.normal(np.log(420), 0.6, size=len(sales))) * (1 + sales / 2e7)
    orders: NDArray[np.int64] = np.maximum(1, np.round(sales / 100 / order_size)).astype(np.int64)
    return orders


def _wallet(sales: _Cents, rng: np.random.Generator) -> "pd.Series[Any]":
    """Return estimated yearly spend in whole hundreds of dollars for two thirds; 1 in 80 is less than what is sold."""
    share = np.clip(rng.beta(1.25, 2.2, size=len(sales)), 0.04, 0.97)
    share = np.where(rng.random(len(sales)) < 1 / 80, rng.uniform(1.05, 1.6, size=len(sales)), share)
    spend = np.maximum(10_000, np.round(sales / share / 10_000).astype(np.int64) * 10_000)
    return pd.Series(spend, dtype="Int64").mask(rng.random(len(sales)) > 2 / 3)


def _channels_today(margin: _Cents, rng: np.random.Generator) -> _Texts:
    """Return today's channel: by habit more than by value."""
    kinds = np.array([CHANNEL_OUTSIDE, CHANNEL_INSIDE, CHANNEL_SELF_SERVE], dtype=object)
    draw = rng.random(len(margin))
    size = np.digitize(margin, [500_000, 2_000_000])
    first = np.array([0.02, 0.16, 0.91])[size]
    second = np.array([0.17, 0.92, 0.99])[size]
    return kinds[(draw > first).astype(int) + (draw > second).astype(int)]


def _customer_type(industry: _Texts, rng: np.random.Generator) -> _Texts:
    words = np.array(["Manufacturer", "Contractor", "Reseller", "Stone yard", "Government"], dtype=object)
    usual = {"Construction": 1, "Stone and tile": 3, "Quarries and mining": 3, names.PUBLIC: 4}
    number = pd.Series(industry).map(usual).fillna(0).to_numpy(dtype=np.int64)
    number = np.where((number == 0) & (rng.random(len(number)) < 0.07), 2, number)
    return words[number]


def _notes(rows: int, rng: np.random.Generator) -> _Texts:
    words = np.array(["", *_NOTES], dtype=object)
    return words[np.where(rng.random(rows) < 0.88, 0, rng.integers(1, len(words), size=rows))]


def _with_parents(
    frame: pd.DataFrame, sites: places.Sites, *, market: Market, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the list with parents, 12 % of the accounts.

    A parent has sites of one size near each other, under $20,000 each, and now and then a large one beside them. One
    chain has large sites in several towns.
    """
    plane = places.plane_km(sites.lat, sites.lon)
    size = np.digitize(frame[MARGIN].to_numpy(dtype=np.int64), [500_000, 2_000_000])
    parent = np.full(len(frame), -1, dtype=np.int64)
    may = (frame[INDUSTRY] != names.PUBLIC).to_numpy(dtype=bool)
    by_size = [np.flatnonzero((size == number) & may) for number in range(3)]
    trees = [cKDTree(plane[rows]) for rows in by_size]
    taken, made = 0, 0
    for first in rng.permutation(np.concatenate(by_size[:2])):
        if taken >= 0.12 * len(frame):
            break
        near = _near(plane[first], trees[size[first]], by_size[size[first]], count=int(rng.integers(2, 6)))
        large = _near(plane[first], trees[2], by_size[2], count=1 if rng.random() < 0.3 else 0)
        free = np.concatenate([near, large])
        free = free[parent[free] < 0]
        if parent[first] < 0 and len(free) > 1:
            parent[free] = made
            made, taken = made + 1, taken + len(free)
    for code in market.chain_codes:
        here = np.flatnonzero((sites.postal_code == code) & (size == 2) & (parent < 0))
        parent[here[:1]] = made
    codes = np.array([f"P{7_001 + 3 * number}" for number in range(made + 1)] + [None], dtype=object)
    called = np.append(names.surnames(made + 1, rng) + " Holdings", None)
    return frame.assign(**{PARENT_ID: codes[parent], PARENT_NAME: called[parent]})


def _near(point: _Floats, tree: cKDTree, rows: NDArray[np.int64], *, count: int) -> NDArray[np.int64]:
    """Return the rows of up to `count` accounts nearest to a point."""
    if count == 0:
        return rows[:0]
    found: NDArray[np.int64] = rows[np.atleast_1d(tree.query(point, k=min(count, len(rows)))[1])]
    return found


def _with_coverage(
    frame: pd.DataFrame, sites: places.Sites, *, team: tuple[Member, ...], rng: np.random.Generator
) -> pd.DataFrame:
    """Return the list with today's branch, region and reps; 2 in 9 accounts are not with the nearest rep."""
    rows = len(frame)
    plane = places.plane_km(sites.lat, sites.lon)
    field_team = [member for member in team if member.role == OUTSIDE]
    home = places.of_codes([member.home for member in field_team])
    near = _nearest(plane, places.plane_km(home.lat, home.lon), count=min(3, len(field_team)))
    branch = near[:, 0]
    named = np.array([bool(member.name) for member in field_team])
    choice = np.minimum(rng.choice(3, rows, p=[0.78, 0.16, 0.06]), near.shape[1] - 1)
    rep = near[np.arange(rows), choice]
    rep = np.where(named[rep], rep, near[np.arange(rows), (choice + 1) % near.shape[1]])
    codes = np.array([member.code for member in field_team], dtype=object)
    channel = frame[CHANNEL].to_numpy(dtype=object)
    is_key = np.zeros(rows, dtype=bool)
    is_key[np.argsort(-frame[MARGIN].to_numpy(dtype=np.int64), kind="stable")[: min(30, rows // 200)]] = True
    keys = np.array([member.code for member in team if member.role == KEY_ACCOUNT] or [None], dtype=object)
    channel = np.where(is_key & (keys[0] is not None), CHANNEL_KEY, channel)
    outside = np.where(channel == CHANNEL_OUTSIDE, codes[rep], None)
    outside = np.where(channel == CHANNEL_KEY, keys[np.arange(rows) % len(keys)], outside)
    return frame.assign(
        **{
            BRANCH: np.array([member.branch for member in field_team], dtype=object)[branch],
            REGION: np.array([member.region for member in field_team], dtype=object)[branch],
            OUTSIDE_REP: outside,
            INSIDE_REP: _inside_reps(plane, channel, team=team, rng=rng),
            CHANNEL: channel,
            NATIONAL: np.where(is_key, "Y", ""),
        }
    )


def _inside_reps(plane: _Floats, channel: _Texts, *, team: tuple[Member, ...], rng: np.random.Generator) -> _Texts:
    """Return inside reps of the branches near by, for inside accounts and most outside ones."""
    desk = [member for member in team if member.role == INSIDE]
    if not desk:
        return np.full(len(channel), None, dtype=object)
    sits = places.of_codes([member.home for member in desk])
    near = _nearest(plane, places.plane_km(sits.lat, sits.lon), count=min(3, len(desk)))
    choice = np.minimum(rng.choice(3, len(channel), p=[0.7, 0.2, 0.1]), near.shape[1] - 1)
    codes = np.array([member.code for member in desk], dtype=object)[near[np.arange(len(channel)), choice]]
    has_one = (channel == CHANNEL_INSIDE) | ((channel == CHANNEL_OUTSIDE) & (rng.random(len(channel)) < 0.7))
    return np.where(has_one, codes, None)


def _nearest(plane: _Floats, homes: _Floats, *, count: int) -> NDArray[np.int64]:
    found = cKDTree(homes).query(plane, k=count)[1]
    return np.asarray(found, dtype=np.int64).reshape(len(plane), count)


def _with_split_sales(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the list with sales by purchase channel and by product family; each group adds up to the cent."""
    sales = frame[SALES].to_numpy(dtype=np.int64)
    shape = np.array([_CHANNEL_WEIGHTS[name] for name in frame[CHANNEL]])
    drawn = rng.gamma(np.maximum(shape, 1e-6) * 1.6)
    drawn[rng.random(drawn.shape) < 0.25] = 0
    by_channel = _split(sales, drawn)
    durable = rng.beta(0.8, 1.5, size=len(sales))
    service = np.where(rng.random(len(sales)) < 0.55, 0, rng.beta(1.2, 14, size=len(sales)))
    by_family = _split(sales, np.column_stack([(1 - durable) * (1 - service), durable * (1 - service), service]))
    fasteners = np.round(by_family[:, 0] * rng.beta(6, 2.5, size=len(sales))).astype(np.int64)
    abrasives = np.round((by_family[:, 0] - fasteners) * rng.beta(3, 2, size=len(sales))).astype(np.int64)
    stone_tools = np.round(by_family[:, 1] * rng.beta(5, 2, size=len(sales))).astype(np.int64)
    return frame.assign(
        **dict(zip(BY_CHANNEL, by_channel.T, strict=True)),
        **dict(zip(BY_FAMILY, by_family.T, strict=True)),
        **dict(zip(FINER_FAMILIES, (fasteners, abrasives, stone_tools), strict=True)),
    )


def _split(amount: _Cents, weight: _Floats) -> NDArray[np.int64]:
    """Return n × k parts of n amounts by weight, none under 0.5 %; what rounding leaves goes to the largest part."""
    weight = np.where(weight.sum(axis=1, keepdims=True) > 0, weight, np.eye(weight.shape[1])[1])
    weight = np.where(weight < 0.005 * weight.sum(axis=1, keepdims=True), 0, weight)
    parts = np.floor(amount[:, None] * weight / weight.sum(axis=1, keepdims=True)).astype(np.int64)
    rows = np.arange(len(amount))
    parts[rows, weight.argmax(axis=1)] += amount - parts.sum(axis=1)
    return parts
