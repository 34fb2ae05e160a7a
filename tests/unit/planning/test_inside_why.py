"""Why each inside account has its rep."""

import pandas as pd
import pytest

from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.inside_why import inside_sentences
from gtm_desktop.planning.settings import InsideRules, Settings
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.reps import Role
from tests.unit.planning.builders import INSIDE_MARGIN, dataset, inside_answer, plan


@pytest.fixture
def people():
    """Four inside accounts; Ann is senior, of region North and the Elm branch, and knows durables."""
    return dataset(
        {
            account_columns.GROSS_MARGIN: [INSIDE_MARGIN] * 3 + [INSIDE_MARGIN + 100_000],
            account_columns.REGION: ["North", "South", "South", "South"],
            account_columns.BRANCH: ["Oak", "Elm", "Oak", "Oak"],
            account_columns.STATE: ["MI", "MI", "OH", "OH"],
            account_columns.INSIDE_REP: ["I1", "I2", None, "I1"],
            account_columns.REVENUE_DURABLES: [90, 10, 90, 10],
            account_columns.REVENUE_CONSUMABLES: [10, 90, 10, 90],
        },
        {
            rep_columns.REP_ID: ["I1", "I2"],
            rep_columns.NAME: ["Ann", "Bo"],
            rep_columns.ROLE: [Role.INSIDE.value] * 2,
            rep_columns.REGION: ["North", "South"],
            rep_columns.BRANCH: ["Elm", "Oak"],
            rep_columns.HOME_STATE: ["MI", "OH"],
            rep_columns.SENIORITY: ["Senior", "Junior"],
            rep_columns.SKILLS: ["Stone tools", "Fasteners"],
        },
    )


def _said(people, rules, *, pins=None, names_standing=True):
    made = plan(Settings(inside=rules), pins=pins, inside=inside_answer([0, 0, 0, 0], ("I1", "I2")))
    result = evaluate(people, made)
    return inside_sentences(people, made, result, rep_id="I1", rows=range(4), names_standing=names_standing)


def test_an_account_that_keeps_its_rep_says_so_first(people):
    said = _said(people, InsideRules(1, 0, 0))
    assert said[0] == "stays: same rep today; region North"


def test_a_branch_is_named_before_a_region_and_a_state(people):
    said = _said(people, InsideRules(1, 0, 0))
    assert said[1] == "branch Elm"


def test_an_account_of_nobody_was_unassigned(people):
    assert _said(people, InsideRules(1, 0, 0))[2] == "was unassigned"


def test_only_methods_that_count_are_named(people):
    said = _said(people, InsideRules(0, 0, 1))
    assert said[2] == "was unassigned; knows durables"
    assert said[1] == "evens out the books"


def test_a_decision_by_hand_says_its_reason(people):
    made = plan(pins={"inside_rep": {"A1": "I1"}}, inside=inside_answer([0, 0, 0, 0], ("I1", "I2")))
    said = inside_sentences(people, made, evaluate(people, made), rep_id="I1", rows=[1], names_standing=False)
    assert said[0].startswith("set by hand")


def test_standing_is_not_spoken_of_where_persons_are_hidden(people):
    assert "large account, strong rep" in _said(people, InsideRules(0, 1, 0))[3]
    assert "strong" not in " ".join(_said(people, InsideRules(0, 1, 0), names_standing=False))


def test_a_code_outside_the_roster_gets_shorter_sentences(people):
    made = plan(inside=inside_answer([0, 0, 0, 0], ("I1", "I2")))
    said = inside_sentences(people, made, evaluate(people, made), rep_id="gone", rows=[2], names_standing=True)
    assert said == ["was unassigned"]
    assert pd.isna(people.accounts[account_columns.INSIDE_REP].iloc[2])
