"""The figures of a plan as JSON-ready values, as the command line prints them. Money is a decimal string."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gtm_desktop.core.words import decimal_text
from gtm_desktop.planning.change_summary import change_summary
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.renewal.left_out import left_out_summary
from gtm_desktop.planning.result import ChannelTotal, PlanResult
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import territories as columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import SizeTier


def plan_summary(dataset: Dataset, plan: Plan, result: PlanResult) -> Mapping[str, Any]:
    """Return a plan's figures: segments, channels by rule and final, territories, inside books, problems, solver."""
    kpis = result.kpis
    return {
        "accounts": kpis.accounts,
        "gross_margin": decimal_text(kpis.gross_margin),
        "revenue": decimal_text(kpis.revenue),
        "left_out": left_out_summary(dataset, (account_columns.GROSS_MARGIN, account_columns.REVENUE)),
        "sized_by": {
            "metric": plan.settings.size.metric,
            "level": plan.settings.size.level.value,
            "year": plan.settings.size.year.value,
        },
        "prospects": int((result.segmentation.size_tier == SizeTier.PROSPECT).sum()),
        "unsegmented": int((result.segmentation.size_tier == SizeTier.UNKNOWN).sum()),
        "segments": _segments(dataset, result),
        "channels": {total.channel: _channel(total) for total in result.final},
        "channels_by_rule": {total.channel: _channel(total) for total in result.by_rule},
        "territories_of": plan.settings.territories.units.value,
        "territories": _territories(result),
        "inside": [
            {"rep": owner.name, "accounts": owner.accounts, "gross_margin": decimal_text(owner.gross_margin)}
            for owner in result.owners
            if owner.role == Role.INSIDE and owner.accounts
        ],
        "without_owner": kpis.without_owner,
        "owned_twice": kpis.owned_twice,
        "changing_hands": {"accounts": kpis.changing_accounts, "gross_margin": decimal_text(kpis.changing_margin)},
        "problems": [
            {"code": problem.code, "message": problem.message, "subject": problem.subject}
            for problem in result.problems
        ],
        "decisions": _decisions(plan),
        **change_summary(plan, result),
        "solver": _solver(plan),
    }


def _decisions(plan: Plan) -> list[dict[str, Any]]:
    """Return what was found and done about territories under their targets, prices a year by way out."""
    answer = plan.accepted.territories
    return [
        {
            "territory": decision.territory_id,
            "name": decision.name,
            "gross_margin": decimal_text(decision.value),
            "potential": decimal_text(decision.potential),
            "value_target": None if decision.value_target is None else decimal_text(decision.value_target),
            "potential_target": None if decision.potential_target is None else decimal_text(decision.potential_target),
            "prices": {way.value: decimal_text(cents) for way, cents in decision.prices},
            "taken": None if decision.taken is None else decision.taken.value,
            "moved_accounts": len(decision.moved),
            "inside_accounts": len(decision.inside),
        }
        for decision in (answer.decisions if answer else ())
    ]


def _segments(dataset: Dataset, result: PlanResult) -> dict[str, dict[str, Any]]:
    tiers = result.segmentation.size_tier
    margin = dataset.accounts[account_columns.GROSS_MARGIN].fillna(0)
    sums = margin.groupby(tiers, sort=False).sum()
    counts = tiers.value_counts()
    return {
        tier: {"accounts": int(counts.get(tier, 0)), "gross_margin": decimal_text(int(sums.get(tier, 0)))}
        for tier in SizeTier.ALL
        if tier not in (SizeTier.UNKNOWN, SizeTier.PROSPECT) or counts.get(tier, 0)
    }


def _channel(total: ChannelTotal) -> dict[str, Any]:
    staffed = total.staffed_reps is not None
    cost = total.staffed_cost if total.staffed_cost is not None else total.needed_cost
    return {
        "accounts": total.accounts,
        "gross_margin": decimal_text(total.gross_margin),
        "revenue": decimal_text(total.revenue),
        "reps": total.staffed_reps if staffed else round(total.needed_reps, 1),
        "needed_reps": round(total.needed_reps, 1),
        "cost": decimal_text(cost),
    }


def _territories(result: PlanResult) -> list[dict[str, Any]]:
    return [
        {
            "id": row[columns.TERRITORY_ID],
            "name": row[columns.NAME],
            "rep": row[columns.OWNER_NAME],
            "branch": None if pd.isna(row[columns.BRANCH]) else row[columns.BRANCH],
            "manager": None if pd.isna(row[columns.MANAGER]) else row[columns.MANAGER],
            "accounts": int(row[columns.ACCOUNTS]),
            "outside_accounts": int(row[columns.OUTSIDE_ACCOUNTS]),
            "filled_accounts": int(row[columns.FILLED_ACCOUNTS]),
            "gross_margin": decimal_text(int(row[columns.GROSS_MARGIN])),
            "travel_hours_week": round(float(row[columns.TRAVEL_HOURS_WEEK]), 1),
            "centre": None
            if pd.isna(row[columns.LAT])
            else [round(float(row[columns.LAT]), 4), round(float(row[columns.LON]), 4)],
        }
        for row in result.territories.to_dict("records")
    ]


def _solver(plan: Plan) -> dict[str, Any] | None:
    answer = plan.accepted.territories
    if answer is None:
        return None
    run, tries = answer.run, plan.settings.territories.iterations
    return {
        "objective": round(run.objective, 2),
        "lower_bound": run.lower_bound,
        "first_feasible_s": run.first_feasible_s,
        "iterations": run.iterations,
        "planned_iterations": run.planned_iterations,
        "repeats_exactly": not run.was_cancelled and tries is not None and run.planned_iterations == tries,
        "seed": run.seed,
    }
