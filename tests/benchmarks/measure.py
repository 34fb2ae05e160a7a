"""Measure honestly: median of five, with the machine's load and a fixed calibration loop beside every figure.

As a program it measures a command, and prints one line of JSON:

    python tests/benchmarks/measure.py plan-20000 -- .venv/bin/gtm-desktop plan accounts.xlsx --out roster.xlsx

A figure is invalid when something else kept the machine busy, more than half a core per core: by the load average
before the first run, or by the processor time that others took while it was measured.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

import psutil

RUNS = 5
BUSY = 0.5
_CALIBRATION_STEPS = 2_000_000
_SAMPLE_SECONDS = 0.05
_MB = 1024 * 1024

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes:
        name: what was measured.
        seconds: median over the runs; `all_seconds` has them in the order they were made.
        peak_mb: highest resident memory of the process and its children together, over all runs; shared pages count
            once for each process. 0 where it was not measured (a call in this process).
        load_before: one-minute load average a core before the first figure of this program.
        others: processor time that other processes took during the runs, as a share of all cores.
        calibration_seconds: the fixed loop, median of five, on this machine now.
        valid: neither `load_before` nor `others` is above 0.5.
    """

    name: str
    seconds: float
    peak_mb: float
    load_before: float
    others: float
    calibration_seconds: float
    valid: bool
    all_seconds: tuple[float, ...] = field(default=())

    def line(self) -> str:
        """Return the figure as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def measure_command(name: str, command: Sequence[str | Path], *, runs: int = RUNS) -> Figure:
    """Run a command several times, with its output thrown away.

    Raises:
        subprocess.CalledProcessError: it failed; a figure of a failure means nothing.
    """
    peaks: list[float] = []

    def once() -> float:
        process = psutil.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
        used, peak = _watch(process)
        peaks.append(peak)
        if process.returncode != 0:
            raise subprocess.CalledProcessError(process.returncode, command)
        return used

    return _figure(name, once, runs, peaks)


def measure_call(name: str, function: Callable[[], object], *, runs: int = RUNS) -> Figure:
    """Call a function of no arguments several times in this process."""

    def once() -> float:
        before = time.process_time()
        function()
        return time.process_time() - before

    return _figure(name, once, runs, [])


def calibration_seconds() -> float:
    """Return the median time of a fixed loop of integer arithmetic in pure Python."""
    return statistics.median(_timed(_calibration_loop)[0] for _ in range(RUNS))


def _figure(name: str, once: Callable[[], float], runs: int, peaks: list[float]) -> Figure:
    """Time `once`, which returns the processor seconds that it used, `runs` times."""
    calibration = calibration_seconds()
    busy_before, began = _busy_seconds(), time.perf_counter()
    timed = [_timed(once) for _ in range(runs)]
    elapsed = time.perf_counter() - began
    foreign = _busy_seconds() - busy_before - sum(used for _, used in timed)
    others = max(0.0, foreign / elapsed / _cores())
    all_seconds = tuple(round(seconds, 4) for seconds, _ in timed)
    return Figure(
        name=name,
        seconds=statistics.median(all_seconds),
        peak_mb=round(max(peaks, default=0.0), 1),
        load_before=round(_LOAD_BEFORE, 2),
        others=round(others, 2),
        calibration_seconds=round(calibration, 4),
        valid=_LOAD_BEFORE <= BUSY and others <= BUSY,
        all_seconds=all_seconds,
    )


def _timed(function: Callable[[], Answer]) -> tuple[float, Answer]:
    began = time.perf_counter()
    answer = function()
    return time.perf_counter() - began, answer


def _calibration_loop() -> int:
    total = 0
    for step in range(_CALIBRATION_STEPS):
        total = (total * 31 + step) & 0xFFFF_FFFF
    return total


def _watch(process: psutil.Popen) -> tuple[float, float]:
    """Wait for a process; return the processor seconds and the peak megabytes of it and its children together."""
    peak, used = 0, {}
    while True:
        size = 0
        for member in _family(process):
            try:
                times = member.cpu_times()
                used[member.pid] = times.user + times.system
                size += member.memory_info().rss
            except psutil.Error:
                continue  # it ended between two looks
        peak = max(peak, size)
        try:
            process.wait(timeout=_SAMPLE_SECONDS)
        except psutil.TimeoutExpired:
            continue
        return sum(used.values()), peak / _MB


def _family(process: psutil.Popen) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def _busy_seconds() -> float:
    """Return the processor time that the whole machine has spent working."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0)


def _cores() -> int:
    return os.cpu_count() or 1


def _load() -> float:
    return psutil.getloadavg()[0] / _cores()


_LOAD_BEFORE = _load()


def main() -> int:
    """Measure the command after ``--``."""
    parser = argparse.ArgumentParser(description="Measure a command: median of five, with the machine's load.")
    parser.add_argument("name", help="what the figure is called")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the command, after --")
    arguments = parser.parse_args()
    command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    sys.stdout.write(measure_command(arguments.name, command).line() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
