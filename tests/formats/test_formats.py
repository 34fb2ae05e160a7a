"""Files of every format ever written open as they were meant, and are left as they are."""

from datetime import UTC, date, datetime
from pathlib import Path

from gtm_desktop.planning.settings import CellRule
from gtm_desktop.project.load import open_project
from gtm_desktop.project.schema import FORMAT
from gtm_desktop.tables import accounts as account_columns
from gtm_desktop.tables.reps import NAME
from gtm_desktop.tables.roster import Channel

FOLDER = Path(__file__).resolve().parent


def test_there_is_a_file_of_every_format() -> None:
    formats = {int.from_bytes(path.read_bytes()[60:64], "big") for path in FOLDER.glob("*.gtmplan")}
    assert formats == set(range(1, FORMAT + 1))


def test_opening_changes_no_byte() -> None:
    for path in FOLDER.glob("*.gtmplan"):
        before = path.read_bytes()
        open_project(path)
        assert path.read_bytes() == before


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
