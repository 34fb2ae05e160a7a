"""The territory table: what each territory holds, its limits, its driving and the colour it is drawn in."""

import numpy as np
import pandas as pd

from gtm_desktop.geo.distance import drive_minutes, great_circle_km, road_km
from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.owners import OwnerBook
from gtm_desktop.planning.plan import Plan, TerritoryAnswer
from gtm_desktop.planning.rows import Floats, Ints, counts, numbers, positions, sums, whole
from gtm_desktop.planning.settings import CallPlan
from gtm_desktop.planning.territory_colours import territory_colours
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as columns
from gtm_desktop.tables.accounts import AccountTable
from gtm_desktop.tables.roster import ChannelReason, RosterTable, SizeTier
from gtm_desktop.tables.schema import text_of_codes
from gtm_desktop.tables.territories import TerritoryTable, territory_table


def territory_totals(
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
        out accounts without a place. Limits are those of the person who has the territory and no other one; else those
        the territory was formed with.
    """
    answer = plan.accepted.territories
    if answer is None:
        return territory_table(pd.DataFrame({columns.TERRITORY_ID: []}))
    accounts = dataset.accounts
    territory = positions(roster[roster_columns.TERRITORY_ID], answer.ids)
    number = len(answer.ids)
    is_filled = (roster[roster_columns.CHANNEL_REASON] == ChannelReason.FILLED).to_numpy(dtype=np.bool_)
    held, filled = counts(territory, number), counts(territory[is_filled], number)
    lat, lon = centres(accounts, answer, territory)
    km, hours = _driving(roster, accounts, territory=territory, centre=(lat, lon), calls=plan.settings.call_plan)
    lower, planned, upper = _limits(answer, book, capacity)
    frame = pd.DataFrame(
        {
            columns.TERRITORY_ID: pd.Series(answer.ids, dtype=object),
            columns.NAME: pd.Series(book.territory_names, dtype=object),
            columns.OWNER_ID: text_of_codes(book.of_territory, book.ids),
            columns.OWNER_NAME: text_of_codes(book.of_territory, book.names),
            columns.LAT: lat,
            columns.LON: lon,
            columns.ACCOUNTS: held,
            columns.OUTSIDE_ACCOUNTS: held - filled,
            columns.FILLED_ACCOUNTS: filled,
            columns.GROSS_MARGIN: sums(territory, whole(accounts[account_columns.GROSS_MARGIN]), number),
            columns.REVENUE: sums(territory, whole(accounts[account_columns.REVENUE]), number),
            columns.POTENTIAL: sums(territory, potentials(accounts), number),
            columns.LOWER: lower,
            columns.UPPER: upper,
            columns.PLANNED: planned,
            columns.TRAVEL_HOURS_WEEK: hours,
            columns.TRAVEL_KM_YEAR: km,
            columns.COLOUR: territory_colours(lat, lon),
            columns.IS_LOCKED: [key in plan.pins.locked for key in answer.ids],
        }
    )
    return territory_table(frame)


def potentials(accounts: AccountTable) -> Ints:
    """Return n cents that an account spends elsewhere: wallet − revenue, never below 0; 0 where either is unknown."""
    gap = accounts[account_columns.WALLET] - accounts[account_columns.REVENUE]
    return np.maximum(whole(gap), 0)


def visits_a_year(size_tier: "pd.Series[str]", calls: CallPlan) -> Floats:
    """Return n visits a year by size tier; accounts of unknown size are visited like a C."""
    tier = positions(size_tier, SizeTier.ALL)
    return np.array([calls.a_visits, calls.b_visits, calls.c_visits, calls.c_visits], dtype=np.float64)[tier]


def centres(accounts: AccountTable, answer: TerritoryAnswer, territory: Ints) -> tuple[Floats, Floats]:
    """Return p latitudes and longitudes: the answer's centre accounts, else the mean of what is in the territory."""
    lat, lon = numbers(accounts[account_columns.LAT]), numbers(accounts[account_columns.LON])
    placed = np.isfinite(lat) & np.isfinite(lon) & (territory >= 0)
    number = len(answer.ids)
    held = np.bincount(territory[placed], minlength=number).astype(np.float64)
    held[held == 0] = np.nan
    has_centre = answer.centre >= 0
    found = []
    for degrees in (lat, lon):
        middle = np.bincount(territory[placed], weights=degrees[placed], minlength=number) / held
        middle[has_centre] = degrees[answer.centre[has_centre]]
        found.append(middle)
    return found[0], found[1]


def _driving(
    roster: RosterTable, accounts: AccountTable, *, territory: Ints, centre: tuple[Floats, Floats], calls: CallPlan
) -> tuple[Floats, Floats]:
    """Return p road km a year and p hours a week at the wheel: there and back, shared by the stops of a trip."""
    rows = np.flatnonzero(territory >= 0)
    at = territory[rows]
    lat, lon = numbers(accounts[account_columns.LAT])[rows], numbers(accounts[account_columns.LON])[rows]
    crow = great_circle_km(lat, lon, to_lat=centre[0][at], to_lon=centre[1][at])
    roads = np.nan_to_num(road_km(crow, road_factor=calls.circuity))
    trips = visits_a_year(roster[roster_columns.SIZE_TIER], calls)[rows] / calls.stops_per_trip
    number = len(centre[0])
    km = np.bincount(at, weights=2 * trips * roads, minlength=number).astype(np.float64)
    hours = np.bincount(at, weights=2 * trips * drive_minutes(roads) / 60, minlength=number)
    return km, hours / calls.weeks


def _limits(answer: TerritoryAnswer, book: OwnerBook, capacity: Capacity) -> tuple[Floats, Floats, Floats]:
    """Return p lower limits, planned capacities and upper limits."""
    owner = book.of_territory
    own = (owner < book.reps) & (np.bincount(owner, minlength=len(book.ids))[owner] == 1)
    row = np.where(own, owner, 0)
    pairs = ((answer.lower, capacity.lower), (answer.planned, capacity.planned), (answer.upper, capacity.upper))
    if not own.any():
        return answer.lower, answer.planned, answer.upper
    lower, planned, upper = (np.where(own, person[row], formed) for formed, person in pairs)
    return lower, planned, upper
