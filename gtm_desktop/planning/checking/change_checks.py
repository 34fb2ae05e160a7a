"""What needs a look in what a plan changes: the limit of changes, and the borders that territories keep to."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gtm_desktop.core.words import count, money_short, ntr, percent, tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanProblem, PlanResult, Stage
from gtm_desktop.planning.rows import Flags
from gtm_desktop.planning.scope import division_label, parts_of
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables import territories as territory_columns

_MOST_CROSSINGS = 10
"""Accounts that cross a border are named by territory and part up to here; all others are told as one."""
_ROUNDING = 1e-6
_PART, _HOME = "part", "home"


def check_changes(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    """Name limits of change that the finished plan passes, accounts across borders and parts too small for a rep."""
    if plan.accepted.territories is None:
        return
    yield from _over_the_limit(dataset, plan, result)
    if plan.settings.borders.is_set:
        yield from _borders(dataset, plan, result)


def _over_the_limit(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    budget, kpis = plan.settings.changes, result.kpis
    changes = result.roster[columns.CHANGES_HANDS].fillna(False).to_numpy(dtype=np.bool_)
    accounts = int(changes.sum())
    margin = int(dataset.accounts[account_columns.GROSS_MARGIN].fillna(0)[changes].sum())
    if budget.accounts_share is not None and accounts > budget.accounts_share * kpis.base_accounts + _ROUNDING:
        text = ntr(
            "{n} account changes hands, more than the limit of {share} of {base}.",
            "{n} accounts change hands, more than the limit of {share} of {base}.",
            accounts,
            share=percent(budget.accounts_share),
            base=count(kpis.base_accounts),
        )
        yield PlanProblem("over_change_limit", text, Stage.TERRITORIES)
    if budget.margin_share is not None and margin > max(budget.margin_share * kpis.base_margin, 0) + _ROUNDING:
        text = tr(
            "{margin} of gross margin changes hands, more than the limit of {share} of {base}.",
            margin=money_short(margin),
            share=percent(budget.margin_share),
            base=money_short(kpis.base_margin),
        )
        yield PlanProblem("over_change_limit", text, Stage.TERRITORIES)
    if budget.accounts_per_rep is not None:
        yield from _over_the_limit_of_a_rep(result, changes, budget.accounts_per_rep)


def _over_the_limit_of_a_rep(result: PlanResult, changes: Flags, most: int) -> Iterator[PlanProblem]:
    names = {owner.owner_id: owner.name for owner in result.owners}
    lost = result.roster.loc[changes, columns.TODAY_OWNER_ID].value_counts(sort=False).sort_index()
    for rep, number in lost[lost > most].items():
        text = ntr(
            "{name} loses {n} account to others, more than the limit of {most}.",
            "{name} loses {n} accounts to others, more than the limit of {most}.",
            int(number),
            name=names.get(str(rep), str(rep)),
            most=count(most),
        )
        yield PlanProblem("over_change_limit", text, Stage.TERRITORIES, str(rep))


def _borders(dataset: Dataset, plan: Plan, result: PlanResult) -> Iterator[PlanProblem]:
    """Recount territories and parts from the roster: a territory belongs to the part with most of its accounts."""
    division = plan.settings.borders.division
    if division is None:
        return
    roster = result.roster
    frame = pd.DataFrame(
        {
            columns.TERRITORY_ID: roster[columns.TERRITORY_ID],
            _PART: parts_of(dataset, division, roster[columns.TODAY_OWNER_ID]),
        }
    ).dropna(subset=[columns.TERRITORY_ID, _PART])
    held = frame.groupby([columns.TERRITORY_ID, _PART], sort=True).size()
    home = {str(key): str(part) for key, part in held.groupby(level=0, sort=True).idxmax()}
    frame[_HOME] = frame[columns.TERRITORY_ID].map(home)
    yield from _crossings(frame[frame[_HOME] != frame[_PART]], result)
    yield from _small_parts(frame, plan, tr("{division} {part}", division=division_label(division), part="{part}"))


def _crossings(crossing: pd.DataFrame, result: PlanResult) -> Iterator[PlanProblem]:
    """Name who crosses by territory and part, most accounts first, ties by the territory's id, then the part."""
    territories = result.territories
    names = dict(zip(territories[territory_columns.TERRITORY_ID], territories[territory_columns.NAME], strict=True))
    groups = crossing.groupby([columns.TERRITORY_ID, _HOME, _PART], sort=True)
    found = [(tuple(map(str, key)), tuple(own.index.tolist())) for key, own in groups]
    ranked = sorted(found, key=lambda group: -len(group[1]))
    for (key, home, part), rows in ranked[:_MOST_CROSSINGS]:
        text = ntr(
            "{n} account of {part} is in {territory}, which belongs to {home}.",
            "{n} accounts of {part} are in {territory}, which belongs to {home}.",
            len(rows),
            part=part,
            territory=names.get(key, key),
            home=home,
        )
        yield PlanProblem("crosses_border", text, Stage.TERRITORIES, key, rows)
    rest = tuple(sorted(row for _, rows in ranked[_MOST_CROSSINGS:] for row in rows))
    if rest:
        text = ntr(
            "{n} more account is in a territory of another part.",
            "{n} more accounts are in territories of other parts.",
            len(rest),
        )
        yield PlanProblem("crosses_border", text, Stage.TERRITORIES, rows=rest)


def _small_parts(frame: pd.DataFrame, plan: Plan, name: str) -> Iterator[PlanProblem]:
    """Name parts that have too few accounts in territories for one rep, where no account may come from elsewhere."""
    lower = plan.settings.economics.outside.lower
    if plan.settings.borders.crossing_price is not None:
        return
    held = frame.groupby(_PART, sort=True).size()
    for part, number in held[held < lower].items():
        text = ntr(
            "{part} has {n} account in territories, under the {lower} of one rep, and none may come from elsewhere.",
            "{part} has {n} accounts in territories, under the {lower} of one rep, and none may come from elsewhere.",
            int(number),
            part=name.format(part=part),
            lower=count(lower),
        )
        yield PlanProblem("part_too_small", text, Stage.TERRITORIES, str(part))
