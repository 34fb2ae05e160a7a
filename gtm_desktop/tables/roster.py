"""The roster table: one row an account, in the order of the account table, with everything the plan decided for it."""

from typing import NewType

import pandas as pd

from gtm_desktop.tables.schema import Column, Kind, conform

RosterTable = NewType("RosterTable", pd.DataFrame)

ACCOUNT_ID = "account_id"
SIZE_TIER = "size_tier"
WALLET_STAGE = "wallet_stage"
PRODUCT_MIX = "product_mix"
PURCHASE_PATTERN = "purchase_pattern"
SEGMENT = "segment"
CHANNEL_BY_LINES = "channel_by_lines"
CHANNEL_BY_RULE = "channel_by_rule"
CHANNEL = "channel"
CHANNEL_REASON = "channel_reason"
TODAY_CHANNEL = "today_channel"
TERRITORY_ID = "territory_id"
OWNER_ID = "owner_id"
OWNER_NAME = "owner_name"
SECONDARY_OWNER_ID = "secondary_owner_id"
TODAY_OWNER_ID = "today_owner_id"
CHANGES_HANDS = "changes_hands"
HANDOFF_REASON = "handoff_reason"
TO_BE_CHECKED = "to_be_checked"

COLUMNS = (
    Column(ACCOUNT_ID, Kind.TEXT, "Account ID"),
    Column(SIZE_TIER, Kind.TEXT, "Size"),
    Column(WALLET_STAGE, Kind.TEXT, "Share of wallet"),
    Column(PRODUCT_MIX, Kind.TEXT, "Product mix"),
    Column(PURCHASE_PATTERN, Kind.TEXT, "Buys via"),
    Column(SEGMENT, Kind.TEXT, "Segment"),
    Column(CHANNEL_BY_LINES, Kind.TEXT, "Channel by the lines"),
    Column(CHANNEL_BY_RULE, Kind.TEXT, "Channel by rule"),
    Column(CHANNEL, Kind.TEXT, "Channel"),
    Column(CHANNEL_REASON, Kind.TEXT, "Why this channel"),
    Column(TODAY_CHANNEL, Kind.TEXT, "Channel today"),
    Column(TERRITORY_ID, Kind.TEXT, "Territory"),
    Column(OWNER_ID, Kind.TEXT, "Owner code"),
    Column(OWNER_NAME, Kind.TEXT, "Owner"),
    Column(SECONDARY_OWNER_ID, Kind.TEXT, "Second owner"),
    Column(TODAY_OWNER_ID, Kind.TEXT, "Owner today"),
    Column(CHANGES_HANDS, Kind.FLAG, "Changes hands"),
    Column(HANDOFF_REASON, Kind.TEXT, "Why it changes hands"),
    Column(TO_BE_CHECKED, Kind.FLAG, "To be checked"),
)


class SizeTier:
    """Codes of the size dimension."""

    A = "A"
    B = "B"
    C = "C"
    PROSPECT = "prospect"
    UNKNOWN = "unknown"
    ALL = (A, B, C, PROSPECT, UNKNOWN)


class WalletStage:
    """Codes of the share-of-wallet dimension."""

    ACQUIRE = "acquire"
    DEVELOP = "develop"
    RETAIN = "retain"
    UNKNOWN = "unknown"
    ALL = (ACQUIRE, DEVELOP, RETAIN, UNKNOWN)


class ProductMix:
    """Codes of the product-mix dimension."""

    CONSUMABLES = "consumables"
    BOTH = "both"
    DURABLES = "durables"
    UNKNOWN = "unknown"
    ALL = (CONSUMABLES, BOTH, DURABLES, UNKNOWN)


class PurchasePattern:
    """Codes of the purchasing-pattern dimension."""

    OUTSIDE = "outside"
    INSIDE = "inside"
    ECOMMERCE = "ecommerce"
    COUNTER = "counter"
    MOBILE = "mobile"
    AUTOMATIC = "automatic"
    UNKNOWN = "unknown"
    ALL = (OUTSIDE, INSIDE, ECOMMERCE, COUNTER, MOBILE, AUTOMATIC, UNKNOWN)


class Channel:
    """Codes of the channels."""

    OUTSIDE = "outside"
    INSIDE = "inside"
    SELF_SERVE = "self_serve"
    KEY_ACCOUNT = "key_account"
    JOINT = "joint"
    ALL = (OUTSIDE, INSIDE, SELF_SERVE, KEY_ACCOUNT, JOINT)


class ChannelReason:
    """Codes of why an account's final channel is what it is."""

    LINES = "lines"
    CELL = "cell"
    SIZE_UNKNOWN = "size_unknown"
    SET_BY_HAND = "set_by_hand"
    FILLED = "filled"
    OVER_THE_CUT = "over_the_cut"
    OUT_OF_REACH = "out_of_reach"
    TERRITORY_FAILED = "territory_failed"
    OUT_OF_SCOPE = "out_of_scope"
    ALL = (LINES, CELL, SIZE_UNKNOWN, SET_BY_HAND, FILLED, OVER_THE_CUT, OUT_OF_REACH, TERRITORY_FAILED, OUT_OF_SCOPE)


class HandoffReason:
    """Codes of why an account changes hands, or is counted apart."""

    SAME = "same"
    TERRITORY = "territory"
    CHANNEL = "channel"
    LEAVER = "leaver"
    FIRST_ASSIGNMENT = "first_assignment"
    BY_HAND = "by_hand"
    NOT_PLACED = "not_placed"
    ALL = (SAME, TERRITORY, CHANNEL, LEAVER, FIRST_ASSIGNMENT, BY_HAND, NOT_PLACED)


SELF_SERVE_DESK = "SELF-SERVE"
"""Owner code of the self-serve desk."""


def roster_table(frame: pd.DataFrame) -> RosterTable:
    """Turn a computed frame into the roster table."""
    return RosterTable(conform(frame, COLUMNS))
