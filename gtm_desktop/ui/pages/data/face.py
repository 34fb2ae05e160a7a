"""The face of the Data page: columns and their meaning at the left; what was found, places and rows at the right."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gtm_desktop.core.words import count, tr
from gtm_desktop.ui.icons import Icon
from gtm_desktop.ui.models.table_view import CellKind, TableView, number_column, text_column
from gtm_desktop.ui.pages.data.decide_panels import AnswerPanel, RepairPanel
from gtm_desktop.ui.pages.data.deciding import Decision
from gtm_desktop.ui.pages.data.finding_list import FindingList
from gtm_desktop.ui.pages.data.found import APPROXIMATE, NOT_PLACED, MapView
from gtm_desktop.ui.pages.data.match_card import MatchCard
from gtm_desktop.ui.pages.data.rows import RowsView, no_rows
from gtm_desktop.ui.pages.data.view import DataView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card
from gtm_desktop.ui.widgets.flow import FlowLayout
from gtm_desktop.ui.widgets.labels import label
from gtm_desktop.ui.widgets.load_bar import Band, BandBar
from gtm_desktop.ui.widgets.states import EmptyState
from gtm_desktop.ui.widgets.table import DataTable

WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".txt", ".tsv"))
_LEAST_LEFT, _LEAST_RIGHT = 430, 330
_ROOM_FOR_PEOPLE = 900
_FOUND_SHARE, _ROWS_SHARE = 6, 5
_LEAST_FOUND, _LEAST_ROWS, _LEAST_TABLE = 200, 140, 72


class DataFace(QWidget):
    """Shows what was read and lets it be corrected; a workbook dropped on it is opened."""

    open_requested = Signal()  # the user wants to choose a workbook
    workbook_dropped = Signal(object)  # Path of a workbook dropped on the page
    finding_chosen = Signal(str)  # key: the user wants to see the rows behind it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.match_card = MatchCard()
        self.findings = FindingList()
        self.suggest_button = QPushButton(tr("Take all suggestions"))
        set_tip(self.suggest_button, tr("Answer every open question with what is suggested"))
        self.marked_button = QPushButton(tr("Marked copy…"))
        self.answers = AnswerPanel()
        self.repair = RepairPanel()
        self.do_button = QPushButton()
        self._bar = BandBar()
        self._people = FlowLayout(gap=6)
        self.missing_button = _link(tr("Show those not placed"))
        self.approximate_button = _link(tr("Show the approximate ones"))
        self.rows_table = DataTable()
        self._rows_words = label("", "small", wrap=True)
        self._rows_words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty = EmptyState(
            Icon.DATA,
            tr("No workbook yet"),
            tr(
                "Open your account list, or drop it here: Excel (.xlsx, .xlsm, .xlsb, .xls), OpenDocument (.ods) or "
                "text (.csv, .tsv, .txt). Nothing leaves this computer."
            ),
            tr("Open a workbook…"),
        )
        self._lay_out()
        self.empty.action_chosen.connect(self.open_requested)
        self.findings.chosen.connect(self.finding_chosen)
        self.missing_button.clicked.connect(lambda _checked=False: self.finding_chosen.emit(NOT_PLACED))
        self.approximate_button.clicked.connect(lambda _checked=False: self.finding_chosen.emit(APPROXIMATE))

    def _lay_out(self) -> None:
        gap = theme().tokens.space["m"]
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addWidget(self._found_card(), _FOUND_SHARE)
        column.addWidget(self._map_card())
        self._roster_card = Card(tr("In the roster"))
        self._roster_card.add(self._people)
        column.addWidget(self._roster_card)
        column.addWidget(self._rows_card(), _ROWS_SHARE)
        self.match_card.setMinimumWidth(_LEAST_LEFT)
        right.setMinimumWidth(_LEAST_RIGHT)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(gap)
        split.setChildrenCollapsible(False)
        split.addWidget(self.match_card)
        split.addWidget(right)
        split.setStretchFactor(0, 16)
        split.setStretchFactor(1, 10)
        split.setSizes([740, 460])
        self._content = QWidget()
        layout = QHBoxLayout(self._content)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(split)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._content)

    def _found_card(self) -> Card:
        card = Card(tr("What we found"))
        card.add_action(self.marked_button)
        card.add_action(self.suggest_button)
        card.add(self.findings, 1)
        _keep_share(card, _LEAST_FOUND)
        return card

    def _map_card(self) -> Card:
        self._map_card_made = card = Card(tr("On the map"), " ")
        card.add(self._bar)
        across = QHBoxLayout()
        across.addWidget(self.approximate_button)
        across.addWidget(self.missing_button)
        across.addStretch(1)
        card.add(across)
        return card

    def _rows_card(self) -> Card:
        self._rows_card_made = card = Card(tr("Rows behind it"), " ")
        _keep_share(self.rows_table, _LEAST_TABLE)
        inner = QWidget()
        inner.setObjectName("plainCard")
        body = QVBoxLayout(inner)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme().tokens.space["s"])
        body.addWidget(self._rows_words)
        self.answers.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        body.addWidget(self.answers)
        body.addWidget(self.rows_table, 1)
        body.addWidget(self.repair)
        body.addStretch(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        card.add(scroll, 1)
        card.add_action(self.do_button)
        _keep_share(card, _LEAST_ROWS)
        return card

    def show_data(self, view: DataView) -> None:
        """Show what was read."""
        self._stack.setCurrentWidget(self._content)
        self.match_card.show_data(view)
        self.findings.show_findings(view.findings)
        self.suggest_button.setVisible(view.suggestions > 0)
        self.marked_button.setEnabled(view.can_correct)
        set_tip(
            self.marked_button,
            tr("Save a copy of your workbook with all of this coloured and remarked upon in its cells")
            if view.can_correct
            else tr("Open the workbook again first: this plan came from its own file."),
        )
        self._show_places(view.places)
        while self._people.count():
            item = self._people.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for words in view.people:
            self._people.addWidget(label(words, "pill"))
        self._show_people_card()

    def _show_places(self, view: MapView) -> None:
        look = theme()
        bands = (
            Band(count(view.placed), view.placed, look.hex("good")),
            Band(count(view.approximate), view.approximate, look.hex("warn")),
            Band(count(view.missing), view.missing, look.hex("text_faint")),
        )
        self._bar.show_bands(tuple(band for band in bands if band.amount), view.words)
        self._map_card_made.set_title(tr("On the map"), f"{view.words}  ({view.how})")
        self.missing_button.setVisible(view.missing > 0)
        self.approximate_button.setVisible(view.approximate > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the roster's people to their tab's tooltip where there is no room for them."""
        super().resizeEvent(event)
        self._show_people_card()

    def _show_people_card(self) -> None:
        self._roster_card.setVisible(self._people.count() > 0 and self.height() >= theme().px(_ROOM_FOR_PEOPLE))

    def show_rows(self, key: str, view: RowsView, decision: Decision | None = None) -> None:
        """Show the rows behind what was found and what can be decided; with no key, how to get there."""
        decision = decision or Decision()
        self.findings.show_choice(key)
        self._rows_card_made.set_title(decision.title or tr("Rows behind it"), view.summary)
        words = view.title or tr("Choose something above that names rows; they show here with what became of them.")
        self._rows_words.setText(words)
        self.rows_table.setVisible(len(view.numbers) > 0)
        self.rows_table.show_table(rows_table(view))
        self.answers.show_question(decision.question)
        self.repair.show_repair(decision.repair)
        self.do_button.setText(decision.action)
        self.do_button.setVisible(bool(decision.action))

    def clear_rows(self) -> None:
        """Show no rows."""
        self.show_rows("", no_rows())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a workbook."""
        if _workbook_of(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which workbook was dropped."""
        path = _workbook_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.workbook_dropped.emit(path)


