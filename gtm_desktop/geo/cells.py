"""Cells of territories: accounts snapped to a grid, the Voronoi diagram of its sites, and which cells go together."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Voronoi

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

GRID_KM = 1.0
"""Accounts of one square of this size are one site, of the label that weighs most there."""
MOST_SITES = 12_000
"""More sites than this are snapped to a coarser grid: nobody sees the difference, and everybody waits for it."""
ENCLAVE_SITES, ENCLAVE_SHARE, ENCLAVE_PASSES = 3, 0.03, 3
"""A piece of so few sites and of less than this share of its label's weight is drawn as its surroundings."""
OUTSIDE = -1
"""The label of the four sites far away that close the diagram."""
_FAR = 8.0


@dataclass(frozen=True)
class Sites:
    """n sites in km: where, whose, how heavy, labels from 0."""

    x: Floats
    y: Floats
    label: Integers
    weight: Floats


@dataclass(frozen=True)
class Cells:
    """The Voronoi diagram of n sites and of four far away, which are the last and have label OUTSIDE.

    Attributes:
        points: (n + 4) × 2 km.
        label: n + 4 labels.
        weight: n + 4 weights, 0 for the far ones.
        vertices: v × 2 km.
        ridge_sites: r × 2 sites that share a ridge.
        ridge_ends: r × 2 vertices, -1 where a ridge runs to infinity.
    """

    points: Floats
    label: Integers
    weight: Floats
    vertices: Floats
    ridge_sites: Integers
    ridge_ends: Integers


def snapped_sites(x_km: Floats, y_km: Floats, *, label: Integers, weight: Floats) -> Sites:
    """Return one site a grid square that holds accounts: the label that weighs most there, at its weighted middle.

    Of two labels of one weight the lower wins. Empty input gives no site. The grid is doubled until at most
    `MOST_SITES` are left.
    """
    grid = GRID_KM
    sites = _snapped(x_km, y_km, label=label, weight=weight, grid=grid)
    while len(sites.x) > MOST_SITES:
        grid *= 2
        sites = _snapped(x_km, y_km, label=label, weight=weight, grid=grid)
    return sites


def voronoi_cells(sites: Sites) -> Cells:
    """Return the diagram of at least one site; the four sites far away bound every cell that matters."""
    middle_x, middle_y = (sites.x.min() + sites.x.max()) / 2, (sites.y.min() + sites.y.max()) / 2
    far = _FAR * max(float(np.ptp(sites.x)), float(np.ptp(sites.y)), 1_000.0)
    corners = [
        (middle_x - far, middle_y),
        (middle_x + far, middle_y),
        (middle_x, middle_y - far),
        (middle_x, middle_y + far),
    ]
    points = np.vstack([np.column_stack([sites.x, sites.y]), corners])
    diagram = Voronoi(points)
    return Cells(
        points=points,
        label=np.r_[sites.label, [OUTSIDE] * 4],
        weight=np.r_[sites.weight, [0.0] * 4],
        vertices=diagram.vertices,
        ridge_sites=np.asarray(diagram.ridge_points, dtype=np.int64),
        ridge_ends=np.asarray(diagram.ridge_vertices, dtype=np.int64),
    )


def without_enclaves(cells: Cells) -> Cells:
    """Return the cells with small pieces given to the label that they share most ridges with (the lower on a tie).

    For drawing only. A label's heaviest piece always stays, so no label that has a cell disappears.
    """
    for _ in range(ENCLAVE_PASSES):
        piece = _pieces(cells)
        small = _small_pieces(cells, piece)
        ends = np.vstack([cells.ridge_sites, cells.ridge_sites[:, ::-1]])
        ends = ends[small[piece[ends[:, 0]]] & ~small[piece[ends[:, 1]]] & (cells.label[ends[:, 1]] != OUTSIDE)]
        if not len(ends):
            return cells
        pairs, ridges = np.unique(
            np.column_stack([piece[ends[:, 0]], cells.label[ends[:, 1]]]), axis=0, return_counts=True
        )
        order = np.lexsort((pairs[:, 1], -ridges, pairs[:, 0]))
        pieces, first = np.unique(pairs[order, 0], return_index=True)
        new = np.full(len(small), OUTSIDE)
        new[pieces] = pairs[order[first], 1]
        cells = replace(cells, label=np.where(new[piece] != OUTSIDE, new[piece], cells.label))
    return cells


def _snapped(x_km: Floats, y_km: Floats, *, label: Integers, weight: Floats, grid: float) -> Sites:
    column, row = np.floor(x_km / grid).astype(np.int64), np.floor(y_km / grid).astype(np.int64)
    square = column * 1_000_003 + row
    labels = int(label.max(initial=0)) + 1
    _, number = np.unique(square, return_inverse=True)
    keys, inverse = np.unique(number * labels + label, return_inverse=True)
    total: Floats = np.bincount(inverse, weight).astype(np.float64)
    x, y = np.bincount(inverse, weight * x_km) / total, np.bincount(inverse, weight * y_km) / total
    order = np.lexsort((keys % labels, -total, keys // labels))
    _, first = np.unique(keys[order] // labels, return_index=True)
    chosen = order[first]
    return Sites(x[chosen], y[chosen], keys[chosen] % labels, total[chosen])


def _pieces(cells: Cells) -> Integers:
    """Return the number of each site's piece: sites of one label that hang together."""
    ends = cells.ridge_sites[cells.label[cells.ridge_sites[:, 0]] == cells.label[cells.ridge_sites[:, 1]]]
    size = len(cells.points)
    graph = coo_array((np.ones(len(ends), dtype=np.int8), (ends[:, 0], ends[:, 1])), shape=(size, size))
    piece: Integers = connected_components(graph, directed=False)[1].astype(np.int64)
    return piece


def _small_pieces(cells: Cells, piece: Integers) -> NDArray[np.bool_]:
    """Return which pieces are enclaves: few sites, light, and not their label's heaviest."""
    real = cells.label != OUTSIDE
    sites, weight = np.bincount(piece), np.bincount(piece, cells.weight)
    label = np.full(len(sites), OUTSIDE)
    label[piece] = cells.label
    total = np.bincount(cells.label[real], cells.weight[real])
    share = np.where(label == OUTSIDE, 1.0, weight / total[np.maximum(label, 0)])
    small: NDArray[np.bool_] = (sites <= ENCLAVE_SITES) & (share < ENCLAVE_SHARE)
    order = np.lexsort((np.arange(len(sites)), -weight, label))
    _, heaviest = np.unique(label[order], return_index=True)
    small[order[heaviest]] = False
    return small
