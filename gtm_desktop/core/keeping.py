"""Keeping: which of the program's own folders cannot be written, and what it cannot keep therefore."""

import os
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from gtm_desktop.core import disk, paths
from gtm_desktop.core.errors import UserError
from gtm_desktop.core.words import joined, tr


def what_cannot_be_kept(*, has_window: bool) -> UserError | None:
    """Try the program's own folders, and say what cannot be kept, where and why; None where all is well.

    Without a window there is no unsaved work, and there are no settings.
    """
    data = paths.user_data_folder()
    of_window = [(tr("unsaved work for recovery"), data / "recovery"), (tr("settings"), data)] if has_window else []
    named = [*of_window, (tr("backups"), data / "backups"), (tr("the log"), paths.user_log_folder())]
    refused = [(what, reason) for what, folder in named if (reason := _refusal(folder))]
    if not refused:
        return None
    return UserError(
        tr("GTM Desktop cannot keep {what}.", what=joined([what for what, _ in refused])),
        _remedy([reason for _, reason in refused]),
        code="not_kept",
    )


def _remedy(reasons: Sequence[str]) -> str:
    return tr(
        "The system says: {reasons}. Everything else works: save your plan often, and start again once the folder can "
        "be written.",
        reasons=" · ".join(dict.fromkeys(reasons)),
    )


def _refusal(folder: Path) -> str:
    """Return why a folder cannot be written, nothing if it can: by writing, for rights alone tell little."""
    trial = folder / f".{uuid.uuid4().hex}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"1")
    except OSError as error:
        return disk.refusal(error, _there(folder))
    finally:
        with suppress(OSError):
            trial.unlink(missing_ok=True)
    return ""


def _there(folder: Path) -> Path:
    """Return the part of a path that exists: that is what a planner can look at."""
    return next((each for each in (folder, *folder.parents) if os.path.lexists(each)), folder)
