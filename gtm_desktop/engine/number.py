"""How many territories the accounts can fill, the limits allow, the people can serve and the target can pay."""

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Relaxations:
    """What would each, alone, make a plan possible; None where that alone cannot.

    Attributes:
        upper: the largest number of accounts a territory would have to be allowed.
        lower: the smallest number of accounts a territory would have to be allowed to have.
        people: people or open positions to add.
        accounts_inside: outside accounts to give to inside sales; None with a target, where it depends on which.
        target: the sales target a territory would have to be allowed, in currency a year.
    """

    upper: int | None = None
    lower: int | None = None
    people: int | None = None
    accounts_inside: int | None = None
    target: float | None = None


@dataclass(frozen=True)
class TerritoryCount:
    """How many territories there can be, and why; the numbers a sentence needs.

    Attributes:
        fewest: ⌈accounts ÷ upper⌉.
        most: the least of the three ceilings; below `fewest` no number of territories keeps every limit.
        suggested: as many as can be; where none can, the number that breaks the limits least. At least 1 with accounts.
        most_by_accounts: ⌊(accounts + fillable) ÷ lower⌋; None with a lower limit of 0.
        most_by_people: people and open positions.
        most_by_target: ⌊(value + value of the fillable) ÷ target⌋; None without a target.
        accounts: outside accounts.
        fillable: inside accounts within reach that may be filled.
        lower: the smallest number of accounts a territory should hold.
        upper: the largest number it may hold.
        relaxations: what would make a plan possible; None where one is.
    """

    fewest: int
    most: int
    suggested: int
    most_by_accounts: int | None
    most_by_people: int
    most_by_target: int | None
    accounts: int
    fillable: int
    lower: int
    upper: int
    relaxations: Relaxations | None

    @property
    def is_possible(self) -> bool:
        """Whether some number of territories keeps every limit."""
        return self.fewest <= self.most


@dataclass(frozen=True)
class SalesTarget:
    """What a territory must sell, in currency a year.

    Attributes:
        least: the target of one territory, above 0.
        value: the yearly value of all outside accounts.
        fillable_value: the yearly value of the inside accounts that may be filled.
    """

    least: float
    value: float
    fillable_value: float = 0.0


def territory_count(
    accounts: int, fillable: int, *, lower: int, upper: int, people: int, target: SalesTarget | None = None
) -> TerritoryCount:
    """Say how many territories there can be.

    Args:
        accounts: outside accounts, n ≥ 0.
        fillable: inside accounts within reach that may be filled.
        lower: the smallest number of accounts a territory should hold, ≥ 0; counts outside plus filled accounts.
        upper: the largest number of outside accounts it may hold, ≥ 1.
        people: outside people plus open positions.
        target: what a territory must sell; None: no target set, the term is left out.

    Returns:
        The range, a suggestion and the numbers behind it. No accounts: no territories.

    Source: docs/decisions/0010-the-territory-engine.md, how many territories.
    """
    fewest = ceil(accounts / upper)
    by_accounts = (accounts + fillable) // lower if lower > 0 else None
    by_target = int((target.value + target.fillable_value) // target.least) if target else None
    ceilings = {"accounts": by_accounts, "people": people, "target": by_target}
    most = min(ceiling for ceiling in ceilings.values() if ceiling is not None) if accounts else 0
    is_possible = fewest <= most
    relaxations = None
    if not is_possible:
        too_low = {name for name, ceiling in ceilings.items() if ceiling is not None and ceiling < fewest}
        relaxations = Relaxations(
            upper=ceil(accounts / most) if most else None,
            lower=(accounts + fillable) // fewest if too_low == {"accounts"} else None,
            people=fewest - people if too_low == {"people"} else None,
            accounts_inside=accounts - most * upper if target is None else None,
            target=(target.value + target.fillable_value) / fewest if target and too_low == {"target"} else None,
        )
    return TerritoryCount(
        fewest=fewest,
        most=most,
        suggested=most if is_possible else max(1, min(people, fewest)),
        most_by_accounts=by_accounts,
        most_by_people=people,
        most_by_target=by_target,
        accounts=accounts,
        fillable=fillable,
        lower=lower,
        upper=upper,
        relaxations=relaxations,
    )
