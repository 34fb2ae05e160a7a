"""Totals of the whole plan: balance, limits, driving, what changes hands and risks, and what coverage costs."""

from collections.abc import Sequence

import numpy as np

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import Kpis, OwnerTotal
from gtm_desktop.planning.rows import numbers, whole
from gtm_desktop.planning.settings import Economics
from gtm_desktop.planning.today import Today
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as territory_columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel, ChannelReason, RosterTable
from gtm_desktop.tables.territories import TerritoryTable

BALANCE_TOLERANCE = 0.15


def plan_kpis(
    roster: RosterTable,
    dataset: Dataset,
    *,
    plan: Plan,
    territories: TerritoryTable,
    owners: Sequence[OwnerTotal],
    today: Today,
) -> Kpis:
    """Add up the plan. Accounts of unknown money add nothing; lost margin is never negative. Source: RULES 4."""
    accounts = dataset.accounts
    margin = whole(accounts[account_columns.GROSS_MARGIN])
    changes = roster[roster_columns.CHANGES_HANDS].to_numpy(dtype=np.bool_, na_value=False)
    changing = margin[changes]
    owner = roster[roster_columns.OWNER_ID]
    waits = roster[roster_columns.CHANNEL].isin([Channel.OUTSIDE, Channel.JOINT]) & owner.isna()
    waits &= roster[roster_columns.CHANNEL_REASON] != ChannelReason.OUT_OF_SCOPE
    base = today.is_active
    value = territories[territory_columns.GROSS_MARGIN].to_numpy(dtype=np.float64)
    return Kpis(
        accounts=len(roster),
        gross_margin=int(margin.sum()),
        revenue=int(whole(accounts[account_columns.REVENUE]).sum()),
        unknown_margin=int(accounts[account_columns.GROSS_MARGIN].isna().sum()),
        balance=_balance(value),
        smallest_margin=int(value.min()) if len(value) else None,
        largest_margin=int(value.max()) if len(value) else None,
        within_limits=_within_limits(territories),
        territories=len(territories),
        travel_hours_week=float(territories[territory_columns.TRAVEL_HOURS_WEEK].sum()),
        base_accounts=int(base.sum()),
        base_margin=int(margin[base].sum()),
        changing_accounts=int(changes.sum()),
        changing_margin=int(changing.sum()),
        handoff_loss=handoff_loss(int(np.maximum(changing, 0).sum()), plan.settings.economics),
        coverage_cost=_coverage_cost(owners, plan.settings.economics),
        without_owner=int(owner.isna().sum()),
        owned_twice=int(roster[roster_columns.ACCOUNT_ID].duplicated().sum()),
        not_placed=int(waits.sum()),
    )


def handoff_loss(margin: int, economics: Economics) -> int:
    """Return the margin in cents a year at risk where so much margin changes hands: the loss over the review years."""
    return round(margin * economics.handoff_loss / economics.review_years)


def _balance(value: np.ndarray) -> float | None:
    if len(value) == 0:
        return None
    mean = float(value.mean())
    return float((np.abs(value - mean) <= BALANCE_TOLERANCE * abs(mean)).mean())


def _within_limits(territories: TerritoryTable) -> int:
    held = numbers(territories[territory_columns.LOAD])
    lower, upper = (numbers(territories[name]) for name in (territory_columns.LOWER, territory_columns.UPPER))
    return int(((held >= lower) & (held <= upper)).sum())


def _coverage_cost(owners: Sequence[OwnerTotal], economics: Economics) -> int:
    """Add the cost of everybody who has accounts, of specialists, and the typed cost of self-serve."""
    covering = [owner for owner in owners if owner.role != Channel.SELF_SERVE]
    people = sum(owner.cost for owner in covering if owner.accounts or owner.role == Role.SPECIALIST)
    return people + economics.self_serve_cost
