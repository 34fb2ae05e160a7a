"""Which inside accounts may fill a territory. R3.7, RULES 4."""

import numpy as np
import pandas as pd
import pytest

from gtm_desktop.planning.evaluate import phases
from gtm_desktop.planning.measures import fill_values
from gtm_desktop.planning.settings import CellRule, GridRules, Settings, TerritoryRules
from gtm_desktop.planning.territory.fill import decided_about, may_be_filled, within_reach
from gtm_desktop.tables.roster import Channel
from gtm_desktop.tables.territories import POTENTIAL
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, accounts, dataset, plan


def allowed(settings=None, pins=None, **columns):
    data = dataset({"gross_margin": [INSIDE_MARGIN], "lat": [42.0], "lon": [-84.0]} | columns)
    decided = plan(settings, pins=pins)
    channels = phases(data, decided).channels
    flags = may_be_filled(data.accounts, channels, rules=decided.settings.territories)
    flags[decided_about(data.accounts["account_id"], decided.pins)] = False
    return flags.tolist()


def test_an_account_inside_by_the_lines_may_be_filled():
    assert allowed() == [True]


@pytest.mark.parametrize(
    "reason",
    [
        {"pins": {"channel": {"A0": Channel.INSIDE}}},
        {"pins": {"inside_rep": {"A0": "I1"}}},
        {"settings": Settings(grid=GridRules(cells={("B", "unknown"): CellRule(channel=Channel.INSIDE)}))},
        {"settings": Settings(territories=TerritoryRules(is_filled=False))},
        {"settings": Settings(territories=TerritoryRules(fill_metric="revenue"))},
        {"gross_margin": [OUTSIDE_MARGIN]},
        {"gross_margin": [None], "today_channel": [Channel.INSIDE]},
        {"lat": [None]},
    ],
)
def test_what_a_hand_a_cell_or_an_unknown_put_inside_is_never_filled(reason):
    assert allowed(**reason) == [False]


def test_potential_ranks_what_is_spent_elsewhere_and_nothing_where_it_is_unknown():
    """R3.7: ranked by revenue or potential."""
    table = accounts(gross_margin=[1, 1, 1], revenue=[300, 300, 900], wallet=[1000, None, 500])
    assert fill_values(table, POTENTIAL).tolist() == [700, pd.NA, 0]
    assert fill_values(table, "revenue").tolist() == [300, 300, 900]
    by_potential = {"settings": Settings(territories=TerritoryRules(fill_metric=POTENTIAL)), "revenue": [300]}
    assert allowed(**by_potential, wallet=[1000]) == [True]
    assert allowed(**by_potential, wallet=[None]) == [False]


def test_only_candidates_near_an_outside_account_are_within_reach():
    table = accounts(lat=[42.0, 42.5, 44.0, np.nan], lon=[-84.0, -84.0, -84.0, np.nan])
    assert within_reach(table, np.array([1, 2]), outside=np.array([0, 3]), reach_km=120.0).tolist() == [1]
