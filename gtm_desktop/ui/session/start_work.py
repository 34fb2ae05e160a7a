"""What is being opened, shown on the start page until a plan is there or the work has ended without one."""

from PySide6.QtCore import QObject, QTimer

from gtm_desktop.core.progress import ProgressReport
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.shell.start_page import StartPage


class StartWork(QObject):
    """Shows the youngest job that was begun while no plan was open: where one looks, not only in the status bar."""

    def __init__(self, page: StartPage, bridge: WorkspaceBridge) -> None:
        super().__init__(page)
        self._page = page
        self._bridge = bridge
        self._job: int | None = None
        page.show_idle()
        page.cancel_requested.connect(bridge.cancel_jobs)
        bridge.job_started.connect(self._on_started)
        bridge.job_progressed.connect(self._on_progressed)
        bridge.job_ended.connect(self._on_ended)

    def _on_started(self, job_id: int, title: str) -> None:
        if not self._bridge.workspace.is_open:
            self._job = job_id
            self._page.show_work(title)

    def _on_progressed(self, job_id: int, report: ProgressReport) -> None:
        if job_id == self._job:
            self._page.show_progress(report)

    def _on_ended(self, job_id: int) -> None:
        if job_id == self._job:
            self._job = None
            QTimer.singleShot(0, self, self._on_over)  # after the pages of what was opened are made

    def _on_over(self) -> None:
        if self._job is None:
            self._page.show_idle()
