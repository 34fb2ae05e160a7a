"""The map: what it paints, what it never asks for, and what it says of lasso, clicks and drops."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from gtm_desktop.ui.theme import Mode, theme
from gtm_desktop.ui.widgets.map_view import ACCOUNTS_MIME, REP_MIME, MapTool

ORANGE, BLUE, GREEN = "#D55E00", "#0072B2", "#009E73"
ACTIONS = Qt.DropAction.MoveAction
BUTTON, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def _drag(kind, view, x, y, mime, payload):
    data = QMimeData()
    data.setData(mime, payload)
    place = QPointF(x, y) if kind is QDropEvent else QPoint(x, y)
    return kind(place, ACTIONS, data, BUTTON, NO_KEYS), data


def test_the_page_asks_for_nothing_but_local_files(panel):
    assert panel.view.guard.blocked == []
    assert panel.view.guard.asked
    assert {QUrl(address).scheme() for address in panel.view.guard.asked} == {"gtm"}


def test_a_line_drawn_in_the_page_is_told_in_degrees_and_painted_where_it_lies(qtbot, panel, scene, ask, counted):
    """Lines that territories do not hang together across."""
    panel.choose_tool(MapTool.LINE)
    with qtbot.waitSignal(panel.view.line_drawn) as told:
        ask(
            "(() => { const box = GTM._map.getContainer(), at = box.getBoundingClientRect();"
            "const send = (kind, x, y) => (kind === 'mousedown' ? box : window).dispatchEvent(new MouseEvent(kind,"
            "{clientX: at.left + x, clientY: at.top + y, button: 0, buttons: 1, bubbles: true}));"
            "send('mousedown', 300, 100); for (let y = 120; y <= 400; y += 20) send('mousemove', 300, y);"
            "send('mouseup', 300, 400); return 1; })()"
        )
    line = told.args[0]
    assert len(line) == 2, "a straight line needs no bends"
    corners = ask("[[300, 100], [300, 400]].map((p) => GTM._map.containerPointToLatLng(p)).map((p) => [p.lat, p.lng])")
    assert np.allclose(line, corners)
    assert panel.view.selection == []
    before = counted(theme().hex("text"))
    with qtbot.waitSignal(panel.view.drawn):
        panel.show_map(replace(scene, lines=(tuple(line),)))
    qtbot.waitUntil(lambda: counted(theme().hex("text")) > before + 200)


def test_the_guard_blocks_what_would_leave_the_program(qtbot, panel):
    address = "http://192.0.2.1/tile.png"
    panel.view.page().load(QUrl(address))
    qtbot.waitUntil(lambda: panel.view.guard.blocked == [address], timeout=10_000)


def test_a_script_of_the_page_cannot_reach_the_network(qtbot, panel):
    answers = []
    panel.view.page().runJavaScript(
        "window.tried = 'waiting'; fetch('http://192.0.2.1/').then(() => tried = 'reached', () => tried = 'refused')"
    )

    def tried():
        panel.view.page().runJavaScript("window.tried", 0, answers.append)
        return "refused" in answers or "reached" in answers

    qtbot.waitUntil(tried, timeout=20_000)
    assert "reached" not in answers
    panel.messages.clear()


def test_accounts_of_both_territories_are_painted_in_their_colours(counted):
    assert counted(ORANGE) > 500
    assert counted(BLUE) > 500


def test_recolouring_paints_the_same_accounts_in_other_colours(qtbot, panel, scene, counted):
    with qtbot.waitSignal(panel.view.drawn):
        panel.view.recolour(np.ones_like(scene.colour))
    qtbot.waitUntil(lambda: counted(ORANGE) < 50)
    assert counted(BLUE) > 1_000


def test_bringing_a_territory_to_the_fore_fades_the_accounts_of_others(qtbot, panel, counted):
    panel.view.highlight_territory("T-WEST")
    qtbot.waitUntil(lambda: counted(BLUE) < 100)
    assert counted(ORANGE) > 500
    panel.view.highlight_territory("")
    qtbot.waitUntil(lambda: counted(BLUE) > 500)


def test_dark_colours_reach_the_map(qtbot, panel, counted):
    theme().set_mode(Mode.DARK)
    qtbot.waitUntil(lambda: counted(theme().tokens.dark["map_water"]) > 2_000)


def test_the_points_inside_a_polygon_are_those_that_lie_in_it(ask):
    found = ask(
        "(() => { const p = (...at) => { const q = GTM._map.latLngToContainerPoint(at); return [q.x, q.y]; };"
        "return GTM.points.inside([p(44, -87), p(44, -85), p(41, -85), p(41, -87)]); })()"
    )
    assert found == list(range(50))


def test_the_nearest_point_is_found_and_the_one_that_is_not_placed_never(ask):
    assert ask("[3, 60].map((i) => GTM.points.near(...GTM.points.place(i), 7))") == [3, 60]
    assert ask("GTM.points.near(-5000, -5000, 7)") == -1


def test_a_lasso_in_the_page_selects_and_tells_the_accounts(qtbot, panel, ask):
    panel.choose_tool(MapTool.LASSO)
    place = ask("((a, b) => [a.x, a.y, b.x, b.y])(GTM._map.latLngToContainerPoint([44, -85]),"
                "GTM._map.latLngToContainerPoint([41, -83]))")  # fmt: skip
    left, top, right, bottom = place
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    steps = "".join(f"at('mousemove', {x}, {y});" for x, y in corners[1:])
    script = (
        "(() => { const box = GTM._map.getContainer(), r = box.getBoundingClientRect();"
        "const at = (kind, x, y) => box.dispatchEvent(new MouseEvent(kind, {clientX: x + r.left, clientY: y + r.top,"
        "bubbles: true, button: 0, buttons: 1})); "
        f"at('mousedown', {left}, {top}); {steps} at('mouseup', {left}, {bottom}); }})()"
    )
    with qtbot.waitSignal(panel.view.accounts_lassoed) as told:
        panel.view.page().runJavaScript(script)
    assert told.args == [list(range(50, 100))]
    assert not panel._commands["clear"].reason


def test_clearing_the_selection_tells_that_nothing_is_selected(qtbot, panel):
    panel.view.select_accounts([1, 2, 3])
    with qtbot.waitSignal(panel.view.accounts_lassoed) as told:
        panel._commands["clear"].trigger()
    assert told.args == [[]]
    assert panel.view.selection == []


@pytest.mark.parametrize(("lon", "territory"), [(-86.0, "T-WEST"), (-84.0, "T-EAST"), (-80.0, "")])
def test_a_drop_tells_the_territory_under_the_pointer(qtbot, panel, ask, lon, territory):
    x, y = ask(f"((p) => [p.x, p.y])(GTM._map.latLngToContainerPoint([42.5, {lon}]))")
    event, _data = _drag(QDropEvent, panel.view, x, y, ACCOUNTS_MIME, b'["A-1"]')
    with qtbot.waitSignal(panel.view.dropped_on_map) as told:
        panel.view.dropEvent(event)
    mime, payload, lat, found_lon, found = told.args
    assert (mime, json.loads(payload), found) == (ACCOUNTS_MIME, ["A-1"], territory)
    assert (lat, found_lon) == pytest.approx((42.5, lon), abs=0.05)


def test_hovering_with_a_rep_tells_the_territory_before_the_drop(qtbot, panel, ask):
    x, y = ask("((p) => [Math.round(p.x), Math.round(p.y)])(GTM._map.latLngToContainerPoint([42.5, -84]))")
    event, _data = _drag(QDragMoveEvent, panel.view, x, y, REP_MIME, b'["R1"]')
    with qtbot.waitSignal(panel.view.dragged_over_map) as told:
        panel.view.dragMoveEvent(event)
    assert told.args == [REP_MIME, b'["R1"]', "T-EAST"]


def test_something_that_is_neither_accounts_nor_a_rep_is_not_taken(panel):
    event, _data = _drag(QDragEnterEvent, panel.view, 10, 10, "text/html", b"<b>")
    panel.view.dragEnterEvent(event)
    assert not event.isAccepted()


def test_showing_the_scene_again_keeps_the_view_where_it_is(qtbot, panel, scene, ask):
    ask("GTM._map.setZoom(9) && 1")
    before = ask("GTM._map.getZoom()")
    with qtbot.waitSignal(panel.view.drawn):
        panel.show_map(scene)
    assert ask("GTM._map.getZoom()") == before


def test_the_whole_region_stays_in_view_when_the_window_changes_until_the_user_looks_elsewhere(qtbot, panel, ask):
    before = ask("GTM._map.getZoom()")
    panel.resize(420, 320)
    qtbot.waitUntil(lambda: ask("GTM._map.getZoom()") < before)
    ask("GTM._map.setZoom(9) && 1")
    panel.resize(800, 600)
    qtbot.waitUntil(lambda: ask("GTM._map.getSize().x") > 700)
    assert ask("GTM._map.getZoom()") == 9


def test_the_sources_of_places_and_boundaries_are_named(ask):
    assert "GeoNames, CC BY 4.0" in ask("document.querySelector('.gtm-credit').textContent")


def test_a_line_across_accounts_is_drawn_above_them(qtbot, panel, scene, ask):
    ends = ((scene.lat[3] - 0.4, scene.lon[3]), (scene.lat[3] + 0.4, scene.lon[3]))
    with qtbot.waitSignal(panel.view.drawn):
        panel.show_map(replace(scene, lines=(ends,)))
    line, points = ask(
        "[GTM.ground._renderers.lines._container, GTM.points._canvas]"
        ".map((each) => Number(getComputedStyle(each.parentNode).zIndex))"
    )
    assert line > points


def test_what_the_pointer_rested_on_is_let_go_when_a_stroke_begins(qtbot, panel, ask):
    panel.choose_tool(MapTool.LASSO)
    ask("(() => { GTM.tools._hover(3); return 1; })()")
    qtbot.waitUntil(lambda: ask("GTM.tools._tip.style.display") == "block", timeout=10_000)
    ask(
        "(() => { const box = GTM._map.getContainer(), at = box.getBoundingClientRect();"
        "box.dispatchEvent(new MouseEvent('mousedown', {clientX: at.left + 5, clientY: at.top + 300, button: 0,"
        "bubbles: true})); return 1; })()"
    )
    assert ask("[GTM.tools._tip.style.display, GTM.tools._hovered]") == ["none", -1]
