"""The rules of changing a plan that is at hand: how much may change hands, where, and across which borders."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns


class Division(StrEnum):
    """What divides the market into parts: a column of the account list, or who leads today's rep."""

    REGION = account_columns.REGION
    STATE = account_columns.STATE
    BRANCH = account_columns.BRANCH
    MANAGER = rep_columns.MANAGER


@dataclass(frozen=True)
class ChangeBudget:
    """How much may change hands at most, against today; a hard limit. None is no limit. Source: RULES 4, ENGINE.md.

    Everything the plan counts as changing hands uses the budget: by territory, by channel and by hand. Leavers'
    accounts and first assignments use none.

    Attributes:
        accounts_share: share of the accounts that have an active named rep today, 0 to 1.
        margin_share: share of their margin, 0 to 1.
        accounts_per_rep: accounts that any one rep may lose to others.
    """

    accounts_share: float | None = None
    margin_share: float | None = None
    accounts_per_rep: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is limited."""
        return (self.accounts_share, self.margin_share, self.accounts_per_rep) != (None, None, None)


@dataclass(frozen=True)
class Scope:
    """Which part of the market is being planned; elsewhere everything stays as it is. Source: RULES 4.

    Attributes:
        division: what divides the market; None plans all of it.
        values: the parts being planned.
    """

    division: Division | None = None
    values: frozenset[str] = frozenset()

    @property
    def is_set(self) -> bool:
        """Whether part of the market is frozen."""
        return self.division is not None


@dataclass(frozen=True)
class Borders:
    """Lines that territories keep to. Source: RULES 4.

    Attributes:
        division: what divides the market; None is no border.
        crossing_price: cents a year for each account in a territory of another part; None where none may cross.
    """

    TAG: ClassVar[str] = "borders"

    division: Division | None = None
    crossing_price: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether there are borders."""
        return self.division is not None

    @property
    def currency_a_crossing(self) -> float:
        """The price in currency; infinite where no account may cross."""
        return math.inf if self.crossing_price is None else self.crossing_price / 100
