"""Where the window goes: never taller or wider than what the screen leaves, never off every screen."""

import pytest
from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QGuiApplication

from gtm_desktop.ui.shell.placing import FIRST_SIZE, FRAME, fitting_place
from gtm_desktop.ui.shell.window import MainWindow

SCREENS = {
    "1366 x 768, task bar of 40": QRect(0, 0, 1366, 728),
    "1440 x 900, task bar of 40": QRect(0, 0, 1440, 860),
    "1280 x 720, task bar of 48": QRect(0, 0, 1280, 672),
    "1366 x 768 at 125 %": QRect(0, 0, 1092, 574),
    "1280 x 720 at 125 %": QRect(0, 0, 1024, 538),
    "1440 x 900, menu bar at the top": QRect(0, 25, 1440, 875),
    "3840 x 2160": QRect(0, 0, 3840, 2120),
}
DESK, LEFT = QRect(0, 0, 1920, 1040), QRect(-1280, 0, 1280, 984)


@pytest.mark.parametrize("area", SCREENS.values(), ids=SCREENS)
def test_the_first_place_lies_inside_the_work_area_with_its_frame(area):
    place = fitting_place(None, [area])
    assert area.contains(place.marginsAdded(FRAME))
    assert place.size() == FIRST_SIZE.boundedTo(area.marginsRemoved(FRAME).size())


@pytest.mark.parametrize("wanted", [QRect(100, 80, 1200, 800), QRect(-1200, 60, 1000, 700)])
def test_a_remembered_place_that_fits_a_screen_stays_as_it_is(wanted):
    assert fitting_place(wanted, [DESK, LEFT]) == wanted


@pytest.mark.parametrize(
    "wanted",
    [QRect(2500, 100, 1200, 800), QRect(100, -3000, 1200, 800), QRect(1900, 1000, 1200, 800), QRect(-9000, 0, 50, 50)],
)
def test_a_remembered_place_off_every_screen_is_the_first_place_again(wanted):
    assert fitting_place(wanted, [DESK]) == fitting_place(None, [DESK])


def test_a_place_remembered_from_a_larger_screen_is_moved_and_made_to_fit():
    area = QRect(0, 0, 1366, 728)
    assert area.contains(fitting_place(QRect(200, 100, 1900, 1000), [area]).marginsAdded(FRAME))


@pytest.mark.parametrize("remembered", [False, True])
def test_the_window_opens_inside_the_work_area(qtbot, remembered):
    first = MainWindow()
    qtbot.addWidget(first)
    first.setMinimumSize(0, 0)
    first.setGeometry(5_000, 5_000, 3_000, 2_000)
    made = MainWindow()
    qtbot.addWidget(made)
    made.restore(first.saveGeometry() if remembered else QByteArray())
    made.show()
    area = QGuiApplication.primaryScreen().availableGeometry()
    assert area.contains(made.geometry().marginsAdded(FRAME))
    assert made.minimumSizeHint().height() <= 480


def test_a_window_that_was_maximised_is_so_again(qtbot):
    first = MainWindow()
    qtbot.addWidget(first)
    first.showMaximized()
    made = MainWindow()
    qtbot.addWidget(made)
    made.restore(first.saveGeometry())
    assert made.isMaximized()
