"""Open: a project file is read whole, checked whole, and only then believed."""

import json
import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from gtm_desktop import __version__
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.files import digest_of
from gtm_desktop.core.findings import Finding, Question
from gtm_desktop.core.words import day as day_text
from gtm_desktop.core.words import moment, tr
from gtm_desktop.planning.dataset import Dataset, Source
from gtm_desktop.planning.pins import Pin
from gtm_desktop.planning.plan import Accepted, Plan
from gtm_desktop.planning.settings import Settings
from gtm_desktop.project import backups, schema
from gtm_desktop.project.answers import CLASSES, StoredAnswer, StoredArray, restored
from gtm_desktop.project.deltas import Answer, PlanDelta, applied
from gtm_desktop.project.migrations import migrate
from gtm_desktop.project.soundness import content_fault, length_fault
from gtm_desktop.project.state import (
    EXTENSION,
    History,
    JournalEntry,
    PartChange,
    ProjectState,
    Scenarios,
    Step,
    Topic,
)
from gtm_desktop.project.values import UnknownValueError, WrongValueError, from_json
from gtm_desktop.tables import accounts, reps
from gtm_desktop.tables.buffers import DamagedColumnError, EncodedColumn, decode_column
from gtm_desktop.tables.left_out import left_out_table, nothing_left_out

_logger = logging.getLogger(__name__)

_HEADER = b"SQLite format 3\0"
_DAMAGE = (sqlite3.Error, DamagedColumnError, WrongValueError, KeyError, IndexError, ValueError, TypeError)


class DamagedProjectError(ValueError):
    """Tell that bytes are not a whole project file."""


class NewerProjectError(ValueError):
    """Tell that bytes are whole, but written by a program that knows more.

    Attributes:
        version: the format they are of.
        program: the version of the program that wrote them; empty where only the format is known.
    """

    def __init__(self, version: int, program: str = "") -> None:
        super().__init__(f"format {version} {program}")
        self.version, self.program = version, program


@dataclass(frozen=True, eq=False)
class Opened:
    """What a file holds.

    Attributes:
        project: the project.
        answers: its answers by the key that they have in the file, by which records written beside it name them. A
            program of another format may have digested them another way than this one does.
    """

    project: ProjectState
    answers: Mapping[str, Answer]


def open_project(path: Path) -> ProjectState:
    """Read a project, as `read_project`."""
    return read_project(path)[0]


