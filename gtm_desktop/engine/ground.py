"""Which accounts are neighbours on the ground, and which parts of a territory lie apart from the rest of it.

Neighbours are joined by the edges of a Delaunay triangulation of the distinct places, without edges much longer than
is usual around them and without edges across lines that the planner forbids.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay

from gtm_desktop.engine.problem import NONE, Flags, Floats, Ints

_SAME_PLACE_KM = 1e-3
_FLAT = 1e-9
_LONG = 3.0
_CHUNK = 4_000_000


@dataclass(frozen=True)
class Ground:
    """Which of n accounts are neighbours.

    Attributes:
        accounts: their number, n.
        pairs: e × 2 account numbers.
        crosses: e flags: a forbidden line lies between them, so that they do not count as neighbours.
    """

    accounts: int
    pairs: Ints
    crosses: Flags

    @property
    def open_pairs(self) -> Ints:
        """The pairs with no line between them."""
        return self.pairs[~self.crosses]


@dataclass(frozen=True)
class Pieces:
    """The parts of territories that hang together.

    Attributes:
        of_account: n piece numbers.
        territory: q territory numbers, one a piece.
        is_main: q flags: the largest piece of its territory, the first of equals.
    """

    of_account: Ints
    territory: Ints
    is_main: Flags


def ground_of(xy: Floats, lines: Sequence[Floats] = (), *, unit: Ints | None = None) -> Ground:
    """Find out which accounts are neighbours.

    Args:
        xy: n × 2 km on a plane.
        lines: forbidden lines, each m × 2 km of m ≥ 2 points on the same plane.
        unit: n unit numbers or -1: accounts of one unit hang together, whatever lies between them; None: no units.

    Returns:
        The neighbours. Accounts at one place are chained. Edges over three times the usual length at both their ends
        are left out, so that a bay or a desert is no bridge, while a lonely place keeps its own neighbours.
    """
    number = len(xy)
    keys = np.rint(xy / _SAME_PLACE_KM).astype(np.int64)
    _, first, place = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    place = place.reshape(-1)
    order = np.lexsort((np.arange(number), place))
    same = place[order[:-1]] == place[order[1:]]
    chains = np.column_stack([order[:-1][same], order[1:][same]])
    edges = _without_long(xy[first], _triangles(xy[first]))
    pairs = np.concatenate([chains, first[edges]]).astype(np.int64)
    crosses = _crossing(xy, pairs, lines)
    if unit is None:
        return Ground(number, pairs, crosses)
    within = _unit_chains(unit)
    return Ground(number, np.concatenate([pairs, within]), np.append(crosses, np.zeros(len(within), dtype=np.bool_)))


def _unit_chains(unit: Ints) -> Ints:
    order = np.argsort(unit, kind="stable")
    order = order[unit[order] != NONE]
    same = unit[order[:-1]] == unit[order[1:]]
    return np.column_stack([order[:-1][same], order[1:][same]])


def pieces_of(territory: Ints, ground: Ground) -> Pieces:
    """Take territories apart into pieces whose accounts are connected through neighbours of the same territory."""
    of_account = _connected(ground.accounts, _within(ground.open_pairs, territory))
    number = int(of_account.max(initial=-1)) + 1
    owner = np.zeros(number, dtype=np.int64)
    owner[of_account] = territory
    sizes = np.bincount(of_account, minlength=number)
    order = np.lexsort((np.arange(number), -sizes, owner))
    is_main = np.zeros(number, dtype=np.bool_)
    _, leaders = np.unique(owner[order], return_index=True)
    is_main[order[leaders]] = True
    return Pieces(of_account, owner, is_main)


def pieces_across_lines(territory: Ints, ground: Ground, pieces: Pieces) -> Flags:
    """Return q flags: without the lines the piece would hang together with its territory's main piece."""
    freely = _connected(ground.accounts, _within(ground.pairs, territory))
    main = np.full(int(territory.max(initial=-1)) + 1, -1, dtype=np.int64)
    of_main = pieces.is_main[pieces.of_account]
    main[territory[of_main]] = freely[of_main]
    across = np.zeros(len(pieces.territory), dtype=np.bool_)
    across[pieces.of_account] = (freely == main[territory]) & ~of_main
    return across


def _within(pairs: Ints, territory: Ints) -> Ints:
    within: Ints = pairs[territory[pairs[:, 0]] == territory[pairs[:, 1]]]
    return within


def _connected(number: int, pairs: Ints) -> Ints:
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(number, number))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _triangles(places: Floats) -> Ints:
    """Return the edges of a Delaunay triangulation; of places on one line, a chain along it."""
    if len(places) < 2:
        return np.zeros((0, 2), dtype=np.int64)
    centred = places - places.mean(axis=0)
    _, sizes, axes = np.linalg.svd(centred, full_matrices=False)
    if len(places) < 3 or sizes[-1] <= _FLAT * sizes[0]:
        order = np.argsort(centred @ axes[0], kind="stable")
        return np.column_stack([order[:-1], order[1:]])
    corners = Delaunay(centred).simplices
    edges = np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]]), axis=1)
    return np.unique(edges, axis=0).astype(np.int64)


def _without_long(places: Floats, edges: Ints) -> Ints:
    if len(edges) == 0:
        return edges
    lengths = np.hypot(*(places[edges[:, 0]] - places[edges[:, 1]]).T)
    ends = np.concatenate([edges[:, 0], edges[:, 1]])
    both = np.concatenate([lengths, lengths])
    order = np.lexsort((both, ends))
    counts = np.bincount(ends, minlength=len(places))
    starts = np.cumsum(counts) - counts
    usual = both[order][np.minimum(starts + (counts - 1) // 2, len(both) - 1)]
    short: Ints = edges[lengths <= _LONG * np.maximum(usual[edges[:, 0]], usual[edges[:, 1]])]
    return short


def _crossing(xy: Floats, pairs: Ints, lines: Sequence[Floats]) -> Flags:
    crosses = np.zeros(len(pairs), dtype=np.bool_)
    if not lines or len(pairs) == 0:
        return crosses
    here = np.concatenate([line[:-1] for line in lines])
    there = np.concatenate([line[1:] for line in lines])
    width = max(1, _CHUNK // max(len(here), 1))
    for first in range(0, len(pairs), width):
        some = pairs[first : first + width]
        one, other = xy[some[:, 0], None], xy[some[:, 1], None]
        apart = _side(one, other, here) * _side(one, other, there) < 0
        apart &= _side(here, there, one) * _side(here, there, other) < 0
        crosses[first : first + width] = apart.any(axis=1)
    return crosses


def _side(start: Floats, end: Floats, point: Floats) -> Floats:
    """Return on which side of the way from start to end the point lies: the sign of a cross product."""
    way, reach = end - start, point - start
    side: Floats = way[..., 0] * reach[..., 1] - way[..., 1] * reach[..., 0]
    return side
