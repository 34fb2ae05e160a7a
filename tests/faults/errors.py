"""Make the n-th write, fsync or rename fail, for n from 1 on: said in words, nothing half, and the next save goes well.

    python -m tests.faults.errors [--last 100] [write fsync rename]

Needs a C compiler: the calls fail below Python, in a small library that is preloaded. A plan is edited, recorded and
saved until the call has failed; then the work goes on. Wrong is an exception that is no `UserError`, a file that does
not hold the last state that was told as saved, an unfinished file left by a process that still runs, and a save or a
record that does not go well afterwards.
"""

import argparse
import ctypes
import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.log import start_logging
from gtm_desktop.project import backups
from gtm_desktop.project.load import open_project, project_from_bytes
from gtm_desktop.workspace import fault_saver, tasks
from gtm_desktop.workspace.recording import Recording
from gtm_desktop.workspace.tasks import SavedFile
from gtm_desktop.workspace.workspace import Workspace
from tests.faults.victims import Ground, ground

KINDS = {"write": (1, errno.ENOSPC), "fsync": (2, errno.EIO), "rename": (3, errno.EIO)}
SOURCE = Path(__file__).with_name("failing_calls.c")
_LIBRARY = "GTM_FAULT_LIBRARY"
_MOST_STATES = 400
_AFTERWARDS = 2


def preload() -> None:
    """Start this program again with the library preloaded, unless it is."""
    if _LIBRARY in os.environ:
        return
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        library = Path(folder) / "failing_calls.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
        environment = {**os.environ, "LD_PRELOAD": str(library), _LIBRARY: str(library)}
        command = [sys.executable, "-m", "tests.faults.errors", *sys.argv[1:]]
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)


def count_failures(kind: str, last: int) -> tuple[int, list[str]]:
    """Let the first to the `last` call of a kind fail; return how many did, and what was wrong, one line a fault."""
    failed, wrong = 0, []
    for number in range(1, last + 1):
        with tempfile.TemporaryDirectory(prefix="faults-") as root, ground(Path(root) / "ground") as place:
            said = _in_a_process(place, kind, number)
        if said != "well":
            wrong.append(f"{kind} {number}: {said}")
        failed += 1
    return failed, wrong


def _in_a_process(place: Ground, kind: str, number: int) -> str:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            said = _work_on(place, kind, number)
        except BaseException as error:  # noqa: BLE001 - each is a fault that is counted
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode()[:4000])
        os._exit(0)
    os.close(writing)
    said = os.read(reading, 4096).decode()
    os.close(reading)
    os.waitpid(pid, 0)
    return said or "it died"


def _work_on(place: Ground, kind: str, number: int) -> str:
    """Edit, record and save until the call has failed and a little longer; return ``well`` or what was wrong."""
    start_logging()
    calls = ctypes.CDLL(os.environ[_LIBRARY])
    path = place.folder / "plan.gtmplan"
    tasks.save(fault_saver.first_project(), path)
    project, digest = tasks.open_plan(path)
    recording = Recording()
    workspace = Workspace(_Nobody(), recording)
    calls.fault_arm(KINDS[kind][0], ctypes.c_long(number), KINDS[kind][1])
    workspace.open(project, path)
    kept, after = 0, 0
    for state in range(1, _MOST_STATES):
        fault_saver._edit(workspace, state)
        recording.settle()
        was_spent = bool(calls.fault_is_spent())
        saved = _saved(workspace, path, digest)
        found = fault_saver.state_of(open_project(path))
        if saved is None:
            assert not was_spent, "a save does not go well after the failed call"
            assert found in (kept, state), f"state {found} after a failed save of {state}"
            digest = tasks.open_plan(path)[1]
        else:
            assert found == state, f"state {state} is told as saved, {found} is in the file"
            digest, kept = saved.digest, state
            workspace.mark_saved(saved.project, path)
            recording.settle()
        left = [each.name for each in (*place.folder.glob(".*"), *place.home.rglob("*.tmp"))]
        assert not left, f"left while it runs: {left}"
        after += was_spent
        if after == _AFTERWARDS:
            break
    assert calls.fault_is_spent(), "there were not so many calls"
    for copy in backups.copies_of(path):
        project_from_bytes(copy.read_bytes())
    return _records_again(workspace, recording, place)


def _saved(workspace: Workspace, path: Path, digest: str) -> SavedFile | None:
    try:
        saved = tasks.save(workspace.project, path, expected=digest)
    except UserError:
        return None
    assert isinstance(saved, SavedFile), "the file is taken for somebody else's"
    return saved


def _records_again(workspace: Workspace, recording: Recording, place: Ground) -> str:
    """Make one more edit: it must come back from the records."""
    fault_saver._edit(workspace, 9999)
    recording.settle()
    (root,) = place.home.glob("*/*/recovery")
    states = [fault_saver.state_of(tasks.recover(folder).project) for folder in root.iterdir()]
    return "well" if 9999 in states else f"the last edit is not in the records, but {states}"


class _Nobody:
    """Does not evaluate."""

    def ask(self, request: object) -> None:
        """Do nothing."""


def main() -> int:
    """Count and print; the exit status is 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.errors")
    parser.add_argument("kinds", nargs="*", default=[])
    parser.add_argument("--last", type=int, default=100)
    arguments = parser.parse_args()
    preload()
    status = 0
    for kind in arguments.kinds or KINDS:
        failed, wrong = count_failures(kind, arguments.last)
        sys.stdout.write(f"{kind}: {failed} failed calls, {len(wrong)} wrong\n")
        sys.stdout.writelines(f"  {line}\n" for line in wrong[:20])
        sys.stdout.flush()
        status |= bool(wrong)
    return status


if __name__ == "__main__":
    sys.exit(main())
