"""Earlier versions: what the dialog shows, and opening one as a copy without a file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.paths import whole
from gtm_desktop.core.progress import Progress
from gtm_desktop.core.words import tr
from gtm_desktop.project.load import open_project
from gtm_desktop.project.state import ProjectState
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.shell import dialogs
from gtm_desktop.ui.shell.versions_dialog import VersionsDialog
from gtm_desktop.workspace import versions
from gtm_desktop.workspace.jobs import nothing_waits
from gtm_desktop.workspace.versions import KeptPlan, Version


class EarlierVersions(QObject):
    """Shows the kept versions of plans, that of the open plan first."""

    def __init__(
        self, window: QWidget, bridge: WorkspaceBridge, open_copy: Callable[[ProjectState, str], None]
    ) -> None:
        """Take what opens a version as a copy, once the plan at hand is saved or given up."""
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._open_copy = open_copy
        self._plans: tuple[KeptPlan, ...] = ()
        self._shown: KeptPlan | None = None
        self._chosen: Version | None = None
        self._read: ProjectState | None = None

    def show(self) -> VersionsDialog | None:
        """Open the dialog, or say that nothing is kept."""
        self._plans = versions.kept_plans()
        if not self._plans:
            text = tr("No earlier version is kept yet. Each save keeps one, on this computer.")
            dialogs.tell(self._window, tr("Earlier versions"), text)
            return None
        dialog = VersionsDialog(self._window, [_plan_words(plan) for plan in self._plans])
        dialog.plan_chosen.connect(partial(self._show_plan, dialog))
        dialog.version_chosen.connect(partial(self._show_version, dialog))
        dialog.open_wanted.connect(self._on_open_wanted)
        self._show_plan(dialog, self._open_plan())
        dialog.open()
        return dialog

    def _open_plan(self) -> int:
        path = self._bridge.workspace.path
        own = [position for position, plan in enumerate(self._plans) if path is not None and plan.path == whole(path)]
        return own[0] if own else 0

    def _show_plan(self, dialog: VersionsDialog, position: int) -> None:
        self._shown = self._plans[position]
        dialog.show_versions(position, [versions.version_words(each) for each in self._shown.versions])

    def _show_version(self, dialog: VersionsDialog, position: int) -> None:
        if self._shown is None:
            return
        version = self._chosen = self._shown.versions[position]
        self._read = None
        dialog.show_preview(tr("Reading…"), can_open=False)

        def work(_progress: Progress) -> ProjectState | UserError:
            try:
                return open_project(version.copy)
            except UserError as error:
                return error

        def done(read: ProjectState | UserError) -> None:
            if self._chosen is not version or not dialog.isVisible():
                return
            if isinstance(read, UserError):
                dialog.show_preview(f"{read.message}\n\n{tr('Choose another version.')}", can_open=False)
                return
            self._read = read
            dialog.show_preview(versions.preview_words(versions.preview_of(read)), can_open=True)

        title = tr("Reading an earlier version")
        self._bridge.start_job(title, work, done=done, failed=self._bridge.show_failure, cancelled=nothing_waits)

    def _on_open_wanted(self, _position: int) -> None:
        if self._read is not None and self._chosen is not None:
            when = versions.when_words(self._chosen.when)
            note = tr("The version of {when} is open, as a copy without a file.", when=when)
            self._open_copy(self._read, note)


def _plan_words(plan: KeptPlan) -> str:
    folder = plan.path.parent
    if folder == Path():
        return plan.path.stem
    return tr("{plan} in {folder}", plan=plan.path.stem, folder=folder)
