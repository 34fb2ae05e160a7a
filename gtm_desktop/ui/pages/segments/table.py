"""The accounts of a segment as a table, with one sentence each on why it is there, written when it is seen."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.words import money, percent, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.settings import Dimension, Settings
from gtm_desktop.planning.why import between, channel_reasons
from gtm_desktop.tables import roster
from gtm_desktop.tables.roster import ChannelReason, SizeTier
from gtm_desktop.ui.models.table_view import CellKind, TableColumn, TableView, number_column, text_column
from gtm_desktop.ui.pages.account_columns import AccountColumns, Rows, channel_column, picked

_WHY = "why"
_WAIT_WHEN_NARROW = frozenset({roster.PRODUCT_MIX, roster.PURCHASE_PATTERN, roster.WALLET_STAGE, roster.CHANNEL})
_BY_DECISION = frozenset({ChannelReason.SET_BY_HAND, ChannelReason.CELL, ChannelReason.FILLED})


def rows_of_cell(result: PlanResult, cell: tuple[str, str] | None) -> Rows:
    """Return the rows of the account table in a cell of the grid, by row and column code; None gives all rows."""
    found = result.segmentation
    if cell is None:
        return np.arange(len(found.row), dtype=np.int64)
    return np.flatnonzero(((found.row == cell[0]) & (found.column == cell[1])).to_numpy()).astype(np.int64)


def accounts_table(
    fixed: AccountColumns, plan: Plan, result: PlanResult, rows: Rows, *, is_narrow: bool = False
) -> TableView:  # fmt: skip
    """Build the table of these rows of the account table; where there is little room, without the shares."""
    found = result.segmentation
    buys = found.purchase_pattern.iloc[rows].map(
        {code: labels.class_name(Dimension.PATTERN, code) for code in found.purchase_pattern.unique()}
    )
    margin = picked(fixed.margin, rows)
    columns: tuple[TableColumn, ...] = (
        picked(fixed.name, rows),
        text_column(roster.SEGMENT, tr("Segment"), found.segment.iloc[rows], kind=CellKind.TAG),
        margin,
        number_column(
            roster.PRODUCT_MIX,
            tr("Durables"),
            CellKind.SHARE,
            found.durables_share.iloc[rows],
            tip=tr("Durables ÷ (consumables + durables) revenue"),
        ),
        text_column(roster.PURCHASE_PATTERN, tr("Buys via"), buys),
        number_column(
            roster.WALLET_STAGE,
            tr("Wallet"),
            CellKind.SHARE,
            found.wallet_share.iloc[rows],
            tip=tr("Share of wallet: revenue ÷ estimated yearly spend"),
        ),
        channel_column(
            roster.CHANNEL, tr("Channel"), result.roster[roster.CHANNEL].iloc[rows], tip=tr("The final channel")
        ),
        _why_column(plan, result, rows, margin),
    )
    if is_narrow:
        columns = tuple(column for column in columns if column.key not in _WAIT_WHEN_NARROW)
    return TableView(fixed.ids[rows].tolist(), columns)


def _why_column(plan: Plan, result: PlanResult, rows: Rows, margin: TableColumn) -> TableColumn:
    why, told = segment_reasons(plan, result), segment_sentences(plan, result)
    return TableColumn(
        _WHY,
        tr("Why"),
        CellKind.TEXT,
        margin.values,
        tip=tr("Sorted by margin"),
        write=lambda row: why(int(rows[row])),
        tell=lambda row: told(int(rows[row])),
    )


def segment_reasons(plan: Plan, result: PlanResult) -> Callable[[int], str]:
    """Return what says, for a row of the account table, in a few words what decided: hand, cell, or the cut-offs."""
    rules = plan.settings.grid
    reasons = result.roster[roster.CHANNEL_REASON]

    def write(row: int) -> str:
        parts = [_short(dimension, plan.settings, result, row) for dimension in (rules.rows, rules.columns)]
        if str(reasons.iloc[row]) in _BY_DECISION:
            parts.insert(0, channel_reasons(plan, result, [row])[0])
        return " · ".join(parts)

    return write


def _short(dimension: Dimension, settings: Settings, result: PlanResult, row: int) -> str:
    if dimension is not Dimension.SIZE:
        return _part(dimension, settings, result, row)
    value = result.segmentation.size_value.iloc[row]
    return between(None if pd.isna(value) else int(value), settings.size.c_below, settings.size.a_above)


def segment_sentences(plan: Plan, result: PlanResult) -> Callable[[int], str]:
    """Return what says, for a row of the account table, in one sentence why it is in its cell of the grid."""
    rules = plan.settings.grid
    pins, ids = plan.pins.channel, result.roster[roster.ACCOUNT_ID]

    def write(row: int) -> str:
        parts = [_part(dimension, plan.settings, result, row) for dimension in (rules.rows, rules.columns)]
        pin = pins.get(str(ids.iloc[row]))
        if pin is not None:
            parts.append(tr("channel set by hand: “{reason}”", reason=pin.reason) if pin.reason else tr("set by hand"))
        text = "; ".join(parts)
        return text[:1].upper() + text[1:]

    return write


def _part(dimension: Dimension, settings: Settings, result: PlanResult, row: int) -> str:
    found = result.segmentation
    if dimension is Dimension.SIZE:
        return _size_part(settings, found.size_value.iloc[row], str(found.size_tier.iloc[row]))
    values, codes, said = {
        Dimension.WALLET: (found.wallet_share, found.wallet_stage, tr("wallet")),
        Dimension.MIX: (found.durables_share, found.product_mix, tr("durables")),
        Dimension.PATTERN: (found.pattern_share, found.purchase_pattern, tr("bought most via")),
    }[dimension]
    outcome = labels.class_name(dimension, str(codes.iloc[row]))
    share = values.iloc[row]
    if pd.isna(share):
        return tr("{what} unknown", what=said)
    if dimension is Dimension.PATTERN:
        return tr("{share} of revenue via {channel}", share=percent(float(share)), channel=outcome)
    return tr("{what} {share} → {outcome}", what=said, share=percent(float(share)), outcome=outcome.lower())


def _size_part(settings: Settings, value: Any, tier: str) -> str:
    rules = settings.size
    metric = labels.metric(rules.metric)
    if tier == SizeTier.PROSPECT:
        return tr("no sales: a prospect")
    if pd.isna(value):
        return tr("{metric} unknown", metric=metric)
    amount, low, high = money(int(value)), money(rules.c_below), money(rules.a_above)
    if int(value) > rules.a_above:
        return tr("{metric} {amount} is over {line} → {tier}", metric=metric, amount=amount, line=high, tier=tier)
    if int(value) < rules.c_below:
        return tr("{metric} {amount} is under {line} → {tier}", metric=metric, amount=amount, line=low, tier=tier)
    return tr(
        "{metric} {amount} is {low} to {high} → {tier}", metric=metric, amount=amount, low=low, high=high, tier=tier
    )
