"""What the window remembers between starts: its place, colours, type size and the plans opened last."""

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings

from gtm_desktop.core import paths
from gtm_desktop.ui.theme import Mode, TypeSize

MOST_RECENT = 8


@dataclass(frozen=True)
class RecentPlan:
    """A plan opened before: its file, name, and where it lies."""

    path: str
    name: str
    folder: str


class Remembered(QObject):
    """Kept in one small file in the user's data folder; a missing or damaged file means presets."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        file = paths.user_data_folder() / "window.ini"
        self._settings = QSettings(str(file), QSettings.Format.IniFormat, self)

    @property
    def geometry(self) -> QByteArray:
        """The window's place and size; empty at the first start."""
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        """Remember the window's place and size."""
        self._settings.setValue("geometry", geometry)

    @property
    def mode(self) -> Mode:
        """Light, dark or as the system is."""
        value = str(self._settings.value("mode", Mode.SYSTEM))
        return Mode(value) if value in list(Mode) else Mode.SYSTEM

    def keep_mode(self, mode: Mode) -> None:
        """Remember the colours."""
        self._settings.setValue("mode", str(mode))

    @property
    def type_size(self) -> TypeSize:
        """For a desk or for a projector."""
        value = str(self._settings.value("type_size", TypeSize.DESK))
        return TypeSize(value) if value in list(TypeSize) else TypeSize.DESK

    def keep_type_size(self, size: TypeSize) -> None:
        """Remember the type size."""
        self._settings.setValue("type_size", str(size))

    @property
    def recent(self) -> tuple[RecentPlan, ...]:
        """The plans opened last that still exist, the latest first."""
        found = [Path(text) for text in self._recent_paths()]
        return tuple(RecentPlan(str(path), path.stem, str(path.parent)) for path in found if os.path.isfile(path))  # noqa: PTH113 - a drive that is not ready is no error

    def keep_recent(self, path: Path) -> None:
        """Remember that a plan was opened or saved."""
        text = str(paths.whole(path))
        others = [other for other in self._recent_paths() if other != text]
        self._settings.setValue("recent", [text, *others][:MOST_RECENT])

    def _recent_paths(self) -> list[str]:
        value = self._settings.value("recent", [])
        if isinstance(value, list):
            return [str(each) for each in value]
        return [value] if isinstance(value, str) and value else []
