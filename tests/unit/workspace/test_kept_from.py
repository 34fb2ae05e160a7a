"""Accounts kept from a rep: the decision, and hand moves that would break it. RULES 4 (forbidden pairs)."""

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.planning.plan import OPEN, Plan
from gtm_desktop.workspace import decisions
from gtm_desktop.workspace.edits import Edit
from tests.unit.workspace import builders

DATA = builders.dataset()
"""A0 and A3 are in T1 (R1, Ann Lee), A1 in T2 (R2, Bo Diaz), A2 in T3 (open)."""


@pytest.fixture
def plan() -> Plan:
    edit = decisions.keep_from(["A1"], "R1", reason="price quarrel", rep_name="Ann Lee")
    return edit.apply(builders.built_plan())


def refused(edit: Edit, plan: Plan) -> UserError:
    with pytest.raises(UserError) as caught:
        edit.apply(plan)
    return caught.value


def test_the_decision_says_who_when_and_why(plan: Plan) -> None:
    pin = plan.pins.kept_from["A1"]
    assert (pin.value, pin.reason) == ("R1", "price quarrel")
    assert pin.who


def test_a_reason_must_be_given() -> None:
    error = refused(decisions.keep_from(["A1"], "R1", reason=" ", rep_name="Ann Lee"), builders.built_plan())
    assert error.code == "reason_missing"


def test_allowing_again_gives_the_plan_back(plan: Plan) -> None:
    assert decisions.allow_again(["A1"]).apply(plan).fingerprint == builders.built_plan().fingerprint


def test_an_account_is_not_moved_to_the_territory_of_whom_it_is_kept_from(plan: Plan) -> None:
    edit = decisions.pin_territory(["A2", "A1"], "T1", reason="", territory_name="Town T1", dataset=DATA)
    error = refused(edit, plan)
    assert error.code == "kept_from"
    assert error.message.startswith("A1 is kept from Ann Lee: price quarrel (")
    assert "any rep again first" in error.remedy


def test_an_account_may_be_moved_anywhere_else(plan: Plan) -> None:
    edit = decisions.pin_territory(["A1"], "T3", reason="", territory_name="Town T3", dataset=DATA)
    assert edit.apply(plan).pins.territory["A1"].value == "T3"


def test_nobody_is_put_on_a_territory_with_an_account_kept_from_them(plan: Plan) -> None:
    assert refused(decisions.pin_rep(plan, "T2", rep_id="R1", dataset=DATA), plan).code == "kept_from"


def test_a_swap_that_would_bring_them_there_is_refused_too(plan: Plan) -> None:
    assert refused(decisions.pin_rep(plan, "T1", rep_id="R2", dataset=DATA), plan).code == "kept_from"


def test_a_position_may_be_kept_open_whatever_is_kept_from_whom(plan: Plan) -> None:
    edit = decisions.pin_rep(plan, "T2", rep_id=OPEN, dataset=DATA)
    assert decisions.reps_by_territory(edit.apply(plan))["T2"] == OPEN


def test_an_account_put_elsewhere_by_hand_does_not_bind_its_old_territory(plan: Plan) -> None:
    moved = decisions.pin_territory(["A1"], "T3", reason="", territory_name="Town T3", dataset=DATA).apply(plan)
    reps = decisions.reps_by_territory(decisions.pin_rep(moved, "T2", rep_id="R1", dataset=DATA).apply(moved))
    assert reps["T2"] == "R1"


def test_an_inside_rep_is_not_given_an_account_kept_from_them() -> None:
    plan = decisions.keep_from(["A3"], "I1", reason="asked for it", rep_name="Ivy").apply(builders.built_plan())
    error = refused(decisions.pin_inside_rep(["A3"], "I1", reason="", rep_name="Ivy"), plan)
    assert error.message.startswith("A3 is kept from Ivy: asked for it")
