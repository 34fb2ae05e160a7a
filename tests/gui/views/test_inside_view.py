"""What the Inside page says, without a window."""

import numpy as np
import pytest

from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.settings import InsideRules, Settings
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.ui.pages.inside.accounts_view import lane_accounts
from gtm_desktop.ui.pages.inside.lane_view import NOBODY
from gtm_desktop.ui.pages.inside.view import BLEND, PRODUCT, REGION, inside_view, method_of, rules_of
from tests.unit.planning.builders import (
    INSIDE_MARGIN,
    OUTSIDE_MARGIN,
    dataset,
    inside_answer,
    plan,
    territory_answer,
)


def _data(margins, **more):
    number = len(margins)
    columns = {
        account_columns.GROSS_MARGIN: margins,
        account_columns.REVENUE: [margin * 4 for margin in margins],
        account_columns.STATE: ["MI"] * number,
    }
    return dataset(
        columns | more,
        {
            rep_columns.REP_ID: ["I1", "I2", "K1"],
            rep_columns.NAME: ["Ann", "Bo", "Kim"],
            rep_columns.ROLE: [Role.INSIDE.value, Role.INSIDE.value, Role.KEY_ACCOUNT.value],
            rep_columns.HOME_CITY: ["Flint", None, None],
            rep_columns.SENIORITY: ["Senior", None, None],
            rep_columns.PERFORMANCE_INDEX: [1.1, float("nan"), float("nan")],
        },
    )


@pytest.fixture
def four():
    """Four inside accounts, two of them of a region."""
    return _data([INSIDE_MARGIN] * 4, **{account_columns.REGION: ["West", "West", None, None]})


def _view(data, made, *, shows_people=True):
    return inside_view(data, made, evaluate(data, made), shows_people=shows_people)


def test_outside_accounts_without_territories_come_first():
    data = _data([INSIDE_MARGIN, OUTSIDE_MARGIN])
    view = _view(data, plan())
    assert view.waits_for_territories
    assert "territories first" in view.reason


def test_without_outside_accounts_nothing_has_to_be_built_first(four):
    view = _view(four, plan())
    assert not view.waits_for_territories
    assert view.reason == ""
    assert view.action == "Assign 4 accounts"


def test_without_inside_accounts_the_button_says_why_it_cannot_be_pressed():
    data = _data([OUTSIDE_MARGIN])
    view = _view(data, plan(territories=territory_answer([0])))
    assert "no account is inside" in view.reason


def test_accounts_without_a_rep_have_a_lane_of_their_own_that_takes_nothing(four):
    lane = _view(four, plan()).lanes[0]
    assert (lane.rep_id, lane.load, lane.can_take) == (NOBODY, "4", False)


def test_a_lane_counts_its_accounts_and_groups_them_by_region_else_by_state(four):
    made = plan(inside=inside_answer([0, 0, 0, 1], ("I1", "I2")))
    first, second = _view(four, made).lanes
    assert first.load == "3 of 350"
    assert [(group.title, group.account_ids) for group in first.groups] == [
        ("West", ("A0", "A1")),
        ("MI, no region", ("A2",)),
    ]
    assert second.load == "1 of 350"


def test_a_small_book_is_told_in_words_as_the_checks_tell_it(four):
    made = plan(inside=inside_answer([0, 0, 0, 1], ("I1", "I2")))
    assert _view(four, made).lanes[0].problems == ("Under 200 accounts", "Book under $1M")


def test_a_book_over_the_limit_is_told_in_words():
    data = _data([INSIDE_MARGIN] * 351)
    made = plan(inside=inside_answer([0] * 351, ("I1", "I2")))
    assert _view(data, made).lanes[0].problems == ("Over 350 accounts",)


def test_nothing_is_wrong_with_books_before_they_are_made(four):
    assert all(lane.problems == () for lane in _view(four, plan()).lanes)


def test_workshop_mode_hides_home_seniority_and_index(four):
    made = plan(inside=inside_answer([0, 0, 0, 1], ("I1", "I2")))
    assert (_view(four, made).lanes[0].place, _view(four, made).lanes[0].facts) == ("Flint", "Senior · 1.10")
    hidden = _view(four, made, shows_people=False).lanes[0]
    assert (hidden.place, hidden.facts) == ("", "")


def test_books_made_for_other_weights_are_marked_stale(four):
    made = plan(inside=inside_answer([0, 0, 0, 1], ("I1", "I2")))
    assert "Assign again" in _view(four, made).notice


def test_key_account_managers_count_parents(four):
    lanes = _view(four, plan()).key_lanes
    assert [(lane.name, lane.load, lane.can_take) for lane in lanes] == [("Kim", "0 of 25 parents", False)]


def test_one_weight_alone_is_its_method_and_several_are_a_blend():
    assert method_of(InsideRules(1, 0, 0)) == REGION
    assert method_of(InsideRules(0, 0, 0.3)) == PRODUCT
    assert method_of(InsideRules()) == BLEND


def test_choosing_a_method_keeps_how_much_todays_rep_and_even_margin_count():
    assert rules_of(REGION, InsideRules(incumbency=0.8, balance=0.7)) == InsideRules(1, 0, 0, 0.8, 0.7)


def test_a_blend_after_one_method_begins_with_how_much_even_margin_counts(four):
    begun = _view(four, plan(settings=Settings(inside=InsideRules(1, 0, 0, 0.8, 0.7)))).blend
    assert begun == InsideRules(incumbency=0.8, balance=0.7)


def test_the_accounts_of_a_lane_come_largest_margin_first():
    data = _data([INSIDE_MARGIN, INSIDE_MARGIN + 1, INSIDE_MARGIN])
    made = plan(inside=inside_answer([0, 0, 1], ("I1", "I2")))
    shown = lane_accounts(data, made, evaluate(data, made), "I1", shows_people=True)
    assert shown.ids == ("A1", "A0")
    assert shown.title == "Accounts of Ann"
    assert np.array_equal(shown.margins, [INSIDE_MARGIN + 1, INSIDE_MARGIN])


def test_what_an_account_buys_is_named_by_its_larger_part():
    columns = {account_columns.REVENUE_DURABLES: [61, 12], account_columns.REVENUE_CONSUMABLES: [39, 88]}
    data = _data([INSIDE_MARGIN] * 2, **columns)
    made = plan(inside=inside_answer([0, 0], ("I1", "I2")))
    assert lane_accounts(data, made, evaluate(data, made), "I1", shows_people=True).buys == (
        "durables 61%",
        "consumables 88%",
    )
