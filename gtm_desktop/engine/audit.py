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
        violations: units of load missing below the lower limits plus units over the upper ones.
        least_violations: no plan with these limits and locks has fewer; where accounts count one each and may go
            anywhere, some plan has as few.
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
    faults += _forbidden_pairs(problem, territory) + _overspending(problem, territory)
    faults += _broken_borders(problem, territory, centre)
    wrong = _violations(loads, problem, centre)
    least = _least_violations(problem)
    objective, globe_km = (0.0, 0.0) if faults else _objective(problem, territory, centre)
    if solution.violations != wrong:
        faults.append(f"the answer counts {solution.violations} violations; there are {wrong}")
    if wrong > least and problem.territories and _can_be_exact(problem):
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
            loads[number] += _weight(problem, account)
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


def _weight(problem: Problem, account: int) -> int:
    return 1 if problem.weight is None else int(problem.weight[account])


def _can_be_exact(problem: Problem) -> bool:
    has_equal_weights = problem.weight is None or set(problem.weight.tolist()) <= {1}
    is_free = problem.forbidden is None and problem.room_at is None and problem.budget is None
    return has_equal_weights and is_free and not math.isinf(problem.crossing_price)


def _forbidden_pairs(problem: Problem, territory: list[int]) -> list[str]:
    if problem.forbidden is None:
        return []
    return [
        f"account {account} may not be in territory {number}"
        for account, number in problem.forbidden.tolist()
        if territory[account] == number and problem.locked[account] != number
    ]


def _across(problem: Problem, account: int, number: int) -> bool:
    """Whether an account would cross a border into a territory; one locked across a hard border crosses none."""
    if problem.zone is None or problem.territory_zone is None or number < 0 or problem.crossing_price <= 0:
        return False
    own, theirs = int(problem.zone[account]), int(problem.territory_zone[number])
    lock = int(problem.locked[account])
    if math.isinf(problem.crossing_price) and lock >= 0 and int(problem.territory_zone[lock]) not in (-1, own):
        return False
    return own >= 0 and theirs >= 0 and own != theirs


def _broken_borders(problem: Problem, territory: list[int], centre: list[int]) -> list[str]:
    faults = []
    inside = {number for account, number in enumerate(territory) if not _across(problem, account, number)}
    for account, number in enumerate(territory):
        is_across = _across(problem, account, number)
        if is_across and math.isinf(problem.crossing_price):
            faults.append(f"account {account} is across a border in territory {number}")
        if is_across and number in inside and number < len(centre) and centre[number] == account:
            faults.append(f"the centre of territory {number} is across a border")
    return faults


def _overspending(problem: Problem, territory: list[int]) -> list[str]:
    budget = problem.budget
    if budget is None:
        return []
    today = problem.incumbent.tolist()
    moved = [account for account, number in enumerate(territory) if today[account] not in (-1, number)]
    value = math.fsum(float(problem.value[account]) for account in moved)
    each = max((sum(today[account] == number for account in moved) for number in set(today)), default=0)
    measures = ((len(moved), budget.accounts), (value, budget.value), (each, budget.each))
    return [
        f"{amount} change hands where {most} may"
        for amount, most in measures
        if most is not None and amount > most * (1 + _CLOSE)
    ]


def _violations(loads: list[int], problem: Problem, centre: list[int]) -> int:
    total: int = 0
    for number, (load, lower, upper) in enumerate(
        zip(loads, problem.lower.tolist(), problem.upper.tolist(), strict=True)
    ):
        account = centre[number] if number < len(centre) else -1
        if problem.room_at is not None and 0 <= account < problem.accounts:
            upper = min(upper, int(problem.room_at[account]))
        total += max(0, min(lower, upper) - load) + max(0, load - upper)
    return total


