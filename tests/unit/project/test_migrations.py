"""Migrations: one step after the other, each once."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gtm_desktop.project.migrations import STEPS, Migration, migrate, migrate_record, migrate_session, step_1
from gtm_desktop.project.migrations.renames import renamed_part, renamed_path, renamed_rules
from gtm_desktop.project.schema import FORMAT


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("PRAGMA user_version = 1")
        yield made


def test_steps_run_in_order_from_the_files_own_format(database: sqlite3.Connection) -> None:
    ran: list[int] = []
    steps = {number: step(lambda _database, number=number: ran.append(number)) for number in range(4)}
    migrate(database, 3, steps)
    assert ran == [1, 2]
    assert database.execute("PRAGMA user_version").fetchone() == (3,)


def test_a_file_of_the_present_format_is_left_alone(database: sqlite3.Connection) -> None:
    migrate(database, 1, {})
    assert database.execute("PRAGMA user_version").fetchone() == (1,)


def test_every_older_format_has_its_step() -> None:
    assert set(STEPS) == set(range(1, FORMAT))


def step(file: Callable[[sqlite3.Connection], None]) -> Migration:
    return Migration(file, dict, dict)


def test_a_record_without_a_format_is_of_the_first_and_goes_through_every_step() -> None:
    steps = {
        number: Migration(lambda _d: None, lambda r, n=number: {**r, "ran": [*r["ran"], n]}, dict)
        for number in range(1, 4)
    }
    assert migrate_record({"ran": []}, 4, steps) == {"ran": [1, 2, 3], "format": 4}
    assert migrate_record({"ran": [], "format": 3}, 4, steps) == {"ran": [3], "format": 4}
    assert migrate_record({"ran": [], "format": 4}, 4, steps) == {"ran": [], "format": 4}


def test_a_session_that_did_not_say_so_holds_unsaved_work() -> None:
    said = migrate_session({"pid": 1, "started": 1.0, "path": None}, FORMAT)
    assert (said["has_unsaved"], said["file_time"], said["format"]) == (True, None, FORMAT)
    kept = migrate_session({"pid": 1, "started": 1.0, "path": None, "has_unsaved": False, "file_time": 7}, FORMAT)
    assert (kept["has_unsaved"], kept["file_time"]) == (False, 7)


RENAMES = {"size.a_above": "tiers.large_above", "territories": "areas", "mix": "wallet", "wallet": "mix"}
"""Made up: a field that moved, a whole group, and two that changed places."""


def test_renamed_rules_stand_in_their_new_place() -> None:
    rules = {"size": {"a_above": 1, "c_below": 2}, "territories": {"seed": 3}, "mix": {"m": 4}, "wallet": {"w": 5}}
    assert renamed_rules(rules, RENAMES) == {
        "size": {"c_below": 2},
        "tiers": {"large_above": 1},
        "areas": {"seed": 3},
        "wallet": {"m": 4},
        "mix": {"w": 5},
    }
    assert rules["size"] == {"a_above": 1, "c_below": 2}
    assert renamed_rules({"size": {"c_below": 2}}, RENAMES) == {"size": {"c_below": 2}}


def test_a_recorded_change_of_a_renamed_rule_leads_to_its_new_place() -> None:
    assert renamed_path(["size", "a_above"], RENAMES) == ["tiers", "large_above"]
    assert renamed_path(["territories", "bands", "a.b"], RENAMES) == ["areas", "bands", "a.b"]
    assert renamed_path(["size", "c_below"], RENAMES) == ["size", "c_below"]


def test_the_journal_names_a_renamed_rule_by_its_new_name() -> None:
    assert renamed_part("settings.size.a_above", RENAMES) == "settings.tiers.large_above"
    assert renamed_part('settings.territories["a.b"].over', RENAMES) == 'settings.areas["a.b"].over'
    assert renamed_part("pins.territories", RENAMES) == "pins.territories"


def test_renames_reach_rules_records_and_journal(monkeypatch: pytest.MonkeyPatch, database: sqlite3.Connection) -> None:
    monkeypatch.setattr(step_1, "RENAMES", {"size.a_over": "size.a_above"})
    delta = {"dataset_id": None, "settings": {"size.a_over": 7}, "pins": [], "answers": {}}
    entry = {"changes": [{"part": "settings.size.a_over", "before": 1, "after": 7}]}
    record = migrate_record({"plans": [["Plan", "Plan", delta]], "answers": {}, "entry": entry}, 2)
    assert record["plans"][0][2]["settings"] == [{"path": ["size", "a_above"], "value": 7, "is_gone": False}]
    assert record["entry"]["changes"][0]["part"] == "settings.size.a_above"
    path = Path(__file__).resolve().parents[2] / "formats" / "format1.gtmplan"
    database.deserialize(path.read_bytes())
    rules = [json.loads(text) for (text,) in database.execute("SELECT content FROM rules")]
    for each in rules:
        each["size"]["a_over"] = each["size"].pop("a_above")
    database.execute("UPDATE rules SET content = ?", (json.dumps(rules[0]),))
    migrate(database, 2)
    (content,) = database.execute("SELECT content FROM rules").fetchone()
    assert json.loads(content)["size"]["a_above"] == rules[0]["size"]["a_over"]
