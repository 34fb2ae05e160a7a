"""What stages came to, kept by where it came from, within a number of bytes."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from threading import Lock
from typing import Any, TypeVar

import numpy as np
import pandas as pd

_MOST_BYTES = 256 * 1024 * 1024
"""A plan of 20,000 accounts takes 7 MB with all its stages: some 35 plans; one of 100,000 takes 35 MB."""
_LEAST_KEPT = 4
"""Of each stage at least so many answers are kept, whatever they take: three scenarios and the line that moves."""
_SMALL = 64
_Value = TypeVar("_Value")


class Memo:
    """The answers of stages; those not asked for the longest are forgotten first. Thread-safe."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._values: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._bytes: dict[tuple[str, str], int] = {}
        self._of_stage: Counter[str] = Counter()
        self._lock = Lock()

    def get(self, stage: str, key: str, make: Callable[[], _Value]) -> _Value:
        """Return what a stage keeps under `key`, or make it and keep it."""
        at = (stage, key)
        with self._lock:
            if at in self._values:
                self._values.move_to_end(at)
                kept: _Value = self._values[at]
                return kept
        value = make()
        size = bytes_of(value)
        with self._lock:
            if at not in self._values:
                self._values[at], self._bytes[at] = value, size
                self._of_stage[stage] += 1
                self._forget()
        return value

    def _forget(self) -> None:
        over = sum(self._bytes.values()) - self._most_bytes
        for at in list(self._values) if over > 0 else ():
            if over <= 0:
                return
            if self._of_stage[at[0]] > _LEAST_KEPT:
                del self._values[at]
                self._of_stage[at[0]] -= 1
                over -= self._bytes.pop(at)


def bytes_of(value: object) -> int:
    """Return what a value takes, about: arrays and columns exactly, texts of columns as the references they are."""
    return _bytes_of(value, set())


def _bytes_of(value: object, seen: set[int]) -> int:
    if id(value) in seen:
        return 0
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, pd.Series | pd.DataFrame):
        return int(np.sum(value.memory_usage(index=False)))
    return _SMALL + sum(_bytes_of(each, seen) for each in _parts(value))


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return (each for pair in value.items() for each in pair)
    if isinstance(value, tuple | list | set | frozenset):
        return value
    return (getattr(value, each.name) for each in fields(value)) if is_dataclass(value) else ()