def _least_violations(problem: Problem) -> int:
    """Locked accounts sit where they must; the free ones fill gaps first, then room, then overflow."""
    weights = [_weight(problem, account) for account in range(problem.accounts)]
    gaps = room = over = 0
    locked = problem.locked.tolist()
    for number, (lower, upper) in enumerate(zip(problem.lower.tolist(), problem.upper.tolist(), strict=True)):
        held = sum(weight for weight, lock in zip(weights, locked, strict=True) if lock == number)
        upper = max(upper, 0)
        lower = min(lower, upper)
        gaps += max(0, lower - held)
        room += max(0, upper - held)
        over += max(0, held - upper)
    free = sum(weight for weight, lock in zip(weights, locked, strict=True) if lock == -1)
    return int(over + max(0, gaps - free) + max(0, free - room))


def _objective(problem: Problem, territory: list[int], centre: list[int]) -> tuple[float, float]:
    globe = [_on_globe(*place) for place in zip(problem.lat.tolist(), problem.lon.tolist(), strict=True)]
    flat = _flattened(globe, globe) if problem.plane is None else [(x, y) for x, y in problem.plane.tolist()]
    sites = [flat[account] if account >= 0 else (0.0, 0.0) for account in centre]
    for number, home in _homes(problem, globe).items():
        sites[number] = home
    terms = problem.terms
    total = globe_km = 0.0
    for account, number in enumerate(territory):
        if number < 0:
            continue
        crow = math.dist(flat[account], sites[number])
        road = crow * (problem.circuity + 0.22 * math.exp(-crow / 40.0)) if problem.plane is None else crow
        trips = float(problem.visits[account]) / problem.stops_per_trip
        total += terms.travel * problem.cost_per_km * trips * 2.0 * road
        if problem.incumbent[account] >= 0 and problem.incumbent[account] != number:
            total += terms.stability * float(problem.handoff_loss[account])
        if _across(problem, account, number):
            total += problem.crossing_price
        target = globe[centre[number]]
        globe_km += 2 * _EARTH_KM * math.asin(min(1.0, math.dist(globe[account], target) / 2))
    return total + _value_costs(problem, territory), globe_km


def _homes(problem: Problem, globe: list[Vector]) -> dict[int, tuple[float, float]]:
    """Return where the territories with a fixed home are served from, on the plane of the accounts."""
    if problem.is_home_fixed is None or problem.plane is not None or not globe:
        return {}
    fixed = [
        number
        for number, is_fixed in enumerate(problem.is_home_fixed.tolist())
        if is_fixed and math.isfinite(problem.start_lat[number]) and math.isfinite(problem.start_lon[number])
    ]
    places = [_on_globe(float(problem.start_lat[number]), float(problem.start_lon[number])) for number in fixed]
    return dict(zip(fixed, _flattened(places, globe), strict=True))


def _value_costs(problem: Problem, territory: list[int]) -> float:
    terms = problem.terms
    if not territory or min(territory) < 0:
        return 0.0
    values = [0.0] * problem.territories
    for account, number in enumerate(territory):
        values[number] += float(problem.value[account])
    mean = math.fsum(values) / len(values)
    outside = sum(max(0.0, abs(value - mean) - terms.tolerance * mean) for value in values)
    below = sum(max(0.0, terms.target - value) for value in values)
    return terms.balance * (terms.band_price * outside + terms.target_price * below)


def _on_globe(lat: float, lon: float) -> Vector:
    phi, theta = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi)


def _flattened(places: list[Vector], around: list[Vector]) -> list[tuple[float, float]]:
    """Project equal-area around a mean direction: a point keeps its bearing, and its chord becomes its distance."""
    if not places:
        return []
    mean = tuple(math.fsum(axis) for axis in zip(*around, strict=True))
    size = math.hypot(*mean)
    up = tuple(part / size for part in mean)
    bearing = math.atan2(up[1], up[0])
    east = (-math.sin(bearing), math.cos(bearing), 0.0)
    north = (-up[2] * east[1], up[2] * east[0], up[0] * east[1] - up[1] * east[0])
    flat = []
    for point in places:
        x, y = _dot(point, east), _dot(point, north)
        across, chord = math.hypot(x, y), math.dist(point, up)
        stretch = _EARTH_KM * chord / across if across > 0 else 0.0
        flat.append((x * stretch, y * stretch))
    return flat


def _dot(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
