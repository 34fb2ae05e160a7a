"""The summary sheets of the roster workbook: territories, changes, people, decisions, problems, findings."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.core.findings import Finding, Severity
from gtm_desktop.core.words import ntr, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.checking.checks import PERSONAL
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.pins import Pin, PinMap
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import OwnerTotal, PlanResult, Stage
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import left_out
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables import territories as columns
from gtm_desktop.tables.reps import Role
from gtm_desktop.tables.roster import SELF_SERVE_DESK, Channel
from gtm_desktop.tables.schema import Kind
from gtm_desktop.workbook.writing.roster_columns import (
    PeopleNames,
    channel_names,
    interim_covers,
    mapped,
    territory_names,
)
from gtm_desktop.workbook.writing.sheet_writer import SheetColumn, sheet_column

_COLUMNS = {column.name: column for column in columns.COLUMNS}
_ROWS_SHOWN = 400
"""Row numbers written out in one finding; the rest are counted."""


def territory_columns(result: PlanResult) -> list[SheetColumn]:
    """Return the columns of p territories, in their order.

    Targets stand there where a line is set, capacity where it is not the number of accounts, and both upper limits
    where hours allow fewer accounts than some person could hold.
    """
    table = result.territories
    owners = table[columns.OWNER_ID]
    is_weighed = table[columns.LOAD].notna() & (table[columns.LOAD] != table[columns.ACCOUNTS])
    binds = table[columns.UPPER_BY_HOURS] < table[columns.UPPER_BY_PERSON]
    return [
        sheet_column(tr("Territory"), Kind.TEXT, table[columns.NAME]),
        sheet_column(tr("Rep code"), Kind.TEXT, owners),
        sheet_column(tr("Rep"), Kind.TEXT, table[columns.OWNER_NAME]),
        sheet_column(tr("Interim cover"), Kind.TEXT, mapped(table[columns.TERRITORY_ID], interim_covers(result))),
        sheet_column(tr("Branch"), Kind.TEXT, table[columns.BRANCH]),
        sheet_column(tr("Manager"), Kind.TEXT, table[columns.MANAGER]),
        sheet_column(tr("Accounts"), Kind.COUNT, table[columns.ACCOUNTS], is_added_up=True),
        sheet_column(tr("Outside accounts"), Kind.COUNT, table[columns.OUTSIDE_ACCOUNTS], is_added_up=True),
        sheet_column(tr("Filled from inside"), Kind.COUNT, table[columns.FILLED_ACCOUNTS], is_added_up=True),
        *_shown(table, columns.LOAD, is_shown=is_weighed),
        sheet_column(tr("Lower limit"), Kind.COUNT, _whole(table[columns.LOWER])),
        sheet_column(tr("Planned capacity"), Kind.COUNT, _whole(table[columns.PLANNED])),
        sheet_column(tr("Upper limit"), Kind.COUNT, _whole(table[columns.UPPER])),
        *_shown(table, columns.UPPER_BY_PERSON, columns.UPPER_BY_HOURS, is_shown=binds),
        sheet_column(tr("Gross margin"), Kind.MONEY, table[columns.GROSS_MARGIN], is_added_up=True),
        *_shown(table, columns.VALUE_TARGET, is_shown=table[columns.VALUE_TARGET].notna()),
        sheet_column(tr("Revenue"), Kind.MONEY, table[columns.REVENUE], is_added_up=True),
        sheet_column(tr("Potential"), Kind.MONEY, table[columns.POTENTIAL], is_added_up=True),
        *_shown(table, columns.POTENTIAL_TARGET, is_shown=table[columns.POTENTIAL_TARGET].notna()),
        sheet_column(tr("Driving, hours a week"), Kind.NUMBER, table[columns.TRAVEL_HOURS_WEEK]),
        sheet_column(tr("Driving, km a year"), Kind.COUNT, _whole(table[columns.TRAVEL_KM_YEAR])),
        sheet_column(tr("Locked"), Kind.FLAG, table[columns.IS_LOCKED]),
    ]


def _shown(table: pd.DataFrame, *names: str, is_shown: "pd.Series[bool]") -> list[SheetColumn]:
    """Return columns of the territory table under their titles where they say something of any territory."""
    if not is_shown.any():
        return []
    return [sheet_column(tr(_COLUMNS[name].title), _COLUMNS[name].kind, table[name]) for name in names]


def changed_rows(dataset: Dataset, result: PlanResult) -> NDArray[np.int64]:
    """Return the rows of accounts that end with another owner than today's, largest margin first.

    Accounts of nobody that go to the self-serve desk are no change; those that go to a person are.
    """
    roster = result.roster
    today = roster[roster_columns.TODAY_OWNER_ID].fillna("").astype(str)
    owner = roster[roster_columns.OWNER_ID].fillna("").astype(str)
    stays_with_nobody = (today == "") & owner.isin(["", SELF_SERVE_DESK])
    rows = np.flatnonzero(((today != owner) & ~stays_with_nobody).to_numpy(dtype=np.bool_))
    margin = dataset.accounts[account_columns.GROSS_MARGIN].to_numpy(dtype=np.int64, na_value=0)
    ordered: NDArray[np.int64] = rows[np.argsort(-margin[rows], kind="stable")]
    return ordered


def change_columns(dataset: Dataset, result: PlanResult) -> list[SheetColumn]:
    """Return the columns of the handoff list; the transition columns are left for the people to fill in."""
    rows = changed_rows(dataset, result)
    accounts, roster = dataset.accounts.iloc[rows], result.roster.iloc[rows]
    people = PeopleNames(dataset, result)
    reasons = roster[roster_columns.HANDOFF_REASON]
    today = people.names_of(roster[roster_columns.TODAY_OWNER_ID]).fillna(tr("nobody"))
    blank = [None] * len(rows)
    return [
        sheet_column(tr("Account ID"), Kind.TEXT, accounts[account_columns.ACCOUNT_ID]),
        sheet_column(tr("Account name"), Kind.TEXT, accounts[account_columns.NAME]),
        sheet_column(tr("City"), Kind.TEXT, accounts[account_columns.CITY]),
        sheet_column(tr("Owner code today"), Kind.TEXT, roster[roster_columns.TODAY_OWNER_ID]),
        sheet_column(tr("Owner today"), Kind.TEXT, today),
        sheet_column(tr("New owner code"), Kind.TEXT, roster[roster_columns.OWNER_ID]),
        sheet_column(tr("New owner"), Kind.TEXT, roster[roster_columns.OWNER_NAME].fillna(tr("not placed yet"))),
        sheet_column(tr("Channel today"), Kind.TEXT, channel_names(roster[roster_columns.TODAY_CHANNEL])),
        sheet_column(tr("New channel"), Kind.TEXT, channel_names(roster[roster_columns.CHANNEL])),
        sheet_column(tr("Territory"), Kind.TEXT, mapped(roster[roster_columns.TERRITORY_ID], territory_names(result))),
        sheet_column(tr("Gross margin"), Kind.MONEY, accounts[account_columns.GROSS_MARGIN], is_added_up=True),
        sheet_column(tr("Reason"), Kind.TEXT, [labels.handoff_reason(str(code)) for code in reasons]),
        sheet_column(tr("Counts as changing hands"), Kind.FLAG, roster[roster_columns.CHANGES_HANDS]),
        sheet_column(tr("Effective date"), Kind.TEXT, blank),
        sheet_column(tr("Holdover until"), Kind.TEXT, blank),
        sheet_column(tr("Introduction by"), Kind.TEXT, blank),
        sheet_column(tr("Introduction done"), Kind.TEXT, blank),
        sheet_column(tr("Signed"), Kind.TEXT, blank),
    ]


def rep_sheet_columns(result: PlanResult) -> list[SheetColumn]:
    """Return the columns of all owners before and after.

    People who have no accounts in the plan are added into one line, so that nobody is singled out and the totals stay.
    """
    shown = [owner for owner in result.owners if owner.accounts]
    others = [owner for owner in result.owners if not owner.accounts and owner.today_accounts]
    lines = [_owner_line(owner) for owner in shown]
    if others:
        lines.append(_everybody_else(others))
    titles: tuple[tuple[str, Kind, bool], ...] = (
        (tr("Rep code"), Kind.TEXT, False),
        (tr("Rep"), Kind.TEXT, False),
        (tr("Role"), Kind.TEXT, False),
        (tr("Accounts today"), Kind.COUNT, True),
        (tr("Accounts in the plan"), Kind.COUNT, True),
        (tr("Taken over"), Kind.COUNT, False),
        (tr("Handed over"), Kind.COUNT, False),
        (tr("Gross margin today"), Kind.MONEY, True),
        (tr("Gross margin in the plan"), Kind.MONEY, True),
        (tr("Revenue in the plan"), Kind.MONEY, True),
    )
    return [
        sheet_column(title, kind, [line[number] for line in lines], is_added_up=added)
        for number, (title, kind, added) in enumerate(titles)
    ]


def decision_columns(dataset: Dataset, plan: Plan, result: PlanResult) -> list[SheetColumn]:
    """Return the columns of all decisions by hand, oldest first; who has which territory is left out (RULES 5)."""
    people = PeopleNames(dataset, result)
    places = territory_names(result)
    accounts = _account_names(dataset, plan)
    kinds: tuple[tuple[PinMap, str, dict[str, str], Any], ...] = (
        (plan.pins.channel, tr("Channel of account"), accounts, labels.channel),
        (plan.pins.territory, tr("Territory of account"), accounts, lambda code: places.get(code, code)),
        (plan.pins.inside_rep, tr("Inside rep of account"), accounts, people.name_of),
        (plan.pins.locked, tr("Territory locked"), places, lambda _code: tr("Yes")),
        (plan.pins.territory_name, tr("Name of territory"), places, str),
    )
    decisions: list[tuple[Pin, str, str, str]] = [
        (pin, what, names.get(key, key), said(pin.value))
        for pins, what, names, said in kinds
        for key, pin in pins.items()
    ]
    decisions.sort(key=lambda each: (each[0].when, each[1], each[2]))
    when = [pin.when.astimezone().strftime("%Y-%m-%d %H:%M") for pin, *_ in decisions]
    return [
        sheet_column(tr("When"), Kind.TEXT, when),
        sheet_column(tr("Who"), Kind.TEXT, [pin.who for pin, *_ in decisions]),
        sheet_column(tr("Decision"), Kind.TEXT, [what for _, what, _, _ in decisions]),
        sheet_column(tr("About"), Kind.TEXT, [about for _, _, about, _ in decisions]),
        sheet_column(tr("Set to"), Kind.TEXT, [value for *_, value in decisions]),
        sheet_column(tr("Reason"), Kind.TEXT, [pin.reason or None for pin, *_ in decisions]),
    ]


def problem_columns(result: PlanResult) -> list[SheetColumn]:
    """Return the columns of the plan's problems, worst first; those about a person are left out (RULES 5)."""
    stages = {
        Stage.DATA: tr("Data"),
        Stage.SEGMENTS: tr("Segments"),
        Stage.CHANNELS: tr("Channels"),
        Stage.TERRITORIES: tr("Territories"),
        Stage.REPS: tr("Reps"),
        Stage.INSIDE: tr("Inside"),
    }
    names = territory_names(result)
    shown = [each for each in result.problems if each.code not in PERSONAL and each.subject not in result.bench]
    return [
        sheet_column(tr("Mended on page"), Kind.TEXT, [stages[problem.stage] for problem in shown]),
        sheet_column(tr("About"), Kind.TEXT, [names.get(each.subject, each.subject) or None for each in shown]),
        sheet_column(tr("Problem"), Kind.TEXT, [problem.message for problem in shown]),
        sheet_column(tr("Code"), Kind.TEXT, [problem.code for problem in shown]),
    ]


