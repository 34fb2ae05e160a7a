"""Saving a marked copy of the workbooks that were read: which file, then a job, then what has happened is said."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from gtm_desktop.core.words import tr
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.workbook.choices import ReadRequest
from gtm_desktop.workbook.writing.marked_copy import write_marked_copy
from gtm_desktop.workspace.jobs import nothing_waits


class Marking(QObject):
    """Writes marked copies of workbooks for a page."""

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    def choose_target(self, request: ReadRequest | None) -> None:
        """Ask where the copy goes and write it; without a known workbook do nothing."""
        if request is None:
            return
        dialog = QFileDialog(self._page.window(), tr("Save a marked copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(tr("Workbooks (*.xlsx)"))
        dialog.setDefaultSuffix("xlsx")
        dialog.setDirectory(str(request.accounts.parent))
        dialog.selectFile(tr("{workbook} marked", workbook=request.accounts.stem) + ".xlsx")
        dialog.fileSelected.connect(lambda name: self.write(request, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, request: ReadRequest, target: Path) -> None:
        """Write the copy of the workbooks as they are now, with what was found in the open data."""
        bridge = self._context.bridge
        dataset = bridge.workspace.dataset
        bridge.start_job(
            tr("Writing {file}", file=target.name),
            lambda progress: write_marked_copy(request, dataset, target, progress=progress),
            done=lambda _nothing: bridge.noted.emit(tr("Marked copy saved: {file}", file=str(target))),
            failed=bridge.show_failure,
            cancelled=nothing_waits,
        )
