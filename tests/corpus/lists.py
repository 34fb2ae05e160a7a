"""The plain account list and rep roster from which the corpus makes odd ones."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.corpus.raw_book import Book, Sheet, write_raw

HEADERS = ["Cust #", "Customer Name", "City", "State", "ZIP", "Sales $", "GM $"]
ACCOUNTS: list[list[Any]] = [
    ["C1", "Ann Arbor Tool", "Ann Arbor", "MI", "48104", 1000, 250.25],
    ["C2", "Toledo Supply", "Toledo", "OH", "43604", 2000, 500.5],
    ["C3", "Huron Machine", "Port Huron", "MI", "48060", 3000, 749.25],
    ["C4", "Lima Welding", "Lima", "OH", "45801", 4000, 1000],
]
TOTAL = ["Total", None, None, None, None, 10000, 2500]
REP_HEADERS = ["Rep Code", "Name", "Role", "Home ZIP", "Employment %"]
REPS: list[list[Any]] = [["R1", "Ann Lee", "Outside", "48104", 1], ["R2", "Bob Ray", "Inside", "43604", 0.5]]
ORDER_HEADERS = ["Invoice #", "Invoice Date", "Cust #", "Customer Name", "State", "ZIP", "Net Amount", "Line GP"]
NORTH, SOUTH = ACCOUNTS[:2], ACCOUNTS[2:]
MONEY = len(HEADERS) - 1


def plain() -> list[list[Any]]:
    """Return the list with its headers in row 1; a new one each time."""
    return [list(HEADERS), *map(list, ACCOUNTS)]


def with_column(header: Any, values: Sequence[Any]) -> list[list[Any]]:
    """Return the list with one more column on the right."""
    return [[*row, cell] for row, cell in zip(plain(), [header, *values], strict=True)]


def changed(**columns: Sequence[Any]) -> list[list[Any]]:
    """Return the list with other values in some columns: id, name, city, state, zip, sales, margin."""
    rows = plain()
    for key, values in columns.items():
        at = ("id", "name", "city", "state", "zip", "sales", "margin").index(key)
        for row, value in zip(rows[1:], values, strict=True):
            row[at] = value
    return rows


def without(*headers: str) -> list[list[Any]]:
    """Return the list without some columns."""
    keep = [i for i, header in enumerate(HEADERS) if header not in headers]
    return [[row[i] for i in keep] for row in plain()]


def headed(**names: str) -> list[list[Any]]:
    """Return the list with other headers: id, name, city, state, zip, sales, margin."""
    rows = plain()
    for key, name in names.items():
        rows[0][("id", "name", "city", "state", "zip", "sales", "margin").index(key)] = name
    return rows


def margins(*values: Any) -> list[list[Any]]:
    """Return the list with these margins."""
    return changed(margin=values)


def book(path: Path, rows: Sequence[Sequence[Any]], **oddities: Any) -> None:
    """Write one sheet; keywords are those of `Sheet`."""
    write_raw(path, Book({"Accounts": Sheet(rows, **oddities)}))


def sheets(path: Path, parts: dict[str, Any]) -> None:
    """Write several sheets, each a `Sheet` or rows."""
    write_raw(path, Book({name: part if isinstance(part, Sheet) else Sheet(part) for name, part in parts.items()}))