def finding_columns(dataset: Dataset) -> list[SheetColumn]:
    """Return the columns of what was found in the data: open questions, taken as suggested, then the findings."""
    words = {Severity.ERROR: tr("Error"), Severity.WARNING: tr("Warning"), Severity.NOTE: tr("Note")}
    taken = [
        Finding(Severity.WARNING, each.code, each.message, each.suggestion, each.sheet, each.rows)
        for each in dataset.questions
    ]
    lines = [*taken, *dataset.findings]
    kinds = [*(tr("Question, taken as suggested") for _ in taken), *(words[each.severity] for each in dataset.findings)]
    return [
        sheet_column(tr("Severity"), Kind.TEXT, kinds),
        sheet_column(tr("Sheet"), Kind.TEXT, [each.sheet or None for each in lines]),
        sheet_column(tr("Column"), Kind.TEXT, [each.column or None for each in lines]),
        sheet_column(tr("Rows"), Kind.COUNT, [len(each.rows) or None for each in lines]),
        sheet_column(tr("What was found"), Kind.TEXT, [each.message for each in lines]),
        sheet_column(tr("What to do, or what was done"), Kind.TEXT, [each.remedy for each in lines]),
        sheet_column(tr("Row numbers"), Kind.TEXT, [row_ranges(each.rows) or None for each in lines]),
        sheet_column(tr("Code"), Kind.TEXT, [each.code for each in lines]),
    ]


