"""Building territories and matching reps as jobs; what comes out is one step that can be undone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import Progress, ProgressReport
from gtm_desktop.core.words import count, money_short, ntr, tr
from gtm_desktop.planning.build import assign_reps, build_territories
from gtm_desktop.planning.changes import Allowed, allowed_changes
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.decision_words import way_label
from gtm_desktop.planning.improving.number_options import NumberOption, number_options
from gtm_desktop.planning.improving.ways_out import ways_out, with_way_taken
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.plan import OPEN, Plan, RepAnswer, TerritoryAnswer
from gtm_desktop.planning.stage_inputs import today_input
from gtm_desktop.planning.territory_targets import Case, Way
from gtm_desktop.planning.today import today_of
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.reps import RepTable
from gtm_desktop.ui.bridge import WorkspaceBridge
from gtm_desktop.ui.pages.territories.view import budget_words
from gtm_desktop.workspace import decisions, tasks
from gtm_desktop.workspace.jobs import Job

T = TypeVar("T")

BEST = "best"
"""The figure of a progress report that holds the best cost so far, in currency a year."""


@dataclass(frozen=True, eq=False)
class Built:
    """What a build came to."""

    territories: TerritoryAnswer
    reps: RepAnswer


def build(dataset: Dataset, plan: Plan, progress: Progress) -> Built:
    """Form territories in a process of their own, then match reps to them.

    Raises:
        Cancelled: before a first plan was found; a later cancel gives the best so far, with reps.
    """
    memo = Memo()
    territories = build_territories(dataset, plan, solve=tasks.solve_apart, progress=progress, memo=memo)
    with_them = replace(plan, accepted=replace(plan.accepted, territories=territories))
    return Built(territories, assign_reps(dataset, with_them, memo=memo))


def said(built: Built, reps: RepTable) -> str:
    """Say what was built, in one sentence; positions that nobody fills have no rep."""
    number = len(built.territories.ids)
    nobody = {OPEN, *reps.loc[reps[rep_columns.IS_OPEN].fillna(False).astype(bool), rep_columns.REP_ID]}
    vacant = sum(rep in nobody for _, rep in built.reps.rep_ids)
    words = ntr("{n} territory built", "{n} territories built", number)
    if built.territories.run.was_cancelled:
        words += " " + tr("(the best so far)")
    return words + (tr("; {n} without a rep.", n=count(vacant)) if vacant else tr("; each has a rep."))


def detail(best: float | None) -> str:
    """Say how good the best so far is, in currency a year; None before anything was found."""
    if best is None:
        return tr("Cancel stops; nothing has changed then.")
    cost = money_short(best * 100)
    return tr("Best so far: {cost} a year in driving and handoffs. Cancel keeps it.", cost=cost)


class Builder(QObject):
    """Runs one build or matching at a time for the open scenario."""

    changed = Signal()  # a job began or ended
    progressed = Signal(object)  # ProgressReport of the running job
    compared = Signal(object)  # tuple[NumberOption, ...]: the plan with other numbers of territories
    weighed = Signal(object, str)  # tuple[Case, ...]: territories under a target; id of the one that was asked about

    def __init__(self, bridge: WorkspaceBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._job: Job | None = None
        self._for: tuple[Dataset, str] | None = None
        self.best: float | None = None
        bridge.job_progressed.connect(self._on_progressed)

    @property
    def title(self) -> str:
        """What is being done; empty for nothing."""
        return self._job.title if self._job is not None else ""

    def build(self) -> None:
        """Build territories and match reps."""
        dataset, plan = self._begin()
        self._start(tr("Building territories"), lambda progress: build(dataset, plan, progress), self._on_built)

    def match(self) -> None:
        """Match reps to the territories as they are."""
        dataset, plan = self._begin()
        self._start(tr("Matching reps"), lambda _progress: assign_reps(dataset, plan), self._on_matched)

    def improve(self) -> None:
        """Improve the territories from what is there, within the limit of changes."""
        dataset, plan = self._begin()
        self._start(
            tr("Improving the territories"),
            lambda progress: tasks.improve(dataset, plan, progress=progress),
            self._on_improved,
        )

    def compare(self) -> None:
        """Build the plan with one territory fewer, as many and one more."""
        dataset, plan = self._begin()
        self._start(
            tr("Comparing numbers of territories"),
            lambda progress: number_options(dataset, plan, solve=tasks.solve_apart, progress=progress),
            self._on_compared,
        )

    def weigh_ways(self, territory_id: str = "") -> None:
        """Find what each way out of each missed target comes to; ask about one territory, or about all."""
        dataset, plan = self._begin()
        self._start(
            tr("Weighing the ways out"),
            lambda progress: ways_out(dataset, plan, progress=progress),
            lambda cases: self._on_weighed(cases, territory_id),
        )

    def take_way(self, way: Way) -> None:
        """Do what a way out of a missed target does, as one step."""
        dataset, plan = self._begin()
        words = way_label(way.decision, way.decision.taken) if way.decision.taken is not None else ""
        self._start(
            words, lambda _progress: with_way_taken(dataset, plan, way), lambda after: self._on_way_taken(words, after)
        )

    def cancel(self) -> None:
        """Ask the job to stop."""
        if self._job is not None:
            self._job.cancel()

    def _begin(self) -> tuple[Dataset, Plan]:
        workspace = self._bridge.workspace
        self._for = (workspace.dataset, workspace.project.scenarios.current)
        return workspace.dataset, workspace.plan

    def _start(self, title: str, work: Callable[[Progress], T], accept: Callable[[T], None]) -> None:
        """Start the one job; however it ends, nothing is being done any more before anything is shown."""

        def done(value: T) -> None:
            self._on_ended(job)
            accept(value)

        def failed(error: UserError) -> None:
            self._on_ended(job)
            self._bridge.show_failure(error)

        job = self._bridge.start_job(title, work, done=done, failed=failed, cancelled=lambda: self._on_ended(job))
        self._job, self.best = job, None
        self.changed.emit()

    def _is_still_meant(self) -> bool:
        workspace = self._bridge.workspace
        return workspace.is_open and self._for == (workspace.dataset, workspace.project.scenarios.current)

    def _on_built(self, built: Built) -> None:
        if not self._is_still_meant():
            self._bridge.noted.emit(tr("Another plan was opened meanwhile; what was built is dropped."))
        elif self._bridge.apply(decisions.accept_built(built.territories, built.reps)):
            self._bridge.noted.emit(said(built, self._bridge.workspace.dataset.reps))

    def _on_improved(self, plan: Plan) -> None:
        answer = plan.accepted.territories
        if answer is None or not self._is_still_meant():
            self._bridge.noted.emit(tr("Another plan was opened meanwhile; what was found is dropped."))
        elif self._bridge.apply(decisions.accept_improvement(plan.accepted)):
            words = tr("Territories improved.")
            if answer.budget_use is not None:
                words += " " + budget_words(answer.budget_use, self._allowed(plan))
            self._bridge.noted.emit(words)

    def _allowed(self, plan: Plan) -> Allowed:
        dataset, settings = self._bridge.workspace.dataset, plan.settings
        today = today_of(today_input(dataset, settings))
        return allowed_changes(dataset, settings.changes, today)

    def _on_weighed(self, cases: tuple[Case, ...], territory_id: str) -> None:
        if self._is_still_meant():
            self.weighed.emit(cases, territory_id)

    def _on_way_taken(self, words: str, plan: Plan) -> None:
        if self._is_still_meant() and self._bridge.apply(decisions.accept_way(words, plan.accepted)):
            self._bridge.noted.emit(words)

    def _on_compared(self, options: tuple[NumberOption, ...]) -> None:
        if self._is_still_meant():
            self.compared.emit(options)

    def _on_matched(self, answer: RepAnswer) -> None:
        if self._is_still_meant() and self._bridge.apply(decisions.accept_reps(answer)):
            self._bridge.noted.emit(tr("Reps matched; what was set by hand stays."))

    def _on_progressed(self, job_id: int, report: ProgressReport) -> None:
        if self._job is not None and job_id == self._job.job_id:
            self.best = report.figures.get(BEST, self.best)
            self.progressed.emit(report)

    def _on_ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.changed.emit()
