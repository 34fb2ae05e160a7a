"""What accounts take of a person's capacity. RULES 1 (levels), 2 (joint), 4 (capacity)."""

import numpy as np
import pandas as pd
import pytest

from gtm_desktop.planning.economics import channel_totals
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.loads import UNITS, customers, loads, places
from gtm_desktop.planning.settings import Economics, Level, Settings, TerritoryRules
from gtm_desktop.tables.roster import Channel
from tests.unit.planning.builders import (
    INSIDE_MARGIN,
    OUTSIDE_MARGIN,
    accounts,
    dataset,
    inside_answer,
    plan,
    territory_answer,
)

BY_PARENT = TerritoryRules(assigned_level=Level.PARENT)


def taken(parents, holder, *, shared=None, rules=BY_PARENT):
    table = accounts(parent_id=pd.array(parents, dtype="object"))
    flags = np.zeros(len(parents), dtype=bool) if shared is None else np.array(shared)
    return (loads(table, np.array(holder), shared=flags, rules=rules) / UNITS).tolist()


def test_each_account_takes_one_place_where_accounts_are_assigned_by_themselves():
    assert taken(["P", "P", None], [0, 0, 0], rules=TerritoryRules()) == [1.0, 1.0, 1.0]


def test_a_customer_takes_one_place_and_a_quarter_for_each_further_site():
    assert taken(["P", "P", "P", None, None], [0] * 5) == [1.0, 0.25, 0.25, 1.0, 1.0]


def test_the_first_site_with_each_holder_takes_a_place():
    assert taken(["P", "P", "P"], [0, 1, 0]) == [1.0, 1.0, 0.25]


def test_an_account_of_nobody_takes_nothing():
    assert taken(["P", "P"], [-1, 0]) == [0.0, 1.0]


def test_what_a_further_site_takes_can_be_set_in_quarters():
    rules = TerritoryRules(assigned_level=Level.PARENT, site_weight=0.5)
    assert taken(["P", "P"], [0, 0], rules=rules) == [1.0, 0.5]


def test_a_shared_account_takes_half_of_what_it_would():
    assert taken([None, None], [0, 0], shared=[True, False]) == [0.5, 1.0]
    assert taken(["P", "P"], [0, 0], shared=[True, True]) == [0.5, 0.125]


def test_of_a_customers_sites_one_that_is_not_shared_counts_as_the_first():
    assert taken(["P", "P"], [0, 0], shared=[True, False]) == [0.125, 1.0]


def test_a_site_whose_id_is_its_parents_belongs_to_the_customer():
    table = accounts(account_id=["P", "A1", "A2"], parent_id=pd.array([None, "P", None], dtype="object"))
    assert customers(table, Level.PARENT).tolist() == [0, 0, 1]
    assert customers(table, Level.ACCOUNT).tolist() == [0, 1, 2]


def test_places_are_added_up_by_holder():
    assert places(np.array([8, 2, 8, 4]), np.array([0, 0, 1, -1]), 3).tolist() == [1.25, 1.0, 0.0]


def test_needed_reps_count_customers_with_their_sites():
    table = accounts(gross_margin=[OUTSIDE_MARGIN] * 5, parent_id=pd.array(["P"] * 5, dtype="object"))
    channel = pd.Series([Channel.OUTSIDE] * 5, dtype=object)
    by_site, by_customer = (
        next(iter(channel_totals(table, channel, Economics(), rules=rules))).needed_reps
        for rules in (TerritoryRules(), BY_PARENT)
    )
    assert by_site == pytest.approx(5 / 120)
    assert by_customer == pytest.approx(2 / 120)


def test_territories_and_owners_say_what_capacity_is_used():
    data = dataset(
        {"gross_margin": [OUTSIDE_MARGIN] * 4, "parent_id": np.array(["P", "P", "P", None], dtype=object)},
        {"name": ["Ann"]},
    )
    decided = plan(
        Settings(territories=BY_PARENT),
        territories=territory_answer([0, 0, 0, 0]),
        pins={"rep": {"T01": "R0"}, "channel": {"A3": Channel.JOINT}},
    )
    result = evaluate(data, decided)
    assert result.territories["accounts"].tolist() == [4]
    assert result.territories["load"].tolist() == [2.0]
    assert result.owner_by_id["R0"].load == 2.0


def test_an_inside_book_over_its_limit_in_accounts_but_not_in_places_is_fine():
    parents = np.array(["P"] * 400, dtype=object)
    data = dataset({"gross_margin": [INSIDE_MARGIN] * 400, "parent_id": parents}, {"name": ["Ida"], "role": ["inside"]})
    answers = {"inside": inside_answer([0] * 400, ("R0",)), "territories": territory_answer([-1] * 400)}
    codes = [
        {problem.code for problem in evaluate(data, plan(Settings(territories=rules), **answers)).problems}
        for rules in (TerritoryRules(), BY_PARENT)
    ]
    assert "inside_over" in codes[0]
    assert not {"inside_over"} & codes[1]
    problems = evaluate(data, plan(Settings(territories=BY_PARENT), **answers)).problems
    under = next(problem for problem in problems if problem.code == "inside_under")
    assert "only 400 inside accounts that count as 100.75;" in under.message
