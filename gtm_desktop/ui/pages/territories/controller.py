"""The territories page's controller: what the user meant becomes edits and jobs, what the plan comes to is shown."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QPoint

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import ProgressReport
from gtm_desktop.core.words import tr
from gtm_desktop.maps.plan_scene import ColourBy, SceneOptions, Shown
from gtm_desktop.maps.scene import MapScene
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.stage_inputs import today_input
from gtm_desktop.planning.today import Today, today_of
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.ui.bridge import PeopleMode
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.pages.territories.building import Builder, detail
from gtm_desktop.ui.pages.territories.face import TerritoriesFace
from gtm_desktop.ui.pages.territories.map_states import MapStates
from gtm_desktop.ui.pages.territories.more import MoreActions
from gtm_desktop.ui.pages.territories.moves import MoveView, move_view, outside_of
from gtm_desktop.ui.pages.territories.row_menu import row_entries
from gtm_desktop.ui.pages.territories.scenes import SceneFeed
from gtm_desktop.ui.pages.territories.view import BenchChip, ProblemView, TerritoriesView, territories_view
from gtm_desktop.ui.shell import dialogs
from gtm_desktop.ui.widgets.map_view import ACCOUNTS_MIME, REP_MIME
from gtm_desktop.workspace import decisions, rule_edits


class TerritoriesController(QObject):
    """Connects one `TerritoriesFace` with the workspace."""

    def __init__(self, face: TerritoriesFace, context: PageContext) -> None:
        super().__init__(face)
        self._face = face
        self._context = context
        self._bridge = context.bridge
        self._options = SceneOptions()
        self._view: TerritoriesView | None = None
        self._scene: MapScene | None = None
        self._selected: list[str] = []
        self._target = ""
        self._looked_at = ""
        self._hovered = ""
        self._problem = 0
        self._subject = ""
        self._today: tuple[Dataset, date, Today] | None = None
        self.feed = SceneFeed(self._bridge, self)
        self.builder = Builder(self._bridge, self)
        self._states = MapStates(face.map, self.feed, face.tools.build.trigger)
        self.more = MoreActions(face, self._bridge, self.builder, today=self._coverage)
        self._listen()
        self._listen_to_map()

    def _listen(self) -> None:
        face = self._face
        face.tools.build_requested.connect(self.builder.build)
        face.tools.match_requested.connect(self.builder.match)
        face.tools.rule_edited.connect(self._on_rule_edited)
        face.tools.refused.connect(self._on_refused)
        face.table.rename_requested.connect(self.rename)
        face.table.lock_toggled.connect(self.toggle_lock)
        face.table.rows_selected.connect(lambda ids: self._on_row_chosen(ids[0] if ids else ""))
        face.table.problem_clicked.connect(self._on_row_chosen)
        face.table.menu_requested.connect(self._on_menu_requested)
        face.table.dropped_on_row.connect(self._on_dropped)
        face.table.dragged_over_row.connect(self._on_dragged_over)
        face.bench.chip_clicked.connect(self._on_chip_clicked)
        face.strip.problem.shown.connect(self._on_problem_shown)
        face.strip.problem.next_requested.connect(self._on_next_problem)
        face.strip.move_card.target_chosen.connect(self._on_territory_chosen)
        face.strip.move_card.move_requested.connect(lambda _reason: self._move(self._selected, self._target))
        face.strip.move_card.clear_requested.connect(self._clear_selection)
        face.colour_chosen.connect(self._on_colour_chosen)
        face.shown_chosen.connect(self._on_shown_chosen)
        self.builder.changed.connect(self._on_builder_changed)
        self.builder.progressed.connect(self._on_build_progressed)
        self.feed.begun.connect(self._states.show_drawing)
        self.feed.drawn.connect(self._on_drawn)
        self._bridge.plan_changed.connect(self._on_plan_changed)
        self._bridge.project_changed.connect(self._on_project_changed)

    def _listen_to_map(self) -> None:
        panel = self._face.map
        panel.busy.cancel_requested.connect(self.builder.cancel)
        panel.view.selection_changed.connect(self._on_lassoed)
        panel.view.account_clicked.connect(self._on_account_clicked)
        panel.view.line_drawn.connect(self.more.add_line)
        panel.view.territory_clicked.connect(self._on_territory_chosen)
        panel.view.dragged_over_map.connect(self._on_dragged_over)
        panel.view.dropped_on_map.connect(
            lambda mime, payload, _lat, _lon, territory_id: self._on_dropped(mime, payload, territory_id)
        )

    def refresh(self) -> None:
        """Show the plan and its latest result."""
        workspace = self._bridge.workspace
        result = workspace.result
        if result is None:
            self._show_no_result(workspace.failure)
            return
        shows_people = self._bridge.people is PeopleMode.FULL
        view = territories_view(workspace.dataset, workspace.plan, result, shows_people=shows_people)
        self._view = view
        busy = tr("{work} is under way", work=self.builder.title) if self.builder.title else ""
        self._face.show_view(view, problem=view.problem_shown(self._problem, self._looked_at), busy=busy)
        self._show_move()
        self._show_scene()
        if self._subject:
            self.show_subject(self._subject)

    def _show_no_result(self, failure: UserError | None) -> None:
        if failure is None:
            self._states.show_working_out()
        else:
            self._states.show_failure(failure)

    def show_subject(self, subject_id: str) -> None:
        """Bring a territory, the territory of a rep, or an account into view."""
        view = self._view
        self._subject = subject_id if view is None else ""
        if view is None:
            return
        territory_id = next((key for key, rep in view.reps.items() if rep == subject_id), subject_id)
        if territory_id in view.names:
            self._look_at(territory_id)
            self._face.map.view.zoom_to_territory(territory_id)
        elif self._scene is not None and subject_id in self._scene.ids:
            self._face.map.view.go_to_account(list(self._scene.ids).index(subject_id))
        else:
            accounts = self._bridge.workspace.dataset.accounts
            of_parent = (accounts[account_columns.PARENT_ID] == subject_id).fillna(False)
            self._select_accounts(list(accounts.loc[of_parent, account_columns.ACCOUNT_ID]))

    def toggle_lock(self, territory_id: str) -> None:
        """Lock or unlock a territory."""
        if self._view is None:
            return
        change = decisions.unlock_territory if territory_id in self._view.locked else decisions.lock_territory
        self._bridge.apply(change(territory_id, territory_name=self._name(territory_id)))

    def _name(self, territory_id: str) -> str:
        """Return what a territory is called in the plan as it is now, which the result shown may not know yet."""
        return decisions.territory_name(self._bridge.workspace.plan, territory_id)

    def put_rep(self, rep_id: str, territory_id: str) -> None:
        """Put a rep on a territory; who had it swaps or waits."""
        workspace = self._bridge.workspace
        edit = decisions.pin_rep(workspace.plan, territory_id, rep_id=rep_id, dataset=workspace.dataset)
        if self._bridge.apply(edit):
            self._bridge.noted.emit(edit.label)

    def free_rep(self, territory_id: str) -> None:
        """Let the accepted matching decide who has a territory."""
        if self._view is not None:
            self._bridge.apply(decisions.free_rep(territory_id, territory_name=self._name(territory_id)))

    def move_selected(self, territory_id: str) -> None:
        """Move the selected accounts to a territory."""
        self._move(self._selected, territory_id)

    def keep_from(self, rep_id: str, rep_name: str) -> None:
        """Ask why the selected accounts must not go to a rep, and keep them from them."""
        selected = tuple(self._selected)

        def keep(reason: str) -> None:
            self._bridge.apply(decisions.keep_from(selected, rep_id, reason=reason, rep_name=rep_name))

        dialogs.TextDialog(
            self._face, tr("Keep accounts from {rep}", rep=rep_name),
            tr("Why must they not go to {rep}? The next building follows it; who has them stays until then.",
               rep=rep_name), keep,
        ).open()  # fmt: skip

    def _show_scene(self) -> None:
        workspace = self._bridge.workspace
        if self.builder.title or not workspace.is_open or workspace.result is None:
            return
        settings, shows_homes = workspace.plan.settings, self._bridge.people is PeopleMode.FULL
        options = replace(
            self._options, shows_homes=shows_homes, lines=settings.territories.lines, is_part=settings.scope.is_set
        )
        self._face.show_options(options)
        if self._view is None or not self._view.is_built:
            self.feed.forget()
            if workspace.is_result_current or workspace.failure is not None:
                self._states.show_unbuilt()
            else:
                self._states.show_working_out()
            return
        self.feed.wish(workspace.dataset, workspace.result, options)

    def _show_move(self) -> None:
        workspace, view = self._bridge.workspace, self._view
        result = workspace.result
        if not self._selected or view is None or not view.is_built or result is None:
            self._face.show_move(None, {})
            return
        self._face.show_move(self._move_view(result, self._selected, self._hovered or self._target), view.names)

    def _move_view(self, result: PlanResult, account_ids: list[str], territory_id: str) -> MoveView:
        workspace = self._bridge.workspace
        return move_view(
            workspace.dataset, result,
            account_ids=account_ids, territory_id=territory_id, today=self._coverage(),
            rules=workspace.plan.settings.territories,
        )  # fmt: skip

    def _coverage(self) -> Today:
        workspace = self._bridge.workspace
        dataset, start = workspace.dataset, workspace.plan.settings.plan_year_start
        if self._today is None or self._today[0] is not dataset or self._today[1] != start:
            self._today = (dataset, start, today_of(today_input(dataset, workspace.plan.settings)))
        return self._today[2]

    def _move(self, account_ids: list[str], territory_id: str) -> None:
        view = self._view
        if view is None or territory_id not in view.names or not account_ids:
            return
        result = self._bridge.workspace.result
        moving = account_ids if result is None else outside_of(result, account_ids, territory_id)
        if not moving:
            self._bridge.noted.emit(tr("They are all there already; nothing has changed."))
            return
        edit = decisions.pin_territory(
            moving, territory_id,
            reason=self._face.strip.move_card.reason, territory_name=self._name(territory_id),
            dataset=self._bridge.workspace.dataset,
        )  # fmt: skip
        warnings = () if result is None else self._move_view(result, moving, territory_id).warnings
        if self._bridge.apply(edit):
            self._bridge.noted.emit("; ".join((edit.label, *warnings)))
            self._clear_selection()

    def _clear_selection(self) -> None:
        self._face.strip.move_card.forget_reason()
        self._face.map.view.select_accounts(())

    def _select_accounts(self, account_ids: list[str]) -> None:
        if self._scene is not None:
            self._face.map.view.select_accounts(self._numbers(account_ids))

    def _numbers(self, account_ids: Iterable[str]) -> list[int]:
        wanted = set(account_ids)
        return [] if self._scene is None else [at for at, key in enumerate(self._scene.ids) if key in wanted]

    def _on_problem_shown(self, problem: ProblemView) -> None:
        self.show_subject(problem.subject)
        if problem.account_ids:
            self._select_accounts(list(problem.account_ids))
            self._face.map.view.show_accounts(self._numbers(problem.account_ids))

    def _on_project_changed(self) -> None:
        self._view = self._scene = None
        self._selected, self._target, self._hovered, self._looked_at, self._problem = [], "", "", "", 0
        self.feed.forget()
        self._face.map.forget_map()

    def _on_plan_changed(self) -> None:
        """Say that what was just built is being worked out, where there was no map before."""
        if self._view is not None and not self._view.is_built:
            self._show_scene()

    def _on_drawn(self, scene: MapScene) -> None:
        if not self.builder.title:
            self._scene = scene
            self._face.map.show_map(scene)

    def _on_builder_changed(self) -> None:
        title = self.builder.title
        if title:
            self._face.map.busy.start(title)
        else:
            self._face.map.busy.finish()
        self.refresh()

    def _on_build_progressed(self, report: ProgressReport) -> None:
        self._face.map.busy.show_progress(report, detail(self.builder.best))

    def _on_rule_edited(self, name: str, value: object) -> None:
        rules = replace(self._bridge.workspace.plan.settings.territories, **{name: value})  # type: ignore[arg-type]
        if not self._bridge.apply(rule_edits.set_territory_rules(rules)):
            self.refresh()

    def _on_refused(self, message: str) -> None:
        self._bridge.failed.emit(UserError(message, tr("Nothing was changed."), code="not_a_figure"))

    def rename(self, territory_id: str) -> None:
        """Ask for a name of the planner's own."""
        if self._view is None:
            return
        name = self._name(territory_id)
        dialogs.TextDialog(
            self._face, tr("Rename {territory}", territory=name), tr("Name; empty gives the usual one back"),
            lambda text: self._rename(territory_id, text), name,
        ).open()  # fmt: skip

    def _rename(self, territory_id: str, text: str) -> None:
        self._bridge.apply(decisions.rename_territory(territory_id, name=text))

    def _on_territory_chosen(self, territory_id: str) -> None:
        if self._view is None or (territory_id and territory_id not in self._view.names):
            return
        self._target = territory_id
        self._look_at(territory_id)
        self._show_move()

    def _on_row_chosen(self, territory_id: str) -> None:
        self._on_territory_chosen(territory_id)
        if territory_id:
            self._face.map.view.bring_into_view(territory_id)

    def _look_at(self, territory_id: str) -> None:
        """Bring a territory to the fore in table, map and problem line; an empty id brings back all."""
        view = self._view
        if view is None:
            return
        self._looked_at = territory_id
        number = view.problem_of(territory_id)
        self._problem = self._problem if number is None else number
        self._face.table.select_ids([territory_id] if territory_id else [])
        self._face.map.view.highlight_territory(territory_id)
        self._face.strip.problem.show_problem(view.problem_shown(self._problem, territory_id))

    def _on_lassoed(self, numbers: list[int]) -> None:
        ids = self._scene.ids if self._scene is not None else ()
        self._selected = [str(ids[number]) for number in numbers if number < len(ids)]
        if not self._selected:
            self._target = self._hovered = ""
        self._show_move()

    def _on_account_clicked(self, number: int) -> None:
        if self._scene is not None and number < len(self._scene.ids):
            self._context.show_why(str(self._scene.ids[number]))

    def _on_dragged_over(self, mime: str, _payload: bytes, territory_id: str) -> None:
        hovered = territory_id if mime == ACCOUNTS_MIME else ""
        if hovered != self._hovered:
            self._hovered = hovered
            self._show_move()

    def _on_dropped(self, mime: str, payload: bytes, territory_id: str) -> None:
        self._hovered = ""
        ids = [str(each) for each in json.loads(payload)]
        if not territory_id:
            self._bridge.noted.emit(tr("Nothing was dropped on a territory; nothing has changed."))
        elif mime == REP_MIME and ids:
            self.put_rep(ids[0], territory_id)
        elif mime == ACCOUNTS_MIME:
            self._move(ids, territory_id)

    def _on_chip_clicked(self, chip: BenchChip, point: QPoint) -> None:
        if self._view is None:
            return
        if chip.account_ids:
            self._select_accounts(list(chip.account_ids))
            return
        puts: list[tuple[str, Callable[[], None]]] = [
            (name, partial(self.put_rep, chip.rep_id, key)) for key, name in self._view.names.items()
        ]
        entries = [(tr("Put on {territory}", territory=name), does, "") for name, does in puts]
        self._face.row_menu([*entries]).popup(point)

    def _on_menu_requested(self, ids: list[str], point: QPoint) -> None:
        workspace, view = self._bridge.workspace, self._view
        if not ids or view is None or workspace.result is None:
            return
        is_full = self._bridge.people is PeopleMode.FULL
        entries = row_entries(
            self, view, workspace.result, territory_id=ids[0], selected=len(self._selected), shows_people=is_full,
            warnings=self._move_view(workspace.result, self._selected, ids[0]).warnings,
        )  # fmt: skip
        self._face.row_menu(entries).popup(point)

    def _on_next_problem(self) -> None:
        if self._view is None or not self._view.problems:
            return
        number = (self._problem + 1) % len(self._view.problems)
        problem = self._view.problems[number]
        if problem.subject:
            self.show_subject(problem.subject)
        if problem.account_ids:
            self._face.map.view.show_accounts(self._numbers(problem.account_ids))
        if not problem.territory_id:
            self._look_at("")
        self._problem = number  # not the first of the territory that is looked at now: it may have two
        self._face.strip.problem.show_problem(problem)

    def _on_colour_chosen(self, colour_by: ColourBy) -> None:
        self._options = replace(self._options, colour_by=colour_by)
        self._show_scene()

    def _on_shown_chosen(self, shown: Shown) -> None:
        self._options = replace(self._options, shown=shown)
        self._show_scene()
