"""Below the map: the plan's figures and the next problem; in their place, while accounts are selected, the move."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gtm_desktop.core.words import tr
from gtm_desktop.ui.pages.territories.moves import MoveView
from gtm_desktop.ui.pages.territories.view import ProblemView, TerritoriesView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card, separator
from gtm_desktop.ui.widgets.kpi import KpiView
from gtm_desktop.ui.widgets.labels import ElidedLabel, label, set_tone

_HEIGHT = 156
_WAIT_WHEN_NARROW = frozenset({2, 4})
"""Places of the figures that are left out where there is little room: falling margins and driving."""


class FigureRow(QWidget):
    """Figures side by side, each with what it counts below it in as many lines as that needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().tokens.space["m"])
        self._faces: list[tuple[QLabel, QLabel]] = []
        self._is_narrow = False

    def show_figures(self, views: Sequence[KpiView]) -> None:
        """Show these figures, left to right."""
        while len(self._faces) < len(views):
            self._faces.append(self._add_face())
        for (figure, title), view in zip(self._faces, views, strict=False):
            figure.setText(view.figure)
            set_tone(figure, view.tone)
            title.setText(view.title)
            for each in (figure, title):
                set_tip(each, view.exact)
            figure.setAccessibleName(f"{view.figure} {view.title}")
        self._leave_out()

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Leave out what can wait where there is little room."""
        self._is_narrow = is_narrow
        self._leave_out()

    def _leave_out(self) -> None:
        for number, face in enumerate(self._faces):
            for each in face:
                each.setVisible(not (self._is_narrow and number in _WAIT_WHEN_NARROW))

    def _add_face(self) -> tuple[QLabel, QLabel]:
        figure, title = label("", "kpiFigure"), label("", "small", wrap=True)
        title.setAlignment(Qt.AlignmentFlag.AlignTop)
        face = QVBoxLayout()
        face.setSpacing(0)
        face.addWidget(figure)
        face.addWidget(title, 1)
        self._row.addLayout(face, 1)
        return figure, title


class ProblemLine(QWidget):
    """What needs a look next, with a way there."""

    shown = Signal(object)  # ProblemView: the user wants to see what it concerns
    ways_requested = Signal(str)  # id of a territory under a target: the user wants to know the ways out
    next_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ProblemView | None = None
        self._place = label("", "kpiLabel")
        self._text = label("", "small", wrap=True)
        self._show = QPushButton(tr("Show it"))
        self._show.setObjectName("link")
        set_tip(self._show, tr("Bring what it concerns into view"))
        self._show.clicked.connect(lambda _checked=False: self.shown.emit(self._view))
        self._ways = QPushButton(tr("Ways out…"))
        self._ways.setObjectName("link")
        set_tip(self._ways, tr("What raising it, dissolving it or handing it inside would cost and do, to take one"))
        self._ways.clicked.connect(lambda _checked=False: self._ask_for_ways())
        self._next = QPushButton(tr("Next"))
        self._next.setObjectName("link")
        set_tip(self._next, tr("The problem after this one"))
        self._next.clicked.connect(self.next_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().tokens.space["m"])
        row.addWidget(self._place)
        row.addWidget(self._text, 1)
        row.addWidget(self._ways)
        row.addWidget(self._show)
        row.addWidget(self._next)

    @property
    def text(self) -> str:
        """What the line says."""
        return self._text.text()

    def show_problem(self, view: ProblemView | None) -> None:
        """Show a problem, or that there is none."""
        self._view = view
        self._place.setText(tr("Problem {place}", place=view.place) if view and view.place else tr("Problems"))
        self._text.setText(view.text if view else tr("Nothing on this page needs a look."))
        for each in (self._place, self._text):
            set_tip(each, view.text if view else "")
        self._show.setVisible(view is not None and bool(view.subject))
        self._ways.setVisible(view is not None and view.has_ways_out)
        self._next.setVisible(view is not None)

    def _ask_for_ways(self) -> None:
        if self._view is not None:
            self.ways_requested.emit(self._view.territory_id)


class MoveCard(Card):
    """The selected accounts, where they could go and what that would do."""

    target_chosen = Signal(str)  # territory id
    move_requested = Signal(str)  # why, in the planner's words; may be empty
    clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title = label("", "cardTitle")
        self._whence = ElidedLabel("", "small")
        self._lines = label("", "small", wrap=True)
        self._lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._target = QComboBox()
        self._target.setAccessibleName(tr("Move to"))
        set_tip(self._target, tr("Where the accounts should go; dragging them there does the same"))
        self._target.activated.connect(lambda at: self.target_chosen.emit(self._target.itemData(at) or ""))
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(tr("Reason (optional)"))
        self._reason.setAccessibleName(tr("Reason"))
        self._reason.setMaximumWidth(220)
        self._move = QPushButton(tr("Move"))
        self._move.setObjectName("primary")
        self._move.clicked.connect(lambda _checked=False: self.move_requested.emit(self.reason))
        clear = QPushButton(tr("Cancel"))
        set_tip(clear, tr("Select no accounts"))
        clear.clicked.connect(self.clear_requested)
        top = QHBoxLayout()
        top.setSpacing(theme().tokens.space["s"])
        top.addWidget(self._title)
        top.addStretch(1)
        for each in (self._target, self._reason, self._move, clear):
            top.addWidget(each)
        self.add(top)
        self.add(self._whence)
        self.add(self._lines, 1)

    @property
    def reason(self) -> str:
        """What was typed as the reason."""
        return self._reason.text().strip()

    @property
    def hint(self) -> str:
        """What moving would do, why it cannot be, or what to do next."""
        return self._lines.text()

    def show_move(self, view: MoveView, names: dict[str, str]) -> None:
        """Show the selection and the effect; `names` are the territories to choose from."""
        self._title.setText(view.title)
        warning = "; ".join(view.warnings)
        self._whence.setText(tr("Careful: it {warning}.", warning=warning) if warning else view.whence)
        set_tone(self._whence, "warn" if warning else "")
        with QSignalBlocker(self._target):
            self._target.clear()
            self._target.addItem(tr("Move to…"), "")
            for territory_id, name in names.items():
                self._target.addItem(name, territory_id)
            self._target.setCurrentIndex(max(self._target.findData(view.territory_id), 0))
        hint = tr(
            "Choose where they should go: in the list, by a click on the map or a row, or by dragging them there."
        )
        self._lines.setText("   ·   ".join(view.lines) or hint)
        set_tip(self._whence, self._whence.text() if warning else view.exact)
        reason = view.refusal or ("" if view.territory_id else tr("choose a territory first"))
        self._move.setEnabled(not reason)
        set_tip(self._move, tr("Not now: {reason}", reason=reason) if reason else tr("One step to undo"))
        if view.refusal:
            self._lines.setText(tr("Not now: {reason}.", reason=view.refusal))

    def forget_reason(self) -> None:
        """Empty the reason."""
        self._reason.clear()


class Strip(QStackedWidget):
    """Figures and problem, or the move."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = FigureRow()
        self.problem = ProblemLine()
        self.move_card = MoveCard()
        usual = Card()
        usual.add(self.figures, 1)
        usual.add(separator())
        usual.add(self.problem)
        self.addWidget(usual)
        self.addWidget(self.move_card)
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_view(self, view: TerritoriesView, problem: ProblemView | None) -> None:
        """Show the figures and one of the problems."""
        self.figures.show_figures(view.figures)
        self.problem.show_problem(problem)

    def show_move(self, view: MoveView | None, names: dict[str, str]) -> None:
        """Show what a move would do in place of the figures; None brings the figures back."""
        if view is not None:
            self.move_card.show_move(view, names)
        self.setCurrentIndex(0 if view is None else 1)

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(theme().px(_HEIGHT))


def column() -> QVBoxLayout:
    """Make a layout of cards one below the other."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(theme().tokens.space["m"])
    return made
