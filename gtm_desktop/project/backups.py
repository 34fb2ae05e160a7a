"""Backups: numbered copies of every saved project in the user's data folder, thinned as they grow old.

Their order is that of their numbers, each one higher than the last: a clock that was wrong for a while gives a copy an
odd date and nothing else. Copies of earlier versions of the program have a date only; they come before all others.
"""

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from gtm_desktop.core.files import sweep_beside, write_whole
from gtm_desktop.core.paths import user_data_folder, whole
from gtm_desktop.project.soundness import fault_of
from gtm_desktop.project.state import EXTENSION

NEWEST_KEPT = 5
DAYS_KEPT = 12
WEEKS_KEPT = 10
MONTHS_KEPT = 9

_STAMP = "%Y-%m-%d %H-%M-%S"
_NAME = re.compile(r"(?:(\d{6,}) )?(\d{4}-\d\d-\d\d \d\d-\d\d-\d\d)")
_OF = "of.txt"
"""In each folder: the file whose copies lie there."""


def keep(path: Path, data: bytes, *, now: datetime | None = None) -> Path:
    """Keep a copy of what was saved to `path`, drop old ones that are too many, and return where it lies.

    Raises:
        OSError: it could not be written.
    """
    folder = _folder_of(path)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / _OF).exists():
        write_whole(folder / _OF, str(whole(path)).encode("utf-8", "surrogatepass"))
    stamp = (now or datetime.now(UTC)).astimezone(UTC).strftime(_STAMP)
    number = max(map(_counter, copies_of(path)), default=0)
    while True:
        number += 1
        copy = folder / f"{number:06d} {stamp}{EXTENSION}"
        with suppress(FileExistsError):  # another window has just kept one
            write_whole(copy, data, may_replace=lambda copy=copy: _refuse_if_there(copy))  # type: ignore[misc]
            break
    _thin(copies_of(path))
    return copy


def copies_of(path: Path) -> tuple[Path, ...]:
    """Return the copies of a project, newest first; they may be damaged."""
    return _copies_in(_folder_of(path))


def projects() -> tuple[tuple[Path, tuple[Path, ...]], ...]:
    """Return every project that has copies, by its file, with its copies, newest first; the last saved one comes first.

    Where an earlier version of the program kept the copies, the file's folder is not known and only its name is given.
    """
    found = [(_project_of(folder), copies) for folder in _folders() if (copies := _copies_in(folder))]
    return tuple(sorted(found, key=lambda each: (saved_at(each[1][0]), str(each[0])), reverse=True))


def saved_at(copy: Path) -> datetime:
    """Return when a copy was saved, in UTC, by the clock of that moment."""
    return datetime.strptime(_parts(copy)[1], _STAMP).replace(tzinfo=UTC)


def number_of(copy: Path) -> int:
    """Return the number by which a copy is called: its counter; the digits of its date where it has none."""
    return _counter(copy) or int(re.sub(r"\D", "", copy.stem))


def thinned(times: Sequence[datetime]) -> tuple[int, ...]:
    """Return which copies to keep, by position: the newest, then one a day, one a week and one a month.

    Of each of the last `DAYS_KEPT` days, `WEEKS_KEPT` weeks and `MONTHS_KEPT` months that have any, the newest stays.

    Args:
        times: when they were saved, the newest copy first, whatever the clock said then.
    """
    kept = set(range(min(NEWEST_KEPT, len(times))))
    for periods, name in ((DAYS_KEPT, "%Y-%m-%d"), (WEEKS_KEPT, "%G-%V"), (MONTHS_KEPT, "%Y-%m")):
        newest: dict[str, int] = {}
        for position, when in enumerate(times):
            newest.setdefault(when.strftime(name), position)
        kept.update(list(newest.values())[:periods])
    return tuple(sorted(kept))


def _thin(copies: Sequence[Path]) -> None:
    """Delete the copies that are too many, unless none of those that stay can be opened."""
    kept = [copies[position] for position in thinned([saved_at(copy) for copy in copies])]
    surplus = set(copies) - set(kept)
    if surplus and any(map(_opens, kept)):
        for copy in surplus:
            copy.unlink(missing_ok=True)


def _opens(copy: Path) -> bool:
    try:
        return not fault_of(copy.read_bytes())
    except OSError:
        return False


def _copies_in(folder: Path) -> tuple[Path, ...]:
    try:
        found = [each for each in folder.iterdir() if each.suffix == EXTENSION and _is_copy(each)]
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda copy: (_counter(copy), copy.name), reverse=True))


def _refuse_if_there(copy: Path) -> None:
    if copy.exists():
        raise FileExistsError(copy.name)


def sweep() -> None:
    """Delete the unfinished copies that killed programs left."""
    for folder in _folders():
        sweep_beside(folder / EXTENSION)


def _folders() -> list[Path]:
    try:
        return list(_root().iterdir())
    except OSError:
        return []


def _root() -> Path:
    return user_data_folder() / "backups"


def _folder_of(path: Path) -> Path:
    file = whole(path)
    digest = hashlib.blake2b(str(file).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return _root() / f"{file.stem[:60].rstrip(' .')}-{digest}"


def _project_of(folder: Path) -> Path:
    try:
        return Path((folder / _OF).read_bytes().decode("utf-8", "surrogatepass"))
    except (OSError, ValueError):
        return Path(folder.name.rpartition("-")[0] + EXTENSION)


def _is_copy(path: Path) -> bool:
    if _NAME.fullmatch(path.stem) is None:
        return False
    try:
        saved_at(path)
    except ValueError:
        return False
    return True


def _parts(copy: Path) -> tuple[str, str]:
    found = _NAME.fullmatch(copy.stem)
    if found is None:
        raise ValueError(f"{copy.name} is no backup")
    return found[1] or "0", found[2]


def _counter(copy: Path) -> int:
    return int(_parts(copy)[0])
