"""What happens if the outside line moves: the curve, and what it says at any line."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.core.words import count, money_short, percent, tr
from gtm_desktop.planning.economics import LineSweep, sweep_outside_line
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult

_POINTS = 81
_REACH = 10.0


@dataclass(frozen=True, eq=False)
class SweepView:
    """The chart.

    Attributes:
        lines: k places of the line, cents, ascending.
        cost: needed coverage cost at each, cents a year.
        now: the present line, cents.
        at_line: what the present line asks, one sentence.
        readings: one sentence for each place.
    """

    lines: NDArray[np.int64]
    cost: NDArray[np.int64]
    now: int
    at_line: str
    readings: tuple[str, ...]

    def reading_at(self, cents: float) -> str:
        """Return the sentence of the place nearest to a line."""
        return self.readings[int(np.abs(np.log(self.lines / max(1.0, cents))).argmin())]


def sweep_view(plan: Plan, result: PlanResult) -> SweepView:
    """Sweep the outside line around where it is, never under the self-serve line."""
    rules, economics = plan.settings.channels, plan.settings.economics
    now = max(100, rules.outside_above)
    low = max(100.0, float(rules.self_serve_below), now / _REACH)
    high = max(now, low) * _REACH / 2
    lines = np.unique(np.append(np.round(np.geomspace(low, high, _POINTS) / 100).astype(np.int64) * 100, now))
    found = sweep_outside_line(result.channels.measured, economics, rules, lines)
    readings = tuple(_reading(found, at) for at in range(len(lines)))
    at = int(np.flatnonzero(lines == now)[0])
    said = tr(
        "At {line} an outside account must grow by {lift} to pay for its rep.",
        line=money_short(now),
        lift=percent(float(found.lift[at]), 1),
    )
    return SweepView(lines, found.cost, now, said, readings)


def _reading(found: LineSweep, at: int) -> str:
    return tr(
        "{line}: {cost} · {outside} outside, {inside} inside · lift {lift}",
        line=money_short(int(found.lines[at])),
        cost=money_short(int(found.cost[at])),
        outside=count(int(found.outside[at])),
        inside=count(int(found.inside[at])),
        lift=percent(float(found.lift[at]), 1),
    )
