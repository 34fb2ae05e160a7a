"""A plan that is open elsewhere: the second window goes to the first, or opens it read only."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from gtm_desktop.core.paths import user_data_folder
from gtm_desktop.project import locks
from gtm_desktop.project.load import open_project
from gtm_desktop.project.save import save_project
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.first_window import Errand
from gtm_desktop.ui.session.session import Session
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.workspace import decisions

_spec = importlib.util.spec_from_file_location("shell_plans", Path(__file__).with_name("plans.py"))
plans = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(plans)

HOLD = """
import sys
from pathlib import Path
from gtm_desktop.project import locks
print(locks.take(Path(sys.argv[1]), sys.argv[2]).holder is None, flush=True)
input()
"""


@pytest.fixture
def window(qtbot):
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def session(window):
    made = Session(window, Remembered(window))
    yield made
    made.bridge.workspace.close()
    made.close()
    window.close_now()


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "north.gtmplan"
    save_project(plans.small_project(), made)
    return made


@pytest.fixture
def holds(path):
    """Has another process hold the plan, listening at a name, until the test is over."""
    processes = []

    def hold(listens_at):
        command = [sys.executable, "-c", HOLD, str(path), listens_at]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        processes.append(process)
        assert process.stdout.readline().strip() == "True"
        return process

    yield hold
    for process in processes:
        process.kill()
        process.communicate()


def lock_file():
    (lock,) = (user_data_folder() / "locks").glob("*.json")
    return lock


def as_another_computers(path):
    locks.take(path, "there")
    said = json.loads(lock_file().read_text())
    said["owner"] = {"host": "OFFICE-2", "pid": 1, "started": 1}
    lock_file().write_text(json.dumps(said))


def asked(window):
    return window.findChild(QMessageBox)


def press(window, text):
    next(button for button in asked(window).buttons() if button.text() == text).click()


def open_and_press(qtbot, session, window, path, button):
    session.controller.files.open_file(path)
    qtbot.waitUntil(lambda: asked(window) is not None, timeout=20_000)
    with qtbot.waitSignal(session.bridge.project_changed, timeout=20_000):
        press(window, button)


def test_a_plan_that_is_open_is_held_and_given_back_when_it_is_closed(qtbot, session, path):
    with qtbot.waitSignal(session.bridge.project_changed, timeout=20_000):
        session.controller.files.open_file(path)
    assert lock_file().exists()
    session.bridge.workspace.close()
    assert not list((user_data_folder() / "locks").glob("*"))


def test_the_second_window_goes_to_the_first_and_opens_nothing(qtbot, session, window, holds, path):
    asked_for = []
    first = type(session.controller.files.holding._desk)(lambda: asked_for.append(True), window)
    holds(first.name)
    with qtbot.waitSignal(session.controller.files.holding.went_to_first, timeout=20_000):
        session.controller.files.open_file(path)
    assert asked_for == [True]
    assert not session.bridge.workspace.is_open
    assert "another window, which is in front now" in window.status_bar._note.text()
    first.close()


def test_a_window_started_for_a_plan_that_is_open_elsewhere_closes_again(qtbot, session, window, holds, path):
    first = type(session.controller.files.holding._desk)(lambda: None, window)
    holds(first.name)
    session.begin(path)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    first.close()


def test_a_window_that_is_asked_comes_to_the_front(qtbot, session, window):
    window.showMinimized()
    ends = []
    Errand(session.controller.files.holding._desk.name, ends.append, window)
    qtbot.waitUntil(lambda: ends == [True], timeout=20_000)
    assert not window.isMinimized()


def test_where_the_first_window_does_not_answer_it_is_asked(qtbot, session, window, holds, path):
    holds("gtm-desktop-nobody-listens-here")
    open_and_press(qtbot, session, window, path, "Open read only")
    assert "(read only)" in window.windowTitle()


def test_read_only_says_so_and_saving_asks_for_another_name(qtbot, session, window, path, monkeypatch):
    as_another_computers(path)
    before = path.read_bytes()
    session.controller.files.open_file(path)
    assert "north.gtmplan is open on the computer OFFICE-2" in asked(window).text()
    with qtbot.waitSignal(session.bridge.project_changed, timeout=20_000):
        press(window, "Open read only")
    assert "Read only" in window.status_bar._saved.text()
    session.bridge.workspace.apply(decisions.pin_channel(["A-1"], Channel.INSIDE, reason=""))
    other = path.with_name("mine.gtmplan")
    monkeypatch.setattr(
        "gtm_desktop.ui.session.saving.choose_target", lambda _window, _title, _name, _kinds, chosen: chosen(other)
    )
    with qtbot.waitSignal(session.bridge.file_changed, timeout=20_000):
        window.commands[ActionId.SAVE].trigger()
    assert path.read_bytes() == before
    assert open_project(other).scenarios.fingerprint == session.bridge.workspace.project.scenarios.fingerprint
    assert "(read only)" not in window.windowTitle()
    assert locks.holder_of(path) is not None


def test_a_plan_that_is_open_elsewhere_is_not_saved_over(qtbot, session, window, path):
    as_another_computers(path)
    before = path.read_bytes()
    with qtbot.waitSignal(session.bridge.result_changed, timeout=20_000):
        session.bridge.workspace.open(plans.small_project(), None)
    session.controller.files.saving.save_to(path)
    assert "OFFICE-2" in " ".join(
        each.text() for each in window.error_panel.findChildren(type(window.status_bar._stage))
    )
    assert path.read_bytes() == before


def test_a_lock_of_another_computer_gives_way_when_the_user_says_so(qtbot, session, window, path):
    as_another_computers(path)
    open_and_press(qtbot, session, window, path, "Open all the same")
    assert "(read only)" not in window.windowTitle()
    assert locks.holder_of(path) is None


def test_a_killed_windows_lock_is_cleared_with_a_sentence(qtbot, session, window, holds, path):
    process = holds("there")
    process.kill()
    process.communicate()
    with qtbot.waitSignal(session.controller.files.opened, timeout=20_000):
        session.begin(path)
    qtbot.waitUntil(lambda: window.status_bar._note.text() != "", timeout=20_000)
    assert "ended without closing it. It is free again." in window.status_bar._note.text()
