"""Raising and dissolving leave no speckles on the map: small parts join a neighbour as far as targets hold. RULES 4."""

import numpy as np

from gtm_desktop.engine.solve import solve
from gtm_desktop.planning.build import build_all
from gtm_desktop.planning.evaluate import evaluate
from gtm_desktop.planning.settings import Economics, RoleEconomics, Settings, TerritoryRules
from tests.unit.planning.builders import dataset, plan

DEAR_INSIDE = Economics(outside=RoleEconomics(20_000_000, 120, 80, 140, assumed_lift=0.9))
"""Nobody is handed inside as long as there is another way."""


def quick(problem, *, seed, seconds, progress):
    return solve(problem, seed=seed, seconds=seconds, iterations=10, progress=progress)


def test_what_raising_and_dissolving_leave_apart_joins_a_neighbour_and_every_target_holds():
    rng = np.random.default_rng(1)
    lat = rng.uniform(40, 42, 650)
    columns = {
        "lat": lat,
        "lon": rng.uniform(-86, -83, 650),
        "gross_margin": np.round(np.where(lat > 41, 3.0, 1.0) * 2_100_000 * (1 + rng.exponential(1.0, 650))).astype(
            int
        ),
    }
    data = dataset(columns, {"name": list("ABCDE")})
    line = int(columns["gross_margin"].sum() / 5 * 0.6)
    rules = TerritoryRules(number=5, value_target=line, balance_price=0.0)
    built = build_all(data, plan(Settings(territories=rules, economics=DEAR_INSIDE)), solve=quick)
    assert [each.taken for each in built.accepted.territories.decisions] == ["raise", "dissolve"]
    found = evaluate(data, built)
    assert found.enclaves == ()
    assert (found.territories["gross_margin"] >= line).all()
