"""Backups: dated copies of every saved project in the user's data folder, thinned as they grow old."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gtm_desktop.core.files import sweep_beside, write_whole
from gtm_desktop.core.paths import user_data_folder
from gtm_desktop.project.state import EXTENSION

NEWEST_KEPT = 5
DAYS_KEPT = 7
WEEKS_KEPT = 8

_STAMP = "%Y-%m-%d %H-%M-%S"


def keep(path: Path, data: bytes, *, now: datetime | None = None) -> Path:
    """Keep a copy of what was saved to `path`, drop old ones that are too many, and return where it lies.

    Raises:
        OSError: it could not be written.
    """
    folder = _folder_of(path)
    folder.mkdir(parents=True, exist_ok=True)
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    while (copy := folder / f"{moment.strftime(_STAMP)}{EXTENSION}").exists():  # of the same second: both are kept
        moment += timedelta(seconds=1)
    write_whole(copy, data)
    copies = {when: each for each in copies_of(path) if (when := _when(each)) is not None}
    for when in copies.keys() - set(thinned(copies)):
        copies[when].unlink(missing_ok=True)
    return copy


def copies_of(path: Path) -> tuple[Path, ...]:
    """Return the copies of a project, newest first; they may be damaged."""
    folder = _folder_of(path)
    found = [each for each in folder.glob(f"*{EXTENSION}") if _when(each) is not None] if folder.is_dir() else []
    return tuple(sorted(found, reverse=True))


def saved_at(copy: Path) -> datetime:
    """Return when a copy was saved, in UTC."""
    return datetime.strptime(copy.stem, _STAMP).replace(tzinfo=UTC)


def thinned(times: Iterable[datetime]) -> tuple[datetime, ...]:
    """Return which times to keep, newest first: the newest, then one a day, then one a week.

    Of each of the last `DAYS_KEPT` days and `WEEKS_KEPT` weeks that have any, the newest stays.
    """
    ordered = sorted(set(times), reverse=True)
    kept = set(ordered[:NEWEST_KEPT])
    for periods, name in ((DAYS_KEPT, "%Y-%m-%d"), (WEEKS_KEPT, "%G-%V")):
        newest: dict[str, datetime] = {}
        for when in ordered:
            newest.setdefault(when.strftime(name), when)
        kept.update(list(newest.values())[:periods])
    return tuple(when for when in ordered if when in kept)


def sweep() -> None:
    """Delete the unfinished copies that killed programs left."""
    root = _root()
    for folder in root.iterdir() if root.is_dir() else ():
        sweep_beside(folder / EXTENSION)


def _root() -> Path:
    return user_data_folder() / "backups"


def _folder_of(path: Path) -> Path:
    whole = path.resolve()
    digest = hashlib.blake2b(str(whole).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return _root() / f"{whole.stem[:60].rstrip(' .')}-{digest}"


def _when(copy: Path) -> datetime | None:
    try:
        return saved_at(copy)
    except ValueError:
        return None
