"""What a planner decided about a file, remembered for the next one with the same headers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gtm_desktop.core import paths
from gtm_desktop.core.fingerprints import fingerprint
from gtm_desktop.workbook.synonyms import plain

_FILE = "mappings.json"
_VERSION = 1
_MOST = 200


@dataclass(frozen=True)
class Remembered:
    """Decisions about one shape of list.

    Attributes:
        fields: table column by plain header; an empty text keeps the column as an extra one.
        answers: an option's code by the key of a question.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)

    def fields_by_letter(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return table column by letter for headers by letter; a header that stands twice is passed over."""
        by_plain: dict[str, list[str]] = {}
        for letter, header in headers.items():
            by_plain.setdefault(plain(header), []).append(letter)
        return {by_plain[text][0]: meaning for text, meaning in self.fields.items() if len(by_plain.get(text, ())) == 1}


def header_fingerprint(headers: Sequence[str]) -> str:
    """Return what lists with the same headers have in common, whatever the order, case and signs of their headers."""
    return fingerprint(sorted(filter(None, map(plain, headers))))


def recall(headers: Sequence[str], *, folder: Path | None = None) -> Remembered | None:
    """Return what was decided about a list with these headers; None where nothing is known.

    Args:
        headers: of all columns.
        folder: where decisions are kept; None is the user's data folder.
    """
    kept = _read(_path(folder)).get(header_fingerprint(headers))
    return None if kept is None else Remembered(kept["fields"], kept["answers"])


def remember(headers: Sequence[str], decisions: Remembered, *, folder: Path | None = None) -> None:
    """Keep what was decided about a list with these headers, in place of what was known; the oldest of many goes.

    Raises:
        OSError: it cannot be written.
    """
    path = _path(folder)
    kept = _read(path)
    key = header_fingerprint(headers)
    kept.pop(key, None)
    kept[key] = {"fields": dict(decisions.fields), "answers": dict(decisions.answers)}
    for oldest in list(kept)[:-_MOST]:
        del kept[oldest]
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps({"version": _VERSION, "lists": kept}, indent=1, ensure_ascii=False), encoding="utf-8")
    new.replace(path)


def _path(folder: Path | None) -> Path:
    return (folder or paths.user_data_folder()) / _FILE


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """Return what is kept; nothing where the file is missing, damaged or of another version."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        return {}
    lists = content.get("lists")
    if not isinstance(lists, dict):
        return {}
    return {key: kept for key, kept in lists.items() if _is_kept(kept)}


def _is_kept(kept: Any) -> bool:
    if not isinstance(kept, dict):
        return False
    parts = kept.get("fields"), kept.get("answers")
    return all(isinstance(part, dict) and all(isinstance(text, str) for text in part.values()) for part in parts)
