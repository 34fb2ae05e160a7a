"""Texts that look like HTML are shown letter by letter."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QToolTip, QWidget

from gtm_desktop.ui.actions import ActionButton, ActionSpec, make_action
from gtm_desktop.ui.models.frame_model import FrameModel
from gtm_desktop.ui.models.table_view import TableView, text_column
from gtm_desktop.ui.plain_text import copy_tip, message_box, set_tip, show_tip, tip_text
from gtm_desktop.ui.shell.dialogs import ask, ask_recovery, ask_unsaved, tell
from gtm_desktop.ui.widgets.labels import ElidedLabel, coloured_words, label, set_coloured_words

pytestmark = pytest.mark.usefixtures("qapp")
HOSTILE = '<img src="/etc/hostname"><b>x</b>'


def _seen(tip):
    """What a reader sees of a tooltip."""
    return QTextDocumentFragment.fromHtml(tip).toPlainText() if GuiQt.mightBeRichText(tip) else tip


@pytest.mark.parametrize(
    "text", [HOSTILE, "a\n<b>x</b>", "&lt;b&gt;", "<qt>x", "A & B <Co>", "  <b>  two  blanks", "plain", "a < b", ""]
)
def test_a_tooltip_shows_a_text_letter_by_letter(text):
    assert _seen(tip_text(text)).replace("\u2028", "\n") == text
    assert "<img" not in tip_text(text)


def test_a_usual_tooltip_is_the_text_itself():
    assert tip_text("29 of 30 & more\n12 %") == "29 of 30 & more\n12 %"


def test_a_copied_tooltip_is_escaped_once(qtbot):
    first, second = QPushButton(), QPushButton()
    qtbot.addWidget(first)
    qtbot.addWidget(second)
    set_tip(first, HOSTILE)
    copy_tip(first, second)
    assert _seen(second.toolTip()) == HOSTILE


def test_a_shown_tooltip_is_letters(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    show_tip(QPoint(5, 5), HOSTILE, owner)
    assert _seen(QToolTip.text()) == HOSTILE
    show_tip(QPoint(5, 5), "", owner)


@pytest.mark.parametrize("role", [Qt.ItemDataRole.ToolTipRole])
def test_tooltips_of_cells_and_headers_are_letters(role):
    model = FrameModel()
    model.show_table(TableView(["1"], (text_column("name", "Name", [HOSTILE], tip=HOSTILE),)))
    assert _seen(model.index(0, 0).data(role)) == HOSTILE
    assert _seen(model.headerData(0, Qt.Orientation.Horizontal, role)) == HOSTILE
    assert model.index(0, 0).data() == HOSTILE


def _boxes(parent):
    def nothing():
        pass

    yield ask(parent, HOSTILE, HOSTILE, "Yes", nothing)
    yield ask_unsaved(parent, HOSTILE, nothing, nothing)
    yield ask_recovery(parent, HOSTILE, HOSTILE, nothing, nothing, nothing, "Later")
    yield tell(parent, "Title", HOSTILE)
    yield message_box(parent, QMessageBox.Icon.Critical, HOSTILE, HOSTILE)


def test_message_boxes_show_letters(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    for box in _boxes(parent):
        words = [each for each in box.findChildren(QLabel) if HOSTILE in each.text()]
        assert words
        assert {each.textFormat() for each in words} == {Qt.TextFormat.PlainText}
        box.close()


def test_labels_show_letters(qtbot):
    for made in (label(HOSTILE), ElidedLabel(HOSTILE)):
        qtbot.addWidget(made)
        assert made.textFormat() == Qt.TextFormat.PlainText


def test_a_legend_of_coloured_words_shows_their_letters(qtbot):
    legend = coloured_words()
    qtbot.addWidget(legend)
    set_coloured_words(legend, [("#ff0000", HOSTILE)])
    assert HOSTILE in QTextDocumentFragment.fromHtml(legend.text()).toPlainText()


def test_the_reason_of_an_action_is_letters_in_its_tooltip_and_for_a_screen_reader(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    action = make_action(owner, ActionSpec("a.b", "Do", "Does it"), lambda: None)
    button = ActionButton(action)
    qtbot.addWidget(button)
    action.set_reason(HOSTILE)
    assert HOSTILE in _seen(button.toolTip())
    assert HOSTILE in button.accessibleDescription()
