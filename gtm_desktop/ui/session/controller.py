"""The shell's controller: what the user asks of the window goes to the workspace, what changes there is shown."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import count, ntr, tr
from gtm_desktop.ui.bridge import PeopleMode, WorkspaceBridge
from gtm_desktop.ui.icons import Icon, set_icon
from gtm_desktop.ui.pages.page import Page, PageContext
from gtm_desktop.ui.pages.readiness import unready_reason
from gtm_desktop.ui.pages.registry import create_page
from gtm_desktop.ui.pages.stages import STEP_OF_STAGE
from gtm_desktop.ui.remembered import Remembered
from gtm_desktop.ui.session import why
from gtm_desktop.ui.session.earlier import EarlierVersions
from gtm_desktop.ui.session.files import ProjectFiles
from gtm_desktop.ui.session.opening import open_outside
from gtm_desktop.ui.session.recovering import RecoveryOffers
from gtm_desktop.ui.session.search_index import SearchIndex, index_of
from gtm_desktop.ui.session.start_work import StartWork
from gtm_desktop.ui.session.summary import project_name, shell_view, told_problems
from gtm_desktop.ui.shell import dialogs
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.ui.shell.search import SearchHit
from gtm_desktop.ui.shell.steps import StepId
from gtm_desktop.ui.shell.window import MainWindow
from gtm_desktop.ui.theme import Mode, TypeSize, theme
from gtm_desktop.workbook.choices import ReadRequest
from gtm_desktop.workspace import decisions, scenarios
from gtm_desktop.workspace.edits import ScenariosEdit
from gtm_desktop.workspace.tasks import RecoveredProject

_NEEDS_PLAN = (
    ActionId.SAVE, ActionId.SAVE_AS, ActionId.EXPORT, ActionId.CLOSE, ActionId.FIND, ActionId.PEOPLE,
    ActionId.SCENARIO_COPY, ActionId.SCENARIO_RENAME, ActionId.SCENARIO_DELETE, ActionId.NEXT_PROBLEM,
    ActionId.UNDO, ActionId.REDO,
)  # fmt: skip
_STEP_OF_KIND = {"territory": StepId.TERRITORIES, "rep": StepId.TERRITORIES}


class ShellController(QObject):
    """Connects one window with one workspace."""

    def __init__(
        self,
        window: MainWindow,
        bridge: WorkspaceBridge,
        remembered: Remembered,
        take_over: Callable[..., None],
    ) -> None:
        """Connect them; `take_over` has the next record replace that of an earlier session."""
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._remembered = remembered
        self._current = StepId.DATA
        self._problem = 0
        self._index: SearchIndex | None = None
        self.files = ProjectFiles(window, bridge, take_over)
        self.files.opened.connect(self._on_opened)
        self.files.chosen.connect(self.open_file)
        self.files.roster_written.connect(self._on_roster_written)
        self._start_work = StartWork(window.start_page, bridge)
        self.files.came_back_in_part.connect(self._on_came_back_in_part)
        self.earlier = EarlierVersions(window, bridge, self.files.open_copy)
        self.recovery = RecoveryOffers(window, self.files.recover)
        self._handlers = self._action_handlers()
        self._listen()
        context = PageContext(
            bridge, self.show_why, self.go_to, self.run_action, self.files.request_of, self.read_workbook
        )
        for step in StepId:
            window.add_page(step, create_page(step, context))
        window.ask_before_closing()
        window.start_page.set_ready(is_ready=True)
        window.start_page.show_recent(remembered.recent)
        self._refresh()

    def _listen(self) -> None:
        window, bridge = self._window, self._bridge
        window.action_triggered.connect(self.run_action)
        window.step_chosen.connect(lambda step: self.go_to(step, ""))
        window.close_requested.connect(lambda: self.files.saving.unless_unsaved(self._close_window))
        window.top_bar.scenario_chosen.connect(self._on_scenario_chosen)
        window.top_bar.search.searched.connect(self._on_searched)
        window.top_bar.search.hit_chosen.connect(self._on_hit_chosen)
        window.status_bar.cancel_requested.connect(bridge.cancel_jobs)
        window.status_bar.next_problem_requested.connect(self._go_to_next_problem)
        window.why_card.action_chosen.connect(self._on_why_action)
        window.start_page.workbook_requested.connect(self.files.choose_workbook)
        window.start_page.plan_requested.connect(self.files.choose_plan)
        window.start_page.sample_requested.connect(self.files.open_sample)
        window.start_page.file_chosen.connect(lambda path: self.open_file(Path(path)))
        bridge.project_changed.connect(self._on_project_changed)
        bridge.plan_changed.connect(lambda _topics: self._on_plan_changed())
        bridge.result_changed.connect(self._on_result_changed)
        bridge.file_changed.connect(self._refresh)
        bridge.people_changed.connect(lambda _mode: self._refresh())
        bridge.evaluation_failed.connect(self._refresh)
        bridge.job_started.connect(window.status_bar.add_work)
        bridge.job_progressed.connect(window.status_bar.show_progress)
        bridge.job_ended.connect(window.status_bar.remove_work)
        bridge.noted.connect(window.status_bar.show_note)
        bridge.failed.connect(window.show_error)

    def _action_handlers(self) -> dict[str, Callable[[], object]]:
        files, workspace = self.files, self._bridge.workspace
        return {
            ActionId.OPEN_WORKBOOK: lambda: self.files.saving.unless_unsaved(files.choose_workbook),
            ActionId.OPEN_PLAN: lambda: self.files.saving.unless_unsaved(files.choose_plan),
            ActionId.OPEN_SAMPLE: lambda: self.files.saving.unless_unsaved(files.open_sample),
            ActionId.SAVE: files.saving.save,
            ActionId.SAVE_AS: files.saving.save_as,
            ActionId.VERSIONS: self.earlier.show,
            ActionId.EXPORT: files.export_roster,
            ActionId.CLOSE: lambda: self.files.saving.unless_unsaved(workspace.close),
            ActionId.QUIT: self._window.close,
            ActionId.UNDO: self._undo,
            ActionId.REDO: self._redo,
            ActionId.FIND: self._window.top_bar.search.setFocus,
            ActionId.PEOPLE: self._switch_people,
            ActionId.THEME_SYSTEM: partial(self._set_mode, Mode.SYSTEM),
            ActionId.THEME_LIGHT: partial(self._set_mode, Mode.LIGHT),
            ActionId.THEME_DARK: partial(self._set_mode, Mode.DARK),
            ActionId.PROJECTOR: self._switch_type_size,
            ActionId.NEXT_PROBLEM: self._go_to_next_problem,
            ActionId.SCENARIO_COPY: self._copy_scenario,
            ActionId.SCENARIO_RENAME: self._rename_scenario,
            ActionId.SCENARIO_DELETE: self._delete_scenario,
            ActionId.SHORTCUTS: self._window.show_shortcuts,
            ActionId.ABOUT: lambda: dialogs.about(self._window),
        }

    def run_action(self, action_id: str) -> None:
        """Run one of the shell's actions, unless it cannot be done now."""
        if self._window.commands[action_id].isEnabled():
            self._handlers[action_id]()

    def go_to(self, step: StepId, subject_id: str = "") -> None:
        """Open a page and, if there is one, show a subject on it."""
        if not self._bridge.workspace.is_open:
            return
        self._current = step
        self._refresh()
        page = self._window.page(step)
        if subject_id and isinstance(page, Page):
            page.show_subject(subject_id)

    def show_why(self, account_id: str) -> None:
        """Open the why card of an account."""
        view = why.account_why(self._bridge.workspace, account_id)
        if view is not None:
            self._window.why_card.show_card(view)

    def read_workbook(self, request: ReadRequest) -> None:
        """Read workbooks and open them as a new plan; a plan with decisions is asked about first."""
        workspace = self._bridge.workspace
        if not workspace.is_open or not workspace.project.journal:
            self.files.read(request)
        elif not workspace.is_saved:
            self.files.saving.unless_unsaved(partial(self.files.read, request))
        else:
            detail = tr("The decisions made so far stay in {file}; the new plan starts without them.",
                        file=project_name(workspace))  # fmt: skip
            question, yes = tr("Start a new plan?"), tr("Start a new plan")
            dialogs.ask(self._window, question, detail, yes, partial(self.files.read, request))

    def open_file(self, path: Path) -> None:
        """Open a plan or import a workbook; unsaved work on it is offered first."""
        self.recovery.before_opening(path, partial(self.files.open_file, path))

    def open_at_start(self, path: Path) -> None:
        """Open the file that this window was started for; where another window has it in front, this one closes."""
        self.files.holding.went_to_first.connect(self._close_if_empty)
        self.files.open_file(path)

    def _close_if_empty(self) -> None:
        self.files.holding.went_to_first.disconnect(self._close_if_empty)
        if not self._bridge.workspace.is_open:
            self._window.close_now()

    def _refresh(self) -> None:
        workspace, window = self._bridge.workspace, self._window
        window.commands[ActionId.PROJECTOR].setChecked(theme().type_size is TypeSize.PROJECTOR)
        for mode, action_id in (
            (Mode.SYSTEM, ActionId.THEME_SYSTEM), (Mode.LIGHT, ActionId.THEME_LIGHT), (Mode.DARK, ActionId.THEME_DARK),
        ):  # fmt: skip
            window.commands[action_id].setChecked(theme().mode is mode)
        reason = "" if workspace.is_open else tr("open a workbook or a plan first")
        for action_id in _NEEDS_PLAN:
            window.commands[action_id].set_reason(reason)
        if not workspace.is_open:
            window.show_start()
            return
        self._refresh_actions()
        window.show_plan(
            shell_view(
                workspace,
                self._current,
                self._bridge.people,
                self._problem,
                is_read_only=self.files.holding.is_read_only,
            )
        )

    def _refresh_actions(self) -> None:
        workspace, commands = self._bridge.workspace, self._window.commands
        undo, redo = commands[ActionId.UNDO], commands[ActionId.REDO]
        undo.set_reason("" if workspace.undo_label else tr("nothing has been done yet"))
        undo.set_words(tr("Undo: {step}", step=workspace.undo_label) if workspace.undo_label else tr("Undo"))
        redo.set_reason("" if workspace.redo_label else tr("nothing was undone"))
        redo.set_words(tr("Redo: {step}", step=workspace.redo_label) if workspace.redo_label else tr("Redo"))
        is_full = self._bridge.people is PeopleMode.FULL
        people = commands[ActionId.PEOPLE]
        people.set_words(tr("People: full") if is_full else tr("People: workshop"))
        set_icon(people, Icon.PEOPLE_FULL if is_full else Icon.PEOPLE_WORKSHOP)
        commands[ActionId.EXPORT].set_reason(unready_reason(workspace))
        only_one = len(workspace.project.scenarios.names) == 1
        commands[ActionId.SCENARIO_DELETE].set_reason(tr("it is the only one") if only_one else "")
        problems = told_problems(workspace.result, self._bridge.people)
        commands[ActionId.NEXT_PROBLEM].set_reason("" if problems else tr("there is none"))

    def _on_project_changed(self) -> None:
        self._current = StepId.DATA
        self._problem = 0
        self._index = None
        self._window.why_card.hide()
        self._window.put_messages_away()
        self._window.start_page.show_recent(self._remembered.recent)
        self._refresh()

        if not self._bridge.workspace.is_open:
            self.files.holding.hold(None)
            QTimer.singleShot(0, self, self._on_start_page)

    def _on_start_page(self) -> None:
        if self._window.isVisible() and not self._bridge.workspace.is_open:
            self.recovery.on_start_page()

    def _on_plan_changed(self) -> None:
        self._window.put_messages_away()
        self._refresh()

    def _undo(self) -> None:
        self._say_done(tr("Undone: {step}", step=self._bridge.workspace.undo_label), self._bridge.workspace.undo)

    def _redo(self) -> None:
        self._say_done(tr("Done again: {step}", step=self._bridge.workspace.redo_label), self._bridge.workspace.redo)

    def _say_done(self, words: str, change: Callable[[], None]) -> None:
        change()
        self._window.status_bar.show_note(words)

    def _on_roster_written(self, path: Path) -> None:
        actions = ((tr("Open the file"), partial(open_outside, path)),
                   (tr("Open the folder"), partial(open_outside, path.parent)))  # fmt: skip
        self._window.notice_panel.show_notice(tr("Roster written: {file}", file=path.name), str(path.parent), actions)
        self._window.status_bar.show_note(tr("Roster written: {file}", file=path.name))

    def _on_came_back_in_part(self, recovered: RecoveredProject, kept: Path) -> None:
        message = ntr(
            "{back} of {n} step came back: the record of what followed is damaged.",
            "{back} of {n} steps came back: the record of what followed is damaged.",
            recovered.steps,
            back=count(recovered.back),
        )
        detail = tr("What could not be read is kept in {folder}", folder=kept)
        if recovered.path is not None and recovered.back < recovered.saved:
            message += " " + tr("{file} holds more and is as it was.", file=recovered.path.name)
        actions = ((tr("Open the folder"), partial(open_outside, kept)),)
        self._window.notice_panel.show_notice(message, detail, actions)

    def _on_result_changed(self) -> None:
        self._index = None
        if self._window.why_card.subject_id:
            self.show_why(self._window.why_card.subject_id)
        self._refresh()

    def _on_opened(self, path: Path | None) -> None:
        if path is not None:
            self._remembered.keep_recent(path)

    def _on_searched(self, text: str) -> None:
        workspace = self._bridge.workspace
        if self._index is None and workspace.is_open:
            self._index = index_of(workspace.dataset, workspace.result)
        self._window.top_bar.search.show_hits(self._index.find(text) if self._index else [])

    def _on_hit_chosen(self, hit: SearchHit) -> None:
        if hit.kind in _STEP_OF_KIND:
            self.go_to(_STEP_OF_KIND[hit.kind], hit.subject_id)
        else:
            self.go_to(self._current, hit.subject_id)
            self.show_why(hit.subject_id)

    def _on_why_action(self, action_id: str, account_id: str) -> None:
        edits = {
            why.FREE_CHANNEL: decisions.free_channel,
            why.FREE_TERRITORY: decisions.free_territory,
            why.FREE_INSIDE_REP: decisions.free_inside_rep,
            why.ALLOW_AGAIN: decisions.allow_again,
        }
        self._bridge.apply(edits[action_id]([account_id]))

    def _go_to_next_problem(self) -> None:
        problems = told_problems(self._bridge.result, self._bridge.people)
        if not problems:
            return
        problem = problems[self._problem % len(problems)]
        self._problem += 1
        self._window.status_bar.show_note(problem.message)
        self.go_to(STEP_OF_STAGE[problem.stage], problem.subject)

    def _switch_people(self) -> None:
        if self._bridge.people is PeopleMode.FULL:
            self._bridge.set_people(PeopleMode.WORKSHOP)
            return
        dialogs.ask(
            self._window,
            tr("Show scores, cost, seniority and homes?"),
            tr("Everybody who sees this screen will see them."),
            tr("Show them"),
            partial(self._bridge.set_people, PeopleMode.FULL),
        )

    def _set_mode(self, mode: Mode) -> None:
        theme().set_mode(mode)
        self._remembered.keep_mode(mode)
        self._refresh()

    def _switch_type_size(self) -> None:
        size = TypeSize.DESK if theme().type_size is TypeSize.PROJECTOR else TypeSize.PROJECTOR
        theme().set_type_size(size)
        self._remembered.keep_type_size(size)
        self._refresh()

    def _on_scenario_chosen(self, name: str) -> None:
        self._change_scenarios(scenarios.open_scenario(name))

    def _copy_scenario(self) -> None:
        current = self._bridge.workspace.project.scenarios
        self._ask_name(
            tr("Copy the scenario"),
            scenarios.free_name(current),
            lambda name: self._change_scenarios(scenarios.copy_scenario(name)),
        )

    def _rename_scenario(self) -> None:
        self._ask_name(
            tr("Rename the scenario"),
            self._bridge.workspace.project.scenarios.current,
            lambda name: self._change_scenarios(scenarios.rename_scenario(name)),
        )

    def _delete_scenario(self) -> None:
        name = self._bridge.workspace.project.scenarios.current
        self._change_scenarios(scenarios.delete_scenario(name))

    def _ask_name(self, title: str, text: str, on_name: Callable[[str], None]) -> None:
        dialogs.TextDialog(self._window, title, tr("Name of the scenario"), on_name, text).open()

    def _change_scenarios(self, edit: ScenariosEdit) -> None:
        try:
            self._bridge.workspace.change_scenarios(edit)
        except UserError as error:
            self._window.show_error(error)

    def _close_window(self) -> None:
        self._bridge.workspace.close()
        self._window.close_now()
