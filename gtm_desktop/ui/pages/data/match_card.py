"""The card "Match your columns": what each column of the workbook means, to be corrected."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.ui.elided_button import ElidedButton
from gtm_desktop.ui.pages.data.view import DataView, Match, SourceView, match_words
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card, clear_layout, separator
from gtm_desktop.ui.widgets.labels import ElidedLabel, label, set_tone

_TONES = {Match.EXACT: "good", Match.GUESSED: "warn", Match.CHOSEN: "accent", Match.KEPT: "", Match.USED: "good"}
_WIDEST_MEANING = 230
_WIDEST_NEXT = 200


class _MeaningBox(QComboBox):
    """A list of meanings that leaves the wheel to the page unless it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        self.setMaximumWidth(_WIDEST_MEANING)
        self.setMaxVisibleItems(18)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page, not the meaning."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ColumnGrid(QScrollArea):
    """The columns of one table, each with what it means; corrections are collected until they are read or dropped."""

    edited = Signal()  # by the user only: a meaning was chosen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("plainCard")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme().tokens.space["m"])
        self._grid.setVerticalSpacing(theme().tokens.space["xs"])
        self._grid.setContentsMargins(0, 0, theme().tokens.space["s"], 0)
        for column, stretch in enumerate((3, 4, 3, 2, 0)):
            self._grid.setColumnStretch(column, stretch)
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._grid)
        layout.addStretch(1)
        self.setWidget(inner)
        self._shown: SourceView | None = None
        self._boxes: dict[str, _MeaningBox] = {}
        self._matches: dict[str, ElidedLabel] = {}

    def show_source(self, view: SourceView, *, can_correct: bool) -> None:
        """Show a table's columns; corrections that were not read are dropped if the table is another one."""
        if view == self._shown:
            for box in self._boxes.values():
                _let_correct(box, can_correct=can_correct)
            return
        self._shown = view
        clear_layout(self._grid)
        self._boxes, self._matches = {}, {}
        titles = (tr("Column in your workbook"), tr("Means"), tr("Example"), tr("Match"), tr("Filled"))
        for number, title in enumerate(titles):
            head = label(title, "small")
            if number == len(titles) - 1:
                head.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(head, 0, number)
        for row, column in enumerate(view.columns):
            at = 2 * row + 1
            self._grid.addWidget(separator(), at, 0, 1, len(titles))
            header = ElidedLabel(column.header, "strong")
            match = ElidedLabel(column.match_words)
            set_tone(match, _TONES[column.match])
            filled = ElidedLabel(column.filled, "soft")
            filled.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            box = self._box(view, column.letter, column.field, column.header)
            _let_correct(box, can_correct=can_correct)
            cells: tuple[QWidget, ...] = (header, box, ElidedLabel(column.example, "soft"), match, filled)
            for place, cell in enumerate(cells):
                self._grid.addWidget(cell, at + 1, place)
            self._matches[column.letter] = match
        self.verticalScrollBar().setValue(0)

    def _box(self, view: SourceView, letter: str, field: str, header: str) -> _MeaningBox:
        box = _MeaningBox()
        for code, title in view.meanings:
            box.addItem(title, code)
        box.setCurrentIndex(max(0, box.findData(field)))
        box.setAccessibleName(tr("Meaning of {header}", header=header))
        box.activated.connect(lambda _index, letter=letter: self._on_activated(letter))
        self._boxes[letter] = box
        return box

    def corrections(self) -> dict[str, str]:
        """Return what was chosen and is not read yet: field by the column's letter."""
        if self._shown is None:
            return {}
        return {
            column.letter: str(self._boxes[column.letter].currentData())
            for column in self._shown.columns
            if self._boxes[column.letter].currentData() != column.field
        }

    def choose(self, letter: str, field: str) -> None:
        """Choose a meaning as the user does; a column or meaning that is not there is passed over."""
        box = self._boxes.get(letter)
        if box is None or box.findData(field) < 0:
            return
        box.setCurrentIndex(box.findData(field))
        self._on_activated(letter)

    def drop_corrections(self) -> None:
        """Show again what is in force."""
        for column in self._shown.columns if self._shown else ():
            box = self._boxes[column.letter]
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(column.field)))
        self._mark()

    def _on_activated(self, letter: str) -> None:
        """Take a meaning from the column that had it, so that no meaning is there twice."""
        chosen = self._boxes[letter].currentData()
        for other, box in self._boxes.items():
            if other != letter and chosen and box.currentData() == chosen:
                with QSignalBlocker(box):
                    box.setCurrentIndex(0)
        self._mark()
        self.edited.emit()

    def _mark(self) -> None:
        changed = self.corrections()
        for column in self._shown.columns if self._shown else ():
            is_changed = column.letter in changed
            self._matches[column.letter].setText(match_words(Match.CHOSEN) if is_changed else column.match_words)
            set_tone(self._matches[column.letter], _TONES[Match.CHOSEN if is_changed else column.match])


def _let_correct(box: _MeaningBox, *, can_correct: bool) -> None:
    box.setEnabled(can_correct)
    set_tip(box, "" if can_correct else tr("Open the workbook again to correct a meaning."))


