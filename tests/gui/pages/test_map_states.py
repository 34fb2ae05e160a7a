"""Where the map will be: nothing built, worked out, drawn, failed and cancelled are told apart."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.project.state import new_project
from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.pages.territories import scenes
from gtm_desktop.ui.pages.territories.page import TerritoriesPage
from gtm_desktop.workspace import decisions
from gtm_desktop.workspace.recording import Recording
from tests.gui.pages.built import built_dataset, built_plan, built_project

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


def _words(page: TerritoriesPage) -> set[str]:
    """What can be read: what covers the place of the map hides all below it."""
    busy = page.face.map.busy
    part = busy if busy.isVisible() else page.face.map
    return {each.text() for each in part.findChildren(QLabel) if each.isVisible() and each.text()}


def test_a_plan_without_territories_says_so_once_it_is_worked_out(qtbot: QtBot, empty: Opened) -> None:
    page, bridge = empty
    bridge.workspace.open(new_project(built_dataset(), scenario="A"), None)
    assert "Working out the plan…" in _words(page)
    qtbot.waitUntil(lambda: "No territories yet" in _words(page))
    assert "Working out the plan…" not in _words(page)


def test_what_was_just_built_is_worked_out_and_drawn_and_never_said_to_be_missing(qtbot: QtBot, empty: Opened) -> None:
    page, bridge = empty
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.open(new_project(built_dataset(), scenario="A"), None)
    accepted = built_plan(bridge.workspace.dataset).accepted
    assert accepted.territories is not None
    assert accepted.reps is not None
    seen: list[set[str]] = []
    with qtbot.waitSignal(page.controller.feed.drawn, timeout=20_000):
        bridge.apply(decisions.accept_built(accepted.territories, accepted.reps))
        seen.append(_words(page))
        with qtbot.waitSignal(page.controller.feed.begun):
            pass
        seen.append(_words(page))
    assert "Working out the plan…" in seen[0]
    assert "Drawing the map…" in seen[-1]
    assert not any("No territories yet" in words for words in seen)
    assert page.face.map.is_map_shown


@pytest.mark.parametrize(
    ("ends", "title"),
    [
        (UserError("The outlines are missing.", "Install again."), "The map could not be drawn"),
        (Cancelled(), "The map was not drawn"),
    ],
)
def test_a_map_that_was_not_drawn_says_why_and_is_drawn_when_asked_again(
    qtbot: QtBot, empty: Opened, monkeypatch: pytest.MonkeyPatch, ends: Exception, title: str
) -> None:
    page, bridge = empty
    draw = scenes.plan_scene

    def refuse(*_values, **_more):
        raise ends

    monkeypatch.setattr(scenes, "plan_scene", refuse)
    bridge.workspace.open(built_project(), None)
    qtbot.waitUntil(lambda: title in _words(page))
    assert not page.face.map.is_map_shown
    monkeypatch.setattr(scenes, "plan_scene", draw)
    with qtbot.waitSignal(page.face.map.view.drawn, timeout=30_000):
        next(each for each in page.face.map.findChildren(QPushButton) if each.text() == "Draw again").click()
    assert page.face.map.is_map_shown


def test_a_page_opened_for_another_plan_shows_it_once(qtbot: QtBot, empty: Opened) -> None:
    page, bridge = empty
    page.hide()
    shown: list[object] = []
    page.show_workspace = lambda: shown.append(bridge.result)  # type: ignore[method-assign]
    bridge.project_changed.disconnect(page._on_changed)
    bridge.project_changed.connect(page.show)  # as the shell does, which hears of it first
    bridge.project_changed.connect(page._on_changed)
    with qtbot.waitSignal(bridge.result_changed):
        bridge.workspace.open(built_project(), None)
    assert [each is None for each in shown] == [True, False]
