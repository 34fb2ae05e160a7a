"""What the list below the lanes says: the accounts of one lane and why they are there."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.core.words import percent, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.inside_why import inside_sentences
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.tables import accounts
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.pages.inside.lane_view import NOBODY


@dataclass(frozen=True, eq=False)
class LaneAccounts:
    """The accounts of one lane, n each, largest margin first.

    Attributes:
        rep_id: whose lane.
        title: "Accounts of …".
        ids: account ids.
        names: account names.
        regions: sales regions, else states.
        margins: cents, NaN where unknown.
        buys: what they mostly buy.
        today: today's rep.
        why: why this rep.
    """

    rep_id: str
    title: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    regions: tuple[str, ...]
    margins: NDArray[np.float64]
    buys: tuple[str, ...]
    today: tuple[str, ...]
    why: tuple[str, ...]


def lane_accounts(dataset: Dataset, plan: Plan, result: PlanResult, rep_id: str, *, shows_people: bool) -> LaneAccounts:
    """Return the accounts of one lane, the largest margin first; ties by account id."""
    roster = result.roster
    owner = roster[columns.OWNER_ID]
    is_inside = roster[columns.CHANNEL] == Channel.INSIDE
    is_meant = is_inside & owner.isna() if rep_id == NOBODY else owner == rep_id
    rows = np.flatnonzero(is_meant.fillna(value=False).to_numpy(dtype=np.bool_))
    margin = dataset.accounts[accounts.GROSS_MARGIN].to_numpy(dtype=np.float64, na_value=np.nan)
    ids = dataset.accounts[accounts.ACCOUNT_ID].astype(str).to_numpy()
    rows = rows[np.lexsort((ids[rows], -np.nan_to_num(margin[rows], nan=-np.inf)))]
    table, entries = dataset.accounts.iloc[rows], roster.iloc[rows]
    known = result.owner_by_id
    name = known[rep_id].name if rep_id in known else tr("nobody")
    today = [
        tr("nobody") if pd.isna(code) else known[str(code)].name if str(code) in known else str(code)
        for code in entries[columns.TODAY_OWNER_ID]
    ]
    if rep_id == NOBODY:
        why = [tr("not assigned yet")] * len(rows)
    else:
        why = inside_sentences(dataset, plan, result, rep_id=rep_id, rows=rows.tolist(), names_standing=shows_people)
    return LaneAccounts(
        rep_id=rep_id,
        title=tr("Accounts without a rep") if rep_id == NOBODY else tr("Accounts of {name}", name=name),
        ids=tuple(table[accounts.ACCOUNT_ID].astype(str)),
        names=tuple(table[accounts.NAME].fillna(table[accounts.ACCOUNT_ID]).astype(str)),
        regions=tuple(table[accounts.REGION].fillna(table[accounts.STATE]).fillna("").astype(str)),
        margins=margin[rows],
        buys=tuple(_buys(share) for share in result.segmentation.durables_share.iloc[rows]),
        today=tuple(today),
        why=tuple(why),
    )


def _buys(durables: float) -> str:
    if pd.isna(durables):
        return ""
    if durables >= 0.5:
        return tr("durables {share}", share=percent(durables))
    return tr("consumables {share}", share=percent(1 - durables))
