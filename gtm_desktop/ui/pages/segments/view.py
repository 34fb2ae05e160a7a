"""What the segments page says: bands, counts, grid and totals, in words; built from a plan and its result."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core.tokens import design_tokens, mixed
from gtm_desktop.core.words import count, money, money_short, ntr, percent, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.histogram import size_histogram
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import CellTotal, PlanResult, Segmentation
from gtm_desktop.planning.segments import CODES
from gtm_desktop.planning.settings import Dimension, Level, Settings, SizeYear
from gtm_desktop.tables.roster import (
    Channel,
    ProductMix,
    PurchasePattern,
    SizeTier,
    WalletStage,
)
from gtm_desktop.ui.pages.line_views import histogram_view, left_out_note
from gtm_desktop.ui.pages.segments.bars import BarPart
from gtm_desktop.ui.widgets.histogram import HistogramView, LineView
from gtm_desktop.ui.widgets.segment_grid import CellView, GridView, HeadView
from gtm_desktop.workspace.rule_edits import SizeLine

SIZE_GUIDE = {SizeTier.A: 0.10, SizeTier.B: 0.20, SizeTier.C: 0.70}
"""The usual shares of accounts a tier, shown beside the plan's own. Source: PRODUCT R1.4."""


class Measure(StrEnum):
    """What the tiles of the grid show large."""

    ACCOUNTS = "accounts"
    MARGIN = "margin"
    AVERAGE = "average"


def measure_name(measure: Measure) -> str:
    """Name a measure."""
    return {
        Measure.ACCOUNTS: tr("accounts"),
        Measure.MARGIN: tr("margin"),
        Measure.AVERAGE: tr("average margin"),
    }[measure]


@dataclass(frozen=True)
class TierView:
    """One tier under the histogram: its name, count, share and the usual share."""

    name: str
    figure: str
    share: str
    guide: str
    colour: str


@dataclass(frozen=True)
class SizeView:
    """The size card.

    Attributes:
        basis: what is measured, at what level and of which year, such as "gross margin".
        histogram: bars and lines.
        c_below: cents.
        a_above: cents.
        tiers: C, B, A and unknown.
        note: what is not drawn.
    """

    basis: str
    histogram: HistogramView
    c_below: int
    a_above: int
    tiers: tuple[TierView, ...]
    note: str


@dataclass(frozen=True)
class BandView:
    """A card of two editable cut-offs: the lines as shares, the parts, and one sentence on unknown accounts."""

    low: float
    high: float
    parts: tuple[BarPart, ...]
    note: str


@dataclass(frozen=True)
class SegmentsView:
    """The whole page but its table."""

    size: SizeView
    mix: BandView
    pattern: tuple[BarPart, ...]
    wallet: BandView
    rows: Dimension
    columns: Dimension
    grid: GridView
    totals: str


def segments_view(plan: Plan, result: PlanResult, measure: Measure) -> SegmentsView:
    """Say everything the page says."""
    settings, found = plan.settings, result.segmentation
    rules = settings.grid
    return SegmentsView(
        size=_size_view(settings, found),
        mix=_mix_view(settings, found),
        pattern=_parts(Dimension.PATTERN, found.purchase_pattern, settings, _pattern_colours()),
        wallet=_wallet_view(settings, found),
        rows=rules.rows,
        columns=rules.columns,
        grid=grid_view(plan, result, measure),
        totals=totals_text(result),
    )


def totals_text(result: PlanResult) -> str:
    """Say what all cells add up to: the same as the status bar."""
    accounts = sum(cell.accounts for cell in result.cells)
    margin = sum(cell.gross_margin for cell in result.cells)
    return tr(
        "all cells: {accounts} · {margin} margin",
        accounts=ntr("{n} account", "{n} accounts", accounts),
        margin=money_short(margin),
    )


def basis_text(metric: str, level: Level, year: SizeYear = SizeYear.THIS) -> str:
    """Say what is measured, at what level, and of which year unless it is this one."""
    name = labels.metric(metric)
    if year is not SizeYear.THIS:
        name = tr("{metric}, {year}", metric=name, year=labels.size_year(year))
    return tr("{metric}, by parent", metric=name) if level is Level.PARENT else name


