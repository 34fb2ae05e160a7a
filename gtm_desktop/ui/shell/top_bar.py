"""The top bar: menu, project, scenario, undo and redo, search, people switch, export."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.ui.actions import Action, ActionButton, escaped
from gtm_desktop.ui.elided_button import ElidedButton
from gtm_desktop.ui.icons import Icon, set_icon
from gtm_desktop.ui.plain_text import set_tip
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.ui.shell.search import SearchBox
from gtm_desktop.ui.shell.views import ShellView
from gtm_desktop.ui.theme import theme
from gtm_desktop.ui.widgets.labels import ElidedLabel

_UNDO_WIDTH = 240
_SCENARIO_WIDTH = 200
_NAME_WIDTH = 260
_MENU = (
    (ActionId.OPEN_WORKBOOK, ActionId.OPEN_PLAN, ActionId.OPEN_SAMPLE),
    (ActionId.SAVE, ActionId.SAVE_AS, ActionId.VERSIONS, ActionId.EXPORT, ActionId.CLOSE),
    (ActionId.THEME_SYSTEM, ActionId.THEME_LIGHT, ActionId.THEME_DARK),
    (ActionId.PROJECTOR,),
    (ActionId.SHORTCUTS, ActionId.ABOUT),
    (ActionId.QUIT,),
)


class TopBar(QFrame):
    """Shows what belongs to the whole plan, whatever page is open."""

    scenario_chosen = Signal(str)  # name, by the user only

    def __init__(self, actions: Mapping[str, Action], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self._actions = actions
        self.search = SearchBox(self)
        self.search.setFixedWidth(300)
        self._name = ElidedLabel("", "projectName")
        self._name.setMaximumWidth(_NAME_WIDTH)
        self._scenario = ElidedButton(widest=_SCENARIO_WIDTH)
        self._scenario.setProperty("has_menu", True)
        self._scenario.setMenu(QMenu(self._scenario))
        self._scenario.menu().aboutToShow.connect(self._fill_scenarios)
        self._undo = ActionButton(actions[ActionId.UNDO], widest=_UNDO_WIDTH)
        self._redo = ActionButton(actions[ActionId.REDO], "icon")
        self._people = ActionButton(actions[ActionId.PEOPLE])
        self._export = ActionButton(actions[ActionId.EXPORT], "primary")
        self._of_a_plan: tuple[QWidget, ...] = (
            self._scenario,
            self._undo,
            self._redo,
            self.search,
            self._people,
            self._export,
        )
        self._view: ShellView | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 16, 0)
        layout.setSpacing(10)
        layout.addWidget(self._menu_button())
        layout.addWidget(self._name)
        for each in (self._scenario, self._undo, self._redo):
            layout.addWidget(each)
        layout.addStretch(1)
        layout.addWidget(self.search)
        layout.addWidget(self._people)
        layout.addWidget(self._export)
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_start()

    def show_start(self) -> None:
        """Show that no plan is open."""
        self._name.setText(tr("GTM Desktop"))
        for each in self._of_a_plan:
            each.hide()

    def show_plan(self, view: ShellView) -> None:
        """Show an open plan."""
        self._view = view
        self._name.setText(view.project)
        self._scenario.setText(escaped(view.scenario))
        about = tr("Scenarios: named plans over the same list")
        set_tip(self._scenario, f"{view.scenario}\n{about}")
        for each in self._of_a_plan:
            each.show()

    def _menu_button(self) -> QPushButton:
        button = QPushButton()
        button.setObjectName("icon")
        button.setIconSize(QSize(19, 19))
        set_tip(button, tr("Menu (F10)"))
        button.setAccessibleName(tr("Menu"))
        button.setShortcut("F10")
        set_icon(button, Icon.MENU, "text")
        menu = QMenu(button)
        colours = QActionGroup(menu)
        for number, group in enumerate(_MENU):
            if number:
                menu.addSeparator()
            for action_id in group:
                menu.addAction(self._actions[action_id])
        for action_id in _MENU[2]:
            colours.addAction(self._actions[action_id])
        menu.setToolTipsVisible(True)
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        return button

    def _fill_scenarios(self) -> None:
        menu = self._scenario.menu()
        menu.clear()
        if self._view is None:
            return
        for name in self._view.scenarios:
            action = QAction(escaped(name), menu)
            action.setCheckable(True)
            action.setChecked(name == self._view.scenario)
            action.triggered.connect(lambda _checked=False, name=name: self.scenario_chosen.emit(name))
            menu.addAction(action)
        menu.addSeparator()
        for action_id in (ActionId.SCENARIO_COPY, ActionId.SCENARIO_RENAME, ActionId.SCENARIO_DELETE):
            menu.addAction(self._actions[action_id])

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(max(theme().tokens.top_bar, theme().px(40)))
