"""Below what was found: the answers to a question, places typed by hand, and what can be done with new accounts."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gtm_desktop.core.typed_answers import written_answer
from gtm_desktop.core.words import tr
from gtm_desktop.ui.icons import Icon, set_icon
from gtm_desktop.ui.pages.data.deciding import BlankView, OptionView, QuestionView, RepairView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import clear_layout
from gtm_desktop.ui.widgets.labels import label


class _OptionRow(QPushButton):
    """One answer as a framed row with a mark to be pressed; its words wrap."""

    def __init__(self, view: OptionView, *, is_chosen: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("optionRow")
        self.setCheckable(True)
        self.setChecked(is_chosen)
        words = f"{view.words}  ({tr('suggested')})" if view.is_suggested else view.words
        self.setAccessibleName(words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        mark = label("")
        mark.setFixedWidth(16)
        set_icon(mark, Icon.CHOSEN if is_chosen else Icon.UNCHOSEN, "accent")
        self._lines = layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(theme().tokens.space["s"])
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label(words, wrap=True), 1)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def hasHeightForWidth(self) -> bool:
        """Say that words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped words."""
        return self._lines.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """Return the room the words need."""
        return self._lines.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return self._lines.minimumSize()


class AnswerPanel(QWidget):
    """The answers to one question."""

    answered = Signal(str, str)  # key of the question, the answer with what was typed; by the user only

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme().tokens.space["xs"])
        self._shown: QuestionView | None = None
        self.options: tuple[QPushButton, ...] = ()
        self.blanks: dict[str, QLineEdit] = {}
        self.problem = label("", "small", wrap=True)

    def refuse(self, words: str) -> None:
        """Say why what was typed cannot be followed, and keep it to be mended."""
        self.problem.setText(words)
        self.problem.show()

    def show_question(self, view: QuestionView | None) -> None:
        """Show a question's answers; none hides the panel."""
        self.setVisible(view is not None)
        if view == self._shown:
            return
        self._shown = view
        clear_layout(self._rows)
        self.options, self.blanks = (), {}
        if view is not None:
            for option in view.options:
                self._add(option, view)
            self.problem = label("", "small", wrap=True)
            self.problem.hide()
            self._rows.addWidget(self.problem)
            self._rows.addWidget(label(view.hint, "small", wrap=True))

    def _add(self, option: OptionView, view: QuestionView) -> None:
        row = _OptionRow(option, is_chosen=option.code == view.answer)
        refusal = "" if option.is_suggested else view.refusal
        row.setEnabled(not refusal)
        set_tip(row, refusal)
        lines = {blank.name: self._line(blank, is_enabled=not refusal) for blank in option.blanks}

        def answer(_checked: object = None) -> None:
            typed = {name: line.text() for name, line in lines.items()}
            self.answered.emit(view.key, written_answer(option.code, typed))

        row.clicked.connect(answer)
        self._rows.addWidget(row)
        for blank in option.blanks:
            line = lines[blank.name]
            line.returnPressed.connect(answer)
            across = QHBoxLayout()
            across.setContentsMargins(28, 0, 6, 4)
            across.addWidget(label(blank.words, "soft"), 1)
            across.addWidget(line)
            self._rows.addLayout(across)
        self.blanks |= lines
        self.options = (*self.options, row)

    def _line(self, blank: BlankView, *, is_enabled: bool) -> QLineEdit:
        line = QLineEdit(blank.text)
        line.setAccessibleName(blank.words)
        set_tip(line, tr("Type it, then press Enter or the answer above"))
        line.setEnabled(is_enabled)
        return line


class RepairPanel(QWidget):
    """A line for typing where the chosen accounts lie."""

    place_typed = Signal(str)  # what was typed, by the user only
    map_requested = Signal()  # the user wants to click where they lie

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("ZIP, city or lat, lon"))
        self.line.setAccessibleName(tr("Where the chosen accounts lie"))
        self.button = QPushButton(tr("Place them"))
        self.map_button = QPushButton(tr("Pick on the map…"))
        set_tip(self.map_button, tr("Click where the chosen accounts lie"))
        self._hint = label("", "small", wrap=True)
        across = QHBoxLayout()
        across.addWidget(self.line, 1)
        across.addWidget(self.button)
        across.addWidget(self.map_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(across)
        layout.addWidget(self._hint)
        self.line.returnPressed.connect(self._on_entered)
        self.button.clicked.connect(lambda _checked=False: self._on_entered())
        self.map_button.clicked.connect(lambda _checked=False: self.map_requested.emit())

    def show_repair(self, view: RepairView | None) -> None:
        """Show how places are typed; none hides the panel."""
        self.setVisible(view is not None)
        if view is not None:
            self._hint.setText(view.hint)

    def refuse(self, words: str) -> None:
        """Say why what was typed is no place, and keep it to be mended."""
        self._hint.setText(words)
        self.line.selectAll()
        self.line.setFocus()

    def accept(self) -> None:
        """Empty the line for the next place."""
        self.line.clear()

    def _on_entered(self) -> None:
        text = self.line.text().strip()
        if text:
            self.place_typed.emit(text)
