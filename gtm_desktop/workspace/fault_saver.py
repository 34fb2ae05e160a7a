"""The fault saver: edits a small plan and saves it, again and again, so that tests can kill it at any moment.

Which state a plan of its holds is told by the reason of one decision in it; nothing in the file is special otherwise.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pandas as pd

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import tr
from gtm_desktop.planning.dataset import Dataset, Source
from gtm_desktop.project.state import ProjectState, new_project
from gtm_desktop.tables import accounts, reps
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, tasks
from gtm_desktop.workspace.evaluator import Request
from gtm_desktop.workspace.recording import Recording
from gtm_desktop.workspace.tasks import ChangedFile
from gtm_desktop.workspace.workspace import Workspace

_ACCOUNTS = 40
_MARKED = "FAULT-1"
_LIST = "fault saver"
_STATE = "state "
_CHANNELS = (Channel.INSIDE, Channel.OUTSIDE)


def save_on(path: Path, said: Callable[[int], None]) -> None:
    """Save states of a small plan to a file and call `said` with the number of each once its saving has returned.

    It begins with state 1, or behind the state that lies in the file, and goes on until `said` raises or the process
    ends.

    Raises:
        UserError: a state could not be saved, or somebody else has changed the file.
    """
    state, digest = _begin(path)
    workspace = Workspace(_NobodyEvaluates(), Recording())
    workspace.open(state, path)
    for number in count((state_of(state) or 0) + 1):
        _edit(workspace, number)
        saved = tasks.save(workspace.project, path, expected=digest)
        if isinstance(saved, ChangedFile):
            raise UserError(
                tr("{file} was changed by somebody else.", file=path), tr("Name another file."), code="changed"
            )
        digest = saved.digest
        workspace.mark_saved(saved.project, path)
        said(number)


def record_on(path: Path, said: Callable[[int], None]) -> None:
    """Write the recovery record of each state instead, and call `said` once it is on disk; the file stays as it was.

    Raises:
        UserError: a state could not be recorded.
    """
    state, _ = _begin(path)
    failures: list[UserError] = []
    recording = Recording(on_failed=failures.append)
    workspace = Workspace(_NobodyEvaluates(), recording)
    workspace.open(state, path)
    for number in count((state_of(state) or 0) + 1):
        _edit(workspace, number)
        recording.settle()
        if failures:
            raise failures[0]
        said(number)


def state_of(project: ProjectState) -> int | None:
    """Return which state of the fault saver's plan this is; None where it is not one of its plans."""
    if project.dataset.accounts_source.file != _LIST:
        return None
    pin = project.plan.pins.channel.get(_MARKED)
    return 0 if pin is None else int(pin.reason.removeprefix(_STATE))


def first_project() -> ProjectState:
    """Return state 0: some accounts and two people, nothing decided."""
    frame = pd.DataFrame(
        {
            accounts.ACCOUNT_ID: [f"FAULT-{number}" for number in range(1, _ACCOUNTS + 1)],
            accounts.NAME: [f"Customer {number}" for number in range(1, _ACCOUNTS + 1)],
            accounts.LAT: [40.0 + number / 10 for number in range(_ACCOUNTS)],
            accounts.LON: [-85.0 + number / 10 for number in range(_ACCOUNTS)],
            accounts.GROSS_MARGIN: pd.array([100_000 * number for number in range(_ACCOUNTS)], "Int64"),
        }
    )
    people = pd.DataFrame(
        {
            reps.REP_ID: ["R1", "R2"],
            reps.NAME: ["Ann Lee", "Bo Diaz"],
            reps.ROLE: [reps.Role.OUTSIDE.value, reps.Role.INSIDE.value],
        }
    )
    source = Source(_LIST, "", 1, _ACCOUNTS, ())
    dataset = Dataset(accounts.account_table(frame), reps.rep_table(people), accounts_source=source)
    return new_project(dataset, scenario=tr("Plan"))


class _NobodyEvaluates:
    """Takes requests and lets them lie: what a plan comes to is not asked here."""

    def ask(self, request: Request) -> None:
        """Do nothing."""


def _begin(path: Path) -> tuple[ProjectState, str]:
    """Return what lies in the file with its digest, once state 0 lies there if nothing did."""
    if not path.exists():
        tasks.save(first_project(), path)
    return tasks.open_plan(path)


def _edit(workspace: Workspace, number: int) -> None:
    edit = decisions.pin_channel([_MARKED], _CHANNELS[number % 2], reason=f"{_STATE}{number}")
    workspace.apply(replace(edit, merge_key=_LIST))
