"""Preferences: what the program remembers of this person on this computer. Losing them loses no work."""

import json
import logging
from dataclasses import dataclass, fields, replace
from pathlib import Path

from gtm_desktop.core.files import write_whole
from gtm_desktop.core.paths import user_data_folder
from gtm_desktop.project.values import WrongValueError, members_from_json, to_json

RECENT_KEPT = 10

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Preferences:
    """What is remembered.

    Attributes:
        recent: projects opened or saved last, the latest first.
        theme: ``system``, ``light`` or ``dark``.
        people: ``full`` or ``workshop``.
        window: the window's place and size as the toolkit writes it, in base 64; empty before the first close.
        folder: the folder chosen last; empty before the first choice.
    """

    recent: tuple[str, ...] = ()
    theme: str = "system"
    people: str = "full"
    window: str = ""
    folder: str = ""


def load_preferences(path: Path | None = None) -> Preferences:
    """Return what is remembered; whatever cannot be read takes its preset."""
    path = path or preferences_file()
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError) as error:
        _logger.warning("preferences could not be read: %s", type(error).__name__)
        return Preferences()
    kept = Preferences()
    for name in (each.name for each in fields(Preferences)):
        if isinstance(data, dict) and name in data:
            try:
                kept = replace(kept, **members_from_json(Preferences, {name: data[name]}))
            except WrongValueError as error:
                _logger.warning("a preference could not be read: %s", error)
    return kept


def save_preferences(preferences: Preferences, path: Path | None = None) -> None:
    """Remember them; where the disk refuses, the log says so and nothing else happens."""
    try:
        write_whole(path or preferences_file(), json.dumps(to_json(preferences), indent=1).encode())
    except OSError as error:
        _logger.warning("preferences could not be saved: %s", error.strerror)


def preferences_file() -> Path:
    """Return where they lie."""
    return user_data_folder() / "preferences.json"


def with_recent(preferences: Preferences, path: Path) -> Preferences:
    """Return preferences in which this project is the latest."""
    latest = str(path.resolve())
    others = tuple(each for each in preferences.recent if each != latest)
    return replace(preferences, recent=(latest, *others)[:RECENT_KEPT])


def without_recent(preferences: Preferences, path: Path) -> Preferences:
    """Return preferences without this project, because it is gone."""
    gone = {str(path), str(path.resolve())}
    return replace(preferences, recent=tuple(each for each in preferences.recent if each not in gone))
