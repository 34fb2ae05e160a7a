"""Format 2 of the project file: SQLite, every table STRICT, big data as blobs with a checksum each.

Plans are stored once each, as rules and answers by fingerprint and the pins in which they differ from the plan they
are based on. What a plan accepted is one row for each kind of answer. A state is the scenarios at one moment; a step
leads from one state to another.
"""

import hashlib
import sqlite3

FORMAT = 2
"""Raised by any change of what is stored: see "Changing what is stored" in `CONTRIBUTING.md`."""

APPLICATION_ID = 0x47544D50
"""The letters GTMP, by which the file command and we know a project file."""

TABLES = """
CREATE TABLE project (
    state INTEGER NOT NULL REFERENCES states,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL
) STRICT;
CREATE TABLE datasets (
    dataset INTEGER PRIMARY KEY,
    dataset_id TEXT NOT NULL UNIQUE,
    notes TEXT NOT NULL
) STRICT;
CREATE TABLE dataset_columns (
    dataset INTEGER NOT NULL REFERENCES datasets,
    of_table TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    storage TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    payload BLOB NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (dataset, of_table, position)
) STRICT;
CREATE TABLE rules (
    fingerprint TEXT PRIMARY KEY,
    content TEXT NOT NULL
) STRICT;
CREATE TABLE answers (
    fingerprint TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;
CREATE TABLE answer_arrays (
    answer TEXT NOT NULL REFERENCES answers,
    name TEXT NOT NULL,
    storage TEXT NOT NULL,
    payload BLOB NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (answer, name)
) STRICT;
CREATE TABLE plans (
    plan INTEGER PRIMARY KEY,
    based_on INTEGER REFERENCES plans,
    dataset_id TEXT NOT NULL REFERENCES datasets (dataset_id),
    rules TEXT NOT NULL REFERENCES rules
) STRICT;
CREATE TABLE accepted (
    plan INTEGER NOT NULL REFERENCES plans,
    kind TEXT NOT NULL,
    answer TEXT NOT NULL REFERENCES answers,
    PRIMARY KEY (plan, kind)
) STRICT;
CREATE TABLE pins (
    plan INTEGER NOT NULL REFERENCES plans,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT,
    reason TEXT,
    who TEXT,
    decided_at TEXT,
    PRIMARY KEY (plan, kind, key)
) STRICT;
CREATE TABLE states (
    state INTEGER PRIMARY KEY,
    open_scenario TEXT NOT NULL
) STRICT;
CREATE TABLE scenarios (
    state INTEGER NOT NULL REFERENCES states,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    plan INTEGER NOT NULL REFERENCES plans,
    PRIMARY KEY (state, position)
) STRICT;
CREATE TABLE steps (
    position INTEGER PRIMARY KEY,
    label TEXT NOT NULL,
    topics TEXT NOT NULL,
    before_state INTEGER NOT NULL REFERENCES states,
    after_state INTEGER NOT NULL REFERENCES states,
    merge_key TEXT NOT NULL,
    is_undone INTEGER NOT NULL
) STRICT;
CREATE TABLE journal (
    position INTEGER PRIMARY KEY,
    decided_at TEXT NOT NULL,
    who TEXT NOT NULL,
    scenario TEXT NOT NULL,
    label TEXT NOT NULL,
    reason TEXT NOT NULL,
    topics TEXT NOT NULL,
    changes TEXT NOT NULL
) STRICT;
CREATE TABLE seal (
    digest TEXT NOT NULL
) STRICT;
"""


def create(database: sqlite3.Connection) -> None:
    """Make the empty tables of the present format and mark the file as ours."""
    database.executescript(TABLES)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {FORMAT}")


def is_ours(data: bytes) -> bool:
    """Say whether bytes are marked as a project file."""
    return int.from_bytes(data[68:72], "big") == APPLICATION_ID


def format_of(data: bytes) -> int:
    """Return the format that a file says it is of; `data` are its bytes, 64 or more."""
    return int.from_bytes(data[60:64], "big")


def digest_of(database: sqlite3.Connection) -> str:
    """Digest every table's definition and rows but the seal's; of a blob only its length: its checksum is in its row.

    Rows are taken in the order in which they were written.
    """
    digest = hashlib.blake2b(digest_size=16)
    tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for name, sql in tables:
        digest.update(f"{name}\n{sql}\n".encode())
        if name == "seal":
            continue
        described = database.execute("SELECT name, type FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
        shown = [f'length("{column}")' if kind == "BLOB" else f'"{column}"' for column, kind in described]
        for row in database.execute(f'SELECT {", ".join(shown)} FROM "{name}" ORDER BY rowid'):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
