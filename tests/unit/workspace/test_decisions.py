"""Decisions by hand: pins, swaps, locks and accepted answers. PRODUCT R3.11; RULES 4."""

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.planning.plan import OPEN, Plan
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions
from tests.unit.workspace import builders

DATA = builders.dataset()


@pytest.fixture
def plan() -> Plan:
    return builders.built_plan()


def test_each_decision_lands_under_its_own_kind(plan: Plan) -> None:
    for edit in (
        decisions.pin_channel(["A1"], Channel.OUTSIDE, reason="asked for it"),
        decisions.pin_territory(["A1"], "T2", reason="near", territory_name="Town T2", dataset=DATA),
        decisions.pin_inside_rep(["A2"], "I1", reason="knows them", rep_name="Ivy"),
        decisions.lock_territory("T3", territory_name="Town T3"),
        decisions.rename_territory("T1", name=" Toledo "),
    ):
        plan = edit.apply(plan)
    pins = plan.pins
    assert pins.channel["A1"].value == Channel.OUTSIDE
    assert pins.territory["A1"].value == "T2"
    assert pins.inside_rep["A2"].value == "I1"
    assert "T3" in pins.locked
    assert pins.territory_name["T1"].value == "Toledo"
    assert not pins.rep


def test_a_decision_says_who_when_and_why(plan: Plan) -> None:
    edit = decisions.pin_channel(["A1"], Channel.OUTSIDE, reason="asked for it")
    pin = edit.apply(plan).pins.channel["A1"]
    assert (pin.reason, pin.who, pin.when) == (edit.reason, edit.who, edit.when)
    assert pin.reason == "asked for it"
    assert edit.when.utcoffset() is not None


def test_freeing_gives_the_plan_back(plan: Plan) -> None:
    pinned = decisions.pin_channel(["A1", "A2"], Channel.OUTSIDE, reason="").apply(plan)
    assert decisions.free_channel(["A1", "A2"]).apply(pinned).fingerprint == plan.fingerprint


def test_a_rep_dropped_on_another_reps_territory_swaps_with_him(plan: Plan) -> None:
    edit = decisions.pin_rep(plan, "T2", rep_id="R1", dataset=DATA)
    reps = decisions.reps_by_territory(edit.apply(plan))
    assert reps == {"T1": "R2", "T2": "R1", "T3": OPEN}
    assert edit.label == "Swap Ann Lee and Bo Diaz: Town T2 and Town T1"


def test_a_rep_dropped_on_an_open_territory_leaves_his_own_open(plan: Plan) -> None:
    edit = decisions.pin_rep(plan, "T3", rep_id="R1", dataset=DATA)
    reps = decisions.reps_by_territory(edit.apply(plan))
    assert reps == {"T1": OPEN, "T2": "R2", "T3": "R1"}
    assert edit.label == "Move Ann Lee to Town T3; Town T1 becomes open"


def test_a_rep_without_a_territory_takes_the_place_of_whoever_had_it(plan: Plan) -> None:
    edit = decisions.pin_rep(plan, "T1", rep_id="R3", dataset=DATA)
    assert decisions.reps_by_territory(edit.apply(plan)) == {"T1": "R3", "T2": "R2", "T3": OPEN}
    assert edit.label == "Put R3 on Town T1"


def test_a_rep_dropped_where_he_is_keeps_everybody_in_place(plan: Plan) -> None:
    before = decisions.reps_by_territory(plan)
    after = decisions.pin_rep(plan, "T1", rep_id="R1", dataset=DATA).apply(plan)
    assert decisions.reps_by_territory(after) == before


def test_two_swaps_in_a_row_never_give_a_rep_two_territories(plan: Plan) -> None:
    for territory, rep in (("T2", "R1"), ("T3", "R1"), ("T1", "R1")):
        plan = decisions.pin_rep(plan, territory, rep_id=rep, dataset=DATA).apply(plan)
    assert decisions.reps_by_territory(plan) == {"T1": "R1", "T2": OPEN, "T3": "R2"}


def test_freeing_a_territory_frees_wherever_its_matched_rep_was_put(plan: Plan) -> None:
    moved = decisions.pin_rep(plan, "T3", rep_id="R1", dataset=DATA).apply(plan)
    freed = decisions.free_rep("T1", territory_name="Town T1").apply(moved)
    assert decisions.reps_by_territory(freed) == decisions.reps_by_territory(plan)


