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
    assert [(problem.subject, problem.rows, problem.message) for problem in crossing] == [
        ("T02", (2,), "1 account of OH is in Town 2, which belongs to MI.")
    ]


def test_accounts_across_a_border_are_told_by_territory_the_most_first_and_beyond_ten_as_one():
    """Twelve territories of three accounts of MI each and one of OH; the last has a second of OH."""
    number = 12
    territory = [*(at for at in range(number) for _ in range(4)), number - 1]
    state = [*(["MI", "MI", "MI", "OH"] * number), "OH"]
    data = dataset({"gross_margin": [OUTSIDE_MARGIN] * len(state), "state": state})
    bordered = plan(Settings(borders=Borders(Division.STATE, 5_000)), territories=territory_answer(territory))
    crossing = [problem for problem in evaluate(data, bordered).problems if problem.code == "crosses_border"]
    assert len(crossing) == 11
    assert (crossing[0].subject, crossing[0].rows) == ("T12", (47, 48))
    assert crossing[0].message == "2 accounts of OH are in Town 12, which belongs to MI."
    assert [problem.subject for problem in crossing[1:10]] == [f"T{at:02d}" for at in range(1, 10)]
    assert (crossing[10].subject, crossing[10].rows) == ("", (39, 43))
    assert crossing[10].message == "2 more accounts are in territories of other parts."
