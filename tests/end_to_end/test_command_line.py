"""The program without its window, started as a user starts it: sample in, roster out, one clear sentence on errors."""

import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from gtm_desktop.core.paths import sample_workbook

ACCOUNTS, REPS = "great_lakes_accounts.xlsx", "great_lakes_reps.xlsx"


def gtm(*arguments, cwd=None):
    command = [sys.executable, "-m", "gtm_desktop", *map(str, arguments)]
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=cwd, env=environment, check=False)


def workbook(path, rows):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Accounts")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def totals_of_workbook(path):
    """Add up the account list with openpyxl alone: nothing of the program takes part."""
    rows = sheet_rows(path)
    header = next(number for number, row in enumerate(rows) if row[0] == "Cust #")
    margin = rows[header].index("Gross Margin $")
    amounts = [row[margin] for row in rows[header + 1 :] if row[0] is not None and not str(row[0]).startswith("Total")]
    return sum(dollars(amount) for amount in amounts)


def sheet_rows(path, name=None):
    book = openpyxl.load_workbook(path, read_only=True)
    rows = list((book[name] if name else book.worksheets[0]).iter_rows(values_only=True))
    book.close()
    return rows


def roster_rows(path, column):
    """Return account id and one column of all rosters, without their total rows."""
    found = []
    for name in ("Outside roster", "Inside roster", "Self-serve roster"):
        header, *body = sheet_rows(path, name)
        account, wanted = header.index("Account ID"), header.index(column)
        found += [(row[account], row[wanted]) for row in body if row[account] not in (None, "Total")]
    return found


def dollars(cell):
    if not isinstance(cell, str):
        return Decimal(str(round(cell, 2)))
    text = cell.replace("$", "").replace(",", "")
    return -Decimal(text[1:-1]) if text.startswith("(") else Decimal(text)


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    folder = tmp_path_factory.mktemp("planned")
    roster, project = folder / "roster.xlsx", folder / "plan.gtmplan"
    run = gtm(
        "plan", sample_workbook(ACCOUNTS), "--reps", sample_workbook(REPS),
        "--out", roster, "--project", project, "--seconds", 2, "--json",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout), roster, project


def test_the_roster_adds_up_to_the_input_to_the_cent(planned):
    report, roster, _ = planned
    expected = totals_of_workbook(sample_workbook(ACCOUNTS))
    assert Decimal(report["gross_margin"]) == expected
    assert sum(Decimal(channel["gross_margin"]) for channel in report["channels"].values()) == expected
    in_rosters = sum(
        Decimal(str(round(amount, 2))) for _, amount in roster_rows(roster, "Gross margin") if amount is not None
    )
    assert in_rosters == expected


def test_every_account_of_the_sample_has_exactly_one_owner(planned):
    """R3.17."""
    report, roster, _ = planned
    assert (report["without_owner"], report["owned_twice"]) == (0, 0)
    owners = roster_rows(roster, "Owner code")
    assert all(owner for _, owner in owners)
    ids = [account for account, _ in owners]
    assert len(ids) == len(set(ids)) == report["accounts"]


def test_every_outside_territory_holds_80_to_140_accounts_or_is_named_with_its_reason(planned):
    """R3.4."""
    report, _, _ = planned
    named = {problem["subject"] for problem in report["problems"]}
    off_limits = {t["id"] for t in report["territories"] if not 80 <= t["accounts"] <= 140}
    assert off_limits
    assert off_limits <= named


def test_the_sample_shows_what_the_program_is_for(planned):
    codes = {problem["code"] for problem in planned[0]["problems"]}
    assert {"under_lower_limit", "sparse_area", "split_parent"} <= codes


def test_a_saved_plan_exports_and_checks_to_the_same_figures(planned, tmp_path):
    report, _, project = planned
    checked = gtm("check", project, "--json")
    assert checked.returncode == 0, checked.stderr
    again = json.loads(checked.stdout)
    assert {key: again[key] for key in again} == {key: report[key] for key in again}
    exported = gtm("export", project, "--out", tmp_path / "again.xlsx")
    assert exported.returncode == 0, exported.stderr
    assert (tmp_path / "again.xlsx").is_file()


