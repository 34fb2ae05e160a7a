"""Recovery: the project as it was opened, and one checksummed record for every step since, so that a crash loses none.

A session has a folder of its own: the project as it was opened, written once; a file to which records are only ever
added, each flushed to disk; and a small file that says where the project is saved and whether that holds everything.
It is the only one that is read to find unsaved work. What a record keeps of a step is the changed parts of the plans.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from gtm_desktop import __version__
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.files import write_whole
from gtm_desktop.core.paths import user_data_folder
from gtm_desktop.core.words import tr
from gtm_desktop.project.load import DamagedProjectError, NewerProjectError, opened_from_bytes
from gtm_desktop.project.records import (
    Move,
    RecordedMove,
    answers_of,
    move_from_json,
    move_to_json,
    record_from_json,
    record_to_json,
    session_from_json,
)
from gtm_desktop.project.save import project_bytes
from gtm_desktop.project.schema import FORMAT
from gtm_desktop.project.state import EXTENSION, JournalEntry, ProjectState, Step
from gtm_desktop.project.values import WrongValueError

_BASE = f"base{EXTENSION}"
_RECORDS = "records.log"
_SESSION = "session.json"


@dataclass(frozen=True, eq=False)
class Recovered:
    """What a session's folder gives back.

    Attributes:
        base: the project as it was opened.
        moves: what happened since, oldest first.
        path: where it was saved last; None if never.
        unsaved: how many of the moves came after the last save of everything.
        is_cut: the last record was not whole, and is left out.
        changed_at: as in `Unfinished`.
    """

    base: ProjectState
    moves: tuple[RecordedMove, ...]
    path: Path | None
    unsaved: int
    is_cut: bool
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Unfinished:
    """A session that ended without being closed.

    Attributes:
        folder: where its records lie.
        path: where its project was saved last; None if it never was.
        when: when its last record was written, in UTC.
        changed_at: when somebody else saved the file at `path`, in UTC, so that it is no longer the one this session
            opened or saved; None while it is, or while there is none.
    """

    folder: Path
    path: Path | None
    when: datetime
    changed_at: datetime | None = None


class RecoveryLog:
    """The records of one session. Use it from one thread at a time."""

    def __init__(
        self, project: ProjectState, path: Path | None, root: Path | None = None, *, has_unsaved: bool = False
    ) -> None:
        """Write the project as it was opened; `has_unsaved` says that the file at `path` does not hold all of it.

        Raises:
            OSError: it could not be written.
        """
        self.folder = (root or recovery_folder()) / uuid.uuid4().hex
        self.folder.mkdir(parents=True)
        self._known = {key for _, plan in project.scenarios.plans for key, _, _ in answers_of(plan)}
        self._file: dict[str, Any] = _file(path)
        self._has_unsaved = has_unsaved or path is None
        self._write_session()
        write_whole(self.folder / _BASE, project_bytes(project))

    def add(self, move: Move, step: Step, entry: JournalEntry) -> None:
        """Add one step, undo or redo, and flush it to disk.

        Raises:
            OSError: it could not be written.
        """
        record = move_to_json(move, step, entry, known=self._known)
        if not self._has_unsaved:
            self._has_unsaved = True
            self._write_session()
        self._append(record)
        self._known |= record["answers"].keys()

    def saved(self, path: Path, *, is_all: bool = True) -> None:
        """Note that the project lies in a file now; `is_all` says that no step was made while it was written.

        Raises:
            OSError: it could not be written.
        """
        self._file = _file(path)
        self._has_unsaved = not is_all
        if is_all:
            self._append({"saved": self._file["path"]})
        self._write_session()

    def drop(self) -> None:
        """Delete the records: the session was closed on purpose."""
        drop(self.folder)

    def _write_session(self) -> None:
        me = psutil.Process()
        session = {"pid": me.pid, "started": me.create_time(), "has_unsaved": self._has_unsaved, **self._file}
        write_whole(self.folder / _SESSION, json.dumps(record_to_json(session)).encode())

    def _append(self, record: Mapping[str, Any]) -> None:
        text = json.dumps(record_to_json(record), separators=(",", ":")).encode()
        with (self.folder / _RECORDS).open("ab") as file:
            file.write(_checksum(text) + b" " + text + b"\n")
            file.flush()
            os.fsync(file.fileno())


def recovery_folder() -> Path:
    """Return the folder of all sessions' records."""
    return user_data_folder() / "recovery"


