"""Totals of the whole plan. R3.18, RULES 4."""

from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.kpis import handoff_loss
from gtm_desktop.planning.settings import Economics
from tests.unit.planning.builders import (
    INSIDE_MARGIN,
    OUTSIDE_MARGIN,
    SELF_SERVE_MARGIN,
    dataset,
    plan,
    rep_answer,
    territory_answer,
)

OUT, IN, SELF = OUTSIDE_MARGIN, INSIDE_MARGIN, SELF_SERVE_MARGIN


def kpis(data, team=None, **decided):
    return evaluate(dataset(data, team), plan(**decided)).kpis


def test_money_is_added_to_the_cent_and_unknown_margins_are_counted():
    made = kpis({"gross_margin": [101, None], "revenue": [203, 1]})
    assert (made.accounts, made.gross_margin, made.revenue, made.unknown_margin) == (2, 101, 204, 1)


def test_balance_is_the_share_of_territories_within_15_percent_of_their_mean():
    made = kpis({"gross_margin": [10_000_000, 10_000_000, 13_000_000]}, territories=territory_answer([0, 1, 2]))
    assert made.balance == 2 / 3
    assert (made.smallest_margin, made.largest_margin) == (10_000_000, 13_000_000)


def test_what_changes_hands_is_counted_against_accounts_with_an_active_named_rep_today():
    data = {"gross_margin": [OUT, 2 * OUT, 4 * OUT, 8 * OUT], "outside_rep": ["R0", "R1", "HOUSE", None]}
    made = kpis(data, {"name": ["Ann", "Bob"]}, territories=territory_answer([0] * 4), reps=rep_answer(T01="R0"))
    assert (made.base_accounts, made.base_margin) == (2, 3 * OUT)
    assert (made.changing_accounts, made.changing_margin) == (1, 2 * OUT)
    assert made.handoff_loss == round(2 * OUT * 0.05 / 3)


def test_the_handoff_loss_is_spread_over_the_years_to_the_next_review():
    assert handoff_loss(30_000, Economics(handoff_loss=0.05, review_years=3)) == 500


def test_before_anything_is_built_outside_accounts_are_not_placed_and_only_the_desk_owns():
    made = kpis({"gross_margin": [OUT, IN, SELF]})
    assert (made.not_placed, made.without_owner, made.territories, made.balance) == (1, 2, 0, None)


def test_coverage_costs_everybody_who_has_accounts_and_specialists():
    team = {"name": list("abc"), "role": ["outside", "outside", "specialist"], "cost": [100, 1_000, 10_000]}
    made = kpis({"gross_margin": [OUT]}, team, territories=territory_answer([0]), reps=rep_answer(T01="R0"))
    assert made.coverage_cost == 10_100
