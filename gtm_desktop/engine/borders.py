"""Borders that territories keep: zones of accounts and of territories, and what an account across a border costs."""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.engine.problem import NONE, Flags, Floats, Ints, Problem


@dataclass(frozen=True)
class Borders:
    """Which accounts and which territories belong to which zone.

    Attributes:
        zone: n zone numbers, -1 for an account of no zone, which crosses nothing.
        of_territory: p zone numbers, -1 for a territory that is free to take accounts of any zone.
        price: currency a year for an account put into a territory of another zone; infinite forbids it.
    """

    zone: Ints
    of_territory: Ints
    price: float

    @property
    def is_hard(self) -> bool:
        """Whether no account may cross."""
        return bool(np.isinf(self.price))

    def crosses(self, rows: Ints, columns: Ints) -> Flags:
        """Return flags of accounts and territories of different zones, in the shape both broadcast to."""
        own, theirs = self.zone[rows], self.of_territory[columns]
        across: Flags = (own != theirs) & (own != NONE) & (theirs != NONE)
        return across

    def costs(self, rows: Ints, columns: Ints) -> Floats:
        """Return what crossing costs in currency a year, in the shape both broadcast to."""
        return np.where(self.crosses(rows, columns), self.price, 0.0)

    def open_to(self, zone: int) -> Ints:
        """Return the territories that accounts of a zone may enter for nothing, ascending; all for no zone."""
        if zone == NONE:
            return np.arange(len(self.of_territory))
        return np.flatnonzero((self.of_territory == zone) | (self.of_territory == NONE))

    def may_be_centre(self, accounts: Ints, number: int) -> Flags:
        """Return which accounts may be the centre of a territory: those on its side; all where none is."""
        inside = ~self.crosses(accounts, np.array(number))
        return inside if inside.any() else ~inside


def borders_of(problem: Problem) -> Borders | None:
    """Return the borders of a problem; None where nothing could cross at a price.

    An account locked across a hard border counts as one without a zone: it was put there on purpose.
    """
    if problem.zone is None or problem.territory_zone is None or problem.crossing_price <= 0:
        return None
    if (problem.zone == NONE).all() or (problem.territory_zone == NONE).all():
        return None
    borders = Borders(problem.zone, problem.territory_zone, problem.crossing_price)
    is_locked = problem.locked != NONE
    if not borders.is_hard or not is_locked.any():
        return borders
    held = np.flatnonzero(is_locked)
    zone = problem.zone.copy()
    zone[held[borders.crosses(held, problem.locked[held])]] = NONE
    return Borders(zone, problem.territory_zone, problem.crossing_price)
