"""The ways out of missed targets, carried out from the plan as it stands, to take one. R3.6; RULES 4."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.change_rules import ChangeBudget
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.improving.ways_out import ways_out, with_way_taken
from gtm_desktop.planning.pins import PinMap, Pins
from gtm_desktop.planning.result import Stage
from gtm_desktop.planning.settings import Settings, TerritoryRules
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables import territories as territory_columns
from tests.unit.planning.builders import (
    OUTSIDE_MARGIN,
    dataset,
    inside_answer,
    joined_columns,
    pin,
    plan,
    rep_answer,
    territory_answer,
    towns,
)

NORTH, SOUTH = (42.0, -84.0), (41.6, -84.0)
TARGET = 80 * OUTSIDE_MARGIN


def block(number, at, rep):
    return {
        "gross_margin": [OUTSIDE_MARGIN] * number,
        "outside_rep": np.array([rep] * number, dtype=object),
        "inside_rep": np.array([None] * number, dtype=object),
    } | towns(number, lat=at[0], lon=at[1])


@pytest.fixture
def data():
    """Sixty accounts in the north and a hundred just south of them; nobody can be filled."""
    people = {"rep_id": ["R0", "R1", "I0"], "name": ["Ann", "Bob", "Ida"], "role": ["outside", "outside", "inside"]}
    return dataset(joined_columns(block(60, NORTH, "R0"), block(100, SOUTH, "R1")), people)


@pytest.fixture
def built(data):
    rules = Settings(territories=TerritoryRules(value_target=TARGET, is_filled=False, acts_on_failing=False))
    made = plan(
        rules,
        territories=territory_answer([0] * 60 + [1] * 100),
        reps=rep_answer(T01="R0", T02="R1"),
        inside=inside_answer([-1] * 160, ("I0",)),
    )
    return replace(made, dataset_id=data.dataset_id)


def way_of(case, wanted):
    return next(way for way in case.ways if way.decision.taken is wanted)


def held(data, after):
    table = evaluate(data, after).territories
    return dict(zip(table[territory_columns.TERRITORY_ID], table[territory_columns.ACCOUNTS], strict=True))


def test_each_way_out_of_a_missed_target_is_carried_out_with_its_price(data, built):
    (case,) = ways_out(data, built)
    assert (case.decision.territory_id, case.decision.taken) == ("T01", None)
    assert [way.decision.taken for way in case.ways] == [way for way, _ in case.decision.prices] == list(WayOut)


def test_raising_takes_as_few_neighbours_as_reach_the_target_and_keeps_both_people(data, built):
    (case,) = ways_out(data, built)
    after = with_way_taken(data, built, way_of(case, WayOut.RAISE))
    assert held(data, after) == {"T01": 80, "T02": 80}
    assert dict(after.accepted.reps.rep_ids) == {"T01": "R0", "T02": "R1"}
    assert ways_out(data, after) == ()


def test_dissolving_leaves_no_account_without_a_place_and_its_rep_not_placed(data, built):
    (case,) = ways_out(data, built)
    way = way_of(case, WayOut.DISSOLVE)
    after = with_way_taken(data, built, way)
    result = evaluate(data, after)
    assert set(held(data, after)) == {"T02"}
    assert len(way.decision.moved) + len(way.decision.inside) == 60
    assert result.bench == ("R0",)
    assert result.roster[columns.OWNER_ID].notna().all()


def test_handing_inside_spreads_the_inside_books_anew(data, built):
    (case,) = ways_out(data, built)
    after = with_way_taken(data, built, way_of(case, WayOut.INSIDE))
    roster = evaluate(data, after).roster
    assert set(roster[columns.OWNER_ID][:60]) == {"I0"}
    assert set(roster[columns.OWNER_ID][60:]) == {"R1"}


def test_what_was_done_stands_in_the_answer_and_what_was_stale_stays_so(data, built):
    (case,) = ways_out(data, built)
    after = with_way_taken(data, built, way_of(case, WayOut.INSIDE))
    assert [each.taken for each in after.accepted.territories.decisions] == [WayOut.INSIDE]
    assert Stage.TERRITORIES in evaluate(data, built).stale & evaluate(data, after).stale


def test_a_locked_territory_is_named_without_a_way_out(data, built):
    locked = replace(built, pins=Pins(locked=PinMap().with_pins({"T01": pin("")})))
    (case,) = ways_out(data, locked)
    assert (case.decision.territory_id, case.ways) == ("T01", ())


def test_a_way_that_changes_more_hands_than_the_limit_is_none(data, built):
    limited = replace(built, settings=replace(built.settings, changes=ChangeBudget(accounts_share=30 / 160)))
    (case,) = ways_out(data, limited)
    assert [way.decision.taken for way in case.ways] == [WayOut.RAISE]
    after = with_way_taken(data, limited, case.ways[0])
    assert evaluate(data, after).kpis.changing_accounts == 20
    assert after.accepted.territories.budget_use.accounts == 20


def test_a_way_found_without_a_limit_is_refused_under_one(data, built):
    (case,) = ways_out(data, built)
    limited = replace(built, settings=replace(built.settings, changes=ChangeBudget(accounts_share=0.0)))
    with pytest.raises(UserError) as refused:
        with_way_taken(data, limited, way_of(case, WayOut.INSIDE))
    assert refused.value.code == "budget_too_small"


def test_without_a_target_there_is_nothing_to_take(data, built):
    blank = replace(built, settings=Settings())
    assert ways_out(data, blank) == ()