def test_the_same_seed_gives_the_same_plan():
    first, second = (
        json.loads(gtm("plan", sample_workbook("small_clean.xlsx"), "--seed", 3, "--seconds", 1, "--json").stdout)
        for _ in range(2)
    )
    assert first["channels"] == second["channels"]


def test_two_builds_by_number_are_the_same_on_a_machine_that_is_busy_with_something_else(tmp_path):
    """The sample, seed and number of tries given: one child alone, then one beside busy loops."""
    request = ("plan", sample_workbook(ACCOUNTS), "--reps", sample_workbook(REPS), "--iterations", 20, "--json")
    first = gtm(*request, "--out", tmp_path / "first.xlsx")
    assert first.returncode == 0, first.stderr
    burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    try:
        second = gtm(*request, "--out", tmp_path / "second.xlsx")
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
    assert second.returncode == 0, second.stderr
    one, other = (_without_clocks(json.loads(run.stdout)) for run in (first, second))
    assert one == other
    assert one["solver"]["repeats_exactly"]
    assert (one["solver"]["iterations"], one["solver"]["seed"]) == (20, 1)
    read_me = {row[0]: row[1] for row in sheet_rows(tmp_path / "first.xlsx", "Read me")}
    assert read_me["Territories were found with"] == "seed 1, 20 tries"
    assert read_me["The search makes"] == "20 tries; the same list, rules and seed build the same plan again"
    assert [row[2:] for row in sheet_rows(tmp_path / "first.xlsx", "Outside roster")] == [
        row[2:] for row in sheet_rows(tmp_path / "second.xlsx", "Outside roster")
    ]


def _without_clocks(report):
    timeless = {name: value for name, value in report["solver"].items() if name != "first_feasible_s"}
    return {**{name: value for name, value in report.items() if name != "seconds"}, "solver": timeless}


def test_a_number_of_tries_and_a_time_exclude_each_other():
    run = gtm("plan", sample_workbook("small_clean.xlsx"), "--iterations", 5, "--seconds", 1)
    assert run.returncode == 2
    assert "--iterations" in run.stderr


def test_inspecting_the_sample_says_that_it_can_be_imported_as_it_is():
    run = gtm("inspect", sample_workbook(ACCOUNTS), "--json")
    report = json.loads(run.stdout)
    assert (run.returncode, report["verdict"], report["accounts"]) == (0, "ok", 12_000)
    assert report["placed"] == report["accounts"]


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([], 2),
        ([["Cust #", "Customer Name", "Zip", "GP $"]], 2),
        ([["Cust #", "Customer Name", "Zip"], ["1", "Acme", "48104"], ["2", "Bolt", "48104"]], 3),
        ([["Cust #", "Customer Name", "GP $"], ["1", "Acme", 10.0], ["2", "Bolt", 20.0]], 3),
    ],
    ids=["empty sheet", "header only", "no margin column", "no place column"],
)
def test_a_workbook_that_lacks_something_gets_a_clear_message_and_nothing_is_written(rows, status, tmp_path):
    path = workbook(tmp_path / "accounts.xlsx", rows)
    run = gtm("plan", path, "--out", tmp_path / "roster.xlsx", "--project", tmp_path / "plan.gtmplan")
    assert run.returncode == status
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert run.stderr.strip()
    assert [entry.name for entry in tmp_path.iterdir()] == ["accounts.xlsx"]


