"""What a project holds, as values: datasets, scenarios, the steps that can be undone, and the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.presets import new_plan

EXTENSION = ".gtmplan"


class Topic(StrEnum):
    """What a step is about, so that whoever shows the plan knows what to show anew."""

    DATA = "data"
    SEGMENTS = "segments"
    CHANNELS = "channels"
    ECONOMICS = "economics"
    TERRITORIES = "territories"
    REPS = "reps"
    INSIDE = "inside"
    SCENARIOS = "scenarios"


@dataclass(frozen=True)
class Scenarios:
    """Named plans and which of them is open.

    Attributes:
        plans: name and plan, in the order in which they are listed; never empty.
        current: the name of the open one.
    """

    plans: tuple[tuple[str, Plan], ...]
    current: str

    def __post_init__(self) -> None:
        if self.current not in dict(self.plans):
            raise ValueError(f"there is no scenario {self.current!r}")

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in order."""
        return tuple(name for name, _ in self.plans)

    @property
    def plan(self) -> Plan:
        """The plan of the open scenario."""
        return dict(self.plans)[self.current]

    @cached_property
    def fingerprint(self) -> str:
        """The digest of all of them, their order and which is open."""
        return fingerprint(self.current, self.plans)

    def with_plan(self, plan: Plan) -> "Scenarios":
        """Return the same scenarios with another plan in the open one."""
        plans = tuple((name, plan if name == self.current else old) for name, old in self.plans)
        return Scenarios(plans, self.current)


@dataclass(frozen=True)
class Step:
    """One step that can be undone.

    Attributes:
        label: what the Undo menu shows.
        topics: what it is about.
        before: the scenarios before it.
        after: the scenarios after it.
        merge_key: following steps of the same key become one with it; empty never does.
    """

    label: str
    topics: frozenset[Topic]
    before: Scenarios
    after: Scenarios
    merge_key: str = ""


@dataclass(frozen=True)
class History:
    """The steps that can be undone, oldest first, and those that can be redone, the next one last."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()


@dataclass(frozen=True)
class PartChange:
    """One part of a plan that a step changed, as codes and values.

    Attributes:
        part: which, such as ``settings.size.a_above`` or ``pins.territory``.
        before: its value before, as JSON has it; for pins the old codes by key, None where there was none.
        after: its value after, likewise.
    """

    part: str
    before: Any
    after: Any


@dataclass(frozen=True)
class JournalEntry:
    """Who decided what, when and why. Written, shown and exported, never replayed.

    Attributes:
        when: in UTC.
        who: the person.
        scenario: the name of the scenario it was decided in.
        label: what was done, in words.
        reason: why, in the planner's words; may be empty.
        topics: what it is about.
        changes: the parts of the plan that it changed.
    """

    when: datetime
    who: str
    scenario: str
    label: str
    reason: str
    topics: frozenset[Topic]
    changes: tuple[PartChange, ...] = ()


@dataclass(frozen=True, eq=False)
class ProjectState:
    """Everything a project file holds.

    Attributes:
        datasets: every dataset that a scenario or a kept step rests on, by its id.
        scenarios: the named plans.
        history: steps to undo and redo.
        journal: what was decided, oldest first.
    """

    datasets: Mapping[str, Dataset]
    scenarios: Scenarios
    history: History = field(default_factory=History)
    journal: tuple[JournalEntry, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan of the open scenario."""
        return self.scenarios.plan

    @property
    def dataset(self) -> Dataset:
        """The dataset of the open scenario."""
        return self.datasets[self.plan.dataset_id]

    @cached_property
    def fingerprint(self) -> str:
        """The digest of what opening the file must give back."""
        steps = [
            (step.label, sorted(step.topics), step.before, step.after, step.merge_key)
            for step in (*self.history.done, *self.history.undone)
        ]
        entries = [
            (entry.when.isoformat(), entry.who, entry.scenario, entry.label, entry.reason, sorted(entry.topics))
            for entry in self.journal
        ]
        changes = [entry.changes for entry in self.journal]
        return fingerprint(sorted(self.datasets), self.scenarios, len(self.history.done), steps, entries, changes)


def new_project(dataset: Dataset, *, scenario: str) -> ProjectState:
    """Return a project over a freshly imported dataset: one scenario of that name with the preset rules."""
    plan = new_plan(dataset)
    return ProjectState({dataset.dataset_id: dataset}, Scenarios(((scenario, plan),), scenario))
