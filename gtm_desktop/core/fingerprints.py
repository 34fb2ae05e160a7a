"""Fingerprints: equal values have equal fingerprints, in every process and on every machine.

A dataclass whose fingerprint is stored carries a `TAG`, a text that stays when the class is renamed. It is fed by tag,
field name and value, in the order of the names; a field at its neutral value is left out, so that a field that comes
later changes no stored fingerprint.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any

import numpy as np

_NEUTRAL = "neutral"


def neutral(value: Any) -> Mapping[str, Any]:
    """Return metadata for a dataclass field that came later: at this plain value it is left out of fingerprints.

    The neutral value is the one at which the program does what it did before the field existed; it never changes.
    """
    return {_NEUTRAL: value}


def fingerprint(*values: Any) -> str:
    """Digest values of any nesting into 32 hexadecimal digits.

    Takes None, bool, int, float, str, bytes, enums, dates, numpy arrays, frozen dataclasses (tagged or not), mappings
    (order does not matter), sets (order does not matter), tuples and lists (order matters), and any object with a
    `fingerprint` property of its own.

    Raises:
        TypeError: for a value of any other kind.
    """
    digest = hashlib.blake2b(digest_size=16)
    for value in values:
        _feed(digest, value)
    return digest.hexdigest()


def _feed(digest: "hashlib.blake2b", value: Any) -> None:
    own = getattr(value, "fingerprint", None)
    if isinstance(own, str):
        _tagged(digest, b"F", own.encode())
    elif isinstance(value, Enum):
        _feed(digest, value.value)
    elif isinstance(value, date):
        _tagged(digest, b"d", value.isoformat().encode())
    elif value is None or isinstance(value, bool | int | float | str):
        _tagged(digest, type(value).__name__[:1].encode(), repr(value).encode())
    elif isinstance(value, bytes):
        _tagged(digest, b"y", value)
    elif isinstance(value, np.ndarray):
        _feed_array(digest, value)
    elif isinstance(value, np.generic):
        _feed(digest, value.item())
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        _feed_fields(digest, value)
    elif isinstance(value, Mapping):
        _tagged(digest, b"M", str(len(value)).encode())
        _feed_all(digest, sorted((fingerprint(key), fingerprint(item)) for key, item in value.items()))
    elif isinstance(value, set | frozenset):
        _tagged(digest, b"S", str(len(value)).encode())
        _feed_all(digest, sorted(fingerprint(item) for item in value))
    elif isinstance(value, tuple | list):
        _feed_all(digest, value)
    else:
        raise TypeError(f"no fingerprint for {type(value).__name__}")


def _feed_fields(digest: "hashlib.blake2b", value: Any) -> None:
    """Feed the fields that are not neutral: by name, with their names, under a tag; else in order, without them."""
    names = [each.name for each in dataclasses.fields(value) if _counts(each, value)]
    if isinstance(getattr(type(value), "TAG", None), str):
        _tagged(digest, b"T", value.TAG.encode())
        _feed_all(digest, [(name, getattr(value, name)) for name in sorted(names)])
    else:
        _tagged(digest, b"D", type(value).__name__.encode())
        _feed_all(digest, [getattr(value, name) for name in names])


def _counts(field: "dataclasses.Field[Any]", value: Any) -> bool:
    if _NEUTRAL not in field.metadata:
        return True
    has, at_rest = getattr(value, field.name), field.metadata[_NEUTRAL]
    return type(has) is not type(at_rest) or bool(has != at_rest)


def _feed_all(digest: "hashlib.blake2b", values: Iterable[Any]) -> None:
    items = list(values)
    _tagged(digest, b"L", str(len(items)).encode())
    for item in items:
        _feed(digest, item)


def _feed_array(digest: "hashlib.blake2b", array: np.ndarray) -> None:
    if array.dtype == object:
        _feed_all(digest, array.tolist())
        return
    _tagged(digest, b"A", f"{array.dtype.str}{array.shape}".encode())
    digest.update(np.ascontiguousarray(array).tobytes())


def _tagged(digest: "hashlib.blake2b", tag: bytes, payload: bytes) -> None:
    digest.update(tag + len(payload).to_bytes(8, "little") + payload)
