"""What changes hands in a plan, as the whole program counts it, held against the limit of changes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import count, money, ntr, tr
from gtm_desktop.engine.problem import Budget
from gtm_desktop.planning.change_rules import ChangeBudget
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.rows import Flags, whole
from gtm_desktop.planning.today import Today
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.roster import RosterTable

_CENTS = 100.0
_ONE_PERCENT = 0.01
_ROUNDING = 1e-9
"""So that a tenth of 70 accounts is 7, however the share is stored."""


@dataclass(frozen=True)
class Allowed:
    """How much may change hands at most, in whole accounts and cents; None is no limit.

    Attributes:
        accounts: how many accounts.
        margin: their margin in cents.
        each: how many accounts of any one rep.
    """

    accounts: int | None
    margin: int | None
    each: int | None


@dataclass(frozen=True)
class Changes:
    """What changes hands.

    Attributes:
        accounts: how many accounts.
        margin: their margin in cents.
        by_rep: how many of them each rep of today loses, by code; nobody with none.
    """

    accounts: int
    margin: int
    by_rep: Mapping[str, int]

    @property
    def most_of_one_rep(self) -> int:
        """The most that any one rep loses."""
        return max(self.by_rep.values(), default=0)

    def keeps(self, allowed: Allowed) -> bool:
        """Whether all limits hold."""
        return all(over <= 0 for over in self.excess(allowed))

    def excess(self, allowed: Allowed) -> tuple[int, int, int]:
        """Return how much goes over each limit in accounts, cents and accounts of one rep; 0 where none is passed."""
        pairs = (
            (self.accounts, allowed.accounts),
            (self.margin, allowed.margin),
            (self.most_of_one_rep, allowed.each),
        )
        accounts, margin, each = (0 if most is None else max(has - most, 0) for has, most in pairs)
        return accounts, margin, each


def changes_of(dataset: Dataset, roster: RosterTable, *, among: Flags | None = None) -> Changes:
    """Count what changes hands in a roster, the figure of the whole plan; only in rows `among` where they are given."""
    flags = roster[columns.CHANGES_HANDS].to_numpy(dtype=np.bool_, na_value=False)
    flags = flags if among is None else flags & among
    margin = whole(dataset.accounts[account_columns.GROSS_MARGIN])
    lost = roster.loc[flags, columns.TODAY_OWNER_ID].value_counts()
    return Changes(int(flags.sum()), int(margin[flags].sum()), {str(rep): int(n) for rep, n in lost.items()})


def allowed_changes(dataset: Dataset, budget: ChangeBudget, today: Today) -> Allowed:
    """Return the limits in whole accounts and cents, rounded down, of what has an active named rep today."""
    base = today.is_active
    margin = int(whole(dataset.accounts[account_columns.GROSS_MARGIN])[base].sum())
    accounts = (
        None if budget.accounts_share is None else math.floor(budget.accounts_share * int(base.sum()) + _ROUNDING)
    )
    money_limit = None if budget.margin_share is None else math.floor(budget.margin_share * max(margin, 0) + _ROUNDING)
    return Allowed(accounts, money_limit, budget.accounts_per_rep)


def one_percent(dataset: Dataset, today: Today) -> Budget:
    """Return one percent of the accounts, rounded up, and of the margin in currency that have somebody today."""
    base = today.is_active
    margin = float(whole(dataset.accounts[account_columns.GROSS_MARGIN])[base].sum()) / _CENTS
    return Budget(accounts=math.ceil(_ONE_PERCENT * int(base.sum())), value=_ONE_PERCENT * max(margin, 0.0))


def budget_left(allowed: Allowed, apart: Changes) -> Budget:
    """Return what is left of the limits for territories, where so much changes hands apart from them.

    Raises:
        UserError: code `budget_too_small`: nothing is left.
    """
    if not apart.keeps(allowed):
        raise too_small(apart, allowed)
    return Budget(
        accounts=None if allowed.accounts is None else allowed.accounts - apart.accounts,
        value=None if allowed.margin is None else max((allowed.margin - apart.margin) / _CENTS, 0.0),
        each=None if allowed.each is None else allowed.each - apart.most_of_one_rep,
    )


def too_small(changes: Changes, allowed: Allowed) -> UserError:
    """Return the error that says, in the plan's own figures, what changes hands at least and what is allowed."""
    accounts, margin, _ = changes.excess(allowed)
    if accounts:
        message = ntr(
            "Rules, people and decisions by hand change the hands of {n} account; the limit allows {most}.",
            "Rules, people and decisions by hand change the hands of {n} accounts; the limit allows {most}.",
            changes.accounts,
            most=count(allowed.accounts or 0),
        )
    elif margin:
        message = tr(
            "Rules, people and decisions by hand change the hands of {margin}; the limit allows {most}.",
            margin=money(changes.margin),
            most=money(allowed.margin or 0),
        )
    else:
        message = ntr(
            "Rules, people and decisions by hand take {n} account from one rep; the limit allows {most} each.",
            "Rules, people and decisions by hand take {n} accounts from one rep; the limit allows {most} each.",
            changes.most_of_one_rep,
            most=count(allowed.each or 0),
        )
    remedy = tr("Allow more to change hands, or let fewer accounts change their channel.")
    return UserError(message, remedy, code="budget_too_small")
