"""What the review page says below the comparison: handoffs, decisions, problems, checks and what the export holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from gtm_desktop.core.words import count, day, moment, money, money_short, ntr, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.rows import Ints, whole
from gtm_desktop.project.state import JournalEntry, Topic
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import reps as rep_columns
from gtm_desktop.tables import roster as columns
from gtm_desktop.tables.roster import HandoffReason
from gtm_desktop.ui.icons import Icon
from gtm_desktop.ui.models.table_view import CellKind, TableColumn, TableView, number_column, text_column
from gtm_desktop.ui.pages.people import PERSONAL_PROBLEMS
from gtm_desktop.ui.pages.stages import STEP_OF_STAGE
from gtm_desktop.ui.shell.steps import step_title


class HandoffKind(StrEnum):
    """Which accounts with another owner are listed: change hands counts, the others are counted apart."""

    CHANGES = "changes"
    LEAVER = "leaver"
    FIRST = "first"


_KINDS = {
    HandoffKind.LEAVER: HandoffReason.LEAVER,
    HandoffKind.FIRST: HandoffReason.FIRST_ASSIGNMENT,
}


@dataclass(frozen=True)
class CheckView:
    """One check of the finished plan: in words, and whether it holds."""

    text: str
    holds: bool


@dataclass(frozen=True, eq=False)
class ProblemRows:
    """The problems as a table, and where each is mended: its step and its subject by row id."""

    table: TableView
    hint: str
    places: dict[str, tuple[str, str]]


def handoff_kind(kind: HandoffKind) -> str:
    """Say which accounts are listed."""
    return {
        HandoffKind.CHANGES: tr("change hands"),
        HandoffKind.LEAVER: tr("today's rep leaves"),
        HandoffKind.FIRST: tr("first assignment"),
    }[kind]


def handoff_rows(result: PlanResult, kind: HandoffKind) -> Ints:
    """Return the rows of the accounts to list."""
    roster = result.roster
    if kind is HandoffKind.CHANGES:
        which = roster[columns.CHANGES_HANDS].fillna(False)
    else:
        which = (roster[columns.HANDOFF_REASON] == _KINDS[kind]).fillna(False) & roster[columns.OWNER_ID].notna()
    return np.flatnonzero(which.to_numpy(dtype=np.bool_)).astype(np.int64)


def handoffs(dataset: Dataset, result: PlanResult, kind: HandoffKind, wanted: str) -> tuple[TableView, str]:
    """List accounts with another owner, largest margin first, and say how many they are.

    Args:
        dataset: n accounts and the people.
        result: what the plan comes to.
        kind: which of them.
        wanted: words that account, from, to or reason must contain, whatever their case; empty for all.
    """
    rows = handoff_rows(result, kind)
    margin = dataset.accounts[account_columns.GROSS_MARGIN]
    frame = pd.DataFrame(
        {
            columns.ACCOUNT_ID: dataset.accounts[account_columns.ACCOUNT_ID].iloc[rows],
            account_columns.NAME: _account_names(dataset).iloc[rows],
            columns.TODAY_OWNER_ID: _before(dataset, result).iloc[rows],
            columns.OWNER_NAME: result.roster[columns.OWNER_NAME].iloc[rows].fillna(tr("nobody yet")),
            account_columns.GROSS_MARGIN: margin.iloc[rows],
            columns.HANDOFF_REASON: result.roster[columns.HANDOFF_REASON].iloc[rows].map(_reasons()),
        }
    )
    found = _containing(frame, wanted)
    found = found.sort_values(
        [account_columns.GROSS_MARGIN, columns.ACCOUNT_ID], ascending=[False, True], na_position="last"
    )
    total = money_short(int(whole(found[account_columns.GROSS_MARGIN]).sum()))
    hint = ntr("{n} account · {margin}", "{n} accounts · {margin}", len(found), margin=total)
    return TableView(found[columns.ACCOUNT_ID].tolist(), _handoff_columns(found)), hint


def _handoff_columns(found: pd.DataFrame) -> tuple[TableColumn, ...]:
    return (
        text_column(account_columns.NAME, tr("Account"), found[account_columns.NAME]),
        text_column(columns.TODAY_OWNER_ID, tr("From"), found[columns.TODAY_OWNER_ID]),
        text_column(columns.OWNER_NAME, tr("To"), found[columns.OWNER_NAME]),
        number_column(account_columns.GROSS_MARGIN, tr("Margin"), CellKind.MONEY, found[account_columns.GROSS_MARGIN]),
        text_column(columns.HANDOFF_REASON, tr("Reason"), found[columns.HANDOFF_REASON]),
    )


def _reasons() -> dict[str, str]:
    return {code: labels.handoff_reason(code) for code in HandoffReason.ALL}


def _account_names(dataset: Dataset) -> "pd.Series[str]":
    accounts = dataset.accounts
    return accounts[account_columns.NAME].fillna(accounts[account_columns.ACCOUNT_ID])


def _before(dataset: Dataset, result: PlanResult) -> "pd.Series[str]":
    reps = dataset.reps
    names = dict(zip(reps[rep_columns.REP_ID], reps[rep_columns.NAME].fillna(reps[rep_columns.REP_ID]), strict=True))
    codes = result.roster[columns.TODAY_OWNER_ID]
    return codes.map(names).fillna(codes).fillna(tr("nobody"))


def _containing(frame: pd.DataFrame, wanted: str) -> pd.DataFrame:
    words = wanted.casefold().split()
    if not words:
        return frame
    text = frame[account_columns.NAME].astype("string")
    for name in (columns.ACCOUNT_ID, columns.TODAY_OWNER_ID, columns.OWNER_NAME, columns.HANDOFF_REASON):
        text = text + " " + frame[name].astype("string").fillna("")
    folded = text.str.casefold()
    keep = np.ones(len(frame), dtype=np.bool_)
    for word in words:
        keep &= folded.str.contains(word, regex=False).to_numpy(dtype=np.bool_, na_value=False)
    return frame[keep]


def decisions(journal: Sequence[JournalEntry], *, shows_people: bool) -> tuple[TableView, str]:
    """List what was decided, the latest first; decisions about people are left out of a workshop and counted."""
    told = [entry for entry in reversed(journal) if shows_people or Topic.REPS not in entry.topics]
    hidden = len(journal) - len(told)
    hint = ntr("{n} step", "{n} steps", len(told))
    if hidden:
        hint += " · " + ntr("{n} hidden", "{n} hidden", hidden)
    when = [f"{day(entry.when.astimezone().date())}, {moment(entry.when)}" for entry in told]
    times = [moment(entry.when) for entry in told]
    table = TableView(
        [str(number) for number in range(len(told))],
        (
            text_column("when", tr("When"), times, notes=tuple(when)),
            text_column(
                "what",
                tr("What"),
                [entry.label for entry in told],
                notes=tuple(tr("{what} (in {scenario})", what=each.label, scenario=each.scenario) for each in told),
            ),
            text_column("reason", tr("Reason"), [entry.reason for entry in told]),
            text_column("who", tr("Who"), [entry.who for entry in told]),
        ),
    )
    return table, hint


def exceptions_words(plan: Plan) -> str:
    """Say how many exceptions from the rules are in force in this plan."""
    pins = plan.pins
    parts = [
        ntr("{n} channel set by hand", "{n} channels set by hand", len(pins.channel)),
        ntr("{n} account moved", "{n} accounts moved", len(pins.territory)),
        ntr("{n} rep set", "{n} reps set", len(pins.rep)),
        ntr("{n} inside account given", "{n} inside accounts given", len(pins.inside_rep)),
        ntr("{n} territory locked", "{n} territories locked", len(pins.locked)),
    ]
    sizes = (pins.channel, pins.territory, pins.rep, pins.inside_rep, pins.locked)
    told = [words for words, kind in zip(parts, sizes, strict=True) if len(kind)]
    return tr("In force: {parts}", parts=" · ".join(told)) if told else tr("In force: nothing was set by hand.")


def problem_rows(result: PlanResult, *, shows_people: bool) -> ProblemRows:
    """List what needs a look, worst first, with the page where it is mended."""
    told = [problem for problem in result.problems if shows_people or problem.code not in PERSONAL_PROBLEMS]
    steps = [STEP_OF_STAGE[problem.stage] for problem in told]
    messages = [problem.message for problem in told]
    table = TableView(
        [str(number) for number in range(len(told))],
        (
            text_column("what", tr("What needs a look"), messages, icons=dict.fromkeys(messages, Icon.WARNING)),
            text_column("where", tr("Where"), [step_title(step) for step in steps]),
        ),
    )
    places = {
        str(number): (step.value, problem.subject)
        for number, (step, problem) in enumerate(zip(steps, told, strict=True))
    }
    hint = ntr("{n} problem", "{n} problems", len(told)) if told else tr("nothing needs a look")
    return ProblemRows(table, hint, places)


def checks(dataset: Dataset, result: PlanResult) -> tuple[CheckView, ...]:
    """Test the finished roster: everybody owned once, totals as in the list, nothing resting on older rules."""
    roster = result.roster
    number = len(dataset.accounts)
    unowned, twice = int(roster[columns.OWNER_ID].isna().sum()), int(roster[columns.ACCOUNT_ID].duplicated().sum())
    listed = int(whole(dataset.accounts[account_columns.GROSS_MARGIN]).sum())
    owned = sum(owner.gross_margin for owner in result.owners)
    channels = sum(total.gross_margin for total in result.final)
    is_tied = listed == channels and (listed == owned or unowned > 0)
    ties = tr("Totals tie with the list: {margin}", margin=money(listed))
    differs = tr("Totals differ: list {list}, channels {channels}, owners {owners}",
                 list=money(listed), channels=money(channels), owners=money(owned))  # fmt: skip
    waits = ntr("{n} account has no owner yet", "{n} accounts have no owner yet", unowned)
    double = ntr("{n} account is owned twice", "{n} accounts are owned twice", twice)
    return (
        CheckView(tr("Every account has an owner ({n})", n=count(number)) if not unowned else waits, not unowned),
        CheckView(tr("None is owned twice") if not twice else double, not twice),
        CheckView(ties if is_tied else differs, is_tied),
        CheckView(
            tr("Nothing rests on older rules") if not result.stale else tr("Some answers rest on older rules"),
            not result.stale,
        ),
    )


def export_contents(result: PlanResult) -> tuple[tuple[str, str], ...]:
    """Say what the roster workbook holds: sheets and how much is in them."""
    rosters = [
        (tr("{channel} roster", channel=labels.channel(total.channel)),
         ntr("{n} account", "{n} accounts", total.accounts))
        for total in result.final
        if total.accounts
    ]  # fmt: skip
    people = sum(owner.accounts > 0 for owner in result.owners)
    changing = result.kpis.changing_accounts
    return (
        *rosters,
        (tr("Territories"), count(len(result.territories))),
        (tr("Changes"), ntr("{n} changes hands", "{n} change hands", changing)),
        (tr("Reps"), ntr("{n} owner", "{n} owners", people)),
        (tr("Decisions, problems, findings"), tr("with reasons")),
        (tr("Read-me"), tr("rules and totals in words")),
    )
