"""Which accounts are held in a territory before any are formed, by a lock or by hand; and which do not fit at all."""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.planning.loads import UNITS
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, counts, numbers, sums
from gtm_desktop.planning.territory.customer_sites import Pieces
from gtm_desktop.planning.territory.slots import Kept, Slots
from gtm_desktop.planning.territory_request import TerritoryDecisions
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.columns import Readable


@dataclass(frozen=True, eq=False)
class Holds:
    """What is decided before territories are formed.

    Attributes:
        kept: the earlier territories that stay themselves; they are the first of the new ones, in this order.
        lock: n numbers of the kept territory an account is held in; −1 where it is free.
        refilled: rows that locked territories had filled from inside and keep.
        refilled_to: their territory numbers.
        left_out: rows of frozen accounts that are outside by rule and in no territory; they stay so.
    """

    kept: Kept
    lock: Ints
    refilled: Ints
    refilled_to: Ints
    left_out: Ints


def held_accounts(decisions: TerritoryDecisions, *, goes_out: Flags, candidates: Ints) -> Holds:
    """Find what locks and decisions by hand hold in earlier territories.

    Args:
        decisions: the earlier answer, the locks, the accounts put into a territory by hand, and what stays beside that.
        goes_out: n flags: outside by rule.
        candidates: rows of inside accounts that may be filled.

    Returns:
        A locked territory keeps its outside accounts and those it had filled that may still be, as does a territory of
        frozen accounts only; an account put into a territory by hand goes there whatever a lock says.
    """
    answer, keep = decisions.earlier, decisions.keep
    lock = np.full(len(goes_out), NOWHERE, dtype=np.int64)
    frozen = keep.rows(len(lock))
    if answer is None:
        left_out = np.flatnonzero(frozen & goes_out)
        return Holds(_kept(decisions, candidates[:0], frozenset()), lock, candidates[:0], candidates[:0], left_out)
    is_locked = np.array([*(key in decisions.locked for key in answer.ids), False], dtype=np.bool_)
    is_locked[:-1] |= _frozen_territories(answer.territory, frozen, len(answer.ids))
    stays = (is_locked[answer.territory] | frozen) & goes_out & ~answer.out_of_reach
    lock[stays] = answer.territory[stays]
    lock[decisions.put] = decisions.put_into
    kept = np.flatnonzero(is_locked[:-1] | (counts(lock, len(answer.ids)) > 0) | keep.is_improving)
    place = np.full(len(answer.ids) + 1, NOWHERE, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    stays_filled = answer.filled & (is_locked[answer.territory] | frozen) & (place[answer.territory] != NOWHERE)
    refilled = candidates[stays_filled[candidates]]
    locked = frozenset(answer.ids[at] for at in kept.tolist() if is_locked[at])
    left_out = np.flatnonzero(frozen & goes_out & (lock == NOWHERE))
    refilled_to = place[answer.territory[refilled]]
    return Holds(_kept(decisions, kept, locked), place[lock], refilled, refilled_to, left_out)


def _kept(decisions: TerritoryDecisions, kept: Ints, locked: frozenset[str]) -> Kept:
    """Return the earlier territories of these numbers as those that stay themselves."""
    ids = () if decisions.earlier is None else decisions.earlier.ids
    return Kept(
        ids=tuple(ids[at] for at in kept.tolist()),
        answer=decisions.earlier,
        holder=decisions.holder[kept],
        lower=decisions.holder_lower[kept],
        planned=decisions.holder_planned[kept],
        upper=decisions.holder_upper[kept],
        locked=locked,
    )


def _frozen_territories(territory: Ints, frozen: Flags, number: int) -> Flags:
    """Return p flags: the territory holds accounts, and all of them are frozen."""
    held, stay = counts(territory, number), counts(territory[frozen], number)
    return np.asarray((held > 0) & (held == stay), dtype=np.bool_)


def most_outside(slots: Slots, lock: Ints, units: Ints) -> Ints:
    """Return p largest loads of outside accounts, in eighths of a place; a locked one takes no more than it has."""
    held = sums(lock, units, len(slots.tied))
    return np.where(slots.is_locked, held, np.round(slots.upper * UNITS)).astype(np.int64)


def over_the_cut(accounts: Readable, held: Pieces, *, lock: Ints, room: int) -> Ints:
    """Return the free outside rows of least margin beyond a room, ascending; unknown margins go first.

    Args:
        accounts: n accounts.
        held: the outside accounts; sites that go together are cut together, by their margin added up.
        lock: n territory numbers in which accounts are held; −1 where they are free.
        room: what all territories together can hold, in eighths of a place.

    Source: RULES 4.
    """
    surplus = int(held.units.sum()) - room
    free = np.flatnonzero(lock[held.row] == NOWHERE)
    if surplus <= 0 or len(free) == 0:
        return np.zeros(0, dtype=np.int64)
    margin = numbers(accounts[columns.GROSS_MARGIN])
    known = held.sums(np.isfinite(margin).astype(np.float64)) > 0
    total = np.where(known, held.sums(margin), -np.inf)[free]
    order = free[np.lexsort((-free, total))]
    before = held.units[order].cumsum() - held.units[order]
    is_cut = np.zeros(len(held.row), dtype=np.bool_)
    is_cut[order[before < surplus]] = True
    return np.flatnonzero(np.append(is_cut, [False])[held.of_account])
