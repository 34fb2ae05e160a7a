"""Where outside accounts without a place on the map go: nobody is left without an owner."""

from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.planning.rows import NOWHERE, Ints, sums


def join_territories(
    territory: Ints, rows: Ints, *, incumbent: Ints, state: "pd.Series[Any]", most: Ints, load: Ints, refused_by: Ints
) -> Ints:
    """Put accounts without a place into territories.

    Args:
        territory: n territory numbers of those that have one; −1 for the others.
        rows: the accounts to place, in the order in which they choose.
        incumbent: n territory numbers of who has the account today; −1 for nobody.
        state: n states; may be missing.
        most: p largest loads of outside accounts.
        load: n loads in the same units.
        refused_by: n territory numbers that must not have the account, unless it is the only one; −1 for none.

    Returns:
        n territory numbers: the incumbent's, else the one with most accounts of the same state, each while it has
        room; else the one with most room, the lowest number on a tie.
    """
    joined = territory.copy()
    if len(rows) == 0 or len(most) == 0:
        return joined
    of_state = _by_state(state, territory)
    room = most - sums(territory, load, len(most))
    for row in rows.tolist():
        refused = int(refused_by[row])
        near = (int(incumbent[row]), int(of_state[row]))
        wanted = [at for at in near if at not in (NOWHERE, refused) and room[at] > 0]
        joined[row] = wanted[0] if wanted else _roomiest(room, refused)
        room[joined[row]] -= load[row]
    return joined


def _roomiest(room: Ints, refused: int) -> int:
    allowed = room.copy()
    if refused != NOWHERE and len(room) > 1:
        allowed[refused] = np.iinfo(np.int64).min
    return int(allowed.argmax())


def _by_state(state: "pd.Series[Any]", territory: Ints) -> Ints:
    """Return n numbers of the territory with most accounts of the same state; −1 where no account tells."""
    code, states = pd.factorize(state)
    known = (territory != NOWHERE) & (code != NOWHERE)
    held = np.zeros((len(states) + 1, int(territory.max(initial=0)) + 1), dtype=np.int64)
    np.add.at(held, (code[known], territory[known]), 1)
    most: Ints = np.where(held.max(axis=1) > 0, held.argmax(axis=1), NOWHERE)[code]
    return most