def grid_view(plan: Plan, result: PlanResult, measure: Measure) -> GridView:
    """Build the grid; heat is the shown measure against the largest cell."""
    rules, settings = plan.settings.grid, plan.settings
    cells = result.cells
    most = max((_heat_of(cell, measure) for cell in cells), default=0) or 1
    mixes = _channel_counts(result)
    return GridView(
        rows=_heads(rules.rows, [cell.row for cell in cells], settings),
        columns=_heads(rules.columns, [cell.column for cell in cells], settings),
        cells=tuple(
            _cell_view(cell, measure, _heat_of(cell, measure) / most, mixes.get((cell.row, cell.column), {}))
            for cell in cells
        ),
    )


def _heads(dimension: Dimension, codes: list[str], settings: Settings) -> tuple[HeadView, ...]:
    shown = [code for code in CODES[dimension] if code in set(codes)]
    return tuple(
        HeadView(code, labels.class_name(dimension, code), labels.class_range(dimension, code, settings))
        for code in shown
    )


def _cell_view(cell: CellTotal, measure: Measure, heat: float, channels: dict[str, int]) -> CellView:
    accounts = count(cell.accounts)
    margin, average = money_short(cell.gross_margin), money_short(cell.average)
    counted = ntr("{n} account", "{n} accounts", cell.accounts)
    figure, line = {
        Measure.ACCOUNTS: (accounts, tr("{margin} · avg {average}", margin=margin, average=average)),
        Measure.MARGIN: (margin, tr("{accounts} · avg {average}", accounts=counted, average=average)),
        Measure.AVERAGE: (average, tr("{accounts} · {margin}", accounts=counted, margin=margin)),
    }[measure]
    code, text = _channel_tag(cell, channels)
    return CellView(
        row=cell.row,
        column=cell.column,
        name=cell.name,
        figure=figure,
        money=line if cell.accounts else tr("no accounts"),
        channel=code,
        channel_text=text,
        heat=heat,
        is_routed=cell.channel is not None,
        tip=_cell_tip(cell, channels),
    )


def _channel_tag(cell: CellTotal, channels: dict[str, int]) -> tuple[str, str]:
    if cell.channel is not None:
        return cell.channel, tr("Set: {channel}", channel=labels.channel(cell.channel))
    if cell.common_channel is None:
        return "", ""
    name = labels.channel(cell.common_channel)
    share = channels.get(cell.common_channel, 0) / max(1, sum(channels.values()))
    return cell.common_channel, name if share >= 0.995 else f"{name} {percent(share)}"


def _cell_tip(cell: CellTotal, channels: dict[str, int]) -> str:
    lines = [
        tr("{name}: {accounts}", name=cell.name, accounts=ntr("{n} account", "{n} accounts", cell.accounts)),
        tr("Gross margin {margin}", margin=money(cell.gross_margin)),
        tr("Average of accounts with a known margin {average}", average=money(cell.average)),
    ]
    if channels:
        split = " · ".join(
            f"{labels.channel(code)} {count(channels[code])}" for code in Channel.ALL if code in channels
        )
        lines.append(tr("By rule: {split}", split=split))
    if cell.channel is None:
        lines.append(tr("Follows the lines of the Channels page."))
    else:
        lines.append(tr("Set to {channel}, whatever the lines say.", channel=labels.channel(cell.channel)))
    return "\n".join(lines)


def _heat_of(cell: CellTotal, measure: Measure) -> int:
    value = {
        Measure.ACCOUNTS: cell.accounts,
        Measure.MARGIN: cell.gross_margin,
        Measure.AVERAGE: cell.average or 0,
    }[measure]
    return max(0, value)


def _channel_counts(result: PlanResult) -> dict[tuple[str, str], dict[str, int]]:
    found = result.segmentation
    frame = pd.DataFrame({0: found.row.to_numpy(), 1: found.column.to_numpy(), 2: result.channels.by_rule.to_numpy()})
    split: dict[tuple[str, str], dict[str, int]] = {}
    for key, number in frame.value_counts(sort=False).items():
        row, column, channel = (str(part) for part in key)  # type: ignore[attr-defined]
        split.setdefault((row, column), {})[channel] = int(number)
    return split


