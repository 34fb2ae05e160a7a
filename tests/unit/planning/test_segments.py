"""Phase 1: every line, tie and unknown of the four dimensions."""

import pandas as pd
import pytest

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.segments import segment
from gtm_desktop.planning.settings import (
    CellRule,
    GridRules,
    Level,
    Settings,
    SizeRules,
    SizeYear,
)
from gtm_desktop.planning.stage_inputs import segment_input
from tests.unit.planning.builders import accounts

SETTINGS = Settings()


def segmentation(table, *, size=SETTINGS.size, grid=SETTINGS.grid):
    return segment(segment_input(Dataset(table), Settings(size=size, grid=grid)))


def test_an_account_exactly_on_a_size_line_is_a_b():
    """R1.4."""
    table = accounts(gross_margin=[2_500_001, 2_500_000, 500_000, 499_999])
    assert segmentation(table).size_tier.tolist() == ["A", "B", "B", "C"]


def test_an_account_of_unknown_margin_is_unknown_and_never_a_c():
    """R1.9."""
    table = accounts(gross_margin=[None, 0, -5])
    assert segmentation(table).size_tier.tolist() == ["unknown", "C", "C"]


def test_a_size_line_that_is_moved_moves_the_accounts_between_the_places():
    table = accounts(gross_margin=[1_000_000])
    assert segmentation(table, size=SizeRules(a_above=999_999)).size_tier.tolist() == ["A"]


def test_sizing_by_parent_gives_every_site_the_sum_of_its_parents_known_margins():
    table = accounts(gross_margin=[2_000_000, 600_000, None, 10], parent_id=["P", "P", "P", None])
    result = segmentation(table, size=SizeRules(level=Level.PARENT))
    assert result.size_value.tolist() == [2_600_000, 2_600_000, 2_600_000, 10]
    assert result.size_tier.tolist() == ["A", "A", "A", "C"]


def test_both_ends_of_the_develop_band_are_develop():
    """R1.8."""
    table = accounts(revenue=[999, 1_000, 5_000, 5_001], wallet=[10_000] * 4)
    assert segmentation(table).wallet_stage.tolist() == ["acquire", "develop", "develop", "retain"]


@pytest.mark.parametrize(("revenue", "wallet"), [(10_001, 10_000), (10, None), (None, 10), (10, 0), (-1, 10)])
def test_a_share_of_wallet_that_cannot_be_told_is_unknown(revenue, wallet):
    table = accounts(revenue=[revenue, 1], wallet=[wallet, 4])
    assert segmentation(table).wallet_stage.tolist() == ["unknown", "develop"]


def test_exactly_a_quarter_or_three_quarters_of_durables_is_both():
    """R1.5."""
    table = accounts(revenue_durables=[24, 25, 75, 76, None], revenue_consumables=[76, 75, 25, 24, 5])
    mixes = segmentation(table).product_mix.tolist()
    assert mixes == ["consumables", "both", "both", "durables", "unknown"]


def test_the_purchase_pattern_is_where_most_revenue_comes_from_and_a_tie_goes_to_the_earlier():
    """R1.7."""
    table = accounts(revenue_outside=[1, 5, None, 0], revenue_ecommerce=[2, 5, None, 0])
    assert segmentation(table).purchase_pattern.tolist() == ["ecommerce", "outside", "unknown", "unknown"]


def test_cells_are_named_by_letter_and_number_until_the_planner_names_them():
    table = accounts(gross_margin=[2_500_001, None], revenue=[1_000, 1], wallet=[10_000, None])
    assert segmentation(table).segment.tolist() == ["A2", "??"]
    named = GridRules(cells={("A", "develop"): CellRule(name="Grow key")})
    assert segmentation(table, grid=named).segment.tolist() == ["Grow key", "??"]


def test_an_empty_list_gives_empty_segments():
    assert segmentation(accounts(gross_margin=[])).size_tier.tolist() == []


def test_sites_of_one_parent_share_every_class_when_parents_are_sized():
    """RULES 1."""
    table = accounts(
        gross_margin=[2_000_000, 600_000, 100],
        parent_id=["P", "P", None],
        revenue=[100, 300, 50],
        wallet=[1_000, None, 100],
        revenue_consumables=[10, 70, 1],
        revenue_durables=[90, 30, 1],
        revenue_inside=[1, 20, 0],
        revenue_ecommerce=[10, 0, 5],
    )
    result = segmentation(table, size=SizeRules(level=Level.PARENT))
    assert result.wallet_share.tolist() == [0.1, 0.1, 0.5]
    assert result.durables_share.tolist() == [0.6, 0.6, 0.5]
    assert result.purchase_pattern.tolist() == ["inside", "inside", "ecommerce"]
    assert result.segment[0] == result.segment[1]


def test_a_prospect_without_sales_has_a_class_of_its_own():
    table = accounts(gross_margin=[0, 0, None, 0, -5], revenue=[0, 10_00, 0, None, 0])
    assert segmentation(table).size_tier.tolist() == ["prospect", "C", "prospect", "C", "C"]


def test_a_customer_type_tells_a_prospect_whose_revenue_is_unknown():
    table = accounts(gross_margin=[None, None], revenue=[None, None], customer_type=["Prospect", "Contractor"])
    assert segmentation(table).size_tier.tolist() == ["prospect", "unknown"]


@pytest.mark.parametrize("bought", [{"last_revenue": [1]}, {"orders": [1]}, {"last_gross_margin": [1]}])
def test_who_bought_last_year_or_has_an_order_is_no_prospect(bought):
    assert segmentation(accounts(gross_margin=[0], revenue=[0], **bought)).size_tier.tolist() == ["C"]


def test_a_site_without_sales_is_sized_with_its_parent():
    table = accounts(gross_margin=[600_000, 0], revenue=[900_000, 0], parent_id=["P", "P"])
    assert segmentation(table, size=SizeRules(level=Level.PARENT)).size_tier.tolist() == ["B", "B"]
    assert segmentation(table).size_tier.tolist() == ["B", "prospect"]


@pytest.mark.parametrize(
    ("year", "values"),
    [
        (SizeYear.THIS, [100, 300, 1, None]),
        (SizeYear.LAST, [201, 100, None, 7]),
        (SizeYear.MEAN, [151, 200, 1, 7]),
        (SizeYear.LARGER, [201, 300, 1, 7]),
    ],
)
def test_size_is_of_this_year_last_year_their_mean_or_the_larger(year, values):
    table = accounts(gross_margin=[100, 300, 1, None], last_gross_margin=[201, 100, None, 7])
    found = segmentation(table, size=SizeRules(year=year)).size_value
    assert [None if pd.isna(value) else value for value in found] == values
