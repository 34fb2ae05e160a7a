"""A disk of 4 MB at every free size: what cannot be saved is said, and once there is room all goes well again.

    sudo python -m tests.faults.full_disk [--step-kb 16] [--from-kb 0] [--to-kb 4096]

Needs root: it mounts a tmpfs of its own, in a folder of its own, and unmounts it. Plan, backups, recovery records and
temporary files lie on it. At each size a plan is edited, recorded and saved until the disk is full or twenty states are
saved; then the ballast is deleted. Wrong is an exception that is no `UserError`, a file that is not the last state told
as saved, and a save or a record that does not go well once there is room.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.log import start_logging
from gtm_desktop.project.load import open_project
from gtm_desktop.workspace import fault_saver, tasks
from gtm_desktop.workspace.recording import Recording
from gtm_desktop.workspace.workspace import Workspace
from tests.faults.victims import Ground, ground

_SIZE_KB = 4096
_MOST_STATES = 20
_ROOM_AGAIN = 100


@contextmanager
def small_disk() -> Iterator[Path]:
    """Mount a tmpfs of 4 MB."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SIZE_KB}k", "faults", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def fault_at(free_kb: int) -> str:
    """Fill a disk up to so many free kB, work on it, make room and work on; return what is wrong, or nothing."""
    with small_disk() as disk, ground(disk / "ground") as place:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                said = _work_on(disk, place, free_kb)
            except BaseException as error:  # noqa: BLE001 - each is a fault that is counted
                said = f"{type(error).__name__}: {error}"
            os.write(writing, said.encode()[:4000])
            os._exit(0)
        os.close(writing)
        said = os.read(reading, 4096).decode()
        os.close(reading)
        _, status = os.waitpid(pid, 0)
    return said if status == 0 else f"it died, status {status}"


def _work_on(disk: Path, place: Ground, free_kb: int) -> str:
    start_logging()
    path = place.folder / "plan.gtmplan"
    tasks.save(fault_saver.first_project(), path)
    project, digest = tasks.open_plan(path)
    ballast = disk / "ballast"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    ballast.write_bytes(bytes(max(0, free - free_kb * 1024)))
    recording = Recording()
    workspace = Workspace(_Nobody(), recording)
    workspace.open(project, path)
    last = 0
    for state in range(1, _MOST_STATES + 1):
        fault_saver._edit(workspace, state)
        recording.settle()
        try:
            saved = tasks.save(workspace.project, path, expected=digest)
        except UserError:
            break
        digest, last = saved.digest, state
        workspace.mark_saved(workspace.project, path)
    if fault_saver.state_of(open_project(path)) != last:
        return "the file is not the last state that was told as saved"
    ballast.unlink()
    return _with_room_again(workspace, recording, place, path, digest)


def _with_room_again(workspace: Workspace, recording: Recording, place: Ground, path: Path, digest: str) -> str:
    saved = tasks.save(workspace.project, path, expected=digest)
    workspace.mark_saved(saved.project, path)
    fault_saver._edit(workspace, _ROOM_AGAIN)
    recording.settle()
    (root,) = place.home.glob("*/*/recovery")
    states = [fault_saver.state_of(tasks.recover(folder).project) for folder in root.iterdir()]
    return "" if _ROOM_AGAIN in states else f"with room again the last edit is not in the records, but {states}"


class _Nobody:
    """Does not evaluate."""

    def ask(self, request: object) -> None:
        """Do nothing."""


def main() -> int:
    """Count and print; the exit status is 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.full_disk")
    parser.add_argument("--step-kb", type=int, default=16)
    parser.add_argument("--from-kb", type=int, default=0)
    parser.add_argument("--to-kb", type=int, default=_SIZE_KB)
    arguments = parser.parse_args()
    if os.geteuid() != 0:
        sys.stdout.write("This needs root: it mounts a small disk of its own.\n")
        return 2
    sizes = range(arguments.from_kb, arguments.to_kb + 1, arguments.step_kb)
    wrong = [f"{free} kB free: {said}" for free in sizes if (said := fault_at(free))]
    sys.stdout.write(f"{len(sizes)} sizes, {len(wrong)} wrong\n")
    sys.stdout.writelines(f"  {line}\n" for line in wrong[:20])
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
