"""Every column and every rule is changed, one at a time: an answer is out of date where it read it, and only there.

A new column or rule that an answer reads fails here until it is written down.
"""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.evaluate import phases
from gtm_desktop.planning.inside import spread_inside
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.owners import owner_book
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.reps import match_reps
from gtm_desktop.planning.request_inputs import inside_request, rep_request, territory_request
from gtm_desktop.planning.result import Stage
from gtm_desktop.planning.roster import roster_of
from gtm_desktop.planning.staleness import stale_stages
from gtm_desktop.planning.territories import territory_task
from tests.unit.planning.every_input import EVERYTHING, PRESET, column_changes, market, rule_changes, same

PEOPLE = "rep_id role is_open lat lon employment_share start leaving leave_end"
PLACES = "lat lon gross_margin outside_rep inside_rep today_channel"
EVERY_ANSWER = f"""
    accounts: {PLACES}
    reps: {PEOPLE}
    territories: ramp_share assigned_level site_weight
    channels: outside_above
    : plan_year_start
"""
INSIDE_ALONE = """
    accounts: region branch revenue_consumables revenue_durables
    reps: home_state leave_start seniority skills branch region uses_seniority
    economics.inside: lower upper
    inside: region seniority product incumbency balance
"""
TERRITORIES_ALONE = """
    size: a_above c_below
    economics.outside: planned lower
    call_plan: a_visits b_visits c_visits stops_per_trip cost_per_km circuity weeks visit_minutes hours_week
    territories: number is_filled fill_metric reach_km value_target potential_target moves_enclaves lines seed seconds
    territories: value_tolerance balance_price travel_weight balance_weight stability_weight starts_from_home units
    territories: iterations
    borders: division
"""
RESTS_ON = {
    "preset": {
        "territories reps inside": f"{EVERY_ANSWER} size: year channels: leave_out_web_and_counter",
        "territories inside": "accounts: state size: metric level channels: self_serve_below",
        "territories reps": "economics.outside: upper economics: handoff_loss review_years",
        "reps inside": "reps: performance_index uses_performance",
        "territories": TERRITORIES_ALONE,
        "reps": "economics.outside: assumed_lift reps: home_cost_per_km assumed_premium_lift",
        "inside": INSIDE_ALONE,
    },
    "everything": {
        "territories reps inside": f"""
            {EVERY_ANSWER} size: level accounts: account_id parent_id last_gross_margin
            accounts: revenue_outside revenue_inside revenue_mobile revenue_automatic
        """,
        "territories inside": """
            accounts: state revenue wallet revenue_ecommerce revenue_counter
            size: metric channels: self_serve_below leave_out_web_and_counter
        """,
        "territories reps": "economics.outside: upper assumed_lift economics: handoff_loss review_years",
        "reps inside": "reps: performance_index uses_performance",
        "territories": f"""
            {TERRITORIES_ALONE} size: year accounts: country county reps: manager territories: acts_on_failing
            economics.outside: loaded_cost economics.inside: planned assumed_lift borders: crossing_price
        """,
        "reps": "reps: home_cost_per_km",
        "inside": INSIDE_ALONE,
    },
}
"""What each answer rests on, by the stages that rest on it: under "preset" what the presets read, under "everything"
what is read once every rule is in use. A scope and a limit of changes are followed, as decisions by hand are; costs of
people, names, rules of key accounts and the currency are read by no answer.
"""
RULES = {"preset": PRESET, "everything": EVERYTHING}
DATA = market()


def written_down(name):
    """Return the stages that rest on each path."""
    found = {}
    for stages, paths in RESTS_ON[name].items():
        group = ""
        for word in paths.split():
            if word.endswith(":"):
                group = word
            else:
                found[f"{group[:-1]}.{word}".lstrip(".")] = frozenset(Stage(each) for each in stages.split())
    return found


def quick(problem, *, seed, progress, **_):
    return solve(problem, seed=seed, seconds=5.0, iterations=0, progress=progress)


def roster_now(data, plan, found):
    return roster_of(
        data, plan, segmentation=found.segmentation, channels=found.channels, today=found.today,
        book=owner_book(data.reps, plan), capacity=found.capacity,
    )  # fmt: skip


@pytest.fixture(scope="module", params=list(RULES))
def built(request):
    rules = RULES[request.param]
    return request.param, build_all(DATA, Plan(DATA.dataset_id, rules), solve=quick)


def changed_one_at_a_time(plan):
    for path, data in column_changes(DATA):
        yield path, data, replace(plan, dataset_id=data.dataset_id)
    for path, rules in rule_changes(plan.settings):
        yield path, DATA, replace(plan, settings=rules)


def now(data, plan, memo):
    """Return which answers are out of date, and what is found again: the problem of territories, matching and books."""
    found = phases(data, plan, memo)
    roster = roster_now(data, plan, found)
    anew = replace(plan, accepted=replace(plan.accepted, territories=None))
    again = {
        Stage.TERRITORIES: territory_task(territory_request(data, anew, found)).problem,
        Stage.REPS: match_reps(rep_request(data, plan, found, roster=roster)),
        Stage.INSIDE: spread_inside(inside_request(data, plan, found, roster=roster)),
    }
    return stale_stages(data, plan, found, roster=roster), again


def test_an_answer_is_out_of_date_once_what_it_read_has_changed_and_else_comes_out_the_same_again(built):
    name, plan = built
    memo = Memo()
    stale, first = now(DATA, plan, memo)
    assert stale == frozenset()
    expected, wrong = written_down(name), {}
    for path, data, changed in changed_one_at_a_time(plan):
        stale, again = now(data, changed, memo)
        if stale != expected.pop(path, frozenset()):
            wrong[path] = " ".join(stage for stage in Stage if stage in stale)
        assert [stage for stage in again if stage not in stale and not same(again[stage], first[stage])] == [], path
    assert (wrong, expected) == ({}, {})


def test_equal_grounds_have_equal_fingerprints_whichever_dataset_they_come_from():
    other = market()
    plan = Plan(DATA.dataset_id, EVERYTHING)
    one, two = (territory_request(data, plan, phases(data, plan)).grounds for data in (DATA, other))
    assert fingerprint(one) == fingerprint(two)
    assert np.array_equal(one.visits, two.visits)