class MatchCard(Card):
    """The columns of the account list and of the rep roster, with what they mean."""

    read_again_requested = Signal(dict, dict)  # meanings by letter: accounts, reps
    roster_requested = Signal()  # the user wants to add or replace the rep roster
    sheet_requested = Signal()  # the user wants another sheet or header row
    next_requested = Signal()  # the user wants to put newer data under this plan
    offer_taken = Signal()  # the user wants to decide as about the last list with these headers
    dropped = Signal()  # the user gave up all corrections that were not read

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Match your columns"), parent=parent)
        self._view: DataView | None = None
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._tabs.addTab("")
        self._tabs.addTab("")
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self._path = ElidedLabel("", "small")
        self._grids = (ColumnGrid(), ColumnGrid())
        self._no_roster = label(
            tr("No rep roster was read. Territories can be built without one; nobody is put on them then."),
            "soft", wrap=True,
        )  # fmt: skip
        self.sheet_button = QPushButton(tr("Change sheet…"))
        self.roster_button = QPushButton(tr("Rep roster…"))
        self.read_button = QPushButton()
        self.read_button.setObjectName("primary")
        self.drop_button = QPushButton(tr("Discard corrections"))
        self.next_button = ElidedButton(tr("New data, same rules…"), widest=_WIDEST_NEXT)
        set_tip(
            self.next_button,
            tr("Read next month's workbook into this plan; rules, decisions and territories stay as they are"),
        )
        self.offer_button = QPushButton(tr("Decide as then"))
        self._offer = label("", "small", wrap=True)
        self._waiting = 0
        self._advice = label("", "small", wrap=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.add_action(self.next_button)
        self.add_action(self.roster_button)
        self.add_action(self.sheet_button)
        across = QHBoxLayout()
        across.addWidget(self._tabs)
        across.addWidget(self._path, 1)
        self.add(across)
        for grid in self._grids:
            self.add(grid, 1)
        self.add(self._no_roster)
        self._no_roster.setAlignment(Qt.AlignmentFlag.AlignTop)
        offered = QHBoxLayout()
        offered.addWidget(self._offer, 1)
        offered.addWidget(self.offer_button)
        self.add(offered)
        actions = QHBoxLayout()
        actions.addWidget(self.read_button)
        actions.addWidget(self.drop_button)
        actions.addWidget(self._advice, 1)
        self.add(actions)

    def _connect(self) -> None:
        for grid in self._grids:
            grid.edited.connect(self._on_edited)
        self.read_button.clicked.connect(self._on_read_clicked)
        self.drop_button.clicked.connect(self._on_drop_clicked)
        self.roster_button.clicked.connect(self.roster_requested)
        self.sheet_button.clicked.connect(self.sheet_requested)
        self.next_button.clicked.connect(self.next_requested)
        self.offer_button.clicked.connect(self.offer_taken)

    @property
    def is_reps(self) -> bool:
        """Whether the roster's columns are shown, not the accounts'."""
        return self._tabs.currentIndex() == 1

    def grid(self, *, of_reps: bool) -> ColumnGrid:
        """Return the columns of the roster or of the account list."""
        return self._grids[1 if of_reps else 0]

    def show_data(self, view: DataView) -> None:
        """Show both tables."""
        self._view = view
        with QSignalBlocker(self._tabs):
            self._tabs.setTabText(0, view.accounts.title)
            self._tabs.setTabText(1, view.reps.title if view.reps.is_there else tr("No rep roster"))
            self._tabs.setTabToolTip(1, " · ".join(view.people))
        for grid, source in zip(self._grids, (view.accounts, view.reps), strict=True):
            grid.show_source(source, can_correct=view.can_correct)
        reason = "" if view.can_correct else tr("Open the workbook again first: this plan came from its own file.")
        for button, tip in (
            (self.roster_button, tr("Read the reps from another workbook")),
            (self.sheet_button, tr("Read another sheet, or another row as the header")),
        ):
            button.setEnabled(view.can_correct)
            set_tip(button, reason or tip)
        self._offer.setText(view.offer)
        self._offer.setVisible(bool(view.offer))
        self.offer_button.setVisible(bool(view.offer))
        self._show_tab()
        self._on_edited()

    def show_waiting(self, number: int) -> None:
        """Count answers and places that were given elsewhere on the page and are not read yet."""
        self._waiting = number
        self._on_edited()

    def _show_tab(self) -> None:
        if self._view is None:
            return
        source = self._view.reps if self.is_reps else self._view.accounts
        self._path.setText(source.path)
        for number, grid in enumerate(self._grids):
            grid.setVisible(number == self._tabs.currentIndex() and source.is_there)
        self._no_roster.setVisible(not source.is_there)
        self.sheet_button.setVisible(source.is_there)

    def corrections(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return the corrections not read yet: of accounts, of reps."""
        return self._grids[0].corrections(), self._grids[1].corrections()

    def _on_tab_changed(self) -> None:
        self._show_tab()

    def _on_edited(self) -> None:
        number = sum(len(each) for each in self.corrections()) + self._waiting
        self.read_button.setText(
            ntr("Read again with {n} correction", "Read again with {n} corrections", number)
            if number
            else tr("Read again")
        )
        self.read_button.setVisible(number > 0)
        self.drop_button.setVisible(number > 0)
        self._advice.setText(self._view.hint if self._view else "")

    def _on_drop_clicked(self) -> None:
        for grid in self._grids:
            grid.drop_corrections()
        self._on_edited()
        self.dropped.emit()

    def _on_read_clicked(self) -> None:
        of_accounts, of_reps = self.corrections()
        self.read_again_requested.emit(dict(of_accounts), dict(of_reps))
