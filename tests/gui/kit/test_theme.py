"""The theme: both sets of colours can be read, and switching reaches what is painted by hand."""

import re

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QLabel

from gtm_desktop.core import paths
from gtm_desktop.core.tokens import contrast
from gtm_desktop.tables.roster import Channel
from gtm_desktop.ui.actions import ActionButton, ActionSpec, make_action
from gtm_desktop.ui.icons import Icon, set_icon
from gtm_desktop.ui.theme import Mode, TypeSize, theme
from gtm_desktop.ui.widgets.card import Card
from gtm_desktop.ui.widgets.tag import channel_tag


@pytest.fixture(params=[Mode.LIGHT, Mode.DARK])
def look(request, qapp):
    theme().set_mode(request.param)
    yield theme()
    theme().set_mode(Mode.SYSTEM)


@pytest.mark.parametrize("channel", Channel.ALL)
def test_a_channel_tag_can_be_read_on_light_and_on_dark(look, channel):
    colour = look.channel(channel)
    ground = look.tag_ground(colour)
    assert contrast(look.readable(colour, ground).name(), ground.name()) >= 4.5


@pytest.mark.parametrize(("ink", "ground"), [("text", "card"), ("text_soft", "card"), ("on_accent", "accent")])
def test_words_can_be_read_on_light_and_on_dark(look, ink, ground):
    assert contrast(look.hex(ink), look.hex(ground)) >= 4.5


def test_a_card_is_painted_in_the_colours_in_force(look, qtbot):
    card = Card("Size")
    qtbot.addWidget(card)
    card.resize(200, 100)
    card.show()
    assert QColor(card.grab().toImage().pixel(100, 80)).name().upper() == look.hex("card")


def test_a_projector_makes_type_and_rows_larger_by_the_same_factor(qapp):
    theme().set_type_size(TypeSize.PROJECTOR)
    try:
        assert theme().px(20) == 27
        assert theme().row_height == round(theme().tokens.row_height * 1.35)
    finally:
        theme().set_type_size(TypeSize.DESK)


def test_a_button_that_cannot_be_pressed_says_why_in_its_tooltip(qtbot):
    card = Card()
    qtbot.addWidget(card)
    action = make_action(card, ActionSpec("test.act", "Act", "Do it", "Ctrl+T", Icon.SAVE), lambda: None)
    button = ActionButton(action)
    qtbot.addWidget(button)
    action.set_reason("nothing is open")
    assert not button.isEnabled()
    assert button.toolTip() == "Do it (Ctrl+T)\nNot now: nothing is open"


def test_pressing_a_button_runs_its_action_once(qtbot):
    card, runs = Card(), []
    qtbot.addWidget(card)
    button = ActionButton(make_action(card, ActionSpec("test.act", "Act", "Do it"), lambda: runs.append(1)))
    qtbot.addWidget(button)
    button.click()
    assert runs == [1]


def test_a_tag_is_as_wide_as_its_word_needs(qtbot):
    short, long = channel_tag(Channel.INSIDE, "In"), channel_tag(Channel.INSIDE, "Inside sales")
    qtbot.addWidget(short)
    qtbot.addWidget(long)
    assert short.sizeHint().width() < long.sizeHint().width()


def test_a_picture_in_a_label_takes_the_colours_of_the_theme_when_they_change(qtbot):
    made = QLabel()
    qtbot.addWidget(made)
    theme().set_mode(Mode.LIGHT)
    set_icon(made, Icon.CHECK, "good")
    light = made.pixmap().toImage()
    theme().set_mode(Mode.DARK)
    dark = made.pixmap().toImage()
    theme().set_mode(Mode.SYSTEM)
    assert light != dark


@pytest.mark.parametrize("is_checked", [False, True])
def test_a_check_box_can_be_seen_on_its_card(look, qtbot, is_checked):
    card = Card("Size")
    qtbot.addWidget(card)
    box = QCheckBox("Leave out web and counter")
    box.setChecked(is_checked)
    card.add(box)
    card.resize(300, 120)
    card.show()
    image = box.grab().toImage()
    edge = [QColor(image.pixel(x, image.height() // 2)).name() for x in range(3)]
    assert max(contrast(colour, look.hex("card")) for colour in edge) >= 3


def test_a_button_that_is_chosen_keeps_its_font_for_it_was_given_no_room_for_another():
    style = paths.resource("theme/app.qss").read_text(encoding="utf-8")
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", style)
    chosen = [body for heads, body in rules if "QPushButton" in heads and ":checked" in heads]
    assert chosen
    assert not any("font" in body for body in chosen)
