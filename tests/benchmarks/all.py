"""The ledger of speed: this tree against the tree of a commit, in alternation on one machine.

    python -m tests.benchmarks.all --against REF [--only NAME]… [--quick] [--accounts N]

Prints three fixed loops, then the median seconds of each figure in both trees with their ratio, and says what got over
10 % slower; exit status 1 where something did. The trees take turns, run by run, so that whatever else the machine does
hits both. Slower is what is slower by its median and by its quickest run, with which other work interferes least; what
looks so is measured again with three times as many runs before it is called so. What is measured: `figures`.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.figures import FIGURES
from tests.benchmarks.loops import loops
from tests.trees import HERE, started, tree_at

SLOWER = 1.10
_NOTICED_S = 0.002
"""A difference that nobody could notice or measure is none."""
_RUNS, _QUICK_RUNS, _AGAIN = 5, 3, 3
_ACCOUNTS, _QUICK_ACCOUNTS = 20_000, 2_000
_LENT = (
    "tests/benchmarks/worker.py", "tests/benchmarks/figures.py", "tests/benchmarks/first_paint.py", "tests/trees.py",
)  # fmt: skip


@dataclass
class Pair:
    """The seconds of one figure in the other tree and in this one; empty where a tree cannot give it."""

    name: str
    before: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)

    @property
    def is_slower(self) -> bool:
        """Whether this tree takes over a tenth longer, by the median and by the quickest run."""
        if not self.before or not self.after:
            return False
        pairs = [(of(self.before), of(self.after)) for of in (statistics.median, min)]
        return all(after > before * SLOWER and after - before > _NOTICED_S for before, after in pairs)

    def line(self) -> str:
        """Return the figure as a line of the table."""
        before, after = _shown(self.before), _shown(self.after)
        if not self.before or not self.after:
            return f"{self.name:20} {before:>10} {after:>10}   {'new' if self.after else 'not here'}"
        ratio = statistics.median(self.after) / max(statistics.median(self.before), 1e-9)
        return f"{self.name:20} {before:>10} {after:>10} {ratio:6.2f}{'   SLOWER' if self.is_slower else ''}"


class Worker:
    """A tree that measures when it is told to."""

    def __init__(self, process: "subprocess.Popen[str]", title: str) -> None:
        self._process = process
        self._title = title

    def wait(self) -> None:
        """Wait until it is ready to measure."""
        self._answer()

    def seconds(self, name: str) -> float | None:
        """Measure one run of a figure; None where the tree cannot give it."""
        assert self._process.stdin is not None
        self._process.stdin.write(name + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        return answer.get("seconds")

    def _answer(self) -> dict[str, float]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self._title} could not be measured: its process ended")
        answer: dict[str, float] = json.loads(line)
        return answer


def main() -> int:
    """Measure both trees and say what got slower."""
    asked = _arguments()
    _say(f"{asked.accounts:,} accounts")
    _say_loops()
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-bench-") as name, _workers(asked, Path(name)) as workers:
        _say(
            f"{'':20} {asked.against[:10]:>10} {'this tree':>10}  ratio   ({asked.accounts:,} accounts, median seconds)"
        )
        pairs = [_measured(figure, workers, asked.runs) for figure in asked.only or FIGURES]
    _say_loops()
    slower = [pair.name for pair in pairs if pair.is_slower]
    _say(f"Over 10 % slower: {', '.join(slower)}" if slower else "Nothing got over 10 % slower.")
    return int(bool(slower))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare the speed of this tree with that of a commit.")
    parser.add_argument("--against", required=True, metavar="REF", help="a commit, such as main or HEAD~1")
    parser.add_argument("--only", action="append", choices=list(FIGURES), metavar="NAME", help=", ".join(FIGURES))
    parser.add_argument("--quick", action="store_true", help="three runs on 2,000 accounts")
    parser.add_argument("--accounts", type=int, help="how many accounts the list has")
    asked = parser.parse_args()
    asked.runs = _QUICK_RUNS if asked.quick else _RUNS
    asked.accounts = asked.accounts or (_QUICK_ACCOUNTS if asked.quick else _ACCOUNTS)
    return asked


@contextmanager
def _workers(asked: argparse.Namespace, folder: Path) -> Iterator[tuple[Worker, Worker]]:
    lists = [folder / "accounts.xlsx", folder / "reps.xlsx"]
    generator = HERE / "tests" / "benchmarks" / "generate_accounts.py"
    subprocess.run(
        [sys.executable, str(generator), str(asked.accounts), str(lists[0]), "--reps", str(lists[1])], check=True
    )
    with tree_at(asked.against, lends=_LENT) as other:
        roads = [(other, "the other tree", folder / "before"), (HERE, "this tree", folder / "after")]
        with (
            started(*_command(roads[0], lists), folder=roads[0][2], listens=True) as theirs,
            started(*_command(roads[1], lists), folder=roads[1][2], listens=True) as ours,
        ):
            workers = Worker(theirs, roads[0][1]), Worker(ours, roads[1][1])
            for worker in workers:
                worker.wait()
            yield workers


def _command(road: tuple[Path, str, Path], lists: list[Path]) -> tuple[Path, str, Path, Path, Path]:
    tree, _title, folder = road
    return tree, "tests.benchmarks.worker", folder, lists[0], lists[1]


def _measured(name: str, workers: tuple[Worker, Worker], runs: int) -> Pair:
    pair = Pair(name)
    for worker in workers:  # a first run fills caches, and says whether the tree can give the figure
        worker.seconds(name)
    _add_runs(pair, workers, runs)
    if pair.is_slower:
        _add_runs(pair, workers, runs * _AGAIN)
    _say(pair.line())
    return pair


def _add_runs(pair: Pair, workers: tuple[Worker, Worker], runs: int) -> None:
    for run in range(runs):
        order = [(workers[0], pair.before), (workers[1], pair.after)]
        for worker, kept in order if run % 2 == 0 else reversed(order):
            seconds = worker.seconds(pair.name)
            if seconds is not None:
                kept.append(seconds)


def _shown(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.4f}" if seconds else "-"


def _say_loops() -> None:
    _say("fixed loops: " + " · ".join(f"{name} {seconds:.3f} s" for name, seconds in loops().items()))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
