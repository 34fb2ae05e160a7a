"""Compare what this tree and the tree of a commit give: figures of `plan --json`, roster cells, what the import says.

    python -m tests.golden --against REF [CASE…]

Both run on this machine at the same time, each its own code from its own folder. Prints the first differences with
their addresses; exit status 1 where there are any. What a case is made of: `cases`, `drawn_lists`, `drawn_rules`.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.golden.cases import names
from tests.golden.compare import differences
from tests.trees import HERE, started, tree_at

EQUAL, DIFFERENT = 0, 1
_RECORD = "tests.golden.record"
_LENT = ("tests/golden", "tests/trees.py")


def main() -> int:
    """Run both trees, compare and say what differs."""
    parser = argparse.ArgumentParser(description="Compare the outputs of this tree with those of a commit.")
    parser.add_argument("--against", required=True, metavar="REF", help="a commit, such as main or HEAD~1")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"all by default: {', '.join(names())}")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-golden-") as name:
        before, after = Path(name) / "before", Path(name) / "after"
        with tree_at(asked.against, lends=_LENT) as other:
            _record(other, before, after, asked.cases)
        lines = _differences(before, after)
    for line in lines:
        _say(line)
    _say("Everything is equal." if not lines else "These outputs differ.")
    return DIFFERENT if lines else EQUAL


def _record(other: Path, before: Path, after: Path, cases: list[str]) -> None:
    with (
        started(other, _RECORD, before, *cases, folder=before.with_name("before-user")) as theirs,
        started(HERE, _RECORD, after, *cases, folder=after.with_name("after-user")) as ours,
    ):
        for title, process in (("the other tree", theirs), ("this tree", ours)):
            process.communicate()
            if process.returncode != 0:
                raise SystemExit(f"{title} could not be run to its end")


def _differences(before: Path, after: Path) -> list[str]:
    lines: list[str] = []
    files = sorted({path.name for folder in (before, after) for path in folder.glob("*.json")})
    for file in files:
        name = file.removesuffix(".json")
        if not (before / file).exists():
            _say(f"{name}: new, not compared")
        elif not (after / file).exists():
            lines.append(f"{name}: is not made any more")
        else:
            lines += differences(name, _read(before / file), _read(after / file))
    return lines


def _read(path: Path) -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return read


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
