"""The sample workbooks are what the generator makes, and what a planner's list looks like."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from gtm_desktop.core.paths import sample_workbook
from sample_workbooks import distributor as columns
from sample_workbooks import generate
from tests.benchmarks import generate_accounts


@pytest.fixture(scope="module")
def accounts() -> pd.DataFrame:
    return generate.great_lakes_accounts()


def sheets(path: Path) -> Iterator[list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path, read_only=True)
    yield from (list(sheet.iter_rows(values_only=True)) for sheet in book)
    book.close()


def reps() -> pd.DataFrame:
    [[header, *rows]] = sheets(sample_workbook(generate.REPS))
    return pd.DataFrame(rows, columns=list(header))


def test_the_committed_files_are_what_the_generator_makes(tmp_path: Path) -> None:
    generate.main(tmp_path)
    for name in (generate.ACCOUNTS, generate.REPS, generate.SMALL):
        assert list(sheets(tmp_path / name)) == list(sheets(sample_workbook(name))), f"run it again for {name}"


def test_the_same_program_makes_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        generate.write_team(generate.great_lakes().team, folder / generate.REPS)
        made.append((folder / generate.REPS).read_bytes())
    assert made[0] == made[1]


def test_a_list_has_one_sheet_with_titles_above_and_a_total_below() -> None:
    [rows] = sheets(sample_workbook(generate.ACCOUNTS))
    assert [sum(cell is not None for cell in row) for row in rows[:2]] == [1, 1]
    assert rows[2] == columns.COLUMNS
    assert rows[-1][0] == "Total"
    assert len(rows) == 3 + 12_000 + 1


def test_amounts_and_postal_codes_are_partly_of_the_other_type() -> None:
    [[_first, _second, header, *rows, _total]] = sheets(sample_workbook(generate.ACCOUNTS))
    amounts = [row[header.index(columns.MARGIN)] for row in rows]
    codes = [row[header.index(columns.POSTAL_CODE)] for row in rows]
    assert any(isinstance(amount, str) and amount.startswith("$") for amount in amounts)
    assert any(isinstance(amount, str) and amount.startswith("(") for amount in amounts)
    assert sum(isinstance(code, int) and code < 10_000 for code in codes) == 20
    [[header, *rows]] = sheets(sample_workbook(generate.SMALL))
    assert not any(isinstance(row[header.index(columns.MARGIN)], str) for row in rows)


def test_the_tail_is_heavy_a_tenth_a_fifth_and_the_rest(accounts: pd.DataFrame) -> None:
    margin = accounts[columns.MARGIN]
    assert (margin > 2_500_000).mean() == pytest.approx(0.10, abs=0.01)
    assert (margin < 500_000).mean() == pytest.approx(0.70, abs=0.01)


def test_what_a_plan_needs_has_no_holes_and_the_rest_a_few(accounts: pd.DataFrame) -> None:
    needed = [columns.ID, columns.NAME, columns.MARGIN, columns.SALES, columns.STATE, columns.POSTAL_CODE]
    assert not accounts[needed].isna().any().any()
    assert accounts[columns.ID].is_unique
    assert accounts[columns.ORDERS].isna().mean() == pytest.approx(0.03, abs=0.005)
    assert accounts[columns.WALLET].notna().mean() == pytest.approx(2 / 3, abs=0.02)
    assert 0.05 < accounts[columns.PARENT_ID].notna().mean() < 0.20


def test_sales_by_channel_and_by_family_add_up_to_sales() -> None:
    complete = columns.make_accounts(generate.small())
    for group in (columns.BY_CHANNEL, columns.BY_FAMILY):
        assert (complete[list(group)].sum(axis=1) == complete[columns.SALES]).all()


def test_the_roster_has_somebody_part_time_somebody_new_and_somebody_leaving() -> None:
    people = reps()
    outside = people[people["Role"] == "Outside Sales"]
    assert people["Role"].value_counts().to_dict() == {
        "Outside Sales": 14, "Inside Sales": 8, "Key Account Manager": 2,
    }  # fmt: skip
    assert (outside["Status"] == "Open position").sum() == 1
    assert (outside["Employment %"] < 100).sum() == 1
    assert (pd.to_datetime(outside["Start Date"]) > "2026-01-01").sum() == 1
    assert outside["Leaving Date"].notna().sum() == 1


def test_everybody_named_in_the_list_stands_in_the_roster(accounts: pd.DataFrame) -> None:
    codes = set(reps()["Rep Code"])
    assert set(accounts[columns.OUTSIDE_REP].dropna()) <= codes
    assert set(accounts[columns.INSIDE_REP].dropna()) <= codes


def test_a_larger_list_has_as_many_reps_as_its_accounts_need() -> None:
    made = generate_accounts.market(20_000, seed=1)
    assert sum(member.role == "Outside Sales" for member in made.team) == 24
    assert len(columns.make_accounts(made)) == 20_000
