"""Measure the whole road on 20,000 accounts: import, plan and export, in seconds and peak memory.

    python -m tests.benchmarks.plan_20000 [--accounts N]

Prints one line of JSON a figure. The list is generated anew, with its reps; the command line is run five times, and its
own report gives the seconds of each stage. The optimiser's budget is the preset. Written down in docs/benchmarks.md.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measure import RUNS, measure_command

_GENERATOR = Path(__file__).with_name("generate_accounts.py")
_STAGES = ("import", "plan", "export")


def main() -> int:
    """Generate, measure and print."""
    parser = argparse.ArgumentParser(description="Measure import, plan and export of a generated account list.")
    parser.add_argument("--accounts", type=int, default=20_000)
    number = parser.parse_args().accounts
    with tempfile.TemporaryDirectory(prefix="gtm-desktop-bench-") as folder:
        accounts, reps, roster = (Path(folder) / name for name in ("accounts.xlsx", "reps.xlsx", "roster.xlsx"))
        subprocess.run([sys.executable, str(_GENERATOR), str(number), str(accounts), "--reps", str(reps)], check=True)
        gtm = [sys.executable, "-m", "gtm_desktop"]
        plan = [*gtm, "plan", accounts, "--reps", reps, "--out", roster, "--accept-suggestions", "--json"]
        whole = measure_command(f"plan {number:,} accounts, whole process", plan)
        sys.stdout.write(whole.line() + "\n")
        stages = _stages([str(part) for part in plan])
        sys.stdout.write(json.dumps({"name": f"stages of {number:,} accounts", **stages}) + "\n")
    return 0


def _stages(command: list[str]) -> dict[str, float]:
    """Return the median seconds of each stage over the runs, and the accounts, as the program reports them."""
    reports = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(RUNS)]
    medians = {stage: statistics.median(report["seconds"][stage] for report in reports) for stage in _STAGES}
    return {**medians, "accounts": reports[0]["accounts"]}


if __name__ == "__main__":
    sys.exit(main())
