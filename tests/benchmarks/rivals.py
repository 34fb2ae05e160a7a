"""Two published ways to form territories, to measure the engine against: installed by the benchmark alone.

pip install -r tests/benchmarks/requirements-solver.txt
"""

import time
from collections.abc import Callable

import numpy as np
from scipy.spatial.distance import cdist

from gtm_desktop.engine.flow import transport, whole_costs
from gtm_desktop.engine.problem import Problem

_ROUNDS = 25


def flow_alternation(problem: Problem, *, seed: int, seconds: float) -> tuple[np.ndarray, float]:
    """Alternate a minimum-cost flow over all centres and 1-medians from random centres, as location-allocation does.

    Source: Cooper (1964), with capacities; what districting tools do (Hess and others 1965).

    Returns:
        The territories, and the seconds until the first of the plans within the limits.
    """
    started = time.monotonic()
    rng = np.random.default_rng(seed)
    plane = problem.plane
    sites = plane[rng.choice(len(plane), problem.territories, replace=False)]
    best, least, first = np.zeros(len(plane), dtype=np.int64), np.inf, np.nan
    columns = np.tile(np.arange(problem.territories), (len(plane), 1))
    for _ in range(_ROUNDS):
        places = transport(columns, whole_costs(cdist(plane, sites)), lower=problem.lower, upper=problem.upper)
        first = time.monotonic() - started if np.isnan(first) else first
        sites, cost = _medians(plane, places, problem.territories)
        if cost >= least * (1 - 1e-9) or time.monotonic() - started > seconds:
            break
        best, least = places, cost
    return best, first


def constrained_k_means(problem: Problem, *, seed: int, seconds: float) -> tuple[np.ndarray, float]:
    """Cluster by k-means-constrained; it knows no clock and finds one plan.

    Source: Bradley, Bennett and Demiriz (2000); the package k-means-constrained by Joshua Levy-Kramer.

    Returns:
        The territories and the seconds it took.
    """
    try:
        from k_means_constrained import KMeansConstrained
    except ImportError as error:
        raise SystemExit(f"{error}: pip install -r tests/benchmarks/requirements-solver.txt") from error
    started = time.monotonic()
    clusters = KMeansConstrained(
        problem.territories,
        size_min=int(problem.lower[0]),
        size_max=int(problem.upper[0]),
        n_init=1,
        random_state=seed,
    ).fit_predict(problem.plane)
    return np.asarray(clusters, dtype=np.int64), time.monotonic() - started


RIVALS: dict[str, Callable[..., tuple[np.ndarray, float]]] = {
    "flow alternation": flow_alternation,
    "k-means-constrained": constrained_k_means,
}


def cost_of(problem: Problem, territory: np.ndarray) -> float:
    """Return Σ distance from each account to the 1-median of its territory."""
    return _medians(problem.plane, territory, problem.territories)[1]


def _medians(plane: np.ndarray, territory: np.ndarray, territories: int) -> tuple[np.ndarray, float]:
    sites, total = np.zeros((territories, 2)), 0.0
    for number in range(territories):
        own = plane[territory == number]
        if len(own):
            sums = cdist(own, own).sum(axis=1)
            sites[number], total = own[sums.argmin()], total + sums.min()
    return sites, total
