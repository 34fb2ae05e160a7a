"""Make the small files by which the present format stays readable for ever.

    python -m tests.formats.make FOLDER NAME

writes into FOLDER: NAME.gtmplan, a plan really built, with two scenarios, steps to undo and to redo, pins and a
journal; NAME-recovery, a session of it that ended without being closed; and NAME.json, what this program makes of it.
Run it in the tree whose format is to be kept, before that is changed. It takes what every tree since format 1 has:
fields that a tree does not know are left out.
"""

import dataclasses
import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gtm_desktop.core import findings
from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.dataset import Dataset, Source, SourceColumn
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.pins import Pin
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.settings import CellRule, Settings
from gtm_desktop.project import recovery
from gtm_desktop.project.deltas import described
from gtm_desktop.project.records import Move
from gtm_desktop.project.save import project_bytes
from gtm_desktop.project.state import History, JournalEntry, ProjectState, Scenarios, Step, Topic
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as people
from gtm_desktop.tables.accounts import account_table
from gtm_desktop.tables.reps import Role, rep_table
from gtm_desktop.tables.roster import Channel

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RULES = {
    "channels": {"self_serve_below": 300_000, "outside_above": 1_500_000},
    "economics": {
        "outside": {"planned": 6, "lower": 2, "upper": 8},
        "inside": {"planned": 8, "lower": 2, "upper": 12},
    },
    "territories": {"number": 2, "seconds": 0.5, "reach_km": 400.0, "acts_on_failing": True, "value_target": 9_000_000},
    "changes": {"accounts_share": 0.9},
    "inside": {"balance": 0.25},
}


def known(kind: Any, **values: Any) -> Any:
    """Make a value of the fields that this tree knows."""
    names = {each.name for each in dataclasses.fields(kind)}
    return kind(**{name: value for name, value in values.items() if name in names})


def with_rules(value: Any, rules: Mapping[str, Any]) -> Any:
    """Return settings with these values, as far as this tree knows their fields."""
    names = {each.name for each in dataclasses.fields(value)}
    changed = {
        name: with_rules(getattr(value, name), rule) if isinstance(rule, Mapping) else rule
        for name, rule in rules.items()
        if name in names
    }
    return replace(value, **changed)


def dataset() -> Dataset:
    """Twenty-four accounts round three towns, three outside people, two inside ones."""
    town = np.arange(24) % 3
    frame = pd.DataFrame(
        {
            columns.ACCOUNT_ID: [f"A{i:02d}" for i in range(24)],
            columns.NAME: [f"Größe & Söhne {i}" if i % 5 else None for i in range(24)],
            columns.CITY: np.array(["Toledo", "Lima", "Akron"])[town],
            columns.STATE: ["OH"] * 24,
            columns.LAT: np.array([41.65, 40.74, 41.08])[town] + 0.01 * np.arange(24),
            columns.LON: np.array([-83.54, -84.1, -81.52])[town],
            columns.GROSS_MARGIN: pd.array([None if i == 7 else 150_001 * (i + 1) for i in range(24)], "Int64"),
            columns.REVENUE: pd.array([600_004 * (i + 1) for i in range(24)], "Int64"),
            columns.OUTSIDE_REP: [("R1", "R2", "R3")[i % 3] if i % 4 else None for i in range(24)],
            columns.INSIDE_REP: [("I1", "I2")[i % 2] if i % 4 == 0 else None for i in range(24)],
            columns.EXTRA_PREFIX + "Notes": ["=1+1"] * 24,
        }
    )
    reps = pd.DataFrame(
        {
            people.REP_ID: ["R1", "R2", "R3", "I1", "I2"],
            people.NAME: ["Ann Lee", "Bo Diaz", None, "Cy Fox", "Di Ray"],
            people.ROLE: [Role.OUTSIDE.value] * 3 + [Role.INSIDE.value] * 2,
            people.LAT: [41.65, 41.08, float("nan"), float("nan"), float("nan")],
            people.LON: [-83.54, -81.52, float("nan"), float("nan"), float("nan")],
            people.START: pd.to_datetime(["2020-01-01", None, "2026-03-01", None, "2019-05-01"]),
        }
    )
    column = SourceColumn("Cust #", "A", columns.ACCOUNT_ID, 1.0, "A0", 1.0)
    found = known(
        findings.Finding, severity=findings.Severity.WARNING, code="padded", message="2 codes were padded.",
        remedy="Nothing to do.", sheet="List", rows=(4, 9), column="F", file="list.xlsx",
    )  # fmt: skip
    question = known(
        findings.Question, code="duplicate_ids", message="Which?", suggestion="Keep both.", rows=(7, 8), sheet="List",
        file="list.xlsx", scope="Cust #", options=_options(),
    )  # fmt: skip
    made: Dataset = known(
        Dataset, accounts=account_table(frame), reps=rep_table(reps), findings=(found,), questions=(question,),
        accounts_source=Source("list.xlsx", "List", 4, 24, (column,)), answered=((question, "keep"),),
        offers=(question,),
    )  # fmt: skip
    return made


def _options() -> tuple[Any, ...]:
    if not hasattr(findings, "Option"):
        return ()
    blank = () if not hasattr(findings, "Blank") else (findings.Blank("CAD", "1 CAD", findings.BlankKind.RATE),)
    return (known(findings.Option, code="keep", label="Keep both.", blanks=blank),)


