"""The channels page as a widget: lines and costs at the left; tiles, moves, chart and accounts at the right."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.ui.actions import ActionButton, ActionSpec, make_action
from gtm_desktop.ui.icons import Icon
from gtm_desktop.ui.models.table_view import TableView
from gtm_desktop.ui.pages.channels.cards import CostsCard, ThresholdsCard
from gtm_desktop.ui.pages.channels.small_table import SmallTableView
from gtm_desktop.ui.pages.channels.sweep import SweepView
from gtm_desktop.ui.pages.channels.sweep_chart import SweepChart
from gtm_desktop.ui.pages.channels.table import Show, show_name
from gtm_desktop.ui.pages.channels.view import ChannelsView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card
from gtm_desktop.ui.widgets.flow import ChipRow
from gtm_desktop.ui.widgets.kpi import KpiTile
from gtm_desktop.ui.widgets.labels import ElidedLabel
from gtm_desktop.ui.widgets.states import EmptyState
from gtm_desktop.ui.widgets.table import DataTable

_LEFT_WIDTH, _NARROW_LEFT_WIDTH = 476, 452
_NARROW_BELOW = 1000
"""Under this width, as with the why card beside the page, the page shows less at once instead of scrolling."""
_TILES_WHEN_NARROW = 2
_LEAST_WIDTH = 840
_LEAST_TABLE, _LEAST_TABLE_WHEN_NARROW = 170, 130
_MATRIX, _BRIDGE = "matrix", "bridge"


class ChannelsFace(QWidget):
    """Shows a `ChannelsView`, a `SweepView` and a table, and tells what the user meant."""

    show_chosen = Signal(object)  # Show
    channel_requested = Signal(list)  # account ids whose channel shall be set
    free_requested = Signal(list)  # account ids that shall follow the rules again
    narrowed = Signal()  # there is less room than before, or more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thresholds_card = ThresholdsCard()
        self.costs_card = CostsCard()
        self._tiles: list[KpiTile] = []
        self.is_narrow = False
        self._shown = ""
        self._tile_row = QGridLayout()
        self._tile_row.setSpacing(theme().tokens.space["m"])
        self.matrix = SmallTableView(tr("Accounts by channel today and in the plan"))
        self.bridge = SmallTableView(tr("From the channels by the lines to the final channels"))
        self.views = ChipRow()
        self.chart = SweepChart()
        self.table = DataTable()
        self.table.rows_selected.connect(lambda _ids: self._refresh_actions())
        self.table.menu_requested.connect(self._on_table_menu)
        self._notes: dict[str, str] = {}
        self.moves_card = self._moves_card()
        self.table_card = self._table_card()
        self._lay_out()
        self._refresh_actions()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show less at once where there is little room."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme().px(_NARROW_BELOW)
        if is_narrow != self.is_narrow:
            self.is_narrow = is_narrow
            self._chart_card.setVisible(not is_narrow)
            self._fit_left()
            self._place_tiles()
            self._name_filter()
            self.table_card.setMinimumHeight(_LEAST_TABLE_WHEN_NARROW if is_narrow else _LEAST_TABLE)
            self.narrowed.emit()

    def _name_filter(self) -> None:
        words = self._shown.capitalize() if self.is_narrow else tr("Show: {what}", what=self._shown)
        self.filter.setText(words)

    def _fit_left(self) -> None:
        self._left.setFixedWidth(theme().px(_NARROW_LEFT_WIDTH if self.is_narrow else _LEFT_WIDTH))

    def _place_tiles(self) -> None:
        across = _TILES_WHEN_NARROW if self.is_narrow else max(len(self._tiles), 1)
        for number, tile in enumerate(self._tiles):
            self._tile_row.addWidget(tile, number // across, number % across)
        for column in range(len(self._tiles)):
            self._tile_row.setColumnStretch(column, 1 if column < across else 0)

    def hasHeightForWidth(self) -> bool:
        """Say no: the height is the window's, else the page would scroll for the sake of wrapped words."""
        return False

    def show_view(self, view: ChannelsView, sweep: SweepView) -> None:
        """Show everything but the table."""
        self._states.setCurrentIndex(1)
        self.thresholds_card.show_thresholds(view.thresholds)
        self.costs_card.show_costs(view)
        while len(self._tiles) < len(view.tiles):
            tile = KpiTile()
            self._tiles.append(tile)
            self._place_tiles()
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < len(view.tiles))
            if number < len(view.tiles):
                tile.show_kpi(view.tiles[number])
        self.matrix.show_table(view.matrix)
        self.bridge.show_table(view.bridge)
        self._notes = {_MATRIX: view.matrix.note, _BRIDGE: view.bridge.note}
        self._show_note()
        self.chart.show_sweep(sweep)

    def show_accounts(self, shown: str, table: TableView) -> None:
        """Show the accounts that the filter lets through."""
        self.table.show_table(table)
        number = ntr("{n} account", "{n} accounts", len(table.row_ids))
        self.table_card.set_title(tr("Accounts"), f"{shown}: {number}")
        self._shown = shown
        self._name_filter()
        self._nothing.setVisible(not table.row_ids)
        self.table.setVisible(bool(table.row_ids))
        self._refresh_actions()

    def show_waiting(self) -> None:
        """Say that the plan is still being worked out."""
        self._states.setCurrentIndex(0)

    def _moves_card(self) -> Card:
        card = Card()
        self.views.set_choices(
            [
                (_MATRIX, tr("Today → plan"), tr("Accounts by channel today and final channel; choose a figure")),
                (_BRIDGE, tr("Rule → final"), tr("How channels by rule become final channels, reason by reason")),
            ]
        )
        self.views.show_choice(_MATRIX)
        self.views.chosen.connect(self._on_view_chosen)
        card.add(self.views)
        self._move_views = QStackedWidget()
        self._move_views.addWidget(self.matrix)
        self._move_views.addWidget(self.bridge)
        card.add(self._move_views, 1)
        self._note = ElidedLabel("", "small")
        card.add(self._note)
        return card

    def _table_card(self) -> Card:
        card = Card(tr("Accounts"))
        self.filter = QPushButton()
        self.filter.setProperty("has_menu", "true")
        set_tip(self.filter, tr("Which accounts the table shows"))
        menu = QMenu(self.filter)
        for show in Show:
            menu.addAction(show_name(show).capitalize()).triggered.connect(
                lambda _checked=False, show=show: self.show_chosen.emit(show)
            )
        self.filter.setMenu(menu)
        self._set = make_action(
            self,
            ActionSpec(
                "channels.set_channel",
                tr("Set channel…"),
                tr("Set the channel of the selected accounts by hand, with a reason"),
                icon=Icon.EDIT,
            ),
            lambda: self.channel_requested.emit(self.table.selected_ids()),
        )
        card.add_action(self.filter)
        card.add_action(ActionButton(self._set))
        self._nothing = EmptyState(Icon.CHECK, tr("No account here"), tr("Choose another set above."))
        self._nothing.hide()
        card.add(self.table, 1)
        card.add(self._nothing, 1)
        return card

    def _lay_out(self) -> None:
        gap = theme().tokens.space["m"]
        column = QWidget()
        left = QVBoxLayout(column)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(gap)
        left.addWidget(self.thresholds_card, 1)
        left.addWidget(self.costs_card)
        self._left = column
        theme().follow(column, self._fit_left)
        self._chart_card = Card(tr("If the outside line moves"), tr("needed coverage cost a year"))
        self._chart_card.add(self.chart, 1)
        middle = QHBoxLayout()
        middle.setSpacing(gap)
        middle.addWidget(self.moves_card, 1)
        middle.addWidget(self._chart_card, 1)
        right = QVBoxLayout()
        right.setSpacing(gap)
        right.addLayout(self._tile_row)
        right.addLayout(middle, 4)
        right.addWidget(self.table_card, 5)
        self.table_card.setMinimumHeight(_LEAST_TABLE)
        across = QWidget()
        layout = QHBoxLayout(across)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        layout.addWidget(column)
        layout.addLayout(right, 1)
        self._states = QStackedWidget()
        self._states.addWidget(EmptyState(Icon.CHANNELS, tr("Working out the channels…"), tr("This takes a moment.")))
        self._states.addWidget(across)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)
        theme().follow(self, lambda: self.setMinimumWidth(theme().px(_LEAST_WIDTH)))

    def _on_view_chosen(self, code: str) -> None:
        self._move_views.setCurrentWidget(self.matrix if code == _MATRIX else self.bridge)
        self._show_note()

    def _show_note(self) -> None:
        is_matrix = self._move_views.currentWidget() is self.matrix
        self._note.setText(self._notes[_MATRIX if is_matrix else _BRIDGE])

    def _on_table_menu(self, ids: list[str], point: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
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
