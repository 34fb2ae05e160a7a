"""From a territory problem to a plan: seed, even out, price, repair by flow, alternate.

The steps and why they come in this order: docs/decisions/territory-engine.md.
"""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.core.errors import Cancelled
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import tr
from gtm_desktop.engine import flow
from gtm_desktop.engine.feasibility import violations
from gtm_desktop.engine.instance import Instance, currency_per_km, nearest_arcs, prepare
from gtm_desktop.engine.labels import best_labels
from gtm_desktop.engine.medians import medians
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.plane import road_km
from gtm_desktop.engine.prices import WIDTH, balance
from gtm_desktop.engine.problem import NONE, Floats, Ints, Problem, Solution
from gtm_desktop.engine.seeds import even_out, first_sites

TRAVEL = "travel"
HANDOVER = "handover"

_MOST_ROUNDS = 40
_LEAST_GAIN = 1e-9


@dataclass(frozen=True)
class _Plan:
    """A plan on the way.

    Attributes:
        territory: n territory numbers.
        centre: p account numbers, -1 for an empty territory.
        sites: p × 2 km: where the centres are; an empty territory keeps its last place.
        cost: what the search compares, in currency a year.
    """

    territory: Ints
    centre: Ints
    sites: Floats
    cost: float


@dataclass
class _Run:
    """What a search has so far."""

    pace: Pace
    best: _Plan | None = None
    first_plan_s: float | None = None
    rounds: int = 0
    planned: int = 0

    def offer(self, plan: _Plan) -> bool:
        """Keep `plan` if it is better than the best so far, and say whether it was."""
        if self.best is not None and plan.cost >= self.best.cost * (1 - _LEAST_GAIN):
            return False
        if self.best is None:
            self.first_plan_s = self.pace.seconds()
        self.best = plan
        return True


def solve(
    problem: Problem,
    *,
    seed: int,
    seconds: float = 5.0,
    iterations: int | None = None,
    progress: Progress = SILENT,
) -> Solution:
    """Put every account into a territory, at about the least travel and handover.

    Args:
        problem: what to solve. Limits that cannot all hold are broken as little as possible; locks always hold.
        seed: same seed, iterations and problem give the same plan on the same platform.
        seconds: a budget that only chooses the number of rounds, where `iterations` does not.
        iterations: rounds of improvement at most; it ends earlier where no round helps. 0 is the first plan.
        progress: told the best cost at most ten times a second; on cancel the best plan so far is returned.

    Returns:
        The plan. Without accounts or territories, an empty one; accounts without any territory get -1.

    Raises:
        Cancelled: cancelled before there was a plan.
    """
    run = _Run(Pace(progress))
    was_cancelled = False
    if problem.accounts and problem.territories:
        try:
            _search(prepare(problem), run, np.random.default_rng(seed), seconds=seconds, iterations=iterations)
        except Cancelled:
            if run.best is None:
                raise
            was_cancelled = True
    return _answer(problem, run, seed=seed, was_cancelled=was_cancelled)


def _search(instance: Instance, run: _Run, rng: np.random.Generator, *, seconds: float, iterations: int | None) -> None:
    pace = run.pace
    pace.report(tr("Placing territory centres"), 0, 0)
    sites = even_out(instance, first_sites(instance, rng, pace), rng, pace)
    sites = balance(instance, sites, pace)
    plan = _relabelled(instance, _placed(instance, sites, pace))
    run.offer(plan)
    run.planned = _MOST_ROUNDS if iterations is None else iterations
    pace.announce(tr("First plan"), 0, run.planned, best=plan.cost)
    began = pace.seconds()
    while run.rounds < run.planned:
        pace.report(tr("Improving territories"), run.rounds, run.planned, best=plan.cost)
        plan = _placed(instance, plan.sites, pace)
        run.rounds += 1
        if not run.offer(plan):
            break
        if run.rounds == 1 and iterations is None:
            run.planned = _rounds_in(seconds - began, pace.seconds() - began)
    if run.best is not None:
        run.offer(_relabelled(instance, run.best))


def _rounds_in(seconds: float, one_round: float) -> int:
    return int(np.clip(seconds / max(one_round, 1e-6), 1, _MOST_ROUNDS))


def _placed(instance: Instance, sites: Floats, pace: Pace) -> _Plan:
    """Return the cheapest plan for centres at `sites`, with its own medians as the new centres."""
    territory = instance.locked.copy()
    territory[instance.free] = _cheapest(instance, sites, pace)
    pace.check()
    return _centred(instance, territory, sites)


def _cheapest(instance: Instance, sites: Floats, pace: Pace) -> Ints:
    """Return the territories of the free accounts by one flow over the nearest centres, doubled until it fits."""
    width = WIDTH
    while True:
        pace.check()
        arcs = nearest_arcs(instance, sites, rows=instance.free, width=width)
        places = flow.transport(arcs.columns, flow.whole_costs(arcs.costs), lower=instance.lower, upper=instance.upper)
        if places is not None:
            return flow.chosen(arcs.columns, places)
        if width >= len(sites):
            raise AssertionError("attainable limits were not attained")
        width *= 2


def _centred(instance: Instance, territory: Ints, sites: Floats) -> _Plan:
    centre, travel = medians(instance, territory)
    moved = (instance.incumbent != NONE) & (instance.incumbent != territory)
    sites = np.where((centre == NONE)[:, None], sites, instance.xy[centre])
    return _Plan(territory, centre, sites, float(travel.sum() + instance.handoff_loss[moved].sum()))


def _relabelled(instance: Instance, plan: _Plan) -> _Plan:
    labels = best_labels(instance, plan.territory, plan.sites)
    if np.array_equal(labels, np.arange(len(labels))):
        return plan
    sites = np.empty_like(plan.sites)
    sites[labels] = plan.sites
    return _centred(instance, labels[plan.territory], sites)


def _answer(problem: Problem, run: _Run, *, seed: int, was_cancelled: bool) -> Solution:
    if run.best is None:
        territory = np.full(problem.accounts, NONE, dtype=np.int64)
        centre = np.full(problem.territories, NONE, dtype=np.int64)
    else:
        territory, centre = run.best.territory, run.best.centre
    loads = np.bincount(territory[territory != NONE], minlength=problem.territories)
    wrong = violations(loads, problem.lower, problem.upper)
    parts = _parts(problem, territory, centre)
    return Solution(
        territory=territory,
        centre=centre,
        objective=sum(parts.values()),
        parts=parts,
        violations=wrong,
        iterations=run.rounds,
        first_feasible_s=run.first_plan_s if wrong == 0 else None,
        seed=seed,
        was_cancelled=was_cancelled,
    )


def _parts(problem: Problem, territory: Ints, centre: Ints) -> dict[str, float]:
    """Return travel and handover in currency a year, with the visits as they are."""
    placed = territory != NONE
    if not placed.any():
        return {TRAVEL: 0.0, HANDOVER: 0.0}
    instance = prepare(problem)
    apart = instance.xy[placed] - instance.xy[centre[territory[placed]]]
    road = road_km(np.hypot(apart[:, 0], apart[:, 1]), problem.circuity)
    moved = (problem.incumbent != NONE) & (problem.incumbent != territory)
    return {
        TRAVEL: float(currency_per_km(problem)[placed] @ road),
        HANDOVER: float(problem.handoff_loss[moved].sum()),
    }
