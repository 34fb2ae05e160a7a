"""What coverage costs, checked against the figures worked out by hand in the requirements. PRODUCT X1."""

import numpy as np
import pytest

from gtm_desktop.planning.economics import (
    break_evens,
    channel_matrix,
    channel_totals,
    must_add,
    needed_cost,
    required_lift,
    sweep_outside_line,
)
from gtm_desktop.planning.settings import ChannelRules, Economics, RoleEconomics, TerritoryRules
from tests.unit.planning.builders import accounts


@pytest.mark.parametrize(
    ("cost", "planned", "expected"),
    [(200_000, 80, 250_000), (200_000, 100, 200_000), (200_000, 120, 166_667), (200_000, 140, 142_857),
     (100_000, 200, 50_000), (100_000, 350, 28_571), (100_000, 400, 25_000)],
)  # fmt: skip
def test_must_add_is_loaded_cost_over_planned_accounts(cost, planned, expected):
    """R2.4."""
    assert must_add(RoleEconomics(cost * 100, planned, 0, 0)) == expected


def test_required_lift_at_a_line_is_what_must_be_added_over_the_margin():
    assert required_lift(200_000, 1_000_000) == pytest.approx(0.20)
    assert required_lift(25_000, 500_000) == pytest.approx(0.05)
    assert required_lift(200_000, 0) is None
    assert required_lift(200_000, None) is None


def test_break_even_states_the_step_over_the_next_channel_down():
    outside, inside = break_evens(Economics(), ChannelRules())
    assert (outside.must_add, inside.must_add) == (166_667, 33_333)
    assert outside.step == 133_334
    assert outside.lift_at_line == pytest.approx(0.0833335)


def test_needed_reps_are_accounts_over_planned_capacity_and_cost_that_fraction():
    table = accounts(gross_margin=[100] * 9, revenue=[300] * 9)
    channel = table["account_id"].map(lambda a: "outside" if a < "A6" else "inside").astype("string")
    totals = {total.channel: total for total in channel_totals(table, channel, Economics(), rules=TerritoryRules())}
    assert totals["outside"].needed_reps == pytest.approx(6 / 120)
    assert totals["outside"].needed_cost == 1_000_000
    assert totals["inside"].needed_cost == 100_000
    assert totals["self_serve"].accounts == 0
    assert sum(total.gross_margin for total in totals.values()) == 900
    assert sum(total.revenue for total in totals.values()) == 2_700
    assert needed_cost(tuple(totals.values())) == 1_100_000


def test_a_joint_account_takes_half_an_outside_and_half_an_inside_account():
    table = accounts(gross_margin=[1] * 6)
    channel = table["account_id"].map(lambda _: "joint").astype("string")
    totals = {
        each.channel: each
        for each in channel_totals(table, channel, Economics(self_serve_cost=700), rules=TerritoryRules(), staff={})
    }
    joint = totals["joint"]
    assert joint.needed_reps == pytest.approx(3 / 120 + 3 / 300)
    assert (joint.needed_cost, joint.must_add, joint.staffed_reps) == (600_000, 100_000, None)
    assert totals["self_serve"].needed_cost == 700


def test_key_accounts_need_managers_by_parents_not_by_sites():
    table = accounts(gross_margin=[1, 1, 1], parent_id=["P", "P", None])
    channel = table["account_id"].map(lambda _: "key_account").astype("string")
    key = next(
        total
        for total in channel_totals(table, channel, Economics(), rules=TerritoryRules())
        if total.channel == "key_account"
    )
    assert key.needed_reps == pytest.approx(2 / 25)


def test_sweeping_the_outside_line_counts_accounts_strictly_over_it():
    measured = accounts(gross_margin=[400_000, 500_000, 1_000_000, 2_000_000, None])["gross_margin"]
    sweep = sweep_outside_line(measured, Economics(), ChannelRules(), np.array([500_000, 1_000_000, 2_000_000]))
    assert sweep.outside.tolist() == [2, 1, 0]
    assert sweep.inside.tolist() == [1, 2, 3]
    assert sweep.cost[0] == round(2 / 120 * 20_000_000 + 1 / 300 * 10_000_000)


def test_the_channel_matrix_counts_every_account_once():
    table = accounts(today_channel=["outside", "outside", None], name=["outside", "inside", "inside"])
    matrix = channel_matrix(table["today_channel"], table["name"])
    assert matrix == {("outside", "outside"): 1, ("outside", "inside"): 1, ("", "inside"): 1}
