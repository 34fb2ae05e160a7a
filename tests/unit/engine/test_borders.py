"""Borders between zones: hard ones are never crossed, soft ones where it pays, and centres stay on their side.

PRODUCT R3.4
"""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.core.errors import UserError
from gtm_desktop.core.progress import SILENT
from gtm_desktop.engine.answer import BORDERS, TRAVEL
from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.contiguity import joined_up
from gtm_desktop.engine.feasibility import explain_zones, zone_rooms
from gtm_desktop.engine.instance import prepare
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.problem import Budget
from gtm_desktop.engine.seeds import first_sites
from gtm_desktop.engine.solve import solve
from tests.unit.engine.builders import problem, towns

HARD = float("inf")


def _solved(given, **options):
    solution = solve(given, **({"seed": 1, "iterations": 60} | options))
    assert audit(given, solution).faults == ()
    return solution


def _crossings(given, solution):
    theirs = given.territory_zone[solution.territory]
    return int(((given.zone != theirs) & (given.zone >= 0) & (theirs >= 0)).sum())


def _two_zones(price, *, n=400, cut=-86.0, of=(0, 0, 1, 1), **columns):
    """Return four territories, two on either side of a meridian."""
    lat, lon = towns(n)
    zone = (lon > np.quantile(lon, 0.5)).astype(np.int64) if cut is None else (lon > cut).astype(np.int64)
    return problem(
        lat, lon, territories=len(of), **({"lower": 60, "upper": 140} | columns),
        zone=zone, territory_zone=np.array(of), crossing_price=price,
    )  # fmt: skip


def test_a_hard_border_is_crossed_by_nobody():
    given = _two_zones(HARD, cut=None)
    solution = _solved(given)
    assert _crossings(given, solution) == 0
    assert solution.violations == 0
    assert solution.parts[BORDERS] == 0.0


def test_a_soft_border_is_crossed_less_the_dearer_it_is_and_each_crossing_is_paid():
    found = []
    for price in (1e-6, 100.0, 1e6):
        given = _two_zones(price, cut=None)
        solution = _solved(given)
        found.append(_crossings(given, solution))
        assert solution.parts[BORDERS] == pytest.approx(price * found[-1])
    assert found[0] > found[1] >= found[2] == 0


def test_a_soft_border_never_costs_more_travel_than_a_hard_one():
    soft, hard = _solved(_two_zones(20.0, cut=None)), _solved(_two_zones(HARD, cut=None))
    assert soft.objective <= hard.objective * 1.001
    assert soft.parts[TRAVEL] <= hard.parts[TRAVEL]


def test_without_a_price_zones_do_not_count():
    given = _two_zones(0.0, cut=None)
    assert BORDERS not in _solved(given).parts
    assert _solved(given).territory.tolist() == _solved(replace(given, zone=None)).territory.tolist()


def test_a_crowded_zone_spills_over_a_soft_border_and_overfills_within_a_hard_one_evenly():
    lat = np.concatenate([np.full(300, 42.0), np.full(100, 38.0)]) + np.linspace(0, 0.5, 400)
    zone = np.repeat([0, 1], [300, 100])
    given = problem(
        lat, np.full(400, -85.0), territories=4, lower=[60, 60, 20, 20], upper=140,
        zone=zone, territory_zone=np.array([0, 0, 1, 1]), crossing_price=500.0,
    )  # fmt: skip
    assert _solved(given).violations == 0
    assert _crossings(given, _solved(given)) == 20
    hard = replace(given, crossing_price=HARD)
    loads = np.bincount(_solved(hard).territory, minlength=4)
    assert sorted(loads[:2].tolist()) == pytest.approx([150, 150], abs=10)
    assert _solved(hard).violations == 20


def test_accounts_of_different_weight_keep_hard_borders_too():
    rng = np.random.default_rng(2)
    given = _two_zones(HARD, cut=None, lower=100, upper=400, weight=rng.integers(1, 5, 400))
    assert _crossings(given, _solved(given)) == 0


def test_free_territories_and_accounts_without_a_zone_cross_nothing():
    given = _two_zones(HARD, cut=None, of=(0, 1, -1, -1))
    zone = given.zone.copy()
    zone[::4] = -1
    given = replace(given, zone=zone)
    solution = _solved(given)
    assert solution.violations == 0
    assert _crossings(given, solution) == 0


def test_a_lock_across_a_hard_border_holds():
    given = _two_zones(HARD, cut=None)
    locked = np.full(400, -1)
    locked[np.flatnonzero(given.zone == 0)[:5]] = 3
    solution = _solved(replace(given, locked=locked))
    assert (solution.territory[locked == 3] == 3).all()


def test_an_incumbent_across_a_hard_border_loses_its_accounts():
    given = _two_zones(HARD, cut=None)
    given = replace(given, incumbent=np.where(given.zone == 0, 2, 0), handoff_loss=np.full(400, 1e6))
    assert _crossings(given, _solved(given)) == 0


def test_a_budget_for_change_goes_with_soft_borders():
    given = _two_zones(200.0, cut=None)
    today = _solved(replace(given, zone=None)).territory
    within = _solved(replace(given, incumbent=today, budget=Budget(accounts=20)))
    assert (within.territory != today).sum() <= 20
    assert _crossings(given, within) < _crossings(given, _solved(replace(given, zone=None)))


def test_centres_start_and_stay_on_their_side():
    given = _two_zones(5.0, cut=None)
    instance = prepare(given)
    sites = first_sites(instance, np.random.default_rng(5), Pace(SILENT))
    nearest = np.hypot(*(instance.xy[:, None] - sites[None]).transpose(2, 0, 1)).argmin(axis=0)
    assert given.zone[nearest].tolist() == [0, 0, 1, 1]
    assert given.zone[_solved(given).centre].tolist() == [0, 0, 1, 1]


def test_enclaves_are_not_moved_across_a_hard_border():
    given = _two_zones(HARD, cut=None, lower=0, upper=400)
    found = joined_up(given, _solved(given))
    assert _crossings(given, found.solution) == 0
    assert audit(given, found.solution).faults == ()


def test_a_zone_without_any_territory_is_named():
    given = _two_zones(HARD, cut=None, of=(0, 0, 0, 0))
    with pytest.raises(UserError, match="200 accounts may go into no territory"):
        solve(given, seed=1)


def test_a_zone_that_is_too_small_is_told_in_numbers():
    given = _two_zones(HARD, cut=None, n=600, of=(0, 0, 1, 1, 1), upper=100)
    assert [(room.load, room.territories, room.needed) for room in zone_rooms(given)] == [(300, 2, 3), (300, 3, 3)]
    with pytest.raises(UserError, match="South: 300 accounts need 3 territories; it has 2") as caught:
        explain_zones(given, names=["South", "North"])
    assert caught.value.code == "zone_too_small"
    explain_zones(replace(given, crossing_price=1.0), names=["South", "North"])


def test_problems_without_zones_have_no_rooms_to_speak_of():
    assert zone_rooms(problem(*towns(10), territories=2)) == ()
