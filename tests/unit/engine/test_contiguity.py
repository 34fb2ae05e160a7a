"""Small parts of a territory that lie apart join a neighbour; larger ones are reported. Made-up maps.

PRODUCT R3.2
"""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.engine.answer import restated
from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.contiguity import Floor, Stays, enclaves_of, joined_up
from gtm_desktop.engine.ground import ground_of, pieces_of
from gtm_desktop.engine.problem import Budget, Solution
from gtm_desktop.engine.solve import solve
from tests.unit.engine.builders import problem

BLANK = Solution(np.zeros(0, np.int64), np.zeros(0, np.int64), 0.0)


def _flat(places, **options):
    """A problem on a plane of its own, in km."""
    places = np.asarray(places, dtype=np.float64)
    nowhere = np.zeros(len(places))
    return problem(nowhere, nowhere, plane=places, **options)


def _grid(columns, rows, *, apart=10.0):
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    return np.column_stack([x.ravel(), y.ravel()]) * apart


def _plan(given, territory):
    return restated(given, BLANK, np.asarray(territory, dtype=np.int64))


def _halves(places, at):
    return (places[:, 0] > at).astype(np.int64)


@pytest.fixture
def board():
    """Twelve by six places, two territories left and right."""
    places = _grid(12, 6)
    return places, _halves(places, 55.0)


def test_a_stray_account_joins_those_around_it(board):
    places, territory = board
    territory[[0, 13]] = 1
    given = _flat(places, territories=2, upper=60)
    found = joined_up(given, _plan(given, territory))
    assert found.moved == (0, 13)
    assert found.enclaves == ()
    assert found.price < 0
    assert audit(given, found.solution).faults == ()


@pytest.mark.parametrize(("least", "kept"), [(36.0, 36), (37.0, 37), (38.0, 38), (99.0, 38)])
def test_what_a_territory_must_keep_is_swapped_for_its_stray_accounts(board, least, kept):
    places, territory = board
    territory[[0, 13]] = 1
    given = _flat(places, territories=2, upper=60)
    found = joined_up(given, _plan(given, territory), floors=[Floor(np.ones(72), np.array([0.0, least]))])
    assert found.enclaves == ()
    assert int((found.solution.territory == 1).sum()) == kept


def test_a_stray_account_stays_where_the_centre_beside_it_bears_no_more(board):
    places, territory = board
    territory[[0, 13]] = 1
    room_at = np.where(places[:, 0] > 55.0, 38, 34)
    given = _flat(places, territories=2, upper=60, room_at=room_at)
    found = joined_up(given, _plan(given, territory))
    assert np.bincount(found.solution.territory).tolist() == [34, 38]
    assert found.solution.violations == 0


def test_where_there_is_no_room_an_account_on_the_border_goes_the_other_way(board):
    places, territory = board
    territory[0] = 1
    given = _flat(places, territories=2, lower=35, upper=37)
    given = replace(given, upper=np.array([35, 37]))
    found = joined_up(given, _plan(given, territory))
    assert found.solution.territory[0] == 0
    assert np.bincount(found.solution.territory).tolist() == [35, 37]
    assert found.enclaves == ()
    assert len(found.moved) == 2


def test_ten_accounts_apart_are_reported_and_not_moved(board):
    places, territory = board
    territory[(places[:, 0] < 25) & (places[:, 1] < 35)] = 1
    given = _flat(places, territories=2, upper=72)
    found = joined_up(given, _plan(given, territory))
    assert found.moved == ()
    assert [(each.territory, len(each.accounts), each.reason) for each in found.enclaves] == [(1, 12, Stays.LARGE)]
    assert found.enclaves[0].neighbours == (0,)


def test_a_lock_holds_an_enclave(board):
    places, territory = board
    territory[0] = 1
    locked = np.where(np.arange(72) == 0, 1, -1)
    given = _flat(places, territories=2, upper=60, locked=locked)
    found = joined_up(given, _plan(given, territory))
    assert found.moved == ()
    assert [each.reason for each in found.enclaves] == [Stays.HELD]


