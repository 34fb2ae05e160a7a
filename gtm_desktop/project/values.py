"""Frozen dataclasses as JSON and back, strictly: a key too many or too few, or a value of another kind, is refused.

Dates are ISO texts, enums their values, a mapping with text keys is an object; one with tuple keys is a list of
``[[key, …], value]``, sorted by key, and an empty object if it is empty. Rows that differ by kind are a union of
dataclasses, each with a field ``kind: Literal["its kind"]``, by which the row is read.

No key takes a preset: what an older format lacks is given by its migration, so that a preset can change and no old
plan with it.
"""

import dataclasses
import types
import typing
from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union

T = TypeVar("T")


_KIND = "kind"


class WrongValueError(ValueError):
    """Tell where a value is not what it must be."""


class UnknownValueError(WrongValueError):
    """Tell of a key, a kind or a code that this program does not know: whoever wrote it knows more."""


def to_json(value: Any) -> Any:
    """Return a value as what `json.dumps` takes; equal values give equal texts.

    Raises:
        TypeError: for a value of any other kind than those named above.
    """
    if value is None or isinstance(value, bool | int | float | str | Enum):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_json(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return _mapping_to_json(value)
    if isinstance(value, tuple | list | frozenset):
        items = [to_json(item) for item in value]
        return sorted(items) if isinstance(value, frozenset) else items
    raise TypeError(f"no JSON for {type(value).__name__}")


def from_json(kind: type[T], data: Any) -> T:
    """Return the value of this kind that `to_json` gave.

    Raises:
        UnknownValueError: a key, a kind or a code is unknown.
        WrongValueError: a key is missing, or a value is of another kind.
    """
    value: T = _read(kind, data, kind.__name__)
    return value


def members_from_json(kind: Any, data: Mapping[str, Any], *, besides: Collection[str] = ()) -> dict[str, Any]:
    """Return the values of the fields of a dataclass by name, without those of `besides`, which are kept elsewhere.

    Raises:
        UnknownValueError: a name is unknown.
        WrongValueError: a name is missing, or a value is of another kind.
    """
    known = {name: each for name, each in _members(kind).items() if name not in besides}
    if unknown := sorted(set(data) - set(known)):
        raise UnknownValueError(f"{kind.__name__}: unknown {', '.join(unknown)}")
    if missing := sorted(set(known) - set(data)):
        raise WrongValueError(f"{kind.__name__}: missing {', '.join(missing)}")
    return {name: _read(known[name], value, f"{kind.__name__}.{name}") for name, value in data.items()}


def _mapping_to_json(value: Mapping[Any, Any]) -> Any:
    if any(isinstance(key, tuple) for key in value):
        return [[list(key), to_json(item)] for key, item in sorted(value.items())]
    return {str(key): to_json(item) for key, item in sorted(value.items())}


def _read(kind: Any, data: Any, where: str) -> Any:
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(kind, data, where)
    if origin is Literal:
        return _read_literal(kind, data, where)
    if origin is tuple:
        return _read_tuple(kind, data, where)
    if origin is frozenset:
        return frozenset(_read(typing.get_args(kind)[0], item, where) for item in _a(list, data, where))
    if origin is not None and issubclass(origin, Mapping):
        return _read_mapping(kind, data, where)
    return _read_dataclass(kind, data, where) if dataclasses.is_dataclass(kind) else _read_scalar(kind, data, where)


def _read_union(kind: Any, data: Any, where: str) -> Any:
    kinds = [each for each in typing.get_args(kind) if each is not type(None)]
    if data is None:
        return _a(type(None) if type(None) in typing.get_args(kind) else dict, data, where)
    if len(kinds) == 1:
        return _read(kinds[0], data, where)
    code = _a(dict, data, where).get(_KIND)
    for each in kinds:
        if code in typing.get_args(_members(each)[_KIND]):
            return _read(each, data, where)
    raise UnknownValueError(f"{where}: no {_KIND} {code!r}")


def _read_literal(kind: Any, data: Any, where: str) -> Any:
    if data not in typing.get_args(kind):
        raise UnknownValueError(f"{where}: {data!r} is not known")
    return data


def _read_tuple(kind: Any, data: Any, where: str) -> tuple[Any, ...]:
    kinds = typing.get_args(kind)
    items = _a(list, data, where)
    if len(kinds) == 2 and kinds[1] is ...:
        return tuple(_read(kinds[0], item, f"{where}[{i}]") for i, item in enumerate(items))
    if len(items) != len(kinds):
        raise WrongValueError(f"{where}: {len(kinds)} values expected, {len(items)} found")
    return tuple(_read(each, item, f"{where}[{i}]") for i, (each, item) in enumerate(zip(kinds, items, strict=True)))


def _read_mapping(kind: Any, data: Any, where: str) -> dict[Any, Any]:
    key_kind, value_kind = typing.get_args(kind)
    if typing.get_origin(key_kind) is tuple and data != {}:
        pairs = [_read_tuple(tuple[Any, Any], pair, where) for pair in _a(list, data, where)]
        return {_read_tuple(key_kind, key, where): _read(value_kind, item, f"{where}{key}") for key, item in pairs}
    items = _a(dict, data, where).items()
    return {_read(key_kind, key, where): _read(value_kind, item, f"{where}.{key}") for key, item in items}


def _read_dataclass(kind: Any, data: Any, where: str) -> Any:
    return kind(**members_from_json(kind, _a(dict, data, where)))


def _read_scalar(kind: Any, data: Any, where: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        if data not in [each.value for each in kind]:
            raise UnknownValueError(f"{where}: {data!r} is not known")
        return kind(data)
    if kind in (date, datetime):
        try:
            return kind.fromisoformat(_a(str, data, where))
        except ValueError as error:
            raise WrongValueError(f"{where}: {data!r} is not possible") from error
    if kind is float and type(data) is int:
        return float(data)
    return data if kind is Any else _a(kind, data, where)


def _a(kind: type, data: Any, where: str) -> Any:
    if type(data) is not kind:
        raise WrongValueError(f"{where}: {kind.__name__} expected, {type(data).__name__} found")
    return data


@cache
def _members(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {each.name: hints[each.name] for each in dataclasses.fields(kind)}
