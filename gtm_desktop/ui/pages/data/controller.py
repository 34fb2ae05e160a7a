"""Between the workspace and the Data page: which dataset is shown, and reading workbooks again."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from gtm_desktop.core.words import tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.ui.bridge import PeopleMode
from gtm_desktop.ui.pages.data.face import DataFace
from gtm_desktop.ui.pages.data.rows import rows_behind
from gtm_desktop.ui.pages.data.sheet_dialog import SheetDialog
from gtm_desktop.ui.pages.data.view import Reading, data_view
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.workbook.choices import ImportChoices, ReadRequest, TableChoices
from gtm_desktop.workbook.importing import ReadTable, read_in_child


class DataController(QObject):
    """Builds the page's view from the open dataset and turns corrections into a new reading."""

    def __init__(self, face: DataFace, context: PageContext) -> None:
        super().__init__(face)
        self._face = face
        self._context = context
        self._dataset: Dataset | None = None
        self._key = ""
        card = face.match_card
        face.open_requested.connect(lambda: context.run_action(ActionId.OPEN_WORKBOOK))
        face.workbook_dropped.connect(lambda path: context.read(ReadRequest(path)))
        face.finding_chosen.connect(self._on_finding_chosen)
        card.read_again_requested.connect(self._on_read_again_requested)
        card.roster_requested.connect(self._on_roster_requested)
        card.sheet_requested.connect(self._on_sheet_requested)

    def show(self) -> None:
        """Show the open dataset; rows behind a finding stay while the dataset is the same."""
        workspace = self._context.bridge.workspace
        dataset = workspace.dataset
        is_other = dataset is not self._dataset
        self._dataset = dataset
        request = self._context.request_of(dataset)
        reading = Reading(has_decisions=bool(workspace.project.journal))
        if request is not None:
            choices = request.choices
            reading = replace(reading, is_known=True, accounts=choices.accounts, reps=choices.reps)
        view = data_view(dataset, reading, shows_people=self._shows_people)
        if is_other:
            self._key = next((each.key for each in view.findings if each.has_rows), "")
        self._face.show_data(view)
        self._show_rows()

    @property
    def _shows_people(self) -> bool:
        return self._context.bridge.people is PeopleMode.FULL

    def _on_finding_chosen(self, key: str) -> None:
        self._key = key
        self._show_rows()

    def _show_rows(self) -> None:
        if self._dataset is None or not self._key:
            self._face.clear_rows()
            return
        self._face.show_rows(self._key, rows_behind(self._dataset, self._key, shows_people=self._shows_people))

    def _request(self) -> ReadRequest | None:
        return self._context.request_of(self._dataset) if self._dataset is not None else None

    def _on_read_again_requested(self, of_accounts: Mapping[str, str], of_reps: Mapping[str, str]) -> None:
        request = self._request()
        if request is None or self._dataset is None:
            return
        old = request.choices
        choices = ImportChoices(
            accounts=_with_fields(old.accounts, of_accounts), reps=_with_fields(old.reps, of_reps)
        )  # fmt: skip
        self._context.read(replace(request, choices=choices))

    def _on_roster_requested(self) -> None:
        dialog = QFileDialog(self._face.window(), tr("Read the rep roster"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Workbooks and lists (*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.txt);;All files (*)"))
        dialog.fileSelected.connect(lambda name: self.read_roster(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read_roster(self, path: Path) -> None:
        """Read the same account list with the reps of another workbook."""
        request = self._request()
        if request is not None:
            self._context.read(replace(request, reps=path, choices=replace(request.choices, reps=TableChoices())))

    def _on_sheet_requested(self) -> None:
        request = self._request()
        if request is None:
            return
        of_reps = self._face.match_card.is_reps
        path = request.reps if of_reps and request.reps is not None else request.accounts
        self._context.bridge.start_job(
            tr("Looking into {file}", file=path.name),
            lambda progress: read_in_child(path, None, progress=progress)[0].tables,
            partial(self._ask_for_sheet, request, of_reps=of_reps),
        )

    def _ask_for_sheet(self, request: ReadRequest, tables: tuple[ReadTable, ...], *, of_reps: bool) -> None:
        if request is not self._request() or self._dataset is None:
            return
        source = self._dataset.reps_source if of_reps else self._dataset.accounts_source
        dialog = SheetDialog(self._face.window(), tables, source.sheet, source.header_row)
        dialog.sheet_chosen.connect(partial(self._read_sheet, request, of_reps=of_reps))
        dialog.open()

    def _read_sheet(self, request: ReadRequest, sheet: str, header_row: int, *, of_reps: bool) -> None:
        table = TableChoices(sheet=sheet, header_row=header_row or None)
        choices = replace(request.choices, reps=table) if of_reps else replace(request.choices, accounts=table)
        self._context.read(replace(request, choices=choices))


def _with_fields(choices: TableChoices, corrections: Mapping[str, str]) -> TableChoices:
    return replace(choices, fields={**choices.fields, **corrections}) if corrections else choices
