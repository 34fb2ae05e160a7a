"""Small workbooks for tests."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from gtm_desktop.core.progress import SILENT
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.tables.reps import RepTable
from gtm_desktop.workbook.choices import ImportChoices
from gtm_desktop.workbook.importing import ReadAnswer, read_tables

HEADERS = ["Cust #", "Customer Name", "City", "State", "ZIP", "Sales $", "GM $"]


def row(number: Any = "C1", **cells: Any) -> list[Any]:
    """One account under `HEADERS`; name, city, state, zip, sales and margin may be given."""
    preset = {
        "name": f"Account {number}",
        "city": "Ann Arbor",
        "state": "MI",
        "zip": "48104",
        "sales": 100,
        "margin": 25,
    }
    return [number, *(cells.get(key, value) for key, value in preset.items())]


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], *, hidden: Sequence[str] = ()) -> Path:
    """Write a workbook; every text stays a text, None is an empty cell."""
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for i, cells in enumerate(rows):
                for j, cell in enumerate(cells):
                    if isinstance(cell, str):
                        sheet.write_string(i, j, cell)
                    elif isinstance(cell, date):
                        sheet.write_datetime(i, j, cell, day)
                    elif cell is not None:
                        sheet.write(i, j, cell)
    return path


def accounts_book(folder: Path, rows: Sequence[Sequence[Any]], *, headers: Sequence[Any] = HEADERS) -> Path:
    """Write a workbook with one sheet of accounts, header in row 1."""
    return write_book(folder / "accounts.xlsx", {"Accounts": [headers, *rows]})


def read(accounts: Path, reps: Path | None = None, *, choices: ImportChoices | None = None) -> Dataset:
    """Read as the import does, in this process; a refusal is raised."""
    answer, table, rep_table = read_answer(accounts, reps, choices=choices)
    if answer.refusal is not None:
        raise answer.refusal
    return answer.dataset(table, rep_table)


def read_answer(
    accounts: Path, reps: Path | None = None, *, choices: ImportChoices | None = None
) -> tuple[ReadAnswer, pd.DataFrame, RepTable]:
    paths = [accounts] if reps is None else [accounts, reps]
    return read_tables(paths, choices or ImportChoices(), progress=SILENT)


def read_rows(folder: Path, rows: Sequence[Sequence[Any]], *, headers: Sequence[Any] = HEADERS) -> Dataset:
    """Write and read one sheet of accounts."""
    return read(accounts_book(folder, rows, headers=headers))


def codes_of(found: Sequence[Any]) -> list[str]:
    """The codes of findings or questions."""
    return [each.code for each in found]


def one(found: Sequence[Any], code: str) -> Any:
    """The only finding or question with a code."""
    (only,) = [each for each in found if each.code == code]
    return only
