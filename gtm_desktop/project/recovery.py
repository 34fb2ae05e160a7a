"""Recovery: the project as it was opened, and one checksummed record for every step since, so that a crash loses none.

A session has a folder of its own: the project as it was opened, written once; a file to which records are only ever
added, each flushed to disk; and a small file that says where the project is saved and whether that holds everything.
It is the only one that is read to find unsaved work. What a record keeps of a step is the changed parts of the plans.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from gtm_desktop import __version__
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.files import write_whole
from gtm_desktop.core.words import tr
from gtm_desktop.project import sessions
from gtm_desktop.project.load import DamagedProjectError, NewerProjectError, opened_from_bytes
from gtm_desktop.project.record_file import RecordFile, is_save, read_records
from gtm_desktop.project.records import (
    Move,
    RecordedMove,
    answers_of,
    move_from_json,
    move_to_json,
    record_from_json,
    record_to_json,
)
from gtm_desktop.project.save import project_bytes
from gtm_desktop.project.schema import FORMAT
from gtm_desktop.project.sessions import file_said, session_of
from gtm_desktop.project.state import JournalEntry, ProjectState, Step
from gtm_desktop.project.values import WrongValueError

_SESSION_BYTES = 1000


@dataclass(frozen=True, eq=False)
class Recovered:
    """What a session's folder gives back.

    Attributes:
        base: the project as it was opened.
        moves: what happened since, oldest first.
        path: where it was saved last; None if never.
        saved: how many of the recorded moves its file holds: those up to the last save of everything.
        steps: how many moves were recorded; more than came back where a record is damaged.
        changed_at: as in `Unfinished`.
    """

    base: ProjectState
    moves: tuple[RecordedMove, ...]
    path: Path | None
    saved: int
    steps: int
    changed_at: datetime | None = None


class NotKeptError(OSError):
    """Tell that a record could not be written.

    Attributes:
        folder: where it was to be written.
        needed: how many bytes, about.
    """

    def __init__(self, error: OSError, folder: Path, needed: int) -> None:
        super().__init__(error.errno, error.strerror or str(error))
        self.folder = folder
        self.needed = needed


class RecoveryLog:
    """The records of one session. Use it from one thread at a time.

    A record that could not be written waits: it is written before the next one, or by `catch_up`.
    """

    def __init__(
        self,
        project: ProjectState,
        path: Path | None,
        root: Path | None = None,
        *,
        has_unsaved: bool = False,
        replaces: Iterable[Path] = (),
    ) -> None:
        """Write the project as it was opened.

        Args:
            project: the project.
            path: its file; None where it is in none yet.
            root: the folder of all sessions' records; None is the user's.
            has_unsaved: the file does not hold all of it.
            replaces: folders of records that are of no use from the moment this one is whole, whether or not anybody
                gets to dropping them.

        Raises:
            NotKeptError: it could not be written; nothing is left behind.
        """
        root = root or sessions.recovery_folder()
        self.folder = sessions.new_folder(root)
        self._records = RecordFile(self.folder / sessions.RECORDS)
        self._known = {key for _, plan in project.scenarios.plans for key, _, _ in answers_of(plan)}
        self._file: dict[str, Any] = file_said(path)
        self._has_unsaved = has_unsaved or path is None
        self._replaces = [each.name for each in replaces]
        self._is_session_due = False
        data = b""
        with _kept(root, lambda: len(data)):
            try:
                self.folder.mkdir(parents=True)
                data = project_bytes(project)
                write_whole(self.folder / sessions.BASE, data)
                self._write_session()  # last: a folder without it holds nothing yet
            except OSError:
                sessions.drop(self.folder)
                raise

    def add(self, move: Move, step: Step, entry: JournalEntry) -> None:
        """Add one step, undo or redo, and flush it to disk.

        Raises:
            NotKeptError: it could not be written, and waits.
        """
        record = move_to_json(move, step, entry, known=self._known)
        self._known |= record["answers"].keys()
        self._records.put_step(record)
        self._is_session_due |= not self._has_unsaved
        self._has_unsaved = True
        self.catch_up()

    def saved(self, path: Path, *, is_all: bool = True) -> None:
        """Note that the project lies in a file now; `is_all` says that no step was made while it was written.

        Raises:
            NotKeptError: it could not be written, and waits.
        """
        self._file = file_said(path)
        self._has_unsaved = not is_all
        self._is_session_due = True
        if is_all:
            self._records.put_save(self._file["path"])
        self.catch_up()

    def catch_up(self) -> None:
        """Write what waits, and flush it to disk.

        Raises:
            NotKeptError: it could not be written, and waits on.
        """
        with _kept(self.folder.parent, lambda: self._records.waiting_bytes + _SESSION_BYTES):
            if self._is_session_due:
                self._write_session()
                self._is_session_due = False
            self._records.write()

    def drop(self) -> None:
        """Delete the records: the session was closed on purpose."""
        sessions.drop(self.folder)

    def _write_session(self) -> None:
        me = psutil.Process()
        session = {
            "pid": me.pid,
            "started": me.create_time(),
            "has_unsaved": self._has_unsaved,
            "replaces": self._replaces,
            **self._file,
        }
        write_whole(self.folder / sessions.SESSION, json.dumps(record_to_json(session)).encode())


@contextmanager
def _kept(folder: Path, needed: Callable[[], int]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotKeptError(error, folder, needed()) from error


def steps_since_save(folder: Path) -> int:
    """Return how many steps of a session no file holds, as far as its records tell."""
    try:
        read = read_records(folder / sessions.RECORDS)
    except OSError:
        return 0
    return read.steps - read.saved


def recover(folder: Path) -> Recovered:
    """Read back a session's records, as far as they are whole.

    Raises:
        UserError: the project as it was opened is damaged, or a newer program kept the records; they are left where
            they are.
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
    session = session_of(folder)
    try:
        opened = opened_from_bytes((folder / sessions.BASE).read_bytes())
        read = read_records(folder / sessions.RECORDS)
    except (OSError, DamagedProjectError) as error:
        raise _damaged(folder) from error
    moves: list[RecordedMove] = []
    base, answers = opened.project, dict(opened.answers)
    scenarios = base.scenarios
    for written in read.whole:
        try:
            record = record_from_json(written)
            if is_save(record):
                continue
            move = move_from_json(record, scenarios, answers)
        except NewerProjectError:
            raise
        except (WrongValueError, KeyError, ValueError, TypeError):
            break
        moves.append(move)
        scenarios = move.step.after
    path, changed_at = (session.path, session.changed_at) if session is not None else (None, None)
    return Recovered(base, tuple(moves), path, read.saved, read.steps, changed_at)


def _damaged(folder: Path) -> UserError:
    return UserError(
        tr("The unsaved work cannot be recovered: its record is damaged."),
        tr("Open the last saved plan or a backup instead. The record is kept in {folder}.", folder=folder),
        code="recovery_damaged",
    )