@pytest.mark.parametrize("kind", ["missing", "empty", "folder", "text", "picture"])
def test_what_is_not_a_workbook_is_refused_in_one_clear_sentence(kind, tmp_path):
    path = tmp_path / "accounts.xlsx"
    if kind == "empty":
        path.touch()
    elif kind == "folder":
        path.mkdir()
    elif kind == "text":
        path.write_text("not a workbook\n")
    elif kind == "picture":
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    run = gtm("plan", path, "--out", tmp_path / "roster.xlsx")
    assert run.returncode == 2
    assert run.stdout == ""
    assert "accounts.xlsx" in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "roster.xlsx").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan"],
        ["--no-such-option"],
        ["inspect"],
        ["plan", "x", "--seconds", "0"],
    ],
)
def test_bad_usage_is_refused(arguments):
    run = gtm(*arguments)
    assert run.returncode == 2
    assert "usage" in run.stderr


def test_a_roster_never_overwrites_the_workbook_that_is_read(tmp_path):
    path = tmp_path / "accounts.xlsx"
    shutil.copy(sample_workbook("small_clean.xlsx"), path)
    before = path.read_bytes()
    run = gtm("plan", path, "--out", path)
    assert run.returncode == 2
    assert path.read_bytes() == before


def test_a_damaged_or_strange_plan_file_is_refused(planned, tmp_path):
    damaged = tmp_path / "damaged.gtmplan"
    damaged.write_bytes(planned[2].read_bytes()[:5_000])
    strange = tmp_path / "strange.gtmplan"
    strange.write_text("no plan")
    for path in (damaged, strange, tmp_path / "missing.gtmplan"):
        run = gtm("check", path)
        assert run.returncode == 2, path
        assert "Traceback" not in run.stderr


@pytest.mark.parametrize("word", ["frobnicate", "missing.gtmplan"])
def test_what_is_neither_a_verb_nor_a_file_opens_no_window(word, tmp_path):
    run = gtm(word, cwd=tmp_path)
    assert run.returncode == 2
    assert word in run.stderr


def test_inspecting_without_json_tells_tables_columns_and_totals():
    run = gtm("inspect", sample_workbook("small_clean.xlsx"))
    assert run.returncode == 0
    assert "gross_margin: " in run.stdout
    assert "header in row" in run.stdout


def test_inspect_writes_a_marked_copy_and_never_over_a_workbook(tmp_path):
    rows = [["Cust #", "Customer Name", "ZIP", "GM $"], ["C1", "=1+1", "48104", 25], ["C2", "Supply", None, 30]]
    book = workbook(tmp_path / "list.xlsx", rows)
    copy = tmp_path / "marked.xlsx"
    ran = gtm("inspect", book, "--json", "--marked", copy)
    assert (ran.returncode, json.loads(ran.stdout)["verdict"]) == (0, "ask")
    marked = openpyxl.load_workbook(copy)
    assert marked.sheetnames == ["What was found", "Accounts"]
    assert marked["Accounts"]["C3"].comment.text.startswith("To decide: ")
    before = book.read_bytes()
    other = workbook(tmp_path / "other.xlsx", rows)
    for target in (book, other):
        refused = gtm("inspect", book, other, "--marked", target)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "is the workbook itself" in refused.stderr
    assert book.read_bytes() == before


def test_a_plan_that_is_a_circle_of_links_is_refused_in_words(tmp_path):
    loop = tmp_path / "loop.gtmplan"
    loop.symlink_to(loop)
    for verb in ("check", "export"):
        done = gtm(verb, loop)
        assert done.returncode == 2, done.stderr
        assert "defect" not in done.stderr


@pytest.mark.parametrize("kind", ["file", "loop"])
def test_without_a_folder_that_can_be_written_a_plan_is_made_and_what_is_not_kept_is_said(tmp_path, monkeypatch, kind):
    home = tmp_path / "home"
    if kind == "file":
        home.write_text("a file in the place of the folder")
    else:
        home.symlink_to(home)
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(home))
    plan = tmp_path / "plan.gtmplan"
    sample = sample_workbook("small_clean.xlsx")
    made = gtm("plan", sample, "--accept-suggestions", "--seconds", 1, "--project", plan)
    assert made.returncode == 0, made.stderr
    assert made.stderr.count("cannot keep backups and the log") == 1
    assert str(home) in made.stderr
    checked = gtm("check", plan)
    assert (checked.returncode, checked.stderr) == (0, "")
