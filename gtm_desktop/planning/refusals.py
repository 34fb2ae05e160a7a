"""Who must not have which account, by a decision of the planner: the pairs as building and matching read them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gtm_desktop.planning.pins import PinMap
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, positions, rows_of
from gtm_desktop.planning.territory.customer_sites import Pieces
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.accounts import AccountTable


def refused(accounts: AccountTable, by_hand: PinMap, codes: Sequence[str]) -> Ints:
    """Return n positions in `codes` (distinct) of the rep each account is kept from; −1 for nobody of them."""
    found = np.full(len(accounts), NOWHERE, dtype=np.int64)
    rows = rows_of(by_hand, accounts[columns.ACCOUNT_ID])
    reps = positions(pd.Series([pin.value for pin in by_hand.values()], dtype=object), codes)
    found[rows[rows != NOWHERE]] = reps[rows != NOWHERE]
    return found


def refused_territories(refused_by: Ints, territory: Ints, *, people: int, territories: int) -> Flags:
    """Return r × p flags: the person must not have an account of the territory.

    Args:
        refused_by: n positions of the person an account is kept from; −1 for nobody.
        territory: n territory numbers; −1 for accounts outside all of them.
        people: r.
        territories: p.
    """
    flags = np.zeros((people, territories), dtype=np.bool_)
    known = (refused_by != NOWHERE) & (territory != NOWHERE)
    flags[refused_by[known], territory[known]] = True
    return flags


def forbidden_pairs(held: Pieces, refused_by: Ints, *, territories: int) -> Ints | None:
    """Return f × 2 pairs of piece and territory that may not meet, ascending; None for none.

    A piece that every territory would refuse is left to the matching: who a territory is formed round need not get it.

    Args:
        held: m pieces.
        refused_by: n numbers of the territory tied to the person an account is kept from; −1 for none.
        territories: p.
    """
    known = (refused_by != NOWHERE) & (held.of_account != NOWHERE)
    pairs = np.unique(np.column_stack([held.of_account[known], refused_by[known]]), axis=0)
    if len(pairs):
        pairs = pairs[np.bincount(pairs[:, 0])[pairs[:, 0]] < territories]
    return pairs.astype(np.int64) if len(pairs) else None
