"""The face of the Inside page: how accounts are spread, a lane for each inside rep, the accounts of one lane."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.ui.icons import Icon, set_icon
from gtm_desktop.ui.models.table_view import CellKind, TableView, number_column, text_column
from gtm_desktop.ui.pages.inside.accounts_view import LaneAccounts
from gtm_desktop.ui.pages.inside.blend import BlendPopup
from gtm_desktop.ui.pages.inside.ghost import AccountTable
from gtm_desktop.ui.pages.inside.key_lanes import KeyManagers
from gtm_desktop.ui.pages.inside.lanes import LaneStrip
from gtm_desktop.ui.pages.inside.view import BLEND, InsideView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.shell.dialogs import TextDialog
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card
from gtm_desktop.ui.widgets.flow import ChipRow
from gtm_desktop.ui.widgets.labels import label
from gtm_desktop.ui.widgets.states import EmptyState

_LEAST_LANES, _LANES = 236, 340


class InsideFace(QWidget):
    """Shows inside books and lets accounts be spread, dragged and given."""

    method_chosen = Signal(str)  # code of a method; a blend is opened instead
    blend_applied = Signal(object)  # InsideRules
    assign_requested = Signal()
    territories_requested = Signal()
    lane_chosen = Signal(str)  # rep code
    accounts_given = Signal(str, list, str)  # rep code, account ids, reason; by dragging or by the menu
    accounts_freed = Signal(list)  # account ids to be spread again
    why_requested = Signal(str)  # account id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: InsideView | None = None
        self.chips = ChipRow()
        self._guide = label("", "small", wrap=True)
        self.assign_button = QPushButton()
        self.assign_button.setObjectName("primary")
        self._notice = QFrame()
        self._notice_words = label("", "", wrap=True)
        self.strip = LaneStrip()
        self.managers = KeyManagers()
        self._accounts = Card(tr("Accounts"), tr("drag rows onto another rep above, or press the menu key"))
        self.give_button = QPushButton(tr("Give to…"))
        self.table = AccountTable()
        self.blend = BlendPopup(self)
        self.empty = EmptyState(
            Icon.INSIDE,
            tr("Territories come first"),
            tr(
                "Outside territories are built and filled from inside; what is left over is inside and is spread "
                "over the inside reps here."
            ),
            tr("Go to Territories"),
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        gap = theme().tokens.space["m"]
        top = Card()
        across = QHBoxLayout()
        across.setSpacing(gap)
        across.addWidget(label(tr("Spread inside accounts by"), "strong"))
        across.addWidget(self.chips, 3)
        across.addWidget(self._guide, 1)
        across.addWidget(self.assign_button)
        top.add(across)
        self._notice.setObjectName("banner")
        words = QHBoxLayout(self._notice)
        words.setContentsMargins(12, 6, 12, 6)
        words.addWidget(self._notice_words)
        lanes = QWidget()
        column = QVBoxLayout(lanes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().tokens.space["s"])
        column.addWidget(self.strip, 1)
        column.addWidget(self.managers)
        lanes.setMinimumHeight(_LEAST_LANES)
        self._accounts.add_action(self.give_button)
        self._accounts.add(self.table, 1)
        self._accounts.setMinimumHeight(150)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(gap)
        split.setChildrenCollapsible(False)
        split.addWidget(lanes)
        split.addWidget(self._accounts)
        split.setSizes([_LANES, _LANES])
        self._content = QWidget()
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(gap)
        layout.addWidget(top)
        layout.addWidget(self._notice)
        layout.addWidget(split, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._content)

    def _connect(self) -> None:
        set_icon(self.assign_button, Icon.INSIDE, "on_accent")
        self.empty.action_chosen.connect(self.territories_requested)
        self.chips.chosen.connect(self._on_chip_chosen)
        self.blend.applied.connect(self.blend_applied)
        self.assign_button.clicked.connect(lambda _checked=False: self.assign_requested.emit())
        for lanes in (self.strip, self.managers):
            lanes.chosen.connect(self.lane_chosen)
        self.strip.dropped.connect(lambda rep_id, ids: self.accounts_given.emit(rep_id, ids, ""))
        self.strip.menu_requested.connect(self.open_menu)
        self.table.menu_requested.connect(self.open_menu)
        self.table.row_opened.connect(self.why_requested)
        self.table.rows_selected.connect(lambda _ids: self._refresh_give())
        self.give_button.clicked.connect(self._on_give_clicked)

    def show_inside(self, view: InsideView, chosen: str | None) -> None:
        """Show the lanes; `chosen` is the lane whose accounts are listed."""
        self._view = view
        if view.waits_for_territories:
            self._stack.setCurrentWidget(self.empty)
            return
        self._stack.setCurrentWidget(self._content)
        self.chips.set_choices(view.methods)
        self.chips.show_choice(view.method)
        self._guide.setText(view.guide)
        self.assign_button.setText(view.action)
        self.assign_button.setEnabled(not view.reason)
        reason = tr("Not now: {reason}", reason=view.reason) if view.reason else ""
        set_tip(self.assign_button, reason or tr("Give every inside account a rep; accounts set by hand stay"))
        self._notice_words.setText(view.notice)
        self._notice.setVisible(bool(view.notice))
        self.strip.show_lanes(view.lanes, chosen)
        self.managers.show_managers(view.key_lanes, view.key_words, chosen)

    def show_accounts(self, view: LaneAccounts) -> None:
        """List the accounts of the chosen lane."""
        self._accounts.set_title(view.title, tr("drag rows onto another rep above, or give them by the menu"))
        self.table.show_table(accounts_table(view))
        self._refresh_give()

    def _refresh_give(self) -> None:
        number = len(self.table.selected_ids())
        self.give_button.setEnabled(number > 0)
        self.give_button.setText(ntr("Give {n} to…", "Give {n} to…", number) if number else tr("Give to…"))
        tip = tr("Give the selected accounts to another rep") if number else tr("Not now: select accounts first")
        set_tip(self.give_button, tip)

    def menu_of(self, ids: Sequence[str]) -> QMenu:
        """Make the menu of some accounts: who they can be given to, with a reason or without."""
        menu = QMenu(self)
        accounts = ntr("{n} account", "{n} accounts", len(ids))
        plain = menu.addMenu(tr("Give {accounts} to", accounts=accounts))
        reasoned = menu.addMenu(tr("Give to, with a reason"))
        for lane in self._view.lanes if self._view else ():
            if lane.can_take and not set(ids) <= lane.account_ids:
                words = f"{lane.name}  ({lane.load})"
                plain.addAction(words).triggered.connect(partial(self._on_give_triggered, lane.rep_id, list(ids)))
                reasoned.addAction(words).triggered.connect(
                    partial(self._on_reason_triggered, lane.rep_id, lane.name, list(ids))
                )
        menu.addSeparator()
        menu.addAction(tr("Let them be spread again")).triggered.connect(
            lambda _checked=False: self.accounts_freed.emit(list(ids))
        )
        if len(ids) == 1:
            menu.addAction(tr("Why…")).triggered.connect(lambda _checked=False: self.why_requested.emit(ids[0]))
        return menu

    def open_menu(self, ids: Sequence[str], point: QPoint) -> None:
        """Open the menu of some accounts at a point of the screen."""
        if ids:
            menu = self.menu_of(ids)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(point)

    def _on_give_triggered(self, rep_id: str, ids: list[str], _checked: object = None) -> None:
        self.accounts_given.emit(rep_id, ids, "")

    def _on_reason_triggered(self, rep_id: str, name: str, ids: list[str], _checked: object = None) -> None:
        title = tr("Give to {name}", name=name)
        give = partial(self._give_with_reason, rep_id, ids)
        TextDialog(self.window(), title, tr("Why? The reason stays with the accounts."), give).open()

    def _give_with_reason(self, rep_id: str, ids: list[str], reason: str) -> None:
        self.accounts_given.emit(rep_id, ids, reason)

    def _on_give_clicked(self) -> None:
        self.open_menu(self.table.selected_ids(), self.give_button.mapToGlobal(self.give_button.rect().bottomLeft()))

    def _on_chip_chosen(self, code: str) -> None:
        if self._view is None:
            return
        if code != BLEND:
            self.method_chosen.emit(code)
            return
        self.chips.show_choice(self._view.method)
        self.blend.show_rules(self._view.blend)
        self.blend.open_at(self.chips.mapToGlobal(self.chips.rect().bottomLeft()))


def accounts_table(view: LaneAccounts) -> TableView:
    """Return the accounts of a lane as a table."""
    return TableView(
        view.ids,
        (
            text_column("name", tr("Account"), view.names),
            text_column("region", tr("Region"), view.regions),
            number_column("margin", tr("Margin"), CellKind.MONEY, view.margins),
            text_column("buys", tr("Buys"), view.buys),
            text_column("today", tr("Today"), view.today),
            text_column("why", tr("Why this rep"), view.why),
        ),
    )
