"""Between the workspace and the Inside page: lanes and accounts out, weights, books and moves by hand in."""

from dataclasses import replace

from PySide6.QtCore import QObject

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import ntr, tr
from gtm_desktop.planning.build import assign_inside
from gtm_desktop.planning.plan import InsideAnswer
from gtm_desktop.planning.settings import InsideRules
from gtm_desktop.tables import roster as columns
from gtm_desktop.ui.bridge import PeopleMode
from gtm_desktop.ui.pages.inside.accounts_view import lane_accounts
from gtm_desktop.ui.pages.inside.face import InsideFace
from gtm_desktop.ui.pages.inside.view import InsideView, inside_view, rules_of
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.shell.steps import StepId
from gtm_desktop.workspace import decisions, rule_edits


class InsideController(QObject):
    """Builds the page's view from the latest result and turns what the user meant into edits."""

    def __init__(self, face: InsideFace, context: PageContext) -> None:
        super().__init__(face)
        self._face = face
        self._context = context
        self._chosen: str | None = None
        self._is_assigning = False
        face.territories_requested.connect(lambda: context.go_to(StepId.TERRITORIES, ""))
        face.method_chosen.connect(self._on_method_chosen)
        face.blend_applied.connect(self._on_blend_applied)
        face.assign_requested.connect(self._on_assign_requested)
        face.lane_chosen.connect(self._on_lane_chosen)
        face.accounts_given.connect(self._on_accounts_given)
        face.accounts_freed.connect(self._on_accounts_freed)
        face.why_requested.connect(context.show_why)

    def show(self) -> None:
        """Show the latest result; before the first one the page stays as it is."""
        bridge = self._context.bridge
        result = bridge.result
        if result is None:
            return
        workspace = bridge.workspace
        shows_people = bridge.people is PeopleMode.FULL
        view = inside_view(workspace.dataset, workspace.plan, result, shows_people=shows_people)
        if self._is_assigning:
            view = replace(view, reason=tr("the accounts are being assigned"))
        self._chosen = _chosen_lane(view, self._chosen)
        self._face.show_inside(view, self._chosen)
        if self._chosen is not None:
            self._face.show_accounts(
                lane_accounts(workspace.dataset, workspace.plan, result, self._chosen, shows_people=shows_people)
            )

    def show_subject(self, subject_id: str) -> None:
        """Choose the lane of a rep, or of an account, which is selected then; others are passed over."""
        result = self._context.bridge.result
        if result is None:
            return
        is_account = False
        lane = subject_id
        if subject_id not in result.owner_by_id:
            found = result.roster.loc[result.roster[columns.ACCOUNT_ID] == subject_id, columns.OWNER_ID].dropna()
            is_account = len(found) == 1
            lane = str(found.iloc[0]) if is_account else ""
        if lane:
            self._chosen = lane
            self.show()
        if is_account:
            self._face.table.select_ids([subject_id])

    def _on_lane_chosen(self, rep_id: str) -> None:
        self._chosen = rep_id
        self.show()

    def _on_method_chosen(self, method: str) -> None:
        rules = rules_of(method, self._context.bridge.workspace.plan.settings.inside)
        self._context.bridge.apply(rule_edits.set_inside_rules(rules))
        self.show()

    def _on_blend_applied(self, rules: InsideRules) -> None:
        self._context.bridge.apply(rule_edits.set_inside_rules(rules))
        self.show()

    def _on_accounts_given(self, rep_id: str, ids: list[str], reason: str) -> None:
        result = self._context.bridge.result
        owner = result.owner_by_id.get(rep_id) if result is not None else None
        if result is None or owner is None or not ids:
            return
        owned = result.roster.loc[result.roster[columns.OWNER_ID] == rep_id, columns.ACCOUNT_ID]
        moving = [each for each in ids if each not in set(owned)]
        if moving:
            self._context.bridge.apply(decisions.pin_inside_rep(moving, rep_id, reason=reason, rep_name=owner.name))
        else:
            self._context.bridge.noted.emit(tr("{name} has them already; nothing has changed.", name=owner.name))

    def _on_accounts_freed(self, ids: list[str]) -> None:
        self._context.bridge.apply(decisions.free_inside_rep(ids))

    def _on_assign_requested(self) -> None:
        bridge = self._context.bridge
        if self._is_assigning:
            return
        workspace = bridge.workspace
        dataset, plan = workspace.dataset, workspace.plan
        asked_for = (workspace.openings, workspace.project.scenarios.current)
        self._is_assigning = True
        self.show()

        def done(answer: InsideAnswer) -> None:
            self._on_assigning_ended()
            if not workspace.is_open or asked_for != (workspace.openings, workspace.project.scenarios.current):
                bridge.noted.emit(tr("Another plan was opened meanwhile; the books that were made are dropped."))
            elif bridge.apply(decisions.accept_inside(answer)):
                number = int((answer.rep >= 0).sum())
                bridge.noted.emit(ntr("{n} account assigned.", "{n} accounts assigned.", number))

        def failed(error: UserError) -> None:
            self._on_assigning_ended()
            bridge.show_failure(error)

        bridge.start_job(
            tr("Assigning the inside accounts"),
            lambda _progress: assign_inside(dataset, plan),
            done=done,
            failed=failed,
            cancelled=self._on_assigning_ended,
        )

    def _on_assigning_ended(self) -> None:
        self._is_assigning = False
        if self._context.bridge.workspace.is_open:
            self.show()


def _chosen_lane(view: InsideView, chosen: str | None) -> str | None:
    """Return the lane to be listed: the one chosen while it is there, else the first with accounts, else the first."""
    lanes = (*view.lanes, *view.key_lanes)
    if any(lane.rep_id == chosen for lane in lanes):
        return chosen
    with_accounts = [lane.rep_id for lane in lanes if lane.groups]
    return next(iter(with_accounts), lanes[0].rep_id if lanes else None)
