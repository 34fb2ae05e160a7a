"""What goes into a territory as one: an account, or all accounts of a unit such as a county.

Costs of a parcel are the sum over its accounts, so travel, handovers and borders stay exact; only the choice is
coarser. A unit that no territory could hold, or that nobody may have whole, is cut into smaller parcels beforehand.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.engine.problem import NONE, Flags, Floats, Ints

Figure = TypeVar("Figure", np.int64, np.float64)

_PARTS_OF_A_LIMIT = 4
"""A unit too large for any territory is cut into parts of at most a quarter of the limit."""


@dataclass(frozen=True)
class Parcels:
    """Some accounts grouped into parcels.

    Attributes:
        order: m places of the accounts, sorted by parcel; None where each account is a parcel of its own.
        starts: r places in that order where a parcel begins.
        weight: r loads.
    """

    order: Ints | None
    starts: Ints
    weight: Ints

    def summed(self, figures: Floats) -> Floats:
        """Add up m × g figures of accounts to r × g of parcels."""
        if self.order is None:
            return figures
        sums: Floats = np.add.reduceat(figures[self.order], self.starts, axis=0) if len(self.starts) else figures[:0]
        return sums

    def shared(self, figures: NDArray[Figure]) -> NDArray[Figure]:
        """Give each of m accounts what its one of r parcels has, one figure or a row."""
        if self.order is None:
            return figures
        sizes = np.diff(np.append(self.starts, len(self.order)))
        given = np.empty((len(self.order), *figures.shape[1:]), dtype=figures.dtype)
        given[self.order] = np.repeat(figures, sizes, axis=0)
        return given


def parcels_of(parcel: Ints | None, weight: Ints) -> Parcels:
    """Group m accounts by their parcel numbers; without any each is its own.

    Args:
        parcel: m parcel numbers, or None.
        weight: m loads.

    Returns:
        The parcels by number, in each the accounts as they come.
    """
    if parcel is None:
        return Parcels(None, np.arange(len(weight)), weight)
    order = np.argsort(parcel, kind="stable")
    sorted_ones = parcel[order]
    starts = np.flatnonzero(np.append(True, sorted_ones[1:] != sorted_ones[:-1])) if len(order) else order
    loads = np.add.reduceat(weight[order], starts) if len(starts) else weight
    return Parcels(order, starts, loads)


@dataclass(frozen=True)
class Kinds:
    """Kinds of accounts that may go to the same territories.

    Attributes:
        of: n kind numbers; -1 for locked accounts.
        is_open: c × p flags: where accounts of a kind may go.
    """

    of: Ints
    is_open: Flags


def numbered(unit: Ints, weight: Ints, xy: Floats, *, free: Ints, most: int, kinds: Kinds | None) -> Ints:
    """Number the parcels of all accounts.

    Args:
        unit: n unit numbers; -1 for an account that goes by itself.
        weight: n loads.
        xy: n × 2 km.
        free: the account numbers without a lock; a lock takes its account out of the unit.
        most: the largest load any territory may have.
        kinds: which accounts may go where; None: all everywhere.

    Returns:
        n parcel numbers. The free accounts of a unit have the same, unless the unit is larger than `most` or no
        territory may have all of it.
    """
    parcel = np.arange(len(unit))
    members = free[unit[free] != NONE]
    members = members[np.argsort(unit[members], kind="stable")]
    ends = np.flatnonzero(np.diff(unit[members])) + 1
    for own in np.split(members, ends) if len(members) else []:
        largest = most if int(weight[own].sum()) <= most else max(1, most // _PARTS_OF_A_LIMIT)
        for alike in _alike(own, kinds):
            for part in _cut(alike, weight, xy, largest):
                parcel[part] = part[0]
    return parcel


def _alike(accounts: Ints, kinds: Kinds | None) -> list[Ints]:
    """Keep accounts together if some territory may have them all; else take them apart by where they may go."""
    if kinds is None or kinds.is_open[kinds.of[accounts]].all(axis=0).any():
        return [accounts]
    return [accounts[kinds.of[accounts] == kind] for kind in np.unique(kinds.of[accounts])]


def _cut(accounts: Ints, weight: Ints, xy: Floats, most: int) -> list[Ints]:
    """Halve accounts across their longer side until each part is at most `most` or a single account."""
    load = weight[accounts]
    if len(accounts) == 1 or int(load.sum()) <= most:
        return [accounts]
    places = xy[accounts]
    axis = int(np.ptp(places, axis=0).argmax())
    order = np.lexsort((places[:, 1 - axis], places[:, axis]))
    half = int(np.searchsorted(np.cumsum(load[order]), load.sum() / 2))
    half = min(max(half, 1), len(accounts) - 1)
    sides = np.sort(accounts[order[:half]]), np.sort(accounts[order[half:]])
    return [part for side in sides for part in _cut(side, weight, xy, most)]
