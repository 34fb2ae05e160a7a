"""Territories that never stood in one plan are put together where that is cheaper."""

import numpy as np

from gtm_desktop.core.progress import SILENT
from gtm_desktop.engine import recombine
from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.charges import charges
from gtm_desktop.engine.draft import centred
from gtm_desktop.engine.instance import prepare
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.recombine import Pool
from gtm_desktop.engine.search import search
from gtm_desktop.engine.solve import solve
from tests.unit.engine.builders import problem, towns

PAIRS = np.array([0, 0, 1, 1, 2, 2])


def _line():
    """Three towns of two accounts each."""
    lat = np.array([40.0, 40.01, 42.0, 42.01, 44.0, 44.01])
    return prepare(problem(lat, np.full(6, -85.0), territories=3, upper=2))


def _seen(pool, instance, places):
    everybody = np.arange(len(places))
    pool.see(everybody, places, charges(instance, everybody, places, numbers=np.arange(instance.territories)))


def test_the_best_of_two_plans_halves_is_found():
    instance, pool = _line(), Pool()
    _seen(pool, instance, np.array([0, 0, 1, 2, 1, 2]))
    _seen(pool, instance, np.array([0, 1, 0, 1, 2, 2]))
    mixed = centred(instance, np.array([0, 1, 1, 2, 2, 0]), np.zeros((3, 2)))
    pool.see(
        np.arange(2, 4),
        np.zeros(2, np.int64),
        charges(instance, np.arange(2, 4), np.zeros(2, np.int64), numbers=np.array([1])),
    )
    better = pool.recombined(instance, mixed, around=0)
    assert sorted(tuple(np.flatnonzero(better.territory == k)) for k in range(3)) == [(0, 1), (2, 3), (4, 5)]


def test_a_plan_that_nothing_seen_betters_stays():
    instance, pool = _line(), Pool()
    best = centred(instance, PAIRS, np.zeros((3, 2)))
    _seen(pool, instance, np.array([0, 1, 0, 1, 2, 2]))
    assert pool.recombined(instance, best, around=0) is best


def test_territories_outside_their_limits_are_never_used():
    instance, pool = _line(), Pool()
    _seen(pool, instance, np.array([0, 0, 0, 1, 1, 1]))
    draft = centred(instance, np.array([0, 1, 1, 2, 2, 0]), np.zeros((3, 2)))
    assert pool.recombined(instance, draft, around=0) is draft


def test_it_helps_only_where_territories_are_small_and_interchangeable():
    lat, lon = towns(100)
    assert Pool.helps(prepare(problem(lat, lon, territories=10)))
    assert not Pool.helps(prepare(problem(lat, lon, territories=2)))
    assert not Pool.helps(prepare(problem(lat, lon, territories=10, upper=[20] * 5 + [30] * 5)))
    assert not Pool.helps(prepare(problem(lat, lon, territories=10, incumbent=np.zeros(100, np.int64))))


def test_where_there_are_many_accounts_only_the_surroundings_change():
    lat, lon = np.linspace(30, 48, 600), np.full(600, -85.0)
    instance, pool = prepare(problem(lat, lon, territories=300, upper=2)), Pool()
    tangled = np.arange(600).reshape(-1, 4)[:, [0, 2, 1, 3]].ravel()
    draft = centred(instance, np.argsort(tangled) // 2, np.zeros((300, 2)))
    neat = np.arange(600) // 2
    _seen(pool, instance, neat)
    better = pool.recombined(instance, draft, around=0)
    changed = np.flatnonzero(better.territory != draft.territory)
    assert 0 < better.cost < draft.cost
    assert changed.max() < 500


def test_a_search_that_recombines_ends_with_a_sound_plan_and_repeats_it(monkeypatch):
    monkeypatch.setattr(recombine, "_NEW_BEFORE_A_TRY", 300)
    weight = np.random.default_rng(3).integers(1, 20, 150)
    given = problem(*towns(150), territories=10, upper=int(weight.sum() / 10 * 1.1), weight=weight)
    first, second = (solve(given, seed=4, iterations=150) for _ in range(2))
    assert audit(given, first).faults == ()
    assert first.violations == 0
    assert first.territory.tolist() == second.territory.tolist()


def test_a_search_offers_what_it_put_together():
    instance = prepare(problem(*towns(120), territories=12, lower=5, upper=15))
    start = centred(instance, np.arange(120) // 10, np.zeros((12, 2)))
    offered = []
    rng = np.random.default_rng(1)
    search(instance, start, rng=rng, pace=Pace(SILENT), planned=lambda _: 30, offer=offered.append)
    assert offered[-1].cost == min(draft.cost for draft in offered)
