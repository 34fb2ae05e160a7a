"""Which units, such as counties or ZIP regions, are in more than one territory, and why they could not stay whole."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from gtm_desktop.engine.instance import prepare
from gtm_desktop.engine.problem import NONE, Ints, Problem


class Apart(StrEnum):
    """Why a unit is in more than one territory."""

    LARGE = "large"
    LOCKED = "locked"
    REFUSED = "refused"
    NO_ROOM = "no_room"


@dataclass(frozen=True)
class SplitUnit:
    """A unit in more than one territory.

    Attributes:
        unit: its number.
        territories: the territory numbers, ascending.
        accounts: how many of its accounts are in each.
        reason: larger than any territory; accounts of it are locked; no territory may have all of it; or limits and the
            budget for change left no room for it whole.
    """

    unit: int
    territories: tuple[int, ...]
    accounts: tuple[int, ...]
    reason: Apart


def split_units(problem: Problem, territory: Ints) -> tuple[SplitUnit, ...]:
    """Return the units of a plan that are in more than one territory, by number; none where units do not count.

    Args:
        problem: what was solved.
        territory: n territory numbers of its plan; accounts in none (-1) are left out.
    """
    if problem.unit is None:
        return ()
    instance = prepare(problem)
    members = np.flatnonzero((problem.unit != NONE) & (territory != NONE))
    members = members[np.argsort(problem.unit[members], kind="stable")]
    most = int((instance.upper + instance.held).max(initial=0))
    found = []
    for own in np.split(members, np.flatnonzero(np.diff(problem.unit[members])) + 1):
        numbers, accounts = np.unique(territory[own], return_counts=True)
        if len(numbers) < 2:
            continue
        free = own[problem.locked[own] == NONE]
        is_whole = instance.parcel is not None and len(np.unique(instance.parcel[free])) <= 1
        if int(instance.weight[own].sum()) > most:
            reason = Apart.LARGE
        elif len(free) < len(own):
            reason = Apart.LOCKED
        else:
            reason = Apart.NO_ROOM if is_whole else Apart.REFUSED
        found.append(SplitUnit(int(problem.unit[own[0]]), tuple(numbers.tolist()), tuple(accounts.tolist()), reason))
    return tuple(found)
