"""The whole road without a window: what the command line's verbs do, as values that can be printed."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gtm_desktop.core.errors import Cancelled, UserError
from gtm_desktop.core.findings import Question
from gtm_desktop.core.paths import whole
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import count, money, money_short, tr
from gtm_desktop.planning import labels, search_words
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.plan import Plan
from gtm_desktop.planning.presets import new_plan
from gtm_desktop.planning.result import PlanResult
from gtm_desktop.planning.summary import plan_summary
from gtm_desktop.project.state import EXTENSION, ProjectState, new_project
from gtm_desktop.workbook.atomic_file import kept_aside
from gtm_desktop.workbook.choices import ImportChoices, ReadRequest
from gtm_desktop.workbook.importing import ReadAnswer
from gtm_desktop.workbook.inspect_file import inspect_and_keep, report_of
from gtm_desktop.workbook.writing.clean_csv import write_clean_csv
from gtm_desktop.workbook.writing.marked_copy import write_marked_copy
from gtm_desktop.workspace import tasks
from gtm_desktop.workspace.fault_saver import state_of
from gtm_desktop.workspace.jobs import attempt
from gtm_desktop.workspace.reading import load_choices, read_strictly

ROSTER_EXTENSION = ".xlsx"
DEFECTS = frozenset(("defect", "child_failed"))
"""Codes of a file's refusal that say that the program failed, not the file."""


@dataclass(frozen=True)
class PlanRequest:
    """What to plan and where to write it.

    Attributes:
        accounts: the account list.
        reps: the rep roster, if there is one.
        roster: where the roster workbook goes; None writes none.
        project: where the plan goes; None writes none.
        seed: random seed of the optimiser; None takes the preset.
        seconds: time budget of the optimiser; None takes the preset.
        iterations: tries of the optimiser, in place of a time budget; None makes as many as fit.
        answers: a JSON file of answers to the import's questions; None answers none.
        accepts_suggestions: go on with every suggestion where questions are open.
    """

    accounts: Path
    reps: Path | None = None
    roster: Path | None = None
    project: Path | None = None
    seed: int | None = None
    seconds: float | None = None
    iterations: int | None = None
    answers: Path | None = None
    accepts_suggestions: bool = False


@dataclass(frozen=True)
class PlanOutcome:
    """What came of a request: open questions, or the plan's figures as JSON-ready values and as text."""

    questions: tuple[Question, ...] = ()
    report: Mapping[str, Any] | None = None
    text: str = ""


def make_plan(request: PlanRequest, progress: Progress = SILENT) -> PlanOutcome:
    """Import, plan and export. Nothing is written where questions are open.

    Raises:
        UserError: an input cannot be read or an output not be written; nothing is written then.
    """
    _check_targets(request)
    started = time.perf_counter()
    choices = ImportChoices() if request.answers is None else load_choices(request.answers)
    dataset = read_strictly(ReadRequest(request.accounts, request.reps, choices), progress=progress)
    imported = time.perf_counter()
    if dataset.questions and not request.accepts_suggestions:
        return PlanOutcome(questions=dataset.questions)
    plan = tasks.build(dataset, _with_budget(new_plan(dataset), request), progress=progress)
    result = evaluate(dataset, plan)
    planned = time.perf_counter()
    _write(dataset, plan, result, request, progress)
    seconds = {"import": imported - started, "plan": planned - imported, "export": time.perf_counter() - planned}
    report = {**plan_summary(dataset, plan, result), "seconds": {name: round(s, 2) for name, s in seconds.items()}}
    return PlanOutcome(report=report, text=_describe_plan(plan, result, request))


def inspect_file(path: Path, clean: Path | None = None, *, marked: Path | None = None) -> Mapping[str, Any]:
    """Say how one file would be read.

    Unless it is refused, what would be imported is written to `clean` and a copy with findings and questions marked
    in it to `marked`, where these are given. A defect of the program is this file's refusal, with a code of `DEFECTS`,
    and is logged: what is said of other files does not depend on it.

    Raises:
        UserError: `clean` or `marked` cannot be written.
    """
    outcome = attempt(tr("Reading {file}", file=path.name), lambda: inspect_and_keep(path))
    if outcome.error is not None:
        return report_of(path, ReadAnswer(outcome.error, ()), None)
    if not outcome.values:
        raise Cancelled
    report, dataset = outcome.values[0]
    if clean is not None and dataset is not None:
        write_clean_csv(dataset, clean)
    if marked is not None and dataset is not None:
        write_marked_copy(ReadRequest(path), dataset, marked)
    return report


