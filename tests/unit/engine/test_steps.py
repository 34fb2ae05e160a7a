"""The steps of a solve, each by itself: seeds, evening out, prices, medians, names, search."""

import numpy as np
import pytest

from gtm_desktop.core.progress import SILENT, Progress
from gtm_desktop.engine.arcs import nearest_arcs
from gtm_desktop.engine.charges import charges
from gtm_desktop.engine.draft import centred, placed, renamed
from gtm_desktop.engine.instance import prepare
from gtm_desktop.engine.medians import median
from gtm_desktop.engine.pace import Pace
from gtm_desktop.engine.plane import crow_km, road_km
from gtm_desktop.engine.prices import balance
from gtm_desktop.engine.search import search
from gtm_desktop.engine.seeds import even_out, first_sites
from tests.unit.engine.builders import problem, towns


@pytest.fixture
def rng():
    return np.random.default_rng(11)


@pytest.fixture
def pace():
    return Pace(SILENT)


def test_a_territory_starts_where_told_then_amid_its_locks_then_amid_its_incumbents(rng, pace):
    lat, lon = np.array([40.0, 41.0, 42.0, 43.0]), np.full(4, -85.0)
    given = problem(
        lat,
        lon,
        territories=3,
        start_lat=[40.0, np.nan, np.nan],
        start_lon=[-85.0, np.nan, np.nan],
        locked=[1, 1, -1, -1],
        incumbent=[0, 0, 0, 2],
    )
    instance = prepare(given)
    sites = first_sites(instance, rng, pace)
    assert np.allclose(sites[0], instance.xy[0])
    assert np.allclose(sites[1], instance.xy[:2].mean(axis=0))
    assert np.allclose(sites[2], instance.xy[3])


def test_drawn_centres_are_accounts_and_apart(rng, pace):
    instance = prepare(problem(*towns(100), territories=8))
    sites = first_sites(instance, rng, pace)
    assert len(np.unique(sites, axis=0)) == 8
    assert (crow_km(sites, instance.xy).min(axis=1) == 0).all()


def test_more_centres_than_places_are_drawn_all_the_same(rng, pace):
    instance = prepare(problem([42.0, 42.0], [-85.0, -85.0], territories=5))
    assert first_sites(instance, rng, pace).shape == (5, 2)


def test_a_centre_without_accounts_jumps_into_a_crowded_cell(rng, pace):
    lat, lon = towns(400)
    given = problem(lat, lon, territories=4, lower=80, upper=120, start_lat=[60.0] * 4, start_lon=[-140.0] * 4)
    instance = prepare(given)
    sites = even_out(instance, first_sites(instance, rng, pace), rng, pace)
    loads = np.bincount(crow_km(instance.xy, sites).argmin(axis=1), minlength=4)
    assert loads.min() > 0


def test_prices_bring_choices_near_the_limits(rng, pace):
    instance = prepare(problem(*towns(600), territories=6, lower=90, upper=110))
    sites = balance(instance, even_out(instance, first_sites(instance, rng, pace), rng, pace), pace)
    draft = placed(instance, sites, pace)
    nearest = crow_km(instance.xy, sites).argmin(axis=1)
    assert np.bincount(draft.territory, minlength=6).max() <= 110
    assert np.mean(draft.territory == nearest) > 0.5


def test_the_1_median_is_the_account_from_which_all_are_served_most_cheaply():
    instance = prepare(problem(*towns(60), territories=1, visits=np.arange(60) + 1.0))
    accounts = np.arange(10, 50)
    totals = road_km(crow_km(instance.xy[accounts], instance.xy[accounts]), 1.2) @ instance.pull[accounts]
    found = median(instance, accounts, load=40, number=0)
    assert found == (10 + totals.argmin(), pytest.approx(totals.min()), 0)


