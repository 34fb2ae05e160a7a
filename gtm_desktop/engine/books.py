"""Books of about equal worth: prices of value at which accounts choose their rep, then single moves that even out.

Source: prices are the multipliers of the band's edges (Held, Wolfe and Crowder 1974), found by subgradient steps.
"""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.engine.feasibility import Limits
from gtm_desktop.engine.problem import NONE, Floats, Ints

_ROUNDS = 60
_STEP, _BOOK_STEP, _COOLING, _LARGEST_STEP = 0.4, 0.05, 0.08, 0.5
_MOVES_A_REP, _MOVES = 40, 1000
_LEAST_GAIN = 1e-9


@dataclass(frozen=True)
class Books:
    """What makes the books of r reps about equal.

    Attributes:
        value: n yearly values in currency, none negative.
        held: r yearly values that the reps have beforehand.
        share: r positive sizes of books relative to each other, such as the reps' capacities.
        price: in the units of the costs, for one currency unit that a book lies outside the band.
        tolerance: half the width of the band, as a share of the book a rep should have.
    """

    value: Floats
    held: Floats
    share: Floats
    price: float
    tolerance: float = 0.15

    def fair(self) -> Floats:
        """Return the r books that the reps should have, in currency."""
        total = float(self.value.sum() + self.held.sum())
        fair: Floats = total * self.share / max(float(self.share.sum()), 1e-12)
        return fair

    def of(self, rep: Ints) -> Floats:
        """Return the r books, given n rep numbers or -1."""
        placed = rep != NONE
        books: Floats = self.held + np.bincount(rep[placed], weights=self.value[placed], minlength=len(self.held))
        return books

    def outside(self, books: Floats, reps: Ints) -> Floats:
        """Return by how much some books, in currency, lie outside the bands of `reps`; the shapes broadcast."""
        fair = self.fair()[reps]
        outside: Floats = np.maximum(np.abs(books - fair) - self.tolerance * fair, 0.0)
        return outside

    def cost(self, rep: Ints) -> float:
        """Return what the books cost by lying outside their bands, given n rep numbers or -1."""
        return self.price * float(self.outside(self.of(rep), np.arange(len(self.held))).sum())


def book_prices(costs: Floats, columns: Ints, books: Books, limits: Limits) -> Floats:
    """Return r prices of one currency unit of value at which choices make numbers and books about fit.

    Args:
        costs: n × g costs of each account's reps worth considering; infinite ones may not be.
        columns: n × g rep numbers.
        books: what the books should be.
        limits: on the numbers of accounts. Places have prices too on the way; the flow that follows replaces those.
    """
    reps = np.arange(len(books.held))
    spread = np.where(np.isfinite(costs).all(axis=1), np.ptp(np.nan_to_num(costs, posinf=0.0), axis=1), 0.0)
    scale = float(spread.mean()) / np.sqrt(12.0) or books.price * float(books.value.mean())
    book_step = _BOOK_STEP * scale / max(float(books.value.mean()), 1e-12)
    fair = np.maximum(books.fair(), 1e-12)
    place, book, total = np.zeros(len(reps)), np.zeros(len(reps)), np.zeros(len(reps))
    for done in range(_ROUNDS):
        priced = costs + place[columns] + book[columns] * books.value[:, None]
        rep = columns[np.arange(len(columns)), priced.argmin(axis=1)]
        loads = np.bincount(rep, minlength=len(reps))
        excess = np.maximum(loads - limits.upper, 0) - np.maximum(limits.lower - loads, 0)
        cooled = 1 + _COOLING * done
        place += np.clip(excess * (len(reps) / len(rep)), -_LARGEST_STEP, _LARGEST_STEP) * _STEP * scale / cooled
        share = books.of(rep) / fair - 1.0
        up = np.clip(np.maximum(book, 0.0) + book_step / cooled * (share - books.tolerance), 0.0, books.price)
        down = np.clip(np.maximum(-book, 0.0) - book_step / cooled * (share + books.tolerance), 0.0, books.price)
        book = up - down
        # The mean of the later rounds: single rounds swing.
        if done >= _ROUNDS // 2:
            total += book / (_ROUNDS - _ROUNDS // 2)
    return total


def evened(costs: Floats, columns: Ints, rep: Ints, *, books: Books, limits: Limits) -> Ints:
    """Move single accounts while that lowers costs and books together, from or to the rep furthest outside its band.

    Args:
        costs: n × g costs of each account's reps worth considering.
        columns: n × g rep numbers, among them the one it has.
        rep: n rep numbers within the limits.
        books: what the books should be.
        limits: on the numbers of accounts; kept.

    Returns:
        n rep numbers, after at most 40 moves a rep, or 1,000 where that is more.
    """
    bench = _Bench(costs, columns, rep.copy(), books, limits)
    reps = np.arange(len(books.held))
    is_stuck = np.zeros(len(reps), dtype=np.bool_)
    moves = 0
    while moves < max(_MOVES, _MOVES_A_REP * len(reps)):
        outside = np.where(is_stuck, 0.0, books.outside(bench.book, reps))
        worst = int(outside.argmax())
        if outside[worst] <= 0:
            break
        if bench.moved_one(worst):
            is_stuck[:] = False
            moves += 1
        else:
            is_stuck[worst] = True
    return bench.rep


class _Bench:
    """Moves accounts of one spread; `rep` and `book` change in place."""

    def __init__(self, costs: Floats, columns: Ints, rep: Ints, books: Books, limits: Limits) -> None:
        self.rep = rep
        self.book = books.of(rep)
        self._costs, self._columns, self._books, self._limits = costs, columns, books, limits
        self._own = np.where(columns == rep[:, None], costs, np.inf).min(axis=1)
        self._load = np.bincount(rep, minlength=len(books.held))
        # The pairs of each rep as a slice, so that those who could come are found at once.
        self._pairs = np.argsort(columns.ravel(), kind="stable")
        self._ends = np.searchsorted(columns.ravel()[self._pairs], np.arange(len(books.held) + 1))

    def moved_one(self, number: int) -> bool:
        """Make the best move from a rep whose book is above its band, or to one below it; say whether there is one."""
        is_above = self.book[number] > self._books.fair()[number]
        width = self._columns.shape[1]
        if is_above:
            rows = np.flatnonzero(self.rep == number)
            pairs = (rows[:, None] * width + np.arange(width)).ravel()
        else:
            pairs = self._pairs[self._ends[number] : self._ends[number + 1]]
        account, target = pairs // width, self._columns.ravel()[pairs]
        rise = self._rise(account, target, self._costs.ravel()[pairs])
        if len(rise) == 0 or rise.min() >= -_LEAST_GAIN:
            return False
        best = int(rise.argmin())
        self._move(int(account[best]), int(target[best]), float(self._costs.ravel()[pairs[best]]))
        return True

    def _rise(self, account: Ints, target: Ints, costs: Floats) -> Floats:
        source, value = self.rep[account], self._books.value[account]
        outside, book = self._books.outside, self.book
        change = outside(book[source] - value, source) - outside(book[source], source)
        change += outside(book[target] + value, target) - outside(book[target], target)
        is_closed = (source == target) | (self._load[source] <= self._limits.lower[source])
        is_closed |= self._load[target] >= self._limits.upper[target]
        return np.where(is_closed, np.inf, costs - self._own[account] + self._books.price * change)

    def _move(self, account: int, target: int, cost: float) -> None:
        source, value = int(self.rep[account]), float(self._books.value[account])
        self.book[source] -= value
        self.book[target] += value
        self._load[source] -= 1
        self._load[target] += 1
        self.rep[account] = target
        self._own[account] = cost
