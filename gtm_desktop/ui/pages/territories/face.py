"""The widget of the territories page: lays the cards out, shows a view, tells what the user meant."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.maps.plan_scene import ColourBy, SceneOptions, Shown, legend
from gtm_desktop.ui.icons import Icon
from gtm_desktop.ui.pages.territories.cards import BenchCard, StaleBanner, ToolsCard
from gtm_desktop.ui.pages.territories.moves import MoveView
from gtm_desktop.ui.pages.territories.strip import Strip, column
from gtm_desktop.ui.pages.territories.table import TerritoryTable
from gtm_desktop.ui.pages.territories.view import ProblemView, TerritoriesView
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import Card
from gtm_desktop.ui.widgets.labels import coloured_words, set_coloured_words
from gtm_desktop.ui.widgets.map_panel import MapPanel
from gtm_desktop.ui.widgets.states import EmptyState

LEFT_WIDTH = 580
NARROW_LEFT_WIDTH = 408
_LEAST_WIDTH = 830
NARROW_BELOW = 1080
"""Under this width, as with the why card beside the page, the page shows less at once instead of scrolling."""


def colour_name(colour_by: ColourBy) -> str:
    """Say what the colour of accounts can tell."""
    return {
        ColourBy.TERRITORY: tr("territory"),
        ColourBy.CHANNEL: tr("channel"),
        ColourBy.SIZE: tr("size"),
        ColourBy.HANDOFF: tr("changes hands"),
    }[colour_by]


def shown_name(shown: Shown) -> str:
    """Say which accounts can be drawn."""
    return {Shown.OUTSIDE: tr("outside + filled"), Shown.ALL: tr("all accounts")}[shown]


class TerritoriesFace(QWidget):
    """Left the tools, the territories and the bench; right the map and the strip below it."""

    colour_chosen = Signal(object)  # ColourBy
    shown_chosen = Signal(object)  # Shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_narrow = False
        self._options = SceneOptions()
        self.tools = ToolsCard()
        self.banner = StaleBanner(self.tools.build, self.tools.match)
        self.table = TerritoryTable()
        self.bench = BenchCard()
        self.map = MapPanel(draws_lines=True)
        self.strip = Strip()
        self._table_card = Card(tr("Territories"))
        self._table_states = QStackedWidget()
        none = EmptyState(
            Icon.TERRITORY, tr("One row a territory"), tr("Rep, load, accounts, margin and driving will stand here.")
        )
        self._table_states.addWidget(none)
        self._table_states.addWidget(self.table)
        self._table_card.add(self._table_states, 1)
        self._colour = self._chooser(tr("What the colour of an account tells"), ColourBy, colour_name, "colour_chosen")
        self._shown = self._chooser(tr("Which accounts are drawn"), Shown, shown_name, "shown_chosen")
        self.map.add_tool(self._colour)
        self.map.add_tool(self._shown)
        self._legend = coloured_words()
        self.map.add(self._legend)
        self._lay_out()
        self.show_options(SceneOptions())

    def hasHeightForWidth(self) -> bool:
        """Say no: the height is the window's, else the page would scroll for the sake of wrapped words."""
        return False

    def show_view(self, view: TerritoriesView, *, problem: ProblemView | None, busy: str) -> None:
        """Show the plan; `problem` is the problem to show, `busy` why nothing can be built now."""
        self.tools.show_view(view, busy=busy)
        self.banner.show_reason(view.stale, needs_only_reps=view.needs_only_reps)
        self._table_states.setCurrentIndex(1 if view.is_built else 0)
        self._table_card.set_title(tr("Territories"), view.hint)
        self.table.show_territories(view.table, view.reps)
        self.bench.show_bench(view.bench)
        self.bench.setVisible(view.is_built)
        self.strip.setVisible(view.is_built)
        self.strip.show_view(view, problem)

    def show_move(self, view: MoveView | None, names: dict[str, str]) -> None:
        """Show the selection and its effect, or the figures."""
        self.strip.show_move(view, names)

    def show_options(self, options: SceneOptions) -> None:
        """Show what is drawn on the map, and what its colours mean."""
        self._colour.setText(tr("Colour: {what}", what=colour_name(options.colour_by)))
        self._shown.setText(shown_name(options.shown).capitalize())
        self.map.fit_tools()
        set_coloured_words(self._legend, legend(options))
        self._options = options
        if self._is_narrow:
            self._colour.setText(colour_name(options.colour_by).capitalize())
            self._shown.setText(tr("All") if options.shown is Shown.ALL else tr("Outside"))

    def row_menu(
        self, entries: list[tuple[str, Callable[[], None] | list[tuple[str, Callable[[], None]]], str]]
    ) -> QMenu:
        """Make a menu of (text, what it does or a submenu, why it cannot be done)."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for text, does, reason in entries:
            if isinstance(does, list):
                below = menu.addMenu(text)
                for each, on_chosen in does:
                    below.addAction(each).triggered.connect(lambda _checked=False, call=on_chosen: call())
                action = below.menuAction()
            else:
                action = menu.addAction(text)
                action.triggered.connect(lambda _checked=False, call=does: call())
            action.setEnabled(not reason)
            set_tip(action, tr("Not now: {reason}", reason=reason) if reason else text)
        return menu

    def _chooser(
        self, tip: str, kinds: "type[ColourBy] | type[Shown]", name: Callable[..., str], signal: str
    ) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("has_menu", "true")
        set_tip(button, tip)
        menu = QMenu(button)
        for kind in kinds:
            action = menu.addAction(name(kind).capitalize())
            action.triggered.connect(lambda _checked=False, kind=kind: getattr(self, signal).emit(kind))
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        left = column()
        left.addWidget(self.banner)
        left.addWidget(self.tools)
        left.addWidget(self._table_card, 1)
        left.addWidget(self.bench)
        self._left = QWidget()
        self._left.setLayout(left)
        right = column()
        right.addWidget(self.map, 1)
        right.addWidget(self.strip)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme().tokens.space["m"])
        across.addWidget(self._left)
        across.addLayout(right, 1)
        self.setMinimumWidth(_LEAST_WIDTH)
        self._table_card.setMinimumHeight(180)
        self.map.setMinimumSize(380, 320)
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show less at once where there is little room."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme().px(NARROW_BELOW)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.table.set_narrow(is_narrow=is_narrow)
            self.strip.figures.set_narrow(is_narrow=is_narrow)
            self.show_options(self._options)
            self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self._left.setFixedWidth(theme().px(NARROW_LEFT_WIDTH if self._is_narrow else LEFT_WIDTH))
