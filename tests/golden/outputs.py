"""What a plan gives, as text by address: the figures of `plan --json`, the roster's cells, what the import said."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from gtm_desktop import __version__
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.summary import plan_summary
from gtm_desktop.workbook.inspect_file import report_of
from gtm_desktop.workbook.writing.write_roster import write_roster
from tests.golden.cases import Case

Outputs = Mapping[str, Mapping[str, str]]
"""Text by address, by part: "inspect", "plan", and one part a sheet of the roster and its number formats."""

SHEET = "roster, "
"""What the name of a part begins with that holds a sheet of the roster."""

_MADE_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
_MADE_CELL = ("Read me", "B3")
_CLOCK = (("solver", "first_feasible_s"),)


def outputs_of(case: Case, folder: Path) -> Outputs:
    """Return everything that is compared of a case."""
    said = report_of(Path(case.path.name), case.read, case.dataset)
    return {"inspect": dict(_flat(said)), **plan_outputs(case.dataset, case.plan, folder, refusal=case.refusal)}


def plan_outputs(dataset: Dataset, plan: Plan, folder: Path, *, refusal: str = "") -> dict[str, Mapping[str, str]]:
    """Return the figures and the roster's cells of a plan that is at hand: nothing is sought, all of it is arithmetic.

    Args:
        dataset: the list.
        plan: with its answers.
        folder: where the roster may be written.
        refusal: is told with the figures.
    """
    result = evaluate(dataset, plan)
    figures = {**_without_clock(plan_summary(dataset, plan, result)), **_marks(result), "refused": refusal}
    path = folder / "roster.xlsx"
    write_roster(dataset, plan, result, path, made_at=_MADE_AT)
    return {"plan": dict(_flat(figures)), **roster_cells(path)}


def roster_cells(path: Path) -> dict[str, Mapping[str, str]]:
    """Return the filled cells of each sheet of a workbook, and the number formats of each of its columns."""
    cells: dict[str, dict[str, str]] = {}
    formats: dict[str, str] = {}
    book = openpyxl.load_workbook(path)
    for sheet in book:
        own = cells[f"{SHEET}{sheet.title}"] = {}
        seen: dict[str, list[str]] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and (sheet.title, cell.coordinate) != _MADE_CELL:
                    own[cell.coordinate] = _text(cell.value).replace(f"GTM Desktop {__version__}", "GTM Desktop")
                    column = seen.setdefault(cell.column_letter, [])
                    if cell.number_format not in column:
                        column.append(cell.number_format)
        formats |= {f"{sheet.title}!{letter}": " | ".join(each) for letter, each in seen.items()}
    return {**cells, "number formats of the roster": formats}


def _marks(result: PlanResult) -> Mapping[str, Any]:
    return {"out_of_date": sorted(stage.value for stage in result.stale)}


def _without_clock(figures: Mapping[str, Any]) -> dict[str, Any]:
    figures = dict(figures)
    for part, name in _CLOCK:
        if figures.get(part):
            figures[part] = {key: value for key, value in figures[part].items() if key != name}
    return figures


def _flat(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Give each single value with its address, such as ``territories[2].name``; an empty list or object is a value."""
    if isinstance(value, Mapping) and value:
        for key, each in value.items():
            yield from _flat(each, f"{at}.{key}" if at else str(key))
    elif isinstance(value, list | tuple) and value:
        for number, each in enumerate(value):
            yield from _flat(each, f"{at}[{number}]")
    else:
        yield at, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
