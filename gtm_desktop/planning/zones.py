"""Territories within borders: which part of the market each belongs to, and how many each part needs."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gtm_desktop.engine.problem import Problem
from gtm_desktop.planning.capacity import Team
from gtm_desktop.planning.change_rules import Borders, Division
from gtm_desktop.planning.loads import UNITS
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, counts, positions, sums
from gtm_desktop.planning.territory.slots import Demand, Kept
from gtm_desktop.planning.territory_request import TerritoryGrounds, TerritoryTerms
from gtm_desktop.tables import reps as rep_columns

_OF_PERSON = {
    Division.REGION: rep_columns.REGION,
    Division.STATE: rep_columns.HOME_STATE,
    Division.BRANCH: rep_columns.BRANCH,
    Division.MANAGER: rep_columns.MANAGER,
}


@dataclass(frozen=True, eq=False)
class Zones:
    """The parts of the market that borders divide, as numbers.

    Attributes:
        names: z parts, in alphabetical order.
        of_account: n zone numbers; −1 where the part is unknown.
        of_person: r zone numbers of the people of the roster: where the roster puts them, else where most of their
            outside accounts are; −1 where neither tells.
    """

    names: tuple[str, ...]
    of_account: Ints
    of_person: Ints


@dataclass(frozen=True, eq=False)
class Seats:
    """The territories that are formed, by zone.

    Attributes:
        number: how many territories there are; more than wanted where hard borders need more.
        people: positions in the roster of the people of new territories, −1 for a position nobody has; None leaves the
            choice of people to whoever forms the territories.
        zone: zone numbers of the kept territories, then of the new ones as in `people`; of kept ones only where that is
            None.
    """

    number: int
    people: Ints | None
    zone: Ints


def part_of_people(division: Division) -> str:
    """Return the column of the roster that says which part of the market a person belongs to."""
    return _OF_PERSON[division]


def zones_of(grounds: TerritoryGrounds, demand: Demand) -> Zones | None:
    """Return the zones that the plan's borders make; None without borders."""
    if grounds.part is None or grounds.part_of_people is None:
        return None
    part = grounds.part.values
    names = tuple(sorted(str(name) for name in part.dropna().unique()))
    of_account = positions(part, names)
    own = positions(grounds.part_of_people.values, names)
    common = most_common(of_account[demand.outside], demand.incumbent[demand.outside], len(grounds.team.rep_ids))
    return Zones(names, of_account, np.where(own == NOWHERE, common, own))


def most_common(zone: Ints, group: Ints, groups: int) -> Ints:
    """Return the zone most frequent in each group, the lowest on a tie; −1 for a group without one."""
    known = (zone != NOWHERE) & (group != NOWHERE)
    number = np.zeros((groups, int(zone.max(initial=0)) + 1), dtype=np.int64)
    np.add.at(number, (group[known], zone[known]), 1)
    common: Ints = np.where(number.max(axis=1) > 0, number.argmax(axis=1), NOWHERE).astype(np.int64)
    return common


