"""Outside the part being planned everything stays as it is, and still counts. RULES 4."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.planning.build import assign_reps, build_all
from gtm_desktop.planning.change_rules import Division, Scope
from gtm_desktop.planning.evaluate import evaluate, phases
from gtm_desktop.planning.improving.improve import improve_plan
from gtm_desktop.planning.scope import frozen_accounts, part_sizes, parts_of
from gtm_desktop.planning.settings import Settings
from gtm_desktop.tables import roster as columns
from tests.unit.planning.builders import INSIDE_MARGIN, OUTSIDE_MARGIN, dataset, pin, plan
from tests.unit.planning.improving.test_improve import quick_improve, quick_solve

EAST = Scope(Division.REGION, frozenset({"East"}))
TEAM = {
    "rep_id": ["R0", "R1", "R2", "R3", "I0", "I1"],
    "role": ["outside"] * 4 + ["inside"] * 2,
    "manager": ["Mia", "Mia", "Ned", "Ned", "Ned", "Ned"],
}


def market(*, filled=60, inside=40):
    """Two towns in the East (R0, R1) and two in the West (R2, R3), 100 accounts each, a third with the other rep.

    Inside accounts that may be filled lie round all towns, others far away; I0 and I1 have them in turns.
    """
    rng = np.random.default_rng(5)
    town = np.repeat([0, 1, 2, 3], 100)
    owner = np.where(rng.random(400) < 0.33, town ^ 1, town)
    near = rng.integers(0, 4, filled)
    lat = np.r_[36 + 3.0 * town, 36 + 3.0 * near, np.full(inside, 60.0)] + rng.normal(0, 0.1, 400 + filled + inside)
    lon = np.r_[-80 - 3.0 * town, -80 - 3.0 * near, np.full(inside, -150.0)] + rng.normal(0, 0.1, len(lat))
    desk = np.array([f"I{at % 2}" for at in range(filled + inside)], dtype=object)
    return dataset(
        {
            "gross_margin": [OUTSIDE_MARGIN] * 400 + [INSIDE_MARGIN] * (filled + inside),
            "lat": lat,
            "lon": lon,
            "region": np.r_[
                np.where(town < 2, "East", "West"), np.where(near < 2, "East", "West"), ["West"] * inside
            ].astype(object),
            "outside_rep": np.r_[[f"R{at}" for at in owner], [None] * (filled + inside)].astype(object),
            "inside_rep": np.r_[[None] * 400, desk].astype(object),
        },
        TEAM,
    )


def scoped(decided, scope=EAST):
    return replace(decided, settings=replace(decided.settings, scope=scope))


def built_anew(data, decided):
    return build_all(data, decided, solve=quick_solve)


def improved_plan(data, decided):
    return improve_plan(data, decided, improve=quick_improve)


def west_of(data):
    return (data.accounts["region"] == "West").to_numpy(dtype=bool)


@pytest.fixture(scope="module")
def whole():
    data = market()
    return data, built_anew(data, plan(Settings()))


@pytest.mark.parametrize("step", [built_anew, improved_plan])
def test_before_anything_was_built_accounts_outside_the_scope_stay_with_the_rep_of_today(step):
    data = market()
    result = evaluate(data, step(data, plan(Settings(scope=EAST))))
    outside = west_of(data) & (data.accounts["outside_rep"].notna()).to_numpy()
    assert (result.roster[columns.OWNER_ID] == data.accounts["outside_rep"])[outside].all()
    assert result.frozen.tolist() == west_of(data).tolist()
    assert int(result.roster[columns.CHANGES_HANDS][~outside].sum()) > 0


@pytest.mark.parametrize("step", [built_anew, improved_plan])
def test_once_built_accounts_outside_the_scope_keep_territory_owner_and_channel(whole, step):
    data, before = whole
    mixed = before.accepted.territories
    after = evaluate(data, step(data, scoped(before))).roster
    west = west_of(data)
    then = evaluate(data, before).roster
    for name in (columns.TERRITORY_ID, columns.OWNER_ID, columns.CHANNEL, columns.CHANNEL_REASON):
        assert (then[name].fillna("")[west] == after[name].fillna("")[west]).all(), name
    assert len(mixed.ids) == 4


def test_filled_accounts_outside_the_scope_stay_filled_and_no_others_are(whole):
    data, before = whole
    west = west_of(data)
    after = built_anew(data, scoped(before)).accepted.territories
    assert (after.filled[west] == before.accepted.territories.filled[west]).all()
    assert after.filled[west].any()


def test_accounts_outside_the_scope_count_in_all_totals(whole):
    data, before = whole
    kpis = evaluate(data, built_anew(data, scoped(before))).kpis
    assert kpis.accounts == len(data.accounts)
    assert kpis.gross_margin == int(data.accounts["gross_margin"].sum())
    assert kpis.without_owner == 0


def test_a_territory_with_accounts_outside_the_scope_keeps_its_rep_when_reps_are_matched_again(whole):
    data, before = whole
    swapped = dict(before.accepted.reps.rep_ids)
    first, second = (key for key, rep in swapped.items() if rep in ("R2", "R3"))
    swapped[first], swapped[second] = swapped[second], swapped[first]
    answer = replace(before.accepted.territories, formed_for=())
    odd = replace(
        before.accepted, territories=answer, reps=replace(before.accepted.reps, rep_ids=tuple(swapped.items()))
    )
    again = dict(assign_reps(data, scoped(replace(before, accepted=odd))).rep_ids)
    assert {key: again[key] for key in (first, second)} == {key: swapped[key] for key in (first, second)}


def test_a_decision_by_hand_made_before_the_scope_was_set_still_holds(whole):
    data, before = whole
    west = int(np.flatnonzero(west_of(data))[0])
    other = before.accepted.territories.ids[(before.accepted.territories.territory[west] + 1) % 4]
    moved = replace(before, pins=before.pins.with_kind("territory", {f"A{west}": pin(other)}))
    after = evaluate(data, built_anew(data, scoped(moved))).roster
    assert after[columns.TERRITORY_ID].iloc[west] == other


def test_the_scope_of_a_manager_is_what_his_reps_have_today():
    data = market(filled=0, inside=0)
    today = phases(data, plan())[0]
    manager = parts_of(data, Division.MANAGER, today.owner_id)
    assert (manager == np.where(data.accounts["outside_rep"].isin(["R0", "R1"]), "Mia", "Ned")).all()
    frozen = frozen_accounts(data, Scope(Division.MANAGER, frozenset({"Mia"})), today)
    assert frozen.tolist() == (~data.accounts["outside_rep"].isin(["R0", "R1"])).tolist()


def test_an_account_of_unknown_part_is_outside_the_scope():
    data = dataset({"gross_margin": [1, 2], "state": ["MI", None]})
    scope = Scope(Division.STATE, frozenset({"MI"}))
    assert frozen_accounts(data, scope, phases(data, plan())[0]).tolist() == [False, True]
    assert not frozen_accounts(data, Scope(), phases(data, plan())[0]).any()


def test_a_scope_can_be_chosen_from_the_parts_that_accounts_are_in():
    data = dataset({"gross_margin": [1, 2, 3, 4], "state": ["OH", "MI", None, "OH"]})
    today = phases(data, plan())[0]
    assert part_sizes(data, Division.STATE, today.owner_id) == {"MI": 1, "OH": 2}
    assert part_sizes(data, Division.MANAGER, today.owner_id) == {}
