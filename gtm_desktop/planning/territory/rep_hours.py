"""How many accounts a rep's hours allow: visits and driving against the hours of a year."""

import numpy as np
from scipy.spatial import cKDTree

from gtm_desktop.geo.distance import drive_minutes, great_circle_km, plane_round, road_km
from gtm_desktop.planning.rows import Floats, Ints
from gtm_desktop.planning.settings import CallPlan

_AT_ONCE = 1_000


def hours_a_year(calls: CallPlan) -> float:
    """Return the hours a full-time outside rep has for visits and driving in a year: hours a week × working weeks."""
    return calls.hours_week * calls.weeks


def account_hours(visits: Floats, crow_km: Floats, calls: CallPlan) -> Floats:
    """Return the hours a year that accounts take: visits × (minutes of a visit + the drive there and back ÷ stops).

    Args:
        visits: visits a year.
        crow_km: km as the crow flies to where the rep starts, of a shape that visits broadcast to; NaN counts as 0.
        calls: minutes of a visit, stops of a trip, detours of the road.

    Source: RULES 4 (calls × minutes + driving); driving is an estimate.
    """
    roads = road_km(np.nan_to_num(crow_km), road_factor=calls.circuity)
    hours: Floats = visits * (calls.visit_minutes + 2.0 * drive_minutes(roads) / calls.stops_per_trip) / 60.0
    return hours


def room_by_hours(
    lat: Floats, lon: Floats, *, visits: Floats, units: Ints, calls: CallPlan, most: int, least: int
) -> Ints | None:
    """Say what a full-time rep who starts at each account could hold: as many of the nearest as the hours allow.

    Args:
        lat: m latitudes in degrees, none missing.
        lon: m longitudes.
        visits: m visits a year.
        units: m loads in whole units.
        calls: the call plan.
        most: the largest load that any territory may hold anyway.
        least: never less than this load: what hours do not even allow for the lower limit is said, not built.

    Returns:
        m loads, between `least` and `most`; None where the hours never bind. Nearer accounts take least driving, so no
        mix of accounts as often visited fits better.
    """
    number = len(lat)
    width = min(number, most // max(int(units[units > 0].min(initial=most)), 1) + 1)
    if number == 0 or width == 0:
        return None
    plane = np.column_stack(plane_round(lat, lon).forward(lat, lon))
    tree = cKDTree(plane)
    room = np.full(number, most, dtype=np.int64)
    for first in range(0, number, _AT_ONCE):
        rows = np.arange(first, min(first + _AT_ONCE, number))
        km, near = tree.query(plane[rows], k=np.arange(1, width + 1))
        hours = account_hours(visits[near], km, calls).cumsum(axis=1)
        load = units[near].cumsum(axis=1)
        fits = hours <= hours_a_year(calls)
        held = np.where(fits, load, 0).max(axis=1)
        room[rows] = np.where(fits.all(axis=1), most, np.clip(held, least, most))
    return room if (room < most).any() else None


def part_time_upper(
    upper: Ints,
    start: tuple[Floats, Floats],
    *,
    share: Floats,
    least: Ints,
    lat: Floats,
    lon: Floats,
    visits: Floats,
    units: Ints,
    calls: CallPlan,
) -> Ints:
    """Draw upper limits in to what part-timers' hours allow round where their territories start.

    Args:
        upper: p largest loads in whole units.
        start: p latitudes and longitudes where the territories start; NaN where that is not known.
        share: p shares of a full-time person; from 1 on, `room_by_hours` is the limit.
        least: p loads that a limit is not drawn under.
        lat: m latitudes in degrees, none missing.
        lon: m longitudes.
        visits: m visits a year.
        units: m loads in whole units.
        calls: the call plan.

    Returns:
        p largest loads: of the accounts nearest to the start as many as the hours allow; as they were where otherwise
        not everybody would find room.
    """
    drawn = upper.copy()
    for at in np.flatnonzero((share < 1) & np.isfinite(start[0]) & np.isfinite(start[1])).tolist():
        km = great_circle_km(lat, lon, to_lat=start[0][at], to_lon=start[1][at])
        near = np.argsort(km, kind="stable")
        fits = account_hours(visits[near], km[near], calls).cumsum() <= hours_a_year(calls) * share[at]
        if not fits.all():
            drawn[at] = min(upper[at], max(int(units[near][fits].sum()), int(least[at])))
    return drawn if int(drawn.sum()) >= int(units.sum()) else upper


def places_by_hours(held: Floats, hours: Floats, *, share: Floats, calls: CallPlan) -> Floats:
    """Return how many accounts like those they hold p territories could hold in their rep's hours.

    Args:
        held: p loads in accounts.
        hours: p hours a year that their accounts take, visits and driving.
        share: p shares of a full-time person's normal capacity.
        calls: hours a week and weeks.

    Returns:
        p numbers of accounts, whole ones: held × hours there are ÷ hours needed, rounded down; infinite where nothing
        is held or no hours are needed.
    """
    needed = (hours > 0) & (held > 0)
    allowed = np.full(len(held), np.inf)
    np.divide(held * share * hours_a_year(calls), hours, out=allowed, where=needed)
    return np.floor(allowed + 1e-9)
