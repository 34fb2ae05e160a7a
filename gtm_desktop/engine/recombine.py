"""The best plan that can be put together from territories the search has seen, wherever and whenever it saw them.

A neighbourhood search sees many good territories that never stood in one plan. Choosing those that hold every account
once at the least cost is a set partitioning problem: its linear relaxation is solved first, territories that cannot be
part of a better plan are dropped by their reduced costs, and what is left is solved in integers.
Source: Balinski and Quandt (1964) for the model; Subramanian, Uchoa and Ochi (2013) for feeding it from a search.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array, vstack

from gtm_desktop.engine.charges import Charges
from gtm_desktop.engine.draft import Draft, centred
from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.problem import NONE, Floats, Ints

_MOST_ACCOUNTS_EACH = 45
_NEW_BEFORE_A_TRY = 4000
_MOST_KEPT = 6000
_MOST_REMEMBERED = 30_000
_MOST_CHOSEN_FROM = 1200
_LIKELY = 0.5
"""Share of the gap to the relaxation that one territory of a better plan may lack; with more, weighing takes long."""
_MOST_NODES = 40
_LARGEST_REGION = 500
_ROUNDING = 1e-6


@dataclass(frozen=True)
class _Cover:
    """Which of g groups hold every account once at the least cost; None where nothing better than known was found."""

    groups: list[int] | None
    reduced: Floats


class Pool:
    """Territories seen, each once, with their costs; only ones within their limits."""

    def __init__(self) -> None:
        self._seen: dict[bytes, tuple[float, Ints]] = {}
        self._new = 0

    @staticmethod
    def helps(instance: Instance) -> bool:
        """Whether territories are small, so that they recur, and interchangeable, so that they fit together."""
        is_small = len(instance.xy) <= _MOST_ACCOUNTS_EACH * instance.territories
        same_limits = len(np.unique(instance.lower)) == 1 and len(np.unique(instance.upper)) == 1
        is_bound = (instance.locked != NONE).any() or (instance.incumbent != NONE).any() or instance.refused is not None
        is_bound = is_bound or instance.borders is not None
        return bool(is_small and same_limits and not is_bound and np.isnan(instance.home).all())

    @property
    def is_due(self) -> bool:
        """Whether enough was seen since the last try."""
        return self._new >= _NEW_BEFORE_A_TRY

    def see(self, accounts: Ints, places: Ints, charges: Charges) -> None:
        """Remember k territories: m accounts, their places in 0 … k - 1, and what the territories come to."""
        order = np.argsort(places, kind="stable")
        ends = np.cumsum(np.bincount(places, minlength=len(charges.centre)))
        for place, own in enumerate(np.split(accounts[order], ends[:-1])):
            if charges.wrong[place] == 0 and len(own):
                key = own.tobytes()
                if key not in self._seen:
                    self._seen[key] = (float(charges.costs[place]), own)
                    self._new += 1

    def recombined(self, instance: Instance, draft: Draft, *, around: int) -> Draft:
        """Return the best plan from the territories seen, or `draft` where none is better.

        Args:
            instance: the problem.
            draft: a plan within its limits.
            around: a territory. Where there are more than 500 accounts, only its surroundings are put together anew.
        """
        self._new = 0
        numbers = _region(instance, draft, around)
        accounts = np.flatnonzero(np.isin(draft.territory, numbers))
        self.see(
            np.arange(len(draft.territory)),
            draft.territory,
            Charges(draft.centre, draft.sites, draft.costs, draft.wrong, draft.costs),
        )
        is_inside = np.isin(np.arange(len(draft.territory)), accounts)
        costs, groups = [], []
        for cost, own in self._seen.values():
            if is_inside[own].all():
                costs.append(cost)
                groups.append(own)
        known = float(draft.costs[numbers].sum())
        cover = _cheapest_cover(np.array(costs), groups, accounts, number=len(numbers), known=known)
        if len(numbers) == instance.territories:
            kept = np.argsort(cover.reduced, kind="stable")[:_MOST_KEPT]
            self._seen = {groups[at].tobytes(): (costs[at], groups[at]) for at in np.sort(kept).tolist()}
        else:
            self._forget_oldest()
        self._new = 0
        if cover.groups is None:
            return draft
        territory = draft.territory.copy()
        for number, at in zip(numbers.tolist(), cover.groups, strict=True):
            territory[groups[at]] = number
        return centred(instance, territory, draft.sites)

    def _forget_oldest(self) -> None:
        while len(self._seen) > _MOST_REMEMBERED:
            del self._seen[next(iter(self._seen))]


def _region(instance: Instance, draft: Draft, around: int) -> Ints:
    """Return the territories nearest to one of them, together at most 500 accounts; all, where there are no more."""
    apart = np.hypot(*(draft.sites - draft.sites[around]).T)
    nearest = np.argsort(apart, kind="stable")
    sizes = np.bincount(draft.territory, minlength=instance.territories)[nearest]
    most = max(2, int(np.searchsorted(np.cumsum(sizes), _LARGEST_REGION, side="right")))
    return np.sort(nearest[:most])


def _cheapest_cover(costs: Floats, groups: list[Ints], accounts: Ints, *, number: int, known: float) -> _Cover:
    """Choose `number` of the groups that hold each account once, cheaper than `known`."""
    ends = np.concatenate([[0], np.cumsum([len(own) for own in groups])])
    rows = np.searchsorted(accounts, np.concatenate(groups))
    holds = csc_array((np.ones(len(rows)), rows, ends), shape=(len(accounts), len(groups)))
    table = csc_array(vstack([holds, csc_array(np.ones((1, len(groups))))]))
    wanted = np.append(np.ones(len(accounts)), float(number))
    relaxed = linprog(costs, A_eq=table, b_eq=wanted, method="highs")
    if relaxed.status != 0:
        return _Cover(None, costs)
    reduced: Floats = costs - table.T @ relaxed.eqlin.marginals
    gap = known - float(relaxed.fun)
    likely = np.argsort(reduced, kind="stable")[:_MOST_CHOSEN_FROM]
    likely = np.sort(likely[reduced[likely] <= _LIKELY * gap + _ROUNDING * known])
    if gap <= _ROUNDING * known or len(likely) == 0:
        return _Cover(None, reduced)
    whole = milp(
        costs[likely],
        integrality=np.ones(len(likely)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(table[:, likely], wanted, wanted),
        # With presolve HiGHS may write a line of its own to the standard output, past every switch.
        options={"node_limit": _MOST_NODES, "presolve": False},
    )
    if whole.x is None or whole.fun >= known * (1 - _ROUNDING):
        return _Cover(None, reduced)
    return _Cover(likely[np.flatnonzero(whole.x > 0.5)].tolist(), reduced)
