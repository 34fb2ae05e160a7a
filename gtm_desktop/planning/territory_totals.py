"""The territory table: what each territory holds, its limits, its driving and the colour it is drawn in."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gtm_desktop.geo.distance import drive_minutes, great_circle_km, road_km
from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.loads import is_shared, loads, places
from gtm_desktop.planning.owners import OwnerBook
from gtm_desktop.planning.plan import Plan, TerritoryAnswer
from gtm_desktop.planning.rows import Floats, Ints, counts, numbers, positions, sums, whole
from gtm_desktop.planning.settings import CallPlan
from gtm_desktop.planning.territory.colours import territory_colours
from gtm_desktop.planning.territory.rep_hours import account_hours, places_by_hours
from gtm_desktop.planning.territory.stakes import potentials, targets_of
from gtm_desktop.planning.territory_leads import territory_branches, territory_managers
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as columns
from gtm_desktop.tables.accounts import AccountTable
from gtm_desktop.tables.columns import Readable
from gtm_desktop.tables.reps import RepTable
from gtm_desktop.tables.roster import ChannelReason, RosterTable, SizeTier
from gtm_desktop.tables.schema import text_of_codes
from gtm_desktop.tables.territories import TerritoryTable, territory_table


def territory_totals(  # long: one column of the table a line
    roster: RosterTable, dataset: Dataset, *, plan: Plan, book: OwnerBook, capacity: Capacity
) -> TerritoryTable:
    """Add up every territory of the accepted answer from the roster.

    Args:
        roster: n accounts with their territories.
        dataset: the same n accounts with money and places.
        plan: the accepted answer, the call plan and the locks.
        book: who has each territory.
        capacity: what the people can cover.

    Returns:
        p rows in the order of the answer's ids; none without an answer. Money in cents, accounts of unknown money add
        nothing; potential is wallet − revenue where the wallet is known and larger. Driving is an estimate and leaves
        out accounts without a place; it is measured from the home a territory was formed round while its person has it,
        else from the centre. Limits are those of the person who has the territory and no other one; else those the
        territory was formed with. The upper one is the smaller of the person's and what the hours allow, accounts as
        these are: the load × hours there are ÷ hours needed; missing where nothing is held. Targets are the person's
        share of a full-time rep's; missing where no line is set. Source: RULES 4.
    """
    answer = plan.accepted.territories
    if answer is None:
        return territory_table(pd.DataFrame({columns.TERRITORY_ID: []}))
    accounts = dataset.accounts
    territory = positions(roster[roster_columns.TERRITORY_ID], answer.ids)
    number = len(answer.ids)
    is_filled = (roster[roster_columns.CHANNEL_REASON] == ChannelReason.FILLED).to_numpy(dtype=np.bool_)
    held, filled = counts(territory, number), counts(territory[is_filled], number)
    lat, lon = centres(accounts, answer.centre, territory)
    calls = plan.settings.call_plan
    start = _starts(dataset.reps, answer, book, centre=(lat, lon))
    km, driving, work = _driving(roster, accounts, territory=territory, start=start, calls=calls)
    units = loads(
        accounts, territory, shared=is_shared(roster[roster_columns.CHANNEL]), rules=plan.settings.territories
    )
    load = places(units, territory, number)
    normal, rules = plan.settings.economics.outside, plan.settings.territories
    limits = _limits(answer, book, capacity, normal=normal.upper)
    by_hours = places_by_hours(load, work, share=limits.share, calls=calls)
    frame = pd.DataFrame(
        {
            columns.TERRITORY_ID: pd.Series(answer.ids, dtype=object),
            columns.NAME: pd.Series(book.territory_names, dtype=object),
            columns.OWNER_ID: text_of_codes(book.of_territory, book.ids),
            columns.OWNER_NAME: text_of_codes(book.of_territory, book.names),
            columns.BRANCH: territory_branches(dataset, roster, territory=territory, book=book),
            columns.MANAGER: territory_managers(dataset, roster, territory=territory, book=book),
            columns.LAT: lat,
            columns.LON: lon,
            columns.ACCOUNTS: held,
            columns.OUTSIDE_ACCOUNTS: held - filled,
            columns.FILLED_ACCOUNTS: filled,
            columns.GROSS_MARGIN: sums(territory, whole(accounts[account_columns.GROSS_MARGIN]), number),
            columns.REVENUE: sums(territory, whole(accounts[account_columns.REVENUE]), number),
            columns.POTENTIAL: sums(territory, potentials(accounts), number),
            columns.VALUE_TARGET: targets_of(rules.value_target, limits.planned, normal.planned),
            columns.POTENTIAL_TARGET: targets_of(rules.potential_target, limits.planned, normal.planned),
            columns.LOAD: load,
            columns.LOWER: limits.lower,
            columns.UPPER: np.minimum(limits.upper, by_hours),
            columns.UPPER_BY_PERSON: limits.upper,
            columns.UPPER_BY_HOURS: np.where(np.isfinite(by_hours), by_hours, np.nan),
            columns.PLANNED: limits.planned,
            columns.WORK_HOURS_WEEK: work / calls.weeks,
            columns.TRAVEL_HOURS_WEEK: driving / calls.weeks,
            columns.TRAVEL_KM_YEAR: km,
            columns.COLOUR: territory_colours(lat, lon),
            columns.IS_LOCKED: [key in plan.pins.locked for key in answer.ids],
        }
    )
    return territory_table(frame)


def visits_a_year(size_tier: "pd.Series[str]", calls: CallPlan) -> Floats:
    """Return n visits a year by size tier; accounts of unknown size and prospects are visited like a C."""
    tier = positions(size_tier, SizeTier.ALL)
    by_tier = {SizeTier.A: calls.a_visits, SizeTier.B: calls.b_visits}
    return np.array([by_tier.get(code, calls.c_visits) for code in SizeTier.ALL], dtype=np.float64)[tier]


def centres(accounts: Readable, centre: Ints, territory: Ints) -> tuple[Floats, Floats]:
    """Return p latitudes and longitudes: the centre accounts (p rows), else the mean of what is in the territory."""
    lat, lon = numbers(accounts[account_columns.LAT]), numbers(accounts[account_columns.LON])
    placed = np.isfinite(lat) & np.isfinite(lon) & (territory >= 0)
    number = len(centre)
    held = np.bincount(territory[placed], minlength=number).astype(np.float64)
    held[held == 0] = np.nan
    has_centre = centre >= 0
    found = []
    for degrees in (lat, lon):
        middle = np.bincount(territory[placed], weights=degrees[placed], minlength=number) / held
        middle[has_centre] = degrees[centre[has_centre]]
        found.append(middle)
    return found[0], found[1]


def _starts(
    reps: RepTable, answer: TerritoryAnswer, book: OwnerBook, *, centre: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Return p latitudes and longitudes from where driving is measured."""
    lat, lon = centre[0].copy(), centre[1].copy()
    home_lat, home_lon = numbers(reps[rep_columns.LAT]), numbers(reps[rep_columns.LON])
    for key, code in answer.homes:
        at = answer.ids.index(key)
        owner = int(book.of_territory[at])
        if book.ids[owner] == code and np.isfinite(home_lat[owner]) and np.isfinite(home_lon[owner]):
            lat[at], lon[at] = home_lat[owner], home_lon[owner]
    return lat, lon


