"""What is stored, and what the command line prints as JSON, as texts that can be compared.

    python -m tests.formats.shapes [--not-out-yet]

writes them to `shapes.json`, with the format they are of. It refuses to where stored shapes changed and the format did
not; a format that has not gone out yet, because the same piece of work raised it, may still change.
"""

import dataclasses
import json
import sqlite3
import sys
import typing
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from gtm_desktop import __version__
from gtm_desktop.core.findings import Finding, Question
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.change_rules import Borders, ChangeBudget, Division, Scope
from gtm_desktop.planning.dataset import Dataset, Source, SourceColumn
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.pins import Pin
from gtm_desktop.planning.plan import BudgetUse, TerritoryDecision
from gtm_desktop.planning.settings import Settings
from gtm_desktop.planning.summary import plan_summary
from gtm_desktop.project import schema
from gtm_desktop.project.answers import CLASSES
from gtm_desktop.project.deltas import PIN_KINDS, PlanDelta
from gtm_desktop.project.records import Move, move_to_json, record_to_json
from gtm_desktop.project.save import project_bytes
from gtm_desktop.project.state import JournalEntry, ProjectState, Scenarios, Step, Topic
from gtm_desktop.project.values import to_json
from gtm_desktop.tables import accounts, left_out, reps
from gtm_desktop.workbook.importing import ReadAnswer, ReadTable, TableKind
from gtm_desktop.workbook.inspect_file import report_of
from gtm_desktop.workspace.headless import PlanOutcome, PlanRequest, make_plan
from tests.formats import make
from tests.unit.workspace import builders

RECORDED = Path(__file__).resolve().parent / "shapes.json"
ROOTS: Mapping[str, Any] = {
    "rules": Settings,
    **{f"answer {kind}": each for kind, each in CLASSES.items()},
    "pin": Pin,
    "finding": Finding,
    "question": Question,
    "source": Source,
    "journal": JournalEntry,
    "delta": PlanDelta,
    "topic": Topic,
    "move": Move,
}
"""What is stored as JSON, or as one column for each of its fields, by a name that stays when the class is renamed."""

BY_DATA = frozenset(
    {"channels", "channels_by_rule", "fields", "list_totals", "prices", "reasons", "segments", "totals"}
)
"""Objects of the JSON output whose keys are codes of the plan's own: channels, columns, ways out."""


def stored() -> dict[str, list[str]]:
    """Return what is stored, as lines by part: values, kinds of pins, tables of data, SQL, and recovery's records."""
    parts = {name: list(_shape(kind, name)) for name, kind in ROOTS.items()}
    parts["pins"] = list(PIN_KINDS)
    for name, columns in (("accounts", accounts.COLUMNS), ("reps", reps.COLUMNS), ("left_out", left_out.COLUMNS)):
        parts[f"columns of {name}"] = [f"{column.name}: {column.kind.value}" for column in columns]
    parts["sql"] = schema.TABLES.strip().splitlines()
    parts |= _written()
    return dict(sorted(parts.items()))


def printed() -> dict[str, list[str]]:
    """Return the keys of the JSON output by verb, each as its path."""
    data, project = _full_dataset(), _full_project()
    plan = project.plan
    check = plan_summary(project.dataset, plan, evaluate(project.dataset, plan))
    table = ReadTable("List", TableKind.ACCOUNTS, 1, 24, {accounts.ACCOUNT_ID: ("Cust #", "A", 1.0)})
    answer = ReadAnswer(None, (table,), data.findings, data.questions, offers=data.offers)
    return {
        "check": sorted({*_paths(check)}),
        "inspect": sorted({*_paths(report_of(Path("list.xlsx"), answer, data))}),
        "plan": sorted({*_paths(check), *_paths(_of_plan())}),
    }


