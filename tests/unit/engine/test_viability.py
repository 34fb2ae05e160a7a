"""Fill before test, test before dissolve; three ways out, all costed, the cheapest taken, every decision logged.

PRODUCT R3.5, R3.6, R3.8, R3.9
"""

from dataclasses import replace

import numpy as np
import pytest

from gtm_desktop.engine.problem import Budget
from gtm_desktop.engine.solve import solve
from gtm_desktop.engine.viability import Added, Stakes, Targets, WayOut, costed, tested
from tests.unit.engine.builders import problem

tested.__test__ = False


def _nothing(territory, centre):
    return Added(np.zeros(len(centre)), np.zeros(len(centre)), np.zeros(len(centre)))


def _stakes(n, p, **changes):
    given = {
        "potential": np.zeros(n),
        "outside_gain": np.zeros(n),
        "upkeep": np.zeros(p),
        "is_locked": np.zeros(p, dtype=bool),
        "reach_km": 200.0,
    }
    return Stakes(**(given | changes))


def _row(sizes, *, lat=42.0, **options):
    """Towns in a row, a degree apart, one territory each; every account is worth 10."""
    territory = np.repeat(np.arange(len(sizes)), sizes)
    lon = -90.0 + territory + np.concatenate([np.linspace(0, 0.1, size) for size in sizes])
    n = len(territory)
    given = problem(np.full(n, lat), lon, territories=len(sizes), **({"value": np.full(n, 10.0)} | options))
    return given, territory


def test_sixty_outside_pass_with_sixty_of_ninety_inside_a_target_they_fail_alone():
    given, territory = _row([60], upper=140)
    targets = Targets(value=np.full(1, 1000.0))

    def top_up(territory, centre):
        return Added(np.array([min(120 - 60, 90) * 10.0]), np.zeros(1), np.zeros(1))

    assert tested(given, territory, targets=targets, stakes=_stakes(60, 1), top_up=top_up).decisions == ()
    alone = tested(given, territory, targets=targets, stakes=_stakes(60, 1), top_up=_nothing)
    assert [(decision.territory, decision.taken) for decision in alone.decisions] == [(0, WayOut.INSIDE)]
    assert (alone.territory == -1).all()


def test_a_territory_whose_every_way_out_the_budget_refuses_stays_and_the_test_ends():
    given, territory = _row([10, 20], upper=30)
    given = replace(given, incumbent=territory, budget=Budget(accounts=0))
    asked = iter(range(20))

    def top_up(territory, centre):
        next(asked)  # StopIteration where the test goes round and round
        return _nothing(territory, centre)

    found = tested(given, territory, targets=Targets(value=np.full(2, 500.0)), stakes=_stakes(30, 2), top_up=top_up)
    assert found.decisions == ()
    assert found.failing == (0, 1)
    assert found.territory.tolist() == territory.tolist()


def test_exactly_on_the_line_passes_and_no_line_is_not_tested():
    given, territory = _row([10, 20])
    for targets in (Targets(value=np.full(2, 100.0)), Targets()):
        assert tested(given, territory, targets=targets, stakes=_stakes(30, 2), top_up=_nothing).decisions == ()


def test_a_neighbour_with_plenty_raises_a_territory_that_lacks_little():
    given, territory = _row([45, 70], upper=100)
    gain = np.full(115, 1e6)
    found = tested(
        given,
        territory,
        targets=Targets(value=np.full(2, 500.0)),
        stakes=_stakes(115, 2, outside_gain=gain),
        top_up=_nothing,
    )
    assert [decision.taken for decision in found.decisions] == [WayOut.RAISE]
    assert set(found.decisions[0].price) == set(WayOut)
    assert found.decisions[0].value == pytest.approx(450.0)
    assert np.bincount(found.territory).min() >= 50
    assert 5 <= len(found.decisions[0].moved) <= 8


def test_raising_never_makes_a_neighbour_fail():
    given, territory = _row([45, 52], upper=100)
    found = tested(
        given,
        territory,
        targets=Targets(value=np.full(2, 500.0)),
        stakes=_stakes(97, 2, outside_gain=np.ones(97)),
        top_up=_nothing,
    )
    assert WayOut.RAISE not in found.decisions[0].price


def test_a_territory_that_costs_more_than_it_keeps_is_dissolved_into_its_neighbours():
    given, territory = _row([60, 12, 60], upper=100)
    stakes = _stakes(132, 3, outside_gain=np.full(132, 5e3), upkeep=np.full(3, 1e5))
    found = tested(given, territory, targets=Targets(value=np.full(3, 500.0)), stakes=stakes, top_up=_nothing)
    decision = found.decisions[0]
    assert (decision.territory, decision.taken, len(decision.moved), decision.inside) == (1, WayOut.DISSOLVE, 12, ())
    assert decision.price[WayOut.DISSOLVE] < decision.price[WayOut.INSIDE]
    assert found.centre[1] == -1
    assert set(found.territory) == {0, 2}


