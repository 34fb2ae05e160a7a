"""What the shell says of a step, and how undo reaches the plan from wherever the keyboard is."""

import importlib.util
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from gtm_desktop.core.errors import UserError
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.actions import ActionSpec, make_action
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.session import Session
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.ui.shell.dialogs import ShortcutsDialog
from gtm_desktop.ui.shell.search import SearchHit
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.ui.widgets.number_field import FigureKind, NumberField
from gtm_desktop.workspace import decisions

_spec = importlib.util.spec_from_file_location("shell_plans", Path(__file__).with_name("plans.py"))
plans = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(plans)


@pytest.fixture
def window(qtbot):
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def plan(qtbot, window):
    """A session with a small plan open in which one account was pinned."""
    made = Session(window, Remembered(window))
    with qtbot.waitSignal(made.bridge.result_changed):
        made.bridge.workspace.open(plans.small_project(), None)
    made.bridge.apply(decisions.pin_channel(["A-3"], Channel.OUTSIDE, reason="new plant"))
    yield made
    made.bridge.workspace.close()
    made.close()
    window.close_now()


@pytest.fixture
def field(qtbot, window, plan):
    """A field for a figure in the window, with the keyboard."""
    made = NumberField(FigureKind.COUNT, "Accounts", parent=window)
    made.show_value(120)
    made.show()
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_undo_and_redo_reach_the_plan_from_a_field_in_which_nothing_was_typed(qtbot, plan, field, key, modifiers):
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not plan.bridge.workspace.undo_label
    qtbot.keyClick(field, key, modifiers)
    assert plan.bridge.workspace.undo_label


def test_undo_in_a_field_takes_back_what_was_typed_there_first(qtbot, plan, field):
    qtbot.keyClicks(field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "120"
    assert plan.bridge.workspace.undo_label


def test_what_went_wrong_is_put_away_by_the_next_step(window, plan):
    plan.bridge.failed.emit(UserError("That cannot be.", "Do this instead."))
    assert window.error_panel.isVisible()
    plan.controller.run_action(ActionId.UNDO)
    assert not window.error_panel.isVisible()


def test_after_undo_the_note_says_what_was_undone(window, plan):
    label = plan.bridge.workspace.undo_label
    plan.bridge.noted.emit(label)
    plan.controller.run_action(ActionId.UNDO)
    assert window.status_bar._note.text() == f"Undone: {label}"
    plan.bridge.apply(decisions.pin_channel(["A-1"], Channel.INSIDE, reason="asked"))
    assert window.status_bar._note.text() == ""


def test_a_written_roster_can_be_opened_from_where_it_is_said(window, plan, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    plan.controller.files.roster_written.emit(tmp_path / "roster.xlsx")
    assert window.notice_panel.isVisible()
    assert any("roster.xlsx" in label.text() for label in window.notice_panel.findChildren(QLabel))
    for text in ("Open the file", "Open the folder"):
        next(each for each in window.notice_panel.findChildren(QPushButton) if each.text() == text).click()
    assert opened == [tmp_path / "roster.xlsx", tmp_path]


def test_a_long_step_is_said_in_full_in_the_tooltip_of_undo_and_never_widens_its_button(window, plan):
    words = "Undo: " + "give 41 accounts to Umar Pendahl " * 4
    undo = window.commands[ActionId.UNDO]
    undo.set_words(words)
    assert words in undo.toolTip()
    assert window.top_bar._undo.sizeHint().width() == 240
    assert window.top_bar._undo.minimumSizeHint().width() <= 120


def test_shortcuts_are_listed_under_headings_with_every_way_to_press_them(window):
    window.show_shortcuts()
    texts = [each.text() for each in window.findChild(ShortcutsDialog).findChildren(QLabel)]
    assert {"Plans and files", "Steps", "View"} <= set(texts)
    assert "Ctrl+Shift+Z or Ctrl+Y" in texts


def test_shortcuts_of_the_pages_are_listed_too(qtbot, window):
    page = QWidget(window)
    make_action(page, ActionSpec("territories.rules", "Rules…", "Borders", "Ctrl+R"), lambda: None)
    make_action(page, ActionSpec("territories.quality", "How good is this?", "Found and proven"), lambda: None)
    window.show_shortcuts()
    texts = [each.text() for each in window.findChild(ShortcutsDialog).findChildren(QLabel)]
    assert texts[texts.index("Rules…") :][:2] == ["Rules…", "Ctrl+R"]
    assert "How good is this?" not in texts


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("hits", [1, 6, 12])
def test_the_hits_of_a_search_all_fit_below_it(qtbot, window, hits):
    search = window.top_bar.search
    search.setText("bolt")
    search.show_hits([SearchHit("account", f"A-{number}", f"Bolt Works {number}") for number in range(hits)])
    qtbot.waitUntil(search._popup.isVisible)
    last = search._list.visualRect(search._model.index(hits - 1))
    assert search._list.viewport().rect().contains(last)
