"""Phase 2: the channel of every account by the two lines, by set cells and by hand, before territories."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.planning.result import ChannelMap
from gtm_desktop.planning.rows import Ints
from gtm_desktop.planning.settings import ChannelRules
from gtm_desktop.tables.columns import Column
from gtm_desktop.tables.roster import Channel, ChannelReason
from gtm_desktop.tables.schema import text_of_codes


@dataclass(frozen=True, eq=False)
class ChannelInput:
    """What channels by rule are worked out from, of n accounts.

    Attributes:
        measured: their sizes, missing where unknown.
        row: codes of their rows of the segment grid.
        column: codes of their columns.
        today_channel: codes of today's channels.
        rules: the two lines.
        cells: the channels set for cells, by row and column code.
        by_hand: rows of accounts whose channel was decided by hand.
        by_hand_channel: the codes.
    """

    TAG: ClassVar[str] = "channel input"

    measured: Column
    row: Column
    column: Column
    today_channel: Column
    rules: ChannelRules
    cells: Mapping[tuple[str, str], str]
    by_hand: Ints
    by_hand_channel: tuple[str, ...]


def map_channels(read: ChannelInput) -> ChannelMap:
    """Give every account its channel by the lines and by rule, with the reason.

    Exactly on either line is inside. An account of unknown size keeps today's channel, else goes inside, and is to be
    checked. A set cell goes over the lines, a decision by hand over everything. Source: PRODUCT R2.1 to R2.3, RULES 2.
    """
    measured = read.measured.values
    unknown = measured.isna().to_numpy()
    codes = _codes_by_lines(measured, read.rules, read.today_channel.values)
    by_lines = text_of_codes(codes, Channel.ALL)
    reason = np.where(
        unknown, ChannelReason.ALL.index(ChannelReason.SIZE_UNKNOWN), ChannelReason.ALL.index(ChannelReason.LINES)
    )
    for (row, column), channel in read.cells.items():
        at = np.asarray((read.row.values == row) & (read.column.values == column), dtype=np.bool_)
        codes[at] = Channel.ALL.index(channel)
        reason[at] = ChannelReason.ALL.index(ChannelReason.CELL)
    codes[read.by_hand] = [Channel.ALL.index(code) for code in read.by_hand_channel]
    reason[read.by_hand] = ChannelReason.ALL.index(ChannelReason.SET_BY_HAND)
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
