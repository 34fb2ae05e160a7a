"""A start after a crash says so once, with the file and its folder."""

import pytest
from PySide6.QtWidgets import QPushButton

from gtm_desktop.core import owners, paths
from gtm_desktop.ui.crash_notice import tell_of_crashes
from gtm_desktop.ui.shell.window import MainWindow

pytestmark = pytest.mark.usefixtures("qapp")


def _trace():
    folder = paths.user_log_folder() / "crashes"
    folder.mkdir(parents=True, exist_ok=True)
    host = owners.tag().split("-")[0]
    path = folder / f"crash-{host}-1-1-20260101-000000.txt"  # process 1 started at another moment
    path.write_text("Fatal Python error: Aborted")
    return path


def test_the_first_start_after_a_crash_offers_its_trace_and_the_second_does_not(qtbot):
    trace = _trace()
    first, second = MainWindow(), MainWindow()
    for each in (first, second):
        qtbot.addWidget(each)
        tell_of_crashes(each)
    assert not first.notice_panel.isHidden()
    assert first.notice_panel._detail.text() == str(trace.with_suffix(".told.txt"))
    assert "Open the folder" in {button.text() for button in first.notice_panel.findChildren(QPushButton)}
    assert second.notice_panel.isHidden()
