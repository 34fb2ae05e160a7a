"""The window: start page or the open plan's pages, with rail, top bar and status bar around them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.ui.actions import Action, ActionSpec, make_action
from gtm_desktop.ui.shell.actions import ActionId, shell_specs, shortcut_groups, step_spec
from gtm_desktop.ui.shell.dialogs import ShortcutsDialog
from gtm_desktop.ui.shell.placing import FIRST_SIZE, fitting_place
from gtm_desktop.ui.shell.rail import Rail
from gtm_desktop.ui.shell.start_page import StartPage
from gtm_desktop.ui.shell.status_bar import StatusBar
from gtm_desktop.ui.shell.steps import StepId
from gtm_desktop.ui.shell.top_bar import TopBar
from gtm_desktop.ui.shell.views import ShellView
from gtm_desktop.ui.widgets.states import ErrorPanel, NoticePanel
from gtm_desktop.ui.widgets.why_card import WhyCard

COMPACT_BELOW = 1400
_SMALLEST = (860, 480)


class MainWindow(QMainWindow):
    """Displays a `ShellView` and pages; tells what the user asked for by `action_triggered` and its parts' signals."""

    action_triggered = Signal(str)  # id of the action
    step_chosen = Signal(object)  # StepId
    close_requested = Signal()  # the user wants to close the window; call `close_now` if it may

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr("GTM Desktop"))
        self.setMinimumSize(*_SMALLEST)
        self.resize(FIRST_SIZE)
        self._may_close = True
        self.commands: dict[str, Action] = {}
        for spec in shell_specs():
            is_quit = spec.action_id == ActionId.QUIT
            self._add_action(spec, self._on_quit if is_quit else partial(self.action_triggered.emit, spec.action_id))
        for number, step in enumerate(StepId, start=1):
            self._add_action(step_spec(step, number), partial(self.step_chosen.emit, step))
        self.top_bar = TopBar(self.commands)
        self.status_bar = StatusBar()
        self.rail = Rail()
        self.rail.step_chosen.connect(self.step_chosen)
        self.start_page = StartPage()
        self.error_panel = ErrorPanel()
        self.notice_panel = NoticePanel()
        self.why_card = WhyCard()
        self._pages: dict[StepId, QScrollArea] = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start_page)
        self._lay_out()
        self.show_start()

    def _add_action(self, spec: ActionSpec, on_trigger: Callable[[], None]) -> None:
        self.commands[spec.action_id] = make_action(self, spec, on_trigger)

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        messages = QVBoxLayout()
        messages.setContentsMargins(16, 0, 16, 0)
        messages.addWidget(self.error_panel)
        messages.addWidget(self.notice_panel)
        middle.addLayout(messages)
        middle.addWidget(self._stack, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(middle, 1)
        across.addWidget(self.why_card)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top_bar)
        layout.addLayout(across, 1)
        layout.addWidget(self.status_bar)
        self.setCentralWidget(whole)

    def add_page(self, step: StepId, page: QWidget) -> None:
        """Put a page in; it scrolls where the window is smaller than it."""
        scroll = QScrollArea()
        scroll.setObjectName("pageScroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        self._pages[step] = scroll
        self._stack.addWidget(scroll)

    def page(self, step: StepId) -> QWidget | None:
        """Return a page, or None before it was added."""
        return self._pages[step].widget() if step in self._pages else None

    def show_start(self) -> None:
        """Show the start page."""
        self.rail.hide()
        self.why_card.hide()
        self.top_bar.show_start()
        self.status_bar.show_start()
        self._stack.setCurrentWidget(self.start_page)
        self.setWindowTitle(tr("GTM Desktop"))

    def show_plan(self, view: ShellView) -> None:
        """Show an open plan."""
        self.rail.show()
        self.rail.show_steps(view.steps, view.current, view.file)
        self.top_bar.show_plan(view)
        self.status_bar.show_plan(view)
        if view.current in self._pages:
            self._stack.setCurrentWidget(self._pages[view.current])
        self.setWindowTitle(tr("{project}[*] – GTM Desktop", project=view.project))
        self.setWindowModified(not view.is_saved)

    def show_error(self, error: UserError) -> None:
        """Show what went wrong, with its remedy, above the page."""
        self.error_panel.show_error(error)

    def put_messages_away(self) -> None:
        """Put away what was said of something that is over."""
        self.error_panel.hide()
        self.notice_panel.hide()
        self.status_bar.show_note("")

    def show_shortcuts(self) -> None:
        """List every shortcut, also those of the pages."""
        of_pages = {action.objectName(): action for action in self.findChildren(Action)}
        groups = shortcut_groups({**self.commands, **of_pages})
        ShortcutsDialog(self, groups).open()

    def restore(self, geometry: QByteArray) -> None:
        """Take a remembered place and size, or the first one; with its frame it fits the work area of a screen."""
        screens = sorted(QGuiApplication.screens(), key=lambda screen: screen is not QGuiApplication.primaryScreen())
        is_known = self.restoreGeometry(geometry)
        is_whole = self.isMaximized() or self.isFullScreen()
        wanted = self.normalGeometry() if is_known and is_whole else self.geometry() if is_known else None
        place = fitting_place(wanted, [screen.availableGeometry() for screen in screens])
        self.setMinimumSize(self.minimumSize().boundedTo(place.size()))
        if not is_whole or place.size() != self.normalGeometry().size():
            state = self.windowState()
            self.setGeometry(place)
            self.setWindowState(state)

    def ask_before_closing(self) -> None:
        """From now on tell `close_requested` instead of closing: there is somebody who listens."""
        self._may_close = False

    def close_now(self) -> None:
        """Close without asking."""
        self._may_close = True
        self.close()

    def _on_quit(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask whoever decides before closing."""
        if self._may_close:
            super().closeEvent(event)
        else:
            event.ignore()
            self.close_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the rail with icons only where there is little room."""
        super().resizeEvent(event)
        self.rail.set_compact(is_compact=self.width() < COMPACT_BELOW)

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's own signature
        """Show or hide the window; shown, the page has the keyboard."""
        super().setVisible(visible)
        if visible:
            self._stack.setFocus(Qt.FocusReason.OtherFocusReason)
