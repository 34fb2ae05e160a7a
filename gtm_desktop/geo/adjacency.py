"""Which territories share a border, and colours that keep neighbours apart."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

PALETTE_SIZE = 12
_DECIMALS = 6


def adjacent_pairs(shapes: Mapping[int, Any]) -> list[tuple[int, int]]:
    """Return the pairs of labels whose shapes share a piece of border, the lower first, sorted.

    Shapes that meet in one point only, or across water, are not adjacent. Two borders are one where their corners agree
    to a millionth of a degree (10 cm), as they do in the answer of `territory_shapes`.
    """
    if not shapes:
        return []
    labels = np.array(sorted(shapes), dtype=np.int64)
    parts, owner = shapely.get_parts(np.array([shapes[int(label)] for label in labels]), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    _, corner = np.unique(np.round(points, _DECIMALS), axis=0, return_inverse=True)
    corner = corner.ravel()
    inside = (ring[1:] == ring[:-1]) & (corner[1:] != corner[:-1])
    sides = np.sort(np.column_stack([corner[:-1], corner[1:]])[inside], axis=1)
    whose = owner[part[ring[1:][inside]]]
    order = np.lexsort((whose, sides[:, 1], sides[:, 0]))
    sides, whose = sides[order], whose[order]
    shared = (sides[1:] == sides[:-1]).all(axis=1) & (whose[1:] != whose[:-1])
    pairs = np.unique(np.column_stack([whose[:-1], whose[1:]])[shared], axis=0)
    return [(int(labels[a]), int(labels[b])) for a, b in pairs]


def colour_numbers(
    adjacency: Iterable[tuple[int, int]], count: int, *, palette_size: int = PALETTE_SIZE
) -> NDArray[np.int64]:
    """Return a colour number from 0 for each of `count` territories, so that neighbours differ.

    The territory with most colours around it is coloured next (then most neighbours, then the lowest number) and takes
    the free colour used least so far (the lowest on a tie): the same answer each time. Where more territories border on
    each other than there are colours, the colour that fewest neighbours have is taken.

    Source: D. Brélaz, "New methods to color the vertices of a graph", Communications of the ACM 22 (1979), DSATUR.
    """
    borders = np.zeros((count, count), dtype=bool)
    for a, b in adjacency:
        borders[a, b] = borders[b, a] = a != b
    colours = np.full(count, -1, dtype=np.int64)
    around = np.zeros((count, palette_size), dtype=np.int64)
    degree = borders.sum(axis=1)
    used = np.zeros(palette_size, dtype=np.int64)
    for _ in range(count):
        saturation = np.where(colours < 0, (around > 0).sum(axis=1), -1)
        chosen = int(np.lexsort((np.arange(count), -degree, -saturation))[0])
        colour = int(np.lexsort((np.arange(palette_size), used, around[chosen]))[0])
        colours[chosen] = colour
        used[colour] += 1
        around[borders[chosen], colour] += 1
    return colours
