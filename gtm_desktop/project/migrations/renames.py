"""Renamed settings: a table from the old dotted path of fields to the new one, for whatever names settings by path."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Renames = Mapping[str, str]

_FIELD = re.compile(r"\.?([A-Za-z_]\w*)")
_OF_SETTINGS = "settings."


def renamed_rules(rules: Mapping[str, Any], renames: Renames) -> dict[str, Any]:
    """Return rules with each renamed one in its new place; one that is not there is left out.

    All are taken out before any is put in its new place, so that two may change places.
    """
    data = _copied(rules)
    moved = []
    for old, new in renames.items():
        *parents, name = old.split(".")
        node: Any = data
        for each in parents:
            node = node.get(each, {}) if isinstance(node, dict) else {}
        if isinstance(node, dict) and name in node:
            moved.append((new.split("."), node.pop(name)))
    for (*parents, name), value in moved:
        node = data
        for each in parents:
            node = node.setdefault(each, {})
        node[name] = value
    return data


def renamed_path(path: Sequence[str], renames: Renames) -> list[str]:
    """Return the new path of a leaf that lies at `path`, or under what was renamed."""
    for length in range(len(path), 0, -1):
        if (new := renames.get(".".join(path[:length]))) is not None:
            return [*new.split("."), *path[length:]]
    return list(path)


def renamed_part(part: str, renames: Renames) -> str:
    """Return the new name of a part that the journal names, such as ``settings.size.a_above``; others stay."""
    if not part.startswith(_OF_SETTINGS):
        return part
    text = part.removeprefix(_OF_SETTINGS)
    fields, at = [], 0
    while match := _FIELD.match(text, at):
        fields.append(match.group(1))
        at = match.end()
    return _OF_SETTINGS + ".".join(renamed_path(fields, renames)) + text[at:]


def _copied(node: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _copied(each) if isinstance(each, Mapping) else each for key, each in node.items()}
