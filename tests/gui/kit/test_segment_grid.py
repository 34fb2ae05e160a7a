"""The segment grid: tiles are selected, renamed and asked for their menu by mouse and by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from gtm_desktop.ui.widgets.segment_grid import CellView, GridView, HeadView, SegmentGrid


@pytest.fixture
def grid(qtbot):
    made = SegmentGrid()
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    rows, columns = (HeadView("A", "A"), HeadView("unknown", "Unknown")), (HeadView("1", "One"), HeadView("2", "Two"))
    cells = tuple(
        CellView(row, column, f"{row}{column}", "1", "$1") for row, column in (("A", "1"), ("A", "2"), ("unknown", "2"))
    )
    made.show_grid(GridView(rows, columns, cells))
    return made


def _centre(grid, row, column):
    return grid.tile_rect(row, column).center().toPoint()


def test_a_click_selects_the_tile_under_the_pointer(qtbot, grid):
    with qtbot.waitSignal(grid.cell_selected) as told:
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=_centre(grid, 1, 1))
    assert told.args == ["unknown", "2"]


def test_a_click_where_there_is_no_cell_selects_nothing(qtbot, grid):
    with qtbot.assertNotEmitted(grid.cell_selected):
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=_centre(grid, 1, 0))


def test_arrow_keys_move_the_selection_past_cells_that_do_not_exist(qtbot, grid):
    grid.select_cell("A", "2")
    with qtbot.waitSignal(grid.cell_selected) as told:
        qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert told.args == ["unknown", "2"]
    with qtbot.assertNotEmitted(grid.cell_selected):
        qtbot.keyClick(grid, Qt.Key.Key_Left)


def test_a_double_click_renames_a_tile_in_place(qtbot, grid):
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=_centre(grid, 0, 0))
    qtbot.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=_centre(grid, 0, 0))
    editor = grid.findChild(QLineEdit)
    editor.setText("Land")
    with qtbot.waitSignal(grid.cell_renamed) as told:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == ["A", "1", "Land"]


def test_escape_leaves_the_name_as_it_was(qtbot, grid):
    grid.select_cell("A", "1")
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    editor = grid.findChild(QLineEdit)
    editor.setText("Other")
    with qtbot.assertNotEmitted(grid.cell_renamed):
        qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_the_selected_cell_stays_selected_when_the_grid_is_shown_anew(qtbot, grid):
    grid.select_cell("A", "2")
    cell = CellView("A", "2", "Grow", "5", "$9")
    grid.show_grid(GridView((HeadView("A", "A"),), (HeadView("2", "Two"),), (cell,)))
    assert grid.selected_cell() == cell
