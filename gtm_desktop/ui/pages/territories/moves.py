"""What moving accounts to a territory would do, told before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gtm_desktop.core.words import count, money, money_short, ntr, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.loads import is_shared, loads, places
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.rows import NOWHERE, Flags, Floats, Ints, counts, positions, rows_of, whole
from gtm_desktop.planning.settings import TerritoryRules
from gtm_desktop.planning.today import Today
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as columns
from gtm_desktop.tables.accounts import AccountTable

_MOST = 4
_MOST_SOURCES = 2


@dataclass(frozen=True)
class MoveView:
    """Selected accounts, and what moving them would do.

    Attributes:
        account_ids: the accounts.
        title: how many they are.
        whence: how many of them are where, and their margin.
        exact: the exact margin.
        territory_id: where they would go; empty while nothing is chosen.
        lines: before → after of every territory concerned, then of the accounts that change hands.
        warnings: which territories it leaves without an account or puts outside a limit they keep now.
        refusal: why they cannot be moved; empty if they can.
    """

    account_ids: tuple[str, ...]
    title: str
    whence: str
    exact: str
    territory_id: str = ""
    lines: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, eq=False)
class _Move:
    """The selected rows, where they are, and the money of all accounts."""

    rows: Ints
    at: Ints
    margin: Ints
    names: tuple[str, ...]


def move_view(
    dataset: Dataset,
    result: PlanResult,
    *,
    account_ids: Sequence[str],
    territory_id: str,
    today: Today,
    rules: TerritoryRules,
) -> MoveView:
    """Say what moving these accounts to a territory would do; an empty id only says what is selected.

    Args:
        dataset: n accounts.
        result: what the plan comes to now.
        account_ids: the selected accounts; unknown ones are passed over.
        territory_id: where they would go.
        today: today's coverage of the n accounts.
        rules: what an account takes of a territory's capacity.

    An account changes hands where an active named rep has it today and another person has the territory. RULES 4.
    """
    rows = rows_of(account_ids, dataset.accounts[account_columns.ACCOUNT_ID])
    rows = np.unique(rows[rows != NOWHERE])
    table = result.territories
    ids = tuple(str(key) for key in table[columns.TERRITORY_ID])
    holder = positions(result.roster[roster_columns.TERRITORY_ID], ids)
    at = holder[rows]
    names = tuple(str(name) for name in table[columns.NAME])
    move = _Move(rows, at, whole(dataset.accounts[account_columns.GROSS_MARGIN]), names)
    total = int(move.margin[rows].sum())
    selected = MoveView(
        account_ids=tuple(str(key) for key in dataset.accounts[account_columns.ACCOUNT_ID].iloc[rows]),
        title=ntr("{n} account selected", "{n} accounts selected", len(rows)),
        whence=tr("{places} · {margin} margin", places=_places(move), margin=money_short(total)),
        exact=money(total),
    )
    if territory_id not in ids or not len(rows):
        return selected
    target = ids.index(territory_id)
    lines = _before_after(table, move, target)
    refusal = _refusal(table, move, target) or _not_planned(result, rows)
    owner = str(table[columns.OWNER_ID].iloc[target])
    return replace(
        selected,
        territory_id=territory_id,
        lines=(*lines, _hands(result, move, today, owner=owner, target=target)),
        warnings=() if refusal else _warnings(table, move, _Loads.of(dataset, result, holder, rules), target),
        refusal=refusal,
    )


@dataclass(frozen=True, eq=False)
class _Loads:
    """Which of p territories holds each of n accounts, and what that takes of their capacity."""

    accounts: AccountTable
    holder: Ints
    shared: Flags
    rules: TerritoryRules

    @classmethod
    def of(cls, dataset: Dataset, result: PlanResult, holder: Ints, rules: TerritoryRules) -> "_Loads":
        return cls(dataset.accounts, holder, is_shared(result.roster[roster_columns.CHANNEL]), rules)

    def taken(self, number: int) -> Floats:
        return places(loads(self.accounts, self.holder, shared=self.shared, rules=self.rules), self.holder, number)


def _warnings(table: pd.DataFrame, move: _Move, before: _Loads, target: int) -> tuple[str, ...]:
    """Say what a move breaks: a territory that has none left, and a limit that is kept now and would not be then."""
    number = len(move.names)
    holder = before.holder.copy()
    holder[move.rows] = target
    held = counts(holder, number).tolist()
    old, new = before.taken(number).tolist(), replace(before, holder=holder).taken(number).tolist()
    lower, upper = table[columns.LOWER].tolist(), table[columns.UPPER].tolist()
    said: list[str] = []
    for place in [target, *sorted({*move.at.tolist()} - {NOWHERE, target})]:
        name, now = move.names[place], labels.counted(held[place], new[place])
        if held[place] == 0:
            said.append(tr("leaves {territory} without an account", territory=name))
        elif new[place] > upper[place] and new[place] > old[place]:
            limit = count(upper[place])
            said.append(tr("puts {territory} at {held}, over its upper limit of {limit}",
                           territory=name, held=now, limit=limit))  # fmt: skip
        elif new[place] < lower[place] <= old[place]:
            limit = count(lower[place])
            said.append(tr("leaves {territory} with {held}, under its lower limit of {limit}",
                           territory=name, held=now, limit=limit))  # fmt: skip
    return tuple(said)


def outside_of(result: PlanResult, account_ids: Sequence[str], territory_id: str) -> list[str]:
    """Return those of these accounts that are not in a territory yet: what a move there really moves."""
    roster = result.roster
    there = set(roster.loc[roster[roster_columns.TERRITORY_ID] == territory_id, roster_columns.ACCOUNT_ID])
    return [each for each in account_ids if each not in there]


def _places(move: _Move) -> str:
    numbers = [(int((move.at == place).sum()), place) for place in np.unique(move.at).tolist()]
    numbers.sort(key=lambda each: (-each[0], each[1]))
    words = [f"{count(n)} {move.names[at] if at != NOWHERE else tr('in no territory')}" for n, at in numbers]
    return " · ".join(words[:_MOST]) + (" …" if len(words) > _MOST else "")


def _before_after(table: pd.DataFrame, move: _Move, target: int) -> list[str]:
    """Say what becomes of the target and of the territories that give most; how many more give is only counted."""
    moving = move.at != target
    sources, numbers = np.unique(move.at[moving & (move.at != NOWHERE)], return_counts=True)
    ordered = sources[np.argsort(-numbers, kind="stable")].tolist()
    lines = [_line(table, move, place, move.at == place, sign=-1) for place in ordered[:_MOST_SOURCES]]
    if len(ordered) > _MOST_SOURCES:
        more = len(ordered) - _MOST_SOURCES
        lines.append(ntr("{n} more territory gives accounts", "{n} more territories give accounts", more))
    return [*lines, _line(table, move, target, moving, sign=1)]


def _line(table: pd.DataFrame, move: _Move, place: int, which: Flags, *, sign: int) -> str:
    held, margin = int(table[columns.ACCOUNTS].iloc[place]), int(table[columns.GROSS_MARGIN].iloc[place])
    moved = int(move.margin[move.rows[which]].sum())
    return tr(
        "{name} {before} → {after} accounts, {old} → {new}",
        name=move.names[place],
        before=count(held),
        after=count(held + sign * int(which.sum())),
        old=money_short(margin),
        new=money_short(margin + sign * moved),
    )


def _hands(result: PlanResult, move: _Move, today: Today, *, owner: str, target: int) -> str:
    rows = move.rows[move.at != target]
    change = result.roster[roster_columns.CHANGES_HANDS]
    before = int(change.iloc[rows].fillna(False).sum())
    other = (today.owner_id.iloc[rows].fillna("") != owner).to_numpy(dtype=np.bool_)
    after = int((today.is_active[rows] & other).sum())
    whole_plan = result.kpis.changing_accounts
    return tr(
        "Change hands {before} → {after} in the whole plan",
        before=count(whole_plan),
        after=count(whole_plan - before + after),
    )


def _not_planned(result: PlanResult, rows: Ints) -> str:
    frozen = int(result.frozen[rows].sum()) if len(result.frozen) else 0
    if not frozen:
        return ""
    return ntr(
        "{n} account is not being planned; Rules… under More says what is",
        "{n} accounts are not being planned; Rules… under More says what is",
        frozen,
    )


def _refusal(table: pd.DataFrame, move: _Move, target: int) -> str:
    if bool((move.at == target).all()):
        return tr("they are all there already")
    locked = [place for place in {*move.at.tolist(), target} - {NOWHERE} if table[columns.IS_LOCKED].iloc[place]]
    return tr("{territory} is locked; unlock it first", territory=move.names[min(locked)]) if locked else ""
