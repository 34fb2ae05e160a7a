"""Check an answer from scratch, with nothing that the solver used to find it: own projection, own sums, plain loops.

Only the problem and the answer are read. Tests run it on every solution.
"""

import math
from dataclasses import dataclass

from gtm_desktop.engine.problem import Problem, Solution

_EARTH_KM = 6371.0088
_CLOSE = 1e-6

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Audit:
    """What an independent look at an answer found.

    Attributes:
        faults: what is wrong, one sentence each; empty for a sound answer.
        objective: currency a year, added up anew.
        violations: accounts missing below the lower limits plus accounts over the upper ones.
        least_violations: the fewest that any plan with these limits and locks has.
        great_circle_km: Σ km over the globe from each account to its centre, once.
    """

    faults: tuple[str, ...]
    objective: float
    violations: int
    least_violations: int
    great_circle_km: float


def audit(problem: Problem, solution: Solution) -> Audit:
    """Look at every account and every territory of `solution` and say what does not hold."""
    territory = [int(k) for k in solution.territory]
    centre = [int(i) for i in solution.centre]
    loads, faults = _loads(problem, territory)
    faults += _broken_locks(problem, territory) + _odd_centres(problem, territory, centre)
    wrong = _violations(loads, problem)
    least = _least_violations(problem)
    objective, globe_km = (0.0, 0.0) if faults else _objective(problem, territory, centre)
    if solution.violations != wrong:
        faults.append(f"the answer counts {solution.violations} violations; there are {wrong}")
    if wrong > least and problem.territories:
        faults.append(f"{wrong} violations where {least} would do")
    if not faults and not math.isclose(solution.objective, objective, rel_tol=_CLOSE, abs_tol=_CLOSE):
        faults.append(f"the answer says {solution.objective}; its accounts cost {objective}")
    if not math.isclose(solution.objective, sum(solution.parts.values()), rel_tol=_CLOSE, abs_tol=_CLOSE):
        faults.append("the parts do not add up to the objective")
    return Audit(tuple(faults), objective, wrong, least, globe_km)


def _loads(problem: Problem, territory: list[int]) -> tuple[list[int], list[str]]:
    loads = [0] * problem.territories
    faults = []
    if len(territory) != problem.accounts:
        faults.append(f"{problem.accounts} accounts, {len(territory)} places")
    for account, number in enumerate(territory):
        if 0 <= number < problem.territories:
            loads[number] += 1
        elif problem.territories:
            faults.append(f"account {account} is in territory {number}, which does not exist")
    return loads, faults


def _broken_locks(problem: Problem, territory: list[int]) -> list[str]:
    return [
        f"account {account} is locked to {lock} and sits in {number}"
        for account, (number, lock) in enumerate(zip(territory, problem.locked.tolist(), strict=False))
        if lock >= 0 and number != lock
    ]


def _odd_centres(problem: Problem, territory: list[int], centre: list[int]) -> list[str]:
    if len(centre) != problem.territories:
        return [f"{problem.territories} territories, {len(centre)} centres"]
    faults = []
    for number, account in enumerate(centre):
        if account < 0 and number in territory:
            faults.append(f"territory {number} has accounts and no centre")
        if account >= 0 and (account >= len(territory) or territory[account] != number):
            faults.append(f"the centre of territory {number} is not one of its accounts")
    return faults


def _violations(loads: list[int], problem: Problem) -> int:
    total: int = 0
    for load, lower, upper in zip(loads, problem.lower.tolist(), problem.upper.tolist(), strict=True):
        total += max(0, min(lower, upper) - load) + max(0, load - upper)
    return total


def _least_violations(problem: Problem) -> int:
    """Locked accounts sit where they must; the free ones fill gaps first, then room, then overflow."""
    gaps = room = over = 0
    locked = problem.locked.tolist()
    for number, (lower, upper) in enumerate(zip(problem.lower.tolist(), problem.upper.tolist(), strict=True)):
        held = locked.count(number)
        upper = max(upper, 0)
        lower = min(lower, upper)
        gaps += max(0, lower - held)
        room += max(0, upper - held)
        over += max(0, held - upper)
    free = locked.count(-1)
    return int(over + max(0, gaps - free) + max(0, free - room))


def _objective(problem: Problem, territory: list[int], centre: list[int]) -> tuple[float, float]:
    globe = [_on_globe(*place) for place in zip(problem.lat.tolist(), problem.lon.tolist(), strict=True)]
    plane = _flattened(globe)
    total = globe_km = 0.0
    for account, number in enumerate(territory):
        if number < 0:
            continue
        target = centre[number]
        crow = math.dist(plane[account], plane[target])
        road = crow * (problem.circuity + 0.22 * math.exp(-crow / 40.0))
        trips = float(problem.visits[account]) / problem.stops_per_trip
        total += problem.cost_per_km * trips * 2.0 * road
        if problem.incumbent[account] >= 0 and problem.incumbent[account] != number:
            total += float(problem.handoff_loss[account])
        globe_km += 2 * _EARTH_KM * math.asin(min(1.0, math.dist(globe[account], globe[target]) / 2))
    return total, globe_km


def _on_globe(lat: float, lon: float) -> Vector:
    phi, theta = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)


def _flattened(globe: list[Vector]) -> list[tuple[float, float]]:
    """Project equal-area around the mean direction: a point keeps its bearing, and its chord becomes its distance."""
    if not globe:
        return []
    mean = tuple(math.fsum(axis) for axis in zip(*globe, strict=True))
    size = math.hypot(*mean)
    up = tuple(part / size for part in mean)
    bearing = math.atan2(up[1], up[0])
    east = (-math.sin(bearing), math.cos(bearing), 0.0)
    north = (-up[2] * east[1], up[2] * east[0], up[0] * east[1] - up[1] * east[0])
    flat = []
    for point in globe:
        x, y = _dot(point, east), _dot(point, north)
        across, chord = math.hypot(x, y), math.dist(point, up)
        stretch = _EARTH_KM * chord / across if across > 0 else 0.0
        flat.append((x * stretch, y * stretch))
    return flat


def _dot(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
