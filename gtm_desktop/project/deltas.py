"""What one step changed in a plan: the changed parts only, as codes and values, never code."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from gtm_desktop.planning.pins import Pin, PinMap, Pins
from gtm_desktop.planning.plan import Accepted, InsideAnswer, Plan, RepAnswer, TerritoryAnswer
from gtm_desktop.planning.settings import Settings
from gtm_desktop.project.state import PartChange
from gtm_desktop.project.values import from_json, to_json

Answer = TerritoryAnswer | RepAnswer | InsideAnswer
PIN_KINDS = tuple(each.name for each in fields(Pins))
ANSWER_KINDS = tuple(each.name for each in fields(Accepted))


@dataclass(frozen=True)
class PlanDelta:
    """The parts in which one plan differs from another.

    Attributes:
        dataset_id: the other dataset, or None if it is the same.
        settings: values after, as JSON has them, by dotted path such as ``size.a_above``.
        pins: ``(kind, key, pin)``; no pin means that the key is free again.
        answers: fingerprint after by kind of answer; None means that it is gone.
    """

    dataset_id: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    pins: tuple[tuple[str, str, Pin | None], ...] = ()
    answers: Mapping[str, str | None] = field(default_factory=dict)


def delta(before: Plan, after: Plan) -> PlanDelta:
    """Return what makes `after` of `before`."""
    old, new = _leaves(before.settings), _leaves(after.settings)
    return PlanDelta(
        None if before.dataset_id == after.dataset_id else after.dataset_id,
        {path: value for path, value in new.items() if old[path] != value},
        tuple(change for kind in PIN_KINDS for change in _pin_changes(kind, before.pins, after.pins)),
        {
            kind: _fingerprint(getattr(after.accepted, kind))
            for kind in ANSWER_KINDS
            if _fingerprint(getattr(before.accepted, kind)) != _fingerprint(getattr(after.accepted, kind))
        },
    )


def applied(change: PlanDelta, before: Plan, answers: Mapping[str, Answer]) -> Plan:
    """Return the plan that a delta makes of `before`; `answers` are known answers by fingerprint.

    Raises:
        KeyError: an answer is not known, or a path does not exist.
        WrongValueError: a value does not fit its rule.
    """
    settings = before.settings
    if change.settings:
        data = to_json(settings)
        for path, value in change.settings.items():
            _put(data, path.split("."), value)
        settings = from_json(Settings, data)
    found = {kind: None if key is None else answers[key] for kind, key in change.answers.items()}
    accepted: Accepted = replace(before.accepted, **found)  # type: ignore[arg-type]  # the kinds are its fields
    return Plan(change.dataset_id or before.dataset_id, settings, _pins_after(change, before.pins), accepted)


def described(before: Plan, after: Plan) -> tuple[PartChange, ...]:
    """Return what differs between two plans as the journal keeps it: codes and values before and after."""
    change = delta(before, after)
    old = _leaves(before.settings)
    parts = [PartChange(f"settings.{path}", old[path], value) for path, value in change.settings.items()]
    for kind in PIN_KINDS:
        pins: PinMap = getattr(before.pins, kind)
        values = {key: pin.value if pin else None for of, key, pin in change.pins if of == kind}
        if values:
            was = {key: pins[key].value if key in pins else None for key in values}
            parts.append(PartChange(f"pins.{kind}", was, values))
    for kind, key in change.answers.items():
        parts.append(PartChange(f"accepted.{kind}", _fingerprint(getattr(before.accepted, kind)), key))
    if change.dataset_id:
        parts.append(PartChange("dataset", before.dataset_id, change.dataset_id))
    return tuple(parts)


def _pin_changes(kind: str, before: Pins, after: Pins) -> list[tuple[str, str, Pin | None]]:
    old: PinMap = getattr(before, kind)
    new: PinMap = getattr(after, kind)
    if old is new or old.fingerprint == new.fingerprint:
        return []
    freed: list[tuple[str, str, Pin | None]] = [(kind, key, None) for key in old if key not in new]
    return freed + [(kind, key, pin) for key, pin in new.items() if old.get(key) != pin]


def _pins_after(change: PlanDelta, pins: Pins) -> Pins:
    for kind in PIN_KINDS:
        freed = [key for of, key, pin in change.pins if of == kind and pin is None]
        added = {key: pin for of, key, pin in change.pins if of == kind and pin is not None}
        if freed:
            pins = pins.without_kind(kind, freed)
        if added:
            pins = pins.with_kind(kind, added)
    return pins


def _leaves(settings: Settings) -> dict[str, Any]:
    leaves: dict[str, Any] = {}

    def walk(prefix: str, node: Any) -> None:
        if isinstance(node, dict) and node:
            for key, value in node.items():
                walk(f"{prefix}{key}.", value)
        else:
            leaves[prefix[:-1]] = node

    walk("", to_json(settings))
    return leaves


def _put(data: dict[str, Any], path: list[str], value: Any) -> None:
    for key in path[:-1]:
        data = data[key]
    if path[-1] not in data:
        raise KeyError(".".join(path))
    data[path[-1]] = value


def _fingerprint(answer: Answer | None) -> str | None:
    return None if answer is None else answer.fingerprint
