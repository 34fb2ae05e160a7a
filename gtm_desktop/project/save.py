"""Save: a project becomes one new file in the place of the old one, or nothing changes at all."""

import json
import logging
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from gtm_desktop import __version__
from gtm_desktop.core import disk
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.files import digest_of, sweep_beside, write_whole
from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.core.paths import user_data_folder
from gtm_desktop.core.words import tr
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.pins import Pin
from gtm_desktop.planning.plan import Plan
from gtm_desktop.project import backups, schema
from gtm_desktop.project.answers import stored
from gtm_desktop.project.deltas import ANSWER_KINDS, delta
from gtm_desktop.project.state import EXTENSION, JournalEntry, ProjectState, Scenarios, Step
from gtm_desktop.project.values import to_json
from gtm_desktop.tables.buffers import encode_column

_logger = logging.getLogger(__name__)

GONE = ""
"""In the place of a file's digest: there is no file."""


class ChangedFileError(Exception):
    """Tell that a file is no longer what it was when it was opened or saved last.

    Attributes:
        digest: of what lies there now, kept as a backup; `GONE` if nothing does.
    """

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.digest = digest


def save_project(project: ProjectState, path: Path, *, expected: str | None = None) -> str:
    """Write a project to a file, whole or not at all, and keep a dated copy in the user's data folder.

    What somebody else has put in the file's place, and a file of an older format, is kept as a backup, too, before
    anything replaces it.

    Args:
        project: what to write.
        path: where.
        expected: the digest of the file as it was opened or saved last, `GONE` if there was none; None where whatever
            lies there may be replaced. It is compared with what lies there in the last moment, by content: a file
            that was only touched, or that holds what is to be written already, is no other.

    Returns:
        The digest of the file as it is now.

    Raises:
        UserError: the name does not end in `EXTENSION`, or the file cannot be written; it is as it was then.
        ChangedFileError: it is not the file that was expected, and was left alone.
    """
    if path.suffix.lower() != EXTENSION:
        raise UserError(
            tr("{file} does not end in {extension}.", file=path.name, extension=EXTENSION),
            tr("Choose a name that does."),
            code="wrong_extension",
        )
    data = project_bytes(project)
    try:
        write_whole(path, data, may_replace=lambda: _look_once_more(path, expected, data))
    except OSError as error:
        folder = path.parent
        if disk.is_full(error):  # or there was no room for the backup of what lies there
            folder = disk.fullest(folder, user_data_folder())
        raise UserError(
            tr(
                "{file} could not be saved: {reason}.",
                file=path.name,
                reason=disk.refusal(error, folder, needed=len(data)),
            ),
            tr("Close other programs that use it, or save under another name. The file is as it was."),
            code="not_saved",
        ) from error
    sweep_beside(path)
    try:
        backups.keep(path, data)
    except OSError as error:
        _logger.warning("no backup was kept: %s", error.strerror)
    return digest_of(data)


def _look_once_more(path: Path, expected: str | None, data: bytes) -> None:
    """Keep what somebody else has put there, and refuse to replace it where something else was expected."""
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        if expected in (None, GONE):
            return
        raise ChangedFileError(GONE) from None
    digest = digest_of(there)
    if there == data or (digest == expected and not _is_of_older_format(there)):
        return
    backups.keep(path, there)
    if expected not in (None, digest):
        raise ChangedFileError(digest)


def _is_of_older_format(data: bytes) -> bool:
    return schema.is_ours(data) and schema.format_of(data) < schema.FORMAT


