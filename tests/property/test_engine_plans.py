"""Whatever the geography and the limits: every account once, locks kept, least violation, same seed same plan."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm_desktop.engine.audit import audit
from gtm_desktop.engine.fill import Candidates, Room, Travel, fill
from gtm_desktop.engine.problem import Problem, Terms
from gtm_desktop.engine.solve import solve
from gtm_desktop.engine.spread import spread

FEW = settings(max_examples=40, deadline=None, derandomize=True)


@st.composite
def problems(draw):
    n = draw(st.integers(0, 40))
    p = draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    spots = np.column_stack([rng.uniform(25, 49, n + 1), rng.uniform(-124, -67, n + 1)])
    places = spots[rng.integers(0, draw(st.integers(1, n + 1)), n)]
    start = np.where(rng.random((p, 1)) < draw(st.sampled_from([0.0, 0.5, 1.0])), rng.uniform(25, 49, (p, 2)), np.nan)
    lower = rng.integers(0, 15, p)
    return Problem(
        lat=places[:, 0],
        lon=places[:, 1],
        visits=rng.choice([0.0, 4.0, 52.0], n),
        value=rng.random(n),
        handoff_loss=rng.choice([0.0, 500.0], n),
        incumbent=rng.integers(-1, p, n),
        locked=np.where(rng.random(n) < draw(st.sampled_from([0.0, 0.2, 1.0])), rng.integers(0, p, n), -1),
        lower=lower,
        upper=lower + rng.integers(0, 15, p),
        start_lat=start[:, 0],
        start_lon=-2 * start[:, 1],
        is_home_fixed=rng.random(p) < draw(st.sampled_from([0.0, 0.5])),
        forbidden=_refusals(rng, n, p) if draw(st.booleans()) else None,
        unit=rng.integers(-1, 8, n) if draw(st.booleans()) else None,
        zone=rng.integers(-1, 3, n) if draw(st.booleans()) else None,
        territory_zone=np.append(rng.integers(-1, 3, p - 1), -1),
        crossing_price=draw(st.sampled_from([0.0, 40.0, np.inf])),
        weight=rng.integers(0, 5, n) if draw(st.booleans()) else None,
        terms=Terms(band_price=draw(st.sampled_from([0.0, 30.0])), target_price=5.0, target=float(rng.random())),
    )


def _refusals(rng, n, p):
    """A few pairs; the last territory refuses nobody."""
    pairs = np.column_stack([rng.integers(0, max(n, 1), n), rng.integers(0, p, n)])
    return pairs[pairs[:, 1] < p - 1]


@FEW
@given(problems(), st.integers(0, 99))
def test_every_plan_passes_the_independent_check(problem, seed):
    found = audit(problem, solve(problem, seed=seed, iterations=4))
    assert found.faults == ()
    assert found.violations >= found.least_violations


@FEW
@given(problems(), st.integers(0, 99))
def test_the_same_seed_gives_the_same_plan(problem, seed):
    first, second = (solve(problem, seed=seed, iterations=3) for _ in range(2))
    assert first.territory.tolist() == second.territory.tolist()
    assert first.objective == second.objective


@FEW
@given(st.integers(0, 40), st.integers(1, 12), st.integers(0, 10_000))
def test_every_inside_account_has_a_rep_and_limits_bend_the_least(n, r, seed):
    rng = np.random.default_rng(seed)
    lower = rng.integers(0, 8, r)
    upper = lower + rng.integers(0, 8, r)
    found = spread(rng.random((n, r)), lower=lower, upper=upper)
    assert (found.rep >= 0).all()
    assert found.over.sum() == max(0, n - upper.sum())
    assert found.under.sum() == max(0, lower.sum() - n)


@FEW
@given(st.integers(0, 30), st.integers(1, 5), st.integers(0, 10_000))
def test_filling_keeps_to_the_plan_and_pulls_only_for_gain_or_a_limit_reached(c, p, seed):
    rng = np.random.default_rng(seed)
    held = rng.integers(0, 30, p)
    room = Room(rng.uniform(40, 43, p), rng.uniform(-85, -83, p), held, rng.integers(0, 25, p), rng.integers(10, 30, p))
    candidates = Candidates(rng.uniform(40, 43, c), rng.uniform(-85, -83, c), rng.normal(0, 50, c), np.full(c, 4.0))
    found = fill(candidates, room, travel=Travel(0.6, 4.0, 1.2, 150.0))
    pulled = np.flatnonzero(found.territory >= 0)
    assert (found.filled <= np.maximum(room.planned - held, 0)).all()
    assert found.filled.sum() == len(pulled)
    for account in pulled[found.net_gain[pulled] <= 0]:
        assert found.short[found.territory[account]] == 0
