"""What is to be decided about a question or a place, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from gtm_desktop.core.findings import Option
from gtm_desktop.core.typed_answers import ReadAnswer, read_answer
from gtm_desktop.core.words import ntr, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.workbook.cleaning.periods import MARGIN_MEANS


@dataclass(frozen=True)
class BlankView:
    """What is typed with an answer: its name, its words, and what stands there."""

    name: str
    words: str
    text: str


@dataclass(frozen=True)
class OptionView:
    """One answer: its code, its words, whether it is suggested, and what is typed with it."""

    code: str
    words: str
    is_suggested: bool
    blanks: tuple[BlankView, ...] = ()


@dataclass(frozen=True)
class QuestionView:
    """One question with its answers.

    Attributes:
        key: by which its answer is kept.
        options: the answers, the suggested one first.
        answer: the code of the answer given; empty where none is. What was typed stands in the option's blanks.
        refusal: why another answer than the suggestion cannot be given; empty where it can.
    """

    key: str
    options: tuple[OptionView, ...]
    answer: str
    refusal: str

    @property
    def hint(self) -> str:
        """What pressing an answer does."""
        if len(self.options) == 1:
            return tr("Press it to agree; “Read again” takes it over.")
        return tr("Press an answer; “Read again” takes it over.")


@dataclass(frozen=True)
class RepairView:
    """Placing accounts by hand: what to type, and how many places wait to be taken over."""

    hint: str
    pending: int


@dataclass(frozen=True)
class Decision:
    """What can be done about the rows shown.

    Attributes:
        title: over the rows; empty where nothing is to be decided.
        question: the question they raise.
        repair: how they are placed.
        action: what one button does with all of them; empty without one.
    """

    title: str = ""
    question: QuestionView | None = None
    repair: RepairView | None = None
    action: str = ""


def question_view(dataset: Dataset, key: str, pending: Mapping[str, str], *, can_read: bool) -> QuestionView | None:
    """Return the question that the finding under `key` asks; None where it asks nothing."""
    kind, _, number = key.partition(":")
    asked = {
        "question": dataset.questions,
        "offer": dataset.offers,
        "answered": tuple(question for question, _ in dataset.answered),
    }
    if kind not in asked or not number.isdecimal() or int(number) >= len(asked[kind]):
        return None
    question = asked[kind][int(number)]
    if not question.options:
        return None
    given = {each.key: answer for each, answer in dataset.answered} | dict(pending)
    answer = read_answer(question, given.get(question.key, ""))
    options = tuple(
        _option_view(option, answer, is_suggested=position == 0) for position, option in enumerate(question.options)
    )
    can_answer = can_read or question.code == MARGIN_MEANS  # it is noted and changes nothing
    refusal = "" if can_answer else tr("Open the workbook again to decide otherwise: this plan came from its own file.")
    return QuestionView(question.key, options, answer.code, refusal)


def _option_view(option: Option, answer: ReadAnswer, *, is_suggested: bool) -> OptionView:
    typed = answer.values if answer.code == option.code else {}
    blanks = tuple(BlankView(each.name, each.label, typed.get(each.name, each.preset)) for each in option.blanks)
    return OptionView(option.code, option.label, is_suggested, blanks)


def repair_view(pending: Mapping[str, str]) -> RepairView:
    """Say how an account is placed by hand."""
    waiting = ntr("{n} place typed", "{n} places typed", len(pending)) if pending else ""
    hint = tr("Choose rows, then type a ZIP code, “City, ST” or “42.96, -85.67”, or click the map.")
    return RepairView(f"{waiting} · {hint}" if waiting else hint, len(pending))
