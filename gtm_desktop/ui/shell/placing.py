"""Where the window goes: inside the work area of a screen, with its frame, whatever was remembered."""

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QRect, QSize

FIRST_SIZE = QSize(1440, 900)
FRAME = QMargins(8, 40, 8, 8)
"""Room for the frame and the title, which nobody knows before the window is shown; Windows 11 needs 8, 31, 8, 8."""

_LEAST_SEEN = QSize(160, 80)
"""What must be on a screen of a remembered place: enough to take the window and drag it."""


def fitting_place(wanted: QRect | None, areas: Sequence[QRect]) -> QRect:
    """Return where the window goes, without its frame.

    Args:
        wanted: the remembered place, without frame; None at the first start.
        areas: the work areas of the screens, the first screen's first; at least one.

    Returns:
        the remembered place, moved and made smaller until it fits the screen that shows most of it; on the first
        screen, at the first size, where there is none or no screen shows enough of it.
    """
    home = areas[0] if wanted is None else max(areas, key=lambda area: _size_of(area.intersected(wanted)))
    seen = QRect() if wanted is None else home.intersected(wanted)
    if wanted is None or seen.width() < _LEAST_SEEN.width() or seen.height() < _LEAST_SEEN.height():
        room = areas[0].marginsRemoved(FRAME)
        place = QRect(room.topLeft(), FIRST_SIZE.boundedTo(room.size()))
        place.moveCenter(room.center())
        return place
    room = home.marginsRemoved(FRAME)
    place = QRect(wanted.topLeft(), wanted.size().boundedTo(room.size()))
    place.moveLeft(min(max(place.left(), room.left()), room.right() + 1 - place.width()))
    place.moveTop(min(max(place.top(), room.top()), room.bottom() + 1 - place.height()))
    return place


def _size_of(area: QRect) -> int:
    return 0 if area.isEmpty() else area.width() * area.height()
