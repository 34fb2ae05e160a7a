"""The widget of the review page: lays the cards out, shows what it is given, tells what the user meant."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gtm_desktop.core.words import tr
from gtm_desktop.ui.actions import ActionButton, ActionSpec, make_action
from gtm_desktop.ui.icons import Icon, set_icon
from gtm_desktop.ui.models.table_view import TableView
from gtm_desktop.ui.pages.review.picture import CostPicture, PictureView
from gtm_desktop.ui.pages.review.view import CheckView, HandoffKind, ProblemRows, handoff_kind
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card, clear_layout, separator
from gtm_desktop.ui.widgets.labels import ElidedLabel, label
from gtm_desktop.ui.widgets.table import DataTable

_ICON_AND_EDGES = 44
_ENDLESS = 10_000


class ReviewFace(QWidget):
    """Above the comparison and the picture; below handoffs, decisions and problems in turn, checks and export."""

    kind_chosen = Signal(object)  # HandoffKind
    filter_edited = Signal(str)  # words that must occur
    account_opened = Signal(str)  # account id
    problem_opened = Signal(str)  # row id of the problem
    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison = ComparisonTable()
        self.picture = CostPicture()
        self.handoffs = SharedTable((30, 22, 24, 0, 24), fixed={3: 76})
        self.decisions = SharedTable((0, 60, 40, 0), fixed={0: 84, 3: 96})
        self.problems = SharedTable((100, 0), fixed={1: 110}, is_wrapping=True)
        self.filter = QLineEdit()
        self.export = make_action(
            self,
            ActionSpec(
                "review.export", tr("Export roster…"), tr("Choose a file and write the roster workbook"), icon=None
            ),
            self.export_requested.emit,
        )
        self._comparison_card = Card(tr("Scenarios side by side"))
        self._picture_note = ElidedLabel("", "small")
        self._kind = QPushButton()
        self._tabs = QTabWidget()
        self._in_force = ElidedLabel("", "small")
        self._checks = QVBoxLayout()
        self._contents = QGridLayout()
        self._lay_out()
        self.handoffs.row_opened.connect(self.account_opened)
        self.problems.row_opened.connect(self.problem_opened)

    def show_comparison(self, table: TableView, picture: PictureView, *, current: int, waiting: str) -> None:
        """Show the scenarios; `current` is the column of the open one, `waiting` what is still being worked out."""
        self.comparison.show_comparison(table, current)
        self._comparison_card.set_title(tr("Scenarios side by side"), waiting)
        self.picture.show_picture(picture)
        self._picture_note.setText(picture.note)

    def show_handoffs(self, table: TableView, hint: str, kind: HandoffKind) -> None:
        """Show the accounts that get another owner."""
        self.handoffs.show_table(table)
        self._tabs.setTabText(0, tr("Handoffs · {hint}", hint=hint))
        self._kind.setText(tr("Show: {what}", what=handoff_kind(kind)))

    def show_decisions(self, table: TableView, hint: str, in_force: str) -> None:
        """Show the journal and what is in force by hand."""
        self.decisions.show_table(table)
        self._tabs.setTabText(1, tr("Decisions · {hint}", hint=hint))
        self._in_force.setText(in_force)

    def show_problems(self, view: ProblemRows) -> None:
        """Show what needs a look."""
        self.problems.show_table(view.table)
        self._tabs.setTabText(2, tr("Problems · {hint}", hint=view.hint))

    def show_checks(self, views: Sequence[CheckView]) -> None:
        """Show which checks hold."""
        clear_layout(self._checks)
        for view in views:
            mark = label("")
            set_icon(mark, Icon.DONE if view.holds else Icon.WARNING, "good" if view.holds else "warn")
            mark.setAccessibleName(tr("holds") if view.holds else tr("does not hold"))
            row = QHBoxLayout()
            row.setSpacing(theme().tokens.space["s"])
            row.addWidget(mark)
            row.addWidget(ElidedLabel(view.text), 1)
            self._checks.addLayout(row)

    def show_export(self, contents: Sequence[tuple[str, str]], reason: str) -> None:
        """Show what the workbook would hold, and why it cannot be written now."""
        clear_layout(self._contents)
        for row, (sheet, what) in enumerate(contents):
            self._contents.addWidget(label(sheet, "small"), row, 0)
            self._contents.addWidget(label(what, "faint"), row, 1, Qt.AlignmentFlag.AlignRight)
        self.export.set_reason(reason)

    def _lay_out(self) -> None:
        gap = theme().tokens.space["m"]
        self._comparison_card.add(self.comparison, 1)
        picture = Card(tr("Cost against margin"))
        picture.add(self.picture, 1)
        picture.add(self._picture_note)
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(self._comparison_card)
        above.addWidget(picture)
        below = QSplitter(Qt.Orientation.Horizontal)
        for each in (self._fill_tabs(), self._side()):
            below.addWidget(each)
        for splitter, shares in ((above, (63, 37)), (below, (75, 25))):
            splitter.setHandleWidth(gap)
            splitter.setChildrenCollapsible(False)
            for at, share in enumerate(shares):
                splitter.setStretchFactor(at, share)
            splitter.setSizes([share * 12 for share in shares])
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.setHandleWidth(gap)
        whole.setChildrenCollapsible(False)
        whole.addWidget(above)
        whole.addWidget(below)
        whole.setStretchFactor(0, 11)
        whole.setStretchFactor(1, 9)
        whole.setSizes([550, 450])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(whole)

    def _fill_handoffs(self) -> QWidget:
        self.filter.setPlaceholderText(tr("Filter…"))
        self.filter.setAccessibleName(tr("Filter the handoffs"))
        set_tip(self.filter, tr("Words that account, from, to or reason must contain"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(80)
        self.filter.textChanged.connect(self.filter_edited)
        menu = QMenu(self._kind)
        for kind in HandoffKind:
            action = menu.addAction(handoff_kind(kind).capitalize())
            action.triggered.connect(lambda _checked=False, kind=kind: self.kind_chosen.emit(kind))
        self._kind.setMenu(menu)
        self._kind.setProperty("has_menu", "true")
        set_tip(self._kind, tr("Accounts of leavers and first assignments are counted apart"))
        row = QHBoxLayout()
        row.addWidget(self._kind)
        row.addWidget(self.filter, 1)
        return _stacked(row, self.handoffs)

    def _fill_tabs(self) -> Card:
        card = Card()
        self._tabs.addTab(self._fill_handoffs(), tr("Handoffs"))
        journal = _stacked(self._in_force, self.decisions)
        self._tabs.addTab(journal, tr("Decisions"))
        self._tabs.addTab(self.problems, tr("Problems"))
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
        self._tabs.setUsesScrollButtons(False)
        set_tip(self.problems, tr("Enter or a double click goes there"))
        card.add(self._tabs, 1)
        return card

    def _side(self) -> Card:
        card = Card(tr("Checks"))
        self._checks.setSpacing(4)
        card.add(self._checks)
        card.add(separator())
        card.add(label(tr("Roster workbook (.xlsx)"), "cardTitle"))
        self._contents.setVerticalSpacing(1)
        self._contents.setColumnStretch(0, 1)
        card.add(self._contents)
        card.body.addStretch(1)
        card.add(ActionButton(self.export, "primary"))
        return card


def _stacked(above: QLayout | QWidget, table: QWidget) -> QWidget:
    """Put a table below what chooses or sums up its rows."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, theme().tokens.space["s"], 0, 0)
    if isinstance(above, QLayout):
        layout.addLayout(above)
    else:
        layout.addWidget(above)
    layout.addWidget(table, 1)
    return page


