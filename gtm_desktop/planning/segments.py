"""Phase 1: the four dimensions of every account and its cell of the segment grid."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.planning import labels, measures
from gtm_desktop.planning.result import Segmentation
from gtm_desktop.planning.settings import Dimension, GridRules, MixRules, SizeRules, WalletRules
from gtm_desktop.tables.columns import Columns
from gtm_desktop.tables.roster import ProductMix, PurchasePattern, SizeTier, WalletStage
from gtm_desktop.tables.schema import text_of_codes

CODES = {
    Dimension.SIZE: SizeTier.ALL,
    Dimension.WALLET: WalletStage.ALL,
    Dimension.MIX: ProductMix.ALL,
    Dimension.PATTERN: PurchasePattern.ALL,
}
"""The codes of each dimension in the order the grid shows them, unknown last."""


@dataclass(frozen=True, eq=False)
class SegmentInput:
    """What segments are worked out from.

    Attributes:
        accounts: the amounts that are measured, customer type and orders; at the level of parents also parent and id.
        size: the lines of the size dimension.
        wallet: of the share of wallet.
        mix: of the product mix.
        grid: the dimensions of the grid, and the cells that have a name of their own.
    """

    TAG: ClassVar[str] = "segment input"

    accounts: Columns
    size: SizeRules
    wallet: WalletRules
    mix: MixRules
    grid: GridRules


def segment(read: SegmentInput) -> Segmentation:
    """Put every account in its class of each dimension and its cell of the grid.

    A missing value is "unknown", never the lowest class; a prospect without sales has a class of its own in place of a
    size; the lines and their ties are those of each rule's docstring.
    Source: PRODUCT R1.1 to R1.9.
    """
    accounts, size, wallet, mix, grid = read.accounts, read.size, read.wallet, read.mix, read.grid
    size_value = measures.size_values(accounts, size.metric, level=size.level, year=size.year)
    is_prospect = measures.prospects(accounts, size_value)
    wallet_share = measures.wallet_shares(accounts, level=size.level)
    durables_share = measures.durables_shares(accounts, level=size.level)
    pattern, pattern_share = measures.dominant_purchase_channel(accounts, level=size.level)
    codes = {
        Dimension.SIZE: size_tiers(size_value, size, is_prospect=is_prospect),
        Dimension.WALLET: wallet_stages(wallet_share, wallet),
        Dimension.MIX: product_mixes(durables_share, mix),
        Dimension.PATTERN: np.where(pattern < 0, len(PurchasePattern.ALL) - 1, pattern),
    }
    text = {dimension: text_of_codes(codes[dimension], CODES[dimension]) for dimension in Dimension}
    return Segmentation(
        size_value=size_value,
        size_tier=text[Dimension.SIZE],
        wallet_share=pd.Series(wallet_share),
        wallet_stage=text[Dimension.WALLET],
        durables_share=pd.Series(durables_share),
        product_mix=text[Dimension.MIX],
        pattern_share=pd.Series(pattern_share),
        purchase_pattern=text[Dimension.PATTERN],
        row=text[grid.rows],
        column=text[grid.columns],
        segment=_cell_names(codes[grid.rows], codes[grid.columns], grid),
    )


def size_tiers(size_value: "pd.Series[Any]", rules: SizeRules, *, is_prospect: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return n positions in `SizeTier.ALL`: over `a_above` A, under `c_below` C, on a line or between B. R1.4."""
    known = size_value.notna().to_numpy()
    cents = size_value.fillna(0).to_numpy(dtype="int64")
    prospect, unknown = SizeTier.ALL.index(SizeTier.PROSPECT), SizeTier.ALL.index(SizeTier.UNKNOWN)
    tiers = _positions(~known, cents > rules.a_above, cents < rules.c_below, [unknown, 0, 2], otherwise=1)
    return np.where(is_prospect, prospect, tiers)


def wallet_stages(share: NDArray[np.float64], rules: WalletRules) -> NDArray[np.int64]:
    """Return n positions in `WalletStage.ALL`; exactly on either line is develop. Source: PRODUCT R1.8."""
    return _positions(np.isnan(share), share < rules.acquire_below, share > rules.retain_above, [3, 0, 2], otherwise=1)


def product_mixes(share: NDArray[np.float64], rules: MixRules) -> NDArray[np.int64]:
    """Return n positions in `ProductMix.ALL`; exactly on either cut-off is both. Source: PRODUCT R1.5."""
    return _positions(
        np.isnan(share), share < rules.consumables_below, share > rules.durables_above, [3, 0, 2], otherwise=1
    )


def _positions(
    unknown: NDArray[np.bool_],
    first: NDArray[np.bool_],
    second: NDArray[np.bool_],
    positions: list[int],
    *,
    otherwise: int,
) -> NDArray[np.int64]:
    return np.select([unknown, first, second], positions, otherwise).astype(np.int64)


def _cell_names(rows: NDArray[np.int64], columns: NDArray[np.int64], grid: GridRules) -> "pd.Series[Any]":
    row_codes, column_codes = CODES[grid.rows], CODES[grid.columns]
    names = [labels.cell_name(grid, row, column) for row in row_codes for column in column_codes]
    return text_of_codes(rows * len(column_codes) + columns, names)
