"""The limit of changes, the scope and the borders as JSON-ready values, as the command line prints them."""

from collections.abc import Mapping
from typing import Any

from gtm_desktop.core.words import decimal_text
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.tables.accounts import GROSS_MARGIN

_BORDER_CODES = ("crosses_border", "part_too_small")


def change_summary(plan: Plan, result: PlanResult) -> Mapping[str, Any]:
    """Return what a plan may change and what its territories used of it; None for what nobody has set.

    Money is a decimal string; ``next_gain`` is what one more percent would save a year, as far as the search found.
    """
    return {"change_limit": _limit(plan), "scope": _scope(plan, result), "borders": _borders(plan, result)}


def _limit(plan: Plan) -> dict[str, Any] | None:
    budget, answer = plan.settings.changes, plan.accepted.territories
    use = None if answer is None else answer.budget_use
    if not budget.is_set and use is None:
        return None
    return {
        "accounts_share": budget.accounts_share,
        "margin_share": budget.margin_share,
        "accounts_per_rep": budget.accounts_per_rep,
        "used": None
        if use is None
        else {
            "accounts": use.accounts,
            GROSS_MARGIN: decimal_text(use.margin),
            "most_of_one_rep": use.most_of_one_rep,
            "next_accounts": use.next_accounts,
            "next_gain": None if use.next_gain is None else decimal_text(use.next_gain),
        },
    }


def _scope(plan: Plan, result: PlanResult) -> dict[str, Any] | None:
    scope = plan.settings.scope
    if scope.division is None:
        return None
    return {
        "division": scope.division.value,
        "values": sorted(scope.values),
        "frozen_accounts": int(result.frozen.sum()),
    }


def _borders(plan: Plan, result: PlanResult) -> dict[str, Any] | None:
    borders = plan.settings.borders
    if borders.division is None:
        return None
    crossing, small = (sum(problem.code == code for problem in result.problems) for code in _BORDER_CODES)
    price = borders.crossing_price
    return {
        "division": borders.division.value,
        "crossing_price": None if price is None else decimal_text(price),
        "crossing_problems": crossing,
        "parts_too_small": small,
    }
