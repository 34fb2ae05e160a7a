"""The accounts of the channels page: which ones a filter shows, and the table of them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.core.words import percent, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.economics import must_add
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.why import channel_reasons, channel_sentences
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.models.table_view import CellKind, TableColumn, TableView, number_column, text_column
from gtm_desktop.ui.pages.account_columns import AccountColumns, Rows, channel_column, picked

LADDER = (Channel.SELF_SERVE, Channel.INSIDE, Channel.OUTSIDE, Channel.JOINT, Channel.KEY_ACCOUNT)
"""The channels from the least to the most personal: a move to a later one is up."""

_LIFT, _WHY = "needed_lift", "why"
_WAIT_WHEN_NARROW = frozenset({roster.SEGMENT, account_columns.GROSS_MARGIN, _LIFT})


class Show(StrEnum):
    """Which accounts the table shows."""

    ALL = "all"
    CHANGES = "changes"
    DOWN = "down"
    UP = "up"
    TO_BE_CHECKED = "check"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class Filter:
    """What the table is filtered by.

    Attributes:
        show: one of the named sets.
        pair: (channel today, final channel), from the matrix; an empty code is no channel. It goes over `show`.
    """

    show: Show = Show.CHANGES
    pair: tuple[str, str] | None = None


def show_name(show: Show) -> str:
    """Name a set of accounts."""
    return {
        Show.ALL: tr("all accounts"),
        Show.CHANGES: tr("changes channel"),
        Show.DOWN: tr("moves down"),
        Show.UP: tr("moves up"),
        Show.TO_BE_CHECKED: tr("to be checked"),
        Show.BY_HAND: tr("set by hand"),
    }[show]


def filter_name(chosen: Filter) -> str:
    """Name what is shown."""
    if chosen.pair is None:
        return show_name(chosen.show)
    today, final = (labels.channel(code) if code else tr("not known") for code in chosen.pair)
    return tr("{today} → {final}", today=today, final=final)


def moves(result: PlanResult) -> NDArray[np.int64]:
    """Return for n accounts the steps from today's to the final channel: over 0 up, under 0 down, 0 none or unknown."""
    rank = {code: at for at, code in enumerate(LADDER)}
    today = result.roster[roster.TODAY_CHANNEL].map(rank).to_numpy(dtype=np.float64, na_value=np.nan)
    final = result.roster[roster.CHANNEL].map(rank).to_numpy(dtype=np.float64, na_value=np.nan)
    steps: NDArray[np.int64] = np.nan_to_num(final - today, nan=0.0).astype(np.int64)
    return steps


def rows_shown(plan: Plan, result: PlanResult, chosen: Filter) -> Rows:
    """Return the rows of the account table that the filter lets through."""
    if chosen.pair is not None:
        today = result.roster[roster.TODAY_CHANNEL].fillna("") == chosen.pair[0]
        final = result.roster[roster.CHANNEL].fillna("") == chosen.pair[1]
        return np.flatnonzero((today & final).to_numpy(dtype=np.bool_)).astype(np.int64)
    tests: dict[Show, Callable[[], NDArray[np.bool_]]] = {
        Show.ALL: lambda: np.ones(len(result.roster), dtype=np.bool_),
        Show.CHANGES: lambda: moves(result) != 0,
        Show.DOWN: lambda: moves(result) < 0,
        Show.UP: lambda: moves(result) > 0,
        Show.TO_BE_CHECKED: lambda: result.channels.to_be_checked,
        Show.BY_HAND: lambda: result.roster[roster.ACCOUNT_ID].isin(list(plan.pins.channel)).to_numpy(dtype=np.bool_),
    }
    return np.flatnonzero(tests[chosen.show]()).astype(np.int64)


def channels_table(
    fixed: AccountColumns, plan: Plan, result: PlanResult, rows: Rows, *, is_narrow: bool = False
) -> TableView:
    """Build the table of these rows of the account table; where there is little room, without segment and money."""
    table = result.roster.iloc[rows]
    margin = picked(fixed.margin, rows)
    columns: tuple[TableColumn, ...] = (
        picked(fixed.name, rows),
        text_column(roster.SEGMENT, tr("Seg."), table[roster.SEGMENT], kind=CellKind.TAG, tip=tr("Segment")),
        margin,
        channel_column(roster.TODAY_CHANNEL, tr("Today"), table[roster.TODAY_CHANNEL]),
        channel_column(roster.CHANNEL, tr("Plan"), table[roster.CHANNEL], tip=tr("The final channel")),
        _lift_column(plan, table[roster.CHANNEL].to_numpy(dtype=object), margin.values),
        TableColumn(
            _WHY,
            tr("Why"),
            CellKind.TEXT,
            margin.values,
            write=lambda row: channel_reasons(plan, result, [int(rows[row])])[0],
            tell=lambda row: channel_sentences(plan, result, [int(rows[row])])[0],
            tip=tr("Sorted by margin"),
        ),
    )
    if is_narrow:
        columns = tuple(column for column in columns if column.key not in _WAIT_WHEN_NARROW)
    return TableView(fixed.ids[rows].tolist(), columns)


def _lift_column(plan: Plan, final: NDArray[np.object_], margin: NDArray[np.float64]) -> TableColumn:
    economics = plan.settings.economics
    roles = {code: economics.of_channel(code) for code in Channel.ALL}
    added = np.full(len(final), np.nan)
    for code, role in roles.items():
        if role is not None:
            added[final == code] = must_add(role)
    lift = np.full(len(final), np.nan)
    np.divide(added, margin, out=lift, where=np.isfinite(added) & (margin > 0))
    return number_column(
        _LIFT,
        tr("Needs lift"),
        CellKind.SHARE,
        lift,
        shown=lambda share: percent(share, 1) if share < 1 else percent(share),
        tip=tr(
            "What the account must add to pay for its coverage ÷ its yearly margin; not an estimate of what it will"
        ),
    )
