"""Soundness: whether bytes are exactly what was written as a project file, without reading what they mean."""

import sqlite3
from contextlib import closing

from gtm_desktop.project import schema

_HEADER_BYTES = 100


def fault_of(data: bytes) -> str:
    """Return what is wrong with a project file as a file; nothing if it is whole."""
    fault = length_fault(data)
    if fault:
        return fault
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(data)
            return content_fault(database)
    except sqlite3.Error as error:
        return str(error)


def length_fault(data: bytes) -> str:
    """Return what is wrong with a project file's length; nothing if it is as long as it says."""
    if len(data) < _HEADER_BYTES:
        return "too short"
    page = int.from_bytes(data[16:18], "big")
    is_whole = len(data) == (65536 if page == 1 else page) * int.from_bytes(data[28:32], "big")
    return "" if is_whole else "not as long as it says"


def content_fault(database: sqlite3.Connection) -> str:
    """Return what is wrong with a project file's content; nothing if it is what was sealed.

    Raises:
        sqlite3.Error: it is no database.
    """
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    kinds = {kind for (kind,) in database.execute("SELECT DISTINCT type FROM sqlite_master")}
    if not kinds <= {"table", "index"}:
        return "it holds more than tables"
    (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        return str(verdict)
    seals = database.execute("SELECT digest FROM seal").fetchall()
    return "" if seals == [(schema.digest_of(database),)] else "its seal is broken"
