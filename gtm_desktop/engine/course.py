"""The course of a search: when it is how hot, begins anew, and looks for territories to shift. Iterations alone decide.

One descent, cooling to nothing (simulated annealing); where territories seen are put together anew, three from first
plans of their own, for these show each other territories that none finds alone.
"""

from dataclasses import dataclass

SHORT_WARM_UP = 20
LONG_WARM_UP, LONG_FROM = 100, 1000
_COLD_AT = 0.9
_LEGS = 3
_SHIFT_EACH = 0.05
_LAST_SHIFT = 0.6
_MOST_REFUSED = 2
_MOST_TRIED, _ITERATIONS_A_TRY = 48, 50


def warm_up(total: int) -> int:
    """Return how many iterations at full temperature come first, in which their number may still be chosen.

    Twenty; a hundred of a thousand or more, so that what one takes is known well.
    """
    return LONG_WARM_UP if total >= LONG_FROM else SHORT_WARM_UP


@dataclass
class Course:
    """Where a search is on its course.

    Attributes:
        has_legs: several descents, each begun anew; those after the planned iterations are as long.
        may_shift: whether territories may be shifted.
        total: planned iterations, first those of the warm-up.
        length: iterations of one descent.
        refused: shifts in a row that were not welcome or not possible; after two no more are sought.
    """

    has_legs: bool
    may_shift: bool
    total: int = 0
    length: int = 0
    refused: int = 0

    def go_on(self, done: int, total: int) -> None:
        """Take down how many iterations there shall be in all; how long a descent is is decided after the warm-up."""
        self.total = total
        if self.has_legs and done <= warm_up(total):
            self.length = max(total // _LEGS, warm_up(total))

    def warmth(self, done: int) -> float:
        """Return the temperature as a share of the first: falls with the square, to 0 at nine tenths."""
        warm = warm_up(self.total)
        if done < warm:
            return 1.0
        cooled = done % self.length / self.length if self.has_legs else (done - warm) / max(self.total - warm, 1)
        return float(max(0.0, 1.0 - cooled / _COLD_AT) ** 2)

    def begins_anew(self, done: int) -> bool:
        """Whether the next descent begins."""
        return self.has_legs and done > warm_up(self.total) and done % self.length == 0

    def territories_to_shift(self, done: int) -> int:
        """Return how many territories shall be tried for a shift now, 0 for none."""
        is_due = self.may_shift and self.refused < _MOST_REFUSED and warm_up(self.total) < done
        is_due = is_due and done <= _LAST_SHIFT * self.total and done % max(int(_SHIFT_EACH * self.total), 1) == 0
        return min(_MOST_TRIED, self.total // _ITERATIONS_A_TRY) if is_due else 0
