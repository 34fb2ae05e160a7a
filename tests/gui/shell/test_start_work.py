"""What is being opened is said on the start page, where one looks."""

import threading

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from gtm_desktop.core.errors import UserError
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.session import Session
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.workspace.jobs import nothing_waits


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
    made.close()
    window.close_now()


@pytest.fixture
def opening(qtbot, session):
    """Begin a job that reports that it reads rows and ends once it is let go, or cancelled; return what lets it go."""
    go_on = threading.Event()

    def start(*, error: UserError | None = None):
        def work(progress):
            progress.report("Reading rows", 3, 10)
            while not go_on.wait(0.01):
                progress.check()
            if error is not None:
                raise error

        bridge = session.bridge
        with qtbot.waitSignal(bridge.job_progressed):
            bridge.start_job(
                "Reading list.xlsx",
                work,
                done=lambda _nothing: None,
                failed=bridge.show_failure,
                cancelled=nothing_waits,
            )
        return go_on

    yield start
    go_on.set()


def _busy(window):
    return window.start_page._busy


def test_the_start_page_says_what_is_being_opened_and_how_far_it_is(window, opening):
    opening()
    assert window.start_page.work == "Reading list.xlsx"
    assert _busy(window).isVisible()
    assert {"Reading list.xlsx", "Reading rows"} <= {each.text() for each in _busy(window).findChildren(QLabel)}


def test_cancelling_on_the_start_page_ends_the_work_and_lets_something_else_be_chosen(qtbot, window, session, opening):
    opening()
    with qtbot.waitSignal(session.bridge.job_ended):
        next(each for each in _busy(window).findChildren(QPushButton) if each.text() == "Cancel").click()
    qtbot.waitUntil(lambda: not _busy(window).isVisible())
    assert window.start_page.work == ""


def test_work_that_failed_leaves_the_start_page_ready_and_the_error_above_it(qtbot, window, session, opening):
    go_on = opening(error=UserError("list.xlsx is open in Excel.", "Close it there and open it again."))
    with qtbot.waitSignal(session.bridge.failed):
        go_on.set()
    qtbot.waitUntil(lambda: not _busy(window).isVisible())
    assert window.error_panel.isVisible()


def test_a_file_named_at_the_start_is_said_before_the_program_has_loaded(window):
    window.start_page.show_work("Opening plan.gtmplan", can_cancel=False)
    shown = [each for each in _busy(window).findChildren(QPushButton) if each.isVisible()]
    assert _busy(window).isVisible()
    assert shown == [], "nothing can be cancelled before there is a session"
