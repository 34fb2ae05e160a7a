"""The roster: every account's final channel, territory and owner, and whether it changes hands."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gtm_desktop.planning.capacity import Capacity
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.key_accounts import key_account_managers
from gtm_desktop.planning.owners import OPEN_INSIDE, OPEN_KEY_ACCOUNT, OwnerBook
from gtm_desktop.planning.pins import PinMap
from gtm_desktop.planning.plan import InsideAnswer, Plan, TerritoryAnswer
from gtm_desktop.planning.refusals import refused
from gtm_desktop.planning.result import ChannelMap, Segmentation
from gtm_desktop.planning.rows import NOWHERE, Flags, Ints, positions, rows_of
from gtm_desktop.planning.scope import kept_as_today
from gtm_desktop.planning.today import Today
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.accounts import AccountTable
from gtm_desktop.tables.roster import SELF_SERVE_DESK, Channel, ChannelReason, HandoffReason, RosterTable
from gtm_desktop.tables.schema import text_of_codes

OUTSIDE, INSIDE, SELF_SERVE, KEY_ACCOUNT, JOINT = (Channel.ALL.index(code) for code in Channel.ALL)
_FILLED = ChannelReason.ALL.index(ChannelReason.FILLED)
_OVER_THE_CUT = ChannelReason.ALL.index(ChannelReason.OVER_THE_CUT)
_TERRITORY_FAILED = ChannelReason.ALL.index(ChannelReason.TERRITORY_FAILED)
_LINES = ChannelReason.ALL.index(ChannelReason.LINES)
_OUT_OF_SCOPE = ChannelReason.ALL.index(ChannelReason.OUT_OF_SCOPE)
_SET_BY_HAND = ChannelReason.ALL.index(ChannelReason.SET_BY_HAND)


@dataclass(frozen=True, eq=False)
class Placing:
    """Where every account ends up, as codes: n each, −1 for none.

    Attributes:
        channel: positions in `Channel.ALL`.
        reason: positions in `ChannelReason.ALL`.
        territory: territory numbers of the accepted answer.
        as_today: n flags: outside the scope, in today's channel and with today's owner.
    """

    channel: Ints
    reason: Ints
    territory: Ints
    as_today: Flags


def place_accounts(dataset: Dataset, plan: Plan, channels: ChannelMap, *, today: Today) -> Placing:
    """Read every account's final channel and territory from rules, the accepted answer and decisions by hand.

    An account that the answer knows but whose channel by rule has changed since follows its rule; one that it filled
    but that a set cell or a hand has put inside since is inside. A territory set by hand goes over everything and makes
    the account outside; one that does not exist is passed over. An outside account
    that no answer has placed stays outside, without a territory. One outside the scope that no answer has placed keeps
    today's channel, where one is known. Source: RULES 2 (by rule and final), 4.
    """
    accounts, as_today = dataset.accounts, kept_as_today(dataset, plan, today)
    channel = positions(channels.by_rule, Channel.ALL)
    reason = positions(channels.reason, ChannelReason.ALL)
    territory = np.full(len(accounts), NOWHERE, dtype=np.int64)
    if plan.accepted.territories is not None:
        _place_by_answer(accounts, plan, plan.accepted.territories, Placing(channel, reason, territory, as_today))
    now = positions(today.channel, Channel.ALL)
    channel = np.where(as_today & (now != NOWHERE), now, channel)
    reason[as_today] = _OUT_OF_SCOPE
    territory[as_today & (channel != OUTSIDE) & (channel != JOINT)] = NOWHERE
    return Placing(channel, reason, territory, as_today)


def _place_by_answer(accounts: AccountTable, plan: Plan, answer: TerritoryAnswer, by_rule: Placing) -> None:
    """Put what the accepted answer and a hand have placed over the placing by rule, in place."""
    channel, reason, territory = by_rule.channel, by_rule.reason, by_rule.territory
    goes_out = (channel == OUTSIDE) | (channel == JOINT)
    is_filled = answer.filled & (channel == INSIDE) & (reason == _LINES)
    is_over = answer.out_of_reach & goes_out
    keeps = (goes_out & ~answer.out_of_reach) | is_filled
    territory[keeps] = answer.territory[keeps]
    reason[is_filled], channel[is_filled] = _FILLED, OUTSIDE
    reason[is_over], channel[is_over] = _OVER_THE_CUT, INSIDE
    handed = np.array([row for decision in answer.decisions for row in decision.inside], dtype=np.int64)
    reason[handed[is_over[handed]]] = _TERRITORY_FAILED
    rows, wanted = pinned_territories(accounts, plan.pins.territory, answer)
    moved = rows[(channel[rows] != OUTSIDE) & (channel[rows] != JOINT)]
    territory[rows] = wanted
    channel[moved], reason[moved] = OUTSIDE, _SET_BY_HAND


def pinned_territories(accounts: AccountTable, by_hand: PinMap, answer: TerritoryAnswer) -> tuple[Ints, Ints]:
    """Return the rows of accounts whose territory was set by hand and the territory numbers; unknown ones left out."""
    number = {key: position for position, key in enumerate(answer.ids)}
    wanted = np.array([number.get(pin.value, NOWHERE) for pin in by_hand.values()], dtype=np.int64)
    rows = rows_of(by_hand, accounts[account_columns.ACCOUNT_ID])
    known = (rows != NOWHERE) & (wanted != NOWHERE)
    return rows[known], wanted[known]


def roster_of(
    dataset: Dataset,
    plan: Plan,
    *,
    segmentation: Segmentation,
    channels: ChannelMap,
    today: Today,
    book: OwnerBook,
    capacity: Capacity,
) -> RosterTable:
    """Say for every account where it ends up and who owns it.

    Args:
        dataset: n accounts and the people.
        plan: the accepted answers and the decisions by hand, which always win.
        segmentation: phase 1.
        channels: phase 2.
        today: today's coverage.
        book: everybody who can own accounts under this plan.
        capacity: what the people can cover.

    Returns:
        n rows in the order of the account table. Without an accepted answer outside accounts have no territory and
        inside accounts no owner yet, but for those outside the scope; the second owner is empty.

    Source: RULES 2 and 4.
    """
    accounts = dataset.accounts
    placing = place_accounts(dataset, plan, channels, today=today)
    owner = _owners(accounts, plan, placing=placing, today=today, book=book, capacity=capacity)
    handoff = _handoffs(accounts, plan, placing=placing, owner=owner, today=today, book=book)
    frame = pd.DataFrame(
        {
            columns.ACCOUNT_ID: accounts[account_columns.ACCOUNT_ID],
            columns.SIZE_TIER: segmentation.size_tier,
            columns.WALLET_STAGE: segmentation.wallet_stage,
            columns.PRODUCT_MIX: segmentation.product_mix,
            columns.PURCHASE_PATTERN: segmentation.purchase_pattern,
            columns.SEGMENT: segmentation.segment,
            columns.CHANNEL_BY_LINES: channels.by_lines,
            columns.CHANNEL_BY_RULE: channels.by_rule,
            columns.CHANNEL: text_of_codes(placing.channel, Channel.ALL),
            columns.CHANNEL_REASON: text_of_codes(placing.reason, ChannelReason.ALL),
            columns.TODAY_CHANNEL: today.channel,
            columns.TERRITORY_ID: text_of_codes(placing.territory, book.territory_ids),
            columns.OWNER_ID: text_of_codes(owner, book.ids),
            columns.OWNER_NAME: text_of_codes(owner, book.names),
            columns.TODAY_OWNER_ID: today.owner_id,
            columns.CHANGES_HANDS: np.isin(handoff, _CHANGES) & _goes_to_a_person(owner, book),
            columns.HANDOFF_REASON: text_of_codes(handoff, HandoffReason.ALL),
            columns.TO_BE_CHECKED: channels.to_be_checked,
        }
    )
    return columns.roster_table(frame)


def _owners(
    accounts: AccountTable, plan: Plan, *, placing: Placing, today: Today, book: OwnerBook, capacity: Capacity
) -> Ints:
    """Return n positions in the book; −1 where nobody owns the account yet."""
    owner = np.full(len(accounts), NOWHERE, dtype=np.int64)
    placed = placing.territory != NOWHERE
    owner[placed] = book.of_territory[placing.territory[placed]]
    owner[placing.channel == SELF_SERVE] = book.position(SELF_SERVE_DESK)
    inside = placing.channel == INSIDE
    owner[inside] = _inside_owners(len(accounts), plan.accepted.inside, book)[inside]
    key = np.flatnonzero(placing.channel == KEY_ACCOUNT)
    kept_from = refused(accounts, plan.pins.kept_from, capacity.rep_ids)
    manager = key_account_managers(accounts, capacity, rows=key, today=today, kept_from=kept_from)
    owner[key] = np.where(manager == NOWHERE, book.position(OPEN_KEY_ACCOUNT), manager)
    stays = placing.as_today & ~placed & (placing.channel != SELF_SERVE)
    owner[stays] = positions(today.owner_id, book.ids)[stays]
    by_hand = plan.pins.inside_rep
    rows = rows_of(by_hand, accounts[account_columns.ACCOUNT_ID])
    wanted = np.array([book.position(pin.value) for pin in by_hand.values()], dtype=np.int64)
    known = (rows != NOWHERE) & (wanted != NOWHERE)
    known[known] = inside[rows[known]]
    owner[rows[known]] = wanted[known]
    return owner


def _inside_owners(number: int, answer: InsideAnswer | None, book: OwnerBook) -> Ints:
    if answer is None:
        return np.full(number, NOWHERE, dtype=np.int64)
    in_book = np.array([*(book.position(code) for code in answer.rep_ids), NOWHERE], dtype=np.int64)
    # A rep who has left the roster since leaves an open inside position behind.
    in_book[:-1][in_book[:-1] == NOWHERE] = book.position(OPEN_INSIDE)
    return in_book[answer.rep]


_CHANGES = tuple(
    HandoffReason.ALL.index(code) for code in (HandoffReason.TERRITORY, HandoffReason.CHANNEL, HandoffReason.BY_HAND)
)


def _handoffs(
    accounts: AccountTable, plan: Plan, *, placing: Placing, owner: Ints, today: Today, book: OwnerBook
) -> Ints:
    """Return n positions in `HandoffReason.ALL`.

    Accounts of leavers and accounts of nobody are apart. Without a roster of people nobody can be told from
    anybody: every account counts as a first assignment. Source: RULES 4 (changes hands).
    """
    before = positions(today.owner_id, book.ids)
    today_channel = positions(today.channel, Channel.ALL)
    has_owner = today.owner_id.notna().to_numpy(dtype=np.bool_) & (book.reps > 0)
    reasons = [
        (owner == NOWHERE, HandoffReason.NOT_PLACED),
        (~has_owner, HandoffReason.FIRST_ASSIGNMENT),
        (owner == before, HandoffReason.SAME),
        (~today.is_active, HandoffReason.LEAVER),
        (_set_by_hand(accounts, plan, placing), HandoffReason.BY_HAND),
        (placing.channel != today_channel, HandoffReason.CHANNEL),
    ]
    codes = [HandoffReason.ALL.index(code) for _, code in reasons]
    return np.select([claim for claim, _ in reasons], codes, HandoffReason.ALL.index(HandoffReason.TERRITORY)).astype(
        np.int64
    )


def _goes_to_a_person(owner: Ints, book: OwnerBook) -> Flags:
    """Return n flags: a named person has the account at the end, neither the desk nor an open position. RULES 4."""
    is_person = np.zeros(len(book.ids) + 1, dtype=np.bool_)
    is_person[: book.reps] = ~book.is_open[: book.reps]
    return is_person[owner]


def _set_by_hand(accounts: AccountTable, plan: Plan, placing: Placing) -> Flags:
    """Return n flags: the account's channel, territory, inside rep or its territory's rep was decided by hand."""
    pins = plan.pins
    flags = np.zeros(len(accounts), dtype=np.bool_)
    for by_hand in (pins.channel, pins.territory, pins.inside_rep):
        rows = rows_of(by_hand, accounts[account_columns.ACCOUNT_ID])
        flags[rows[rows != NOWHERE]] = True
    answer = plan.accepted.territories
    if answer is not None and pins.rep:
        decided = np.array([*(key in pins.rep for key in answer.ids), False], dtype=np.bool_)
        flags |= decided[placing.territory]
    return flags
