"""Phase 2: the channel of every account by the two lines, by set cells and by hand, before territories."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.planning import measures
from gtm_desktop.planning.pins import PinMap
from gtm_desktop.planning.result import ChannelMap, Segmentation
from gtm_desktop.planning.settings import ChannelRules, GridRules, SizeRules
from gtm_desktop.tables.accounts import ACCOUNT_ID, AccountTable
from gtm_desktop.tables.roster import Channel, ChannelReason
from gtm_desktop.tables.schema import text_of_codes


def map_channels(
    accounts: AccountTable,
    segmentation: Segmentation,
    *,
    rules: ChannelRules,
    size: SizeRules,
    grid: GridRules,
    by_hand: PinMap,
    today_channel: "pd.Series[Any]",
) -> ChannelMap:
    """Give every account its channel by the lines and by rule, with the reason.

    Exactly on either line is inside. An account of unknown size keeps today's channel, else goes inside, and is to be
    checked. A set cell goes over the lines, a decision by hand over everything. Source: PRODUCT R2.1 to R2.3, RULES 2.
    """
    measured = segmentation.size_value
    if rules.leave_out_web_and_counter:
        measured = measures.size_values(
            accounts, size.metric, level=size.level, year=size.year, leaves_out_web_and_counter=True
        )
    unknown = measured.isna().to_numpy()
    codes = _codes_by_lines(measured, rules, today_channel)
    by_lines = text_of_codes(codes, Channel.ALL)
    reason = np.where(
        unknown, ChannelReason.ALL.index(ChannelReason.SIZE_UNKNOWN), ChannelReason.ALL.index(ChannelReason.LINES)
    )
    for (row, column), cell in grid.cells.items():
        if cell.channel is not None:
            at = np.asarray((segmentation.row == row) & (segmentation.column == column), dtype=np.bool_)
            codes[at] = Channel.ALL.index(cell.channel)
            reason[at] = ChannelReason.ALL.index(ChannelReason.CELL)
    if by_hand:
        rows = pd.Index(accounts[ACCOUNT_ID]).get_indexer(pd.Index(list(by_hand)))
        pinned = np.array([Channel.ALL.index(pin.value) for pin in by_hand.values()], dtype=np.int64)
        codes[rows[rows >= 0]] = pinned[rows >= 0]
        reason[rows[rows >= 0]] = ChannelReason.ALL.index(ChannelReason.SET_BY_HAND)
    return ChannelMap(
        measured=measured,
        by_lines=by_lines,
        by_rule=text_of_codes(codes, Channel.ALL),
        reason=text_of_codes(reason, ChannelReason.ALL),
        to_be_checked=unknown,
    )


def _codes_by_lines(
    measured: "pd.Series[Any]", rules: ChannelRules, today_channel: "pd.Series[Any]"
) -> NDArray[np.int64]:
    cents = measured.fillna(0).to_numpy(dtype="int64")
    inside = Channel.ALL.index(Channel.INSIDE)
    codes = np.select(
        [cents < rules.self_serve_below, cents > rules.outside_above],
        [Channel.ALL.index(Channel.SELF_SERVE), Channel.ALL.index(Channel.OUTSIDE)],
        inside,
    ).astype(np.int64)
    unknown = measured.isna().to_numpy()
    today = pd.Categorical(today_channel[unknown], categories=list(Channel.ALL)).codes.astype(np.int64)
    codes[unknown] = np.where(today < 0, inside, today)
    return codes
