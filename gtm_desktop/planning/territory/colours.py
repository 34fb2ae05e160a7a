"""Which colour each territory is drawn in: those close to each other look as different as can be."""

from functools import lru_cache

import numpy as np

from gtm_desktop.core.tokens import design_tokens
from gtm_desktop.geo.distance import to_plane
from gtm_desktop.planning.rows import Floats, Ints

_SAME = 0.05
"""Added to how different two colours are: one colour twice weighs as much as twenty pairs of opposite ones."""
_MOST_SWAPS = 400


def territory_colours(lat: Floats, lon: Floats) -> Ints:
    """Return p colour numbers; none is used twice before all are used once, and close territories look different.

    Args:
        lat: p latitudes of the centres in degrees, NaN where there is none.
        lon: p longitudes.

    Each territory in turn takes, of the colours used least so far, the one least like those around it, the lowest
    number on a tie. Then the two whose exchange helps most exchange theirs, until no exchange helps. Nearness falls
    with the square of the distance. Without a centre a territory is near to none.
    """
    return np.array(_coloured(tuple(lat.tolist()), tuple(lon.tolist())), dtype=np.int64)


@lru_cache(maxsize=32)
def _coloured(lat: tuple[float, ...], lon: tuple[float, ...]) -> tuple[int, ...]:
    near, alike = _nearness(np.array(lat), np.array(lon)), _alikeness(design_tokens().territory)
    colour = np.full(len(lat), -1, dtype=np.int64)
    used = np.zeros(len(alike), dtype=np.int64)
    for at in range(len(lat)):
        cost = near[at, :at] @ alike[colour[:at]]
        cost[used > used.min()] = np.inf
        colour[at] = int(cost.argmin())
        used[colour[at]] += 1
    return tuple(_exchanged(colour, near, alike).tolist())


def _exchanged(colour: Ints, near: Floats, alike: Floats) -> Ints:
    """Exchange colours two by two, the best pair first, until no exchange makes close territories less alike."""
    rows = np.arange(len(colour))
    for _ in range(_MOST_SWAPS if len(colour) else 0):
        cost = near @ alike[colour]
        other = cost[:, colour]
        own = cost[rows, colour]
        same = alike[colour, colour]
        between = near * (2 * alike[np.ix_(colour, colour)] - same[:, None] - same[None, :])
        gain = own[:, None] + own[None, :] - other - other.T - between
        one, two = np.unravel_index(int(gain.argmax()), gain.shape)
        if gain[one, two] <= 1e-9:
            break
        colour[[one, two]] = colour[[two, one]]
    return colour


def _nearness(lat: Floats, lon: Floats) -> Floats:
    """Return p × p weights from 0 to 1; at the usual distance of the nearest centre it is a half, to itself 0."""
    number = len(lat)
    known = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    near = np.zeros((number, number))
    if len(known) < 2:
        return near
    x, y = to_plane(lat[known], lon[known])
    apart = np.hypot(x[:, None] - x, y[:, None] - y)
    np.fill_diagonal(apart, np.inf)
    usual = max(float(np.median(apart.min(axis=1))), 1.0)
    near[np.ix_(known, known)] = 1 / (1 + (apart / usual) ** 2)
    return near


def _alikeness(wheel: tuple[str, ...]) -> Floats:
    """Return c × c weights, large for colours hard to tell apart, by RGB distance weighted by how red the pair is."""
    rgb = np.array([[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in wheel], dtype=np.float64)
    red = (rgb[:, None, 0] + rgb[None, :, 0]) / 2 / 256
    square = (rgb[:, None] - rgb[None]) ** 2
    apart = np.sqrt((2 + red) * square[..., 0] + 4 * square[..., 1] + (3 - red) * square[..., 2])
    weights: Floats = 1 / (_SAME + apart / apart.max())
    return weights
