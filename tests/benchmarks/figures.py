"""What is measured, one function a figure: it prepares a run and returns the call whose seconds count.

A figure names in its first line what is measured. One that a tree cannot give raises while it is prepared.
"""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.engine.problem import Problem, Solution
from gtm_desktop.engine.solve import solve
from gtm_desktop.maps.plan_scene import SceneOptions, plan_scene
from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import Memo, evaluate, phases
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.planning.staleness import stale_stages
from gtm_desktop.project.load import open_project
from gtm_desktop.project.recovery import RecoveryLog
from gtm_desktop.project.save import save_project
from gtm_desktop.project.state import ProjectState, new_project
from gtm_desktop.workbook.importing import import_workbook
from gtm_desktop.workbook.writing.write_roster import write_roster
from gtm_desktop.workspace import rule_edits
from gtm_desktop.workspace.evaluator import Request
from gtm_desktop.workspace.workspace import Workspace
from tests.benchmarks.instances import made_towns

Call = Callable[[], object]
BUILT_BY = 100
"""Iterations by which the plan is built that everything is measured on."""
_MADE_AT = datetime(2026, 11, 20, tzinfo=UTC)
_FIRST_LINE, _STEP = 2_010_000, 10_000


@dataclass
class Bench:
    """A list with its people, and the plan built on it, everything built.

    Attributes:
        folder: where a figure may write.
        accounts_path, reps_path: the workbooks.
        dataset, plan, project: what was read and built.
        memo: what evaluations remember from one run to the next.
        lines: lines that no run has had.
    """

    folder: Path
    accounts_path: Path
    reps_path: Path
    dataset: Dataset
    plan: Plan
    project: ProjectState
    memo: Memo = field(default_factory=Memo)
    lines: "itertools.count[int]" = field(default_factory=lambda: itertools.count(_FIRST_LINE, _STEP))


def made_bench(folder: Path, accounts_path: Path, reps_path: Path) -> Bench:
    """Read the workbooks and build the plan, by iterations."""
    dataset = import_workbook(accounts_path, reps_path, progress=SILENT)
    plan = build_all(dataset, new_plan(dataset), solve=_solved)
    project = new_project(dataset, scenario="Plan")
    project = replace(project, scenarios=project.scenarios.with_plan(plan))
    bench = Bench(folder, accounts_path, reps_path, dataset, plan, project)
    evaluate(dataset, plan, bench.memo)
    return bench


def _solved(problem: Problem, *, seed: int, seconds: float, progress: Progress = SILENT) -> Solution:
    del seconds
    return solve(problem, seed=seed, iterations=BUILT_BY, progress=progress)


def importing(bench: Bench) -> Call:
    """Import of the list and its people, with starting the child process."""
    return partial(import_workbook, bench.accounts_path, bench.reps_path, progress=SILENT)


def evaluating(bench: Bench) -> Call:
    """The whole result from nothing."""
    return partial(evaluate, bench.dataset, bench.plan, Memo())


def outside_line_moved(bench: Bench) -> Call:
    """The whole result after the outside line moved."""
    return partial(evaluate, bench.dataset, _with_outside_line(bench.plan, next(bench.lines)), bench.memo)


def size_line_moved(bench: Bench) -> Call:
    """The whole result after the size line moved."""
    return partial(evaluate, bench.dataset, _with_size_line(bench.plan, next(bench.lines)), bench.memo)


def dragged_back(bench: Bench) -> Call:
    """The whole result after a line was dragged over four places and back."""
    for _ in range(4):
        evaluate(bench.dataset, _with_outside_line(bench.plan, next(bench.lines)), bench.memo)
    return partial(evaluate, bench.dataset, _with_outside_line(bench.plan, _outside_line(bench.plan)), bench.memo)


def undone(bench: Bench) -> Call:
    """Undo of a moved line in the workspace, with the result."""
    workspace = _workspace(bench)
    workspace.apply(rule_edits.set_channel_line(rule_edits.ChannelLine.OUTSIDE_ABOVE, next(bench.lines)))
    return workspace.undo


def scenarios_switched(bench: Bench) -> Call:
    """Switching three times among three scenarios whose every line differs."""
    plans = [_with_outside_line(_with_size_line(bench.plan, next(bench.lines)), next(bench.lines)) for _ in range(3)]
    for plan in plans:
        evaluate(bench.dataset, plan, bench.memo)
    return lambda: [evaluate(bench.dataset, plan, bench.memo) for plan in plans]


