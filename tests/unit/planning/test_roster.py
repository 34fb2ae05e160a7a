"""Where every account ends up, who owns it and whether it changes hands. R3.1, R3.17, RULES 2, RULES 4."""

import pandas as pd
import pytest

from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.settings import CellRule, GridRules, Settings
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.roster import SELF_SERVE_DESK, Channel, ChannelReason, HandoffReason
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

OUT, IN, SELF = OUTSIDE_MARGIN, INSIDE_MARGIN, SELF_SERVE_MARGIN
TEAM = {
    "rep_id": ["O1", "O2", "I1", "I2", "GONE"],
    "name": ["Olga", "Otto", "Ines", "Ivan", "Gus"],
    "role": ["outside", "outside", "inside", "inside", "outside"],
    "leaving": [None, None, None, None, "2026-06-30"],
}


def roster(margins, *, today=None, team=TEAM, **decided):
    data = {"gross_margin": margins}
    if today is not None:
        data["outside_rep"] = today
    return evaluate(dataset(data, team), plan(**decided)).roster


def column(table, name):
    return [None if pd.isna(value) else value for value in table[name]]


def test_without_an_answer_outside_accounts_have_no_territory_and_inside_accounts_no_owner():
    table = roster([OUT, IN, SELF])
    assert column(table, columns.OWNER_ID) == [None, None, SELF_SERVE_DESK]
    assert column(table, columns.CHANNEL) == [Channel.OUTSIDE, Channel.INSIDE, Channel.SELF_SERVE]
    assert table[columns.HANDOFF_REASON].tolist()[:2] == [HandoffReason.NOT_PLACED] * 2


def test_an_outside_account_belongs_to_the_rep_of_its_territory():
    table = roster([OUT, OUT], territories=territory_answer([0, 1]), reps=rep_answer(T01="O2", T02="O1"))
    assert column(table, columns.OWNER_ID) == ["O2", "O1"]
    assert column(table, columns.OWNER_NAME) == ["Otto", "Olga"]


def test_a_territory_without_a_rep_is_owned_by_its_open_position():
    table = roster([OUT, OUT], territories=territory_answer([0, 1]), reps=rep_answer(T01=""))
    assert column(table, columns.OWNER_ID) == ["OPEN-T01", "OPEN-T02"]
    assert column(table, columns.OWNER_NAME) == ["Open – Town 1", "Open – Town 2"]


def test_a_rep_set_by_hand_goes_over_the_answer():
    table = roster(
        [OUT], territories=territory_answer([0]), reps=rep_answer(T01="O1"), pins={"rep": {"T01": "O2"}}, today=["O1"]
    )
    assert column(table, columns.OWNER_ID) == ["O2"]
    assert table[columns.HANDOFF_REASON].tolist() == [HandoffReason.BY_HAND]


def test_an_empty_rep_set_by_hand_keeps_the_position_open():
    answer = territory_answer([0])
    table = roster([OUT], territories=answer, reps=rep_answer(T01="O1"), pins={"rep": {"T01": ""}})
    assert column(table, columns.OWNER_ID) == ["OPEN-T01"]


def test_a_filled_account_is_outside_with_its_reason():
    table = roster([OUT, IN], territories=territory_answer([0, 0], filled=[1]))
    assert column(table, columns.CHANNEL) == [Channel.OUTSIDE, Channel.OUTSIDE]
    assert column(table, columns.CHANNEL_BY_RULE) == [Channel.OUTSIDE, Channel.INSIDE]
    assert column(table, columns.CHANNEL_REASON) == [ChannelReason.LINES, ChannelReason.FILLED]


def test_a_filled_account_that_a_hand_has_put_inside_since_goes_back_inside():
    table = roster(
        [OUT, IN], territories=territory_answer([0, 0], filled=[1]), pins={"channel": {"A1": Channel.INSIDE}}
    )
    assert column(table, columns.CHANNEL)[1] == Channel.INSIDE
    assert column(table, columns.TERRITORY_ID) == ["T01", None]


def test_a_filled_account_whose_cell_was_set_to_inside_since_goes_back_inside():
    rules = Settings(grid=GridRules(cells={("B", "unknown"): CellRule(channel=Channel.INSIDE)}))
    table = roster([OUT, IN], territories=territory_answer([0, 0], filled=[1]), settings=rules)
    assert column(table, columns.CHANNEL_REASON)[1] == ChannelReason.CELL
    assert column(table, columns.TERRITORY_ID) == ["T01", None]


