"""Edits of rules keep the rules sensible. PRODUCT R0.3."""

from dataclasses import replace
from datetime import date

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.settings import CellRule, Dimension, Economics, InsideRules, TerritoryRules
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import rule_edits
from gtm_desktop.workspace.rule_edits import ChannelLine, SizeLine

PLAN = Plan("data")


@pytest.mark.parametrize(
    "edit",
    [
        rule_edits.set_size_line(SizeLine.C_BELOW, 2_500_001),
        rule_edits.set_size_line(SizeLine.A_ABOVE, 499_999),
        rule_edits.set_channel_line(ChannelLine.SELF_SERVE_BELOW, 2_000_001),
        rule_edits.set_channel_line(ChannelLine.OUTSIDE_ABOVE, 499_999),
        rule_edits.set_channel_line(ChannelLine.SELF_SERVE_BELOW, -1),
        rule_edits.set_wallet_bands(0.6, 0.5),
        rule_edits.set_mix_bands(0.2, 1.1),
        rule_edits.set_grid(Dimension.SIZE, Dimension.SIZE),
        rule_edits.set_economics(replace(Economics(), review_years=0)),
        rule_edits.set_economics(replace(Economics(), outside=replace(Economics().outside, planned=141))),
        rule_edits.set_territory_rules(TerritoryRules(number=0)),
        rule_edits.set_inside_rules(InsideRules(region=-0.1)),
    ],
    ids=lambda edit: edit.label,
)
def test_a_rule_that_makes_no_sense_is_refused_with_a_remedy(edit: rule_edits.Edit) -> None:
    with pytest.raises(UserError) as refusal:
        edit.apply(PLAN)
    assert refusal.value.message
    assert refusal.value.remedy


def test_two_lines_may_lie_on_each_other() -> None:
    plan = rule_edits.set_size_line(SizeLine.C_BELOW, 2_500_000).apply(PLAN)
    assert plan.settings.size.c_below == plan.settings.size.a_above


def test_an_edit_changes_one_rule_and_leaves_the_plan_it_was_given() -> None:
    after = rule_edits.set_channel_line(ChannelLine.OUTSIDE_ABOVE, 3_000_000).apply(PLAN)
    assert PLAN.settings.channels.outside_above == 2_000_000
    assert replace(after.settings.channels, outside_above=2_000_000) == PLAN.settings.channels
    assert replace(after.settings, channels=PLAN.settings.channels) == PLAN.settings


def test_a_cell_keeps_its_name_when_its_channel_is_set_and_the_other_way_round() -> None:
    plan = rule_edits.name_cell("A", "acquire", name=" Targets ").apply(PLAN)
    plan = rule_edits.route_cell("A", "acquire", channel=Channel.OUTSIDE).apply(plan)
    assert plan.settings.grid.cells == {("A", "acquire"): CellRule("Targets", Channel.OUTSIDE)}


def test_a_cell_without_any_decision_is_not_kept() -> None:
    plan = rule_edits.name_cell("A", "acquire", name="Targets").apply(PLAN)
    assert rule_edits.name_cell("A", "acquire", name=" ").apply(plan).settings == PLAN.settings


def test_swapping_rows_and_columns_keeps_what_was_decided_for_cells() -> None:
    plan = rule_edits.name_cell("A", "acquire", name="Targets").apply(PLAN)
    swapped = rule_edits.set_grid(Dimension.WALLET, Dimension.SIZE).apply(plan)
    assert swapped.settings.grid.cells == {("acquire", "A"): CellRule("Targets")}


def test_another_grid_drops_what_was_decided_for_cells() -> None:
    plan = rule_edits.name_cell("A", "unknown", name="Targets").apply(PLAN)
    assert rule_edits.set_grid(Dimension.SIZE, Dimension.MIX).apply(plan).settings.grid.cells == {}


def test_the_label_names_the_amount() -> None:
    assert rule_edits.set_size_line(SizeLine.A_ABOVE, 3_000_000).label == "A over $30,000"
    assert rule_edits.set_plan_year_start(date(2027, 7, 1)).label == "Plan year from Jul 1, 2027"
