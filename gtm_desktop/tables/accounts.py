"""The account table: one row an account of the planner's list, validated and placed."""

from typing import NewType

import pandas as pd

from gtm_desktop.tables.schema import Column, Kind, conform

AccountTable = NewType("AccountTable", pd.DataFrame)

ACCOUNT_ID = "account_id"
NAME = "name"
PARENT_ID = "parent_id"
PARENT_NAME = "parent_name"
CUSTOMER_TYPE = "customer_type"
INDUSTRY = "industry"
STREET = "street"
CITY = "city"
STATE = "state"
POSTAL_CODE = "postal_code"
COUNTRY = "country"
COUNTY = "county"
REGION = "region"
BRANCH = "branch"
LAT = "lat"
LON = "lon"
PLACE_MATCH = "place_match"
GROSS_MARGIN = "gross_margin"
REVENUE = "revenue"
MARGIN_PCT = "margin_pct"
MARGIN_IS_ESTIMATE = "margin_is_estimate"
LAST_GROSS_MARGIN = "last_gross_margin"
LAST_REVENUE = "last_revenue"
ORDERS = "orders"
WALLET = "wallet"
REVENUE_OUTSIDE = "revenue_outside"
REVENUE_INSIDE = "revenue_inside"
REVENUE_ECOMMERCE = "revenue_ecommerce"
REVENUE_COUNTER = "revenue_counter"
REVENUE_MOBILE = "revenue_mobile"
REVENUE_AUTOMATIC = "revenue_automatic"
REVENUE_CONSUMABLES = "revenue_consumables"
REVENUE_DURABLES = "revenue_durables"
REVENUE_SERVICES = "revenue_services"
OUTSIDE_REP = "outside_rep"
INSIDE_REP = "inside_rep"
TODAY_CHANNEL = "today_channel"
KEY_ACCOUNT_FLAG = "key_account_flag"
SOURCE_SHEET = "source_sheet"
SOURCE_ROW = "source_row"

EXTRA_PREFIX = "extra:"
"""Unmapped columns of the planner's list are kept as text under this prefix and their own header."""

PURCHASE_CHANNELS = (
    REVENUE_OUTSIDE,
    REVENUE_INSIDE,
    REVENUE_ECOMMERCE,
    REVENUE_COUNTER,
    REVENUE_MOBILE,
    REVENUE_AUTOMATIC,
)
PRODUCT_FAMILIES = (REVENUE_CONSUMABLES, REVENUE_DURABLES, REVENUE_SERVICES)

COLUMNS = (
    Column(ACCOUNT_ID, Kind.TEXT, "Account ID"),
    Column(NAME, Kind.TEXT, "Account name"),
    Column(PARENT_ID, Kind.TEXT, "Parent account"),
    Column(PARENT_NAME, Kind.TEXT, "Parent name"),
    Column(CUSTOMER_TYPE, Kind.TEXT, "Customer type"),
    Column(INDUSTRY, Kind.TEXT, "Industry"),
    Column(STREET, Kind.TEXT, "Street"),
    Column(CITY, Kind.TEXT, "City"),
    Column(STATE, Kind.TEXT, "State"),
    Column(POSTAL_CODE, Kind.TEXT, "Postal code"),
    Column(COUNTRY, Kind.TEXT, "Country"),
    Column(COUNTY, Kind.TEXT, "County"),
    Column(REGION, Kind.TEXT, "Sales region"),
    Column(BRANCH, Kind.TEXT, "Branch"),
    Column(LAT, Kind.NUMBER, "Latitude"),
    Column(LON, Kind.NUMBER, "Longitude"),
    Column(PLACE_MATCH, Kind.TEXT, "How it was placed"),
    Column(GROSS_MARGIN, Kind.MONEY, "Gross margin"),
    Column(REVENUE, Kind.MONEY, "Revenue"),
    Column(MARGIN_PCT, Kind.SHARE, "Gross margin %"),
    Column(MARGIN_IS_ESTIMATE, Kind.FLAG, "Margin is an estimate"),
    Column(LAST_GROSS_MARGIN, Kind.MONEY, "Gross margin last year"),
    Column(LAST_REVENUE, Kind.MONEY, "Revenue last year"),
    Column(ORDERS, Kind.COUNT, "Orders"),
    Column(WALLET, Kind.MONEY, "Estimated yearly spend"),
    Column(REVENUE_OUTSIDE, Kind.MONEY, "Revenue: outside sales"),
    Column(REVENUE_INSIDE, Kind.MONEY, "Revenue: inside sales"),
    Column(REVENUE_ECOMMERCE, Kind.MONEY, "Revenue: e-commerce"),
    Column(REVENUE_COUNTER, Kind.MONEY, "Revenue: counter"),
    Column(REVENUE_MOBILE, Kind.MONEY, "Revenue: mobile delivery"),
    Column(REVENUE_AUTOMATIC, Kind.MONEY, "Revenue: automatic orders"),
    Column(REVENUE_CONSUMABLES, Kind.MONEY, "Revenue: consumables"),
    Column(REVENUE_DURABLES, Kind.MONEY, "Revenue: durables"),
    Column(REVENUE_SERVICES, Kind.MONEY, "Revenue: services"),
    Column(OUTSIDE_REP, Kind.TEXT, "Outside rep today"),
    Column(INSIDE_REP, Kind.TEXT, "Inside rep today"),
    Column(TODAY_CHANNEL, Kind.TEXT, "Channel today"),
    Column(KEY_ACCOUNT_FLAG, Kind.FLAG, "Key account"),
    Column(SOURCE_SHEET, Kind.TEXT, "Sheet"),
    Column(SOURCE_ROW, Kind.COUNT, "Row"),
)


def account_table(frame: pd.DataFrame) -> AccountTable:
    """Turn a cleaned frame into the account table; extras are kept.

    Raises:
        ValueError: an id is missing or occurs twice.
    """
    table = conform(frame, COLUMNS, keep_prefix=EXTRA_PREFIX)
    ids = table[ACCOUNT_ID].to_numpy(dtype=object)
    if bool(table[ACCOUNT_ID].isna().any()) or len(set(ids.tolist())) < len(ids):
        raise ValueError("every account needs an id of its own")
    return AccountTable(table)
