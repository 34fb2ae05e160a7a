"""Earlier versions in the window: a list, a preview, and one opened as a copy."""

import importlib.util
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QListView, QMessageBox, QPushButton

from gtm_desktop.project import backups, sessions
from gtm_desktop.project.save import save_project
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.session import Session
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.ui.shell.versions_dialog import VersionsDialog
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.workspace import decisions

_spec = importlib.util.spec_from_file_location("shell_plans", Path(__file__).with_name("plans.py"))
plans = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(plans)


@pytest.fixture
def session(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(sessions, "recovery_folder", lambda: tmp_path / "recovery")
    monkeypatch.setattr(backups, "user_data_folder", lambda: tmp_path / "data")
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    made = Session(window, Remembered(window))
    yield made
    made.bridge.workspace.close()
    made.close()
    window.close_now()


@pytest.fixture
def saved(qtbot, session, tmp_path):
    """A plan open in the window whose file was saved with and without a pin; another plan was saved before."""
    save_project(plans.small_project(), tmp_path / "south.gtmplan")
    path = tmp_path / "north.gtmplan"
    save_project(plans.small_project(), path)
    with qtbot.waitSignal(session.controller.files.opened, timeout=20_000):
        session.controller.open_file(path)
    session.bridge.apply(decisions.pin_channel(["A-1"], Channel.INSIDE, reason="asked"))
    with qtbot.waitSignal(session.bridge.file_changed, timeout=20_000):
        session.controller.run_action(ActionId.SAVE)
    return path


def shown(session):
    session.controller.run_action(ActionId.VERSIONS)
    found = session.controller.parent().findChildren(VersionsDialog)
    return found[-1] if found else None


def words_of(dialog):
    return "\n".join(each.text() for each in dialog.findChildren(QLabel))


def button(dialog):
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == "Open as a copy")


def test_the_versions_of_the_open_plan_are_shown_first_with_a_preview(qtbot, session, saved):
    dialog = shown(session)
    assert dialog.findChild(QComboBox).currentText().startswith(saved.stem)
    assert dialog.findChild(QListView).model().rowCount() == 2
    qtbot.waitUntil(button(dialog).isEnabled, timeout=20_000)
    assert session.bridge.workspace.project.journal[-1].label in words_of(dialog)
    dialog.findChild(QListView).setCurrentIndex(dialog.findChild(QListView).model().index(1, 0))
    qtbot.waitUntil(lambda: "Nothing was decided yet" in words_of(dialog), timeout=20_000)
    dialog.reject()


def test_a_version_opens_as_a_copy_and_the_file_stays_as_it_is(qtbot, session, saved):
    present, dialog = saved.read_bytes(), shown(session)
    dialog.findChild(QListView).setCurrentIndex(dialog.findChild(QListView).model().index(1, 0))
    qtbot.waitUntil(button(dialog).isEnabled, timeout=20_000)
    with qtbot.waitSignal(session.controller.files.opened, timeout=20_000):
        button(dialog).click()
    workspace = session.bridge.workspace
    assert (workspace.path, workspace.is_saved) == (None, False)
    assert "A-1" not in workspace.plan.pins.channel
    assert saved.read_bytes() == present


def test_a_damaged_version_says_so_and_cannot_be_opened(qtbot, session, saved):
    copy = backups.copies_of(saved)[0]
    copy.write_bytes(copy.read_bytes()[:-10])
    dialog = shown(session)
    qtbot.waitUntil(lambda: "damaged" in words_of(dialog), timeout=20_000)
    assert not button(dialog).isEnabled()
    dialog.reject()


def test_another_plan_is_chosen_from_the_list(qtbot, session, saved):
    dialog = shown(session)
    plans_shown = dialog.findChild(QComboBox)
    plans_shown.setCurrentIndex(1 - plans_shown.currentIndex())
    assert dialog.findChild(QListView).model().rowCount() == 1
    qtbot.waitUntil(button(dialog).isEnabled, timeout=20_000)
    dialog.reject()


def test_where_nothing_is_kept_that_is_said(session):
    assert shown(session) is None
    boxes = [each for each in session.controller.parent().findChildren(QMessageBox) if each.isVisible()]
    assert "No earlier version" in boxes[-1].text()
    boxes[-1].reject()