def _driving(
    roster: RosterTable, accounts: AccountTable, *, territory: Ints, start: tuple[Floats, Floats], calls: CallPlan
) -> tuple[Floats, Floats, Floats]:
    """Return p road km, hours at the wheel and hours of work a year: trips there and back, shared by their stops."""
    rows = np.flatnonzero(territory >= 0)
    at = territory[rows]
    lat, lon = numbers(accounts[account_columns.LAT])[rows], numbers(accounts[account_columns.LON])[rows]
    crow = great_circle_km(lat, lon, to_lat=start[0][at], to_lon=start[1][at])
    roads = np.nan_to_num(road_km(crow, road_factor=calls.circuity))
    visits = visits_a_year(roster[roster_columns.SIZE_TIER], calls)[rows]
    trips = visits / calls.stops_per_trip
    number = len(start[0])
    km, driving, work = (
        np.bincount(at, weights=each, minlength=number).astype(np.float64)
        for each in (2 * trips * roads, 2 * trips * drive_minutes(roads) / 60, account_hours(visits, crow, calls))
    )
    return km, driving, work


@dataclass(frozen=True, eq=False)
class _Limits:
    """What the people of p territories can cover: limits in accounts, and what share of a full-time person they are."""

    lower: Floats
    planned: Floats
    upper: Floats
    share: Floats


def _limits(answer: TerritoryAnswer, book: OwnerBook, capacity: Capacity, *, normal: int) -> _Limits:
    """Return the limits of who has each territory and no other one, else those it was formed with."""
    owner = book.of_territory
    formed = _Limits(answer.lower, answer.planned, answer.upper, answer.upper / max(normal, 1))
    own = (owner < book.reps) & (np.bincount(owner, minlength=len(book.ids))[owner] == 1)
    if not own.any():
        return formed
    row = np.where(own, owner, 0)
    return _Limits(
        *(
            np.where(own, person[row], before)
            for before, person in (
                (formed.lower, capacity.lower),
                (formed.planned, capacity.planned),
                (formed.upper, capacity.upper),
                (formed.share, capacity.share),
            )
        )
    )
