"""The territories page, driven as a planner does."""

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gtm_desktop.engine.solve import solve
from gtm_desktop.maps.plan_scene import Shown
from gtm_desktop.planning.change_rules import Division, Scope
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.project.state import new_project
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import PeopleMode, WorkspaceBridge
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.pages.territories.number_dialog import NumberDialog
from gtm_desktop.ui.pages.territories.page import TerritoriesPage
from gtm_desktop.ui.pages.territories.row_menu import row_entries
from gtm_desktop.ui.pages.territories.rows import LOAD_KEY, PROBLEM_KEY, territory_rows
from gtm_desktop.ui.pages.territories.view import territories_view
from gtm_desktop.ui.widgets.map_view import ACCOUNTS_MIME, REP_MIME
from gtm_desktop.workspace import rule_edits, tasks
from gtm_desktop.workspace.recording import Recording
from gtm_desktop.workspace.rule_edits import ChannelLine
from tests.gui.pages.built import built_dataset, built_project

Opened = tuple[TerritoriesPage, WorkspaceBridge]


@pytest.fixture(scope="session")
def qapp():
    return make_application()


@pytest.fixture
def empty(qtbot: QtBot) -> Iterator[Opened]:
    recording = Recording()
    bridge = WorkspaceBridge(evaluate, recording)
    page = TerritoriesPage(PageContext(bridge, lambda _: None, lambda *_: None, lambda _: None))
    qtbot.addWidget(page)
    page.resize(1232, 824)
    page.show()
    yield page, bridge
    bridge.close()
    recording.close()


@pytest.fixture
def opened(qtbot: QtBot, empty: Opened) -> Opened:
    page, bridge = empty
    with qtbot.waitSignals([page.controller.feed.drawn, page.face.map.view.drawn], timeout=20_000):
        bridge.workspace.open(built_project(), None)
    return page, bridge


def _rep_of(bridge: WorkspaceBridge, territory_id: str) -> str:
    assert bridge.result is not None
    view = territories_view(bridge.workspace.dataset, bridge.workspace.plan, bridge.result, shows_people=True)
    return view.reps[territory_id]


def _select(qtbot: QtBot, page: TerritoriesPage, numbers: list[int]) -> None:
    page.face.map.view.select_accounts(numbers)
    assert page.face.strip.currentIndex() == 1


def test_before_building_the_page_says_what_building_does(qtbot: QtBot, empty: Opened) -> None:
    page, bridge = empty
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.open(new_project(built_dataset(), scenario="A"), None)
    assert page.face.strip.isHidden()
    assert page.face.tools.match.reason