def difference(before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return what is gone and what is new, one line each."""
    lines = []
    for part in sorted({*before, *after}):
        old, new = before.get(part, []), after.get(part, [])
        lines += [f"- {part}: {each}" for each in old if each not in new]
        lines += [f"+ {part}: {each}" for each in new if each not in old]
        if part == "sql" and sorted(old) == sorted(new) and list(old) != list(new):
            lines.append(f"  {part}: in another order")
    return lines


def removed_too_early(old: Mapping[str, Any], new: Mapping[str, Sequence[str]], version: str) -> list[str]:
    """Return keys of the JSON output that are gone though no earlier release than `version` called them deprecated.

    Args:
        old: what was recorded last; ``deprecated`` holds the release that first called a key so, by ``verb key``.
        new: the keys now.
        version: of this program.
    """
    gone = [f"{verb} {key}" for verb, keys in old["printed"].items() for key in keys if key not in new[verb]]
    return [each for each in gone if old["deprecated"].get(each, version) == version]


def recorded() -> Any:
    """Return what was recorded last: format, stored, printed and deprecated."""
    return json.loads(RECORDED.read_text(encoding="utf-8"))


def _shape(kind: Any, path: str) -> Iterator[str]:
    """Say of every field down to the last what it holds and what it is preset to; classes by what they are made of."""
    if not dataclasses.is_dataclass(kind):
        yield f"{path}: {_text(kind)}"
        return
    hints = typing.get_type_hints(kind)
    for each in dataclasses.fields(kind):
        yield f"{path}.{each.name}: {_text(hints[each.name])}{_preset(each)}"
        for inner in _dataclasses_in(hints[each.name]):
            yield from _shape(inner, f"{path}.{each.name}")


def _dataclasses_in(kind: Any) -> list[Any]:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return [kind]
    return [inner for each in typing.get_args(kind) for inner in _dataclasses_in(each)]


def _text(kind: Any) -> str:
    if typing.get_origin(kind) is np.ndarray:
        return f"array of {typing.get_args(typing.get_args(kind)[1])[0].__name__}"
    if typing.get_origin(kind) is Literal:
        return repr(typing.get_args(kind))
    if args := typing.get_args(kind):
        return f"{kind.__name__ if hasattr(kind, '__name__') else 'either'}[{', '.join(_text(each) for each in args)}]"
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return "fields"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "one of " + ", ".join(sorted(str(each.value) for each in kind))
    return "..." if kind is ... else str(getattr(kind, "__name__", kind))


def _preset(each: "dataclasses.Field[Any]") -> str:
    if each.default is not dataclasses.MISSING:
        return f" = {json.dumps(to_json(each.default))}"
    made = None if each.default_factory is dataclasses.MISSING else each.default_factory()
    return "" if made is None else f" = {json.dumps(to_json(made))}"


def _written() -> dict[str, list[str]]:
    """Return the keys of what is no dataclass: notes of a dataset, recovery records."""
    project = builders.built_project()
    other = replace(project.plan, accepted=builders.accepted(2))
    now = datetime(2026, 11, 20, tzinfo=UTC)
    step = Step("Build", frozenset({Topic.REPS}), project.scenarios, Scenarios((("Plan", other),), "Plan"))
    entry = JournalEntry(now, "planner", "Plan", "Build", "", step.topics)
    record = record_to_json(move_to_json(Move.STEP, step, entry, known=()))
    answer = next(iter(record["answers"].values()))
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(project_bytes(project))
        ((notes,),) = database.execute("SELECT notes FROM datasets").fetchall()
    return {
        "notes of a dataset": sorted(json.loads(notes)),
        "record of a step": sorted(record) + [f"answers.{each}" for each in sorted(answer)],
    }


def _full_project() -> ProjectState:
    """A plan in which everything is set that the output tells of."""
    project = make.worked_on().project
    plan = project.plan
    rules = replace(
        plan.settings,
        changes=ChangeBudget(accounts_share=0.9),
        scope=Scope(Division.STATE, frozenset({"OH"})),
        borders=Borders(Division.STATE, 100_00),
    )
    territories = plan.accepted.territories
    assert territories is not None
    decision = TerritoryDecision("T9", "Gone", 1, 1, 2, 2, ((WayOut.DISSOLVE, -1),), WayOut.DISSOLVE, (0,), (1,))
    answer = replace(territories, decisions=(decision,), budget_use=BudgetUse(1, 1, 1, 1, 1))
    return replace(
        project,
        scenarios=project.scenarios.with_plan(
            replace(plan, settings=rules, accepted=replace(plan.accepted, territories=answer))
        ),
        datasets={plan.dataset_id: _full_dataset()},
    )


def _full_dataset() -> Dataset:
    aside = {"reason": ["cash_sale"], "account_id": ["X1"], "gross_margin": [1], "source_row": [9]}
    column = SourceColumn("GM", "B", accounts.GROSS_MARGIN, 1.0, "1", 1.0)
    return replace(
        make.dataset(),
        left_out=left_out.left_out_table(pd.DataFrame(aside)),
        accounts_source=Source("list.xlsx", "List", 1, 24, (column,)),
    )


def _of_plan() -> Mapping[str, Any]:
    samples = Path(__file__).resolve().parents[2] / "sample_workbooks"
    made: PlanOutcome = make_plan(PlanRequest(samples / "small_clean.xlsx", seconds=0.1, accepts_suggestions=True))
    assert made.report is not None
    return made.report


def _paths(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        is_by_data = path.rpartition(".")[2] in BY_DATA
        for key, each in value.items():
            here = f"{path}.*" if is_by_data else f"{path}.{key}".removeprefix(".")
            yield here
            yield from _paths(each, here)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _paths(each, f"{path}[]")


def main(arguments: Sequence[str]) -> int:
    """Record what is stored and printed now, unless that may not change."""
    old = recorded()
    new = {"format": schema.FORMAT, "stored": stored(), "printed": printed(), "deprecated": old["deprecated"]}
    refused = removed_too_early(old, new["printed"], __version__)
    if old["format"] == schema.FORMAT and "--not-out-yet" not in arguments:
        refused += difference(old["stored"], new["stored"])
    if refused:
        sys.stderr.write("\n".join([*refused, 'Not recorded: see "Changing what is stored" in CONTRIBUTING.md.', ""]))
        return 1
    RECORDED.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
