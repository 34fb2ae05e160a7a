"""A territory problem made ready for the search: positions on a plane, prices a km, limits that can hold."""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.engine.borders import Borders, borders_of
from gtm_desktop.engine.feasibility import Limits, attainable_limits, limits_with_refusals
from gtm_desktop.engine.parcels import Kinds, Parcels, numbered, parcels_of
from gtm_desktop.engine.plane import NEAR_DETOUR, middle, project, project_around, road_km
from gtm_desktop.engine.problem import NONE, Budget, Flags, Floats, Ints, Problem, Terms

_LEAST_PULL = 0.01
"""Share of the mean visits that an account never visited still pulls with: else it could land anywhere on the map."""


@dataclass(frozen=True)
class Instance:
    """What the search reads; frozen, shared by all its steps.

    Attributes:
        xy: n × 2 km on the plane.
        start: p × 2 km where a territory would start; NaN leaves it to the engine.
        home: p × 2 km from where a territory is served whatever its accounts; NaN where that is its 1-median.
        pull: n amounts in currency for one road km between an account and its centre.
        handoff_loss: n amounts in currency; 0 without an incumbent.
        incumbent: n territory numbers or -1.
        locked: n territory numbers or -1.
        free: the account numbers without a lock, ascending.
        weight: n units of capacity that the accounts take.
        held: p loads of locked accounts.
        lower: p smallest loads of free accounts; attainable.
        upper: p largest loads of free accounts; attainable.
        room_at: n largest loads of a territory served from there, locked accounts included; None for no such limit.
        refused: n × p flags of pairs that may not meet, for free accounts; None for none.
        borders: zones of accounts and territories, and the price of crossing, if it is in use; hard ones refuse too.
        parcel: n parcel numbers: what goes into a territory as one; None: each account by itself.
        value: n yearly values in currency.
        terms: prices of balance, each times its weight.
        budget: how much may change hands; None for no limit.
        circuity: road km for one straight km, far from the centre.
        near_detour: what short trips wind more; 0 where km are measured straight.
    """

    xy: Floats
    start: Floats
    home: Floats
    pull: Floats
    handoff_loss: Floats
    incumbent: Ints
    locked: Ints
    free: Ints
    weight: Ints
    held: Ints
    lower: Ints
    upper: Ints
    room_at: Ints | None
    refused: Flags | None
    borders: Borders | None
    parcel: Ints | None
    value: Floats
    terms: Terms
    budget: Budget | None
    circuity: float
    near_detour: float

    @property
    def territories(self) -> int:
        """The number of territories, p."""
        return len(self.lower)

    @property
    def counts_accounts(self) -> bool:
        """Whether every account goes by itself and takes one place, so that flows are exact."""
        return self.parcel is None and bool((self.weight == 1).all())

    def parcels(self, accounts: Ints) -> Parcels:
        """Group m accounts, ascending, into what goes as one."""
        return parcels_of(None if self.parcel is None else self.parcel[accounts], self.weight[accounts])

    @property
    def has_refusals(self) -> bool:
        """Whether some account may not go everywhere."""
        return self.refused is not None or (self.borders is not None and self.borders.is_hard)

    def refuses(self, accounts: Ints, numbers: Ints) -> bool:
        """Whether one of m accounts may not be in its one of m territories."""
        if self.refused is not None and bool(self.refused[accounts, numbers].any()):
            return True
        is_hard = self.borders is not None and self.borders.is_hard
        return is_hard and self.borders is not None and bool(self.borders.crosses(accounts, numbers).any())

    @property
    def mean_value(self) -> float:
        """The mean value of a territory in currency: the middle of the value band."""
        return float(self.value.sum()) / max(self.territories, 1)

    @property
    def has_values(self) -> bool:
        """Whether the value of a territory is in the objective."""
        return self.terms.balance * (self.terms.band_price + self.terms.target_price) > 0

    def road(self, crow: Floats) -> Floats:
        """Return road km for straight km."""
        return road_km(crow, self.circuity, near_detour=self.near_detour)


def currency_per_km(problem: Problem) -> Floats:
    """Return n prices a year of one road km from the centre: there and back, shared by the stops of the trip."""
    return 2.0 * problem.cost_per_km * problem.visits / problem.stops_per_trip


