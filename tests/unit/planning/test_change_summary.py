"""The limit of changes, scope and borders in the figures for other programs; the checks recount them. RULES 4."""

from dataclasses import replace

from gtm_desktop.planning.change_rules import Borders, ChangeBudget, Division, Scope
from gtm_desktop.planning.change_summary import change_summary
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import BudgetUse
from gtm_desktop.planning.settings import Settings
from gtm_desktop.planning.summary import plan_summary
from tests.unit.planning.builders import OUTSIDE_MARGIN, dataset, plan, rep_answer, territory_answer

DATA = dataset(
    {
        "gross_margin": [OUTSIDE_MARGIN] * 4,
        "state": ["MI", "MI", "OH", None],
        "outside_rep": ["R0", "R0", "R1", "R1"],
    },
    {"name": ["Ann", "Bob"]},
)
ANSWER = territory_answer([0, 1, 1, 1])


def decided(**rules):
    return plan(Settings(**rules), territories=ANSWER, reps=rep_answer(T01="R0", T02="R1"))


def codes_of(**rules):
    return [problem.code for problem in evaluate(DATA, decided(**rules)).problems]


def test_nothing_is_said_of_what_nobody_has_set():
    made = decided()
    assert change_summary(made, evaluate(DATA, made)) == {"change_limit": None, "scope": None, "borders": None}


def test_limit_use_scope_and_borders_stand_in_the_summary():
    answer = replace(ANSWER, budget_use=BudgetUse(1, OUTSIDE_MARGIN, 1, 1, 123_450))
    made = plan(
        Settings(
            changes=ChangeBudget(accounts_share=0.25),
            scope=Scope(Division.STATE, frozenset({"MI"})),
            borders=Borders(Division.STATE, 5_000),
        ),
        territories=answer,
        reps=rep_answer(T01="R0", T02="R1"),
    )
    summary = plan_summary(DATA, made, evaluate(DATA, made))
    assert summary["change_limit"]["used"] == {
        "accounts": 1,
        "gross_margin": "30000.00",
        "most_of_one_rep": 1,
        "next_accounts": 1,
        "next_gain": "1234.50",
    }
    assert summary["scope"] == {"division": "state", "values": ["MI"], "frozen_accounts": 2}
    assert summary["borders"]["crossing_price"] == "50.00"
    assert summary["borders"]["crossing_problems"] == 1


def test_a_plan_exactly_at_its_limit_of_changes_passes_and_one_account_more_is_named():
    assert "over_change_limit" not in codes_of(changes=ChangeBudget(accounts_share=0.25))
    assert "over_change_limit" in codes_of(changes=ChangeBudget(accounts_share=0.24))
    assert "over_change_limit" not in codes_of(changes=ChangeBudget(margin_share=0.25))
    assert "over_change_limit" in codes_of(changes=ChangeBudget(margin_share=0.24))
    assert "over_change_limit" not in codes_of(changes=ChangeBudget(accounts_per_rep=1))
    assert "over_change_limit" in codes_of(changes=ChangeBudget(accounts_per_rep=0))


def test_the_one_account_of_another_state_than_most_of_its_territory_crosses_the_border():
    found = evaluate(DATA, decided(borders=Borders(Division.STATE, 5_000))).problems
    crossing = [problem for problem in found if problem.code == "crosses_border"]
    assert [(problem.subject, problem.message) for problem in crossing] == [
        ("A2", "A2 of OH is in Town 2, which belongs to MI.")
    ]
