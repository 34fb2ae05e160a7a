"""Outside the scope who was never placed keeps today's channel and owner, counted by hand. RULES 4."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.change_rules import Division, Scope
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.improving.improve import improve_plan
from gtm_desktop.planning.settings import Settings, TerritoryRules
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.roster import SELF_SERVE_DESK, Channel, ChannelReason
from tests.unit.planning.builders import (
    INSIDE_MARGIN,
    OUTSIDE_MARGIN,
    SELF_SERVE_MARGIN,
    dataset,
    inside_answer,
    plan,
    rep_answer,
    territory_answer,
)
from tests.unit.planning.improving.test_improve import quick_improve, quick_solve

OUT, IN, SELF = OUTSIDE_MARGIN, INSIDE_MARGIN, SELF_SERVE_MARGIN
CT = Settings(scope=Scope(Division.STATE, frozenset({"CT"})), territories=TerritoryRules(number=2))
PLANNED = 100
TEAM = {
    "rep_id": ["O1", "O2", "I1", "GONE"],
    "role": ["outside", "outside", "inside", "outside"],
    "leaving": [None, None, None, "2026-01-15"],
}
NEW_YORK = [
    # margin, outside rep today, inside rep today, channel today -> channel and owner at the end
    (OUT, "O2", None, None, Channel.OUTSIDE, "O2"),
    (IN, "O2", None, None, Channel.OUTSIDE, "O2"),
    (OUT, None, "I1", None, Channel.INSIDE, "I1"),
    (IN, None, "I1", None, Channel.INSIDE, "I1"),
    (SELF, None, "I1", None, Channel.INSIDE, "I1"),
    (OUT, "GONE", None, None, Channel.OUTSIDE, "GONE"),
    (IN, None, "GONE", None, Channel.INSIDE, "GONE"),
    (OUT, None, None, None, Channel.SELF_SERVE, SELF_SERVE_DESK),
    (OUT, None, None, Channel.OUTSIDE, Channel.OUTSIDE, None),
    (IN, None, None, Channel.INSIDE, Channel.INSIDE, None),
]  # fmt: skip
ELSEWHERE = slice(PLANNED, None)


def market():
    """A hundred accounts of CT that O1 has, then the ten of NY."""
    number = PLANNED + len(NEW_YORK)
    at = np.arange(number)

    def today(place):
        return np.array([each[place] for each in NEW_YORK], dtype=object)

    return dataset(
        {
            "gross_margin": [OUT] * PLANNED + [each[0] for each in NEW_YORK],
            "state": np.array(["CT"] * PLANNED + ["NY"] * len(NEW_YORK), dtype=object),
            "lat": 41 + at % 10 / 50,
            "lon": -73 + at // 10 / 50,
            "outside_rep": np.r_[np.full(PLANNED, "O1", dtype=object), today(1)],
            "inside_rep": np.r_[np.full(PLANNED, None, dtype=object), today(2)],
            "today_channel": np.r_[np.full(PLANNED, None, dtype=object), today(3)],
        },
        TEAM,
    )


def built_anew(data, decided):
    return build_all(data, decided, solve=quick_solve)


def improved_plan(data, decided):
    return improve_plan(data, decided, improve=quick_improve)


def not_built(data, decided):
    return decided


@pytest.fixture(scope="module", params=[not_built, built_anew, improved_plan])
def result(request):
    data = market()
    return evaluate(data, request.param(data, plan(CT)))


def entries(result, name):
    return result.roster[name].fillna("").tolist()[ELSEWHERE]


def test_who_was_never_placed_keeps_todays_channel_and_owner_outside_the_scope(result):
    assert entries(result, columns.CHANNEL) == [each[4] for each in NEW_YORK]
    assert entries(result, columns.OWNER_ID) == [each[5] or "" for each in NEW_YORK]
    assert entries(result, columns.CHANNEL_REASON) == [ChannelReason.OUT_OF_SCOPE] * len(NEW_YORK)


def test_nothing_changes_hands_outside_the_scope(result):
    assert not any(entries(result, columns.CHANGES_HANDS))


def test_totals_tie_to_the_cent_with_each_account_counted_once():
    data = market()
    result = evaluate(data, built_anew(data, plan(CT)))
    total = int(data.accounts["gross_margin"].sum())
    assert total == 105 * OUT + 4 * IN + SELF
    owned = {owner.owner_id: (owner.accounts, owner.gross_margin) for owner in result.owners}
    assert owned["O1"] == (PLANNED, PLANNED * OUT)
    assert owned["O2"] == (2, OUT + IN)
    assert owned["I1"] == (3, OUT + IN + SELF)
    assert owned["GONE"] == (2, OUT + IN)
    assert owned[SELF_SERVE_DESK] == (1, OUT)
    without = OUT + IN
    assert sum(margin for _, margin in owned.values()) + without == total
    assert (result.kpis.gross_margin, result.kpis.accounts) == (total, 110)


def test_only_who_has_nobody_today_is_without_an_owner_and_that_is_told_once():
    data = market()
    result = evaluate(data, built_anew(data, plan(CT)))
    assert (result.kpis.without_owner, result.kpis.not_placed, result.kpis.changing_accounts) == (2, 0, 0)
    codes = [problem.code for problem in result.problems]
    assert not {"not_placed", "no_owner", "unknown_owner"} & set(codes)
    (note,) = (problem for problem in result.problems if problem.code == "without_owner_as_today")
    assert note.rows == (PLANNED + 8, PLANNED + 9)
    assert note.message == ("2 accounts outside what is being planned have nobody of the rep list today and stay so.")


def test_building_again_and_again_changes_nothing_outside_the_scope_and_leaves_no_stage_stale():
    data = market()
    once = built_anew(data, plan(CT))
    twice = built_anew(data, once)
    assert evaluate(data, once).stale == frozenset()
    assert entries(evaluate(data, twice), columns.OWNER_ID) == [each[5] or "" for each in NEW_YORK]


def test_without_the_scope_the_rules_hold_again():
    data = market()
    whole = replace(built_anew(data, plan(CT)), settings=Settings())
    again = evaluate(data, built_anew(data, whole))
    assert ChannelReason.OUT_OF_SCOPE not in set(again.roster[columns.CHANNEL_REASON])
    assert entries(again, columns.OWNER_ID)[4] == SELF_SERVE_DESK
    assert again.kpis.without_owner == 0


def test_what_an_answer_has_placed_before_the_scope_was_set_stays_there():
    data = dataset(
        {
            "gross_margin": [OUT, OUT, IN, SELF],
            "state": ["CT", "NY", "NY", "NY"],
            "outside_rep": ["O1", "O2", "O2", "O2"],
        },
        TEAM,
    )
    result = evaluate(
        data,
        plan(
            CT,
            territories=territory_answer([0, 0, -1, -1]),
            reps=rep_answer(T01="O1"),
            inside=inside_answer([-1, -1, 0, -1], ("I1",)),
        ),
    )
    assert result.roster[columns.OWNER_ID].tolist() == ["O1", "O1", "I1", SELF_SERVE_DESK]


def test_a_channel_set_by_hand_holds_outside_the_scope_too():
    data = dataset({"gross_margin": [OUT, OUT], "state": ["CT", "NY"], "outside_rep": ["O1", "O2"]}, TEAM)
    result = evaluate(data, plan(CT, pins={"channel": {"A1": Channel.SELF_SERVE}}))
    assert result.roster[columns.OWNER_ID].iloc[1] == SELF_SERVE_DESK


def test_an_account_that_came_since_stays_with_its_rep_of_today_outside_the_scope():
    answer = replace(territory_answer([0, -1]), as_today=(1,))
    data = dataset({"gross_margin": [OUT, OUT], "state": ["CT", "NY"], "outside_rep": ["O1", "O2"]}, TEAM)
    decided = plan(CT, territories=answer, reps=rep_answer(T01="O1"))
    assert evaluate(data, decided).roster[columns.OWNER_ID].tolist() == ["O1", "O2"]
    assert evaluate(data, replace(decided, settings=Settings())).kpis.not_placed == 1
