"""The rep table: one row a person or open position of the planner's roster."""

from enum import StrEnum
from typing import NewType

import pandas as pd

from gtm_desktop.tables.schema import Column, Kind, conform

RepTable = NewType("RepTable", pd.DataFrame)

REP_ID = "rep_id"
NAME = "name"
ROLE = "role"
IS_OPEN = "is_open"
HOME_POSTAL_CODE = "home_postal_code"
HOME_CITY = "home_city"
HOME_STATE = "home_state"
LAT = "lat"
LON = "lon"
EMPLOYMENT_SHARE = "employment_share"
START = "start"
LEAVING = "leaving"
LEAVE_START = "leave_start"
LEAVE_END = "leave_end"
SENIORITY = "seniority"
PERFORMANCE_INDEX = "performance_index"
SKILLS = "skills"
LANGUAGES = "languages"
COST = "cost"
MANAGER = "manager"
BRANCH = "branch"
REGION = "region"
SOURCE_ROW = "source_row"


class Role(StrEnum):
    """What a person does for customers."""

    OUTSIDE = "outside"
    INSIDE = "inside"
    KEY_ACCOUNT = "key_account"
    SPECIALIST = "specialist"
    OTHER = "other"


COLUMNS = (
    Column(REP_ID, Kind.TEXT, "Rep code"),
    Column(NAME, Kind.TEXT, "Name"),
    Column(ROLE, Kind.TEXT, "Role"),
    Column(IS_OPEN, Kind.FLAG, "Open position"),
    Column(HOME_POSTAL_CODE, Kind.TEXT, "Home postal code"),
    Column(HOME_CITY, Kind.TEXT, "Home city"),
    Column(HOME_STATE, Kind.TEXT, "Home state"),
    Column(LAT, Kind.NUMBER, "Latitude"),
    Column(LON, Kind.NUMBER, "Longitude"),
    Column(EMPLOYMENT_SHARE, Kind.SHARE, "Employment %"),
    Column(START, Kind.DAY, "Start date"),
    Column(LEAVING, Kind.DAY, "Leaving date"),
    Column(LEAVE_START, Kind.DAY, "On leave from"),
    Column(LEAVE_END, Kind.DAY, "On leave until"),
    Column(SENIORITY, Kind.TEXT, "Seniority"),
    Column(PERFORMANCE_INDEX, Kind.NUMBER, "Performance index"),
    Column(SKILLS, Kind.TEXT, "Skills"),
    Column(LANGUAGES, Kind.TEXT, "Languages"),
    Column(COST, Kind.MONEY, "Loaded cost"),
    Column(MANAGER, Kind.TEXT, "Manager"),
    Column(BRANCH, Kind.TEXT, "Branch"),
    Column(REGION, Kind.TEXT, "Sales region"),
    Column(SOURCE_ROW, Kind.COUNT, "Row"),
)


def rep_table(frame: pd.DataFrame) -> RepTable:
    """Turn a cleaned frame into the rep table.

    Raises:
        ValueError: a code is missing or occurs twice, or a role is not one of `Role`.
    """
    table = conform(frame, COLUMNS)
    if bool(table[REP_ID].isna().any()) or not table[REP_ID].is_unique:
        raise ValueError("every rep needs a code of their own")
    if not table[ROLE].isin([role.value for role in Role]).all():
        raise ValueError("every rep needs a known role")
    return RepTable(table)


def no_reps() -> RepTable:
    """Return an empty roster."""
    return rep_table(pd.DataFrame({REP_ID: [], ROLE: []}))
