"""What the channels page says."""

from dataclasses import replace

import numpy as np
import pandas as pd

from gtm_desktop.core.words import money
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.tables.accounts import (
    ACCOUNT_ID,
    GROSS_MARGIN,
    REVENUE_ECOMMERCE,
    REVENUE_OUTSIDE,
    TODAY_CHANNEL,
    account_table,
)
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.pages.account_columns import account_columns
from gtm_desktop.ui.pages.channels.sweep import sweep_view
from gtm_desktop.ui.pages.channels.table import Filter, Show, channels_table, moves, rows_shown
from gtm_desktop.ui.pages.channels.view import channels_view, web_effect_words
from gtm_desktop.workspace.decisions import pin_channel
from gtm_desktop.workspace.rule_edits import set_economics

OUTSIDE, INSIDE, SELF_SERVE = Channel.OUTSIDE, Channel.INSIDE, Channel.SELF_SERVE


def _dataset() -> Dataset:
    frame = pd.DataFrame({ACCOUNT_ID: ["high", "on_line", "low", "web", "unknown"]})
    frame[GROSS_MARGIN] = [3_000_000, 2_000_000, 400_000, 2_500_000, None]
    frame[REVENUE_OUTSIDE] = [100, 100, 100, 10, 100]
    frame[REVENUE_ECOMMERCE] = [0, 0, 0, 90, 0]
    frame[TODAY_CHANNEL] = [INSIDE, OUTSIDE, OUTSIDE, OUTSIDE, INSIDE]
    return Dataset(account_table(frame))


def _evaluated(plan: Plan | None = None) -> tuple[Dataset, Plan, PlanResult]:
    dataset = _dataset()
    plan = plan or Plan(dataset.dataset_id)
    return dataset, plan, evaluate(dataset, plan)


def test_the_switch_says_how_many_accounts_it_would_move() -> None:
    assert web_effect_words(*_evaluated()) == "1 account would change channel"


def test_in_a_workshop_no_cost_of_a_person_is_told_but_what_an_account_must_add_is() -> None:
    view = channels_view(*_evaluated()[1:], shows_cost=False)
    loaded = money(view.roles[0].loaded_cost)
    assert not view.shows_cost
    assert view.roles[0].must_add
    assert loaded not in view.roles[0].tip
    assert not any("$" in line for line in view.tiles[0].lines[1:])


def test_the_two_published_marks_are_named_as_such() -> None:
    view = channels_view(*_evaluated()[1:], shows_cost=True)
    assert view.roles[1].guide == "published: 400; territory guide 200–350"


def test_why_begins_with_what_decided_and_tells_the_whole_on_hover() -> None:
    dataset = _dataset()
    plan = pin_channel(["low"], OUTSIDE, reason="new plant").apply(Plan(dataset.dataset_id))
    result = evaluate(dataset, plan)
    shown = channels_table(account_columns(dataset), plan, result, rows_shown(plan, result, Filter(Show.ALL)))
    why = shown.columns[-1]
    assert [why.text(row) for row in range(5)] == [
        "over $20K",
        "between $5K and $20K",
        "set by hand: new plant",
        "over $20K",
        "size unknown",
    ]
    assert "$30,000" in why.note(0)


def test_moves_are_counted_up_and_down_from_today() -> None:
    _, _, result = _evaluated()
    assert moves(result).tolist() == [1, -1, -2, 0, 0]
    view = channels_view(*_evaluated()[1:], shows_cost=True)
    assert view.matrix.note == "2 move down · 1 move up"


def test_a_move_is_marked_in_the_matrix_and_a_stay_is_not() -> None:
    view = channels_view(*_evaluated()[1:], shows_cost=True)
    marks = {cell.pair: cell.mark for _, cells in view.matrix.rows for cell in cells}
    assert marks[INSIDE, OUTSIDE] == "up"
    assert marks[OUTSIDE, SELF_SERVE] == "down"
    assert marks[OUTSIDE, OUTSIDE] == ""


