"""Damage a plan file in seeded ways and open it: refused in words, or exactly what was saved; never a crash or a hang.

    python -m tests.faults.corruptions [--times 500] [--seed 1]

Each damaged file is opened in a process of its own, which is given ten seconds.
"""

import argparse
import os
import random
import select
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.log import start_logging
from gtm_desktop.project.load import open_project
from gtm_desktop.project.save import project_bytes
from gtm_desktop.project.state import ProjectState
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace import decisions, fault_saver
from gtm_desktop.workspace.scenarios import copy_scenario
from gtm_desktop.workspace.workspace import Workspace
from tests.faults.victims import ground

SECONDS = 10.0
Damage = Callable[[bytearray, random.Random], None]


def flip_a_bit(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def flip_many(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randrange(2, 200)):
        flip_a_bit(data, chance)


def cut_short(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def blank_a_block(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.choice((16, 512, 4096, 65536)))
    data[start:end] = bytes(end - start)


def copy_a_block_elsewhere(data: bytearray, chance: random.Random) -> None:
    size = chance.choice((16, 512, 4096))
    here, there = chance.randrange(len(data) - size), chance.randrange(len(data) - size)
    data[there : there + size] = data[here : here + size]


def add_behind(data: bytearray, chance: random.Random) -> None:
    data += chance.randbytes(chance.randrange(1, 10_000))


def scramble_the_head(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 8)):
        data[chance.randrange(100)] = chance.randrange(256)


DAMAGES: tuple[Damage, ...] = (
    flip_a_bit, flip_many, cut_short, blank_a_block, copy_a_block_elsewhere, add_behind, scramble_the_head,
)  # fmt: skip


def plan_to_damage() -> ProjectState:
    """Return a plan with decisions, steps that can be undone, and two scenarios."""
    workspace = Workspace(_Nobody(), _Nobody())
    workspace.open(fault_saver.first_project(), None)
    for number in range(1, 9):
        workspace.apply(decisions.pin_channel([f"FAULT-{number}"], Channel.INSIDE, reason=f"because {number}"))
    workspace.change_scenarios(copy_scenario("B"))
    workspace.undo()
    workspace.redo()
    return workspace.project


class _Nobody:
    """Neither evaluates nor records."""

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_args, **_words: None


def verdict_on(path: Path, expected: str, seconds: float) -> str:
    """Open a file in a process of its own: ``refused``, ``whole``, or what is wrong."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writing, _open(path, expected).encode())
        os._exit(0)
    os.close(writing)
    is_there = select.select([reading], [], [], seconds)[0]
    said = os.read(reading, 4096).decode() if is_there else f"it takes longer than {seconds:.0f} seconds"
    os.close(reading)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return said or f"it died, status {status}"


def _open(path: Path, expected: str) -> str:
    try:
        found = open_project(path).fingerprint
    except UserError:
        return "refused"
    except BaseException as error:  # noqa: BLE001 - each is a crash that is counted
        return f"{type(error).__name__}: {error}"
    return "whole" if found == expected else "it opens as another plan, and nothing is said"


def count_failures(times: int, seed: int, folder: Path) -> tuple[dict[str, int], list[str]]:
    """Damage so many files; return how many were refused and how many whole, and what was wrong."""
    project = plan_to_damage()
    data, expected = project_bytes(project), project.fingerprint
    path = folder / "plan.gtmplan"
    counts, wrong = {"refused": 0, "whole": 0}, []
    for number in range(times):
        chance = random.Random(f"{seed}-{number}")
        damage, damaged = DAMAGES[number % len(DAMAGES)], bytearray(data)
        damage(damaged, chance)
        path.write_bytes(damaged)
        verdict = verdict_on(path, expected, SECONDS)
        if verdict in counts:
            counts[verdict] += 1
        else:
            wrong.append(f"{number}, {damage.__name__}: {verdict}")
    return counts, wrong


def main() -> int:
    """Count and print; the exit status is 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.corruptions")
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faults-") as root, ground(Path(root) / "ground") as place:
        start_logging()
        counts, wrong = count_failures(arguments.times, arguments.seed, place.folder)
    said = ", ".join(f"{many} {what}" for what, many in counts.items())
    sys.stdout.write(f"{arguments.times} damaged files: {said}, {len(wrong)} wrong\n")
    sys.stdout.writelines(f"  {line}\n" for line in wrong[:20])
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
