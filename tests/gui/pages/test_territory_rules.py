"""The rules of the territories page, changed in its dialog; improving; and what is told of missed targets."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from gtm_desktop.planning.change_rules import Division, Scope
from gtm_desktop.planning.changes import Allowed
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import BudgetUse
from gtm_desktop.planning.settings import MadeOf
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.pages.territories.page import TerritoriesPage
from gtm_desktop.ui.pages.territories.rules_dialog import RulesDialog
from gtm_desktop.ui.pages.territories.view import budget_words
from gtm_desktop.ui.shell.dialogs import TextDialog
from gtm_desktop.ui.widgets.number_field import NumberField
from gtm_desktop.workspace import rule_edits
from gtm_desktop.workspace.recording import Recording
from tests.gui.pages.built import built_project

Opened = tuple[TerritoriesPage, WorkspaceBridge]


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


def _rules(page: TerritoriesPage) -> RulesDialog:
    page.face.tools.rules.trigger()
    dialog = page.face.findChild(RulesDialog)
    assert dialog is not None
    return dialog


def _type(dialog: RulesDialog, name: str, text: str) -> None:
    field = next(each for each in dialog.findChildren(NumberField) if each.accessibleName() == name)
    field.setText(text)
    field.editingFinished.emit()


def _choose(dialog: RulesDialog, name: str, words: str) -> None:
    box = next(each for each in dialog.findChildren(QComboBox) if each.accessibleName() == name)
    assert box.findText(words) >= 0
    box.setCurrentIndex(box.findText(words))


def test_rules_changed_together_are_one_step(opened: Opened) -> None:
    page, bridge = opened
    before = bridge.workspace.plan
    dialog = _rules(page)
    _type(dialog, "Of their margin", "10%")
    _type(dialog, "Weight of balance", "200%")
    _choose(dialog, "Territories keep within one", "State")
    enclaves = next(each for each in dialog.findChildren(QCheckBox) if "join a neighbour" in each.text())
    enclaves.click()
    dialog.take.click()
    settings = bridge.workspace.plan.settings
    assert settings.changes.margin_share == pytest.approx(0.1)
    assert settings.territories.balance_weight == pytest.approx(2.0)
    assert settings.borders.division is Division.STATE
    assert settings.territories.moves_enclaves is not before.settings.territories.moves_enclaves
    bridge.workspace.undo()
    assert bridge.workspace.plan == before


def test_territories_are_made_of_whole_counties_by_choice(opened: Opened) -> None:
    page, bridge = opened
    assert bridge.workspace.plan.settings.territories.units is MadeOf.ACCOUNT
    dialog = _rules(page)
    _choose(dialog, "Territories are made of", "whole counties")
    dialog.take.click()
    assert bridge.workspace.plan.settings.territories.units is MadeOf.COUNTY
    bridge.workspace.undo()
    assert bridge.workspace.plan.settings.territories.units is MadeOf.ACCOUNT


def test_only_a_part_is_planned_by_ticking_it(opened: Opened) -> None:
    page, bridge = opened
    dialog = _rules(page)
    _choose(dialog, "Plan", "State")
    parts = dialog.findChild(QListWidget)
    assert parts is not None
    assert [parts.item(row).text() for row in range(parts.count())] == ["MI · 9 accounts", "OH · 3 accounts"]
    parts.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.take.click()
    assert bridge.workspace.plan.settings.scope == Scope(Division.STATE, frozenset({"MI"}))


def test_parts_that_the_list_does_not_name_are_said_to_be_missing(opened: Opened) -> None:
    page, _ = opened
    dialog = _rules(page)
    _choose(dialog, "Plan", "Branch")
    parts = dialog.findChild(QListWidget)
    assert parts is not None
    assert parts.item(0).text() == "The list says that of no account."
    assert not parts.isEnabled()


def test_rules_that_make_no_sense_keep_the_dialog_open_and_say_why(opened: Opened) -> None:
    page, bridge = opened
    before = bridge.workspace.plan
    dialog = _rules(page)
    _choose(dialog, "Plan", "State")
    dialog.take.click()
    assert dialog.isVisible()
    assert "at least one part" in dialog.message
    assert bridge.workspace.plan == before


def test_leaving_the_dialog_changes_nothing(opened: Opened) -> None:
    page, bridge = opened
    before = bridge.workspace.plan
    dialog = _rules(page)
    _type(dialog, "Of their margin", "10%")
    buttons = dialog.findChild(QDialogButtonBox)
    assert buttons is not None
    buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert bridge.workspace.plan == before


def test_improving_is_one_step_and_says_what_changed_hands(qtbot: QtBot, opened: Opened) -> None:
    """RULES 4: changes hands within a limit."""
    page, bridge = opened
    settings = bridge.workspace.plan.settings
    limited = replace(
        settings,
        territories=replace(settings.territories, iterations=5),
        changes=replace(settings.changes, margin_share=1.0),
    )
    bridge.apply(rule_edits.set_building_rules(limited))
    before = bridge.workspace.plan
    said: list[str] = []
    bridge.noted.connect(said.append)
    page.face.tools.improve.trigger()
    qtbot.waitUntil(lambda: bridge.workspace.plan != before, timeout=60_000)
    qtbot.waitUntil(lambda: bool(said), timeout=5_000)
    assert "(limit " in said[-1]
    bridge.workspace.undo()
    assert bridge.workspace.plan == before


def test_what_was_used_of_the_limit_and_what_one_more_percent_buys_is_said_in_words() -> None:
    """ENGINE, disruption budget."""
    use = BudgetUse(accounts=70, margin=1_500_000_00, most_of_one_rep=12, next_accounts=7, next_gain=4_000_00)
    assert budget_words(use, Allowed(70, None, 15)) == (
        "Change hands: 70 accounts (limit 70), $1.5M of margin, at most 12 of any one rep (limit 15). "
        "One more percent (7 accounts) buys $4K a year."
    )


def test_selected_accounts_are_kept_from_a_rep_with_a_reason(opened: Opened) -> None:
    page, bridge = opened
    page.face.map.view.select_accounts([0, 3])
    page.controller.keep_from("R0", "Ann Abel")
    dialog = page.face.findChild(TextDialog)
    assert dialog is not None
    line = dialog.findChild(QLineEdit)
    buttons = dialog.findChild(QDialogButtonBox)
    assert line is not None
    assert buttons is not None
    line.setText("They fell out")
    buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    kept = bridge.workspace.plan.pins.kept_from
    assert {key: pin.value for key, pin in kept.items()} == {"A0": "R0", "A3": "R0"}
    assert kept["A0"].reason == "They fell out"