class Worker:
    """Takes steps one after the other, as the window would, and keeps what it recorded."""

    def __init__(self, project: ProjectState) -> None:
        self.project = project
        self.recorded: list[tuple[Move, Step, JournalEntry]] = []
        self._minutes = 0

    def step(self, label: str, after: Scenarios, topic: Topic = Topic.TERRITORIES) -> None:
        """Take one step."""
        step = Step(label, frozenset({topic}), self.project.scenarios, after)
        self._take(Move.STEP, step, History((*self.project.history.done, step)))

    def undo(self) -> None:
        """Take back the last step."""
        (*done, last), undone = self.project.history.done, self.project.history.undone
        back = Step(f"Undo: {last.label}", last.topics, last.after, last.before)
        self._take(Move.UNDO, back, History(tuple(done), (*undone, last)))

    def _take(self, move: Move, step: Step, history: History) -> None:
        self._minutes += 1
        now = dict(step.before.plans).get(step.after.current, step.before.plan)
        entry = JournalEntry(
            NOON + timedelta(minutes=self._minutes), "planner", step.after.current, step.label, "asked – wirklich",
            step.topics, described(now, step.after.plan),
        )  # fmt: skip
        journal = (*self.project.journal, entry)
        self.project = replace(self.project, scenarios=step.after, history=history, journal=journal)
        self.recorded.append((move, step, entry))


def pinned(plan: Plan, kind: str, key: str, value: str) -> Plan:
    """Return a plan with one decision by hand."""
    return replace(plan, pins=plan.pins.with_kind(kind, {key: Pin(value, "one buyer", "planner", NOON)}))


def worked_on() -> Worker:
    """Build, pin, copy, change rules, take one step back."""
    data = dataset()
    plan = Plan(data.dataset_id, with_rules(Settings(), RULES))
    worker = Worker(ProjectState({data.dataset_id: data}, Scenarios((("Plan", plan),), "Plan")))
    built = build_all(data, plan)
    worker.step("Build", worker.project.scenarios.with_plan(built))
    assert built.accepted.territories is not None
    first = built.accepted.territories.ids[0]
    moved = pinned(built, "territory", "A20", first)
    worker.step("Move 1 account", worker.project.scenarios.with_plan(moved))
    lean = Scenarios((("Plan", moved), ("Lean", moved)), "Lean")
    worker.step("Copy Plan", lean, Topic.SCENARIOS)
    rules = with_rules(moved.settings, {"channels": {"outside_above": 2_000_000}})
    cells = {("A", "acquire"): CellRule("Win", Channel.OUTSIDE)}
    rules = replace(rules, grid=replace(rules.grid, cells=cells), plan_year_start=date(2027, 7, 1))
    changed = replace(pinned(moved, "channel", "A03", Channel.OUTSIDE), settings=rules)
    worker.step("Change rules", lean.with_plan(changed), Topic.CHANNELS)
    worker.step("Lock", lean.with_plan(pinned(changed, "locked", first, "yes")))
    worker.undo()
    return worker


def more(worker: Worker) -> None:
    """Go on: free a pin, drop the decision for a cell, build again, take one step back."""
    scenarios, data = worker.project.scenarios, worker.project.dataset
    plan = scenarios.plan
    freed = replace(plan, pins=plan.pins.without_kind("channel", ["A03"]))
    worker.step("Free 1 account", scenarios.with_plan(freed))
    plain = replace(freed, settings=replace(freed.settings, grid=replace(freed.settings.grid, cells={})))
    worker.step("Clear cell", scenarios.with_plan(plain), Topic.SEGMENTS)
    worker.step("Build again", scenarios.with_plan(build_all(data, plain)))
    renamed = Scenarios((*scenarios.plans[:1], ("Lean too", worker.project.plan)), "Lean too")
    worker.step("Rename Lean", renamed, Topic.SCENARIOS)
    worker.undo()


def keep_session(project: ProjectState, moves: list[tuple[Move, Step, JournalEntry]], folder: Path) -> None:
    """Write the records of a session whose process is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    log = recovery.RecoveryLog(project, None, folder.parent)
    for move in moves:
        log.add(*move)
    log.folder.rename(folder)
    session = folder / "session.json"
    session.write_text(json.dumps({**json.loads(session.read_text()), "pid": 2**30, "started": 1.0}))


def told(project: ProjectState) -> dict[str, Any]:
    """Return what opening must give back."""
    plans = {}
    for name, plan in project.scenarios.plans:
        result = evaluate(project.datasets[plan.dataset_id], plan)
        answer, reps, inside = plan.accepted.territories, plan.accepted.reps, plan.accepted.inside
        assert answer is not None
        assert reps is not None
        assert inside is not None
        plans[name] = {
            "margin": result.kpis.gross_margin,
            "without_owner": result.kpis.without_owner,
            "channels": {each.channel: [each.accounts, each.gross_margin] for each in result.final},
            "territories": answer.territory.tolist(),
            "filled": answer.filled.tolist(),
            "reps": dict(reps.rep_ids),
            "inside": inside.rep.tolist(),
            "iterations": answer.run.iterations,
            "stale": sorted(each.value for each in result.stale),
            "pins": {
                each.name: {key: [pin.value, pin.reason, pin.who] for key, pin in getattr(plan.pins, each.name).items()}
                for each in dataclasses.fields(plan.pins)
            },
        }
    return {
        "open": project.scenarios.current,
        "plans": plans,
        "undo": [step.label for step in project.history.done],
        "redo": [step.label for step in project.history.undone],
        "journal": [[e.when.isoformat(), e.who, e.scenario, e.label, e.reason] for e in project.journal],
        "parts": [[change.part for change in entry.changes] for entry in project.journal],
    }


def main(folder: Path, name: str) -> None:
    """Write the files."""
    worker = worked_on()
    base = worker.project
    (folder / f"{name}.gtmplan").write_bytes(project_bytes(base))
    worker.recorded.clear()
    more(worker)
    keep_session(base, worker.recorded, folder / f"{name}-recovery")
    both = {"file": told(base), "recovered": told(worker.project)}
    (folder / f"{name}.json").write_text(json.dumps(both, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
