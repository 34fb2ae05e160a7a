"""The segments page as a widget: cards at the left, grid and accounts at the right."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.settings import Dimension
from gtm_desktop.ui.actions import ActionButton, ActionSpec, make_action
from gtm_desktop.ui.icons import Icon
from gtm_desktop.ui.models.table_view import TableView
from gtm_desktop.ui.pages.account_columns import channel_choices
from gtm_desktop.ui.pages.segments.cards import BandCard, PatternCard, SizeCard
from gtm_desktop.ui.pages.segments.view import Measure, SegmentsView, measure_name
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card
from gtm_desktop.ui.widgets.segment_grid import CellView, SegmentGrid
from gtm_desktop.ui.widgets.states import EmptyState
from gtm_desktop.ui.widgets.table import DataTable

LEFT_WIDTH = 338
_NARROW_BELOW = 1000
"""Under this width, as with the why card beside the page, the page shows less at once instead of scrolling."""


class SegmentsFace(QWidget):
    """Shows a `SegmentsView` and a table, and tells what the user meant."""

    rows_chosen = Signal(object)  # Dimension
    columns_chosen = Signal(object)  # Dimension
    measure_chosen = Signal(object)  # Measure
    cell_channel_chosen = Signal(str, str, object)  # row code, column code, channel code or None for the lines
    cell_reset = Signal(str, str)  # row code, column code: the usual name, please
    all_requested = Signal()  # show all accounts, please
    channel_requested = Signal(list)  # account ids whose channel shall be set
    free_requested = Signal(list)  # account ids that shall follow the rules again
    narrowed = Signal()  # there is less room than before, or more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_narrow = False
        self._names = ("", "", "")
        self.size_card = SizeCard()
        self.mix_card = BandCard(
            tr("2 · Product mix"),
            tr("share of durables"),
            low=tr("consumables under"),
            high=tr("durables over"),
            tip=tr("Share of durables: under the first is consumables, over the second durables, else both"),
        )
        self.pattern_card = PatternCard()
        self.wallet_card = BandCard(
            tr("4 · Share of wallet"),
            tr("revenue ÷ estimated spend"),
            low=tr("acquire under"),
            high=tr("retain over"),
            tip=tr("Revenue ÷ estimated spend: under the first is acquire, over the second retain, else develop"),
        )
        self.grid = SegmentGrid()
        self.grid.menu_requested.connect(self._on_menu_requested)
        self.rows_button = _chooser(self, tr("What the grid's rows show"))
        self.columns_button = _chooser(self, tr("What the grid's columns show"))
        self.measure_button = _chooser(self, tr("What the tiles show large"))
        self.grid_card = self._grid_card()
        self.table = DataTable()
        self.table.rows_selected.connect(lambda _ids: self._refresh_actions())
        self.table.menu_requested.connect(self._on_table_menu)
        self.table_card = self._table_card()
        self._lay_out()
        self._fill_menus()
        self._refresh_actions()

    def show_view(self, view: SegmentsView, measure: Measure) -> None:
        """Show everything but the table."""
        self._states.setCurrentIndex(1)
        self.size_card.show_size(view.size)
        self.mix_card.show_bands(view.mix)
        self.pattern_card.show_pattern(view.pattern)
        self.wallet_card.show_bands(view.wallet)
        self.grid.show_grid(view.grid)
        self.grid_card.set_title(tr("Segment grid"), view.totals)
        self._names = (labels.dimension(view.rows), labels.dimension(view.columns), measure_name(measure))
        self._name_choosers()

    def hasHeightForWidth(self) -> bool:
        """Say no: the height is the window's, else the page would scroll for the sake of wrapped words."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show less at once where there is little room."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme().px(_NARROW_BELOW)
        if is_narrow != self.is_narrow:
            self.is_narrow = is_narrow
            self._name_choosers()
            self.narrowed.emit()

    def _name_choosers(self) -> None:
        texts = (tr("Rows: {dimension}"), tr("Columns: {dimension}"), tr("Show: {dimension}"))
        buttons = (self.rows_button, self.columns_button, self.measure_button)
        for button, text, name in zip(buttons, texts, self._names, strict=True):
            button.setText(name.capitalize() if self.is_narrow else text.format(dimension=name.lower()))

    def show_accounts(self, title: str, table: TableView, *, is_all: bool) -> None:
        """Show the accounts of a cell, or all."""
        self.table.show_table(table)
        hint = ntr("{n} account", "{n} accounts", len(table.row_ids))
        self.table_card.set_title(title, hint)
        self._all.set_reason(tr("all accounts are shown") if is_all else "")
        self._refresh_actions()

    def show_waiting(self) -> None:
        """Say that the plan is still being worked out."""
        self._states.setCurrentIndex(0)

    def _grid_card(self) -> Card:
        card = Card(tr("Segment grid"))
        for button in (self.rows_button, self.columns_button, self.measure_button):
            card.add_action(button)
        scroll = _scrolled(self.grid, "gridScroll")
        card.add(scroll, 1)
        return card

    def _table_card(self) -> Card:
        card = Card(tr("Accounts"))
        self._all = make_action(
            self,
            ActionSpec("segments.all_accounts", tr("All accounts"), tr("Show the accounts of all cells")),
            self.all_requested.emit,
        )
        self._set = make_action(
            self,
            ActionSpec(
                "segments.set_channel",
                tr("Set channel…"),
                tr("Set the channel of the selected accounts by hand, with a reason"),
                icon=Icon.EDIT,
            ),
            lambda: self.channel_requested.emit(self.table.selected_ids()),
        )
        card.add_action(ActionButton(self._all))
        card.add_action(ActionButton(self._set))
        card.add(self.table, 1)
        return card

    def _lay_out(self) -> None:
        gap = theme().tokens.space["m"]
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addWidget(self.size_card, 1)
        for card in (self.mix_card, self.pattern_card, self.wallet_card):
            left.addWidget(card)
        column = QWidget()
        column.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        beside = _scrolled(column, "leftScroll")
        beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside.setFixedWidth(theme().px(LEFT_WIDTH))
        theme().follow(beside, lambda: beside.setFixedWidth(theme().px(LEFT_WIDTH)))
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setHandleWidth(gap)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.grid_card)
        splitter.addWidget(self.table_card)
        splitter.setStretchFactor(0, 11)
        splitter.setStretchFactor(1, 9)
        self.grid_card.setMinimumHeight(340)
        self.table_card.setMinimumHeight(170)
        across = QWidget()
        layout = QHBoxLayout(across)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        layout.addWidget(beside)
        layout.addWidget(splitter, 1)
        waiting = EmptyState(Icon.SEGMENTS, tr("Working out the segments…"), tr("This takes a moment."))
        self._states = QStackedWidget()
        self._states.addWidget(waiting)
        self._states.addWidget(across)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)

    def _fill_menus(self) -> None:
        for button, signal in ((self.rows_button, self.rows_chosen), (self.columns_button, self.columns_chosen)):
            _fill(button, [(labels.dimension(each), partial(signal.emit, each)) for each in Dimension])
        measures = [(measure_name(each).capitalize(), partial(self.measure_chosen.emit, each)) for each in Measure]
        _fill(self.measure_button, measures)

    def cell_menu(self, cell: CellView) -> QMenu:
        """Make the menu of a cell."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(tr("Rename…\tF2")).triggered.connect(lambda _checked=False: self.grid.edit_name())
        usual = menu.addAction(tr("Give its usual name back"))
        usual.setEnabled(cell.is_decided)
        usual.triggered.connect(lambda _checked=False: self.cell_reset.emit(cell.row, cell.column))
        menu.addSeparator()
        group = QActionGroup(menu)
        set_to = cell.channel if cell.is_routed else None
        for code, name in ((None, tr("Follow the lines")), *channel_choices()):
            text = name if code is None else tr("Send all to {channel}", channel=name.lower())
            action = QAction(text, menu, checkable=True, checked=code == set_to)
            action.triggered.connect(
                lambda _checked=False, code=code: self.cell_channel_chosen.emit(cell.row, cell.column, code)
            )
            group.addAction(action)
            menu.addAction(action)
        return menu

    def _on_menu_requested(self, _row: str, _column: str, point: QPoint) -> None:
        cell = self.grid.selected_cell()
        if cell is not None:
            self.cell_menu(cell).popup(point)

    def _on_table_menu(self, ids: list[str], point: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setToolTipsVisible(True)
        menu.addAction(self._set)
        menu.addAction(tr("Let them follow the rules again")).triggered.connect(
            lambda _checked=False: self.free_requested.emit(ids)
        )
        menu.addSeparator()
        menu.addAction(tr("Why is it here?\tEnter")).triggered.connect(
            lambda _checked=False: self.table.row_opened.emit(ids[0])
        )
        menu.addAction(tr("Copy\tCtrl+C")).triggered.connect(lambda _checked=False: self.table.copy_selection())
        menu.popup(point)

    def _refresh_actions(self) -> None:
        self._set.set_reason("" if self.table.selected_ids() else tr("select accounts in the table first"))


def _scrolled(widget: QWidget, name: str) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setObjectName(name)
    scroll.setStyleSheet(f"#{name}, #{name} > QWidget > QWidget {{ background: transparent; }}")
    scroll.setFrameShape(QScrollArea.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setWidget(widget)
    return scroll


def _chooser(parent: QWidget, tip: str) -> QPushButton:
    button = QPushButton(parent)
    button.setProperty("has_menu", "true")
    set_tip(button, tip)
    button.setMenu(QMenu(button))
    return button


def _fill(button: QPushButton, entries: Sequence[tuple[str, Callable[[], None]]]) -> None:
    for text, on_chosen in entries:
        button.menu().addAction(text).triggered.connect(lambda _checked=False, on_chosen=on_chosen: on_chosen())
