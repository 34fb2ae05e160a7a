"""Measure what follows a moved line: the whole result of a plan, on 20,000 accounts with everything built.

    python -m tests.benchmarks.evaluate [--accounts N]

Prints one line of JSON a figure: the outside line moved (segments are remembered), the size line moved (nothing is),
and the line dragged back (everything is remembered). Written down in docs/benchmarks.md.
"""

import argparse
import itertools
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from gtm_desktop.core.progress import SILENT
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.memo import Memo
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.workbook.importing import import_workbook
from gtm_desktop.workspace import tasks
from tests.benchmarks.measure import measure_call

_GENERATOR = Path(__file__).with_name("generate_accounts.py")
_FIRST_LINE, _STEP = 2_010_000, 10_000


def main() -> None:
    """Generate, build, measure and print."""
    parser = argparse.ArgumentParser(description="Measure the result of a moved line.")
    parser.add_argument("--accounts", type=int, default=20_000)
    dataset = _dataset(parser.parse_args().accounts)
    plan = tasks.build(dataset, new_plan(dataset))
    memo = Memo()
    evaluate(dataset, plan, memo)
    lines = itertools.count(_FIRST_LINE, _STEP)
    moved = {
        "outside line moved": lambda: evaluate(dataset, _with_outside_line(plan, next(lines)), memo),
        "size line moved": lambda: evaluate(dataset, _with_size_line(plan, next(lines)), memo),
        "line dragged back": lambda: evaluate(dataset, plan, memo),
    }
    for name, call in moved.items():
        sys.stdout.write(measure_call(f"{name}, {len(dataset.accounts):,} accounts", call).line() + "\n")


def _dataset(number: int) -> Dataset:
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-bench-") as folder:
        accounts, reps = Path(folder) / "accounts.xlsx", Path(folder) / "reps.xlsx"
        subprocess.run([sys.executable, str(_GENERATOR), str(number), str(accounts), "--reps", str(reps)], check=True)
        return import_workbook(accounts, reps, progress=SILENT)


def _with_outside_line(plan: Plan, cents: int) -> Plan:
    rules = plan.settings
    return replace(plan, settings=replace(rules, channels=replace(rules.channels, outside_above=cents)))


def _with_size_line(plan: Plan, cents: int) -> Plan:
    rules = plan.settings
    return replace(plan, settings=replace(rules, size=replace(rules.size, a_above=cents)))


if __name__ == "__main__":
    main()
