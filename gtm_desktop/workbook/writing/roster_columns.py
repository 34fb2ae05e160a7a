"""The columns of the rosters: one row an account, with what the plan decided for it and why.

Nothing about a person but name, code and manager stands here: no score, seniority, cost or home.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.core.words import tr
from gtm_desktop.geo.distance import great_circle_km
from gtm_desktop.planning import labels, why
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.settings import Dimension
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as territory_columns
from gtm_desktop.tables.roster import Channel
from gtm_desktop.tables.schema import Kind
from gtm_desktop.workbook.writing.sheet_writer import SheetColumn, sheet_column


def roster_sheet_columns(dataset: Dataset, plan: Plan, result: PlanResult) -> list[SheetColumn]:
    """Return the columns of all n accounts in the order of the account table; unmapped columns come last."""
    accounts, roster = dataset.accounts, result.roster
    people = PeopleNames(dataset, result)
    sentences = why.channel_sentences(plan, result, list(range(len(accounts))))
    territory = roster[roster_columns.TERRITORY_ID]
    return [
        sheet_column(tr("Account ID"), Kind.TEXT, accounts[account_columns.ACCOUNT_ID]),
        sheet_column(tr("Account name"), Kind.TEXT, accounts[account_columns.NAME]),
        sheet_column(tr("Owner code"), Kind.TEXT, roster[roster_columns.OWNER_ID]),
        sheet_column(tr("Owner"), Kind.TEXT, roster[roster_columns.OWNER_NAME].fillna(tr("not placed yet"))),
        sheet_column(tr("Second owner"), Kind.TEXT, people.names_of(roster[roster_columns.SECONDARY_OWNER_ID])),
        sheet_column(tr("Territory"), Kind.TEXT, mapped(territory, territory_names(result))),
        sheet_column(tr("Interim cover"), Kind.TEXT, mapped(territory, interim_covers(result))),
        sheet_column(tr("Manager"), Kind.TEXT, mapped(roster[roster_columns.OWNER_ID], people.managers)),
        sheet_column(tr("City"), Kind.TEXT, accounts[account_columns.CITY]),
        sheet_column(tr("State"), Kind.TEXT, accounts[account_columns.STATE]),
        sheet_column(tr("ZIP"), Kind.TEXT, accounts[account_columns.POSTAL_CODE]),
        sheet_column(tr("Gross margin"), Kind.MONEY, accounts[account_columns.GROSS_MARGIN], is_added_up=True),
        sheet_column(tr("Revenue"), Kind.MONEY, accounts[account_columns.REVENUE], is_added_up=True),
        sheet_column(tr("Estimated yearly spend"), Kind.MONEY, accounts[account_columns.WALLET]),
        sheet_column(tr("Segment"), Kind.TEXT, roster[roster_columns.SEGMENT]),
        _class_column(Dimension.SIZE, roster[roster_columns.SIZE_TIER]),
        _class_column(Dimension.WALLET, roster[roster_columns.WALLET_STAGE]),
        _class_column(Dimension.MIX, roster[roster_columns.PRODUCT_MIX]),
        _class_column(Dimension.PATTERN, roster[roster_columns.PURCHASE_PATTERN]),
        sheet_column(tr("Channel"), Kind.TEXT, channel_names(roster[roster_columns.CHANNEL])),
        sheet_column(tr("Channel by rule"), Kind.TEXT, channel_names(roster[roster_columns.CHANNEL_BY_RULE])),
        sheet_column(tr("Why this channel"), Kind.TEXT, sentences),
        sheet_column(tr("Owner today"), Kind.TEXT, people.names_of(roster[roster_columns.TODAY_OWNER_ID])),
        sheet_column(tr("Changes hands"), Kind.FLAG, roster[roster_columns.CHANGES_HANDS]),
        sheet_column(tr("To be checked"), Kind.FLAG, roster[roster_columns.TO_BE_CHECKED]),
        sheet_column(tr("Parent account"), Kind.TEXT, accounts[account_columns.PARENT_ID]),
        sheet_column(tr("Parent name"), Kind.TEXT, accounts[account_columns.PARENT_NAME]),
        *_extra_columns(accounts),
    ]


def roster_order(result: PlanResult, accounts: pd.DataFrame) -> NDArray[np.int64]:
    """Return all n rows by owner, largest margin first, then by the order of the list."""
    owner = result.roster[roster_columns.OWNER_NAME].fillna("").astype(str).to_numpy(dtype=str)
    margin = accounts[account_columns.GROSS_MARGIN].to_numpy(dtype=np.int64, na_value=np.iinfo(np.int64).min // 2)
    return np.lexsort((-margin, owner)).astype(np.int64)


class PeopleNames:
    """What owners are called, and who leads them."""

    def __init__(self, dataset: Dataset, result: PlanResult) -> None:
        reps = dataset.reps
        codes = [str(code) for code in reps[rep_columns.REP_ID]]
        listed = reps[rep_columns.NAME].fillna(reps[rep_columns.REP_ID])
        self._names: dict[str, str] = dict(zip(codes, (str(name) for name in listed), strict=True))
        self._names |= {owner.owner_id: owner.name for owner in result.owners}
        leaders = reps[rep_columns.MANAGER]
        self.managers: dict[str, str] = {
            code: str(leader) for code, leader in zip(codes, leaders, strict=True) if not pd.isna(leader)
        }

    def names_of(self, owner_ids: "pd.Series[Any]") -> "pd.Series[Any]":
        """Return n names; a code that nobody knows stays as it is, a missing one missing."""
        return owner_ids.map(self._names, na_action="ignore").fillna(owner_ids)

    def name_of(self, owner_id: str) -> str:
        """Return one name; a code that nobody knows stays as it is."""
        return self._names.get(owner_id, owner_id)


def roster_name(channel: str) -> str:
    """Name the sheet of a channel's roster."""
    return {
        Channel.OUTSIDE: tr("Outside roster"),
        Channel.INSIDE: tr("Inside roster"),
        Channel.SELF_SERVE: tr("Self-serve roster"),
        Channel.KEY_ACCOUNT: tr("Key account roster"),
        Channel.JOINT: tr("Joint roster"),
    }.get(channel, tr("{channel} roster", channel=channel)[:31])


