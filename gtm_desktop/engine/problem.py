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
        lower: p smallest numbers of accounts a territory should hold (soft where no plan can hold them).
        upper: p largest numbers of accounts a territory may hold.
        start_lat: p latitudes of where a territory would start (a rep's home, an incumbent's median); NaN leaves it to
            the engine.
        start_lon: p longitudes of the same.
        cost_per_km: currency for one road km.
        stops_per_trip: visits made on one round trip.
        circuity: road km for one km as the crow flies, far from the centre.
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
        centre: p account numbers: the 1-median of each territory; -1 for an empty one.
        objective: currency a year, all parts together.
        parts: the objective's parts by name, in currency a year.
        violations: accounts missing below the lower limits plus accounts over the upper limits.
        iterations: iterations performed.
        first_feasible_s: seconds until the first feasible plan was there; None if there is none.
        seed: the random seed it was made with.
        planned_iterations: iterations it set out to perform; a replay needs this number.
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
