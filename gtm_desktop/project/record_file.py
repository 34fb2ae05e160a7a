"""A file of records that is only ever added to: each is numbered and checksummed, so that what is missing is known.

What could not be written waits and goes out before the next record; a torn end is cut off first. Reading goes on past
damage as far as counting: a step rests on the one before, so none behind damage can be believed.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gtm_desktop.project.records import record_to_json

_NUMBER = "number"
"""In each record: how many steps there are, with this one where it is one."""
_SAVED = "saved"
"""What a record of a save has, and that of a step has not."""
_HEAD_BYTES = 200


class RecordFile:
    """The records of one session. Use it from one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = 0
        self._steps = 0
        self._waiting: list[bytes] = []

    @property
    def waiting_bytes(self) -> int:
        """How much room the records need that could not be written yet."""
        return sum(map(len, self._waiting))

    def put_step(self, record: Mapping[str, Any]) -> None:
        """Put the record of a step behind those that wait; `write` writes them."""
        self._steps += 1
        self._put(record)

    def put_save(self, where: str | None) -> None:
        """Put a note that all steps so far lie in a file behind the records that wait; `write` writes them."""
        self._put({_SAVED: where})

    def write(self) -> None:
        """Write what waits, and flush it to disk.

        Raises:
            OSError: it could not be written, or the file is not what was written before; everything waits on.
        """
        if not self._waiting:
            return
        lines = b"".join(self._waiting)
        with self._path.open("ab") as file:
            if os.fstat(file.fileno()).st_size < self._size:
                raise FileNotFoundError(f"{self._path.name} has lost records")
            file.truncate(self._size)
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        self._size += len(lines)
        self._waiting.clear()

    def _put(self, record: Mapping[str, Any]) -> None:
        text = json.dumps(record_to_json({_NUMBER: self._steps, **record}), separators=(",", ":")).encode()
        self._waiting.append(_checksum(text) + b" " + text + b"\n")


@dataclass(frozen=True)
class ReadRecords:
    """What a file of records gives back.

    Attributes:
        whole: the records before the first damage.
        steps: how many steps were recorded, as far as that can be known.
        saved: how many of them had been made when everything was saved last.
    """

    whole: tuple[dict[str, Any], ...]
    steps: int
    saved: int = 0


def read_records(path: Path) -> ReadRecords:
    """Read records as far as they are whole, and count those behind; none where there is no file.

    Raises:
        OSError: the file cannot be read.
    """
    if not path.exists():
        return ReadRecords((), 0)
    whole: list[dict[str, Any]] = []
    steps, saved, is_whole = 0, 0, True
    *lines, torn = path.read_bytes().split(b"\n")
    for line in lines:
        record = _record(line)
        due = steps + 1 if _is_step(line) else steps
        number = due if record is None else record.get(_NUMBER, due)  # older programs gave none
        is_whole &= record is not None and number == due
        if is_whole and record is not None:
            whole.append(record)
        steps = max(steps, number)
        saved = steps if record is not None and is_save(record) else saved
    return ReadRecords(tuple(whole), steps + (torn != b"" and _is_step(torn)), saved)


def is_save(record: Mapping[str, Any]) -> bool:
    """Tell whether a record notes that everything was saved, and is no step."""
    return _SAVED in record


def _record(line: bytes) -> dict[str, Any] | None:
    checksum, _, text = line.partition(b" ")
    if checksum != _checksum(text):
        return None
    record: dict[str, Any] = json.loads(text)
    return record


def _is_step(line: bytes) -> bool:
    return f'"{_SAVED}":'.encode() not in line[:_HEAD_BYTES]


def _checksum(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=16).hexdigest().encode()
