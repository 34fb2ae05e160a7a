"""The whole pieces that territories are formed of: single accounts, or the sites of one customer together."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gtm_desktop.planning.loads import Sites, customers, loads
from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints, numbers
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.columns import Readable


@dataclass(frozen=True, eq=False)
class Pieces:
    """Accounts that go together.

    Attributes:
        of_account: n piece numbers; −1 for accounts that take no part.
        row: m account rows: the site nearest to the visit-weighted middle of each piece, the first of two as near; the
            first in the list where none has a place.
        units: m loads in eighths of a place.
        has_place: m flags: at least one site has a place on the map.
    """

    of_account: Ints
    row: Ints
    units: Ints
    has_place: Flags

    def sums(self, values: Floats) -> Floats:
        """Add n values by piece; missing ones add nothing."""
        known = self.of_account != NOWHERE
        weights = np.nan_to_num(values)[known]
        return np.bincount(self.of_account[known], weights=weights, minlength=len(self.row)).astype(np.float64)

    def majority(self, choice: Ints, *, weight: Floats) -> Ints:
        """Return for each piece the choice (n numbers, −1 for none) of most weight; a tie goes to the lowest."""
        known = (self.of_account != NOWHERE) & (choice != NOWHERE)
        both = np.column_stack([self.of_account[known], choice[known]])
        pairs, at = np.unique(both, axis=0, return_inverse=True)
        added = np.bincount(at.ravel(), weights=weight[known], minlength=len(pairs))
        best_last = np.lexsort((pairs[:, 1], -added, pairs[:, 0]))[::-1]
        most: Ints = np.full(len(self.row), NOWHERE, dtype=np.int64)
        most[pairs[best_last, 0]] = pairs[best_last, 1]
        return most

    def unfolded(self, of_piece: Ints) -> Ints:
        """Return n numbers: what each account's piece has; −1 for accounts that take no part."""
        return np.append(of_piece, NOWHERE)[self.of_account]


def pieces(
    accounts: Readable, rows: Ints, *, lock: Ints, visits: Floats, shared: Flags, rules: Sites, room: int
) -> Pieces:
    """Put accounts together that go to one territory.

    Args:
        accounts: n accounts.
        rows: those that take part, ascending.
        lock: n territory numbers in which accounts are held; −1 where they are free. Sites held apart stay apart.
        visits: n visits a year.
        shared: n flags: held by two people, half each.
        rules: at what level accounts are assigned, and what a further site takes.
        room: what the largest territory holds, in eighths of a place; a customer beyond it goes site by site.

    Returns:
        The pieces in the order of their first accounts; each account is a piece of its own unless sites of one customer
        go together. Source: RULES 1 (sites of one assigned customer stay with one rep).
    """
    customer = customers(accounts, rules.assigned_level)
    held = pd.DataFrame({0: customer[rows], 1: lock[rows]})
    together = held.groupby([0, 1], sort=False).ngroup().to_numpy(dtype=np.int64)
    group = np.full(len(accounts), NOWHERE, dtype=np.int64)
    group[rows] = together
    units = loads(accounts, group, shared=shared, rules=rules)
    size = np.bincount(together, weights=units[rows], minlength=1)
    is_apart = (size > room)[together] & (lock[rows] == NOWHERE)
    keys = np.where(is_apart, len(rows) + np.arange(len(rows)), together)
    number, _ = pd.factorize(keys)
    group[rows] = number
    count = int(number.max(initial=-1)) + 1
    lat, lon = numbers(accounts[columns.LAT])[rows], numbers(accounts[columns.LON])[rows]
    placed = np.isfinite(lat) & np.isfinite(lon)
    return Pieces(
        of_account=group,
        row=rows[_middle(number, lat, lon, visits[rows])],
        units=np.bincount(number, weights=units[rows], minlength=count).astype(np.int64),
        has_place=np.bincount(number, weights=placed, minlength=count) > 0,
    )


def whole_customers(accounts: Readable, rows: Ints, *, rules: Sites) -> Ints:
    """Return those of some rows whose customers have no account elsewhere, in the same order."""
    customer = customers(accounts, rules.assigned_level)
    sites = np.bincount(customer, minlength=1)
    here = np.bincount(customer[rows], minlength=len(sites))
    return np.asarray(rows[here[customer[rows]] == sites[customer[rows]]], dtype=np.int64)


def _middle(number: Ints, lat: Floats, lon: Floats, visits: Floats) -> Ints:
    """Return for each piece the position of the site nearest to its visit-weighted middle, on the globe."""
    phi, theta = np.radians(lat), np.radians(lon)
    point = np.column_stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)])
    point[~np.isfinite(point).all(axis=1)] = 0.0
    count = int(number.max(initial=-1)) + 1
    middle = np.zeros((count, 3))
    np.add.at(middle, number, point * np.maximum(visits, 1e-9)[:, None])
    nearness = np.where(point.any(axis=1), (point * middle[number]).sum(axis=1), -np.inf)
    order = np.lexsort((np.arange(len(number)), -nearness, number))
    first = np.searchsorted(number[order], np.arange(count))
    return np.asarray(order[first], dtype=np.int64)
