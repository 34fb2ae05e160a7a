"""A plan stated as an answer: its objective by part and what its limits lack, from the problem itself."""

from dataclasses import replace

import numpy as np

from gtm_desktop.engine.charges import charges, value_costs
from gtm_desktop.engine.feasibility import violations
from gtm_desktop.engine.instance import currency_per_km, loads_of, prepare
from gtm_desktop.engine.problem import NONE, Floats, Ints, Problem, Solution

TRAVEL = "travel"
HANDOVER = "handover"
BALANCE = "balance"
BORDERS = "borders"


def stated(problem: Problem, territory: Ints, centre: Ints) -> Solution:
    """Return the answer for n territory numbers and p centres; who made it and how is left blank."""
    parts = _parts_of(problem, territory, centre)
    return Solution(
        territory=territory,
        centre=centre,
        objective=sum(parts.values()),
        parts=parts,
        violations=_violations_of(problem, territory, centre),
    )


def restated(problem: Problem, solution: Solution, territory: Ints) -> Solution:
    """Return `solution` with other territories: new 1-medians, objective and violations, the same history."""
    everybody = np.flatnonzero(territory != NONE)
    numbers = np.arange(problem.territories)
    centre = charges(prepare(problem), everybody, territory[everybody], numbers=numbers).centre
    found = stated(problem, territory, centre)
    return replace(
        solution,
        territory=territory,
        centre=centre,
        objective=found.objective,
        parts=found.parts,
        violations=found.violations,
        lower_bound=None,
    )


def _violations_of(problem: Problem, territory: Ints, centre: Ints) -> int:
    weight = np.ones_like(territory) if problem.weight is None else problem.weight
    loads = loads_of(territory, weight, problem.territories)
    upper = problem.upper
    if problem.room_at is not None:
        upper = np.where(centre == NONE, upper, np.minimum(upper, problem.room_at[centre]))
    return violations(loads, problem.lower, upper)


def _parts_of(problem: Problem, territory: Ints, centre: Ints) -> dict[str, float]:
    """Return travel and handover in currency a year, with the visits as they are, and the terms that are in use."""
    parts = {TRAVEL: 0.0, HANDOVER: 0.0}
    is_placed = territory != NONE
    if not is_placed.any():
        return parts
    instance, terms = prepare(problem), problem.terms
    sites = np.where(np.isnan(instance.home), instance.xy[centre], instance.home)
    apart = instance.xy[is_placed] - sites[territory[is_placed]]
    road = instance.road(np.hypot(apart[:, 0], apart[:, 1]))
    parts[TRAVEL] = terms.travel * float((currency_per_km(problem)[is_placed] * road).sum())
    moved = (problem.incumbent != NONE) & (problem.incumbent != territory)
    parts[HANDOVER] = terms.stability * float(problem.handoff_loss[moved].sum())
    if instance.borders is not None:
        placed = np.flatnonzero(is_placed)
        parts[BORDERS] = float(instance.borders.costs(placed, territory[placed]).sum())
    if instance.has_values:
        value: Floats = np.zeros(problem.territories)
        np.add.at(value, territory[is_placed], problem.value[is_placed])
        parts[BALANCE] = float(value_costs(instance, value).sum())
    return parts
