"""Points as bytes: what the map page reads in one go, whatever their number."""

import numpy as np
from numpy.typing import ArrayLike

from gtm_desktop.maps.scene import MapScene

_MOST_COLOURS = 256


def point_buffer(scene: MapScene) -> bytes:
    """Return the points in one piece, little-endian.

    That is n as uint32, n latitudes, n longitudes (float32), n territories (int16), n colours, n sizes (uint8).

    Raises:
        ValueError: the scene's arrays differ in length, or it has more than 256 colours.
    """
    count = len(scene.ids)
    arrays = (scene.lat, scene.lon, scene.territory, scene.colour, scene.size)
    if any(len(array) != count for array in arrays):
        raise ValueError("every point needs a place, a territory, a colour and a size")
    if len(scene.palette) > _MOST_COLOURS:
        raise ValueError("a map has at most 256 colours")
    return b"".join(
        (
            np.uint32(count).astype("<u4").tobytes(),
            np.asarray(scene.lat).astype("<f4").tobytes(),
            np.asarray(scene.lon).astype("<f4").tobytes(),
            np.asarray(scene.territory).astype("<i2").tobytes(),
            colour_buffer(scene.colour),
            np.asarray(scene.size).astype("u1").tobytes(),
        )
    )


def colour_buffer(colour: ArrayLike) -> bytes:
    """Return n colour numbers as uint8."""
    return np.asarray(colour).astype("u1").tobytes()
