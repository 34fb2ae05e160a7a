"""The table model: what it says, how it sorts, what it lets be dragged."""

import json

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication

from gtm_desktop.ui.models.frame_model import FrameModel
from gtm_desktop.ui.models.table_view import CellKind, TableView, number_column, text_column
from gtm_desktop.ui.widgets.table import DataTable, DragSpec

pytestmark = pytest.mark.usefixtures("qapp")


def _view(names, cents):
    columns = (text_column("name", "Name", names), number_column("margin", "Margin", CellKind.MONEY, cents))
    return TableView([f"A{number}" for number in range(len(names))], columns)


def _seen(model, column):
    return [model.index(row, column).data() for row in range(model.rowCount())]


@pytest.mark.parametrize("order", [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
def test_missing_figures_come_last_whichever_way_a_column_is_sorted(order):
    model = FrameModel()
    model.show_table(_view(["x", "y", "z"], [200, None, 100]))
    model.sort(1, order)
    assert _seen(model, 0)[-1] == "y"


def test_words_sort_as_a_reader_would_whatever_their_case():
    model = FrameModel()
    model.show_table(_view(["bolt", "Anvil", "", "anchor"], [1, 2, 3, 4]))
    model.sort(0)
    assert _seen(model, 0) == ["anchor", "Anvil", "bolt", ""]


def test_equal_values_keep_the_order_of_the_table():
    model = FrameModel()
    model.show_table(_view(["b", "a", "c"], [5, 5, 5]))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert _seen(model, 0) == ["b", "a", "c"]


def test_money_is_shortened_in_the_cell_and_exact_in_its_tooltip():
    model = FrameModel()
    model.show_table(_view(["x"], [4_612_345_67]))
    assert model.index(0, 1).data() == "$4.6M"
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "$4,612,345.67"


def test_fifty_thousand_rows_keep_their_ids_when_sorted():
    figures = np.random.default_rng(1).permutation(50_000)
    model = FrameModel()
    model.show_table(_view([str(value) for value in figures], figures * 100))
    model.sort(1)
    assert [model.row_id(model.index(row, 0)) for row in (0, 49_999)] == [
        f"A{int(np.argmin(figures))}",
        f"A{int(np.argmax(figures))}",
    ]


def test_dragged_rows_carry_their_ids_in_the_order_seen():
    model = FrameModel()
    model.set_drag("application/x-test")
    model.show_table(_view(["a", "b", "c"], [1, 3, 2]))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    data = model.mimeData([model.index(1, 0), model.index(0, 1), model.index(0, 0)])
    assert json.loads(data.data("application/x-test").data()) == ["A1", "A2"]


def test_selected_rows_stay_selected_when_the_table_is_sorted(qtbot):
    table = DataTable()
    qtbot.addWidget(table)
    table.show_table(_view(["b", "a", "c"], [1, 2, 3]))
    table.select_ids(["A0"])
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert table.selected_ids() == ["A0"]


def test_showing_a_table_anew_keeps_the_selection_and_does_not_count_as_the_user_selecting(qtbot):
    table = DataTable()
    qtbot.addWidget(table)
    table.show_table(_view(["b", "a"], [1, 2]))
    table.select_ids(["A1"])
    with qtbot.assertNotEmitted(table.rows_selected):
        table.show_table(_view(["b", "z"], [1, 9]))
    assert table.selected_ids() == ["A1"]


def test_selecting_a_row_tells_its_id(qtbot):
    table = DataTable()
    qtbot.addWidget(table)
    table.show_table(_view(["b", "a"], [1, 2]))
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    with qtbot.waitSignal(table.rows_selected) as told:
        table.selectionModel().select(table.model().index(1, 0), rows)
    assert told.args == [["A1"]]


def test_the_clipboard_gets_exact_figures_and_the_header(qtbot, qapp):
    table = DataTable()
    qtbot.addWidget(table)
    table.show_table(_view(["b"], [123_456_78]))
    table.select_ids(["A0"])
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert qapp.clipboard().text() == "Name\tMargin\nb\t$123,456.78"


def test_only_what_a_table_takes_may_be_dropped_on_its_rows(qtbot):
    table = DataTable(DragSpec(drop=("application/x-rep",)))
    qtbot.addWidget(table)
    table.show_table(_view(["b"], [1]))
    model, row = table.model(), table.model().index(0, 0)
    taken, other = model.mimeData([]), model.mimeData([])
    taken.setData("application/x-rep", b'["R1"]')
    assert not model.canDropMimeData(other, Qt.DropAction.MoveAction, -1, -1, row)
    with qtbot.waitSignal(table.dropped_on_row) as told:
        model.dropMimeData(taken, Qt.DropAction.MoveAction, -1, -1, row)
    assert told.args == ["application/x-rep", b'["R1"]', "A0"]


def test_copied_rows_run_nothing_in_a_spreadsheet_and_figures_stay_figures(qtbot):
    table = DataTable()
    qtbot.addWidget(table)
    table.show_table(_view(["=1+1", "a\t=2", "x"], [-123_456_50, 100, None]))
    table.selectAll()
    table.copy_selection()
    assert QGuiApplication.clipboard().text().split("\n") == [
        "Name\tMargin", "'=1+1\t-$123,456.50", '"a\t=2"\t$1', "x\t–",
    ]  # fmt: skip


def test_dragged_rows_are_texts_for_other_programs():
    model = FrameModel()
    model.set_drag("application/x-rows")
    model.show_table(TableView(["=1", "B"], _view(["x", "y"], [1, 2]).columns))
    assert model.mimeData([model.index(0, 0), model.index(1, 0)]).text() == "'=1\nB"
