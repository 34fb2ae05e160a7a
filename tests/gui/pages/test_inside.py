"""The Inside page: lanes, moves by hand, weights, and what has to come first."""

import json
from functools import partial

import pandas as pd
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.settings import InsideRules
from gtm_desktop.project.state import new_project
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import PeopleMode, WorkspaceBridge
from gtm_desktop.ui.pages.inside.ghost import ACCOUNT_IDS, account_ids, count_pill
from gtm_desktop.ui.pages.inside.lanes import GroupCard
from gtm_desktop.ui.pages.inside.page import create_page
from gtm_desktop.ui.pages.inside.view import BLEND, REGION
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.shell.steps import StepId
from gtm_desktop.workspace import scenarios
from gtm_desktop.workspace.recording import Recording

INSIDE, OUTSIDE = 1_000_000, 4_000_000


def _project(margins):
    table = columns.account_table(
        pd.DataFrame(
            {
                columns.ACCOUNT_ID: [f"A{row}" for row in range(len(margins))],
                columns.NAME: [f"Account {row}" for row in range(len(margins))],
                columns.GROSS_MARGIN: margins,
                columns.REVENUE: [4 * margin for margin in margins],
                columns.REGION: ["West", "East"] * (len(margins) // 2),
            }
        )
    )
    people = rep_columns.rep_table(
        pd.DataFrame(
            {
                rep_columns.REP_ID: ["I1", "I2"],
                rep_columns.NAME: ["Ann Lee", "Bo Diaz"],
                rep_columns.ROLE: [Role.INSIDE.value] * 2,
                rep_columns.REGION: ["West", "East"],
                rep_columns.HOME_CITY: ["Flint", "Toledo"],
                rep_columns.SENIORITY: ["Senior", "Junior"],
            }
        )
    )
    return new_project(Dataset(table, people), scenario="Plan")


class _Shell:
    """What the page asks of the shell."""

    def __init__(self):
        self.why, self.gone = [], []

    def context(self, bridge):
        return PageContext(bridge, self.why.append, lambda step, subject: self.gone.append(step), lambda _id: None)


@pytest.fixture
def shell():
    return _Shell()


@pytest.fixture
def opened(qtbot, qapp, shell):
    """Return a function that opens a plan over accounts of these margins and shows the page."""
    make_application()
    bridge = WorkspaceBridge(partial(evaluate, memo=Memo()), Recording())

    def open_(margins=(INSIDE,) * 4):
        with qtbot.waitSignal(bridge.result_changed):
            bridge.workspace.open(_project(list(margins)), None)
        page = create_page(shell.context(bridge))
        qtbot.addWidget(page)
        page.resize(1250, 640)
        page.show()
        return page

    yield open_
    bridge.workspace.close()
    bridge.close()


def _assign(qtbot, page):
    with qtbot.waitSignal(page.bridge.result_changed):
        page.face.assign_button.click()


def _owner(page, account_id):
    roster = page.bridge.result.roster
    return roster.loc[roster[roster_columns.ACCOUNT_ID] == account_id, roster_columns.OWNER_ID].iloc[0]


def test_before_territories_the_page_says_what_comes_first_and_leads_there(opened, shell):
    page = opened((INSIDE, OUTSIDE))
    assert page.face.empty.isVisible()
    page.face.empty.action_chosen.emit()
    assert shell.gone == [StepId.TERRITORIES]


def test_assigning_is_one_undo_step_and_gives_every_account_a_rep(qtbot, opened):
    page = opened()
    assert page.face.assign_button.text() == "Assign 4 accounts"
    _assign(qtbot, page)
    assert page.bridge.workspace.undo_label == "Spread inside accounts"
    assert {_owner(page, f"A{row}") for row in range(4)} == {"I1", "I2"}
    assert [lane.accessibleName().split(",")[0] for lane in page.face.strip.lanes if not lane.isHidden()] == [
        "Ann Lee",
        "Bo Diaz",
    ]


def test_books_made_for_one_scenario_are_not_accepted_in_another(qtbot, opened):
    page = opened()
    workspace = page.bridge.workspace
    with qtbot.waitSignal(page.bridge.noted):
        page.face.assign_button.click()
        workspace.change_scenarios(scenarios.copy_scenario("Other"))
    assert workspace.plan.accepted.inside is None
    assert workspace.undo_label == "copy scenario to Other"


def test_while_accounts_are_being_assigned_the_button_says_so(qtbot, opened):
    page = opened()
    with qtbot.waitSignal(page.bridge.result_changed):
        page.face.assign_button.click()
        assert not page.face.assign_button.isEnabled()
        assert "being assigned" in page.face.assign_button.toolTip()
    qtbot.waitUntil(page.face.assign_button.isEnabled)


def test_accounts_dropped_on_a_lane_belong_to_its_rep_in_one_undo_step(qtbot, opened):
    page = opened()
    _assign(qtbot, page)
    lane = next(lane for lane in page.face.strip.lanes if lane.rep_id == "I2")
    data = QMimeData()
    data.setData(ACCOUNT_IDS, json.dumps(["A0", "A2"]).encode())
    drop = QDropEvent(
        QPointF(10, 10), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(page.bridge.result_changed):
        lane.dropEvent(drop)
    assert [_owner(page, each) for each in ("A0", "A2")] == ["I2", "I2"]
    assert page.bridge.workspace.undo_label == "Give 2 accounts to Bo Diaz"
    with qtbot.waitSignal(page.bridge.result_changed):
        page.bridge.workspace.undo()
    assert _owner(page, "A0") == "I1"


def test_accounts_given_to_who_has_them_already_change_nothing_and_are_not_set_by_hand(qtbot, opened):
    page = opened()
    _assign(qtbot, page)
    before = page.bridge.workspace.undo_label
    with qtbot.waitSignal(page.bridge.noted) as told:
        page.face.accounts_given.emit(_owner(page, "A0"), ["A0"], "")
    assert "nothing has changed" in told.args[0]
    assert page.bridge.workspace.undo_label == before
    assert not page.bridge.workspace.plan.pins.inside_rep


def test_only_accounts_that_move_are_given_and_counted(qtbot, opened):
    page = opened()
    _assign(qtbot, page)
    mine = next(f"A{row}" for row in range(4) if _owner(page, f"A{row}") == "I2")
    other = next(f"A{row}" for row in range(4) if _owner(page, f"A{row}") == "I1")
    with qtbot.waitSignal(page.bridge.result_changed):
        page.face.accounts_given.emit("I2", [mine, other], "")
    assert page.bridge.workspace.undo_label == "Give 1 account to Bo Diaz"
    assert set(page.bridge.workspace.plan.pins.inside_rep) == {other}


def test_the_pointer_carries_a_small_pill_however_many_accounts_are_dragged(qtbot):
    assert count_pill(2_080, 1.0).width() < 150
    assert account_ids(b'["A0"]') == ["A0"]


def test_a_group_is_given_by_the_keyboard_with_the_same_menu_as_rows(qtbot, opened):
    page = opened()
    _assign(qtbot, page)
    group = page.face.strip.findChildren(GroupCard)[0]
    group.menu_requested.disconnect()  # the menu itself needs a real screen
    with qtbot.waitSignal(group.menu_requested) as asked:
        QTest.keyClick(group, Qt.Key.Key_Return)
    menu = page.face.menu_of(asked.args[0])
    give = menu.actions()[0].menu()
    assert [action.text().split("  ")[0] for action in give.actions()] == ["Bo Diaz"]
    with qtbot.waitSignal(page.bridge.result_changed):
        give.actions()[0].trigger()
    assert _owner(page, asked.args[0][0]) == "I2"


def test_a_reason_stays_with_the_accounts_given(qtbot, opened):
    page = opened()
    _assign(qtbot, page)
    with qtbot.waitSignal(page.bridge.result_changed):
        page.face.accounts_given.emit("I2", ["A0"], "knows the buyer")
    assert page.bridge.workspace.plan.pins.inside_rep["A0"].reason == "knows the buyer"


def test_accounts_set_by_hand_can_be_spread_again(qtbot, opened):
    page = opened()
    _assign(qtbot, page)
    with qtbot.waitSignal(page.bridge.result_changed):
        page.face.accounts_given.emit("I2", ["A0"], "")
    with qtbot.waitSignal(page.bridge.result_changed):
        page.face.menu_of(["A0"]).actions()[3].trigger()
    assert not page.bridge.workspace.plan.pins.inside_rep


def test_choosing_a_method_sets_its_weight_and_marks_the_books_stale(qtbot, opened):
    page = opened()
    _assign(qtbot, page)
    with qtbot.waitSignal(page.bridge.result_changed):
        page.face.chips.chosen.emit(REGION)
    assert page.bridge.workspace.plan.settings.inside == InsideRules(1, 0, 0, 0.5)
    assert page.face._notice.isVisible()
    _assign(qtbot, page)
    qtbot.waitUntil(lambda: not page.face._notice.isVisible())


def test_a_blend_is_one_edit_however_many_sliders_moved(qtbot, opened):
    page = opened()
    page.face.blend.show_rules(InsideRules())
    for slider, value in zip(page.face.blend.sliders, (60, 10, 30, 0, 40), strict=True):
        slider.setValue(value)
    with qtbot.waitSignal(page.bridge.result_changed):
        page.face.blend.apply_button.click()
    assert page.bridge.workspace.plan.settings.inside == InsideRules(0.6, 0.1, 0.3, 0.0, 0.4)
    page.bridge.workspace.undo()
    assert page.bridge.workspace.plan.settings.inside == InsideRules()


def test_a_blend_of_nothing_cannot_be_used_and_says_why(opened):
    page = opened()
    page.face.blend.show_rules(InsideRules(0, 0, 0, 1))
    assert not page.face.blend.apply_button.isEnabled()
    assert page.face.blend.apply_button.toolTip()


@pytest.mark.xvfb
def test_the_blend_chip_opens_the_blend_and_changes_nothing_yet(opened):
    page = opened()
    page.face.chips.chosen.emit(BLEND)
    assert page.face.blend.isVisible()
    assert page.bridge.workspace.undo_label == ""
    page.face.blend.hide()


def test_a_lane_is_chosen_by_click_and_by_keyboard_and_lists_its_accounts(qtbot, opened):
    page = opened()
    _assign(qtbot, page)
    lane = next(lane for lane in page.face.strip.lanes if lane.rep_id == "I2")
    QTest.keyClick(lane, Qt.Key.Key_Return)
    assert set(page.face.table.model()._view.row_ids) == {"A1", "A3"}
    first = next(lane for lane in page.face.strip.lanes if lane.rep_id == "I1")
    QTest.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    assert set(page.face.table.model()._view.row_ids) == {"A0", "A2"}


def test_the_give_button_says_why_it_waits_and_counts_the_rows(qtbot, opened):
    page = opened()
    _assign(qtbot, page)
    assert not page.face.give_button.isEnabled()
    assert "select accounts first" in page.face.give_button.toolTip()
    page.face.table.selectRow(0)
    assert page.face.give_button.isEnabled()
    assert page.face.give_button.text() == "Give 1 to…"


def test_a_subject_brings_its_lane_and_row_into_view(qtbot, opened):
    page = opened()
    _assign(qtbot, page)
    page.show_subject("A3")
    assert page.face.table.selected_ids() == ["A3"]


def test_opening_a_row_asks_why(opened, shell):
    page = opened()
    page.face.table.row_opened.emit("A1")
    assert shell.why == ["A1"]


def test_workshop_mode_shows_no_home_and_no_seniority(qtbot, opened):
    page = opened()
    words = lambda: " ".join(each.text() for each in page.face.strip.findChildren(type(page.face.strip.lanes[0]._name)))  # noqa: E731 - read twice
    assert "Flint" in words()
    assert "Senior" in words()
    page.bridge.set_people(PeopleMode.WORKSHOP)
    assert "Flint" not in words()
    assert "Senior" not in words()
