"""Three fixed pieces of work that tell how fast a machine is now; figures are read beside them."""

import statistics
import time
from collections.abc import Callable

import numpy as np

from gtm_desktop.engine.flow import transport, whole_costs
from tests.benchmarks.measure import calibration_seconds

_RUNS = 5
_PARTITIONED = 1_000_000
_FLOWS, _ROWS, _COLUMNS = 10, 600, 6


def loops() -> dict[str, float]:
    """Return the median seconds of each loop, by what it stands for."""
    return {
        "python": calibration_seconds(),
        "numpy, partition of 10⁶": _median(_partition()),
        "ten flows of 600 × 6": _median(_flows()),
    }


def _partition() -> Callable[[], object]:
    values = np.random.default_rng(1).random(_PARTITIONED)
    return lambda: np.partition(values, _PARTITIONED // 2)


def _flows() -> Callable[[], object]:
    rng = np.random.default_rng(1)
    columns = np.tile(np.arange(_COLUMNS), (_ROWS, 1))
    costs = [whole_costs(rng.random((_ROWS, _COLUMNS))) for _ in range(_FLOWS)]
    lower, upper = np.full(_COLUMNS, 80), np.full(_COLUMNS, 120)
    return lambda: [transport(columns, each, lower=lower, upper=upper) for each in costs]


def _median(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)
