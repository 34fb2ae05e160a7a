"""Which accounts are held in a territory before any are formed, by a lock or by hand; and which do not fit at all."""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.owners import owner_book
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.roster import pinned_territories
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, counts, numbers
from gtm_desktop.planning.territory_slots import Kept, Slots
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.accounts import AccountTable


@dataclass(frozen=True, eq=False)
class Holds:
    """What is decided before territories are formed.

    Attributes:
        kept: the earlier territories that stay themselves; they are the first of the new ones, in this order.
        lock: n numbers of the kept territory an account is held in; −1 where it is free.
        refilled: rows that locked territories had filled from inside and keep.
        refilled_to: their territory numbers.
    """

    kept: Kept
    lock: Ints
    refilled: Ints
    refilled_to: Ints


def held_accounts(dataset: Dataset, plan: Plan, *, goes_out: Flags, candidates: Ints) -> Holds:
    """Find what locks and decisions by hand hold in earlier territories.

    Args:
        dataset: n accounts and the people.
        plan: the earlier answer, the locks, and the accounts put into a territory by hand.
        goes_out: n flags: outside by rule.
        candidates: rows of inside accounts that may be filled.

    Returns:
        A locked territory keeps its outside accounts and those it had filled that may still be; an account put into a
        territory by hand goes there whatever a lock says.
    """
    answer = plan.accepted.territories
    lock = np.full(len(dataset.accounts), NOWHERE, dtype=np.int64)
    book = owner_book(dataset.reps, plan)
    if answer is None:
        return Holds(Kept((), None, book, frozenset()), lock, candidates[:0], candidates[:0])
    is_locked = np.array([*(key in plan.pins.locked for key in answer.ids), False], dtype=np.bool_)
    stays = is_locked[answer.territory] & goes_out & ~answer.out_of_reach
    lock[stays] = answer.territory[stays]
    rows, wanted = pinned_territories(dataset.accounts, plan.pins.territory, answer)
    lock[rows] = wanted
    kept = np.flatnonzero(is_locked[:-1] | (counts(lock, len(answer.ids)) > 0))
    place = np.full(len(answer.ids) + 1, NOWHERE, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    refilled = candidates[(answer.filled & is_locked[answer.territory])[candidates]]
    ids = tuple(answer.ids[at] for at in kept.tolist())
    locked = frozenset(key for key in ids if key in plan.pins.locked)
    return Holds(Kept(ids, answer, book, locked), place[lock], refilled, place[answer.territory[refilled]])


def most_outside(slots: Slots, lock: Ints) -> Ints:
    """Return p upper limits of outside accounts; a locked territory takes no more than it has."""
    return np.where(slots.is_locked, counts(lock, len(slots.tied)), slots.upper).astype(np.int64)


def over_the_cut(accounts: AccountTable, outside: Ints, *, lock: Ints, room: int) -> Ints:
    """Return the free outside rows of least margin beyond `room`, ascending; unknown margins go first. RULES 4."""
    surplus = len(outside) - room
    free = outside[lock[outside] == NOWHERE]
    if surplus <= 0 or len(free) == 0:
        return np.zeros(0, dtype=np.int64)
    margin = numbers(accounts[columns.GROSS_MARGIN])[free]
    order = np.lexsort((-free, np.nan_to_num(margin, nan=-np.inf)))
    cut: Ints = np.sort(free[order[:surplus]])
    return cut
