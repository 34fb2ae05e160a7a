"""The account list as it would be imported, as a CSV file."""

from pathlib import Path
from typing import Any

import pandas as pd

from gtm_desktop.core.spreadsheet_text import CellColumn, csv_text
from gtm_desktop.core.words import decimal_text
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.tables.accounts import (
    ACCOUNT_ID,
    CITY,
    COLUMNS,
    COUNTRY,
    GROSS_MARGIN,
    LAT,
    LON,
    NAME,
    PARENT_ID,
    POSTAL_CODE,
    REVENUE,
    STATE,
)
from gtm_desktop.tables.schema import Kind
from gtm_desktop.workbook.atomic_file import replacing

_FIRST = (ACCOUNT_ID, NAME, PARENT_ID, CITY, STATE, POSTAL_CODE, COUNTRY, LAT, LON, GROSS_MARGIN, REVENUE)
_KINDS = {column.name: column.kind for column in COLUMNS}


def write_clean_csv(dataset: Dataset, path: Path) -> None:
    """Write the accounts as they would be imported: UTF-8, one row an account, every mapped field.

    Money is a decimal number of dollars and missing is an empty cell. Text that a spreadsheet would take for a formula
    has an apostrophe in front; importing the file takes it off.

    Raises:
        UserError: the file cannot be written.
    """
    mapped = {column.field for column in dataset.accounts_source.columns}
    names = [*_FIRST, *(name for name in _KINDS if name in mapped and name not in _FIRST)]
    columns = [
        CellColumn(name, _texts(dataset.accounts[name].tolist(), _KINDS[name]), _KINDS[name] is not Kind.TEXT)
        for name in names
    ]
    with replacing(path) as file:
        file.write(csv_text(columns).encode("utf-8", "replace"))


def _texts(values: list[Any], kind: Kind) -> list[str]:
    return ["" if _is_missing(value) else _text(value, kind) for value in values]


def _text(value: Any, kind: Kind) -> str:
    if kind is Kind.MONEY:
        return decimal_text(value)
    if kind is Kind.TEXT:
        return str(value)
    if kind is Kind.FLAG:
        return "yes" if value else "no"
    if kind is Kind.DAY:
        return str(value.date().isoformat())
    return repr(value)


def _is_missing(value: Any) -> bool:
    """Return whether a cell of a table is missing."""
    return bool(pd.isna(value))
