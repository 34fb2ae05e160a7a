"""Which accounts are held in a territory before any are formed, by a lock or by hand; and which do not fit at all."""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.loads import UNITS
from gtm_desktop.planning.owners import owner_book
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.roster import pinned_territories
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, counts, numbers, sums
from gtm_desktop.planning.territory.customer_sites import Pieces
from gtm_desktop.planning.territory.slots import Kept, Slots
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.accounts import AccountTable


@dataclass(frozen=True, eq=False)
class Keep:
    """What of the present territories stays, beyond locks and decisions by hand.

    Attributes:
        frozen: n flags: accounts that stay where they are, in a territory or outside all; None for none.
        is_improving: every present territory stays itself, whatever becomes of its accounts.
    """

    frozen: Flags | None = None
    is_improving: bool = False

    def rows(self, number: int) -> Flags:
        """Return n flags of the frozen accounts."""
        return np.zeros(number, dtype=np.bool_) if self.frozen is None else self.frozen


KEEP_NOTHING = Keep()


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


def held_accounts(
    dataset: Dataset, plan: Plan, *, goes_out: Flags, candidates: Ints, keep: Keep = KEEP_NOTHING
) -> Holds:
    """Find what locks and decisions by hand hold in earlier territories.

    Args:
        dataset: n accounts and the people.
        plan: the earlier answer, the locks, and the accounts put into a territory by hand.
        goes_out: n flags: outside by rule.
        candidates: rows of inside accounts that may be filled.
        keep: what stays beside that.

    Returns:
        A locked territory keeps its outside accounts and those it had filled that may still be, as does a territory of
        frozen accounts only; an account put into a territory by hand goes there whatever a lock says.
    """
    answer = plan.accepted.territories
    lock = np.full(len(dataset.accounts), NOWHERE, dtype=np.int64)
    frozen = keep.rows(len(lock))
    book = owner_book(dataset.reps, plan)
    if answer is None:
        left_out = np.flatnonzero(frozen & goes_out)
        return Holds(Kept((), None, book, frozenset()), lock, candidates[:0], candidates[:0], left_out)
    is_locked = np.array([*(key in plan.pins.locked for key in answer.ids), False], dtype=np.bool_)
    is_locked[:-1] |= _frozen_territories(answer.territory, frozen, len(answer.ids))
    stays = (is_locked[answer.territory] | frozen) & goes_out & ~answer.out_of_reach
    lock[stays] = answer.territory[stays]
    rows, wanted = pinned_territories(dataset.accounts, plan.pins.territory, answer)
    lock[rows] = wanted
    kept = np.flatnonzero(is_locked[:-1] | (counts(lock, len(answer.ids)) > 0) | keep.is_improving)
    place = np.full(len(answer.ids) + 1, NOWHERE, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    stays_filled = answer.filled & (is_locked[answer.territory] | frozen) & (place[answer.territory] != NOWHERE)
    refilled = candidates[stays_filled[candidates]]
    ids = tuple(answer.ids[at] for at in kept.tolist())
    locked = frozenset(answer.ids[at] for at in kept.tolist() if is_locked[at])
    left_out = np.flatnonzero(frozen & goes_out & (lock == NOWHERE))
    return Holds(Kept(ids, answer, book, locked), place[lock], refilled, place[answer.territory[refilled]], left_out)


def _frozen_territories(territory: Ints, frozen: Flags, number: int) -> Flags:
    """Return p flags: the territory holds accounts, and all of them are frozen."""
    held, stay = counts(territory, number), counts(territory[frozen], number)
    return np.asarray((held > 0) & (held == stay), dtype=np.bool_)


def most_outside(slots: Slots, lock: Ints, units: Ints) -> Ints:
    """Return p largest loads of outside accounts, in eighths of a place; a locked one takes no more than it has."""
    held = sums(lock, units, len(slots.tied))
    return np.where(slots.is_locked, held, np.round(slots.upper * UNITS)).astype(np.int64)


def over_the_cut(accounts: AccountTable, held: Pieces, *, lock: Ints, room: int) -> Ints:
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
