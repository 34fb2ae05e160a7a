"""Each territory has a branch and a manager: of its rep, else by majority of its accounts. RULES 4."""

from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.tables import territories as columns
from tests.unit.planning.builders import OUTSIDE_MARGIN, dataset, plan, rep_answer, territory_answer

MARKET = {
    "gross_margin": [OUTSIDE_MARGIN] * 6,
    "branch": ["Akron", "Akron", "Toledo", "Toledo", "Toledo", None],
    "outside_rep": ["R0", "R0", "R1", "R1", "R0", "R1"],
}
TEAM = {"name": ["Ann", "Bob"], "branch": ["Akron", None], "manager": ["Mia", "Ned"]}


def territories(team, **people):
    decided = plan(territories=territory_answer([0, 0, 0, 1, 1, 1]), reps=rep_answer(**people))
    return evaluate(dataset(MARKET, team), decided).territories


def test_a_territory_has_the_branch_and_manager_of_its_rep():
    made = territories(TEAM, T01="R1", T02="R0")
    assert made[columns.BRANCH].tolist() == ["Akron", "Akron"]
    assert made[columns.MANAGER].tolist() == ["Ned", "Mia"]


def test_a_territory_without_a_rep_has_the_branch_and_manager_of_most_of_its_accounts():
    made = territories(TEAM, T01="", T02="")
    assert made[columns.BRANCH].tolist() == ["Akron", "Toledo"]
    assert made[columns.MANAGER].tolist() == ["Mia", "Ned"]


def test_where_neither_rep_nor_account_tells_branch_and_manager_are_missing():
    data = MARKET | {"branch": [None] * 6}
    made = evaluate(dataset(data), plan(territories=territory_answer([0, 0, 0, 1, 1, 1]))).territories
    assert made[[columns.BRANCH, columns.MANAGER]].isna().all(axis=None)