def test_accounts_beyond_reach_or_without_room_go_inside():
    given, territory = _row([60, 12, 60], upper=64)
    stakes = _stakes(132, 3, outside_gain=np.full(132, 5e3), upkeep=np.full(3, 1e5))
    crowded = tested(given, territory, targets=Targets(value=np.full(3, 500.0)), stakes=stakes, top_up=_nothing)
    assert len(crowded.decisions[0].inside) == 4
    far = tested(
        given, territory, targets=Targets(value=np.full(3, 500.0)),
        stakes=_stakes(132, 3, outside_gain=np.full(132, 5e3), upkeep=np.full(3, 1e5), reach_km=5.0), top_up=_nothing,
    )  # fmt: skip
    assert far.decisions[0].inside == tuple(range(60, 72))
    assert WayOut.DISSOLVE not in far.decisions[0].price


def test_potential_is_a_line_of_its_own():
    given, territory = _row([40, 40])
    stakes = _stakes(80, 2, potential=np.repeat([30.0, 1.0], 40))
    found = tested(given, territory, targets=Targets(potential=np.full(2, 1300.0)), stakes=stakes, top_up=_nothing)
    assert {decision.territory for decision in found.decisions} == {0, 1}
    assert found.decisions[0].territory == 1
    assert found.decisions[0].potential == pytest.approx(40.0)


def test_a_locked_territory_is_left_and_named():
    given, territory = _row([10, 60])
    stakes = _stakes(70, 2, is_locked=np.array([True, False]))
    found = tested(given, territory, targets=Targets(value=np.full(2, 500.0)), stakes=stakes, top_up=_nothing)
    assert found.decisions == ()
    assert found.failing == (0,)


def test_locked_accounts_are_neither_dissolved_nor_handed_inside():
    given, territory = _row([10, 40], locked=np.where(np.arange(50) == 0, 0, -1))
    found = tested(given, territory, targets=Targets(value=np.full(2, 450.0)), stakes=_stakes(50, 2), top_up=_nothing)
    assert found.territory[0] == 0
    assert 0 in found.failing


def test_a_sparse_state_ends_with_fewer_territories_that_all_pass():
    rng = np.random.default_rng(5)
    lat = np.concatenate([rng.normal(42, 0.1, 200), rng.uniform(44, 48, 30)])
    lon = np.concatenate([rng.normal(-90, 0.1, 200), rng.uniform(-104, -96, 30)])
    given = problem(lat, lon, territories=3, lower=30, upper=140, value=np.full(230, 10.0))
    plan = solve(given, seed=1, iterations=40).territory
    stakes = _stakes(230, 3, outside_gain=np.full(230, 100.0))
    found = tested(given, plan, targets=Targets(value=np.full(3, 600.0)), stakes=stakes, top_up=_nothing)
    values = np.bincount(found.territory[found.territory >= 0], minlength=3) * 10
    assert ((values >= 600) | (values == 0)).all()
    assert found.failing == ()
    assert all(decision.price[decision.taken] == min(decision.price.values()) for decision in found.decisions)


def test_what_filling_adds_before_and_after_is_part_of_every_price():
    given, territory = _row([60, 12, 60], upper=100)

    def top_up(territory, centre):
        room = np.maximum(80 - np.bincount(territory[territory >= 0], minlength=3), 0)
        room[centre < 0] = 0
        return Added(np.zeros(3), np.zeros(3), room * 1000.0)

    arguments = {"targets": Targets(value=np.full(3, 500.0)), "stakes": _stakes(132, 3)}
    bare = costed(given, territory, top_up=_nothing, **arguments)[0].price
    filled = costed(given, territory, top_up=top_up, **arguments)[0].price
    assert filled[WayOut.INSIDE] - bare[WayOut.INSIDE] == pytest.approx(68 * 1000.0)
    assert filled[WayOut.DISSOLVE] - bare[WayOut.DISSOLVE] == pytest.approx((68 + 12) * 1000.0)


def test_a_raise_that_pushes_filled_accounts_out_takes_enough_to_pass_all_the_same():
    given, territory = _row([45, 70], upper=100)

    def top_up(territory, centre):
        held = np.bincount(territory[territory >= 0], minlength=2)
        return Added(np.array([max(50 - held[0], 0) * 3.0, 0.0]), np.zeros(2), np.zeros(2))

    found = tested(
        given, territory, targets=Targets(value=np.full(2, 500.0)),
        stakes=_stakes(115, 2, outside_gain=np.full(115, 1e6)), top_up=top_up,
    )  # fmt: skip
    assert [decision.taken for decision in found.decisions] == [WayOut.RAISE]
    assert found.failing == ()
    assert np.bincount(found.territory)[0] >= 50


def test_costing_takes_nothing_and_names_every_failing_territory_lowest_first():
    given, territory = _row([20, 10, 70], upper=100)
    stakes = _stakes(100, 3, is_locked=np.array([True, False, False]))
    found = costed(given, territory, targets=Targets(value=np.full(3, 500.0)), stakes=stakes, top_up=_nothing)
    assert [(each.territory, each.taken, each.moved, each.inside) for each in found] == [
        (1, None, (), ()),
        (0, None, (), ()),
    ]
    assert set(found[0].price) >= {WayOut.DISSOLVE, WayOut.INSIDE}
    assert found[1].price == {}


def test_a_line_is_a_territorys_own_and_a_line_of_nothing_is_not_tested():
    given, territory = _row([30, 20, 5])
    targets = Targets(value=np.array([300.0, 250.0, 0.0]))
    found = costed(given, territory, targets=targets, stakes=_stakes(55, 3), top_up=_nothing)
    assert [each.territory for each in found] == [1]
