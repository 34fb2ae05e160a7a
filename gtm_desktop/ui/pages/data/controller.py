"""Between the workspace and the Data page: which dataset is shown, what is decided about it, and reading again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from gtm_desktop.core.typed_answers import read_answer
from gtm_desktop.core.words import tr
from gtm_desktop.maps.place_scene import place_scene
from gtm_desktop.maps.scene import MapScene
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.renewal.newcomers import Proposal, proposals
from gtm_desktop.planning.renewal.place_repairs import MISSING_PLACE, typed_place
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.ui.bridge import PeopleMode
from gtm_desktop.ui.pages.data import memory, news
from gtm_desktop.ui.pages.data.deciding import Decision, question_view, repair_view
from gtm_desktop.ui.pages.data.face import DataFace
from gtm_desktop.ui.pages.data.found import APPROXIMATE, NOT_PLACED
from gtm_desktop.ui.pages.data.marking import Marking
from gtm_desktop.ui.pages.data.place_dialog import PlaceDialog
from gtm_desktop.ui.pages.data.rereading import Rereading
from gtm_desktop.ui.pages.data.rows import RowsView, rows_behind
from gtm_desktop.ui.pages.data.sheet_dialog import SheetDialog
from gtm_desktop.ui.pages.data.view import DataView, Reading, data_view
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.workbook.choices import FileChoices, ImportChoices, ReadRequest, TableChoices
from gtm_desktop.workbook.importing import ReadTable, read_in_child
from gtm_desktop.workspace import decisions, new_data
from gtm_desktop.workspace.jobs import nothing_waits
from gtm_desktop.workspace.reading import PLACE_PREFIX

WORKBOOK_KINDS = "(*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.tsv *.txt)"
_TEXT_READ_AS = "text_read_as"
_PLACES = (NOT_PLACED, APPROXIMATE)


class DataController(QObject):
    """Builds the page's view from the open dataset and turns decisions into edits or a new reading."""

    def __init__(self, face: DataFace, context: PageContext) -> None:
        super().__init__(face)
        self._face = face
        self._context = context
        self.rereading = Rereading(context, face)
        self.marking = Marking(context, face)
        self._dataset: Dataset | None = None
        self._key = ""
        self._answers: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._offer = memory.Offer()
        self._news: news.News | None = None
        self._proposed: tuple[Proposal, ...] = ()
        self._listen()

    def _listen(self) -> None:
        face, card = self._face, self._face.match_card
        face.open_requested.connect(lambda: self._context.run_action(ActionId.OPEN_WORKBOOK))
        face.workbook_dropped.connect(lambda path: self._context.read(ReadRequest(path)))
        face.finding_chosen.connect(self._on_finding_chosen)
        face.suggest_button.clicked.connect(lambda _checked=False: self._on_suggestions_taken())
        face.answers.answered.connect(self._on_answered)
        face.repair.place_typed.connect(self._on_place_typed)
        face.repair.map_requested.connect(self._on_map_requested)
        face.marked_button.clicked.connect(lambda _checked=False: self.marking.choose_target(self._request()))
        face.do_button.clicked.connect(lambda _checked=False: self._on_done_with_rows())
        card.read_again_requested.connect(self._on_read_again_requested)
        card.roster_requested.connect(self._on_roster_requested)
        card.sheet_requested.connect(self._on_sheet_requested)
        card.next_requested.connect(self._on_next_requested)
        card.offer_taken.connect(self._on_offer_taken)
        card.dropped.connect(self._on_dropped)

    def show(self) -> None:
        """Show the open dataset; rows behind a finding and what was decided stay while the dataset is the same."""
        workspace = self._context.bridge.workspace
        dataset = workspace.dataset
        is_other = dataset is not self._dataset
        self._dataset = dataset
        if is_other:
            self._take_dataset(dataset)
        self._look_at_news(is_other=is_other)
        view = self._show_view()
        if is_other:
            self._key = next((each.key for each in view.findings if each.has_rows), "")
        self._show_rows()

    def _take_dataset(self, dataset: Dataset) -> None:
        self._answers, self._places = {}, {}
        request = self._request()
        if request is not None:
            memory.keep(dataset, request.choices)
        self._offer = memory.Offer() if request is None else memory.offer_for(dataset)

    def _look_at_news(self, *, is_other: bool) -> None:
        workspace, result = self._context.bridge.workspace, self._context.bridge.result
        step = news.data_step(workspace.project)
        known = None if self._news is None or is_other else self._news.changes
        self._news = None if step is None else news.news_of(workspace.project, step, known)
        self._proposed = ()
        if result is not None and workspace.is_result_current:
            self._proposed = proposals(workspace.dataset, workspace.plan, result)

    def _show_view(self) -> DataView:
        workspace = self._context.bridge.workspace
        request = self._request()
        reading = Reading(
            has_decisions=bool(workspace.project.journal), pending=self._answers, offered=self._offer.size
        )
        if request is not None:
            choices = request.choices
            reading = replace(reading, is_known=True, accounts=choices.accounts, reps=choices.reps)
        told = news.findings_of_news(self._news, self._proposed)
        view = data_view(workspace.dataset, reading, shows_people=self._shows_people, news=told)
        self._face.show_data(view)
        self._face.match_card.show_waiting(len(self._answers) + len(self._places))
        return view

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
        self._face.show_rows(self._key, self._rows(), self._decision())

    def _rows(self) -> RowsView:
        dataset = self._context.bridge.workspace.dataset
        if self._key.startswith(news.PREFIX):
            return news.rows_of_news(self._key, self._news, self._proposed, dataset, self._names())
        rows = rows_behind(dataset, self._key, shows_people=self._shows_people)
        if not self._places:
            return rows
        was = rows.cells or ("",) * len(rows.ids)
        typed = tuple(
            tr("→ {place}", place=self._places[account]) if account in self._places else cell
            for account, cell in zip(rows.ids, was, strict=True)
        )
        return replace(rows, cells=typed, cell_title=tr("Place"))

    def _decision(self) -> Decision:
        dataset = self._context.bridge.workspace.dataset
        question = question_view(dataset, self._key, self._answers, can_read=self._request() is not None)
        if question is not None:
            is_about_places = question.key == MISSING_PLACE
            return Decision(tr("Decide"), question, repair_view(self._places) if is_about_places else None)
        if self._key in _PLACES:
            return Decision(tr("Place by hand"), repair=repair_view(self._places))
        actions = {
            news.PROPOSED: tr("Place them there"),
            news.HELD: tr("Let them follow the rules"),
        }
        return Decision(action=actions.get(self._key, ""))

    def _names(self) -> Mapping[str, str]:
        workspace = self._context.bridge.workspace
        table, answer = workspace.dataset.reps, workspace.plan.accepted.territories
        names = dict(
            zip(table[rep_columns.REP_ID], table[rep_columns.NAME].fillna(table[rep_columns.REP_ID]), strict=True)
        )
        ids = answer.ids if answer is not None else ()
        return names | {each: decisions.territory_name(workspace.plan, each) for each in ids}

    def _request(self) -> ReadRequest | None:
        return self.rereading.request_of(self._dataset) if self._dataset is not None else None

    def _on_answered(self, key: str, answer: str) -> None:
        asked = () if self._dataset is None else self._dataset.asked
        problem = next((read_answer(each, answer).problem for each in asked if each.key == key), "")
        if problem:
            self._face.answers.refuse(problem.removeprefix(f"{key}: "))
            return
        self._answers[key] = answer
        self._show_view()
        self._show_rows()

    def _on_suggestions_taken(self) -> None:
        if self._dataset is None:
            return
        for question in self._dataset.questions:
            if question.options:
                self._answers.setdefault(question.key, question.options[0].code)
        self._show_view()
        self._show_rows()

    def _on_place_typed(self, text: str) -> None:
        ids = self._chosen_ids()
        if typed_place(text) is None:
            self._face.repair.refuse(
                tr("{place} is not known. Type a ZIP code, “City, ST” or coordinates.", place=text)
            )
        elif not ids:
            self._face.repair.refuse(tr("Choose the accounts that lie in {place} first.", place=text))
        else:
            self._face.repair.accept()
            self._place(ids, text)

    def _chosen_ids(self) -> list[str]:
        return [each for each in self._face.rows_table.selected_ids() if not each.startswith("#")]

    def _place(self, ids: Sequence[str], text: str) -> None:
        self._places |= dict.fromkeys(ids, text)
        self._show_view()
        self._show_rows()

    def _on_map_requested(self) -> None:
        ids, dataset = self._chosen_ids(), self._dataset
        if not ids or dataset is None:
            self._face.repair.refuse(tr("Choose the accounts first, then pick where they lie."))
            return

        def ask(scene: MapScene) -> None:
            if dataset is not self._dataset:
                return
            dialog = PlaceDialog(self._face.window(), scene, len(ids))
            dialog.place_picked.connect(lambda text: self._place(ids, text))
            dialog.open()

        bridge = self._context.bridge
        bridge.start_job(
            tr("Drawing the map"),
            lambda _progress: place_scene(dataset.accounts),
            done=ask,
            failed=bridge.show_failure,
            cancelled=nothing_waits,
        )

    def _on_done_with_rows(self) -> None:
        if self._dataset is None:
            return
        if self._key == news.PROPOSED and self._proposed:
            self._context.bridge.apply(new_data.accept_newcomers(self._proposed, self._dataset))
        elif self._key == news.HELD and self._news is not None:
            self._context.bridge.apply(decisions.free_channel(self._news.held))

    def _on_dropped(self) -> None:
        self._answers, self._places = {}, {}
        self._show_view()
        self._show_rows()

    def _on_offer_taken(self) -> None:
        offer, self._offer = self._offer, memory.Offer()
        self._answers |= offer.answers
        self._show_view()
        for letter, meaning in offer.fields.items():
            self._face.match_card.grid(of_reps=False).choose(letter, meaning)
        self._show_rows()

    def _on_read_again_requested(self, of_accounts: Mapping[str, str], of_reps: Mapping[str, str]) -> None:
        if self._dataset is None:
            return
        if not of_accounts and not of_reps and self.rereading.settle(self._answers, self._places):
            return
        request = self._request()
        if request is None:
            return
        old = request.choices
        places = {f"{PLACE_PREFIX}{account}": text for account, text in self._places.items()}
        choices = replace(
            old,
            accounts=_with_fields(old.accounts, of_accounts),
            reps=_with_fields(old.reps, of_reps),
            answers={**old.answers, **self._answers, **places},
        )
        self.rereading.read(replace(request, choices=choices))

    def _on_roster_requested(self) -> None:
        self._choose(tr("Read the rep roster"), self.read_roster)

    def _on_next_requested(self) -> None:
        self._choose(tr("Read newer data into this plan"), self.read_next)

    def _choose(self, title: str, on_chosen: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self._face.window(), title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("Workbooks and lists {kinds};;All files (*)", kinds=WORKBOOK_KINDS))
        dialog.fileSelected.connect(lambda name: on_chosen(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read_roster(self, path: Path) -> None:
        """Read the same account list with the reps of another workbook."""
        request = self._request()
        if request is not None:
            choices = replace(request.choices, reps=TableChoices(), reps_file=FileChoices())
            self.rereading.read(replace(request, reps=path, choices=choices))

    def read_next(self, path: Path) -> None:
        """Read a newer account list into the plan, with the reps it was read with where that is known."""
        request = self._request()
        if request is None:
            self.rereading.read_next(ReadRequest(path))
            return
        choices = replace(request.choices, accounts=TableChoices(), accounts_file=FileChoices())
        self.rereading.read_next(ReadRequest(path, request.reps, choices))

    def _on_sheet_requested(self) -> None:
        request = self._request()
        if request is None:
            return
        of_reps = self._face.match_card.is_reps
        path, opened = request.accounts, request.choices.accounts_file
        if of_reps and request.reps is not None:
            path, opened = request.reps, request.choices.reps_file
        choices = ImportChoices(accounts_file=opened)
        bridge = self._context.bridge
        bridge.start_job(
            tr("Looking into {file}", file=path.name),
            lambda progress: read_in_child(path, None, progress=progress, choices=choices)[0].tables,
            done=partial(self._ask_for_sheet, request, of_reps=of_reps),
            failed=bridge.show_failure,
            cancelled=nothing_waits,
        )

    def _ask_for_sheet(self, request: ReadRequest, tables: tuple[ReadTable, ...], *, of_reps: bool) -> None:
        if request is not self._request() or self._dataset is None:
            return
        source = self._dataset.reps_source if of_reps else self._dataset.accounts_source
        old = request.choices.reps_file if of_reps else request.choices.accounts_file
        is_text = any(each.code == _TEXT_READ_AS and source.file in each.message for each in self._dataset.findings)
        text = old if is_text else None
        dialog = SheetDialog(self._face.window(), tables, source.sheet, source.header_row, text=text)

        def read(sheet: str, header_row: int) -> None:
            file = dialog.file_choices(old) if is_text else old
            table = TableChoices(sheet=sheet, header_row=header_row or None)
            choices = request.choices
            choices = (
                replace(choices, reps=table, reps_file=file)
                if of_reps
                else replace(choices, accounts=table, accounts_file=file)
            )
            self.rereading.read(replace(request, choices=choices))

        dialog.sheet_chosen.connect(read)
        dialog.open()


def _with_fields(choices: TableChoices, corrections: Mapping[str, str]) -> TableChoices:
    return replace(choices, fields={**choices.fields, **corrections}) if corrections else choices
