"""Reading a file of the corpus as `inspect` does, in a child process only where the file could end it."""

from pathlib import Path
from typing import Any

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import SILENT
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.workbook.choices import ImportChoices
from gtm_desktop.workbook.importing import ReadAnswer, read_tables
from gtm_desktop.workbook.inspect_file import inspect, report_of
from gtm_desktop.workbook.reading.file_check import check_file
from tests.corpus.formats import HOSTILE


def report(path: Path, choices: ImportChoices | None = None) -> dict[str, Any]:
    """Return what `inspect` says of a file."""
    return inspect(path) if path.name in HOSTILE else report_of(path, *dataset_of(path, choices))


def dataset_of(path: Path, choices: ImportChoices | None = None) -> tuple[ReadAnswer, Dataset | None]:
    """Return what is read of a file in this process; no dataset where it is refused."""
    choices = choices or ImportChoices()
    try:
        check_file(path, password=choices.accounts_file.password)
        answer, accounts, reps = read_tables([path], choices, progress=SILENT)
    except UserError as refusal:
        return ReadAnswer(refusal, ()), None
    if answer.refusal is not None:
        return answer, None
    return answer, answer.dataset(accounts, reps)
