"""The table of territories: one row each, with load, money, driving, lock and what is wrong with it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from gtm_desktop.core.tokens import design_tokens
from gtm_desktop.core.words import count, money, tr
from gtm_desktop.planning import labels
from gtm_desktop.planning.result import PlanProblem, PlanResult
from gtm_desktop.tables import territories as columns
from gtm_desktop.ui.icons import Icon
from gtm_desktop.ui.models.load_view import LoadView
from gtm_desktop.ui.models.table_view import CellKind, TableView, load_column, number_column, text_column
from gtm_desktop.ui.pages.people import short_name

LOCK_KEY = columns.IS_LOCKED
REP_KEY = columns.OWNER_NAME
PROBLEM_KEY = "problem"
LOAD_KEY = columns.PLANNED


def territory_rows(
    result: PlanResult, *, problems: Sequence[PlanProblem], territory_of: Mapping[str, str]
) -> TableView:
    """Make the table of territories in the order in which they were built.

    Args:
        result: what the plan comes to.
        problems: what needs a look.
        territory_of: territory id by the subjects of problems that are told in a territory's row.
    """
    table = result.territories
    rows = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    ids = [str(row[columns.TERRITORY_ID]) for row in rows]
    words = _words_by_territory(problems, territory_of)
    wheel = design_tokens().territory
    owners = _owners(result, rows)
    loads = [_load(row) for row in rows]
    locked = [tr("Locked") if row[columns.IS_LOCKED] else tr("Not locked") for row in rows]
    wrong = ["\n".join(words.get(key, ())) for key in ids]
    return TableView(
        ids,
        (
            text_column(
                columns.NAME, tr("Territory"), [str(row[columns.NAME]) for row in rows],
                colours={str(at): wheel[int(row[columns.COLOUR]) % len(wheel)] for at, row in enumerate(rows)},
                notes=tuple(_leads(row) for row in rows), tip=tr("F2 or a double click renames"),
            ),
            text_column(REP_KEY, tr("Rep"), owners, notes=tuple(str(row[columns.OWNER_NAME]) for row in rows),
                        tip=tr("Drag a rep onto another row to put or swap them")),
            load_column(LOAD_KEY, tr("Load"), loads,
                        tip=tr("Accounts against the person's planned capacity; marks are the limits")),
            number_column(columns.ACCOUNTS, tr("Accts"), CellKind.COUNT, table[columns.ACCOUNTS],
                          notes=tuple(_held(row) for row in rows), tip=tr("Accounts: outside and filled from inside")),
            number_column(columns.GROSS_MARGIN, tr("Margin"), CellKind.MONEY, table[columns.GROSS_MARGIN],
                          notes=tuple(_money(row) for row in rows), tip=tr("Gross margin a year")),
            number_column(columns.TRAVEL_HOURS_WEEK, tr("Drive h/wk"), CellKind.COUNT, table[columns.TRAVEL_HOURS_WEEK],
                          tip=tr("Estimated hours at the wheel a week")),
            text_column(LOCK_KEY, "", locked, icons={tr("Locked"): Icon.LOCK, tr("Not locked"): Icon.UNLOCK},
                        tip=tr("Lock: a click keeps the territory's accounts and its rep")),
            text_column(PROBLEM_KEY, "", wrong, icons={text: Icon.WARNING for text in wrong if text},
                        tip=tr("What needs a look")),
        ),
    )  # fmt: skip


def _owners(result: PlanResult, rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Return each territory's rep in short, or that nobody has it."""
    is_open = {owner.owner_id: owner.is_open for owner in result.owners}
    vacant = [is_open.get(str(row[columns.OWNER_ID]), True) for row in rows]
    return [
        tr("open") if empty else short_name(str(row[columns.OWNER_NAME]))
        for row, empty in zip(rows, vacant, strict=True)
    ]


def _words_by_territory(problems: Sequence[PlanProblem], territory_of: Mapping[str, str]) -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for problem in problems:
        if problem.subject in territory_of:
            words.setdefault(territory_of[problem.subject], []).append(problem.message)
    return words


def _load(row: dict[str, Any]) -> LoadView:
    planned = max(float(row[columns.PLANNED]), 1.0)
    held = float(row[columns.LOAD])
    lower, upper = float(row[columns.LOWER]), float(row[columns.UPPER])
    colour = "accent" if lower <= held <= upper else "bad"
    words = tr(
        "{held}; planned {planned}, limits {lower} to {upper}",
        held=_held(row), planned=count(planned), lower=count(lower), upper=count(upper),
    )  # fmt: skip
    by_hours, by_person = float(row[columns.UPPER_BY_HOURS]), float(row[columns.UPPER_BY_PERSON])
    if by_hours < by_person:
        words += "\n" + tr(
            "Hours of calls and driving allow {hours}, the person's capacity {person}.",
            hours=count(by_hours), person=count(by_person),
        )  # fmt: skip
    return LoadView(held / planned, lower / planned, upper / planned, colour, words)


def _held(row: dict[str, Any]) -> str:
    outside, filled = count(row[columns.OUTSIDE_ACCOUNTS]), count(row[columns.FILLED_ACCOUNTS])
    total = labels.counted(int(row[columns.ACCOUNTS]), float(row[columns.LOAD]))
    return tr("{total}: {outside} outside + {filled} filled", total=total, outside=outside, filled=filled)


def _leads(row: dict[str, Any]) -> str:
    """Say a territory's name, its branch and its manager, as far as they are known."""
    named = ((columns.BRANCH, tr("Branch {name}")), (columns.MANAGER, tr("Manager {name}")))
    known = [words.format(name=row[column]) for column, words in named if not pd.isna(row[column])]
    return "\n".join([str(row[columns.NAME]), *known])


def _money(row: dict[str, Any]) -> str:
    lines = [tr("Margin {margin}", margin=money(row[columns.GROSS_MARGIN]))]
    if not pd.isna(row[columns.VALUE_TARGET]):
        lines[0] += " " + tr("(target {target})", target=money(row[columns.VALUE_TARGET]))
    lines.append(tr("Revenue {revenue}", revenue=money(row[columns.REVENUE])))
    lines.append(tr("Potential {potential}", potential=money(row[columns.POTENTIAL])))
    if not pd.isna(row[columns.POTENTIAL_TARGET]):
        lines[-1] += " " + tr("(target {target})", target=money(row[columns.POTENTIAL_TARGET]))
    return "\n".join(lines)