def test_the_1_median_of_many_accounts_is_found_among_the_nearest_to_their_middle():
    instance = prepare(problem(*towns(1500), territories=1))
    found, cost, _ = median(instance, np.arange(1500), load=1500, number=0)
    totals = road_km(crow_km(instance.xy, instance.xy), 1.2) @ instance.pull
    assert cost == pytest.approx(totals[found])
    assert cost <= totals.min() * 1.01


def test_an_empty_territory_has_no_centre_and_no_cost():
    instance = prepare(problem(*towns(10), territories=3))
    found = charges(instance, np.arange(10), np.array([0] * 5 + [2] * 5), numbers=np.arange(3))
    assert found.centre[1] == -1
    assert found.costs[1] == 0.0


def test_an_incumbent_far_away_is_considered_too():
    lat, lon = np.linspace(30, 45, 40), np.full(40, -85.0)
    given = problem(lat, lon, territories=40, incumbent=[39] + [-1] * 39, handoff_loss=np.full(40, 7.0))
    instance = prepare(given)
    arcs = nearest_arcs(instance, instance.xy, rows=instance.free, width=3)
    assert arcs.columns[0].tolist() == [0, 1, 2, 39]
    assert arcs.costs[0, 0] == pytest.approx(7.0)
    assert arcs.costs[1, 0] == 0.0


def test_groups_are_named_after_the_incumbent_of_most_value():
    lat, lon = towns(90)
    incumbent = np.repeat([1, 2, 0], 30)
    given = problem(lat, lon, territories=3, incumbent=incumbent, handoff_loss=np.full(90, 5.0))
    instance = prepare(given)
    draft = renamed(instance, centred(instance, np.repeat([0, 1, 2], 30), np.zeros((3, 2))))
    assert draft.territory.tolist() == incumbent.tolist()


def test_a_group_with_a_lock_keeps_its_name():
    lat, lon = towns(60)
    locked = np.full(60, -1)
    locked[0] = 0
    given = problem(lat, lon, territories=2, incumbent=np.repeat([1, 0], 30), handoff_loss=np.ones(60), locked=locked)
    instance = prepare(given)
    draft = centred(instance, np.repeat([0, 1], 30), np.zeros((2, 2)))
    assert renamed(instance, draft).territory.tolist() == draft.territory.tolist()


def test_search_offers_only_better_plans_and_asks_how_many_iterations(rng, pace):
    instance = prepare(problem(*towns(300), territories=4, lower=60, upper=90))
    start = placed(instance, first_sites(instance, rng, pace), pace)
    offered, asked = [], []

    def planned(done):
        asked.append(done)
        return 15

    search(instance, start, rng=rng, pace=pace, planned=planned, offer=lambda draft: offered.append(draft.cost))
    assert asked == list(range(16))
    assert offered
    assert all(after < before for before, after in zip([start.cost, *offered], offered, strict=False))


def test_a_search_without_choice_ends_at_once(rng, pace):
    instance = prepare(problem(*towns(20), territories=1))
    start = placed(instance, first_sites(instance, rng, pace), pace)
    search(
        instance, start, rng=rng, pace=pace, planned=lambda _: 10**9, offer=lambda _: pytest.fail("nothing to offer")
    )


def test_reports_come_at_most_ten_a_second_but_an_announcement_always():
    heard, now = [], [0.0]
    pace = Pace(Progress(on_report=heard.append), clock=lambda: now[0])
    for _ in range(50):
        pace.report("a")
    pace.announce("b")
    now[0] = 0.05
    pace.report("c")
    now[0] = 0.2
    pace.report("d")
    assert [report.stage for report in heard] == ["a", "b", "d"]


def test_how_far_a_run_is_never_runs_back():
    heard = []
    pace = Pace(Progress(on_report=heard.append))
    for share in (0.0, 0.5, 0.2, 2.0):
        pace.reach(share)
        pace.announce("a")
    assert [(report.done, report.total) for report in heard] == [(0, 1000), (500, 1000), (500, 1000), (1000, 1000)]
