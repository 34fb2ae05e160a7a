"""Answers on the Data page that take typed values."""

import pytest

from gtm_desktop.ui.application import make_application
from gtm_desktop.ui.pages.data.decide_panels import AnswerPanel
from gtm_desktop.ui.pages.data.deciding import BlankView, OptionView, QuestionView

RATES = QuestionView(
    "mixed_currencies",
    (
        OptionView("accept", "Keep those in USD.", is_suggested=True),
        OptionView("rate", "Convert them.", is_suggested=False, blanks=(BlankView("CAD", "1 CAD in USD", ""),)),
    ),
    answer="",
    refusal="",
)


@pytest.fixture
def panel(qtbot, qapp):
    make_application()
    made = AnswerPanel()
    qtbot.addWidget(made)
    made.show_question(RATES)
    made.show()
    return made


def test_a_rate_is_typed_and_enter_answers(qtbot, panel):
    with qtbot.waitSignal(panel.answered) as heard:
        panel.blanks["CAD"].setText("0.73")
        panel.blanks["CAD"].returnPressed.emit()
    assert heard.args == ["mixed_currencies", "rate?CAD=0.73"]


def test_pressing_the_answer_takes_what_was_typed(qtbot, panel):
    panel.blanks["CAD"].setText("0.73")
    with qtbot.waitSignal(panel.answered) as heard:
        panel.options[1].click()
    assert heard.args == ["mixed_currencies", "rate?CAD=0.73"]


def test_what_cannot_be_followed_is_said_below_and_stays_to_be_mended(panel):
    panel.blanks["CAD"].setText("0,73")
    panel.refuse("1 CAD in USD: 0,73 is no rate.")
    assert panel.problem.isVisible()
    assert panel.problem.text() == "1 CAD in USD: 0,73 is no rate."
    assert panel.blanks["CAD"].text() == "0,73"


def test_what_was_typed_before_stands_in_its_line_again(panel):
    blank = BlankView("CAD", "1 CAD in USD", "0.73")
    option = OptionView("rate", "Convert them.", is_suggested=False, blanks=(blank,))
    panel.show_question(QuestionView("mixed_currencies", (option,), answer="rate", refusal=""))
    assert panel.blanks["CAD"].text() == "0.73"
    assert panel.options[0].isChecked()
