"""What the segments page says."""

import pandas as pd

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.tables.accounts import (
    ACCOUNT_ID,
    GROSS_MARGIN,
    REVENUE,
    REVENUE_CONSUMABLES,
    REVENUE_DURABLES,
    WALLET,
    account_table,
)
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.pages.account_columns import account_columns
from gtm_desktop.ui.pages.segments.table import accounts_table, rows_of_cell
from gtm_desktop.ui.pages.segments.view import Measure, segments_view
from gtm_desktop.workspace.rule_edits import SizeLine, route_cell, set_size_line


def _dataset() -> Dataset:
    rows = 7
    frame = pd.DataFrame({ACCOUNT_ID: [f"A{row}" for row in range(rows)]})
    frame[GROSS_MARGIN] = [3_000_000, 2_500_000, 400_000, 0, -100, None, 900_000]
    frame[REVENUE] = [9_000_000] * rows
    frame[WALLET] = [10_000_000, None, 20_000_000, 1, 20_000_000, 20_000_000, 20_000_000]
    frame[REVENUE_CONSUMABLES] = [50, 100, None, 10, 10, 10, 10]
    frame[REVENUE_DURABLES] = [50, 0, None, 90, 90, 90, 90]
    return Dataset(account_table(frame))


def _evaluated(plan: Plan | None = None) -> tuple[Dataset, Plan, PlanResult]:
    dataset = _dataset()
    plan = plan or Plan(dataset.dataset_id)
    return dataset, plan, evaluate(dataset, plan)


def test_all_cells_add_up_to_the_account_list() -> None:
    _, plan, result = _evaluated()
    view = segments_view(plan, result, Measure.ACCOUNTS)
    assert sum(int(cell.figure) for cell in view.grid.cells) == 7
    assert view.totals.startswith("all cells: 7 accounts")


def test_zero_negative_and_unknown_sizes_are_stated_under_the_histogram() -> None:
    _, plan, result = _evaluated()
    note = segments_view(plan, result, Measure.ACCOUNTS).size.note
    assert "1 account at zero" in note
    assert "1 account below zero" in note
    assert "1 account unknown" in note


def test_every_drawn_account_is_in_a_bar() -> None:
    _, plan, result = _evaluated()
    histogram = segments_view(plan, result, Measure.ACCOUNTS).size.histogram
    assert sum(histogram.counts) == 4
    assert len(histogram.edges) == len(histogram.counts) + 1


def test_the_axis_reaches_past_a_line_that_no_account_reaches() -> None:
    dataset = _dataset()
    plan = set_size_line(SizeLine.A_ABOVE, 900_000_000).apply(Plan(dataset.dataset_id))
    histogram = segments_view(plan, evaluate(dataset, plan), Measure.ACCOUNTS).size.histogram
    assert histogram.edges[-1] > 900_000_000


def test_the_unknown_row_and_column_are_there_while_they_hold_accounts() -> None:
    _, plan, result = _evaluated()
    view = segments_view(plan, result, Measure.ACCOUNTS)
    assert [head.title for head in view.grid.rows] == ["A", "B", "C", "Unknown"]
    assert [head.title for head in view.grid.columns][-1] == "Unknown"


def test_unknown_shares_of_wallet_are_named() -> None:
    _, plan, result = _evaluated()
    wallet = segments_view(plan, result, Measure.ACCOUNTS).wallet
    assert wallet.parts[-1].name == "Unknown"
    assert "without a usable estimate" in wallet.note


def test_a_set_cell_differs_from_one_that_follows_the_lines() -> None:
    dataset = _dataset()
    plan = route_cell("A", "retain", channel=Channel.INSIDE).apply(Plan(dataset.dataset_id))
    view = segments_view(plan, evaluate(dataset, plan), Measure.MARGIN)
    cells = {(cell.row, cell.column): cell for cell in view.grid.cells}
    assert cells["A", "retain"].is_routed
    assert cells["A", "retain"].channel_text == "Set: Inside"
    assert not cells["C", "develop"].is_routed


def test_a_cells_table_holds_its_accounts_with_the_reason_for_each() -> None:
    dataset, plan, result = _evaluated()
    rows = rows_of_cell(result, ("A", "retain"))
    table = accounts_table(account_columns(dataset), plan, result, rows)
    assert list(table.row_ids) == ["A0"]
    assert table.columns[-1].text(0) == "over $25K · wallet 90% → retain"
    assert table.columns[-1].note(0) == "Gross margin $30,000 is over $25,000 → A; wallet 90% → retain"


def test_exactly_on_a_line_is_said_to_lie_between_the_lines() -> None:
    dataset, plan, result = _evaluated()
    table = accounts_table(account_columns(dataset), plan, result, rows_of_cell(result, None))
    assert "$25,000 is $5,000 to $25,000 → B" in table.columns[-1].note(1)