def unfinished(root: Path | None = None) -> tuple[Unfinished, ...]:
    """Return the sessions that ended without being closed and hold unsaved work, the latest first.

    Those that still run are left out.
    """
    root = root or recovery_folder()
    if not root.is_dir():
        return ()
    sessions = {folder: session for folder in root.iterdir() if (session := _session(folder)) is not None}
    found = [
        Unfinished(folder, session.path, session.when, session.changed_at)
        for folder, session in sessions.items()
        if session.is_unsaved and not session.is_running
    ]
    return tuple(sorted(found, key=lambda each: (each.when, each.folder.name), reverse=True))


def recover(folder: Path) -> Recovered:
    """Read back a session's records, as far as they are whole.

    Raises:
        UserError: the project as it was opened is damaged, or a newer program kept the records.
    """
    try:
        return _recovered(folder)
    except NewerProjectError as error:
        raise UserError(
            tr(
                "The unsaved work was kept by a newer program, in format {newer}; GTM Desktop {program} reads up to"
                " format {ours}.",
                newer=error.version,
                ours=FORMAT,
                program=__version__,
            ),
            tr("Update GTM Desktop to bring it back. The record was not touched."),
            code="newer_format",
        ) from error


def _recovered(folder: Path) -> Recovered:
    session = _session(folder)
    try:
        opened = opened_from_bytes((folder / _BASE).read_bytes())
    except (OSError, DamagedProjectError) as error:
        raise _damaged() from error
    if session is None:
        raise _damaged()
    records, is_cut = _whole_records(folder / _RECORDS)
    moves: list[RecordedMove] = []
    base, answers = opened.project, dict(opened.answers)
    scenarios, saved_moves = base.scenarios, 0
    for written in records:
        try:
            record = record_from_json(written)
            if "saved" in record:
                saved_moves = len(moves)
                continue
            move = move_from_json(record, scenarios, answers)
        except NewerProjectError:
            raise
        except (WrongValueError, KeyError, ValueError, TypeError):
            is_cut = True
            break
        moves.append(move)
        scenarios = move.step.after
    unsaved = len(moves) - saved_moves
    return Recovered(base, tuple(moves), session.path, unsaved, is_cut, session.changed_at)


def drop(folder: Path) -> None:
    """Delete a session's records."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(root: Path | None = None) -> None:
    """Delete the records of sessions that have ended and hold no unsaved work."""
    root = root or recovery_folder()
    for folder in root.iterdir() if root.is_dir() else ():
        session = _session(folder)
        if session is not None and not session.is_running and not session.is_unsaved:
            drop(folder)


@dataclass(frozen=True)
class _Session:
    path: Path | None
    when: datetime
    changed_at: datetime | None
    is_running: bool
    is_unsaved: bool


def _session(folder: Path) -> _Session | None:
    base, records = folder / _BASE, folder / _RECORDS
    try:
        said = session_from_json(json.loads((folder / _SESSION).read_bytes()))
        path = None if said["path"] is None else Path(said["path"])
        when = datetime.fromtimestamp((records if records.exists() else base).stat().st_mtime, UTC)
        changed_at = _changed_at(path, said["file_time"])
        is_running = _is_running(said["pid"], said["started"])
        return _Session(path, when, changed_at, is_running, said["has_unsaved"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file(path: Path | None) -> dict[str, Any]:
    return {"path": None if path is None else str(path.resolve()), "file_time": _time_of(path)}


def _time_of(path: Path | None) -> int | None:
    try:
        return None if path is None else path.stat().st_mtime_ns
    except OSError:
        return None


def _changed_at(path: Path | None, known: int | None) -> datetime | None:
    now = _time_of(path)
    return None if now is None or now == known else datetime.fromtimestamp(now / 1e9, UTC)


def _damaged() -> UserError:
    return UserError(
        tr("The unsaved work cannot be recovered: its record is damaged."),
        tr("Open the last saved plan or a backup instead."),
        code="recovery_damaged",
    )


def _is_running(pid: int, started: float) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - started) < 1.0
    except psutil.Error:
        return False


def _whole_records(path: Path) -> tuple[list[dict[str, Any]], bool]:
    if not path.exists():
        return [], False
    records: list[dict[str, Any]] = []
    lines = path.read_bytes().split(b"\n")
    for line in lines[:-1]:
        checksum, _, text = line.partition(b" ")
        if checksum != _checksum(text):
            return records, True
        records.append(json.loads(text))
    return records, lines[-1] != b""


def _checksum(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=16).hexdigest().encode()
