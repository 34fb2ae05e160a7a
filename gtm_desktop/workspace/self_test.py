"""Try an installation: the whole road on a small sample, saving and opening, the window, and no process left behind."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import psutil

from gtm_desktop.core import paths
from gtm_desktop.core.words import tr
from gtm_desktop.workspace.headless import PlanRequest, check_project, make_plan

_SAMPLE = "small_clean.xlsx"
_SECONDS = 1.0
_WAIT_SECONDS = 5.0
_TRACKER = "resource_tracker"


def self_test(try_window: Callable[[], str], report: Callable[[str], None]) -> list[str]:
    """Return what is wrong with this installation, in words; nothing if all is well.

    Args:
        try_window: opens the window with its map once and closes it; returns what is wrong, or nothing.
        report: is told of each step that passed.
    """
    before = _processes()
    faults = _try_road(report)
    window_fault = try_window()
    if window_fault:
        faults.append(window_fault)
    else:
        report(tr("Window and map: in order."))
    left = _left_since(before)
    report(tr("Processes before: {before}, after: {after}.", before=len(before), after=len(before) + len(left)))
    if left:
        faults.append(tr("Processes were left behind: {names}.", names=", ".join(left)))
    return faults


def _try_road(report: Callable[[str], None]) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-") as folder:
        roster, project = Path(folder) / "roster.xlsx", Path(folder) / "plan.gtmplan"
        outcome = make_plan(
            PlanRequest(paths.sample_workbook(_SAMPLE), roster=roster, project=project, seconds=_SECONDS,
                        accepts_suggestions=True)
        )  # fmt: skip
        if outcome.report is None or not roster.is_file():
            return [tr("The sample workbook could not be planned.")]
        report(tr("Import, plan and roster: in order."))
        from_file = check_project(project)
        if any(from_file[key] != outcome.report[key] for key in from_file):
            return [tr("The saved plan is not the same after opening it.")]
        report(tr("Saving and opening: in order."))
    return []


def _processes() -> set[int]:
    """Return the living children of this process, without Python's own tracker of shared memory."""
    alive = set()
    for child in psutil.Process().children(recursive=True):
        try:
            if child.status() != psutil.STATUS_ZOMBIE and not any(_TRACKER in part for part in child.cmdline()):
                alive.add(child.pid)
        except psutil.NoSuchProcess:
            continue
    return alive


def _left_since(before: set[int]) -> list[str]:
    """Return the names of processes that came and have not ended after a short wait."""
    fresh = [psutil.Process(pid) for pid in _processes() - before if psutil.pid_exists(pid)]
    _, alive = psutil.wait_procs(fresh, timeout=_WAIT_SECONDS)
    names = []
    for process in alive:
        try:
            names.append(process.name())
        except psutil.NoSuchProcess:
            continue
    return names
