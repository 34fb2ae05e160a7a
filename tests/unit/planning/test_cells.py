"""The segment grid adds up to the whole list. PRODUCT R1.1, A1."""

import pandas as pd

from gtm_desktop.planning.cells import cell_totals
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.segments import segment
from gtm_desktop.planning.settings import Dimension, GridRules, Settings
from gtm_desktop.planning.stage_inputs import segment_input
from tests.unit.planning.builders import accounts

SETTINGS = Settings()


def totals(table):
    segmentation = segment(segment_input(Dataset(table), SETTINGS))
    by_rule = table["account_id"].map(lambda _: "inside").astype("string")
    return cell_totals(table, segmentation, by_rule, GridRules())


def test_all_cells_add_up_to_the_list_with_the_unknown_ones_shown():
    table = accounts(
        gross_margin=[3_000_000, 700_000, 100, None], revenue=[100, 100, None, None], wallet=[1_000, 150, None, None]
    )
    cells = totals(table)
    assert sum(cell.accounts for cell in cells) == 4
    assert sum(cell.gross_margin for cell in cells) == 3_700_100
    assert {cell.row for cell in cells} == {"A", "B", "C", "unknown"}
    assert {cell.column for cell in cells} == {"acquire", "develop", "retain", "unknown"}


def test_an_unknown_row_or_column_without_accounts_is_not_shown():
    cells = totals(accounts(gross_margin=[100], revenue=[100], wallet=[1_000]))
    assert {cell.row for cell in cells} == {"A", "B", "C"}
    assert {cell.column for cell in cells} == {"acquire", "develop", "retain"}


def test_the_average_of_a_cell_leaves_unknown_margins_out():
    cells = totals(accounts(gross_margin=[100, 201, None], revenue=[1, 1, 1], wallet=[100, 100, 100]))
    c_acquire = next(cell for cell in cells if (cell.row, cell.column) == ("C", "acquire"))
    assert c_acquire.average == 150
    unknown = next(cell for cell in cells if (cell.row, cell.column) == ("unknown", "acquire"))
    assert unknown.average is None


def test_prospects_have_a_row_of_their_own_and_are_in_no_average():
    table = accounts(gross_margin=[100_00, 0, 0], revenue=[500_00, 0, 10_00])
    grid = GridRules(rows=Dimension.MIX, columns=Dimension.PATTERN)
    segmentation = segment(segment_input(Dataset(table), Settings(grid=grid)))
    by_rule = pd.Series(["inside"] * 3)
    (cell,) = [each for each in cell_totals(table, segmentation, by_rule, grid) if each.accounts]
    assert (cell.accounts, cell.average) == (3, 50_00)
    by_size = segment(segment_input(Dataset(table), SETTINGS))
    rows = {each.row for each in cell_totals(table, by_size, by_rule, SETTINGS.grid)}
    assert rows == {"A", "B", "C", "prospect"}
