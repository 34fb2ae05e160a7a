"""Try an installation: the whole road on a small sample, saving and opening, the window, and no process left behind."""

import sys
import tempfile
import time
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
    began = time.time()
    before = len(_processes(since=0.0))
    faults = _try_road(report)
    window_fault = try_window()
    if window_fault:
        faults.append(window_fault)
    else:
        report(tr("Window and map: in order."))
    left = _left_since(began)
    report(tr("Processes before: {before}, after: {after}.", before=before, after=before + len(left)))
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


def _processes(*, since: float) -> list[psutil.Process]:
    """Return the living processes of this program that began since: descendants of this one, and orphans of them."""
    family = {child.pid for child in psutil.Process().children(recursive=True)}
    found = []
    for process in psutil.process_iter():
        try:
            is_ours = process.pid in family or (process.ppid() <= 1 and _is_of_this_program(process))
            if is_ours and process.create_time() >= since and _counts(process):
                found.append(process)
        except psutil.Error:
            continue  # it ended meanwhile, or belongs to somebody else
    return found


def _is_of_this_program(process: psutil.Process) -> bool:
    folders = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).parent}
    return any(Path(process.exe()).is_relative_to(folder) for folder in folders)


def _counts(process: psutil.Process) -> bool:
    """Whether a process is more than an ended one, or Python's own tracker of shared memory."""
    return process.status() != psutil.STATUS_ZOMBIE and not any(_TRACKER in part for part in process.cmdline())


def _left_since(began: float) -> list[str]:
    """Return the names of processes that came and have not ended after a short wait."""
    _, alive = psutil.wait_procs(_processes(since=began), timeout=_WAIT_SECONDS)
    names = []
    for process in alive:
        try:
            names.append(process.name())
        except psutil.NoSuchProcess:
            continue
    return names
