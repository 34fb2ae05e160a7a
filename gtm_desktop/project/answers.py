"""Answers of the optimiser as text and bytes: small parts as JSON, arrays as little-endian bytes with a checksum."""

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gtm_desktop.planning.plan import InsideAnswer, RepAnswer, TerritoryAnswer
from gtm_desktop.project.deltas import Answer
from gtm_desktop.project.values import UnknownValueError, WrongValueError, members_from_json, to_json

CLASSES: Mapping[str, type[Answer]] = {"territories": TerritoryAnswer, "reps": RepAnswer, "inside": InsideAnswer}
"""What an answer of each kind is. A kind more is a line here and a field of `Accepted`."""

_STORED_AS = {"int64": "<i8", "float64": "<f8", "bool": "|u1"}


@dataclass(frozen=True)
class StoredArray:
    """One array as bytes: its dtype's name, the values and 32 hexadecimal digits over both."""

    storage: str
    payload: bytes
    checksum: str


@dataclass(frozen=True)
class StoredAnswer:
    """One answer as text and bytes.

    Attributes:
        kind: territories, reps or inside.
        content: everything but the arrays, as JSON has it.
        arrays: the arrays by name.
    """

    kind: str
    content: Mapping[str, Any]
    arrays: Mapping[str, StoredArray]


def stored(kind: str, answer: Answer) -> StoredAnswer:
    """Return an answer as it is stored."""
    values = {each.name: getattr(answer, each.name) for each in dataclasses.fields(answer)}
    arrays = {name: _stored_array(value) for name, value in values.items() if isinstance(value, np.ndarray)}
    return StoredAnswer(kind, {name: to_json(value) for name, value in values.items() if name not in arrays}, arrays)


def restored(answer: StoredAnswer) -> Answer:
    """Return the answer that was stored; its arrays are read-only.

    Raises:
        UnknownValueError: it is of a kind that this program does not know, or holds what it does not know.
        WrongValueError: it is damaged.
    """
    if answer.kind not in CLASSES:
        raise UnknownValueError(f"no answer of the kind {answer.kind}")
    kind = CLASSES[answer.kind]
    arrays: dict[str, Any] = {name: _restored_array(array) for name, array in answer.arrays.items()}
    if unknown := sorted(set(arrays) - {each.name for each in dataclasses.fields(kind)}):
        raise UnknownValueError(f"{kind.__name__}: unknown {', '.join(unknown)}")
    return kind(**members_from_json(kind, answer.content, besides=arrays), **arrays)


def _stored_array(array: NDArray[Any]) -> StoredArray:
    storage = array.dtype.name
    payload = array.astype(_STORED_AS[storage]).tobytes()
    return StoredArray(storage, payload, _checksum(storage, payload))


def _restored_array(array: StoredArray) -> NDArray[Any]:
    if array.storage not in _STORED_AS or _checksum(array.storage, array.payload) != array.checksum:
        raise WrongValueError("a stored array is damaged")
    values = np.frombuffer(array.payload, _STORED_AS[array.storage]).astype(array.storage)
    values.flags.writeable = False
    return values


def _checksum(storage: str, payload: bytes) -> str:
    digest = hashlib.blake2b(f"{storage}:".encode(), digest_size=16)
    digest.update(payload)
    return digest.hexdigest()
