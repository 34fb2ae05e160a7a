"""A territory is closed in one part of the country and opened in another."""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.core.progress import SILENT
from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.draft import centred
from gtm_desktop.engine.instance import prepare
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.problem import Budget
from gtm_desktop.engine.shift import may_shift, shift
from gtm_desktop.engine.solve import solve
from gtm_desktop.engine.standing import standing
from tests.unit.engine.builders import problem, towns

CITIES, EACH = 12, 10


def two_states(**columns):
    """Six cities of ten accounts in each of two states, for twelve territories of up to twenty accounts."""
    state = np.repeat([0, 1], CITIES // 2)
    lat = np.repeat(40.0 + np.tile(np.arange(CITIES // 2), 2), EACH)
    lon = np.repeat(-100.0 + 20.0 * state, EACH) + np.tile(np.linspace(0, 0.05, EACH), CITIES)
    return problem(lat, lon, territories=CITIES, lower=2, upper=20, **columns)


def one_too_many():
    """One territory a city, but the first city has two, and the last two have one."""
    territory = np.repeat(np.arange(CITIES), EACH)
    territory[territory == CITIES - 1] = CITIES - 2
    territory[: EACH // 2] = CITIES - 1
    return territory


@pytest.fixture
def rng():
    return np.random.default_rng(2)


def _shifted(given, rng):
    instance = prepare(given)
    now = standing(instance, centred(instance, one_too_many(), np.zeros((CITIES, 2))))
    return now, shift(instance, now, most=CITIES, rng=rng, pace=Pace(SILENT))


def test_a_territory_moves_from_where_one_is_too_many_to_where_one_is_missing(rng):
    now, (close, opened) = _shifted(two_states(), rng)
    before = now.costs.sum()
    for half in (close, opened):
        now.take(half.numbers, half.accounts, half.found)
    assert now.costs.sum() == pytest.approx(before + close.rise + opened.rise)
    assert close.rise + opened.rise < 0
    cities = now.territory.reshape(CITIES, EACH)
    assert (cities == cities[:, :1]).all()
    assert len(np.unique(now.territory)) == CITIES


def test_a_territory_with_a_lock_is_not_closed(rng):
    locked = np.full(CITIES * EACH, -1)
    locked[0] = CITIES - 1
    locked[EACH - 1] = 0
    found = _shifted(two_states(locked=locked), rng)[1]
    assert found is None or not {0, CITIES - 1} & {int(found[0].touched[0])}


def test_territories_tied_to_a_place_or_a_limit_of_changes_are_not_shifted():
    given = two_states()
    homes = {"start_lat": np.full(CITIES, 42.0), "start_lon": np.full(CITIES, -90.0)}
    assert may_shift(prepare(given))
    assert not may_shift(prepare(replace(given, **homes, is_home_fixed=np.ones(CITIES, dtype=np.bool_))))
    assert not may_shift(prepare(replace(given, budget=Budget(accounts=5))))
    assert not may_shift(prepare(replace(given, weight=np.full(CITIES * EACH, 2), upper=given.upper * 2)))
    assert not may_shift(prepare(replace(given, forbidden=np.array([[0, 1]]))))


def test_a_search_that_shifts_ends_with_a_sound_plan_and_repeats_it():
    given = problem(*towns(1000), territories=14, lower=50, upper=90)
    first, second = (solve(given, seed=4, iterations=300) for _ in range(2))
    assert audit(given, first).faults == ()
    assert first.territory.tolist() == second.territory.tolist()
