"""Which inside rep has which account: one minimum-cost flow over each account's best reps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.engine import flow
from gtm_desktop.engine.feasibility import attainable_limits
from gtm_desktop.engine.problem import NONE, Flags, Ints

_BEST_REPS = 8


@dataclass(frozen=True)
class Spread:
    """Every account with a rep.

    Attributes:
        rep: n rep numbers; -1 only where there are no reps.
        cost: Σ cost of the pairs.
        under: r numbers of accounts missing below the lower limits.
        over: r numbers of accounts above the upper limits.
        refused: n; True where only a rep who may not take the account was left for it.
    """

    rep: Ints
    cost: float
    under: Ints
    over: Ints
    refused: Flags


def spread(costs: NDArray[np.floating], *, lower: Ints, upper: Ints) -> Spread:
    """Give every account to a rep at the least cost, within the reps' limits.

    Args:
        costs: n × r costs of any sign in currency a year; infinite where the rep may not take the account, which
            happens only where no plan avoids it.
        lower: r smallest numbers of accounts, kept where there are enough accounts.
        upper: r largest numbers, kept where there is room; a surplus is shared out evenly, never dropped.

    Returns:
        The reps, and by how much limits are broken, which is the least possible. n = 0 and r = 0 are allowed.
    """
    accounts, reps = costs.shape
    if accounts == 0 or reps == 0:
        rep = np.full(accounts, NONE, dtype=np.int64)
    else:
        rep = _cheapest(_with_refusals_priced(costs), lower, upper)
    placed = np.flatnonzero(rep != NONE)
    loads = np.bincount(rep[placed], minlength=reps)
    paid = costs[placed, rep[placed]]
    refused = np.zeros(accounts, dtype=np.bool_)
    refused[placed] = ~np.isfinite(paid)
    return Spread(
        rep=rep,
        cost=float(paid[np.isfinite(paid)].sum()),
        under=np.maximum(np.minimum(lower, upper) - loads, 0),
        over=np.maximum(loads - upper, 0),
        refused=refused,
    )


def _with_refusals_priced(costs: NDArray[np.floating]) -> NDArray[np.floating]:
    """Replace infinities by a price that outweighs a long chain of second choices."""
    allowed = np.isfinite(costs)
    if allowed.all():
        return costs
    span = float(np.ptp(costs[allowed])) if allowed.any() else 0.0
    ceiling = float(costs[allowed].max()) if allowed.any() else 0.0
    return np.where(allowed, costs, ceiling + (span + 1.0) * (costs.shape[1] + 1))


def _cheapest(costs: NDArray[np.floating], lower: Ints, upper: Ints) -> Ints:
    accounts, reps = costs.shape
    limits = attainable_limits(accounts, lower, upper)
    width = min(_BEST_REPS, reps)
    while True:
        columns = _best_columns(costs, width)
        whole = flow.whole_costs(np.take_along_axis(costs, columns, axis=1).astype(np.float64))
        places = flow.transport(columns, whole, lower=limits.lower, upper=limits.upper)
        if places is not None:
            return flow.chosen(columns, places)
        if width == reps:
            raise AssertionError("attainable limits were not attained")
        width = min(2 * width, reps)


def _best_columns(costs: NDArray[np.floating], width: int) -> Ints:
    if width == costs.shape[1]:
        return np.tile(np.arange(width), (len(costs), 1))
    return np.argpartition(costs, width - 1, axis=1)[:, :width]
