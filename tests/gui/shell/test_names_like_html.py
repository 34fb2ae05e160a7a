"""A list whose names look like HTML is shown letter by letter on every page."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from gtm_desktop.project.state import ProjectState, Scenarios
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session.session import Session
from gtm_desktop.ui.shell.steps import StepId
from gtm_desktop.ui.shell.window import MainWindow

_spec = importlib.util.spec_from_file_location("built", Path(__file__).parents[1] / "pages" / "built.py")
built = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(built)

HOSTILE = '<img src="file:///etc/hostname"><b>x</b>'


def _named(table, *fields):
    """The table with the hostile text before each of the fields' texts."""
    return table.assign(**{field: (HOSTILE + table[field]).astype(table[field].dtype) for field in fields})


def _hostile_project():
    data = built.built_dataset()
    made = replace(
        data,
        accounts=_named(data.accounts, columns.NAME, columns.CITY),
        reps=_named(data.reps, rep_columns.NAME, rep_columns.HOME_CITY),
    )
    scenarios = Scenarios(((HOSTILE, built.built_plan(made)),), HOSTILE)
    return ProjectState({made.dataset_id: made}, scenarios)


@pytest.fixture
def session(qtbot):
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    made = Session(window, Remembered(window))
    with qtbot.waitSignal(made.bridge.result_changed):
        made.bridge.workspace.open(_hostile_project(), None)
    yield made, window
    made.bridge.workspace.close()
    made.close()
    window.close_now()


def _html_in(window):
    """What Qt would read as HTML and was written by the list."""
    for widget in window.findChildren(QWidget):
        if "<img" in widget.toolTip():
            yield f"tooltip of {widget}: {widget.toolTip()}"
        if isinstance(widget, QLabel) and "<img" in widget.text() and widget.textFormat() != Qt.TextFormat.PlainText:
            yield f"label {widget}: {widget.text()}"
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _html_cells(widget)
    for action in window.findChildren(QAction):
        if "<img" in action.toolTip() and action.toolTip() != action.text().replace("&&", "&"):
            yield f"action {action.text()}"


def _html_cells(view):
    model = view.model()
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            tip = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
            if tip and "<img" in tip and GuiQt.mightBeRichText(tip):
                yield f"cell {row}, {column} of {view}: {tip}"


@pytest.mark.parametrize("step", list(StepId))
def test_no_name_is_read_as_html(session, step):
    made, window = session
    made.controller.go_to(step)
    assert list(_html_in(window)) == []
