"""The map with its tools above it, where no card ever covers them, and its empty and loading states."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.maps.scene import MapScene
from gtm_desktop.ui.actions import Action, ActionButton, ActionSpec, make_action
from gtm_desktop.ui.icons import Icon
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.card import SIDE, Card
from gtm_desktop.ui.widgets.map_view import MapTool, MapView
from gtm_desktop.ui.widgets.states import BusyOverlay, EmptyState


class MapPanel(Card):
    """A card with the map's tools, whatever the page adds to them, and the map."""

    empty_chosen = Signal()  # the button of the empty state was pressed

    def __init__(self, parent: QWidget | None = None, *, draws_lines: bool = False) -> None:
        """Make it; where `draws_lines`, a third tool draws lines."""
        super().__init__(parent=parent)
        self.view = MapView()
        self._has_map = False
        self._tools = QHBoxLayout()
        self._tools.setSpacing(6)
        self._commands = self._make_actions()
        self._worded: list[ActionButton] = []
        self._others: list[QWidget] = []
        self._group = QButtonGroup(self)
        for name in ("pan", "lasso", "line") if draws_lines else ("pan", "lasso"):
            button = ActionButton(self._commands[name])
            self._group.addButton(button)
            self._worded.append(button)
            self._tools.addWidget(button)
        for name in ("clear", "fit"):
            self._others.append(ActionButton(self._commands[name], "icon"))
            self._tools.addWidget(self._others[-1])
        self._tools.addStretch(1)
        self._added = QHBoxLayout()
        self._added.setSpacing(6)
        self._tools.addLayout(self._added)
        self._empty = EmptyState(Icon.TERRITORIES, tr("Nothing on the map yet"), tr("Build territories to see them."))
        self._empty.action_chosen.connect(self.empty_chosen)
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self.busy = BusyOverlay(place)
        layout = QVBoxLayout()
        layout.setSpacing(theme().tokens.space["s"])
        layout.addLayout(self._tools)
        layout.addWidget(place, 1)
        self.add(layout, 1)
        self.view.selection_changed.connect(self._on_selection_changed)
        self._choose(MapTool.PAN)
        self._on_selection_changed([])

    def add_tool(self, widget: QWidget) -> None:
        """Put a button or a menu of the page at the right end of the tools."""
        self._added.addWidget(widget)
        self._others.append(widget)

    def fit_tools(self) -> None:
        """Leave out the words of the tools where they and what the page added are wider than the map."""
        for button in self._worded:
            button.set_brief(is_brief=False)
        spacing = self._tools.spacing()
        needed = sum(each.sizeHint().width() + spacing for each in (*self._worded, *self._others))
        is_brief = needed > self.contentsRect().width() - 2 * SIDE
        for button in self._worded:
            button.set_brief(is_brief=is_brief)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in words what the tools are called where there is room."""
        super().resizeEvent(event)
        self.fit_tools()

    @property
    def is_map_shown(self) -> bool:
        """Whether a map is there, not a state that says why there is none."""
        return self._has_map and self._stack.currentWidget() is self.view and self.busy.isHidden()

    def forget_map(self) -> None:
        """Take it that the map shows another plan: it is not there any more."""
        self._has_map = False

    def show_map(self, scene: MapScene) -> None:
        """Show a scene."""
        self.busy.finish()
        self._has_map = True
        self._stack.setCurrentWidget(self.view)
        self.view.show_map(scene)

    def show_empty(self, title: str, sentence: str, action: str = "") -> EmptyState:
        """Say why there is no map; the state's `action_chosen` tells when its button was pressed."""
        self.busy.finish()
        self._empty.show_words(title, sentence, action)
        self._stack.setCurrentWidget(self._empty)
        return self._empty

    def choose_tool(self, tool: MapTool) -> None:
        """Switch between panning, the lasso and the line."""
        self._choose(tool)

    def _make_actions(self) -> dict[str, Action]:
        pan = tr("Drag to move the map. Shift and drag draws a lasso")
        lasso = tr(
            "Draw round accounts to select them. Ctrl adds to the selection. Drag selected accounts onto a territory"
        )
        line = tr("Draw a river, a range or a border: territories do not hang together across it when you build")
        return {
            "pan": make_action(self, ActionSpec("map.pan", tr("Pan"), pan, "P", Icon.PAN, is_toggle=True),
                               lambda: self._choose(MapTool.PAN)),
            "lasso": make_action(self, ActionSpec("map.lasso", tr("Lasso"), lasso, "L", Icon.LASSO, is_toggle=True),
                                 lambda: self._choose(MapTool.LASSO)),
            "line": make_action(self, ActionSpec("map.line", tr("Line"), line, "B", Icon.LINE, is_toggle=True),
                                lambda: self._choose(MapTool.LINE)),
            "clear": make_action(self, ActionSpec("map.clear", tr("Clear the selection"),
                                                  tr("Select no accounts"), "Ctrl+Shift+A", Icon.CLEAR), self._clear),
            "fit": make_action(self, ActionSpec("map.fit", tr("Zoom to fit"),
                                                tr("Show the whole region"), "Ctrl+0", Icon.FIT),
                               self.view.zoom_to_fit),
        }  # fmt: skip

    def _choose(self, tool: MapTool) -> None:
        self._commands["pan"].setChecked(tool is MapTool.PAN)
        self._commands["lasso"].setChecked(tool is MapTool.LASSO)
        self._commands["line"].setChecked(tool is MapTool.LINE)
        self.view.set_tool(tool)

    def _clear(self) -> None:
        self.view.select_accounts(())
        self.view.accounts_lassoed.emit([])

    def _on_selection_changed(self, numbers: list[int]) -> None:
        self._commands["clear"].set_reason("" if numbers else tr("nothing is selected"))
