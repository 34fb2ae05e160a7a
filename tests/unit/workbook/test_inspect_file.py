"""The verdict on a file as JSON, and the list as it would be imported as CSV."""

import csv
import json

import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.tables.accounts import ACCOUNT_ID, GROSS_MARGIN, NAME, POSTAL_CODE
from gtm_desktop.workbook.inspect_file import inspect, inspect_and_keep
from gtm_desktop.workbook.writing.clean_csv import write_clean_csv
from tests.unit.workbook.books import HEADERS, accounts_book, read_rows, row

KEYS = {"file", "verdict", "message", "tables", "accounts", "totals", "placed", "questions", "findings"}


def test_a_clean_list_is_ok_with_exact_totals(tmp_path):
    path = accounts_book(tmp_path, [row("C1", margin=0.1), row("C2", margin="$1,000.20"), row("C3", margin=-5)])
    found = inspect(path)
    assert set(found) >= KEYS
    assert json.loads(json.dumps(found)) == found
    assert (found["verdict"], found["message"]) == ("ok", "")
    assert (found["accounts"], found["placed"]) == (3, 3)
    assert found["totals"] == {"gross_margin": "995.30", "revenue": "300.00"}
    (table,) = found["tables"]
    assert (table["sheet"], table["kind"], table["header_row"], table["rows"]) == ("Accounts", "accounts", 1, 3)
    assert table["fields"]["account_id"] == {"header": "Cust #", "column": "A", "sure": 1.0}


def test_an_open_question_makes_the_verdict_ask(tmp_path):
    found = inspect(accounts_book(tmp_path, [row("C1"), row("C1", margin=3)]))
    assert found["verdict"] == "ask"
    (question,) = found["questions"]
    assert (question["code"], question["rows"]) == ("duplicate_ids", [2, 3])
    assert found["accounts"] == 2


def test_a_finding_names_each_of_its_cells(tmp_path):
    found = inspect(accounts_book(tmp_path, [row("C1", sales="?"), row("C2", sales="?")]))
    unreadable = [each for each in found["findings"] if each["code"] == "unreadable"]
    cells = [(each["severity"], each["sheet"], each["row"], each["column"]) for each in unreadable]
    assert cells == [("warning", "Accounts", 2, "F"), ("warning", "Accounts", 3, "F")]


@pytest.mark.parametrize("content", [None, b"", b"a,b\n1,2\n"])
def test_a_file_that_cannot_be_read_is_a_verdict_and_not_an_error(tmp_path, content):
    path = tmp_path / "a.xlsx"
    if content is not None:
        path.write_bytes(content)
    found = inspect(path)
    assert found["verdict"] == "refuse"
    assert "a.xlsx" in found["message"]
    assert (found["accounts"], found["totals"]) == (0, {})


def test_the_clean_list_holds_exactly_what_is_imported(tmp_path):
    headers = [*HEADERS, "Orders", "Notes"]
    rows = [
        [*row("000123", name="=1+1", margin="(5.5)"), 3, "x"],
        [*row("C2", name="Ümit, Inc", sales=None), None, "y"],
    ]
    dataset = read_rows(tmp_path, rows, headers=headers)
    write_clean_csv(dataset, tmp_path / "clean.csv")
    with (tmp_path / "clean.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert list(first)[:11] == [
        "account_id", "name", "parent_id", "city", "state", "postal_code", "country", "lat", "lon",
        "gross_margin", "revenue",
    ]  # fmt: skip
    assert list(first)[11:] == ["orders"]
    assert (first["account_id"], first["name"], first["gross_margin"], first["orders"]) == (
        "000123",
        "'=1+1",
        "-5.50",
        "3",
    )
    assert (second["name"], second["revenue"], second["orders"]) == ("Ümit, Inc", "", "")
    assert float(first["lat"]) == dataset.accounts.lat[0]


def test_a_clean_list_holds_no_formula_and_importing_it_gives_the_same_accounts(tmp_path):
    names = ["=1+1", "@SUM(A1)", "-5 Degrees Inc", "＝1+1", "' =2", '"=1"', "Bolts; =1+1", "O'Hara"]
    dataset = read_rows(tmp_path, [row(f"+{at}", name=name, margin=-at) for at, name in enumerate(names, start=1)])
    path = tmp_path / "clean.csv"
    write_clean_csv(dataset, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [each["name"] for each in rows][:4] == ["'=1+1", "'@SUM(A1)", "'-5 Degrees Inc", "'＝1+1"]
    assert [each["account_id"] for each in rows][:2] == ["'+1", "'+2"]
    assert [each["gross_margin"] for each in rows][:2] == ["-1.00", "-2.00"]
    _, again = inspect_and_keep(path)
    columns = [ACCOUNT_ID, NAME, GROSS_MARGIN, POSTAL_CODE]
    assert again.accounts[columns].equals(dataset.accounts[columns])


def test_the_clean_list_is_never_written_where_there_is_no_folder_or_no_file(tmp_path):
    dataset = read_rows(tmp_path, [row("C1")])
    for path, code in ((tmp_path / "none" / "clean.csv", "no_folder"), (tmp_path, "not_a_file")):
        with pytest.raises(UserError) as refusal:
            write_clean_csv(dataset, path)
        assert refusal.value.code == code
