"""From format 1 to 2: answers become rows, every field has a value, and digests of format 1 stand under their own name.

Format 1 went out in several shapes, one after the other. What a shape lacks gets its neutral value: the one at which
the program does what it did before the field existed. Neutral values are written here once and never changed; they are
not the presets, which may.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from gtm_desktop.project.migrations.renames import Renames, renamed_part, renamed_path, renamed_rules

RENAMES: Renames = {}
"""Nothing was renamed between formats 1 and 2."""

NEUTRAL_RULES: Mapping[str, Any] = {
    "size": {"year": "this"},
    # Hours set no limit before there were hours: nobody reaches 10,000 a week, wherever their accounts lie.
    "call_plan": {"visit_minutes": 32, "hours_week": 10_000.0},
    "territories": {
        # Nothing outside a band, nor below a target, cost anything; travel and handoffs had the weight 1.
        "value_tolerance": 0.15,
        "balance_price": 0.0,
        "travel_weight": 1.0,
        "balance_weight": 1.0,
        "stability_weight": 1.0,
        # Targets were only reported, and parts that lay apart stayed where they were.
        "acts_on_failing": False,
        "moves_enclaves": False,
        "lines": [],
        # Every account was by itself, so a further site never took part of a place.
        "assigned_level": "account",
        "site_weight": 0.25,
        "starts_from_home": False,
        # The time ended a search, not a number of tries.
        "iterations": None,
        "units": "account",
    },
    "changes": {"accounts_share": None, "margin_share": None, "accounts_per_rep": None},
    "scope": {"division": None, "values": []},
    "borders": {"division": None, "crossing_price": None},
    "inside": {"balance": 0.0},
}
NEUTRAL_ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "territories": {"homes": [], "formed_for": [], "budget_use": None, "decisions": [], "as_today": []},
    "reps": {},
    "inside": {},
}
NEUTRAL_RUN: Mapping[str, Any] = {"planned_iterations": None, "format1_inputs": ""}
NEUTRAL_QUESTION: Mapping[str, Any] = {"scope": "", "options": [], "file": ""}
NEUTRAL_FINDING: Mapping[str, Any] = {"file": ""}
NEUTRAL_SESSION: Mapping[str, Any] = {"has_unsaved": True, "file_time": None}


def migrate_file(database: sqlite3.Connection) -> None:
    """Bring a file of format 1 to format 2."""
    database.executescript(
        """
        CREATE TABLE accepted (
            plan INTEGER NOT NULL REFERENCES plans,
            kind TEXT NOT NULL,
            answer TEXT NOT NULL REFERENCES answers,
            PRIMARY KEY (plan, kind)
        ) STRICT;
        INSERT INTO accepted SELECT plan, 'territories', territories FROM plans WHERE territories IS NOT NULL;
        INSERT INTO accepted SELECT plan, 'reps', reps FROM plans WHERE reps IS NOT NULL;
        INSERT INTO accepted SELECT plan, 'inside', inside FROM plans WHERE inside IS NOT NULL;
        ALTER TABLE plans DROP COLUMN territories;
        ALTER TABLE plans DROP COLUMN reps;
        ALTER TABLE plans DROP COLUMN inside;
        """
    )
    _rewrite(database, "rules", "content", _rules)
    _rewrite(database, "datasets", "notes", _notes)
    _rewrite(database, "journal", "changes", _changes)
    for kind in NEUTRAL_ANSWERS:
        _rewrite(database, "answers", "content", partial(_answer, kind), kind)


def migrate_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """Bring one recovery record of format 1 to format 2."""
    if "plans" not in record:  # it only says that everything was saved
        return {**record}
    return {
        **record,
        "plans": [[name, source, _delta(change)] for name, source, change in record["plans"]],
        "answers": {
            key: {**answer, "content": _answer(answer["kind"], answer["content"])}
            for key, answer in record["answers"].items()
        },
        "entry": {**record["entry"], "changes": _changes(record["entry"]["changes"])},
    }


def migrate_session(session: Mapping[str, Any]) -> dict[str, Any]:
    """Bring what is said about a session of format 1 to format 2: a shape that did not say holds unsaved work."""
    return {**NEUTRAL_SESSION, **session}


def _rewrite(
    database: sqlite3.Connection, table: str, column: str, change: Callable[[Any], Any], kind: str | None = None
) -> None:
    of_kind, values = ("", ()) if kind is None else (" WHERE kind = ?", (kind,))
    rows = database.execute(f"SELECT rowid, {column} FROM {table}{of_kind}", values).fetchall()
    changed = [(json.dumps(change(json.loads(text)), separators=(",", ":")), row) for row, text in rows]
    database.executemany(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", changed)


def _filled(data: Mapping[str, Any], neutral: Mapping[str, Any]) -> dict[str, Any]:
    """Return `data` with what it lacks, down to the last object that both have."""
    filled = {**neutral, **data}
    for key, each in neutral.items():
        if isinstance(each, Mapping) and isinstance(filled[key], Mapping):
            filled[key] = _filled(filled[key], each)
    return filled


def _rules(rules: Mapping[str, Any]) -> dict[str, Any]:
    return _filled(renamed_rules(rules, RENAMES), NEUTRAL_RULES)


def _answer(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    run = content["run"]
    moved = {**NEUTRAL_RUN, **run, "inputs": "", "format1_inputs": run["inputs"]}
    return {**NEUTRAL_ANSWERS[kind], **content, "run": moved}


def _delta(change: Mapping[str, Any]) -> dict[str, Any]:
    settings = [
        {"path": renamed_path(path.split("."), RENAMES), "value": value, "is_gone": False}
        for path, value in change["settings"].items()
    ]
    return {**change, "settings": settings}


def _changes(changes: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**change, "part": renamed_part(change["part"], RENAMES)} for change in changes]


def _notes(notes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **notes,
        "findings": [{**NEUTRAL_FINDING, **each} for each in notes["findings"]],
        "questions": [_question(each) for each in notes["questions"]],
        "answered": [[_question(question), answer] for question, answer in notes.get("answered", ())],
        "offers": [_question(each) for each in notes.get("offers", ())],
    }


def _question(question: Mapping[str, Any]) -> dict[str, Any]:
    options = [{"blanks": [], **each} for each in question.get("options", ())]
    return {**NEUTRAL_QUESTION, **question, "options": options}
