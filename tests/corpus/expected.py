"""What is expected of each file of the corpus, read from the table beside it."""

import csv
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("expected.csv")
COLUMNS = ("file", "verdict", "refusal", "accounts", "gross_margin", "revenue", "placed", "questions", "findings")
ALWAYS_SAID = "missing_columns"


@dataclass(frozen=True)
class Expected:
    """One line of the table; texts as `inspect` gives them, codes sorted with blanks between, "-" for no total."""

    file: str
    verdict: str
    refusal: str
    accounts: str
    gross_margin: str
    revenue: str
    placed: str
    questions: str
    findings: str


def expected() -> list[Expected]:
    """Return the table in its order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Expected(**row) for row in csv.DictReader(file)]


def seen(name: str, report: dict) -> Expected:
    """Return what `inspect` said of a file in the table's form."""
    totals = report["totals"]
    return Expected(
        name,
        report["verdict"],
        report["code"],
        str(report["accounts"]),
        totals.get("gross_margin", "-"),
        totals.get("revenue", "-"),
        str(report["placed"]),
        " ".join(sorted({each["code"] for each in report["questions"]})),
        " ".join(sorted({each["code"] for each in report["findings"]} - {ALWAYS_SAID})),
    )
