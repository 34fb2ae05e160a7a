"""Of too many outside accounts the top ones stay, as many as the hours allow, and the rest find a place. RULES 4."""

import numpy as np
import pytest

from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.change_rules import ChangeBudget
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.settings import CallPlan, Settings, TerritoryRules
from gtm_desktop.tables.roster import Channel, ChannelReason
from tests.unit.planning.builders import OUTSIDE_MARGIN, dataset, plan

TIGHT = CallPlan(visit_minutes=100, b_visits=12, c_visits=12)
"""20 hours an account on the spot: 92 of them in the 1,840 hours of a year."""


def built(columns, *, changes=None, **people):
    settings = Settings(call_plan=TIGHT, territories=TerritoryRules(iterations=20), changes=changes or ChangeBudget())
    data = dataset(columns, people)
    return evaluate(data, build_all(data, plan(settings)))


def town(number, *, lon=-84.0, owner="R0"):
    """Accounts on one spot, the first with the largest margin."""
    return {
        "lat": [42.0] * number,
        "lon": [lon] * number,
        "gross_margin": [OUTSIDE_MARGIN + 100 * (number - at) for at in range(number)],
        "outside_rep": [owner] * number,
    }


def both(first, second):
    return {name: first[name] + second[name] for name in first}


def test_of_a_hundred_and_fifty_the_top_ninety_two_stay_and_the_rest_go_inside():
    found = built(town(150), name=["Ann"])
    is_outside = (found.roster["channel"] == Channel.OUTSIDE).to_numpy(dtype=bool)
    assert np.flatnonzero(is_outside).tolist() == list(range(92))
    assert set(found.roster["channel_reason"][~is_outside]) == {ChannelReason.OVER_THE_CUT}
    codes = {problem.code for problem in found.problems}
    assert "over_upper_limit" not in codes
    assert "over_the_cut" in codes
    assert found.kpis.without_owner == 0


def test_half_a_position_keeps_half_of_it():
    found = built(town(60), name=["Ann"], employment_share=[0.5])
    assert (found.territories["accounts"].tolist(), found.territories["upper"].tolist()) == ([46], [46.0])


def test_what_one_has_no_hours_for_goes_to_the_nearest_who_has_them():
    found = built(both(town(110), town(80, lon=-83.9, owner="R1")), name=["Ann", "Bob"])
    assert found.territories["accounts"].sum() == pytest.approx(183, abs=1)
    assert (found.territories["load"] <= found.territories["upper"]).all()


def test_nobody_goes_inside_while_hours_are_left_within_reach():
    found = built(both(town(95), town(80, lon=-83.99, owner="R1")), name=["Ann", "Bob"])
    assert found.territories["accounts"].sum() == 175


def test_a_limit_of_changes_is_not_passed_for_the_sake_of_hours():
    limit = ChangeBudget(accounts_share=0.1)
    found = built(town(130), changes=limit, name=["Ann", "Ina"], role=["outside", "inside"])
    assert found.kpis.changing_accounts <= 13
    assert "over_upper_limit" in {problem.code for problem in found.problems}


def test_what_goes_over_the_cut_is_told_with_what_can_be_done():
    found = built(town(150), name=["Ann"])
    [said] = [problem.message for problem in found.problems if problem.code == "over_the_cut"]
    assert said.startswith("58 outside accounts are beyond what the territories can hold and go to inside sales.")
    assert said.endswith("Ask for more territories, hire, or give each person more hours or a higher upper limit.")
