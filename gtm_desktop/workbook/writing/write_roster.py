"""A plan becomes a workbook that every rep, manager and the ERP can use; it ties with the input to the cent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.renewal.left_out import left_out_total
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables import roster as roster_columns
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workbook.atomic_file import replacing
from gtm_desktop.workbook.writing import roster_summaries
from gtm_desktop.workbook.writing.read_me import ChannelLine, Reconciliation, write_read_me
from gtm_desktop.workbook.writing.roster_columns import roster_name, roster_order, roster_sheet_columns
from gtm_desktop.workbook.writing.sheet_writer import RosterBook, SheetColumn

_ALWAYS = (Channel.OUTSIDE, Channel.INSIDE, Channel.SELF_SERVE)
_TAB_COLOURS: Mapping[str, str] = {
    Channel.OUTSIDE: "#0072B2",
    Channel.INSIDE: "#E69F00",
    Channel.SELF_SERVE: "#009E73",
    Channel.KEY_ACCOUNT: "#CC79A7",
    Channel.JOINT: "#56B4E9",
}

_PROSE = 110.0
"""Widest column, in characters, of sheets that hold sentences."""

_Rows = NDArray[np.int64]
_Sheet = tuple[str, int, Callable[[RosterBook], object]]


@dataclass(frozen=True)
class RosterSummary:
    """What was written.

    Attributes:
        path: the file.
        made_at: when.
        sheets: names and rows of the sheets after the first, in order.
        totals: the rosters against the input; the difference is zero.
    """

    path: Path
    made_at: datetime
    sheets: tuple[tuple[str, int], ...]
    totals: Reconciliation


def write_roster(
    dataset: Dataset, plan: Plan, result: PlanResult, path: Path, *, made_at: datetime, progress: Progress = SILENT
) -> RosterSummary:
    """Write the roster workbook of a plan and put it at `path` in one step.

    Args:
        dataset: n accounts and the people.
        plan: the rules and decisions.
        result: what the plan comes to.
        path: the .xlsx file to make or replace.
        made_at: with a time zone; stands on the first sheet.
        progress: one report a sheet.

    Raises:
        UserError: the file cannot be written there, or is open in Excel.
        ValueError: the rosters do not add up to the account list; nothing is written.
        Cancelled: the user stopped it; nothing is written.

    Source: PRODUCT "Final workbook"; RULES 1 (totals tie), 5 (what a workbook says of people).
    """
    rows_of = _rows_by_channel(dataset, result)
    totals = _reconcile(dataset, rows_of)
    if any(totals.difference):
        raise ValueError(f"the rosters differ from the account list by {totals.difference}")
    progress.report(tr("Preparing the rosters"))
    sheets = [*_rosters(dataset, plan, result, rows_of), *_summaries(dataset, plan, result)]
    contents = tuple((name, rows) for name, rows, _write in sheets)
    with replacing(path) as file:
        book = RosterBook(file, title=tr("Sales coverage plan"), rows=len(dataset.accounts), progress=progress)
        write_read_me(book, dataset, plan=plan, totals=totals, made_at=made_at, contents=contents)
        for _name, _rows, write in sheets:
            write(book)
        book.close()
    return RosterSummary(path, made_at, contents, totals)


def _rows_by_channel(dataset: Dataset, result: PlanResult) -> dict[str, _Rows]:
    """Return the rows of each roster, in the order they are written; the three usual ones even when empty."""
    order = roster_order(result, dataset.accounts)
    channel = result.roster[roster_columns.CHANNEL].fillna("").to_numpy(dtype=object)[order]
    others = [code for code in pd.unique(channel) if code not in _ALWAYS]
    return {code: order[channel == code] for code in (*_ALWAYS, *sorted(others))}


def _reconcile(dataset: Dataset, rows_of: Mapping[str, _Rows]) -> Reconciliation:
    margin = dataset.accounts[account_columns.GROSS_MARGIN].to_numpy(dtype=np.int64, na_value=0)
    revenue = dataset.accounts[account_columns.REVENUE].to_numpy(dtype=np.int64, na_value=0)
    lines = [
        ChannelLine(
            labels.channel(code), roster_name(code), len(rows), int(margin[rows].sum()), int(revenue[rows].sum())
        )
        for code, rows in rows_of.items()
    ]
    return Reconciliation(
        tuple(lines),
        len(dataset.accounts),
        int(dataset.accounts[account_columns.GROSS_MARGIN].sum()),
        int(dataset.accounts[account_columns.REVENUE].sum()),
        left_out_total(dataset),
    )


def _rosters(dataset: Dataset, plan: Plan, result: PlanResult, rows_of: Mapping[str, _Rows]) -> list[_Sheet]:
    columns = roster_sheet_columns(dataset, plan, result)
    return [
        _table(roster_name(code), [column.at(rows) for column in columns], frozen=2, colour=_TAB_COLOURS.get(code, ""))
        for code, rows in rows_of.items()
    ]


def _summaries(dataset: Dataset, plan: Plan, result: PlanResult) -> list[_Sheet]:
    return [
        _table(tr("Territories"), roster_summaries.territory_columns(result)),
        _table(tr("Changes"), roster_summaries.change_columns(dataset, result), frozen=2),
        _table(tr("Reps"), roster_summaries.rep_sheet_columns(result), frozen=2),
        _table(tr("Decisions"), roster_summaries.decision_columns(dataset, plan, result), widest=_PROSE),
        *_left_out(dataset),
        _table(tr("Problems"), roster_summaries.problem_columns(result), widest=_PROSE),
        _table(tr("Data findings"), roster_summaries.finding_columns(dataset), widest=_PROSE),
    ]


def _left_out(dataset: Dataset) -> list[_Sheet]:
    """Return the sheet of what was left out of the plan; none where nothing was."""
    if dataset.left_out.empty:
        return []
    return [_table(tr("Left out"), roster_summaries.left_out_columns(dataset), frozen=2)]


def _table(name: str, columns: list[SheetColumn], *, frozen: int = 1, colour: str = "", widest: float = 44.0) -> _Sheet:
    def write(book: RosterBook) -> object:
        return book.add_table(name, columns, frozen=frozen, colour=colour, widest=widest)

    return name, len(columns[0].cells), write
