"""Which inside rep has which account: prices that even out books, then one minimum-cost flow over the best reps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.engine import flow
from gtm_desktop.engine.books import Books, book_prices, evened
from gtm_desktop.engine.feasibility import Limits, attainable_limits
from gtm_desktop.engine.problem import NONE, Flags, Floats, Ints

_BEST_REPS = 8
_BEST_REPS_WITH_BOOKS = 12


@dataclass(frozen=True)
class Spread:
    """Every account with a rep.

    Attributes:
        rep: n rep numbers; -1 only where there are no reps, or at the price of having none.
        cost: Σ cost of the pairs, of accounts without a rep, and of books out of balance.
        under: r numbers of accounts missing below the lower limits.
        over: r numbers of accounts above the upper limits.
        refused: n; True where only a rep who may not take the account was left for it.
    """

    rep: Ints
    cost: float
    under: Ints
    over: Ints
    refused: Flags


def spread(
    costs: NDArray[np.floating],
    *,
    lower: Ints,
    upper: Ints,
    books: Books | None = None,
    unassigned_at: float | None = None,
) -> Spread:
    """Give every account to a rep at the least cost, within the reps' limits.

    Args:
        costs: n × r costs of any sign in one unit, such as currency a year; infinite where the rep may not take the
            account, which happens only where no plan avoids it.
        lower: r smallest numbers of accounts, kept where there are enough accounts.
        upper: r largest numbers, kept where there is room; a surplus is shared out evenly, never dropped.
        books: evens out what the reps' accounts are worth; None: only numbers count.
        unassigned_at: what an account without a rep costs. Then upper limits and refusals always hold, and who fits
            nowhere, or costs more everywhere, has no rep. None: everybody has one.

    Returns:
        The reps, and by how much limits are broken, which is the least possible. n = 0 and r = 0 are allowed.
    """
    accounts, reps = costs.shape
    rep = np.full(accounts, NONE, dtype=np.int64)
    if accounts and reps:
        rep = _placed(costs, lower, upper, books=books, unassigned_at=unassigned_at)
    placed = np.flatnonzero(rep != NONE)
    loads = np.bincount(rep[placed], minlength=reps)
    paid = costs[placed, rep[placed]]
    refused = np.zeros(accounts, dtype=np.bool_)
    refused[placed] = ~np.isfinite(paid)
    cost = float(paid[np.isfinite(paid)].sum()) + (unassigned_at or 0.0) * (accounts - len(placed))
    if books is not None and reps:
        cost += books.cost(rep)
    return Spread(
        rep=rep,
        cost=cost,
        under=np.maximum(np.minimum(lower, upper) - loads, 0),
        over=np.maximum(loads - upper, 0),
        refused=refused,
    )


def _placed(
    costs: NDArray[np.floating], lower: Ints, upper: Ints, *, books: Books | None, unassigned_at: float | None
) -> Ints:
    limits = attainable_limits(len(costs), lower, upper)
    width = min(_BEST_REPS, costs.shape[1])
    if unassigned_at is not None:
        limits = Limits(np.minimum(limits.lower, np.maximum(upper, 0)), np.maximum(upper, 0))
        return _cheapest_or_nobody(costs, limits, width=width, price=unassigned_at)
    costs = _with_refusals_priced(costs)
    if books is None or books.price <= 0:
        return _cheapest(costs, limits, width=width)
    width = min(_BEST_REPS_WITH_BOOKS, costs.shape[1])
    columns = _best_columns(costs, width)
    near = np.take_along_axis(costs, columns, axis=1).astype(np.float64)
    prices = book_prices(near, columns, books, limits)
    rep = _cheapest(costs, limits, width=width, tolls=(books.value, prices))
    own = np.take_along_axis(costs, rep[:, None], axis=1)
    return evened(np.column_stack([near, own]), np.column_stack([columns, rep]), rep, books=books, limits=limits)


def _with_refusals_priced(costs: NDArray[np.floating]) -> NDArray[np.floating]:
    """Replace infinities by a price that outweighs a long chain of second choices."""
    allowed = np.isfinite(costs)
    if allowed.all():
        return costs
    span = float(np.ptp(costs[allowed])) if allowed.any() else 0.0
    ceiling = float(costs[allowed].max()) if allowed.any() else 0.0
    return np.where(allowed, costs, ceiling + (span + 1.0) * (costs.shape[1] + 1))


def _cheapest(
    costs: NDArray[np.floating], limits: Limits, *, width: int, tolls: tuple[Floats, Floats] | None = None
) -> Ints:
    """Return n rep numbers by a flow over the `width` best reps of each account, doubled until the limits fit.

    Args:
        costs: n × r costs.
        limits: on the numbers of accounts.
        width: how many reps of each account are looked at first.
        tolls: n values and r prices: what their product adds where accounts choose among those.
    """
    reps = costs.shape[1]
    while True:
        columns = _best_columns(costs, width)
        near = np.take_along_axis(costs, columns, axis=1).astype(np.float64)
        if tolls is not None:
            near += tolls[0][:, None] * tolls[1][columns]
        places = flow.transport(columns, flow.whole_costs(near), lower=limits.lower, upper=limits.upper)
        if places is not None:
            return flow.chosen(columns, places)
        if width == reps:
            raise AssertionError("attainable limits were not attained")
        width = min(2 * width, reps)


def _cheapest_or_nobody(costs: NDArray[np.floating], limits: Limits, *, width: int, price: float) -> Ints:
    """Return n rep numbers, -1 where nobody fits or everybody costs more than `price`.

    As many reps are looked at as it takes until no more accounts are left over than must be.
    """
    accounts, reps = costs.shape
    must_stay = int((~np.isfinite(costs)).all(axis=1).sum())
    least = max(must_stay, accounts - int(limits.upper.sum()))
    upper, lower = np.append(limits.upper, accounts), np.append(limits.lower, 0)
    while True:
        columns = np.column_stack([_best_columns(costs, width), np.full(accounts, reps)])
        near = np.column_stack([np.take_along_axis(costs, columns[:, :-1], axis=1), np.full(accounts, price)])
        whole = flow.whole_costs(near.astype(np.float64))
        places = flow.transport(columns, whole, lower=lower, upper=upper)
        if places is None and width == reps:
            places = flow.transport(columns, whole, lower=np.zeros_like(lower), upper=upper)
        if places is not None:
            rep = flow.chosen(columns, places)
            if width == reps or int((rep == reps).sum()) <= least:
                return np.where(rep == reps, NONE, rep)
        width = min(2 * width, reps)


def _best_columns(costs: NDArray[np.floating], width: int) -> Ints:
    if width == costs.shape[1]:
        return np.tile(np.arange(width), (len(costs), 1))
    return np.argpartition(costs, width - 1, axis=1)[:, :width]
