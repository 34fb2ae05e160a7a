"""Where things lie: resources in a checkout, a wheel or a frozen bundle; the user's own folders."""

import os
import sys
from pathlib import Path

import platformdirs

APP_NAME = "GTM Desktop"
_PACKAGE = Path(__file__).resolve().parents[1]


def resources_folder() -> Path:
    """Return the folder of what is shipped beside the code."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / "resources"] if frozen else []
    candidates += [_PACKAGE / "_resources", _PACKAGE.parent / "resources"]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the program's resources are missing beside {_PACKAGE}")


def resource(name: str) -> Path:
    """Return the path of one resource, such as ``"icons/app.svg"``.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    path = resources_folder() / name
    if not path.exists():
        raise FileNotFoundError(f"the program's resource {name} is missing")
    return path


def sample_workbook(name: str) -> Path:
    """Return the path of a sample workbook, such as ``"small_clean.xlsx"``.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for folder in (resources_folder() / "sample_workbooks", resources_folder().parent / "sample_workbooks"):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"the sample workbook {name} is missing")


def whole(path: Path) -> Path:
    """Return a path with all links followed, as far as they can be: one that leads in a circle stays as it is."""
    return Path(os.path.realpath(path))


def user_data_folder() -> Path:
    """Return the user's folder for recovery records, backups and preferences; whoever writes there makes it."""
    return _of_a_user(platformdirs.user_data_path(APP_NAME, appauthor=False))


def user_log_folder() -> Path:
    """Return the user's folder for logs; whoever writes there makes it."""
    return _of_a_user(platformdirs.user_log_path(APP_NAME, appauthor=False))


def _of_a_user(folder: Path) -> Path:
    """Return a folder; where nobody has said what the user's home is, one in which nothing can be written."""
    return folder if folder.is_absolute() else Path(os.devnull) / folder.name
