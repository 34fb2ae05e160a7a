"""Small plans, answers and workspaces for the tests of workspace and project."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from gtm_desktop.core.findings import Finding, Question, Severity
from gtm_desktop.planning.dataset import Dataset, Source, SourceColumn
from gtm_desktop.planning.plan import Accepted, InsideAnswer, Plan, RepAnswer, SolverRun, TerritoryAnswer
from gtm_desktop.project.state import ProjectState, Scenarios, new_project
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.accounts import account_table
from gtm_desktop.tables.reps import Role, rep_table
from gtm_desktop.workspace.evaluator import Request
from gtm_desktop.workspace.workspace import Workspace

RUN = SolverRun(1, 900, 1234.5, None, 0.25, 1.5, was_cancelled=False, inputs="f00d")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def dataset(accounts: int = 4) -> Dataset:
    """Accounts A0…, reps R1 to R3, one finding, one question, known sources."""
    frame = pd.DataFrame(
        {
            account_columns.ACCOUNT_ID: [f"A{i}" for i in range(accounts)],
            account_columns.NAME: [f"Größe & Söhne {i}" if i % 2 else None for i in range(accounts)],
            account_columns.GROSS_MARGIN: pd.array([i * 100_001 if i else None for i in range(accounts)], "Int64"),
            account_columns.LAT: [42.5 + i if i else float("nan") for i in range(accounts)],
            account_columns.KEY_ACCOUNT_FLAG: pd.array([i == 1 if i else None for i in range(accounts)], "boolean"),
            account_columns.EXTRA_PREFIX + "Notes": ["=1+1"] * accounts,
        }
    )
    reps = pd.DataFrame(
        {
            rep_columns.REP_ID: ["R1", "R2", "R3"],
            rep_columns.NAME: ["Ann Lee", "Bo Diaz", None],
            rep_columns.ROLE: [Role.OUTSIDE.value] * 3,
            rep_columns.START: pd.to_datetime(["2020-01-01", None, "2026-03-01"]),
        }
    )
    column = SourceColumn("Cust #", "A", account_columns.ACCOUNT_ID, 1.0, "A0", 1.0)
    return Dataset(
        account_table(frame),
        rep_table(reps),
        (Finding(Severity.WARNING, "padded", "2 codes were padded.", "Nothing to do.", "List", (4, 9), "F"),),
        (Question("duplicate_ids", "Which?", "Keep both.", (7, 8), "List"),),
        Source("list.xlsx", "List", 4, accounts, (column,)),
    )


def territory_answer(accounts: int = 4, ids: Sequence[str] = ("T1", "T2", "T3")) -> TerritoryAnswer:
    """Accounts dealt to the territories in turn."""
    count = len(ids)
    return TerritoryAnswer(
        np.arange(accounts) % count,
        np.zeros(accounts, dtype=bool),
        np.zeros(accounts, dtype=bool),
        tuple(ids),
        tuple(f"Town {each}" for each in ids),
        np.arange(count),
        np.full(count, 80.0),
        np.full(count, 120.0),
        np.full(count, 140.0),
        np.full(count, -1),
        np.full(count, -1),
        RUN,
    )


def accepted(accounts: int = 4) -> Accepted:
    """R1 has T1, R2 has T2, T3 is open."""
    rep_ids = (("T1", "R1"), ("T2", "R2"), ("T3", ""))
    reps = RepAnswer(rep_ids, (("T1", "R2"),), (("T1", 120_000),), RUN)
    inside = InsideAnswer(np.array([-1, 0] * (accounts // 2)), ("I1",), RUN)
    return Accepted(territory_answer(accounts), reps, inside)


def built_plan(accounts: int = 4) -> Plan:
    """The preset rules with accepted answers."""
    return Plan(dataset(accounts).dataset_id, accepted=accepted(accounts))


def built_project(accounts: int = 4) -> ProjectState:
    """One scenario, ``Plan``, with accepted answers."""
    project = new_project(dataset(accounts), scenario="Plan")
    return replace(project, scenarios=Scenarios((("Plan", built_plan(accounts)),), "Plan"))


@dataclass
class Asked:
    """An evaluator that only remembers what it was asked."""

    requests: list[Request] = field(default_factory=list)

    def ask(self, request: Request) -> None:
        self.requests.append(request)


class NoRecords:
    """Keeps nothing."""

    def begin(self, project: ProjectState, path: Path | None, *, has_unsaved: bool = False) -> None:
        pass

    def add(self, *_: object) -> None:
        pass

    def saved(self, path: Path, *, is_all: bool = True) -> None:
        pass

    def end(self) -> None:
        pass


def workspace(project: ProjectState | None = None, path: Path | None = None) -> Workspace:
    """A workspace with this project open, or the built one."""
    made = Workspace(Asked(), NoRecords())
    made.open(project or built_project(), path)
    return made