def out_of_date(bench: Bench) -> Call:
    """Which answers are out of date, worked out anew."""
    found: Any = phases(bench.dataset, bench.plan, bench.memo)
    roster = evaluate(bench.dataset, bench.plan, bench.memo).roster
    if isinstance(found, tuple) and type(found) is tuple:  # a tree whose stages were handed on one by one
        names = ("today", "capacity", "segmentation", "channels")
        return partial(stale_stages, bench.dataset, bench.plan, roster=roster, **dict(zip(names, found, strict=True)))
    return partial(stale_stages, bench.dataset, bench.plan, found, roster=roster)


def saving(bench: Bench) -> Call:
    """Saving the plan file where it was saved before."""
    path = bench.folder / "saved.gtmplan"
    before: str | None = save_project(bench.project, path)
    if before is None:  # a tree that does not look whose file it replaces
        return partial(save_project, bench.project, path)
    return partial(save_project, bench.project, path, expected=before)


def opening(bench: Bench) -> Call:
    """Opening the plan file."""
    path = bench.folder / "opened.gtmplan"
    if not path.exists():
        save_project(bench.project, path)
    return partial(open_project, path)


def recording(bench: Bench) -> Call:
    """The recovery record of one moved line, on disk."""
    records = _Records()
    workspace = _workspace(bench, records)
    log = RecoveryLog(bench.project, None, bench.folder / "recovery")
    workspace.apply(rule_edits.set_channel_line(rule_edits.ChannelLine.OUTSIDE_ABOVE, next(bench.lines)))
    return partial(log.add, *records.last)


def exporting(bench: Bench) -> Call:
    """Writing the roster workbook."""
    result = evaluate(bench.dataset, bench.plan, bench.memo)
    target = bench.folder / "roster.xlsx"
    return partial(write_roster, bench.dataset, bench.plan, result, target, made_at=_MADE_AT)


def solving(_bench: Bench) -> Call:
    """The optimiser, 200 iterations on 1,000 accounts and 10 territories."""
    return partial(solve, made_towns(1000, 10).problem, seed=1, iterations=200)


def drawing(bench: Bench) -> Call:
    """What the map is handed, with the shapes of the territories."""
    return partial(plan_scene, bench.dataset, evaluate(bench.dataset, bench.plan, bench.memo), SceneOptions())


def first_paint(bench: Bench) -> Call:
    """From starting a process to the first paint of the window, offscreen."""
    command = [sys.executable, "-m", "tests.benchmarks.first_paint"]
    own = {name: str(bench.folder / name.lower()) for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    environment = {**os.environ, **own, "QT_QPA_PLATFORM": "offscreen"}
    return partial(subprocess.run, command, env=environment, check=True, capture_output=True)


FIGURES: dict[str, Callable[[Bench], Call]] = {
    "import": importing,
    "evaluate": evaluating,
    "outside line moved": outside_line_moved,
    "size line moved": size_line_moved,
    "line dragged back": dragged_back,
    "undo": undone,
    "three scenarios": scenarios_switched,
    "out of date": out_of_date,
    "save": saving,
    "open": opening,
    "record a step": recording,
    "export": exporting,
    "solve": solving,
    "map scene": drawing,
    "first paint": first_paint,
}


class _Records:
    """Keeps what would be recorded last, and nothing else."""

    def __init__(self) -> None:
        self.last: tuple[Any, ...] = ()

    def begin(self, *_what: object, **_how: object) -> None:
        pass

    def add(self, *what: object) -> None:
        self.last = what

    def saved(self, *_what: object, **_how: object) -> None:
        pass

    def end(self) -> None:
        pass


class _AtOnce:
    """Evaluates on the caller's thread, with the bench's memory."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo

    def ask(self, request: Request) -> None:
        done: Any = getattr(request, "done", None) or vars(request)["on_done"]  # as older trees call it
        done(evaluate(request.dataset, request.plan, self._memo))


def _workspace(bench: Bench, records: _Records | None = None) -> Workspace:
    workspace = Workspace(_AtOnce(bench.memo), records or _Records())
    workspace.open(bench.project, None)
    return workspace


def _outside_line(plan: Plan) -> int:
    return plan.settings.channels.outside_above


def _with_outside_line(plan: Plan, cents: int) -> Plan:
    rules = plan.settings
    return replace(plan, settings=replace(rules, channels=replace(rules.channels, outside_above=cents)))


def _with_size_line(plan: Plan, cents: int) -> Plan:
    rules = plan.settings
    return replace(plan, settings=replace(rules, size=replace(rules.size, a_above=cents)))
