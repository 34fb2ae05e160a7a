"""The territory table: one row an outside territory of a plan, with its totals."""

from typing import NewType

import pandas as pd

from gtm_desktop.tables.schema import Column, Kind, conform

TerritoryTable = NewType("TerritoryTable", pd.DataFrame)

TERRITORY_ID = "territory_id"
NAME = "name"
OWNER_ID = "owner_id"
OWNER_NAME = "owner_name"
BRANCH = "branch"
MANAGER = "manager"
LAT = "lat"
LON = "lon"
ACCOUNTS = "accounts"
OUTSIDE_ACCOUNTS = "outside_accounts"
FILLED_ACCOUNTS = "filled_accounts"
GROSS_MARGIN = "gross_margin"
REVENUE = "revenue"
POTENTIAL = "potential"
VALUE_TARGET = "least_margin"
POTENTIAL_TARGET = "least_potential"
LOAD = "load"
LOWER = "lower"
UPPER = "upper"
UPPER_BY_PERSON = "upper_by_person"
UPPER_BY_HOURS = "upper_by_hours"
PLANNED = "planned"
WORK_HOURS_WEEK = "work_hours_week"
TRAVEL_HOURS_WEEK = "travel_hours_week"
TRAVEL_KM_YEAR = "travel_km_year"
COLOUR = "colour"
IS_LOCKED = "is_locked"

COLUMNS = (
    Column(TERRITORY_ID, Kind.TEXT, "Territory ID"),
    Column(NAME, Kind.TEXT, "Territory"),
    Column(OWNER_ID, Kind.TEXT, "Rep code"),
    Column(OWNER_NAME, Kind.TEXT, "Rep"),
    Column(BRANCH, Kind.TEXT, "Branch"),
    Column(MANAGER, Kind.TEXT, "Manager"),
    Column(LAT, Kind.NUMBER, "Latitude"),
    Column(LON, Kind.NUMBER, "Longitude"),
    Column(ACCOUNTS, Kind.COUNT, "Accounts"),
    Column(OUTSIDE_ACCOUNTS, Kind.COUNT, "Outside accounts"),
    Column(FILLED_ACCOUNTS, Kind.COUNT, "Filled from inside"),
    Column(GROSS_MARGIN, Kind.MONEY, "Gross margin"),
    Column(REVENUE, Kind.MONEY, "Revenue"),
    Column(POTENTIAL, Kind.MONEY, "Potential"),
    Column(VALUE_TARGET, Kind.MONEY, "Margin target"),
    Column(POTENTIAL_TARGET, Kind.MONEY, "Potential target"),
    Column(LOAD, Kind.NUMBER, "Capacity used, in accounts"),
    Column(LOWER, Kind.NUMBER, "Lower limit"),
    Column(UPPER, Kind.NUMBER, "Upper limit"),
    Column(UPPER_BY_PERSON, Kind.NUMBER, "Upper limit of the person"),
    Column(UPPER_BY_HOURS, Kind.NUMBER, "Accounts that the hours allow"),
    Column(PLANNED, Kind.NUMBER, "Planned capacity"),
    Column(WORK_HOURS_WEEK, Kind.NUMBER, "Visits and driving, hours a week"),
    Column(TRAVEL_HOURS_WEEK, Kind.NUMBER, "Driving, hours a week"),
    Column(TRAVEL_KM_YEAR, Kind.NUMBER, "Driving, km a year"),
    Column(COLOUR, Kind.COUNT, "Colour number"),
    Column(IS_LOCKED, Kind.FLAG, "Locked"),
)


def territory_table(frame: pd.DataFrame) -> TerritoryTable:
    """Turn a computed frame into the territory table.

    Raises:
        ValueError: an id is missing or occurs twice.
    """
    table = conform(frame, COLUMNS)
    if bool(table[TERRITORY_ID].isna().any()) or not table[TERRITORY_ID].is_unique:
        raise ValueError("every territory needs an id of its own")
    return TerritoryTable(table)
