"""What moving accounts to a territory would do, told before it is done."""

from dataclasses import replace

import pytest

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.stage_inputs import today_input
from gtm_desktop.planning.today import today_of
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import territories as territory_columns
from gtm_desktop.ui.pages.territories.moves import MoveView, move_view
from tests.unit.planning.builders import OUTSIDE_MARGIN, dataset, plan, rep_answer, territory_answer, towns


@pytest.fixture
def data() -> Dataset:
    """Six outside accounts, all with Ann today, and two reps."""
    table = {
        columns.GROSS_MARGIN: [OUTSIDE_MARGIN] * 6,
        columns.OUTSIDE_REP: ["R0"] * 6,
        **towns(6),
    }
    return dataset(table, {rep_columns.NAME: ["Ann Lee", "Bo Diaz"]})


def _plan(**pins: dict[str, str]) -> Plan:
    """Four accounts in Ann's Town 1, two in Bo's Town 2."""
    return plan(
        pins=pins, territories=territory_answer([0, 0, 0, 0, 1, 1]), reps=rep_answer(T01="R0", T02="R1")
    )  # fmt: skip


def _move(data: Dataset, chosen: Plan, ids: list[str], territory_id: str) -> MoveView:
    result = evaluate(data, replace(chosen, dataset_id=data.dataset_id))
    today = today_of(today_input(data, chosen.settings))
    return move_view(
        data, result, account_ids=ids, territory_id=territory_id, today=today, rules=chosen.settings.territories
    )


def test_the_selection_says_how_many_accounts_are_where(data: Dataset) -> None:
    view = _move(data, _plan(), ["A0", "A1", "A4"], "")
    assert view.title == "3 accounts selected"
    assert view.whence == "2 Town 1 · 1 Town 2 · $90K margin"
    assert not view.lines


def test_the_effect_shows_both_territories_before_and_after(data: Dataset) -> None:
    view = _move(data, _plan(), ["A0"], "T02")
    assert view.lines[0] == "Town 1 4 → 3 accounts, $120K → $90K"
    assert view.lines[1] == "Town 2 2 → 3 accounts, $60K → $90K"
    assert not view.refusal


def test_an_account_that_leaves_its_rep_of_today_changes_hands(data: Dataset) -> None:
    assert _move(data, _plan(), ["A0"], "T02").lines[-1] == "Change hands 2 → 3 in the whole plan"


def test_an_account_that_comes_back_to_its_rep_of_today_no_longer_changes_hands(data: Dataset) -> None:
    assert _move(data, _plan(), ["A4"], "T01").lines[-1] == "Change hands 2 → 1 in the whole plan"


def test_accounts_already_there_count_for_nothing(data: Dataset) -> None:
    view = _move(data, _plan(), ["A0", "A4"], "T02")
    assert view.lines[1] == "Town 2 2 → 3 accounts, $60K → $90K"


def test_nothing_moves_where_all_are_there_already(data: Dataset) -> None:
    assert _move(data, _plan(), ["A4", "A5"], "T02").refusal == "they are all there already"


@pytest.mark.parametrize("locked", ["T01", "T02"])
def test_accounts_neither_leave_nor_enter_a_locked_territory(data: Dataset, locked: str) -> None:
    assert "is locked" in _move(data, _plan(locked={locked: locked}), ["A0"], "T02").refusal


def test_the_promised_changes_of_hands_are_those_of_the_plan_afterwards(data: Dataset) -> None:
    promised = _move(data, _plan(), ["A0", "A1"], "T02").lines[-1]
    after = evaluate(data, replace(_plan(territory={"A0": "T02", "A1": "T02"}), dataset_id=data.dataset_id))
    assert promised == f"Change hands 2 → {after.kpis.changing_accounts} in the whole plan"


def test_a_move_names_the_territories_that_give_most_and_counts_the_others() -> None:
    table = {columns.GROSS_MARGIN: [OUTSIDE_MARGIN] * 8, columns.OUTSIDE_REP: ["R0"] * 8, **towns(8)}
    spread = plan(territories=territory_answer([0, 0, 1, 2, 2, 2, 3, 3]), reps=rep_answer(T01="R0"))
    everybody = dataset(table, {rep_columns.NAME: ["Ann Lee"]})
    lines = _move(everybody, spread, [f"A{row}" for row in range(6)], "T04").lines
    assert [line.split(" accounts")[0] for line in lines[:2]] == ["Town 3 3 → 0", "Town 1 2 → 0"]
    assert lines[2] == "1 more territory gives accounts"


def _limited(data: Dataset, held: list[int], ids: list[str], *, lower: float, upper: float) -> MoveView:
    """Move accounts to Town 2 where both territories have these limits."""
    chosen = plan(territories=territory_answer(held), reps=rep_answer(T01="R0", T02="R1"))
    result = evaluate(data, replace(chosen, dataset_id=data.dataset_id))
    limits = {territory_columns.LOWER: lower, territory_columns.UPPER: upper}
    result = replace(result, territories=result.territories.assign(**limits))
    today = today_of(today_input(data, chosen.settings))
    rules = chosen.settings.territories
    return move_view(data, result, account_ids=ids, territory_id="T02", today=today, rules=rules)


def test_a_move_that_leaves_one_territory_empty_and_another_over_its_limit_says_both(data: Dataset) -> None:
    view = _limited(data, [0, 0, 0, 0, 1, 1], ["A0", "A1", "A2", "A3"], lower=0.0, upper=3.0)
    assert view.warnings == (
        "puts Town 2 at 6 accounts, over its upper limit of 3",
        "leaves Town 1 without an account",
    )


def test_a_move_within_all_limits_warns_of_nothing(data: Dataset) -> None:
    assert _limited(data, [0, 0, 0, 0, 1, 1], ["A0"], lower=0.0, upper=5.0).warnings == ()


def test_only_a_lower_limit_that_is_kept_now_can_be_broken(data: Dataset) -> None:
    kept = _limited(data, [0, 0, 0, 1, 1, 1], ["A0"], lower=3.0, upper=9.0)
    assert kept.warnings == ("leaves Town 1 with 2 accounts, under its lower limit of 3",)
    missed = _limited(data, [0, 0, 1, 1, 1, 1], ["A0"], lower=3.0, upper=9.0)
    assert missed.warnings == ()