def left_out_columns(dataset: Dataset) -> list[SheetColumn]:
    """Return the columns of the rows that were left out of the plan, in the list's order, with why and their money."""
    table = dataset.left_out.sort_values([account_columns.SOURCE_SHEET, account_columns.SOURCE_ROW], kind="stable")
    shown = [
        column
        for column in left_out.COLUMNS
        if column.name != left_out.REASON
        and (table[column.name].notna().any() or column.name == account_columns.GROSS_MARGIN)
    ]
    reasons = [labels.left_out_reason(code) for code in table[left_out.REASON]]
    return [
        sheet_column(tr("Why it is left out"), Kind.TEXT, reasons),
        *(
            sheet_column(tr(column.title), column.kind, table[column.name], is_added_up=column.kind is Kind.MONEY)
            for column in shown
        ),
    ]


def row_ranges(rows: Sequence[int]) -> str:
    """Write ascending row numbers with runs drawn together ("4–6, 9"); past 400 runs the rest are counted."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown, rest = runs[:_ROWS_SHOWN], runs[_ROWS_SHOWN:]
    text = ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in shown)
    if rest:
        left = sum(last - first + 1 for first, last in rest)
        text += ntr(" and {n} more", " and {n} more", left)
    return text


def _owner_line(owner: OwnerTotal) -> tuple[Any, ...]:
    return (
        owner.owner_id, owner.name, role_name(owner.role), owner.today_accounts, owner.accounts, owner.gained,
        owner.lost, owner.today_gross_margin, owner.gross_margin, owner.revenue,
    )  # fmt: skip


def _everybody_else(others: Iterable[OwnerTotal]) -> tuple[Any, ...]:
    lines = [_owner_line(owner)[3:] for owner in others]
    return (None, tr("All others together"), None, *(sum(figures) for figures in zip(*lines, strict=True)))


def role_name(code: str) -> str:
    """Name a role."""
    return {
        Role.OUTSIDE: tr("Outside"),
        Role.INSIDE: tr("Inside"),
        Role.KEY_ACCOUNT: tr("Key accounts"),
        Role.SPECIALIST: tr("Specialist"),
        Role.OTHER: tr("Other"),
        Channel.SELF_SERVE: tr("Self-serve"),
    }.get(code, code)


def _account_names(dataset: Dataset, plan: Plan) -> dict[str, str]:
    """Return "C100 Halford Steel" for every account that has a decision by hand."""
    decided = {*plan.pins.channel, *plan.pins.territory, *plan.pins.inside_rep}
    accounts = dataset.accounts
    found = accounts[accounts[account_columns.ACCOUNT_ID].isin(decided)]
    return {
        str(code): str(code) if pd.isna(name) else f"{code} {name}"
        for code, name in zip(found[account_columns.ACCOUNT_ID], found[account_columns.NAME], strict=True)
    }


def _whole(column: "pd.Series[Any]") -> "pd.Series[Any]":
    rounded: pd.Series[Any] = column.round().astype("Int64")
    return rounded
