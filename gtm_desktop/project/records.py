"""What a recovery record keeps of one step: the changed parts of the plans, new answers, and the journal entry."""

import base64
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gtm_desktop.planning.plan import Plan
from gtm_desktop.project.answers import StoredAnswer, StoredArray, restored, stored
from gtm_desktop.project.deltas import ANSWER_KINDS, Answer, PlanDelta, applied, delta
from gtm_desktop.project.state import JournalEntry, Scenarios, Step, Topic
from gtm_desktop.project.values import from_json, to_json


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

    Raises:
        WrongValueError: a value is not what it must be.
        KeyError: it lacks something, or an answer is not known.
        ValueError: it names a kind of move or a topic that there is not.
        TypeError: a part is of another kind.
    """
    for key, answer in record["answers"].items():
        answers[key] = _answer_from_json(answer)
    earlier = dict(before.plans)
    plans = tuple(
        (name, applied(from_json(PlanDelta, change), earlier[source], answers))
        for name, source, change in record["plans"]
    )
    topics = frozenset(Topic(each) for each in record["topics"])
    step = Step(record["label"], topics, before, Scenarios(plans, record["open"]), record["merge_key"])
    return RecordedMove(Move(record["move"]), step, from_json(JournalEntry, record["entry"]))


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