def test_a_rep_leaves_a_territory_of_an_earlier_answer_too(plan: Plan) -> None:
    moved = decisions.pin_rep(plan, "T3", rep_id="R1", dataset=DATA).apply(plan)
    fewer = decisions.accept_territories(builders.territory_answer(ids=("T1", "T2"))).apply(moved)
    edit = decisions.pin_rep(fewer, "T1", rep_id="R1", dataset=DATA)
    assert edit.label == "Put Ann Lee on Town T1"
    assert decisions.reps_by_territory(edit.apply(fewer)) == {"T1": "R1", "T2": "R2", "T3": OPEN}


@pytest.mark.parametrize("territory", ["T1", "T2"])
def test_a_locked_territory_neither_gives_nor_takes_a_rep(plan: Plan, territory: str) -> None:
    locked = decisions.lock_territory(territory, territory_name="Town").apply(plan)
    with pytest.raises(UserError, match="is locked"):
        decisions.pin_rep(locked, "T2", rep_id="R1", dataset=DATA).apply(locked)


def test_accounts_cannot_be_moved_to_a_locked_or_an_unknown_territory(plan: Plan) -> None:
    locked = decisions.lock_territory("T1", territory_name="Town").apply(plan)
    for territory in ("T1", "T9"):
        with pytest.raises(UserError):
            decisions.pin_territory(["A1"], territory, reason="", territory_name="Town", dataset=DATA).apply(locked)


def test_accounts_cannot_leave_a_locked_territory_however_they_came_there(plan: Plan) -> None:
    moved = decisions.pin_territory(["A0"], "T2", reason="", territory_name="Town", dataset=DATA).apply(plan)
    locked = decisions.lock_territory("T2", territory_name="Town").apply(moved)
    for account in ("A0", "A1"):
        with pytest.raises(UserError, match="Town T2 is locked"):
            decisions.pin_territory([account], "T3", reason="", territory_name="Town", dataset=DATA).apply(locked)
    with pytest.raises(UserError, match="Town T2 is locked"):
        decisions.free_territory(["A0"]).apply(locked)
    decisions.pin_territory(["A2"], "T1", reason="", territory_name="Town", dataset=DATA).apply(locked)


def test_the_later_decision_wins_where_a_channel_has_no_territories(plan: Plan) -> None:
    moved = decisions.pin_territory(["A0", "A1"], "T2", reason="", territory_name="Town", dataset=DATA).apply(plan)
    inside = decisions.pin_channel(["A0"], Channel.INSIDE, reason="").apply(moved)
    assert list(inside.pins.territory) == ["A1"]
    assert list(decisions.pin_channel(["A0"], Channel.OUTSIDE, reason="").apply(moved).pins.territory) == ["A0", "A1"]


def test_a_channel_takes_no_account_out_of_a_locked_territory_it_was_moved_to(plan: Plan) -> None:
    moved = decisions.pin_territory(["A0"], "T2", reason="", territory_name="Town", dataset=DATA).apply(plan)
    locked = decisions.lock_territory("T2", territory_name="Town").apply(moved)
    with pytest.raises(UserError, match="Town T2 is locked"):
        decisions.pin_channel(["A0"], Channel.SELF_SERVE, reason="").apply(locked)


def test_accepting_an_answer_keeps_the_other_answers_and_all_pins(plan: Plan) -> None:
    pinned = decisions.pin_channel(["A1"], Channel.OUTSIDE, reason="").apply(plan)
    answer = builders.territory_answer(ids=("T1", "T2"))
    after = decisions.accept_territories(answer).apply(pinned)
    assert after.accepted.territories is answer
    assert after.accepted.reps is plan.accepted.reps
    assert after.pins == pinned.pins


def test_a_territory_is_called_what_the_planner_calls_it(plan: Plan) -> None:
    assert decisions.territory_name(plan, "T1") == "Town T1"
    named = decisions.rename_territory("T1", name="Toledo").apply(plan)
    assert decisions.territory_name(named, "T1") == "Toledo"
    assert decisions.rename_territory("T1", name="").apply(named).fingerprint == plan.fingerprint
