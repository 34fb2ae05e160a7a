"""Which key-account manager has which key account: whole parents, incumbents first, the rest dealt out evenly."""

import heapq

import numpy as np
import pandas as pd

from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.rows import NOWHERE, Floats, Ints, positions, sums, whole
from gtm_desktop.planning.today import Today
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.accounts import AccountTable
from gtm_desktop.tables.reps import Role


def key_account_managers(accounts: AccountTable, capacity: Capacity, *, rows: Ints, today: Today) -> Ints:
    """Give every key account a manager.

    Args:
        accounts: n accounts; reads parent and gross margin.
        capacity: the people.
        rows: the m accounts whose channel is key account.
        today: who has them today.

    Returns:
        m positions in the roster; −1 for all where nobody is a key-account manager. A parent goes whole to the manager
        who has most of its accounts today; parents of nobody go, largest margin first, to the manager with the fewest
        parents for their capacity. Ties go to the earlier row.

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
    manager = np.where(held.max(axis=1) > 0, held.argmax(axis=1), NOWHERE)
    margin = sums(group, whole(accounts[columns.GROSS_MARGIN])[rows], groups)
    _deal(manager, margin, np.maximum(capacity.planned[managers], 1.0))
    return managers[manager[group]]


def _deal(manager: Ints, margin: Ints, planned: Floats) -> None:
    """Fill in the managers of groups that have none, in place."""
    loads = np.bincount(manager[manager != NOWHERE], minlength=len(planned))
    queue = [(load / size, at) for at, (load, size) in enumerate(zip(loads.tolist(), planned.tolist(), strict=True))]
    heapq.heapify(queue)
    free = np.flatnonzero(manager == NOWHERE)
    for group in free[np.argsort(-margin[free], kind="stable")].tolist():
        load, at = queue[0]
        manager[group] = at
        heapq.heapreplace(queue, (load + 1.0 / float(planned[at]), at))
