"""Migrations: how a file of an older format becomes one of the next, inside a copy in memory. Imports nothing of ours.

Step n turns format n into n + 1. A step is written once and never changed: it speaks SQL, not the program's types.
"""

import sqlite3
from collections.abc import Callable, Mapping

Migration = Callable[[sqlite3.Connection], None]

STEPS: Mapping[int, Migration] = {}


def migrate(database: sqlite3.Connection, target: int, steps: Mapping[int, Migration] = STEPS) -> None:
    """Bring a database from its `user_version` to the format `target`, one step after the other.

    Raises:
        KeyError: a step on the way is missing.
    """
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    while version < target:
        steps[version](database)
        version += 1
        database.execute(f"PRAGMA user_version = {version}")
