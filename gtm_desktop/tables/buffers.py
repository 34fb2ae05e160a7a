"""Columns as bytes: the one way in which a table crosses processes and lies in a project file.

Text is dictionary codes and UTF-8, numbers are little-endian with a mask of what is missing; every column has a
checksum. Nothing is ever pickled.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gtm_desktop.tables.schema import DTYPES, Kind, filled_with

_MAGIC = b"GTMCOLUMNS1\n"
_LENGTH_BYTES = 8
_CODE_TYPES = ("<i1", "<i2", "<i4")
_PROBED = 1000
"""As many texts that are all different let a column be looked at whose every text may be."""


class DamagedColumnError(ValueError):
    """Tell that stored bytes are not what was written."""


@dataclass(frozen=True)
class EncodedColumn:
    """One column as bytes.

    Attributes:
        storage: how the payload is laid out: text, integer, float, flag or day.
        rows: how many values it holds.
        payload: the values.
        checksum: 32 hexadecimal digits over storage, rows and payload.
    """

    storage: str
    rows: int
    payload: bytes
    checksum: str


def encode_column(series: "pd.Series[Any]") -> EncodedColumn:
    """Turn a column of one of the table dtypes into bytes; equal values give equal bytes.

    Raises:
        TypeError: the dtype is none of those of `tables.schema.DTYPES`.
    """
    storage = _storage_of(series.dtype)
    payload = _CODECS[storage][0](series)
    return EncodedColumn(storage, len(series), payload, _checksum(storage, len(series), payload))


def decode_column(column: EncodedColumn) -> "pd.Series[Any]":
    """Return the column that was encoded, index 0…n−1.

    Raises:
        DamagedColumnError: the bytes do not fit their checksum or cannot be what `encode_column` wrote.
    """
    if _checksum(column.storage, column.rows, column.payload) != column.checksum or column.storage not in _CODECS:
        raise DamagedColumnError("a stored column is damaged")
    try:
        return _CODECS[column.storage][1](column.payload, column.rows)
    except (ValueError, IndexError, UnicodeDecodeError) as error:
        raise DamagedColumnError("a stored column is damaged") from error


def write_frame(path: Path, frame: pd.DataFrame) -> None:
    """Write a frame of table columns to a new file; the index is not kept.

    Raises:
        TypeError: a column has none of the table dtypes.
    """
    columns = {str(name): encode_column(frame[name]) for name in frame.columns}
    directory = [[name, each.storage, each.rows, len(each.payload), each.checksum] for name, each in columns.items()]
    head = json.dumps({"rows": len(frame), "columns": directory}).encode()
    with path.open("xb") as file:
        file.write(_MAGIC + len(head).to_bytes(_LENGTH_BYTES, "little") + head)
        for each in columns.values():
            file.write(each.payload)


def read_frame(path: Path) -> pd.DataFrame:
    """Return the frame that `write_frame` wrote, columns in their order, index 0…n−1.

    Raises:
        DamagedColumnError: the file is not whole.
    """
    stored = memoryview(path.read_bytes())
    start = len(_MAGIC) + _LENGTH_BYTES
    if bytes(stored[: len(_MAGIC)]) != _MAGIC:
        raise DamagedColumnError("a stored table is damaged")
    position = start + int.from_bytes(stored[len(_MAGIC) : start], "little")
    try:
        head = json.loads(bytes(stored[start:position]))
    except ValueError as error:
        raise DamagedColumnError("a stored table is damaged") from error
    columns: dict[str, pd.Series[Any]] = {}
    for name, storage, rows, size, checksum in head["columns"]:
        payload = bytes(stored[position : position + size])
        columns[name] = decode_column(EncodedColumn(storage, rows, payload, checksum))
        position += size
    return pd.DataFrame(columns, index=pd.RangeIndex(head["rows"]))


def _storage_of(dtype: Any) -> str:
    if isinstance(dtype, pd.StringDtype):
        return "text"
    for storage, kind in (("integer", Kind.COUNT), ("float", Kind.NUMBER), ("flag", Kind.FLAG), ("day", Kind.DAY)):
        if dtype == DTYPES[kind]:
            return storage
    raise TypeError(f"no table column has the dtype {dtype}")


def _checksum(storage: str, rows: int, payload: bytes) -> str:
    digest = hashlib.blake2b(f"{storage}:{rows}:".encode(), digest_size=16)
    digest.update(payload)
    return digest.hexdigest()


def _encode_text(series: "pd.Series[Any]") -> bytes:
    codes, texts = _coded(series)
    width = next(i for i, name in enumerate(_CODE_TYPES) if len(texts) <= np.iinfo(np.dtype(name)).max)
    whole = "".join(texts)
    if whole.isascii():  # one character is one byte
        written, lengths = whole.encode("ascii"), np.fromiter(map(len, texts), dtype="<i4", count=len(texts))
    else:
        each = [text.encode("utf-8", "surrogatepass") for text in texts]
        written, lengths = b"".join(each), np.fromiter(map(len, each), dtype="<i4", count=len(each))
    head = bytes([width]) + len(texts).to_bytes(_LENGTH_BYTES, "little")
    return head + codes.astype(_CODE_TYPES[width]).tobytes() + lengths.tobytes() + written


def _coded(series: "pd.Series[Any]") -> tuple[NDArray[np.int64], list[str]]:
    """Return numbers into the distinct texts, −1 where missing, and these in the order of their first rows."""
    values = series.to_numpy(dtype=object).tolist()
    may_differ = len(set(values[:_PROBED])) == len(values[:_PROBED]) and not series.isna().any()
    if may_differ and len(set(values)) == len(values):  # ids and names: half the work of numbering them
        return np.arange(len(values), dtype=np.int64), values
    codes, distinct = pd.factorize(series)
    return codes, np.asarray(distinct, dtype=object).tolist()


def _decode_text(payload: bytes, rows: int) -> "pd.Series[Any]":
    code_type = np.dtype(_CODE_TYPES[payload[0]])
    distinct = int.from_bytes(payload[1 : 1 + _LENGTH_BYTES], "little")
    position = 1 + _LENGTH_BYTES
    codes = np.frombuffer(payload, code_type, rows, position).astype(np.int64)
    position += rows * code_type.itemsize
    lengths = np.frombuffer(payload, "<i4", distinct, position)
    written = payload[position + lengths.nbytes :]
    ends = np.cumsum(lengths, dtype=np.int64)
    texts = np.empty(distinct + 1, dtype=object)
    starts_and_ends = zip((ends - lengths).tolist(), ends.tolist(), strict=True)
    if written.isascii():
        whole = written.decode("ascii")
        texts[:-1] = [whole[start:end] for start, end in starts_and_ends]
    else:
        texts[:-1] = [written[start:end].decode("utf-8", "surrogatepass") for start, end in starts_and_ends]
    texts[-1] = pd.NA
    return filled_with(pd.NA, rows, Kind.TEXT) if not distinct else _series(texts[codes], Kind.TEXT)


def _encode_masked(series: "pd.Series[Any]", stored_as: str) -> bytes:
    missing = series.isna().to_numpy()
    values = series.to_numpy(dtype=np.dtype(stored_as), na_value=0)
    return np.packbits(missing, bitorder="little").tobytes() + values.tobytes()


def _decode_masked(payload: bytes, rows: int, stored_as: str) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    mask_bytes = (rows + 7) // 8
    packed = np.frombuffer(payload, np.uint8, mask_bytes)
    missing = np.unpackbits(packed, count=rows, bitorder="little").astype(bool)
    stored = np.dtype(stored_as)
    values = np.frombuffer(payload, stored, rows, mask_bytes)
    return values.astype(stored.newbyteorder("=")), missing


def _decode_integer(payload: bytes, rows: int) -> "pd.Series[Any]":
    return pd.Series(pd.arrays.IntegerArray(*_decode_masked(payload, rows, "<i8")))


def _decode_flag(payload: bytes, rows: int) -> "pd.Series[Any]":
    values, missing = _decode_masked(payload, rows, "|u1")
    return pd.Series(pd.arrays.BooleanArray(values.astype(bool), missing))


def _decode_float(payload: bytes, rows: int) -> "pd.Series[Any]":
    values, missing = _decode_masked(payload, rows, "<f8")
    return _series(np.where(missing, np.nan, values), Kind.NUMBER)


def _encode_day(series: "pd.Series[Any]") -> bytes:
    missing = series.isna().to_numpy()
    seconds = np.where(missing, 0, series.to_numpy().astype("datetime64[s]").astype(np.int64))
    return np.packbits(missing, bitorder="little").tobytes() + seconds.astype("<i8").tobytes()


def _decode_day(payload: bytes, rows: int) -> "pd.Series[Any]":
    seconds, missing = _decode_masked(payload, rows, "<i8")
    days = seconds.astype("datetime64[s]")
    days[missing] = np.datetime64("NaT")
    return _series(days, Kind.DAY)


def _series(values: NDArray[Any], kind: Kind) -> "pd.Series[Any]":
    column: pd.Series[Any] = pd.Series(values, dtype=DTYPES[kind])
    return column


_Encoder = Callable[["pd.Series[Any]"], bytes]
_Decoder = Callable[[bytes, int], "pd.Series[Any]"]
_CODECS: dict[str, tuple[_Encoder, _Decoder]] = {
    "text": (_encode_text, _decode_text),
    "integer": (lambda series: _encode_masked(series, "<i8"), _decode_integer),
    "float": (lambda series: _encode_masked(series, "<f8"), _decode_float),
    "flag": (lambda series: _encode_masked(series, "|u1"), _decode_flag),
    "day": (_encode_day, _decode_day),
}
