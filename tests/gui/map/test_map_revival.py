"""The map outlives the process that draws it: it comes back as it was, and a second death soon after is told."""

import contextlib
import logging
import os
import signal
from dataclasses import replace

import numpy as np
import psutil
import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from gtm_desktop.ui.pages.data.place_dialog import PlaceDialog
from gtm_desktop.ui.widgets.map_panel import MapPanel
from gtm_desktop.ui.widgets.map_view import MapTool, MapView

ORANGE, BLUE = "#D55E00", "#0072B2"


class Clock:
    """Shows the time it is set to, in seconds."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(panel):
    made = Clock()
    panel.view.revival.clock = made
    return made


@pytest.fixture
def kill(qtbot):
    """Kill the process that draws a map, as the system does when memory is short, and wait until that is known."""

    def killed(view: MapView) -> None:
        pid = view.page().renderProcessPid()
        with qtbot.waitSignal(view.page().renderProcessTerminated, timeout=20_000):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(pid).wait()

    return killed


def test_a_map_whose_process_died_is_drawn_again_where_it_was_with_its_selection(
    qtbot, panel, ask, scene, counted, clock, kill, caplog
):
    panel.choose_tool(MapTool.LASSO)
    panel.view.recolour(np.ones_like(scene.colour))
    qtbot.waitUntil(lambda: counted(ORANGE) < 50, timeout=20_000)
    panel.view.select_accounts([3, 60])
    panel.view.highlight_territory("T-WEST")
    place = ask("(() => { GTM._map.setView([42.1, -84.4], 9.5, {animate: false}); return GTM.placeShown(); })()")
    qtbot.waitUntil(lambda: panel.view.revival.place == pytest.approx(place), timeout=20_000)
    with caplog.at_level(logging.WARNING), qtbot.waitSignal(panel.view.drawn, timeout=30_000):
        kill(panel.view)
    assert ask("GTM.placeShown()") == pytest.approx(place)
    qtbot.waitUntil(
        lambda: ask("[GTM.tools.selection, GTM.tools._tool, GTM.points.highlight]") == [[3, 60], "lasso", 0]
    )
    assert ask("[...new Set(GTM.points.colour)]") == [1]
    assert panel.view.selection == [3, 60]
    assert panel.view.revival.deaths == 1
    assert [each.levelname for each in caplog.records if "map" in each.message] == ["WARNING"]
    assert not panel.view.revival.card.isVisible()


def test_a_map_that_showed_the_whole_region_shows_it_whole_again(qtbot, panel, ask, clock, kill):
    with qtbot.waitSignal(panel.view.drawn, timeout=30_000):
        kill(panel.view)
    assert ask("GTM._isWhole()") is True


def test_a_second_death_soon_after_shows_a_card_and_drawing_again_brings_the_map_back(
    qtbot, panel, counted, clock, kill
):
    with qtbot.waitSignal(panel.view.drawn, timeout=30_000):
        kill(panel.view)
    clock.now += 30
    kill(panel.view)
    card = panel.view.revival.card
    qtbot.waitUntil(card.isVisible, timeout=20_000)
    assert panel.view.revival.deaths == 2
    with qtbot.waitSignal(panel.view.drawn, timeout=30_000):
        next(each for each in card.findChildren(QPushButton) if each.text() == "Draw again").click()
    assert not card.isVisible()
    qtbot.waitUntil(lambda: counted(BLUE) > 500, timeout=30_000)


def test_a_map_that_does_not_come_back_says_so_until_it_does(qtbot, panel, clock, kill):
    kill(panel.view)
    panel.view.revival.patience.timeout.emit()
    assert panel.view.revival.card.isVisible()
    qtbot.waitUntil(lambda: not panel.view.revival.card.isVisible(), timeout=30_000)


def test_a_death_long_after_another_shows_no_card(qtbot, panel, clock, kill):
    for _ in range(2):
        with qtbot.waitSignal(panel.view.drawn, timeout=30_000):
            kill(panel.view)
        clock.now += 3_600
    assert panel.view.revival.deaths == 2
    assert not panel.view.revival.card.isVisible()


def test_a_scene_given_while_the_map_is_gone_is_drawn_when_it_is_back(qtbot, panel, scene, counted, clock, kill):
    kill(panel.view)
    panel.view.recolour(np.ones_like(scene.colour))
    qtbot.waitUntil(lambda: counted(ORANGE) < 50 and counted(BLUE) > 1_000, timeout=30_000)


def test_what_hovered_over_a_map_that_died_is_told_to_have_left(qtbot, panel, clock, kill):
    told = []
    panel.view.dragged_over_map.connect(lambda *under: told.append(under))
    kill(panel.view)
    qtbot.waitUntil(lambda: told == [("", b"", "")], timeout=20_000)


def test_the_map_on_which_a_place_is_picked_comes_back_with_the_place(qtbot, scene, kill):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    dialog = PlaceDialog(window, scene, 2)
    with qtbot.waitSignal(dialog.view.drawn, timeout=30_000):
        dialog.show()
    with qtbot.waitSignal(dialog.view.drawn, timeout=30_000):
        dialog.view.place_clicked.emit(42.0, -84.0)
    with qtbot.waitSignal(dialog.view.drawn, timeout=30_000):
        kill(dialog.view)
    assert dialog.place_button.isEnabled()
    dialog.reject()


def test_a_map_without_a_scene_comes_back_and_draws_what_it_is_given(qtbot, scene, kill):
    made = MapPanel()
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.view.bridge.ready, timeout=30_000):
        pass
    kill(made.view)
    with qtbot.waitSignal(made.view.drawn, timeout=30_000):
        made.show_map(scene)


def test_a_scene_of_another_region_given_while_the_map_is_gone_is_shown_whole(qtbot, panel, scene, ask, clock, kill):
    ask("GTM._map.setView([42.1, -84.4], 10, {animate: false}) && 1")
    qtbot.waitUntil(lambda: panel.view.revival.place[2] == 10, timeout=20_000)
    with qtbot.waitSignal(panel.view.drawn, timeout=30_000):
        kill(panel.view)
        panel.show_map(replace(scene, base=replace(scene.base)))
    assert ask("GTM._isWhole()") is True
