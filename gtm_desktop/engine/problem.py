"""The territory problem and its answer, as arrays."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NONE = -1
"""No territory, no incumbent, no lock."""


@dataclass(frozen=True)
class Terms:
    """What the objective counts beside travel and handover, and how much each of its parts weighs.

    Attributes:
        travel: weight of travel. Never 0: else accounts could land anywhere.
        balance: weight of what lies outside the value band and below the sales target.
        stability: weight of handover.
        band_price: currency for one currency unit of value that a territory lies outside the band; 0 for no band.
        tolerance: half the width of the band, as a share of the mean value of a territory.
        target_price: currency for one currency unit of value that a territory lies below the target; 0 for no target.
        target: the least value a territory should have, in currency units.

    Source: `docs/method.md`.
    """

    travel: float = 1.0
    balance: float = 1.0
    stability: float = 1.0
    band_price: float = 0.0
    tolerance: float = 0.15
    target_price: float = 0.0
    target: float = 0.0


@dataclass(frozen=True)
class Budget:
    """How much may change hands at most; a hard limit. None leaves a measure free.

    An account changes hands if it has an incumbent territory and ends in another.

    Attributes:
        accounts: how many accounts.
        value: how much of their value, in currency units.
        each: how many accounts of any one incumbent.
    """

    accounts: int | None = None
    value: float | None = None
    each: int | None = None


@dataclass(frozen=True)
class Problem:
    """Accounts to be put into territories.

    Attributes:
        lat: n latitudes in degrees.
        lon: n longitudes in degrees.
        visits: n visits a year.
        value: n yearly values in currency units.
        handoff_loss: n amounts in currency a year, lost if the account leaves its incumbent territory.
        incumbent: n territory numbers, or -1: who has the account today, if that territory's rep goes on.
        locked: n territory numbers, or -1 where the account is free.
        lower: p smallest loads a territory should hold (soft where no plan can hold them), in accounts or in the units
            of `weight`.
        upper: p largest loads a territory may hold, in the same units.
        start_lat: p latitudes of where a territory would start (a rep's home, an incumbent's median); NaN leaves it to
            the engine.
        start_lon: p longitudes of the same.
        cost_per_km: currency for one road km.
        stops_per_trip: visits made on one round trip.
        circuity: road km for one km as the crow flies, far from the centre.
        weight: n whole units of capacity that the accounts take, such as quarters of a place or minutes; None: 1 each.
        room_at: n largest loads of a territory whose centre is this account; None: no limit but `upper`.
        plane: n × 2 km on a plane of the caller's own, measured straight; `lat` and `lon` are then read by nobody, and
            starts are left to the engine. None: the globe, measured by road.
        unit: n unit numbers, such as of counties, or -1: a unit stays in one territory where limits, locks and refusals
            allow; None: accounts go one by one.
        zone: n zone numbers, -1 for an account of no zone; None: no zones.
        territory_zone: p zone numbers, -1 for a territory free to take accounts of any zone; None: no zones.
        crossing_price: currency a year for an account put into a territory of another zone; infinite forbids it, but
            for locked accounts. 0: zones do not count.
        forbidden: f × 2 pairs of account and territory that may not meet; None for none.
        is_home_fixed: p flags: travel is measured from the start, a rep's home, and not from the 1-median; None: never.
        terms: the rest of the objective.
        budget: how much may change hands; None for no limit.
    """

    lat: Floats
    lon: Floats
    visits: Floats
    value: Floats
    handoff_loss: Floats
    incumbent: Ints
    locked: Ints
    lower: Ints
    upper: Ints
    start_lat: Floats
    start_lon: Floats
    cost_per_km: float = 0.6
    stops_per_trip: float = 4.0
    circuity: float = 1.2
    weight: Ints | None = None
    room_at: Ints | None = None
    plane: Floats | None = None
    unit: Ints | None = None
    zone: Ints | None = None
    territory_zone: Ints | None = None
    crossing_price: float = 0.0
    forbidden: Ints | None = None
    is_home_fixed: Flags | None = None
    terms: Terms = Terms()
    budget: Budget | None = None

    @property
    def accounts(self) -> int:
        """The number of accounts, n."""
        return len(self.lat)

    @property
    def territories(self) -> int:
        """The number of territories, p."""
        return len(self.lower)


@dataclass(frozen=True)
class Solution:
    """Every account in a territory.

    Attributes:
        territory: n territory numbers.
        centre: p account numbers: the 1-median of each territory; -1 for an empty one. Where a home is fixed, travel is
            measured from there all the same.
        objective: currency a year, all parts together, each times its weight.
        parts: the objective's parts by name, in currency a year.
        violations: units of load missing below the lower limits plus units over the upper ones.
        iterations: iterations performed, fewer or more than planned as the time allowed; a replay needs both numbers.
        first_feasible_s: seconds until the first feasible plan was there; None if there is none.
        seed: the random seed it was made with.
        planned_iterations: iterations it set out to perform.
        lower_bound: a proven bound on the objective, if one was computed.
        was_cancelled: the search was stopped before its end; this is the best plan so far.
    """

    territory: Ints
    centre: Ints
    objective: float
    parts: dict[str, float] = field(default_factory=dict)
    violations: int = 0
    iterations: int = 0
    first_feasible_s: float | None = None
    seed: int = 0
    planned_iterations: int = 0
    lower_bound: float | None = None
    was_cancelled: bool = False
