"""Measure the territory engine: distance, violations and the time of the first plan.

    python -m tests.benchmarks.solver FILE... --seconds 5 --seeds 3
    python -m tests.benchmarks.solver --towns 20000 200 --seconds 30 --rivals

Prints one line of JSON a run. Files are capacitated p-median instances (first line ``n p``, then ``x y Q q`` a node)
or towns (``us<n>_<p>.csv``, 80 to 140 accounts a territory, 8 to 15 where territories are small). The objective is the
sum of distances from each account to the centre of its territory. Every answer passes the engine's independent check,
or the benchmark fails. Written down in docs/benchmarks-solver.md.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np

from gtm_desktop.core.errors import UserError
from gtm_desktop.engine.answer import TRAVEL
from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.bound import lower_bound
from gtm_desktop.engine.feasibility import violations
from gtm_desktop.engine.solve import solve
from tests.benchmarks.instances import Case, made_towns, read_case, with_band
from tests.benchmarks.rivals import RIVALS, cost_of

_NEAR_MEAN = 0.2


def main() -> int:
    """Measure every case that was asked for; 1 if one could not be read or an answer is unsound, else 0."""
    asked = _arguments()
    failed = False
    for case in _cases(asked):
        if isinstance(case, str):
            sys.stderr.write(case + "\n")
            failed = True
            continue
        for seed in range(asked.seeds):
            travel = _measure(case, seed=seed, asked=asked)
            if asked.band and travel is not None:
                travel = _measure(with_band(case, travel=travel), seed=seed, asked=asked)
            failed |= travel is None
            if asked.rivals:
                _measure_rivals(case, seed=seed, seconds=asked.seconds)
    return int(failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the territory engine on instances from files.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--towns", nargs=2, type=int, action="append", default=[], metavar=("N", "P"), help="made-up")
    parser.add_argument("--seconds", type=float, default=5.0, help="the engine's time budget")
    parser.add_argument("--iterations", type=int, help="instead of a budget: the same plan on every computer")
    parser.add_argument("--seeds", type=int, default=1, help="runs with seeds 0, 1, …")
    parser.add_argument("--band", action="store_true", help="with the value band")
    parser.add_argument("--bound", action="store_true", help="with a lower bound for any centres")
    parser.add_argument("--rivals", action="store_true", help="with the published methods, in the same run")
    asked = parser.parse_args()
    if not asked.files and not asked.towns:
        parser.error("name a FILE, or --towns N P")
    return asked


def _cases(asked: argparse.Namespace) -> list[Case | str]:
    cases: list[Case | str] = []
    for path in asked.files:
        try:
            cases.append(read_case(path))
        except FileNotFoundError:
            cases.append(f"{path} is not there: instances do not come with the program; see docs/benchmarks-solver.md")
        except (OSError, ValueError) as error:
            cases.append(f"{path} cannot be read: {error}")
    cases += [made_towns(accounts, territories) for accounts, territories in asked.towns]
    return cases


def _measure(case: Case, *, seed: int, asked: argparse.Namespace) -> float | None:
    """Solve, check and print; return the travel of the answer, None for one that is unsound."""
    problem = case.problem
    began = time.monotonic()
    try:
        solution = solve(problem, seed=seed, seconds=asked.seconds, iterations=asked.iterations)
    except UserError as error:
        _say(case, seed=seed, seconds=time.monotonic() - began, error=error.message)
        return None
    seconds = time.monotonic() - began
    found = audit(problem, solution)
    value = np.bincount(solution.territory, weights=problem.value, minlength=problem.territories)
    extra = {"faults": list(found.faults)} if found.faults else {}
    if asked.band:
        extra["near_mean"] = float(np.mean(np.abs(value / value.mean() - 1) <= _NEAR_MEAN))
        extra["travel"] = round(solution.parts[TRAVEL], 2)
    if asked.bound:
        began = time.monotonic()
        extra["bound"] = round(lower_bound(problem, solution).any_centres, 2)
        extra["bound_seconds"] = round(time.monotonic() - began, 2)
    _say(
        case,
        seed=seed,
        seconds=seconds,
        objective=round(solution.objective, 2),
        violations=solution.violations,
        first_feasible_s=solution.first_feasible_s and round(solution.first_feasible_s, 3),
        iterations=solution.iterations,
        method="engine",
        **extra,
    )
    return None if found.faults else solution.parts[TRAVEL]


def _measure_rivals(case: Case, *, seed: int, seconds: float) -> None:
    """Measure the published methods; they know neither accounts of different weight nor bands."""
    if case.problem.weight is not None:
        return
    for name, rival in RIVALS.items():
        began = time.monotonic()
        territory, first = rival(case.problem, seed=seed, seconds=seconds)
        taken = time.monotonic() - began
        loads = np.bincount(territory, minlength=case.problem.territories)
        _say(
            case,
            seed=seed,
            seconds=taken,
            objective=round(cost_of(case.problem, territory), 2),
            violations=violations(loads, case.problem.lower, case.problem.upper),
            first_feasible_s=round(first, 3),
            method=name,
        )


def _say(case: Case, *, seed: int, seconds: float, **figures: object) -> None:
    problem = case.problem
    line = {"instance": case.name, "n": problem.accounts, "p": problem.territories, "seed": seed}
    sys.stdout.write(json.dumps(line | {"seconds": round(seconds, 2)} | figures) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
