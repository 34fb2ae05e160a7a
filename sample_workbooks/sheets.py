"""Write the invented lists to Excel files as such lists look in life; the same list gives the same bytes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from sample_workbooks import distributor
from sample_workbooks.team import Member

MADE_AT = datetime(2026, 11, 16, 8, 0, 0)  # noqa: DTZ001 - an Excel file's own date has no time zone

REP_HEADERS = (
    "Rep Code", "Name", "Role", "Status", "Home ZIP", "Home City", "Home State", "Employment %", "Start Date",
    "Leaving Date", "Seniority", "Performance Index", "Skills", "Loaded Cost $", "Manager", "Branch", "Sales Region",
)  # fmt: skip

_ENOUGH_TO_STREAM = 50_000


@dataclass(frozen=True)
class Mess:
    """What makes a list untidy.

    Attributes:
        titles: rows above the header.
        has_totals: a totals row stands below the last account.
        text_amount_share: share of the amounts that are text such as "$1,234.50" or "(80.00)".
        number_code_share: share of the ZIP codes that are numbers, so that those of New England lose their zero.
    """

    titles: tuple[str, ...] = ()
    has_totals: bool = False
    text_amount_share: float = 0.0
    number_code_share: float = 0.0


def write_accounts(accounts: pd.DataFrame, path: Path, *, mess: Mess, rng: np.random.Generator) -> None:
    """Write one sheet of accounts; money comes in cents and is written in dollars."""
    with _workbook(path, len(accounts)) as book:
        sheet = book.add_worksheet("Customers")
        bold = book.add_format({"bold": True})
        money = book.add_format({"num_format": "#,##0.00"})
        top = len(mess.titles)
        for row, title in enumerate(mess.titles):
            sheet.write_string(row, 0, title, bold)
        for column, header in enumerate(accounts.columns):
            sheet.write_string(top, column, header, bold)
        columns = [_cells(accounts[name], mess=mess, rng=rng) for name in accounts.columns]
        is_money = [name in distributor.MONEY for name in accounts.columns]
        for row, cells in enumerate(zip(*columns, strict=True), start=top + 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif cell is not None:
                    sheet.write_number(row, column, cell, money if is_money[column] else None)
        if mess.has_totals:
            _write_totals(sheet, accounts, row=top + 1 + len(accounts), style=money)
        sheet.freeze_panes(top + 1, 2)


def write_reps(team: tuple[Member, ...], path: Path, *, cities: dict[str, tuple[str, str]]) -> None:
    """Write one sheet of people and open positions.

    Args:
        team: n people.
        path: the file.
        cities: city and state by home ZIP code.
    """
    with _workbook(path, len(team)) as book:
        sheet = book.add_worksheet("Reps")
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "mm/dd/yyyy"})
        for column, header in enumerate(REP_HEADERS):
            sheet.write_string(0, column, header, bold)
        for row, member in enumerate(team, start=1):
            status = "Active" if member.name else "Open position"
            cells = (
                member.code, member.name or None, member.role, status, member.home, *cities[member.home],
                member.employment_pct, member.start, member.leaving, member.seniority or None, member.performance,
                member.skills or None, member.cost, member.manager, member.branch, member.region,
            )  # fmt: skip
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, int | float):
                    sheet.write_number(row, column, cell)
                elif cell is not None:
                    sheet.write_datetime(row, column, datetime.combine(cell, datetime.min.time()), day)
        sheet.freeze_panes(1, 2)


def _workbook(path: Path, rows: int) -> Any:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": rows > _ENOUGH_TO_STREAM})
    book.set_properties({"created": MADE_AT, "author": "GTM Desktop sample generator"})
    return book


def _cells(column: "pd.Series[Any]", *, mess: Mess, rng: np.random.Generator) -> list[str | float | None]:
    """Return the cells of one column; None is left empty."""
    if column.name in distributor.MONEY:
        as_text = rng.random(len(column)) < mess.text_amount_share
        return [
            None if pd.isna(cents) else _amount_text(int(cents)) if text else int(cents) / 100
            for cents, text in zip(column, as_text, strict=True)
        ]
    if column.name == distributor.POSTAL_CODE:
        as_number = rng.random(len(column)) < mess.number_code_share
        as_number |= (column.str.startswith("0") & (mess.number_code_share > 0)).to_numpy(dtype=bool)
        return [int(code) if number else code for code, number in zip(column, as_number, strict=True)]
    return [None if cell is None or cell == "" or pd.isna(cell) else cell for cell in column]


def _amount_text(cents: int) -> str:
    return f"(${-cents / 100:,.2f})" if cents < 0 else f"${cents / 100:,.2f}"


def _write_totals(sheet: Any, accounts: pd.DataFrame, *, row: int, style: Any) -> None:
    sheet.write_string(row, 0, "Total")
    for column, name in enumerate(accounts.columns):
        if name in distributor.MONEY:
            sheet.write_number(row, column, int(accounts[name].fillna(0).sum()) / 100, style)
