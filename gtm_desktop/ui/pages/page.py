"""What every page is: a widget that shows the workspace when it is seen, and what the shell gives it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.shell.steps import StepId
from gtm_desktop.ui.theme import theme
from gtm_desktop.workbook.choices import ReadRequest


@dataclass(frozen=True)
class PageContext:
    """What the shell gives a page.

    Attributes:
        bridge: the workspace as signals.
        show_why: open the why card of an account, by its id.
        go_to: open another page and show a subject (an account, a territory, a rep, or empty) on it.
        run_action: run one of the shell's actions by its id.
        request_of: from which workbooks a dataset was read; None if it came with a plan.
        read: read workbooks and open them as a new plan, after asking where decisions would be left behind.
    """

    bridge: WorkspaceBridge
    show_why: Callable[[str], None]
    go_to: Callable[[StepId, str], None]
    run_action: Callable[[str], None]
    request_of: Callable[[Dataset], ReadRequest | None] = lambda _dataset: None
    read: Callable[[ReadRequest], None] = lambda _request: None


class Page(QWidget):
    """One step's page. Subclasses show the workspace in `show_workspace`, which is called only while they are seen."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.context = context
        self.bridge = context.bridge
        self._is_behind = True
        self._shown: tuple[object, ...] = ()
        self.bridge.project_changed.connect(self._on_changed)
        self.bridge.result_changed.connect(self._on_changed)
        self.bridge.evaluation_failed.connect(self._on_changed)
        self.bridge.people_changed.connect(self._on_changed)

    def fill_with(self, face: QWidget) -> None:
        """Lay out the one widget that is the page, with the usual space round it."""
        layout = QVBoxLayout(self)
        space = theme().tokens.space["l"]
        layout.setContentsMargins(space, space, space, space)
        layout.addWidget(face)

    def show_workspace(self) -> None:
        """Show the workspace as it is: after another project, a result or the people switch, never while hidden."""
        raise NotImplementedError

    def show_subject(self, subject_id: str) -> None:
        """Bring an account, a territory or a rep into view, by its id; a page that does not show it does nothing."""

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the page was hidden."""
        super().showEvent(event)
        if self._is_behind:
            self._catch_up()

    def _on_changed(self) -> None:
        if self._shown and all(one is other for one, other in zip(self._shown, self._state, strict=True)):
            return  # the shell has opened this page for that very change: it caught up when it was shown
        self._is_behind = True
        self._shown = ()
        if self.isVisible():
            self._catch_up()

    @property
    def _state(self) -> tuple[object, ...]:
        """What a page shows; to be compared by identity, for comparing plans by value takes longer than showing one."""
        workspace = self.bridge.workspace
        project = workspace.project if workspace.is_open else None
        return (project, workspace.result, workspace.failure, self.bridge.people)

    def _catch_up(self) -> None:
        self._is_behind = False
        self._shown = self._state
        if self.bridge.workspace.is_open:
            self.show_workspace()
