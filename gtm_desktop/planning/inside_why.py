"""Why each inside account has its rep: decided by hand, kept, region, product knowledge or standing, in a few words."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from gtm_desktop.core.words import tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.inside import durables_skill, strengths
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.roster import HandoffReason, SizeTier

_SENIOR = 0.75
_BIG = 0.75
_MOSTLY = 0.5


def inside_sentences(
    dataset: Dataset, plan: Plan, result: PlanResult, *, rep_id: str, rows: Sequence[int], names_standing: bool
) -> list[str]:
    """Say for each of these rows of the account table why this inside rep has it.

    Args:
        dataset: accounts and people.
        plan: the weights in force and what was set by hand.
        result: who has what.
        rep_id: the rep who has all of these accounts; a code outside the roster gives shorter sentences.
        rows: row numbers of the account table.
        names_standing: whether seniority and performance may be spoken of.

    Returns:
        one sentence a row, facts that count under the weights in force, the weightiest kind first.
    """
    accounts, roster = dataset.accounts.iloc[list(rows)], result.roster.iloc[list(rows)]
    people = dataset.reps[dataset.reps[rep_columns.REP_ID] == rep_id]
    weights = plan.settings.inside
    facts: list[list[str]] = [[] for _ in rows]
    for at, (account_id, today, handoff) in enumerate(
        zip(
            accounts[account_columns.ACCOUNT_ID],
            roster[columns.TODAY_OWNER_ID],
            roster[columns.HANDOFF_REASON],
            strict=True,
        )
    ):
        facts[at] += _today_facts(plan, str(account_id), today=today, rep_id=rep_id, handoff=str(handoff))
    if len(people) == 1:
        rep = people.iloc[0]
        if weights.region > 0:
            _add(facts, _region_facts(accounts, rep))
        if weights.product > 0:
            skill = float(durables_skill(people)[0])
            _add(facts, _product_facts(result.segmentation.durables_share.iloc[list(rows)], skill))
        if weights.seniority > 0 and names_standing and _is_strong(people, plan):
            rank = result.roster[columns.OWNER_ID].eq(rep_id) & result.segmentation.size_tier.ne(SizeTier.PROSPECT)
            margin = dataset.accounts.loc[rank.to_numpy(), account_columns.GROSS_MARGIN].astype("float64")
            line = margin.quantile(_BIG) if len(margin) else float("nan")
            big = accounts[account_columns.GROSS_MARGIN].astype("float64") >= line
            _add(facts, [tr("large account, strong rep") if flag else "" for flag in big])
    return [_sentence(each) for each in facts]


def _is_strong(people: pd.DataFrame, plan: Plan) -> bool:
    rules = plan.settings.reps
    found = strengths(people, uses_seniority=rules.uses_seniority, uses_performance=rules.uses_performance)
    return float(found[0]) >= _SENIOR


def _today_facts(plan: Plan, account_id: str, *, today: Any, rep_id: str, handoff: str) -> list[str]:
    pin = plan.pins.inside_rep.get(account_id)
    if pin is not None and pin.value == rep_id:
        return [tr("set by hand: {reason}", reason=pin.reason) if pin.reason else tr("set by hand")]
    if pd.isna(today):
        return [tr("was unassigned")]
    if str(today) == rep_id:
        return [tr("stays: same rep today")]
    return [tr("today's rep leaves")] if handoff == HandoffReason.LEAVER else []


def _region_facts(accounts: pd.DataFrame, rep: "pd.Series[Any]") -> list[str]:
    own = rep[[rep_columns.REGION, rep_columns.BRANCH, rep_columns.HOME_STATE]].fillna("")
    own_region, own_branch, own_state = own.tolist()
    said = []
    for region, branch, state in zip(
        accounts[account_columns.REGION],
        accounts[account_columns.BRANCH],
        accounts[account_columns.STATE],
        strict=True,
    ):
        if not pd.isna(branch) and branch == own_branch:
            said.append(tr("branch {branch}", branch=branch))
        elif not pd.isna(region) and region == own_region:
            said.append(tr("region {region}", region=region))
        elif not pd.isna(state) and state == own_state:
            said.append(tr("same state"))
        else:
            said.append("")
    return said


def _product_facts(durables: "pd.Series[Any]", skill: float) -> list[str]:
    if pd.isna(skill):
        return [""] * len(durables)
    words = tr("knows durables") if skill else tr("knows consumables")
    fits = (durables >= _MOSTLY) if skill else (durables < _MOSTLY)
    return [words if flag else "" for flag in fits]


def _add(facts: list[list[str]], said: list[str]) -> None:
    for each, words in zip(facts, said, strict=True):
        if words:
            each.append(words)


def _sentence(facts: list[str]) -> str:
    return "; ".join(facts) if facts else tr("evens out the books")