def mapped(keys: "pd.Series[Any]", names: Mapping[str, str]) -> "pd.Series[Any]":
    """Return the name of each key; missing where there is none."""
    return keys.astype(object).map(names, na_action="ignore")


def channel_names(codes: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the name of each channel code; missing where it is missing."""
    return mapped(codes, {code: labels.channel(code) for code in codes.dropna().unique().tolist()})


def territory_names(result: PlanResult) -> dict[str, str]:
    """Return the territories' names by id."""
    territories = result.territories
    return dict(zip(territories[territory_columns.TERRITORY_ID], territories[territory_columns.NAME], strict=True))


def interim_covers(result: PlanResult) -> dict[str, str]:
    """Name who covers each territory without a person for the time being: the rep of the nearest one that has one.

    A proposal and a preset of ours; empty where no territory has a person.
    """
    territories = result.territories
    owners = result.owner_by_id
    ids = [str(code) for code in territories[territory_columns.TERRITORY_ID]]
    holders = [owners.get(str(code)) for code in territories[territory_columns.OWNER_ID]]
    lat = territories[territory_columns.LAT].to_numpy(dtype=np.float64)
    lon = territories[territory_columns.LON].to_numpy(dtype=np.float64)
    staffed = np.array(
        [at for at, holder in enumerate(holders) if holder is not None and not holder.is_open], dtype=np.int64
    )
    covers: dict[str, str] = {}
    for at, holder in enumerate(holders):
        if len(staffed) == 0 or (holder is not None and not holder.is_open):
            continue
        away = np.nan_to_num(great_circle_km(lat[staffed], lon[staffed], to_lat=lat[at], to_lon=lon[at]), nan=np.inf)
        nearest = holders[int(staffed[int(np.argmin(away))])]
        if nearest is not None:
            covers[ids[at]] = nearest.name
    return covers


def _class_column(of: Dimension, codes: "pd.Series[Any]") -> SheetColumn:
    names = {code: labels.class_name(of, code) for code in codes.dropna().unique().tolist()}
    return sheet_column(labels.dimension(of), Kind.TEXT, mapped(codes, names))


def _extra_columns(accounts: pd.DataFrame) -> Sequence[SheetColumn]:
    prefix = account_columns.EXTRA_PREFIX
    return [
        sheet_column(str(name).removeprefix(prefix), Kind.TEXT, accounts[name])
        for name in accounts.columns
        if str(name).startswith(prefix)
    ]