def describe_inspection(report: Mapping[str, Any]) -> str:
    """Put an inspection into a few lines."""
    lines = [f"{report['file']}: {report['verdict']}"]
    if report["message"]:
        lines.append(f"  {report['message']}")
    if report["verdict"] != "refuse":
        accounts, placed = report["accounts"], report["placed"]
        lines.append("  " + tr("{n} accounts, {placed} placed on the map", n=count(accounts), placed=count(placed)))
        lines += [f"  {name}: {total}" for name, total in report["totals"].items()]
        lines += _left_out_words(report)
    for table in report["tables"]:
        fields = ", ".join(f"{field['column']} {field['header']} = {name}" for name, field in table["fields"].items())
        lines.append(
            "  "
            + tr("sheet {sheet}: {kind}, header in row {row}, {n} rows; {fields}", sheet=table["sheet"],
                 kind=table["kind"], row=table["header_row"], n=count(table["rows"]), fields=fields)
        )  # fmt: skip
    for question in report["questions"]:
        lines.append(f"  ? {question['message']} ({question['suggestion']})")
        lines.append(
            "    "
            + _answers_words(
                question["key"],
                [
                    _with_blanks(each["code"], [value["name"] for value in each.get("values", ())])
                    for each in question["options"]
                ],
            )
        )
    lines += dict.fromkeys(f"  {finding['severity']}: {finding['message']}" for finding in report["findings"])
    return "\n".join(lines)


def _left_out_words(report: Mapping[str, Any]) -> list[str]:
    """Say what was left out for each reason, and what the whole list adds up to; nothing where nothing was."""
    if not report["left_out"]["rows"]:
        return []
    lines = []
    for code, said in report["left_out"]["reasons"].items():
        sums = ", ".join(f"{name} {total}" for name, total in said.items() if name != "rows")
        reason = labels.left_out_reason(code)
        lines.append("  " + tr("left out, {reason}: {n} rows, {sums}", reason=reason, n=count(said["rows"]), sums=sums))
    sums = ", ".join(f"{name} {total}" for name, total in report["list_totals"].items())
    return [*lines, "  " + tr("the whole list: {sums}", sums=sums)]


def describe_question(question: Question) -> str:
    """Put an open question into two lines: what is asked, and how it is answered."""
    asked = tr("- {question} Suggestion: {suggestion}", question=question.message, suggestion=question.suggestion)
    codes = [_with_blanks(each.code, [blank.name for blank in each.blanks]) for each in question.options]
    return f"{asked}\n  {_answers_words(question.key, codes)}"


def _with_blanks(code: str, names: Sequence[str]) -> str:
    """Return an answer's code with the names of what is typed into it, as an answers file writes them."""
    return f"{code}?{'&'.join(f'{name}=…' for name in names)}" if names else code


def _answers_words(key: str, codes: Sequence[str]) -> str:
    return tr("{key}: {answers}", key=key, answers=" | ".join(codes))


def export_project(path: Path, roster: Path | None) -> str:
    """Write the roster of a saved plan beside it, or where `roster` says, and say where it lies.

    Raises:
        UserError: the plan cannot be read or the roster not be written.
    """
    target = path.with_suffix(ROSTER_EXTENSION) if roster is None else roster
    _check_target(target, ROSTER_EXTENSION)
    state = tasks.open_recovered(path)
    result = evaluate(state.dataset, state.plan)
    tasks.export_roster(state.dataset, state.plan, result, target)
    return tr("Roster written: {file}", file=target)


def check_project(path: Path) -> Mapping[str, Any]:
    """Check the state to which opening a saved plan would recover, as `check_with_state`."""
    return check_with_state(path)[0]


def check_with_state(path: Path) -> tuple[Mapping[str, Any], int | None]:
    """Check the state to which opening a saved plan would recover, without writing anything.

    Returns:
        The plan's figures, and which state of the fault saver's plan it is; None where it is not one of its.

    Raises:
        UserError: the file is not a plan, is damaged or is of a newer version.
    """
    project = tasks.open_recovered(path)
    figures = plan_summary(project.dataset, project.plan, evaluate(project.dataset, project.plan))
    return figures, state_of(project)


