"""The workspace: the open project, its undo history and its latest result, and who wants to hear of changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.project.records import Move
from gtm_desktop.project.state import JournalEntry, ProjectState, Step, Topic
from gtm_desktop.workspace import history
from gtm_desktop.workspace.edits import Edit, ScenariosEdit, author, utc_now
from gtm_desktop.workspace.evaluator import Request
from gtm_desktop.workspace.journal import entry_of
from gtm_desktop.workspace.new_data import CarriedScenarios, carried_scenarios, with_data
from gtm_desktop.workspace.scope_guard import refuse_out_of_scope


class ChangeKind(StrEnum):
    """What happened: another project, a step, a result, a failed evaluation, or a saved file."""

    PROJECT = "project"
    PLAN = "plan"
    RESULT = "result"
    EVALUATION_FAILED = "evaluation_failed"
    FILE = "file"


@dataclass(frozen=True)
class Change:
    """What observers are told.

    Attributes:
        kind: what happened.
        topics: what it is about; all topics for another project.
        failure: what to show; only where the evaluation failed.
    """

    kind: ChangeKind
    topics: frozenset[Topic] = frozenset(Topic)
    failure: UserError | None = None


class Evaluates(Protocol):
    """Whatever evaluates plans and tells."""

    def ask(self, request: Request) -> None:
        """Evaluate this plan next, instead of any asked for before."""


class Records(Protocol):
    """Whatever keeps a record from which unsaved work can be recovered."""

    def begin(self, project: ProjectState, path: Path | None, *, has_unsaved: bool = False) -> None:
        """Start the record of a project; `has_unsaved` says that its file does not hold all of it."""

    def add(self, move: Move, step: Step, entry: JournalEntry) -> None:
        """Add one step, undo or redo."""

    def saved(self, path: Path, *, is_all: bool = True) -> None:
        """Note that the project lies in a file now; `is_all` says that no step was made while it was written."""

    def end(self) -> None:
        """Drop the record: the project was closed on purpose."""


class Workspace:
    """The open project. It changes through `apply`, `change_scenarios`, `put_data`, `undo` and `redo` only.

    It belongs to one thread: the window's. `revision` grows by one with every change of the scenarios.
    """

    def __init__(self, evaluator: Evaluates, records: Records) -> None:
        self._evaluator = evaluator
        self._records = records
        self._observers: list[Callable[[Change], None]] = []
        self._project: ProjectState | None = None
        self._saved_fingerprint = ""
        self._result: PlanResult | None = None
        self._failure: UserError | None = None
        self._path: Path | None = None
        self._revision = 0
        self._openings = 0

    @property
    def is_open(self) -> bool:
        """Whether there is a project."""
        return self._project is not None

    @property
    def project(self) -> ProjectState:
        """The open project as a value, fit to be saved by a job.

        Raises:
            UserError: none is open.
        """
        if self._project is None:
            raise UserError(tr("No plan is open."), tr("Open a workbook or a plan first."), code="nothing_open")
        return self._project

    @property
    def dataset(self) -> Dataset:
        """The data of the open scenario."""
        return self.project.dataset

    @property
    def plan(self) -> Plan:
        """The plan of the open scenario."""
        return self.project.plan

    @property
    def result(self) -> PlanResult | None:
        """What the latest evaluated plan comes to; see `is_result_current`. None before the first one."""
        return self._result

    @property
    def is_result_current(self) -> bool:
        """Whether `result` is the result of the plan as it is now."""
        return self._result is not None and self._result.plan_fingerprint == self.plan.fingerprint

    @property
    def failure(self) -> UserError | None:
        """Why the plan as it is now could not be worked out; None while it is being worked out, and where it was."""
        return self._failure

    @property
    def revision(self) -> int:
        """The number of changes of the scenarios since the workspace was made."""
        return self._revision

    @property
    def openings(self) -> int:
        """The number of projects and data put in place so far: while it is the same, a job's answer still fits."""
        return self._openings

    @property
    def path(self) -> Path | None:
        """Where the project lies; None while it was never saved."""
        return self._path

    @property
    def is_saved(self) -> bool:
        """Whether the file holds all decisions; undoing back to what was saved counts as saved."""
        return self._project is None or self._project.scenarios.fingerprint == self._saved_fingerprint

    @property
    def undo_label(self) -> str:
        """What undo would undo; empty if there is nothing."""
        done = self._project.history.done if self._project else ()
        return done[-1].label if done else ""

    @property
    def redo_label(self) -> str:
        """What redo would do again; empty if there is nothing."""
        undone = self._project.history.undone if self._project else ()
        return undone[-1].label if undone else ""

    def watch(self, observer: Callable[[Change], None]) -> Callable[[], None]:
        """Tell an observer of every change from now on; call what is returned to stop."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def open(self, project: ProjectState, path: Path | None, *, has_unsaved: bool = False) -> None:
        """Put a project in place of the open one; what was not saved of that is gone.

        Args:
            project: what to open.
            path: its file; None where it is in none yet.
            has_unsaved: the file does not hold all of it, because it was recovered.
        """
        self._records.end()
        self._project, self._path, self._result = project, path, None
        is_saved = path is not None and not has_unsaved
        self._saved_fingerprint = project.scenarios.fingerprint if is_saved else ""
        self._revision += 1
        self._openings += 1
        self._tell(Change(ChangeKind.PROJECT))
        self._records.begin(project, path, has_unsaved=has_unsaved)  # its thread would hold up the page that is made
        self._evaluate()

    def close(self) -> None:
        """Close the project; what is not saved is gone."""
        self._records.end()
        self._project, self._path, self._result = None, None, None
        self._revision += 1
        self._tell(Change(ChangeKind.PROJECT))

    def apply(self, edit: Edit) -> None:
        """Make one change of the open scenario's plan; one that changes nothing makes no step.

        Raises:
            UserError: the change makes no sense, or decides about what lies outside the scope; nothing has changed.
        """
        scenarios = self.project.scenarios
        plan = edit.apply(scenarios.plan)
        refuse_out_of_scope(self.dataset, scenarios.plan, plan)
        after = scenarios.with_plan(plan)
        step = Step(edit.label, edit.topics, scenarios, after, edit.merge_key)
        self._record(step, who=edit.who, when=edit.when, reason=edit.reason)

    def change_scenarios(self, edit: ScenariosEdit) -> None:
        """Make one change of the scenarios: switch, copy, rename or delete; it can be undone like any other.

        Raises:
            UserError: the change makes no sense; nothing has changed.
        """
        scenarios = self.project.scenarios
        step = Step(edit.label, edit.topics, scenarios, edit.apply(scenarios))
        self._record(step, who=author(), when=utc_now(), reason="")

    def put_data(self, carried: CarriedScenarios, edit: Callable[[CarriedScenarios], ScenariosEdit]) -> None:
        """Put newer data under all scenarios, as one step that can be undone: the edit that is made of `carried`.

        Where tables and answers are equal and only what was found differs, nothing can be undone. What was carried
        over before the scenarios changed is carried over anew.
        """
        if carried.before is not self.project.scenarios:
            carried = carried_scenarios(self.project, carried.dataset)
        self._project = with_data(self.project, carried.dataset)
        self._records.begin(self.project, self._path, has_unsaved=True)  # a step's record does not hold its data
        made = edit(carried)
        step = Step(made.label, made.topics, carried.before, made.apply(carried.before))
        if step.before.fingerprint == step.after.fingerprint:
            self._saved_fingerprint = ""
            self._show_other_data()
            self._evaluate()
        else:
            self._record(step, who=author(), when=utc_now(), reason="")

    def undo(self) -> None:
        """Undo the last step; without one nothing happens."""
        if self.undo_label:
            step = self.project.history.done[-1]
            steps, scenarios = history.undone(self.project.history)
            reverse = replace(step, label=tr("Undo: {step}", step=step.label), before=step.after, after=step.before)
            self._project = replace(self.project, history=steps, scenarios=scenarios)
            self._moved(Move.UNDO, reverse, entry_of(reverse, who=author(), when=utc_now()))

    def redo(self) -> None:
        """Do the step undone last again; without one nothing happens."""
        if self.redo_label:
            step = self.project.history.undone[-1]
            steps, scenarios = history.redone(self.project.history)
            again = replace(step, label=tr("Redo: {step}", step=step.label))
            self._project = replace(self.project, history=steps, scenarios=scenarios)
            self._moved(Move.REDO, again, entry_of(again, who=author(), when=utc_now()))

    def mark_saved(self, project: ProjectState, path: Path) -> None:
        """Note that a project, as it was when the saving began, now lies in a file."""
        self._path, self._saved_fingerprint = path, project.scenarios.fingerprint
        self._records.saved(path, is_all=self.is_saved)
        self._tell(Change(ChangeKind.FILE, frozenset()))

    def mark_changed(self) -> None:
        """Note that the file no longer holds what was saved: somebody else has replaced or deleted it."""
        self._saved_fingerprint = ""
        self._tell(Change(ChangeKind.FILE, frozenset()))

    def _record(self, step: Step, *, who: str, when: datetime, reason: str) -> None:
        if step.before.fingerprint == step.after.fingerprint:
            return
        project = self.project
        is_merged = history.merges(project.history, step)
        whole = replace(step, before=project.history.done[-1].before) if is_merged else step
        entry = entry_of(whole, who=who, when=when, reason=reason)
        earlier = project.journal[:-1] if is_merged else project.journal
        steps = history.recorded(project.history, step)
        is_told = not history.leaves_nothing(project.history, step)
        self._project = replace(project, history=steps, scenarios=step.after, journal=earlier)
        self._moved(Move.STEP, step, entry, is_told=is_told)

    def _moved(self, move: Move, step: Step, entry: JournalEntry, *, is_told: bool = True) -> None:
        journal = (*self.project.journal, entry) if is_told else self.project.journal
        self._project = replace(self.project, journal=journal)
        self._revision += 1
        self._records.add(move, step, entry)
        if step.before.plan.dataset_id != step.after.plan.dataset_id:
            self._show_other_data()
        self._tell(Change(ChangeKind.PLAN, step.topics))
        self._evaluate()

    def _show_other_data(self) -> None:
        """Let go of all that was worked out of the data before: its rows are not those of the new one."""
        self._result = None
        self._openings += 1
        self._tell(Change(ChangeKind.PROJECT))

    def _evaluate(self) -> None:
        self._failure = None
        done, failed, cancelled = self._on_result, self._on_evaluation_failed, self._on_evaluation_cancelled
        self._evaluator.ask(Request(self.dataset, self.plan, done, failed, cancelled))

    def _on_result(self, result: PlanResult) -> None:
        if self.is_open:  # it may have been closed while its plan was worked out
            self._result = result
            self._tell(Change(ChangeKind.RESULT))

    def _on_evaluation_failed(self, failure: UserError) -> None:
        if self.is_open:
            self._failure = failure
            self._tell(Change(ChangeKind.EVALUATION_FAILED, failure=failure))

    def _on_evaluation_cancelled(self) -> None:
        stopped = tr("Working out the plan was stopped.")
        self._on_evaluation_failed(UserError(stopped, tr("The next change works it out again."), code="stopped"))

    def _tell(self, change: Change) -> None:
        for observer in tuple(self._observers):
            observer(change)
