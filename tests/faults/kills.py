"""Kill -9 at random moments: during save, autosave, import, export, migration and backup.

    python -m tests.faults.kills [--times 300] [--seed 1] [save autosave import export migration backup]

Counted are half states (a file that does not open, or a state before the last that was told as kept), edits lost beyond
the one that was not yet told, and what lies about after the next start. Each must be 0.
"""

import argparse
import random
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from openpyxl import load_workbook

from gtm_desktop.core.files import write_whole
from gtm_desktop.core.paths import sample_workbook
from gtm_desktop.core.progress import SILENT
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.project import backups
from gtm_desktop.project.load import project_from_bytes
from gtm_desktop.project.save import project_bytes
from gtm_desktop.project.state import new_project
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workbook.choices import ReadRequest
from gtm_desktop.workbook.writing.write_roster import write_roster
from gtm_desktop.workspace import decisions, fault_saver, tasks
from gtm_desktop.workspace.new_data import carried_scenarios, put_reread
from gtm_desktop.workspace.reading import read_dataset
from gtm_desktop.workspace.recording import Recording
from gtm_desktop.workspace.workspace import Workspace
from tests.faults.victims import Ground, Say, ground, killed, next_start, opened

FORMATS = Path(__file__).resolve().parents[1] / "formats"
_NEWEST = 2
"""Of the backups those are opened that may have been written when the kill came."""
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def while_saving(place: Ground, chance: random.Random) -> None:
    path = place.folder / "plan.gtmplan"
    told = killed(lambda say: fault_saver.save_on(path, say), chance)
    recovered = next_start(place, path)
    if recovered is not None:  # the step was recorded, and the save that was to hold it was not noted any more
        back = fault_saver.state_of(recovered.project)
        assert back in (told[-1], told[-1] + 1), f"state {back} is offered, {told[-1]} was told as saved"
    state = fault_saver.state_of(opened(path))
    assert state in (told[-1], told[-1] + 1), f"state {state} in the file, {told[-1]} was told as saved"
    assert place.beside == [path.name], f"beside the plan: {place.beside}"
    for copy in backups.copies_of(path)[:_NEWEST]:
        project_from_bytes(copy.read_bytes())


def while_recording(place: Ground, chance: random.Random) -> None:
    path = place.folder / "plan.gtmplan"
    told = killed(lambda say: fault_saver.record_on(path, say), chance)
    recovered = next_start(place, path)
    state = None if recovered is None else fault_saver.state_of(recovered.project)
    assert state in (told[-1], told[-1] + 1), f"state {state} came back, {told[-1]} was told as kept"
    assert fault_saver.state_of(opened(path)) == 0


def while_importing(place: Ground, chance: random.Random) -> None:
    """Read a list into a new plan, then newer data into it, again and again."""
    workbook = place.folder / "list.xlsx"
    shutil.copy(sample_workbook("small_clean.xlsx"), workbook)
    before = workbook.read_bytes()

    def work(say: Say) -> None:
        recording = Recording()
        workspace = Workspace(_Nobody(), recording)
        for number in count(1):
            say(2 * number)
            dataset = read_dataset(ReadRequest(workbook), progress=SILENT)
            say(2 * number + 1)
            if workspace.is_open:
                dataset = replace(dataset, findings=dataset.findings[:-1])
                workspace.put_data(carried_scenarios(workspace.project, dataset), put_reread)
            else:
                workspace.open(new_project(dataset, scenario="Plan"), None)
            recording.settle()

    killed(work, chance)
    recovered = next_start(place, workbook)
    if recovered is not None:
        assert len(recovered.project.dataset.accounts) > 0
    assert workbook.read_bytes() == before


def while_exporting(place: Ground, chance: random.Random) -> None:
    roster = place.folder / "roster.xlsx"
    project = fault_saver.first_project()
    pinned = decisions.pin_channel(["FAULT-1"], Channel.INSIDE, reason="")
    plans = (project.plan, pinned.apply(project.plan))
    results = [evaluate(project.dataset, plan) for plan in plans]

    def work(say: Say) -> None:
        for number in count():
            which = number % 2
            write_roster(project.dataset, plans[which], results[which], roster, made_at=NOON)
            say(number)

    killed(work, chance)
    next_start(place, roster)
    with zipfile.ZipFile(roster) as archive:
        assert archive.testzip() is None
    load_workbook(roster, read_only=True).close()
    assert place.beside == [roster.name], f"beside the roster: {place.beside}"


def while_migrating(place: Ground, chance: random.Random) -> None:
    """Open plans of the oldest format and save them as they are written today."""
    path = place.folder / "old.gtmplan"
    old = (FORMATS / "format1.gtmplan").read_bytes()
    path.write_bytes(old)
    expected = project_from_bytes(old)

    def work(say: Say) -> None:
        for number in count():
            say(number)
            project, digest = tasks.open_plan(path)
            tasks.save(project, path, expected=digest)
            write_whole(path, old)

    killed(work, chance)
    next_start(place, path)
    found = path.read_bytes()
    assert found == old or project_from_bytes(found).fingerprint == expected.fingerprint
    assert place.beside == [path.name], f"beside the plan: {place.beside}"


def while_backing_up(place: Ground, chance: random.Random) -> None:
    path = place.folder / "plan.gtmplan"
    data = project_bytes(fault_saver.first_project())

    def work(say: Say) -> None:
        for number in count():
            backups.keep(path, data)
            say(number)

    killed(work, chance)
    next_start(place, path)
    copies = backups.copies_of(path)
    assert copies, "no backup is left"
    for copy in copies[:_NEWEST]:
        project_from_bytes(copy.read_bytes())


class _Nobody:
    def ask(self, request: object) -> None:
        pass


ROUNDS: dict[str, Callable[[Ground, random.Random], None]] = {
    "save": while_saving,
    "autosave": while_recording,
    "import": while_importing,
    "export": while_exporting,
    "migration": while_migrating,
    "backup": while_backing_up,
}


def count_failures(kind: str, times: int, seed: int) -> list[str]:
    """Kill so many times while one thing is done, and return what was wrong, one line a fault."""
    chance = random.Random(f"{kind}-{seed}")
    wrong = []
    for number in range(times):
        with (
            tempfile.TemporaryDirectory(prefix="faults-") as root,
            ground(Path(root) / "ground") as place,
        ):
            try:
                ROUNDS[kind](place, chance)
                assert not place.left, f"left: {place.left}"
            except (AssertionError, Exception) as error:  # noqa: BLE001 - each is a fault that is counted
                wrong.append(f"{kind} {number}: {type(error).__name__}: {error}")
    return wrong


def main() -> int:
    """Count and print; the exit status is 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kills")
    parser.add_argument("kinds", nargs="*", default=[])
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    status = 0
    for kind in arguments.kinds or ROUNDS:
        wrong = count_failures(kind, arguments.times, arguments.seed)
        sys.stdout.write(f"{kind}: {arguments.times} kills, {len(wrong)} wrong\n")
        sys.stdout.writelines(f"  {line}\n" for line in wrong[:20])
        sys.stdout.flush()
        status |= bool(wrong)
    return status


if __name__ == "__main__":
    sys.exit(main())