def prepare(problem: Problem) -> Instance:
    """Make `problem` ready for the search."""
    pull = currency_per_km(problem) * problem.terms.travel
    mean = float(pull.mean()) if len(pull) else 0.0
    locked = problem.locked
    weight = np.ones_like(locked) if problem.weight is None else problem.weight
    free = np.flatnonzero(locked == NONE)
    held = loads_of(locked, weight, problem.territories)
    limits = attainable_limits(int(weight[free].sum()), problem.lower - held, problem.upper - held)
    refused, borders = _refusals(problem), borders_of(problem)
    kinds = _kinds(problem, free, refused, borders)
    if kinds is not None:
        loads = np.bincount(kinds.of[free], weights=weight[free], minlength=len(kinds.is_open)).astype(np.int64)
        limits = limits_with_refusals(kinds.is_open, loads, limits)
    xy = places_of(problem)
    start = _starts(problem)
    is_home = np.zeros(problem.territories, dtype=np.bool_) if problem.is_home_fixed is None else problem.is_home_fixed
    return Instance(
        xy=xy,
        start=start,
        home=np.where(is_home[:, None], start, np.nan),
        pull=np.maximum(pull, _LEAST_PULL * mean) if mean > 0 else np.ones_like(pull),
        handoff_loss=np.where(problem.incumbent == NONE, 0.0, problem.handoff_loss) * problem.terms.stability,
        incumbent=problem.incumbent,
        locked=locked,
        free=free,
        weight=weight,
        held=held,
        lower=limits.lower,
        upper=limits.upper,
        room_at=problem.room_at,
        refused=refused,
        borders=borders,
        parcel=_parcel(problem, weight, xy, free=free, limits=limits, kinds=kinds),
        value=problem.value,
        terms=problem.terms,
        budget=problem.budget,
        circuity=problem.circuity if problem.plane is None else 1.0,
        near_detour=NEAR_DETOUR if problem.plane is None else 0.0,
    )


def _parcel(
    problem: Problem, weight: Ints, xy: Floats, *, free: Ints, limits: Limits, kinds: Kinds | None
) -> Ints | None:
    if problem.unit is None or problem.territories == 0:
        return None
    return numbered(problem.unit, weight, xy, free=free, most=int(limits.upper.max()), kinds=kinds)


def loads_of(territory: Ints, weight: Ints, territories: int) -> Ints:
    """Return the p loads of n accounts, in whole units of capacity; accounts in no territory are left out."""
    placed = territory != NONE
    loads: Ints = np.zeros(territories, dtype=np.int64)
    np.add.at(loads, territory[placed], weight[placed])
    return loads


def places_of(problem: Problem) -> Floats:
    """Return n × 2 km on the plane the problem is solved on."""
    return project(problem.lat, problem.lon) if problem.plane is None else problem.plane


def _starts(problem: Problem) -> Floats:
    start = np.full((problem.territories, 2), np.nan)
    given = np.isfinite(problem.start_lat) & np.isfinite(problem.start_lon)
    if problem.accounts and given.any() and problem.plane is None:
        around = middle(problem.lat, problem.lon)
        start[given] = project_around(problem.start_lat[given], problem.start_lon[given], *around)
    return start


def _refusals(problem: Problem) -> Flags | None:
    if problem.forbidden is None or len(problem.forbidden) == 0:
        return None
    refused = np.zeros((problem.accounts, problem.territories), dtype=np.bool_)
    refused[problem.forbidden[:, 0], problem.forbidden[:, 1]] = True
    refused[problem.locked != NONE] = False
    return refused


def _kinds(problem: Problem, free: Ints, refused: Flags | None, borders: Borders | None) -> Kinds | None:
    """Return which free accounts may go where; None where all may go everywhere."""
    accounts, territories = problem.accounts, problem.territories
    has_hard = borders is not None and borders.is_hard
    if refused is None and not has_hard:
        return None
    marks = np.zeros((len(free), 1), dtype=np.int64) if borders is None else borders.zone[free, None]
    if refused is not None:
        marks = np.column_stack([marks, np.packbits(refused[free], axis=1)])
    _, first, kind = np.unique(marks, axis=0, return_index=True, return_inverse=True)
    example = free[first]
    is_open = np.ones((len(example), territories), dtype=np.bool_)
    if refused is not None:
        is_open &= ~refused[example]
    if borders is not None and borders.is_hard:
        is_open &= ~borders.crosses(example[:, None], np.arange(territories))
    of = np.full(accounts, NONE, dtype=np.int64)
    of[free] = kind.reshape(-1)
    return Kinds(of, is_open)
