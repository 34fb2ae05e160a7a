"""How each account is covered today: through which channel, by whom, and whether that person goes on."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.planning.capacity import LEAST_MONTHS
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables.columns import Columns
from gtm_desktop.tables.roster import Channel


@dataclass(frozen=True, eq=False)
class Today:
    """Today's coverage, n rows in the order of the account table.

    Attributes:
        channel: channel codes; missing where nothing is known.
        owner_id: rep codes; missing where nobody owns the account.
        is_active: flags: the owner is a named person of the roster who stays long enough into the plan year to be
            given accounts; of nobody without a roster.
    """

    channel: "pd.Series[Any]"
    owner_id: "pd.Series[Any]"
    is_active: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class TodayInput:
    """What today's coverage is read from.

    Attributes:
        accounts: reps and channel of today of n accounts.
        people: code, leaving date and whether the position is open.
        plan_year_start: the first day of the plan year.
    """

    TAG: ClassVar[str] = "today input"

    accounts: Columns
    people: Columns
    plan_year_start: date


ACCOUNTS_READ = (columns.OUTSIDE_REP, columns.INSIDE_REP, columns.TODAY_CHANNEL)
"""The columns of the accounts that are read."""
PEOPLE_READ = (rep_columns.REP_ID, rep_columns.IS_OPEN, rep_columns.LEAVING)
"""The columns of the people that are read."""


def today_of(read: TodayInput) -> Today:
    """Read today's channel and owner from the account list.

    Where the list names no channel, an outside rep means outside, an inside rep inside; an account with neither is
    self-serve as soon as the list names reps for others. The owner is the rep of that channel, else the other one.
    """
    accounts = read.accounts
    outside, inside = accounts[columns.OUTSIDE_REP], accounts[columns.INSIDE_REP]
    channel = accounts[columns.TODAY_CHANNEL].copy()
    channel = channel.mask(channel.isna() & outside.notna(), Channel.OUTSIDE)
    channel = channel.mask(channel.isna() & inside.notna(), Channel.INSIDE)
    if bool(outside.notna().any()) or bool(inside.notna().any()):
        channel = channel.fillna(Channel.SELF_SERVE)
    is_inside = (channel == Channel.INSIDE).fillna(False)
    owner = outside.where(outside.notna(), inside)
    owner = owner.mask(is_inside, inside.where(inside.notna(), outside))
    owner = owner.mask((channel == Channel.SELF_SERVE).fillna(False), pd.NA)
    return Today(channel, owner, _goes_on(owner, read.people, read.plan_year_start))


def _goes_on(owner: "pd.Series[Any]", reps: Columns, plan_year_start: date) -> NDArray[np.bool_]:
    stays_from = pd.Timestamp(plan_year_start) + pd.DateOffset(months=LEAST_MONTHS)
    leaves = reps[rep_columns.LEAVING] < stays_from
    is_open = reps[rep_columns.IS_OPEN].fillna(False).astype(bool)
    active = reps[rep_columns.REP_ID][~leaves & ~is_open]
    return np.asarray(owner.isin(active), dtype=np.bool_)