def read_project(path: Path) -> tuple[ProjectState, str]:
    """Read a project and return it with the digest of its file. The file is never changed, whatever is in it.

    Raises:
        UserError: it cannot be read, is no project, is of a newer format, or is damaged; the remedy names the newest
            good backup where there is one.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            tr("{file} could not be read: {reason}.", file=path, reason=error.strerror or error),
            tr("Check that the file is there and that you may read it."),
            code="not_read",
        ) from error
    _refuse_strangers(path, data)
    try:
        return project_from_bytes(data), digest_of(data)
    except NewerProjectError as error:
        raise _newer(path, error) from error
    except DamagedProjectError as error:
        _logger.warning("a project file was refused as damaged: %s", type(error.__cause__).__name__)
        raise UserError(
            tr("{file} is damaged and was not opened.", file=path), _damage_remedy(path), code="damaged"
        ) from error


def project_from_bytes(data: bytes) -> ProjectState:
    """Return the project whose file these bytes are, of this format or an older one.

    Raises:
        DamagedProjectError: they are not exactly what was written.
        NewerProjectError: a newer program wrote them.
    """
    return opened_from_bytes(data).project


def opened_from_bytes(data: bytes) -> Opened:
    """Return everything in the file that these bytes are, of this format or an older one.

    Raises:
        DamagedProjectError: they are not exactly what was written.
        NewerProjectError: a newer program wrote them.
    """
    try:
        _refuse(length_fault(data))
        version = schema.format_of(data)
        if version > schema.FORMAT:
            raise NewerProjectError(version)
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(data)
            _refuse(content_fault(database))
            migrate(database, schema.FORMAT)
            try:
                return _Reader(database).opened()
            except UnknownValueError as error:
                raise NewerProjectError(version, _program_of(database)) from error
    except NewerProjectError:
        raise
    except _DAMAGE as error:
        raise DamagedProjectError(str(error)) from error


def newest_good_backup(path: Path) -> Path | None:
    """Return the newest copy of a project that can be opened; None where there is none."""
    for copy in backups.copies_of(path):
        try:
            project_from_bytes(copy.read_bytes())
        except (DamagedProjectError, NewerProjectError, OSError):
            continue
        return copy
    return None


def _refuse_strangers(path: Path, data: bytes) -> None:
    if data[:16] != _HEADER or not schema.is_ours(data):
        if not data or data[:16] == _HEADER or path.suffix.lower() != EXTENSION:
            remedy = tr("Choose a file that GTM Desktop saved.")
        else:
            remedy = _damage_remedy(path)
        raise UserError(tr("{file} is not a plan of GTM Desktop.", file=path), remedy, code="not_a_plan")
    if schema.format_of(data) > schema.FORMAT:
        raise _newer(path, NewerProjectError(schema.format_of(data)))


def _newer(path: Path, error: NewerProjectError) -> UserError:
    if error.program:
        message = tr(
            "{file} was saved by GTM Desktop {newer} and holds what GTM Desktop {program} does not know.",
            file=path,
            newer=error.program,
            program=__version__,
        )
    else:
        message = tr(
            "{file} is of format {newer}, of a newer program; GTM Desktop {program} reads up to format {ours}.",
            file=path,
            newer=error.version,
            ours=schema.FORMAT,
            program=__version__,
        )
    remedy = tr("Update GTM Desktop, or ask for a copy saved by this version. The file was not touched.")
    return UserError(message, remedy, code="newer_format")


def _program_of(database: sqlite3.Connection) -> str:
    ((program,),) = database.execute("SELECT written_by FROM project").fetchall()
    return str(program)


def _damage_remedy(path: Path) -> str:
    backup = newest_good_backup(path)
    if backup is None:
        return tr("Ask for another copy of it; there is no backup on this computer.")
    when = backups.saved_at(backup).astimezone()
    return tr(
        "Open the newest good backup, of {day} {time}: {backup}", day=day_text(when), time=moment(when), backup=backup
    )


def _refuse(fault: str) -> None:
    if fault:
        raise DamagedProjectError(fault)


class _Reader:
    """Reads a project's parts once each."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def opened(self) -> Opened:
        """Return everything the file holds."""
        answers = self._answers()
        plans = self._plans(self._rules(), answers)
        states = self._states(plans)
        steps = self._steps(states)
        ((state,),) = self._rows("SELECT state FROM project")
        history = History(
            tuple(step for step, is_undone in steps if not is_undone),
            tuple(step for step, is_undone in steps if is_undone),
        )
        return Opened(ProjectState(self._datasets(), states[state], history, self._journal()), answers)

    def _rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._database.execute(query, values).fetchall()

    def _datasets(self) -> dict[str, Dataset]:
        found = {}
        for number, dataset_id, notes in self._rows("SELECT dataset, dataset_id, notes FROM datasets"):
            said = json.loads(notes)
            left_out = self._frame(number, "left_out")
            dataset = Dataset(
                accounts.account_table(self._frame(number, "accounts")),  # an older file lacks columns that came later
                reps.rep_table(self._frame(number, "reps")),
                tuple(from_json(Finding, each) for each in said["findings"]),
                tuple(from_json(Question, each) for each in said["questions"]),
                from_json(Source, said["accounts_source"]),
                from_json(Source, said["reps_source"]),
                tuple((from_json(Question, question), str(answer)) for question, answer in said["answered"]),
                nothing_left_out() if left_out.empty else left_out_table(left_out),
                tuple(from_json(Question, each) for each in said["offers"]),
            )
            vars(dataset)["dataset_id"] = dataset_id  # the plans know it by this; a newer pandas may digest otherwise
            found[dataset_id] = dataset
        return found

    def _frame(self, dataset: int, of_table: str) -> pd.DataFrame:
        rows = self._rows(
            "SELECT name, storage, row_count, payload, checksum FROM dataset_columns"
            " WHERE dataset = ? AND of_table = ? ORDER BY position",
            dataset,
            of_table,
        )
        columns = {name: decode_column(EncodedColumn(*column)) for name, *column in rows}
        return pd.DataFrame(columns)

    def _rules(self) -> dict[str, Settings]:
        rows = self._rows("SELECT fingerprint, content FROM rules")
        return {key: from_json(Settings, json.loads(content)) for key, content in rows}

    def _answers(self) -> dict[str, Answer]:
        arrays: dict[str, dict[str, StoredArray]] = {}
        for answer, name, *array in self._rows("SELECT answer, name, storage, payload, checksum FROM answer_arrays"):
            arrays.setdefault(answer, {})[name] = StoredArray(*array)
        rows = self._rows("SELECT fingerprint, kind, content FROM answers")
        return {
            key: restored(StoredAnswer(kind, json.loads(content), arrays.get(key, {}))) for key, kind, content in rows
        }

    def _plans(self, rules: dict[str, Settings], answers: dict[str, Answer]) -> dict[int, Plan]:
        pins: dict[int, list[tuple[str, str, Pin | None]]] = {}
        rows = self._rows("SELECT plan, kind, key, value, reason, who, decided_at FROM pins ORDER BY rowid")
        for plan, kind, key, value, reason, who, when in rows:
            pin = None if value is None else Pin(value, reason, who, datetime.fromisoformat(when))
            pins.setdefault(plan, []).append((kind, key, pin))
        accepted = self._accepted(answers)
        plans: dict[int, Plan] = {}
        rows = self._rows("SELECT plan, based_on, dataset_id, rules FROM plans ORDER BY plan")
        for number, based_on, dataset_id, key in rows:
            base = Plan(dataset_id) if based_on is None else plans[based_on]
            pinned = applied(PlanDelta(pins=tuple(pins.get(number, ()))), base, {})
            plans[number] = Plan(dataset_id, rules[key], pinned.pins, accepted.get(number, Accepted()))
        return plans

    def _accepted(self, answers: dict[str, Answer]) -> dict[int, Accepted]:
        found: dict[int, dict[str, Any]] = {}
        for plan, kind, key in self._rows("SELECT plan, kind, answer FROM accepted"):
            if kind not in CLASSES:
                raise UnknownValueError(f"no answer of the kind {kind}")
            if not isinstance(answers[key], CLASSES[kind]):
                raise WrongValueError(f"{key} is no answer of the kind {kind}")
            found.setdefault(plan, {})[kind] = answers[key]
        return {plan: Accepted(**each) for plan, each in found.items()}

    def _states(self, plans: dict[int, Plan]) -> dict[int, Scenarios]:
        named: dict[int, list[tuple[str, Plan]]] = {}
        for state, name, plan in self._rows("SELECT state, name, plan FROM scenarios ORDER BY state, position"):
            named.setdefault(state, []).append((name, plans[plan]))
        rows = self._rows("SELECT state, open_scenario FROM states")
        return {state: Scenarios(tuple(named[state]), current) for state, current in rows}

    def _steps(self, states: dict[int, Scenarios]) -> list[tuple[Step, bool]]:
        rows = self._rows(
            "SELECT is_undone, before_state, after_state, label, topics, merge_key FROM steps ORDER BY position"
        )
        return [
            (Step(label, _topics(topics), states[before], states[after], merge_key), bool(is_undone))
            for is_undone, before, after, label, topics, merge_key in rows
        ]

    def _journal(self) -> tuple[JournalEntry, ...]:
        rows = self._rows(
            "SELECT decided_at, who, scenario, label, reason, topics, changes FROM journal ORDER BY position"
        )
        return tuple(
            JournalEntry(
                datetime.fromisoformat(when),
                who,
                scenario,
                label,
                reason,
                _topics(topics),
                tuple(from_json(PartChange, each) for each in json.loads(changes)),
            )
            for when, who, scenario, label, reason, topics, changes in rows
        )


def _topics(text: str) -> frozenset[Topic]:
    return from_json(frozenset[Topic], json.loads(text))