def test_a_build_is_one_step_to_undo(qtbot: QtBot, empty: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    page, bridge = empty
    monkeypatch.setattr(
        tasks,
        "solve_apart",
        lambda problem, *, seed, seconds, progress: solve(
            problem, seed=seed, seconds=seconds, iterations=0, progress=progress
        ),
    )
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.open(new_project(built_dataset(), scenario="A"), None)
    with qtbot.waitSignal(bridge.plan_changed, timeout=20_000):
        page.face.tools.build.trigger()
    accepted = bridge.workspace.plan.accepted
    assert accepted.territories is not None
    assert accepted.reps is not None
    bridge.workspace.undo()
    assert bridge.workspace.plan.accepted.territories is None
    assert bridge.workspace.undo_label == ""


def test_a_map_without_room_waits_and_shows_the_region_when_it_has_some(qtbot: QtBot, opened: Opened) -> None:
    page, _ = opened
    told: list[str] = []
    script = "GTM._map.getContainer().style.height = '{high}'; {then}; `${{GTM._waits}} ${{GTM._map.getZoom() > 0}}`"
    ask = page.face.map.view.page().runJavaScript
    ask(script.format(high="20px", then="GTM.fit()"), told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told == ["true true"]

    def is_whole() -> bool:
        # What the page does on its next frame; a page nobody sees may never paint one.
        ask(script.format(high="", then="GTM._onResized()"), told.append)
        return told[-1] == "false true"

    qtbot.waitUntil(is_whole, timeout=20_000)


def test_a_map_whose_process_died_is_there_again_with_the_selection_and_its_effect(
    qtbot: QtBot, opened: Opened
) -> None:
    page, bridge = opened
    _select(qtbot, page, [0, 3])
    view = page.face.map.view
    with qtbot.waitSignal(view.drawn, timeout=30_000):
        os.kill(view.page().renderProcessPid(), signal.SIGKILL)
    assert view.selection == [0, 3]
    assert page.face.strip.currentIndex() == 1
    assert not page.face.map.busy.isVisible()
    with qtbot.waitSignal(view.drawn, timeout=20_000):
        page.face.shown_chosen.emit(Shown.ALL)
    assert not bridge.is_busy


def test_a_rep_dropped_on_a_row_takes_the_territory(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    with qtbot.waitSignal(bridge.result_changed):
        page.face.table.dropped_on_row.emit(REP_MIME, json.dumps(["R2"]).encode(), "T03")
    assert _rep_of(bridge, "T03") == "R2"


def test_a_rep_dropped_on_the_map_swaps_with_who_was_there(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    with qtbot.waitSignal(bridge.result_changed):
        page.face.map.view.dropped_on_map.emit(REP_MIME, json.dumps(["R0"]).encode(), 42.0, -84.0, "T02")
    assert (_rep_of(bridge, "T01"), _rep_of(bridge, "T02")) == ("R1", "R0")
    bridge.workspace.undo()
    assert not bridge.workspace.plan.pins.rep


def test_what_is_dropped_beside_all_territories_changes_nothing(opened: Opened) -> None:
    page, bridge = opened
    page.face.map.view.dropped_on_map.emit(ACCOUNTS_MIME, json.dumps(["A0"]).encode(), 42.0, -84.0, "")
    assert bridge.workspace.undo_label == ""


def test_selected_accounts_show_their_effect_before_they_are_dropped(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    _select(qtbot, page, [0, 3])
    page.face.table.dragged_over_row.emit(ACCOUNTS_MIME, b"[]", "T02")
    assert "Town 1 3 → 1 accounts" in page.face.strip.move_card._lines.text()
    assert bridge.workspace.undo_label == ""


def test_selected_accounts_move_with_a_reason_as_one_step(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    _select(qtbot, page, [0, 3])
    page.face.strip.move_card._reason.setText("new plant")
    page.controller._on_territory_chosen("T02")
    with qtbot.waitSignal(bridge.result_changed):
        qtbot.mouseClick(page.face.strip.move_card._move, Qt.MouseButton.LeftButton)
    pins = bridge.workspace.plan.pins.territory
    assert {key: pin.value for key, pin in pins.items()} == {"A0": "T02", "A3": "T02"}
    assert pins["A0"].reason == "new plant"
    assert page.face.strip.currentIndex() == 0
    bridge.workspace.undo()
    assert not bridge.workspace.plan.pins.territory


def test_the_move_says_why_it_cannot_be_made(qtbot: QtBot, opened: Opened) -> None:
    page, _bridge = opened
    _select(qtbot, page, [0])
    assert not page.face.strip.move_card._move.isEnabled()
    assert "choose a territory" in page.face.strip.move_card._move.toolTip()


def test_accounts_that_are_not_being_planned_cannot_be_moved_and_say_so(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    scope = Scope(Division.STATE, frozenset({"OH"}))
    with qtbot.waitSignal(bridge.result_changed, timeout=20_000):
        bridge.apply(rule_edits.set_building_rules(replace(bridge.workspace.plan.settings, scope=scope)))
    _select(qtbot, page, [0, 3])
    page.controller._on_territory_chosen("T02")
    assert "2 accounts are not being planned" in page.face.strip.move_card.hint


def test_a_territorys_branch_and_manager_stand_in_its_hover(qtbot: QtBot, opened: Opened) -> None:
    """RULES 4: each has a branch and a manager."""
    _, bridge = opened
    assert bridge.result is not None
    table = bridge.result.territories.assign(branch="Flint", manager="Mo Major")
    rows = territory_rows(replace(bridge.result, territories=table), problems=(), territory_of={})
    assert rows.columns[0].notes[0] == f"{rows.columns[0].text(0)}\nBranch Flint\nManager Mo Major"


def test_ctrl_l_locks_the_selected_territory_and_unlocks_it(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    page.face.table.select_ids(["T01"])
    qtbot.keyClick(page.face.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert "T01" in bridge.workspace.plan.pins.locked
    with qtbot.waitSignal(bridge.result_changed):
        pass
    qtbot.keyClick(page.face.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert "T01" not in bridge.workspace.plan.pins.locked


def test_a_territory_gets_the_planners_own_name(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    page.controller._rename("T01", "Thumb")
    with qtbot.waitSignal(bridge.result_changed):
        pass
    assert page.controller._view is not None
    assert page.controller._view.names["T01"] == "Thumb"


def test_rules_that_changed_since_raise_the_banner(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    with qtbot.waitSignal(bridge.result_changed):
        bridge.apply(rule_edits.set_channel_line(ChannelLine.OUTSIDE_ABOVE, 500_000))
    assert not page.face.banner.isHidden()


def test_an_emptied_target_is_not_tested(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    page.face.tools.rule_edited.emit("value_target", 900_000_000)
    with qtbot.waitSignal(bridge.result_changed):
        pass
    assert page.face.tools._fields["value_target"].text() == "$9,000,000"
    page.face.tools.rule_edited.emit("value_target", None)
    assert bridge.workspace.plan.settings.territories.value_target is None


def test_a_workshop_shows_nobody_who_waits(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    told = page.controller._view
    assert told is not None
    assert [chip.text for chip in told.bench.chips] == ["Cy Wait · Flint · 0.94", "Lee Gone · leaves Dec 31, 2026"]
    assert told.bench.chips[1].why_fixed
    bridge.set_people(PeopleMode.WORKSHOP)
    hidden = page.controller._view
    assert hidden is not None
    assert not hidden.bench.chips
    assert not any("Cy Wait" in problem.text for problem in hidden.problems)


def test_an_open_territory_is_shown_as_open(opened: Opened) -> None:
    page, _bridge = opened
    view = page.controller._view
    assert view is not None
    assert view.reps == {"T01": "R0", "T02": "R1", "T03": ""}


def test_the_strip_counts_a_rep_whose_margin_falls_by_over_a_tenth(opened: Opened) -> None:
    page, _bridge = opened
    view = page.controller._view
    assert view is not None
    assert view.figures[2].figure == "1"
    assert "Ann Abel" in view.figures[2].exact


def test_a_row_menu_offers_every_drag_and_says_why_not(opened: Opened) -> None:
    page, bridge = opened
    view = page.controller._view
    assert view is not None
    assert bridge.result is not None
    entries = row_entries(page.controller, view, bridge.result, territory_id="T03", selected=0, shows_people=True)
    by_text = {text: (does, reason) for text, does, reason in entries}
    people, reason = by_text["Put a rep here"]
    assert isinstance(people, list)
    assert [text for text, _ in people] == ["Cy Wait (waits)", "Ann Abel (has Town 1)", "Bo Diaz (has Town 2)"]
    assert not reason
    assert by_text["Move selected accounts here"][1] == "no accounts are selected on the map"


def test_the_row_menu_of_a_workshop_names_nobody_who_waits(opened: Opened) -> None:
    page, bridge = opened
    view = page.controller._view
    assert view is not None
    assert bridge.result is not None
    entries = row_entries(page.controller, view, bridge.result, territory_id="T03", selected=0, shows_people=False)
    people = next(does for text, does, _ in entries if text == "Put a rep here")
    assert isinstance(people, list)
    assert "Cy Wait (waits)" not in [text for text, _ in people]


def test_a_narrow_page_shows_less_instead_of_scrolling(opened: Opened) -> None:
    page, _bridge = opened
    load = page.face.table._places[LOAD_KEY]
    assert not page.face.table.isColumnHidden(load)
    page.resize(900, 700)
    assert page.face.table.isColumnHidden(load)
    assert page.minimumSizeHint().width() <= 900


def test_the_problem_line_tells_the_problem_of_the_chosen_row(opened: Opened) -> None:
    page, _ = opened
    page.face.table.rows_selected.emit(["T03"])
    assert "Town 3" in page.face.strip.problem.text


def test_a_chosen_row_without_a_problem_says_so(opened: Opened) -> None:
    _, bridge = opened
    assert bridge.result is not None
    view = territories_view(bridge.workspace.dataset, bridge.workspace.plan, bridge.result, shows_people=True)
    plain = next((key for key in view.names if view.problem_of(key) is None), "")
    shown = view.problem_shown(0, plain)
    assert not plain or (shown is not None and shown.place == "" and view.names[plain] in shown.text)


def test_each_warning_tells_the_problems_of_its_own_row(opened: Opened) -> None:
    _, bridge = opened
    assert bridge.result is not None
    view = territories_view(bridge.workspace.dataset, bridge.workspace.plan, bridge.result, shows_people=True)
    column = next(column for column in view.table.columns if column.key == PROBLEM_KEY)
    for row, territory_id in enumerate(view.table.row_ids):
        told = [problem.text for problem in view.problems if problem.territory_id == territory_id]
        assert column.text(row) == "\n".join(told)


def test_names_and_reps_are_whole_where_the_page_is_wide(opened: Opened) -> None:
    page, _ = opened
    table = page.face.table
    for column in range(2):
        assert table.columnWidth(column) >= table.needed_width(column)


def test_only_accounts_that_are_not_there_yet_are_moved_and_counted(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    _select(qtbot, page, [0, 1, 3])  # A0 and A3 are in Town 1 already
    with qtbot.waitSignal(bridge.result_changed):
        page.controller.move_selected("T01")
    assert bridge.workspace.undo_label.startswith("Move 1 account ")
    _select(qtbot, page, [0, 3])
    label = bridge.workspace.undo_label
    page.controller.move_selected("T01")
    assert bridge.workspace.undo_label == label


def test_another_number_of_territories_is_compared_and_taken_as_one_step(qtbot: QtBot, opened: Opened) -> None:
    """RULES 4, open positions: the number of territories is shown beside one fewer and one more."""
    page, bridge = opened
    rules = bridge.workspace.plan.settings.territories
    bridge.apply(rule_edits.set_territory_rules(replace(rules, iterations=5)))
    before = bridge.workspace.plan
    with qtbot.waitSignal(page.controller.builder.compared, timeout=60_000):
        page.face.tools.numbers.trigger()
    dialog = page.face.findChild(NumberDialog)
    assert dialog is not None
    assert len(dialog.takes) == 2, "one territory cannot become none"
    dialog.takes[1].click()
    assert bridge.workspace.plan.settings.territories.number == 2
    assert bridge.workspace.plan.accepted != before.accepted
    bridge.workspace.undo()
    assert bridge.workspace.plan == before


def test_next_problem_comes_to_every_problem_of_a_territory_that_has_two(opened: Opened) -> None:
    page, bridge = opened
    view = page.controller._view
    assert view is not None
    of_territories = [problem.territory_id for problem in view.problems if problem.territory_id]
    assert len(of_territories) > len(set(of_territories)), "a territory with two problems is what this is about"
    seen = []
    for _ in view.problems:
        seen.append(page.face.strip.problem.text)
        page.face.strip.problem.next_requested.emit()
    assert sorted(seen) == sorted(problem.text for problem in view.problems)
    assert bridge.result is not None


def test_an_edit_right_after_a_new_name_says_the_new_name(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    page.controller._rename("T01", "Home of bolts")
    page.controller.toggle_lock("T01")  # the result with the new name is still being worked out
    assert bridge.workspace.undo_label == "Lock Home of bolts"
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.undo()
    assert bridge.workspace.redo_label == "Lock Home of bolts"


def test_a_drop_that_leaves_a_territory_empty_says_so_before_and_after(qtbot: QtBot, opened: Opened) -> None:
    page, bridge = opened
    numbers = [at for at, key in enumerate(page.controller._scene.ids) if key in {"A0", "A3", "A6"}]
    with qtbot.waitSignal(page.face.map.view.selection_changed):
        _select(qtbot, page, numbers)
    page.controller._on_dragged_over(ACCOUNTS_MIME, b"", "T02")
    assert "Careful: it leaves Town 1 without an account." in page.face.strip.move_card._whence.text()
    view = page.controller._view
    warnings = page.controller._move_view(bridge.result, ["A0", "A3", "A6"], "T02").warnings
    entries = row_entries(
        page.controller, view, bridge.result, territory_id="T02", selected=3, shows_people=True, warnings=warnings
    )
    assert any("it leaves Town 1 without an account" in text for text, _, _ in entries)
    noted: list[str] = []
    bridge.noted.connect(noted.append)
    page.controller._on_dropped(ACCOUNTS_MIME, json.dumps(["A0", "A3", "A6"]).encode(), "T02")
    assert noted == ["Move 3 accounts to Town 2; leaves Town 1 without an account"]
