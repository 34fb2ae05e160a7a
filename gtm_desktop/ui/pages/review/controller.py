"""The review page's controller: shows what the plan and the other scenarios come to, and leads to what needs a look."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import Progress
from gtm_desktop.core.words import joined, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.ui.bridge import PeopleMode
from gtm_desktop.ui.pages.page import PageContext
from gtm_desktop.ui.pages.readiness import unready_reason
from gtm_desktop.ui.pages.review import view as views
from gtm_desktop.ui.pages.review.comparison import (
    Coverage,
    comparison_table,
    coverage_of,
    coverage_today,
    without_persons,
)
from gtm_desktop.ui.pages.review.face import ReviewFace
from gtm_desktop.ui.pages.review.picture import picture_view
from gtm_desktop.ui.pages.review.view import HandoffKind
from gtm_desktop.ui.shell.actions import ActionId
from gtm_desktop.ui.shell.steps import StepId

_Waiting = tuple[str, Dataset, Plan]


class ReviewController(QObject):
    """Connects one `ReviewFace` with the workspace."""

    def __init__(self, face: ReviewFace, context: PageContext) -> None:
        super().__init__(face)
        self._face = face
        self._context = context
        self._bridge = context.bridge
        self._kind = HandoffKind.CHANGES
        self._wanted = ""
        self._places: Mapping[str, tuple[str, str]] = {}
        self._known: dict[str, Coverage] = {}
        self._failed: frozenset[str] = frozenset()
        self._compared_for: PlanResult | None = None
        self._is_working = False
        face.kind_chosen.connect(self._on_kind_chosen)
        face.filter_edited.connect(self._on_filter_edited)
        face.account_opened.connect(context.show_why)
        face.problem_opened.connect(self._on_problem_opened)
        face.export_requested.connect(lambda: context.run_action(ActionId.EXPORT))
        self._bridge.plan_changed.connect(lambda _topics: self._show_export())

    def refresh(self) -> None:
        """Show the plan and its latest result."""
        workspace = self._bridge.workspace
        result = workspace.result
        if result is None:
            return
        shows_people = self._bridge.people is PeopleMode.FULL
        if result is not self._compared_for:
            self._compared_for, self._failed = result, frozenset()
        self._show_comparison()
        self._show_handoffs()
        table, hint = views.decisions(workspace.project.journal, shows_people=shows_people)
        self._face.show_decisions(table, hint, views.exceptions_words(workspace.plan))
        problems = views.problem_rows(result, shows_people=shows_people)
        self._places = problems.places
        self._face.show_problems(problems)
        self._face.show_checks(views.checks(workspace.dataset, result))
        self._show_export()

    def _show_comparison(self) -> None:
        workspace = self._bridge.workspace
        result = workspace.result
        if result is None:
            return
        scenarios = workspace.project.scenarios
        open_one = coverage_of(scenarios.current, workspace.dataset, workspace.plan, result)
        shown = [coverage_today(workspace.plan, result)]
        missing: list[_Waiting] = []
        failed: list[str] = []
        for name, plan in scenarios.plans:
            known = self._known.get(_key(name, plan))
            if name == scenarios.current:
                shown.append(open_one)
            elif known is not None:
                shown.append(known)
            elif _key(name, plan) in self._failed:
                failed.append(name)
            else:
                missing.append((name, workspace.project.datasets[plan.dataset_id], plan))
        if self._bridge.people is not PeopleMode.FULL:
            shown = [without_persons(each) for each in shown]
        names = [each.name for each in shown]
        partial = [each.name for each in shown[1:] if each.staffed is None]
        waiting = _waiting_words([name for name, _, _ in missing], failed, partial)
        years = workspace.plan.settings.economics.review_years
        self._face.show_comparison(
            comparison_table(shown, current=scenarios.current, review_years=years),
            picture_view(shown, current=scenarios.current),
            current=names.index(scenarios.current, 1) + 1,
            waiting=waiting,
        )
        self._work_out(missing)

    def _work_out(self, missing: list[_Waiting]) -> None:
        if not missing or self._is_working:
            return
        self._is_working = True

        def work(progress: Progress) -> dict[str, Coverage]:
            memo = Memo()
            found: dict[str, Coverage] = {}
            for name, dataset, plan in missing:
                progress.check()
                found[_key(name, plan)] = coverage_of(name, dataset, plan, evaluate(dataset, plan, memo))
            return found

        asked = frozenset(_key(name, plan) for name, _, plan in missing)

        def failed(error: UserError) -> None:
            self._on_none_worked_out(asked)
            self._bridge.show_failure(error)

        self._bridge.start_job(
            tr("Working out the other scenarios"),
            work,
            done=self._on_worked_out,
            failed=failed,
            cancelled=lambda: self._on_none_worked_out(asked),
        )

    def _on_worked_out(self, found: dict[str, Coverage]) -> None:
        self._is_working = False
        self._known |= found
        if self._bridge.workspace.is_open:
            self._show_comparison()

    def _on_none_worked_out(self, asked: frozenset[str]) -> None:
        """Say so of these scenarios until the page shows another result; nothing begins again by itself."""
        self._is_working = False
        self._failed |= asked
        if self._bridge.workspace.is_open:
            self._show_comparison()

    def _show_handoffs(self) -> None:
        workspace = self._bridge.workspace
        if workspace.result is not None:
            table, hint = views.handoffs(workspace.dataset, workspace.result, self._kind, self._wanted)
            self._face.show_handoffs(table, hint, self._kind)

    def _show_export(self) -> None:
        workspace = self._bridge.workspace
        if not workspace.is_open or workspace.result is None:
            return
        self._face.show_export(views.export_contents(workspace.result), unready_reason(workspace))

    def _on_kind_chosen(self, kind: HandoffKind) -> None:
        self._kind = kind
        self._show_handoffs()

    def _on_filter_edited(self, text: str) -> None:
        self._wanted = text
        self._show_handoffs()

    def _on_problem_opened(self, row_id: str) -> None:
        if row_id in self._places:
            step, subject = self._places[row_id]
            self._context.go_to(StepId(step), subject)


def _waiting_words(waiting: list[str], failed: list[str], partial: list[str]) -> str:
    """Say what the comparison does not show, and why; of what is still to come first."""
    if waiting:
        return tr("working out {names}…", names=joined(waiting))
    if failed:
        return tr("{names}: not worked out", names=joined(failed))
    if partial:
        return tr("{names}: reps are not all assigned yet, so staffed figures are missing", names=joined(partial))
    return ""


def _key(name: str, plan: Plan) -> str:
    return f"{name}\n{plan.fingerprint}"
