"""What an import would make of a file, as one JSON object; nothing is decided and nothing is changed."""

from pathlib import Path
from typing import Any

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.findings import Finding, Option, Question
from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.core.words import decimal_text
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.renewal.left_out import left_out_summary, left_out_total
from gtm_desktop.tables.accounts import COLUMNS, LAT, MARGIN_IS_ESTIMATE
from gtm_desktop.tables.schema import Kind
from gtm_desktop.workbook.importing import ReadAnswer, ReadTable, read_in_child

OK, ASK, REFUSE = "ok", "ask", "refuse"


def inspect(path: Path, *, progress: Progress = SILENT) -> dict[str, Any]:
    """Return the verdict on one file as CLI.md's JSON object.

    A file that cannot be read gets the verdict "refuse" and the reason; it raises nothing but `Cancelled`.
    """
    return inspect_and_keep(path, progress=progress)[0]


def inspect_and_keep(path: Path, *, progress: Progress = SILENT) -> tuple[dict[str, Any], Dataset | None]:
    """Return the verdict on one file and the dataset it would become; None where it is refused."""
    try:
        answer, dataset = read_in_child(path, None, progress=progress)
    except UserError as refusal:
        answer, dataset = ReadAnswer(refusal, ()), None
    return report_of(path, answer, dataset), dataset


def report_of(path: Path, answer: ReadAnswer, dataset: Dataset | None) -> dict[str, Any]:
    """Return what was read of a file as CLI.md's JSON object; without a dataset it is a refusal."""
    if dataset is None:
        return _report(path, REFUSE, answer, refusal=answer.refusal)
    return _report(path, ASK if answer.questions else OK, answer, dataset=dataset)


def money_totals(dataset: Dataset) -> dict[str, str]:
    """Return the exact total of every money column of the list; a column that is absent is left out, never 0."""
    mapped = {column.field for column in dataset.accounts_source.columns}
    totals = {}
    for column in COLUMNS:
        values = dataset.accounts[column.name]
        is_estimated = column.name not in mapped and bool(dataset.accounts[MARGIN_IS_ESTIMATE].any())
        if column.kind is Kind.MONEY and (column.name in mapped or (is_estimated and values.notna().any())):
            totals[column.name] = decimal_text(sum(values.dropna().tolist()))
    return totals


def list_totals(dataset: Dataset) -> dict[str, str]:
    """Return the exact total of every money column over the whole list: what is planned and what is left out."""
    left_out = left_out_total(dataset).money
    return {
        name: decimal_text(sum(dataset.accounts[name].dropna().tolist()) + left_out.get(name, 0))
        for name in _counted(dataset)
    }


def _counted(dataset: Dataset) -> tuple[str, ...]:
    return tuple(money_totals(dataset))


def _report(
    path: Path,
    verdict: str,
    answer: ReadAnswer,
    *,
    dataset: Dataset | None = None,
    refusal: UserError | None = None,
) -> dict[str, Any]:
    return {
        "file": str(path),
        "verdict": verdict,
        "message": "" if refusal is None else str(refusal),
        "code": "" if refusal is None else refusal.code,
        "tables": [_table(table) for table in answer.tables],
        "accounts": 0 if dataset is None else len(dataset.accounts),
        "totals": {} if dataset is None else money_totals(dataset),
        "placed": 0 if dataset is None else int(dataset.accounts[LAT].notna().sum()),
        "left_out": {} if dataset is None else left_out_summary(dataset, _counted(dataset)),
        "list_totals": {} if dataset is None else list_totals(dataset),
        "questions": [_question(question) for question in answer.questions],
        "offers": [_question(question) for question in answer.offers],
        "findings": [each for finding in answer.findings for each in _findings(finding)],
    }


def _table(table: ReadTable) -> dict[str, Any]:
    fields = {
        field: {"header": header, "column": letter, "sure": round(sure, 2)}
        for field, (header, letter, sure) in table.fields.items()
    }
    return {
        "sheet": table.sheet,
        "kind": table.kind.value,
        "header_row": table.header_row,
        "rows": table.rows,
        "fields": fields,
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "message": question.message,
        "rows": list(question.rows),
        "suggestion": question.suggestion,
        "sheet": question.sheet,
        "key": question.key,
        "options": [_option(option) for option in question.options],
    }


def _option(option: Option) -> dict[str, Any]:
    said: dict[str, Any] = {"code": option.code, "label": option.label}
    if option.blanks:
        said["values"] = [
            {"name": blank.name, "label": blank.label, "kind": blank.kind.value, "preset": blank.preset}
            for blank in option.blanks
        ]
    return said


def _findings(finding: Finding) -> list[dict[str, Any]]:
    """Return one object a row, so that each names its cell; one without a row where no row is meant."""
    rows: tuple[int | None, ...] = finding.rows or (None,)
    return [
        {
            "severity": finding.severity.value,
            "code": finding.code,
            "sheet": finding.sheet,
            "row": row,
            "column": finding.column,
            "message": finding.message,
            "remedy": finding.remedy,
        }
        for row in rows
    ]
