"""The left-out table: rows of the planner's list that are no accounts of the plan, with their money and why."""

from typing import NewType

import pandas as pd

from gtm_desktop.tables import accounts
from gtm_desktop.tables.schema import Column, Kind, conform

LeftOutTable = NewType("LeftOutTable", pd.DataFrame)

REASON = "reason"

_SHARED = (
    accounts.ACCOUNT_ID,
    accounts.NAME,
    accounts.PARENT_ID,
    accounts.CITY,
    accounts.STATE,
    accounts.POSTAL_CODE,
    accounts.OUTSIDE_REP,
    accounts.INSIDE_REP,
    accounts.SOURCE_SHEET,
    accounts.SOURCE_ROW,
)
COLUMNS = (
    Column(REASON, Kind.TEXT, "Why it is left out"),
    *(column for column in accounts.COLUMNS if column.name in _SHARED or column.kind is Kind.MONEY),
)


class LeftOutReason:
    """Codes of why a row of the list is no account of the plan."""

    HIDDEN = "hidden"
    FILTERED = "filtered"
    CASH_SALE = "cash_sale"
    INTER_BRANCH = "inter_branch"
    EMPLOYEE = "employee"
    NO_CUSTOMER = "no_customer"
    CLOSED = "closed"
    CREDIT_HOLD = "credit_hold"
    NO_ORDER = "no_order"
    EQUAL_ROW = "equal_row"
    SAME_ID = "same_id"


def left_out_table(frame: pd.DataFrame) -> LeftOutTable:
    """Turn rows that were left out into the left-out table; money is Int64 cents, missing where unknown."""
    return LeftOutTable(conform(frame, COLUMNS))


def nothing_left_out() -> LeftOutTable:
    """Return a left-out table without rows."""
    return left_out_table(pd.DataFrame({REASON: []}))
