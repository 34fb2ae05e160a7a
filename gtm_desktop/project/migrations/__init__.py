"""Migrations: what was written in an older format becomes what the next would have written. Imports nothing of ours.

Step n turns format n into n + 1: a project file inside a copy in memory, a recovery record, and what is said about a
session. A step is written once and never changed: it speaks SQL and JSON, not the program's types.
"""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gtm_desktop.project.migrations import step_1

Data = Mapping[str, Any]

FORMAT_KEY = "format"
"""Where a record and a session say of what format they are; one of format 1 does not say."""


@dataclass(frozen=True)
class Migration:
    """One step from a format to the next, for each thing that is stored by itself."""

    file: Callable[[sqlite3.Connection], None]
    record: Callable[[Data], dict[str, Any]]
    session: Callable[[Data], dict[str, Any]]


STEPS: Mapping[int, Migration] = {1: Migration(step_1.migrate_file, step_1.migrate_record, step_1.migrate_session)}


def migrate(database: sqlite3.Connection, target: int, steps: Mapping[int, Migration] = STEPS) -> None:
    """Bring a database from its `user_version` to the format `target`, one step after the other.

    Raises:
        KeyError: a step on the way is missing.
    """
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    while version < target:
        steps[version].file(database)
        version += 1
        database.execute(f"PRAGMA user_version = {version}")


def migrate_record(record: Data, target: int, steps: Mapping[int, Migration] = STEPS) -> Data:
    """Return a recovery record in the format `target`, given one of that format or an older one.

    Raises:
        KeyError: a step on the way is missing, or the record lacks what its format has.
    """
    for version in range(format_of(record), target):
        record = {**steps[version].record(record), FORMAT_KEY: version + 1}
    return record


def migrate_session(session: Data, target: int, steps: Mapping[int, Migration] = STEPS) -> Data:
    """Return what is said about a session in the format `target`, given it in that format or an older one.

    Raises:
        KeyError: a step on the way is missing.
    """
    for version in range(format_of(session), target):
        session = {**steps[version].session(session), FORMAT_KEY: version + 1}
    return session


def format_of(data: Data) -> int:
    """Return the format that a record or a session says it is of."""
    return int(data.get(FORMAT_KEY, 1))