def test_the_required_lift_is_shown_while_no_lift_is_assumed() -> None:
    view = channels_view(*_evaluated()[1:], shows_cost=True)
    outside = view.roles[0]
    assert outside.assumed_lift is None
    assert outside.lift == "8.3%"
    assert "none is assumed" in view.pays_from


def test_a_typed_lift_says_from_which_margin_outside_pays() -> None:
    dataset = _dataset()
    plan = Plan(dataset.dataset_id)
    economics = plan.settings.economics
    typed = replace(economics, outside=replace(economics.outside, assumed_lift=0.10))
    plan = set_economics(typed).apply(plan)
    view = channels_view(plan, evaluate(dataset, plan), shows_cost=True)
    assert "from $16.7K margin" in view.pays_from


def test_needed_reps_are_named_and_staffed_ones_wait_for_territories() -> None:
    view = channels_view(*_evaluated()[1:], shows_cost=True)
    lines = " ".join(view.tiles[0].lines)
    assert "needed" in lines
    assert "staffed" not in lines


def test_staffed_coverage_is_that_of_the_whole_plan_specialists_and_self_serve_included() -> None:
    _, plan, result = _evaluated()
    final = tuple(replace(total, staffed_reps=1, staffed_cost=10_000_000) for total in result.final)
    staffed = replace(result, final=final, kpis=replace(result.kpis, coverage_cost=45_000_000))
    assert "staffed $450K" in channels_view(plan, staffed, shows_cost=True).tiles[-1].lines
    hidden = channels_view(plan, staffed, shows_cost=False).tiles[-1].lines
    assert not any("staffed" in line for line in hidden)


def test_without_territories_the_bridge_ends_at_the_channels_by_rule() -> None:
    view = channels_view(*_evaluated()[1:], shows_cost=True)
    assert [name for name, _ in view.bridge.rows] == ["By the lines", "By rule"]
    assert "once territories are built" in view.bridge.note


def test_a_channel_set_by_hand_is_a_row_of_the_bridge() -> None:
    dataset = _dataset()
    plan = pin_channel(["low"], OUTSIDE, reason="new plant").apply(Plan(dataset.dataset_id))
    view = channels_view(plan, evaluate(dataset, plan), shows_cost=True)
    rows = dict(view.bridge.rows)
    assert [cell.text for cell in rows["Set by hand"]] == ["+1", "–", "−1"]


def test_each_filter_shows_its_accounts() -> None:
    dataset = _dataset()
    plan = pin_channel(["low"], OUTSIDE, reason="new plant").apply(Plan(dataset.dataset_id))
    result = evaluate(dataset, plan)
    assert rows_shown(plan, result, Filter(Show.BY_HAND)).tolist() == [2]
    assert rows_shown(plan, result, Filter(Show.TO_BE_CHECKED)).tolist() == [4]
    assert rows_shown(plan, result, Filter(Show.UP)).tolist() == [0]
    assert rows_shown(plan, result, Filter(Show.DOWN)).tolist() == [1]
    assert rows_shown(plan, result, Filter(pair=(INSIDE, OUTSIDE))).tolist() == [0]
    assert len(rows_shown(plan, result, Filter(Show.ALL))) == 5


def test_the_table_says_why_in_the_order_of_its_rows() -> None:
    dataset, plan, result = _evaluated()
    table = channels_table(account_columns(dataset), plan, result, np.array([2, 0]))
    assert table.row_ids == ["low", "high"]
    assert table.columns[-1].note(0) == "Gross margin $4,000 is under $5,000."
    assert table.columns[-1].note(1) == "Gross margin $30,000 is over $20,000."


def test_the_sweep_reads_the_cost_at_the_present_line() -> None:
    _, plan, result = _evaluated()
    sweep = sweep_view(plan, result)
    assert sweep.now == 2_000_000
    assert "8.3%" in sweep.at_line
    assert sweep.reading_at(2_000_000).startswith("$20K: ")
    assert (np.diff(sweep.lines) > 0).all()
