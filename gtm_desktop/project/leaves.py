"""The leaves of a value: in which of them two values differ, and one value made of another by changing some.

A leaf is whatever stands at a path of field names and text keys of mappings; each of those keys is a leaf of its own,
whatever letters it is made of. A list, and a mapping with other keys, is one leaf.
"""

import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, TypeVar

from gtm_desktop.project.values import WrongValueError, from_json, to_json

T = TypeVar("T")
Path = tuple[str, ...]


@dataclass(frozen=True)
class LeafChange:
    """One leaf that another value has otherwise, or has no more.

    Attributes:
        path: field names and keys, from the outermost.
        value: what it is after, as JSON has it.
        is_gone: it is not there after, nor anything under it, as a key that was taken out of a mapping.
    """

    path: Path
    value: Any = None
    is_gone: bool = False


def leaves_of(value: Any) -> dict[Path, Any]:
    """Return a value's leaves by path, as JSON has them."""
    leaves: dict[Path, Any] = {}

    def walk(path: Path, node: Any) -> None:
        if isinstance(node, dict) and node:
            for key, each in node.items():
                walk((*path, key), each)
        else:
            leaves[path] = node

    walk((), to_json(value))
    return leaves


def changes_between(before: Mapping[Path, Any], after: Mapping[Path, Any]) -> tuple[LeafChange, ...]:
    """Return what makes the leaves `after` of the leaves `before`: first what is gone, then what is new or other.

    What is gone is named by the outermost key that is: all under it goes with it.
    """
    nodes = {path[:length] for path in after for length in range(len(path) + 1)}
    gone = dict.fromkeys(each for path in before if (each := _gone(path, after, nodes)) is not None)
    other = [LeafChange(path, each) for path, each in after.items() if path not in before or before[path] != each]
    return (*(LeafChange(path, is_gone=True) for path in gone), *other)


def with_changes(value: T, changes: Iterable[LeafChange]) -> T:
    """Return a value with some leaves changed.

    Raises:
        UnknownValueError: a path leads to what this program does not know.
        WrongValueError: a path leads nowhere, or a value does not fit.
    """
    data = to_json(value)
    for change in changes:
        _change(data, change)
    return from_json(type(value), data)


def path_text(path: Path) -> str:
    """Return a path as text: fields joined by dots, a key that is no name in brackets."""
    text = "".join(f".{each}" if each.isidentifier() else f"[{json.dumps(each)}]" for each in path)
    return text.removeprefix(".")


def _gone(path: Path, after: Mapping[Path, Any], nodes: Set[Path]) -> Path | None:
    """Return what of a leaf's path has to go before anything is put; None where its leaf, or one above it, is put."""
    for length in range(1, len(path) + 1):
        if path[:length] in after:
            return None
        if path[:length] not in nodes:
            return path[:length]
    return path


def _change(data: Any, change: LeafChange) -> None:
    node = data
    for key in change.path[:-1]:
        node = node.setdefault(key, {})
        if not isinstance(node, dict):
            raise WrongValueError(f"{path_text(change.path)} leads nowhere")
    if not change.is_gone:
        node[change.path[-1]] = change.value
    elif node.pop(change.path[-1], change) is change:
        raise WrongValueError(f"{path_text(change.path)} is not there")
