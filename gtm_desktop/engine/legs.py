"""How the iterations of a search are shared out: several descents from different plans, then one that joins them.

What a descent ends with depends on where it began more than on how long it was, so a long search is several shorter
ones. The last part goes on from the best, and tries in each neighbourhood the centres that the others have there.
"""

from dataclasses import dataclass

from gtm_desktop.engine.draft import Draft

SHORT_WARM_UP = 20
LONG_WARM_UP, LONG_FROM = 100, 1000
_MOST = 4
_ITERATIONS_A_TERRITORY = 12
_JOINING_SHARE = 0.25
_JOINING_HEAT = 0.3
_COLD_AT = 0.9


def warm_up(total: int) -> int:
    """Return how many iterations at full temperature come first, in which their number may still be chosen.

    Twenty; a hundred of a thousand or more, so that what one takes is known well.
    """
    return LONG_WARM_UP if total >= LONG_FROM else SHORT_WARM_UP


@dataclass(frozen=True)
class Leg:
    """A part of the search.

    Attributes:
        first: its first iteration.
        end: the iteration after its last.
        start: the plan to begin from; None goes on from where the search is, or joins the others from the best.
        joins: whether it ends the search by joining what the legs before it found.
    """

    first: int
    end: int
    start: Draft | None = None
    joins: bool = False

    def warmth(self, done: int) -> float:
        """Return the temperature at an iteration as a share of full heat: falling to 0, which the last tenth keeps."""
        cooled = (done - self.first) / max(self.end - self.first, 1)
        return (_JOINING_HEAT if self.joins else 1.0) * max(0.0, 1.0 - cooled / _COLD_AT) ** 2


def legs_of(total: int, starts: list[Draft], territories: int) -> list[Leg]:
    """Share out the iterations after the warm-up.

    Args:
        total: iterations in all.
        starts: plans to begin from, the best first; none to go on from where the search is.
        territories: p; a leg has at least 12 p iterations.

    Returns:
        One leg, or two to four and one that joins them.
    """
    left = max(total - warm_up(total), 0)
    descending = int((1 - _JOINING_SHARE) * left)
    number = min(_MOST, len(starts), descending // max(_ITERATIONS_A_TERRITORY * territories, 1))
    if number < 2:
        return [Leg(warm_up(total), total, starts[0] if starts else None)]
    ends = [warm_up(total) + descending * at // number for at in range(number + 1)]
    legs = [Leg(ends[at], ends[at + 1], starts[at]) for at in range(number)]
    return [*legs, Leg(ends[-1], total, joins=True)]