def test_an_account_over_the_cut_is_inside_with_its_reason():
    table = roster(
        [OUT, OUT], territories=territory_answer([0, -1], handed_inside=[1]), inside=inside_answer([-1, 0], ("I1",))
    )
    assert column(table, columns.CHANNEL)[1] == Channel.INSIDE
    assert column(table, columns.CHANNEL_REASON)[1] == ChannelReason.OVER_THE_CUT
    assert column(table, columns.OWNER_ID)[1] == "I1"


def test_a_territory_set_by_hand_wins_over_the_answer_and_makes_the_account_outside():
    table = roster(
        [OUT, OUT, IN], territories=territory_answer([0, 1, -1]), pins={"territory": {"A0": "T02", "A2": "T01"}}
    )
    assert column(table, columns.TERRITORY_ID) == ["T02", "T02", "T01"]
    assert column(table, columns.CHANNEL)[2] == Channel.OUTSIDE
    assert column(table, columns.CHANNEL_REASON) == [
        ChannelReason.LINES,
        ChannelReason.LINES,
        ChannelReason.SET_BY_HAND,
    ]


def test_a_territory_set_by_hand_that_does_not_exist_is_passed_over():
    table = roster([OUT], territories=territory_answer([0]), pins={"territory": {"A0": "T99"}})
    assert column(table, columns.TERRITORY_ID) == ["T01"]


def test_an_account_made_outside_after_the_answer_waits_for_a_territory():
    table = roster([OUT, OUT], territories=territory_answer([0, -1]))
    assert column(table, columns.TERRITORY_ID) == ["T01", None]
    assert column(table, columns.OWNER_ID)[1] is None


def test_an_inside_rep_set_by_hand_goes_over_the_answer():
    table = roster([IN, IN], inside=inside_answer([0, 0], ("I1",)), pins={"inside_rep": {"A1": "I2"}})
    assert column(table, columns.OWNER_ID) == ["I1", "I2"]


def test_without_inside_reps_inside_accounts_belong_to_the_open_inside_position():
    table = roster([IN], inside=inside_answer([0], ("OPEN-INSIDE",)))
    assert column(table, columns.OWNER_NAME) == ["Open – inside"]


@pytest.mark.parametrize(
    ("today", "reason", "changes"),
    [
        ("O1", HandoffReason.SAME, False),
        ("O2", HandoffReason.TERRITORY, True),
        ("GONE", HandoffReason.LEAVER, False),
        (None, HandoffReason.FIRST_ASSIGNMENT, False),
        ("HOUSE", HandoffReason.LEAVER, False),
    ],
)
def test_an_account_changes_hands_only_where_an_active_rep_has_it_today_and_somebody_else_at_the_end(
    today, reason, changes
):
    table = roster([OUT], today=[today], territories=territory_answer([0]), reps=rep_answer(T01="O1"))
    assert table[columns.HANDOFF_REASON].tolist() == [reason]
    assert table[columns.CHANGES_HANDS].tolist() == [changes]


def test_an_account_that_goes_to_the_desk_is_told_and_does_not_count_as_changing_hands():
    table = roster([SELF], today=["O1"])
    assert table[columns.HANDOFF_REASON].tolist() == [HandoffReason.CHANNEL]
    assert table[columns.CHANGES_HANDS].tolist() == [False]


def test_without_a_roster_of_people_nothing_changes_hands():
    table = roster([OUT], today=["Somebody"], team=None, territories=territory_answer([0]))
    assert table[columns.CHANGES_HANDS].tolist() == [False]


def test_key_accounts_of_one_parent_stay_with_the_manager_who_has_most_of_them():
    team = {"rep_id": ["K1", "K2"], "role": ["key_account", "key_account"]}
    data = dataset(
        {"gross_margin": [OUT] * 4, "parent_id": ["P", "P", "P", None], "outside_rep": ["K2", "K2", "K1", None]}, team
    )
    pins = {"channel": {f"A{row}": Channel.KEY_ACCOUNT for row in range(4)}}
    table = evaluate(data, plan(pins=pins)).roster
    assert column(table, columns.OWNER_ID) == ["K2", "K2", "K2", "K1"]


def test_key_accounts_without_a_manager_belong_to_the_open_position():
    table = roster([OUT], pins={"channel": {"A0": Channel.KEY_ACCOUNT}})
    assert column(table, columns.OWNER_ID) == ["OPEN-KEY-ACCOUNT"]
