"""Files and recovery records of every format ever written open as they were meant, and are left as they are."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from gtm_desktop.planning.settings import CellRule
from gtm_desktop.project import schema
from gtm_desktop.project.load import open_project
from gtm_desktop.project.migrations import migrate
from gtm_desktop.project.recovery import recover
from gtm_desktop.project.schema import FORMAT
from gtm_desktop.project.state import ProjectState
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables.reps import NAME
from gtm_desktop.tables.roster import Channel
from gtm_desktop.workspace.earlier_answers import with_judged_answers
from gtm_desktop.workspace.recording import replayed
from tests.formats.make import told

FOLDER = Path(__file__).resolve().parent
FILES = sorted(path.stem for path in FOLDER.glob("*.gtmplan"))
BUILT = sorted(path.stem for path in FOLDER.glob("format*.json"))
SESSIONS = sorted(path.name.removesuffix("-recovery") for path in FOLDER.glob("*-recovery"))
FORMAT_1 = [name for name in BUILT if name.startswith("format1")]


def test_there_is_a_file_and_a_session_of_every_format() -> None:
    for bases in (FOLDER.glob("*.gtmplan"), FOLDER.glob("*-recovery/base.gtmplan")):
        assert {schema.format_of(path.read_bytes()) for path in bases} == set(range(1, FORMAT + 1))


@pytest.mark.parametrize("name", FILES)
def test_opening_changes_no_byte(name: str) -> None:
    path = FOLDER / f"{name}.gtmplan"
    before = path.read_bytes()
    open_project(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", BUILT)
def test_a_file_opens_with_the_totals_pins_answers_steps_and_journal_of_the_program_that_wrote_it(name: str) -> None:
    assert_as_told(open_project(FOLDER / f"{name}.gtmplan"), expected(name)["file"])


@pytest.mark.parametrize("name", SESSIONS)
def test_the_records_of_a_session_give_back_the_same_steps(name: str, tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER / f"{name}-recovery", tmp_path / "session")
    recovered = recover(folder)
    assert recovered.steps - recovered.saved == 5
    assert len(recovered.moves) == 5
    assert_as_told(replayed(recovered), expected(name)["recovered"])


def test_territories_and_reps_of_the_last_shape_of_format_1_are_out_of_date_where_they_were(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER / "format1-last-recovery", tmp_path / "session")
    for part, project in (
        ("file", open_project(FOLDER / "format1-last.gtmplan")),
        ("recovered", replayed(recover(folder))),
    ):
        now, then = told(with_judged_answers(project))["plans"], expected("format1-last")[part]["plans"]
        assert {name: {*plan["stale"]} - {"inside"} for name, plan in now.items()} == {
            name: {*plan["stale"]} - {"inside"} for name, plan in then.items()
        }


@pytest.mark.parametrize("name", [name for name in BUILT if name not in FORMAT_1])
def test_a_plan_is_out_of_date_where_it_was(name: str, tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER / f"{name}-recovery", tmp_path / "session")
    for part, project in (("file", open_project(FOLDER / f"{name}.gtmplan")), ("recovered", replayed(recover(folder)))):
        for scenario, plan in told(project)["plans"].items():
            assert plan["stale"] == expected(name)[part]["plans"][scenario]["stale"]


@pytest.mark.parametrize("name", FORMAT_1)
def test_an_answer_of_format_1_keeps_its_old_digest_under_its_own_name(name: str) -> None:
    for digest, run in zip(old_digests(name), runs(open_project(FOLDER / f"{name}.gtmplan")), strict=True):
        assert (run.inputs, run.format1_inputs) == ("", digest)


def test_what_a_shape_of_format_1_lacks_takes_the_value_at_which_the_program_did_as_before() -> None:
    rules = open_project(FOLDER / "format1-first.gtmplan").plan.settings
    assert (rules.territories.acts_on_failing, rules.territories.moves_enclaves) == (False, False)
    assert (rules.territories.balance_price, rules.inside.balance) == (0.0, 0.0)
    assert rules.call_plan.hours_week == 10_000.0
    assert not rules.changes.is_set
    assert not rules.scope.is_set
    assert not rules.borders.is_set
    answer = open_project(FOLDER / "format1-first.gtmplan").plan.accepted.territories
    assert answer is not None
    assert (answer.homes, answer.formed_for, answer.decisions, answer.as_today) == ((), (), (), ())
    assert (answer.budget_use, answer.run.planned_iterations) == (None, None)
    kept = open_project(FOLDER / "format1-last.gtmplan").plan.settings
    assert (kept.territories.acts_on_failing, kept.inside.balance, kept.call_plan.hours_week) == (True, 0.25, 40.0)


@pytest.mark.parametrize("name", FILES)
def test_a_migrated_file_has_the_tables_of_the_present_format(name: str) -> None:
    with closing(sqlite3.connect(":memory:")) as old, closing(sqlite3.connect(":memory:")) as new:
        old.deserialize((FOLDER / f"{name}.gtmplan").read_bytes())
        migrate(old, FORMAT)
        schema.create(new)
        assert dict(tables(old)) == dict(tables(new))
        assert old.execute("PRAGMA foreign_key_check").fetchall() == []


def test_format_1_opens_with_everything_in_it() -> None:
    project = open_project(FOLDER / "format1.gtmplan")
    assert project.scenarios.names == ("Plan", "Lean")
    assert project.scenarios.current == "Lean"
    rules = project.plan.settings
    assert rules.plan_year_start == date(2027, 7, 1)
    assert rules.grid.cells == {("A", "acquire"): CellRule("Win", Channel.OUTSIDE)}
    pin = project.plan.pins.territory["A1"]
    assert (pin.value, pin.reason, pin.who) == ("T2", "one buyer", "planner")
    assert pin.when == datetime(2026, 11, 20, 12, tzinfo=UTC)
    answer = project.plan.accepted.territories
    assert answer is not None
    assert (answer.ids, answer.territory.tolist()) == (("T1", "T2", "T3"), [0, 1, 2, 0])
    assert project.plan.accepted.reps is not None
    assert project.plan.accepted.inside is not None


def test_format_1_keeps_the_list_as_it_was_imported() -> None:
    dataset = open_project(FOLDER / "format1.gtmplan").dataset
    accounts = dataset.accounts
    assert accounts[account_columns.ACCOUNT_ID].tolist() == ["A0", "A1", "A2", "A3"]
    assert accounts[account_columns.GROSS_MARGIN].isna().tolist() == [True, False, False, False]
    assert accounts[account_columns.GROSS_MARGIN].dropna().tolist() == [100_001, 200_002, 300_003]
    assert accounts[account_columns.NAME].dropna().tolist() == ["Größe & Söhne 1", "Größe & Söhne 3"]
    assert accounts[account_columns.EXTRA_PREFIX + "Notes"].tolist() == ["=1+1"] * 4
    assert dataset.reps[NAME].dropna().tolist() == ["Ann Lee", "Bo Diaz"]
    assert [finding.code for finding in dataset.findings] == ["padded"]
    assert [question.code for question in dataset.questions] == ["duplicate_ids"]
    assert (dataset.accounts_source.file, dataset.accounts_source.header_row) == ("list.xlsx", 4)


def test_format_1_keeps_undo_redo_and_the_journal() -> None:
    project = open_project(FOLDER / "format1.gtmplan")
    assert [step.label for step in project.history.done][-1] == "Move 1 account to Town T2"
    assert [step.label for step in project.history.undone] == ["Lock Town T1"]
    assert [entry.who for entry in project.journal[:2]] == ["planner", "planner"]
    assert project.journal[-1].label == "Undo: Lock Town T1"


def assert_as_told(project: ProjectState, expected: Any) -> None:
    """What the program of that time had no word for is empty; marks of out of date are another test's subject."""
    found = json.loads(json.dumps(told(project)))
    for name, plan in found["plans"].items():
        pins = {kind: each for kind, each in plan["pins"].items() if each or kind in expected["plans"][name]["pins"]}
        plan |= {"pins": pins, "stale": expected["plans"][name]["stale"]}
    assert found == expected


def expected(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def runs(project: ProjectState) -> Iterator[Any]:
    accepted = project.plan.accepted
    for answer in (accepted.territories, accepted.reps, accepted.inside):
        assert answer is not None
        yield answer.run


def old_digests(name: str) -> list[str]:
    """What stands in the file itself for the answers of the open scenario."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize((FOLDER / f"{name}.gtmplan").read_bytes())
        ((plan,),) = database.execute(
            "SELECT plan FROM scenarios JOIN states USING (state) JOIN project USING (state) WHERE name = open_scenario"
        ).fetchall()
        return [
            json.loads(content)["run"]["inputs"]
            for kind in ("territories", "reps", "inside")
            for (content,) in database.execute(
                f"SELECT content FROM plans JOIN answers ON {kind} = fingerprint WHERE plan = ?", (plan,)
            )
        ]


def tables(database: sqlite3.Connection) -> Iterator[tuple[str, Any]]:
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        columns = database.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (name,)).fetchall()
        links = database.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (name,)).fetchall()
        (is_strict,) = database.execute("SELECT strict FROM pragma_table_list(?)", (name,)).fetchone()
        yield name, (columns, sorted(links), is_strict)
