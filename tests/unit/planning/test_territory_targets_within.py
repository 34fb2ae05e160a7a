"""What a missed target may not break: limits of change, borders, whole customers, the scope, the territories improved.

RULES 4; PRODUCT R3.9
"""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.engine.disruption import improved
from gtm_desktop.engine.solve import solve
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.build import build_all, build_territories
from gtm_desktop.planning.change_rules import Borders, ChangeBudget, Division
from gtm_desktop.planning.changes import allowed_changes, changes_of
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.improving.improve import improve_plan
from gtm_desktop.planning.settings import Level, Settings, TerritoryRules
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables import territories as territory_columns
from gtm_desktop.tables.roster import Channel, ChannelReason
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, dataset, joined_columns, plan, towns

NORTH, SOUTH = (42.0, -84.0), (41.6, -84.0)


def quick(problem, **keywords):
    return solve(problem, **keywords | {"seconds": 5.0, "iterations": 20})


def quick_improve(problem, **keywords):
    return improved(problem, **keywords | {"seconds": 5.0, "iterations": 20})


def block(number, at, *, rep=None, state="MI", parent=None):
    return {
        "gross_margin": [OUTSIDE_MARGIN] * number,
        "outside_rep": np.array([rep] * number, dtype=object),
        "state": np.array([state] * number, dtype=object),
        "parent_id": np.array([parent] * number, dtype=object),
    } | towns(number, lat=at[0], lon=at[1])


def two_towns(**more):
    return dataset(
        joined_columns(block(100, NORTH, rep="R0"), block(85, SOUTH, rep="R1", **more)), {"name": ["Ann", "Bob"]}
    )


def rules(target=90, **more):
    return Settings(territories=TerritoryRules(value_target=target * OUTSIDE_MARGIN, number=2, **more))


def test_a_limit_of_changes_leaves_only_the_ways_out_that_keep_it():
    data = two_towns()
    free = build_territories(data, plan(rules()), solve=quick)
    assert free.decisions[0].taken is WayOut.DISSOLVE
    settings = replace(rules(), changes=ChangeBudget(accounts_share=0.05))
    found = build_all(data, plan(settings), solve=quick)
    today = phases(data, found)[0]
    answer = found.accepted.territories
    assert [each.taken for each in answer.decisions] == [WayOut.RAISE]
    assert [way for way, _ in answer.decisions[0].prices] == [WayOut.RAISE]
    assert len(answer.decisions[0].moved) == 5
    assert changes_of(data, evaluate(data, found).roster).keeps(allowed_changes(data, settings.changes, today))


def test_no_way_out_leads_across_a_border_that_none_may_cross():
    settings = replace(rules(), borders=Borders(Division.STATE))
    answer = build_territories(two_towns(state="OH"), plan(settings), solve=quick)
    (decision,) = answer.decisions
    assert [way for way, _ in decision.prices] == [WayOut.INSIDE]
    assert decision.inside == tuple(range(100, 185))


def test_sites_of_one_customer_go_the_same_way_and_all_of_them_are_named():
    settings = rules(target=140, assigned_level=Level.PARENT, acts_on_failing=True)
    areas = joined_columns(block(100, NORTH, rep="R0"), block(40, SOUTH, rep="R1"), block(20, SOUTH, parent="P"))
    data = dataset(areas, {"name": ["Ann", "Bob"]})
    answer = build_territories(data, plan(settings), solve=quick)
    touched = {row for each in answer.decisions for row in (*each.moved, *each.inside)}
    sites = set(range(140, 160))
    assert len(set(answer.territory[140:160].tolist())) == 1
    assert sites <= touched or not sites & touched
    assert answer.decisions


def test_improving_a_plan_keeps_territories_that_fail_and_only_reports_them():
    data = two_towns()
    built = build_all(data, plan(rules(target=1)), solve=quick)
    asked = replace(built, settings=rules())
    answer = improve_plan(data, asked, improve=quick_improve).accepted.territories
    assert len(answer.ids) == 2
    assert [each.taken for each in answer.decisions] == [None]
    assert answer.decisions[0].prices


def test_a_built_plan_after_the_test_gives_every_rep_or_lists_who_is_not_placed_yet():
    data = two_towns()
    found = build_all(data, plan(rules()), solve=quick)
    result = evaluate(data, found)
    assert len(result.territories) == 1
    assert len(result.bench) == 1
    assert result.kpis.not_placed == 0
    assert not {"owned_twice", "lost_account", "not_placed", "stale"} & {each.code for each in result.problems}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("acts", [True, False])
def test_every_account_is_placed_once_whatever_is_decided(seed, acts):
    rng = np.random.default_rng(seed)
    n = 400
    town = rng.integers(0, 5, n)
    margin = rng.choice([OUTSIDE_MARGIN, 2 * OUTSIDE_MARGIN, INSIDE_MARGIN, -5_000], n, p=[0.4, 0.1, 0.45, 0.05])
    lat = 38 + 0.9 * town + rng.normal(0, 0.2, n)
    data = dataset(
        {
            "gross_margin": margin,
            "lat": np.where(rng.random(n) < 0.02, np.nan, lat),
            "lon": -90 + rng.normal(0, 0.3, n),
            "outside_rep": np.array([f"R{at % 3}" for at in town], dtype=object),
            "state": np.array([f"S{at}" for at in town], dtype=object),
            "revenue": np.abs(margin) * 4,
            "wallet": np.abs(margin) * rng.integers(4, 9, n),
        },
        {"name": ["Ann", "Bob", "Cid"]},
    )
    targets = TerritoryRules(
        value_target=int(rng.integers(20, 130)) * OUTSIDE_MARGIN, potential_target=int(rng.integers(1, 200)) * 10**6,
        number=3, acts_on_failing=acts,
    )  # fmt: skip
    decided = plan(Settings(territories=targets))
    answer = build_territories(data, decided, solve=quick)
    result = evaluate(data, replace(decided, accepted=replace(decided.accepted, territories=answer)))
    roster = result.roster
    placed = roster[columns.TERRITORY_ID].notna()
    assert (roster[columns.CHANNEL].isin([Channel.OUTSIDE, Channel.JOINT]) == placed).all()
    assert int(result.territories[territory_columns.ACCOUNTS].sum()) == int(placed.sum())
    failed = np.flatnonzero(roster[columns.CHANNEL_REASON] == ChannelReason.TERRITORY_FAILED).tolist()
    assert failed == sorted({row for each in answer.decisions for row in each.inside})
    assert len(answer.ids) == len(answer.names) == len(answer.centre) == len(answer.upper) == len(answer.formed_for)
    if acts:
        gone = [each for each in answer.decisions if each.taken in (WayOut.DISSOLVE, WayOut.INSIDE)]
        assert len(answer.ids) == 3 - len(gone)
        passing = result.territories[territory_columns.GROSS_MARGIN] >= targets.value_target
        passing &= result.territories[territory_columns.POTENTIAL] >= targets.potential_target
        stuck = {each.territory_id for each in answer.decisions if each.taken is None}
        assert set(result.territories[territory_columns.TERRITORY_ID][~passing]) <= stuck
    else:
        assert all(each.taken is None for each in answer.decisions)
        assert len(answer.ids) == 3
