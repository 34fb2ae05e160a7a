"""What a recovery record keeps of one step: the changed parts of the plans, new answers, and the journal entry."""

import base64
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gtm_desktop.planning.plan import Plan
from gtm_desktop.project.answers import StoredAnswer, StoredArray, restored, stored
from gtm_desktop.project.deltas import ANSWER_KINDS, Answer, PlanDelta, applied, delta
from gtm_desktop.project.load import NewerProjectError
from gtm_desktop.project.migrations import FORMAT_KEY, format_of, migrate_record, migrate_session
from gtm_desktop.project.schema import FORMAT
from gtm_desktop.project.state import JournalEntry, Scenarios, Step, Topic
from gtm_desktop.project.values import UnknownValueError, from_json, to_json


class Move(StrEnum):
    """How the scenarios came to be others."""

    STEP = "step"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True)
class RecordedMove:
    """One step, undo or redo: where it led from and to, and its journal entry."""

    move: Move
    step: Step
    entry: JournalEntry


def move_to_json(move: Move, step: Step, entry: JournalEntry, *, known: Collection[str]) -> dict[str, Any]:
    """Return the record of one step, undo or redo; answers whose fingerprint is known already are left out."""
    answers = {}
    for _, plan in step.after.plans:
        for key, kind, answer in answers_of(plan):
            if key not in known:
                answers[key] = _answer_to_json(kind, answer)
    return {
        "move": move,
        "label": step.label,
        "topics": step.topics,
        "merge_key": step.merge_key,
        "open": step.after.current,
        "plans": [_plan_to_json(name, plan, step.before) for name, plan in step.after.plans],
        "answers": answers,
        "entry": entry,
    }


def move_from_json(record: Mapping[str, Any], before: Scenarios, answers: dict[str, Answer]) -> RecordedMove:
    """Return the step that a record keeps, and add its new answers to `answers`, which holds the known ones by key.

    Args:
        record: as `record_from_json` gives it.
        before: the scenarios before it.
        answers: the known answers by the key that records of this session have for them.

    Raises:
        NewerProjectError: a newer program wrote it.
        WrongValueError: a value is not what it must be.
        KeyError: it lacks something, or an answer is not known.
        ValueError: a part has another length.
        TypeError: a part is of another kind.
    """
    try:
        return _move_of(record, before, answers)
    except UnknownValueError as error:
        raise NewerProjectError(format_of(record)) from error


def record_to_json(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record, or what is said about a session, with the format it is written in."""
    return {FORMAT_KEY: FORMAT, **to_json(record)}


def record_from_json(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record of this format or an older one as this format has it.

    Raises:
        NewerProjectError: a newer program wrote it.
        KeyError: it lacks what its format has.
    """
    if format_of(record) > FORMAT:
        raise NewerProjectError(format_of(record))
    return migrate_record(record, FORMAT)


def session_from_json(session: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is said about a session as this format has it.

    What a newer program says is given as it is: that there is work is said in any case, and its records are refused.
    """
    return migrate_session(session, FORMAT)


def _move_of(record: Mapping[str, Any], before: Scenarios, answers: dict[str, Answer]) -> RecordedMove:
    for key, answer in record["answers"].items():
        answers[key] = _answer_from_json(answer)
    earlier = dict(before.plans)
    plans = tuple(
        (name, applied(from_json(PlanDelta, change), earlier[source], answers))
        for name, source, change in record["plans"]
    )
    topics = from_json(frozenset[Topic], record["topics"])
    step = Step(record["label"], topics, before, Scenarios(plans, record["open"]), record["merge_key"])
    return RecordedMove(from_json(Move, record["move"]), step, from_json(JournalEntry, record["entry"]))


def answers_of(plan: Plan) -> Iterator[tuple[str, str, Answer]]:
    """Give the answers that a plan rests on, each with its fingerprint and its kind."""
    for kind in ANSWER_KINDS:
        answer: Answer | None = getattr(plan.accepted, kind)
        if answer is not None:
            yield answer.fingerprint, kind, answer


def _plan_to_json(name: str, plan: Plan, before: Scenarios) -> list[Any]:
    earlier = dict(before.plans)
    source = name if name in earlier else before.current
    return [name, source, to_json(delta(earlier[source], plan))]


def _answer_to_json(kind: str, answer: Answer) -> dict[str, Any]:
    parts = stored(kind, answer)
    arrays = {
        name: [part.storage, base64.b64encode(part.payload).decode("ascii"), part.checksum]
        for name, part in parts.arrays.items()
    }
    return {"kind": kind, "content": parts.content, "arrays": arrays}


def _answer_from_json(data: Mapping[str, Any]) -> Answer:
    arrays = {
        name: StoredArray(storage, base64.b64decode(payload), checksum)
        for name, (storage, payload, checksum) in data["arrays"].items()
    }
    return restored(StoredAnswer(data["kind"], data["content"], arrays))