def _size_view(settings: Settings, found: Segmentation) -> SizeView:
    rules, channel = settings.size, design_tokens().channel
    colours = {
        SizeTier.C: channel[Channel.SELF_SERVE],
        SizeTier.B: channel[Channel.INSIDE],
        SizeTier.A: channel[Channel.OUTSIDE],
    }
    is_prospect = found.size_tier.eq(SizeTier.PROSPECT).to_numpy(dtype=np.bool_)
    histogram = size_histogram(found.size_value, is_prospect=is_prospect)
    lines = (
        LineView(SizeLine.C_BELOW, rules.c_below, tr("C under")),
        LineView(SizeLine.A_ABOVE, rules.a_above, tr("A over")),
    )
    counts = found.size_tier.value_counts()
    whole = max(1, int((~is_prospect).sum()))
    tiers = [
        TierView(
            name=tier,
            figure=count(int(counts.get(tier, 0))),
            share=percent(int(counts.get(tier, 0)) / whole),
            guide=tr("usual {share}", share=percent(SIZE_GUIDE[tier])),
            colour=colours[tier],
        )
        for tier in (SizeTier.C, SizeTier.B, SizeTier.A)
    ]
    unknown = int(counts.get(SizeTier.UNKNOWN, 0))
    tiers.append(TierView(tr("Unknown"), count(unknown), percent(unknown / whole), "", ""))
    return SizeView(
        basis=basis_text(rules.metric, rules.level, rules.year),
        histogram=histogram_view(histogram, lines, [colours[tier] for tier in (SizeTier.C, SizeTier.B, SizeTier.A)]),
        c_below=rules.c_below,
        a_above=rules.a_above,
        tiers=tuple(tiers),
        note=left_out_note(histogram, labels.metric(rules.metric)),
    )


def _mix_view(settings: Settings, found: Segmentation) -> BandView:
    colours = {code: design_tokens().territory[at] for code, at in zip(ProductMix.ALL[:3], (4, 9, 7), strict=True)}
    rules = settings.mix
    parts = _parts(Dimension.MIX, found.product_mix, settings, colours)
    unknown = int((found.product_mix == ProductMix.UNKNOWN).sum())
    said = ntr(
        "{n} account has no revenue by product family.", "{n} accounts have no revenue by product family.", unknown
    )
    return BandView(rules.consumables_below, rules.durables_above, parts, said if unknown else "")


def _wallet_view(settings: Settings, found: Segmentation) -> BandView:
    channel, rules = design_tokens().channel, settings.wallet
    colours = {
        WalletStage.ACQUIRE: channel[Channel.KEY_ACCOUNT],
        WalletStage.DEVELOP: channel[Channel.OUTSIDE],
        WalletStage.RETAIN: channel[Channel.SELF_SERVE],
    }
    parts = _parts(Dimension.WALLET, found.wallet_stage, settings, colours)
    unknown = int((found.wallet_stage == WalletStage.UNKNOWN).sum())
    said = ntr(
        "{n} account without a usable estimate of its yearly spend.",
        "{n} accounts without a usable estimate of their yearly spend.",
        unknown,
    )
    return BandView(rules.acquire_below, rules.retain_above, parts, said if unknown else "")


def _pattern_colours() -> dict[str, str]:
    tokens = design_tokens()
    return {
        PurchasePattern.OUTSIDE: tokens.channel[Channel.OUTSIDE],
        PurchasePattern.INSIDE: tokens.channel[Channel.INSIDE],
        PurchasePattern.ECOMMERCE: tokens.channel[Channel.SELF_SERVE],
        PurchasePattern.COUNTER: tokens.channel[Channel.JOINT],
        PurchasePattern.MOBILE: tokens.channel[Channel.KEY_ACCOUNT],
        PurchasePattern.AUTOMATIC: mixed(tokens.light["text_soft"], tokens.light["card"], 0.8),
    }


def _parts(
    dimension: Dimension, codes: "pd.Series[Any]", settings: Settings, colours: dict[str, str]
) -> tuple[BarPart, ...]:
    counts = codes.value_counts()
    whole = max(1, len(codes))
    parts = []
    for code in CODES[dimension]:
        number = int(counts.get(code, 0))
        if code == SizeTier.UNKNOWN and not number:
            continue
        share = number / whole
        parts.append(
            BarPart(
                name=labels.class_name(dimension, code),
                detail=labels.class_range(dimension, code, settings),
                figure=f"{count(number)} · {percent(share)}",
                share=share,
                colour=colours.get(code, ""),
            )
        )
    return tuple(parts)
