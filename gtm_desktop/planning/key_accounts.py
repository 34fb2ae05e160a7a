"""Which key-account manager has which key account: whole parents, incumbents first, the rest dealt out evenly."""

import heapq

import numpy as np
import pandas as pd

from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints, positions, sums, whole
from gtm_desktop.planning.today import Today
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.accounts import AccountTable
from gtm_desktop.tables.reps import Role


def key_account_managers(
    accounts: AccountTable, capacity: Capacity, *, rows: Ints, today: Today, kept_from: Ints
) -> Ints:
    """Give every key account a manager.

    Args:
        accounts: n accounts; reads parent and gross margin.
        capacity: the people.
        rows: the m accounts whose channel is key account.
        today: who has them today.
        kept_from: n positions in the roster of who must not have the account; −1 for nobody.

    Returns:
        m positions in the roster; −1 for all where nobody is a key-account manager. A parent goes whole to the manager
        who has most of its accounts today; parents of nobody go, largest margin first, to the manager with the fewest
        parents for their capacity. Ties go to the earlier row. A parent with an account kept from a manager goes to
        another one; where every manager is refused, that is passed over.

    Source: RULES 2 (named rules) and 3 (capacity counts parents).
    """
    managers = capacity.placeable(Role.KEY_ACCOUNT)
    if len(managers) == 0 or len(rows) == 0:
        return np.full(len(rows), NOWHERE, dtype=np.int64)
    parent = accounts[columns.PARENT_ID]
    group, _ = pd.factorize(parent.where(parent.notna(), accounts[columns.ACCOUNT_ID]).iloc[rows])
    groups = int(group.max()) + 1
    held = np.zeros((groups, len(managers)))
    incumbent = positions(today.owner_id.iloc[rows], [capacity.rep_ids[at] for at in managers])
    known = incumbent != NOWHERE
    np.add.at(held, (group[known], incumbent[known]), 1)
    refused = _refused(group, _among(kept_from[rows], managers), (groups, len(managers)))
    held[refused] = 0
    manager = np.where(held.max(axis=1) > 0, held.argmax(axis=1), NOWHERE)
    margin = sums(group, whole(accounts[columns.GROSS_MARGIN])[rows], groups)
    _deal(manager, margin, np.maximum(capacity.planned[managers], 1.0), refused)
    return managers[manager[group]]


def _among(person: Ints, managers: Ints) -> Ints:
    """Return the numbers among the managers of people at these positions of the roster; −1 for others."""
    number = np.full(int(max(person.max(initial=0), managers.max(initial=0))) + 2, NOWHERE, dtype=np.int64)
    number[managers] = np.arange(len(managers))
    found: Ints = number[person]
    return found


def _refused(group: Ints, manager: Ints, shape: tuple[int, int]) -> Flags:
    """Return groups × managers flags; a group that everybody would be refused is refused nobody."""
    flags = np.zeros(shape, dtype=np.bool_)
    flags[group[manager != NOWHERE], manager[manager != NOWHERE]] = True
    flags[flags.all(axis=1)] = False
    return flags


def _deal(manager: Ints, margin: Ints, planned: Floats, refused: Flags) -> None:
    """Fill in the managers of groups that have none, in place."""
    loads = np.bincount(manager[manager != NOWHERE], minlength=len(planned))
    queue = [(load / size, at) for at, (load, size) in enumerate(zip(loads.tolist(), planned.tolist(), strict=True))]
    heapq.heapify(queue)
    free = np.flatnonzero(manager == NOWHERE)
    for group in free[np.argsort(-margin[free], kind="stable")].tolist():
        passed = []
        while refused[group, queue[0][1]]:
            passed.append(heapq.heappop(queue))
        load, at = queue[0]
        manager[group] = at
        heapq.heapreplace(queue, (load + 1.0 / float(planned[at]), at))
        for each in passed:
            heapq.heappush(queue, each)
