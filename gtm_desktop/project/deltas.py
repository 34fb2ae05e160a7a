"""What one step changed in a plan: the changed parts only, as codes and values, never code."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, fields, replace

from gtm_desktop.planning.pins import Pin, PinMap, Pins
from gtm_desktop.planning.plan import Accepted, InsideAnswer, Plan, RepAnswer, TerritoryAnswer
from gtm_desktop.project.leaves import LeafChange, changes_between, leaves_of, path_text, with_changes
from gtm_desktop.project.state import PartChange
from gtm_desktop.project.values import UnknownValueError

Answer = TerritoryAnswer | RepAnswer | InsideAnswer
PIN_KINDS = tuple(each.name for each in fields(Pins))
ANSWER_KINDS = tuple(each.name for each in fields(Accepted))


@dataclass(frozen=True)
class PlanDelta:
    """The parts in which one plan differs from another.

    Attributes:
        dataset_id: the other dataset, or None if it is the same.
        settings: the leaves of the rules that are others, or are gone.
        pins: ``(kind, key, pin)``; no pin means that the key is free again.
        answers: fingerprint after by kind of answer; None means that it is gone.
    """

    dataset_id: str | None = None
    settings: tuple[LeafChange, ...] = ()
    pins: tuple[tuple[str, str, Pin | None], ...] = ()
    answers: Mapping[str, str | None] = field(default_factory=dict)


def delta(before: Plan, after: Plan) -> PlanDelta:
    """Return what makes `after` of `before`."""
    settings = _setting_changes(before, after)
    return PlanDelta(
        None if before.dataset_id == after.dataset_id else after.dataset_id,
        settings,
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
        KeyError: an answer is not known.
        UnknownValueError: there is no such kind of pin or answer, or no such rule.
        WrongValueError: a value does not fit its rule.
    """
    _refuse_unknown({kind for kind, _, _ in change.pins} - set(PIN_KINDS), "pin")
    _refuse_unknown(change.answers.keys() - set(ANSWER_KINDS), "answer")
    settings = with_changes(before.settings, change.settings) if change.settings else before.settings
    found = {kind: None if key is None else answers[key] for kind, key in change.answers.items()}
    accepted: Accepted = replace(before.accepted, **found)  # type: ignore[arg-type]  # the kinds are its fields
    return Plan(change.dataset_id or before.dataset_id, settings, _pins_after(change, before.pins), accepted)


def described(before: Plan, after: Plan) -> tuple[PartChange, ...]:
    """Return what differs between two plans as the journal keeps it: codes and values before and after."""
    change = delta(before, after)
    old = leaves_of(before.settings) if change.settings else {}
    parts = [PartChange(f"settings.{path_text(each.path)}", old.get(each.path), each.value) for each in change.settings]
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


def _refuse_unknown(kinds: Set[str], of: str) -> None:
    if kinds:
        raise UnknownValueError(f"no {of} of the kind {', '.join(sorted(kinds))}")


def _setting_changes(before: Plan, after: Plan) -> tuple[LeafChange, ...]:
    if before.settings is after.settings:
        return ()
    return changes_between(leaves_of(before.settings), leaves_of(after.settings))


def _fingerprint(answer: Answer | None) -> str | None:
    return None if answer is None else answer.fingerprint
