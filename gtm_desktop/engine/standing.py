"""Where a search stands: a plan that changes in place."""

from dataclasses import dataclass

import numpy as np

from gtm_desktop.engine.draft import Draft
from gtm_desktop.engine.instance import Instance
from gtm_desktop.engine.problem import Floats, Ints
from gtm_desktop.engine.rebuild import Prices, Rebuilt

LEAST_GAIN = 1e-9
_VALUE_STEP = 0.3
"""How far the price of value moves, as a share of cost per value, for a territory off by its mean value: 1 swings."""
_LEAST_MOVE_PRICE = 0.02


@dataclass
class Standing:
    """A plan in the search, and the prices that guide it.

    Attributes:
        territory: n territory numbers.
        centre: p account numbers.
        sites: p × 2 km.
        costs: p amounts in currency a year.
        wrong: p units of load outside the limits.
        prices: of value and of moves.
        version: p counts of how often a territory has changed.
    """

    territory: Ints
    centre: Ints
    sites: Floats
    costs: Floats
    wrong: Ints
    prices: Prices
    version: Ints

    def take(self, numbers: Ints, accounts: Ints, found: Rebuilt) -> None:
        """Put accounts (m) into territories (k) as found."""
        charges = found.charges
        self.territory[accounts] = numbers[found.places]
        self.centre[numbers] = charges.centre
        self.costs[numbers] = charges.costs
        self.wrong[numbers] = charges.wrong
        self.prices.value[numbers] = found.value_prices
        held = ~np.isnan(charges.sites[:, 0])
        self.sites[numbers[held]] = charges.sites[held]
        self.version[numbers] += 1

    def go_to(self, draft: Draft) -> None:
        """Stand at another plan."""
        self.territory, self.centre = draft.territory.copy(), draft.centre.copy()
        self.sites, self.costs, self.wrong = draft.sites.copy(), draft.costs.copy(), draft.wrong.copy()
        self.version += 1

    def is_better(self, best: Draft) -> bool:
        """Whether this plan breaks the limits less than `best`, or as much at less cost."""
        wrong = int(self.wrong.sum())
        if wrong != best.total_wrong:
            return wrong < best.total_wrong
        return float(self.costs.sum()) < best.cost * (1 - LEAST_GAIN)

    def frozen(self) -> Draft:
        """Return the plan as it is now."""
        return Draft(self.territory.copy(), self.centre.copy(), self.sites.copy(), self.costs.copy(), self.wrong.copy())

    def accounts_of(self, numbers: Ints) -> Ints:
        """Return the accounts of some territories, ascending."""
        is_here = np.zeros(len(self.costs), dtype=np.bool_)
        is_here[numbers] = True
        return np.flatnonzero(is_here[self.territory])


def standing(instance: Instance, start: Draft) -> Standing:
    """Stand at the plan a search starts from."""
    scale = start.cost / max(len(start.territory), 1)
    prices = Prices(
        value=np.zeros(instance.territories),
        value_step=_VALUE_STEP * start.cost / max(float(instance.value.sum()), 1e-9),
        move=0.0 if instance.budget is None else scale,
        least_move=_LEAST_MOVE_PRICE * scale,
    )
    return Standing(
        territory=start.territory.copy(),
        centre=start.centre.copy(),
        sites=start.sites.copy(),
        costs=start.costs.copy(),
        wrong=start.wrong.copy(),
        prices=prices,
        version=np.zeros(instance.territories, dtype=np.int64),
    )
