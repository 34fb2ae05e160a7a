"""Which inside accounts fill the spare capacity of which territory, and who comes next.

A territory below its lower limit is lifted to it first, if it can be; beyond that an account is pulled where it pays.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from gtm_desktop.engine import flow
from gtm_desktop.engine.plane import middle, project_around, road_km
from gtm_desktop.engine.problem import NONE, Flags, Floats, Ints

_NEAREST = 4
_DROPPED_AT_ONCE = 4


@dataclass(frozen=True)
class Candidates:
    """Inside accounts that may be filled.

    Attributes:
        lat: c latitudes in degrees.
        lon: c longitudes in degrees.
        gain: c amounts in currency a year that an outside rep would add, before travel.
        visits: c visits a year.
    """

    lat: Floats
    lon: Floats
    gain: Floats
    visits: Floats


@dataclass(frozen=True)
class Room:
    """Territories with what they hold.

    Attributes:
        lat: p latitudes of the centres in degrees; NaN for a territory without one, which is not filled.
        lon: p longitudes of the same.
        held: p numbers of outside accounts.
        lower: p smallest numbers of accounts, judged after filling.
        planned: p planned capacities, where filling stops.
    """

    lat: Floats
    lon: Floats
    held: Ints
    lower: Ints
    planned: Ints


@dataclass(frozen=True)
class Travel:
    """What travel costs and how far it goes.

    Attributes:
        cost_per_km: currency for one road km.
        stops_per_trip: visits made on one round trip.
        circuity: road km for one straight km, far from the centre.
        reach_km: straight km beyond which nothing is pulled.
    """

    cost_per_km: float
    stops_per_trip: float
    circuity: float
    reach_km: float


@dataclass(frozen=True)
class Filling:
    """What was pulled, and where the cut is.

    Attributes:
        territory: c territory numbers; -1 for a candidate that stays inside.
        net_gain: c amounts in currency a year after travel to the territory it went to; NaN where it stays.
        filled: p numbers of accounts pulled.
        short: p numbers of accounts still missing below the lower limit.
        cut: p candidates: the lowest-ranked one pulled, by net gain; -1 where none was.
        next_in_line: p candidates: the best one within reach pulled by nobody; -1 where there is none.
        next_gain: p amounts in currency a year: what it would add here after travel; NaN where there is none.
    """

    territory: Ints
    net_gain: Floats
    filled: Ints
    short: Ints
    cut: Ints
    next_in_line: Ints
    next_gain: Floats


@dataclass(frozen=True)
class _Offers:
    """Which candidate could go where: e pairs, with the net gain of each in currency a year."""

    candidate: Ints
    territory: Ints
    gain: Floats


def fill(candidates: Candidates, room: Room, *, travel: Travel) -> Filling:
    """Pull inside accounts into territories with spare capacity.

    Each candidate may go to its four nearest territories within reach. First as many accounts as it takes go to
    territories below their lower limit, where that limit can be reached at all; every other pull must pay its travel.
    A territory that cannot reach its limit is filled like any other.

    Args:
        candidates: c ≥ 0 accounts.
        room: p ≥ 0 territories.
        travel: prices and reach.

    Returns:
        The pulls and, for each territory, the cut line and the next in line. Ties go to lower numbers.
    """
    offers = _offers(candidates, room, travel)
    is_pulled = _pulls(offers, room, len(candidates.gain))
    territory = np.full(len(candidates.gain), NONE, dtype=np.int64)
    net_gain = np.full(len(candidates.gain), np.nan)
    territory[offers.candidate[is_pulled]] = offers.territory[is_pulled]
    net_gain[offers.candidate[is_pulled]] = offers.gain[is_pulled]
    territories = len(room.held)
    filled = np.bincount(offers.territory[is_pulled], minlength=territories)
    cut, _ = _best_offers(_Offers(offers.candidate, offers.territory, -offers.gain), is_pulled, territories)
    next_in_line, next_gain = _best_offers(offers, territory[offers.candidate] == NONE, territories)
    short = np.maximum(room.lower - room.held - filled, 0)
    return Filling(territory, net_gain, filled, short, cut, next_in_line, next_gain)


def _offers(candidates: Candidates, room: Room, travel: Travel) -> _Offers:
    """Return all pairs within reach, by candidate."""
    known = np.flatnonzero(np.isfinite(room.lat) & np.isfinite(room.lon))
    if len(known) == 0 or len(candidates.lat) == 0:
        return _Offers(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))
    around = middle(np.append(candidates.lat, room.lat[known]), np.append(candidates.lon, room.lon[known]))
    places = project_around(candidates.lat, candidates.lon, *around)
    centres = project_around(room.lat[known], room.lon[known], *around)
    ranks = list(range(1, min(_NEAREST, len(known)) + 1))
    crow, nearest = cKDTree(centres).query(places, k=ranks)
    candidate, rank = np.nonzero(crow <= travel.reach_km)
    road = road_km(crow[candidate, rank], travel.circuity)
    trips = candidates.visits[candidate] / travel.stops_per_trip
    gain = candidates.gain[candidate] - travel.cost_per_km * trips * 2.0 * road
    return _Offers(candidate.astype(np.int64), known[nearest[candidate, rank]], gain)


def _pulls(offers: _Offers, room: Room, candidates: int) -> Flags:
    """Return e flags: which offers are taken. Territories whose limit turns out of reach stop being lifted to it."""
    spare = np.maximum(room.planned - room.held, 0)
    need = np.maximum(room.lower - room.held, 0)
    nearby = np.bincount(offers.territory, minlength=len(need))
    is_lifted = (need > 0) & (need <= spare) & (need <= nearby)
    while True:
        lift = np.where(is_lifted, need, 0)
        is_pulled = _pulls_for(offers, lift, spare, candidates)
        missing = lift - np.bincount(offers.territory[is_pulled], minlength=len(need))
        failing = np.flatnonzero(missing > 0)
        if len(failing) == 0:
            return is_pulled
        given_up = -(-len(failing) // _DROPPED_AT_ONCE)
        is_lifted[failing[np.argsort(-missing[failing], kind="stable")[:given_up]]] = False


def _pulls_for(offers: _Offers, lift: Ints, spare: Ints, candidates: int) -> Flags:
    """Take the best offers; each of the first `lift` accounts of a territory counts far above any gain.

    The fewer a territory lacks, the more each counts: two limits reached half-way are worth less than one reached.
    """
    is_worth = (offers.gain > 0) | (lift[offers.territory] > 0)
    is_pulled = np.zeros(len(offers.gain), dtype=np.bool_)
    if not is_worth.any():
        return is_pulled
    gain = offers.gain[is_worth]
    bonus = (float(np.abs(gain).max()) + 1.0) * (len(lift) + 1) * (1.0 + 1.0 / (1.0 + lift))
    whole = flow.whole_costs(np.concatenate([gain, bonus])[:, None])[:, 0]
    is_pulled[is_worth] = (
        flow.optional_assignment(
            (offers.candidate[is_worth], offers.territory[is_worth]),
            whole[: len(gain)],
            units=np.ones(candidates, dtype=np.int64),
            tiers=((lift, whole[len(gain) :]), (spare - lift, np.zeros_like(spare))),
        )
        > 0
    )
    return is_pulled


def _best_offers(offers: _Offers, among: Flags, territories: int) -> tuple[Ints, Floats]:
    """Return for each territory the candidate with the largest gain among some offers, and that gain; -1 and NaN."""
    best = np.full(territories, NONE, dtype=np.int64)
    gain = np.full(territories, np.nan)
    chosen = np.flatnonzero(among)
    # Written in this order, the largest gain of the lowest candidate number comes last and stays.
    chosen = chosen[np.lexsort((-offers.candidate[chosen], offers.gain[chosen]))]
    best[offers.territory[chosen]] = offers.candidate[chosen]
    gain[offers.territory[chosen]] = offers.gain[chosen]
    return best, gain
