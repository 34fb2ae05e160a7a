"""What accounts take of a person's capacity, wherever capacity is counted.

A customer takes one place, each of its further sites with the same person a quarter of one (preset), and an account
that two people share half of that from each.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
import pandas as pd

from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints
from gtm_desktop.planning.settings import Level
from gtm_desktop.tables import accounts as columns
from gtm_desktop.tables.columns import Readable
from gtm_desktop.tables.roster import Channel

UNITS = 8
"""Whole units of one place: a shared account's further site takes half of a quarter."""
_QUARTERS = 4
PEOPLE_OF_JOINT = 2
"""A joint account has an outside and an inside person, who give and must add the same. Preset, RULES 2."""


class Sites(Protocol):
    """What says how sites of one customer are counted: rules of territories, or only this part of them."""

    @property
    def assigned_level(self) -> Level:
        """At what level accounts are assigned."""

    @property
    def site_weight(self) -> float:
        """What each further site of one customer takes, in accounts; whole quarters."""


@dataclass(frozen=True)
class SiteRules:
    """How sites of one customer are counted, and nothing else: the two fields of `Sites`."""

    TAG: ClassVar[str] = "site rules"

    assigned_level: Level = Level.ACCOUNT
    site_weight: float = 0.25


def customer_columns(level: Level) -> tuple[str, ...]:
    """Return the columns of the accounts that say which of them are one customer."""
    return () if level is Level.ACCOUNT else (columns.ACCOUNT_ID, columns.PARENT_ID)


def customers(accounts: Readable, level: Level) -> Ints:
    """Return n customer numbers, 0 for the first in the list: each account its own, or all of one parent the same.

    An account without a parent is a customer of its own. Source: RULES 1 (levels).
    """
    if level is Level.ACCOUNT:
        return np.arange(len(accounts), dtype=np.int64)
    parent = accounts[columns.PARENT_ID]
    # A parent's id may be the id of one of its own sites: that site belongs to it.
    own = parent.where(parent.notna(), accounts[columns.ACCOUNT_ID])
    return np.asarray(pd.factorize(own)[0], dtype=np.int64)


def is_shared(channel: "pd.Series[Any]") -> Flags:
    """Return n flags: the account is joint, so that an outside and an inside person each give half a place."""
    return (channel == Channel.JOINT).fillna(False).to_numpy(dtype=np.bool_)


def loads(accounts: Readable, holder: Ints, *, shared: Flags, rules: Sites) -> Ints:
    """Say what each account takes of its holder's capacity.

    Args:
        accounts: n rows; reads id and parent.
        holder: n numbers of who or what holds the account (a person, a territory, a channel); −1 for nobody.
        shared: n flags: held by two people, half each.
        rules: at what level accounts are assigned, and what a further site takes.

    Returns:
        n whole numbers in eighths of a place (`UNITS` make one): of a customer's sites with one holder the first in the
        list that is not shared, else the first, takes a place, the others what a further site takes; 0 for nobody.

    Source: RULES 1 (capacity counts customers plus an allowance for each further site), 2 (joint: half of capacity).
    """
    customer = customers(accounts, rules.assigned_level)
    order = np.argsort(shared, kind="stable")
    pairs = pd.DataFrame({0: customer[order], 1: holder[order]})
    is_further = np.zeros(len(accounts), dtype=np.bool_)
    is_further[order] = pairs.duplicated().to_numpy(dtype=np.bool_)
    site = round(rules.site_weight * _QUARTERS) * (UNITS // _QUARTERS)
    units = np.where(is_further, site, UNITS)
    return np.where(holder == NOWHERE, 0, np.where(shared, units // PEOPLE_OF_JOINT, units)).astype(np.int64)


def places(units: Ints, holder: Ints, holders: int) -> Floats:
    """Return the places taken of each of some holders, in accounts; rows of holder −1 are left out."""
    known = holder != NOWHERE
    return np.bincount(holder[known], weights=units[known], minlength=holders).astype(np.float64) / UNITS