class SharedTable(DataTable):
    """A table whose columns share its width, so that nothing lies beyond its right end; whole texts are on hover."""

    def __init__(
        self,
        shares: Sequence[int],
        *,
        fixed: Mapping[int, int],
        is_wrapping: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._is_wrapping = is_wrapping
        self.setWordWrap(is_wrapping)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shares = tuple(shares)
        self._fixed = dict(fixed)
        self.horizontalHeader().setStretchLastSection(False)

    def fit_columns(self) -> None:
        """Give some columns the pixels they need, at a desk's type size, and share the rest."""
        needed = {number: theme().px(width) for number, width in self._fixed.items()}
        room = max(self.viewport().width() - sum(needed.values()), 0) / sum(self._shares)
        for number, share in enumerate(self._shares[: self.model().columnCount()]):
            self.setColumnWidth(number, needed.get(number, int(room * share)))
        self._fit_rows()

    def show_table(self, view: TableView) -> None:
        """Show a table; rows are as high as their words need where they are wrapped."""
        super().show_table(view)
        self._fit_rows()

    def _fit_rows(self) -> None:
        if not self._is_wrapping:
            return
        for row in range(self.model().rowCount()):
            lines = self._lines(row)
            self.setRowHeight(row, theme().row_height + (lines - 1) * self.fontMetrics().lineSpacing())

    def _lines(self, row: int) -> int:
        """Return in how many lines the words of the first column stand."""
        room = max(self.columnWidth(0) - theme().px(_ICON_AND_EDGES), 1)
        text = str(self.model().index(row, 0).data())
        flags = int(Qt.TextFlag.TextWordWrap)
        high = self.fontMetrics().boundingRect(QRect(0, 0, room, _ENDLESS), flags, text).height()
        return max(1, round(high / self.fontMetrics().lineSpacing()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.fit_columns()


class ComparisonTable(DataTable):
    """The comparison: figures at the right, the open scenario set off, nothing to sort."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setSortingEnabled(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSortIndicatorShown(False)

    def show_comparison(self, table: TableView, current: int) -> None:
        """Show a table whose column `current` is the open scenario."""
        self.show_table(table)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        for number in range(len(table.columns)):
            self.setItemDelegateForColumn(number, _FigureDelegate(self, is_current=number == current))
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Show every figure whole; names take what is left, and give way before figures do."""
        number = self.model().columnCount()
        figures = [max(self.needed_width(at) + _ROOM_FOR_BOLD, theme().px(_LEAST_FIGURE)) for at in range(1, number)]
        names = max(self.viewport().width() - sum(figures), theme().px(_LEAST_NAMES))
        for at, width in enumerate((names, *figures)[:number]):
            self.setColumnWidth(at, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give names what is left of the new width."""
        super().resizeEvent(event)
        self.fit_columns()


_ROOM_FOR_BOLD, _LEAST_FIGURE, _LEAST_NAMES = 16, 96, 170


class _FigureDelegate(QStyledItemDelegate):
    """Sets the open scenario's column off."""

    def __init__(self, parent: QWidget, *, is_current: bool) -> None:
        super().__init__(parent)
        self._is_current = is_current

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if self._is_current:
            painter.fillRect(option.rect, theme().colour("accent_soft"))
        super().paint(painter, option, index)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if self._is_current:
            option.font.setWeight(QFont.Weight.DemiBold)