def describe_check(report: Mapping[str, Any]) -> str:
    """Put a check into a few lines."""
    lines = [
        tr("{n} accounts, {margin} gross margin, {revenue} revenue", n=count(report["accounts"]),
           margin=report["gross_margin"], revenue=report["revenue"]),
        *(
            tr("  {channel}: {n} accounts, {margin}", channel=labels.channel(code), n=count(channel["accounts"]),
               margin=channel["gross_margin"])
            for code, channel in report["channels"].items()
        ),
        tr("Without an owner: {n}. Owned twice: {m}.", n=report["without_owner"], m=report["owned_twice"]),
        *(f"- {problem['message']}" for problem in report["problems"]),
    ]  # fmt: skip
    return "\n".join(lines)


def _describe_plan(plan: Plan, result: PlanResult, request: PlanRequest) -> str:
    kpis = result.kpis
    lines = [
        tr("{n} accounts, {margin} gross margin", n=count(kpis.accounts), margin=money(kpis.gross_margin)),
        *(
            tr("  {channel}: {n} accounts, {margin}", channel=labels.channel(total.channel), n=count(total.accounts),
               margin=money_short(total.gross_margin))
            for total in result.final
        ),
        tr("{n} territories, {k} within their limits", n=kpis.territories, k=kpis.within_limits),
        *_search_words(plan),
        tr("Without an owner: {n}. Owned twice: {m}.", n=kpis.without_owner, m=kpis.owned_twice),
        *(f"- {problem.message}" for problem in result.problems),
    ]  # fmt: skip
    if request.roster is not None:
        lines.append(tr("Roster written: {file}", file=request.roster))
    if request.project is not None:
        lines.append(tr("Plan saved: {file}", file=request.project))
    if request.roster is None and request.project is None:
        lines.append(tr("Nothing was written: name a roster with --out or a plan with --project."))
    return "\n".join(lines)


def _search_words(plan: Plan) -> list[str]:
    """Say how the territories were found; nothing where there are none."""
    answer = plan.accepted.territories
    if answer is None:
        return []
    effort = search_words.effort(plan.settings.territories)
    return [tr("Territories found with {search} ({effort})", search=search_words.search(answer.run), effort=effort)]


def _write(dataset: Dataset, plan: Plan, result: PlanResult, request: PlanRequest, progress: Progress) -> None:
    """Write the roster and the plan, or neither: where the plan cannot be saved, the roster is as it was before."""
    if request.roster is None:
        if request.project is not None:
            tasks.save(_project(dataset, plan), request.project)
        return
    with kept_aside(request.roster) as put_back:
        tasks.export_roster(dataset, plan, result, request.roster, progress=progress)
        if request.project is not None:
            try:
                tasks.save(_project(dataset, plan), request.project)
            except BaseException:
                put_back()
                raise


def _with_budget(plan: Plan, request: PlanRequest) -> Plan:
    territories = plan.settings.territories
    if request.seed is not None:
        territories = replace(territories, seed=request.seed)
    if request.seconds is not None:
        territories = replace(territories, seconds=request.seconds)
    if request.iterations is not None:
        territories = replace(territories, iterations=request.iterations)
    return replace(plan, settings=replace(plan.settings, territories=territories))


def _project(dataset: Dataset, plan: Plan) -> ProjectState:
    state = new_project(dataset, scenario=tr("Plan"))
    return replace(state, scenarios=state.scenarios.with_plan(plan))


def _check_targets(request: PlanRequest) -> None:
    sources = [whole(path) for path in (request.accounts, request.reps) if path is not None]
    for target, extension in ((request.roster, ROSTER_EXTENSION), (request.project, EXTENSION)):
        if target is None:
            continue
        _check_target(target, extension)
        if whole(target) in sources:
            raise UserError(
                tr("{file} is one of the workbooks that are read.", file=target),
                tr("Choose another name to write to."),
                code="target_is_source",
            )


def _check_target(target: Path, extension: str) -> None:
    if target.suffix.lower() != extension:
        raise UserError(
            tr("{file} does not end in {extension}.", file=target, extension=extension),
            tr("Choose a name that does."),
            code="wrong_extension",
        )
    if target.is_dir() or not target.parent.is_dir():
        raise UserError(
            tr("{file} cannot be written: its folder does not exist.", file=target),
            tr("Make the folder, or choose another one."),
            code="no_folder",
        )
