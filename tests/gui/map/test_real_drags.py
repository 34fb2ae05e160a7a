"""Drags made with the mouse of a real screen: from a list onto the map, round accounts, and out of the map."""

import json
import subprocess

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gtm_desktop.ui.models.table_view import TableView, text_column
from gtm_desktop.ui.widgets.map_view import ACCOUNTS_MIME, REP_MIME, MapTool
from gtm_desktop.ui.widgets.table import DataTable, DragSpec

pytestmark = pytest.mark.xvfb


def _mouse(*steps):
    """Begin moving the pointer as xdotool is told; the test goes on meanwhile."""
    words = " ".join(steps).split()
    return subprocess.Popen(["xdotool", *words])


def _drag(start, end):
    way = [f"mousemove {start.x() + (end.x() - start.x()) * at // 12} {start.y() + (end.y() - start.y()) * at // 12} "
           "sleep 0.05" for at in range(1, 13)]  # fmt: skip
    begin = f"mousemove {start.x()} {start.y()} sleep 0.3 mousedown 1 sleep 0.2"
    return _mouse(begin, *way, "sleep 0.3 mouseup 1")


@pytest.fixture
def bench(qtbot, panel):
    """A list of reps and a list of territories beside the map, on the screen."""
    whole = QWidget()
    whole.reps, whole.rows = DataTable(DragSpec(drag=REP_MIME)), DataTable(DragSpec(drop=(ACCOUNTS_MIME,)))
    whole.reps.show_table(TableView(["R1", "R2"], (text_column("name", "Rep", ["Dana", "Ben"]),)))
    whole.rows.show_table(TableView(["T-WEST", "T-EAST"], (text_column("name", "Territory", ["West", "East"]),)))
    layout = QHBoxLayout(whole)
    layout.addWidget(whole.reps, 1)
    layout.addWidget(panel, 3)
    layout.addWidget(whole.rows, 1)
    whole.resize(1240, 640)
    whole.move(10, 10)
    with qtbot.waitExposed(whole):
        whole.show()
    with qtbot.waitSignal(panel.view.drawn):
        panel.view._refresh({"points"})
    yield whole
    panel.setParent(None)
    whole.close()
    whole.deleteLater()


@pytest.fixture
def on_map(panel, ask):
    """Return where a place of the map is on the screen."""

    def place(lat, lon):
        x, y = ask(f"((p) => [p.x, p.y])(GTM._map.latLngToContainerPoint([{lat}, {lon}]))")
        return panel.view.mapToGlobal(QPoint(round(x), round(y)))

    return place


def _row(table, number):
    return table.viewport().mapToGlobal(table.visualRect(table.model().index(number, 0)).center())


def test_a_rep_dragged_from_a_list_arrives_on_the_territory_it_is_dropped_on(qtbot, panel, bench, on_map):
    with qtbot.waitSignal(panel.view.dropped_on_map, timeout=15_000) as told:
        mouse = _drag(_row(bench.reps, 1), on_map(42.5, -84.0))
    mouse.wait(5)
    mime, payload, _lat, _lon, territory = told.args
    assert (mime, json.loads(payload), territory) == (REP_MIME, ["R2"], "T-EAST")


def test_a_lasso_drawn_with_the_mouse_selects_the_accounts_inside(qtbot, panel, bench, on_map):
    panel.choose_tool(MapTool.LASSO)
    corners = [on_map(lat, lon) for lat, lon in ((43.9, -84.95), (43.9, -83.05), (41.1, -83.05), (41.1, -84.95))]
    way = [f"mousemove {corner.x()} {corner.y()} sleep 0.15" for corner in [*corners[1:], corners[0]]]
    begin = f"mousemove {corners[0].x()} {corners[0].y()} sleep 0.3 mousedown 1 sleep 0.2"
    with qtbot.waitSignal(panel.view.accounts_lassoed, timeout=15_000) as told:
        mouse = _mouse(begin, *way, "mouseup 1")
    mouse.wait(5)
    assert set(told.args[0]) == set(range(50, 100))


def test_selected_accounts_dragged_out_of_the_map_arrive_on_the_row_they_are_dropped_on(
    qtbot, panel, bench, on_map, scene, ask
):
    panel.view.select_accounts([0, 1, 2])
    start = on_map(scene.lat[1], scene.lon[1])
    ask("1")
    with qtbot.waitSignal(bench.rows.dropped_on_row, timeout=15_000) as told:
        mouse = _drag(start, _row(bench.rows, 1))
    mouse.wait(5)
    mime, payload, row = told.args
    assert (mime, json.loads(payload), row) == (ACCOUNTS_MIME, ["A-0", "A-1", "A-2"], "T-EAST")
    assert ask("GTM.tools._press === null") is True
