"""A plan over newer data keeps rules, decisions and places; newcomers are proposed. RULES 6."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import TerritoryDecision
from gtm_desktop.planning.renewal.carry_over import carry_over
from gtm_desktop.planning.renewal.data_changes import compare
from gtm_desktop.planning.renewal.newcomers import proposals, with_proposals
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import Channel
from tests.unit.planning.builders import (
    INSIDE_MARGIN,
    OUTSIDE_MARGIN,
    SELF_SERVE_MARGIN,
    dataset,
    inside_answer,
    pin,
    plan,
    rep_answer,
    territory_answer,
)

WHEN = datetime(2026, 12, 1, tzinfo=UTC)
PEOPLE = {
    rep_columns.REP_ID: ["R0", "R1", "I0"],
    rep_columns.ROLE: [Role.OUTSIDE.value, Role.OUTSIDE.value, Role.INSIDE.value],
}


def _data(ids, margins, lats, codes=None):
    return dataset(
        {
            columns.ACCOUNT_ID: ids,
            columns.NAME: [f"Name {each}" for each in ids],
            columns.GROSS_MARGIN: margins,
            columns.LAT: lats,
            columns.LON: [-84.0] * len(ids),
            columns.POSTAL_CODE: codes or [None] * len(ids),
        },
        PEOPLE,
    )


@pytest.fixture
def before():
    """Two outside territories of two accounts, A and B near 42, C and D near 43; E is inside."""
    margins = [OUTSIDE_MARGIN] * 4 + [INSIDE_MARGIN]
    return _data(list("ABCDE"), margins, [42.0, 42.1, 43.0, 43.1, 42.5], ["48104", "48105", "49503", "49504", "48104"])


@pytest.fixture
def made(before):
    return plan(
        territories=territory_answer([0, 0, 1, 1, -1]),
        reps=rep_answer(T01="R0", T02="R1"),
        inside=inside_answer([-1, -1, -1, -1, 0], ("I0",)),
        pins={"channel": {"B": "outside"}, "rep": {"T02": "R1"}, "inside_rep": {"E": "I0"}},
    )


def _carried(made, before, after):
    return carry_over(
        made, compare(before.accounts, after.accounts), before=before, after=after, who="planner", when=WHEN
    )


def _owners(data, carried):
    table = evaluate(data, carried).roster
    return dict(zip(table[roster.ACCOUNT_ID], table[roster.OWNER_ID], strict=True))


def test_the_same_list_in_another_order_gives_the_same_plan_for_every_account(before, made):
    after = _data(list("EDCBA"), [INSIDE_MARGIN, *[OUTSIDE_MARGIN] * 4], [42.5, 43.1, 43.0, 42.1, 42.0])
    carried = _carried(made, before, after)
    assert carried.plan.accepted.territories.territory.tolist() == [-1, 1, 1, 0, 0]
    assert carried.plan.accepted.territories.centre.tolist() == [4, 2]
    assert _owners(after, carried.plan) == _owners(before, made)
    assert (carried.held, carried.vanished) == ((), ())


def test_rules_and_decisions_stay_and_those_about_vanished_accounts_are_listed(before, made):
    after = _data(list("ACDE"), [*[OUTSIDE_MARGIN] * 3, INSIDE_MARGIN], [42.0, 43.0, 43.1, 42.5])
    carried = _carried(made, before, after)
    assert carried.plan.settings == made.settings
    assert carried.plan.pins.channel["B"].value == "outside"
    assert carried.plan.dataset_id == after.dataset_id
    assert carried.vanished == ("B",)


def test_decisions_follow_an_account_to_its_new_id(before, made):
    after = _data(list("AXCDE"), [*[OUTSIDE_MARGIN] * 4, INSIDE_MARGIN], [42.0, 42.1, 43.0, 43.1, 42.5],
                  ["48104", "48105", "49503", "49504", "48104"])  # fmt: skip
    after.accounts[columns.NAME] = before.accounts[columns.NAME]
    carried = _carried(made, before, after)
    assert "B" not in carried.plan.pins.channel
    assert carried.plan.pins.channel["X"].value == "outside"
    assert carried.plan.accepted.territories.territory.tolist() == [0, 0, 1, 1, -1]


def test_whom_an_account_is_kept_from_follows_it_to_its_new_id(before, made):
    after = _data(list("AXCDE"), [*[OUTSIDE_MARGIN] * 4, INSIDE_MARGIN], [42.0, 42.1, 43.0, 43.1, 42.5],
                  ["48104", "48105", "49503", "49504", "48104"])  # fmt: skip
    after.accounts[columns.NAME] = before.accounts[columns.NAME]
    kept = replace(made, pins=made.pins.with_kind("kept_from", {"B": pin("R1"), "A": pin("R1")}))
    carried = _carried(kept, before, after).plan.pins.kept_from
    assert {key: each.value for key, each in carried.items()} == {"A": "R1", "X": "R1"}


def test_what_was_done_about_a_missed_target_names_the_same_accounts_without_those_that_went(before, made):
    decision = TerritoryDecision("T09", "Gone", 1, 0, 2, None, ((WayOut.DISSOLVE, -1),), WayOut.DISSOLVE, (0, 3), (1,))
    answer = replace(made.accepted.territories, decisions=(decision,))
    decided = replace(made, accepted=replace(made.accepted, territories=answer))
    after = _data(list("EDCA"), [INSIDE_MARGIN, *[OUTSIDE_MARGIN] * 3], [42.5, 43.1, 43.0, 42.0])
    (kept,) = _carried(decided, before, after).plan.accepted.territories.decisions
    assert (set(kept.moved), kept.inside) == ({1, 3}, ())


def test_who_was_never_placed_is_followed_to_the_new_rows_with_those_who_came_until_a_proposal_is_accepted(
    before, made
):
    answer = replace(made.accepted.territories, as_today=(1, 4))
    decided = replace(made, accepted=replace(made.accepted, territories=answer))
    margins = [INSIDE_MARGIN, OUTSIDE_MARGIN, OUTSIDE_MARGIN, OUTSIDE_MARGIN]
    after = _data(["E", "N", "C", "A"], margins, [42.5, 43.2, 43.0, 42.0])
    carried = _carried(decided, before, after).plan
    assert carried.accepted.territories.as_today == (0, 1)
    proposed = proposals(after, carried, evaluate(after, carried))
    assert [each.account_id for each in proposed] == ["N"]
    assert with_proposals(carried, proposed, after).accepted.territories.as_today == (0,)


def test_a_centre_that_went_gives_way_to_the_nearest_member(before, made):
    after = _data(list("BCDE"), [*[OUTSIDE_MARGIN] * 3, INSIDE_MARGIN], [42.1, 43.0, 43.1, 42.5])
    assert _carried(made, before, after).plan.accepted.territories.centre.tolist() == [0, 1]


def test_a_territory_that_lost_all_its_accounts_is_empty(before, made):
    after = _data(list("CDE"), [OUTSIDE_MARGIN, OUTSIDE_MARGIN, INSIDE_MARGIN], [43.0, 43.1, 42.5])
    answer = _carried(made, before, after).plan.accepted.territories
    assert (answer.centre.tolist(), answer.ids) == ([-1, 0], ("T01", "T02"))


def test_an_account_that_the_rules_would_move_now_is_kept_where_it_was(before, made):
    margins = [SELF_SERVE_MARGIN, OUTSIDE_MARGIN, OUTSIDE_MARGIN, OUTSIDE_MARGIN, OUTSIDE_MARGIN]
    after = _data(list("ABCDE"), margins, [42.0, 42.1, 43.0, 43.1, 42.5])
    carried = _carried(made, before, after)
    assert carried.held == ("A", "E")
    assert carried.plan.pins.channel["A"].value == Channel.OUTSIDE
    assert (carried.plan.pins.channel["E"].who, carried.plan.pins.channel["E"].when) == ("planner", WHEN)
    assert _owners(after, carried.plan) == _owners(before, made)


def test_newcomers_have_nobody_until_their_proposal_is_accepted(before, made):
    ids = [*"ABCDE", "N1", "N2", "N3", "N4"]
    margins = [*[OUTSIDE_MARGIN] * 4, INSIDE_MARGIN, OUTSIDE_MARGIN, OUTSIDE_MARGIN, INSIDE_MARGIN, SELF_SERVE_MARGIN]
    lats = [42.0, 42.1, 43.0, 43.1, 42.5, 43.2, 43.2, 42.4, 42.4]
    codes = ["48104", "48105", "49503", "49504", "48104", None, "48105", None, None]
    after = _data(ids, margins, lats, codes)
    carried = _carried(made, before, after).plan
    result = evaluate(after, carried)
    proposed = proposals(after, carried, result)
    assert [(each.account_id, each.territory_id, each.rep_id, each.by_postal_code) for each in proposed] == [
        ("N1", "T02", "", False),
        ("N2", "T01", "", True),
        ("N3", "", "I0", False),
    ]
    settled = with_proposals(carried, proposed, after)
    owners, old = _owners(after, settled), _owners(before, made)
    assert [owners[each] for each in ("N1", "N2", "N3", "N4")] == ["R1", "R0", "I0", roster.SELF_SERVE_DESK]
    assert {each: owners[each] for each in old} == old
    assert proposals(after, settled, evaluate(after, settled)) == ()


def test_a_newcomer_without_a_place_or_a_known_code_gets_no_proposal(before, made):
    after = _data(
        [*"ABCDE", "N"], [*[OUTSIDE_MARGIN] * 4, INSIDE_MARGIN, OUTSIDE_MARGIN], [42.0, 42.1, 43.0, 43.1, 42.5, np.nan]
    )
    carried = _carried(made, before, after).plan
    assert proposals(after, carried, evaluate(after, carried)) == ()


def test_without_territories_nobody_is_proposed(before):
    bare = plan()
    assert proposals(before, bare, evaluate(before, bare)) == ()