def seats_by_zone(
    zones: Zones | None, terms: TerritoryTerms, *, demand: Demand, team: Team, kept: Kept, wanted: int
) -> Seats:
    """Say how many territories each zone gets, and round whom new ones are formed.

    Behind hard borders each zone gets as many as its outside accounts need at the normal upper limit, one at least;
    what is left of the number wanted goes one by one to the zone whose territories would hold most. People of a zone
    take its territories, those with most accounts first; people of no known zone take what is left; then positions are
    open. With borders that may be crossed, people are chosen as without any.

    Args:
        zones: of accounts and people; None without borders.
        terms: the borders, and what a normal territory holds.
        demand: the outside accounts and their loads.
        team: who can have a territory.
        kept: earlier territories that stay themselves.
        wanted: how many territories there shall be.
    """
    if zones is None:
        return Seats(wanted, None, np.zeros(0, dtype=np.int64))
    kept_zone = _kept_zones(zones, kept)
    if terms.borders.crossing_price is not None:
        return Seats(wanted, None, kept_zone)
    is_locked = np.array([key in kept.locked for key in kept.ids], dtype=np.bool_)
    held = _in_locked(kept, len(zones.of_account))
    free = demand.outside[~held[demand.outside]]
    load = sums(zones.of_account[free], demand.units[free], len(zones.names))
    taken = counts(kept_zone[~is_locked], len(zones.names))
    room = terms.upper * UNITS
    least = np.maximum(-(-load // room), taken)
    seats = shared_out(load, least, number=max(wanted - int(is_locked.sum()), int(least.sum())))
    people, zone = _people(zones, seats - taken, demand=demand, team=team, kept=kept)
    return Seats(len(kept.ids) + len(people), people, np.concatenate([kept_zone, zone]))


def shared_out(load: Ints, least: Ints, *, number: int) -> Ints:
    """Return z numbers that add up to `number`: at least `least`, more where a territory would hold most otherwise.

    Each further one goes to the zone with the largest load a territory, the first of two alike; nobody gets one for no
    load at all, unless nobody has any.
    """
    seats = least.copy()
    while seats.sum() < number and len(seats):
        with np.errstate(divide="ignore", invalid="ignore"):
            each = np.where(load > 0, load / seats, 0.0)
        seats[int(each.argmax())] += 1
    return seats


def with_zones(
    problem: Problem,
    zones: Zones | None,
    seats: Seats,
    *,
    borders: Borders,
    tied: tuple[str, ...],
    rows: Ints,
    team: Team,
) -> Problem:
    """Return the engine's problem with its borders.

    Args:
        problem: of m accounts and p territories.
        zones: of n accounts; None without borders.
        seats: the zones of territories, as far as they are decided.
        borders: what a crossing costs.
        tied: p rep codes whom the territories are formed for; their zone counts where nothing else is decided.
        rows: m account rows.
        team: the roster.
    """
    if zones is None:
        return problem
    zone = np.full(len(tied), NOWHERE, dtype=np.int64)
    place = positions(pd.Series(tied, dtype=object), team.rep_ids)
    zone[: len(seats.zone)] = seats.zone
    of_tied = np.append(zones.of_person, NOWHERE)[place]
    zone = np.where(zone == NOWHERE, of_tied, zone)
    return replace(
        problem,
        zone=zones.of_account[rows],
        territory_zone=zone,
        crossing_price=borders.currency_a_crossing,
    )


def _kept_zones(zones: Zones, kept: Kept) -> Ints:
    """Return the zones of kept territories: the person's own where some account is of it, else the most common one."""
    answer = kept.answer
    if answer is None:
        return np.zeros(0, dtype=np.int64)
    number = len(answer.ids)
    at = np.array([answer.ids.index(key) for key in kept.ids], dtype=np.int64)
    common = most_common(zones.of_account, answer.territory, number)[at]
    own = np.append(zones.of_person, NOWHERE)[kept.holder]
    both = (answer.territory != NOWHERE) & (zones.of_account != NOWHERE)
    has = np.zeros((number, len(zones.names) + 1), dtype=np.bool_)
    has[answer.territory[both], zones.of_account[both]] = True
    return np.where(has[at, own], own, common).astype(np.int64)


def _in_locked(kept: Kept, accounts: int) -> Flags:
    """Return n flags: the account is in a locked territory of the earlier answer."""
    answer = kept.answer
    if answer is None:
        return np.zeros(accounts, dtype=np.bool_)
    locked = np.array([*(key in kept.locked for key in answer.ids), False], dtype=np.bool_)
    return locked[answer.territory]


def _people(zones: Zones, seats: Ints, *, demand: Demand, team: Team, kept: Kept) -> tuple[Ints, Ints]:
    """Return who takes new territories and their zones: people in the order of the roster, then open positions."""
    able = np.setdiff1d(team.rows, kept.holder)
    held = counts(demand.incumbent[demand.outside], len(team.rep_ids))
    order = able[np.lexsort((able, -team.planned[able], -held[able]))]
    left = seats.copy()
    chosen: list[tuple[int, int]] = []
    for person in sorted(order.tolist(), key=lambda at: zones.of_person[at] == NOWHERE):
        zone = int(zones.of_person[person])
        if zone == NOWHERE and left.any():
            zone = int(left.argmax())
        if zone != NOWHERE and left[zone] > 0:
            left[zone] -= 1
            chosen.append((person, zone))
    open_zones = np.repeat(np.arange(len(left)), left)
    people = sorted(chosen) + [(NOWHERE, int(zone)) for zone in open_zones]
    found = np.array(people, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]
