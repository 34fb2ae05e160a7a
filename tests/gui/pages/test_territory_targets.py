"""Territories under a target: the ways out of each with price and effect, to take one; and parts that lie apart."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import TerritoryDecision
from gtm_desktop.planning.result import PlanProblem, Stage
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import PeopleMode, WorkspaceBridge
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.pages.territories.page import TerritoriesPage
from gtm_desktop.ui.pages.territories.targets_dialog import TargetsDialog
from gtm_desktop.ui.pages.territories.targets_view import targets_table
from gtm_desktop.ui.pages.territories.view import territories_view
from gtm_desktop.workspace import decisions, rule_edits
from gtm_desktop.workspace.recording import Recording
from tests.gui.pages.built import built_project
from tests.unit.planning.builders import OUTSIDE_MARGIN

Opened = tuple[TerritoriesPage, WorkspaceBridge]

DECISION = TerritoryDecision(
    territory_id="T02",
    name="Marquette",
    value=100_000_00,
    potential=0,
    value_target=150_000_00,
    potential_target=None,
    prices=((WayOut.RAISE, 2_000_00), (WayOut.DISSOLVE, -3_000_00)),
    taken=WayOut.DISSOLVE,
    moved=(1, 2, 3),
    inside=(4,),
)


@pytest.fixture(scope="session")
def qapp():
    return make_application()


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    recording = Recording()
    bridge = WorkspaceBridge(evaluate, recording)
    page = TerritoriesPage(PageContext(bridge, lambda _: None, lambda *_: None, lambda _: None))
    qtbot.addWidget(page)
    page.resize(1232, 824)
    page.show()
    with qtbot.waitSignals([page.controller.feed.drawn, page.face.map.view.drawn], timeout=20_000):
        bridge.workspace.open(built_project(), None)
    yield page, bridge
    bridge.close()
    recording.close()


@pytest.fixture
def missed(qtbot: QtBot, opened: Opened) -> Opened:
    """Every territory holds three accounts and is asked for four."""
    _, bridge = opened
    rules = replace(bridge.workspace.plan.settings.territories, value_target=4 * OUTSIDE_MARGIN, is_filled=False)
    with qtbot.waitSignal(bridge.result_changed, timeout=20_000):
        bridge.apply(rule_edits.set_territory_rules(rules))
    return opened


def _dialog(qtbot: QtBot, page: TerritoriesPage) -> TargetsDialog:
    with qtbot.waitSignal(page.controller.builder.weighed, timeout=20_000):
        page.face.tools.targets.trigger()
    dialog = page.face.findChild(TargetsDialog)
    assert dialog is not None
    return dialog


def _choose_row(dialog: TargetsDialog, row: int) -> None:
    """Choose a row as a click does, whatever keys are held and whether or not the table is laid out yet."""
    flag = QItemSelectionModel.SelectionFlag
    chosen = dialog.table.model().index(row, 0)
    dialog.table.selectionModel().setCurrentIndex(chosen, flag.ClearAndSelect | flag.Rows)


def _button(page: TerritoriesPage, text: str) -> QPushButton:
    return next(each for each in page.face.strip.problem.findChildren(QPushButton) if each.text() == text)


def test_missed_targets_wait_until_a_target_is_set(opened: Opened) -> None:
    page, _ = opened
    assert not page.face.tools.targets.isEnabled()
    assert "no target is set" in page.face.tools.targets.toolTip()


def test_missed_targets_wait_where_every_territory_reaches_them(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    rules = replace(bridge.workspace.plan.settings.territories, value_target=1)
    with qtbot.waitSignal(bridge.result_changed, timeout=20_000):
        bridge.apply(rule_edits.set_territory_rules(rules))
    assert "every territory reaches its targets" in page.face.tools.targets.toolTip()


def test_a_missed_target_shows_its_ways_out_with_their_prices_and_what_was_done() -> None:
    """R3.6, R3.9."""
    table = targets_table([DECISION])
    said = {column.key: column.text(0) for column in table.columns}
    assert said["missed"] == "$100K of margin, target $150K"
    assert (said["raise"], said["dissolve"], said["inside"]) == ("costs $2K", "saves $3K", "–")
    assert said["done"] == "Dissolved: 3 accounts to neighbours, 1 inside"


def test_every_territory_under_its_target_is_listed_with_three_ways_and_their_effects(
    qtbot: QtBot, missed: Opened
) -> None:
    """R3.6."""
    page, _ = missed
    dialog = _dialog(qtbot, page)
    assert dialog.table.model().rowCount() == 3
    inside = dialog.ways[list(WayOut).index(WayOut.INSIDE)]
    assert "a year\n3 accounts go to inside sales." in inside.text
    assert inside.take.isEnabled()
    assert all(card.take.toolTip() for card in dialog.ways)


def test_another_row_shows_the_ways_out_of_another_territory(qtbot: QtBot, missed: Opened) -> None:
    page, _ = missed
    dialog = _dialog(qtbot, page)
    first = dialog.case.territory_id
    _choose_row(dialog, 1)
    assert dialog.case.territory_id != first


def test_a_way_out_is_done_as_one_step_to_undo(qtbot: QtBot, missed: Opened) -> None:
    """R3.6."""
    page, bridge = missed
    dialog = _dialog(qtbot, page)
    gone, before = dialog.case, bridge.workspace.plan
    with qtbot.waitSignal(bridge.result_changed, timeout=20_000):
        dialog.ways[list(WayOut).index(WayOut.INSIDE)].take.click()
    answer = bridge.workspace.plan.accepted.territories
    assert answer is not None
    assert gone.territory_id not in answer.ids
    assert bridge.workspace.undo_label == f"Hand {gone.name} to inside"
    bridge.workspace.undo()
    assert bridge.workspace.plan == before


def test_a_way_that_there_is_not_says_why_and_cannot_be_done(qtbot: QtBot, missed: Opened) -> None:
    page, bridge = missed
    with qtbot.waitSignal(bridge.result_changed, timeout=20_000):
        bridge.apply(decisions.lock_territory("T01", territory_name="Town 1"))
    dialog = _dialog(qtbot, page)
    place = [each.territory_id for each in dialog._view.cases].index("T01")
    _choose_row(dialog, place)
    assert [card.text for card in dialog.ways] == ["The territory is locked."] * 3
    assert not any(card.take.isEnabled() for card in dialog.ways)


def test_a_territory_is_kept_by_locking_it_in_the_dialog(qtbot: QtBot, missed: Opened) -> None:
    page, bridge = missed
    dialog = _dialog(qtbot, page)
    territory_id = dialog.case.territory_id
    next(each for each in dialog.findChildren(QPushButton) if each.text().startswith("Keep ")).click()
    assert set(bridge.workspace.plan.pins.locked) == {territory_id}


def test_the_problem_line_of_a_missed_target_leads_to_its_ways_out(qtbot: QtBot, missed: Opened) -> None:
    page, bridge = missed
    assert bridge.result is not None
    view = territories_view(bridge.workspace.dataset, bridge.workspace.plan, bridge.result, shows_people=True)
    problem = next(each for each in view.problems if each.has_ways_out and each.territory_id == "T02")
    page.face.strip.problem.show_problem(problem)
    with qtbot.waitSignal(page.controller.builder.weighed, timeout=20_000):
        _button(page, "Ways out…").click()
    dialog = page.face.findChild(TargetsDialog)
    assert dialog is not None
    assert dialog.case.territory_id == "T02"


def test_a_workshop_is_not_told_who_would_be_without_a_place(qtbot: QtBot, missed: Opened) -> None:
    """RULES 5."""
    page, bridge = missed
    full = _dialog(qtbot, page)
    assert any("is not placed yet" in card.text for card in full.ways)
    full.close()
    qtbot.waitUntil(lambda: page.face.findChild(TargetsDialog) is None)
    bridge.set_people(PeopleMode.WORKSHOP)
    assert not any("not placed" in card.text for card in _dialog(qtbot, page).ways)


def test_what_was_done_before_is_listed_where_nothing_is_under_a_target_now(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    answer = bridge.workspace.plan.accepted.territories
    assert answer is not None
    with qtbot.waitSignal(bridge.result_changed, timeout=20_000):
        bridge.apply(decisions.accept_territories(replace(answer, decisions=(DECISION,))))
    dialog = _dialog(qtbot, page)
    assert dialog._view.done is not None
    assert dialog._view.cases == ()


def test_show_it_selects_the_accounts_of_a_part_that_lies_apart(opened: Opened) -> None:
    page, bridge = opened
    assert bridge.result is not None
    problem = PlanProblem("enclave", "2 accounts lie apart.", Stage.TERRITORIES, "T02", (1, 4))
    result = replace(bridge.result, problems=(problem,))
    view = territories_view(bridge.workspace.dataset, bridge.workspace.plan, result, shows_people=True)
    page.face.strip.problem.show_problem(view.problems[0])
    _button(page, "Show it").click()
    assert view.problems[0].account_ids == ("A1", "A4")
    assert len(page.face.map.view.selection) == 2


@pytest.mark.parametrize("mends", ["match", "build"])
def test_the_banner_mends_what_is_out_of_date(opened: Opened, mends: str) -> None:
    page, _ = opened
    asked: list[str] = []
    page.face.tools.match.triggered.connect(lambda: asked.append("match"))
    page.face.tools.build.triggered.connect(lambda: asked.append("build"))
    page.face.tools.build_requested.disconnect()
    page.face.tools.match_requested.disconnect()
    page.face.banner.show_reason("Out of date.", needs_only_reps=mends == "match")
    button = page.face.banner.findChild(QPushButton)
    assert button is not None
    button.click()
    assert asked == [mends]


def test_next_rings_what_lies_apart_and_keeps_the_problem_line(opened: Opened) -> None:
    page, bridge = opened
    assert bridge.result is not None
    page.controller._on_next_problem()
    assert page.face.map.view.selection == []
    assert page.face.strip.currentIndex() == 0
