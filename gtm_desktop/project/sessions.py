"""Sessions: the folders of recovery records. Which ended without being closed, and which are of no use any more."""

import json
import re
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil

from gtm_desktop.core import owners
from gtm_desktop.core.paths import user_data_folder, whole
from gtm_desktop.core.words import tr
from gtm_desktop.project.records import session_from_json
from gtm_desktop.project.state import EXTENSION

BASE = f"base{EXTENSION}"
RECORDS = "records.log"
SESSION = "session.json"
_NAME = re.compile("[0-9a-f]{32}(?:-(.+))?")
_ASIDE = "not brought back"
_EMPTY_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Unfinished:
    """A session that ended without being closed.

    Attributes:
        folder: where its records lie.
        path: where its project was saved last; None if it never was, or if that is not known.
        when: when its last record was written, in UTC.
        changed_at: when somebody else saved the file at `path`, in UTC, so that it is no longer the one this session
            opened or saved; None while it is, or while there is none.
        is_known: what the session said of itself can be read; else only its records are there.
    """

    folder: Path
    path: Path | None
    when: datetime
    changed_at: datetime | None = None
    is_known: bool = True


def new_folder(root: Path) -> Path:
    """Return where a new session of this process puts its records; nothing is there yet."""
    return root / f"{uuid.uuid4().hex}-{owners.tag()}"


def recovery_folder() -> Path:
    """Return the folder of all sessions' records."""
    return user_data_folder() / "recovery"


def unfinished(root: Path | None = None) -> tuple[Unfinished, ...]:
    """Return the sessions that ended without being closed and hold unsaved work, the latest first.

    Those that still run are left out, and those whose work another one has taken over.
    """
    sessions = _sessions(root or recovery_folder())
    found = [
        Unfinished(folder, session.path, session.when, session.changed_at, session.is_known)
        for folder, session in sessions.items()
        if session.is_unsaved and not session.is_running
    ]
    return tuple(sorted(found, key=lambda each: (each.when, each.folder.name), reverse=True))


def drop(folder: Path) -> None:
    """Delete a session's records."""
    shutil.rmtree(folder, ignore_errors=True)


def aside(folder: Path, path: Path | None) -> Path:
    """Return where the records of a session are kept from which not all came back: beside those of all sessions.

    Args:
        folder: the session's.
        path: its plan's file, by whose name people find it; None where there is none.
    """
    when = _written_at(folder / RECORDS, folder).astimezone()
    name = tr("unsaved plan") if path is None else path.stem[:60].strip(" .")
    return folder.parent / _ASIDE / f"{name} {when:%Y-%m-%d %H-%M-%S}"


def set_aside(folder: Path, target: Path) -> None:
    """Move the records of a session to where they are kept.

    Raises:
        OSError: they could not be moved, and are where they were.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    folder.replace(target)


def sweep(root: Path | None = None, *, now: datetime | None = None) -> None:
    """Delete the records of sessions that have ended and hold no unsaved work, or none that is not elsewhere, too."""
    root, now = root or recovery_folder(), now or datetime.now(UTC)
    kept = _sessions(root)
    for folder in _folders(root):
        session = session_of(folder)
        if session is None:
            is_over = _is_left(folder, now)
        else:
            is_over = not session.is_running and not (session.is_unsaved and folder in kept)
        if is_over:
            drop(folder)


@dataclass(frozen=True)
class Session:
    """What is known of a session.

    Attributes:
        path: as in `Unfinished`.
        when: as in `Unfinished`.
        changed_at: as in `Unfinished`.
        is_running: its process goes on.
        is_unsaved: its project's file does not hold everything.
        is_known: as in `Unfinished`.
        replaces: the names of the folders whose work it has taken over.
    """

    path: Path | None
    when: datetime
    changed_at: datetime | None
    is_running: bool
    is_unsaved: bool
    is_known: bool = True
    replaces: tuple[str, ...] = ()


def _sessions(root: Path) -> dict[Path, Session]:
    """Return the sessions by folder, without those whose work another one has taken over."""
    found = {folder: session for folder in _folders(root) if (session := session_of(folder)) is not None}
    replaced = {name for session in found.values() for name in session.replaces}
    return {folder: session for folder, session in found.items() if folder.name not in replaced}


def _folders(root: Path) -> list[Path]:
    try:
        return [each for each in root.iterdir() if _NAME.fullmatch(each.name)]
    except OSError:
        return []


def session_of(folder: Path) -> Session | None:
    """Return what is known of a session; None where its folder holds nothing: it had not begun its records."""
    base, records = folder / BASE, folder / RECORDS
    said = _said(folder / SESSION)
    if not records.exists() and (not base.exists() or said is None):
        return None
    when = _written_at(records, base, folder)
    try:
        path = None if said["path"] is None else Path(said["path"])
        is_running = _is_running(folder, said)
        changed_at = _changed_at(path, said["file_time"])
        replaces = tuple(said.get("replaces", ()))
        return Session(path, when, changed_at, is_running, said["has_unsaved"], replaces=replaces)
    except (KeyError, TypeError, AttributeError):
        is_running = _is_running(folder, {})
        return Session(None, when, None, is_running=is_running, is_unsaved=True, is_known=False)


def _said(path: Path) -> Any:
    """Return what a session said of itself; None where it has said nothing, and nothing of use where it is damaged."""
    try:
        return session_from_json(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return ()


def file_said(path: Path | None) -> dict[str, Any]:
    """Return what a session says of its project's file."""
    return {"path": None if path is None else str(whole(path)), "file_time": _time_of(path)}


def _time_of(path: Path | None) -> int | None:
    try:
        return None if path is None else path.stat().st_mtime_ns
    except OSError:
        return None


def _changed_at(path: Path | None, known: int | None) -> datetime | None:
    now = _time_of(path)
    return None if now is None or now == known else datetime.fromtimestamp(now / 1e9, UTC)


def _written_at(*paths: Path) -> datetime:
    """Return when the first of these that is there was written."""
    times = (_time_of(path) for path in paths)
    return datetime.fromtimestamp(next((time for time in times if time is not None), 0) / 1e9, UTC)


def _is_running(folder: Path, said: Mapping[str, Any]) -> bool:
    """Tell whether a session goes on, by its folder's name; those of earlier programs only said so inside."""
    tag = _tag_of(folder)
    if tag:
        return owners.tag_is_of_the_living(tag)
    try:
        return bool(abs(psutil.Process(said["pid"]).create_time() - said["started"]) < 1.0)
    except (psutil.Error, KeyError):
        return False


def _is_left(folder: Path, now: datetime) -> bool:
    """Tell whether whoever made a folder will never put anything into it; where it does not say whose it is, by age."""
    tag = _tag_of(folder)
    return owners.tag_is_of_the_gone(tag) if tag else now - _written_at(folder) > _EMPTY_FOR


def _tag_of(folder: Path) -> str:
    found = _NAME.fullmatch(folder.name)
    return (found[1] or "") if found else ""