def rows_table(view: RowsView) -> TableView:
    """Return rows of a workbook as a table.

    Columns without a value anywhere are left out, and what became of the rows where that is the same for all. A cell
    in question and different outcomes leave no room for the margin.
    """
    columns = []
    if view.numbers.any():
        columns.append(number_column("row", tr("Row"), CellKind.COUNT, view.numbers))
    if any(view.ids):
        columns += [text_column("id", tr("Code"), view.ids), text_column("name", tr("Name"), view.names)]
    if view.cell_title:
        columns.append(text_column(f"cell:{view.cell_title}", view.cell_title, view.cells))
    outcomes = set(view.became)
    if any(view.ids) and len(view.margins) and not (view.cell_title and len(outcomes) > 1):
        columns.append(number_column("margin", tr("Margin"), CellKind.MONEY, view.margins))
    if len(outcomes) > 1:
        columns.append(text_column("became", tr("Became"), view.became))
    numbers = view.numbers.tolist()
    ids = view.ids or ("",) * len(numbers)
    return TableView([each or f"#{number}" for each, number in zip(ids, numbers, strict=True)], tuple(columns))


def _workbook_of(event: QDropEvent) -> Path | None:
    """Return the one workbook that is dragged, or None."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in WORKBOOKS else None


def _keep_share(widget: QWidget, least: int) -> None:
    """Let a widget keep its share of the height whatever is in it, and at least so many pixels."""
    widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    widget.setMinimumHeight(least)


def _link(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setObjectName("link")
    return made