def project_bytes(project: ProjectState) -> bytes:
    """Return the file of a project as bytes.

    It is built in memory, in one transaction, and checked before it is given: no file is ever open that another
    program could lock.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        schema.create(database)
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("BEGIN")
        _Writer(database).write(project)
        database.execute("INSERT INTO seal VALUES (?)", (schema.digest_of(database),))
        database.execute("COMMIT")
        (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(f"the project file is not sound: {verdict}")
        return database.serialize()


class _Writer:
    """Writes a project's parts once each, and remembers under which number each lies."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._plans: dict[str, int] = {}
        self._states: dict[str, int] = {}
        self._rules: set[str] = set()
        self._answers: set[str] = set()
        self._last: Plan | None = None

    def write(self, project: ProjectState) -> None:
        """Write everything a project holds."""
        for number, dataset_id in enumerate(sorted(project.datasets)):
            self._dataset(number, dataset_id, project.datasets[dataset_id])
        done, undone = project.history.done, project.history.undone
        self._add("steps", (self._step_row(i, step, is_undone=i >= len(done)) for i, step in enumerate(done + undone)))
        state = self._state(project.scenarios)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._add("project", [(state, __version__, now)])
        self._add("journal", ((i, *_entry_row(entry)) for i, entry in enumerate(project.journal)))

    def _dataset(self, number: int, dataset_id: str, dataset: Dataset) -> None:
        notes = {
            "findings": dataset.findings,
            "questions": dataset.questions,
            "answered": dataset.answered,
            "accounts_source": dataset.accounts_source,
            "reps_source": dataset.reps_source,
            "offers": dataset.offers,
        }
        self._add("datasets", [(number, dataset_id, _text(notes))])
        self._columns(number, "accounts", dataset.accounts)
        self._columns(number, "reps", dataset.reps)
        if not dataset.left_out.empty:
            self._columns(number, "left_out", dataset.left_out)

    def _columns(self, number: int, of_table: str, frame: pd.DataFrame) -> None:
        for position, name in enumerate(frame.columns):
            column = encode_column(frame[name])
            row = (column.storage, column.rows, column.payload, column.checksum)
            self._add("dataset_columns", [(number, of_table, position, str(name), *row)])

    def _step_row(self, position: int, step: Step, *, is_undone: bool) -> tuple[Any, ...]:
        before, after = self._state(step.before), self._state(step.after)
        return (position, step.label, _text(step.topics), before, after, step.merge_key, int(is_undone))

    def _state(self, scenarios: Scenarios) -> int:
        key = scenarios.fingerprint
        if key not in self._states:
            number = self._states[key] = len(self._states)
            plans = [(number, i, name, self._plan(plan)) for i, (name, plan) in enumerate(scenarios.plans)]
            self._add("states", [(number, scenarios.current)])
            self._add("scenarios", plans)
        return self._states[key]

    def _plan(self, plan: Plan) -> int:
        key = plan.fingerprint
        if key not in self._plans:
            base = self._last
            number = len(self._plans)
            change = delta(Plan(plan.dataset_id) if base is None else base, plan)
            based_on = None if base is None else self._plans[base.fingerprint]
            self._add("plans", [(number, based_on, plan.dataset_id, self._rules_of(plan))])
            answers = ((kind, self._answer(kind, plan)) for kind in ANSWER_KINDS)
            self._add("accepted", ((number, kind, key) for kind, key in answers if key is not None))
            self._add("pins", (_pin_row(number, *each) for each in change.pins))
            self._plans[key] = number
            self._last = plan
        return self._plans[key]

    def _rules_of(self, plan: Plan) -> str:
        content = _text(plan.settings)
        key = fingerprint(content)
        if key not in self._rules:
            self._rules.add(key)
            self._add("rules", [(key, content)])
        return key

    def _answer(self, kind: str, plan: Plan) -> str | None:
        answer = getattr(plan.accepted, kind)
        if answer is None:
            return None
        key: str = answer.fingerprint
        if key not in self._answers:
            self._answers.add(key)
            parts = stored(kind, answer)
            self._add("answers", [(key, kind, _text(parts.content))])
            rows = [(key, name, part.storage, part.payload, part.checksum) for name, part in parts.arrays.items()]
            self._add("answer_arrays", rows)
        return key

    def _add(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        listed = list(rows)
        if listed:
            places = ", ".join("?" * len(listed[0]))
            self._database.executemany(f"INSERT INTO {table} VALUES ({places})", listed)


def _pin_row(plan: int, kind: str, key: str, pin: Pin | None) -> tuple[Any, ...]:
    if pin is None:
        return (plan, kind, key, None, None, None, None)
    return (plan, kind, key, pin.value, pin.reason, pin.who, pin.when.isoformat())


def _entry_row(entry: JournalEntry) -> tuple[Any, ...]:
    when, topics, changes = entry.when.isoformat(), _text(entry.topics), _text(entry.changes)
    return (when, entry.who, entry.scenario, entry.label, entry.reason, topics, changes)


def _text(value: Any) -> str:
    return json.dumps(to_json(value), separators=(",", ":"))