def test_refusals_and_the_budget_hold_an_enclave_too(board):
    places, territory = board
    territory[0] = 1
    refusing = _flat(places, territories=2, upper=60, forbidden=np.array([[0, 0]]))
    spent = replace(_flat(places, territories=2, upper=60, incumbent=territory), budget=Budget(accounts=0))
    for given in (refusing, spent):
        found = joined_up(given, _plan(given, territory))
        assert found.moved == ()
        assert [each.reason for each in found.enclaves] == [Stays.NO_ROOM]


def test_a_river_parts_what_would_hang_together(board):
    places, _ = board
    river = np.array([[-100.0, 25.0], [55.0, 25.0], [200.0, 25.0]])
    territory = (places[:, 1] > 25).astype(np.int64)
    territory[np.flatnonzero(places[:, 1] == 30)[:4]] = 0
    given = _flat(places, territories=2, upper=60)
    solution = _plan(given, territory)
    assert joined_up(given, solution).moved == ()
    found = joined_up(given, solution, lines=[river])
    assert len(found.moved) == 4
    assert ((places[:, 1] > 25) == (found.solution.territory == 1)).all()


def test_a_river_with_nobody_else_beyond_is_reported(board):
    places, _ = board
    river = np.array([[-100.0, 45.0], [200.0, 45.0]])
    given = _flat(places[places[:, 0] < 60], territories=1)
    found = joined_up(given, _plan(given, np.zeros(36)), lines=[river])
    assert [(len(each.accounts), each.neighbours, each.reason) for each in found.enclaves] == [(6, (), Stays.CUT_OFF)]


def test_an_island_of_one_territory_is_no_enclave(board):
    places, territory = board
    island = _grid(3, 2) + np.array([300.0, 20.0])
    given = _flat(np.vstack([places, island]), territories=2)
    whole = np.concatenate([territory, np.ones(6, np.int64)])
    assert enclaves_of(given, whole) == ()
    shared = np.concatenate([territory, [0, 1, 1, 1, 1, 1]])
    assert joined_up(given, _plan(given, shared)).moved == (72,)


def test_a_sparse_state_keeps_its_neighbours():
    dense, sparse = _grid(20, 20, apart=2.0), _grid(4, 4, apart=60.0) + np.array([80.0, 0.0])
    given = _flat(np.vstack([dense, sparse]), territories=2)
    territory = np.repeat([0, 1], [400, 16])
    assert enclaves_of(given, territory) == ()
    territory[415] = 0
    assert joined_up(given, _plan(given, territory)).moved == (415,)


def test_two_metros_and_a_desert_end_in_whole_territories():
    rng = np.random.default_rng(4)
    metros = np.concatenate([rng.normal([0, 0], 8, (300, 2)), rng.normal([400, 0], 8, (300, 2))])
    desert = np.column_stack([rng.uniform(40, 360, 40), rng.uniform(-60, 60, 40)])
    given = _flat(np.vstack([metros, desert]), territories=6, lower=90, upper=130)
    found = joined_up(given, solve(given, seed=2, iterations=60))
    assert audit(given, found.solution).faults == ()
    assert all(each.reason is not Stays.CUT_OFF for each in found.enclaves)
    assert sum(len(each.accounts) for each in found.enclaves) <= 12


def test_lines_in_degrees_are_laid_on_the_plane_of_the_accounts():
    lat, lon = np.repeat([41.0, 41.2, 41.4, 41.6], 4), np.tile([-85.0, -84.8, -84.6, -84.4], 4)
    given = problem(lat, lon, territories=2)
    river = np.array([[41.3, -90.0], [41.3, -80.0]])
    territory = (lat > 41.3).astype(np.int64)
    territory[8] = 0
    assert [each.accounts for each in enclaves_of(given, territory)] == []
    assert [each.accounts for each in enclaves_of(given, territory, lines=[river])] == [(8,)]


def test_accounts_at_one_place_hang_together():
    ground = ground_of(np.array([[0.0, 0.0]] * 3))
    assert pieces_of(np.array([0, 0, 0]), ground).is_main.tolist() == [True]


@pytest.mark.parametrize("places", [[], [[0, 0]], [[0, 0], [1, 1]], [[0, 0], [1, 1], [2, 2], [9, 9]]])
def test_few_places_and_places_on_a_line_have_neighbours_too(places):
    ground = ground_of(np.array(places, dtype=np.float64).reshape(-1, 2))
    assert len(ground.pairs) >= max(0, len(places) - 2)
